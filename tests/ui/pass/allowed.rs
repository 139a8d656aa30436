//! An `#[allow]` on the function holds for its body.

#![deny(warnings)]

#[allow(unused_variables, unused_mut, unreachable_code, dead_code)]
#[coro_core::coroutine(yield = u32)]
fn numbers(argument: u32) {
    let mut unused = 1;
    yield_!(1);
    return;
    yield_!(2);
}

#[coro_core::coroutine(yield = u32)]
fn statements() {
    #[allow(unused_variables)]
    let unused = 1;
    #[expect(unused_variables)]
    let expected = 1;
    yield_!(1);
}

fn main() {
    drop(statements());
}
