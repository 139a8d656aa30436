//! From tokens to the function as it was written.
//!
//! AFTER THIS POINT: the body is a syntax tree in which each suspension, however it was spelled, is an `Expr::Yield`,
//! and `defer!` is the `let` of a guard.

mod options;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprClosure, ExprYield, FnArg, Generics, Ident, ItemFn, Macro, Pat, ReturnType,
    Safety, Signature, Stmt, Token, Visibility, parse_quote, parse_quote_spanned,
};

pub use options::Options;

use crate::diagnostics::{self, Report};
use crate::macros;

/// A function or a closure to compile.
pub struct Source {
    /// Types in and out.
    pub options: Options,
    /// What it is.
    pub kind: Kind,
    /// The body, with suspensions as `Expr::Yield`.
    pub body: Block,
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
        /// `move`.
        capture: Option<Token![move]>,
        /// Its only argument, if it has one: the first value sent.
        first: Option<Pat>,
        /// The declared return type.
        output: ReturnType,
    },
}

/// The attribute form: `#[coroutine(..)] fn ..`.
pub fn attribute(options: TokenStream, item: TokenStream, report: &mut Report) -> Option<Source> {
    let options = Options::parse.parse2(options).map_err(|error| report.push(error)).ok();
    let function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            match syn::parse2::<syn::TraitItemFn>(item) {
                Ok(method) if method.default.is_none() => report.error(&method.sig, diagnostics::NO_BODY),
                _ => report.push(error),
            }
            return None;
        }
    };
    let ItemFn { attrs, vis, sig, block, .. } = function;
    finish(options?, Kind::Function { attrs, vis, sig: Box::new(sig) }, *block, report)
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
    finish(options, kind, body, report)
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
        options.read(&name, input)?;
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
    let closure: ExprClosure = input.parse()?;
    if !input.is_empty() {
        return Err(input.error("expected nothing after the closure"));
    }
    if let Some(token) = &closure.asyncness {
        return Err(syn::Error::new(token.span, diagnostics::ASYNC_FN));
    }
    if closure.inputs.len() > 1 {
        return Err(syn::Error::new_spanned(
            &closure.inputs[1],
            "a coroutine closure has one argument at most: the first value sent\n\
             help: capture the others, with `move`",
        ));
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
    options.first = first.clone();
    Ok((options, Kind::Closure { capture: closure.capture, first, output: closure.output }, body))
}

fn finish(options: Options, kind: Kind, mut body: Block, report: &mut Report) -> Option<Source> {
    if let Kind::Function { sig, .. } = &kind {
        if let Some(token) = &sig.constness {
            report.error(token, diagnostics::CONST_FN);
        }
        if let Some(token) = &sig.asyncness {
            report.error(token, diagnostics::ASYNC_FN);
        }
        if let Some(abi) = &sig.abi {
            report.error(abi, diagnostics::EXTERN_FN);
        }
        if let Some(variadic) = &sig.variadic {
            report.error(variadic, diagnostics::VARIADIC);
        }
    }
    Spelling { report, deferred: 0 }.visit_block_mut(&mut body);
    Some(Source { options, kind, body })
}

/// A suspension that hands over to a child coroutine: `yield_from!(child)`.
pub fn is_delegation(suspension: &ExprYield) -> bool {
    suspension.attrs.iter().any(|attr| attr.path().is_ident("from"))
}

/// Gives the suspensions one spelling.
struct Spelling<'a> {
    report: &'a mut Report,
    deferred: usize,
}

impl Spelling<'_> {
    fn suspension(&mut self, mac: &Macro) -> Option<Expr> {
        let delegates = mac.path.is_ident("yield_from");
        if !delegates && !mac.path.is_ident("yield_") {
            return None;
        }
        let span = mac.path.segments[0].ident.span();
        let expr = if mac.tokens.is_empty() && !delegates {
            None
        } else {
            match syn::parse2::<Expr>(mac.tokens.clone()) {
                Ok(expr) => Some(Box::new(expr)),
                Err(error) => {
                    self.report.push(error);
                    Some(Box::new(parse_quote_spanned!(span=> ::core::panic!())))
                }
            }
        };
        let attrs = if delegates { vec![parse_quote!(#[from])] } else { Vec::new() };
        Some(Expr::Yield(ExprYield { attrs, yield_token: Token![yield](span), expr }))
    }

    fn guard(&mut self, mac: &Macro) -> Option<Stmt> {
        if !mac.path.is_ident("defer") {
            return None;
        }
        let span = mac.path.segments[0].ident.span();
        let found = macros::inspect_opaque(&mac.tokens);
        if let Some(span) = found.suspends.or(found.exits) {
            self.report.push(syn::Error::new(span, diagnostics::DEFER_EXIT));
        }
        let name = match self.deferred {
            0 => Ident::new("deferred", span),
            n => format_ident!("deferred{}", n, span = span),
        };
        self.deferred += 1;
        let body = &mac.tokens;
        Some(parse_quote_spanned! {span=>
            let #name = ::coro_core::private::defer(move || { #body });
        })
    }
}

impl VisitMut for Spelling<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr {
            if let Some(suspension) = self.suspension(&call.mac) {
                *expr = suspension;
            }
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt {
            if let Some(suspension) = self.suspension(&call.mac) {
                *stmt = Stmt::Expr(suspension, call.semi_token);
            } else if let Some(guard) = self.guard(&call.mac) {
                *stmt = guard;
            }
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        // A failed assertion shows its condition as it was written, and not what becomes of it.
        let is_assertion = mac.path.segments.last().is_some_and(|last| last.ident == "assert" || last.ident == "debug_assert");
        if is_assertion
            && macros::inspect_opaque(&mac.tokens).suspends.is_some()
            && macros::read(mac).is_some_and(|readable| readable.arguments.len() == 1)
        {
            let text = format!("assertion failed: {}", mac.tokens);
            let condition = std::mem::take(&mut mac.tokens);
            mac.tokens = quote!(#condition, "{}", #text);
        }
        macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {
        // An item in the body is not part of the coroutine.
    }
}

/// The place of a token, for docs and resume points. Columns count from 1.
pub fn line_column(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column + 1)
}
