//! An associated function that calls a free one of its name. It looks as if it called itself, and is not compiled as if it did.

struct Tree;

#[coro_core::coroutine(yield = u32)]
fn leaves(count: u32) {
    yield_!(count);
}

impl Tree {
    #[coro_core::coroutine(yield = u32)]
    fn leaves(count: u32) {
        yield_from!(leaves(count));
        yield_!(0);
    }
}

fn main() {
    Tree::leaves(1).count();
}
