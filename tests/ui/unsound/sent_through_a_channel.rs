//! Who receives it may keep it.

use std::sync::mpsc::Sender;

#[coro_core::coroutine(yield = usize)]
fn f(sender: Sender<&'static [u8]>) {
    let bytes = vec![1, 2, 3];
    let slice = &bytes[..];
    yield_!(slice.len());
    sender.send(slice).unwrap();
    yield_!(0);
}

fn main() {}
