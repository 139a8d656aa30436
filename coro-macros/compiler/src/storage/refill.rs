//! What is assigned to locals in slots.
//!
//! One that holds a value changes in its place. One that may have been moved out of its slot is filled again.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, ExprAssign, Stmt, parse_quote, parse_quote_spanned};

use super::pinned::Pin;
use crate::liveness::patterns::taken_apart;
use crate::locals::LocalId;
use crate::lower::exit_of;
use crate::macros;

impl Pin<'_> {
    /// `x_slot.fill(value)`, with the type that the source declares.
    pub(super) fn fill(&self, held: LocalId, value: &Expr) -> Expr {
        let slot = self.slot(held);
        let local = &self.locals[self.value_of(held)];
        let name = &local.unique;
        match &local.ty {
            Some(ty) => parse_quote_spanned!(name.span()=> #slot.fill({ let #name: #ty = #value; #name })),
            None => parse_quote_spanned!(name.span()=> #slot.fill(#value)),
        }
    }

    /// A value for a local that may have been moved. What it holds, if it does, is dropped before the new value can lie there.
    ///
    /// In: `x = value`
    /// Out: `let assigned = value; x = vacant(); x = x_slot.fill(assigned);`
    ///
    /// A value that may make temporaries is that of a `match` instead: they live to the end of the statement. One that may
    /// leave stands by itself: there, it is open whether `x` holds something.
    pub(super) fn refill(&self, held: LocalId, value: &Expr) -> Vec<Stmt> {
        let unique = &self.locals[held].unique;
        let span = unique.span();
        if !self.locals[held].mutable {
            let fill = self.fill(held, value);
            return vec![parse_quote_spanned!(span=> #unique = #fill;)];
        }
        let krate = self.krate;
        let assigned = self.unnamed("assigned");
        let fill = self.fill(held, &parse_quote!(#assigned));
        let leave: Stmt = parse_quote_spanned!(span=> #unique = #krate::private::vacant(););
        let fill: Stmt = parse_quote_spanned!(span=> #unique = #fill;);
        if makes_no_temporaries(value) || may_leave(value) {
            return vec![parse_quote_spanned!(span=> let #assigned = #value;), leave, fill];
        }
        vec![parse_quote_spanned!(span=> match #value { #assigned => { #leave #fill } })]
    }

    /// A name that no local has, for what is used up at once.
    fn unnamed(&self, name: &str) -> Ident {
        self.locals.untaken(self.idents, Ident::new(name, Span::mixed_site()))
    }

    /// The same, where a value is taken apart.
    ///
    /// In: `(x, place) = value`
    /// Out: `{ let (assigned, assigned1) = value; x = vacant(); x = x_slot.fill(assigned); place = assigned1; }`
    pub(super) fn refilled_apart(&mut self, assign: &ExprAssign) -> Option<Expr> {
        let (pattern, places) =
            taken_apart(&assign.left, |_, index| self.unnamed(&format!("assigned{index}")));
        if self.captures || !places.iter().any(|(place, _)| self.is_refilled(place)) {
            return None;
        }
        let value = &assign.right;
        let assignments = places.into_iter().map(|(place, assigned)| {
            let mut assignment = parse_quote!(#place = #assigned);
            self.value(&mut assignment);
            assignment
        });
        let assignments: Vec<Expr> = assignments.collect();
        Some(parse_quote!({ let #pattern = #value; #(#assignments;)* }))
    }

    fn is_refilled(&self, place: &Expr) -> bool {
        self.held_of(place).is_some_and(|held| self.locals[self.value_of(held)].refilled)
    }

    /// The local in a slot that an assignment has to fill again.
    pub(super) fn refilled(&self, assign: &ExprAssign) -> Option<LocalId> {
        self.held_of(&assign.left).filter(|_| self.is_refilled(&assign.left) && !self.captures)
    }
}

/// Whether a value is made without anything that is dropped when it is there. Of most calls the macro cannot tell.
fn makes_no_temporaries(value: &Expr) -> bool {
    match value {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Paren(inner) => makes_no_temporaries(&inner.expr),
        Expr::Call(call) => call.args.iter().all(makes_no_temporaries),
        Expr::Tuple(tuple) => tuple.elems.iter().all(makes_no_temporaries),
        Expr::Struct(literal) => {
            literal.rest.is_none() && literal.fields.iter().all(|field| makes_no_temporaries(&field.expr))
        }
        _ => false,
    }
}

/// Whether a way out of the expression goes to a loop or a block of the tree.
fn may_leave(value: &Expr) -> bool {
    let mut leaves = false;
    macros::for_each_ident(value.to_token_stream(), &mut |ident| leaves |= exit_of(ident).is_some());
    leaves
}
