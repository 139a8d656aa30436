//! Each turn of the loop keeps another mutable borrow of the same local.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let mut all = Vec::new();
    loop {
        all.push(&mut text);
        yield_!(all.len());
    }
}

fn main() {}
