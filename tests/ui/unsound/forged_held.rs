//! Only a slot makes what owns its value.

use coro_core::private::Held;

fn main() {
    drop(Held { place: std::ptr::null_mut::<String>() });
}
