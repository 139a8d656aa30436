//! Of a method that is given a closure, rustc is not asked whether it takes `self` by value: `{ pages }.turned(..)` says so.

struct Pages(Vec<usize>);

impl Pages {
    fn turned(self, by: impl Fn(usize) -> usize) -> std::vec::IntoIter<usize> {
        self.0.into_iter().map(by).collect::<Vec<_>>().into_iter()
    }
}

#[coro_core::coroutine(yield = usize)]
fn lengths(pages: Pages) {
    for page in pages.turned(|page| page + 1) {
        yield_!(page);
    }
}

fn main() {}
