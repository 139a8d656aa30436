//! A value is used after it was moved, and a suspension comes between: rustc says so once.

fn consume(bytes: Vec<u8>) {
    drop(bytes);
}

#[coro_core::coroutine(yield = usize)]
fn lengths(bytes: Vec<u8>) {
    consume(bytes);
    yield_!(1);
    yield_!(bytes.len());
}

fn main() {
    drop(lengths(Vec::new()));
}
