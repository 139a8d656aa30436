//! Text with ANSI colours, as HTML.
//!
//! An escape sequence may be cut in two by where a chunk ends. To the parser that is nothing: it is a coroutine that is sent
//! one character after the other, and stands wherever it stands.

use std::fmt::Write;

use coro_core::{Complete, Coroutine, Yielded};

/// What a character means.
pub enum Piece {
    Text(char),
    /// Select Graphic Rendition: the parameters of `ESC [ .. m`.
    Style(String),
    /// A part of an escape sequence.
    Nothing,
}

/// Tells text from escape sequences: ECMA-48's `CSI` and `OSC`, of which only styles have a meaning here.
#[coro_core::coroutine(yield = Piece, send = char as first)]
pub fn parser() {
    let mut character = first;
    loop {
        if character != '\x1b' {
            character = yield_!(Piece::Text(character));
            continue;
        }
        match yield_!(Piece::Nothing) {
            '[' => {
                let mut parameters = String::new();
                let end = loop {
                    match yield_!(Piece::Nothing) {
                        end @ '@'..='~' => break end,
                        parameter => parameters.push(parameter),
                    }
                };
                character = yield_!(if end == 'm' { Piece::Style(parameters) } else { Piece::Nothing });
            }
            ']' => {
                // Up to `BEL`, or `ESC \`.
                while !matches!(yield_!(Piece::Nothing), '\x07' | '\\') {}
                character = yield_!(Piece::Nothing);
            }
            _ => character = yield_!(Piece::Nothing),
        }
    }
}

/// Makes HTML of text: the parser, and the style that the text has at the moment.
pub struct Html<Parser> {
    parser: Parser,
    style: Style,
}

/// A new one.
pub fn html() -> Html<impl Coroutine<char, Yield = Piece> + Unpin> {
    Html { parser: parser(), style: Style::default() }
}

impl<Parser: Coroutine<char, Yield = Piece> + Unpin> Html<Parser> {
    /// Goes on with this text. Everything in it is escaped, and the style it ends in goes on with the next.
    pub fn convert(&mut self, text: &str) -> String {
        let mut html = self.style.open();
        for character in text.chars() {
            match self.parser.send(character) {
                Yielded(Piece::Text(character)) => escape(character, &mut html),
                Yielded(Piece::Style(parameters)) => {
                    self.style.change(&parameters);
                    html.push_str("</span>");
                    html.push_str(&self.style.open());
                }
                Yielded(Piece::Nothing) => {}
                Complete(_) => unreachable!("the parser has no end"),
            }
        }
        html.push_str("</span>");
        html
    }
}

/// Escapes a text for HTML, in an attribute too.
pub fn escaped(text: &str) -> String {
    let mut html = String::new();
    text.chars().for_each(|character| escape(character, &mut html));
    html
}

fn escape(character: char, html: &mut String) {
    match character {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        _ => html.push(character),
    }
}

#[derive(Default)]
struct Style {
    foreground: Option<Colour>,
    background: Option<Colour>,
    bold: bool,
    faint: bool,
    italic: bool,
    underline: bool,
}

type Colour = [u8; 3];

/// The first sixteen, as xterm has them.
const PALETTE: [Colour; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [60, 120, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The colour of one of xterm's 256: the palette, a cube of six steps a side, and 24 shades of grey.
fn colour(index: u8) -> Colour {
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..16 => PALETTE[usize::from(index)],
        16..232 => [step((index - 16) / 36), step((index - 16) / 6 % 6), step((index - 16) % 6)],
        232.. => [8 + 10 * (index - 232); 3],
    }
}

impl Style {
    /// Changes it as the parameters say. What they say that is not known is passed over.
    fn change(&mut self, parameters: &str) {
        let mut parameters = parameters.split([';', ':']).map(|parameter| match parameter {
            "" => Some(0),
            parameter => parameter.parse::<u8>().ok(),
        });
        while let Some(parameter) = parameters.next() {
            match parameter {
                Some(0) => *self = Style::default(),
                Some(1) => self.bold = true,
                Some(2) => self.faint = true,
                Some(3) => self.italic = true,
                Some(4) => self.underline = true,
                Some(22) => (self.bold, self.faint) = (false, false),
                Some(23) => self.italic = false,
                Some(24) => self.underline = false,
                Some(n @ 30..38) => self.foreground = Some(colour(n - 30)),
                Some(38) => self.foreground = extended(&mut parameters),
                Some(39) => self.foreground = None,
                Some(n @ 40..48) => self.background = Some(colour(n - 40)),
                Some(48) => self.background = extended(&mut parameters),
                Some(49) => self.background = None,
                Some(n @ 90..98) => self.foreground = Some(colour(n - 90 + 8)),
                Some(n @ 100..108) => self.background = Some(colour(n - 100 + 8)),
                _ => {}
            }
        }
    }

    /// The tag that begins it.
    fn open(&self) -> String {
        let mut css = String::new();
        for (property, colour) in [("color", self.foreground), ("background", self.background)] {
            if let Some([r, g, b]) = colour {
                let _ = write!(css, "{property}:#{r:02x}{g:02x}{b:02x};");
            }
        }
        let switches = [
            (self.bold, "font-weight:bold;"),
            (self.faint, "opacity:.6;"),
            (self.italic, "font-style:italic;"),
            (self.underline, "text-decoration:underline;"),
        ];
        for (on, rule) in switches {
            if on {
                css.push_str(rule);
            }
        }
        if css.is_empty() { "<span>".to_owned() } else { format!("<span style=\"{css}\">") }
    }
}

/// `5;index`, or `2;red;green;blue`.
fn extended(parameters: &mut impl Iterator<Item = Option<u8>>) -> Option<Colour> {
    match parameters.next()?? {
        5 => parameters.next()?.map(colour),
        2 => Some([parameters.next()??, parameters.next()??, parameters.next()??]),
        _ => None,
    }
}
