//! Names to locals.

use quote::ToTokens;

use super::{assert_printed, messages, parsed};
use crate::diagnostics::Report;
use crate::parse::function_like;
use crate::resolve::{Resolved, resolve};

fn resolved(text: &str) -> Resolved {
    let mut report = Report::default();
    let resolved = resolve(&parsed(text), &mut report);
    let errors = messages(report);
    assert!(errors.is_empty(), "{errors:?}");
    resolved
}

/// The statements of the body, a line each.
fn body(text: &str) -> String {
    let stmts = resolved(text).body.stmts;
    stmts.iter().map(|stmt| format!("{}\n", stmt.to_token_stream())).collect()
}

#[test]
fn a_local_that_is_shadowed_keeps_a_name_of_its_own() {
    assert_printed(
        &body("#[coroutine] fn f(x: u32) { let x = x + 1; let x = x * x; g(x); }"),
        "
            let x_2 = x + 1 ;
            let x_3 = x_2 * x_2 ;
            g (x_3) ;
        ",
    );
}

#[test]
fn a_local_is_not_named_as_what_is_no_local_elsewhere() {
    assert_printed(
        &body("#[coroutine] fn f() { let args = args(); { let exit = args; g(exit); } exit(1); }"),
        "
            let args_2 = args () ;
            { let exit_2 = args_2 ; g (exit_2) ; }
            exit (1) ;
        ",
    );
}

#[test]
fn a_local_of_an_inner_block_hides_an_outer_one_only_there() {
    assert_printed(
        &body("#[coroutine] fn f() { let x = 1; { let x = 2; g(x); } g(x); }"),
        "
            let x = 1 ;
            { let x_2 = 2 ; g (x_2) ; }
            g (x) ;
        ",
    );
}

#[test]
fn the_arms_of_a_match_have_bindings_of_their_own() {
    assert_printed(
        &body("#[coroutine] fn f() { match g() { A(x) if x > 0 => h(x), B(x) | C(x) => h(x) } }"),
        "
            match g () { A (x) if x > 0 => h (x) , B (x_2) | C (x_2) => h (x_2) }
        ",
    );
}

#[test]
fn a_name_with_a_capital_in_a_pattern_is_no_binding() {
    let locals = resolved("#[coroutine] fn f() { match g() { None => {} MAX => {} other => {} } }").locals;
    let names: Vec<_> = locals.iter().map(|(_, local)| local.name.to_string()).collect();
    assert_eq!(names, ["other"]);
}

#[test]
fn inline_format_arguments_mention_locals() {
    assert_printed(
        &body(r#"#[coroutine] fn f(x: u32) { let x = x + 1; println!("{x} {x:?} {y}"); }"#),
        r#"
            let x_2 = x + 1 ;
            println ! ("{x} {x:?} {y}" , x = x_2) ;
        "#,
    );
}

#[test]
fn the_shorthand_of_a_field_keeps_the_fields_name() {
    assert_printed(
        &body("#[coroutine] fn f(x: u32) { let x = x + 1; let p = P { x }; let P { x } = p; g(x); }"),
        "
            let x_2 = x + 1 ;
            let p = P { x : x_2 } ;
            let P { x : x_3 } = p ;
            g (x_3) ;
        ",
    );
}

#[test]
fn a_macro_that_cannot_be_read_mentions_the_locals_that_it_names() {
    assert_printed(
        &body("#[coroutine] fn f(x: u32) { let x = x + 1; custom!(x => [x]); }"),
        "
            let x_2 = x + 1 ;
            custom ! (x_2 => [x_2]) ;
        ",
    );
}

#[test]
fn items_stand_apart_and_do_not_see_the_locals() {
    let Resolved { items, body, .. } = resolved(
        "#[coroutine] fn f(x: u32) { let x = 1; fn g(x: u32) -> u32 { x } macro_rules! m { () => { x } } g(x); }",
    );
    let items: String = items.iter().map(|item| format!("{}\n", item.to_token_stream())).collect();
    assert_printed(
        &items,
        "
            fn g (x : u32) -> u32 { x }
            macro_rules ! m { () => { x } }
        ",
    );
    assert_eq!(body.stmts.len(), 2);
}

#[test]
fn a_pattern_for_an_argument_takes_apart_a_local_that_holds_it() {
    let Resolved { arguments, locals, .. } = resolved("#[coroutine] fn f((a, b): (u32, u32), c: u32) {}");
    let arguments: Vec<_> = arguments
        .iter()
        .map(|argument| {
            (locals[argument.local].name.to_string(), argument.pattern.to_token_stream().to_string())
        })
        .collect();
    assert_eq!(arguments.len(), 2);
    assert_eq!(arguments[0].1, "(a , b)");
    assert_eq!(arguments[1], ("c".to_string(), String::new()));
}

#[test]
fn what_a_move_closure_captures_becomes_its_arguments() {
    let tokens = "move |first| { let own = first; yield own + outer; called(1) }".parse().unwrap();
    let mut report = Report::default();
    let source = function_like(tokens, &mut report).expect("it should parse");
    let Resolved { arguments, locals, .. } = resolve(&source, &mut report);
    let names: Vec<_> = arguments.iter().map(|argument| locals[argument.local].name.to_string()).collect();
    assert_eq!(names, ["outer"]);
}

#[test]
fn a_suspension_where_none_can_be_is_an_error_for_each() {
    let source =
        parsed("#[coroutine] fn f() { let g = || yield_!(1); async { yield_!(2) }; custom!(yield_!(3)); }");
    let mut report = Report::default();
    resolve(&source, &mut report);
    assert_printed(
        &messages(report).iter().map(|message| format!("{message}\n")).collect::<String>(),
        "
            a coroutine cannot suspend inside a closure: the closure is a function of its own
            a coroutine cannot suspend inside an `async` block: the block is a machine of its own
            this macro's arguments cannot be read, so a suspension inside it cannot be compiled
        ",
    );
}
