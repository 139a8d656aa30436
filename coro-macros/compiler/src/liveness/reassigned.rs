//! Which locals a body assigns though they have a value from their declaration.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{BinOp, Block, Expr, ExprBinary, Local, Macro};

use crate::liveness::assigned::Assigned;
use crate::liveness::patterns::bindings;
use crate::locals::{LocalId, Locals};
use crate::macros;

/// The locals that have to be `mut` for what the body assigns. Where one is not, rustc says so in the check.
pub fn reassigned(body: &Block, locals: &Locals) -> Vec<LocalId> {
    let mut visitor = Reassigned { locals, changed: BTreeSet::new(), declared_only: BTreeSet::new() };
    visitor.visit_block(body);
    let Reassigned { mut changed, declared_only, .. } = visitor;
    let assigned = Assigned::by(locals, |visitor| visitor.visit_block(body));
    changed.extend(assigned.into_iter().filter(|local| !declared_only.contains(local)));
    changed.into_iter().collect()
}

struct Reassigned<'a> {
    locals: &'a Locals,
    /// Changed by `+=` and the like.
    changed: BTreeSet<LocalId>,
    /// Declared without a value.
    declared_only: BTreeSet<LocalId>,
}

impl<'ast> Visit<'ast> for Reassigned<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        if local.init.is_none() {
            self.declared_only.extend(bindings(&local.pat, self.locals));
        }
        syn::visit::visit_local(self, local);
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        if let Expr::Path(path) = &*binary.left
            && is_compound(&binary.op)
        {
            self.changed.extend(path.path.get_ident().and_then(|ident| self.locals.find(ident)));
        }
        syn::visit::visit_expr_binary(self, binary);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let Some(readable) = macros::read(mac) else { return };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }
}

fn is_compound(op: &BinOp) -> bool {
    use BinOp::{
        AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, MulAssign, RemAssign, ShlAssign,
        ShrAssign, SubAssign,
    };
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}
