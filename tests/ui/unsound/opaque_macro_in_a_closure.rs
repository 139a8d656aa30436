//! Nor in a closure.

macro_rules! length {
    ($name:ident) => {
        $name.len()
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let length = || length!(text);
    yield_!(length());
    yield_!(length());
}

fn main() {}
