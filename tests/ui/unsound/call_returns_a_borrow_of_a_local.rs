//! What a call of the function itself returns borrows a local of the caller.

use std::pin::pin;

use coro_core::Coroutine;

#[coro_core::coroutine(yield = u32)]
fn longest<'a>(text: &'a str, n: u32) -> &'a str {
    let own = format!("{text}.");
    yield_!(n);
    if n == 0 { text } else { yield_from!(longest(&own, n - 1)) }
}

fn main() {
    let mut longest = pin!(longest("text", 2));
    let _ = longest.start();
}
