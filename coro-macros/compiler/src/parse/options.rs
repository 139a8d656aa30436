//! The options in `#[coroutine(..)]`: what goes in and what comes out.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Pat, Path, Token, Type, parenthesized};

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
    /// Reads the value of the option `name`, which must not have been given before.
    pub fn read(&mut self, name: &Ident, input: ParseStream) -> syn::Result<()> {
        let doubled = || syn::Error::new(name.span(), format!("the option `{name}` is given twice"));
        let set = |place: &mut Option<Type>| match place {
            Some(_) => Err(doubled()),
            None => {
                *place = Some(input.parse()?);
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
            "crate" => {
                if self.krate.is_some() {
                    return Err(doubled());
                }
                self.krate = Some(input.call(Path::parse_mod_style)?);
                Ok(())
            }
            _ => Err(syn::Error::new(
                name.span(),
                format!(
                    "unknown option `{name}`\n\
                     help: the options are `yield = T`, `send = T`, `send = T as pattern`, `throw = E`, `derive(..)` and `crate = path`"
                ),
            )),
        }
    }
}

impl Parse for Options {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut options = Options::default();
        while !input.is_empty() {
            let name = input.call(Ident::parse_any)?;
            if name == "derive" {
                let paths;
                parenthesized!(paths in input);
                options.derives.extend(Punctuated::<Path, Token![,]>::parse_terminated(&paths)?);
            } else if input.peek(Token![=]) {
                input.parse::<Token![=]>()?;
                options.read(&name, input)?;
            } else {
                // Says "unknown option" for a name that is none, and asks for the `=` otherwise.
                let mut probe = Options::default();
                if !["yield", "send", "throw", "crate"].iter().any(|known| name == known) {
                    probe.read(&name, input)?;
                }
                input.parse::<Token![=]>()?;
            }
            if input.is_empty() {
                break;
            }
            input.parse::<Token![,]>()?;
        }
        Ok(options)
    }
}
