//! Which locals are references or boxes, where no type says so.
//!
//! `for slot in slots.iter_mut()`, `if let Some(next) = map.get_mut(key)`, `let head = &mut list[0]`: the value that a pattern
//! takes apart shows by its syntax what each binding is. A `&mut` that is used by its name is lent, as rustc reborrows it, and not
//! moved; what it lends is borrowed through it. A `*x` that is used by value takes what is in a box, and copies from all else.

use std::collections::{HashMap, HashSet};

use syn::visit::Visit;
use syn::{Block, Expr, GenericArgument, Generics, Pat, PathArguments, Type, UnOp};

use super::bounds::{self, plain};
use super::methods;
use super::patterns::{makes_box, untyped};
use super::places::local_of;
use super::trivial::{self, Simplicity};
use super::typed::{OWNERS, wrapped};
use crate::locals::{LocalId, Locals, Reference};
use crate::macros;
use crate::resolve::is_binding;

/// Where in a value references and boxes lie.
#[derive(Clone)]
enum Shape {
    Unknown,
    Reference(Reference),
    /// A `&mut` of a collection.
    Lent,
    /// A `Box` of something that may have to be moved out of it.
    Boxed,
    /// A function that is gone when it was called.
    Once,
    /// In `Some` or `Ok`.
    Wrapped(Box<Shape>),
    Tuple(Vec<Shape>),
    /// Those of an iterator's items.
    Items(Box<Shape>),
    /// An item of `iter_mut()`: a `&mut T`, or a pair `(&K, &mut V)` of a map.
    Entry,
}

const EXCLUSIVE: Shape = Shape::Reference(Reference::Exclusive);
const SHARED: Shape = Shape::Reference(Reference::Shared);

/// Notes what the body shows of its locals: which are references, boxes, readers, functions that run once, and values that are no `Copy`.
pub fn learn(locals: &mut Locals, body: &Block) {
    let shapes = locals.iter().filter_map(|(id, local)| Some((id, of_type(local.ty.as_ref()?)))).collect();
    let mut walk = Walk {
        locals,
        shapes,
        collections: HashSet::new(),
        readers: HashSet::new(),
        owned: HashSet::new(),
        references: HashMap::new(),
    };
    walk.visit_block(body);
    let Walk { shapes, readers, owned, references, .. } = walk;
    for id in (0..locals.len()).map(LocalId) {
        locals[id].owned |= owned.contains(&id) || locals[id].ty.as_ref().is_some_and(is_owned);
    }
    for local in readers {
        locals[local].reader = true;
    }
    for (local, reference) in references {
        locals[local].reference.get_or_insert(reference);
    }
    for (local, shape) in shapes {
        locals[local].boxed |= matches!(shape, Shape::Boxed);
        locals[local].once |= matches!(shape, Shape::Once);
    }
}

struct Walk<'a> {
    locals: &'a Locals,
    shapes: HashMap<LocalId, Shape>,
    /// Locals that were made as collections.
    collections: HashSet<LocalId>,
    /// Locals that were made as readers.
    readers: HashSet<LocalId>,
    /// Locals that were made as values that are no `Copy`.
    owned: HashSet<LocalId>,
    references: HashMap<LocalId, Reference>,
}

impl Walk<'_> {
    fn pattern(&mut self, pat: &Pat, shape: &Shape) {
        match (pat, shape) {
            (_, Shape::Unknown) => {}
            (Pat::Paren(inner), _) => self.pattern(&inner.pat, shape),
            (Pat::Guard(inner), _) => self.pattern(&inner.pat, shape),
            (Pat::Or(cases), _) => cases.cases.iter().for_each(|case| self.pattern(case, shape)),
            (Pat::Ident(binding), _) if binding.by_ref.is_none() && is_binding(binding) => {
                let Some(local) = self.locals.find(&binding.ident) else { return };
                match shape {
                    Shape::Reference(reference) => _ = self.references.insert(local, *reference),
                    Shape::Entry | Shape::Lent => _ = self.references.insert(local, Reference::Exclusive),
                    _ => {}
                }
                self.shapes.insert(local, shape.clone());
            }
            (Pat::TupleStruct(variant), Shape::Wrapped(inner))
                if variant.elems.len() == 1 && methods::is_present(&variant.path) =>
            {
                self.pattern(&variant.elems[0], inner);
            }
            (Pat::Tuple(tuple), Shape::Tuple(shapes)) if tuple.elems.len() == shapes.len() => {
                tuple.elems.iter().zip(shapes).for_each(|(part, shape)| self.pattern(part, shape));
            }
            // The key of a map is shared; the first part of another pair is left open.
            (Pat::Tuple(tuple), Shape::Entry) if tuple.elems.len() == 2 => {
                self.pattern(&tuple.elems[1], &EXCLUSIVE);
            }
            // Through a reference a pattern binds references.
            (_, Shape::Entry | Shape::Lent) => self.parts(pat, &EXCLUSIVE),
            (_, Shape::Reference(_)) => self.parts(pat, shape),
            _ => {}
        }
    }

    fn parts(&mut self, pat: &Pat, shape: &Shape) {
        match pat {
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.pattern(part, shape)),
            Pat::TupleStruct(tuple) => tuple.elems.iter().for_each(|part| self.pattern(part, shape)),
            Pat::Slice(slice) => slice.elems.iter().for_each(|part| self.pattern(part, shape)),
            Pat::Struct(fields) => fields.fields.iter().for_each(|field| self.pattern(&field.pat, shape)),
            _ => {}
        }
    }

    fn shape(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Paren(inner) => self.shape(&inner.expr),
            Expr::Group(inner) => self.shape(&inner.expr),
            Expr::Reference(reference) if reference.mutability.is_none() => SHARED,
            Expr::Reference(reference) if self.is_collection(&reference.expr) => Shape::Lent,
            Expr::Reference(_) => EXCLUSIVE,
            Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_)) => SHARED,
            Expr::Path(_) => local_of(expr, self.locals)
                .and_then(|local| self.shapes.get(&local))
                .cloned()
                .unwrap_or(Shape::Unknown),
            Expr::Try(attempt) => unwrapped(self.shape(&attempt.expr)),
            Expr::Tuple(tuple) => Shape::Tuple(tuple.elems.iter().map(|part| self.shape(part)).collect()),
            Expr::Call(_) if makes_box(expr, self.locals) => Shape::Boxed,
            Expr::Call(call) if call.args.len() == 1 && is_present(&call.func) => {
                Shape::Wrapped(Box::new(self.shape(&call.args[0])))
            }
            Expr::Macro(call) if macros::is_named(&call.mac, &["vec"]) => match macros::read(&call.mac) {
                Some(readable) if !readable.arguments.is_empty() => {
                    items(self.shape(&readable.arguments[0].value))
                }
                _ => Shape::Unknown,
            },
            Expr::MethodCall(call) => self.method(call),
            _ => Shape::Unknown,
        }
    }

    fn method(&self, call: &syn::ExprMethodCall) -> Shape {
        let name = call.method.to_string();
        match (name.as_str(), call.args.len()) {
            ("iter_mut", 0) => return items(Shape::Entry),
            ("values_mut", 0) => return items(EXCLUSIVE),
            ("chunks_mut" | "chunks_exact_mut" | "rchunks_mut" | "split_mut", 1) => {
                return items(Shape::Lent);
            }
            ("get_mut", 1) | ("first_mut" | "last_mut" | "front_mut" | "back_mut", 0) => {
                return Shape::Wrapped(Box::new(EXCLUSIVE));
            }
            ("split_first_mut" | "split_last_mut", 0) => {
                return Shape::Wrapped(Box::new(Shape::Tuple(vec![EXCLUSIVE, Shape::Lent])));
            }
            ("split_at_mut", 1) => return Shape::Tuple(vec![Shape::Lent; 2]),
            ("or_insert" | "or_insert_with", 1) | ("or_default", 0) => return EXCLUSIVE,
            ("as_mut_slice", 0) => return Shape::Lent,
            // The lines of a reader are its own.
            ("lines", 0) | ("split", 1) if self.is_reader(&call.receiver) => return Shape::Unknown,
            _ if methods::views(&name) => return SHARED,
            _ if methods::iterates_by_reference(&name) => return items(SHARED),
            _ => {}
        }
        let receiver = self.shape(&call.receiver);
        match name.as_str() {
            "unwrap" | "expect" => unwrapped(receiver),
            "remove" | "swap_remove" => item(receiver),
            "next" | "next_back" | "nth" | "last" | "pop" | "pop_front" | "pop_back" => {
                match item(receiver) {
                    // Of a declared type more may be known.
                    Shape::Unknown => Shape::Unknown,
                    item => Shape::Wrapped(Box::new(item)),
                }
            }
            "enumerate" => items(Shape::Tuple(vec![Shape::Unknown, item(receiver)])),
            "zip" if call.args.len() == 1 => {
                let other = item(self.iterated(&call.args[0]));
                items(Shape::Tuple(vec![item(receiver), other]))
            }
            "rev" | "skip" | "take" | "step_by" | "peekable" | "filter" | "skip_while" | "take_while"
            | "fuse" | "chain" => receiver,
            _ => Shape::Unknown,
        }
    }

    /// The shape of the iterator that an expression becomes in a `for`.
    fn iterated(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Paren(inner) => self.iterated(&inner.expr),
            Expr::Reference(reference) if reference.mutability.is_none() => items(SHARED),
            _ => match self.shape(expr) {
                Shape::Lent => items(Shape::Entry),
                // `&mut` of an iterator gives that one's items.
                shape @ Shape::Items(_) => shape,
                _ => Shape::Unknown,
            },
        }
    }

    fn is_reader(&self, expr: &Expr) -> bool {
        match local_of(expr, self.locals) {
            Some(local) => self.locals[local].reader || self.readers.contains(&local),
            None => methods::is_reader(expr),
        }
    }

    fn is_collection(&self, place: &Expr) -> bool {
        match place {
            // Fields are seldom iterators that somebody else goes on with.
            Expr::Field(_) => true,
            Expr::Index(index) => matches!(*index.index, Expr::Range(_)),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                matches!(self.shape(&unary.expr), Shape::Lent)
            }
            _ => local_of(place, self.locals).is_some_and(|local| {
                self.collections.contains(&local) || self.locals[local].ty.as_ref().is_some_and(is_collection)
            }),
        }
    }
}

/// What a declared type shows.
fn of_type(ty: &Type) -> Shape {
    let ty = plain(ty);
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() && is_collection(&reference.elem) => {
            Shape::Lent
        }
        _ if let Some(reference) = Reference::of(ty) => Shape::Reference(reference),
        _ if let Some(inner) = wrapped(ty) => Shape::Wrapped(Box::new(of_type(inner))),
        _ if bounds::is_once(ty, &Generics::default()) => Shape::Once,
        _ if is_box(ty) => Shape::Boxed,
        Type::Tuple(tuple) => Shape::Tuple(tuple.elems.iter().map(of_type).collect()),
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Vec" || last.ident == "VecDeque" => match &last.arguments {
                PathArguments::AngleBracketed(generics) => match generics.args.first() {
                    Some(GenericArgument::Type(item)) => items(of_type(item)),
                    _ => Shape::Unknown,
                },
                _ => Shape::Unknown,
            },
            _ => Shape::Unknown,
        },
        _ => Shape::Unknown,
    }
}

/// A `Box`, but of a number, a slice or a trait object, which never leave it by `*`.
fn is_box(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Box") else { return false };
    let PathArguments::AngleBracketed(generics) = &last.arguments else { return false };
    match generics.args.first() {
        Some(GenericArgument::Type(Type::TraitObject(_) | Type::Slice(_))) => false,
        Some(GenericArgument::Type(inner)) => trivial::of_type(inner) == Simplicity::Unknown,
        _ => false,
    }
}

const COLLECTIONS: &[&str] = &["Vec", "VecDeque", "HashMap", "BTreeMap"];

fn is_collection(ty: &Type) -> bool {
    match plain(ty) {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|last| COLLECTIONS.iter().any(|name| last.ident == name))
        }
        _ => false,
    }
}

fn is_owned(ty: &Type) -> bool {
    matches!(plain(ty), Type::Path(path) if path.qself.is_none()
        && path.path.segments.last().is_some_and(|last| OWNERS.iter().any(|name| last.ident == name)))
}

/// `String::new()`, `format!(..)`, `x.to_string()`, `vec![..]`.
fn makes_owned(value: &Expr) -> bool {
    match value {
        Expr::Macro(call) => macros::is_named(&call.mac, &["vec", "format"]),
        Expr::Call(call) => OWNERS.iter().any(|owner| {
            methods::is_function(&call.func, owner, &["new", "from", "with_capacity", "default"])
        }),
        Expr::MethodCall(call) => call.method == "to_string" || call.method == "to_vec",
        _ => false,
    }
}

/// `vec![..]`, `[..]`, `Vec::new()`, `x.to_vec()`.
fn makes_collection(value: &Expr) -> bool {
    match value {
        Expr::Array(_) | Expr::Repeat(_) => true,
        Expr::Macro(call) => macros::is_named(&call.mac, &["vec"]),
        Expr::Call(call) => COLLECTIONS
            .iter()
            .any(|owner| methods::is_function(&call.func, owner, &["new", "from", "with_capacity"])),
        Expr::MethodCall(call) => call.method == "to_vec",
        _ => false,
    }
}

/// `Some`, or `Ok`.
fn is_present(callee: &Expr) -> bool {
    matches!(callee, Expr::Path(path) if methods::is_present(&path.path))
}

fn items(item: Shape) -> Shape {
    Shape::Items(Box::new(item))
}

fn item(shape: Shape) -> Shape {
    match shape {
        Shape::Items(item) => *item,
        _ => Shape::Unknown,
    }
}

fn unwrapped(shape: Shape) -> Shape {
    match shape {
        Shape::Wrapped(inner) => *inner,
        _ => Shape::Unknown,
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Pat::Ident(binding) = untyped(&local.pat)
                && let Some(local) = self.locals.find(&binding.ident)
            {
                let is_collection = makes_collection(&init.expr)
                    || matches!(*init.expr, Expr::Path(_)) && self.is_collection(&init.expr);
                self.collections.extend(is_collection.then_some(local));
                self.readers.extend(self.is_reader(&init.expr).then_some(local));
                self.owned.extend(makes_owned(&init.expr).then_some(local));
            }
            let shape = self.shape(&init.expr);
            self.pattern(untyped(&local.pat), &shape);
            init.diverge.iter().for_each(|(_, diverge)| self.visit_expr(diverge));
        }
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.visit_expr(&condition.expr);
        let shape = self.shape(&condition.expr);
        self.pattern(&condition.pat, &shape);
    }

    fn visit_expr_match(&mut self, branch: &'ast syn::ExprMatch) {
        self.visit_expr(&branch.expr);
        let shape = self.shape(&branch.expr);
        for arm in &branch.arms {
            self.pattern(&arm.pat, &shape);
            self.visit_arm(arm);
        }
    }

    fn visit_expr_for_loop(&mut self, turn: &'ast syn::ExprForLoop) {
        self.visit_expr(&turn.expr);
        if let Shape::Items(item) = self.iterated(&turn.expr) {
            self.pattern(&turn.pat, &item);
        }
        self.visit_block(&turn.body);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
