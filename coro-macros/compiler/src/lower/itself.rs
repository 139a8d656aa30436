//! A function that delegates to itself: `yield_from!(walk(left))` in the body of `walk`.
//!
//! It becomes a call: the one machine goes on as the callee, while the states of its callers are kept on a stack.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Expr, FnArg, Lifetime, Receiver, ReceiverKind, Type, parse_quote, parse_quote_spanned};

use super::Lowerer;
use crate::liveness::trivial::{self, Simplicity};
use crate::locals::{LocalId, Reference};
use crate::macros;
use crate::parse::{Kind, Source, inferred};
use crate::resolve::Resolved;
use crate::tree::NodeKind;

/// The name and the type of each of a function's arguments.
pub type Parameters = Vec<(Ident, Type)>;

/// The arguments of a function that calls itself. A body with an item of its name may call that.
pub fn parameters(source: &Source, resolved: &Resolved) -> Option<Parameters> {
    let Kind::Function { sig, .. } = &source.kind else { return None };
    let mut shadowed = false;
    for item in &resolved.items {
        macros::for_each_ident(item.to_token_stream(), &mut |ident| shadowed |= *ident == sig.ident);
    }
    let lifetimes = sig.generics.lifetimes().map(|parameter| &parameter.lifetime).collect();
    let parameters = resolved.arguments.iter().zip(&sig.inputs).map(|(argument, input)| {
        let mut ty = match input {
            FnArg::Typed(typed) => inferred(&typed.ty),
            FnArg::Receiver(receiver) => receiver_type(receiver),
        };
        OfTheCall(&lifetimes).visit_type_mut(&mut ty);
        (resolved.locals[argument.local].name.clone(), ty)
    });
    (!shadowed).then(|| parameters.collect())
}

/// Each call has lifetimes of its own: they are inferred.
struct OfTheCall<'a>(&'a Vec<&'a Lifetime>);

impl VisitMut for OfTheCall<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.0.contains(&&*lifetime) {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }
}

/// The type of `self`.
fn receiver_type(receiver: &Receiver) -> Type {
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        ReceiverKind::Reference(and, lifetime, mutability) => parse_quote!(#and #lifetime #mutability Self),
        _ => parse_quote!(Self),
    }
}

impl Lowerer<'_> {
    /// A delegation of the function to itself. The arguments of the call have been lowered.
    pub(super) fn call_of_itself(
        &mut self,
        call: &syn::ExprCall,
        parameters: &Parameters,
        span: Span,
        bind: Option<LocalId>,
        catches: bool,
    ) {
        self.calls_itself_by.get_or_insert_with(|| Expr::clone(&call.func));
        let mut arguments = Vec::new();
        for ((name, ty), value) in parameters.iter().zip(&call.args) {
            let argument = self.fresh(&name.to_string(), span);
            let local = &mut self.locals[argument];
            local.ty = Some(ty.clone());
            local.synthetic = true;
            local.reference = Reference::of(ty);
            local.trivial = trivial::of_type(ty) != Simplicity::Unknown;
            let unique = self.name_of(argument, span);
            self.code(parse_quote_spanned!(span=> let #unique: #ty = #value;));
            arguments.push(argument);
        }
        self.node(span, NodeKind::Call { arguments, bind, is_tail: false, catches });
    }
}
