//! What is matched, where it is a local in a slot, or a part of one.
//!
//! Patterns that take all of it, whichever of them matches, take it out of its slot. Else it stays there, and what they bind by
//! value is moved out of it, or can only be a copy. A field that is used by value may be moved out of it.

use syn::spanned::Spanned;
use syn::{BinOp, Expr, Pat, Stmt, parse_quote_spanned};

use super::pinned::Pin;
use crate::liveness::patterns::{Taken, by_value, moved_by, takes, untyped};
use crate::liveness::places::{Part, local_of, part_of, root};
use crate::locals::{Local, LocalId};
use crate::parse::line_column;
use crate::resolve::is_binding;

/// What patterns bind by value.
#[derive(Clone, Copy)]
pub(super) enum Bound {
    /// What they say.
    Values,
    /// Parts of a local in a slot that stays there: they can only be copies.
    Copies,
    /// The same, but the patterns only look at the parts, which are moved out then.
    Parts(LocalId),
}

impl Pin<'_> {
    /// What patterns bind by value.
    pub(super) fn bound(&self, scrutinee: &Expr, pats: &[&Pat], exhaustive: bool) -> Bound {
        let part = part_of(scrutinee, self.locals).map(|part| part.whole);
        let Some(whole) = local_of(scrutinee, self.locals).or(part) else { return Bound::Values };
        let moved = if part.is_some() { take_option(pats) } else { take_all(pats, exhaustive) };
        if moved || !self.stays(whole) {
            return Bound::Values;
        }
        let takes_parts = pats.iter().any(|pat| takes(pat) != Taken::Nothing);
        // Behind a condition, and in a closure, they would have to be references.
        let apart = takes_parts && part.is_none() && !self.chained && !self.captures && !self.in_closure;
        if apart && pats.iter().all(|pat| may_look(pat)) {
            Bound::Parts(self.held[&whole])
        } else {
            Bound::Copies
        }
    }

    /// What is to stand behind a pattern: where it binds copies, that they are some. rustc refuses to move them, but does not
    /// say what to write instead. Where it has only looked at the parts, that they are moved out.
    pub(super) fn behind(&mut self, bound: Bound, pat: &Pat) -> Vec<Stmt> {
        match bound {
            Bound::Values => Vec::new(),
            Bound::Copies => {
                let krate = self.krate;
                let bound = moved_by(pat, self.locals).filter(|(_, local)| local.as_reference().is_none());
                let copied = bound.map(
                    |(name, _)| parse_quote_spanned!(name.span()=> #krate::private::copied_part(&raw const #name);),
                );
                copied.collect()
            }
            Bound::Parts(held) => {
                self.moves.takes_parts = true;
                let held = &self.locals[held].unique;
                let moved = by_value(pat).into_iter().map(
                    |name| parse_quote_spanned!(name.span()=> let #name = (&&&&&#held.bound(&*#name)).moved_out();),
                );
                moved.collect()
            }
        }
    }

    pub(super) fn behind_let(&mut self, local: &syn::Local) -> Vec<Stmt> {
        let pat = untyped(&local.pat);
        match &local.init {
            Some(init) if !matches!(pat, Pat::Ident(_)) => {
                self.behind(self.bound(&init.expr, &[&local.pat], init.diverge.is_none()), pat)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn behind_condition(&mut self, cond: &Expr) -> Vec<Stmt> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let outer = std::mem::replace(&mut self.chained, true);
                let mut behind = self.behind_condition(&binary.left);
                behind.extend(self.behind_condition(&binary.right));
                self.chained = outer;
                behind
            }
            Expr::Let(condition) => {
                let pat = &condition.pat;
                self.behind(self.bound(&condition.expr, &[pat], false), pat)
            }
            _ => Vec::new(),
        }
    }

    /// What is matched. A local is moved out of its slot before the patterns look at it, so they must take all of it,
    /// whichever of them matches.
    pub(super) fn scrutinee(&mut self, expr: &mut Expr, pats: &[&Pat], exhaustive: bool) {
        if let Bound::Parts(held) = self.bound(expr, pats, exhaustive) {
            self.moves.looks.extend(root(expr).map(|name| line_column(name.span())));
            let unique = &self.locals[held].unique;
            *expr = parse_quote_spanned!(expr.span()=> #unique.shown());
            return;
        }
        let is_bound = matches!(pats, [pat] if matches!(untyped(pat), Pat::Ident(_)));
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

    /// What `matches!` and the like look at.
    pub(super) fn looked_at(&mut self, expr: &mut Expr, pat: &Pat) {
        let outer = std::mem::replace(&mut self.chained, true);
        self.scrutinee(expr, &[pat], false);
        self.chained = outer;
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

/// Whether a pattern matches as well what it is only shown by reference. Then it binds references.
fn may_look(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none(),
        Pat::Wild(_) | Pat::Rest(_) | Pat::Path(_) | Pat::Lit(_) | Pat::Range(_) => true,
        Pat::Paren(inner) => may_look(&inner.pat),
        Pat::Or(cases) => cases.cases.iter().all(may_look),
        Pat::Tuple(tuple) => tuple.elems.iter().all(may_look),
        Pat::TupleStruct(tuple) => tuple.elems.iter().all(may_look),
        Pat::Struct(fields) => fields.fields.iter().all(|field| may_look(&field.pat)),
        _ => false,
    }
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
