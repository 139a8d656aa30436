//! What the syntax of a type or an expression shows of its values: whether they hold a borrow, and of what kind.

use syn::{Expr, GenericArgument, PathArguments, Type};

use crate::liveness::methods;
use crate::liveness::trivial::{self, Simplicity};
use crate::liveness::typed::OWNERS;
use crate::macros;

/// Whether values of a type are known to hold no borrow.
pub(super) fn is_owned(ty: &Type) -> bool {
    // These may be `Copy`.
    const VALUES: [&str; 4] = ["Option", "Result", "Duration", "Instant"];
    match ty {
        Type::Paren(inner) => is_owned(&inner.elem),
        Type::Group(inner) => is_owned(&inner.elem),
        Type::Array(array) => is_owned(&array.elem),
        Type::Slice(slice) => is_owned(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_owned),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().is_some_and(|last| {
            let own = match &last.arguments {
                PathArguments::None => true,
                PathArguments::AngleBracketed(generics) => generics.args.iter().all(is_owned_argument),
                PathArguments::Parenthesized(_) => false,
            };
            own && (trivial::of_type(ty) == Simplicity::Primitive
                || last.ident == "str"
                || OWNERS.iter().chain(&VALUES).any(|name| last.ident == name))
        }),
        _ => false,
    }
}

pub(super) fn is_owned_argument(argument: &GenericArgument) -> bool {
    matches!(argument, GenericArgument::Type(ty) if is_owned(ty))
}

/// `IntoFuture::into_future(..)`, as an `.await` is lowered.
pub(super) fn is_into_future(call: &syn::ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    call.args.len() == 1 && path.path.segments.last().is_some_and(|last| last.ident == "into_future")
}

/// Whether a function is a method of std's traits and pointers by its path that gives a value of its own: `Rc::clone(&x)`.
pub(super) fn calls_detaching(func: &Expr) -> bool {
    const DETACHING: &[&str] =
        &["clone", "cmp", "partial_cmp", "eq", "ne", "ptr_eq", "strong_count", "weak_count"];
    match func {
        Expr::Path(path) if path.path.segments.len() > 1 => {
            path.path.segments.last().is_some_and(|last| DETACHING.iter().any(|name| last.ident == name))
        }
        _ => false,
    }
}

/// `Box::pin`, also where an `async fn` boxes a call of itself.
pub(super) fn boxes(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "pin" || last.ident == "recursive")
}

/// A number, a character, `true`, `false`.
pub(super) fn is_plain_literal(expr: &Expr) -> bool {
    use syn::Lit::{Bool, Byte, Char, Float, Int};
    matches!(expr, Expr::Lit(literal) if matches!(literal.lit, Bool(_) | Byte(_) | Char(_) | Float(_) | Int(_)))
}

/// `x.chars()`: an iterator whose items borrow nothing.
pub(super) fn makes_values(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if methods::iterates_by_value(&call.method.to_string()))
}

/// `[0; n]`, `vec![vec![1, 2]]`, `String::new()`, `format!(..)`: of a type that holds no borrow.
pub(super) fn holds_values(expr: &Expr) -> bool {
    match expr {
        Expr::Array(array) => array.elems.first().is_some_and(is_of_numbers),
        Expr::Repeat(repeat) => is_of_numbers(&repeat.expr),
        Expr::Macro(call) if macros::is_named(&call.mac, &["format"]) => true,
        Expr::Macro(call) if macros::is_named(&call.mac, &["vec"]) => {
            let readable = macros::read(&call.mac);
            readable.is_some_and(|vec| vec.arguments.first().is_some_and(|item| is_of_numbers(&item.value)))
        }
        Expr::Call(call) => methods::is_function(&call.func, "String", &["new", "from", "with_capacity"]),
        Expr::MethodCall(call) => call.method == "to_string" && call.args.is_empty(),
        _ => false,
    }
}

fn is_of_numbers(expr: &Expr) -> bool {
    match expr {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => is_plain_literal(&unary.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_of_numbers),
        _ => is_plain_literal(expr) || holds_values(expr),
    }
}
