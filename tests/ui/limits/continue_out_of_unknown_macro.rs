//! A `continue` in a macro that cannot be read would leave a loop that is taken apart.

macro_rules! when {
    ($condition:expr => $then:expr) => {
        if $condition {
            $then
        }
    };
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    'outer: for number in 0..3 {
        when!(number == 1 => continue 'outer);
        yield_!(number);
    }
}

fn main() {}
