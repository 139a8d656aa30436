//! The struct around the state, where some locals lie beside it: in slots, as they are borrowed across a suspension, or in
//! place, as they are large.
//!
//! Without such locals there is none: the machine is its state.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Names, camel};
use crate::layout::{Layout, Role};
use crate::locals::LocalId;
use crate::resolve::Resolved;
use crate::spans;
use crate::storage::in_place::InPlace;
use crate::storage::overlap::Shared;

/// What lies beside the state.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The locals that lie in place.
    pub in_place: &'a [InPlace],
    /// The memory that slots share.
    pub shared: &'a [Shared],
}

/// What a machine begins with, beside its first state: the struct around that, and the fields.
pub struct Empty(Option<(Ident, TokenStream)>);

impl Empty {
    /// A machine in its first state.
    pub fn around(&self, unresumed: TokenStream) -> TokenStream {
        match &self.0 {
            Some((whole, fields)) => quote!(#whole { state: #unresumed, #fields }),
            None => unresumed,
        }
    }
}

/// How the step of a machine comes to the state.
pub struct Around {
    /// The parameter of the step.
    pub parameter: TokenStream,
    /// What it points to.
    pub pointee: TokenStream,
    /// The beginning of the step, which takes the machine apart.
    pub unpack: TokenStream,
    /// The step mentions what is in slots.
    pub is_unsafe: bool,
}

/// A type parameter for each of some locals.
type Parameters = [(LocalId, Ident)];

/// The locals that lie in slots.
pub fn slots(resolved: &Resolved) -> impl Iterator<Item = LocalId> {
    resolved.locals.iter().filter(|(_, local)| local.pinned.is_some()).map(|(id, _)| id)
}

fn slot(resolved: &Resolved, local: LocalId) -> Option<&Ident> {
    resolved.locals[local].pinned.as_ref().map(|pinned| &pinned.slot)
}

fn name(names: &Names) -> Ident {
    format_ident!("{}Machine", names.state)
}

/// The type of memory that several slots share.
fn union(memory: &Shared, names: &Names) -> Ident {
    format_ident!("{}{}", names.state, camel(&memory.field.to_string()))
}

/// The type parameter for a field, which is not taken yet.
fn parameter(field: &Ident, taken: &mut HashSet<String>) -> Ident {
    let mut name = camel(&field.to_string());
    while !taken.insert(name.clone()) {
        name.push('2');
    }
    format_ident!("{}", name)
}

impl Beside<'_> {
    /// The slots that have memory of their own.
    fn alone(&self, resolved: &Resolved) -> Vec<LocalId> {
        let shares = |local: &LocalId| self.several().any(|memory| memory.locals.contains(local));
        slots(resolved).filter(|local| !shares(local)).collect()
    }

    /// The memory that several slots share. One that is filled again has a turn to take, and its own memory.
    fn several(&self) -> impl Iterator<Item = &Shared> {
        self.shared.iter().filter(|memory| memory.locals.len() > 1)
    }

    /// The type parameters that the struct has more than the state: those of the locals that no state saves.
    fn parameters(
        &self,
        of_state: &Parameters,
        resolved: &Resolved,
        layout: &Layout,
        names: &Names,
    ) -> Vec<(LocalId, Ident)> {
        let mut taken: HashSet<String> = of_state.iter().map(|(_, name)| name.to_string()).collect();
        taken.extend([&names.state, &name(names)].map(ToString::to_string));
        taken.extend(self.several().map(|memory| union(memory, names).to_string()));
        let beside = slots(resolved).chain(self.in_place.iter().map(|place| place.local));
        let unsaved = beside.filter(|local| of_state.iter().all(|(known, _)| known != local));
        let named = unsaved.map(|local| (local, parameter(&layout.shown[&local], &mut taken)));
        named.collect()
    }

    /// The struct, and what it can do.
    pub fn declaration(
        &self,
        of_state: &Parameters,
        resolved: &Resolved,
        layout: &Layout,
        names: &Names,
        derives: &Option<TokenStream>,
    ) -> Option<TokenStream> {
        if slots(resolved).next().is_some() {
            return Some(self.with_slots(of_state, resolved, layout, names, derives));
        }
        if self.in_place.is_empty() {
            return None;
        }
        let Names { krate, .. } = names;
        let whole = name(names);
        let fields: Vec<_> = self.in_place.iter().map(|place| &layout.shown[&place.local]).collect();
        let mut taken = HashSet::from(["State".to_owned()]);
        let parameters: Vec<_> = fields.iter().map(|field| parameter(field, &mut taken)).collect();
        let allowed = super::allowed();
        Some(quote! {
            /// The state, and beside it the locals that are too large to move with it.
            #allowed
            #derives
            struct #whole<State, #(#parameters),*> {
                state: State,
                #(#fields: #parameters,)*
            }
            #krate::places! { #whole [State, #(#parameters),*] }
        })
    }

    fn with_slots(
        &self,
        of_state: &Parameters,
        resolved: &Resolved,
        layout: &Layout,
        names: &Names,
        derives: &Option<TokenStream>,
    ) -> TokenStream {
        let Names { krate, state, .. } = names;
        let whole = name(names);
        let more = self.parameters(of_state, resolved, layout, names);
        let ty = |local: &LocalId| {
            let mut both = of_state.iter().chain(&more);
            both.find_map(|(known, name)| (known == local).then_some(name))
        };
        let alone = self.alone(resolved);
        let slot_fields = alone.iter().map(|local| {
            let (name, ty) = (slot(resolved, *local), ty(local));
            quote!(#name: #krate::private::Slot<#ty>)
        });
        let shared_fields = self.several().map(|memory| {
            let (name, union) = (&memory.field, union(memory, names));
            let types = memory.locals.iter().map(ty);
            quote!(#name: #union<#(#types),*>)
        });
        let unions = self.several().map(|memory| {
            let union = union(memory, names);
            let slots = memory.locals.iter().map(|local| {
                let (name, ty) = (slot(resolved, *local), ty(local));
                quote!(#name: #ty)
            });
            quote!(#krate::overlap! { #union { #(#slots),* } })
        });
        let place_fields = self.in_place.iter().map(|place| {
            let (name, ty) = (&layout.shown[&place.local], ty(&place.local));
            quote!(#name: #ty)
        });
        let fields = slot_fields.chain(shared_fields).chain(place_fields);
        let of_slot = |local: LocalId| {
            let slot = slot(resolved, local);
            match self.several().find(|memory| memory.locals.contains(&local)) {
                Some(Shared { field, .. }) => quote!(#field.#slot),
                None => quote!(#slot),
            }
        };
        // Arguments that were never looked at are no locals yet: they drop as the fields of the state.
        let started = layout.states.iter().filter(|state| state.role != Role::Unresumed);
        let keeps = started.map(|at| {
            let variant = &at.name;
            let saved = at.saved.iter().map(|saved| {
                let name = spans::nowhere(&layout.shown[&saved.local]);
                match slot(resolved, saved.local) {
                    Some(_) => {
                        let slot = of_slot(saved.local);
                        quote!(#name in #slot)
                    }
                    None => quote!(#name),
                }
            });
            quote!(#variant keeps [#(#saved),*])
        });
        let allowed = super::allowed();
        let idents: Vec<&Ident> = of_state.iter().map(|(_, name)| name).collect();
        let own: Vec<&Ident> = more.iter().map(|(_, name)| name).collect();
        quote! {
            #(#unions)*
            /// The state, and beside it the slots of the locals that are borrowed while it is suspended.
            #allowed
            #derives
            struct #whole<#(#idents,)* #(#own),*> {
                state: #state<#(#idents),*>,
                #(#fields,)*
            }
            #krate::slots! {
                #whole #state [#(#idents),*] [#(#own),*]
                #(#keeps)*
            }
        }
    }

    /// What a machine begins with, beside its first state.
    pub fn empty(&self, resolved: &Resolved, layout: &Layout, names: &Names) -> Empty {
        let krate = &names.krate;
        if slots(resolved).next().is_none() && self.in_place.is_empty() {
            return Empty(None);
        }
        let alone = self.alone(resolved);
        let slots = alone.iter().filter_map(|local| slot(resolved, *local));
        let shared = self.several().map(|memory| &memory.field);
        let unions = self.several().map(|memory| union(memory, names));
        let places = self.in_place.iter().map(|place| &layout.shown[&place.local]);
        let values = self.in_place.iter().map(|place| &place.value);
        let fields = quote! {
            #(#slots: #krate::private::Slot::empty(),)*
            #(#shared: #unions::empty(),)*
            #(#places: #values,)*
        };
        Empty(Some((name(names), fields)))
    }

    /// What goes around the step.
    pub fn around(
        &self,
        of_state: &Parameters,
        resolved: &Resolved,
        layout: &Layout,
        names: &Names,
    ) -> Around {
        let Names { krate, state, machine, machine_state, .. } = names;
        // Behind a reference in the step's signature, rustc would take it as given that the futures in the machine outlive
        // that reference, and would then no longer infer that they outlive something else.
        let (pointer, machine_place) = match names.is_async {
            true => (quote!(*mut), quote!(&mut *#machine)),
            false => (quote!(&mut), quote!(#machine)),
        };
        let state_place = names.is_async.then(|| quote!(let #machine_state = &mut *#machine_state;));
        let whole = name(names);
        let places: Vec<_> = self.in_place.iter().map(|place| &layout.shown[&place.local]).collect();
        if slots(resolved).next().is_none() {
            let holes = if self.in_place.is_empty() { of_state.len() } else { self.in_place.len() };
            let holes = (0..holes).map(|_| quote!(_));
            if self.in_place.is_empty() {
                let parameters = (!of_state.is_empty()).then(|| quote!(<#(#holes),*>));
                let pointee = quote!(#state #parameters);
                return Around {
                    parameter: quote!(#machine_state: #pointer #pointee),
                    pointee,
                    unpack: quote!(#state_place),
                    is_unsafe: names.is_async,
                };
            }
            let pointee = quote!(#whole<_, #(#holes),*>);
            return Around {
                parameter: quote!(#machine: #pointer #pointee),
                pointee,
                unpack: quote!(let #whole { state: #machine_state, #(#places),* } = #machine_place;),
                is_unsafe: names.is_async,
            };
        }
        let more = self.parameters(of_state, resolved, layout, names);
        let holes = of_state.iter().chain(&more).map(|_| quote!(_));
        let alone = self.alone(resolved);
        let slots: Vec<_> = alone.iter().filter_map(|local| slot(resolved, *local)).collect();
        let shared: Vec<_> = self.several().map(|memory| &memory.field).collect();
        let turns = self.shared.iter().map(|memory| &memory.turn);
        let views = self.several().flat_map(|memory| {
            memory.locals.iter().map(|local| {
                let (name, field) = (slot(resolved, *local), &memory.field);
                quote!(let #name = &#field.#name;)
            })
        });
        let pointee = quote!(#whole<#(#holes),*>);
        Around {
            parameter: quote!(#machine: #pointer #pointee),
            pointee,
            unpack: quote! {
                let #whole { state: #machine_state, #(#slots,)* #(#shared,)* #(#places,)* } = #machine_place;
                #(#views)*
                #(let mut #turns = #krate::private::Turn;)*
            },
            is_unsafe: true,
        }
    }
}
