//! A crate that names its own items as std's are named.

#![allow(non_upper_case_globals)]

#[allow(non_camel_case_types, dead_code)]
mod names {
    pub struct Option;
    pub struct Result;
    pub struct String;
    pub trait Iterator {}
    pub trait Send {}
    pub mod core {}
    pub mod std {}
    pub fn drop() {}
    pub const Some: u32 = 1;
    pub const None: u32 = 2;
}

mod user {
    #![allow(unused_imports, non_upper_case_globals)]
    use super::names::*;
    use super::names::{Iterator, None, Option, Result, Send, Some, String, core, drop, std};

    #[coro_core::coroutine(yield = u32)]
    pub fn numbers(limit: u32) {
        for number in 0..limit {
            yield_!(number);
            if number == Some {
                yield_!(None);
            }
        }
    }
}

#[coro_core::coroutine(yield = u32)]
fn other() {
    yield_!(1);
}

fn main() {
    assert_eq!(user::numbers(3).chain(other()).collect::<Vec<_>>(), [0, 1, 2, 2, 1]);
}
