//! Verbatim code inside a step: what would leave the function leaves the step instead.
//!
//! In: `return v`, `v?`, and `break` to an exit of the tree.
//! Out: `return Complete(v)` with the declared type around `v`, `propagate!(v)`, and a jump to another state.

use std::collections::HashMap;

use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Stmt};

use super::step::Step;
use super::{Names, outcome};
use crate::liveness::facts::Facts;
use crate::lower::exit_of;
use crate::macros;
use crate::spans;
use crate::tree::ExitId;

/// Rewrites one piece of verbatim code.
pub struct Leaf<'l, 'a> {
    pub step: &'l mut Step<'a>,
    /// What holds at each exit of the code.
    pub exits: &'l HashMap<ExitId, Facts>,
}

impl Leaf<'_, '_> {
    pub fn rewrite_expr(&mut self, expr: &mut Expr) {
        self.visit_expr_mut(expr);
    }

    pub fn rewrite_stmt(&mut self, stmt: &mut Stmt) {
        self.visit_stmt_mut(stmt);
    }

    fn exit(&mut self, exit: ExitId) -> Option<Expr> {
        let facts = self.exits.get(&exit)?;
        Some(Expr::Verbatim(match self.step.exit_place(exit) {
            Ok(place) => {
                let jump = self.step.jump(place, facts, false);
                quote!({ #jump })
            }
            Err(label) => {
                let name = self.step.breaks_to(label, facts);
                quote!(break #name)
            }
        }))
    }
}

impl VisitMut for Leaf<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            Expr::Return(exit) => {
                let kind = exit.expr.as_deref().map_or(outcome::Kind::Unit, outcome::Kind::of);
                if let Some(value) = &mut exit.expr {
                    self.visit_expr_mut(value);
                }
                let span = exit.return_token.span;
                *expr =
                    Expr::Verbatim(outcome::complete_expr(self.step.names, span, exit.expr.as_deref(), kind));
            }
            Expr::Try(attempt) => {
                self.visit_expr_mut(&mut attempt.expr);
                let Names { krate, checked, .. } = self.step.names;
                let value = &attempt.expr;
                let span = attempt.question_token.span;
                let krate = spans::at(span, krate);
                *expr = Expr::Verbatim(if *checked {
                    quote_spanned!(span=> #krate::propagate!(#value))
                } else {
                    quote_spanned!(span=> #krate::propagate_unseen!(#value))
                });
            }
            Expr::Break(exit) => match exit.label.as_ref().and_then(|label| exit_of(&label.ident)) {
                Some(id) => {
                    if let Some(jump) = self.exit(id) {
                        *expr = jump;
                    }
                }
                None => visit_mut::visit_expr_break_mut(self, exit),
            },
            Expr::MethodCall(call) => {
                visit_mut::visit_expr_method_call_mut(self, call);
                let Names { checked, link, .. } = self.step.names;
                if !checked && link.is_none() {
                    self.step.names.verify(call);
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
        macros::tidy(mac);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
