//! What is matched, where it is a local in a slot, or a part of one.
//!
//! Patterns that take all of it, whichever of them matches, take it out of its slot. Else it stays there, and what they bind by
//! value can only be a copy. A field that is used by value may be moved out of it.

use syn::spanned::Spanned;
use syn::{BinOp, Expr, Pat, Stmt, parse_quote_spanned};

use super::pinned::Pin;
use crate::liveness::patterns::{Taken, moved_by, takes, untyped};
use crate::liveness::places::{Part, local_of, part_of, root};
use crate::locals::{Local, LocalId};
use crate::parse::line_column;
use crate::resolve::is_binding;

impl Pin<'_> {
    /// Whether patterns bind parts of a local in a slot that stays there: they can only be copies.
    pub(super) fn copies(&self, scrutinee: &Expr, pats: &[&Pat], exhaustive: bool) -> bool {
        let part = part_of(scrutinee, self.locals).map(|part| part.whole);
        let Some(whole) = local_of(scrutinee, self.locals).or(part) else { return false };
        let moved = if part.is_some() { take_option(pats) } else { take_all(pats, exhaustive) };
        !moved && self.stays(whole)
    }

    /// `copied_part(&raw const x);` for what a pattern binds by value, where it [copies](Self::copies). rustc refuses to move it, but
    /// does not say what to write instead.
    pub(super) fn copied_parts(&self, copies: bool, pat: &Pat) -> Vec<Stmt> {
        if !copies {
            return Vec::new();
        }
        let krate = self.krate;
        let bound = moved_by(pat, self.locals).filter(|(_, local)| local.as_reference().is_none());
        let copied = bound.map(
            |(name, _)| parse_quote_spanned!(name.span()=> #krate::private::copied_part(&raw const #name);),
        );
        copied.collect()
    }

    pub(super) fn copied_by_let(&self, local: &syn::Local) -> Vec<Stmt> {
        let pat = untyped(&local.pat);
        match &local.init {
            Some(init) if !matches!(pat, Pat::Ident(_)) => {
                self.copied_parts(self.copies(&init.expr, &[pat], init.diverge.is_none()), pat)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn copied_by_condition(&self, cond: &Expr) -> Vec<Stmt> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let mut copied = self.copied_by_condition(&binary.left);
                copied.extend(self.copied_by_condition(&binary.right));
                copied
            }
            Expr::Let(condition) => {
                let pat = &condition.pat;
                self.copied_parts(self.copies(&condition.expr, &[pat], false), pat)
            }
            _ => Vec::new(),
        }
    }

    /// What is matched. A local is moved out of its slot before the patterns look at it, so they must take all of it,
    /// whichever of them matches.
    pub(super) fn scrutinee(&mut self, expr: &mut Expr, pats: &[&Pat], exhaustive: bool) {
        let is_bound = matches!(pats, [Pat::Ident(_)]);
        if take_option(pats) && self.guessed_part(expr) {
            return;
        }
        if take_all(pats, exhaustive) && (is_bound || part_of(expr, self.locals).is_none()) {
            self.guessed_value(expr);
        } else {
            self.place(expr);
        }
    }

    /// Notes that a part of a local in a slot is used by value.
    pub(super) fn note_part(&mut self, part: &Expr) {
        if let Some(Part { whole, path }) = part_of(part, self.locals)
            && self.stays(whole)
            && let Some(name) = root(part)
        {
            self.moves.parts.insert(line_column(name.span()), path.len());
        }
    }

    /// A field of a local in a slot, by value: moved out if it is no copy. What is left of the local stays.
    pub(super) fn moved_part(&mut self, part: &Expr) -> Option<Expr> {
        let Part { whole, path } = part_of(part, self.locals)?;
        let [field] = &path[..] else { return None };
        // A closure captures the place, and not the local.
        if !self.stays(whole) || self.captures || self.in_closure {
            return None;
        }
        self.moves.takes_parts = true;
        let unique = &self.locals[self.held[&whole]].unique;
        let place = parse_quote_spanned!(part.span()=> (&&&&#unique.part(&raw const (*#unique.place).#field)).moved_out());
        Some(place)
    }

    /// The same, where the source does not say by itself that it is by value: the check must. Says whether it is moved.
    pub(super) fn guessed_part(&mut self, part: &mut Expr) -> bool {
        let Some((moved, name)) = self.moved_part(part).zip(root(part)) else { return false };
        self.moves.fields.insert(line_column(name.span()));
        *part = moved;
        true
    }

    /// Whether a local is in a slot, where its parts cannot be moved out of it. What is behind a reference has another owner.
    fn stays(&self, local: LocalId) -> bool {
        let Local { reference, trivial, .. } = self.locals[local];
        self.held.contains_key(&local) && reference.is_none() && !trivial
    }
}

/// Whether patterns take all of what they are matched with by value, whichever of them matches, and leave nothing of it.
/// `exhaustive` says that one does.
fn take_all(pats: &[&Pat], exhaustive: bool) -> bool {
    if !exhaustive {
        return pats.iter().all(|pat| takes(pat) == Taken::All && leaves_nothing_else(pat));
    }
    // What has a destructor of its own cannot be taken apart, but a pattern without bindings leaves all of it.
    let apart = |pat: &&&Pat| takes(pat) == Taken::All && !matches!(pat, Pat::Ident(_));
    pats.iter().any(|pat| takes(pat) == Taken::All)
        && pats.iter().all(|pat| {
            takes(pat) == Taken::All
                || is_bare(pat) && pats.iter().filter(|pat| takes(pat) == Taken::All).all(|pat| apart(&pat))
        })
}

/// Whether patterns take an `Option` by value.
fn take_option(pats: &[&Pat]) -> bool {
    pats.iter().any(|pat| matches!(pat, Pat::TupleStruct(_)) && takes(pat) == Taken::All)
        && pats.iter().all(|pat| match pat {
            Pat::TupleStruct(_) => takes(pat) == Taken::All && leaves_nothing_else(pat),
            pat => is_bare(pat) || matches!(pat, Pat::Wild(_)),
        })
}

/// Whether what a pattern does not match has no parts: it is `Some(..)`, or nothing can escape it.
fn leaves_nothing_else(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => ident.subpat.is_none(),
        Pat::Paren(inner) => leaves_nothing_else(&inner.pat),
        Pat::Type(inner) => leaves_nothing_else(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(leaves_nothing_else),
        Pat::TupleStruct(variant) => {
            variant.path.segments.last().is_some_and(|last| last.ident == "Some")
                && variant.elems.iter().all(leaves_nothing_else)
        }
        _ => false,
    }
}

/// Whether a pattern is that of a value without parts.
fn is_bare(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => !is_binding(ident),
        Pat::Path(_) | Pat::Lit(_) | Pat::Range(_) => true,
        Pat::Paren(inner) => is_bare(&inner.pat),
        Pat::Guard(inner) => is_bare(&inner.pat),
        Pat::Or(cases) => cases.cases.iter().all(is_bare),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_bare),
        Pat::TupleStruct(variant) => variant.elems.iter().all(is_bare),
        _ => false,
    }
}
