//! A local is borrowed for longer than it lives.

fn keep(_: &'static str) {}

#[coro_core::coroutine(yield = u32)]
fn name() {
    yield_!(1);
    let name = String::from("name");
    keep(&name);
}

fn main() {}
