//! Closures and `async` blocks that capture pinned locals.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, Macro, Stmt, Token, parse_quote};

use super::pinned::Pin;
use crate::liveness::initialised::Captures;
use crate::locals::{LocalId, Reference};
use crate::macros;
use crate::parse::line_column;

impl Pin<'_> {
    /// A closure that captures pinned locals.
    ///
    /// A `move` closure takes their values. Another one borrows them: it captures copies of the pointers to them, as it may be
    /// kept across a suspension. If it borrows something else besides, it is not, or that would be pinned as well.
    pub(super) fn closure(&mut self, closure: &mut ExprClosure) -> Option<Expr> {
        if closure.capture.is_some() {
            let captures = Captures::of_expr(&closure.body, self.locals);
            let lets = self.owned(&closure.capture, &captures, &closure.body)?;
            return Some(parse_quote!({ #(#lets)* #closure }));
        }
        let outer = std::mem::replace(&mut self.in_closure, true);
        let lets = self.captured(&mut *closure.body, |visitor, body| visitor.visit_expr_mut(body));
        self.in_closure = outer;
        let lets = lets?;
        closure.capture = Some(Default::default());
        Some(parse_quote!({ #(#lets)* #closure }))
    }

    /// Rewrites the body of a closure or of an `async` block that borrows, and gives what is to stand before it.
    ///
    /// In: `async { send(&x, y).await }`
    /// Out: `let x_alias = x.alias(); let y = take(y);`, and `async move { send(&(*x_alias.place()), y).await }`
    pub(super) fn captured<B: ToTokens + Clone>(
        &mut self,
        body: &mut B,
        visit: impl Fn(&mut dyn VisitMut, &mut B),
    ) -> Option<Vec<Stmt>> {
        let outer = std::mem::replace(&mut self.captures, true);
        let lets = self.captured_by(body, visit);
        self.captures = outer;
        lets
    }

    fn captured_by<B: ToTokens + Clone>(
        &mut self,
        body: &mut B,
        visit: impl Fn(&mut dyn VisitMut, &mut B),
    ) -> Option<Vec<Stmt>> {
        let named = self.named(body);
        // All that it captures is copied into it: that must be the same as a borrow.
        let outside = |local: &&LocalId| self.layout.depth.contains_key(local);
        let copies = named.iter().filter(outside).all(|local| {
            let data = &self.locals[*local];
            self.held.contains_key(local)
                || data.as_reference() == Some(Reference::Shared)
                || data.primitive && !data.mutable
        });
        let captured: Vec<LocalId> =
            named.into_iter().filter(|local| self.held.contains_key(local)).collect();
        if captured.is_empty() || !copies {
            visit(self, body);
            return None;
        }
        let mut aliases = Aliases { of: HashMap::new(), moved: HashSet::new() };
        for value in &captured {
            let alias = self.alias(*value);
            aliases.of.insert(self.locals[self.held[value]].unique.to_string(), alias);
        }
        // What it moves it owns. That shows only when the body has been rewritten.
        let source = body.clone();
        visit(self, body);
        visit(&mut aliases, body);
        let is_moved =
            |value: &LocalId| aliases.moved.contains(&self.locals[self.held[value]].unique.to_string());
        let (moved, borrowed): (Vec<LocalId>, Vec<LocalId>) = captured.into_iter().partition(is_moved);
        let mut lets: Vec<Stmt> = Vec::new();
        for value in &borrowed {
            let held = &self.locals[self.held[value]].unique;
            let alias = &aliases.of[&held.to_string()];
            lets.push(parse_quote!(let #alias = #held.alias();));
        }
        if !moved.is_empty() && self.report.is_empty() {
            for value in &moved {
                let span = self.locals[*value].unique.span();
                lets.push(self.taken(*value, span));
            }
            let held = self.held.clone();
            self.held.retain(|value, _| !moved.contains(value));
            *body = source;
            visit(self, body);
            visit(&mut aliases, body);
            self.held = held;
        }
        Some(lets)
    }

    /// What is to stand before a `move` closure or block: it takes the values of all that it names as a whole. What it only
    /// names in parts it captures in parts: they can only be copied.
    pub(super) fn owned(
        &mut self,
        capture: &impl ToTokens,
        captures: &Captures,
        body: &impl ToTokens,
    ) -> Option<Vec<Stmt>> {
        let mut named = self.named(body);
        named.retain(|local| self.held.contains_key(local));
        let (whole, parts): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|local| captures.whole.contains(local));
        let span = capture.span();
        let mut lets: Vec<Stmt> = whole.iter().map(|value| self.taken(*value, span)).collect();
        for value in parts {
            let mention = self.mention(value, span);
            let place = self.place_of(self.held[&value], &mention);
            lets.push(self.rebound(value, &place));
        }
        if !whole.is_empty() {
            self.moves.captures.insert(line_column(span), whole);
        }
        (!lets.is_empty()).then_some(lets)
    }

    /// `let x = take(x);`
    fn taken(&mut self, value: LocalId, span: Span) -> Stmt {
        let mention = self.mention(value, span);
        let taken = self.moved(self.held[&value], &mention);
        self.rebound(value, &taken)
    }

    /// A mention of a local at some other place.
    fn mention(&self, value: LocalId, span: Span) -> Expr {
        let mut name = self.locals[value].unique.clone();
        name.set_span(name.span().located_at(span));
        parse_quote!(#name)
    }

    fn rebound(&self, local: LocalId, value: &Expr) -> Stmt {
        let local = &self.locals[local];
        let (name, mutable) = (&local.unique, local.mutable.then(<Token![mut]>::default));
        parse_quote!(let #mutable #name = #value;)
    }

    /// The name of what is captured in place of a pinned local.
    fn alias(&mut self, value: LocalId) -> Ident {
        let name = self.locals[value].name.clone();
        let alias = self.locals.untaken(self.idents, format_ident!("{}_alias", name));
        let id = self.locals.add(alias.clone(), name, false);
        self.locals[id].trivial = true;
        alias
    }
}

/// The places behind what a closure captures, as places behind the copies that it has of the pointers.
struct Aliases {
    /// From the name of the `Held` to that of the copy.
    of: HashMap<String, Ident>,
    /// The names of those that are moved out of their slots.
    moved: HashSet<String>,
}

impl Aliases {
    fn of(&self, expr: &Expr) -> Option<(String, &Ident)> {
        let Expr::Path(path) = expr else { return None };
        let held = path.path.get_ident()?.to_string();
        self.of.get(&held).map(|alias| (held, alias))
    }
}

impl VisitMut for Aliases {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let replaced = match expr {
            Expr::Field(field) => self.of(&field.base).map(|(_, alias)| parse_quote!(#alias.place())),
            // A closure inside copies the copy.
            Expr::MethodCall(call) if call.method == "alias" => {
                self.of(&call.receiver).map(|(_, alias)| parse_quote!(#alias))
            }
            _ => None,
        };
        if let Some(replaced) = replaced {
            *expr = replaced;
            return;
        }
        if let Some((held, _)) = self.of(expr) {
            self.moved.insert(held);
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }
}
