//! The other thread may outlive the coroutine.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let thread = std::thread::spawn(move || slice.len());
    yield_!(thread.join().unwrap());
}

fn main() {}
