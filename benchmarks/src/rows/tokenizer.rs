//! A tokenizer over a megabyte of text: three places to suspend, in the arms of a `match` whose value goes on living.
//! The work is the number of bytes.

use std::sync::LazyLock;

use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, Value, drain};
use crate::row::{Column, Implementation, Row};

/// The size of the whole text in bytes.
const MEGABYTE: usize = 1 << 20;

/// Words, numbers, punctuation and white space, as in a program. The same on every machine.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    const PIECES: [&str; 16] = [
        "let", " ", "total", "_of_all", " ", "=", "42", "+", "\n    ", "sum", "(", "x1", ")", ";", " ",
        "1000000",
    ];
    let mut text = String::with_capacity(MEGABYTE + 16);
    let mut random = 1u32;
    while text.len() < MEGABYTE {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(PIECES[(random >> 28) as usize]);
    }
    text
});

/// What a token is.
#[derive(Clone, Copy)]
pub enum Kind {
    Word,
    Number,
    Punctuation,
}

/// A token: what it is, and how many bytes it takes.
pub struct Token {
    kind: Kind,
    length: usize,
}

impl Value for Token {
    fn bits(self) -> u64 {
        (self.length as u64) << 2 | self.kind as u64
    }
}

/// The number of bytes at the start of `text` that `accept` takes.
fn span(text: &str, accept: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|byte| !accept(byte)).unwrap_or(text.len())
}

fn word(text: &str) -> Token {
    Token { kind: Kind::Word, length: span(text, |byte| byte.is_ascii_alphanumeric() || byte == b'_') }
}

fn number(text: &str) -> Token {
    Token { kind: Kind::Number, length: span(text, |byte| byte.is_ascii_digit()) }
}

const PUNCTUATION: Token = Token { kind: Kind::Punctuation, length: 1 };

#[coro_core::coroutine(yield = Token)]
fn ours(text: &str) {
    let mut at = 0;
    while let Some(first) = text.as_bytes().get(at) {
        let length = match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let token = word(&text[at..]);
                let length = token.length;
                yield_!(token);
                length
            }
            b'0'..=b'9' => {
                let token = number(&text[at..]);
                let length = token.length;
                yield_!(token);
                length
            }
            b' ' | b'\n' => span(&text[at..], |byte| byte.is_ascii_whitespace()),
            _ => {
                yield_!(PUNCTUATION);
                1
            }
        };
        at += length;
    }
}

struct Hand<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Hand<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = &self.text[self.at..];
            let token = match self.text.as_bytes().get(self.at)? {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => word(rest),
                b'0'..=b'9' => number(rest),
                b' ' | b'\n' => {
                    self.at += span(rest, |byte| byte.is_ascii_whitespace());
                    continue;
                }
                _ => PUNCTUATION,
            };
            self.at += token.length;
            return Some(token);
        }
    }
}

fn hand(text: &str) -> Hand<'_> {
    Hand { text, at: 0 }
}

native! {
    fn native(text: &str) -> impl Iterator<Item = Token> {
        crate::driver::Native(
            #[coroutine]
            move || {
                let mut at = 0;
                while let Some(first) = text.as_bytes().get(at) {
                    let length = match first {
                        b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                            let token = word(&text[at..]);
                            let length = token.length;
                            yield token;
                            length
                        }
                        b'0'..=b'9' => {
                            let token = number(&text[at..]);
                            let length = token.length;
                            yield token;
                            length
                        }
                        b' ' | b'\n' => span(&text[at..], |byte| byte.is_ascii_whitespace()),
                        _ => {
                            yield PUNCTUATION;
                            1
                        }
                    };
                    at += length;
                }
            },
        )
    }
}

#[diapause::coroutine(yield = Token)]
fn diapaused(text: &str) {
    let mut at = 0usize;
    while let Some(first) = text.as_bytes().get(at) {
        let length: usize = match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let token = word(&text[at..]);
                let length: usize = token.length;
                yield_!(token);
                length
            }
            b'0'..=b'9' => {
                let token = number(&text[at..]);
                let length: usize = token.length;
                yield_!(token);
                length
            }
            b' ' | b'\n' => span(&text[at..], |byte| byte.is_ascii_whitespace()),
            _ => {
                yield_!(PUNCTUATION);
                1
            }
        };
        at += length;
    }
}

async fn produce(co: Co<'_, Token>, text: &str) {
    let mut at = 0;
    while let Some(first) = text.as_bytes().get(at) {
        let length = match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let token = word(&text[at..]);
                let length = token.length;
                co.yield_(token).await;
                length
            }
            b'0'..=b'9' => {
                let token = number(&text[at..]);
                let length = token.length;
                co.yield_(token).await;
                length
            }
            b' ' | b'\n' => span(&text[at..], |byte| byte.is_ascii_whitespace()),
            _ => {
                co.yield_(PUNCTUATION).await;
                1
            }
        };
        at += length;
    }
}

fn genawaiter(text: &str) -> u64 {
    let_gen_using!(machine, |co| produce(co, text));
    drain(machine)
}

fn corosensei(text: &'static str) -> Stackful<Token> {
    Stackful(Coroutine::new(move |yielder: &Yielder<(), Token>, ()| {
        let mut at = 0;
        while let Some(first) = text.as_bytes().get(at) {
            let length = match first {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    let token = word(&text[at..]);
                    let length = token.length;
                    yielder.suspend(token);
                    length
                }
                b'0'..=b'9' => {
                    let token = number(&text[at..]);
                    let length = token.length;
                    yielder.suspend(token);
                    length
                }
                b' ' | b'\n' => span(&text[at..], |byte| byte.is_ascii_whitespace()),
                _ => {
                    yielder.suspend(PUNCTUATION);
                    1
                }
            };
            at += length;
        }
    }))
}

/// The row.
pub fn row() -> Row {
    fn text(bytes: u64) -> &'static str {
        &TEXT[..bytes as usize]
    }
    Row {
        name: "tokenizer",
        work: MEGABYTE as u64,
        yields: |work| hand(text(work)).count() as u64,
        implementations: Vec::from([
            Implementation::yielding(Column::HandWritten, |work| hand(text(work))),
            Implementation::yielding(Column::Ours, |work| ours(text(work))),
            #[cfg(feature = "native")]
            Implementation::yielding(Column::Native, |work| native(text(work))),
            Implementation::yielding(Column::Diapause, |work| diapaused(text(work))),
            Implementation::opaque(Column::Genawaiter, |work| genawaiter(text(work))),
            Implementation::yielding(Column::Corosensei, |work| corosensei(text(work))),
        ]),
    }
}
