//! The arms that hand over: to another coroutine, or to a future.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::Names;
use super::step::Step;
use crate::layout::{Role, State};
use crate::spans;
use crate::tree::{Child, NodeKind};

impl Step<'_> {
    /// An arm that resumes the child where it lies, and goes on when that is complete.
    pub(super) fn delegation(&self, state: &State, body: TokenStream) -> (TokenStream, TokenStream) {
        let Names { krate, resume, state: name, returned, .. } = self.names;
        let NodeKind::Delegate { to, child, .. } = self.before(state) else {
            unreachable!("a delegation stands before its place")
        };
        let variant = &state.name;
        if let Some(pinned) = self.flow.locals[*child].pinned.as_ref().filter(|_| state.role == Role::Await) {
            let (krate, returned) = (spans::at(state.span, krate), spans::name_at(state.span, returned));
            // What rustc says of a future that is none, it has said of what is awaited, in the check.
            let awaited = self.flow.locals[*child].awaited.expect("a future is awaited");
            let polled = awaited.poll(&pinned.slot, resume);
            let value = match to {
                Child::Cancellable => quote_spanned!(state.span=> #krate::awaited_or_cancelled!(#polled)),
                _ => quote_spanned!(state.span=> #krate::awaited!(#polled)),
            };
            let rest = quote!({ .. });
            let pattern = quote_spanned!(state.span=> #name::#variant #rest);
            return (pattern, quote_spanned!(state.span=> let #returned = #value; #body));
        }
        let child = self.unique(*child);
        let yielded = format_ident!("yielded", span = Span::mixed_site());
        let resumed = match self.names.checked {
            true if self.names.calls_itself => {
                quote_spanned!(state.span=> #krate::resume_child!(#child, #resume, #krate::private::Value))
            }
            true => quote_spanned!(state.span=> #krate::resume_child!(#child, #resume)),
            false => quote_spanned!(state.span=>
                #krate::Coroutine::resume(::core::pin::Pin::new(#child), #resume.take())
            ),
        };
        let pattern = quote_spanned!(state.span=> #name::#variant { #child, .. });
        let passed_on = self.yielded(state.span, quote!(#yielded));
        let body = quote_spanned! {state.span=>
            match #resumed {
                #krate::Yielded(#yielded) => return #passed_on,
                #krate::Complete(#returned) => { #body }
            }
        };
        (pattern, body)
    }
}
