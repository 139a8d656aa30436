//! Where a local is mentioned, in whole or in part, and other mentions in their place.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprAssign, ExprField, ExprMatch, ExprPath, FieldValue, Macro, Member, Pat, PatSlice,
    PatTuple, Stmt, parse_quote,
};

use super::shape::Shape;
use crate::liveness::patterns::{Taken, takes};
use crate::liveness::places::{Part, part_of};
use crate::liveness::trivial;
use crate::locals::Locals;
use crate::macros;

/// How some code mentions a local.
pub struct Mentions<'a> {
    name: &'a Ident,
    /// How often.
    pub count: usize,
    /// The fields that are mentioned.
    pub fields: Vec<Member>,
    /// Where the first part is mentioned or taken.
    pub first_part: Option<Span>,
    /// It, or a part of it, gets another value.
    pub assigned: bool,
    /// The shape that the pattern of a `let` shows, which takes some of the parts.
    pub taken_apart: Option<Shape>,
}

impl<'a> Mentions<'a> {
    /// The mentions of `name` in some statements.
    pub fn of(name: &'a Ident, stmts: &[Stmt]) -> Self {
        let mut mentions = Mentions {
            name,
            count: 0,
            fields: Vec::new(),
            first_part: None,
            assigned: false,
            taken_apart: None,
        };
        stmts.iter().for_each(|stmt| mentions.visit_stmt(stmt));
        mentions
    }
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.count += usize::from(path.path.is_ident(self.name));
    }

    fn visit_expr_field(&mut self, field: &'ast ExprField) {
        if is_local(&field.base, self.name) {
            self.fields.push(field.member.clone());
            self.first_part.get_or_insert(field.base.span());
        }
        visit::visit_expr_field(self, field);
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        self.assigned |= macros::mentions(assign.left.to_token_stream(), self.name);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if takes_parts(local, self.name) {
            self.first_part.get_or_insert(local.pat.span());
            self.taken_apart = self.taken_apart.take().or_else(|| Shape::of_pattern(&local.pat));
        }
        visit::visit_local(self, local);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let is_readable = macros::rewrite(&mut mac.clone(), &mut |expr, _| {
            let inside = Mentions::of(self.name, &[Stmt::Expr(expr.clone(), None)]);
            self.count += inside.count;
            self.fields.extend(inside.fields);
            self.first_part = self.first_part.or(inside.first_part);
            self.assigned |= inside.assigned;
        });
        self.count += usize::from(!is_readable && macros::mentions(mac.tokens.clone(), self.name));
    }
}

/// Writes `let a = pair.0;` for `let (a, _) = pair;`. Until it is replaced, the element of an array is written so, too.
pub struct PartPatterns<'a> {
    pub name: &'a Ident,
    pub shape: &'a Shape,
}

impl PartPatterns<'_> {
    /// Rewrites the `let`s of a scope, and those inside them.
    pub fn rewrite(&mut self, stmts: &mut Vec<Stmt>) {
        let mut rewritten = Vec::with_capacity(stmts.len());
        for mut stmt in stmts.drain(..) {
            match &stmt {
                Stmt::Local(local) if takes_parts(local, self.name) => rewritten.extend(self.apart(local)),
                _ => {
                    self.visit_stmt_mut(&mut stmt);
                    rewritten.push(stmt);
                }
            }
        }
        *stmts = rewritten;
    }

    /// One `let` for each part that is taken.
    fn apart(&self, local: &syn::Local) -> Vec<Stmt> {
        let (attrs, parts) = (&local.attrs, &self.shape.fields);
        let name = local.init.as_ref().map(|init| &init.expr);
        let taken: Vec<(&Member, &Pat)> = match &local.pat {
            Pat::Tuple(PatTuple { elems, .. }) | Pat::Slice(PatSlice { elems, .. }) => {
                let rest = elems.iter().position(|pat| matches!(pat, Pat::Rest(_)));
                let (front, back) = match rest {
                    Some(rest) => (rest, elems.len() - rest - 1),
                    None => (elems.len(), 0),
                };
                let members = parts.iter().take(front).chain(parts.iter().skip(parts.len() - back));
                let pats = elems.iter().filter(|pat| !matches!(pat, Pat::Rest(_)));
                members.map(|part| &part.member).zip(pats).collect()
            }
            Pat::Struct(pat) => pat.fields.iter().map(|field| (&field.member, &*field.pat)).collect(),
            _ => Vec::new(),
        };
        let taken = taken.into_iter().filter(|(_, pat)| !matches!(pat, Pat::Wild(_)));
        taken.map(|(member, pat)| parse_quote!(#(#attrs)* let #pat = #name.#member;)).collect()
    }
}

impl VisitMut for PartPatterns<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.rewrite(&mut block.stmts);
    }
}

/// Writes the parts' locals for what mentions their whole.
pub struct PartsForWhole<'a> {
    pub name: &'a Ident,
    pub shape: &'a Shape,
    /// The local of each part.
    pub parts: &'a [Ident],
    /// The whole, put together of them.
    pub whole: &'a Expr,
    /// Makes a local for a part on its way.
    pub fresh: &'a mut dyn FnMut(&Ident) -> Ident,
}

impl PartsForWhole<'_> {
    /// In: `pair = value`
    /// Out: `(pair_0, pair_1) = value`, or, where that would drop temporaries of the value before the old parts,
    /// `match value { (pair_0_assigned, pair_1_assigned) => { pair_0 = pair_0_assigned; .. } }`
    fn assignment(&mut self, value: &Expr) -> Expr {
        let whole = self.whole;
        if !leaves_temporaries(value) {
            return parse_quote!(#whole = #value);
        }
        let parts = self.parts;
        let assigned: Vec<Ident> = parts.iter().map(&mut self.fresh).collect();
        let pattern = self.shape.put_together(&assigned);
        let mut branch: ExprMatch = parse_quote!(match () { #pattern => { #(#parts = #assigned;)* } });
        *branch.expr = value.clone();
        Expr::Match(branch)
    }
}

impl VisitMut for PartsForWhole<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Field(field) if is_local(&field.base, self.name) => {
                let mut parts = self.shape.fields.iter().zip(self.parts);
                if let Some((_, part)) = parts.find(|(known, _)| known.member == field.member) {
                    let part = Ident::new(&part.to_string(), field.base.span());
                    *expr = parse_quote!(#part);
                }
            }
            Expr::Assign(assign) if is_local(&assign.left, self.name) => {
                self.visit_expr_mut(&mut assign.right);
                *expr = self.assignment(&assign.right.clone());
            }
            _ if is_local(expr, self.name) => *expr = self.whole.clone(),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if is_local(&field.expr, self.name) {
            field.colon_token.get_or_insert_with(Default::default);
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }
}

/// The part that a statement looks at before it evaluates anything else but names and literals.
pub fn evaluated_first(stmt: &Stmt, locals: &Locals) -> Option<Part> {
    let mut first = match stmt {
        Stmt::Local(local) => &local.init.as_ref()?.expr,
        Stmt::Expr(expr, _) => expr,
        _ => return None,
    };
    loop {
        first = match first {
            Expr::Field(_) => return part_of(first, locals),
            Expr::Paren(inner) => &inner.expr,
            Expr::Call(call) if matches!(*call.func, Expr::Path(_)) => {
                call.args.iter().find(|argument| !matches!(argument, Expr::Path(_) | Expr::Lit(_)))?
            }
            Expr::MethodCall(call) => &call.receiver,
            Expr::Binary(binary) if trivial::is_arithmetic(&binary.op) => &binary.left,
            Expr::Assign(assign) => &assign.right,
            Expr::Try(attempt) => &attempt.expr,
            Expr::Tuple(tuple) => tuple.elems.first()?,
            _ => return None,
        };
    }
}

/// Whether a value may leave temporaries behind that live to the end of its statement.
fn leaves_temporaries(value: &Expr) -> bool {
    match value {
        Expr::Path(_) | Expr::Lit(_) => false,
        Expr::Paren(inner) => leaves_temporaries(&inner.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().any(leaves_temporaries),
        Expr::Array(array) => array.elems.iter().any(leaves_temporaries),
        Expr::Call(call) => call.args.iter().any(leaves_temporaries),
        Expr::Struct(literal) => {
            literal.rest.is_some() || literal.fields.iter().any(|field| leaves_temporaries(&field.expr))
        }
        Expr::Yield(suspension) => suspension.expr.as_deref().is_some_and(leaves_temporaries),
        _ => true,
    }
}

/// `let (a, _) = pair;`
fn takes_parts(local: &syn::Local, name: &Ident) -> bool {
    let Some(init) = &local.init else { return false };
    init.diverge.is_none()
        && is_local(&init.expr, name)
        && match &local.pat {
            Pat::Tuple(_) | Pat::Struct(_) => true,
            // `rest @ ..` binds an array of its own.
            Pat::Slice(slice) => {
                !slice.elems.iter().any(|pat| matches!(pat, Pat::Ident(ident) if ident.subpat.is_some()))
            }
            _ => false,
        }
        && takes(&local.pat) == Taken::Parts
}

fn is_local(expr: &Expr, name: &Ident) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}
