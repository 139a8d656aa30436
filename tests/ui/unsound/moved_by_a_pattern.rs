//! The pattern takes the local while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = Some(String::from("text"));
    let reference = &text;
    yield_!(reference.iter().len());
    match text {
        Some(text) => drop(text),
        None => {}
    }
    yield_!(reference.iter().len());
}

fn main() {}
