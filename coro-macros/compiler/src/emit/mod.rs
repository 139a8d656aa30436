//! The layout as Rust: the function around the machine, the state enum, the step, and the check.
//!
//! In: `fn fib(limit: u64) { .. }`
//! Out: a function of the same name and arguments that returns `impl Coroutine`, with all of the machine inside it.

mod beside;
mod calls;
mod check;
mod children;
mod exhaustive;
mod jumps;
mod leaf;
mod lifetimes;
mod outcome;
mod pieces;
mod receiver;
mod shape;
mod signature;
mod state;
mod step;
mod valueless;
mod verbatim;

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, FnArg, Pat, Type, parse_quote};

use crate::layout::Layout;
use crate::liveness::patterns::bindings;
use crate::locals::LocalId;
use crate::lower::parameters;
use crate::macros;
use crate::parse::{Kind, Source, line_column};
use crate::resolve::Resolved;
use crate::spans::{self, Extent};
use crate::storage::pinned::Moves;
use crate::tree::Tree;

pub use beside::Beside;
#[cfg(test)]
pub use exhaustive::match_all;
pub use signature::{stub, undetermined};

use beside::Around;
use outcome::Returns;

/// The names that the expansion makes up, none of which the source has.
pub struct Names {
    /// The path of `coro_core`.
    pub krate: TokenStream,
    /// The state enum.
    pub state: Ident,
    /// Where the body stands: what an arm drops at its end, it drops at the end of that.
    pub body: Extent,
    /// The step's arguments.
    pub machine: Ident,
    pub machine_state: Ident,
    pub resume: Ident,
    /// The state that an arm goes to.
    pub next: Ident,
    /// The state that an arm has taken out of the machine.
    pub taken: Ident,
    /// The loop around the arms.
    pub machine_label: TokenStream,
    /// What the receiver is called, where the check has that name as well.
    pub receiver: Option<Ident>,
    /// What a suspension yields.
    pub yielded: Ident,
    /// What a child returned.
    pub returned: Ident,
    /// The step's argument for what a call of the function itself has returned.
    pub result: Ident,
    /// The function delegates to itself.
    pub calls_itself: bool,
    /// The types of its arguments then.
    pub parameters: Vec<Type>,
    /// The bindings of the first value sent.
    pub first: Vec<LocalId>,
    /// Whether something other than `()` is sent.
    pub sends: bool,
    /// Whether something can be thrown.
    pub throws: bool,
    /// Whether it waits for futures, and is polled.
    pub is_async: bool,
    /// What is yielded, where it is declared.
    pub yields: Option<Type>,
    /// What is returned.
    pub returns: Returns,
    /// The names in the source of the locals that lie in slots.
    pub slots: HashSet<String>,
    /// One of them is borrowed. The future of an `.await` is only polled.
    pub lends: bool,
    /// Where they are moved out of them.
    pub moves: Moves,
    /// Which of them `move` closures and blocks take, by where the `move` stands.
    pub captured: HashMap<(usize, usize), Vec<Ident>>,
    /// What ties the types of a closure's machine to those of its check, where it has one.
    pub link: Option<Ident>,
    /// Where methods stand that must move their receivers.
    pub guesses: HashSet<(usize, usize)>,
    /// Whether there is a check beside the machine, so that the machine can be silent where rustc has spoken there.
    pub checked: bool,
}

impl Names {
    /// The names of a function's expansion: none of `taken` is among them.
    fn of(source: &Source, state: &str, taken: &HashSet<String>) -> Self {
        let krate = source.options.path();
        let checked = matches!(source.kind, Kind::Function { .. });
        let home = match &source.kind {
            Kind::Function { sig, .. } => sig.fn_token.span,
            Kind::Closure { .. } => Span::call_site(),
        };
        Names {
            krate,
            state: Ident::new(state, Span::call_site()),
            body: Extent::of(&source.body),
            machine: fresh("machine", taken, home),
            machine_state: fresh("state", taken, home),
            resume: fresh(if source.is_async { "context" } else { "resume" }, taken, home),
            next: fresh("next", taken, home),
            taken: fresh("taken", taken, home),
            machine_label: quote!('machine),
            receiver: None,
            yielded: fresh("yielded", taken, home),
            returned: fresh("returned", taken, home),
            result: fresh("result", taken, home),
            calls_itself: false,
            parameters: Vec::new(),
            first: Vec::new(),
            sends: source.options.send.as_ref().is_some_and(|ty| !is_unit(ty)),
            throws: source.options.throw.is_some(),
            is_async: source.is_async,
            yields: checked.then(|| source.options.yields.clone().unwrap_or_else(|| parse_quote!(()))),
            returns: match &source.kind {
                Kind::Function { sig, .. } => signature::declared(&sig.output),
                Kind::Closure { .. } => Returns::Inferred,
            },
            slots: HashSet::new(),
            lends: false,
            moves: Moves::default(),
            captured: HashMap::new(),
            link: None,
            guesses: HashSet::new(),
            checked,
        }
    }
}

/// What generated code does that lints ask about. `warnings` does not hold where a crate denies a lint by its name.
pub fn allowed() -> TokenStream {
    quote!(#[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)])
}

impl Names {
    /// Has rustc refuse a method that was believed to move its receiver, if it does not.
    fn verify(&self, call: &mut ExprMethodCall) {
        if self.guesses.contains(&line_column(call.method.span())) {
            let (krate, receiver) = (spans::at(call.receiver.span(), &self.krate), &call.receiver);
            let moved = quote_spanned!(receiver.span()=> #krate::believed_to_move_its_receiver!(#receiver));
            *call.receiver = Expr::Verbatim(moved);
        }
    }
}

/// A name that the source does not have, of the hygiene of `home`.
fn fresh(name: &str, taken: &HashSet<String>, home: Span) -> Ident {
    let mut fresh = name.to_owned();
    while taken.contains(&fresh) {
        fresh.push('_');
    }
    Ident::new(&fresh, Span::call_site().resolved_at(home))
}

/// `snake_case` to `CamelCase`.
pub fn camel(name: &str) -> String {
    let bare = name.trim_start_matches("r#");
    let mut camel = String::new();
    for word in bare.split('_') {
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            camel.extend(first.to_uppercase());
            camel.push_str(chars.as_str());
        }
    }
    if camel.starts_with(|c: char| c.is_alphabetic()) && camel != "Self" {
        camel
    } else {
        format!("T{camel}")
    }
}

/// Writes the expansion.
pub fn emit(
    source: &Source,
    resolved: &mut Resolved,
    beside: Beside,
    tree: &Tree,
    layout: &Layout,
    guesses: HashSet<(usize, usize)>,
) -> TokenStream {
    let mut taken = resolved.idents.clone();
    taken.extend(resolved.locals.iter().map(|(_, local)| local.unique.to_string()));
    let function = match &source.kind {
        Kind::Function { sig, .. } => camel(&sig.ident.to_string()),
        Kind::Closure { .. } => "Closure".to_owned(),
    };
    let mut state = function.clone();
    while taken.contains(&state) {
        state.push_str("State");
    }
    let first = resolved.first.as_ref().map(|pat| bindings(pat, &resolved.locals)).unwrap_or_default();
    let mut names = Names::of(source, &state, &taken);
    names.first = first;
    names.guesses = guesses;
    if tree.calls_itself_by.is_some() {
        names.calls_itself = true;
        let parameters = parameters(source, resolved).into_iter().flatten();
        names.parameters = parameters.map(|(_, ty)| ty).collect();
    }
    let written = |local: LocalId| match receiver(source).filter(|_| resolved.arguments[0].local == local) {
        Some(receiver) => Ident::new("self", receiver.self_token.span),
        None => resolved.locals[local].name.clone(),
    };
    let values = resolved.locals.iter().filter_map(|(_, local)| Some(local.pinned.as_ref()?.value));
    names.slots = values.map(|value| written(value).to_string()).collect();
    // Where it lies in a slot, the machine has nothing to say of it.
    if receiver(source).is_some()
        && !names.slots.contains("self")
        && !receiver::is_formatted(&source.body.to_token_stream())
    {
        names.receiver = Some(resolved.locals[resolved.arguments[0].local].unique.clone());
    }
    let borrowed = |value: LocalId| !resolved.locals[value].parted;
    names.lends = resolved.locals.iter().any(|(_, local)| {
        local.pinned.as_ref().is_some_and(|pinned| borrowed(pinned.value)) && local.awaited.is_none()
    });
    names.moves = resolved.moves.clone();
    let captures = resolved.moves.captures.iter();
    names.captured =
        captures.map(|(at, locals)| (*at, locals.iter().copied().map(written).collect())).collect();
    if !names.checked && !names.slots.is_empty() {
        names.link = Some(fresh("types", &taken, Span::call_site()));
    }
    let types = signature::Types::of(source, &names, tree.body.returns());
    let enumeration = state::enumeration(source, resolved, beside, layout, &names);
    let items: Vec<TokenStream> = resolved.items.iter().map(ToTokens::to_token_stream).collect();
    let machine = machine(source, resolved, beside, tree, layout, &names, &types)
        .unwrap_or_else(|| signature::refused(source, &names, &types));
    let check = check::check(source, &argument_names(resolved), &names, &types);
    let same = tree.calls_itself_by.as_ref();
    let same = same.map(|called| calls::same_function(source, called, &argument_names(resolved)));
    let machine = match &names.link {
        // rustc meets the machine first, and infers its types; the check is then of the same.
        Some(link) => {
            let krate = &names.krate;
            let linked = match source.is_async {
                true if source.options.yields.is_some() => quote!(LinkedGenerator),
                true => quote!(LinkedAsync),
                false => quote!(Linked),
            };
            quote! { #(#items)* #enumeration let #link = #krate::private::#linked::new(); if true { #machine } else { #check } }
        }
        None => quote! { #(#items)* #enumeration #check #same #machine },
    };
    signature::around(source, resolved, &names, &types, machine)
}

fn is_unit(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// The machine: its first state, and its step. There is none where the source mentions what holds no value, which rustc
/// refuses in the check.
fn machine(
    source: &Source,
    resolved: &mut Resolved,
    beside: Beside,
    tree: &Tree,
    layout: &Layout,
    names: &Names,
    types: &signature::Types,
) -> Option<TokenStream> {
    let Names { krate, state, resume, .. } = names;
    let prologue = prologue(resolved, names);
    let arguments: Vec<LocalId> = resolved.arguments.iter().map(|argument| argument.local).collect();
    let has_prologue = !prologue.is_empty();
    let empty = beside.empty(resolved, layout, names);
    let mut step = step::Step::new(tree, layout, names, &empty, &mut resolved.locals);
    let mut arms = Vec::new();
    let mut prologue = Some(prologue);
    for state in &layout.states {
        arms.push(step.arm(state, prologue.take().unwrap_or_default()));
    }
    let delegates = step.delegates;
    let resumes = has_prologue || delegates || step.takes_sent;
    let takes_result = step.takes_result;
    if step.valueless.found && names.checked {
        return None;
    }
    let ends = shape::ends(source, delegates, names);
    let body = match delegates {
        true if source.is_async => shape::in_a_row(&arms, &ends, names),
        true => shape::by_reference(&arms, &ends, names),
        false => shape::by_value(&arms, &ends, names),
    };
    let shown = |local: &LocalId| layout.shown[local].clone();
    let body = rename(body, resolved, layout);

    let of_state = state::parameters(resolved, layout, state);
    let fields = arguments.iter().zip(&resolved.arguments).map(|(local, argument)| {
        let field = shown(local);
        let data = &resolved.locals[*local];
        // What a macro mentions keeps its name: it is another one where that shadows the argument.
        let name = if argument.pattern.is_some() { &field } else { &data.name };
        match receiver(source).filter(|_| resolved.arguments[0].local == *local) {
            Some(receiver) => {
                let receiver = receiver.self_token;
                quote!(#field: #receiver)
            }
            None if *name == field => quote!(#field),
            None => quote!(#field: #name),
        }
    });
    let unresumed = match arguments.is_empty() {
        true => quote!(#state::Unresumed),
        false => quote!(#state::Unresumed { #(#fields),* }),
    };
    let signature = &types.signature;
    let (resumed_with, mut outcome) = (&types.resume, types.outcome.clone());
    let capture = match &source.kind {
        Kind::Closure { capture, .. } => capture.to_token_stream(),
        Kind::Function { .. } => TokenStream::new(),
    };
    let resume = match resumes {
        false => quote!(_),
        true if source.is_async => quote!(#resume),
        true => quote!(mut #resume),
    };
    let allowed = allowed();
    // What rustc calls dangerous there is that the reference is made for a lifetime that nobody checks: the check of the body does.
    let allowed = match !names.slots.is_empty() {
        true => quote!(#allowed #[allow(dangerous_implicit_autorefs)]),
        false => allowed,
    };
    let first_state = empty.around(unresumed);
    let Around { parameter, pointee, unpack, is_unsafe } = beside.around(&of_state, resolved, layout, names);
    // What makes this right stands at the head of `coro_core`'s `slot.rs`.
    let imports = resolved.moves.takes_parts.then(|| quote!(use #krate::private::moves::*;));
    let body = if is_unsafe { quote!(unsafe { #imports #unpack #body }) } else { quote!(#unpack #body) };
    let mut result = TokenStream::new();
    if names.calls_itself {
        let signature::Types { yields, inferred_returns, .. } = types;
        let handover = match source.is_async {
            true => quote!(Pause<::core::convert::Infallible, #pointee>),
            false => quote!(Handover<#yields, #pointee>),
        };
        outcome = quote!(#krate::CoroutineState<#krate::private::#handover, #inferred_returns>);
        let name = &names.result;
        let name = if takes_result { quote!(mut #name) } else { quote!(_) };
        result = quote!(#name: ::core::option::Option<#inferred_returns>,);
    }
    let made = match &names.link {
        Some(link) if source.cleans => quote!(#link.cleaning_machine),
        Some(link) => quote!(#link.machine),
        None if source.is_async && source.options.yields.is_some() => {
            let yields = &types.yields;
            match source.cleans {
                true => quote!(#krate::private::cleaning_generator::<#yields, _, _>),
                false => quote!(#krate::private::async_generator::<#yields, _, _>),
            }
        }
        None if source.is_async => {
            let returns = &types.inferred_returns;
            match source.cleans {
                true => quote!(#krate::private::cleaning_machine::<#returns, _, _>),
                false => quote!(#krate::private::async_machine::<#returns, _, _>),
            }
        }
        None if names.calls_itself => quote!(#krate::private::recursive_machine::<#signature, _, _>),
        None => quote!(#krate::private::machine::<#signature, _, _>),
    };
    // What is wrong with its type is that another function is called.
    let called = tree.calls_itself_by.as_ref().map_or_else(Span::call_site, Spanned::span);
    let made_machine = Ident::new("machine", Span::call_site().located_at(called));
    // Arms with code stand in source order, so that rustc meets every type where it meets it in the source.
    let step = quote!(#capture |#parameter, #result #resume: #resumed_with| -> #outcome { #body });
    let value = match names.calls_itself {
        true if source.is_async => quote!({
            let (frames, step) = #krate::private::async_frames(#first_state, #step);
            #made(frames, step)
        }),
        true => {
            let stack = if names.slots.is_empty() { quote!(Recursive) } else { quote!(Frames) };
            quote!(#made(#krate::private::#stack::new(#first_state), #step))
        }
        false => quote!(#made(#first_state, #step)),
    };
    Some(quote! {
        #allowed
        let machine = #value;
        #made_machine
    })
}

fn receiver(source: &Source) -> Option<&syn::Receiver> {
    match &source.kind {
        Kind::Function { sig, .. } => sig.receiver(),
        Kind::Closure { .. } => None,
    }
}

/// The beginning of the first arm: the first value sent. Where the coroutine refuses what it is resumed with, it is left
/// as it was, and can still be started.
fn prologue(resolved: &Resolved, names: &Names) -> TokenStream {
    let Names { state, machine_state, resume, .. } = names;
    if resolved.first.is_none() && !names.sends && !names.throws {
        return TokenStream::new();
    }
    let fields: Vec<_> =
        resolved.arguments.iter().map(|argument| &resolved.locals[argument.local].unique).collect();
    let unresumed = match fields.is_empty() {
        true => quote!(#state::Unresumed),
        false => quote!(#state::Unresumed { #(#fields),* }),
    };
    let pat = match &resolved.first {
        Some(Pat::Type(typed)) => Some(&*typed.pat),
        first => first.as_ref(),
    };
    let (expected, take) = match pat {
        Some(pat) => (quote!(Send(_)), quote!(let #pat = #resume.sent_first();)),
        None => (quote!(Start), TokenStream::new()),
    };
    let krate = &names.krate;
    quote! {
        if !::core::matches!(#resume, #krate::Resume::#expected) {
            *#machine_state = #unresumed;
            #resume.refuse();
        }
        #take
    }
}

/// The compiler's names of the locals to those that are shown. What stays in place is a place behind a reference.
fn rename(tokens: TokenStream, resolved: &Resolved, layout: &Layout) -> TokenStream {
    let keeps_name = |local: LocalId, unique: &Ident| {
        !resolved.locals[local].in_place && layout.shown.get(&local).is_none_or(|shown| shown == unique)
    };
    if resolved.locals.iter().all(|(local, data)| keeps_name(local, &data.unique)) {
        return tokens;
    }
    macros::replace_all_idents(tokens, &mut |ident| {
        let local = resolved.locals.find(ident)?;
        let mut shown = layout.shown[&local].clone();
        shown.set_span(ident.span());
        if resolved.locals[local].in_place {
            return Some(quote!((*#shown)));
        }
        (shown != *ident).then(|| quote!(#shown))
    })
}

/// What the arguments are called that are taken apart by a pattern.
fn argument_names(resolved: &Resolved) -> Vec<Ident> {
    resolved.arguments.iter().map(|argument| resolved.locals[argument.local].unique.clone()).collect()
}

/// An argument comes in under a plain name: its pattern, or its `mut`, stands at the beginning of the body.
fn plain_arguments(sig: &mut syn::Signature, names: &[Ident]) {
    for (input, name) in sig.inputs.iter_mut().zip(names) {
        let FnArg::Typed(typed) = input else {
            continue;
        };
        match &mut *typed.pat {
            Pat::Ident(pat) if pat.subpat.is_none() && pat.by_ref.is_none() => pat.mutability = None,
            pat => *pat = parse_quote!(#name),
        }
    }
}
