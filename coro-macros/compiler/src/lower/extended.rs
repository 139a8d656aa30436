//! Temporaries that a `let` extends to the end of its block.
//!
//! In: `let r = &make();`
//! Out: `let referent = make(); let r = &referent;`
//!
//! `let ref r = make();` says the same by its pattern. Of a branch, the temporary is there only if that was taken:
//!
//! In: `let r = if cond { &make() } else { "none" };`
//! Out: `let referent; let r = if cond { referent = make(); &referent } else { "none" };`
//!
//! As locals they are saved, and pinned where their borrow is kept across a suspension. Which expressions extend what they
//! borrow is in the [reference](https://doc.rust-lang.org/reference/destructors.html#extending-based-on-expressions).

use syn::spanned::Spanned;
use syn::{Block, Expr, Ident, Pat, Stmt, parse_quote, parse_quote_spanned};

use super::temporaries::makes_value;
use super::{Lowerer, is_control, suspends};
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
            Expr::Tuple(tuple) => self.extend_parts(tuple.elems.iter_mut()),
            Expr::Array(array) => self.extend_parts(array.elems.iter_mut()),
            Expr::Struct(literal) => {
                self.extend_parts(literal.fields.iter_mut().map(|field| &mut field.expr));
            }
            Expr::Call(call) if is_constructor(&call.func) => self.extend_parts(call.args.iter_mut()),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Unsafe(_) => self.extend_in_place(expr),
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

    /// Parts are evaluated in their order. What is borrowed behind one that may have an effect stays behind it.
    fn extend_parts<'e>(&mut self, parts: impl Iterator<Item = &'e mut Expr>) {
        let mut in_place = false;
        for part in parts {
            match extends(part) {
                true if in_place => self.extend_in_place(part),
                true => self.extend(part),
                false => in_place |= !self.is_stable(part),
            }
        }
    }

    /// An expression in an extending position whose temporaries are made where it stands.
    fn extend_in_place(&mut self, expr: &mut Expr) {
        match expr {
            _ if !extends(expr) => {}
            Expr::Paren(inner) => self.extend_in_place(&mut inner.expr),
            Expr::Group(inner) => self.extend_in_place(&mut inner.expr),
            Expr::Block(block) => self.extend_tail(&mut block.block),
            Expr::Unsafe(block) => self.extend_tail(&mut block.block),
            Expr::If(branch) => {
                self.extend_tail(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.extend_in_place(otherwise);
                }
            }
            Expr::Match(branch) => {
                branch.arms.iter_mut().for_each(|arm| self.extend_in_place(&mut arm.body));
            }
            _ => {
                let made = self.made_in_place(expr);
                *expr = parse_quote!({ #(#made)* #expr });
            }
        }
    }

    fn extend_tail(&mut self, block: &mut Block) {
        let Some(mut tail) = value(block) else { return };
        block.stmts.pop();
        if is_control(&tail) {
            self.extend_in_place(&mut tail);
        } else {
            let made = self.made_in_place(&mut tail);
            block.stmts.extend(made);
        }
        block.stmts.push(Stmt::Expr(tail, None));
    }

    /// The statements that make the temporaries of an expression, which are declared in the scope that is open.
    fn made_in_place(&mut self, expr: &mut Expr) -> Vec<Stmt> {
        let outer = self.made_in_place.replace(Vec::new());
        self.extend(expr);
        std::mem::replace(&mut self.made_in_place, outer).unwrap_or_default()
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
        match &mut self.made_in_place {
            Some(made) => {
                made.push(parse_quote!(#name = #value;));
                self.deferred.insert(local);
                self.locals[local].target = true;
                self.code(parse_quote!(let #binding #name;));
            }
            None => self.stmt(&parse_quote!(let #binding #name = #value;)),
        }
        name
    }

    /// What an extended borrow refers to: of a part, the value that it is a part of.
    fn extend_referent(&mut self, expr: &mut Expr, mutable: bool) {
        match expr {
            Expr::Field(field) => self.extend_referent(&mut field.base, mutable),
            Expr::Index(index) => self.extend_referent(&mut index.expr, mutable),
            Expr::Paren(inner) => self.extend_referent(&mut inner.expr, mutable),
            Expr::Group(inner) => self.extend_referent(&mut inner.expr, mutable),
            _ if !makes_referent(expr, mutable) => {}
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
            let mutable = references(&local.pat).contains(&true);
            return (self.state_follows || suspends(&init.expr)) && extends_referent(&init.expr, mutable);
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
        Expr::Reference(reference) => extends_referent(&reference.expr, reference.mutability.is_some()),
        Expr::Paren(inner) => extends(&inner.expr),
        Expr::Group(inner) => extends(&inner.expr),
        Expr::Cast(cast) => extends(&cast.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().any(extends),
        Expr::Array(array) => array.elems.iter().any(extends),
        Expr::Struct(literal) => literal.fields.iter().any(|field| extends(&field.expr)),
        Expr::Call(call) if is_constructor(&call.func) => call.args.iter().any(extends),
        Expr::Macro(call) => macros::pinned(&call.mac).is_some(),
        Expr::Block(block) => tail_extends(&block.block),
        Expr::Unsafe(block) => tail_extends(&block.block),
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref();
            otherwise.is_some_and(|(_, otherwise)| tail_extends(&branch.then_branch) || extends(otherwise))
        }
        Expr::Match(branch) => branch.arms.iter().any(|arm| extends(&arm.body)),
        _ => false,
    }
}

fn tail_extends(block: &Block) -> bool {
    value(block).is_some_and(|tail| extends(&tail))
}

/// The expression at the end of a block.
fn value(block: &Block) -> Option<Expr> {
    match block.stmts.last()? {
        Stmt::Expr(tail, None) => Some(tail.clone()),
        Stmt::Macro(call) if call.semi_token.is_none() => {
            Some(Expr::Macro(syn::ExprMacro { attrs: call.attrs.clone(), mac: call.mac.clone() }))
        }
        _ => None,
    }
}

fn extends_referent(expr: &Expr, mutable: bool) -> bool {
    match expr {
        Expr::Field(field) => extends_referent(&field.base, mutable),
        Expr::Index(index) => extends_referent(&index.expr, mutable),
        Expr::Paren(inner) => extends_referent(&inner.expr, mutable),
        Expr::Group(inner) => extends_referent(&inner.expr, mutable),
        _ => makes_referent(expr, mutable),
    }
}

/// Whether a borrow of this makes a temporary.
pub(super) fn makes_referent(expr: &Expr, mutable: bool) -> bool {
    match expr {
        Expr::Paren(inner) => makes_referent(&inner.expr, mutable),
        Expr::Lit(_) => mutable,
        // Of an empty array, nothing can be changed.
        Expr::Array(array) if array.elems.is_empty() => false,
        _ => !is_place(expr) && makes_value(expr) && (mutable || !is_promoted(expr)),
    }
}

/// `Some(..)`, `Point(..)`: a tuple struct or a variant, by the convention for its name.
pub fn is_constructor(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

/// A constant, which rustc puts into a `static`.
pub(super) fn is_promoted(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Array(array) => array.elems.iter().all(is_promoted),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_promoted),
        Expr::Unary(unary) => is_promoted(&unary.expr),
        _ => false,
    }
}
