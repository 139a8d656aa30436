//! A function that takes a longer-lived reference is given a shorter one.

#[coro_core::coroutine(yield = usize)]
fn f(keep: fn(&'static str)) {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    keep(slice);
    yield_!(0);
}

fn main() {}
