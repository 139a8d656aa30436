//! What an `async` block yields does not borrow its locals.

fn main() {
    let _machine = coro_core::keyword::coroutine!(async move {
        let text = String::from("text");
        let slice = text.as_str();
        yield slice;
        yield slice;
    });
}
