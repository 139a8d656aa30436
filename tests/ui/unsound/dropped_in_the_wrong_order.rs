//! The value's destructor reads a local that is dropped before it.

struct Reads<'a>(Option<&'a String>);

impl Drop for Reads<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.0);
    }
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut reads = Reads(None);
    let text = String::from("text");
    reads.0 = Some(&text);
    yield_!(text.len());
}

fn main() {}
