//! Which locals stay in place.

use quote::ToTokens;

use super::{assert_printed, lower, states};
use crate::Lowered;

/// The names in the source and the first values of the locals that stay in place.
fn in_place(text: &str) -> Vec<(String, String)> {
    let Lowered { resolved, in_place, .. } = lower(text);
    let both = |place: &crate::storage::in_place::InPlace| {
        (resolved.locals[place.local].name.to_string(), place.value.to_token_stream().to_string())
    };
    in_place.iter().map(both).collect()
}

#[test]
fn a_large_array_that_is_kept_across_a_suspension_stays_in_place() {
    let found = in_place("#[coroutine] fn f() { let mut a = [0u8; 4096]; yield_!(1); g(&a); }");
    assert_eq!(found, [("a".to_string(), "[0u8 ; 4096]".to_string())]);
}

#[test]
fn an_array_that_no_suspension_follows_moves() {
    assert!(in_place("#[coroutine] fn f() { yield_!(1); let mut a = [0u8; 4096]; g(&a); }").is_empty());
}

#[test]
fn a_small_array_moves_with_the_state() {
    assert!(in_place("#[coroutine] fn f() { let mut a = [0u8; 16]; yield_!(1); g(&a); }").is_empty());
}

#[test]
fn the_arrays_of_inner_blocks_are_found_and_those_of_closures_are_not() {
    let found = in_place("#[coroutine] fn f() { loop { let a = [0u8; 4096]; yield_!(1); g(&a); } }");
    assert_eq!(found.len(), 1);
    assert!(
        in_place("#[coroutine] fn f() { let h = || { let a = [0u8; 4096]; g(&a) }; yield_!(1); h(); }")
            .is_empty()
    );
}

#[test]
fn the_declared_type_goes_to_the_first_value() {
    let found = in_place("#[coroutine] fn f() { let a: [u16; N] = [0; N]; yield_!(1); g(&a); }");
    assert_eq!(found[0].1, "{ let value : [u16 ; N] = [0 ; N] ; value }");
}

#[test]
fn what_stays_in_place_is_in_no_state() {
    assert_printed(
        &states("#[coroutine] fn f(s: String) { let a = [0u8; 4096]; yield_!(1); g(&a); }"),
        "
            Suspend0: s
        ",
    );
}
