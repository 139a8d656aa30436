//! The entry points of the coroutine compiler. The compiler itself is `coro-compiler`: a proc-macro crate can export
//! nothing but macros.

use proc_macro::TokenStream;

/// Turns a function into a coroutine.
#[proc_macro_attribute]
pub fn coroutine(options: TokenStream, item: TokenStream) -> TokenStream {
    coro_compiler::attribute(options.into(), item.into()).into()
}

/// The form with the real `yield` keyword, for functions and closures.
#[proc_macro]
pub fn coroutine_with_keyword(input: TokenStream) -> TokenStream {
    coro_compiler::function_like(input.into()).into()
}
