//! Which locals stay in place: large arrays.
//!
//! A local that is saved moves out of the state on each resume, and in again at each suspension. For most that is a few
//! bytes. A large array would be copied at every step: it lies beside the state instead, in the machine, and is used where
//! it lies.
//!
//! To be there before the body runs, such a local needs a first value that can be made at any time: an array that repeats
//! a constant. (`MaybeUninit` would do without; but then the expansion would not be safe code.)
//!
//! AFTER THIS POINT: each local that stays in place has a name of its own that no token of the source has, so that each
//! mention can become a place behind a reference.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, FieldValue, Lit, Pat, Stmt, Type};

use crate::liveness::trivial::{self, Simplicity};
use crate::locals::LocalId;
use crate::lower::suspends_stmt;
use crate::resolve::Resolved;

/// Arrays up to this size move with the state: that is as fast.
const SMALL: usize = 64;

/// A local that stays in place.
#[derive(Clone)]
pub struct InPlace {
    /// Which.
    pub local: LocalId,
    /// The value that lies there before the body runs.
    pub value: Expr,
}

/// Finds the locals that stay in place. Those that are `lent` across a suspension lie in slots.
pub fn in_place(resolved: &mut Resolved, lent: &BTreeSet<LocalId>) -> Vec<InPlace> {
    let mut finder = Finder { resolved, lent, found: Vec::new() };
    let mut body = std::mem::replace(
        &mut finder.resolved.body,
        Block { brace_token: Default::default(), stmts: Vec::new() },
    );
    finder.block(&mut body);
    let mut found = finder.found;
    for place in &mut found {
        let old = resolved.locals[place.local].unique.clone();
        let mut new = format_ident!("{}_in_place", old);
        while resolved.idents.contains(&new.to_string()) || resolved.locals.is_taken(&new.to_string()) {
            new = format_ident!("{}_", new);
        }
        Rename { old: &old, new: &new }.visit_block_mut(&mut body);
        resolved.locals.rename(place.local, new);
        resolved.locals[place.local].in_place = true;
    }
    resolved.body = body;
    found
}

struct Finder<'r> {
    resolved: &'r mut Resolved,
    lent: &'r BTreeSet<LocalId>,
    found: Vec<InPlace>,
}

impl Finder<'_> {
    fn block(&mut self, block: &mut Block) {
        for index in 0..block.stmts.len() {
            let crosses = block.stmts[index + 1..].iter().any(suspends_stmt);
            if let Stmt::Local(local) = &block.stmts[index]
                && crosses
                && let Some(init) = &local.init
                && init.diverge.is_none()
                && is_large_constant(&init.expr)
            {
                let (pat, ty) = match &local.pat {
                    Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
                    pat => (pat, None),
                };
                if let Pat::Ident(ident) = pat
                    && ident.by_ref.is_none()
                    && let Some(id) = self.resolved.locals.find(&ident.ident)
                    && !self.lent.contains(&id)
                {
                    let value = with_type(&init.expr, ty);
                    self.found.push(InPlace { local: id, value });
                }
            }
        }
        for stmt in &mut block.stmts {
            InnerBlocks(self).visit_stmt_mut(stmt);
        }
    }
}

/// Finds the blocks inside a block, but for those of closures.
struct InnerBlocks<'f, 'r>(&'f mut Finder<'r>);

impl VisitMut for InnerBlocks<'_, '_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.0.block(block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if !matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::Const(_)) {
            visit_mut::visit_expr_mut(self, expr);
        }
    }
}

/// `[0; 4096]` with the type that the `let` gives it.
fn with_type(value: &Expr, ty: Option<Type>) -> Expr {
    match ty {
        Some(ty) => syn::parse_quote!({ let value: #ty = #value; value }),
        None => value.clone(),
    }
}

/// An array that repeats a constant, and is not small.
fn is_large_constant(expr: &Expr) -> bool {
    let Expr::Repeat(repeat) = expr else { return false };
    let constant = match &*repeat.expr {
        Expr::Repeat(_) => is_constant(&repeat.expr),
        element => {
            is_constant(element) && trivial::of_expr(element, &Default::default()) == Simplicity::Primitive
        }
    };
    constant && size(expr).is_none_or(|size| size > SMALL)
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Repeat(repeat) => is_constant(&repeat.expr),
        _ => false,
    }
}

/// The size in bytes, where the source shows it.
fn size(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Repeat(repeat) => {
            let Expr::Lit(literal) = &*repeat.len else { return None };
            let Lit::Int(len) = &literal.lit else { return None };
            Some(size(&repeat.expr)? * len.base10_parse::<usize>().ok()?)
        }
        Expr::Lit(literal) => Some(match &literal.lit {
            Lit::Bool(_) | Lit::Byte(_) => 1,
            Lit::Int(number) if number.suffix().ends_with('8') => 1,
            Lit::Int(number) if number.suffix().ends_with("16") => 2,
            Lit::Int(number) if number.suffix().ends_with("64") => 8,
            _ => 4,
        }),
        _ => None,
    }
}

struct Rename<'a> {
    old: &'a Ident,
    new: &'a Ident,
}

impl VisitMut for Rename<'_> {
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if matches!(&field.expr, Expr::Path(path) if path.path.is_ident(self.old)) {
            field.colon_token.get_or_insert_with(Default::default);
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.path.is_ident(self.old) {
            path.path.segments[0].ident =
                Ident::new(&self.new.to_string(), path.path.segments[0].ident.span());
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if pat.ident == *self.old {
            pat.ident = Ident::new(&self.new.to_string(), pat.ident.span());
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if !crate::macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr)) {
            let tokens = std::mem::take(&mut mac.tokens);
            mac.tokens = crate::macros::replace_idents(tokens, &mut |ident| {
                (ident == self.old).then(|| self.new.clone())
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_arrays_of_a_constant_stay_in_place() {
        let large = |text| is_large_constant(&syn::parse_str(text).unwrap());
        assert!(large("[0u8; 4096]"));
        assert!(large("[0; N]"));
        assert!(large("[[0u16; 8]; 8]"));
        assert!(!large("[0u8; 16]"));
        assert!(!large("[start; 4096]"));
        assert!(!large("[String::new(); 4096]"));
    }
}
