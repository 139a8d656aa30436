//! Which locals stay in place, and which are pinned.

use quote::ToTokens;

use super::{assert_printed, lower, parsed, states};
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

/// The names in the source of the locals that are borrowed across a suspension.
fn pinned(text: &str) -> Vec<String> {
    let text = format!("#[coroutine(yield = usize)] {text}");
    let options = parsed(&text).options;
    let Lowered { mut resolved, tree, .. } = lower(&text);
    let layout = crate::layout::layout(&tree, &mut resolved);
    let found = crate::storage::borrows::borrowed(&tree, &layout, &resolved.locals, options.yields.as_ref());
    found.into_iter().map(|local| resolved.locals[local].name.to_string()).collect()
}

#[test]
fn what_is_borrowed_across_a_suspension_is_pinned() {
    assert_eq!(pinned("fn f(v: Vec<u8>) { let r = &v; yield_!(1); g(r); }"), ["v"]);
    assert_eq!(pinned("fn f(v: Vec<u8>) { for x in v.iter() { yield_!(1); } }"), ["v", "iter_2"]);
    assert_eq!(
        pinned("fn f(v: Vec<u8>) { let w: Vec<_> = v.iter().map(|x| x).collect(); yield_!(1); g(w); }"),
        ["v"]
    );
    assert_eq!(pinned("fn f(v: Vec<u8>) { let m = v.iter().max(); yield_!(1); g(m); }"), ["v"]);
    assert_eq!(pinned("fn f(v: Vec<u8>) { let x = g(&v); yield_!(1); h(x); }"), ["v"]);
    assert_eq!(pinned("fn f(s: String) { let mut all = vec![]; all.push(&s); yield_!(1); g(all); }"), ["s"]);
}

#[test]
fn what_a_value_was_made_from_is_not() {
    for body in [
        "let n = g(&v); yield_!(n); h(n, v);",
        "let n = g(&v); yield_!(1); if n > 3 { h(v); }",
        "let mut n = g(&v); yield_!(1); n += 1; h(n, v);",
        "let n = g(&v); for i in 0..n { yield_!(i); } h(v);",
        "let good = g(&v); yield_!(1); if good { h(v); }",
        "let mut out = String::new(); out.push_str(&v); yield_!(1); h(out, v);",
        "let at = v.find('x'); yield_!(1); h(at, v);",
        "let first = v.chars().next(); yield_!(1); h(first, v);",
        "let first = v.first().copied(); yield_!(1); h(first, v);",
        "let n = v.get(k).copied().unwrap_or(0); yield_!(1); h(n, v);",
        "let n = v.iter().fold(0, |a, b| a + b); yield_!(1); h(n, v);",
        "let old = std::mem::take(&mut v); yield_!(1); h(old, v);",
        "let i = v.next_if(|x| x == w); yield_!(1); h(i, v);",
        "let parent = v.parent.upgrade(); yield_!(1); h(parent, v);",
        "let text = v.find(|x| x == y).clone(); yield_!(1); h(text, v);",
        "let k = 1; let r = w.get_or_insert_with(|| v[k]); yield_!(1); h(r, v, k);",
        "let Some(&x) = v.peek() else { return }; yield_!(1); h(x, v);",
        "let (mut n, mut list) = (0, vec![0; 8]); list[n] = g(&v); yield_!(1); h(list, v);",
    ] {
        let none: [&str; 0] = [];
        assert_eq!(pinned(&format!("fn f(mut v: T) {{ {body} }}")), none, "{body}");
    }
}

#[test]
fn what_is_assigned_to_a_local_does_not_borrow_it() {
    let none: [&str; 0] = [];
    for next in
        ["level = h(&level);", "let next = h(&level); level = next;", "level = level.next(f(&level));"]
    {
        let body = format!("fn f() {{ let mut level = g(); loop {{ yield_!(1); {next} }} }}");
        assert_eq!(pinned(&body), none, "{next}");
    }
    // A part of it may.
    let part = "fn f() { let mut all = g(); all.first = h(&all); yield_!(1); g(all); }";
    assert_eq!(pinned(part), ["all"]);
}

#[test]
fn a_child_holds_what_it_was_given() {
    assert_eq!(
        pinned("fn f(n: usize, v: &mut T) { yield_from!(g(n, v)); v.pop(); }"),
        ["v"],
        "a `&mut` that is passed on by its name is lent"
    );
}

#[test]
fn what_lends_to_one_that_lives_longer_is_gone_by_the_next_suspension() {
    let walks = |next: &str| {
        format!(
            "fn f(root: &N) {{
                let (mut all, mut at) = (vec![], root.first());
                loop {{
                    while let Some(node) = at {{ all.push(node); at = node.left.first(); }}
                    let Some(node) = all.pop() else {{ break }};
                    yield_!(1);
                    {next}
                }}
            }}"
        )
    };
    let none: [&str; 0] = [];
    assert_eq!(pinned(&walks("at = node.right.first();")), none);
    // It is lent while it is in scope.
    assert_eq!(pinned(&walks("at = node.right.first(); yield_!(2); g(node);")), ["node"]);
    // So it is in the next turn of a loop inside of its scope.
    assert_eq!(
        pinned("fn f(v: V) { let x = g(); let mut r = None; loop { yield_!(1); r = h(r, &x); } }"),
        ["x"]
    );
}

/// Whether rustc is asked how the method `apply` takes its receiver.
fn asks(text: &str) -> bool {
    let item: proc_macro2::TokenStream = text.parse().expect("the source should be Rust");
    crate::attribute(proc_macro2::TokenStream::new(), item).to_string().contains("receiver ! (. apply")
}

#[test]
fn the_last_method_of_a_local_in_a_slot_is_asked_for() {
    assert!(asks("async fn f(c: Cmd, d: &Db) { c.apply(d).await; }"));
    assert!(asks("async fn f(c: Cmd) { if g().await { c.apply(1); } h().await; }"));
    assert!(asks("async fn f(c: Cmd) { if g().await { return c.apply().await; } c.other().await; }"));
    assert!(asks("async fn f() { Cmd::new().apply(&x()).await; }"));
}

#[test]
fn a_method_that_others_follow_is_not_asked_for() {
    assert!(!asks("async fn f(c: Cmd) { c.apply().await; g(&c).await; }"));
    assert!(!asks("async fn f(mut c: Cmd) { c = Cmd; c.apply().await; }"));
}

#[test]
fn nor_one_whose_arguments_cannot_be_named_twice() {
    assert!(!asks("async fn f(c: Cmd) { c.apply(|x| x).await; }"));
    assert!(!asks("async fn f(c: Cmd) { c.apply(Vec::new()).await; }"));
    assert!(!asks("async fn f(c: Cmd) { c.apply(x.into()).await; }"));
    assert!(!asks("async fn f(c: Cmd) { c.apply(c.len()).await; }"));
    assert!(!asks("async fn f(c: Cmd) { c.apply::<u8>().await; }"));
}

#[test]
fn nor_where_the_receiver_would_be_moved_before_a_suspension() {
    assert!(!asks("async fn f(c: Cmd) { c.apply(g().await).await; }"));
}
