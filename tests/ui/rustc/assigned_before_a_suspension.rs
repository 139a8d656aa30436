//! A local that is assigned while it is borrowed, in code without a suspension.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let mut number = 1;
    let before = &number;
    number = 2;
    println!("{before}");
    yield_!(number);
}

fn main() {}
