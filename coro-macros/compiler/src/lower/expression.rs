//! Expressions with a suspension inside: what Rust evaluates before it goes to named locals, in the order of evaluation.
//!
//! In: `f(a(), yield_!(1), b())`
//! Out: `let operand = a();`, a suspension that gives `sent`, and the expression `f(operand, sent, b())`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Expr, ExprGroup, ExprParen, ExprYield, Stmt, UnOp, parse_quote, parse_quote_spanned};

use super::extended::is_promoted;
use super::operands::{By, is_pure_place};
use super::temporaries::makes_value;
use super::{Dest, Lowerer, exits, suspends};
use crate::diagnostics;
use crate::liveness::patterns::is_place;
use crate::liveness::places::{local_of, root};
use crate::liveness::trivial;
use crate::locals::{LocalId, Wanted};
use crate::macros::{self, ArgumentUse};
use crate::parse::awaits::{awaited, is_await};
use crate::parse::finally::catches;
use crate::parse::is_delegation;
use crate::parse::recursion::calls_itself;
use crate::tree::{Child, NodeKind};

impl Lowerer<'_> {
    /// Verbatim code that becomes part of a node.
    pub(super) fn leaf(&mut self, expr: Expr) -> Expr {
        let mut stmt = Stmt::Expr(expr, None);
        exits::rewrite(self, &mut stmt);
        let Stmt::Expr(expr, _) = stmt else { unreachable!("an expression stays one") };
        if self.in_unsafe { in_unsafe(expr) } else { expr }
    }

    /// Sends a value to where it is wanted.
    pub(super) fn finish(&mut self, value: Expr, dest: Dest) {
        let span = value.span();
        match dest {
            Dest::Discard => {
                let semi = (!is_statement(&value)).then(|| syn::Token![;](span));
                self.code(Stmt::Expr(value, semi));
            }
            Dest::Local(local) => {
                let value = self.leaf(value);
                self.node(span, NodeKind::Init(local, value));
            }
            Dest::Return => {
                if is_statement(&value) {
                    self.code(Stmt::Expr(value, None));
                    self.node(span, NodeKind::Return(parse_quote_spanned!(span=> ())));
                    return;
                }
                let value = self.leaf(value);
                self.node(span, NodeKind::Return(value));
            }
        }
    }

    /// [`lower_into`](Self::lower_into), of an expression whose temporaries are dropped at its own end, such as the tail of a
    /// block. The body of an arm is not one: its temporaries go with the arm.
    pub(super) fn terminating_into(&mut self, expr: &Expr, dest: Dest) {
        self.terminates = true;
        self.lower_into(expr, dest);
        self.terminates = false;
    }

    /// Lowers an expression for its effects, and sends its value to `dest`.
    pub(super) fn lower_into(&mut self, expr: &Expr, dest: Dest) {
        let terminates = std::mem::take(&mut self.terminates);
        if let Dest::Local(local) = dest {
            self.locals[local].target = true;
        }
        match expr {
            Expr::Return(exit) => {
                let value = match &exit.expr {
                    Some(value) => self.value(value),
                    None => parse_quote_spanned!(exit.return_token.span=> ()),
                };
                self.finish(value, Dest::Return);
                return;
            }
            Expr::Break(exit) => {
                if let Some((label, target)) = self.target(exit.label.as_ref()) {
                    match &exit.expr {
                        Some(value) => self.lower_into(value, target),
                        None if target == Dest::Discard => {}
                        None => self.finish(parse_quote!(()), target),
                    }
                    if target != Dest::Return {
                        let id = self.exit_to(label, false);
                        self.node(expr.span(), NodeKind::Exit(id));
                    }
                    return;
                }
            }
            Expr::Continue(exit) => {
                if let Some((label, _)) = self.target(exit.label.as_ref()) {
                    let id = self.exit_to(label, true);
                    self.node(expr.span(), NodeKind::Exit(id));
                    return;
                }
            }
            _ => {}
        }
        // A statement `if c { continue; }` is taken apart too: the exit is then a node, and not hidden in code.
        let is_taken_apart = self.splits(expr) || dest == Dest::Discard && self.is_branch_with_exit(expr);
        if !is_taken_apart {
            self.finish(expr.clone(), dest);
            return;
        }
        match expr {
            Expr::Paren(ExprParen { expr: inner, .. }) | Expr::Group(ExprGroup { expr: inner, .. }) => {
                self.terminates = terminates;
                self.lower_into(inner, dest);
            }
            Expr::Yield(suspension) => match dest {
                Dest::Discard => self.suspension(suspension, None),
                Dest::Local(local) => {
                    let sent = self.value(expr);
                    self.finish(sent, Dest::Local(local));
                }
                Dest::Return => {
                    let sent = self.value(expr);
                    self.finish(sent, Dest::Return);
                }
            },
            Expr::Macro(call) if dest == Dest::Discard && suspends(expr) => match self.assertion(&call.mac) {
                Some(plain) => self.lower_into(&plain, dest),
                None => {
                    let value = self.value(expr);
                    self.finish(value, dest);
                }
            },
            Expr::Block(block) => self.block(block, dest),
            Expr::Unsafe(block) => {
                let outer = std::mem::replace(&mut self.in_unsafe, true);
                let seq = self.seq(|this| this.stmts(&block.block, dest));
                self.in_unsafe = outer;
                self.node(expr.span(), NodeKind::Block(None, seq));
            }
            Expr::If(branch) => self.if_(branch, dest),
            Expr::Match(branch) => self.match_(branch, dest),
            Expr::Loop(turn) => self.loop_(turn, dest),
            Expr::While(turn) => self.while_(turn, dest),
            Expr::ForLoop(turn) => self.for_(turn, dest),
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) && dest != Dest::Discard =>
            {
                let span = binary.op.span();
                let stops: Expr = parse_quote_spanned!(span=> false);
                let passes: Expr = parse_quote_spanned!(span=> true);
                let left = &binary.left;
                let is_and = matches!(binary.op, BinOp::And(_));
                self.branch(
                    left,
                    span,
                    |this| {
                        if is_and {
                            this.statement(|this| this.terminating_into(&binary.right, dest));
                        } else {
                            this.finish(passes, dest);
                        }
                    },
                    |this| {
                        if is_and {
                            this.finish(stops, dest);
                        } else {
                            this.statement(|this| this.terminating_into(&binary.right, dest));
                        }
                    },
                );
            }
            _ => {
                self.terminates = terminates;
                let value = self.value(expr);
                // What is left of a plain `f(yield_!(..));` once its value is not used.
                self.finish(value, dest);
            }
        }
    }

    /// The suspension itself. What is sent goes to `bind`.
    pub(super) fn suspension(&mut self, suspension: &ExprYield, bind: Option<LocalId>) {
        let span = suspension.yield_token.span;
        let outer = std::mem::replace(&mut self.hoisting, true);
        let value = suspension.expr.as_deref().map(|value| self.value(value));
        self.hoisting = outer;
        if calls_itself(suspension)
            && let Some(Expr::Call(call)) = &value
            && local_of(&call.func, self.locals).is_none()
            && let Some(parameters) = self.parameters.take()
        {
            self.call_of_itself(call, &parameters, span, bind, catches(suspension));
            self.parameters = Some(parameters);
            return;
        }
        if let Some(awaited) = awaited(suspension) {
            let future = self.fresh("future", span);
            // A future is polled where it lies.
            self.locals[future].wanted = Some(Wanted::Pinned);
            self.locals[future].awaited = Some(awaited);
            let to = if catches(suspension) { Child::Cancellable } else { Child::Future };
            let name = self.name_of(future, span);
            let value = awaited.into_future(&value);
            self.code(parse_quote_spanned!(span=> let #name = #value;));
            self.node(span, NodeKind::Delegate { to, child: future, bind });
            return;
        }
        if !is_delegation(suspension) {
            let value = value.map(|value| self.leaf(value));
            self.node(span, NodeKind::Suspend { value, bind, catches: catches(suspension) });
            return;
        }
        let value = value.unwrap_or_else(|| parse_quote!(()));
        let child = self.fresh("child", span);
        self.locals[child].mutable = true;
        let name = self.name_of(child, span);
        self.code(parse_quote_spanned!(span=> let mut #name = #value;));
        self.node(span, NodeKind::Delegate { to: Child::Coroutine, child, bind });
    }

    /// The value of an expression, with its suspensions taken out in front.
    pub(super) fn value(&mut self, expr: &Expr) -> Expr {
        let terminates = std::mem::take(&mut self.terminates);
        if !self.splits(expr) {
            return expr.clone();
        }
        let level = match expr {
            Expr::Paren(_) | Expr::Group(_) => {
                self.terminates = terminates;
                self.terminating.last().copied().unwrap_or_default()
            }
            _ => terminates,
        };
        self.terminating.push(level);
        let value = self.taken_apart(expr);
        self.terminating.pop();
        value
    }

    /// The value of an expression that suspends.
    fn taken_apart(&mut self, expr: &Expr) -> Expr {
        let mut expr = expr.clone();
        match &mut expr {
            Expr::Yield(suspension) => {
                let span = suspension.yield_token.span;
                let sent = self.fresh("sent", span);
                self.locals[sent].synthetic = true;
                self.note_sent(sent, suspension);
                self.suspension(suspension, Some(sent));
                if !self.locals[sent].dropless() {
                    self.note_operand(self.out.len() - 1, 1);
                }
                let name = self.name_of(sent, span);
                return parse_quote!(#name);
            }
            Expr::Paren(inner) => {
                let value = self.value(&inner.expr);
                if matches!(value, Expr::Path(_)) {
                    return value;
                }
                *inner.expr = value;
            }
            Expr::Group(inner) => return self.value(&inner.expr),
            Expr::Call(call) => {
                let once = self.locals.is_once(&call.func);
                let mut list = vec![(&*call.func, if once { By::Value } else { By::Place })];
                list.extend(call.args.iter().map(|argument| (argument, By::Value)));
                let mut operands = self.operands(&list).into_iter();
                let func = operands.next().expect("the callee is the first operand");
                if let (true, Some(callee)) = (once, root(&func).and_then(|name| self.locals.find(name))) {
                    self.locals[callee].once = true;
                }
                call.args.iter_mut().zip(operands).for_each(|(argument, operand)| *argument = operand);
                *call.func = func;
            }
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Binary(binary) => match binary.op {
                BinOp::And(_) | BinOp::Or(_) => return self.through_local(&expr, "condition"),
                BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                    let operands = self.operands(&[(&binary.left, By::Place), (&binary.right, By::Place)]);
                    let [left, right] = <[Expr; 2]>::try_from(operands).expect("two operands give two");
                    (*binary.left, *binary.right) = (left, right);
                }
                op if trivial::is_arithmetic(&op) => {
                    let operands = self.operands(&[(&binary.left, By::Value), (&binary.right, By::Value)]);
                    let [left, right] = <[Expr; 2]>::try_from(operands).expect("two operands give two");
                    (*binary.left, *binary.right) = (left, right);
                }
                _ if self.is_read_at_any_time(&binary.right, &binary.left) => {
                    *binary.left = self.place(&binary.left, false);
                }
                _ => {
                    if !is_pure_place(&binary.left) || suspends(&binary.left) {
                        self.report.error(&binary.left, diagnostics::COMPOUND_PLACE);
                    }
                    *binary.right = self.value(&binary.right);
                }
            },
            Expr::Assign(assign) => {
                // The right side is evaluated first.
                let later = self.splits(&assign.left);
                *assign.right = self.operand(&assign.right, later);
                if matches!(*assign.left, Expr::Infer(_)) {
                    return (*assign.right).clone();
                }
                if !is_place(&assign.left) {
                    self.note_place(&assign.right);
                }
                *assign.left = self.assignee(&assign.left);
            }
            Expr::Unary(unary) => {
                *unary.expr = match unary.op {
                    UnOp::Deref(_) if self.may_be_a_box(&unary.expr) => {
                        let value = self.value(&unary.expr);
                        let krate = &self.krate;
                        parse_quote_spanned!(value.span()=> #krate::private::Dereferenced::of(#value).checked())
                    }
                    UnOp::Deref(_) => self.place(&unary.expr, false),
                    _ => self.value(&unary.expr),
                };
            }
            Expr::Reference(reference) => {
                if self.hoisting && !is_promoted(&reference.expr) {
                    self.coercible(&mut reference.expr);
                }
                let value = self.place(&reference.expr, false);
                // The referent lives to the end of the statement, so it cannot stay a temporary of a part of it.
                *reference.expr = if self.hoisting && !is_place(&value) {
                    self.temporary("referent", value)
                } else {
                    value
                };
            }
            Expr::RawAddr(address) => *address.expr = self.place(&address.expr, false),
            Expr::Field(field) => {
                let base = self.place(&field.base, false);
                // What is left of a value when a field has been taken out lives to the end of the statement.
                *field.base =
                    if self.hoisting && makes_value(&base) { self.temporary("base", base) } else { base };
            }
            Expr::Index(_) => return self.place(&expr, false),
            Expr::Cast(cast) => *cast.expr = self.value(&cast.expr),
            Expr::Try(attempt) => *attempt.expr = self.value(&attempt.expr),
            Expr::Await(awaited) => *awaited.base = self.value(&awaited.base),
            Expr::Repeat(repeat) => *repeat.expr = self.value(&repeat.expr),
            Expr::Array(array) => self.replace(array.elems.iter_mut()),
            Expr::Tuple(tuple) => self.replace(tuple.elems.iter_mut()),
            Expr::Range(range) => {
                self.replace(range.start.iter_mut().chain(range.end.iter_mut()).map(|end| &mut **end));
            }
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    field.colon_token.get_or_insert_with(Default::default);
                }
                let mut list: Vec<(&Expr, By)> =
                    literal.fields.iter().map(|field| (&field.expr, By::Value)).collect();
                // Of the base, only some parts are taken.
                list.extend(literal.rest.iter().map(|rest| (&**rest, By::Place)));
                let mut operands = self.operands(&list).into_iter();
                literal.fields.iter_mut().zip(&mut operands).for_each(|(field, value)| field.expr = value);
                literal.rest = operands.next().map(Box::new);
            }
            // What it pins lives to the end of the statement.
            Expr::Macro(call)
                if self.hoisting
                    && let Some(pinned) = macros::pinned(&call.mac) =>
            {
                let pinned = self.value(&pinned);
                return self.pinned_temporary(pinned);
            }
            Expr::Macro(call) => {
                // `matches!` with a guard that suspends is the `match` that it stands for.
                if let Some(readable) = macros::read(&call.mac)
                    && let Some((pat, Some(guard))) = readable.pattern()
                    && suspends(&guard)
                {
                    let scrutinee = &readable.arguments[0].value;
                    let plain = parse_quote!(match #scrutinee { #pat if #guard => true, _ => false });
                    return self.through_local(&plain, "condition");
                }
                if let Some(plain) = self.assertion(&call.mac) {
                    return self.value(&plain);
                }
                if macros::drops_its_temporaries(&call.mac) {
                    let mut call = call.clone();
                    return self.terminating("value", |this| {
                        let outer = std::mem::replace(&mut this.hoisting, false);
                        this.macro_arguments(&mut call.mac);
                        this.hoisting = outer;
                        Expr::Macro(call)
                    });
                }
                self.macro_arguments(&mut call.mac);
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                self.lower_into(&expr, Dest::Discard);
                return parse_quote_spanned!(expr.span()=> ::core::unreachable!());
            }
            Expr::While(_) | Expr::ForLoop(_) => {
                self.lower_into(&expr, Dest::Discard);
                return parse_quote_spanned!(expr.span()=> ());
            }
            Expr::If(_) | Expr::Match(_) | Expr::Loop(_) | Expr::Block(_) | Expr::Unsafe(_) => {
                return self.through_local(&expr, "value");
            }
            // `let` in a condition is lowered with its condition; closures and the like do not suspend.
            _ => {}
        }
        expr
    }

    fn replace<'e>(&mut self, exprs: impl Iterator<Item = &'e mut Expr>) {
        let mut exprs: Vec<&mut Expr> = exprs.collect();
        let list: Vec<(&Expr, By)> = exprs.iter().map(|expr| (&**expr, By::Value)).collect();
        let operands = self.operands(&list);
        exprs.iter_mut().zip(operands).for_each(|(expr, operand)| **expr = operand);
    }

    /// The value of a branching expression: a local that each branch gives its value.
    pub(super) fn through_local(&mut self, expr: &Expr, name: &str) -> Expr {
        let span = expr.span();
        let local = self.fresh(name, span);
        self.locals[local].trivial = name == "condition";
        self.locals[local].synthetic = true;
        let name = self.name_of(local, span);
        let index = self.out.len();
        self.note_operand(index, 1);
        self.code(parse_quote!(let #name;));
        // What is lowered ends before the statement, and the temporaries of a scrutinee with that. They are older than the value.
        let operand = self.first_operand;
        self.first_operand.get_or_insert(index);
        let outer = std::mem::replace(&mut self.hoisting, true);
        self.lower_into(expr, Dest::Local(local));
        self.hoisting = outer;
        if operand.is_none() {
            self.first_operand = None;
        }
        parse_quote!(#name)
    }

    fn macro_arguments(&mut self, mac: &mut syn::Macro) {
        let Some(readable) = macros::read(mac) else {
            return;
        };
        let list: Vec<(&Expr, By)> = readable
            .arguments
            .iter()
            .map(|argument| {
                let by = match argument.usage {
                    ArgumentUse::Value => By::Value,
                    ArgumentUse::Reference | ArgumentUse::Receiver | ArgumentUse::Scrutinee => By::Place,
                };
                (&argument.value, by)
            })
            .collect();
        let mut operands = self.operands(&list).into_iter();
        macros::rewrite(mac, &mut |expr, _| {
            if let Some(operand) = operands.next() {
                *expr = operand;
            }
        });
    }

    /// `assert!` as the `if` that it stands for: its message is evaluated only when it fails, and shows the condition as it
    /// was written.
    fn assertion(&mut self, mac: &syn::Macro) -> Option<Expr> {
        let name = mac.path.segments.last()?.ident.to_string();
        let message_suspends = |plain: usize| {
            macros::read(mac).is_some_and(|readable| {
                readable.arguments.iter().skip(plain).any(|argument| suspends(&argument.value))
            })
        };
        if name.ends_with("assert_eq") || name.ends_with("assert_ne") {
            if message_suspends(2) {
                self.report.error(mac, diagnostics::IN_MESSAGE);
            }
            return None;
        }
        if !name.ends_with("assert") {
            return None;
        }
        let mut arguments = macros::read(mac)?.arguments.into_iter();
        let cond = arguments.next()?.value;
        let rest: Vec<TokenStream> = arguments
            .map(|argument| {
                let value = argument.value;
                argument.name.map_or_else(|| quote!(#value), |name| quote!(#name = #value))
            })
            .collect();
        let debug = name.starts_with("debug_").then(|| quote!(::core::cfg!(debug_assertions) &&));
        let span = mac.path.span();
        let panic = if rest.is_empty() {
            quote_spanned!(span=> ::core::panic!("assertion failed"))
        } else {
            quote_spanned!(span=> ::core::panic!(#(#rest),*))
        };
        Some(parse_quote!(if #debug !(#cond) { #panic }))
    }

    fn is_branch_with_exit(&self, expr: &Expr) -> bool {
        struct Finder(bool);
        impl<'ast> Visit<'ast> for Finder {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                match expr {
                    Expr::Closure(_) | Expr::Async(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                    }
                    Expr::Break(_) | Expr::Continue(_) => self.0 = true,
                    _ => syn::visit::visit_expr(self, expr),
                }
            }
            fn visit_item(&mut self, _: &'ast syn::Item) {}
        }
        if self.frames.is_empty() || !matches!(expr, Expr::If(_) | Expr::Match(_)) {
            return false;
        }
        let mut finder = Finder(false);
        finder.visit_expr(expr);
        finder.0
    }

    /// Whether the value of a suspension is what is sent, and nothing else.
    pub(super) fn is_sent(&self, suspension: &ExprYield) -> bool {
        !is_delegation(suspension) && !is_await(suspension) && !catches(suspension)
    }

    /// What is known of the type that is sent is known of the local that takes it.
    pub(super) fn note_sent(&mut self, sent: LocalId, suspension: &ExprYield) {
        if self.is_sent(suspension) && self.locals[sent].ty.is_none() {
            self.locals[sent].trivial |= self.sent >= trivial::Simplicity::Trivial;
            self.locals[sent].primitive |= self.sent == trivial::Simplicity::Primitive;
        }
    }
}

/// Puts an expression in an `unsafe` block; of a condition with `let`s, each part.
fn in_unsafe(expr: Expr) -> Expr {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => expr,
        Expr::Let(mut condition) => {
            *condition.expr = in_unsafe(*condition.expr);
            Expr::Let(condition)
        }
        Expr::Binary(mut binary) if matches!(binary.op, BinOp::And(_)) => {
            *binary.left = in_unsafe(*binary.left);
            *binary.right = in_unsafe(*binary.right);
            Expr::Binary(binary)
        }
        expr => parse_quote!(unsafe { #expr }),
    }
}

/// An expression whose value can only be `()`.
fn is_statement(expr: &Expr) -> bool {
    match expr {
        Expr::ForLoop(_) | Expr::While(_) => true,
        Expr::If(branch) => branch.else_branch.is_none(),
        _ => false,
    }
}
