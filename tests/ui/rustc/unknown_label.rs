//! A label that does not exist.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    loop {
        yield_!(1);
        break 'nowhere;
    }
}

fn main() {}
