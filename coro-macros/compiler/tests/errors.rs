//! What a mistake expands to: every error, and a function that those who call it can still be checked against.

use coro_compiler::{attribute, function_like};
use quote::quote;

/// How many errors an expansion reports.
fn errors(expansion: &str) -> usize {
    expansion.matches("compile_error !").count()
}

#[test]
fn all_errors_of_a_function_are_reported_at_once() {
    let item = quote! {
        fn f() {
            let g = || yield_!(1);
            async { yield_!(2) };
            custom!(yield_!(3));
        }
    };
    assert_eq!(errors(&attribute(quote!(yield = u32), item).to_string()), 3);
}

#[test]
fn a_function_with_errors_keeps_its_signature() {
    let item = quote! { pub fn f<T: Copy>(first: &T) -> u32 { || yield_!(1); 0 } };
    let expansion = attribute(quote!(yield = u32), item).to_string();
    assert_eq!(errors(&expansion), 1);
    let stub: syn::File = syn::parse_str(&expansion).expect("it should be items");
    let function = stub.items.iter().find_map(|item| match item {
        syn::Item::Fn(function) => Some(function),
        _ => None,
    });
    let function = function.expect("the function should be there");
    assert_eq!(function.sig.ident, "f");
    assert_eq!(function.sig.inputs.len(), 1);
    assert!(matches!(function.vis, syn::Visibility::Public(_)));
}

#[test]
fn a_closure_with_errors_is_still_an_expression() {
    let expansion = function_like(quote! { |first: u32| { || yield first; } });
    assert_eq!(errors(&expansion.to_string()), 1);
    syn::parse2::<syn::Expr>(expansion).expect("it should be an expression");
}

#[test]
fn what_is_no_function_is_an_error_and_no_panic() {
    for item in [
        quote!(
            struct S;
        ),
        quote!(),
        quote!(
            fn f();
        ),
        quote!(fn),
        quote!(1 + 1),
    ] {
        let expansion = attribute(quote!(), item).to_string();
        assert_eq!(errors(&expansion), 1, "{expansion}");
        assert_eq!(
            errors(
                &function_like(quote!(
                    struct S;
                ))
                .to_string()
            ),
            1
        );
    }
}
