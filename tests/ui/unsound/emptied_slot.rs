//! What is unsafe of a slot says so.

use coro_core::private::Slot;

fn main() {
    let slot = Slot::empty();
    drop(slot.fill(String::new()));
}
