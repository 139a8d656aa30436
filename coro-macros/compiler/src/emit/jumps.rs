//! The ways out of an arm: to another state, or to a label inside of the arm.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Lifetime;

use super::shape;
use super::step::Step;
use crate::layout::Place;
use crate::liveness::facts::{Facts, Init};
use crate::spans;
use crate::tree::{Exit, ExitId, LabelId};

impl Step<'_> {
    /// A `break` or `continue` of the tree, as a statement.
    pub(super) fn exit(
        &mut self,
        exit: ExitId,
        facts: &Facts,
        last: bool,
        silent: Option<LabelId>,
    ) -> TokenStream {
        match self.exit_place(exit) {
            Ok(place) => self.jump(place, facts, last),
            Err(label) if silent == Some(label) => {
                self.leaves_by(label, facts);
                TokenStream::new()
            }
            Err(label) => {
                let name = self.breaks_to(label, facts);
                quote!(break #name;)
            }
        }
    }

    /// The name of a label that the arm breaks to.
    pub(super) fn breaks_to(&mut self, label: LabelId, facts: &Facts) -> Lifetime {
        self.leaves_by(label, facts);
        self.used.insert(label);
        self.label_name(label)
    }

    fn leaves_by(&mut self, label: LabelId, facts: &Facts) {
        self.left.entry(label).or_insert_with(|| facts.unreachable()).merge(facts);
    }

    /// The state that an exit goes to, or the label whose block it leaves inside the arm.
    pub(super) fn exit_place(&self, exit: ExitId) -> Result<Place, LabelId> {
        let Exit { label, continues } = self.tree.exits[exit.0];
        let (begin, end) = self.layout.node_of[&label];
        let place = if continues { Place::At(begin) } else { Place::After(end) };
        if self.layout.state(place).is_some() { Ok(place) } else { Err(label) }
    }

    pub(super) fn label_name(&self, label: LabelId) -> Lifetime {
        Lifetime::new(&format!("'leave{}", label.0), Span::mixed_site())
    }

    /// Stores a state in the machine.
    ///
    /// What is there is `Panicked`, but rustc does not know that. It would call the destructor of the whole enum to find it
    /// out, if there is one.
    pub(super) fn store(&self, span: Span, state: &TokenStream) -> TokenStream {
        let krate = spans::at(span, &self.names.krate);
        let machine_state = spans::name_at(span, &self.names.machine_state);
        let state = spans::at(span, state);
        if self.drops {
            quote_spanned!(span=> #krate::private::set(#machine_state, #state);)
        } else {
            quote_spanned!(span=> *#machine_state = #state;)
        }
    }

    /// Goes to another state without leaving the step.
    pub(super) fn jump(&mut self, place: Place, facts: &Facts, last: bool) -> TokenStream {
        self.jumps = true;
        let state = self.target(place, facts);
        // What rustc says of a value that is kept there, it says where that state stands.
        let span = self.layout.state(place).map_or_else(Span::call_site, |state| state.span);
        let goes = if self.delegates {
            self.store(span, &state)
        } else {
            let (next, state) = (&self.names.next, spans::at(span, &state));
            quote_spanned!(span=> #next = #state;)
        };
        let goes_back = !self.layout.is_behind(place, self.current);
        self.goes_back |= goes_back;
        if last {
            return goes;
        }
        if self.delegates && self.names.is_async && !goes_back {
            self.breaks = true;
            let arm = shape::arm_label();
            return quote!(#goes break #arm;);
        }
        self.continues = true;
        let machine = &self.names.machine_label;
        quote!(#goes continue #machine;)
    }

    /// The state at `place`, with what it saves.
    pub(super) fn target(&self, place: Place, facts: &Facts) -> TokenStream {
        let Some(state) = self.layout.state(place) else {
            // Control cannot come here: the analysis has found no way.
            return quote!(::core::unreachable!());
        };
        let name = &self.names.state;
        let variant = &state.name;
        let krate = &self.names.krate;
        if state.saved.is_empty() {
            return quote!(#name::#variant);
        }
        let fields = state.saved.iter().map(|saved| {
            let field = self.unique(saved.local);
            let keeps = saved.only_for_drop && !self.stored.contains(&saved.local);
            let local = &self.flow.locals[saved.local];
            let pinned = local.pinned.is_some();
            let keep = format_ident!("{}", if local.asked { "keep_unless_moved" } else { "keep" });
            match (saved.optional, facts.of(saved.local)) {
                (true, Init::Yes) if pinned => quote!(#field: ::core::option::Option::Some(#field.#keep())),
                (true, Init::Optional) if pinned => {
                    let maybe = self.maybe(saved.local);
                    quote!(#field: #maybe.map(#krate::private::Held::#keep))
                }
                (false, _) if pinned => quote!(#field: #field.#keep()),
                (true, Init::Yes) if keeps => {
                    quote!(#field: ::core::option::Option::Some(#krate::keep!(#field)))
                }
                (true, Init::Yes) => quote!(#field: ::core::option::Option::Some(#field)),
                (true, Init::No) => quote!(#field: ::core::option::Option::None),
                (true, Init::Optional) => {
                    let maybe = self.maybe(saved.local);
                    quote!(#field: #maybe)
                }
                _ if keeps => quote!(#field: #krate::keep!(#field)),
                _ => quote!(#field),
            }
        });
        quote!(#name::#variant { #(#fields),* })
    }
}
