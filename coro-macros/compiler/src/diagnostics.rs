//! Errors are collected: each pass reports into one [`Report`], the driver stops after a pass that did, and the user
//! sees all of them at once.
//!
//! What rustc words better is left to rustc. These are for what we do not support: each names the construct, the reason
//! and the rewrite.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors of one function.
#[derive(Default)]
pub struct Report {
    errors: Option<syn::Error>,
}

impl Report {
    /// Reports `message` on `tokens`.
    pub fn error(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds an error that has a place already.
    pub fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.errors.is_none()
    }

    /// The errors as `compile_error!` items.
    pub fn into_tokens(self) -> TokenStream {
        self.errors.map(syn::Error::into_compile_error).unwrap_or_default()
    }
}

// The message of every error, each with its rewrite.

pub const IN_CLOSURE: &str = "a coroutine cannot suspend inside a closure: the closure is a function of its own\n\
    help: write the closure's body as a loop or a block of the coroutine, or make the closure a coroutine and delegate with `yield_from!`";
pub const IN_ASYNC: &str = "a coroutine cannot suspend inside an `async` block: the block is a machine of its own\n\
    help: suspend before or after the block, and pass the value in";
pub const IN_CONST: &str = "a `const` block is evaluated at compile time: nothing can suspend in it\n\
    help: compute the constant without the suspension";
pub const IN_MACRO: &str = "this macro's arguments cannot be read, so a suspension inside it cannot be compiled\n\
    help: bind the value to a local first: `let value = yield_!(..);`";
pub const EXIT_IN_MACRO: &str = "this macro's arguments cannot be read, so a `return`, `?`, `break` or `continue` inside it would leave the wrong function\n\
    help: bind the value to a local first: `let value = ..?;`";
pub const COMPOUND_PLACE: &str = "which side of this assignment is evaluated first depends on types that a macro cannot see\n\
    help: write the place's index or the right side to a local first";
pub const CFG: &str = "a `#[cfg]` here reaches the coroutine unevaluated, and decides what is saved at a suspension\n\
    help: use `if cfg!(..) { .. }`, or put the `#[cfg]` on two versions of the function";
pub const NO_BODY: &str = "a coroutine needs a body: a trait can only declare the method\n\
    help: declare it as `fn name(..) -> impl Coroutine<Yield = .., Return = ..>` and put `#[coroutine]` on the implementations";
pub const CONST_FN: &str = "a coroutine cannot be a `const fn`: its body runs when it is resumed";
pub const ASYNC_FN: &str = "`#[coroutine]` does not take an `async fn` yet\n\
    help: leave out `async`, and yield where the function would wait";
pub const EXTERN_FN: &str = "a coroutine cannot be an `extern` function: it returns a Rust type";
pub const VARIADIC: &str = "a coroutine cannot have variadic arguments";
pub const DEFER_EXIT: &str = "the body of `defer!` is a closure that runs at the end of its scope: it can neither leave the coroutine nor suspend it\n\
    help: move this out of the `defer!`";
pub const IN_MESSAGE: &str = "the message of this assertion is evaluated only when it fails, and cannot suspend\n\
    help: write `if left != right { panic!(..) }`";
