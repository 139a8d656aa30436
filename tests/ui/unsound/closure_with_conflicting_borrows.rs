//! A closure that is a coroutine is checked as well.

fn main() {
    let _machine = coro_core::keyword::coroutine!(move || {
        let mut text = String::from("text");
        let slice = text.as_str();
        yield slice.len();
        text.push('!');
        yield slice.len();
    });
}
