//! `break` and `continue` in verbatim code that leave it: each becomes an exit of its own, under a label of its own.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBreak, Ident, Lifetime, Pat, PatIdent, Stmt, parse_quote, parse_quote_spanned};

use super::{Dest, Lowerer};
use crate::labels::{self, Enclosing, Inside};
use crate::macros;
use crate::tree::{ExitId, LabelId};

/// The label under which verbatim code names an exit of the tree.
pub fn label_of(exit: ExitId, span: proc_macro2::Span) -> Lifetime {
    Lifetime::new(&format!("'coroutine_exit_{}", exit.0), span)
}

/// The exit that a label's name stands for.
pub fn exit_of(label: &Ident) -> Option<ExitId> {
    label.to_string().strip_prefix("coroutine_exit_").and_then(|index| index.parse().ok()).map(ExitId)
}

/// Gives every exit in `stmt` that leaves it a label of its own.
pub(super) fn rewrite(lowerer: &mut Lowerer, stmt: &mut Stmt) {
    Rewriter { lowerer, native: Enclosing::default() }.visit_stmt_mut(stmt);
}

struct Rewriter<'l, 'a> {
    lowerer: &'l mut Lowerer<'a>,
    /// Loops and blocks of the verbatim code itself.
    native: Enclosing,
}

impl Lowerer<'_> {
    /// The lowered loop or block that a `break` or `continue` means.
    pub(super) fn target(&self, label: Option<&Lifetime>) -> Option<(LabelId, Dest)> {
        let frame = self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.name.as_deref() == Some(&label.ident.to_string()),
            None => frame.is_loop,
        })?;
        Some((frame.label, frame.dest))
    }
}

impl Inside for Rewriter<'_, '_> {
    fn enclosing(&mut self) -> &mut Enclosing {
        &mut self.native
    }
}

impl VisitMut for Rewriter<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if labels::visit_enclosing_mut(self, expr) {
            return;
        }
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            Expr::Break(exit) => {
                visit_mut::visit_expr_break_mut(self, exit);
                if self.native.has(exit.label.as_ref()) {
                    return;
                }
                let Some((label, dest)) = self.lowerer.target(exit.label.as_ref()) else {
                    return;
                };
                let id = self.lowerer.exit_to(label, false);
                let value = exit.expr.take();
                let span = exit.break_token.span;
                exit.label = Some(label_of(id, span));
                let leave: ExprBreak = exit.clone();
                *expr = match (dest, value) {
                    (Dest::Discard, None) => Expr::Break(leave),
                    (Dest::Discard, Some(value)) => parse_quote_spanned!(span=> { #value; #leave }),
                    (Dest::Local(local), value) => {
                        let name = self.lowerer.name_of(local, span);
                        let value = value.map_or_else(|| parse_quote!(()), |value| *value);
                        parse_quote_spanned!(span=> { #name = #value; #leave })
                    }
                    (Dest::Return, value) => {
                        let value = value.map_or_else(|| parse_quote!(()), |value| *value);
                        parse_quote_spanned!(span=> return #value)
                    }
                };
            }
            Expr::Continue(exit) => {
                if self.native.has(exit.label.as_ref()) {
                    return;
                }
                let Some((label, _)) = self.lowerer.target(exit.label.as_ref()) else {
                    return;
                };
                let id = self.lowerer.exit_to(label, true);
                let span = exit.continue_token.span;
                let label = label_of(id, span);
                *expr = parse_quote_spanned!(span=> break #label);
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Renames one binding of a pattern.
pub(super) fn rename_binding(pat: &mut Pat, from: &Ident, to: &Ident) {
    struct Rename<'a>(&'a Ident, &'a Ident);
    impl VisitMut for Rename<'_> {
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            if field.colon_token.is_none() {
                field.colon_token = Some(Default::default());
            }
            visit_mut::visit_field_pat_mut(self, field);
        }
        fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
            if pat.ident == *self.0 {
                pat.ident = self.1.clone();
                pat.mutability = None;
            }
            visit_mut::visit_pat_ident_mut(self, pat);
        }
    }
    Rename(from, to).visit_pat_mut(pat);
}
