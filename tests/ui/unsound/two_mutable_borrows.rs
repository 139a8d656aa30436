//! Two mutable borrows live across a suspension.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let one = &mut text;
    yield_!(one.len());
    let two = &mut text;
    yield_!(two.len());
    one.push('1');
    two.push('2');
}

fn main() {}
