//! Verbatim code in an arm: its statements and expressions, with their ways out rewritten, and what they assign.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprAssign, ExprMatch, Stmt, parse_quote};

use super::leaf::Leaf;
use super::outcome;
use super::pieces::Piece;
use super::step::Step;
use crate::liveness::facts::{Facts, Init};
use crate::liveness::initialised::Flow;
use crate::liveness::patterns::bindings;
use crate::locals::LocalId;
use crate::tree::ExitId;

impl Step<'_> {
    pub(super) fn code(&mut self, stmt: &Stmt, facts: &mut Facts, pieces: &mut Vec<Piece>) {
        self.has_code = true;
        match stmt {
            Stmt::Local(local) if local.init.is_none() => {
                self.flow.stmt(stmt, facts);
                for id in bindings(&local.pat, self.flow.locals) {
                    self.pending.insert(id);
                    pieces.push(Piece::Declare(id, self.declaration(id)));
                }
                return;
            }
            // The declaration of a local that lies beside the state writes there.
            Stmt::Local(local)
                if bindings(&local.pat, self.flow.locals).iter().any(|id| self.flow.locals[*id].in_place) =>
            {
                let id = bindings(&local.pat, self.flow.locals)[0];
                let value = local.init.as_ref().map(|init| {
                    self.leaf(&init.expr, facts, pieces, |flow, facts| flow.value(&init.expr, facts))
                });
                facts.set(id, Init::Yes);
                let name = self.unique(id);
                pieces.push(Piece::Code(quote!(#name = #value;)));
                return;
            }
            Stmt::Expr(expr, _) => {
                if let Some((assign, in_unsafe)) = assignment(expr)
                    && let Some(local) = self.flow.local_of(&assign.left)
                    && !self.flow.locals[local].in_place
                {
                    self.assign(local, assign, in_unsafe, facts, pieces);
                    return;
                }
            }
            _ => {}
        }
        self.assigns(facts, pieces, |visitor| visitor.visit_stmt(stmt));
        self.wants(facts, |visitor| visitor.visit_stmt(stmt));
        self.flow.stmt(stmt, facts);
        let exits = self.take_exits();
        let mut stmt = stmt.clone();
        Leaf { step: self, exits: &exits }.rewrite_stmt(&mut stmt);
        let diverges = match &stmt {
            Stmt::Expr(Expr::Verbatim(_) | Expr::Loop(_), _) => true,
            Stmt::Macro(call) => crate::macros::diverges(&call.mac),
            Stmt::Expr(Expr::Macro(call), _) => crate::macros::diverges(&call.mac),
            _ => false,
        };
        pieces.push(Piece::Code(stmt.into_token_stream()));
        if !facts.reachable && !diverges {
            pieces.push(Piece::Code(stops()));
        }
    }

    /// `local = value;`
    fn assign(
        &mut self,
        local: LocalId,
        assign: &ExprAssign,
        in_unsafe: bool,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
    ) {
        let ExprAssign { left, eq_token, right: value, .. } = assign;
        let (value, leaves) =
            self.leaf_that_leaves(value, facts, pieces, |flow, facts| flow.value(value, facts));
        let whole = |code: TokenStream| if in_unsafe { quote!(unsafe { #code }) } else { code };
        let mut name = self.unique(local);
        // rustc speaks of the whole assignment.
        name.set_span(left.span());
        if leaves && facts.of(local) == Init::Optional {
            // Where the value leaves instead, the local is still an `Option`.
            let settled = self.settled(local, facts);
            let assigned = Ident::new("assigned", Span::mixed_site());
            let mut branch: ExprMatch =
                parse_quote!(match () { #assigned => { #settled #name #eq_token #assigned; } });
            *branch.expr = parse_quote!(#value);
            pieces.push(Piece::Code(whole(branch.into_token_stream())));
        } else {
            self.settle(local, facts, pieces);
            if self.pending.contains(&local) {
                self.first_value(local, 1, facts);
                pieces.push(Piece::Init(local, whole(value)));
            } else {
                let code = whole(quote!(#name #eq_token #value));
                pieces.push(Piece::Code(quote!(#code;)));
            }
        }
        facts.set(local, Init::Yes);
    }

    /// Verbatim code, with its ways out rewritten.
    pub(super) fn leaf(
        &mut self,
        expr: &Expr,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
        walk: impl FnOnce(&mut Flow, &mut Facts),
    ) -> TokenStream {
        self.leaf_that_leaves(expr, facts, pieces, walk).0
    }

    /// A leaf, and whether it has ways out.
    fn leaf_that_leaves(
        &mut self,
        expr: &Expr,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
        walk: impl FnOnce(&mut Flow, &mut Facts),
    ) -> (TokenStream, bool) {
        self.has_code |= !outcome::is_unit_value(expr);
        self.assigns(facts, pieces, |visitor| visitor.visit_expr(expr));
        self.wants(facts, |visitor| visitor.visit_expr(expr));
        walk(&mut self.flow, facts);
        let exits = self.take_exits();
        let mut expr = expr.clone();
        Leaf { step: self, exits: &exits }.rewrite_expr(&mut expr);
        (expr.into_token_stream(), !exits.is_empty())
    }

    pub(super) fn take_exits(&mut self) -> HashMap<ExitId, Facts> {
        std::mem::take(&mut self.flow.exits)
            .into_iter()
            .filter_map(|(label, facts)| {
                let ident = Ident::new(label.trim_start_matches('\''), Span::call_site());
                crate::lower::exit_of(&ident).map(|exit| (exit, facts))
            })
            .collect()
    }
}

/// Behind code of which every way through it leaves it, which its type does not show.
pub(super) fn stops() -> TokenStream {
    quote!(::core::unreachable!();)
}

/// `place = value`, alone in an `unsafe` block or not.
fn assignment(expr: &Expr) -> Option<(&ExprAssign, bool)> {
    match expr {
        Expr::Assign(assign) => Some((assign, false)),
        Expr::Unsafe(block) => match &block.block.stmts[..] {
            [Stmt::Expr(Expr::Assign(assign), None)] => Some((assign, true)),
            _ => None,
        },
        _ => None,
    }
}
