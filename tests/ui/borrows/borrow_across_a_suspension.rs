//! A local may not be borrowed across a suspension in this version.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let list = vec![1, 2];
    for number in list.iter() {
        yield_!(*number);
    }
}

fn main() {}
