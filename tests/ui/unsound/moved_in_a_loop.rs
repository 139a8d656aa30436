//! In the second turn of the loop there is nothing left to borrow.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    for _ in 0..2 {
        let slice = text.as_str();
        yield_!(slice.len());
        yield_!(slice.len());
        drop(text);
    }
}

fn main() {}
