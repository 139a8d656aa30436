//! Prints the expansion of the functions on standard input, each annotated with `#[coroutine(..)]`.
//!
//!     cargo run -p coro-compiler --example expand < file.rs

use std::io::Read;

use quote::ToTokens;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("standard input is text");
    let file = syn::parse_file(&text).expect("a Rust file");
    for item in file.items {
        let syn::Item::Fn(mut function) = item else {
            continue;
        };
        let options = function
            .attrs
            .iter()
            .find(|attr| attr.path().segments.last().is_some_and(|s| s.ident == "coroutine"));
        let options = match options.map(|attr| &attr.meta) {
            Some(syn::Meta::List(list)) => list.tokens.clone(),
            _ => Default::default(),
        };
        function.attrs.clear();
        let tokens = coro_compiler::attribute(options, function.to_token_stream());
        match syn::parse2::<syn::File>(tokens.clone()) {
            Ok(file) => println!("{}", prettyplease::unparse(&file)),
            Err(error) => println!("// {error}\n{tokens}"),
        }
    }
}
