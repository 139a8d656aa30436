//! Which locals a piece of code assigns as a whole, somewhere inside.

use syn::Expr;
use syn::visit::Visit;

use crate::locals::{LocalId, Locals};
use crate::macros;

/// Finds the locals that code assigns as a whole.
pub struct Assigned<'a> {
    locals: &'a Locals,
    found: Vec<LocalId>,
}

impl Assigned<'_> {
    /// What the code assigns that `visit` goes to.
    pub fn by(locals: &Locals, visit: impl FnOnce(&mut Assigned)) -> Vec<LocalId> {
        let mut visitor = Assigned { locals, found: Vec::new() };
        visit(&mut visitor);
        visitor.found
    }

    fn place(&mut self, place: &Expr) {
        match place {
            Expr::Path(path) => {
                self.found.extend(path.path.get_ident().and_then(|ident| self.locals.find(ident)));
            }
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|place| self.place(place)),
            Expr::Array(array) => array.elems.iter().for_each(|place| self.place(place)),
            Expr::Call(call) => call.args.iter().for_each(|place| self.place(place)),
            Expr::Struct(fields) => fields.fields.iter().for_each(|field| self.place(&field.expr)),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Assigned<'_> {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.place(&assign.left);
        syn::visit::visit_expr_assign(self, assign);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else { return };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }
}
