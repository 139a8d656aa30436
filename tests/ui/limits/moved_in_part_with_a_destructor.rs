//! A macro cannot see that the name is `Copy`, and takes the guard apart: copy the name before it goes in there.

#[derive(Clone, Copy)]
struct Name(&'static str);

struct Guard {
    name: Name,
    log: Vec<Name>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.log.push(self.name);
    }
}

#[coro_core::coroutine(yield = usize)]
fn lengths(first: Name) {
    let guard = Guard { name: first, log: Vec::new() };
    let name = guard.name;
    yield_!(name.0.len());
}

fn main() {}
