//! An unsafe call without `unsafe`.

unsafe fn number() -> u32 {
    1
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(number());
}

fn main() {}
