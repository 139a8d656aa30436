//! A value that is lent for one resume may not be kept.

#[coro_core::coroutine(yield = usize, send = &[u8])]
fn chunks() {
    let mut kept = Vec::new();
    loop {
        kept.push(yield_!(kept.len()));
    }
}

fn main() {}
