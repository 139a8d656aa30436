//! A format string that names the local reads it.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut items = vec![1];
    let exclusive = &mut items;
    yield_!(exclusive.len());
    println!("{items:?}");
    exclusive.push(2);
}

fn main() {}
