//! What gives locals their values: `let`, `let .. else`, and assignments that take a value apart.
//!
//! Where temporaries of the value end with the statement, and what it binds does not, the locals are declared before it.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprAssign, Ident, Pat, PatType, Stmt, parse_quote};

use super::{Dest, Lowerer, exits, is_control};
use crate::liveness::patterns::{bindings, is_place, taken_apart, untyped};
use crate::locals::LocalId;
use crate::macros;
use crate::tree::{Arm, NodeKind, Seq};

impl Lowerer<'_> {
    /// A `let` that suspends.
    pub(super) fn local(&mut self, local: &syn::Local) {
        let Some(init) = &local.init else { return };
        if let Some((_, diverge)) = &init.diverge
            && (self.splits(diverge) || self.is_undecided_stmt(&Stmt::Local(local.clone())))
        {
            self.let_else(local, diverge, |this| this.value(&init.expr));
            return;
        }
        // `let x = yield_!(..)`: what is sent is `x` itself.
        if let Pat::Ident(pat) = untyped(&local.pat)
            && init.diverge.is_none()
            && pat.by_ref.is_none()
            && pat.subpat.is_none()
            && let Some(target) = self.locals.find(&pat.ident)
        {
            match &*init.expr {
                Expr::Yield(suspension)
                    if !suspension.expr.as_ref().is_some_and(|value| self.makes_temporaries(value)) =>
                {
                    self.note_sent(target, suspension);
                    self.suspension(suspension, Some(target));
                    return;
                }
                value if is_control(value) => {
                    let declared = &local.pat;
                    let attrs = &local.attrs;
                    self.code(parse_quote!(#(#attrs)* let #declared;));
                    self.lower_into(value, Dest::Local(target));
                    return;
                }
                _ => {}
            }
        }
        let value = self.value(&init.expr);
        // What the pattern does not take is a temporary of this statement.
        if !matches!(untyped(&local.pat), Pat::Ident(pat) if pat.by_ref.is_none()) {
            self.note_place(&value);
        }
        // The temporaries are dropped before the `else`.
        if let Some((_, diverge)) = &init.diverge
            && self.has_temporaries
        {
            let before = std::mem::take(&mut self.out);
            self.has_temporaries = false;
            self.let_else(local, diverge, |this| {
                this.out = before;
                this.has_temporaries = true;
                value
            });
            return;
        }
        let mut plain = local.clone();
        if let Some(init) = &mut plain.init {
            *init.expr = value;
        }
        self.code(Stmt::Local(plain));
    }

    /// In: `let P(x) = value else { leave };`, where the `else` is to be taken apart, or the temporaries of the value are
    /// Out: `let x; 'found: { match value { P(x1) => { x = x1; break 'found } _ => {} } leave }`
    fn let_else(&mut self, local: &syn::Local, diverge: &Expr, value: impl FnOnce(&mut Self) -> Expr) {
        let span = local.let_token.span;
        self.declare(&local.pat);
        let (inner, moves) = self.bound_anew(local);
        let found = self.label();
        let seq = self.way(|this| {
            // What the pattern leaves of the value is dropped before the `else`.
            this.statement(|this| {
                let mut scrutinee = value(this);
                this.note_place(&scrutinee);
                if let Pat::Type(PatType { ty, .. }) = &inner.pat
                    && !is_place(&scrutinee)
                {
                    scrutinee = parse_quote!(::core::convert::identity::<#ty>(#scrutinee));
                }
                let scrutinee = this.leaf(scrutinee);
                let bind = this.seq(|this| {
                    for (id, name) in moves {
                        this.node(span, NodeKind::Init(id, parse_quote!(#name)));
                    }
                    let exit = this.exit_to(found, false);
                    this.node(span, NodeKind::Exit(exit));
                });
                let pat = untyped(&inner.pat).clone();
                let arms = vec![Arm::new(pat, bind), Arm::new(parse_quote!(_), Seq::default())];
                this.node(span, NodeKind::Match(Box::new(scrutinee), arms));
            });
            this.lower_into(diverge, Dest::Discard);
        });
        self.node(span, NodeKind::Block(Some(found), seq));
    }

    /// In: the last statement of a scope, `let (a, _) = value;`
    /// Out: `let a;` before the scope, and in it `let (a1, _) = value; a = a1;`
    pub(super) fn declare_outside(&mut self, last: syn::Local, seq: &mut Seq, span: Span) {
        let value = last.init.as_ref().map(|init| (*init.expr).clone()).expect("the `let` has a value");
        let pat = untyped(&last.pat).clone();
        if matches!(pat, Pat::Wild(_)) {
            let discard = self.seq(|this| this.code(Stmt::Expr(value, Some(Default::default()))));
            seq.nodes.extend(discard.nodes);
            return;
        }
        self.declare(&pat);
        if let Pat::Ident(ident) = &pat
            && ident.by_ref.is_none()
            && ident.subpat.is_none()
            && last.init.as_ref().is_some_and(|init| init.diverge.is_none())
        {
            let bound = bindings(&pat, self.locals)[0];
            let init = self.seq(|this| this.node(span, NodeKind::Init(bound, value)));
            seq.nodes.extend(init.nodes);
            return;
        }
        let (inner, moves) = self.bound_anew(&last);
        let inside = self.seq(|this| {
            this.code(Stmt::Local(inner));
            for (local, name) in moves {
                this.node(span, NodeKind::Init(local, parse_quote!(#name)));
            }
        });
        seq.nodes.extend(inside.nodes);
    }

    /// Declares what a pattern binds, without values.
    fn declare(&mut self, pat: &Pat) {
        for local in bindings(pat, self.locals) {
            self.locals[local].target = true;
            let name = self.locals[local].unique.clone();
            let mutable = self.locals[local].mutable.then(|| quote!(mut));
            let ty = self.locals[local].ty.clone().map(|ty| quote!(: #ty));
            let span = name.span();
            self.node(span, NodeKind::Code(parse_quote!(let #mutable #name #ty;)));
        }
    }

    /// A `let` that binds other locals, and which those are for each of its own.
    fn bound_anew(&mut self, local: &syn::Local) -> (syn::Local, Vec<(LocalId, Ident)>) {
        let mut inner = local.clone();
        let mut moves = Vec::new();
        for local in bindings(&local.pat, self.locals) {
            let outer = self.locals[local].unique.clone();
            let fresh = self.fresh(&self.locals[local].name.to_string(), outer.span());
            self.locals[fresh].synthetic = true;
            let name = self.name_of(fresh, outer.span());
            exits::rename_binding(&mut inner.pat, &outer, &name);
            moves.push((local, name));
        }
        (inner, moves)
    }

    /// The temporaries of a value that is taken apart are dropped before its parts are assigned, or it leaves instead.
    ///
    /// In: `(x, y.z) = value;`
    /// Out: `let (part, part1) = value; x = part; y.z = part1;`
    pub(super) fn assigned_apart(&mut self, assign: &ExprAssign) -> Block {
        let (pattern, places) = taken_apart(&assign.left, |place, _| {
            let part = self.fresh("part", place.span());
            self.name_of(part, place.span())
        });
        let value = &assign.right;
        let assignments = places.iter().map(|(place, name)| quote!(#place = #name;));
        parse_quote!({ let #pattern = #value; #(#assignments)* })
    }

    /// A statement as it stands in an `unsafe` block of its own. Temporaries that live to its end still do.
    pub(super) fn stmt_in_unsafe(&mut self, stmt: Stmt) -> Stmt {
        match stmt {
            // What the pattern leaves of the value is dropped before the temporaries.
            Stmt::Local(local)
                if !matches!(untyped(&local.pat), Pat::Ident(_) | Pat::Wild(_))
                    && local.init.as_ref().is_some_and(|init| self.makes_temporaries(&init.expr)) =>
            {
                self.declare(&local.pat);
                let (inner, moves) = self.bound_anew(&local);
                let (bound, anew): (Vec<_>, Vec<_>) =
                    moves.iter().map(|(local, name)| (self.locals[*local].unique.clone(), name)).unzip();
                parse_quote!(unsafe { #inner #(#bound = #anew;)* })
            }
            Stmt::Local(mut local) => {
                if let Some(init) = &mut local.init {
                    let expr = &init.expr;
                    *init.expr = parse_quote!(unsafe { #expr });
                }
                Stmt::Local(local)
            }
            Stmt::Expr(expr, semi) => Stmt::Expr(parse_quote!(unsafe { #expr }), semi),
            stmt => stmt,
        }
    }
}

/// Whether some `break` or `continue` stands in an expression.
pub(super) fn may_leave_a_loop(expr: &Expr) -> bool {
    let mut found = false;
    macros::for_each_ident(expr.to_token_stream(), &mut |ident| {
        found |= ident == "break" || ident == "continue";
    });
    found
}
