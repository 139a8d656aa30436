//! `yield_from!(child)` yields all that a child yields: values, errors and `close` go to the child, and its return
//! value is what `yield_from!` evaluates to.
//!
//!     cargo run --example yield_from

use coro_core::{Complete, Coroutine};

enum Tree {
    Leaf(char),
    Node(Box<Tree>, Box<Tree>),
}

fn leaf(letter: char) -> Tree {
    Tree::Leaf(letter)
}

fn node(left: Tree, right: Tree) -> Tree {
    Tree::Node(Box::new(left), Box::new(right))
}

/// The leaves, from left to right. A function that delegates to itself calls itself: its machine keeps the states of the callers on
/// a stack, and is resumed as fast at any depth.
#[coro_core::coroutine(yield = char)]
fn leaves(tree: &Tree) {
    match tree {
        Tree::Leaf(letter) => yield_!(*letter),
        Tree::Node(left, right) => {
            yield_from!(leaves(left));
            yield_from!(leaves(right));
        }
    }
}

/// Whether two trees of any shape have the same leaves. It looks at no more of them than it must: this is the task that
/// is hard without coroutines, as two recursive walks must stop and go on in turns.
fn same_fringe(one: &Tree, other: &Tree) -> bool {
    leaves(one).eq(leaves(other))
}

/// Takes numbers until `None`, and returns their average.
#[coro_core::coroutine(send = Option<f64>)]
fn average() -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    while let Some(number) = yield_!() {
        sum += number;
        count += 1.0;
    }
    sum / count
}

/// Takes a group of numbers for each name. What is sent goes straight to `average`, and what that returns comes here.
#[coro_core::coroutine(send = Option<f64>)]
fn averages(names: &[&'static str]) -> Vec<(&'static str, f64)> {
    let mut averages = Vec::new();
    for &name in names {
        let average = yield_from!(average());
        averages.push((name, average));
    }
    averages
}

fn main() {
    let one = node(node(leaf('a'), leaf('b')), node(leaf('c'), leaf('d')));
    let other = node(leaf('a'), node(leaf('b'), node(leaf('c'), leaf('d'))));
    let third = node(leaf('a'), node(leaf('x'), leaf('c')));
    println!("leaves: {}", leaves(&one).collect::<String>());
    println!("same fringe: {}, {}", same_fringe(&one, &other), same_fringe(&one, &third));

    let mut averages = averages(&["boys", "girls"]);
    let _ = averages.start();
    let heights = [Some(1.4), Some(1.6), None, Some(1.3), Some(1.4), Some(1.5), None];
    for height in heights {
        if let Complete(averages) = averages.send(height) {
            for (name, average) in averages {
                println!("{name}: {average:.2} m");
            }
        }
    }
}
