//! Macros whose arguments can be read: std's formatting, assertion and collection macros, and `coroutine!(async ..)`.
//!
//! What stands in any other macro is opaque: its mentions of locals are seen as bare tokens, and neither a suspension nor
//! a way out of the function can stand in it.

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Macro, Pat, Token};

use crate::spans;

/// How a macro uses an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArgumentUse {
    /// By value.
    Value,
    /// By reference, as the formatting macros take theirs.
    Reference,
    /// As the receiver of a method, as `write!` takes its first.
    Receiver,
    /// As the scrutinee of a `match`.
    Scrutinee,
}

/// One argument of a readable macro.
pub struct Argument {
    /// The name in `name = value`.
    pub name: Option<Ident>,
    /// The value.
    pub value: Expr,
    /// How it is used.
    pub usage: ArgumentUse,
}

/// A readable macro, taken apart.
pub struct Readable {
    /// The arguments that are expressions, the format string among them.
    pub arguments: Vec<Argument>,
    /// Where the format string stands among the arguments.
    format: Option<usize>,
    /// What follows the arguments, verbatim: the pattern of `matches!`.
    rest: Option<(Pat, TokenStream)>,
    repeat: bool,
}

enum Shape {
    /// So many plain arguments of this use, then a format string and its arguments.
    Format(usize, ArgumentUse),
    /// Plain arguments of this use.
    List(ArgumentUse),
    /// A list or `value; count`.
    Vec,
    /// An expression and a pattern.
    Matches,
    /// Nothing that is evaluated.
    Nothing,
}

fn shape(mac: &Macro) -> Option<Shape> {
    let segments: Vec<String> = mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let name = match segments[..] {
        ["coroutine"] | [.., "keyword", "coroutine"] if is_async_block(&mac.tokens) => "coroutine",
        [name] | ["std" | "core" | "alloc", name] | ["std" | "core", "pin", name @ "pin"] => name,
        ["ptr", name] | ["std" | "core", "ptr", name] if is_address(name) => name,
        // As `qualify` writes them.
        [.., "private", name @ ("vec" | "format")] => name,
        _ => return None,
    };
    Some(match name {
        "print" | "println" | "eprint" | "eprintln" | "format" | "format_args" | "panic" | "todo"
        | "unimplemented" | "unreachable" => Shape::Format(0, ArgumentUse::Reference),
        "write" | "writeln" => Shape::Format(1, ArgumentUse::Receiver),
        "assert" | "debug_assert" => Shape::Format(1, ArgumentUse::Value),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            Shape::Format(2, ArgumentUse::Reference)
        }
        "dbg" | "pin" | "coroutine" => Shape::List(ArgumentUse::Value),
        name if is_address(name) => Shape::List(ArgumentUse::Receiver),
        "vec" => Shape::Vec,
        "matches" => Shape::Matches,
        "line" | "column" | "file" | "module_path" | "stringify" | "concat" | "env" | "option_env"
        | "include_str" | "include_bytes" | "cfg" | "compile_error" => Shape::Nothing,
        _ => return None,
    })
}

/// An `async` block, as `coroutine!` takes it. What yields belongs to that, too, and is not read.
fn is_async_block(tokens: &TokenStream) -> bool {
    let is_async =
        matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(ident)) if ident == "async");
    let mut yields = false;
    for_each_ident(tokens.clone(), &mut |ident| {
        yields |= ["yield", "yield_", "yield_from"].iter().any(|name| ident == name)
    });
    is_async && !yields
}

/// Whether the macro has one of these names, whatever path leads there.
pub fn is_named(mac: &Macro, names: &[&str]) -> bool {
    mac.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// Whether the macro is this crate's own.
pub fn is_coroutine(mac: &Macro) -> bool {
    is_named(mac, &["coroutine"])
}

/// The macros that `&raw const` and `&raw mut` took the place of.
fn is_address(name: &str) -> bool {
    matches!(name, "addr_of" | "addr_of_mut")
}

/// What `pin!` pins.
pub fn pinned(mac: &Macro) -> Option<Expr> {
    let mut arguments = read(mac).filter(|_| is_named(mac, &["pin"]))?.arguments;
    if arguments.len() == 1 { arguments.pop().map(|argument| argument.value) } else { None }
}

/// Whether the macro never comes back.
pub fn diverges(mac: &Macro) -> bool {
    is_named(mac, &["panic", "todo", "unimplemented", "unreachable"])
}

/// Whether the macro is known to come back, and to give a value.
pub fn has_value(mac: &Macro) -> bool {
    is_unit(mac) || is_named(mac, &["format", "format_args", "vec", "matches"])
}

/// Whether the value of the macro is `()`.
pub fn is_unit(mac: &Macro) -> bool {
    const PRINT: [&str; 4] = ["print", "println", "eprint", "eprintln"];
    const ASSERT: [&str; 6] =
        ["assert", "assert_eq", "assert_ne", "debug_assert", "debug_assert_eq", "debug_assert_ne"];
    is_named(mac, &PRINT) || is_named(mac, &ASSERT)
}

/// Whether the macro expands to a block, so that the temporaries of its arguments are dropped with it.
pub fn drops_its_temporaries(mac: &Macro) -> bool {
    is_named(mac, &["format"])
}

fn argument(input: ParseStream, usage: ArgumentUse) -> syn::Result<Argument> {
    let named = input.peek(syn::Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
    let name = if named {
        let name = input.call(syn::Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        Some(name)
    } else {
        None
    };
    Ok(Argument { name, value: input.parse()?, usage })
}

/// Takes the macro apart, if it is one of std's and well formed.
pub fn read(mac: &Macro) -> Option<Readable> {
    let shape = shape(mac)?;
    let parser = |input: ParseStream| -> syn::Result<Readable> {
        let mut readable = Readable { arguments: Vec::new(), format: None, rest: None, repeat: false };
        match shape {
            Shape::Nothing => {
                input.parse::<TokenStream>()?;
            }
            Shape::Matches => {
                readable.arguments.push(argument(input, ArgumentUse::Scrutinee)?);
                input.parse::<Token![,]>()?;
                readable.rest = Some((Pat::parse_multi_with_leading_vert(input)?, input.parse()?));
            }
            Shape::Vec | Shape::List(_) | Shape::Format(..) => {
                while !input.is_empty() {
                    let index = readable.arguments.len();
                    let usage = match shape {
                        Shape::Format(plain, usage) if index < plain => usage,
                        Shape::Format(..) => ArgumentUse::Reference,
                        Shape::List(usage) => usage,
                        _ => ArgumentUse::Value,
                    };
                    if matches!(shape, Shape::Format(plain, _) if plain == index) {
                        readable.format = Some(index);
                    }
                    readable.arguments.push(argument(input, usage)?);
                    if input.is_empty() {
                        break;
                    }
                    if index == 0 && matches!(shape, Shape::Vec) && input.peek(Token![;]) {
                        input.parse::<Token![;]>()?;
                        readable.repeat = true;
                    } else {
                        input.parse::<Token![,]>()?;
                    }
                }
            }
        }
        Ok(readable)
    };
    let readable = parser.parse2(mac.tokens.clone()).ok()?;
    // `assert!(matches!(..))` and friends are read when their own turn comes.
    Some(readable)
}

impl Readable {
    /// The expressions that the macro evaluates: its arguments, and the guard of `matches!`.
    pub fn for_each_expr(&self, f: &mut dyn FnMut(&Expr)) {
        self.arguments.iter().for_each(|argument| f(&argument.value));
        if let Some((_, Some(guard))) = self.pattern() {
            f(&guard);
        }
    }

    /// The pattern of `matches!`, and its guard.
    pub fn pattern(&self) -> Option<(&Pat, Option<Expr>)> {
        let (pat, rest) = self.rest.as_ref()?;
        let guard = (|input: ParseStream| {
            if input.peek(Token![if]) {
                input.parse::<Token![if]>()?;
                let guard = input.parse::<Expr>()?;
                input.parse::<Option<Token![,]>>()?;
                return Ok(Some(guard));
            }
            input.parse::<TokenStream>()?;
            Ok(None)
        })
        .parse2(rest.clone())
        .ok()?;
        Some((pat, guard))
    }

    /// Replaces the pattern of `matches!`, and its guard.
    pub fn set_pattern(&mut self, pat: Pat, guard: Option<Expr>) {
        let guard = guard.map(|guard| quote!(if #guard));
        self.rest = Some((pat, guard.into_token_stream()));
    }

    /// The names that the format string itself mentions: `"{x}"`, `"{:width$}"`.
    pub fn inline_names(&self) -> Vec<Ident> {
        let Some(Argument { value: Expr::Lit(literal), .. }) =
            self.format.and_then(|index| self.arguments.get(index))
        else {
            return Vec::new();
        };
        let Lit::Str(text) = &literal.lit else {
            return Vec::new();
        };
        let given = self.arguments.iter().filter_map(|argument| argument.name.clone());
        let given: Vec<_> = given.collect();
        let mut names: Vec<Ident> = Vec::new();
        for name in names_in_format(&text.value()) {
            let Ok(mut ident) = Ident::parse_any.parse_str(&name) else {
                continue;
            };
            ident.set_span(text.span());
            if !given.contains(&ident) && !names.contains(&ident) {
                names.push(ident);
            }
        }
        names
    }

    /// Adds `name = value`, for a local that the format string mentions.
    pub fn push_named(&mut self, name: Ident, value: Expr) {
        self.arguments.push(Argument { name: Some(name), value, usage: ArgumentUse::Reference });
    }

    /// The macro's arguments as tokens again.
    pub fn into_tokens(self) -> TokenStream {
        let arguments = self.arguments.into_iter().map(|Argument { name, value, .. }| match name {
            Some(name) => quote!(#name = #value),
            None => value.into_token_stream(),
        });
        if self.repeat {
            return quote!(#(#arguments);*);
        }
        let rest = self.rest.map(|(pat, rest)| quote!(, #pat #rest));
        let list: Punctuated<TokenStream, Token![,]> = arguments.collect();
        quote!(#list #rest)
    }
}

/// Applies `f` to each expression of a readable macro, in the order of evaluation. Says whether it was readable.
pub fn rewrite(mac: &mut Macro, f: &mut impl FnMut(&mut Expr, ArgumentUse)) -> bool {
    let Some(mut readable) = read(mac) else {
        return false;
    };
    if readable.arguments.is_empty() {
        return true;
    }
    for argument in &mut readable.arguments {
        f(&mut argument.value, argument.usage);
    }
    if let Some((pat, Some(mut guard))) = readable.pattern().map(|(pat, guard)| (pat.clone(), guard)) {
        f(&mut guard, ArgumentUse::Value);
        readable.set_pattern(pat, Some(guard));
    }
    mac.tokens = readable.into_tokens();
    true
}

/// The name of one of std's macros, or `coroutine`, that is called by its name alone, if that is the same macro everywhere: `panic!` is
/// another one without std.
pub fn exported(mac: &Macro) -> Option<&Ident> {
    mac.path.get_ident().filter(|name| *name != "panic")
}

/// Calls one of std's macros, or `coroutine!`, by its full path, so that it is that one whatever is in scope.
pub fn qualify(mac: &mut Macro, krate: &TokenStream) {
    let Some(last) = mac.path.segments.last().map(|segment| segment.ident.clone()) else {
        return;
    };
    let path = match last.to_string().as_str() {
        "coroutine" => quote!(#krate::keyword::#last),
        "vec" | "format" => quote!(#krate::private::#last),
        "print" | "println" | "eprint" | "eprintln" | "dbg" => quote!(::std::#last),
        "pin" => quote!(::core::pin::#last),
        name if is_address(name) => quote!(::core::ptr::#last),
        _ => quote!(::core::#last),
    };
    // A panic says where the macro is called: in the source.
    let path = spans::at(last.span(), &path);
    mac.path = syn::parse_quote!(#path);
}

/// Takes `name = name` out again, where the format string mentions the name itself.
pub fn tidy(mac: &mut Macro) {
    let Some(mut readable) = read(mac) else {
        return;
    };
    let count = readable.arguments.len();
    readable.arguments.retain(|argument| match (&argument.name, &argument.value) {
        (Some(name), Expr::Path(path)) => !path.path.is_ident(name),
        _ => true,
    });
    if readable.arguments.len() != count {
        mac.tokens = readable.into_tokens();
    }
}

/// The names that string literals among the tokens may format: `"{name}"`.
pub fn formatted_names(tokens: TokenStream) -> Vec<Ident> {
    let of_token = |token| match token {
        TokenTree::Group(group) => formatted_names(group.stream()),
        TokenTree::Literal(literal) => formatted_by(&literal),
        _ => Vec::new(),
    };
    tokens.into_iter().flat_map(of_token).collect()
}

fn formatted_by(literal: &Literal) -> Vec<Ident> {
    let text = literal.to_string();
    if !text.contains('{') {
        return Vec::new();
    }
    let Ok(text) = syn::parse_str::<syn::LitStr>(&text) else { return Vec::new() };
    let names = names_in_format(&text.value());
    names
        .iter()
        .filter_map(|name| {
            let mut name = syn::parse_str::<Ident>(name).ok()?;
            name.set_span(literal.span());
            Some(name)
        })
        .collect()
}

/// `{name}`, `{name:..}`, `{:width$}` and `{:.precision$}` in a format string. `{{` is a brace.
fn names_in_format(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some(end) = rest.find('}') else { break };
        let (argument, spec) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        names.push(argument.trim().to_owned());
        let mut parts: Vec<&str> = spec.split('$').collect();
        parts.pop();
        for part in parts {
            let start = part
                .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
                .map_or(0, |index| index + part[index..].chars().next().map_or(1, char::len_utf8));
            names.push(part[start..].to_owned());
        }
        rest = &rest[end + 1..];
    }
    names.retain(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    names
}

/// Whether one of these identifiers stands somewhere in the tokens.
pub fn names_one_of(tokens: TokenStream, names: &std::collections::HashSet<String>) -> bool {
    !names.is_empty()
        && tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => names.contains(&ident.to_string()),
            TokenTree::Group(group) => names_one_of(group.stream(), names),
            _ => false,
        })
}

/// Looks at every identifier, also in what may be a format string, but at the names of fields and of a macro's arguments:
/// `"{x}", x = value`. What stands before a `:`, and not behind `let`, is a field or a parameter.
pub fn for_each_ident(tokens: TokenStream, look: &mut impl FnMut(&Ident)) {
    // A field's name follows one dot; two are a range. Behind `::`, a name is no local's.
    let (mut dots, mut colons) = (0, 0);
    let mut before = None;
    let mut declares = false;
    let (mut formatted, mut given) = (Vec::new(), Vec::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let sign = match &token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
        match &token {
            TokenTree::Ident(ident) if before == Some(',') && is_alone(tokens.peek(), '=') => {
                given.push(ident.clone());
            }
            TokenTree::Ident(ident)
                if dots != 1 && colons != 2 && (declares || !is_alone(tokens.peek(), ':')) =>
            {
                look(ident)
            }
            TokenTree::Group(group) => for_each_ident(group.stream(), look),
            TokenTree::Literal(literal) => formatted.extend(formatted_by(literal)),
            _ => {}
        }
        dots = if sign == Some('.') { dots + 1 } else { 0 };
        colons = if sign == Some(':') { colons + 1 } else { 0 };
        before = sign;
        declares = matches!(&token, TokenTree::Ident(word) if word == "let" || word == "mut");
    }
    formatted.iter().filter(|name| !given.contains(name)).for_each(look);
}

/// Looks at every identifier, also where it is declared.
pub fn for_every_ident(tokens: TokenStream, look: &mut impl FnMut(&Ident)) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => look(&ident),
            TokenTree::Group(group) => for_every_ident(group.stream(), look),
            _ => {}
        }
    }
}

/// A sign, and not the beginning of a longer one.
fn is_alone(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign && punct.spacing() == Spacing::Alone)
}

/// Whether an identifier stands somewhere in the tokens, and is not a field's name.
pub fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    let mut found = false;
    for_each_ident(tokens, &mut |ident| found |= ident == name);
    found
}

/// Replaces every identifier for which `replace` has other tokens.
pub fn replace_all_idents(
    tokens: TokenStream,
    replace: &mut impl FnMut(&Ident) -> Option<TokenStream>,
) -> TokenStream {
    replaced(tokens.clone(), replace).unwrap_or(tokens)
}

/// The tokens with other identifiers, if there are any. To put a group together anew takes a way to the compiler and back,
/// which in most is for nothing.
fn replaced(
    tokens: TokenStream,
    replace: &mut impl FnMut(&Ident) -> Option<TokenStream>,
) -> Option<TokenStream> {
    let mut changed = false;
    let mut result = Vec::new();
    for token in tokens {
        let other = match &token {
            TokenTree::Ident(ident) => replace(ident),
            TokenTree::Group(group) => replaced(group.stream(), replace).map(|stream| {
                let mut inner = Group::new(group.delimiter(), stream);
                inner.set_span(group.span());
                TokenTree::Group(inner).into()
            }),
            _ => None,
        };
        changed |= other.is_some();
        match other {
            Some(other) => result.extend(other),
            None => result.push(token),
        }
    }
    changed.then(|| result.into_iter().collect())
}

/// Replaces identifiers in tokens that cannot be read otherwise.
pub fn replace_idents(tokens: TokenStream, replace: &mut impl FnMut(&Ident) -> Option<Ident>) -> TokenStream {
    // A field's name follows one dot; two are a range.
    let mut dots = 0;
    tokens
        .into_iter()
        .map(|token| {
            let is_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
            let skip = dots == 1;
            dots = if is_dot { dots + 1 } else { 0 };
            match token {
                TokenTree::Ident(ident) if !skip => TokenTree::Ident(replace(&ident).unwrap_or(ident)),
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), replace_idents(group.stream(), replace));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            }
        })
        .collect()
}

/// What stands in an opaque macro's tokens that would be lost there.
#[derive(Default)]
pub struct Opaque {
    /// A suspension.
    pub suspends: Option<Span>,
    /// A way out of the function.
    pub exits: Option<Span>,
}

/// Looks for suspensions and ways out in the tokens of an opaque macro.
pub fn inspect_opaque(tokens: &TokenStream) -> Opaque {
    let mut found = Opaque::default();
    // A closure, a function or a loop inside the tokens has exits of its own: they are let pass.
    let nested = tokens.clone().into_iter().any(|token| {
        matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '|')
            || matches!(&token, TokenTree::Ident(ident) if ["fn", "loop", "while", "for", "async"].iter().any(|word| ident == word))
    });
    let mut previous: Option<TokenTree> = None;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) => {
                if ident == "yield_" || ident == "yield_from" || ident == "yield" {
                    found.suspends.get_or_insert(ident.span());
                }
                if !nested && ["return", "break", "continue"].iter().any(|word| ident == word) {
                    found.exits.get_or_insert(ident.span());
                }
            }
            // `value?`, and not the `?` of a `macro_rules` repetition or of `?Sized`.
            TokenTree::Punct(punct) if punct.as_char() == '?' && !nested => {
                let after_value = matches!(
                    &previous,
                    Some(TokenTree::Ident(_)) | Some(TokenTree::Literal(_))
                ) || matches!(&previous, Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Brace);
                if after_value {
                    found.exits.get_or_insert(punct.span());
                }
            }
            TokenTree::Group(group) => {
                let inner = inspect_opaque(&group.stream());
                found.suspends = found.suspends.or(inner.suspends);
                if !nested {
                    found.exits = found.exits.or(inner.exits);
                }
            }
            _ => {}
        }
        previous = Some(token);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_format_string_are_found_with_widths_and_precisions() {
        assert_eq!(
            names_in_format("{x} {{y}} {z:>width$.precision$} {} {0}"),
            ["x", "z", "width", "precision"]
        );
    }

    #[test]
    fn identifiers_are_replaced_in_groups_too_and_the_rest_stays() {
        let replaced = replace_all_idents("f(a, [b]) + (c)".parse().unwrap(), &mut |ident| {
            (ident == "b").then(|| quote!((*b)))
        });
        assert_eq!(replaced.to_string(), "f (a , [(* b)]) + (c)");
        let mut seen = Vec::new();
        for_each_ident("a.b + 0..c + (d..=e).f".parse().unwrap(), &mut |ident| seen.push(ident.to_string()));
        assert_eq!(seen, ["a", "c", "d", "e"]);
    }

    #[test]
    fn a_macro_is_taken_apart_and_put_together_again() {
        let mac: Macro = syn::parse_str("write!(out, \"{x} {}\", a + 1, n = 2)").unwrap();
        let readable = read(&mac).unwrap();
        assert_eq!(readable.arguments.len(), 4);
        assert_eq!(readable.arguments[0].usage, ArgumentUse::Receiver);
        assert_eq!(readable.inline_names(), ["x"]);
        assert_eq!(readable.into_tokens().to_string(), "out , \"{x} {}\" , a + 1 , n = 2");
    }

    #[test]
    fn a_field_is_no_mention_and_the_end_of_a_range_is_one() {
        let mut found = Vec::new();
        replace_idents("a.b + 0..c + (d..=e).f".parse().unwrap(), &mut |ident| {
            found.push(ident.to_string());
            None
        });
        assert_eq!(found, ["a", "c", "d", "e"]);
    }

    #[test]
    fn an_exit_in_an_opaque_macro_is_seen_unless_a_closure_owns_it() {
        assert!(inspect_opaque(&"a, b?".parse().unwrap()).exits.is_some());
        assert!(inspect_opaque(&"|x| x?".parse().unwrap()).exits.is_none());
        assert!(inspect_opaque(&"a, yield_!(1)".parse().unwrap()).suspends.is_some());
    }
}
