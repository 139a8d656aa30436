//! A coroutine can be looked at while it is suspended: what it does, where it waits, and what it keeps there.
//!
//!     cargo run --example resume_point

use coro_core::{Coroutine, CoroutineState, Status};

/// A traffic light that is red until somebody wants to cross the road.
#[coro_core::coroutine(yield = &'static str, send = bool)]
fn traffic_light(crossings: u32) -> &'static str {
    for _ in 0..crossings {
        let mut waited = 0;
        while !yield_!("cars go") {
            waited += 1;
        }
        let hurry = waited > 1;
        yield_!("cars stop");
        let seconds = if hurry { 20 } else { 10 };
        for _ in 0..seconds / 10 {
            yield_!("people go");
        }
    }
    "out of order"
}

/// One line on a coroutine that is suspended, or was.
fn watch<S>(coroutine: &impl Coroutine<S>) {
    let point = coroutine.resume_point();
    match coroutine.status() {
        Status::Suspended => {
            println!("  waits in {} at line {}, keeps {:?}", point.variant, point.line, point.saved);
        }
        status => println!("  {status:?}: {}, keeps {:?}", point.variant, point.saved),
    }
}

fn main() {
    let mut light = traffic_light(1);
    println!("new");
    watch(&light);

    let mut shown = light.start();
    for button in [false, false, true, false, false, false] {
        match shown {
            CoroutineState::Yielded(signal) => println!("{signal}"),
            CoroutineState::Complete(message) => {
                println!("{message}");
                break;
            }
        }
        watch(&light);
        shown = light.send(button);
    }
    println!("{shown:?}");
    watch(&light);
    println!("{} bytes", size_of_val(&light));
}
