//! Where tokens of the expansion stand in the source: rustc reports what it has to say of them there.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

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

/// Where an expression begins and ends.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    pub first: Span,
    pub last: Span,
}

impl Extent {
    /// The extent of an expression of the source.
    pub fn of(expr: &impl ToTokens) -> Self {
        let mut ends = None;
        for token in expr.to_token_stream() {
            let (begin, end) = match &token {
                TokenTree::Group(group) => (group.span_open(), group.span_close()),
                token => (token.span(), token.span()),
            };
            ends.get_or_insert((begin, end)).1 = end;
        }
        let (first, last) = ends.unwrap_or_else(|| (Span::call_site(), Span::call_site()));
        Extent { first, last }
    }

    /// Tokens of the expansion that begin and end where the source does. The first is a keyword, or the name of an item.
    pub fn around(self, tokens: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        tokens.first_mut().into_iter().for_each(|first| first.set_span(self.first));
        tokens.last_mut().into_iter().for_each(|last| last.set_span(self.last));
        tokens.into_iter().collect()
    }

    /// `function(arguments)` as an expression of this extent, whose function begins where it does: what rustc says of it in the same
    /// words as of what stands there, it says once.
    pub fn call(self, mut function: TokenStream, arguments: impl ToTokens) -> TokenStream {
        let mut arguments = Group::new(Delimiter::Parenthesis, arguments.to_token_stream());
        arguments.set_span(self.last);
        function.extend([TokenTree::from(arguments)]);
        function
    }

    /// `value`, into the future that is awaited. The check and the machine write it alike.
    pub fn into_future(self, value: &impl ToTokens) -> TokenStream {
        self.call(quote_spanned!(self.first=> ::core::future::IntoFuture::into_future), value)
    }

    /// Polls that future in its slot.
    pub fn poll(self, slot: &Ident, context: &Ident) -> TokenStream {
        let Extent { first, last } = self;
        let slot = name_at(first, slot);
        let place = self.call(quote_spanned!(first=> #slot.pinned), TokenStream::new());
        // All of the path is what its bounds are reported of.
        let name = quote_spanned!(last=> poll);
        self.call(quote_spanned!(first=> ::core::future::Future::#name), quote!(#place, #context))
    }
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
