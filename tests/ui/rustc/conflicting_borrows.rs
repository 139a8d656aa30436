//! Two borrows that conflict between two suspensions.

#[coro_core::coroutine(yield = u32)]
fn numbers(mut list: Vec<u32>) {
    yield_!(0);
    let first = &list[0];
    list.push(1);
    let number = *first;
    yield_!(number);
}

fn main() {}
