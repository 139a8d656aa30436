//! The other thread may outlive the coroutine.

/// As `thread::spawn`.
fn spawn(work: impl FnOnce() + Send + 'static) {
    std::thread::spawn(work);
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    spawn(move || drop(slice));
    yield_!(0);
}

fn main() {}
