//! A pinned machine stays where it is.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    let one = std::pin::pin!(f());
    let mut two = f();
    std::mem::swap(&mut *one, &mut two);
}
