//! A tokenizer as it is told: read a character, see what it begins, take the rest, yield. No state is kept by hand,
//! as an `Iterator` would ask for; the error is a `Result` that it returns, so `?` works in it.
//!
//!     cargo run --example tokenizer
//!     cargo run --example tokenizer -- 'let x = 1.5 >= y'

use std::env;
use std::fmt;
use std::iter::Peekable;
use std::process::ExitCode;
use std::str::CharIndices;

use coro_core::{Complete, Coroutine, Yielded};

/// One token. It refers to the source: nothing is copied.
#[derive(Debug, PartialEq)]
enum Token<'source> {
    Name(&'source str),
    Number(f64),
    Text(&'source str),
    Operator(&'source str),
    Open(char),
    Close(char),
}

/// What is no token, and the byte where it begins.
#[derive(Debug)]
enum Error {
    Character(char, usize),
    Number(usize),
    EndlessText(usize),
    Unclosed(char, usize),
    Unopened(char, usize),
}

/// Yields the tokens of a source, and checks that its brackets match.
#[coro_core::coroutine(yield = Token<'source>)]
fn tokens<'source>(source: &'source str) -> Result<(), Error> {
    let mut characters = source.char_indices().peekable();
    let mut open = Vec::new();
    while let Some((start, character)) = characters.next() {
        match character {
            _ if character.is_whitespace() => {}
            '#' => while characters.next_if(|&(_, c)| c != '\n').is_some() {},
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = skip(&mut characters, source, |c| c.is_alphanumeric() || c == '_');
                yield_!(Token::Name(&source[start..end]));
            }
            '0'..='9' => {
                let end = skip(&mut characters, source, |c| c.is_alphanumeric() || c == '.');
                let number = source[start..end].parse().map_err(|_| Error::Number(start))?;
                yield_!(Token::Number(number));
            }
            '"' => {
                let end = skip(&mut characters, source, |c| c != '"');
                // Without a closing quote this is the end of the source.
                characters.next().ok_or(Error::EndlessText(start))?;
                yield_!(Token::Text(&source[start + 1..end]));
            }
            '(' | '[' | '{' => {
                open.push((character, start));
                yield_!(Token::Open(character));
            }
            ')' | ']' | '}' => {
                match open.pop() {
                    Some((opening, _)) if closing(opening) == character => {}
                    _ => return Err(Error::Unopened(character, start)),
                }
                yield_!(Token::Close(character));
            }
            '+' | '-' | '*' | '/' | '=' | '<' | '>' | '!' | ',' | ';' => {
                let doubled = matches!(character, '=' | '<' | '>' | '!')
                    && characters.next_if(|&(_, c)| c == '=').is_some();
                let end = if doubled { start + 2 } else { start + 1 };
                yield_!(Token::Operator(&source[start..end]));
            }
            _ => return Err(Error::Character(character, start)),
        }
    }
    match open.pop() {
        Some((opening, start)) => Err(Error::Unclosed(opening, start)),
        None => Ok(()),
    }
}

/// Skips what belongs to the token, and gives its end.
fn skip(characters: &mut Peekable<CharIndices>, source: &str, belongs: impl Fn(char) -> bool) -> usize {
    while characters.next_if(|&(_, c)| belongs(c)).is_some() {}
    characters.peek().map_or(source.len(), |&(end, _)| end)
}

fn closing(opening: char) -> char {
    match opening {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Character(character, at) => {
                write!(f, "byte {at}: no token begins with {character:?}")
            }
            Error::Number(at) => write!(f, "byte {at}: this is not a number"),
            Error::EndlessText(at) => write!(f, "byte {at}: this text has no end"),
            Error::Unclosed(bracket, at) => {
                write!(f, "byte {at}: this {bracket:?} is never closed")
            }
            Error::Unopened(bracket, at) => {
                write!(f, "byte {at}: nothing is open that {bracket:?} closes")
            }
        }
    }
}

fn main() -> ExitCode {
    let source = env::args().nth(1).unwrap_or_else(|| {
        String::from("area = [radius * 3.14, \"in \u{b5}m\"]; # a comment\nif area >= 1e3 { f(area) }")
    });
    let mut tokens = tokens(&source);
    loop {
        match tokens.send(()) {
            Yielded(token) => println!("{token:?}"),
            Complete(Ok(())) => return ExitCode::SUCCESS,
            Complete(Err(error)) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
}
