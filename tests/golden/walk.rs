/// A binary tree.
pub struct Node {
    pub value: u64,
    pub left: Option<Box<Node>>,
    pub right: Option<Box<Node>>,
}

/// Its values, in order.
#[coro_core::coroutine(yield = u64)]
pub fn walk(node: &Node) {
    if let Some(left) = &node.left {
        yield_from!(walk(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(walk(right));
    }
}
