//! Which slots share memory.
//!
//! Two pinned locals may if no state has both in scope: then no state keeps both, and no reference into the one is
//! alive while the other is there. In an arm of the step each of them borrows the memory's turn while it is held, so that
//! rustc refuses an arm that would hold both.
//!
//! AFTER THIS POINT: what fills a slot that shares its memory says whose turn it takes.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Ident;
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, parse_quote};

use crate::layout::{Layout, State};
use crate::liveness::facts::Init;
use crate::locals::LocalId;
use crate::resolve::Resolved;
use crate::tree::{NodeKind, Seq, Tree};

/// Memory that slots share, or that is filled more than once.
pub struct Shared {
    /// Its field in the machine.
    pub field: Ident,
    /// Whose turn it is.
    pub turn: Ident,
    /// The locals that lie in it, at different times.
    pub locals: Vec<LocalId>,
}

/// Finds the slots that share memory.
pub fn overlap(tree: &mut Tree, resolved: &mut Resolved, layout: &Layout) -> Vec<Shared> {
    let pinned: Vec<LocalId> =
        resolved.locals.iter().filter(|(_, local)| local.pinned.is_some()).map(|(id, _)| id).collect();
    // One that was moved out may still be borrowed: if it is `Copy`, it was not moved. A future that was awaited is gone.
    let there = |state: &State| {
        let gone =
            |local: &LocalId| resolved.locals[*local].awaited.is_some() && state.facts.of(*local) == Init::No;
        state.scope.iter().copied().filter(|local| !gone(local)).collect()
    };
    let scopes: Vec<BTreeSet<LocalId>> = layout.states.iter().map(there).collect();
    let together = |a: &LocalId, b: &LocalId| {
        scopes.iter().any(|scope| scope.contains(a) && scope.contains(b))
            || layout.together.contains(&(*a, *b))
            || layout.together.contains(&(*b, *a))
    };
    let mut groups: Vec<Vec<LocalId>> = Vec::new();
    for local in pinned {
        match groups.iter_mut().find(|group| group.iter().all(|other| !together(other, &local))) {
            Some(group) => group.push(local),
            None => groups.push(vec![local]),
        }
    }
    groups.retain(|group| group.len() > 1 || refilled(&group[0], resolved));
    let untaken = |base: &str, index: usize| {
        resolved.locals.untaken(&resolved.idents, format_ident!("{}{}", base, index))
    };
    let shared = groups.into_iter().enumerate().map(|(index, locals)| Shared {
        field: untaken("slots", index),
        turn: untaken("turn", index),
        locals,
    });
    let shared: Vec<Shared> = shared.collect();
    for memory in &shared {
        for local in &memory.locals {
            if let Some(pinned) = &mut resolved.locals[*local].pinned {
                pinned.turn = Some(memory.turn.clone());
            }
        }
    }
    let pinned = resolved.locals.iter().filter_map(|(_, local)| local.pinned.as_ref());
    let turns = pinned.filter_map(|pinned| Some((pinned.slot.to_string(), pinned.turn.clone()?)));
    TakeTurns { turns: turns.collect() }.seq(&mut tree.body);
    shared
}

/// Whether a slot is filled more than once. rustc has to see that it is empty then, though nothing shares its memory.
fn refilled(local: &LocalId, resolved: &Resolved) -> bool {
    resolved.locals[*local].pinned.as_ref().is_some_and(|pinned| resolved.locals[pinned.value].refilled)
}

/// In: `let x = x_slot.fill(x);`
/// Out: `let x = x_slot.fill_in(&mut turn0, x);`
struct TakeTurns {
    /// By the names of the slots.
    turns: HashMap<String, Ident>,
}

impl TakeTurns {
    fn seq(&mut self, seq: &mut Seq) {
        for node in &mut seq.nodes {
            match &mut node.kind {
                NodeKind::Code(stmt) => self.visit_stmt_mut(stmt),
                NodeKind::Init(_, value) => self.visit_expr_mut(value),
                NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => self.seq(seq),
                NodeKind::If(_, then, otherwise) => {
                    self.seq(then);
                    self.seq(otherwise);
                }
                NodeKind::Match(_, arms) => arms.iter_mut().for_each(|arm| self.seq(&mut arm.body)),
                _ => {}
            }
        }
    }
}

impl VisitMut for TakeTurns {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if let Expr::Path(slot) = &*call.receiver
            && let Some(slot) = slot.path.get_ident()
            && let Some(turn) = self.turns.get(&slot.to_string())
        {
            call.method = Ident::new("fill_in", call.method.span());
            call.args.insert(0, parse_quote!(&mut #turn));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
