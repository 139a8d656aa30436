//! Temporaries that a `let` extends to the end of its block.
//!
//! In: `let r = &make();`
//! Out: `let referent = make(); let r = &referent;`
//!
//! `let ref r = make();` says the same by its pattern.
//!
//! As locals they are saved, and pinned where their borrow is kept across a suspension. Which expressions extend what they
//! borrow is in the [reference](https://doc.rust-lang.org/reference/destructors.html#extending-based-on-expressions).

use syn::spanned::Spanned;
use syn::{Expr, Ident, Pat, Stmt, parse_quote, parse_quote_spanned};

use super::expression::makes_value;
use super::{Lowerer, suspends};
use crate::liveness::patterns::{Taken, is_place, references, takes};
use crate::locals::Wanted;
use crate::macros;

impl Lowerer<'_> {
    /// Names the temporaries that the value of a `let` extends, in the scope that is open.
    pub(super) fn extended(&mut self, local: &syn::Local) -> syn::Local {
        let mut local = local.clone();
        if let Some(init) = &mut local.init {
            if refers(&local.pat) {
                self.extend_referent(&mut init.expr, references(&local.pat).contains(&true));
            } else {
                self.extend(&mut init.expr);
            }
        }
        local
    }

    /// An expression in an extending position.
    fn extend(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                self.extend_referent(&mut reference.expr, mutable);
            }
            Expr::Paren(inner) => self.extend(&mut inner.expr),
            Expr::Group(inner) => self.extend(&mut inner.expr),
            Expr::Cast(cast) => self.extend(&mut cast.expr),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|part| self.extend(part)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|part| self.extend(part)),
            Expr::Struct(literal) => literal.fields.iter_mut().for_each(|field| self.extend(&mut field.expr)),
            Expr::Call(call) if is_constructor(&call.func) => {
                call.args.iter_mut().for_each(|part| self.extend(part));
            }
            Expr::Macro(call) => {
                if let Some(value) = macros::pinned(&call.mac) {
                    let name = self.named_referent("pinned", &value, true);
                    let id = self.locals.find(&name).expect("it was just declared");
                    self.locals[id].wanted = Some(Wanted::Pinned);
                    *expr = self.pinned(&name);
                }
            }
            _ => {}
        }
    }

    /// `Pin<&mut T>`, of a local that is in a slot.
    pub(super) fn pinned(&self, name: &Ident) -> Expr {
        let krate = &self.krate;
        parse_quote_spanned!(name.span()=> #krate::private::pinned(&mut #name))
    }

    /// Declares a local for what is borrowed.
    fn named_referent(&mut self, name: &str, value: &Expr, mutable: bool) -> Ident {
        let span = value.span();
        let local = self.fresh(name, span);
        self.locals[local].mutable = mutable;
        let name = self.name_of(local, span);
        let binding = mutable.then(<syn::Token![mut]>::default);
        self.stmt(&parse_quote!(let #binding #name = #value;));
        name
    }

    /// What an extended borrow refers to: of a part, the value that it is a part of.
    fn extend_referent(&mut self, expr: &mut Expr, mutable: bool) {
        match expr {
            Expr::Field(field) => self.extend_referent(&mut field.base, mutable),
            Expr::Index(index) => self.extend_referent(&mut index.expr, mutable),
            Expr::Paren(inner) => self.extend_referent(&mut inner.expr, mutable),
            Expr::Group(inner) => self.extend_referent(&mut inner.expr, mutable),
            _ if is_place(expr) || !makes_value(expr) || is_promoted(expr) => {}
            _ => {
                self.extend(expr);
                let name = self.named_referent("referent", expr, mutable);
                *expr = parse_quote!(#name);
            }
        }
    }

    /// Whether a statement is a `let` with such temporaries, in a scope that suspends later on.
    pub(super) fn extends(&self, stmt: &Stmt) -> bool {
        let Stmt::Local(local) = stmt else { return false };
        let Some(init) = &local.init else { return false };
        if refers(&local.pat) {
            // A value that suspends goes to a local in any case, which has to live as long.
            return (self.state_follows || suspends(&init.expr)) && extends_referent(&init.expr);
        }
        self.state_follows && extends(&init.expr)
    }
}

/// Whether a pattern binds by reference only. Where it also moves parts out, what is left of the value cannot be kept.
fn refers(pat: &Pat) -> bool {
    takes(pat) == Taken::Nothing && !references(pat).is_empty()
}

fn extends(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => extends_referent(&reference.expr),
        Expr::Paren(inner) => extends(&inner.expr),
        Expr::Group(inner) => extends(&inner.expr),
        Expr::Cast(cast) => extends(&cast.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().any(extends),
        Expr::Array(array) => array.elems.iter().any(extends),
        Expr::Struct(literal) => literal.fields.iter().any(|field| extends(&field.expr)),
        Expr::Call(call) if is_constructor(&call.func) => call.args.iter().any(extends),
        Expr::Macro(call) => macros::pinned(&call.mac).is_some(),
        _ => false,
    }
}

fn extends_referent(expr: &Expr) -> bool {
    match expr {
        Expr::Field(field) => extends_referent(&field.base),
        Expr::Index(index) => extends_referent(&index.expr),
        Expr::Paren(inner) => extends_referent(&inner.expr),
        Expr::Group(inner) => extends_referent(&inner.expr),
        _ => !is_place(expr) && makes_value(expr) && !is_promoted(expr),
    }
}

/// `Some(..)`, `Point(..)`: a tuple struct or a variant, by the convention for its name.
pub fn is_constructor(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

/// A constant, which rustc puts into a `static`.
fn is_promoted(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Array(array) => array.elems.iter().all(is_promoted),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_promoted),
        Expr::Unary(unary) => is_promoted(&unary.expr),
        _ => false,
    }
}
