//! Values on their way out of the coroutine: what it yields, and what it returns.
//!
//! The check and the machine write them alike, token for token: what rustc says of both in the same words it says once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Type};

use super::Names;
use crate::liveness::methods;
use crate::spans::{at, name_at};

/// What a coroutine returns, as far as it is declared.
#[derive(Clone)]
pub enum Returns {
    /// `()`
    Nothing,
    /// This type.
    Declared(Box<Type>),
    /// rustc infers it: a closure's, `impl Trait`, or `!`.
    Inferred,
}

/// What a value is by its syntax, on its way out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `()`, or none.
    Unit,
    /// `value?`
    Propagated,
    /// Any other.
    Other,
}

impl Kind {
    pub fn of(value: &Expr) -> Self {
        match value {
            _ if is_unit_value(value) => Kind::Unit,
            Expr::Try(_) => Kind::Propagated,
            _ => Kind::Other,
        }
    }
}

/// `let yielded: Yield = value;`, and the name. `None` is the value of a plain `yield_!()`.
pub fn yielded(names: &Names, name: &Ident, span: Span, value: Option<&TokenStream>) -> (TokenStream, Ident) {
    let name = name_at(span, name);
    let unit = quote_spanned!(span=> ());
    let value = value.unwrap_or(&unit);
    let declaration = match &names.yields {
        Some(ty) => quote_spanned!(span=> let #name: #ty = #value;),
        None => quote_spanned!(span=> let #name = #value;),
    };
    (declaration, name)
}

/// `let returned: Return = value;`, and the name, where a type is declared.
pub fn returned(
    names: &Names,
    name: &Ident,
    span: Span,
    value: &TokenStream,
) -> Option<(TokenStream, Ident)> {
    let Returns::Declared(ty) = &names.returns else {
        return None;
    };
    let name = name_at(span, name);
    Some((quote_spanned!(span=> let #name: #ty = #value;), name))
}

/// `return Complete(value)`, in the step.
pub fn complete(names: &Names, span: Span, value: &TokenStream, kind: Kind) -> TokenStream {
    let krate = &names.krate;
    let unit = kind == Kind::Unit;
    match &names.returns {
        // Mostly it should have been in an `Ok`. The check says so, of a `?`; here there is none.
        Returns::Declared(ty) if kind == Kind::Propagated && wraps(ty) => {
            let krate = at(span, krate);
            let value = quote_spanned!(span=> #krate::propagated!(#value, #ty));
            complete(names, span, &value, Kind::Other)
        }
        Returns::Declared(ty) if unit => {
            quote_spanned!(span=> return #krate::Complete(#krate::nothing!(#ty)))
        }
        // The check has seen that it is `()`.
        Returns::Nothing if !unit => quote_spanned!(span=> #value; return #krate::Complete(())),
        _ => match returned(names, &names.returned, span, value) {
            Some((declaration, name)) => quote_spanned!(span=> #declaration return #krate::Complete(#name)),
            None => quote_spanned!(span=> return #krate::Complete(#value)),
        },
    }
}

/// Whether a type is what values are wrapped in for a `?`, and which nothing else becomes by itself.
fn wraps(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Result" || last.ident == "Option")
}

/// Whether an expression is `()`.
pub fn is_unit_value(expr: &Expr) -> bool {
    matches!(expr, Expr::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether a value is `cancelled()`, as a deferred block writes it: the coroutine ends, without a value.
pub fn is_cancelled(value: &Expr) -> bool {
    matches!(value, Expr::Call(call) if methods::is_function(&call.func, "private", &["cancelled"]))
}

/// `return`, of a coroutine that ends as cancelled.
pub fn cancelled(names: &Names, span: Span) -> TokenStream {
    let krate = &names.krate;
    quote_spanned!(span=> return #krate::Yielded(#krate::private::Pause::Cancelled))
}

/// A `return` inside verbatim code, as an expression.
pub fn complete_expr(names: &Names, span: Span, value: Option<&Expr>, kind: Kind) -> TokenStream {
    if value.is_some_and(is_cancelled) {
        return cancelled(names, span);
    }
    let value = value.map_or_else(|| quote_spanned!(span=> ()), ToTokens::to_token_stream);
    let code = complete(names, span, &value, kind);
    let is_one = kind == Kind::Unit || matches!(names.returns, Returns::Inferred);
    if is_one { code } else { quote!({ #code }) }
}
