//! An argument that is not `Send`.

#[coro_core::coroutine(yield = u32)]
fn numbers(pointer: *const u32) {
    yield_!(u32::from(pointer.is_null()));
}

fn require_send<T: Send>(_: T) {}

fn main() {
    require_send(numbers(std::ptr::null()));
}
