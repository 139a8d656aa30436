//! Whether an `async` block yields: then it is a stream, and not a future.

use syn::visit::Visit;
use syn::{Block, Expr, ExprYield, Item, Macro};

use crate::macros;

/// Whether a `yield` of the block's own stands somewhere in it, before the suspensions have one spelling.
pub fn yields(block: &Block) -> bool {
    let mut visitor = Yields(false);
    visitor.visit_block(block);
    visitor.0
}

struct Yields(bool);

impl<'ast> Visit<'ast> for Yields {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if !matches!(expr, Expr::Closure(_) | Expr::Async(_)) {
            syn::visit::visit_expr(self, expr);
        }
    }

    fn visit_expr_yield(&mut self, _: &'ast ExprYield) {
        self.0 = true;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= mac.path.is_ident("yield_");
        if let Some(readable) = macros::read(mac) {
            readable.for_each_expr(&mut |expr| self.visit_expr(expr));
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
