//! A guard of an arm cannot change what the arms look at.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = Some(String::from("text"));
    let reference = &text;
    yield_!(reference.iter().len());
    yield_!(reference.iter().len());
    match text {
        Some(_) if text.take().is_none() => yield_!(0),
        _ => yield_!(1),
    }
}

fn main() {}
