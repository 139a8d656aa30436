//! The coroutine compiler: a function as it was written to an explicit state machine.
//!
//! # The law
//!
//! Driving the machine equals running the function, with each suspension replaced by a call to the driver: the same
//! values, effects and panics in the same order, and every value dropped once, where Rust's scopes drop it. Dropping a
//! suspended machine drops what an early `return` at that point would drop.
//!
//! # The passes
//!
//! Each is a module, in the order in which they run; what holds after each stands at its head. A pass reports its errors
//! into one `Report`, and the driver stops after the first that did.

mod diagnostics;
mod emit;
mod labels;
mod layout;
mod liveness;
mod locals;
mod lower;
mod macros;
mod parse;
mod parts;
mod resolve;
mod spans;
mod storage;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Pat;

use diagnostics::Report;
use liveness::{closures, initialised, reassigned, trivial, typed};
use locals::LocalId;
use parse::Source;
use parse::options::Options;
use resolve::Resolved;

/// `#[coroutine(options)] item`
pub fn attribute(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let source = parse::attribute(options, item, &mut report);
    expand(source, report)
}

/// `coroutine! { input }`
pub fn function_like(input: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let source = parse::function_like(input, &mut report);
    expand(source, report)
}

fn expand(source: Option<Source>, mut report: Report) -> TokenStream {
    let Some(source) = source else {
        return report.into_tokens();
    };
    if let Some(refused) = emit::undetermined(&source) {
        return refused;
    }
    match compile(&source, &mut report) {
        Some(expansion) => expansion,
        None => {
            let errors = report.into_tokens();
            let stub = emit::stub(&source);
            match source.kind {
                parse::Kind::Function { .. } => quote!(#errors #stub),
                parse::Kind::Closure { .. } => quote!({ #errors; #stub }),
            }
        }
    }
}

fn compile(source: &Source, report: &mut Report) -> Option<TokenStream> {
    let mut lent = BTreeSet::new();
    let (Lowered { mut resolved, in_place, mut tree }, mut layout, mut borrowed) = loop {
        let mut lowered = lowered(source, &lent, report)?;
        let layout = layout::layout(&lowered.tree, &mut lowered.resolved);
        let yields = source.options.yields.as_ref();
        let borrowed = storage::borrows::borrowed(&lowered.tree, &layout, &lowered.resolved.locals, yields);
        let before = lent.len();
        // In a called machine, a large local is one like any other.
        let calls_itself = lowered.tree.calls_itself_by.is_some();
        let in_place = lowered.resolved.locals.iter().filter(|(_, local)| local.in_place).map(|(id, _)| id);
        lent.extend(in_place.filter(|local| calls_itself || borrowed.contains(local)));
        if lent.len() == before {
            break (lowered, layout, borrowed);
        }
        // A large array that is borrowed across a suspension lies in a slot instead.
    };
    if source.is_async || !borrowed.is_empty() {
        // What is in a slot can be moved out of it, and a part of it. The machine is pinned anyway.
        for local in storage::receivers::replaced(&resolved) {
            resolved.locals[local].refilled = true;
        }
        let taken = storage::receivers::kept_after_a_call(&resolved, &layout);
        for local in layout.parted.union(&taken) {
            resolved.locals[*local].parted = borrowed.insert(*local);
        }
    }
    let mut guesses = layout.guesses(&tree);
    if !borrowed.is_empty()
        && !source.is_async
        && let Some(clone) = source.options.derived("Clone")
    {
        report.error(clone, diagnostics::CLONED_BORROWS);
    }
    if !borrowed.is_empty() || resolved.locals.iter().any(|(_, local)| local.gone) {
        let krate = source.options.path();
        storage::pinned::pin(&borrowed, &mut tree, &mut resolved, &layout, &krate, report);
        if !report.is_empty() {
            return None;
        }
        guesses.extend(&resolved.moves.methods);
        // The pinned locals are others now, and so is what each state saves.
        layout = layout::layout(&tree, &mut resolved);
    }
    if layout::tail::mark(&mut tree, &layout, &resolved.locals) {
        layout = layout::layout(&tree, &mut resolved);
    }
    let shared = storage::overlap::overlap(&mut tree, &mut resolved, &layout);
    let beside = emit::Beside { in_place: &in_place, shared: &shared };
    Some(emit::emit(source, &mut resolved, beside, &tree, &layout, guesses))
}

/// A function as it is when the source's structure has become the tree's.
struct Lowered {
    resolved: Resolved,
    in_place: Vec<storage::in_place::InPlace>,
    tree: tree::Tree,
}

/// Lowers a function. The locals that are `lent` across a suspension cannot stay in place.
fn lowered(source: &Source, lent: &BTreeSet<LocalId>, report: &mut Report) -> Option<Lowered> {
    let mut resolved = resolve::resolve(source, report);
    if !report.is_empty() || source.refused {
        return None;
    }
    learn(&mut resolved, &source.options);
    if parts::take_apart(&mut resolved) {
        learn(&mut resolved, &source.options);
    }
    for local in closures::maybe_closures(&resolved.body, &resolved.locals) {
        resolved.locals[local].matched = false;
    }
    if matches!(source.kind, parse::Kind::Function { .. }) {
        // Where one is not declared `mut`, the check says so, and the machine need not say it again.
        for local in reassigned::reassigned(&resolved.body, &resolved.locals) {
            resolved.locals[local].mutable = true;
        }
    }
    let sent = match (&source.options.throw, &source.options.send) {
        (Some(_), _) => trivial::Simplicity::Unknown,
        (None, Some(send)) => trivial::of_type(send),
        (None, None) => trivial::Simplicity::Trivial,
    };
    let in_place = storage::in_place::in_place(&mut resolved, lent);
    let parameters = lower::parameters(source, &resolved);
    let tree = lower::lower(&mut resolved, sent, parameters, &source.options.path(), report);
    report.is_empty().then_some(Lowered { resolved, in_place, tree })
}

/// Learns what the body shows of its locals.
fn learn(resolved: &mut Resolved, options: &Options) {
    let Resolved { locals, arguments, first, body, .. } = resolved;
    typed::learn(locals, arguments, first.as_ref(), options, body);
    let entry: Vec<_> = arguments.iter().map(|argument| argument.local).collect();
    let patterns: Vec<&Pat> = arguments.iter().filter_map(|argument| argument.pattern.as_ref()).collect();
    initialised::learn(locals, &entry, first.as_ref(), &patterns, body);
}
