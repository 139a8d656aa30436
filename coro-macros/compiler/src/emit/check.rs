//! The check: the body as it was written, with a plain call in place of each suspension, in a branch that never runs.
//!
//! rustc reports its errors and lints here, on the user's own tokens. The machine below it says the same once more under
//! `#[allow]`; what is said twice in the same words is shown once.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Macro, Stmt};

use super::Names;
use super::signature::Types;
use crate::macros;
use crate::parse::{Kind, Source, is_delegation};
use crate::resolve::Resolved;

/// Writes the check. A closure has none: its types are inferred from the machine.
pub fn check(source: &Source, resolved: &Resolved, names: &Names, types: &Types) -> TokenStream {
    if !matches!(source.kind, Kind::Function { .. }) {
        return TokenStream::new();
    }
    let mut body = source.body.clone();
    Plain { names, types }.visit_block_mut(&mut body);
    let krate = &names.krate;
    let Types { send, inferred_returns, .. } = types;
    let returns = match &source.kind {
        Kind::Function { sig, .. } if matches!(&sig.output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::Never(_))) => {
            quote!(!)
        }
        _ => quote!(#inferred_returns),
    };
    let first =
        source.options.first.as_ref().map(|pat| quote!(let #pat: #send = #krate::private::never_runs();));
    let arguments = source_patterns(source, resolved);
    let statements = &body.stmts;
    quote! {
        // The body as it was written. It never runs: rustc reads it here for its errors and lints.
        #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
        if false {
            let _body = || -> #returns { #arguments #first #(#statements)* };
            loop {}
        }
    }
}

fn source_patterns(source: &Source, resolved: &Resolved) -> TokenStream {
    let Kind::Function { sig, .. } = &source.kind else {
        return TokenStream::new();
    };
    sig.inputs
        .iter()
        .zip(&resolved.arguments)
        .filter_map(|(input, argument)| match input {
            syn::FnArg::Typed(typed) if argument.pattern.is_some() => {
                let pat = &typed.pat;
                let name = &resolved.locals[argument.local].unique;
                Some(quote!(let #pat = #name;))
            }
            _ => None,
        })
        .collect()
}

struct Plain<'a> {
    names: &'a Names,
    types: &'a Types,
}

impl VisitMut for Plain<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| match stmt {
            Stmt::Item(syn::Item::Macro(item)) => item.ident.is_none(),
            Stmt::Item(_) => false,
            _ => true,
        });
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::Yield(suspension) = expr else {
            return;
        };
        let span = suspension.yield_token.span;
        let krate = &self.names.krate;
        let Types { send, throw, yields, lent, .. } = self.types;
        let value = suspension.expr.as_ref().map_or_else(|| quote!(()), |value| quote!(#value));
        *expr = Expr::Verbatim(if is_delegation(suspension) {
            let sent = if *lent { quote!(_) } else { quote!(#send) };
            quote_spanned!(span=> #krate::private::delegate::<#sent, #throw, #yields, _>(#value))
        } else if self.names.throws {
            quote_spanned!(span=> #krate::private::suspend::<#yields, ::core::result::Result<#send, #throw>>(#value))
        } else {
            quote_spanned!(span=> #krate::private::suspend::<#yields, #send>(#value))
        });
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
