//! What a pattern binds, how much of its scrutinee it takes, and what a scrutinee may be.

use syn::visit::Visit;
use syn::{Expr, Ident, Pat, UnOp, parse_quote};

use crate::liveness::methods;
use crate::liveness::trivial::{self, Simplicity};
use crate::locals::{Local, LocalId, Locals};
use crate::resolve::is_binding;

/// The locals that a pattern binds, in the order of the bindings.
pub fn bindings(pat: &Pat, locals: &Locals) -> Vec<LocalId> {
    struct Bindings<'a> {
        locals: &'a Locals,
        found: Vec<LocalId>,
    }
    impl<'ast> Visit<'ast> for Bindings<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            if is_binding(pat)
                && let Some(local) = self.locals.find(&pat.ident)
                && !self.found.contains(&local)
            {
                self.found.push(local);
            }
            if let Some((_, subpat)) = &pat.subpat {
                self.visit_pat(subpat);
            }
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut visitor = Bindings { locals, found: Vec::new() };
    visitor.visit_pat(pat);
    visitor.found
}

/// What a pattern binds inside of an `&`: it is `Copy`, or rustc refuses the pattern, or a reference.
pub fn behind_references(pat: &Pat, locals: &Locals) -> Vec<LocalId> {
    struct Behind<'a> {
        locals: &'a Locals,
        found: Vec<LocalId>,
    }
    impl<'ast> Visit<'ast> for Behind<'_> {
        fn visit_pat_reference(&mut self, reference: &'ast syn::PatReference) {
            self.found.extend(bindings(&reference.pat, self.locals));
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut visitor = Behind { locals, found: Vec::new() };
    visitor.visit_pat(pat);
    visitor.found
}

/// For each binding by reference, whether it is a `ref mut`.
pub fn references(pat: &Pat) -> Vec<bool> {
    struct References(Vec<bool>);
    impl<'ast> Visit<'ast> for References {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            if pat.by_ref.is_some() {
                self.0.push(pat.mutability.is_some());
            }
            syn::visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut visitor = References(Vec::new());
    visitor.visit_pat(pat);
    visitor.0
}

/// The pattern without the type that a `let` declares.
pub fn untyped(pat: &Pat) -> &Pat {
    match pat {
        Pat::Type(typed) => &typed.pat,
        pat => pat,
    }
}

/// The names that a pattern binds by value. Behind a reference it cannot move.
pub fn by_value(pat: &Pat) -> Vec<Ident> {
    struct ByValue(Vec<Ident>);
    impl<'ast> Visit<'ast> for ByValue {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            if pat.by_ref.is_none() && is_binding(pat) && !self.0.contains(&pat.ident) {
                self.0.push(pat.ident.clone());
            }
            syn::visit::visit_pat_ident(self, pat);
        }
        fn visit_pat_reference(&mut self, _: &'ast syn::PatReference) {}
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut visitor = ByValue(Vec::new());
    visitor.visit_pat(pat);
    visitor.0
}

/// The names that a pattern binds by value, of what may have a destructor.
pub fn moved_by<'l>(pat: &Pat, locals: &'l Locals) -> impl Iterator<Item = (Ident, &'l Local)> {
    by_value(pat).into_iter().filter_map(|name| {
        let local = &locals[locals.find(&name)?];
        (!local.dropless()).then_some((name, local))
    })
}

/// How much of its scrutinee a pattern takes by value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Nothing: it only looks, or binds by reference.
    Nothing,
    /// Everything that has a destructor.
    All,
    /// Some parts, while others stay.
    Parts,
}

/// How much of its scrutinee `pat` takes by value.
pub fn takes(pat: &Pat) -> Taken {
    let mut binds = false;
    let mut leaves = false;
    inspect(pat, &mut binds, &mut leaves);
    match (binds, leaves) {
        (false, _) => Taken::Nothing,
        (true, false) => Taken::All,
        (true, true) => Taken::Parts,
    }
}

fn inspect(pat: &Pat, binds: &mut bool, leaves: &mut bool) {
    match pat {
        Pat::Ident(ident) if ident.by_ref.is_some() => *leaves = true,
        Pat::Ident(ident) if is_binding(ident) => *binds = true,
        Pat::Ident(_) | Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Const(_) => {}
        Pat::Wild(_) | Pat::Rest(_) => *leaves = true,
        // Behind a reference nothing can be moved.
        Pat::Reference(_) => {}
        Pat::Paren(inner) => inspect(&inner.pat, binds, leaves),
        Pat::Type(inner) => inspect(&inner.pat, binds, leaves),
        Pat::Guard(inner) => inspect(&inner.pat, binds, leaves),
        Pat::Or(cases) => cases.cases.iter().for_each(|pat| inspect(pat, binds, leaves)),
        Pat::Tuple(tuple) => tuple.elems.iter().for_each(|pat| inspect(pat, binds, leaves)),
        Pat::TupleStruct(tuple) => tuple.elems.iter().for_each(|pat| inspect(pat, binds, leaves)),
        Pat::Slice(slice) => slice.elems.iter().for_each(|pat| inspect(pat, binds, leaves)),
        Pat::Struct(fields) => {
            *leaves |= fields.rest.is_some();
            fields.fields.iter().for_each(|field| inspect(&field.pat, binds, leaves));
        }
        _ => *leaves = true,
    }
}

/// How much of the right side the left side of an assignment takes by value: `_ = x` takes nothing, as `let _ = x` does.
pub fn assigns(left: &Expr) -> Taken {
    match left {
        Expr::Infer(_) => Taken::Nothing,
        Expr::Paren(inner) => assigns(&inner.expr),
        Expr::Tuple(tuple) => assigns_each(tuple.elems.iter()),
        Expr::Array(array) => assigns_each(array.elems.iter()),
        Expr::Call(call) => assigns_each(call.args.iter()),
        Expr::Struct(literal) if literal.dot2_token.is_some() => Taken::Parts,
        Expr::Struct(literal) => assigns_each(literal.fields.iter().map(|field| &field.expr)),
        // `..`
        Expr::Range(range) if range.start.is_none() && range.end.is_none() => Taken::Nothing,
        _ => Taken::All,
    }
}

fn assigns_each<'a>(places: impl Iterator<Item = &'a Expr>) -> Taken {
    let taken = places.map(assigns).reduce(|left, right| if left == right { left } else { Taken::Parts });
    taken.unwrap_or(Taken::Nothing)
}

/// The left side of an assignment as a pattern, and each place that it takes the value apart to with what is bound instead.
/// `name` makes that name, of the place and its number.
///
/// In: `(x, y.z)`
/// Out: `(a, b)`, and `x` with `a`, `y.z` with `b`
pub fn taken_apart(left: &Expr, mut name: impl FnMut(&Expr, usize) -> Ident) -> (Expr, Vec<(Expr, Ident)>) {
    let mut pattern = left.clone();
    let mut places = Vec::new();
    name_assignees(&mut pattern, &mut |place| {
        let name = name(&place, places.len());
        places.push((place, name.clone()));
        name
    });
    (pattern, places)
}

fn name_assignees(left: &mut Expr, name: &mut impl FnMut(Expr) -> Ident) {
    match left {
        Expr::Infer(_) => {}
        Expr::Range(range) if range.start.is_none() && range.end.is_none() => {}
        Expr::Paren(inner) => name_assignees(&mut inner.expr, name),
        Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|part| name_assignees(part, name)),
        Expr::Array(array) => array.elems.iter_mut().for_each(|part| name_assignees(part, name)),
        Expr::Call(call) => call.args.iter_mut().for_each(|part| name_assignees(part, name)),
        Expr::Struct(literal) => {
            for field in &mut literal.fields {
                name_assignees(&mut field.expr, name);
                field.colon_token.get_or_insert_with(Default::default);
            }
        }
        place => {
            let name = name(place.clone());
            *place = parse_quote!(#name);
        }
    }
}

/// `Box::new(..)`, of something that may have to be moved out of it.
pub fn makes_box(expr: &Expr, locals: &Locals) -> bool {
    let Expr::Call(call) = expr else { return false };
    methods::is_function(&call.func, "Box", &["new"])
        && call.args.iter().all(|value| trivial::of_expr(value, locals) < Simplicity::Trivial)
}

/// Whether an expression names a place, and not a value.
pub fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        Expr::Paren(inner) => is_place(&inner.expr),
        Expr::Group(inner) => is_place(&inner.expr),
        _ => false,
    }
}
