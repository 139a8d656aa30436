//! The state enum: a variant for each state, a field for each saved local, a type parameter for each local that is saved.
//!
//! The macro cannot see types, so rustc infers the parameters from the step.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Attribute;

use super::{Names, camel};
use crate::layout::{Layout, Role, Saved, State};
use crate::locals::LocalId;
use crate::parse::{Kind, Source, line_column};
use crate::resolve::Resolved;
use crate::storage::in_place::InPlace;
use crate::tree::LoopKind;

/// The type parameter of each local that is saved somewhere, in the order in which they are met.
pub fn parameters(resolved: &Resolved, layout: &Layout, state: &Ident) -> Vec<(LocalId, Ident)> {
    let mut found = Vec::new();
    let mut taken: HashSet<String> = HashSet::from([state.to_string()]);
    for saved in layout.states.iter().flat_map(|state| &state.saved) {
        if found.iter().any(|(known, _)| *known == saved.local) {
            continue;
        }
        let base = camel(&resolved.locals[saved.local].name.to_string());
        let mut name = base.clone();
        let mut count = 1;
        while !taken.insert(name.clone()) {
            count += 1;
            name = format!("{base}{count}");
        }
        found.push((saved.local, format_ident!("{}", name)));
    }
    found
}

/// The enum and its `State` implementation.
pub fn enumeration(
    source: &Source,
    resolved: &Resolved,
    in_place: &[InPlace],
    layout: &Layout,
    names: &Names,
) -> TokenStream {
    let Names { krate, state: name, .. } = names;
    let parameters = parameters(resolved, layout, name);
    let by_local: HashMap<LocalId, &Ident> = parameters.iter().map(|(local, name)| (*local, name)).collect();
    let idents: Vec<&Ident> = parameters.iter().map(|(_, name)| name).collect();
    let generics = if idents.is_empty() { TokenStream::new() } else { quote!(<#(#idents),*>) };
    let field = |saved: &Saved| {
        let field = &layout.shown[&saved.local];
        let ty = by_local[&saved.local];
        let ty = match resolved.locals[saved.local].pinned {
            Some(_) => quote!(#krate::private::Kept<#ty>),
            None => quote!(#ty),
        };
        if saved.optional { quote!(#field: ::core::option::Option<#ty>) } else { quote!(#field: #ty) }
    };
    let variants = layout.states.iter().map(|state| {
        let doc = doc(state);
        let variant = &state.name;
        if state.saved.is_empty() {
            return quote!(#[doc = #doc] #variant);
        }
        // Arguments that were never looked at drop in order; all else drops as it would at an early `return`.
        let fields: Vec<_> = if state.role == Role::Unresumed {
            state.saved.iter().map(field).collect()
        } else {
            state.saved.iter().rev().map(field).collect()
        };
        quote!(#[doc = #doc] #variant { #(#fields),* })
    });
    let derives = &source.options.derives;
    let derives = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let what = match &source.kind {
        Kind::Function { .. } => {
            format!(" Where `{}` stands, and the locals it keeps there.", function_name(source))
        }
        Kind::Closure { .. } => " Where the closure stands, and the locals it keeps there.".to_owned(),
    };
    let points = layout.states.iter().filter(|state| state.role != Role::Unresumed).map(|state| {
        let variant = &state.name;
        let (line, column) = line_column(state.span);
        let (line, column) = (Literal::usize_unsuffixed(line), Literal::usize_unsuffixed(column));
        let saved = state.saved.iter().map(|saved| &layout.shown[&saved.local]);
        quote!(#variant at #line:#column keeps [#(#saved),*])
    });
    let here = source_span(source);
    let (line, column) = line_column(here);
    let (line, column) = (Literal::usize_unsuffixed(line), Literal::usize_unsuffixed(column));
    let arguments = layout.states[0].saved.iter().map(|saved| &layout.shown[&saved.local]);
    let list = if idents.is_empty() { TokenStream::new() } else { quote!([#(#idents),*]) };
    let states = quote! {
        #krate::states! {
            #name #list
            Unresumed at #line:#column keeps [#(#arguments),*]
            #(#points)*
        }
    };
    let allowed = super::allowed();
    let slots: Vec<LocalId> = slots(resolved).collect();
    let beside = match slots.is_empty() {
        true => places(in_place, layout, names, &derives),
        false => Some(machine(&parameters, &slots, in_place, resolved, layout, names)),
    };
    quote! {
        #[doc = #what]
        #allowed
        #derives
        enum #name #generics {
            #(#variants,)*
            /// It has returned, or was closed.
            Returned,
            /// It is running, or a panic has ended it.
            Panicked,
        }
        #states
        #beside
    }
}

/// The locals that lie in slots.
pub fn slots(resolved: &Resolved) -> impl Iterator<Item = LocalId> {
    resolved.locals.iter().filter(|(_, local)| local.pinned.is_some()).map(|(id, _)| id)
}

/// The type parameters that the struct around the state has more than the state: those of the locals that no state saves.
pub fn parameters_beside(
    parameters: &[(LocalId, Ident)],
    slots: &[LocalId],
    in_place: &[InPlace],
    layout: &Layout,
) -> Vec<(LocalId, Ident)> {
    let mut taken: HashSet<String> = parameters.iter().map(|(_, name)| name.to_string()).collect();
    let beside = slots.iter().copied().chain(in_place.iter().map(|place| place.local));
    let unsaved = beside.filter(|local| parameters.iter().all(|(known, _)| known != local));
    let named = unsaved.map(|local| {
        let mut name = camel(&layout.shown[&local].to_string());
        while !taken.insert(name.clone()) {
            name.push('2');
        }
        (local, format_ident!("{}", name))
    });
    named.collect()
}

/// The struct around the state, where some locals are borrowed across a suspension.
fn machine(
    parameters: &[(LocalId, Ident)],
    slots: &[LocalId],
    in_place: &[InPlace],
    resolved: &Resolved,
    layout: &Layout,
    names: &Names,
) -> TokenStream {
    let Names { krate, state, .. } = names;
    let whole = format_ident!("{}Machine", state);
    let slot = |local: &LocalId| resolved.locals[*local].pinned.as_ref().map(|pinned| &pinned.slot);
    let of_machine = parameters_beside(parameters, slots, in_place, layout);
    let idents: Vec<&Ident> = parameters.iter().map(|(_, name)| name).collect();
    let own: Vec<&Ident> = of_machine.iter().map(|(_, name)| name).collect();
    let ty = |local: &LocalId| {
        let mut both = parameters.iter().chain(&of_machine);
        both.find_map(|(known, name)| (known == local).then_some(name))
    };
    let slot_fields = slots.iter().map(|local| {
        let (name, ty) = (slot(local), ty(local));
        quote!(#name: #krate::private::Slot<#ty>)
    });
    let place_fields = in_place.iter().map(|place| {
        let (name, ty) = (&layout.shown[&place.local], ty(&place.local));
        quote!(#name: #ty)
    });
    let fields = slot_fields.chain(place_fields);
    // Arguments that were never looked at are no locals yet: they drop as the fields of the state.
    let started = layout.states.iter().filter(|state| state.role != Role::Unresumed);
    let keeps = started.map(|at| {
        let variant = &at.name;
        let saved = at.saved.iter().map(|saved| {
            let name = &layout.shown[&saved.local];
            match slot(&saved.local) {
                Some(slot) => quote!(#name in #slot),
                None => quote!(#name),
            }
        });
        quote!(#variant keeps [#(#saved),*])
    });
    let allowed = super::allowed();
    quote! {
        /// The state, and beside it the slots of the locals that are borrowed while it is suspended.
        #allowed
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

/// The struct around the state, where some locals lie beside it.
fn places(
    in_place: &[InPlace],
    layout: &Layout,
    names: &Names,
    derives: &Option<TokenStream>,
) -> Option<TokenStream> {
    if in_place.is_empty() {
        return None;
    }
    let Names { krate, state, .. } = names;
    let whole = format_ident!("{}Machine", state);
    let fields: Vec<_> = in_place.iter().map(|place| &layout.shown[&place.local]).collect();
    let mut parameters: Vec<Ident> = Vec::new();
    for field in &fields {
        let mut name = camel(&field.to_string());
        while name == "State" || parameters.iter().any(|known| *known == name) {
            name.push('2');
        }
        parameters.push(format_ident!("{}", name));
    }
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

fn source_span(source: &Source) -> Span {
    match &source.kind {
        Kind::Function { sig, .. } => sig.ident.span(),
        Kind::Closure { .. } => Span::call_site(),
    }
}

fn function_name(source: &Source) -> String {
    match &source.kind {
        Kind::Function { sig, .. } => sig.ident.to_string(),
        Kind::Closure { .. } => String::new(),
    }
}

fn doc(state: &State) -> String {
    let (line, _) = line_column(state.span);
    match state.role {
        Role::Unresumed => " Not yet started.".to_owned(),
        Role::Suspension => format!(" Suspended at the `yield` in line {line}."),
        Role::Await => format!(" Waiting at the `.await` in line {line}."),
        Role::Delegation => format!(" Handed over to the child in line {line}."),
        Role::Head(kind) => {
            let word = match kind {
                LoopKind::For => "for",
                LoopKind::While => "while",
                LoopKind::Loop => "loop",
            };
            format!(" The head of the `{word}` in line {line}.")
        }
        Role::Join => format!(" After the branch in line {line}."),
    }
}

/// The attributes of the function that stay on it.
pub fn kept(attrs: &[Attribute]) -> TokenStream {
    attrs.iter().map(ToTokens::to_token_stream).collect()
}
