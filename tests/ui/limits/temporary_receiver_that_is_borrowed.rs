//! The temporary has to live to the end of the statement, if the method borrows it: `(&Words::new()).into_count()`.

struct Words(Vec<String>);

impl Words {
    fn into_count(&self) -> usize {
        self.0.len()
    }
}

#[coro_core::coroutine(yield = usize)]
fn counts() {
    yield_!(Words(Vec::new()).into_count());
}

fn main() {}
