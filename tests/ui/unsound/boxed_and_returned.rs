//! The box holds a reference to a local that is gone.

#[coro_core::coroutine(yield = usize)]
fn f() -> Box<dyn Fn() -> usize> {
    let text = String::from("text");
    let length = || text.len();
    yield_!(length());
    Box::new(length)
}

fn main() {}
