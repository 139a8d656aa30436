//! Through a mutable reference, nothing shorter can be stored.

#[coro_core::coroutine(yield = usize)]
fn f<'a>(place: &mut &'a str) {
    let text = String::from("text");
    *place = &text;
    yield_!(text.len());
    yield_!(place.len());
}

fn main() {}
