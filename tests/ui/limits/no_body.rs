//! A method that a trait only declares has no body to compile.

trait Numbers {
    #[coro_core::coroutine(yield = u32)]
    fn numbers(&self);
}

fn main() {}
