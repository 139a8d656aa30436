//! A macro cannot see that this method takes `self` by value, and keeps the receiver: `{ pages }.turned()` says so.

struct Pages(Vec<usize>);

impl Pages {
    fn turned(self) -> std::vec::IntoIter<usize> {
        self.0.into_iter()
    }
}

#[coro_core::coroutine(yield = usize)]
fn lengths(pages: Pages) {
    for page in pages.turned() {
        yield_!(page);
    }
}

fn main() {}
