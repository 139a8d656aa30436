//! An `async fn` that calls itself: `Box::pin(f(..))` becomes `recursive(Box::pin(f(..)))`, a `Pin<Box<dyn Future>>`.
//!
//! The future of the call is saved while it is awaited. With its own type, that of the machine would have no end.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprCall, Ident, Item, Macro, parse_quote_spanned};

use crate::liveness::methods;
use crate::macros;

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
