//! Places: locals, and their parts.

use syn::{Expr, Ident, Member};

use crate::locals::{LocalId, Locals};

/// A part of a local, by the names of the fields that lead to it. Without any it is the whole.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Part {
    /// The local.
    pub whole: LocalId,
    /// `1`, `left` for `pair.1.left`.
    pub path: Vec<Member>,
}

impl Part {
    /// All of a local.
    pub fn whole(local: LocalId) -> Part {
        Part { whole: local, path: Vec::new() }
    }

    /// Whether this one lies in the other, or is the other.
    pub fn lies_in(&self, other: &Part) -> bool {
        self.whole == other.whole && self.path.starts_with(&other.path)
    }

    /// Whether one of the two lies in the other.
    pub fn overlaps(&self, other: &Part) -> bool {
        self.lies_in(other) || other.lies_in(self)
    }
}

/// A plain name that is a local's.
pub fn local_of(place: &Expr, locals: &Locals) -> Option<LocalId> {
    match place {
        Expr::Path(path) => path.path.get_ident().and_then(|ident| locals.find(ident)),
        Expr::Paren(inner) => local_of(&inner.expr, locals),
        Expr::Group(inner) => local_of(&inner.expr, locals),
        _ => None,
    }
}

/// A field of a local, or of a field of it.
pub fn part_of(place: &Expr, locals: &Locals) -> Option<Part> {
    let Expr::Field(field) = place else { return None };
    let mut part = match local_of(&field.base, locals) {
        Some(local) => Part::whole(local),
        None => part_of(&field.base, locals)?,
    };
    part.path.push(field.member.clone());
    Some(part)
}

/// The name at the beginning of a chain of fields.
pub fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Group(inner) => root(&inner.expr),
        Expr::Field(field) => root(&field.base),
        _ => None,
    }
}
