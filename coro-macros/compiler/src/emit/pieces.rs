//! The pieces of an arm: where its locals are declared, and in which scope.
//!
//! An arm begins with the saved locals in its pattern. They are dropped at its end, last first, whatever scopes of the
//! source it goes through. So that each is dropped where the source drops it, the code of a scope becomes a block that
//! begins with its locals, in the order of their declarations:
//!
//! - one without a value is declared there, if the arm gives it one;
//! - a saved one is bound there once more, so that it is dropped before those.
//!
//! A block that drops nothing is left out: none of its locals can hold a value where control leaves it and stays in the
//! arm. They are then declared further outside. The outermost scope ends with the arm, as the pattern does: there, a saved
//! local is bound once more only if it still holds its value when one that was declared before it gets its first.

use std::ops::RangeInclusive;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::outcome::Returns;
use super::step::Step;
use crate::layout::{Role, State};
use crate::liveness::assigned::Assigned;
use crate::liveness::facts::{Facts, Init};
use crate::locals::LocalId;
use crate::spans;
use crate::tree::NodeKind;

/// A piece of an arm, before it is known which locals the arm has to declare.
pub enum Piece {
    Code(TokenStream),
    /// Here `let x;` stands, if the arm gives `x` its first value.
    Declare(LocalId, TokenStream),
    /// The first value of a local.
    Init(LocalId, TokenStream),
}

/// What the block of a scope begins with.
pub struct Opening {
    /// The declarations.
    pub pieces: Vec<Piece>,
    /// Whether something is dropped at the end of the block.
    pub drops: bool,
}

impl Step<'_> {
    /// The beginning of an arm: what is known of its locals, and what was sent. `before` is the node before its place.
    pub(super) fn entry(
        &mut self,
        state: &State,
        before: Option<&NodeKind>,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
    ) {
        for local in &state.scope {
            if self.flow.locals[*local].in_place {
                continue;
            }
            match state.saved.iter().find(|saved| saved.local == *local) {
                Some(saved) if saved.optional => facts.set(*local, Init::Optional),
                Some(_) => continue,
                None => facts.set(*local, Init::No),
            }
            self.pending.insert(*local);
        }
        let resume = &self.names.resume;
        let span = state.span;
        match (state.role, before) {
            (Role::Suspension, Some(NodeKind::Suspend { bind, catches, .. })) if self.names.is_async => {
                let krate = spans::at(span, &self.names.krate);
                let resumed = match catches {
                    true => quote_spanned!(span=> #krate::private::resumed()),
                    false => quote_spanned!(span=> #krate::resumed!()),
                };
                match *bind {
                    Some(local) => self.take_value(local, resumed, facts, pieces),
                    None => pieces.push(Piece::Code(quote_spanned!(span=> #resumed;))),
                }
            }
            (Role::Suspension, Some(NodeKind::Suspend { bind, .. })) => {
                let resume = spans::name_at(span, resume);
                let sent = match self.names.throws {
                    true => quote_spanned!(span=> #resume.sent_or_thrown()),
                    false => quote_spanned!(span=> #resume.sent()),
                };
                match *bind {
                    Some(local) => {
                        self.takes_sent = true;
                        self.take_value(local, sent, facts, pieces);
                    }
                    // What nobody looks at is dropped at once. A `()` is not even taken.
                    None if self.names.throws || self.names.sends => pieces.push(Piece::Code(quote!(#sent;))),
                    None => {}
                }
            }
            (Role::Call, Some(NodeKind::Call { bind, .. })) => {
                let result = spans::name_at(span, &self.names.result);
                let returned = match self.names.is_async {
                    true => self.names.returned.to_token_stream(),
                    false => quote_spanned!(span=> #result.take().expect("its own call has returned")),
                };
                match *bind {
                    Some(local) => {
                        self.takes_result = true;
                        self.take_value(local, returned, facts, pieces);
                    }
                    None if matches!(self.names.returns, Returns::Nothing) && !self.names.is_async => {}
                    // What nobody looks at is dropped at once.
                    None => {
                        self.takes_result = true;
                        pieces.push(Piece::Code(quote_spanned!(span=> ::core::mem::drop(#returned);)));
                    }
                }
            }
            (Role::Delegation | Role::Await, Some(NodeKind::Delegate { child, bind, .. })) => {
                let (child, bind) = (*child, *bind);
                facts.set(child, Init::No);
                let child = self.unique(child);
                pieces.push(Piece::Code(quote_spanned!(span=> ::core::mem::drop(#child);)));
                let returned = spans::name_at(span, &self.names.returned).to_token_stream();
                match bind {
                    Some(local) => self.take_value(local, returned, facts, pieces),
                    // What nobody looks at is dropped at once.
                    None => pieces.push(Piece::Code(quote_spanned!(span=> ::core::mem::drop(#returned);))),
                }
            }
            _ => {}
        }
    }

    fn take_value(&mut self, local: LocalId, value: TokenStream, facts: &mut Facts, pieces: &mut Vec<Piece>) {
        if self.pending.contains(&local) {
            self.first_value(local, 1, facts);
            pieces.push(Piece::Init(local, value));
        } else {
            let binding = self.declaration(local);
            self.bound = Some(local);
            pieces.push(Piece::Code(quote!(let #binding = #value;)));
        }
        facts.set(local, Init::Yes);
    }

    /// What the block begins with that is the code of the scopes of `depths`. `leaving` is what holds where control leaves
    /// it for code further on in the arm.
    pub(super) fn opening(
        &self,
        state: &State,
        depths: RangeInclusive<usize>,
        leaving: Option<&Facts>,
    ) -> Opening {
        let here = |local: LocalId| self.layout.depth.get(&local).is_some_and(|depth| depths.contains(depth));
        let dropped = |local: LocalId| {
            let held = |facts: &Facts| facts.reachable && facts.of(local) != Init::No;
            here(local) && self.flow.locals[local].ends_visibly() && leaving.is_some_and(held)
        };
        let scope = state.scope.iter().copied().filter(|local| here(*local));
        let drops = scope.clone().chain(self.bound).any(dropped);
        let mut pieces = Vec::new();
        for local in scope {
            let again = match drops {
                true => self.flow.locals[local].ends_visibly(),
                false => self.overtaken.contains(&local),
            };
            match state.saved.iter().find(|saved| saved.local == local) {
                Some(saved) if saved.optional && again => {
                    let maybe = self.maybe(local);
                    pieces.push(Piece::Code(quote!(let #maybe = #maybe;)));
                }
                Some(_) if again => {
                    let (name, binding) = (self.unique(local), self.binding(local));
                    pieces.push(Piece::Code(quote!(let #binding = #name;)));
                }
                _ => {}
            }
            if self.pending.contains(&local) {
                pieces.push(Piece::Declare(local, self.declaration(local)));
            }
        }
        Opening { pieces, drops }
    }

    /// Notes that code gives a local its first value, in `count` places. `facts` is what holds before.
    pub(super) fn first_value(&mut self, local: LocalId, count: usize, facts: &Facts) {
        *self.first_values.entry(local).or_default() += count;
        let scope = self.layout.state(self.current).map_or(&[][..], |state| &state.scope);
        let locals = &self.flow.locals;
        if let Some(position) = scope.iter().position(|known| *known == local)
            && locals[local].ends_with_its_scope()
        {
            // Where one of them stays behind, those around it stay in their order.
            let mut later =
                scope[position + 1..].iter().copied().filter(|later| locals[*later].ends_visibly());
            if later.clone().any(|later| facts.of(later) != Init::No) {
                self.overtaken.extend(&mut later);
            }
        }
    }

    /// Notes what a piece of verbatim code assigns, before it stands in the arm.
    pub(super) fn assigns(
        &mut self,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
        visit: impl FnOnce(&mut Assigned),
    ) {
        for local in Assigned::by(self.flow.locals, visit) {
            self.settle(local, facts, pieces);
            if self.pending.contains(&local) {
                // Somewhere inside: its declaration cannot take the value.
                self.first_value(local, 2, facts);
            }
        }
    }

    /// A local that is an `Option` goes back under its own name before it is assigned: rustc then knows when to drop it.
    pub(super) fn settle(&mut self, local: LocalId, facts: &mut Facts, pieces: &mut Vec<Piece>) {
        pieces.extend(self.settled(local, facts).map(Piece::Code));
    }

    /// The code that puts it back, if it is an `Option`.
    pub(super) fn settled(&mut self, local: LocalId, facts: &mut Facts) -> Option<TokenStream> {
        if facts.of(local) != Init::Optional {
            return None;
        }
        self.first_value(local, 2, facts);
        facts.set(local, Init::Maybe);
        let (name, maybe) = (self.unique(local), self.maybe(local));
        Some(quote!(if let ::core::option::Option::Some(#maybe) = { #maybe } { #name = #maybe; }))
    }

    pub(super) fn unique(&self, local: LocalId) -> Ident {
        self.flow.locals[local].unique.clone()
    }

    /// The name of a local that some paths have moved, while it is an `Option`.
    pub(super) fn maybe(&self, local: LocalId) -> Ident {
        let unique = self.unique(local);
        format_ident!("{}_unless_moved", unique, span = unique.span())
    }

    /// The block of a scope. That of the body ends where the body does.
    pub(super) fn braced(&self, depth: usize, inside: &TokenStream) -> TokenStream {
        if depth == 0 { self.names.body.around(quote!({ #inside })) } else { quote!({ #inside }) }
    }

    fn binding(&self, local: LocalId) -> TokenStream {
        let name = self.unique(local);
        if self.flow.locals[local].mutable { quote_spanned!(name.span()=> mut #name) } else { quote!(#name) }
    }

    pub(super) fn declaration(&self, local: LocalId) -> TokenStream {
        let binding = self.binding(local);
        match &self.flow.locals[local].ty {
            Some(ty) => quote!(#binding: #ty),
            None => binding,
        }
    }

    /// Declares the locals that the arm gives a first value, and leaves out the others.
    pub(super) fn render(&self, pieces: Vec<Piece>) -> TokenStream {
        let count = |local: &LocalId| self.first_values.get(local).copied().unwrap_or_default();
        let mut code = TokenStream::new();
        let mut last = None;
        for piece in pieces {
            match piece {
                Piece::Declare(local, _) if count(&local) == 0 => {}
                Piece::Declare(local, declaration) => {
                    code.extend(last.replace((local, declaration)).map(declare));
                }
                // Its one first value follows at once: the declaration takes it.
                Piece::Init(local, value)
                    if count(&local) == 1 && last.as_ref().is_some_and(|(known, _)| *known == local) =>
                {
                    let declaration = last.take().map(|(_, declaration)| declaration);
                    code.extend(quote!(let #declaration = #value;));
                }
                Piece::Init(local, value) => {
                    let name = self.unique(local);
                    code.extend(last.take().map(declare));
                    code.extend(quote!(#name = #value;));
                }
                Piece::Code(tokens) => {
                    code.extend(last.take().map(declare));
                    code.extend(tokens);
                }
            }
        }
        code.extend(last.map(declare));
        code
    }
}

fn declare((_, declaration): (LocalId, TokenStream)) -> TokenStream {
    quote!(let #declaration;)
}
