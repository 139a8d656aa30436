//! `break` and `continue` that have nowhere to go: there is no machine without a place to go to.
//!
//! Of a label that does not exist rustc speaks in the check. Where there is no loop at all it would speak of a closure: that
//! is said here, in the words that it has for a function.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Lifetime, Macro};

use crate::labels::{Enclosing, Inside};
use crate::macros;

/// What is wrong with the exits of a body.
#[derive(Default)]
pub struct Lost {
    /// rustc refuses them in the check: a label that does not exist, or an `.await`.
    pub refused: bool,
    /// These are in no loop.
    pub without_loop: Vec<syn::Error>,
}

/// Finds each `break` and `continue` of the body that means no loop or block of it.
pub fn lost(body: &Block) -> Lost {
    let mut finder = Finder::default();
    finder.visit_block(body);
    finder.lost
}

#[derive(Default)]
struct Finder {
    /// The loops and labelled blocks around, with their labels.
    open: Enclosing,
    lost: Lost,
}

impl Inside for Finder {
    fn enclosing(&mut self) -> &mut Enclosing {
        &mut self.open
    }
}

impl Finder {
    fn exit(&mut self, span: Span, label: Option<&Lifetime>, message: &str) {
        if self.open.has(label) {
            return;
        }
        match label {
            Some(_) => self.lost.refused = true,
            None => self.lost.without_loop.push(syn::Error::new(span, message)),
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            Expr::Loop(turn) => self.inside(turn.label.as_ref(), true, |this| this.visit_block(&turn.body)),
            Expr::While(turn) => self.inside(turn.label.as_ref(), true, |this| {
                this.visit_expr(&turn.cond);
                this.visit_block(&turn.body);
            }),
            Expr::ForLoop(turn) => {
                self.visit_expr(&turn.expr);
                self.inside(turn.label.as_ref(), true, |this| this.visit_block(&turn.body));
            }
            Expr::Block(block) if block.label.is_some() => {
                self.inside(block.label.as_ref(), false, |this| this.visit_block(&block.block));
            }
            Expr::Break(exit) => {
                let message = "`break` outside of a loop or labeled block";
                self.exit(exit.break_token.span, exit.label.as_ref(), message);
                visit::visit_expr(self, expr);
            }
            Expr::Await(await_) => {
                self.lost.refused = true;
                visit::visit_expr_await(self, await_);
            }
            Expr::Continue(exit) => {
                self.exit(exit.continue_token.span, exit.label.as_ref(), "`continue` outside of a loop");
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let mut mac = mac.clone();
        macros::rewrite(&mut mac, &mut |expr, _| {
            let open = std::mem::take(&mut self.open);
            let mut inner = Finder { open, lost: std::mem::take(&mut self.lost) };
            inner.visit_expr(expr);
            (self.open, self.lost) = (inner.open, inner.lost);
        });
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

#[cfg(test)]
mod tests {
    fn lost(body: &str) -> bool {
        let lost = super::lost(&syn::parse_str(body).expect("a block"));
        lost.refused || !lost.without_loop.is_empty()
    }

    #[test]
    fn an_exit_needs_a_loop_or_a_block_of_its_label() {
        assert!(lost("{ break; }"));
        assert!(lost("{ 'a: { continue; } }"));
        assert!(lost("{ loop { break 'a; } }"));
        assert!(lost("{ loop { || 1; } continue }"));
        assert!(lost("{ for x in { break } {} }"));
        assert!(!lost("{ loop { break; } }"));
        assert!(!lost("{ 'a: loop { while c { for x in y { continue 'a; } } } }"));
        assert!(!lost("{ 'a: { break 'a 1 } }"));
    }

    #[test]
    fn what_belongs_to_a_closure_or_an_item_is_not_looked_at() {
        assert!(!lost("{ || { break }; fn f() { break } }"));
    }

    #[test]
    fn an_exit_in_a_macro_that_can_be_read_is_seen() {
        assert!(lost("{ println!(\"{}\", if c { break } else { 1 }); }"));
        assert!(!lost("{ loop { println!(\"{}\", if c { break } else { 1 }); } }"));
    }
}
