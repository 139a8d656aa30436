//! A walk over a tree in order, as a function that delegates to itself for each subtree. The work is the number of nodes.

pub mod boxed;
pub mod calls;

use std::sync::LazyLock;

/// The nodes of the whole tree, which is balanced: 13 levels.
const NODES: u64 = (1 << 13) - 1;

/// A binary tree.
pub struct Node {
    value: u64,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

static TREE: LazyLock<Node> = LazyLock::new(|| {
    fn balanced(first: u64, nodes: u64) -> Option<Box<Node>> {
        let half = nodes.checked_sub(1)? / 2;
        Some(Box::new(Node {
            value: first + half,
            left: balanced(first, half),
            right: balanced(first + half + 1, nodes - 1 - half),
        }))
    }
    *balanced(0, NODES).expect("there are nodes")
});

/// The largest tree of at most this many nodes at the left edge of the whole.
fn tree(nodes: u64) -> &'static Node {
    let mut tree = &*TREE;
    let mut size = NODES;
    while size > nodes.max(1) {
        tree = tree.left.as_ref().expect("an inner node");
        size /= 2;
    }
    tree
}
