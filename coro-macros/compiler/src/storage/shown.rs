//! Borrowed locals in macros that cannot be read: these get references.
//!
//! In: `info!("read {n}", buffer.len());`, where `n` and `buffer` lie in slots
//! Out: `{ let n = n_held.shown(); let buffer = buffer_held.shown(); info!("read {n}", buffer.len()) };`
//!
//! Such a macro could tell a name from the place behind it. So it is given the same tokens here as in the check, which says
//! `let n = &n;` there: both have references of these names. Here their lives are bounded, as a macro need not expand to the same
//! twice.

use syn::{Expr, Macro, Stmt, parse_quote_spanned};

use super::pinned::Pin;
use crate::diagnostics;
use crate::locals::LocalId;
use crate::macros;
use crate::parse::line_column;

impl Pin<'_> {
    /// The macro in a block that has references in place of the locals in slots. Nothing, if it mentions none of them, or cannot do
    /// with references.
    pub(super) fn shown(&mut self, mac: &Macro) -> Option<Expr> {
        // A closure and a block capture what is mentioned in them by themselves.
        if self.captures || self.in_closure || macros::read(mac).is_some() {
            return None;
        }
        let held: Vec<(LocalId, LocalId)> = self
            .named(&mac.tokens)
            .into_iter()
            .filter_map(|value| Some((value, *self.held.get(&value)?)))
            .collect();
        if held.is_empty() || held.iter().any(|(value, _)| self.locals[*value].name == "self") {
            return None;
        }
        let span = mac.path.segments.last()?.ident.span();
        let names = self.moves.shown.entry(line_column(span)).or_default();
        let mut shown: Vec<Stmt> = Vec::new();
        for (value, held) in held {
            let (value, held) = (&self.locals[value], &self.locals[held].unique);
            let unique = &value.unique;
            names.push(value.name.clone());
            shown.push(parse_quote_spanned!(span=> let #unique = #held.shown();));
        }
        Some(parse_quote_spanned!(span=> { #(#shown)* #mac }))
    }

    /// The value of `let n = &n_2;`, which has been put before a macro that formats `n`.
    pub(super) fn shown_to_be_formatted(&mut self, local: &syn::Local) -> Option<Expr> {
        let (syn::Pat::Ident(pat), Some(init)) = (&local.pat, &local.init) else { return None };
        let Expr::Reference(reference) = &*init.expr else { return None };
        let held = self.held_of(&reference.expr).filter(|_| self.locals.find(&pat.ident).is_none())?;
        if self.captures || self.in_closure {
            self.report.error(&pat.ident, diagnostics::PINNED_IN_MACRO);
            return None;
        }
        let span = pat.ident.span();
        self.moves.shown.entry(line_column(span)).or_default().push(pat.ident.clone());
        let unique = &self.locals[held].unique;
        Some(parse_quote_spanned!(span=> #unique.shown()))
    }
}
