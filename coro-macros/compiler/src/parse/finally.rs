//! `defer!` blocks that await: `finally`, of an `async fn`.
//!
//! A guard cannot await when it is dropped. So what follows such a block, to the end of its scope, becomes a block that is
//! left by every way out of it: at its end, by `return`, `?`, `break` and `continue`, and when a cancellation is thrown in
//! at one of its `.await`s or, if it is an async generator, its `yield`s. The deferred block comes next, in its place, and
//! then the way out is taken.
//!
//! In:
//! ```text
//! defer! { connection.close().await; }
//! connection.send(&message).await?;
//! connection.receive().await
//! ```
//! Out:
//! ```text
//! let (mut leaves, mut returned) = (0, None);
//! let value = 'deferred: {
//!     match Try::branch(match connection.send(&message).await { Some(value) => value, None => break 'deferred None }) {
//!         Continue(value) => value,
//!         Break(residual) => { returned = Some(from_residual(residual)); leaves = 1; break 'deferred None }
//!     };
//!     Some(match connection.receive().await { Some(value) => value, None => break 'deferred None })
//! };
//! { connection.close().await; }
//! match value {
//!     Some(value) => value,
//!     None => match leaves { 1 => return returned.unwrap(), _ => return cancelled() },
//! }
//! ```
//! An `.await` in the block gives `None` where it catches a cancellation, and so does a `yield`.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprBreak, ExprYield, Ident, Lifetime, ReturnType, Stmt, Type, parse_quote,
    parse_quote_spanned,
};

use super::is_delegation;
use crate::diagnostics::{self, Report};
use crate::labels::{self, Enclosing, Inside};
use crate::macros;

/// The attribute that marks a deferred block until this pass.
pub fn mark() -> Attribute {
    parse_quote!(#[finally])
}

/// Whether a suspension gives `None` where a cancellation is thrown in.
pub fn catches(suspension: &ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident("catches"))
}

/// Lowers the deferred blocks of a body. Says whether there were any.
pub fn lower(body: &mut Block, returns: &ReturnType, krate: &TokenStream, report: &mut Report) -> bool {
    let returns = match returns {
        ReturnType::Type(_, ty) if !matches!(**ty, Type::ImplTrait(_) | Type::Never(_)) => (**ty).clone(),
        ReturnType::Type(..) => parse_quote!(_),
        ReturnType::Default => parse_quote!(()),
    };
    let mut idents = HashSet::new();
    macros::for_every_ident(body.to_token_stream(), &mut |ident| _ = idents.insert(ident.to_string()));
    let mut finally = Finally { returns, krate, idents, report, count: 0 };
    finally.visit_block_mut(body);
    finally.count > 0
}

struct Finally<'a> {
    returns: Type,
    krate: &'a TokenStream,
    /// The names of the source.
    idents: HashSet<String>,
    report: &'a mut Report,
    count: usize,
}

impl VisitMut for Finally<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let Some(index) = block.stmts.iter().position(|stmt| deferred(stmt).is_some()) else {
            visit_mut::visit_block_mut(self, block);
            return;
        };
        let mut rest = block.clone();
        rest.stmts.drain(..=index);
        block.stmts.iter_mut().take(index).for_each(|stmt| self.visit_stmt_mut(stmt));
        self.visit_block_mut(&mut rest);
        let cleanup = deferred(&block.stmts[index]).cloned().expect("it was found");
        block.stmts.truncate(index);
        let lowered = self.lower(rest, cleanup);
        block.stmts.extend(lowered);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if !matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::Const(_)) {
            visit_mut::visit_expr_mut(self, expr);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The block of a statement that is one to defer.
fn deferred(stmt: &Stmt) -> Option<&Block> {
    match stmt {
        Stmt::Expr(Expr::Block(block), _)
            if block.attrs.iter().any(|attr| attr.path().is_ident("finally")) =>
        {
            Some(&block.block)
        }
        _ => None,
    }
}

impl Finally<'_> {
    /// `rest`, and then `cleanup`, on every way out of it.
    fn lower(&mut self, mut rest: Block, cleanup: Block) -> Vec<Stmt> {
        let index = self.count;
        self.count += 1;
        let name = |base: &str| {
            let mut name = if index == 0 { base.to_owned() } else { format!("{base}{index}") };
            while self.idents.contains(&name) {
                name.push('_');
            }
            Ident::new(&name, Span::call_site())
        };
        let label = Lifetime::new(&format!("'{}", name("deferred")), Span::call_site());
        let mut leaves = Leaves {
            label: label.clone(),
            leaves: name("leaves"),
            returned: name("returned"),
            krate: self.krate.clone(),
            ways: Vec::new(),
            open: Enclosing::default(),
            returns: false,
            errors: Vec::new(),
        };
        // What never comes to its end has no value.
        let has_value = !rest.stmts.last().is_some_and(crate::lower::leaves);
        leaves.visit_block_mut(&mut rest);
        leaves.errors.drain(..).for_each(|error| self.report.push(error));
        let value = name("value");
        let tail: Expr = match rest.stmts.pop() {
            Some(Stmt::Expr(tail, None)) if has_value => parse_quote!(::core::option::Option::Some(#tail)),
            Some(last) if !has_value => {
                rest.stmts.push(last);
                Expr::Verbatim(TokenStream::new())
            }
            Some(last) => {
                rest.stmts.push(last);
                parse_quote!(::core::option::Option::Some(()))
            }
            None => parse_quote!(::core::option::Option::Some(())),
        };
        let Leaves { leaves: way, returned, ways, returns, .. } = leaves;
        let (krate, ty) = (self.krate, &self.returns);
        let statements = &rest.stmts;
        let mut lowered: Vec<Stmt> = Vec::new();
        if returns || !ways.is_empty() {
            lowered.push(parse_quote!(let mut #way = 0u8;));
        }
        if returns {
            lowered.push(
                parse_quote!(let mut #returned: ::core::option::Option<#ty> = ::core::option::Option::None;),
            );
        }
        lowered.push(parse_quote!(let #value = #label: { #(#statements)* #tail };));
        lowered.push(Stmt::Expr(parse_quote!(#cleanup), None));
        let cancelled: Expr = parse_quote!(return #krate::private::cancelled());
        let mut out = cancelled;
        if returns || !ways.is_empty() {
            let arms = ways.iter().enumerate().map(|(index, exit)| {
                let number = index as u8 + 2;
                quote!(#number => #exit,)
            });
            let back = returns.then(|| quote!(1u8 => return #krate::private::left(#returned),));
            out = parse_quote!(match #way { #back #(#arms)* _ => #out });
        }
        lowered.push(Stmt::Expr(
            parse_quote!(match #value {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => #out,
            }),
            None,
        ));
        lowered
    }
}

/// Makes every way out of a block a `break` of its label.
struct Leaves {
    label: Lifetime,
    /// Which way out is taken: 0 for a cancellation, 1 for a `return`, from 2 on one of `ways`.
    leaves: Ident,
    /// What is returned.
    returned: Ident,
    krate: TokenStream,
    /// The `break`s and `continue`s, without values.
    ways: Vec<Expr>,
    /// The loops and labelled blocks inside.
    open: Enclosing,
    returns: bool,
    errors: Vec<syn::Error>,
}

impl Leaves {
    /// Takes the way out of this number.
    fn leave(&self, span: Span, number: usize, first: TokenStream) -> Expr {
        let (label, leaves, number) = (&self.label, &self.leaves, number as u8);
        parse_quote_spanned!(span=> { #first #leaves = #number; break #label ::core::option::Option::None })
    }

    fn way(&mut self, exit: Expr) -> usize {
        let text = exit.to_token_stream().to_string();
        let known = self.ways.iter().position(|way| way.to_token_stream().to_string() == text);
        let index = known.unwrap_or_else(|| {
            self.ways.push(exit);
            self.ways.len() - 1
        });
        index + 2
    }

    fn return_(&mut self, span: Span, value: &TokenStream) -> Expr {
        self.returns = true;
        let returned = &self.returned;
        let set = quote!(#returned = ::core::option::Option::Some(#value););
        self.leave(span, 1, set)
    }

    /// `return cancelled()`, of a deferred block inside.
    fn is_cancelled(value: Option<&Expr>) -> bool {
        let Some(Expr::Call(call)) = value else { return false };
        let Expr::Path(path) = &*call.func else { return false };
        path.path.segments.last().is_some_and(|last| last.ident == "cancelled")
    }
}

impl Inside for Leaves {
    fn enclosing(&mut self) -> &mut Enclosing {
        &mut self.open
    }
}

impl VisitMut for Leaves {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if labels::visit_enclosing_mut(self, expr) {
            return;
        }
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            // A `yield` of an async generator catches one as an `.await` does.
            Expr::Yield(suspension) if !is_delegation(suspension) => {
                visit_mut::visit_expr_yield_mut(self, suspension);
                if !catches(suspension) {
                    suspension.attrs.push(parse_quote!(#[catches]));
                    let (label, span) = (&self.label, suspension.yield_token.span);
                    let mut caught: syn::ExprMatch = parse_quote_spanned!(span=> match () {
                        ::core::option::Option::Some(value) => value,
                        ::core::option::Option::None => break #label ::core::option::Option::None,
                    });
                    // Put in as it is: read as tokens, `match yield x { .. }` begins with a struct `x { .. }`.
                    *caught.expr = Expr::Yield(suspension.clone());
                    *expr = Expr::Match(caught);
                }
            }
            Expr::Return(exit) => {
                let span = exit.return_token.span;
                if Self::is_cancelled(exit.expr.as_deref()) {
                    let label = &self.label;
                    *expr = parse_quote_spanned!(span=> break #label ::core::option::Option::None);
                    return;
                }
                if let Some(value) = &mut exit.expr {
                    self.visit_expr_mut(value);
                }
                let value = exit.expr.as_ref().map_or_else(|| quote!(()), |value| quote!(#value));
                *expr = self.return_(span, &value);
            }
            Expr::Try(attempt) => {
                self.visit_expr_mut(&mut attempt.expr);
                let span = attempt.question_token.span;
                let (krate, value) = (self.krate.clone(), &attempt.expr);
                let leave =
                    self.return_(span, &quote!(#krate::private::FromResidual::from_residual(residual)));
                *expr = parse_quote_spanned!(span=> match #krate::private::Try::branch(#value) {
                    ::core::ops::ControlFlow::Continue(value) => value,
                    ::core::ops::ControlFlow::Break(residual) => #leave,
                });
            }
            Expr::Break(exit) if !self.open.has(exit.label.as_ref()) => {
                visit_mut::visit_expr_break_mut(self, exit);
                if let Some(value) = &exit.expr {
                    self.errors.push(syn::Error::new_spanned(value, diagnostics::DEFER_BREAK));
                }
                let span = exit.break_token.span;
                let way = self.way(Expr::Break(ExprBreak { expr: None, ..exit.clone() }));
                *expr = self.leave(span, way, TokenStream::new());
            }
            Expr::Continue(exit) if !self.open.has(exit.label.as_ref()) => {
                let span = exit.continue_token.span;
                let way = self.way(Expr::Continue(exit.clone()));
                *expr = self.leave(span, way, TokenStream::new());
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
