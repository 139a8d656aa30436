//! The states, and what each of them saves.

use super::printed::Printed;
use super::{assert_printed, lower, states};
use crate::Lowered;
use crate::layout::layout;
use crate::layout::tail::mark;

#[test]
fn fib_has_a_state_for_its_loop_and_one_for_its_suspension() {
    let fib = "#[coroutine(yield = u64)] fn fib(limit: u64) {
        let (mut a, mut b) = (0, 1);
        for _ in 0..limit { yield_!(a); (a, b) = (b, a + b); }
    }";
    assert_printed(
        &states(fib),
        "
            For0: a b iter
            Suspend0: a b iter
        ",
    );
}

#[test]
fn a_value_that_may_have_a_destructor_is_saved_to_the_end_of_its_scope() {
    assert_printed(
        &states(
            "#[coroutine] fn f(m: M) { let guard = m.lock(); yield_!(1); { let inner = g(); yield_!(2); } yield_!(3); }",
        ),
        "
            Suspend0: m guard
            Suspend1: m guard inner
            Suspend2: m guard
        ",
    );
}

#[test]
fn a_number_is_saved_only_while_it_is_needed() {
    assert_printed(
        &states("#[coroutine] fn f(n: u32, r: &str) { yield_!(n); g(r); yield_!(2); }"),
        "
            Suspend0: r
            Suspend1:
        ",
    );
}

#[test]
fn a_local_that_was_moved_on_one_branch_is_an_option_from_the_join_on() {
    assert_printed(
        &states("#[coroutine] fn f(c: bool, s: String) { if c { drop(s); } yield_!(1); }"),
        "
            Join0: s?
            Suspend0: s?
        ",
    );
}

#[test]
fn a_join_is_a_state_only_where_a_branch_suspends_or_disagrees() {
    assert_printed(
        &states(
            "#[coroutine] fn f(c: bool) { if c { g(); } yield_!(1); if c { yield_!(2); } h(); yield_!(3); }",
        ),
        "
            Suspend0: c
            Suspend1:
            Join0:
            Suspend2:
        ",
    );
}

#[test]
fn the_operands_of_a_call_are_saved_until_it_is_made() {
    assert_printed(
        &states("#[coroutine(send = String)] fn f() { g(h(), yield_!(1), yield_!(2)); yield_!(3); }"),
        "
            Suspend0: operand
            Suspend1: operand sent
            Suspend2:
        ",
    );
}

#[test]
fn states_are_named_after_their_construct_in_source_order() {
    assert_printed(
        &states(
            "#[coroutine] fn f() { while g() { yield_!(1); } loop { yield_from!(child()); for x in h() { yield_!(x); } } }",
        ),
        "
            While0:
            Suspend0:
            Loop0:
            Delegate0: child_2
            For0: iter
            Suspend1: iter
        ",
    );
}

#[test]
fn both_of_two_locals_with_one_name_are_saved() {
    assert_printed(
        &states("#[coroutine] fn f(x: String) { let x = g(&x); { let x = h(&x); yield_!(1); } yield_!(2); }"),
        "
            Suspend0: x x_2 x_3
            Suspend1: x x_2
        ",
    );
}

#[test]
fn the_name_in_the_expansion_is_the_sources_unless_it_would_hide_another_that_is_saved() {
    let text =
        "#[coroutine] fn f(s: String) { let n = 1; let n = n + 1; let s = g(&s); yield_!(1); h(n, s); }";
    let Lowered { mut resolved, tree, .. } = lower(text);
    let layout = layout(&tree, &mut resolved);
    let shown: Vec<_> = resolved.locals.iter().map(|(id, _)| layout.shown[&id].to_string()).collect();
    assert_eq!(shown, ["s", "n", "n", "s_2"]);
}

#[test]
fn code_that_is_never_reached_has_no_state() {
    assert_printed(&states("#[coroutine] fn f() { return; yield_!(1); }"), "");
}

/// The methods of a function whose names decide what some suspension saves.
fn guessed(text: &str) -> Vec<&str> {
    let Lowered { mut resolved, tree, .. } = lower(text);
    let mut guesses: Vec<_> = layout(&tree, &mut resolved).guesses(&tree).into_iter().collect();
    guesses.sort_unstable();
    let name = |at: usize| text[at - 1..].split('(').next().unwrap_or_default();
    guesses.into_iter().map(|(_, column)| name(column)).collect()
}

#[test]
fn a_guess_matters_where_a_suspension_follows_in_the_scope_of_the_receiver() {
    assert_eq!(guessed("#[coroutine] fn f() { let x = g(); x.into_y(); yield_!(1); }"), ["into_y"]);
    assert_eq!(
        guessed("#[coroutine] fn f() { let x = g(); if h() { x.into_y(); } yield_!(1); }"),
        ["into_y"]
    );
    assert_eq!(guessed("#[coroutine] fn f() { let x = g(); h(|| x.into_y()); yield_!(1); }"), ["into_y"]);
    assert_eq!(guessed("#[coroutine] fn f() { yield_!(g().into_y()); }"), ["into_y"]);
    assert_eq!(
        guessed("#[coroutine] fn f() { h(g().into_y().into_z(), yield_!(1)); }"),
        ["into_y", "into_z"]
    );
    for without in [
        "let x = g(); yield_!(1); x.into_y();",
        "{ let x = g(); x.into_y(); } yield_!(1);",
        "for x in g() { yield_!(1); x.into_y(); }",
        "let x = 1; x.into_y(); yield_!(1);",
        // Mentioned again, so it was not moved.
        "let x = g(); x.into_y(); yield_!(1); h(&x);",
        "let mut x = g(); x.into_y(); x = g(); yield_!(1);",
        "g().into_y(); yield_!(1);",
    ] {
        let text = format!("#[coroutine] fn f() {{ {without} }}");
        assert!(guessed(&text).is_empty(), "{without}");
    }
}

/// The states, and the tree when the calls are marked that take their caller's place.
fn with_tail_calls(text: &str) -> String {
    let Lowered { mut resolved, mut tree, .. } = lower(text);
    let states = layout(&tree, &mut resolved);
    mark(&mut tree, &states, &resolved.locals);
    Printed(&tree, &resolved.locals).to_string()
}

#[test]
fn a_call_with_nothing_behind_it_is_a_tail_call() {
    assert_printed(
        &with_tail_calls(
            "#[coroutine] fn f(n: u32) -> u32 {
                if n == 0 { return yield_from!(f(1)); }
                match n { 1 => { let x = yield_from!(f(2)); return x } _ => yield_from!(f(3)) + 1 }
            }",
        ),
        "
            if n == 0:
                let n_2 : u32 = 1 ;
                sent = tail call n_2
                return sent
            match n:
              1 =>
                let n_3 : u32 = 2 ;
                x = tail call n_3
                return x
              _ =>
                let n_4 : u32 = 3 ;
                sent_2 = call n_4
                return sent_2 + 1
        ",
    );
}

#[test]
fn the_last_call_of_a_function_that_returns_nothing_is_a_tail_call() {
    assert_printed(
        &with_tail_calls("#[coroutine] fn f(n: u32) { yield_!(n); yield_from!(f(n - 1)); }"),
        "
            suspend n
            let n_2 : u32 = n - 1 ;
            tail call n_2
            return ()
        ",
    );
}

#[test]
fn a_call_is_no_tail_call_where_something_is_dropped_behind_it() {
    assert_printed(
        &with_tail_calls("#[coroutine] fn f(s: &S) { let guard = s.lock(); yield_!(1); yield_from!(f(s)); }"),
        "
            let guard = s . lock () ;
            suspend 1
            let s_2 : & S = s ;
            call s_2
            return ()
        ",
    );
}
