//! `bail!` and `ensure!`, as `anyhow`, `eyre` and others have them: macros that return from the function they stand in.
//!
//! In: `bail!("no {what}");`, and `ensure!(n > 0, "empty");`
//! Out: `return (|| -> R { bail!("no {what}") })();`, and `(|| -> Result<()> { ensure!(n > 0, "empty"); Ok(()) })()?;`
//!
//! A macro's tokens cannot be seen through, and where the body of a machine returns it says more than `return`. So the macro returns
//! from a closure, and the function goes on from there.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, GenericArgument, Macro, PathArguments, ReturnType, Stmt, Type, parse_quote_spanned};

use crate::liveness::bounds::plain;
use crate::macros;

/// Has them return to the function, which declares that it returns `output`.
pub fn rewrite(body: &mut Block, output: &ReturnType) {
    let ReturnType::Type(_, returned) = output else { return };
    if !matches!(plain(returned), Type::ImplTrait(_) | Type::Infer(_)) {
        Returning { returned, nothing: nothing(returned) }.visit_block_mut(body);
    }
}

/// `Result<(), E>` for `Result<T, E>`, whatever alias it is of.
fn nothing(returned: &Type) -> Option<Type> {
    let mut ty = plain(returned).clone();
    let Type::Path(path) = &mut ty else { return None };
    let last = path.path.segments.last_mut().filter(|last| last.ident.to_string().ends_with("Result"))?;
    let PathArguments::AngleBracketed(generics) = &mut last.arguments else { return None };
    match generics.args.first_mut()? {
        GenericArgument::Type(value) => *value = parse_quote_spanned!(last.ident.span()=> ()),
        _ => return None,
    }
    Some(ty)
}

struct Returning<'a> {
    returned: &'a Type,
    nothing: Option<Type>,
}

impl Returning<'_> {
    fn expression(&self, mac: &Macro) -> Option<Expr> {
        let span = mac.path.segments.last()?.ident.span();
        let returned = self.returned;
        if macros::is_named(mac, &["bail"]) {
            return Some(parse_quote_spanned!(span=> return (|| -> #returned { #mac })()));
        }
        let nothing = self.nothing.as_ref().filter(|_| macros::is_named(mac, &["ensure"]))?;
        Some(parse_quote_spanned!(span=>
            (|| -> #nothing { #mac; ::core::result::Result::Ok(()) })()?
        ))
    }
}

impl VisitMut for Returning<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Macro(call) => {
                if let Some(other) = self.expression(&call.mac) {
                    *expr = other;
                }
            }
            // What returns there returns from there.
            Expr::Closure(_) | Expr::Async(_) => {}
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt
            && let Some(other) = self.expression(&call.mac)
        {
            *stmt = Stmt::Expr(other, Some(call.semi_token.unwrap_or_default()));
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
