//! A `return` in a macro that cannot be read would leave the step.

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
        when!(number == limit => return);
        yield_!(number);
        number += 1;
    }
}

fn main() {}
