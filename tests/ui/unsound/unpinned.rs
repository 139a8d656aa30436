//! Nobody gets at a machine that is pinned.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    let machine = Box::pin(f());
    let _ = std::pin::Pin::into_inner(machine);
}
