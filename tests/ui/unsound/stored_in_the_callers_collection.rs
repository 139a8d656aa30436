//! The caller's collection outlives the coroutine's locals.

#[coro_core::coroutine(yield = usize)]
fn f<'a>(all: &mut Vec<&'a String>) {
    let text = String::from("text");
    all.push(&text);
    yield_!(text.len());
    yield_!(all.len());
}

fn main() {}
