/// The letter is gone when it was posted. If not, it is kept across the last suspension, and dropped at the end.
#[coro_core::coroutine(yield = &'static str, send = bool)]
pub fn mail<L>(letter: L, mut post: impl FnMut(L)) {
    if yield_!("post it?") {
        post(letter);
    }
    yield_!("done");
}
