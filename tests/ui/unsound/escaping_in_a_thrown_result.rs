//! What is returned as an error outlives the locals, too.

#[coro_core::coroutine(yield = usize)]
fn f() -> Result<(), &'static str> {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    Err(slice)?;
    Ok(())
}

fn main() {}
