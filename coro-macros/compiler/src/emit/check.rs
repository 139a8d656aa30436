//! The check: the body as it was written, with a plain call in place of each suspension, in a branch that never runs.
//!
//! In: `fn f(text: String) { yield_!(text.len()); }`
//! Out: `if false { let _body = || { let text = text; suspend::<usize, ()>(text.len()); }; loop {} }`
//!
//! rustc reports its errors and lints here, on the user's own tokens. The machine below it is under `#[allow]`; what it
//! says in the same words is shown once, and `outcome` makes the words the same. Where it would use others, it is lenient:
//! a `?` or a child that is refused here passes there.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprYield, FieldValue, FnArg, Macro, Pat, ReturnType, Stmt, Type, parse_quote,
    parse_quote_spanned,
};

use super::signature::Types;
use super::{Names, outcome, receiver};
use crate::liveness::places::root;
use crate::locals::Wanted;
use crate::lower::is_constructor;
use crate::macros;
use crate::parse::awaits::{awaited, is_await};
use crate::parse::finally::catches;
use crate::parse::recursion::calls_itself;
use crate::parse::{Kind, Source, is_deferred, is_delegation, line_column};
use crate::spans;

/// Writes the check. A closure has one only if it needs it, for its borrows: its types are inferred from the machine.
pub fn check(source: &Source, arguments: &[Ident], names: &Names, types: &Types) -> TokenStream {
    let Kind::Function { sig, .. } = &source.kind else {
        return names.link.as_ref().map(|link| of_closure(source, link, names, types)).unwrap_or_default();
    };
    let mut body = source.body.clone();
    let mut plain = Plain::new(names, types);
    plain.body(&mut body);
    let imports = plain.imports();
    let krate = &names.krate;
    let Types { send, inferred_returns, .. } = types;
    let returns = match &sig.output {
        ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_)) => quote!(!),
        ReturnType::Type(..) => quote!(#inferred_returns),
        ReturnType::Default => quote_spanned!(sig.ident.span()=> ()),
    };
    let first =
        source.options.first.as_ref().map(|pat| quote!(let #pat: #send = #krate::private::never_runs();));
    let rebound = rebound(sig, arguments, names);
    let statements = &body.stmts;
    let statements = match &names.receiver {
        Some(name) => receiver::renamed(quote!(#(#statements)*), name),
        None => quote!(#(#statements)*),
    };
    let mut block = Group::new(Delimiter::Brace, quote!(#imports #rebound #first #statements));
    block.set_span(source.body.brace_token.span.join());
    let mut closure = quote_spanned!(sig.ident.span()=> || -> #returns #block);
    // The receiver is captured. A closure that may run twice could not give away what it borrows there.
    let gives = !matches!(sig.output, ReturnType::Default) || source.options.yields.is_some();
    if matches!(sig.inputs.first(), Some(FnArg::Receiver(_))) && gives {
        closure = quote_spanned!(sig.ident.span()=> #krate::private::once(#closure));
    }
    // The words that an unsafe operation is refused in depend on this lint: it is off in the machine, too. In an
    // `unsafe fn` it is a lint like any other.
    let words = (!matches!(sig.safety, syn::Safety::Unsafe(_))).then(|| quote!(, unsafe_op_in_unsafe_fn));
    quote! {
        // The body as it was written. It never runs: rustc reads it here for its errors and lints.
        #[allow(clippy::all, clippy::pedantic, clippy::nursery #words)]
        if false {
            let _body = #closure;
            loop {}
        }
    }
}

/// The check of a closure, behind its machine. It captures as the machine does.
fn of_closure(source: &Source, link: &Ident, names: &Names, types: &Types) -> TokenStream {
    let Kind::Closure { capture, .. } = &source.kind else { return TokenStream::new() };
    let mut body = source.body.clone();
    let mut plain = Plain::new(names, types);
    plain.body(&mut body);
    let imports = plain.imports();
    let first = source.options.first.as_ref().map(|pat| quote!(let #pat = #link.first();));
    let statements = &body.stmts;
    let allowed = super::allowed();
    quote! {
        // The body as it was written. It never runs: rustc reads it here for its borrows.
        #allowed
        let _body = #link.body(#capture || { #imports #first #(#statements)* });
        loop {}
    }
}

/// The check of a function that has errors. What it uses counts as used, also inside a macro that cannot be read.
pub fn of_stub(source: &Source, arguments: &[Ident], names: &Names, types: &Types) -> TokenStream {
    let Kind::Function { sig, .. } = &source.kind else {
        return TokenStream::new();
    };
    // Without the keyword or the option, rustc would say what is a consequence of our own error.
    if !source.checkable || sig.asyncness.is_some() || sig.variadic.is_some() {
        return TokenStream::new();
    }
    let span = Span::call_site();
    let suspension = |value: &TokenStream| call(names, types, span, value);
    let (plain, empty) = (suspension(&quote!($value)), suspension(&quote!(())));
    let delegation = delegation(names, types, span, &quote!($child));
    let items = source.body.stmts.iter().filter(|stmt| is_item(stmt));
    let check = check(source, arguments, names, types);
    quote! {
        macro_rules! yield_ {
            () => { #empty };
            ($value:expr) => { #plain };
        }
        macro_rules! yield_from {
            ($child:expr) => { #delegation };
        }
        #(#items)*
        #check
    }
}

/// `let text = text;` for each argument, in the words of the signature: then it is a local of the body as well.
fn rebound(sig: &syn::Signature, arguments: &[Ident], names: &Names) -> TokenStream {
    let inputs = sig.inputs.iter().zip(arguments);
    inputs
        .map(|(input, name)| {
            let typed = match (input, &names.receiver) {
                (FnArg::Receiver(receiver), Some(name)) => return receiver::bound(receiver, name),
                (FnArg::Receiver(_), None) => return TokenStream::new(),
                (FnArg::Typed(typed), _) => typed,
            };
            let (attrs, pat) = (&typed.attrs, &typed.pat);
            match &**pat {
                Pat::Ident(plain) if plain.subpat.is_none() && plain.by_ref.is_none() => {
                    let name = &plain.ident;
                    let is_reference = matches!(*typed.ty, Type::Reference(_) | Type::Ptr(_));
                    let (pat, value) = pattern(quote!(#pat), quote!(#name), is_reference);
                    quote_spanned!(name.span()=> #(#attrs)* let #pat = #value;)
                }
                _ => quote_spanned!(name.span()=> #(#attrs)* let #pat = #name;),
            }
        })
        .collect()
}

/// What an argument is bound by, and to.
///
/// What the machine has of a reference comes out of a pattern. If that should have been a `&mut`, rustc says so of a `let` in
/// other words than of a pattern: here is one as well, with a span of its own.
pub fn pattern(pat: TokenStream, value: TokenStream, is_reference: bool) -> (TokenStream, TokenStream) {
    if is_reference { (quote!((#pat,)), quote!((#value,))) } else { (pat, value) }
}

/// A suspension as a call.
fn call(names: &Names, types: &Types, span: Span, value: &TokenStream) -> TokenStream {
    if let Some(link) = &names.link {
        return quote_spanned!(span=> #link.suspend(#value));
    }
    let krate = spans::at(span, &names.krate);
    let Types { send, throw, yields, .. } = types;
    let sent = match names.throws {
        true => quote_spanned!(span=> ::core::result::Result<#send, #throw>),
        false => quote!(#send),
    };
    quote_spanned!(span=> #krate::private::suspend::<#yields, #sent>(#value))
}

/// A delegation as a call.
fn delegation(names: &Names, types: &Types, span: Span, child: &TokenStream) -> TokenStream {
    if let Some(link) = &names.link {
        return quote_spanned!(span=> #link.delegate(#child));
    }
    let krate = spans::at(span, &names.krate);
    let Types { send, throw, yields, lent, .. } = types;
    let sent = if *lent { quote!(_) } else { quote!(#send) };
    quote_spanned!(span=> #krate::private::delegate::<#sent, #throw, #yields, _>(#child).value())
}

/// A delegation of the function to itself as a call.
fn call_of_itself(names: &Names, types: &Types, span: Span, call: &TokenStream) -> TokenStream {
    let krate = spans::at(span, &names.krate);
    let Types { send, throw, yields, lent, .. } = types;
    let sent = if *lent { quote!(_) } else { quote!(#send) };
    quote_spanned!(span=> #krate::private::call_of_itself::<#sent, #throw, #yields, _>(#call))
}

/// Its arguments in the words of the machine, where they are the whole of a `let`: what is made there for an argument lives longer.
fn typed_arguments(names: &Names, call: &Expr) -> TokenStream {
    let Expr::Call(call) = call else { return call.to_token_stream() };
    let function = &call.func;
    let arguments = call.args.iter().zip(&names.parameters).map(|(argument, ty)| match argument {
        Expr::Lit(_) | Expr::Path(_) | Expr::Binary(_) | Expr::Cast(_) | Expr::Field(_) => {
            let span = argument.span();
            let name = Ident::new("argument", Span::mixed_site().located_at(span));
            quote_spanned!(span=> { let #name: #ty = #argument; #name })
        }
        _ => argument.to_token_stream(),
    });
    quote_spanned!(call.span()=> #function(#(#arguments),*))
}

/// What the check calls a value on its way out. Nobody uses one of type `!`: an underscore says that this is meant.
fn outgoing(name: &Ident, may_be_never: bool) -> Ident {
    if may_be_never { format_ident!("_{}", name) } else { name.clone() }
}

/// Whether a value may be of type `!`, as far as its syntax shows.
fn may_be_never(value: &Expr) -> bool {
    let of_block = |block: &Block| match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => may_be_never(tail),
        Some(Stmt::Macro(call)) if call.semi_token.is_none() => !macros::has_value(&call.mac),
        _ => true,
    };
    match value {
        Expr::Paren(inner) => may_be_never(&inner.expr),
        Expr::Group(inner) => may_be_never(&inner.expr),
        Expr::Call(call) => !is_constructor(&call.func),
        Expr::Macro(call) => !macros::has_value(&call.mac),
        Expr::Block(block) => of_block(&block.block),
        Expr::Unsafe(block) => of_block(&block.block),
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref();
            of_block(&branch.then_branch) && otherwise.is_some_and(|(_, otherwise)| may_be_never(otherwise))
        }
        Expr::Match(branch) => branch.arms.iter().all(|arm| may_be_never(&arm.body)),
        Expr::MethodCall(_) | Expr::Loop(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Yield(suspension) => is_await(suspension),
        _ => false,
    }
}

fn is_item(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Item(syn::Item::Macro(item)) => item.ident.is_some(),
        Stmt::Item(_) => true,
        _ => false,
    }
}

/// Whether the machine takes this expression apart: a suspension stands in it.
fn suspends(expr: &Expr) -> bool {
    let mut visitor = Suspends(false);
    visitor.visit_expr(expr);
    visitor.0
}

struct Suspends(bool);

impl<'ast> Visit<'ast> for Suspends {
    fn visit_expr_yield(&mut self, _: &'ast ExprYield) {
        self.0 = true;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        macros::rewrite(&mut mac.clone(), &mut |expr, _| self.0 |= suspends(expr));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Writes plain calls for the suspensions, types around what is returned, and braces around what the machine moves out of a slot.
struct Plain<'a> {
    names: &'a Names,
    types: &'a Types,
    /// A `return` leaves the coroutine, and not a closure or an `async` block in it.
    own: bool,
    /// The macros of std's that mention a local in a slot.
    exported: BTreeSet<String>,
    /// Some statement is an `.await` whose value nobody takes.
    discards: bool,
}

impl<'a> Plain<'a> {
    fn new(names: &'a Names, types: &'a Types) -> Self {
        Plain { names, types, own: true, exported: BTreeSet::new(), discards: false }
    }

    /// Imports std's macros once more. If one of the same name and another meaning is in scope, the name is ambiguous.
    fn imports(&self) -> TokenStream {
        let krate = &self.names.krate;
        let modules = self.exported.iter().map(|name| format_ident!("{}", name));
        let discarded = self.discards.then(|| quote!(use #krate::private::Discarded as _;));
        quote!(#discarded #(#[allow(unused_imports)] use #krate::private::exported::#modules::*;)*)
    }

    /// `read().await;` as a call that begins where the source does: what lints ask for is inserted there.
    fn discarded(&mut self, suspension: &ExprYield) -> Option<TokenStream> {
        let future = suspension.expr.as_deref().filter(|_| is_await(suspension) && !catches(suspension))?;
        if !matches!(future, Expr::Call(_) | Expr::MethodCall(_)) {
            return None;
        }
        self.discards = true;
        let span = suspension.yield_token.span;
        let mut call = future.to_token_stream();
        call.extend(quote_spanned!(span=> .awaited_as_a_statement()));
        Some(call)
    }

    /// A block whose value is returned.
    fn body(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| !is_item(stmt));
        let tail = match block.stmts.last() {
            Some(Stmt::Expr(_, None)) => match block.stmts.pop() {
                Some(Stmt::Expr(tail, None)) => Some(tail),
                _ => None,
            },
            Some(Stmt::Macro(call)) if call.semi_token.is_none() => match block.stmts.pop() {
                Some(Stmt::Macro(call)) => {
                    Some(Expr::Macro(syn::ExprMacro { attrs: call.attrs, mac: call.mac }))
                }
                _ => None,
            },
            _ => None,
        };
        self.visit_block_mut(block);
        if let Some(mut tail) = tail {
            self.tail(&mut tail);
            block.stmts.push(Stmt::Expr(tail, None));
        }
    }

    /// A value that is returned, down to the branches that the machine returns from.
    fn tail(&mut self, expr: &mut Expr) {
        if suspends(expr) {
            match expr {
                Expr::Paren(inner) => return self.tail(&mut inner.expr),
                Expr::Block(block) if block.label.is_none() => return self.body(&mut block.block),
                Expr::Unsafe(block) => return self.body(&mut block.block),
                Expr::If(branch) if branch.else_branch.is_some() => {
                    self.visit_expr_mut(&mut branch.cond);
                    self.body(&mut branch.then_branch);
                    if let Some((_, otherwise)) = &mut branch.else_branch {
                        self.tail(otherwise);
                    }
                    return;
                }
                Expr::Match(branch) => {
                    self.visit_expr_mut(&mut branch.expr);
                    for arm in &mut branch.arms {
                        self.visit_pat_mut(&mut arm.pat);
                        self.tail(&mut arm.body);
                    }
                    return;
                }
                _ => {}
            }
        }
        let may_be_never = may_be_never(expr);
        self.visit_expr_mut(expr);
        let is_statement = match expr {
            Expr::ForLoop(_) | Expr::While(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
            // As it stands it may never come to an end, and then has no value.
            Expr::Loop(_) => true,
            Expr::If(branch) => branch.else_branch.is_none(),
            _ => false,
        };
        if !is_statement {
            self.returned(expr, may_be_never);
        }
    }

    fn returned(&mut self, value: &mut Expr, may_be_never: bool) {
        let span = syn::spanned::Spanned::span(value);
        let name = outgoing(&self.names.returned, may_be_never);
        // Behind a value of type `!` the name is unreachable, which is no news to the source.
        let allowed = may_be_never.then(|| quote!(#[allow(unreachable_code)]));
        if let Some((declaration, name)) = outcome::returned(self.names, &name, span, &quote!(#value)) {
            *value = Expr::Verbatim(quote_spanned!(span=> { #declaration #allowed #name }));
        }
    }

    fn apart(&mut self, f: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.own, false);
        f(self);
        self.own = outer;
    }

    /// Whether a name is that of a local in a slot, and stands in one of these places.
    fn stands(&self, name: &Ident, places: &HashSet<(usize, usize)>) -> bool {
        self.names.slots.contains(&name.to_string()) && places.contains(&line_column(name.span()))
    }

    /// Whether the machine moves this local out of its slot here.
    fn is_moved(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = expr else { return false };
        path.path.get_ident().is_some_and(|name| self.stands(name, &self.names.moves.names))
    }

    /// Whether this is a part of a local in a slot that must be a copy.
    fn is_copied(&self, expr: &Expr) -> bool {
        let mut depth = 0;
        let mut place = expr;
        while let Expr::Field(field) = place {
            depth += 1;
            place = &field.base;
        }
        root(place).is_some_and(|name| {
            self.names.slots.contains(&name.to_string())
                && self.names.moves.parts.get(&line_column(name.span())) == Some(&depth)
        })
    }

    /// Whether the machine moves this field out of a local in a slot, by a guess.
    fn is_moved_field(&self, expr: &Expr) -> bool {
        let Expr::Field(field) = expr else { return false };
        root(&field.base).is_some_and(|name| self.stands(name, &self.names.moves.fields))
    }

    /// `let _ = &x;` where the machine shows all of a local in a slot to a pattern that takes parts of it: nobody may have one of
    /// them exclusively.
    fn look(&self, scrutinee: &Expr) -> Option<Stmt> {
        let name = root(scrutinee).filter(|name| self.stands(name, &self.names.moves.looks))?;
        let span = Span::call_site().located_at(name.span());
        Some(parse_quote_spanned!(span=> let _ = &#name;))
    }

    /// Mentions of what a closure or a block with this `move` takes out of its slot: so it captures that as a whole.
    fn captured(&self, capture: &impl ToTokens) -> Vec<Stmt> {
        let names = self.names.captured.get(&line_column(capture.span())).into_iter().flatten();
        names.map(|name| parse_quote!(let _ = &#name;)).collect()
    }

    /// A macro that cannot be read, with the references that the machine gives it.
    fn shown(&self, mac: &Macro) -> Option<Expr> {
        let span = mac.path.segments.last()?.ident.span();
        let names = self.names.moves.shown.get(&line_column(span))?;
        let shown = names.iter().map(|name| {
            let name = format_ident!("{}", name, span = span);
            quote_spanned!(span=> #[allow(unused_variables)] let #name = &#name;)
        });
        Some(parse_quote_spanned!(span=> { #(#shown)* #mac }))
    }

    fn suspension(&self, suspension: &ExprYield) -> TokenStream {
        let span = suspension.yield_token.span;
        let of_itself = self.names.calls_itself && calls_itself(suspension);
        let value = suspension.expr.as_deref().map(|value| match of_itself {
            true => typed_arguments(self.names, value),
            false => quote!(#value),
        });
        if let Some(awaited) = awaited(suspension) {
            let krate = spans::at(span, &self.names.krate);
            // Token for token as in the machine: of what is no future, rustc says so once.
            let future = awaited.into_future(&value);
            return match catches(suspension) {
                true => quote_spanned!(span=> #krate::private::awaited_or_cancelled(#future)),
                false => quote_spanned!(span=> #krate::private::awaited(#future)),
            };
        }
        if of_itself {
            return call_of_itself(self.names, self.types, span, &value.unwrap_or_default());
        }
        if is_delegation(suspension) {
            return delegation(self.names, self.types, span, &value.unwrap_or_default());
        }
        let diverges = |value: &Expr| matches!(value, Expr::Macro(call) if macros::diverges(&call.mac));
        let name = outgoing(&self.names.yielded, suspension.expr.as_deref().is_some_and(diverges));
        let (declaration, name) = outcome::yielded(self.names, &name, span, value.as_ref());
        let call = call(self.names, self.types, span, &quote_spanned!(span=> { #declaration #name }));
        if catches(suspension) {
            let krate = spans::at(span, &self.names.krate);
            return quote_spanned!(span=> #krate::private::resumed_or_cancelled(#call));
        }
        call
    }
}

impl VisitMut for Plain<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| !is_item(stmt));
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Stmt::Local(syn::Local { init: Some(init), .. }) = &stmt {
                block.stmts.extend(self.look(&init.expr));
            }
            self.visit_stmt_mut(&mut stmt);
            block.stmts.push(stmt);
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if self.is_moved(&field.expr) {
            field.colon_token.get_or_insert_with(Default::default);
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let look = match expr {
            Expr::Match(branch) => self.look(&branch.expr),
            Expr::If(branch) => match &*branch.cond {
                Expr::Let(condition) => self.look(&condition.expr),
                _ => None,
            },
            _ => None,
        };
        let returns_never = match expr {
            Expr::Return(exit) => exit.expr.as_deref().is_some_and(may_be_never),
            _ => false,
        };
        match expr {
            Expr::Closure(_) | Expr::Async(_) => self.apart(|this| visit_mut::visit_expr_mut(this, expr)),
            // Only a function with errors has one: nothing that suspends is constant.
            Expr::Const(_) if suspends(expr) => {
                let span = syn::spanned::Spanned::span(expr);
                *expr = Expr::Verbatim(call(self.names, self.types, span, &quote!(::core::unreachable!())));
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        match expr {
            Expr::Path(_) if self.is_moved(expr) => *expr = parse_quote!(({ #expr })),
            Expr::Field(_) if self.is_moved_field(expr) => {
                // Braces of the source's would be superfluous there.
                let span = Span::call_site().located_at(expr.span());
                *expr = parse_quote_spanned!(span=> ({ #expr }));
            }
            Expr::Field(_) if self.is_copied(expr) => {
                let krate = &self.names.krate;
                let copied = quote_spanned!(expr.span()=> #krate::private::copied_part(&raw const #expr));
                *expr = parse_quote!(({ #copied; #expr }));
            }
            Expr::Closure(closure) => {
                let mentions = self.captured(&closure.capture);
                match &mut *closure.body {
                    _ if mentions.is_empty() => {}
                    Expr::Block(block) => _ = block.block.stmts.splice(..0, mentions),
                    body => *body = parse_quote!({ #(#mentions)* #body }),
                }
            }
            Expr::Async(block) => {
                let mentions = self.captured(&block.capture);
                block.block.stmts.splice(..0, mentions);
            }
            Expr::Macro(call) => {
                if let Some(shown) = self.shown(&call.mac) {
                    *expr = shown;
                }
            }
            Expr::Yield(suspension) => *expr = Expr::Verbatim(self.suspension(suspension)),
            Expr::Return(exit) if self.own => {
                if let Some(value) = &mut exit.expr {
                    self.returned(value, returns_never);
                }
            }
            Expr::MethodCall(call) => self.names.verify(call),
            _ => {}
        }
        if let Some(look) = look {
            *expr = parse_quote!({ #look #expr });
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Expr(Expr::Yield(suspension), semicolon @ Some(_)) = stmt {
            // Its own parts first, as those of any other.
            visit_mut::visit_expr_yield_mut(self, suspension);
            let call = self.discarded(suspension).unwrap_or_else(|| self.suspension(suspension));
            *stmt = Stmt::Expr(Expr::Verbatim(call), *semicolon);
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
        if let Stmt::Macro(call) = stmt
            && let Some(shown) = self.shown(&call.mac)
        {
            *stmt = Stmt::Expr(shown, call.semi_token);
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        visit_mut::visit_local_mut(self, local);
        local.attrs.retain(|attr| Wanted::of(attr).is_none());
        if let (Pat::Ident(pat), true) = (&mut local.pat, is_deferred(local.init.as_ref())) {
            // The guard of a `defer!` is not a variable of the source: that nobody uses it is no news.
            pat.ident = format_ident!("_{}", pat.ident);
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        // The machine calls std's own there: in the check, another one of that name is refused.
        if let Some(readable) = macros::read(mac)
            && (readable.inline_names().iter().any(|name| self.names.slots.contains(&name.to_string()))
                || macros::names_one_of(mac.tokens.clone(), &self.names.slots))
        {
            match macros::exported(mac) {
                Some(name) => _ = self.exported.insert(name.to_string()),
                None => macros::qualify(mac, &self.names.krate),
            }
        }
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
