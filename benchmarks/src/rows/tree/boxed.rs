//! The walk with a child in a box for each subtree, so that a value passes through as many machines as its node is deep.
//!
//! The walk by hand is the same program: a machine that owns the machine of its subtree. A coroutine with a stack of its own has
//! nothing to put in a box: it is in the other row.

use genawaiter::stack::{Co, let_gen_using};

use super::{NODES, Node, tree};
use crate::driver::drain;
use crate::row::{Column, Implementation, Row};

type Boxed<'t> = std::pin::Pin<Box<dyn coro_core::Coroutine<Yield = u64, Return = ()> + 't>>;

fn boxed(node: &Node) -> Boxed<'_> {
    Box::pin(ours(node))
}

#[coro_core::coroutine(yield = u64)]
fn ours(node: &Node) {
    if let Some(left) = &node.left {
        yield_from!(boxed(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(boxed(right));
    }
}

struct Hand<'t> {
    node: &'t Node,
    stage: Stage<'t>,
}

enum Stage<'t> {
    Unstarted,
    Left(Box<Hand<'t>>),
    Middle,
    Right(Box<Hand<'t>>),
    Done,
}

impl Iterator for Hand<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Unstarted => match &self.node.left {
                    Some(left) => Stage::Left(Box::new(hand(left))),
                    None => {
                        self.stage = Stage::Middle;
                        return Some(self.node.value);
                    }
                },
                Stage::Left(walk) => match walk.next() {
                    Some(value) => return Some(value),
                    None => {
                        self.stage = Stage::Middle;
                        return Some(self.node.value);
                    }
                },
                Stage::Middle => match &self.node.right {
                    Some(right) => Stage::Right(Box::new(hand(right))),
                    None => Stage::Done,
                },
                Stage::Right(walk) => match walk.next() {
                    Some(value) => return Some(value),
                    None => Stage::Done,
                },
                Stage::Done => return None,
            };
        }
    }
}

fn hand(node: &Node) -> Hand<'_> {
    Hand { node, stage: Stage::Unstarted }
}

native! {
    pub mod native {
        use std::ops::{Coroutine, CoroutineState};
        use std::pin::Pin;

        use super::super::Node;

        type Boxed<'t> = Pin<Box<dyn Coroutine<Yield = u64, Return = ()> + 't>>;

        fn boxed(node: &Node) -> Boxed<'_> {
            Box::pin(walk(node))
        }

        pub fn walk(node: &Node) -> impl Coroutine<Yield = u64, Return = ()> + Unpin {
            #[coroutine]
            move || {
                if let Some(left) = &node.left {
                    let mut walk = boxed(left);
                    while let CoroutineState::Yielded(value) = walk.as_mut().resume(()) {
                        yield value;
                    }
                }
                yield node.value;
                if let Some(right) = &node.right {
                    let mut walk = boxed(right);
                    while let CoroutineState::Yielded(value) = walk.as_mut().resume(()) {
                        yield value;
                    }
                }
            }
        }
    }
}

#[diapause::coroutine(yield = u64)]
pub fn diapaused<'t>(node: &'t Node) {
    if let Some(left) = &node.left {
        let walk: diapaused::State<'t> = diapaused(left);
        yield_all!(box walk);
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        let walk: diapaused::State<'t> = diapaused(right);
        yield_all!(box walk);
    }
}

async fn produce(co: &Co<'_, u64>, node: &Node) {
    if let Some(left) = &node.left {
        Box::pin(produce(co, left)).await;
    }
    co.yield_(node.value).await;
    if let Some(right) = &node.right {
        Box::pin(produce(co, right)).await;
    }
}

pub fn genawaiter(node: &Node) -> u64 {
    let_gen_using!(machine, async |co| produce(&co, node).await);
    drain(machine)
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "boxed_walk",
        work: NODES,
        yields: |work| hand(tree(work)).count() as u64,
        implementations: Vec::from([
            Implementation::yielding(Column::HandWritten, |work| hand(tree(work))),
            Implementation::yielding(Column::Ours, |work| ours(tree(work))),
            #[cfg(feature = "native")]
            Implementation::yielding(Column::Native, |work| crate::driver::Native(native::walk(tree(work)))),
            Implementation::yielding(Column::Diapause, |work| diapaused(tree(work))),
            Implementation::opaque(Column::Genawaiter, |work| genawaiter(tree(work))),
        ]),
    }
}
