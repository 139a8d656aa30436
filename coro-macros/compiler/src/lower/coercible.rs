//! Coercions inside of a temporary. In front of the call that it is an argument of, nothing tells what its parts become.
//!
//! In: `query(&[&number, &text]).await`, where `query` takes `&[&dyn Display]`
//! Out: `let referent = [&number as &_, &text as &_]; let future = query(&referent);`

use syn::spanned::Spanned;
use syn::{Expr, parse_quote_spanned};

use super::Lowerer;
use crate::liveness::places::local_of;
use crate::liveness::trivial::{self, Simplicity};

impl Lowerer<'_> {
    /// An array or a tuple whose references may become others, as in its place they could: `f(&[&number, &text])` may take them as
    /// trait objects. A cast is looked at when all else of the function is known, so a number without a type stays as it is: it has
    /// become an `i32` by then.
    pub(super) fn coercible(&self, value: &mut Expr) {
        let is_tuple = matches!(value, Expr::Tuple(_));
        let parts = match value {
            Expr::Array(array) if array.elems.iter().all(|part| self.refers_to_open_number(part)) => return,
            Expr::Array(array) => &mut array.elems,
            Expr::Tuple(tuple) => &mut tuple.elems,
            _ => return,
        };
        for part in parts {
            self.coercible(part);
            if let Expr::Reference(reference) = part
                && reference.mutability.is_none()
                && !matches!(*reference.expr, Expr::Array(_) | Expr::Tuple(_))
                && !(is_tuple && self.refers_to_open_number(part))
            {
                *part = parse_quote_spanned!(part.span()=> #part as &_);
            }
        }
    }

    /// `&1`, or `&n` of an `n` that was made as a number and has no declared type.
    fn refers_to_open_number(&self, expr: &Expr) -> bool {
        let Expr::Reference(reference) = expr else { return false };
        match local_of(&reference.expr, self.locals) {
            Some(local) => self.locals[local].primitive && self.locals[local].ty.is_none(),
            None => trivial::of_expr(&reference.expr, self.locals) == Simplicity::Primitive,
        }
    }
}
