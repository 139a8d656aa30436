//! Only a slot makes what stands for its value.

use coro_core::private::Kept;

fn main() {
    drop(Kept(()));
}
