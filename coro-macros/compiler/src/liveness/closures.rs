//! Which locals may be closures that the function makes itself, and which are closures that can be called once.
//!
//! While rustc still checks the function, it does not know whether such a closure is `Copy`. So where what is saved depends
//! on that, a local that may be one is saved like any other.

use syn::visit::Visit;
use syn::{Block, Expr, GenericArgument, Generics, PathArguments, Type, TypeParamBound, WherePredicate};

use crate::locals::{LocalId, Locals};
use crate::macros;

/// Finds the locals that are called, or borrowed as a whole.
pub fn maybe_closures(body: &Block, locals: &Locals) -> Vec<LocalId> {
    let mut visitor = Called { locals, found: Vec::new() };
    visitor.visit_block(body);
    visitor.found
}

struct Called<'a> {
    locals: &'a Locals,
    found: Vec<LocalId>,
}

impl Called<'_> {
    fn callee(&mut self, place: &Expr) {
        match place {
            Expr::Path(path) => {
                self.found.extend(path.path.get_ident().and_then(|ident| self.locals.find(ident)));
            }
            Expr::Paren(inner) => self.callee(&inner.expr),
            Expr::Field(field) => self.callee(&field.base),
            Expr::Index(index) => self.callee(&index.expr),
            Expr::Unary(unary) => self.callee(&unary.expr),
            Expr::Reference(reference) => self.callee(&reference.expr),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Called<'_> {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.callee(&call.func);
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if matches!(&*reference.expr, Expr::Path(_)) {
            self.callee(&reference.expr);
        }
        syn::visit::visit_expr_reference(self, reference);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else {
            macros::for_each_ident(mac.tokens.clone(), &mut |ident| {
                self.found.extend(self.locals.find(ident))
            });
            return;
        };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }
}

/// Whether a type is known to be an `FnOnce`: `impl FnOnce()`, `Box<dyn FnOnce()>`, or a type parameter with such a bound.
pub fn is_once(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Paren(inner) => is_once(&inner.elem, generics),
        Type::Group(inner) => is_once(&inner.elem, generics),
        Type::ImplTrait(opaque) => has_once(&opaque.bounds),
        Type::TraitObject(object) => has_once(&object.bounds),
        Type::Path(path) if path.qself.is_none() => match path.path.get_ident() {
            Some(name) => {
                let declared =
                    generics.type_params().any(|known| known.ident == *name && has_once(&known.bounds));
                let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
                declared
                    || clauses.into_iter().any(|clause| {
                        matches!(clause, WherePredicate::Type(bound) if bound.bounded_ty == *ty && has_once(&bound.bounds))
                    })
            }
            None => path.path.segments.last().is_some_and(|last| match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == "Box" => inner
                    .args
                    .iter()
                    .any(|inner| matches!(inner, GenericArgument::Type(inner) if is_once(inner, generics))),
                _ => false,
            }),
        },
        _ => false,
    }
}

fn has_once<'b>(bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> bool {
    bounds.into_iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "FnOnce" || last.ident == "AsyncFnOnce"),
        _ => false,
    })
}
