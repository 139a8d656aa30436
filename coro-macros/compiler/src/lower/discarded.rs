//! Values of blocks that are statements: `{ let a = a(); yield_!(1); b() };`
//!
//! Such a value leaves its block before the locals of the block are dropped, and is dropped with the statement.

use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Block, Expr, Macro, Pat, Stmt, parse_quote_spanned};

use super::{Dest, Lowerer};
use crate::layout::condition_bindings;
use crate::liveness::patterns::bindings;
use crate::liveness::trivial::{self, Simplicity};
use crate::locals::LocalId;
use crate::macros;

impl Lowerer<'_> {
    /// Lowers an expression whose value nobody uses.
    pub(super) fn discarded(&mut self, expr: &Expr) {
        if !self.outlives_locals(expr, false) {
            return self.lower_into(expr, Dest::Discard);
        }
        let value = self.through_local(expr, "unused");
        self.code(parse_quote_spanned!(expr.span()=> ::core::mem::drop(#value);));
    }

    /// Whether the value may have a destructor, and comes out of a scope with locals that may have one too. `inside` says that
    /// `expr` is in such a scope already.
    fn outlives_locals(&self, expr: &Expr, inside: bool) -> bool {
        match expr {
            Expr::Paren(inner) => self.outlives_locals(&inner.expr, inside),
            Expr::Group(inner) => self.outlives_locals(&inner.expr, inside),
            Expr::Block(block) => {
                block.label.is_some() && gives_to_break(expr) || self.tail_outlives(&block.block, inside)
            }
            Expr::Unsafe(block) => self.tail_outlives(&block.block, inside),
            Expr::Loop(_) => gives_to_break(expr),
            Expr::If(branch) => match &branch.else_branch {
                Some((_, otherwise)) => {
                    let bound = condition_bindings(&branch.cond, self.locals);
                    let binds = inside || self.end_visibly(&bound);
                    self.tail_outlives(&branch.then_branch, binds) || self.outlives_locals(otherwise, inside)
                }
                None => false,
            },
            Expr::Match(branch) => {
                branch.arms.iter().any(|arm| self.outlives_locals(&arm.body, inside || self.binds(&arm.pat)))
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Assign(_) => false,
            Expr::While(_) | Expr::ForLoop(_) => false,
            Expr::Binary(binary) if !trivial::is_arithmetic(&binary.op) => false,
            Expr::Macro(call) => inside && gives_a_value(&call.mac),
            Expr::Yield(suspension) => {
                inside && !(self.is_sent(suspension) && self.sent >= Simplicity::Trivial)
            }
            value => inside && trivial::of_expr(value, self.locals) == Simplicity::Unknown,
        }
    }

    fn tail_outlives(&self, block: &Block, inside: bool) -> bool {
        let declares = |stmt: &Stmt| matches!(stmt, Stmt::Local(local) if self.binds(&local.pat));
        let Some((tail, before)) = block.stmts.split_last() else { return false };
        let inside = inside || before.iter().any(declares);
        match tail {
            Stmt::Expr(tail, None) => self.outlives_locals(tail, inside),
            Stmt::Macro(call) if call.semi_token.is_none() => inside && gives_a_value(&call.mac),
            _ => false,
        }
    }

    fn binds(&self, pat: &Pat) -> bool {
        self.end_visibly(&bindings(pat, self.locals))
    }

    fn end_visibly(&self, bound: &[LocalId]) -> bool {
        bound.iter().any(|local| !self.locals[*local].dropless())
    }
}

fn gives_a_value(mac: &Macro) -> bool {
    !macros::diverges(mac) && !macros::is_unit(mac)
}

/// Whether a `break` with a value, which may be one of this loop or block, stands in an expression.
fn gives_to_break(expr: &Expr) -> bool {
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
            self.0 |= exit.expr.is_some();
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut finder = Finder(false);
    finder.visit_expr(expr);
    finder.0
}
