//! What is behind `dyn` may have a destructor that reads what it borrows.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut kept: Vec<Box<dyn Fn() -> usize + '_>> = Vec::new();
    let text = String::from("text");
    kept.push(Box::new(|| text.len()));
    yield_!(kept.len());
}

fn main() {}
