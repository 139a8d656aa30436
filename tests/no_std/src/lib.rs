//! Coroutines where there is no standard library.

#![no_std]
#![deny(warnings)]

use core::panic::PanicInfo;
use core::pin::{Pin, pin};

use coro_core::{Complete, Coroutine, Resume, Status, Yielded};

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

#[coro_core::coroutine(yield = u32, send = u32, throw = &'static str)]
fn total(limit: u32) -> Result<u32, &'static str> {
    let mut total = 0;
    while total < limit {
        total += yield_!(total)?;
    }
    Ok(total)
}

#[coro_core::coroutine(yield = u32, send = u32, throw = &'static str)]
fn twice(limit: u32, ends: &mut u32) -> Option<u32> {
    defer! {
        *ends += 1;
    }
    let first = yield_from!(total(limit)).ok()?;
    let second = yield_from!(total(limit)).ok()?;
    Some(first + second)
}

#[coro_core::coroutine(yield = usize)]
fn squares(numbers: &[usize]) {
    for number in numbers {
        yield_!(number * number);
    }
}

#[coro_core::coroutine(yield = usize, send = &[u8])]
fn in_place() {
    let mut buffer = [0u8; 1024];
    let mut length = 0;
    loop {
        let chunk = yield_!(length);
        for byte in chunk {
            buffer[length] = *byte;
            length += 1;
        }
    }
}

/// Uses all of it, so that it is all compiled.
#[unsafe(no_mangle)]
pub extern "C" fn run(limit: u32) -> u32 {
    let mut ends = 0;
    let mut coroutine = twice(limit, &mut ends);
    let mut state = coroutine.start();
    while let Yielded(number) = state {
        state = coroutine.send(number + 1);
    }
    let total = match state {
        Complete(Some(total)) => total,
        _ => 0,
    };
    drop(coroutine);

    let mut thrown = pin!(total_of(limit));
    let _ = thrown.as_mut().resume(Resume::Start);
    let _ = thrown.throw("enough");
    let returned = thrown.status() == Status::Returned;

    let mut buffer = in_place();
    let _ = buffer.start();
    let length = buffer.send(b"abc").yielded().unwrap_or(0);
    let sum: usize = squares(&[1, 2, 3]).sum();
    total + ends + u32::from(returned) + (length + sum) as u32
}

fn total_of(
    limit: u32,
) -> impl Coroutine<u32, &'static str, Yield = u32, Return = Result<u32, &'static str>> + Unpin {
    total(limit)
}

/// A mutable reference, and a pinned one, are coroutines without an allocator too.
pub fn through_pointers(coroutine: Pin<&mut (dyn Coroutine<Yield = u32, Return = ()> + '_)>) -> Status {
    let mut coroutine = coroutine;
    let _ = (&mut coroutine).start();
    coroutine.status()
}
