//! The swap moves what is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut one = String::from("one");
    let mut two = String::new();
    let slice = one.as_str();
    yield_!(slice.len());
    std::mem::swap(&mut one, &mut two);
    yield_!(slice.len() + two.len());
}

fn main() {}
