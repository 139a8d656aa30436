//! The options in `#[coroutine(..)]`: what goes in and what comes out.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, Pat, Path, Token, Type, parenthesized};

use crate::diagnostics::{self, Report};

/// What the user said about the coroutine's types.
#[derive(Default, Clone)]
pub struct Options {
    /// `yield = T`: what it yields.
    pub yields: Option<Type>,
    /// `send = T`: what it is sent.
    pub send: Option<Type>,
    /// `send = T as first`: the first value sent, which starts it.
    pub first: Option<Pat>,
    /// `throw = E`: what can be thrown into it.
    pub throw: Option<Type>,
    /// `derive(Debug, Clone)`: bounds of the returned type.
    pub derives: Vec<Path>,
    /// `crate = path`: where `coro_core` is found.
    pub krate: Option<Path>,
}

impl Options {
    /// The path of `coro_core`.
    pub fn path(&self) -> TokenStream {
        match &self.krate {
            Some(krate) => krate.to_token_stream(),
            None => quote!(::coro_core),
        }
    }

    /// Reads the value of the option `name`, which must not have been given before.
    pub fn read(&mut self, name: &Ident, input: ParseStream, form: Form) -> syn::Result<()> {
        let doubled = || syn::Error::new(name.span(), format!("the option `{name}` is given twice"));
        let set = |place: &mut Option<Type>| match place {
            Some(_) => Err(doubled()),
            None => {
                *place = Some(read_type(name, input, form)?);
                Ok(())
            }
        };
        match name.to_string().as_str() {
            "yield" => set(&mut self.yields),
            "throw" => set(&mut self.throw),
            "send" => {
                set(&mut self.send)?;
                if input.peek(Token![as]) {
                    input.parse::<Token![as]>()?;
                    self.first = Some(Pat::parse_single(input)?);
                }
                Ok(())
            }
            "crate" if form == Form::Attribute => {
                if self.krate.is_some() {
                    return Err(doubled());
                }
                self.krate = Some(input.call(Path::parse_mod_style)?);
                Ok(())
            }
            _ => Err(syn::Error::new(name.span(), form.unknown(name))),
        }
    }

    /// The derive of this trait, if it is asked for.
    pub fn derived(&self, name: &str) -> Option<&Path> {
        self.derives.iter().find(|path| path.segments.last().is_some_and(|last| last.ident == name))
    }

    fn derive(&mut self, input: ParseStream, report: &mut Report) -> syn::Result<()> {
        let paths;
        parenthesized!(paths in input);
        for path in Punctuated::<Path, Token![,]>::parse_terminated(&paths)? {
            match path.segments.last() {
                Some(last) if last.ident == "Debug" || last.ident == "Clone" => self.derives.push(path),
                _ => report.error(path, diagnostics::UNDERIVABLE),
            }
        }
        Ok(())
    }

    /// Reads the options of the attribute. Past a wrong one it goes on with the next: says whether there was none.
    pub fn attribute(&mut self, input: ParseStream, report: &mut Report) -> bool {
        let mut complete = true;
        while !input.is_empty() {
            if let Err(error) = self.option(input, report) {
                report.push(error);
                complete = false;
                while !input.is_empty() && !input.peek(Token![,]) {
                    let _ = input.parse::<TokenTree>();
                }
            }
            if input.is_empty() {
                break;
            }
            if let Err(error) = input.parse::<Token![,]>() {
                report.push(error);
                let _ = input.parse::<TokenStream>();
                return false;
            }
        }
        complete
    }

    fn option(&mut self, input: ParseStream, report: &mut Report) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        if name == "derive" {
            return self.derive(input, report);
        }
        if !["yield", "send", "throw", "crate"].iter().any(|known| name == known) {
            return Err(syn::Error::new(name.span(), Form::Attribute.unknown(&name)));
        }
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.span(), diagnostics::missing_type(&name)));
        }
        input.parse::<Token![=]>()?;
        self.read(&name, input, Form::Attribute)
    }
}

/// The place where options are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `#[coroutine(yield = T)]`
    Attribute,
    /// `fn f() yield T`
    Clause,
}

impl Form {
    fn unknown(self, name: &Ident) -> String {
        match self {
            Form::Attribute => diagnostics::unknown_option(name),
            Form::Clause => diagnostics::unknown_clause(name),
        }
    }
}

/// A type. What cannot begin one gets our own words: the parser's are a list of all that can.
fn read_type(name: &Ident, input: ParseStream, form: Form) -> syn::Result<Type> {
    let written = match form {
        Form::Attribute => format!("{name} = u32"),
        Form::Clause => format!("{name} u32"),
    };
    let start = input.fork();
    input.parse::<Type>().map_err(|error| {
        let Ok(token) = start.parse::<TokenTree>() else {
            return syn::Error::new(name.span(), diagnostics::missing_type(name));
        };
        match matches!(token, TokenTree::Literal(_)) {
            true => syn::Error::new(
                token.span(),
                format!("the option `{name}` takes a type, and this is a value\nhelp: write for example `{written}`"),
            ),
            false => error,
        }
    })
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser;

    use super::*;

    fn read(text: &str) -> (Options, bool, Vec<String>) {
        let mut options = Options::default();
        let mut report = Report::default();
        let mut complete = false;
        let parser = |input: ParseStream| {
            complete = options.attribute(input, &mut report);
            Ok(())
        };
        parser.parse_str(text).expect("errors are reported, and not returned");
        (options, complete, report.messages())
    }

    #[test]
    fn all_options_are_read() {
        let (options, complete, errors) = read(
            "yield = u32, send = Command as Command { name, .. }, throw = io::Error, derive(Debug), crate = a::b",
        );
        assert!(complete && errors.is_empty());
        assert_eq!(options.yields.unwrap().to_token_stream().to_string(), "u32");
        assert_eq!(options.send.unwrap().to_token_stream().to_string(), "Command");
        assert_eq!(options.first.unwrap().to_token_stream().to_string(), "Command { name , .. }");
        assert_eq!(options.throw.unwrap().to_token_stream().to_string(), "io :: Error");
        assert_eq!(options.derives.len(), 1);
        assert_eq!(options.krate.unwrap().to_token_stream().to_string(), "a :: b");
    }

    #[test]
    fn nothing_is_all_defaults() {
        let (options, complete, errors) = read("");
        assert!(complete && errors.is_empty());
        assert!(options.yields.is_none() && options.send.is_none() && options.throw.is_none());
        assert_eq!(options.path().to_string(), ":: coro_core");
    }

    #[test]
    fn every_wrong_option_is_reported_and_the_others_are_read() {
        let (options, complete, errors) =
            read("yeild = u32, send, throw = 3, yield = u8, yield = u16, derive(Default)");
        assert!(!complete);
        let begins = [
            "unknown option `yeild`",
            "the option `send` needs a type",
            "the option `throw` takes a type",
            "the option `yield` is given twice",
            "a coroutine can only derive",
        ];
        assert_eq!(errors.len(), begins.len());
        for (error, begin) in errors.iter().zip(begins) {
            assert!(error.starts_with(begin), "{error}");
        }
        assert_eq!(options.yields.unwrap().to_token_stream().to_string(), "u8");
    }
}
