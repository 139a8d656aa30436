//! The note that a suspension is an `.await`: `#[awaits] yield future`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprYield, parse_quote_spanned};

use crate::spans::Extent;

/// Whether a suspension is an `.await`.
pub fn is_await(suspension: &ExprYield) -> bool {
    awaited(suspension).is_some()
}

/// Where what is awaited stands, if it is an `.await`.
pub fn awaited(suspension: &ExprYield) -> Option<Extent> {
    let attr = suspension.attrs.iter().find(|attr| attr.path().is_ident("awaits"))?;
    Some(Extent { first: attr.path().span(), last: attr.bracket_token.span.close() })
}

/// The note. Its spans are those of what is awaited, which later passes rewrite.
pub(super) fn noted(future: &Expr) -> Attribute {
    let Extent { first, last } = Extent::of(future);
    let mut attr: Attribute = parse_quote_spanned!(first=> #[awaits]);
    attr.bracket_token = syn::token::Bracket(last);
    attr
}

/// Where an `.await` stands in the tokens, and not in an `async` block among them.
pub(super) fn found_in(tokens: &TokenStream) -> Option<Span> {
    let mut in_async = false;
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "await" => Some(ident.span()),
        TokenTree::Ident(ident) => {
            in_async = ident == "async" || in_async && ident == "move";
            None
        }
        TokenTree::Group(group) if !std::mem::take(&mut in_async) => found_in(&group.stream()),
        _ => None,
    })
}
