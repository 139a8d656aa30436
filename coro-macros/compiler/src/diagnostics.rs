//! Errors are collected: each pass reports into one [`Report`], the driver stops after a pass that did, and the user
//! sees all of them at once.
//!
//! What rustc words better is left to rustc. These are for what we do not support: each names the construct, the reason
//! and the rewrite.

use proc_macro2::{Ident, TokenStream};
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

    /// Adds what another has.
    pub fn append(&mut self, other: Report) {
        other.errors.into_iter().for_each(|error| self.push(error));
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.errors.is_none()
    }

    /// The messages, in the order in which they were reported.
    #[cfg(test)]
    pub fn messages(&self) -> Vec<String> {
        self.errors.iter().flatten().map(|error| error.to_string()).collect()
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
pub const AWAIT_IN_MACRO: &str = "this macro's arguments cannot be read, so an `.await` inside it cannot be compiled\n\
    help: bind the value to a local first: `let value = future.await;`";
pub const AWAITING_MACRO: &str = "this macro expands to an `.await`, which comes too late for the coroutine to see it\n\
    help: let an `async` block await it: `async move { select! { .. } }.await`";
pub const EXIT_IN_MACRO: &str = "this macro's arguments cannot be read, so a `return`, `?`, `break` or `continue` inside it would leave the wrong function\n\
    help: bind the value to a local first: `let value = ..?;`";
pub const COMPOUND_PLACE: &str = "which side of this assignment is evaluated first depends on types that a macro cannot see\n\
    help: write the place's index or the right side to a local first";
pub const PINNED_IN_MACRO: &str = "this macro's arguments cannot be read, and it mentions a local that is borrowed across a suspension\n\
    help: borrow the local first, and pass the reference: `let reference = &local;`";
pub const CFG: &str = "a `#[cfg]` here reaches the coroutine unevaluated, and decides what is saved at a suspension\n\
    help: use `if cfg!(..) { .. }`, or put the `#[cfg]` on two versions of the function";
pub const NO_BODY: &str = "a coroutine needs a body: a trait can only declare the method\n\
    help: declare it as `fn name(..) -> impl Coroutine<Yield = .., Return = ..>` and put `#[coroutine]` on the implementations";
pub const NO_FUNCTION: &str = "`#[coroutine]` turns a function or a method into a coroutine, and this is neither\n\
    help: write the body as `fn name(..) { .. }`, with the attribute on that";
pub const NO_CLOSURE: &str = "`coroutine!` takes a function or a closure\n\
    help: write `coroutine! { fn name(..) yield T { .. } }` or `coroutine!(move |first: T| { .. })`";
pub const TWO_CLOSURE_ARGUMENTS: &str = "a coroutine closure has one argument at most: the first value sent\n\
    help: capture the others, with `move`";
pub const TWO_VALUES: &str = "a coroutine yields one value at a time\n\
    help: yield a tuple: `yield_!((a, b))`";
pub const NO_CHILD: &str = "`yield_from!` needs the coroutine that it hands over to\n\
    help: write `yield_from!(child)`";
pub const TWO_CHILDREN: &str = "`yield_from!` hands over to one coroutine at a time\n\
    help: write one `yield_from!` after the other";
pub const UNDERIVABLE: &str = "a coroutine can only derive `Debug` and `Clone`: another trait cannot be implemented for all of its states\n\
    help: implement it for a type of your own that holds the coroutine";
pub const IN_ITEM: &str = "this function is not part of the coroutine around it, so it cannot suspend\n\
    help: make it a coroutine, with `#[coroutine]`, and delegate with `yield_from!`";
pub const IN_LOCAL_MACRO: &str = "a macro of the body is expanded after the coroutine has been compiled, so it cannot suspend\n\
    help: write the `yield_!` around its call: `yield_!(name!(..))`";
pub const CONST_FN: &str = "a coroutine cannot be a `const fn`: its body runs when it is resumed";
pub const ASYNC_CLOSURE: &str = "`coroutine!` takes no `async` closure\n\
    help: write `coroutine!(async move { .. })`";
pub const ASYNC_OPTIONS: &str = "an `async fn` yields to its task, which sends it a waker and can throw `Cancelled` into it\n\
    help: leave this option out";
pub const ASYNC_RETURN: &str = "an `async fn` that yields is a `Stream`, which ends without a value\n\
    help: yield the last value, or yield `Result`s";
pub const ASYNC_YIELD: &str = "this `async fn` does not say what it yields\n\
    help: write `#[coroutine(yield = T)]`: then it is a `Stream`";
pub const ASYNC_DELEGATION: &str = "an `async fn` cannot hand over to a coroutine\n\
    help: loop over the coroutine, and yield what it yields";
pub const CLONED_BORROWS: &str = "a coroutine that borrows one of its locals across a suspension cannot be cloned: the references of the clone would go into the original\n\
    help: leave out `Clone`, or keep an index or a copy across the suspension and borrow anew after it";
pub const EXTERN_FN: &str = "a coroutine cannot be an `extern` function: it returns a Rust type";
pub const VARIADIC: &str = "a coroutine cannot have variadic arguments";
pub const DEFER_EXIT: &str = "the body of `defer!` is a closure that runs at the end of its scope: it can neither leave the coroutine nor suspend it\n\
    help: move this out of the `defer!`";
pub const DEFER_BREAK: &str = "a `break` with a value cannot leave the scope of a `defer!` that awaits\n\
    help: assign the value to a local outside of the scope, and `break` without it";
pub const IN_MESSAGE: &str = "the message of this assertion is evaluated only when it fails, and cannot suspend\n\
    help: write `if left != right { panic!(..) }`";

/// An option of the attribute that does not exist.
pub fn unknown_option(name: &Ident) -> String {
    format!(
        "unknown option `{name}`\n\
         help: the options are `yield = T`, `send = T`, `send = T as pattern`, `throw = E`, `derive(Debug, Clone)` and `crate = path`"
    )
}

/// A clause of `coroutine! { fn .. }` that does not exist.
pub fn unknown_clause(name: &Ident) -> String {
    format!(
        "unknown clause `{name}`\n\
         help: after the arguments come `yield T`, `send T` or `send T as pattern`, `throw E`, and then `-> R`"
    )
}

/// An option without its value.
pub fn missing_type(name: &Ident) -> String {
    if name == "crate" {
        return "the option `crate` needs a path\nhelp: write for example `crate = ::coro_core`".to_owned();
    }
    format!("the option `{name}` needs a type\nhelp: write for example `{name} = u32`")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn all_errors_come_out_in_order() {
        let mut report = Report::default();
        assert!(report.is_empty());
        report.error(quote!(a), IN_CLOSURE);
        report.error(quote!(b), IN_ASYNC);
        assert_eq!(report.messages(), [IN_CLOSURE, IN_ASYNC]);
        assert_eq!(report.into_tokens().to_string().matches("compile_error").count(), 2);
    }

    #[test]
    fn nothing_to_report_is_no_tokens() {
        assert!(Report::default().into_tokens().is_empty());
    }
}
