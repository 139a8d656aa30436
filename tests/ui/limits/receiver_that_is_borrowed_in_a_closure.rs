//! A closure has no check beside its machine: there the machine says it.

struct Words(Vec<String>);

impl Words {
    fn into_count(&self) -> usize {
        self.0.len()
    }
}

fn main() {
    let _ = coro_core::keyword::coroutine!(|| {
        let words = Words(Vec::new());
        let count = words.into_count();
        yield count;
    });
}
