//! A method gives away what its receiver only borrows.

struct Page {
    text: String,
}

impl Page {
    #[coro_core::coroutine(yield = u32)]
    fn text(&self) -> String {
        yield_!(1);
        self.text
    }
}

fn main() {}
