//! From which state each place is reached, and so which places are states.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Span;
use quote::ToTokens;

use super::{Place, Role};
use crate::lower::exit_of;
use crate::macros;
use crate::tree::{Child, Exit, ExitId, LabelId, Node, NodeId, NodeKind, Seq, Tree};

/// The second walk: which state each place is reached from, and so which places are states.
pub(super) struct Reach<'a> {
    pub(super) tree: &'a Tree,
    pub(super) undecided: &'a BTreeSet<NodeId>,
    pub(super) reachable_after: &'a HashMap<NodeId, bool>,
    pub(super) found: Vec<(Place, Role, Span)>,
    pub(super) breaks: HashMap<LabelId, BTreeSet<Place>>,
    pub(super) goes_on_in: HashMap<NodeId, Place>,
    pub(super) node_of: HashMap<LabelId, (NodeId, NodeId)>,
}

impl Reach<'_> {
    /// Walks a sequence that is entered in the arm of `from`. Gives the state whose arm its end stands in.
    pub(super) fn seq(&mut self, seq: &Seq, mut from: Option<Place>) -> Option<Place> {
        for node in &seq.nodes {
            from = self.node(node, from?);
        }
        from
    }

    fn exits(&mut self, code: &impl ToTokens, from: Place) {
        let mut exits = Vec::new();
        macros::for_each_ident(code.to_token_stream(), &mut |ident| exits.extend(exit_of(ident)));
        for exit in exits {
            self.exit(exit, from);
        }
    }

    fn exit(&mut self, exit: ExitId, from: Place) {
        let Exit { label, continues } = self.tree.exits[exit.0];
        if !continues {
            self.breaks.entry(label).or_default().insert(from);
        }
    }

    fn meet(&mut self, node: &Node, ways: BTreeSet<Place>) -> Option<Place> {
        let mut ways = ways.into_iter();
        let only = ways.next()?;
        if ways.next().is_none() && !self.undecided.contains(&node.id) {
            self.goes_on_in.insert(node.id, only);
            return Some(only);
        }
        self.found.push((Place::After(node.end), Role::Join, node.span));
        Some(Place::After(node.end))
    }

    fn node(&mut self, node: &Node, from: Place) -> Option<Place> {
        match &node.kind {
            NodeKind::Code(stmt) => self.exits(stmt, from),
            NodeKind::Init(_, value) => self.exits(value, from),
            NodeKind::Suspend { value, .. } => {
                self.exits(value, from);
                self.found.push((Place::At(node.id), Role::Suspension, node.span));
                return Some(Place::At(node.id));
            }
            NodeKind::Delegate { to, .. } => {
                let role = if *to == Child::Coroutine { Role::Delegation } else { Role::Await };
                self.found.push((Place::At(node.id), role, node.span));
                return Some(Place::At(node.id));
            }
            NodeKind::Call { is_tail: true, .. } => return None,
            NodeKind::Call { .. } => {
                self.found.push((Place::At(node.id), Role::Call, node.span));
                return Some(Place::At(node.id));
            }
            NodeKind::Block(label, seq) => {
                self.node_of.extend(label.map(|label| (label, (node.id, node.end))));
                let mut ways: BTreeSet<Place> = self.seq(seq, Some(from)).into_iter().collect();
                ways.extend(label.iter().flat_map(|label| self.breaks.get(label).cloned()).flatten());
                return self.meet(node, ways);
            }
            NodeKind::If(cond, then, otherwise) => {
                self.exits(cond, from);
                let mut ways: BTreeSet<Place> = self.seq(then, Some(from)).into_iter().collect();
                ways.extend(self.seq(otherwise, Some(from)));
                return self.meet(node, ways);
            }
            NodeKind::Match(scrutinee, arms) => {
                self.exits(scrutinee, from);
                let mut ways = BTreeSet::new();
                for arm in arms {
                    self.exits(&arm.pat, from);
                    ways.extend(self.seq(&arm.body, Some(from)));
                }
                return self.meet(node, ways);
            }
            NodeKind::Loop(label, kind, body) => {
                let head = Place::At(node.id);
                self.node_of.insert(*label, (node.id, node.end));
                self.found.push((head, Role::Head(*kind), node.span));
                self.seq(body, Some(head));
                let ways = self.breaks.get(label).cloned().unwrap_or_default();
                return self.meet(node, ways);
            }
            NodeKind::Exit(exit) => {
                self.exit(*exit, from);
                return None;
            }
            NodeKind::Return(value) => {
                self.exits(value, from);
                return None;
            }
        }
        self.reachable_after.get(&node.id).copied().unwrap_or(true).then_some(from)
    }
}
