//! An option that is given twice.

#[coro_core::coroutine(send = u32 as first, send = u32)]
fn numbers() {
    yield_!();
}

fn main() {}
