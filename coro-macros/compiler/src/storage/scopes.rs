//! Between which nodes a local is in scope: what is lent there has come back when control leaves it.

use std::collections::HashMap;

use syn::Stmt;

use crate::layout::{Place, condition_bindings};
use crate::liveness::patterns::bindings;
use crate::locals::{LocalId, Locals};
use crate::tree::{NodeId, NodeKind, Seq, Tree};

/// Where locals are in scope, and where loops are. Both from the first node to the last.
pub(super) struct Scopes {
    of: HashMap<LocalId, (NodeId, NodeId)>,
    loops: Vec<(NodeId, NodeId)>,
}

impl Scopes {
    pub(super) fn of(tree: &Tree, locals: &Locals) -> Self {
        let mut scopes = Scopes { of: HashMap::new(), loops: Vec::new() };
        scopes.seq(&tree.body, locals);
        scopes
    }

    fn seq(&mut self, seq: &Seq, locals: &Locals) {
        let Some(last) = seq.nodes.last() else { return };
        for node in &seq.nodes {
            match &node.kind {
                NodeKind::Code(Stmt::Local(local)) => {
                    self.declare(bindings(&local.pat, locals), (node.id, last.end));
                }
                NodeKind::Suspend { bind, .. }
                | NodeKind::Delegate { bind, .. }
                | NodeKind::Call { bind, .. } => {
                    self.declare(bind.iter().copied(), (node.id, last.end));
                }
                NodeKind::Block(_, inner) => self.seq(inner, locals),
                NodeKind::Loop(_, _, inner) => {
                    self.loops.push((node.id, node.end));
                    self.seq(inner, locals);
                }
                NodeKind::If(cond, then, otherwise) => {
                    self.declare(condition_bindings(cond, locals), (node.id, node.end));
                    self.seq(then, locals);
                    self.seq(otherwise, locals);
                }
                NodeKind::Match(_, arms) => {
                    for arm in arms {
                        self.declare(bindings(&arm.pat, locals), (node.id, node.end));
                        self.seq(&arm.body, locals);
                    }
                }
                _ => {}
            }
        }
    }

    /// One that is declared more than once is in scope from the first time to the end of the last.
    fn declare(&mut self, bound: impl IntoIterator<Item = LocalId>, (begin, end): (NodeId, NodeId)) {
        for local in bound {
            let scope = self.of.entry(local).or_insert((begin, end));
            *scope = (scope.0.min(begin), scope.1.max(end));
        }
    }

    /// Whether control may come from a node to a place while a local is in scope. A borrow of it that a longer-lived local
    /// was given has ended by the time that the scope is entered again.
    pub(super) fn comes_to(&self, local: LocalId, from: NodeId, to: Place) -> bool {
        let (Place::At(to) | Place::After(to)) = to else { return false };
        // An argument.
        let Some(scope) = self.of.get(&local) else { return true };
        let within = |(begin, end): &(NodeId, NodeId), node| (begin..=end).contains(&&node);
        let inner = self.loops.iter().filter(|(begin, end)| scope.0 <= *begin && *end <= scope.1);
        within(scope, from)
            && within(scope, to)
            && (from <= to || { inner }.any(|turn| within(turn, from) && within(turn, to)))
    }
}
