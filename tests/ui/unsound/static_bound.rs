//! The bound asks for a value that borrows nothing.

fn keep<T: 'static>(value: T) -> usize {
    size_of_val(&value)
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(keep(slice));
}

fn main() {}
