//! Each turn of a loop has a local of its own.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut last: Option<&str> = None;
    for n in 0..3 {
        let text = n.to_string();
        yield_!(last.map_or(0, str::len));
        last = Some(&text);
        yield_!(text.len());
    }
}

fn main() {}
