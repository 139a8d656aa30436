//! What lines are searched for.

use std::fmt;
use std::str::FromStr;

use memchr::memmem::Finder;
use regex::bytes::Regex;

/// A plain text, or a regular expression where it has to be one: with lines as short as a log's, starting that takes
/// longer than the search itself.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // There are as many as there are `--grep`s.
pub enum Pattern {
    Text(Finder<'static>),
    Expression(Regex),
}

impl Pattern {
    /// Whether it occurs in the line.
    #[inline]
    pub fn is_in(&self, line: &[u8]) -> bool {
        match self {
            Pattern::Text(text) => text.find(line).is_some(),
            Pattern::Expression(expression) => expression.is_match(line),
        }
    }
}

impl FromStr for Pattern {
    type Err = regex::Error;

    fn from_str(pattern: &str) -> Result<Pattern, regex::Error> {
        if regex::escape(pattern) == pattern {
            Ok(Pattern::Text(Finder::new(pattern).into_owned()))
        } else {
            Ok(Pattern::Expression(Regex::new(pattern)?))
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Text(text) => f.write_str(&String::from_utf8_lossy(text.needle())),
            Pattern::Expression(expression) => f.write_str(expression.as_str()),
        }
    }
}
