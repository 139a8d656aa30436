//! The state enum: a variant for each state, a field for each saved local, a type parameter for each local that is saved.
//!
//! The macro cannot see types, so rustc infers the parameters from the step.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Attribute;

use super::beside::Beside;
use super::{Names, camel};
use crate::layout::{Layout, Role, Saved, State};
use crate::locals::LocalId;
use crate::parse::{Kind, Source, line_column};
use crate::resolve::Resolved;
use crate::spans;
use crate::tree::LoopKind;

/// The type parameter of each local that is saved somewhere, in the order in which they are met. That of a local in a slot is
/// the machine's: the state only says that it is there.
pub fn parameters(resolved: &Resolved, layout: &Layout, state: &Ident) -> Vec<(LocalId, Ident)> {
    let mut found = Vec::new();
    // `fn lexer()` may have a local `lexer`, or `lexer_machine`.
    let mut taken: HashSet<String> = HashSet::from([state.to_string(), format!("{state}Machine")]);
    let saved = layout.states.iter().flat_map(|state| &state.saved);
    for saved in saved.filter(|saved| resolved.locals[saved.local].pinned.is_none()) {
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
    beside: Beside,
    layout: &Layout,
    names: &Names,
) -> TokenStream {
    let Names { krate, state: name, .. } = names;
    let parameters = parameters(resolved, layout, name);
    let by_local: HashMap<LocalId, &Ident> = parameters.iter().map(|(local, name)| (*local, name)).collect();
    let idents: Vec<&Ident> = parameters.iter().map(|(_, name)| name).collect();
    let generics = if idents.is_empty() { TokenStream::new() } else { quote!(<#(#idents),*>) };
    let field = |saved: &Saved| {
        let field = spans::nowhere(&layout.shown[&saved.local]);
        let ty = match by_local.get(&saved.local) {
            Some(ty) => quote!(#ty),
            None if resolved.locals[saved.local].asked => quote!(#krate::private::KeptUnlessMoved),
            None => quote!(#krate::private::Kept),
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
    let in_the_source = |saved: &Saved| spans::nowhere(&resolved.locals[saved.local].name);
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
        let saved = state.saved.iter().map(in_the_source);
        quote!(#variant at #line:#column keeps [#(#saved),*])
    });
    let here = source_span(source);
    let (line, column) = line_column(here);
    let (line, column) = (Literal::usize_unsuffixed(line), Literal::usize_unsuffixed(column));
    let arguments = layout.states[0].saved.iter().map(in_the_source);
    let list = if idents.is_empty() { TokenStream::new() } else { quote!([#(#idents),*]) };
    let states = quote! {
        #krate::states! {
            #name #list
            Unresumed at #line:#column keeps [#(#arguments),*]
            #(#points)*
        }
    };
    let allowed = super::allowed();
    let beside = beside.declaration(&parameters, resolved, layout, names, &derives);
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
        Role::Call => format!(" Waiting for its own call in line {line}."),
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
