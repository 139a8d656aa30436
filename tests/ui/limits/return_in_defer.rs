//! The body of `defer!` runs while its scope is left: it cannot leave it another way.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    loop {
        defer! {
            return;
        }
        yield_!(1);
    }
}

fn main() {}
