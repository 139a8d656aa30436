//! What a type's bounds show: that it is a function which is gone when it was called, or a reader.

use syn::{GenericArgument, Generics, PathArguments, Type, TypeParamBound, WherePredicate};

/// Whether a type is known to be an `FnOnce`: `impl FnOnce()`, `Box<dyn FnOnce()>`, or a type parameter with such a bound.
pub fn is_once(ty: &Type, generics: &Generics) -> bool {
    is_bound(ty, generics, &["FnOnce", "AsyncFnOnce"])
}

/// Whether a type is known to be a `BufRead`, whose `lines` takes it by value.
pub fn is_reader(ty: &Type, generics: &Generics) -> bool {
    let known = |path: &syn::TypePath| {
        path.path
            .segments
            .last()
            .is_some_and(|last| ["BufReader", "Stdin", "StdinLock"].iter().any(|name| last.ident == name))
    };
    matches!(plain(ty), Type::Path(path) if known(path)) || is_bound(ty, generics, &["BufRead"])
}

fn is_bound(ty: &Type, generics: &Generics, names: &[&str]) -> bool {
    match plain(ty) {
        Type::ImplTrait(opaque) => has(&opaque.bounds, names),
        Type::TraitObject(object) => has(&object.bounds, names),
        Type::Path(path) if path.qself.is_none() => match path.path.get_ident() {
            Some(name) => {
                let declared =
                    generics.type_params().any(|known| known.ident == *name && has(&known.bounds, names));
                let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
                declared
                    || clauses.into_iter().any(|clause| {
                        matches!(clause, WherePredicate::Type(bound) if bound.bounded_ty == *ty && has(&bound.bounds, names))
                    })
            }
            None => path.path.segments.last().is_some_and(|last| match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == "Box" => inner.args.iter().any(
                    |inner| matches!(inner, GenericArgument::Type(inner) if is_bound(inner, generics, names)),
                ),
                _ => false,
            }),
        },
        _ => false,
    }
}

fn has<'b>(bounds: impl IntoIterator<Item = &'b TypeParamBound>, names: &[&str]) -> bool {
    bounds.into_iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
        }
        _ => false,
    })
}

/// The type without parentheses, and the groups in which a macro passes it on.
pub fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => plain(&inner.elem),
        Type::Group(inner) => plain(&inner.elem),
        ty => ty,
    }
}
