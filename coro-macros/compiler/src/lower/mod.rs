//! The source tree to the lowered tree.
//!
//! In: any Rust, with `Expr::Yield` wherever an expression may stand.
//! Out: a [`Tree`] in which a suspension is a node of its own. What Rust evaluates before it has gone to named locals, in
//! the order of evaluation. Only what contains a suspension was taken apart; all else is verbatim.
//!
//! AFTER THIS POINT: `break`, `continue` and labels in verbatim code are either its own, or name an exit of the tree.

mod coercible;
mod control;
mod discarded;
mod exits;
mod expression;
mod extended;
mod itself;
mod lets;
mod operands;
mod temporaries;

pub use exits::exit_of;
pub use extended::is_constructor;
pub use itself::{Parameters, parameters};
use lets::may_leave_a_loop;

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Block, Expr, Ident, Stmt, Type, parse_quote, parse_quote_spanned};

use crate::diagnostics::Report;
use crate::liveness::assigned::Assigned;
use crate::liveness::facts::{Facts, Init};
use crate::liveness::initialised::Flow;
use crate::liveness::patterns::{bindings, is_place};
use crate::liveness::trivial::Simplicity;
use crate::locals::{Local, LocalId, Locals};
use crate::macros;
use crate::resolve::Resolved;
use crate::tree::{Exit, LabelId, Node, NodeId, NodeKind, Seq, Tree};

/// Where the value of an expression goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dest {
    /// Nowhere: it is dropped.
    Discard,
    /// To a local that was declared for it.
    Local(LocalId),
    /// Out of the function.
    Return,
}

/// A lowered loop or labelled block around the point.
struct Frame {
    name: Option<String>,
    label: LabelId,
    is_loop: bool,
    dest: Dest,
}

pub(crate) struct Lowerer<'a> {
    locals: &'a mut Locals,
    idents: &'a HashSet<String>,
    /// The path of `coro_core`.
    krate: &'a TokenStream,
    /// The function's arguments, where it can call itself.
    parameters: Option<Parameters>,
    /// What it calls itself by.
    calls_itself_by: Option<Expr>,
    report: &'a mut Report,
    frames: Vec<Frame>,
    exits: Vec<Exit>,
    labels: usize,
    out: Vec<Node>,
    /// Verbatim code stands in an `unsafe` block of the source.
    in_unsafe: bool,
    /// The statement has made a temporary that must be dropped at its end.
    has_temporaries: bool,
    /// Some state can follow the statement: a suspension, or the place where the ways of a branch meet.
    state_follows: bool,
    /// A suspension follows in the same statement: temporaries have to be kept till then.
    hoisting: bool,
    /// Where in `out` the first operand of the statement was kept. Temporaries are declared in front of it.
    first_operand: Option<usize>,
    /// The temporaries of the expression that is lowered next are dropped at its own end.
    terminates: bool,
    /// The same, of each expression around the point.
    terminating: Vec<bool>,
    /// What is known of the type that is sent.
    sent: Simplicity,
    /// The locals that are declared before the point, whether their scope has ended or not.
    declared: HashSet<LocalId>,
    /// Where methods stand whose names decide that no temporary has to be kept.
    guesses: HashSet<(usize, usize)>,
    /// Locals of the compiler's own that get their value in a statement behind their declaration, which is taken apart for that.
    deferred: HashSet<LocalId>,
    /// The statements that make what an extending expression borrows, where that does not stand in front of it.
    made_in_place: Option<Vec<Stmt>>,
    /// Bindings to declare once more, behind the parts of their value that nobody mentions.
    rebound: Vec<LocalId>,
}

/// Lowers a function.
pub fn lower(
    resolved: &mut Resolved,
    sent: Simplicity,
    parameters: Option<Parameters>,
    krate: &TokenStream,
    report: &mut Report,
) -> Tree {
    let Resolved { locals, arguments, first, body, idents, .. } = resolved;
    let first = first.as_ref().map(|pat| bindings(pat, locals)).unwrap_or_default();
    let mut lowerer = Lowerer {
        locals,
        idents,
        krate,
        parameters,
        calls_itself_by: None,
        report,
        frames: Vec::new(),
        exits: Vec::new(),
        labels: 0,
        out: Vec::new(),
        in_unsafe: false,
        has_temporaries: false,
        state_follows: false,
        hoisting: false,
        first_operand: None,
        terminates: false,
        terminating: Vec::new(),
        sent,
        guesses: HashSet::new(),
        rebound: Vec::new(),
        declared: HashSet::new(),
        deferred: HashSet::new(),
        made_in_place: None,
    };
    lowerer.declared.extend(first);
    for argument in arguments.iter() {
        lowerer.declared.insert(argument.local);
    }
    for argument in arguments {
        if let Some(pat) = &mut argument.pattern {
            lowerer.bind_rest(pat);
            let value = lowerer.locals[argument.local].unique.clone();
            lowerer.code(parse_quote!(let #pat = #value;));
            lowerer.rebind();
        }
    }
    lowerer.stmts(body, Dest::Return);
    let Lowerer { out, exits, guesses, calls_itself_by, .. } = lowerer;
    let mut body = Seq { nodes: out };
    let mut nodes = 0;
    body.number(&mut nodes);
    Tree { body, exits, guesses, calls_itself_by }
}

impl Lowerer<'_> {
    fn node(&mut self, span: Span, kind: NodeKind) {
        match &kind {
            NodeKind::Code(Stmt::Local(local)) => self.declared.extend(bindings(&local.pat, self.locals)),
            NodeKind::Suspend { bind, .. }
            | NodeKind::Delegate { bind, .. }
            | NodeKind::Call { bind, .. } => self.declared.extend(*bind),
            _ => {}
        }
        self.out.push(Node { id: NodeId::default(), end: NodeId::default(), kind, span });
    }

    fn code(&mut self, stmt: Stmt) {
        let span = stmt.span();
        let mut stmt = stmt;
        exits::rewrite(self, &mut stmt);
        if self.in_unsafe {
            stmt = self.stmt_in_unsafe(stmt);
        }
        self.node(span, NodeKind::Code(stmt));
    }

    /// Nodes of their own scope.
    fn seq(&mut self, f: impl FnOnce(&mut Self)) -> Seq {
        let outer = std::mem::take(&mut self.out);
        let operand = self.first_operand.take();
        let levels = std::mem::take(&mut self.terminating);
        f(self);
        self.terminating = levels;
        self.first_operand = operand;
        Seq { nodes: std::mem::replace(&mut self.out, outer) }
    }

    /// Nodes of a scope that is one of several ways to a place, which may become a state.
    fn way(&mut self, f: impl FnOnce(&mut Self)) -> Seq {
        let outer = std::mem::replace(&mut self.state_follows, true);
        let seq = self.seq(f);
        self.state_follows = outer;
        seq
    }

    fn label(&mut self) -> LabelId {
        let label = LabelId(self.labels);
        self.labels += 1;
        label
    }

    fn exit_to(&mut self, label: LabelId, continues: bool) -> crate::tree::ExitId {
        let exit = crate::tree::ExitId(self.exits.len());
        self.exits.push(Exit { label, continues });
        exit
    }

    fn framed<R>(&mut self, frame: Frame, f: impl FnOnce(&mut Self) -> R) -> R {
        self.frames.push(frame);
        let result = f(self);
        self.frames.pop();
        result
    }

    /// A local of the compiler's own, named after what it holds.
    fn fresh(&mut self, name: &str, span: Span) -> LocalId {
        let mut unique = Ident::new(name, span);
        // clippy calls `future` and `future1` similar.
        let mut count = 1usize;
        while self.idents.contains(&unique.to_string()) || self.locals.is_taken(&unique.to_string()) {
            count += 1;
            unique = format_ident!("{}_{}", name, count, span = span);
        }
        self.locals.add(unique.clone(), unique, false)
    }

    fn name_of(&self, local: LocalId, span: Span) -> Ident {
        let mut name = self.locals[local].unique.clone();
        name.set_span(span);
        name
    }

    /// The statements of a block, in the scope that is open.
    fn stmts(&mut self, block: &Block, dest: Dest) {
        let mut complete = false;
        let outer = self.state_follows;
        let hoisting = std::mem::replace(&mut self.hoisting, false);
        let last = block.stmts.len();
        for (index, stmt) in block.stmts.iter().enumerate() {
            self.state_follows = outer || hoisting || block.stmts[index..].iter().any(suspends_stmt);
            match stmt {
                Stmt::Expr(expr, None) if index + 1 == last => {
                    complete = true;
                    self.statement(|this| this.terminating_into(expr, dest));
                }
                // A macro without a semicolon at the end is the block's value, if it has one.
                Stmt::Macro(call) if index + 1 == last && call.semi_token.is_none() => {
                    complete = true;
                    let expr =
                        Expr::Macro(syn::ExprMacro { attrs: call.attrs.clone(), mac: call.mac.clone() });
                    self.lower_into(&expr, dest);
                }
                _ => self.stmt(stmt),
            }
        }
        self.state_follows = outer;
        self.hoisting = hoisting;
        if !complete && !block.stmts.last().is_some_and(leaves) {
            let span = block.brace_token.span.close();
            match dest {
                Dest::Return => {
                    let unit = parse_quote_spanned!(span=> ());
                    self.node(span, NodeKind::Return(unit));
                }
                Dest::Local(local) => {
                    let unit = parse_quote_spanned!(span=> ());
                    self.node(span, NodeKind::Init(local, unit));
                }
                Dest::Discard => {}
            }
        }
    }

    /// The value of an `if` without an `else`. If another one is declared, rustc has refused that in the check.
    fn nothing(&self, span: Span, dest: Dest) -> Expr {
        let declared = match dest {
            Dest::Local(local) => self.locals[local].ty.as_ref().filter(|ty| !matches!(ty, Type::Infer(_))),
            Dest::Discard | Dest::Return => None,
        };
        let krate = self.krate;
        match declared {
            Some(ty) => parse_quote_spanned!(span=> #krate::nothing!(#ty)),
            None => parse_quote_spanned!(span=> ()),
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        if let Stmt::Local(local) = stmt
            && self.extends(stmt)
        {
            let local = self.extended(local);
            self.stmt(&Stmt::Local(local));
            return;
        }
        let splits = self.splits_stmt(stmt);
        // Where the value leaves the loop instead, nothing is assigned.
        if let Stmt::Expr(Expr::Assign(assign), _) = stmt
            && !matches!(*assign.left, Expr::Infer(_))
            && !is_place(&assign.left)
            && (splits && self.makes_temporaries(&assign.right)
                || self.state_follows && may_leave_a_loop(&assign.right))
        {
            let apart = self.assigned_apart(assign);
            self.stmts(&apart, Dest::Discard);
            return;
        }
        if !splits {
            self.code(stmt.clone());
            return;
        }
        match stmt {
            Stmt::Local(local) => self.statement(|this| this.local(local)),
            // Without a semicolon, the value is `()`.
            Stmt::Expr(expr, None) => self.statement(|this| this.lower_into(expr, Dest::Discard)),
            Stmt::Expr(expr, Some(_)) => self.statement(|this| this.discarded(expr)),
            Stmt::Macro(call) => {
                let expr = Expr::Macro(syn::ExprMacro { attrs: call.attrs.clone(), mac: call.mac.clone() });
                self.statement(|this| this.lower_into(&expr, Dest::Discard));
            }
            Stmt::Item(_) => self.code(stmt.clone()),
        }
    }

    /// Lowers a statement; if it leaves temporaries behind, they get a scope that ends with it.
    fn statement(&mut self, f: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.has_temporaries, false);
        let hoisting = std::mem::replace(&mut self.hoisting, false);
        let seq = self.seq(f);
        self.hoisting = hoisting;
        if self.has_temporaries {
            let span = seq.nodes.first().map_or_else(Span::call_site, |node| node.span);
            self.with_temporaries(seq, span);
        } else {
            self.out.extend(seq.nodes);
        }
        self.has_temporaries = outer;
    }

    /// Encloses a statement that made temporaries. What the statement itself declares stays outside.
    fn with_temporaries(&mut self, mut seq: Seq, span: Span) {
        // A `let` without a value declares what the statement itself declares.
        let (outside, inside) =
            std::mem::take(&mut seq.nodes).into_iter().partition(|node| match &node.kind {
                NodeKind::Code(Stmt::Local(local)) if local.init.is_none() => {
                    bindings(&local.pat, self.locals).iter().any(|local| {
                        let local = &self.locals[*local];
                        !local.synthetic && !local.temporary
                    })
                }
                _ => false,
            });
        seq.nodes = inside;
        self.out.extend::<Vec<Node>>(outside);
        match seq.nodes.last().map(|node| node.kind.clone()) {
            Some(NodeKind::Code(Stmt::Local(last))) if last.init.is_some() => {
                seq.nodes.pop();
                self.declare_outside(last, &mut seq, span);
            }
            // What is sent, or returned by a child, is bound outside as well.
            Some(
                NodeKind::Suspend { bind: Some(local), .. }
                | NodeKind::Delegate { bind: Some(local), .. }
                | NodeKind::Call { bind: Some(local), .. },
            ) if !self.locals[local].synthetic => {
                let sent = self.fresh("sent", span);
                self.locals[sent].synthetic = true;
                let name = self.name_of(sent, span);
                let outside = self.name_of(local, span);
                let mutable = self.locals[local].mutable.then(|| quote!(mut));
                let ty = self.locals[local].ty.clone().map(|ty| quote!(: #ty));
                self.code(parse_quote!(let #mutable #outside #ty;));
                if let Some(
                    NodeKind::Suspend { bind, .. }
                    | NodeKind::Delegate { bind, .. }
                    | NodeKind::Call { bind, .. },
                ) = seq.nodes.last_mut().map(|node| &mut node.kind)
                {
                    *bind = Some(sent);
                }
                let init = self.seq(|this| this.node(span, NodeKind::Init(local, parse_quote!(#name))));
                seq.nodes.extend(init.nodes);
                self.locals[local].target = true;
            }
            _ => {}
        }
        self.node(span, NodeKind::Block(None, seq));
    }

    /// Whether an expression has to be taken apart: it suspends, or it moves or assigns a local on one of its paths only,
    /// so that a later state would not know what to save.
    fn splits(&mut self, expr: &Expr) -> bool {
        suspends(expr)
            || self.gives_deferred(expr)
            || self.hoisting && self.makes_temporaries(expr)
            || (self.state_follows || self.hoisting)
                && self.is_undecided(
                    expr,
                    |flow, facts| flow.value(expr, facts),
                    |visitor| visitor.visit_expr(expr),
                )
    }

    fn splits_stmt(&mut self, stmt: &Stmt) -> bool {
        suspends_stmt(stmt)
            || self.is_undecided_stmt(stmt)
            || match stmt {
                Stmt::Expr(Expr::Assign(assign), _) => self.gives_deferred(&assign.right),
                Stmt::Expr(expr, _) => self.gives_deferred(expr),
                Stmt::Local(local) => local.init.as_ref().is_some_and(|init| self.gives_deferred(&init.expr)),
                Stmt::Macro(_) | Stmt::Item(_) => false,
            }
    }

    /// Whether code gives a value to a local that was declared for it in front of the statement.
    fn gives_deferred(&self, expr: &Expr) -> bool {
        let gives = |locals: Vec<LocalId>| locals.iter().any(|local| self.deferred.contains(local));
        !self.deferred.is_empty() && gives(Assigned::by(self.locals, |visitor| visitor.visit_expr(expr)))
    }

    fn is_undecided_stmt(&mut self, stmt: &Stmt) -> bool {
        self.state_follows
            && self.is_undecided(
                stmt,
                |flow, facts| flow.stmt(stmt, facts),
                |visitor| visitor.visit_stmt(stmt),
            )
    }

    /// Whether some local may or may not hold a value after the code, or at one of its exits.
    pub(super) fn is_undecided(
        &mut self,
        code: &impl ToTokens,
        walk: impl Fn(&mut Flow, &mut Facts),
        visit: impl FnOnce(&mut Assigned),
    ) -> bool {
        // Only what the code mentions can be moved by it, and only what it does not declare is there after it.
        let mut mentioned = Vec::new();
        macros::for_each_ident(code.to_token_stream(), &mut |ident| {
            mentioned.extend(self.locals.find(ident))
        });
        mentioned.retain(|local| {
            let Local { steady, .. } = self.locals[*local];
            !steady && !self.locals[*local].dropless() && self.declared.contains(local)
        });
        if mentioned.is_empty() {
            return false;
        }
        let mut assigned = Assigned::by(self.locals, visit);
        assigned.retain(|local| mentioned.contains(local));
        // Once as if all of them held a value, and once as if none did. Then only what is assigned can hold one.
        let none = Facts::entry(self.locals);
        let mut all = none.clone();
        for local in &mentioned {
            all.set(*local, Init::Yes);
        }
        [(all, &mentioned), (none, &assigned)].into_iter().any(|(mut facts, changing)| {
            let mut flow = Flow::new(self.locals);
            flow.learns = false;
            walk(&mut flow, &mut facts);
            // What is assigned on a way that leaves the code looks untouched at its end.
            let undecided = |facts: &Facts| {
                facts.reachable
                    && (changing.iter().any(|local| facts.of(*local) == Init::Maybe)
                        || assigned.iter().any(|local| facts.of(*local) != Init::Yes))
            };
            undecided(&facts) || flow.exits.values().any(undecided)
        })
    }
}

/// An expression that is lowered by lowering its branches.
fn is_control(expr: &Expr) -> bool {
    match expr {
        Expr::If(_) | Expr::Match(_) | Expr::Loop(_) | Expr::Block(_) | Expr::Unsafe(_) => true,
        Expr::Paren(inner) => is_control(&inner.expr),
        Expr::Group(inner) => is_control(&inner.expr),
        _ => false,
    }
}

/// Whether control never goes on after the statement.
pub fn leaves(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Expr(Expr::Return(_) | Expr::Break(_) | Expr::Continue(_), _) => true,
        Stmt::Expr(Expr::Loop(turn), _) => !has_break(turn),
        Stmt::Macro(call) => macros::diverges(&call.mac),
        Stmt::Expr(Expr::Macro(call), _) => macros::diverges(&call.mac),
        _ => false,
    }
}

/// Whether some `break` leaves this `loop`.
fn has_break(turn: &syn::ExprLoop) -> bool {
    struct Breaks<'a> {
        label: Option<&'a syn::Lifetime>,
        depth: usize,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Breaks<'_> {
        fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
            self.found |= match &exit.label {
                Some(label) => self.label.is_some_and(|own| own.ident == label.ident),
                None => self.depth == 0,
            };
            syn::visit::visit_expr_break(self, exit);
        }
        fn visit_expr(&mut self, expr: &'ast Expr) {
            let nested = matches!(expr, Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_));
            if matches!(expr, Expr::Closure(_) | Expr::Async(_)) {
                return;
            }
            self.depth += usize::from(nested);
            syn::visit::visit_expr(self, expr);
            self.depth -= usize::from(nested);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut visitor = Breaks { label: turn.label.as_ref().map(|label| &label.name), depth: 0, found: false };
    visitor.visit_block(&turn.body);
    visitor.found
}

/// Whether a suspension stands somewhere in the expression.
pub fn suspends(expr: &Expr) -> bool {
    let mut visitor = Suspends(false);
    visitor.visit_expr(expr);
    visitor.0
}

/// Whether a suspension stands somewhere in the statement.
pub fn suspends_stmt(stmt: &Stmt) -> bool {
    let mut visitor = Suspends(false);
    visitor.visit_stmt(stmt);
    visitor.0
}

struct Suspends(bool);

impl<'ast> Visit<'ast> for Suspends {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Yield(_) => self.0 = true,
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            _ => syn::visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if let Some(readable) = macros::read(mac) {
            readable.for_each_expr(&mut |expr| self.visit_expr(expr));
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
