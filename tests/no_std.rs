//! Without features, `coro-core` needs neither `std` nor `alloc`: `tests/no_std/` is a crate that has neither.

mod support;

#[test]
fn a_crate_without_std_builds() {
    support::cargo(&["build"], "no_std");
}
