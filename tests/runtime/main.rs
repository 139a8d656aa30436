//! The event loop and what runs on it. One file for each behaviour; the numbers are the lines of the semantics of asyncio that
//! a test holds.

mod support;

mod blocking;
mod cancellation;
mod combinators;
mod event_loop;
mod futures;
mod generators;
mod groups;
#[cfg(unix)]
mod interrupts;
mod machines;
mod sockets;
mod stopping;
mod streams;
mod sync;
mod tasks;
mod timeouts;
mod timers;
mod vectored;
