//! An assertion of another crate's, imported under std's name, that does more than to look.

mod other {
    macro_rules! equal {
        ($left:ident, $right:expr) => {
            assert!(std::mem::take(&mut $left) == $right)
        };
        ($left:expr, $right:expr) => {
            assert!($left == $right)
        };
    }
    pub(crate) use equal as assert_eq;
}

use other::assert_eq;

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let reference = &mut text;
    yield_!(reference.len());
    yield_!(reference.len());
    assert_eq!(text, "text");
    yield_!(text.len());
}

fn main() {}
