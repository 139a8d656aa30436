//! A local's `place` is the source's own.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let reference = &mut text;
    yield_!(reference.len());
    text.place = std::ptr::null_mut();
    yield_!(text.len());
}

fn main() {}
