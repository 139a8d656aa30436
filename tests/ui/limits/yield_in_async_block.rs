//! An `async` block is a machine of its own.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let future = async {
        yield_!(1);
    };
    drop(future);
}

fn main() {}
