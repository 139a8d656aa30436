//! What the source shows of a value's parts: all of them, or it is no shape.

use proc_macro2::Ident;
use quote::quote;
use syn::{Expr, Index, Lit, Member, Pat, PatSlice, PatTuple, Path, Type, parse_quote};

use crate::liveness::trivial::{self, Simplicity};
use crate::locals::Locals;

/// The parts of a tuple, array or struct.
#[derive(Clone)]
pub struct Shape {
    kind: Kind,
    /// All its fields. An array has them by their index, as a tuple has.
    pub fields: Vec<Field>,
}

#[derive(Clone)]
enum Kind {
    Tuple,
    Array,
    /// With its name.
    Struct(Path),
}

/// A field.
#[derive(Clone)]
pub struct Field {
    /// Its name, or its position.
    pub member: Member,
    /// Its type.
    pub ty: Option<Type>,
    /// Whether it may have a destructor.
    pub simplicity: Simplicity,
    /// It is known to be `Copy`.
    pub is_copy: bool,
    /// Its own parts.
    pub shape: Option<Shape>,
}

impl Shape {
    /// A declared type: `(A, B)`.
    pub fn of_type(ty: &Type) -> Option<Shape> {
        let tuple = match ty {
            Type::Paren(inner) => return Shape::of_type(&inner.elem),
            Type::Group(inner) => return Shape::of_type(&inner.elem),
            Type::Tuple(tuple) => tuple,
            _ => return None,
        };
        let fields = tuple.elems.iter().enumerate().map(|(index, ty)| Field {
            member: Member::Unnamed(Index::from(index)),
            ty: Some(ty.clone()),
            simplicity: trivial::of_type(ty),
            is_copy: is_copy_type(ty),
            shape: Shape::of_type(ty),
        });
        Some(Shape { kind: Kind::Tuple, fields: fields.collect() })
    }

    /// A value: `(a, b)`, `[a, b]` or `Pair { left, right }`.
    pub fn of_value(value: &Expr, locals: &Locals) -> Option<Shape> {
        let field = |member: Member, value: &Expr| Field {
            member,
            ty: None,
            simplicity: trivial::of_expr(value, locals),
            is_copy: is_copy_value(value, locals),
            shape: Shape::of_value(value, locals),
        };
        match value {
            Expr::Paren(inner) => Shape::of_value(&inner.expr, locals),
            Expr::Tuple(tuple) => {
                let fields = tuple.elems.iter().enumerate();
                let fields = fields.map(|(index, value)| field(Member::Unnamed(Index::from(index)), value));
                Some(Shape { kind: Kind::Tuple, fields: fields.collect() })
            }
            Expr::Array(array) => {
                let fields = array.elems.iter().enumerate();
                let fields = fields.map(|(index, value)| field(Member::Unnamed(Index::from(index)), value));
                Some(Shape { kind: Kind::Array, fields: fields.collect() })
            }
            Expr::Struct(literal) if literal.rest.is_none() && literal.qself.is_none() => {
                if literal.fields.iter().any(|field| !field.attrs.is_empty()) {
                    return None;
                }
                let fields = literal.fields.iter().map(|value| field(value.member.clone(), &value.expr));
                Some(Shape { kind: Kind::Struct(literal.path.clone()), fields: fields.collect() })
            }
            _ => None,
        }
    }

    /// A pattern that passes over no part: `(a, _)` or `Pair { left, right: _ }`.
    pub fn of_pattern(pat: &Pat) -> Option<Shape> {
        let field = |member: Member, pat: &Pat| Field {
            member,
            ty: None,
            simplicity: Simplicity::Unknown,
            is_copy: false,
            shape: Shape::of_pattern(pat),
        };
        match pat {
            Pat::Paren(inner) => Shape::of_pattern(&inner.pat),
            Pat::Tuple(PatTuple { elems, .. }) | Pat::Slice(PatSlice { elems, .. }) => {
                if elems.iter().any(|pat| matches!(pat, Pat::Rest(_))) {
                    return None;
                }
                let kind = if matches!(pat, Pat::Tuple(_)) { Kind::Tuple } else { Kind::Array };
                let fields = elems.iter().enumerate();
                let fields = fields.map(|(index, pat)| field(Member::Unnamed(Index::from(index)), pat));
                Some(Shape { kind, fields: fields.collect() })
            }
            Pat::Struct(pat) if pat.rest.is_none() && pat.qself.is_none() => {
                let fields = pat.fields.iter().map(|pat| field(pat.member.clone(), &pat.pat));
                Some(Shape { kind: Kind::Struct(pat.path.clone()), fields: fields.collect() })
            }
            _ => None,
        }
    }

    /// Whether it has a field of this name or position.
    pub fn has(&self, member: &Member) -> bool {
        self.fields.iter().any(|field| field.member == *member)
    }

    /// Whether a part is known to be `Copy`.
    pub fn is_copy(&self, path: &[Member]) -> bool {
        let Some((member, inner)) = path.split_first() else { return false };
        let Some(field) = self.fields.iter().find(|field| field.member == *member) else { return false };
        field.is_copy || field.shape.as_ref().is_some_and(|shape| shape.is_copy(inner))
    }

    /// How many of its parts may have a destructor.
    pub fn drops(&self) -> usize {
        self.fields.iter().filter(|field| field.simplicity == Simplicity::Unknown).count()
    }

    /// Whether the order is known in which its parts drop.
    pub fn is_ordered(&self) -> bool {
        !matches!(self.kind, Kind::Struct(_)) || self.drops() < 2
    }

    /// The whole, with a local for each part. It is an expression, and may be assigned to.
    pub fn put_together(&self, parts: &[Ident]) -> Expr {
        let fields = self.fields.iter().zip(parts).map(|(Field { member, .. }, part)| quote!(#member: #part));
        match &self.kind {
            Kind::Tuple => parse_quote!((#(#parts,)*)),
            Kind::Array => parse_quote!([#(#parts),*]),
            Kind::Struct(path) => parse_quote!(#path { #(#fields),* }),
        }
    }
}

fn is_copy_type(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => is_copy_type(&inner.elem),
        Type::Group(inner) => is_copy_type(&inner.elem),
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Ptr(_) | Type::FnPtr(_) => true,
        Type::Array(array) => is_copy_type(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_copy_type),
        ty => trivial::of_type(ty) == Simplicity::Primitive,
    }
}

fn is_copy_value(value: &Expr, locals: &Locals) -> bool {
    match value {
        Expr::Paren(inner) => is_copy_value(&inner.expr, locals),
        Expr::Reference(reference) => reference.mutability.is_none(),
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Verbatim(_)),
        Expr::Cast(_) => true,
        Expr::Tuple(tuple) => tuple.elems.iter().all(|value| is_copy_value(value, locals)),
        Expr::Array(array) => array.elems.iter().all(|value| is_copy_value(value, locals)),
        Expr::Path(path) => {
            let local = path.path.get_ident().and_then(|ident| locals.find(ident));
            local.is_some_and(|local| {
                let local = &locals[local];
                local.primitive || local.copied || local.ty.as_ref().is_some_and(is_copy_type)
            })
        }
        value => trivial::of_expr(value, locals) == Simplicity::Primitive,
    }
}
