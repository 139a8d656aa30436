//! Which locals a piece of code mentions, somewhere inside.

use syn::visit::Visit;

use crate::locals::{LocalId, Locals};
use crate::macros;

/// Finds the locals that code mentions and does not bind. Into a macro that cannot be read it does not look.
pub struct Mentioned<'a> {
    locals: &'a Locals,
    found: Vec<LocalId>,
    bound: Vec<LocalId>,
}

impl Mentioned<'_> {
    /// What the code mentions that `visit` goes to.
    pub fn by(locals: &Locals, visit: impl FnOnce(&mut Mentioned)) -> Vec<LocalId> {
        let mut visitor = Mentioned { locals, found: Vec::new(), bound: Vec::new() };
        visit(&mut visitor);
        let Mentioned { mut found, bound, .. } = visitor;
        found.retain(|local| !bound.contains(local));
        found
    }
}

impl<'ast> Visit<'ast> for Mentioned<'_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.found.extend(path.path.get_ident().and_then(|ident| self.locals.find(ident)));
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.bound.extend(self.locals.find(&pat.ident));
        syn::visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else { return };
        self.found.extend(readable.inline_names().iter().filter_map(|name| self.locals.find(name)));
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
