//! The receiver in the check: it has the name there that it has in the machine, where no local can be called `self`. So what
//! rustc says of both it says once.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Receiver, ReceiverKind, Type};

/// Whether a string formats the receiver by its name: that is left as it stands.
pub fn is_formatted(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => is_formatted(&group.stream()),
        TokenTree::Literal(literal) => literal.to_string().contains("{self"),
        _ => false,
    })
}

/// `let this = self;`
pub fn bound(receiver: &Receiver, name: &Ident) -> TokenStream {
    let (own, mutability) = (receiver.self_token, &receiver.mutability);
    let is_reference = match &receiver.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(**ty, Type::Reference(_)),
        _ => false,
    };
    let pat = quote!(#mutability #name);
    let (pat, value) = super::check::pattern(pat, quote!(#own), is_reference);
    quote_spanned!(own.span=> #[allow(unused_variables)] let #pat = #value;)
}

/// A body with another name for `self`. In `self::path`, that is a module.
pub fn renamed(tokens: TokenStream, name: &Ident) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut result = TokenStream::new();
    while let Some(mut token) = tokens.next() {
        let begins_a_path = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        match &mut token {
            TokenTree::Ident(own) if own == "self" && !begins_a_path => {
                *own = Ident::new(&name.to_string(), own.span());
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), renamed(group.stream(), name));
                inner.set_span(group.span());
                *group = inner;
            }
            _ => {}
        }
        result.extend([token]);
    }
    result
}
