//! From tokens to the function as it was written.
//!
//! AFTER THIS POINT: the body is a syntax tree in which each suspension, however it was spelled, is an `Expr::Yield`,
//! and `defer!` is the `let` of a guard.

pub mod awaits;
mod exits;
pub mod finally;
pub mod options;
pub mod recursion;
mod returning;
mod yields;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprClosure, ExprYield, FnArg, Generics, Ident, ItemFn, Macro, Pat, ReturnType,
    Safety, Signature, Stmt, Token, Type, Visibility, parse_quote, parse_quote_spanned,
};

use options::Form;
pub use options::Options;

use crate::diagnostics::{self, Report};
use crate::liveness::methods;
use crate::macros;

/// A function or a closure to compile.
pub struct Source {
    /// Types in and out.
    pub options: Options,
    /// What it is.
    pub kind: Kind,
    /// The body, with suspensions as `Expr::Yield`.
    pub body: Block,
    /// What the body says can be held against the options: they were read without an error, for one thing.
    pub checkable: bool,
    /// An `async fn`, which suspends at each `.await`.
    pub is_async: bool,
    /// Where it suspends for what a method of its name makes, which may be of its own type.
    pub namesake: Option<Span>,
    /// Some `defer!` awaits: dropping the machine runs it, as far as it comes.
    pub cleans: bool,
    /// rustc refuses it in the check, whatever the machine is: it goes to a label that does not exist, or awaits.
    pub refused: bool,
}

/// What stands around the body.
pub enum Kind {
    /// A function or method.
    Function {
        /// Attributes and docs, kept.
        attrs: Vec<Attribute>,
        /// Visibility, kept.
        vis: Visibility,
        /// Name, generics and arguments.
        sig: Box<Signature>,
    },
    /// A closure in `coroutine!`.
    Closure {
        /// `async move { .. }`, and not a closure.
        is_async: bool,
        /// `move`.
        capture: Option<Token![move]>,
        /// The declared return type.
        output: ReturnType,
    },
}

/// The attribute form: `#[coroutine(..)] fn ..`.
pub fn attribute(options: TokenStream, item: TokenStream, report: &mut Report) -> Option<Source> {
    let mut read = Options::default();
    let mut complete = false;
    let parser = |input: ParseStream| {
        complete = read.attribute(input, report);
        Ok(())
    };
    parser.parse2(options).map_err(|error| report.push(error)).ok();
    let function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            match syn::parse2::<syn::TraitItemFn>(item.clone()) {
                Ok(method) if method.default.is_none() => report.error(&method.sig, diagnostics::NO_BODY),
                _ if syn::parse2::<syn::Item>(item.clone()).is_ok() => {
                    report.error(first_token(item), diagnostics::NO_FUNCTION)
                }
                _ => report.push(error),
            }
            return None;
        }
    };
    let ItemFn { attrs, vis, sig, block, .. } = function;
    Some(finish(read, complete, Kind::Function { attrs, vis, sig: Box::new(sig) }, *block, report))
}

/// The first token that is not part of an attribute.
fn first_token(item: TokenStream) -> Option<TokenTree> {
    let mut tokens = item.into_iter().peekable();
    while matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#') {
        tokens.nth(1);
    }
    tokens.next()
}

/// The macro form: `coroutine! { fn .. }` or `coroutine!(|..| ..)`.
pub fn function_like(input: TokenStream, report: &mut Report) -> Option<Source> {
    let parser = |input: ParseStream| {
        let attrs = input.call(Attribute::parse_outer)?;
        let ahead = input.fork();
        let _: Visibility = ahead.parse()?;
        if ahead.peek(Token![fn]) || ahead.peek(Token![unsafe]) {
            explicit_function(attrs, input)
        } else {
            explicit_closure(input)
        }
    };
    let (options, kind, body) = parser.parse2(input).map_err(|error| report.push(error)).ok()?;
    Some(finish(options, true, kind, body, report))
}

/// `fn name(..) yield T send T throw E -> R where .. { .. }`
fn explicit_function(attrs: Vec<Attribute>, input: ParseStream) -> syn::Result<(Options, Kind, Block)> {
    let vis = input.parse()?;
    let safety = if input.peek(Token![unsafe]) { Safety::Unsafe(input.parse()?) } else { Safety::Default };
    let fn_token = input.parse()?;
    let ident = input.parse()?;
    let mut generics: Generics = input.parse()?;
    let arguments;
    let paren_token = syn::parenthesized!(arguments in input);
    let inputs = arguments.parse_terminated(FnArg::parse, Token![,])?;
    let mut options = Options::default();
    while !input.peek(Token![->]) && !input.peek(Token![where]) && !input.peek(syn::token::Brace) {
        let name = input.call(<Ident as syn::ext::IdentExt>::parse_any)?;
        options.read(&name, input, Form::Clause)?;
    }
    let output = input.parse()?;
    generics.where_clause = input.parse()?;
    let body = input.parse()?;
    let sig = Signature {
        constness: None,
        asyncness: None,
        safety,
        abi: None,
        fn_token,
        ident,
        generics,
        paren_token,
        inputs,
        variadic: None,
        output,
    };
    let kind = Kind::Function { attrs, vis, sig: Box::new(sig) };
    Ok((options, kind, body))
}

/// `move |first| body`
fn explicit_closure(input: ParseStream) -> syn::Result<(Options, Kind, Block)> {
    let start = input.fork();
    if input.peek(Token![async])
        && !input.peek2(Token![|])
        && !(input.peek2(Token![move]) && input.peek3(Token![|]))
    {
        let block: syn::ExprAsync = input.parse()?;
        if !input.is_empty() {
            return Err(input.error("expected nothing after the `async` block"));
        }
        let kind = Kind::Closure { is_async: true, capture: block.capture, output: ReturnType::Default };
        return Ok((Options::default(), kind, block.block));
    }
    let Ok(closure) = input.parse::<ExprClosure>() else {
        return Err(not_a_closure(&start));
    };
    if !input.is_empty() {
        return Err(input.error("expected nothing after the closure"));
    }
    if let Some(token) = &closure.asyncness {
        return Err(syn::Error::new(token.span, diagnostics::ASYNC_CLOSURE));
    }
    if closure.inputs.len() > 1 {
        return Err(syn::Error::new_spanned(&closure.inputs[1], diagnostics::TWO_CLOSURE_ARGUMENTS));
    }
    let mut options = Options::default();
    let first = closure.inputs.into_iter().next().map(|pat| match pat {
        Pat::Type(typed) => {
            options.send = Some(*typed.ty);
            *typed.pat
        }
        pat => {
            options.send = Some(parse_quote!(_));
            pat
        }
    });
    let body = match *closure.body {
        Expr::Block(block) if block.label.is_none() => block.block,
        body => parse_quote!({ #body }),
    };
    options.yields = Some(parse_quote!(_));
    options.first = first;
    Ok((options, Kind::Closure { is_async: false, capture: closure.capture, output: closure.output }, body))
}

/// What is said where neither a function nor a closure begins. In a closure that is wrong, its own error.
fn not_a_closure(start: ParseStream) -> syn::Error {
    let begins = start.peek(Token![|])
        || start.peek(Token![||])
        || start.peek(Token![move])
        || start.peek(Token![async]);
    match (begins, start.fork().parse::<ExprClosure>()) {
        (true, Err(error)) => error,
        _ => syn::Error::new(start.span(), diagnostics::NO_CLOSURE),
    }
}

fn finish(mut options: Options, complete: bool, kind: Kind, mut body: Block, report: &mut Report) -> Source {
    let mut is_async = matches!(kind, Kind::Closure { is_async: true, .. });
    if is_async && yields::yields(&body) {
        options.yields = Some(parse_quote!(_));
    }
    if let Kind::Function { sig, .. } = &kind {
        if let Some(token) = &sig.constness {
            report.error(token, diagnostics::CONST_FN);
        }
        is_async = sig.asyncness.is_some();
        if is_async {
            refuse_options(&options, report);
            recursion::erase(&mut body, &sig.ident, &options.path());
        }
        if is_async
            && options.yields.is_some()
            && let ReturnType::Type(_, ty) = &sig.output
            && !matches!(&**ty, Type::Tuple(tuple) if tuple.elems.is_empty())
        {
            report.error(ty, diagnostics::ASYNC_RETURN);
        }
        if let Some(abi) = &sig.abi {
            report.error(abi, diagnostics::EXTERN_FN);
        }
        if let Some(variadic) = &sig.variadic {
            report.error(variadic, diagnostics::VARIADIC);
        }
    }
    let yields = options.yields.is_some();
    if let Kind::Function { sig, .. } = &kind {
        returning::rewrite(&mut body, &sig.output);
    }
    Spelling { report, krate: options.path(), deferred: 0, yields, awaits: is_async }
        .visit_block_mut(&mut body);
    // In a call, the first value that is sent would be missing.
    let namesake = match &kind {
        Kind::Function { sig, .. } if !(is_async && yields) && options.first.is_none() => {
            recursion::mark(&mut body, sig)
        }
        _ => None,
    };
    let output = match &kind {
        Kind::Function { sig, .. } => sig.output.clone(),
        Kind::Closure { .. } => parse_quote!(-> _),
    };
    let cleans = is_async && finally::lower(&mut body, &output, &options.path(), report);
    let lost = exits::lost(&body);
    let without_loop = !lost.without_loop.is_empty();
    lost.without_loop.into_iter().for_each(|error| report.push(error));
    Source {
        options,
        kind,
        body,
        is_async,
        cleans,
        namesake,
        checkable: complete && !without_loop,
        refused: lost.refused,
    }
}

/// A type of the signature as one of the body, where an `impl Trait` is inferred.
pub fn inferred(ty: &Type) -> Type {
    struct Infer;
    impl VisitMut for Infer {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if matches!(ty, Type::ImplTrait(_)) {
                *ty = parse_quote!(_);
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Infer.visit_type_mut(&mut ty);
    ty
}

/// What goes in and out of an `async fn` is its task's.
fn refuse_options(options: &Options, report: &mut Report) {
    for ty in [&options.send, &options.throw].into_iter().flatten() {
        report.error(ty, diagnostics::ASYNC_OPTIONS);
    }
    if let Some(path) = options.derived("Clone") {
        report.error(path, diagnostics::CLONED_BORROWS);
    }
}

/// A suspension that hands over to a child coroutine: `yield_from!(child)`.
pub fn is_delegation(suspension: &ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident("from"))
}

/// Gives the suspensions one spelling.
struct Spelling<'a> {
    report: &'a mut Report,
    krate: TokenStream,
    deferred: usize,
    /// It has an option that says what it yields.
    yields: bool,
    /// An `.await` here suspends the coroutine, and not a closure or an `async` block in it.
    awaits: bool,
}

impl Spelling<'_> {
    fn suspension(&mut self, mac: &Macro) -> Option<Expr> {
        let delegates = mac.path.is_ident("yield_from");
        if !delegates && !mac.path.is_ident("yield_") {
            return None;
        }
        let span = mac.path.segments[0].ident.span();
        if self.awaits && delegates {
            self.report.error(&mac.path, diagnostics::ASYNC_DELEGATION);
        } else if self.awaits && !self.yields {
            self.report.error(&mac.path, diagnostics::ASYNC_YIELD);
        }
        let read = match mac.tokens.is_empty() && !delegates {
            true => Ok(None),
            false => one_value(mac, delegates).map(Some),
        };
        let (attrs, expr) = match read {
            Ok(expr) if delegates => (vec![parse_quote!(#[from])], expr),
            Ok(expr) => (Vec::new(), expr),
            Err(error) => {
                self.report.push(error);
                // A value of whatever type: rustc says nothing more of it.
                let krate = &self.krate;
                (Vec::new(), Some(parse_quote_spanned!(span=> #krate::private::never_runs())))
            }
        };
        let expr = expr.map(Box::new);
        Some(Expr::Yield(ExprYield { attrs, yield_token: Token![yield](span), expr }))
    }

    /// A macro that awaits where the coroutine does not see it. What stands in for it has any type: rustc says no more.
    fn refused(&mut self, mac: &Macro) -> Option<Expr> {
        if !self.awaits || macros::read(mac).is_some() {
            return None;
        }
        let name = &mac.path.segments.last()?.ident;
        if let Some(span) = awaits::found_in(&mac.tokens) {
            self.report.push(syn::Error::new(span, diagnostics::AWAIT_IN_MACRO));
        } else if AWAITING.iter().any(|known| name == known) {
            self.report.error(&mac.path, diagnostics::AWAITING_MACRO);
        } else {
            return None;
        }
        let krate = &self.krate;
        Some(parse_quote_spanned!(name.span()=> #krate::private::never_runs()))
    }

    fn guard(&mut self, mac: &Macro) -> Option<Stmt> {
        if !mac.path.is_ident("defer") {
            return None;
        }
        let span = mac.path.segments[0].ident.span();
        let found = macros::inspect_opaque(&mac.tokens);
        let wrong = found.suspends.or(found.exits);
        if let Some(span) = wrong {
            self.report.push(syn::Error::new(span, diagnostics::DEFER_EXIT));
        }
        if self.awaits && wrong.is_none() && awaits::found_in(&mac.tokens).is_some() {
            let statements = Block::parse_within.parse2(mac.tokens.clone());
            let statements = statements.map_err(|error| self.report.push(error)).unwrap_or_default();
            let mark = finally::mark();
            return Some(Stmt::Expr(parse_quote_spanned!(span=> #mark { #(#statements)* }), None));
        }
        let name = match self.deferred {
            0 => Ident::new("deferred", span),
            n => format_ident!("deferred{}", n, span = span),
        };
        self.deferred += 1;
        let krate = &self.krate;
        // What is wrong in it has been said.
        let body = if wrong.is_some() { TokenStream::new() } else { mac.tokens.clone() };
        Some(parse_quote_spanned! {span=>
            let #name = #krate::private::defer(move || { #body });
        })
    }
}

/// The macros of tokio and futures that await what they are given.
const AWAITING: &[&str] = &["join", "try_join", "select", "select_biased", "poll", "pending"];

/// What stands in a `yield_!` or `yield_from!`: one expression.
fn one_value(mac: &Macro, delegates: bool) -> syn::Result<Expr> {
    if mac.tokens.is_empty() {
        return Err(syn::Error::new_spanned(&mac.path, diagnostics::NO_CHILD));
    }
    let parser = |input: ParseStream| {
        let value: Expr = input.parse()?;
        if input.peek(Token![,]) {
            let why = if delegates { diagnostics::TWO_CHILDREN } else { diagnostics::TWO_VALUES };
            return Err(syn::Error::new_spanned(input.parse::<TokenStream>()?, why));
        }
        Ok(value)
    };
    parser.parse2(mac.tokens.clone())
}

/// The guard that a `defer!` has become.
pub fn is_deferred(init: Option<&syn::LocalInit>) -> bool {
    init.is_some_and(|init| {
        matches!(&*init.expr, Expr::Call(call) if methods::is_function(&call.func, "private", &["defer"]))
    })
}

/// Looks for suspensions in an item of the body, which is no part of the coroutine.
struct Item<'a>(&'a mut Report);

impl<'ast> Visit<'ast> for Item<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_coroutine(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_coroutine(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        let text = item.mac.tokens.to_string();
        if item.ident.is_some()
            && !text.contains("coroutine")
            && let Some(span) = macros::inspect_opaque(&item.mac.tokens).suspends
        {
            self.0.push(syn::Error::new(span, diagnostics::IN_LOCAL_MACRO));
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if mac.path.is_ident("yield_") || mac.path.is_ident("yield_from") {
            self.0.error(&mac.path, diagnostics::IN_ITEM);
        }
    }
}

fn is_coroutine(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "coroutine"))
}

impl VisitMut for Spelling<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(other) = self.suspension(&call.mac).or_else(|| self.refused(&call.mac))
        {
            *expr = other;
        }
        let inner = matches!(expr, Expr::Closure(_) | Expr::Async(_));
        let outer = self.awaits;
        self.awaits &= !inner;
        visit_mut::visit_expr_mut(self, expr);
        self.awaits = outer;
        if let Expr::Await(awaited) = expr
            && self.awaits
        {
            let future = (*awaited.base).clone();
            *expr = Expr::Yield(ExprYield {
                attrs: vec![awaits::noted(&future)],
                yield_token: Token![yield](awaited.await_token.span),
                expr: Some(Box::new(future)),
            });
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt {
            if let Some(suspension) = self.suspension(&call.mac) {
                *stmt = Stmt::Expr(suspension, call.semi_token);
            } else if let Some(guard) = self.guard(&call.mac) {
                *stmt = guard;
            } else if let Some(nothing) = self.refused(&call.mac) {
                *stmt = Stmt::Expr(nothing, call.semi_token);
            }
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        // What suspends and defers in it does so in a coroutine of its own.
        if macros::is_coroutine(mac) {
            return;
        }
        // A failed assertion shows its condition as it was written, and not what becomes of it.
        let is_assertion = mac
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "assert" || last.ident == "debug_assert");
        if is_assertion
            && (macros::inspect_opaque(&mac.tokens).suspends.is_some()
                || self.awaits && awaits::found_in(&mac.tokens).is_some())
            && macros::read(mac).is_some_and(|readable| readable.arguments.len() == 1)
        {
            let text = format!("assertion failed: {}", mac.tokens);
            let condition = std::mem::take(&mut mac.tokens);
            mac.tokens = quote!(#condition, "{}", #text);
        }
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        // An item in the body is not part of the coroutine.
        Item(self.report).visit_item(item);
    }
}

/// The place of a token, for docs and resume points. Columns count from 1.
pub fn line_column(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column + 1)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    fn read(options: &str, item: &str) -> (Option<Source>, Vec<String>) {
        let mut report = Report::default();
        let tokens = |text: &str| text.parse().expect("tokens");
        let source = attribute(tokens(options), tokens(item), &mut report);
        (source, report.messages())
    }

    fn read_macro(input: &str) -> (Option<Source>, Vec<String>) {
        let mut report = Report::default();
        let source = function_like(input.parse().expect("tokens"), &mut report);
        (source, report.messages())
    }

    #[test]
    fn a_defer_is_a_guard_in_the_crate_of_the_options() {
        let (source, errors) = read("crate = my::core", "fn f() { defer! { g(); } defer! { h(); } }");
        assert!(errors.is_empty());
        let source = source.expect("a source");
        for (stmt, name) in source.body.stmts.iter().zip(["deferred", "deferred1"]) {
            let Stmt::Local(local) = stmt else { panic!("it is a `let`") };
            assert!(is_deferred(local.init.as_ref()));
            let text = local.to_token_stream().to_string();
            assert!(
                text.starts_with(&format!("let {name} = my :: core :: private :: defer (move | |")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_wrong_suspension_is_reported_and_the_rest_is_read() {
        let (source, errors) =
            read("", "fn f() { yield_!(1, 2); yield_from!(); yield_from!(a, b); defer! { return } }");
        assert_eq!(
            errors,
            [
                diagnostics::TWO_VALUES,
                diagnostics::NO_CHILD,
                diagnostics::TWO_CHILDREN,
                diagnostics::DEFER_EXIT
            ]
        );
        assert!(source.is_some());
    }

    #[test]
    fn items_of_the_body_cannot_suspend_unless_they_are_coroutines() {
        let (_, errors) =
            read("", "fn f() { fn g() { yield_!(1); } macro_rules! m { () => { yield_!(1) } } }");
        assert_eq!(errors, [diagnostics::IN_ITEM, diagnostics::IN_LOCAL_MACRO]);
        let (_, errors) = read("", "fn f() { #[coro_core::coroutine] fn g() { yield_!(1); } }");
        assert!(errors.is_empty());
    }

    #[test]
    fn what_is_neither_function_nor_closure_is_refused() {
        assert_eq!(read("", "#[derive(Debug)] struct S;").1, [diagnostics::NO_FUNCTION]);
        assert_eq!(read("", "fn f();").1, [diagnostics::NO_BODY]);
        assert_eq!(read_macro("1 + 1").1, [diagnostics::NO_CLOSURE]);
        assert_eq!(read_macro("|a, b| a").1, [diagnostics::TWO_CLOSURE_ARGUMENTS]);
    }

    #[test]
    fn errors_of_options_and_body_are_reported_together() {
        let (source, errors) = read("yeild = u32", "const fn f() { break; }");
        assert_eq!(errors.len(), 3);
        assert!(!source.expect("a source").checkable);
    }
}
