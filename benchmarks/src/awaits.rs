//! `async fn`s: the compiler's, and ours, from one text.

use std::future::{Future, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Pending once, then the value.
pub struct Pause(Option<u64>, bool);

/// See [`Pause`].
pub fn pause(value: u64) -> Pause {
    Pause(Some(value), false)
}

impl Future for Pause {
    type Output = u64;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        if !std::mem::replace(&mut self.1, true) {
            return Poll::Pending;
        }
        Poll::Ready(self.0.take().expect("it is not polled again"))
    }
}

/// Polls a future until it is ready.
fn drive<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut cx) {
            return value;
        }
    }
}

/// An `async fn` as it stands.
macro_rules! plain {
    ($($function:tt)*) => { $($function)* };
}

/// One of ours.
macro_rules! explicit {
    ($($function:tt)*) => { #[coro_core::coroutine] $($function)* };
}

use {explicit, plain};

/// The same functions in two modules. In them `machine!` is [`plain`] or [`explicit`].
macro_rules! twins {
    ($($item:tt)*) => {
        /// The compiler's own.
        mod native {
            use super::{plain as machine, *};
            $($item)*
        }

        /// Explicit machines.
        mod ours {
            use super::{explicit as machine, *};
            $($item)*
        }
    };
}

twins! {
    machine! { pub async fn ready_at_once(work: u64) -> u64 {
        let mut total = 0u64;
        for i in 0..work {
            total = total.wrapping_mul(31).wrapping_add(ready(i).await);
        }
        total
    } }

    machine! { pub async fn suspending(work: u64) -> u64 {
        let mut total = 0u64;
        for i in 0..work {
            total = total.wrapping_mul(31).wrapping_add(pause(i).await);
        }
        total
    } }

    machine! { async fn doubled(i: u64) -> u64 { ready(i).await * 2 } }

    machine! { pub async fn calls(work: u64) -> u64 {
        let mut total = 0u64;
        for i in 0..work {
            total = total.wrapping_mul(31).wrapping_add(doubled(i).await);
        }
        total
    } }

    machine! { async fn level1(work: u64) -> u64 { suspending(work).await + 1 } }
    machine! { async fn level2(work: u64) -> u64 { level1(work).await + 1 } }
    machine! { async fn level3(work: u64) -> u64 { level2(work).await + 1 } }
    machine! { async fn level4(work: u64) -> u64 { level3(work).await + 1 } }
    machine! { async fn level5(work: u64) -> u64 { level4(work).await + 1 } }
    machine! { async fn level6(work: u64) -> u64 { level5(work).await + 1 } }
    machine! { async fn level7(work: u64) -> u64 { level6(work).await + 1 } }
    machine! { async fn level8(work: u64) -> u64 { level7(work).await + 1 } }
    machine! { pub async fn ten_deep(work: u64) -> u64 { level8(work).await + 1 } }

    machine! { async fn read(buffer: &mut [u8]) -> usize {
        let count = pause(buffer.len() as u64).await as usize;
        buffer[0] = buffer[0].wrapping_add(count as u8);
        count
    } }

    machine! { pub async fn lent_buffer(work: u64) -> u64 {
        let mut buffer = [0; 1024];
        let mut total = 0;
        for _ in 0..work {
            total += read(&mut buffer).await as u64 + u64::from(buffer[0]);
        }
        total
    } }

    machine! { pub async fn nothing_awaited(work: u64) -> u64 { work * 3 } }

    machine! { pub async fn three_in_a_row(work: u64) -> u64 {
        let first = doubled(work).await;
        let second = pause(first).await;
        first + suspending(second % 3).await
    } }

    machine! { pub async fn branches(work: u64) -> u64 {
        match work % 3 {
            0 => doubled(work).await,
            1 => suspending(work % 7).await,
            _ => lent_buffer(work % 5).await,
        }
    } }

    machine! { pub async fn strings(work: u64) -> u64 {
        let text = work.to_string();
        let words = vec![text.clone(), text];
        let mut total = 0;
        for word in &words {
            total += pause(word.len() as u64).await;
        }
        total
    } }

    machine! { pub async fn gone_in_between(work: u64) -> u64 {
        let first = {
            let buffer = [work; 64];
            pause(buffer.len() as u64).await + buffer[3]
        };
        let second = {
            let buffer = [first; 64];
            pause(buffer.len() as u64).await + buffer[5]
        };
        first + second
    } }

    machine! { async fn takes(text: String) -> u64 { pause(text.len() as u64).await } }

    machine! { pub async fn moved_into_the_call(work: u64) -> u64 {
        takes(work.to_string()).await
    } }
}

/// Whose machines are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The compiler's.
    Native,
    /// The explicit ones.
    Ours,
}

/// One function: run, and measured.
pub struct Shape {
    /// Its name in the tables.
    pub name: &'static str,
    /// Runs it.
    pub run: fn(Side, u64) -> u64,
    /// The size of its machine in bytes.
    pub size: fn(Side) -> usize,
}

macro_rules! shapes {
    ($($name:ident)*) => {
        [$(Shape {
            name: stringify!($name),
            run: |side, work| match side {
                Side::Native => drive(native::$name(work)),
                Side::Ours => drive(ours::$name(work)),
            },
            size: |side| match side {
                Side::Native => size_of_val(&native::$name(1)),
                Side::Ours => size_of_val(&ours::$name(1)),
            },
        }),*]
    };
}

/// Those whose instructions are counted: each awaits as often as its argument says.
pub fn counted() -> [Shape; 5] {
    shapes! { ready_at_once calls suspending lent_buffer ten_deep }
}

/// Those that are measured besides.
pub fn measured() -> [Shape; 7] {
    shapes! {
        nothing_awaited three_in_a_row branches strings gone_in_between moved_into_the_call ten_deep
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_compute_the_same() {
        for shape in counted().iter().chain(&measured()) {
            assert_eq!((shape.run)(Side::Ours, 23), (shape.run)(Side::Native, 23), "{}", shape.name);
        }
    }
}
