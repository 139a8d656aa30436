//! `build` is taken for a method by value: the local would be dropped under its borrow.

struct Builder([u8; 4]);

impl Builder {
    fn build(&self) -> usize {
        self.0.len()
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        self.0 = [0; 4];
    }
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let builder = Builder([1; 4]);
    let first = &builder.0[0];
    yield_!(usize::from(*first));
    let length = builder.build();
    yield_!(length + usize::from(*first));
}

fn main() {}
