//! `_ = text` leaves the local, but not past the end of its scope.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let slice;
    {
        let text = String::from("text");
        slice = text.as_str();
        yield_!(slice.len());
        _ = text;
    }
    yield_!(slice.len());
}

fn main() {}
