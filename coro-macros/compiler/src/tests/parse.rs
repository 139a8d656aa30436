//! Tokens to the function as it was written.

use quote::{ToTokens, quote};

use super::{messages, parsed, parsed_with_errors};
use crate::diagnostics::Report;
use crate::parse::{Kind, Source, function_like, is_delegation};

fn parsed_with_keyword(text: &str) -> Source {
    let mut report = Report::default();
    let source = function_like(text.parse().expect("the text should be tokens"), &mut report);
    let errors = messages(report);
    assert!(errors.is_empty(), "{errors:?}");
    source.expect("it should parse")
}

fn printed(ty: &Option<syn::Type>) -> String {
    quote!(#ty).to_string()
}

#[test]
fn both_spellings_of_a_suspension_become_the_same() {
    let by_macro = parsed("#[coroutine(yield = u32)] fn f() { let x = yield_!(1); g(yield_!()); }");
    let by_keyword = parsed_with_keyword("fn f() yield u32 { let x = yield 1; g(yield); }");
    assert_eq!(by_macro.body, by_keyword.body);
}

#[test]
fn suspensions_are_found_in_the_arguments_of_macros_of_std() {
    let source = parsed("#[coroutine] fn f() { println!(\"{}\", yield_!(1)); }");
    assert!(source.body.to_token_stream().to_string().contains("yield 1"));
}

#[test]
fn a_delegation_is_a_suspension_with_a_mark() {
    let source = parsed("#[coroutine] fn f() { yield_from!(child()); }");
    let syn::Stmt::Expr(syn::Expr::Yield(suspension), _) = &source.body.stmts[0] else {
        panic!("it should be a suspension: {:?}", source.body)
    };
    assert!(is_delegation(suspension));
}

#[test]
fn defer_becomes_the_let_of_a_guard() {
    let source = parsed("#[coroutine] fn f() { defer! { undo(); } defer! { undo_more(); } }");
    let names: Vec<_> = source
        .body
        .stmts
        .iter()
        .map(|stmt| match stmt {
            syn::Stmt::Local(local) => local.pat.to_token_stream().to_string(),
            _ => panic!("it should be a `let`: {stmt:?}"),
        })
        .collect();
    assert_eq!(names, ["deferred", "deferred1"]);
}

#[test]
fn an_item_in_the_body_is_not_part_of_the_coroutine() {
    let source = parsed("#[coroutine] fn f() { #[coroutine] fn g() { yield_!(1) } }");
    assert!(source.body.to_token_stream().to_string().contains("yield_ !"));
}

#[test]
fn options_stand_in_any_order() {
    let Source { options, .. } =
        parsed("#[coroutine(throw = E, derive(Clone), send = S as (a, b), yield = Y)] fn f() {}");
    assert_eq!(printed(&options.yields), "Y");
    assert_eq!(printed(&options.send), "S");
    assert_eq!(printed(&options.throw), "E");
    assert_eq!(options.first.to_token_stream().to_string(), "(a , b)");
    assert_eq!(options.derives.len(), 1);
}

#[test]
fn options_may_be_left_out() {
    let Source { options, .. } = parsed("#[coroutine] fn f() {}");
    assert!(options.yields.is_none() && options.send.is_none() && options.throw.is_none());
    assert!(options.first.is_none() && options.derives.is_empty());
}

#[test]
fn the_clauses_of_the_macro_form_are_the_options_of_the_attribute() {
    let source =
        parsed_with_keyword("pub fn f<T>(x: T) yield Y send S as first throw E -> R where T: Copy { x }");
    assert_eq!(printed(&source.options.yields), "Y");
    assert_eq!(printed(&source.options.send), "S");
    assert_eq!(printed(&source.options.throw), "E");
    let Kind::Function { sig, .. } = source.kind else { panic!("it should be a function") };
    assert_eq!(sig.to_token_stream().to_string(), "fn f < T > (x : T) -> R where T : Copy");
}

#[test]
fn the_argument_of_a_closure_is_the_first_value_sent() {
    let source = parsed_with_keyword("move |first: u32| yield first");
    assert_eq!(printed(&source.options.send), "u32");
    assert_eq!(source.options.first.to_token_stream().to_string(), "first");
    assert!(matches!(source.kind, Kind::Closure { capture: Some(_), .. }));
}

#[test]
fn what_a_function_cannot_be_is_reported_all_at_once() {
    let (_, errors) = parsed_with_errors("#[coroutine(send = u8)] const async extern \"C\" fn f() {}");
    assert_eq!(errors.len(), 3, "{errors:?}");
}
