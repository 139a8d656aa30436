//! What a `break` or `continue` means: the loops and labelled blocks around it.

use syn::visit_mut::VisitMut;
use syn::{Expr, Label, Lifetime};

/// The loops and labelled blocks that a visitor is inside of, the outermost first.
#[derive(Default)]
pub struct Enclosing(Vec<(Option<String>, bool)>);

impl Enclosing {
    /// Whether an exit with this label, or without one, leaves one of them.
    pub fn has(&self, label: Option<&Lifetime>) -> bool {
        self.0.iter().any(|(name, is_loop)| match label {
            Some(label) => name.as_deref() == Some(&label.ident.to_string()),
            None => *is_loop,
        })
    }
}

/// A visitor that knows what it is inside of.
pub trait Inside {
    fn enclosing(&mut self) -> &mut Enclosing;

    /// Visits what is inside of a loop or a labelled block.
    fn inside(&mut self, label: Option<&Label>, is_loop: bool, visit: impl FnOnce(&mut Self)) {
        self.enclosing().0.push((label.map(|label| label.name.ident.to_string()), is_loop));
        visit(self);
        self.enclosing().0.pop();
    }
}

/// Visits a loop or a labelled block. Says whether it was one.
pub fn visit_enclosing_mut(visitor: &mut (impl Inside + VisitMut), expr: &mut Expr) -> bool {
    match expr {
        Expr::Loop(turn) => {
            visitor.inside(turn.label.as_ref(), true, |this| this.visit_block_mut(&mut turn.body));
        }
        Expr::While(turn) => visitor.inside(turn.label.as_ref(), true, |this| {
            this.visit_expr_mut(&mut turn.cond);
            this.visit_block_mut(&mut turn.body);
        }),
        Expr::ForLoop(turn) => {
            visitor.visit_expr_mut(&mut turn.expr);
            visitor.inside(turn.label.as_ref(), true, |this| this.visit_block_mut(&mut turn.body));
        }
        Expr::Block(block) if block.label.is_some() => {
            visitor.inside(block.label.as_ref(), false, |this| this.visit_block_mut(&mut block.block));
        }
        _ => return false,
    }
    true
}
