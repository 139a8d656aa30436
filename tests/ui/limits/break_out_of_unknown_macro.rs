//! A `break` in a macro that cannot be read would leave a loop that is taken apart.

macro_rules! when {
    ($condition:expr => $then:expr) => {
        if $condition {
            $then
        }
    };
}

#[coro_core::coroutine(yield = u32)]
fn numbers(limit: u32) {
    let mut number = 0;
    loop {
        yield_!(number);
        number += 1;
        when!(number == limit => break);
    }
}

fn main() {}
