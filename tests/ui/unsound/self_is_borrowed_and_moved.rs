//! `self` is a local like any other.

struct Text(String);

impl Text {
    #[coro_core::coroutine(yield = usize)]
    fn f(self) {
        let slice = self.0.as_str();
        yield_!(slice.len());
        drop(self);
        yield_!(slice.len());
    }
}

fn main() {}
