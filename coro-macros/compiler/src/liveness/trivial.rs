//! Values whose destructor does nothing, as far as the syntax shows it: numbers, references, and what is made of them.
//!
//! Such a local is saved only while it is still needed, as the compiler's own coroutines do. All others are saved to the
//! end of their scope.

use syn::{BinOp, Expr, Type, UnOp};

use crate::liveness::methods;
use crate::liveness::typed::is_str;
use crate::locals::Locals;

/// How simple a value is known to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Simplicity {
    /// It may have a destructor.
    Unknown,
    /// It has none.
    Trivial,
    /// It is a number, a `bool` or a `char`: arithmetic on it gives such a value again.
    Primitive,
}

use Simplicity::{Primitive, Trivial, Unknown};

/// What a type's syntax shows.
pub fn of_type(ty: &Type) -> Simplicity {
    match ty {
        Type::Paren(inner) => of_type(&inner.elem),
        Type::Group(inner) => of_type(&inner.elem),
        Type::Reference(_) | Type::Ptr(_) | Type::FnPtr(_) | Type::Never(_) => Trivial,
        Type::Array(array) => of_type(&array.elem).min(Trivial),
        Type::Tuple(tuple) => tuple.elems.iter().map(of_type).min().unwrap_or(Trivial).min(Trivial),
        Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
            let segment = &path.path.segments[0];
            if segment.ident == "Pin"
                && let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
                && let Some(syn::GenericArgument::Type(Type::Reference(_))) = arguments.args.first()
            {
                return Trivial;
            }
            let primitive = [
                "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
                "f32", "f64", "bool", "char",
            ]
            .iter()
            .any(|name| segment.ident == name);
            if primitive && segment.arguments.is_none() {
                return Primitive;
            }
            match &segment.arguments {
                // They have no destructors of their own.
                syn::PathArguments::AngleBracketed(generics)
                    if segment.ident == "Option" || segment.ident == "Result" =>
                {
                    let parts = generics.args.iter().map(|argument| match argument {
                        syn::GenericArgument::Type(ty) => of_type(ty),
                        _ => Unknown,
                    });
                    parts.min().unwrap_or(Unknown).min(Trivial)
                }
                _ => Unknown,
            }
        }
        _ => Unknown,
    }
}

/// What an expression's syntax shows.
pub fn of_expr(expr: &Expr, locals: &Locals) -> Simplicity {
    match expr {
        Expr::Paren(inner) => of_expr(&inner.expr, locals),
        Expr::Group(inner) => of_expr(&inner.expr, locals),
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(_)
            | syn::Lit::Float(_)
            | syn::Lit::Bool(_)
            | syn::Lit::Char(_)
            | syn::Lit::Byte(_) => Primitive,
            syn::Lit::Str(_) | syn::Lit::ByteStr(_) | syn::Lit::CStr(_) => Trivial,
            _ => Unknown,
        },
        Expr::Reference(_) | Expr::RawAddr(_) => Trivial,
        Expr::Cast(cast) => of_type(&cast.ty),
        Expr::Binary(binary) => match binary.op {
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            | BinOp::And(_)
            | BinOp::Or(_) => Primitive,
            _ => both_primitive(of_expr(&binary.left, locals), of_expr(&binary.right, locals)),
        },
        Expr::Unary(unary) => match unary.op {
            UnOp::Not(_) | UnOp::Neg(_) => both_primitive(of_expr(&unary.expr, locals), Primitive),
            _ => Unknown,
        },
        Expr::Path(path) => match path.path.get_ident().and_then(|ident| locals.find(ident)) {
            Some(local) => of_local(locals, local),
            None => Unknown,
        },
        Expr::MethodCall(call) if methods::computes(&call.method.to_string()) => {
            both_primitive(of_expr(&call.receiver, locals), Primitive)
        }
        // What a `str` lends.
        Expr::MethodCall(call)
            if methods::lends(&call.method.to_string()) && is_str(&call.receiver, locals) =>
        {
            Trivial
        }
        Expr::Tuple(tuple) => all(tuple.elems.iter(), locals),
        Expr::Array(array) => all(array.elems.iter(), locals),
        Expr::Repeat(repeat) => of_expr(&repeat.expr, locals).min(Trivial),
        Expr::Range(range) => {
            let ends = range.start.iter().chain(range.end.iter()).map(|end| of_expr(end, locals));
            // Both ends of a range are of one type.
            ends.max().unwrap_or(Trivial).min(Trivial)
        }
        _ => Unknown,
    }
}

/// What is known of a local.
pub fn of_local(locals: &Locals, local: crate::locals::LocalId) -> Simplicity {
    if locals[local].primitive {
        Primitive
    } else if locals[local].trivial {
        Trivial
    } else {
        Unknown
    }
}

fn all<'a>(exprs: impl Iterator<Item = &'a Expr>, locals: &Locals) -> Simplicity {
    exprs.map(|expr| of_expr(expr, locals)).min().unwrap_or(Trivial).min(Trivial)
}

/// An operator that takes both sides by value and gives a new one.
pub fn is_arithmetic(op: &BinOp) -> bool {
    use BinOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, Shl, Shr, Sub};
    matches!(
        op,
        Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) | BitXor(_) | BitAnd(_) | BitOr(_) | Shl(_) | Shr(_)
    )
}

/// What is added to a text, and to no number.
pub fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Reference(_))
        || matches!(expr, Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)))
}

fn both_primitive(left: Simplicity, right: Simplicity) -> Simplicity {
    if left == Primitive && right == Primitive { Primitive } else { Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_shows_whether_it_has_a_destructor() {
        let of = |text| of_type(&syn::parse_str(text).unwrap());
        assert_eq!(of("u64"), Primitive);
        assert_eq!(of("&mut Vec<u8>"), Trivial);
        assert_eq!(of("[u8; 4096]"), Trivial);
        assert_eq!(of("(u8, String)"), Unknown);
        assert_eq!(of("Vec<u8>"), Unknown);
    }

    #[test]
    fn arithmetic_on_references_may_give_anything() {
        let of = |text| of_expr(&syn::parse_str(text).unwrap(), &Locals::default());
        assert_eq!(of("1 + 2 * 3"), Primitive);
        assert_eq!(of("&1 + &2"), Unknown);
        assert_eq!(of("a == b"), Primitive);
        assert_eq!(of("0..10"), Trivial);
    }
}
