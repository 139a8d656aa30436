//! Where tokens of the expansion stand in the source: rustc reports what it has to say of them there.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// Moves tokens of the expansion to a place in the source. What their names mean stays as it is.
pub fn at(span: Span, tokens: &TokenStream) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), at(span, &group.stream())).into();
            }
            match &mut token {
                TokenTree::Ident(name) => name.set_span(span.resolved_at(name.span())),
                token => token.set_span(span),
            }
            token
        })
        .collect()
}

/// A fresh name, as a token at a place in the source.
///
/// Where the function comes out of a `macro_rules!`, tokens of its body can be of another hygiene than the name's
/// declaration. Elsewhere the token is as good as the user's own: rustc does not mention the macro.
pub fn name_at(span: Span, name: &Ident) -> Ident {
    let mut name = name.clone();
    let same = hygiene(span) == hygiene(name.span());
    name.set_span(if same { span } else { span.resolved_at(name.span()) });
    name
}

/// The name of a field that a local has given its own. The field is not the user's: editors would show it where the local is.
pub fn nowhere(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(Span::mixed_site());
    name
}

/// Which expansion a span belongs to. Only its debug form shows that: `#0 bytes(1..2)`.
fn hygiene(span: Span) -> Option<String> {
    format!("{span:?}").split_once(' ').map(|(context, _)| context.to_owned())
}
