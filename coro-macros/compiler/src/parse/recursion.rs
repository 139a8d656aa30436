//! Functions that call themselves. What is called would be saved in the machine that calls it, whose type would have no end.
//!
//! - `yield_from!(walk(left))` in the body of `walk`, and `walk(left).await`, is marked: it becomes a call of the one machine.
//! - `Box::pin(f(..))` in an `async fn` becomes `recursive(Box::pin(f(..)))`, a `Pin<Box<dyn Future>>`.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprCall, ExprYield, GenericParam, Ident, Item, Macro, PathArguments, Signature,
    parse_quote, parse_quote_spanned,
};

use super::awaits::is_await;
use super::is_delegation;
use crate::liveness::methods;
use crate::macros;

/// Marks where what `sig` declares delegates to itself, or awaits itself.
///
/// By its name alone the macro cannot know that the function is meant: beside an associated function, there may be a free
/// one of the same name. So the emitter has rustc compare their types.
///
/// Gives where it may do so by a method's name: if it does, that is E0720, for which rustc has no better place than the return type.
pub fn mark(body: &mut Block, sig: &Signature) -> Option<Span> {
    let mut marker = Marker { sig, namesake: None };
    marker.visit_block_mut(body);
    marker.namesake
}

/// Whether a suspension is a call of the function itself.
pub fn calls_itself(suspension: &ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident("itself"))
}

struct Marker<'a> {
    sig: &'a Signature,
    namesake: Option<Span>,
}

impl Marker<'_> {
    /// No generic arguments, or `::<T, N>` as in the signature.
    fn repeats(&self, arguments: &PathArguments) -> bool {
        let PathArguments::AngleBracketed(arguments) = arguments else { return arguments.is_none() };
        let parameters = self.sig.generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        });
        let arguments = arguments.args.iter().map(|argument| argument.to_token_stream().to_string());
        arguments.eq(parameters.map(|parameter| parameter.to_string()))
    }

    /// `walk(..)`, or `Self::walk(..)`.
    fn is_called(&self, child: &Expr) -> bool {
        let Expr::Call(call) = child else { return false };
        let Expr::Path(function) = &*call.func else { return false };
        let segments = &function.path.segments;
        let is_here = match segments.len() {
            1 => self.sig.receiver().is_none(),
            2 => segments[0].ident == "Self",
            _ => false,
        };
        let is_named =
            |last: &syn::PathSegment| last.ident == self.sig.ident && self.repeats(&last.arguments);
        is_here
            && segments.last().is_some_and(is_named)
            && function.qself.is_none()
            && call.args.len() == self.sig.inputs.len()
    }
}

impl VisitMut for Marker<'_> {
    fn visit_expr_yield_mut(&mut self, suspension: &mut ExprYield) {
        visit_mut::visit_expr_yield_mut(self, suspension);
        if !is_delegation(suspension) && !is_await(suspension) {
            return;
        }
        match suspension.expr.as_deref() {
            Some(child) if self.is_called(child) => suspension.attrs.push(parse_quote!(#[itself])),
            Some(Expr::MethodCall(child))
                if child.method == self.sig.ident && self.sig.receiver().is_some() =>
            {
                self.namesake = Some(child.method.span());
            }
            _ => {}
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// Gives the boxed futures of calls to `name` a type that does not name the function's.
pub fn erase(body: &mut Block, name: &Ident, krate: &TokenStream) {
    Eraser { name, krate }.visit_block_mut(body);
}

struct Eraser<'a> {
    name: &'a Ident,
    krate: &'a TokenStream,
}

impl Eraser<'_> {
    /// Whether a call puts a future of the function in a box.
    fn boxes_itself(&self, call: &ExprCall) -> bool {
        let calls_itself = match call.args.first() {
            Some(Expr::Call(inner)) => match &*inner.func {
                Expr::Path(function) => {
                    let segments = &function.path.segments;
                    let is_here = segments.len() == 1 || segments.len() == 2 && segments[0].ident == "Self";
                    is_here && segments.last().is_some_and(|last| last.ident == *self.name)
                }
                _ => false,
            },
            Some(Expr::MethodCall(inner)) => inner.method == *self.name,
            _ => false,
        };
        calls_itself && methods::is_function(&call.func, "Box", &["pin"])
    }
}

impl VisitMut for Eraser<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Call(call) = &*expr
            && self.boxes_itself(call)
        {
            let krate = self.krate;
            *expr = parse_quote_spanned!(call.func.span()=> #krate::private::recursive(#call));
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
