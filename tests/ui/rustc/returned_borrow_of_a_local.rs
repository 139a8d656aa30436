//! What is returned borrows a local, which ends with the body.

#[coro_core::coroutine(yield = u32)]
fn name() -> &'static str {
    let name = String::from("name");
    yield_!(1);
    name.as_str()
}

fn main() {}
