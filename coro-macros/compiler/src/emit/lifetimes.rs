//! The life of a machine that holds references to its own locals.
//!
//! In: `fn words<T: Ord>(&self, text: &str)`
//! Out: `fn words<'this: 'machine, 'text: 'machine, 'machine, T: Ord + 'machine>(&'this self, text: &'text str)`
//!
//! Such a reference needs a lifetime that everything in the local outlives, and that the return type can name. With one
//! lifetime and no type parameters, rustc finds it by itself; `&self` implies it for what `Self` is made of. Else the function
//! gets one more, as those of the `async-trait` crate do.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Generics, Lifetime, LifetimeParam, Pat, ReceiverKind, Signature, Type,
    TypeParamBound, TypeReference, WherePredicate, parse_quote,
};

/// Adds the machine's own lifetime to a signature, where it is needed. Gives what is called now what the return type elides.
pub fn add(sig: &mut Signature) -> Option<Lifetime> {
    let mut named =
        Named { taken: HashSet::new(), base: String::new(), added: Vec::new(), life: None, opaque: false };
    for param in sig.generics.lifetimes() {
        named.taken.insert(param.lifetime.ident.to_string());
    }
    let mut trial = sig.clone();
    named.inputs(&mut trial);
    let lifetimes = sig.generics.lifetimes().count() + named.added.len();
    let types = sig.generics.type_params().count();
    if types == 0 && !named.opaque && lifetimes < 2 {
        return None;
    }
    let life = named.fresh("machine");
    named.added.clear();
    named.taken.retain(|name| sig.generics.lifetimes().any(|param| param.lifetime.ident == name));
    named.taken.insert(life.ident.to_string());
    named.life = Some(life.clone());
    named.inputs(sig);
    let elided = named.elided_outputs(sig, lifetimes);
    // A bound stands beside the others of its parameter, where the source has put them.
    let Generics { params, where_clause, .. } = &mut sig.generics;
    let mut predicates: Vec<_> = where_clause.iter_mut().flat_map(|clause| &mut clause.predicates).collect();
    for param in params {
        match param {
            GenericParam::Lifetime(param) => param.bounds.push(life.clone()),
            GenericParam::Type(param) => {
                let bounds = predicates.iter_mut().find_map(|predicate| match predicate {
                    WherePredicate::Type(bound) if is_param(&bound.bounded_ty, &param.ident) => {
                        Some(&mut bound.bounds)
                    }
                    _ => None,
                });
                bounds.unwrap_or(&mut param.bounds).push(TypeParamBound::Lifetime(life.clone()));
            }
            GenericParam::Const(_) => {}
        }
    }
    let whole = match sig.inputs.first() {
        Some(FnArg::Receiver(receiver)) => !matches!(receiver.kind, ReceiverKind::Reference(..)),
        _ => false,
    };
    if whole {
        sig.generics.make_where_clause().predicates.push(parse_quote!(Self: #life));
    }
    let own = named.added.into_iter().map(|lifetime| -> LifetimeParam { parse_quote!(#lifetime: #life) });
    let own = own.chain([LifetimeParam::new(life.clone())]).map(GenericParam::Lifetime);
    let params = std::mem::take(&mut sig.generics.params);
    let (lifetimes, others): (Vec<_>, Vec<_>) =
        params.into_iter().partition(|param| matches!(param, GenericParam::Lifetime(_)));
    sig.generics.params = lifetimes.into_iter().chain(own).chain(others).collect();
    sig.generics.lt_token.get_or_insert_with(Default::default);
    sig.generics.gt_token.get_or_insert_with(Default::default);
    elided
}

/// Whether the return type elides a lifetime while the arguments have several, and none of them is that of `self`: rustc refuses
/// that.
pub fn undetermined(sig: &Signature) -> bool {
    struct Lifetimes {
        elided: usize,
        named: HashSet<String>,
    }
    impl<'ast> Visit<'ast> for Lifetimes {
        fn visit_type_reference(&mut self, ty: &'ast TypeReference) {
            self.elided += usize::from(ty.lifetime.is_none());
            visit::visit_type_reference(self, ty);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            match lifetime.ident.to_string().as_str() {
                "_" => self.elided += 1,
                "static" => {}
                name => _ = self.named.insert(name.to_owned()),
            }
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }
    let of = |types: &mut dyn Iterator<Item = &Type>| {
        let mut found = Lifetimes { elided: 0, named: HashSet::new() };
        types.for_each(|ty| found.visit_type(ty));
        found
    };
    let inputs = of(&mut sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    }));
    let output = match &sig.output {
        syn::ReturnType::Type(_, ty) => of(&mut std::iter::once(&**ty)),
        syn::ReturnType::Default => return false,
    };
    sig.receiver().is_none() && output.elided > 0 && inputs.elided + inputs.named.len() > 1
}

/// Writes a lifetime in a return type where it was elided: lints ask for one way to write it.
pub fn name_elided(ty: &mut Type, lifetime: &Lifetime) {
    Elided(lifetime).visit_type_mut(ty);
}

struct Elided<'a>(&'a Lifetime);

impl VisitMut for Elided<'_> {
    fn visit_type_reference_mut(&mut self, ty: &mut TypeReference) {
        ty.lifetime.get_or_insert_with(|| self.0.clone());
        visit_mut::visit_type_reference_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.0.clone();
        }
    }

    // The elided lifetimes of a function's type are its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

fn is_param(ty: &Type, param: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(param))
}

/// Names the elided lifetimes of the arguments, each after its argument.
struct Named {
    taken: HashSet<String>,
    base: String,
    added: Vec<Lifetime>,
    /// What an `impl Trait` has to outlive.
    life: Option<Lifetime>,
    /// Some argument is an `impl Trait`.
    opaque: bool,
}

impl Named {
    fn inputs(&mut self, sig: &mut Signature) {
        for (index, input) in sig.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => {
                    self.base = "this".to_owned();
                    match &mut receiver.kind {
                        ReceiverKind::Reference(_, lifetime, _)
                            if lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_") =>
                        {
                            *lifetime = Some(self.elided());
                        }
                        ReceiverKind::Typed(_, ty) => self.visit_type_mut(ty),
                        _ => {}
                    }
                }
                FnArg::Typed(typed) => {
                    self.base = match &*typed.pat {
                        Pat::Ident(pat) => pat.ident.to_string().trim_start_matches("r#").to_owned(),
                        _ => format!("argument{index}"),
                    };
                    self.visit_type_mut(&mut typed.ty);
                }
            }
        }
    }

    /// What an elided lifetime of the return type is, if it got a name: that of `&self`, or the only one there is.
    fn elided_outputs(&self, sig: &Signature, lifetimes: usize) -> Option<Lifetime> {
        let lifetime = match sig.inputs.first() {
            Some(FnArg::Receiver(receiver)) => match &receiver.kind {
                ReceiverKind::Reference(_, lifetime, _) => lifetime.as_ref(),
                _ => None,
            },
            _ => self.added.first().filter(|_| lifetimes == 1),
        };
        lifetime.filter(|lifetime| self.added.contains(lifetime)).cloned()
    }

    fn fresh(&mut self, base: &str) -> Lifetime {
        let mut name: Ident = format_ident!("{}", base);
        let mut count = 1usize;
        while name == "static" || !self.taken.insert(name.to_string()) {
            count += 1;
            name = format_ident!("{}{}", base, count);
        }
        Lifetime { apostrophe: Span::call_site(), ident: name }
    }

    fn elided(&mut self) -> Lifetime {
        let base = self.base.clone();
        let lifetime = self.fresh(&base);
        self.added.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Named {
    fn visit_type_reference_mut(&mut self, ty: &mut TypeReference) {
        if ty.lifetime.is_none() {
            ty.lifetime = Some(self.elided());
        }
        visit_mut::visit_type_reference_mut(self, ty);
        if let (Some(_), Type::ImplTrait(opaque)) = (&self.life, &*ty.elem) {
            ty.elem = parse_quote!((#opaque));
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.elided();
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(opaque) = ty {
            self.opaque = true;
            opaque.bounds.extend(self.life.clone().map(TypeParamBound::Lifetime));
        }
        visit_mut::visit_type_mut(self, ty);
    }

    // The elided lifetimes of a function's type are its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    fn added(text: &str) -> String {
        let mut sig: syn::Signature = syn::parse_str(text).expect("a signature");
        super::add(&mut sig);
        sig.to_token_stream().to_string().replace(" ,", ",").replace(" :", ":")
    }

    fn same(text: &str) -> bool {
        let sig: syn::Signature = syn::parse_str(text).expect("a signature");
        added(text) == sig.to_token_stream().to_string().replace(" ,", ",").replace(" :", ":")
    }

    #[test]
    fn one_lifetime_is_enough() {
        assert!(same("fn f()"));
        assert!(same("fn f(text: &str, n: usize)"));
        assert!(same("fn f(&mut self)"));
        assert!(same("fn f(g: &dyn Fn(&str) -> &str)"));
        assert!(same("fn f<const N: usize>(x: [u8; N])"));
    }

    #[test]
    fn two_lifetimes_outlive_a_third() {
        assert_eq!(
            added("fn f<'a>(a: &'a str, b: &str)"),
            "fn f < 'a: 'machine, 'b: 'machine, 'machine > (a: & 'a str, b: & 'b str)"
        );
        assert_eq!(
            added("fn f(&self, static_: &'_ str)"),
            "fn f < 'this: 'machine, 'static_: 'machine, 'machine > (& 'this self, static_: & 'static_ str)"
        );
    }

    #[test]
    fn an_opaque_type_behind_a_reference_stands_in_parentheses() {
        assert_eq!(
            added("fn f(items: &mut impl Iterator)"),
            "fn f < 'items: 'machine, 'machine > (items: & 'items mut (impl Iterator + 'machine))"
        );
    }

    #[test]
    fn what_the_return_type_elides_has_a_name() {
        let elided = |text: &str| {
            let mut sig: syn::Signature = syn::parse_str(text).expect("a signature");
            super::add(&mut sig).map(|lifetime| lifetime.to_string())
        };
        assert_eq!(elided("fn f<T>(&self, t: T) -> &str").as_deref(), Some("'this"));
        assert_eq!(elided("fn f<T>(text: &str, t: T) -> &str").as_deref(), Some("'text"));
        assert_eq!(elided("fn f<'a, T>(&'a self, t: T) -> &str"), None);
        assert_eq!(elided("fn f(&self) -> &str"), None);
        let mut ty: syn::Type = syn::parse_str("(&u8, A<'_>, &'a u8, fn(&u8))").expect("a type");
        let this: syn::Lifetime = syn::parse_str("'this").expect("a lifetime");
        super::name_elided(&mut ty, &this);
        assert_eq!(ty.to_token_stream().to_string().replace(' ', ""), "(&'thisu8,A<'this>,&'au8,fn(&u8))");
    }

    #[test]
    fn what_several_arguments_could_lend_is_undetermined() {
        let undetermined =
            |text: &str| super::undetermined(&syn::parse_str(text).expect("a signature should parse"));
        assert!(undetermined("fn f(a: &str, b: &str) -> &str"));
        assert!(undetermined("fn f<'a>(a: &'a str, b: A<'_>) -> Option<B<'_>>"));
        assert!(!undetermined("fn f(&self, a: &str) -> &str"));
        assert!(!undetermined("fn f(a: &str, g: fn(&str)) -> &str"));
        assert!(!undetermined("fn f<'a>(a: &'a str, b: &'a str) -> &str"));
        assert!(!undetermined("fn f<'a>(a: &'a str, b: &str) -> &'a str"));
    }

    #[test]
    fn types_outlive_the_machine() {
        assert_eq!(
            added("fn f<T>(items: Vec<T>) where T: Ord"),
            "fn f < 'machine, T > (items: Vec < T >) where T: Ord + 'machine"
        );
        assert_eq!(
            added("fn f<T: Ord>(items: Vec<T>)"),
            "fn f < 'machine, T: Ord + 'machine > (items: Vec < T >)"
        );
        assert_eq!(added("fn f(items: impl Ord)"), "fn f < 'machine > (items: impl Ord + 'machine)");
        assert_eq!(
            added("fn f<T>(self, t: T)"),
            "fn f < 'machine, T: 'machine > (self, t: T) where Self: 'machine"
        );
    }
}
