//! Branches and loops with a suspension inside.

use std::collections::HashMap;

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    BinOp, Expr, ExprBlock, ExprForLoop, ExprIf, ExprLet, ExprLoop, ExprMatch, ExprWhile, Pat, Stmt,
    parse_quote, parse_quote_spanned,
};

use super::{Dest, Frame, Lowerer, suspends};
use crate::liveness::patterns::{Taken, bindings, is_place, moved_by, takes};
use crate::liveness::trivial::{self, Simplicity};
use crate::locals::{LocalId, Locals};
use crate::macros;
use crate::tree::{Arm, LoopKind, NodeKind};

/// One part of `a && let b = c && d`.
enum Conjunct<'e> {
    Plain(&'e Expr),
    Let(&'e ExprLet),
}

impl Lowerer<'_> {
    pub(super) fn block(&mut self, block: &ExprBlock, dest: Dest) {
        let span = block.span();
        let Some(label) = &block.label else {
            let seq = self.seq(|this| this.stmts(&block.block, dest));
            self.node(span, NodeKind::Block(None, seq));
            return;
        };
        let id = self.label();
        let frame = Frame { name: Some(label.name.ident.to_string()), label: id, is_loop: false, dest };
        let seq = self.framed(frame, |this| this.way(|this| this.stmts(&block.block, dest)));
        self.node(span, NodeKind::Block(Some(id), seq));
    }

    pub(super) fn if_(&mut self, branch: &ExprIf, dest: Dest) {
        let span = branch.if_token.span;
        self.branch(
            &branch.cond,
            span,
            |this| this.stmts(&branch.then_branch, dest),
            |this| match &branch.else_branch {
                Some((_, otherwise)) => match &**otherwise {
                    Expr::Block(block) if block.label.is_none() => this.stmts(&block.block, dest),
                    otherwise => this.lower_into(otherwise, dest),
                },
                None if dest == Dest::Discard => {}
                None => this.finish(this.nothing(span, dest), dest),
            },
        );
    }

    /// `if cond { then } else { otherwise }`, where the condition may suspend.
    pub(super) fn branch(
        &mut self,
        cond: &Expr,
        span: Span,
        then: impl FnOnce(&mut Self),
        otherwise: impl FnOnce(&mut Self),
    ) {
        let mut conjuncts = Vec::new();
        split(cond, &mut conjuncts);
        // The temporaries of a scrutinee live as long as what it is matched with.
        let lasting = conjuncts.iter().any(|conjunct| match conjunct {
            Conjunct::Let(condition) => {
                self.makes_temporaries(&condition.expr) || self.leaves_parts(&condition.pat, &condition.expr)
            }
            Conjunct::Plain(_) => false,
        });
        // One may have moved a local when a later one fails.
        let moves_and_fails = conjuncts.len() > 1
            && self.is_undecided(
                cond,
                |flow, facts| *facts = flow.condition(cond, facts),
                |visitor| visitor.visit_expr(cond),
            );
        for conjunct in &conjuncts {
            if let Conjunct::Let(condition) = conjunct {
                self.declared.extend(bindings(&condition.pat, self.locals));
            }
        }
        if !self.splits(cond) && !lasting && !moves_and_fails {
            let cond = self.leaf(cond.clone());
            let then = self.way(then);
            let otherwise = self.way(otherwise);
            self.node(span, NodeKind::If(Box::new(cond), then, otherwise));
            return;
        }
        if let [Conjunct::Plain(cond)] = conjuncts[..] {
            let cond = self.condition(cond);
            let then = self.way(then);
            let otherwise = self.way(otherwise);
            self.node(span, NodeKind::If(Box::new(cond), then, otherwise));
            return;
        }
        // In: if a && let P = yield_!(b) && c { then } else { otherwise }
        // Out: 'taken: { if a { if let P = sent { if c { then; break 'taken } } } otherwise }
        let taken = self.label();
        let seq = self.way(|this| {
            this.statement(|this| {
                let leave = |this: &mut Self| {
                    then(this);
                    let exit = this.exit_to(taken, false);
                    this.node(span, NodeKind::Exit(exit));
                };
                this.conjuncts(&conjuncts, span, Box::new(leave));
            });
            otherwise(this);
        });
        self.node(span, NodeKind::Block(Some(taken), seq));
    }

    fn conjuncts(&mut self, conjuncts: &[Conjunct], span: Span, then: Box<dyn FnOnce(&mut Self) + '_>) {
        let Some((first, rest)) = conjuncts.split_first() else {
            then(self);
            return;
        };
        let cond = match first {
            Conjunct::Plain(cond) => self.condition(cond),
            Conjunct::Let(condition) => {
                let mut condition = (*condition).clone();
                let outer = std::mem::replace(&mut self.hoisting, true);
                *condition.expr = self.value(&condition.expr);
                self.hoisting = outer;
                let is_sent = self.is_nameless(&condition.expr);
                let leaves = is_sent && leaves_some(&condition.pat)
                    || self.leaves_parts(&condition.pat, &condition.expr);
                if leaves && !self.bind_rest(&mut condition.pat) && !is_sent {
                    *condition.expr = self.temporary("scrutinee", (*condition.expr).clone());
                }
                self.leaf(Expr::Let(condition))
            }
        };
        let inner = self.seq(|this| {
            this.rebind();
            this.conjuncts(rest, span, then);
        });
        self.node(span, NodeKind::If(Box::new(cond), inner, Default::default()));
    }

    /// A condition without `let`. Its temporaries are dropped before the branch.
    fn condition(&mut self, cond: &Expr) -> Expr {
        if !self.splits(cond) {
            return self.leaf(cond.clone());
        }
        let value = self.terminating("condition", |this| this.value(cond));
        self.leaf(value)
    }

    pub(super) fn match_(&mut self, branch: &ExprMatch, dest: Dest) {
        let span = branch.match_token.span;
        let guards = branch
            .arms
            .iter()
            .any(|arm| matches!(&arm.pat, Pat::Guard(guarded) if self.splits_guard(&guarded.guard)));
        let outer = self.hoisting;
        let suspended = guards || branch.arms.iter().any(|arm| suspends(&arm.body));
        self.hoisting |= suspended;
        // A guard that suspends looks at the scrutinee once more.
        let is_place = is_place(&branch.expr);
        let value =
            if guards && is_place { self.place(&branch.expr, true) } else { self.value(&branch.expr) };
        self.hoisting = outer;
        let mut branch = branch.clone();
        // What was sent, or is to be kept, has a name: whatever an arm leaves of it would be saved where the arms meet.
        let is_sent = suspended && self.is_nameless(&value);
        let leaves = |this: &Self, arm: &syn::Arm| {
            is_sent && leaves_some(&arm.pat) || this.leaves_parts(&arm.pat, &value)
        };
        let mut keeps = false;
        for arm in &mut branch.arms {
            if (outer || is_sent || suspends(&arm.body)) && leaves(self, arm) {
                // What is bound instead would go with the arm, and not with the statement.
                keeps |= outer || !self.bind_rest(&mut arm.pat);
            }
        }
        if keeps && !outer {
            for arm in &mut branch.arms {
                if takes(&arm.pat) == Taken::Parts && leaves(self, arm) {
                    self.bind_rest(&mut arm.pat);
                }
            }
        }
        // Each arm declares its own bindings again, when its turn comes.
        self.rebound.clear();
        let branch = &branch;
        let changes = is_sent || !is_place && !self.is_stable(&value);
        if outer && (keeps || guards) && changes {
            let scrutinee = self.temporary("scrutinee", value);
            self.arms(scrutinee, branch, dest, guards, span);
        } else if (keeps || guards) && changes {
            // The scrutinee lives to the end of the `match`: what the pattern leaves of it is kept across a suspension.
            let local = self.fresh("scrutinee", value.span());
            self.locals[local].trivial = trivial::of_expr(&value, self.locals) >= Simplicity::Trivial;
            let name = self.name_of(local, value.span());
            let seq = self.seq(|this| {
                this.code(parse_quote!(let #name = #value;));
                this.arms(parse_quote!(#name), branch, dest, guards, span);
            });
            self.node(span, NodeKind::Block(None, seq));
        } else {
            self.arms(value, branch, dest, guards, span);
        }
    }

    /// Whether a guard has to be taken apart: it suspends, or it changes which locals hold a value, for the arms behind it. Its
    /// temporaries are dropped with it.
    fn splits_guard(&mut self, guard: &Expr) -> bool {
        let outer = std::mem::replace(&mut self.hoisting, false);
        let splits = self.splits(guard);
        self.hoisting = outer;
        splits
            || self.state_follows
                && self.is_undecided(
                    guard,
                    |flow, facts| {
                        let before = facts.clone();
                        flow.value(guard, facts);
                        facts.merge(&before);
                    },
                    |visitor| visitor.visit_expr(guard),
                )
    }

    fn arms(&mut self, scrutinee: Expr, branch: &ExprMatch, dest: Dest, guards: bool, span: Span) {
        let scrutinee = self.leaf(scrutinee);
        if !guards {
            let arms = branch.arms.iter().map(|arm| self.arm(&arm.pat, &arm.body, dest, None)).collect();
            self.node(span, NodeKind::Match(Box::new(scrutinee), arms));
            return;
        }
        // In: match s { A => a, B if yield_!(g) => b, C => c }
        // Out: 'matched: { match s { A => { a; break }, B => if g { b; break }, _ => {} } match s { C => c, _ => {} } }
        let matched = self.label();
        let seq = self.way(|this| {
            let mut rest = &branch.arms[..];
            loop {
                let guard = rest.iter().position(
                    |arm| matches!(&arm.pat, Pat::Guard(guarded) if this.splits_guard(&guarded.guard)),
                );
                let end = guard.unwrap_or(rest.len());
                let mut arms: Vec<Arm> = rest[..end]
                    .iter()
                    .map(|arm| this.arm(&arm.pat, &arm.body, dest, Some(matched)))
                    .collect();
                if let Some(index) = guard
                    && let Pat::Guard(guarded) = &rest[index].pat
                {
                    // What the guard does not look at is bound when it has said yes: before, it stays in the scrutinee.
                    let waiting = this.unmentioned(&guarded.pat, &guarded.guard);
                    let test =
                        this.unbound(&guarded.pat, |local| waiting.contains(&local).then(|| parse_quote!(_)));
                    this.declared.extend(bindings(&test, this.locals));
                    let body = this.way(|this| {
                        this.glimpses(&test);
                        this.branch(
                            &guarded.guard,
                            span,
                            |this| {
                                if !waiting.is_empty() {
                                    // The others are bound already, and were copied: nothing is left of them.
                                    let mut copied = HashMap::new();
                                    for local in bindings(&test, this.locals) {
                                        let fresh = this.fresh("copied", span);
                                        this.locals[fresh].trivial = true;
                                        copied.insert(local, this.name_of(fresh, span));
                                    }
                                    let pat = this.unbound(&guarded.pat, |local| {
                                        copied.get(&local).map(|name| parse_quote!(#name))
                                    });
                                    let chosen = this.arm(&pat, &rest[index].body, dest, Some(matched));
                                    let arms = vec![chosen, this.impossible()];
                                    this.node(span, NodeKind::Match(Box::new(scrutinee.clone()), arms));
                                    return;
                                }
                                this.lower_into(&rest[index].body, dest);
                                let exit = this.exit_to(matched, false);
                                this.node(span, NodeKind::Exit(exit));
                            },
                            |_| {},
                        );
                    });
                    arms.push(Arm { glimpses: true, ..Arm::new(test, body) });
                    arms.push(Arm::new(parse_quote!(_), Default::default()));
                } else {
                    arms.push(this.impossible());
                }
                this.node(span, NodeKind::Match(Box::new(scrutinee.clone()), arms));
                match guard {
                    Some(index) => rest = &rest[index + 1..],
                    None => break,
                }
            }
        });
        self.node(span, NodeKind::Block(Some(matched), seq));
    }

    fn arm(&mut self, pat: &Pat, body: &Expr, dest: Dest, then_leave: Option<crate::tree::LabelId>) -> Arm {
        let span = body.span();
        let mut pat = pat.clone();
        if let Pat::Guard(guarded) = &mut pat {
            *guarded.guard = self.leaf((*guarded.guard).clone());
        }
        self.declared.extend(bindings(&pat, self.locals));
        let body = self.way(|this| {
            let bound = bindings(&pat, this.locals);
            if bound.iter().any(|local| this.locals[*local].rest) {
                this.rebound = this.behind_the_rest(bound);
                this.rebind();
            }
            match body {
                Expr::Block(block) if block.label.is_none() => this.stmts(&block.block, dest),
                body => this.statement(|this| this.lower_into(body, dest)),
            }
            if let Some(label) = then_leave {
                let exit = this.exit_to(label, false);
                this.node(span, NodeKind::Exit(exit));
            }
        });
        Arm::new(pat, body)
    }

    /// The last arm, where the patterns of the source match all there is, but no longer stand in one `match`.
    fn impossible(&mut self) -> Arm {
        let body = self.seq(|this| this.code(parse_quote!(::core::unreachable!();)));
        Arm { impossible: true, ..Arm::new(parse_quote!(_), body) }
    }

    fn turn(
        &mut self,
        label: Option<&syn::Label>,
        kind: LoopKind,
        span: Span,
        dest: Dest,
        body: impl FnOnce(&mut Self, crate::tree::LabelId),
    ) {
        let id = self.label();
        let name = label.map(|label| label.name.ident.to_string());
        let frame = Frame { name, label: id, is_loop: true, dest };
        let seq = self.framed(frame, |this| this.way(|this| body(this, id)));
        self.node(span, NodeKind::Loop(id, kind, seq));
    }

    pub(super) fn loop_(&mut self, turn: &ExprLoop, dest: Dest) {
        let span = turn.loop_token.span;
        self.turn(turn.label.as_ref(), LoopKind::Loop, span, dest, |this, _| {
            this.stmts(&turn.body, Dest::Discard)
        });
    }

    pub(super) fn while_(&mut self, turn: &ExprWhile, dest: Dest) {
        let span = turn.while_token.span;
        self.turn(turn.label.as_ref(), LoopKind::While, span, Dest::Discard, |this, label| {
            this.branch(
                &turn.cond,
                span,
                |this| this.stmts(&turn.body, Dest::Discard),
                |this| {
                    let exit = this.exit_to(label, false);
                    this.node(span, NodeKind::Exit(exit));
                },
            );
        });
        if dest != Dest::Discard {
            self.finish(parse_quote_spanned!(span=> ()), dest);
        }
    }

    pub(super) fn for_(&mut self, turn: &ExprForLoop, dest: Dest) {
        let span = turn.for_token.span;
        let seq = self.seq(|this| {
            let outer = std::mem::replace(&mut this.hoisting, true);
            let iterable = this.value(&turn.expr);
            this.hoisting = outer;
            let local = this.fresh("iter", turn.expr.span());
            this.locals[local].mutable = true;
            this.locals[local].iterator = true;
            this.locals[local].trivial = matches!(turn.expr.as_ref(), Expr::Range(_))
                && trivial::of_expr(&turn.expr, this.locals) != Simplicity::Unknown;
            let iter = this.name_of(local, turn.expr.span());
            let iterable_span = turn.expr.span();
            this.code(parse_quote_spanned!(iterable_span=>
                let mut #iter = ::core::iter::IntoIterator::into_iter(#iterable);
            ));
            this.turn(turn.label.as_ref(), LoopKind::For, span, Dest::Discard, |this, label| {
                // What the pattern leaves of an item lives to the end of the turn.
                let mut pat = (*turn.pat).clone();
                let leaves =
                    takes(&pat) != Taken::All && !this.locals[local].trivial && !this.bind_rest(&mut pat);
                let item = leaves.then(|| {
                    let item = this.fresh("item", iterable_span);
                    this.locals[item].temporary = true;
                    this.name_of(item, iterable_span)
                });
                this.declared.extend(bindings(&pat, this.locals));
                let body = this.seq(|this| {
                    this.rebind();
                    if let Some(item) = &item {
                        this.code(parse_quote!(let #pat = #item;));
                    }
                    this.stmts(&turn.body, Dest::Discard);
                });
                let end = this.seq(|this| {
                    let exit = this.exit_to(label, false);
                    this.node(span, NodeKind::Exit(exit));
                });
                let bound = item.map_or_else(|| quote!(#pat), |item| quote!(#item));
                let next: Expr =
                    parse_quote_spanned!(iterable_span=> ::core::iter::Iterator::next(&mut #iter));
                let arms = vec![
                    Arm::new(parse_quote!(::core::option::Option::Some(#bound)), body),
                    Arm::new(parse_quote!(::core::option::Option::None), end),
                ];
                this.node(span, NodeKind::Match(Box::new(next), arms));
            });
        });
        self.node(span, NodeKind::Block(None, seq));
        if dest != Dest::Discard {
            self.finish(parse_quote_spanned!(span=> ()), dest);
        }
    }
}

impl Lowerer<'_> {
    /// Whether a pattern leaves parts of a value behind, which live as long as what it is matched for.
    pub(super) fn leaves_parts(&self, pat: &Pat, value: &Expr) -> bool {
        !is_place(value)
            && !matches!(value, Expr::Reference(_))
            && trivial::of_expr(value, self.locals) == Simplicity::Unknown
            && leaves_some(pat)
    }

    /// Gives the parts that a pattern passes over a name, so that it takes the whole value. Where that cannot be, such as
    /// for `..`, the pattern stays as it is.
    pub(super) fn bind_rest(&mut self, pat: &mut Pat) -> bool {
        struct Rest<'l, 'a>(&'l mut Lowerer<'a>);
        impl VisitMut for Rest<'_, '_> {
            fn visit_pat_mut(&mut self, pat: &mut Pat) {
                match pat {
                    Pat::Wild(wild) => {
                        let span = wild.underscore_token.span;
                        let local = self.0.fresh("rest", span);
                        self.0.locals[local].rest = true;
                        let name = self.0.name_of(local, span);
                        *pat = parse_quote!(#name);
                    }
                    // The alternatives bind the same names.
                    Pat::Or(_) => {}
                    _ => syn::visit_mut::visit_pat_mut(self, pat),
                }
            }
        }
        let binds = match takes(pat) {
            Taken::All => false,
            Taken::Parts => true,
            // It may have a destructor, so that nothing can be moved out of it.
            Taken::Nothing => !matches!(pat, Pat::Wild(_)) && is_std(pat),
        };
        if !binds {
            return false;
        }
        let mut whole = pat.clone();
        Rest(self).visit_pat_mut(match &mut whole {
            Pat::Guard(guarded) => &mut guarded.pat,
            pat => pat,
        });
        if takes(&whole) != Taken::All {
            return false;
        }
        *pat = whole;
        let rebound = self.behind_the_rest(bindings(pat, self.locals));
        self.rebound.extend(rebound);
        true
    }

    /// What is to be declared once more of the bindings of a pattern, so that they drop as they would if it had passed over
    /// the rest: first what was bound, the last one first, and then the rest, the first one first.
    fn behind_the_rest(&self, bound: Vec<LocalId>) -> Vec<LocalId> {
        let (rest, mut bound): (Vec<_>, Vec<_>) =
            bound.into_iter().partition(|local| self.locals[*local].rest);
        if rest.len() > 1 {
            bound.splice(0..0, rest.into_iter().rev());
        }
        bound
    }

    /// What a pattern binds by value that may have a destructor and that a guard does not mention.
    fn unmentioned(&self, pat: &Pat, guard: &Expr) -> Vec<LocalId> {
        let mut mentioned = Vec::new();
        macros::replace_idents(guard.to_token_stream(), &mut |ident| {
            mentioned.extend(self.locals.find(ident));
            None
        });
        let mut found = bindings(pat, self.locals);
        found.retain(|local| !self.locals[*local].dropless() && !mentioned.contains(local));
        found
    }

    /// `glimpsed(&raw const x);` for what a pattern binds by value in front of a guard that is taken apart: if that says no, the
    /// next pattern looks at the same value, so it can only have been copied.
    fn glimpses(&mut self, test: &Pat) {
        let krate = &self.krate;
        let glimpsed: Vec<Stmt> = moved_by(test, self.locals)
            .map(|(name, _)| parse_quote_spanned!(name.span()=> #krate::private::glimpsed(&raw const #name);))
            .collect();
        glimpsed.into_iter().for_each(|stmt| self.code(stmt));
    }

    /// The pattern with other patterns in place of some of its bindings.
    fn unbound(&self, pat: &Pat, instead: impl Fn(LocalId) -> Option<Pat>) -> Pat {
        struct Unbind<'l, F>(&'l Locals, F);
        impl<F: Fn(LocalId) -> Option<Pat>> VisitMut for Unbind<'_, F> {
            fn visit_pat_mut(&mut self, pat: &mut Pat) {
                if let Pat::Ident(ident) = pat
                    && let Some(instead) = self.0.find(&ident.ident).and_then(&self.1)
                {
                    *pat = ident.subpat.take().map_or(instead, |(_, inner)| *inner);
                }
                syn::visit_mut::visit_pat_mut(self, pat);
            }
            fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
                field.colon_token.get_or_insert_with(Default::default);
                syn::visit_mut::visit_field_pat_mut(self, field);
            }
        }
        let mut pat = pat.clone();
        Unbind(self.locals, instead).visit_pat_mut(&mut pat);
        pat
    }

    /// Declares what the last patterns have bound once more, behind the parts that nobody mentions.
    pub(super) fn rebind(&mut self) {
        for local in std::mem::take(&mut self.rebound) {
            let name = self.locals[local].unique.clone();
            let mutable = self.locals[local].mutable.then(|| quote!(mut));
            self.code(parse_quote!(let #mutable #name = #name;));
        }
    }
}

/// The conditions that are joined by `&&`. What an earlier one has moved or assigned, the later ones know.
fn split<'e>(cond: &'e Expr, conjuncts: &mut Vec<Conjunct<'e>>) {
    match cond {
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            split(&binary.left, conjuncts);
            split(&binary.right, conjuncts);
        }
        Expr::Let(condition) => conjuncts.push(Conjunct::Let(condition)),
        _ => conjuncts.push(Conjunct::Plain(cond)),
    }
}

/// Whether a pattern leaves something of a value.
fn leaves_some(pat: &Pat) -> bool {
    takes(pat) != Taken::All && !is_unit(pat) && !is_dropless(pat)
}

/// A pattern, such as `Some(&x)`, that matches no other values than of types without a destructor.
fn is_dropless(pat: &Pat) -> bool {
    match pat {
        Pat::Lit(_) | Pat::Range(_) | Pat::Reference(_) => true,
        Pat::Paren(inner) => is_dropless(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_dropless),
        Pat::TupleStruct(variant) => is_std_variant(&variant.path) && variant.elems.iter().all(is_dropless),
        _ => false,
    }
}

/// A pattern of types that have no destructors of their own: tuples, and std's `Option`, `Result`, `Poll`, `ControlFlow`.
fn is_std(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Lit(_) => true,
        Pat::Paren(inner) => is_std(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_std),
        Pat::TupleStruct(variant) => is_std_variant(&variant.path) && variant.elems.iter().all(is_std),
        _ => false,
    }
}

fn is_std_variant(path: &syn::Path) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| {
        ["Some", "Ok", "Err", "Ready", "Continue", "Break"].iter().any(|name| last.ident == name)
    })
}

/// A pattern without parts, such as `None`: what it matches holds nothing.
fn is_unit(pat: &Pat) -> bool {
    match pat {
        Pat::Path(_) | Pat::Lit(_) | Pat::Range(_) => true,
        Pat::Ident(ident) => !crate::resolve::is_binding(ident),
        Pat::Or(cases) => cases.cases.iter().all(is_unit),
        Pat::Paren(inner) => is_unit(&inner.pat),
        _ => false,
    }
}
