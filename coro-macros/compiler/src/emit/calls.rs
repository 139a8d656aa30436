//! A function that delegates to itself: its calls, and what is told to rustc of them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, FnArg, Pat};

use super::Names;
use super::step::Step;
use crate::layout::{Place, State};
use crate::liveness::facts::Facts;
use crate::locals::LocalId;
use crate::parse::{Kind, Source};
use crate::spans;
use crate::tree::{Node, NodeKind};

impl Step<'_> {
    /// A call: the caller's state is put down, and the step comes back with the first one of the call.
    pub(super) fn call(
        &self,
        node: &Node,
        arguments: &[LocalId],
        is_tail: bool,
        facts: &Facts,
    ) -> TokenStream {
        let span = node.span;
        let krate = spans::at(span, &self.names.krate);
        let state = &self.names.state;
        let parameters = self.layout.states[0].saved.iter().map(|saved| self.unique(saved.local));
        let fields = parameters.zip(arguments).map(|(parameter, argument)| {
            let argument = self.unique(*argument);
            quote!(#parameter: #argument)
        });
        let first = match arguments.is_empty() {
            true => quote!(#state::Unresumed),
            false => quote!(#state::Unresumed { #(#fields),* }),
        };
        let first = self.empty.around(first);
        let of = self.names.is_async.then(|| quote_spanned!(span=> Pause::));
        if is_tail {
            return quote_spanned!(span=> return #krate::Yielded(#krate::private::#of TailCall(#first)););
        }
        let store = self.store(span, &self.target(Place::At(node.id), facts));
        quote_spanned!(span=> #store return #krate::Yielded(#krate::private::#of Call(#first));)
    }

    /// What a call of an `async fn` by itself has returned, while the state still keeps what a cancellation ends.
    pub(super) fn returned(&mut self, state: &State) -> TokenStream {
        self.takes_result = true;
        let span = state.span;
        let catches = matches!(self.before(state), NodeKind::Call { catches: true, .. });
        let krate = spans::at(span, &self.names.krate);
        let Names { result, returned, .. } = self.names;
        let result = spans::name_at(span, result);
        match catches {
            true => quote_spanned!(span=> let #returned = #krate::called_or_cancelled!(#result);),
            false => quote_spanned!(span=> let #returned = #krate::called!(#result);),
        }
    }
}

/// `if false { return walk(node); }`: rustc refuses what is called, where it is not this function, but another of its name.
pub fn same_function(source: &Source, called: &Expr, names: &[proc_macro2::Ident]) -> TokenStream {
    let Kind::Function { sig, .. } = &source.kind else { return TokenStream::new() };
    let arguments = sig.inputs.iter().zip(names).map(|(input, name)| match input {
        FnArg::Receiver(receiver) => {
            let receiver = receiver.self_token;
            quote!(#receiver)
        }
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(plain) if plain.subpat.is_none() && plain.by_ref.is_none() => {
                let name = &plain.ident;
                quote!(#name)
            }
            _ => quote!(#name),
        },
    });
    let allowed = super::allowed();
    quote! {
        #allowed
        if false {
            return #called(#(#arguments),*);
        }
    }
}
