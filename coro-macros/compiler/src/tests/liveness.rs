//! What is initialised, and what is still needed, as the last suspension of each function sees it.

use super::lower;
use crate::Lowered;
use crate::layout::{Layout, Place, Role, State, layout};
use crate::liveness::facts::Init::{self, Maybe, No, Yes};
use crate::liveness::needed::needed;

fn last_suspension(layout: &Layout) -> &State {
    layout.states.iter().rfind(|state| state.role == Role::Suspension).expect("it should suspend")
}

/// Whether the local `x` holds a value at the suspension.
fn x_in(text: &str) -> Init {
    let Lowered { mut resolved, tree, .. } = lower(text);
    let layout = layout(&tree, &mut resolved);
    let (x, _) = resolved.locals.iter().find(|(_, local)| local.name == "x").expect("there should be an `x`");
    last_suspension(&layout).facts.of(x)
}

/// The locals of the source that may be mentioned after the suspension, in the order of their declarations.
fn needed_after(text: &str) -> Vec<String> {
    let Lowered { mut resolved, tree, .. } = lower(text);
    let layout = layout(&tree, &mut resolved);
    let Place::At(node) = last_suspension(&layout).place else { panic!("a suspension should be at a node") };
    let needed = needed(&tree, &resolved.locals);
    let locals = needed.after[&node].iter().map(|id| &resolved.locals[*id]);
    locals.filter(|local| !local.synthetic).map(|local| local.name.to_string()).collect()
}

#[test]
fn a_local_holds_a_value_from_its_let_to_the_end_of_its_scope() {
    assert_eq!(x_in("#[coroutine] fn f() { let x = g(); yield_!(1); }"), Yes);
    assert_eq!(x_in("#[coroutine] fn f() { { let x = g(); } yield_!(1); }"), No);
    assert_eq!(x_in("#[coroutine] fn f() { let x; yield_!(1); x = g(); }"), No);
}

#[test]
fn a_value_that_was_passed_on_is_gone() {
    for way in [
        "g(x);",
        "let y = x;",
        "let p = P { x };",
        "let t = (x, 1);",
        "v[0] = x;",
        "for y in x {}",
        "x?;",
        "dbg!(x);",
    ] {
        assert_eq!(x_in(&format!("#[coroutine] fn f(x: String) {{ {way} yield_!(1); }}")), No, "{way}");
    }
}

#[test]
fn a_value_that_was_looked_at_is_still_there() {
    for way in [
        "g(&x);",
        "g(x.field);",
        "x += 1;",
        "x == y;",
        "println!(\"{x}\");",
        "assert_eq!(x, 1);",
        "x[0];",
        "*x;",
    ] {
        assert_eq!(x_in(&format!("#[coroutine] fn f(mut x: Vec<u8>) {{ {way} yield_!(1); }}")), Yes, "{way}");
    }
}

#[test]
fn a_closure_takes_its_captures_only_if_it_moves_them() {
    assert_eq!(x_in("#[coroutine] fn f(x: String) { g(move || x.len()); yield_!(1); }"), No);
    assert_eq!(x_in("#[coroutine] fn f(x: String) { g(|| x.len()); yield_!(1); }"), Yes);
}

#[test]
fn the_name_of_a_method_tells_whether_its_receiver_is_moved() {
    assert_eq!(x_in("#[coroutine] fn f(x: String) { x.into_bytes(); yield_!(1); }"), No);
    assert_eq!(x_in("#[coroutine] fn f(x: String) { x.len(); yield_!(1); }"), Yes);
    // A guess is given up when the local is mentioned again.
    assert_eq!(x_in("#[coroutine] fn f(x: S) { x.into_parts(); yield_!(1); g(&x); }"), Yes);
}

#[test]
fn a_move_on_one_branch_leaves_it_open() {
    assert_eq!(x_in("#[coroutine] fn f(x: String, c: bool) { if c { g(x); } yield_!(1); }"), Maybe);
    assert_eq!(
        x_in("#[coroutine] fn f(x: String, c: bool) { if c { g(x); } else { h(x); } yield_!(1); }"),
        No
    );
    assert_eq!(x_in("#[coroutine] fn f(x: String, c: bool) { if c { g(x); return; } yield_!(1); }"), Yes);
}

#[test]
fn an_assignment_gives_a_moved_local_a_value_again() {
    assert_eq!(x_in("#[coroutine] fn f(mut x: String) { g(x); x = h(); yield_!(1); }"), Yes);
}

#[test]
fn a_match_moves_what_its_arms_bind_by_value() {
    let x_after =
        |code: &str| x_in(&format!("#[coroutine] fn f(x: Option<String>) {{ {code} yield_!(1); }}"));
    assert_eq!(x_after("match x { y => g(y) }"), No);
    assert_eq!(x_after("match x { Some(y) => g(y), None => return }"), No);
    assert_eq!(x_after("match x { Some(ref y) => g(y), None => {} }"), Yes);
    assert_eq!(x_after("match x { Some(_) => g(), None => {} }"), Yes);
    assert_eq!(x_after("match &x { Some(y) => g(y), None => {} }"), Yes);
    assert_eq!(x_after("if let Some(y) = x.as_ref() { g(y) }"), Yes);
}

#[test]
fn a_local_that_is_moved_twice_is_copy() {
    let Lowered { resolved, .. } = lower("#[coroutine] fn f(x: T, y: T) { g(x); g(x); g(y); yield_!(1); }");
    let copied: Vec<_> = resolved.locals.iter().map(|(_, local)| local.copied).collect();
    assert_eq!(copied, [true, false]);
}

#[test]
fn a_local_is_needed_while_it_may_be_mentioned() {
    assert_eq!(needed_after("#[coroutine] fn f(a: u32, b: u32) { g(a); yield_!(1); g(b); }"), ["b"]);
    assert_eq!(needed_after("#[coroutine] fn f(a: u32, c: bool) { yield_!(1); if c { g(a); } }"), ["a", "c"]);
}

#[test]
fn a_local_that_is_overwritten_first_is_not_needed() {
    assert_eq!(needed_after("#[coroutine] fn f(mut a: u32) { yield_!(1); a = 2; g(a); }"), [""; 0]);
    assert_eq!(needed_after("#[coroutine] fn f(mut a: u32) { yield_!(1); a += 2; g(a); }"), ["a"]);
}

#[test]
fn what_the_next_turn_of_a_loop_mentions_is_needed() {
    assert_eq!(needed_after("#[coroutine] fn f(a: u32, b: u32) { loop { g(a); yield_!(1); } }"), ["a"]);
}

#[test]
fn inline_format_arguments_need_their_locals() {
    assert_eq!(needed_after(r#"#[coroutine] fn f(a: u32, b: u32) { yield_!(1); println!("{a}"); }"#), ["a"]);
}

#[test]
fn the_end_of_a_range_is_a_mention_and_a_field_of_the_same_name_is_not() {
    let body = "yield_!(1); for _ in 0..a {} for _ in x.b..=1 {}";
    assert_eq!(needed_after(&format!("#[coroutine] fn f(a: u32, b: u32, x: &T) {{ {body} }}")), ["a", "x"]);
}
