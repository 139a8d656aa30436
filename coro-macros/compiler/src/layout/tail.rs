//! Calls of the function itself behind which nothing is left to do, nor to be dropped.

use syn::{Expr, Stmt};

use super::{Layout, Place};
use crate::liveness::places::local_of;
use crate::locals::{LocalId, Locals};
use crate::tree::{Node, NodeKind, Seq, Tree};

/// Marks the calls that can take their caller's place. Gives whether there is one: the states behind it are none then.
pub fn mark(tree: &mut Tree, layout: &Layout, locals: &Locals) -> bool {
    Tails { layout, locals, found: false }.seq(&mut tree.body, true)
}

struct Tails<'a> {
    layout: &'a Layout,
    locals: &'a Locals,
    found: bool,
}

impl Tails<'_> {
    /// `is_last` says that the function ends with the sequence.
    fn seq(&mut self, seq: &mut Seq, is_last: bool) -> bool {
        for index in 0..seq.nodes.len() {
            let (before, after) = seq.nodes.split_at_mut(index + 1);
            let ends = match after.first().map(|node| &node.kind) {
                None => is_last.then_some(None),
                Some(NodeKind::Return(value)) => self.returned(Some(value)),
                Some(NodeKind::Code(Stmt::Expr(Expr::Return(exit), _))) => {
                    self.returned(exit.expr.as_deref())
                }
                _ => None,
            };
            self.node(&mut before[index], ends);
        }
        self.found
    }

    /// What is returned, if it is nothing, or a local.
    fn returned(&self, value: Option<&Expr>) -> Option<Option<LocalId>> {
        match value {
            None => Some(None),
            Some(Expr::Tuple(unit)) if unit.elems.is_empty() => Some(None),
            Some(value) => local_of(value, self.locals).map(Some),
        }
    }

    /// `ends` says that the function ends behind the node, and which local it returns.
    fn node(&mut self, node: &mut Node, ends: Option<Option<LocalId>>) {
        match &mut node.kind {
            NodeKind::Call { bind, is_tail, catches: false, .. } => {
                let keeps_nothing =
                    self.layout.state(Place::At(node.id)).is_some_and(|state| state.saved.is_empty());
                *is_tail = keeps_nothing && ends == Some(*bind);
                self.found |= *is_tail;
            }
            NodeKind::Block(_, seq) => _ = self.seq(seq, ends == Some(None)),
            NodeKind::If(_, then, otherwise) => {
                self.seq(then, ends == Some(None));
                self.seq(otherwise, ends == Some(None));
            }
            NodeKind::Match(_, arms) => {
                arms.iter_mut().for_each(|arm| _ = self.seq(&mut arm.body, ends == Some(None)));
            }
            NodeKind::Loop(_, _, body) => _ = self.seq(body, false),
            _ => {}
        }
    }
}
