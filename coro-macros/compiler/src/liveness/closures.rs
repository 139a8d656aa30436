//! Which locals may be closures that the function makes itself, and which are closures that can be called once.
//!
//! While rustc still checks the function, it does not know whether such a closure is `Copy`. So where what is saved depends
//! on that, a local that may be one is saved like any other.

use syn::visit::Visit;
use syn::{Block, Expr};

use crate::locals::{LocalId, Locals};
use crate::macros;

/// Finds the locals that are called, or borrowed as a whole.
pub fn maybe_closures(body: &Block, locals: &Locals) -> Vec<LocalId> {
    let mut visitor = Called { locals, found: Vec::new() };
    visitor.visit_block(body);
    visitor.found
}

struct Called<'a> {
    locals: &'a Locals,
    found: Vec<LocalId>,
}

impl Called<'_> {
    fn callee(&mut self, place: &Expr) {
        match place {
            Expr::Path(path) => {
                self.found.extend(path.path.get_ident().and_then(|ident| self.locals.find(ident)));
            }
            Expr::Paren(inner) => self.callee(&inner.expr),
            Expr::Field(field) => self.callee(&field.base),
            Expr::Index(index) => self.callee(&index.expr),
            Expr::Unary(unary) => self.callee(&unary.expr),
            Expr::Reference(reference) => self.callee(&reference.expr),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Called<'_> {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.callee(&call.func);
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if matches!(&*reference.expr, Expr::Path(_)) {
            self.callee(&reference.expr);
        }
        syn::visit::visit_expr_reference(self, reference);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else {
            macros::for_each_ident(mac.tokens.clone(), &mut |ident| {
                self.found.extend(self.locals.find(ident))
            });
            return;
        };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }
}
