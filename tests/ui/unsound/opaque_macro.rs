//! What a macro does with a local in a slot cannot be seen.

macro_rules! length {
    ($name:ident) => {
        $name.len()
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(length!(text) + slice.len());
}

fn main() {}
