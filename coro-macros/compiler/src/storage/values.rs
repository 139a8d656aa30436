//! What the syntax of a type or an expression shows of its values: whether they hold a borrow, and of what kind.

use syn::{Expr, GenericArgument, PathArguments, Type};

use crate::liveness::methods;
use crate::liveness::trivial::{self, Simplicity};

/// What an iterator's items are known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A shared reference.
    Shared,
    /// A pair whose second part is one, as `enumerate` makes.
    SharedSecond,
}

/// Whether values of a type are known to hold no borrow.
pub(super) fn is_owned(ty: &Type) -> bool {
    const OWNED: &[&str] = &[
        "String",
        "Vec",
        "VecDeque",
        "HashMap",
        "HashSet",
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "Option",
        "Result",
        "Box",
        "Rc",
        "Arc",
        "PathBuf",
        "OsString",
        "CString",
        "Duration",
        "Instant",
    ];
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
                || OWNED.iter().any(|name| last.ident == name))
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

/// Whether a function is a method by its path, of a name that gives a value of its own.
pub(super) fn calls_detaching(func: &Expr) -> bool {
    match func {
        Expr::Path(path) if path.path.segments.len() > 1 => {
            path.path.segments.last().is_some_and(|last| methods::detaches(&last.ident.to_string()))
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

/// Whether an expression is known to give a shared reference.
pub(super) fn is_shared(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => reference.mutability.is_none(),
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_)),
        Expr::MethodCall(call) => methods::views(&call.method.to_string()),
        Expr::Paren(inner) => is_shared(&inner.expr),
        _ => false,
    }
}

/// What the items of an iterator, or of what becomes one, are known to be.
pub(super) fn item_of(expr: &Expr) -> Option<Item> {
    match expr {
        Expr::Reference(reference) if reference.mutability.is_none() => Some(Item::Shared),
        Expr::Call(call) if call.args.len() == 1 => item_of(&call.args[0]),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            if methods::iterates_by_reference(&name) {
                return Some(Item::Shared);
            }
            let inner = item_of(&call.receiver)?;
            match name.as_str() {
                "enumerate" if inner == Item::Shared => Some(Item::SharedSecond),
                "rev" | "skip" | "take" | "step_by" | "peekable" | "filter" | "skip_while" | "take_while"
                | "fuse" => Some(inner),
                _ => None,
            }
        }
        _ => None,
    }
}
