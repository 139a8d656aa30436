//! Methods that are clean, and stay clean: the check calls the receiver by another name.
#![deny(warnings)]

use std::pin::Pin;

#[derive(Debug)]
pub struct Counter {
    pub count: u32,
}

mod own {
    pub const STEP: u32 = 2;
}

impl Counter {
    #[coro_core::coroutine(yield = u32)]
    pub fn unused(&self) {
        yield_!(1);
    }

    #[coro_core::coroutine(yield = u32)]
    pub fn changed(mut self) -> Self {
        self.count += own::STEP;
        yield_!(self.count);
        self
    }

    #[coro_core::coroutine(yield = u32)]
    pub fn formatted(mut self) {
        self.count += self::own::STEP;
        yield_!(1);
        println!("{self:?}");
    }

    #[coro_core::coroutine]
    pub async fn lent(self: &mut Self, this: u32) -> u32 {
        let add = |count: u32| self.count + count;
        let sum = add(this);
        std::future::ready(()).await;
        self.count += sum;
        self.count
    }

    #[coro_core::coroutine]
    pub async fn pinned(self: Pin<&mut Self>) -> u32 {
        std::future::ready(()).await;
        assert!(self.count > 0, "{} is not", self.count);
        self.count
    }
}

fn main() {}
