//! The body of `defer!` cannot suspend in this version: closing would not come to an end.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    defer! {
        yield_!(2);
    }
    yield_!(1);
}

fn main() {}
