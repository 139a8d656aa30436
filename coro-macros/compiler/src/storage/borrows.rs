//! Which locals are borrowed across a suspension.
//!
//! rustc does not tell a macro what borrows what, so the syntax decides: a saved local may hold a borrow of every local
//! that its value was made from, unless it is made by something that is known to give a value of its own (arithmetic,
//! `len`, `clone`, `format!`, ..). To pin more than is needed costs `Unpin` and nothing else. To pin less is an error of
//! rustc's, which then finds in the machine a local that moves while it is borrowed; `#[pinned] let` says what was missed.
//!
//! The walk computes, for each local, what it may hold a borrow of. It repeats until nothing is added: values flow
//! through assignments and loops.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Pat, Stmt, Type, UnOp};

use super::scopes::Scopes;
use super::values::{
    boxes, calls_detaching, holds_values, is_into_future, is_owned, is_owned_argument, is_plain_literal,
    makes_values,
};
use crate::layout::{Layout, Place, Role};
use crate::liveness::facts::Init;
use crate::liveness::methods;
use crate::liveness::patterns::{behind_references, bindings, is_place, references, untyped};
use crate::liveness::places::local_of;
use crate::locals::{LocalId, Locals, Reference, Wanted};
use crate::macros::{self, ArgumentUse};
use crate::tree::{Child, Node, NodeId, NodeKind, Seq, Tree};

/// How a local is borrowed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Borrow {
    /// The local itself.
    Itself(LocalId),
    /// The local itself, by a closure or a block. It may be captured by value, and is gone then, or was copied.
    Captured(LocalId),
    /// What it refers to, as it is a `&mut`: it may go away, but not move.
    Through(LocalId),
}

impl Borrow {
    fn lender(self) -> LocalId {
        let (Borrow::Itself(local) | Borrow::Captured(local) | Borrow::Through(local)) = self;
        local
    }
}

type Borrows = BTreeSet<Borrow>;

/// Finds the locals that are borrowed across a suspension, and what iterates over them.
pub fn borrowed(tree: &Tree, layout: &Layout, locals: &Locals, yields: Option<&Type>) -> BTreeSet<LocalId> {
    let mut walk = Walk {
        locals,
        awaits: layout.states.iter().any(|state| state.role == Role::Await),
        holds: HashMap::new(),
        values: BTreeSet::new(),
        yields_values: yields.is_some_and(is_owned),
        arguments: HashMap::new(),
        here: NodeId::default(),
        changed: true,
    };
    while std::mem::take(&mut walk.changed) {
        walk.seq(&tree.body);
    }
    let scopes = Scopes::of(tree, locals);
    let mut found = BTreeSet::new();
    for state in &layout.states {
        let mut saved: BTreeSet<LocalId> = state.saved.iter().map(|saved| saved.local).collect();
        saved.extend(walk.arguments.get(&state.place).into_iter().flatten());
        for (borrow, given) in saved.iter().flat_map(|local| walk.holds.get(local)).flatten() {
            if !given.iter().any(|node| scopes.comes_to(borrow.lender(), *node, state.place)) {
                continue;
            }
            match borrow {
                // What has been moved away is not borrowed any more.
                Borrow::Itself(local)
                    if state.scope.contains(local) && state.facts.of(*local) != Init::No =>
                {
                    found.insert(*local)
                }
                Borrow::Captured(local) if state.scope.contains(local) => found.insert(*local),
                Borrow::Through(local) if saved.contains(local) => found.insert(*local),
                _ => false,
            };
        }
        let wants = |local: &&LocalId| locals[**local].wanted == Some(Wanted::Pinned);
        found.extend(state.scope.iter().filter(wants));
    }
    found.retain(|local| locals[*local].wanted != Some(Wanted::Moved));
    // The iterator of a `for` over one of them lies in a slot as well. Out of the state and back in, it would be copied twice
    // for each item.
    let in_slot = |borrow: &Borrow| found.contains(&borrow.lender());
    let saved = layout.states.iter().flat_map(|state| &state.saved).map(|saved| saved.local);
    let goes_over = |local: &LocalId| walk.holds.get(local).is_some_and(|holds| holds.keys().any(in_slot));
    let iterators: BTreeSet<LocalId> =
        saved.filter(|local| locals[*local].iterator && goes_over(local)).collect();
    found.extend(iterators);
    found
}

struct Walk<'a> {
    locals: &'a Locals,
    /// It is an `async fn`.
    awaits: bool,
    /// What each local may hold a borrow of, and at which nodes it was given that.
    holds: HashMap<LocalId, BTreeMap<Borrow, BTreeSet<NodeId>>>,
    /// Locals that were found to hold no borrow.
    values: BTreeSet<LocalId>,
    /// What is yielded holds no borrow.
    yields_values: bool,
    /// What is given to calls of the function itself, which keep it until they return.
    arguments: HashMap<Place, Vec<LocalId>>,
    /// The node that is walked.
    here: NodeId,
    changed: bool,
}

impl Walk<'_> {
    fn seq(&mut self, seq: &Seq) {
        seq.nodes.iter().for_each(|node| self.node(node));
        for nodes in seq.nodes.windows(2) {
            self.child(&nodes[0], &nodes[1]);
        }
        for (index, node) in seq.nodes.iter().enumerate() {
            if let NodeKind::Call { arguments, .. } = &node.kind {
                let made = &seq.nodes[index.saturating_sub(arguments.len())..index];
                arguments.iter().zip(made).for_each(|(argument, made)| self.argument(*argument, made));
            }
        }
    }

    /// `let node_2: &Node = left;` in front of a call of the function itself, which holds what it was given.
    fn argument(&mut self, argument: LocalId, made: &Node) {
        if let NodeKind::Code(Stmt::Local(local)) = &made.kind
            && let Some(init) = &local.init
        {
            self.here = made.id;
            let held = self.arguments(std::iter::once(&*init.expr), true);
            self.add(argument, &held);
        }
    }

    /// `let mut child = f(x);` in front of a delegation: a coroutine holds what it was given, as a future does.
    fn child(&mut self, made: &Node, delegation: &Node) {
        if let NodeKind::Delegate { to: Child::Coroutine, child, .. } = delegation.kind
            && let NodeKind::Code(Stmt::Local(local)) = &made.kind
            && let Some(init) = &local.init
        {
            self.here = made.id;
            let held = self.future(&init.expr);
            self.add(child, &held);
        }
    }

    fn node(&mut self, node: &Node) {
        self.here = node.id;
        match &node.kind {
            NodeKind::Code(stmt) => self.visit_stmt(stmt),
            NodeKind::Init(local, value) => {
                self.visit_expr(value);
                let held = self.flows(value);
                self.add(*local, &held);
            }
            NodeKind::Suspend { value, .. } => {
                if let Some(value) = value {
                    self.visit_expr(value);
                    if self.yields_values {
                        self.is_value(value);
                    }
                }
            }
            NodeKind::Delegate { child, bind, .. } => {
                let held = self.held(*child);
                bind.iter().for_each(|local| self.add(*local, &held));
            }
            NodeKind::Call { arguments, bind, .. } => {
                self.arguments.insert(Place::At(node.id), arguments.clone());
                let held = arguments.iter().flat_map(|argument| self.held(*argument)).collect();
                bind.iter().for_each(|local| self.add(*local, &held));
            }
            NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => self.seq(seq),
            NodeKind::If(cond, then, otherwise) => {
                self.visit_expr(cond);
                self.is_value(cond);
                self.seq(then);
                self.seq(otherwise);
            }
            NodeKind::Match(scrutinee, arms) => {
                self.visit_expr(scrutinee);
                for arm in arms {
                    self.here = node.id;
                    self.pattern(&arm.pat, scrutinee);
                    self.visit_pat(&arm.pat);
                    self.seq(&arm.body);
                }
            }
            NodeKind::Return(value) => self.visit_expr(value),
            NodeKind::Exit(_) => {}
        }
    }

    fn held(&self, local: LocalId) -> Borrows {
        self.holds.get(&local).into_iter().flat_map(BTreeMap::keys).copied().collect()
    }

    fn add(&mut self, local: LocalId, held: &Borrows) {
        if self.values.contains(&local)
            || self.locals[local].primitive
            || self.locals[local].ty.as_ref().is_some_and(is_owned)
        {
            return;
        }
        let known = self.holds.entry(local).or_default();
        let before = known.len();
        for borrow in held {
            known.entry(*borrow).or_default().insert(self.here);
        }
        self.changed |= known.len() != before;
    }

    /// What is put into a place is held by the locals that it is a part of. Through a `&mut`, by what lends that.
    fn give(&mut self, place: &Expr, held: &Borrows) {
        if held.is_empty() {
            return;
        }
        let holders: BTreeSet<LocalId> =
            roots(place).into_iter().filter_map(|root| self.local_of(root)).collect();
        let whole = self.local_of(place);
        for local in holders {
            if whole == Some(local) {
                // A local is not assigned while it is borrowed: its next value may come of what it held, as in
                // `node = &mut node.next`, and borrows nothing of itself.
                let others: Borrows = held.iter().copied().filter(|held| held.lender() != local).collect();
                self.add(local, &others);
            } else {
                self.add(local, held);
            }
            if self.locals[local].reference == Some(Reference::Exclusive) {
                let lenders: BTreeSet<LocalId> = self.held(local).into_iter().map(Borrow::lender).collect();
                let owners = lenders.into_iter().filter(|lender| *lender != local);
                owners.for_each(|lender| self.add(lender, held));
            }
        }
    }

    /// A local that is used as only a value is that borrows nothing.
    fn is_value(&mut self, expr: &Expr) {
        if let Some(local) = self.local_of(expr)
            && self.locals[local].reference.is_none()
        {
            self.changed |= self.values.insert(local);
            self.holds.remove(&local);
        }
    }

    /// A local that is made as a list of numbers, or as a `String`, holds no borrow then or later.
    fn made(&mut self, pat: &Pat, init: &Expr) {
        match (pat, init) {
            (Pat::Tuple(tuple), Expr::Tuple(parts)) if tuple.elems.len() == parts.elems.len() => {
                tuple.elems.iter().zip(&parts.elems).for_each(|(pat, part)| self.made(pat, part));
            }
            (Pat::Ident(binding), _) if holds_values(init) => {
                if let Some(local) = self.locals.find(&binding.ident) {
                    self.changed |= self.values.insert(local);
                    self.holds.remove(&local);
                }
            }
            _ => {}
        }
    }

    fn local_of(&self, expr: &Expr) -> Option<LocalId> {
        local_of(expr, self.locals)
    }

    /// The bindings of a pattern take what the scrutinee holds, or borrow it.
    fn pattern(&mut self, pat: &Pat, scrutinee: &Expr) {
        let mut held = self.flows(scrutinee);
        let takes_apart = !matches!(pat, Pat::Ident(ident) if ident.by_ref.is_none());
        if is_place(scrutinee)
            && takes_apart
            && (!references(pat).is_empty() || self.is_behind_exclusive(scrutinee))
        {
            held.extend(self.borrow(scrutinee));
        }
        // `Some(&c) = chars.peek()`: the reference stays behind, and what lends it with it.
        let copied = if gives_one(scrutinee) { behind_references(pat, self.locals) } else { Vec::new() };
        for local in bindings(pat, self.locals) {
            match copied.contains(&local) {
                true => self.add(local, &self.mentioned(scrutinee)),
                false => self.add(local, &held),
            }
        }
    }

    /// `match *x { Some(y) => .. }` and `match self.field { .. }` borrow through a `&mut`, in `y`.
    fn is_behind_exclusive(&self, place: &Expr) -> bool {
        match place {
            Expr::Field(field) => self.is_behind_exclusive(&field.base),
            Expr::Paren(inner) => self.is_behind_exclusive(&inner.expr),
            // What a pattern binds of a box is taken out of it.
            Expr::Unary(unary) => {
                let boxed = self.local_of(&unary.expr).is_some_and(|local| self.locals[local].boxed);
                matches!(unary.op, UnOp::Deref(_)) && !boxed
            }
            _ => self
                .local_of(place)
                .is_some_and(|local| self.locals[local].reference == Some(Reference::Exclusive)),
        }
    }

    /// The iterator in `Iterator::next(&mut iter)`, as a `for` is lowered.
    fn next_of(&self, expr: &Expr) -> Option<LocalId> {
        let Expr::Call(call) = expr else { return None };
        if !methods::is_function(&call.func, "Iterator", &["next"]) {
            return None;
        }
        match call.args.first()? {
            Expr::Reference(reference) => self.local_of(&reference.expr),
            _ => None,
        }
    }

    /// What borrowing a place borrows.
    fn borrow(&self, place: &Expr) -> Borrows {
        match place {
            Expr::Paren(inner) => self.borrow(&inner.expr),
            Expr::Group(inner) => self.borrow(&inner.expr),
            Expr::Field(field) => self.borrow_through(&field.base),
            Expr::Index(index) => self.borrow_through(&index.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.borrow_through(&unary.expr),
            _ => match self.local_of(place) {
                Some(local) => {
                    let mut held = self.held(local);
                    held.insert(Borrow::Itself(local));
                    held
                }
                None => self.flows(place),
            },
        }
    }

    /// What borrowing a part of a place borrows: nothing of a local that is a shared reference to the whole.
    fn borrow_through(&self, base: &Expr) -> Borrows {
        let Some(local) = self.local_of(base) else { return self.borrow(base) };
        let mut held = self.held(local);
        match self.locals[local].reference {
            Some(Reference::Shared) => {}
            Some(Reference::Exclusive) => _ = held.insert(Borrow::Through(local)),
            Some(Reference::Pin) | None => _ = held.insert(Borrow::Itself(local)),
        }
        held
    }

    fn all<'e>(&self, exprs: impl Iterator<Item = &'e Expr>) -> Borrows {
        exprs.flat_map(|expr| self.flows(expr)).collect()
    }

    /// What is made of arguments may hold a borrow of. A `&mut` that is passed on by its name is borrowed through, and there
    /// again afterwards, where that counts. A machine that awaits is pinned in any case; of others, that would cost `Unpin`
    /// for each number that a call returns.
    fn arguments<'e>(&self, exprs: impl Iterator<Item = &'e Expr>, through: bool) -> Borrows {
        let mut held = Borrows::new();
        for expr in exprs {
            held.extend(self.flows(expr));
            let lent = self
                .local_of(expr)
                .filter(|local| through && self.locals[*local].reference == Some(Reference::Exclusive));
            held.extend(lent.map(Borrow::Through));
        }
        held
    }

    /// What the value of an expression may hold a borrow of.
    fn flows(&self, expr: &Expr) -> Borrows {
        match expr {
            Expr::Path(_) => self.local_of(expr).map(|local| self.held(local)).unwrap_or_default(),
            Expr::Paren(inner) => self.flows(&inner.expr),
            Expr::Group(inner) => self.flows(&inner.expr),
            Expr::Cast(cast) => self.flows(&cast.expr),
            Expr::Try(attempt) => self.flows(&attempt.expr),
            Expr::Reference(reference) => self.borrow(&reference.expr),
            Expr::RawAddr(address) => self.borrow(&address.expr),
            Expr::Field(field) => self.flows(&field.base),
            Expr::Index(index) => self.flows(&index.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => match &*unary.expr {
                Expr::Reference(reference) => self.flows(&reference.expr),
                inner => self.flows(inner),
            },
            Expr::Array(array) => self.all(array.elems.iter()),
            Expr::Tuple(tuple) => self.all(tuple.elems.iter()),
            Expr::Repeat(repeat) => self.flows(&repeat.expr),
            Expr::Range(range) => self.all(range.start.iter().chain(&range.end).map(|end| &**end)),
            Expr::Struct(literal) => {
                let rest = literal.rest.iter().map(|rest| &**rest);
                self.all(literal.fields.iter().map(|field| &field.expr).chain(rest))
            }
            Expr::Call(call) if is_into_future(call) => self.future(&call.args[0]),
            Expr::Call(call) => match self.next_of(expr) {
                Some(iter) => self.held(iter),
                // `Rc::clone(&x)` is `x.clone()`.
                None if calls_detaching(&call.func) => Borrows::new(),
                // What comes out of `x` was in it.
                None if methods::is_function(&call.func, "mem", &["take", "replace"]) => {
                    self.mentioned(&call.args)
                }
                None => self.arguments(call.args.iter(), self.awaits),
            },
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Closure(closure) => self.captures(closure.capture.is_some(), &closure.body),
            Expr::Async(block) => self.captures(block.capture.is_some(), &block.block),
            Expr::Macro(call) => self.mac(&call.mac),
            Expr::If(branch) => {
                let mut held = self.tail(&branch.then_branch);
                held.extend(branch.else_branch.iter().flat_map(|(_, otherwise)| self.flows(otherwise)));
                held
            }
            Expr::Match(branch) => self.all(branch.arms.iter().map(|arm| &*arm.body)),
            // What a `break` gives is what is held by anything that is mentioned there.
            Expr::Block(block) if block.label.is_some() => self.mentioned(&block.block),
            Expr::Block(block) => self.tail(&block.block),
            Expr::Unsafe(block) => self.tail(&block.block),
            Expr::Loop(turn) => self.mentioned(&turn.body),
            _ => Borrows::new(),
        }
    }

    fn tail(&self, block: &Block) -> Borrows {
        match block.stmts.last() {
            Some(Stmt::Expr(expr, None)) => self.flows(expr),
            Some(Stmt::Macro(call)) if call.semi_token.is_none() => self.mac(&call.mac),
            _ => Borrows::new(),
        }
    }

    fn method_call(&self, call: &syn::ExprMethodCall) -> Borrows {
        let name = call.method.to_string();
        // Of another method it may be what is looked for, as of `downcast_ref::<String>()`.
        let makes = matches!(name.as_str(), "parse" | "collect" | "sum" | "product" | "try_into");
        let owned = makes && call.turbofish.iter().flat_map(|generics| &generics.args).any(is_owned_argument);
        let literal = call.args.first().is_some_and(is_plain_literal);
        // `max` of a number has an argument; without one it gives an item.
        let item = call.args.is_empty() && methods::gives_one(&name);
        let promises = self.awaits && methods::promises(&name);
        // An iterator is cloned with what it borrows.
        if name == "clone"
            && let Some(local) = self.local_of(&call.receiver)
            && self.locals[local].reference.is_none()
        {
            return self.held(local);
        }
        if owned
            || methods::detaches(&name, call.args.len()) && !item && !promises
            || literal && methods::gives_as_its_argument(&name)
        {
            return Borrows::new();
        }
        if methods::copies(&name) && gives_one(&call.receiver) {
            return self.mentioned(&call.receiver);
        }
        if methods::hands_out(&name) && makes_values(&call.receiver) {
            return Borrows::new();
        }
        let mut held = self.flows(&call.receiver);
        if methods::hands_out(&name) && !promises {
            return held;
        }
        let unpins = || {
            self.local_of(&call.receiver).and_then(|local| self.locals[local].reference)
                == Some(Reference::Pin)
        };
        let by_value =
            self.locals.consumes(call) || methods::adapts(&name) || name.starts_with("get_") && unpins();
        if is_place(&call.receiver) && !by_value {
            held.extend(self.borrow_through(&call.receiver));
        }
        if !self.awaits && methods::calls_at_once(&name) {
            held.extend(call.args.iter().flat_map(|argument| self.called(argument)));
        } else {
            held.extend(self.arguments(call.args.iter(), self.awaits));
        }
        held
    }

    /// What a method that calls its argument may give of it: of a closure, what that returns.
    fn called(&self, argument: &Expr) -> Borrows {
        match argument {
            Expr::Closure(closure) if !matches!(*closure.body, Expr::Block(_)) => {
                let mut held = self.flows(&closure.body);
                // It may have been given what it returns.
                if closure.capture.is_some() {
                    held.extend(self.mentioned(&closure.body));
                }
                held
            }
            _ => self.flows(argument),
        }
    }

    /// What a future may hold a borrow of: all that the call that made it was given, whatever its value will be.
    fn future(&self, made: &Expr) -> Borrows {
        match made {
            Expr::Paren(inner) => self.future(&inner.expr),
            // `Box::pin(f(..))`
            Expr::Call(call) if call.args.len() == 1 && boxes(&call.func) => self.future(&call.args[0]),
            // An async closure lends what it has captured, unless it goes away with the call.
            Expr::Call(call) if is_place(&call.func) && !self.locals.is_once(&call.func) => {
                let mut held = self.borrow(&call.func);
                held.extend(self.arguments(call.args.iter(), true));
                held
            }
            Expr::Call(call) => self.arguments(call.args.iter(), true),
            Expr::MethodCall(call) => {
                let mut held = self.flows(&call.receiver);
                if is_place(&call.receiver) {
                    held.extend(self.borrow_through(&call.receiver));
                }
                held.extend(self.arguments(call.args.iter(), true));
                held
            }
            _ => self.flows(made),
        }
    }

    /// What a closure or an `async` block holds: what it captures, or a borrow of it.
    fn captures(&self, by_value: bool, body: &impl ToTokens) -> Borrows {
        let mut held = Borrows::new();
        for local in self.named(body) {
            held.extend(self.held(local));
            if !by_value {
                held.insert(Borrow::Captured(local));
            }
        }
        held
    }

    fn mentioned(&self, code: &impl ToTokens) -> Borrows {
        self.named(code).into_iter().flat_map(|local| self.held(local)).collect()
    }

    fn named(&self, code: &impl ToTokens) -> BTreeSet<LocalId> {
        let mut found = BTreeSet::new();
        macros::for_each_ident(code.to_token_stream(), &mut |ident| found.extend(self.locals.find(ident)));
        found
    }

    fn mac(&self, mac: &syn::Macro) -> Borrows {
        let name = mac.path.segments.last().map(|segment| segment.ident.to_string());
        match (name.as_deref(), macros::read(mac)) {
            (Some("vec" | "dbg" | "coroutine"), Some(readable)) => {
                self.all(readable.arguments.iter().map(|argument| &argument.value))
            }
            (Some("format_args" | "addr_of" | "addr_of_mut"), Some(readable)) => {
                readable.arguments.iter().flat_map(|argument| self.borrow(&argument.value)).collect()
            }
            _ => Borrows::new(),
        }
    }
}

/// What code does to what locals hold.
impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        if let Some(init) = &local.init {
            self.made(untyped(&local.pat), &init.expr);
            self.pattern(untyped(&local.pat), &init.expr);
        }
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, condition);
        self.pattern(&condition.pat, &condition.expr);
    }

    fn visit_expr_match(&mut self, branch: &'ast syn::ExprMatch) {
        for arm in &branch.arms {
            self.pattern(&arm.pat, &branch.expr);
        }
        visit::visit_expr_match(self, branch);
    }

    fn visit_expr_for_loop(&mut self, turn: &'ast syn::ExprForLoop) {
        let held = self.flows(&turn.expr);
        for local in bindings(&turn.pat, self.locals) {
            self.add(local, &held);
        }
        visit::visit_expr_for_loop(self, turn);
    }

    // A reference is not compared with a number, nor does it count.
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        visit::visit_expr_binary(self, binary);
        let compares = matches!(
            binary.op,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
        );
        let counts = matches!(
            binary.op,
            BinOp::AddAssign(_) | BinOp::SubAssign(_) | BinOp::MulAssign(_) | BinOp::DivAssign(_)
        );
        if is_plain_literal(&binary.right) && (compares || counts) {
            self.is_value(&binary.left);
        }
    }

    fn visit_expr_range(&mut self, range: &'ast syn::ExprRange) {
        visit::visit_expr_range(self, range);
        if let (Some(start), Some(end)) = (&range.start, &range.end)
            && is_plain_literal(start)
        {
            self.is_value(end);
        }
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        visit::visit_expr_unary(self, unary);
        if matches!(unary.op, UnOp::Not(_)) {
            self.is_value(&unary.expr);
        }
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        visit::visit_expr_if(self, branch);
        self.is_value(&branch.cond);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, assign);
        let held = self.flows(&assign.right);
        self.give(&assign.left, &held);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        let name = call.method.to_string();
        if methods::retains(&name) {
            let held = self.all(call.args.iter());
            self.give(&call.receiver, &held);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else { return };
        for argument in &readable.arguments {
            self.visit_expr(&argument.value);
        }
        if let Some((pat, _)) = readable.pattern()
            && let Some(scrutinee) =
                readable.arguments.iter().find(|argument| argument.usage == ArgumentUse::Scrutinee)
        {
            self.pattern(pat, &scrutinee.value);
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// `list.last()`: one optional reference.
fn gives_one(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if methods::gives_one(&call.method.to_string()))
}

/// The plain names that a place, or what is assigned to, is a part of.
fn roots(place: &Expr) -> Vec<&Expr> {
    match place {
        Expr::Path(_) => vec![place],
        Expr::Paren(inner) => roots(&inner.expr),
        Expr::Group(inner) => roots(&inner.expr),
        Expr::Field(field) => roots(&field.base),
        Expr::Index(index) => roots(&index.expr),
        Expr::Unary(unary) => roots(&unary.expr),
        Expr::Reference(reference) => roots(&reference.expr),
        Expr::MethodCall(call) => roots(&call.receiver),
        Expr::Tuple(tuple) => tuple.elems.iter().flat_map(roots).collect(),
        Expr::Array(array) => array.elems.iter().flat_map(roots).collect(),
        Expr::Call(call) => call.args.iter().flat_map(roots).collect(),
        Expr::Struct(literal) => literal.fields.iter().flat_map(|field| roots(&field.expr)).collect(),
        _ => Vec::new(),
    }
}
