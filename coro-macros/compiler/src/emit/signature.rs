//! The function around the machine: its signature, its return type, and the stub that stands in when there are errors.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, Lifetime, ReturnType, Type, parse_quote};

use super::outcome::Returns;
use super::{Names, argument_names, check, is_unit, lifetimes, plain_arguments, state};
use crate::parse::{Kind, Source, inferred};
use crate::resolve::Resolved;
use crate::spans;

/// The types that go in and come out, as the expansion writes them.
pub struct Types {
    /// The return type as an annotation inside the function, where an `impl Trait` has to be inferred.
    pub inferred_returns: Type,
    /// `Resume<Send, Throw>`
    pub resume: TokenStream,
    /// `CoroutineState<Yield, Return>`
    pub outcome: TokenStream,
    /// The signature that the machine is put together with.
    pub signature: TokenStream,
    /// The item that declares it, for values that are lent.
    pub declaration: TokenStream,
    /// `Send`, `Throw`, `Yield` and `Return` themselves.
    pub send: Type,
    pub throw: Type,
    pub yields: Type,
    pub returns: Type,
    /// Whether sent values are lent for one resume.
    pub lent: bool,
}

impl Types {
    /// The types of `source`.
    pub fn of(source: &Source, names: &Names, returns: bool) -> Self {
        let krate = &names.krate;
        let unit: Type = parse_quote!(());
        let send = source.options.send.clone().unwrap_or_else(|| unit.clone());
        let throw = source.options.throw.clone().unwrap_or_else(|| parse_quote!(::core::convert::Infallible));
        let yields = source.options.yields.clone().unwrap_or_else(|| unit.clone());
        let output = match &source.kind {
            Kind::Function { sig, .. } => &sig.output,
            Kind::Closure { output, .. } => output,
        };
        let returns = match output {
            // `!` is no type on stable Rust: what never returns returns what cannot be.
            ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)) => {
                parse_quote!(::core::convert::Infallible)
            }
            ReturnType::Type(_, ty) => (**ty).clone(),
            ReturnType::Default if matches!(source.kind, Kind::Closure { .. }) && returns => parse_quote!(_),
            ReturnType::Default => unit,
        };
        let inferred_returns = inferred(&returns);
        let mut lent_send = send.clone();
        let mut elided = Elided(false);
        elided.visit_type_mut(&mut lent_send);
        let lent = elided.0;
        let (signature, declaration) = if lent {
            lent_signature(source, names, &lent_send, &throw, &yields, &inferred_returns)
        } else {
            (quote!(#krate::private::Types<#send, #throw, #yields, #inferred_returns>), TokenStream::new())
        };
        let (resume, outcome) = match source.is_async {
            true => {
                let item = source.options.yields.as_ref().map(|yields| quote!(<#yields>));
                (
                    quote!(&mut ::core::task::Context<'_>),
                    quote!(#krate::CoroutineState<#krate::private::Pause #item, #inferred_returns>),
                )
            }
            false => (
                quote!(#krate::Resume<#send, #throw>),
                quote!(#krate::CoroutineState<#yields, #inferred_returns>),
            ),
        };
        Types {
            resume,
            outcome,
            signature,
            declaration,
            send,
            throw,
            yields,
            returns,
            inferred_returns,
            lent,
        }
    }
}

/// Names the elided lifetimes of a type that is sent: each stands for the one resume that the value is lent for.
struct Elided(bool);

impl VisitMut for Elided {
    fn visit_type_reference_mut(&mut self, ty: &mut syn::TypeReference) {
        if ty.lifetime.is_none() {
            ty.lifetime = Some(Lifetime::new("'resume", Span::call_site()));
            self.0 = true;
        }
        visit_mut::visit_type_reference_mut(self, ty);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = Lifetime::new("'resume", lifetime.span());
            self.0 = true;
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {
        // The elided lifetimes of a function pointer are its own.
    }
}

fn lent_signature(
    source: &Source,
    names: &Names,
    send: &Type,
    throw: &Type,
    yields: &Type,
    returns: &Type,
) -> (TokenStream, TokenStream) {
    let krate = &names.krate;
    let name = quote::format_ident!("{}Signature", names.state);
    let generics = match &source.kind {
        Kind::Function { sig, .. } => sig.generics.clone(),
        Kind::Closure { .. } => Default::default(),
    };
    // The types of the function are arguments here: an item cannot name the function's own generics.
    let own: Vec<_> = generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(param.ident.clone()),
            _ => None,
        })
        .collect();
    let declaration = quote! {
        /// What goes in and comes out. What is sent is lent for one resume.
        struct #name<Throw, Yield, Return, #(#own),*>(
            ::core::marker::PhantomData<fn(#(#own,)* Throw) -> (Yield, Return)>,
        );
        impl<Throw, Yield, Return, #(#own: 'static),*> #krate::private::Signature
            for #name<Throw, Yield, Return, #(#own),*>
        {
            type Send<'resume> = #send;
            type Throw = Throw;
            type Yield = Yield;
            type Return = Return;
        }
    };
    (quote!(#name<#throw, #yields, #returns, #(#own),*>), declaration)
}

/// The type that the function returns. Its span is the macro's, so that it captures lifetimes as edition 2024 does.
/// `elided` is what an elided lifetime in it is called.
fn returned(source: &Source, names: &Names, types: &Types, elided: Option<&Lifetime>) -> TokenStream {
    let span = Span::call_site().located_at(source.namesake.unwrap_or_else(Span::call_site));
    let krate = spans::at(span, &names.krate);
    let Types { send, throw, yields, returns, .. } = types;
    let (mut yields, mut returns) = (yields.clone(), returns.clone());
    for ty in [&mut yields, &mut returns] {
        elided.into_iter().for_each(|lifetime| lifetimes::name_elided(ty, lifetime));
    }
    if source.is_async && source.options.yields.is_some() {
        let derives = derived(source);
        return quote_spanned! {span=>
            impl #krate::private::FusedStream<Item = #yields>
                + for<'waker> #krate::Coroutine<
                    &'waker ::core::task::Waker,
                    #krate::Cancelled,
                    Yield = ::core::task::Poll<#yields>,
                    Return = ::core::result::Result<(), #krate::Cancelled>,
                > #derives
        };
    }
    if source.is_async {
        let derives = derived(source);
        // An `impl Trait` cannot stand below the `for<'waker>` (E0657).
        if types.returns != types.inferred_returns {
            return quote_spanned!(span=> impl ::core::future::Future<Output = #returns> #derives);
        }
        return quote_spanned! {span=>
            impl ::core::future::Future<Output = #returns>
                + for<'waker> #krate::Coroutine<
                    &'waker ::core::task::Waker,
                    #krate::Cancelled,
                    Yield = (),
                    Return = ::core::result::Result<#returns, #krate::Cancelled>,
                > #derives
        };
    }
    let mut lent_send = send.clone();
    let higher = if types.lent {
        Elided(false).visit_type_mut(&mut lent_send);
        quote!(for<'resume>)
    } else {
        TokenStream::new()
    };
    let mut arguments = quote!(#lent_send, #throw,);
    if source.options.throw.is_none() {
        arguments = quote!(#lent_send,);
        if source.options.send.is_none() || is_unit(send) {
            arguments = quote!((),);
        }
    }
    // An iterator is moved between its items.
    let iterator =
        (names.slots.is_empty() && is_unit(send) && is_unit(&returns) && source.options.throw.is_none())
            .then(|| quote_spanned!(span=> + ::core::iter::FusedIterator<Item = #yields>));
    let derives = derived(source);
    quote_spanned! {span=>
        impl #higher #krate::Coroutine<#arguments Yield = #yields, Return = #returns> #iterator #derives
    }
}

/// The bounds that are derived.
fn derived(source: &Source) -> TokenStream {
    let derives = source.options.derives.iter().map(|path| {
        let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "Debug" => quote!(+ ::core::fmt::Debug),
            "Clone" => quote!(+ ::core::clone::Clone),
            _ => quote!(+ #path),
        }
    });
    derives.collect()
}

/// What a function declares that it returns.
pub fn declared(output: &ReturnType) -> Returns {
    match output {
        ReturnType::Default => Returns::Nothing,
        ReturnType::Type(_, ty) if is_unit(ty) => Returns::Nothing,
        ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_) | Type::ImplTrait(_)) => Returns::Inferred,
        ReturnType::Type(_, ty) => Returns::Declared(Box::new(inferred(ty))),
    }
}

/// Puts the function around its new body.
pub fn around(
    source: &Source,
    resolved: &Resolved,
    names: &Names,
    types: &Types,
    body: TokenStream,
) -> TokenStream {
    let declaration = &types.declaration;
    let body = quote!(#declaration #body);
    match &source.kind {
        Kind::Function { .. } => {
            function(source, &argument_names(resolved), names, types, body, TokenStream::new())
        }
        Kind::Closure { .. } => quote!({ #body }),
    }
}

/// The function with its attributes and arguments, and another return type and body.
fn function(
    source: &Source,
    arguments: &[Ident],
    names: &Names,
    types: &Types,
    body: TokenStream,
    more_attrs: TokenStream,
) -> TokenStream {
    let Kind::Function { attrs, vis, sig, .. } = &source.kind else {
        unreachable!("a closure has no signature")
    };
    let attrs = state::kept(attrs);
    let mut sig = (**sig).clone();
    plain_arguments(&mut sig, arguments);
    if let (Some(FnArg::Receiver(receiver)), Some(_)) = (sig.inputs.first_mut(), &names.receiver) {
        receiver.mutability = None;
    }
    // A method of a trait's implementation cannot have another lifetime. One that only awaits seldom needs it: where a call takes two
    // references for one lifetime.
    let may_implement = matches!(vis, syn::Visibility::Inherited) && sig.receiver().is_some();
    let needs_life = names.lends || !names.slots.is_empty() && !may_implement;
    let elided = if needs_life { lifetimes::add(&mut sig) } else { None };
    sig.constness = None;
    sig.asyncness = None;
    sig.abi = None;
    sig.variadic = None;
    sig.output = ReturnType::Default;
    let where_clause = sig.generics.where_clause.take();
    let output = returned(source, names, types, elided.as_ref());
    // With the braces of the source, the function is the user's: lints such as `dead_code` see it.
    let mut body = Group::new(Delimiter::Brace, body);
    body.set_span(source.body.brace_token.span.join());
    quote!(#attrs #more_attrs #vis #sig -> #output #where_clause #body)
}

/// An `async fn` whose return type elides a lifetime that the arguments do not tell: rustc refuses it as it stands. In the
/// machine's type the return type stands twice.
pub fn undetermined(source: &Source) -> Option<TokenStream> {
    let Kind::Function { attrs, vis, sig, .. } = &source.kind else { return None };
    if !source.is_async || source.options.yields.is_some() || !lifetimes::undetermined(sig) {
        return None;
    }
    let attrs = state::kept(attrs);
    Some(quote! {
        #[allow(unused)]
        #attrs #vis #sig {
            // If rustc did not, nothing that is wrong here may run.
            const { ::core::assert!(false, "this lifetime is not known") };
            loop {}
        }
    })
}

/// What stands in for a function that has errors: the same signature, so that its callers get none, and the check of its
/// body, so that what is wrong there is said as well, and what is used there is known to be used.
pub fn stub(source: &Source) -> TokenStream {
    let krate = source.options.path();
    let Kind::Function { sig, .. } = &source.kind else {
        return match source.is_async {
            true if source.options.yields.is_some() => quote!(#krate::private::stream_stub::<_>()),
            true => quote!(#krate::private::async_stub::<_>()),
            false => quote!(#krate::private::stub::<#krate::private::Types<_, _, _, _>>()),
        };
    };
    let names = Names::of(source, "Stub", &HashSet::new());
    let types = Types::of(source, &names, true);
    let arguments: Vec<Ident> = (0..sig.inputs.len())
        .map(|index| format_ident!("argument{}", index, span = Span::mixed_site()))
        .collect();
    let check = check::of_stub(source, &arguments, &names, &types);
    let declaration = &types.declaration;
    let stub = machine_stub(source, &names, &types);
    let body = quote! {
        #declaration
        #check
        #stub
    };
    function(source, &arguments, &names, &types, body, super::allowed())
}

/// A value of the type of a function's machine.
fn machine_stub(source: &Source, names: &Names, types: &Types) -> TokenStream {
    let krate = &names.krate;
    let Types { signature, yields, inferred_returns, .. } = types;
    match source.is_async {
        false => quote!(#krate::private::stub::<#signature>()),
        true if source.options.yields.is_some() => quote!(#krate::private::stream_stub::<#yields>()),
        true => quote!(#krate::private::async_stub::<#inferred_returns>()),
    }
}

/// What stands in for a machine that would use what holds no value. rustc refuses that in the check; if it did not, it would
/// come to the constant: nothing that is wrong here may run.
pub fn refused(source: &Source, names: &Names, types: &Types) -> TokenStream {
    let stub = machine_stub(source, names, types);
    quote! {
        const { ::core::assert!(false, "a local is mentioned that holds no value") };
        #stub
    }
}
