//! Expansions grow as their sources do: no code is there twice.

use coro_compiler::attribute;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

fn size(tokens: TokenStream) -> usize {
    let tree = |tree| match tree {
        TokenTree::Group(group) => 2 + size(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(tree).sum()
}

/// Asserts that twice as much source becomes at most a little more than twice as much code.
#[track_caller]
fn assert_linear(source: impl Fn(usize) -> TokenStream, count: usize) {
    let expansion = |count| {
        let body = source(count);
        size(attribute(quote!(yield = usize, send = bool), quote! { fn f(n: usize) { #body } }))
    };
    let (once, twice) = (expansion(count / 2), expansion(count));
    assert!(twice * 10 < once * 22, "{once} tokens become {twice}");
}

#[test]
fn suspensions_in_a_row() {
    assert_linear(|count| (0..count).map(|n| quote! { yield_!(#n); }).collect(), 300);
}

#[test]
fn a_match_with_many_arms_that_suspend() {
    let source = |count| {
        let arms =
            (0..count).map(|n: usize| quote! { #n => { yield_!(n); yield_!(n + 1); yield_!(n + 2); } });
        quote! { match n { #(#arms)* _ => {} } }
    };
    assert_linear(source, 90);
}

#[test]
fn branches_that_meet_again() {
    let source =
        |count| (0..count).map(|n: usize| quote! { if yield_!(#n) { yield_!(n); } g(#n); }).collect();
    assert_linear(source, 100);
}

#[test]
fn conditional_moves_that_meet_again() {
    let source = |count| {
        let moves = (0..count).map(|n: usize| {
            let name = quote::format_ident!("local{n}");
            quote! { { let #name = g(); if n == #n { drop(#name); } yield_!(n); } }
        });
        moves.collect()
    };
    assert_linear(source, 100);
}
