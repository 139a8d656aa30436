//! What a macro does with a local in a slot cannot be seen: it is lent to it, even if that ignores it.

macro_rules! ignore {
    ($name:ident) => {
        0
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let changed = &mut text;
    yield_!(changed.len());
    yield_!(ignore!(text));
    changed.push('x');
}

fn main() {}
