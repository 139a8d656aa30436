//! Before the guard has said yes, nothing may be moved out of what is matched.

#[coro_core::coroutine(yield = usize, send = bool)]
fn f(text: Option<String>) -> usize {
    match text {
        Some(text) if yield_!(text.len()) => text.len(),
        _ => 0,
    }
}

#[coro_core::coroutine(yield = usize, send = bool)]
fn with_ref(text: Option<String>) -> usize {
    match text {
        Some(ref text) if yield_!(text.len()) => text.len(),
        _ => 0,
    }
}

fn main() {}
