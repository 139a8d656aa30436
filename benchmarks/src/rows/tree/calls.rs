//! The walk as each library does it best. Ours calls itself, and by hand it is a stack of nodes; the compiler's coroutines,
//! `diapause` and `genawaiter` can do no better than to put a child in a box, as in the other row.

use corosensei::{Coroutine as Stack, Yielder};

use super::boxed::{diapaused, genawaiter};
use super::{NODES, Node, tree};
use crate::driver::Stackful;
use crate::row::{Column, Implementation, Row};

#[coro_core::coroutine(yield = u64)]
fn ours(node: &Node) {
    if let Some(left) = &node.left {
        yield_from!(ours(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(ours(right));
    }
}

/// The nodes that are still to come, with their right subtrees.
struct Hand<'t>(Vec<&'t Node>);

impl<'t> Hand<'t> {
    fn descend(&mut self, mut next: Option<&'t Node>) {
        while let Some(node) = next {
            self.0.push(node);
            next = node.left.as_deref();
        }
    }
}

impl Iterator for Hand<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let node = self.0.pop()?;
        self.descend(node.right.as_deref());
        Some(node.value)
    }
}

fn hand(node: &Node) -> Hand<'_> {
    let mut hand = Hand(Vec::new());
    hand.descend(Some(node));
    hand
}

/// A stack of its own needs no delegation: it recurses.
fn corosensei(node: &'static Node) -> Stackful<u64> {
    fn walk(yielder: &Yielder<(), u64>, node: &Node) {
        if let Some(left) = &node.left {
            walk(yielder, left);
        }
        yielder.suspend(node.value);
        if let Some(right) = &node.right {
            walk(yielder, right);
        }
    }
    Stackful(Stack::new(|yielder: &Yielder<(), u64>, ()| walk(yielder, node)))
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "tree_walk",
        work: NODES,
        yields: |work| hand(tree(work)).count() as u64,
        implementations: Vec::from([
            Implementation::yielding(Column::HandWritten, |work| hand(tree(work))),
            Implementation::yielding(Column::Ours, |work| ours(tree(work))),
            #[cfg(feature = "native")]
            Implementation::yielding(Column::Native, |work| {
                crate::driver::Native(super::boxed::native::walk(tree(work)))
            }),
            Implementation::yielding(Column::Diapause, |work| diapaused(tree(work))),
            Implementation::opaque(Column::Genawaiter, |work| genawaiter(tree(work))),
            Implementation::yielding(Column::Corosensei, |work| corosensei(tree(work))),
        ]),
    }
}
