//! What the loop goes through is gone.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut items = vec![String::from("a")];
    for item in &items {
        items.clear();
        yield_!(item.len());
    }
}

fn main() {}
