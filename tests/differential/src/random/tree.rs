//! Generated code as a tree: loose enough to be written easily, strict enough to be shrunk.
//!
//! A node knows its type and its parts, and nothing of the construct that it is. What shrinking needs is there: the
//! statements of a block can be deleted, and an expression can give way to one inside it that has the same type.

use std::fmt::Write as _;

/// The types that generated programs deal in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `i64`
    Int,
    /// `bool`
    Bool,
    /// `Noisy`
    Noisy,
    /// `Option<Noisy>`
    Option,
    /// `(Noisy, Noisy)`
    Pair,
    /// `Result<i64, Big>`: return values only
    Result,
    /// A closure from a number to a number: locals only
    Closure,
    /// `Source`: locals only
    Source,
}

impl Type {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Type::Int => "i64",
            Type::Bool => "bool",
            Type::Noisy => "Noisy",
            Type::Option => "Option<Noisy>",
            Type::Pair => "(Noisy, Noisy)",
            Type::Result => "Result<i64, Big>",
            Type::Closure | Type::Source => unreachable!("never annotated"),
        }
    }

    /// The simplest expressions of the type.
    pub fn simplest(self) -> &'static [&'static str] {
        match self {
            Type::Int => &["0", "1"],
            Type::Bool => &["false", "true"],
            Type::Noisy => &["Noisy::new(0)"],
            Type::Option => &["None::<Noisy>", "Some(Noisy::new(0))"],
            Type::Pair => &["(Noisy::new(\"l\"), Noisy::new(\"r\"))"],
            Type::Result => &["Ok::<i64, Big>(0)"],
            Type::Closure | Type::Source => &[],
        }
    }
}

/// What a node may be replaced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Any expression of the same type.
    Expression(Type),
    /// Nothing, or other statements.
    Statement,
    /// Nothing at all: without it a loop would never end.
    Fixed,
}

/// How an expression stands in a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it is.
    Atom,
    /// A local, a field, an element: as it is, but what borrows it may borrow a local.
    Place,
    /// In parentheses.
    Compound,
}

/// A piece of a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it may be replaced by.
    pub sort: Sort,
    /// How it stands in others.
    pub shape: Shape,
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// A part of a piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Tokens.
    Text(String),
    /// A smaller piece.
    Node(Node),
    /// Statements in braces, and the value after them.
    Block(Vec<Node>, Option<Box<Node>>),
}

impl From<&str> for Part {
    fn from(text: &str) -> Part {
        Part::Text(text.to_owned())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Part {
        Part::Text(text)
    }
}

impl From<Node> for Part {
    fn from(node: Node) -> Part {
        Part::Node(node)
    }
}

/// An expression that stands as it is: its type, then its parts.
macro_rules! atom {
    ($type:expr; $($part:expr),+ $(,)?) => {
        $crate::random::tree::Node::expression(
            $crate::random::tree::Shape::Atom, $type, vec![$($part.into()),+],
        )
    };
}

/// A field or an element.
macro_rules! place {
    ($type:expr; $($part:expr),+ $(,)?) => {
        $crate::random::tree::Node::expression(
            $crate::random::tree::Shape::Place, $type, vec![$($part.into()),+],
        )
    };
}

/// An expression that is put in parentheses where it is an operand.
macro_rules! compound {
    ($type:expr; $($part:expr),+ $(,)?) => {
        $crate::random::tree::Node::expression(
            $crate::random::tree::Shape::Compound, $type, vec![$($part.into()),+],
        )
    };
}

/// A statement that ends a loop.
macro_rules! fixed {
    ($($part:expr),+ $(,)?) => {
        $crate::random::tree::Node {
            sort: $crate::random::tree::Sort::Fixed,
            ..$crate::random::tree::Node::statement(vec![$($part.into()),+])
        }
    };
}

/// A statement.
macro_rules! statement {
    ($($part:expr),+ $(,)?) => {
        $crate::random::tree::Node::statement(vec![$($part.into()),+])
    };
}

pub(crate) use {atom, compound, fixed, place, statement};

impl Node {
    /// An expression.
    pub fn expression(shape: Shape, r#type: Type, parts: Vec<Part>) -> Node {
        let sort = Sort::Expression(r#type);
        Node { sort, shape, parts }
    }

    /// A statement.
    pub fn statement(parts: Vec<Part>) -> Node {
        Node { sort: Sort::Statement, shape: Shape::Atom, parts }
    }

    /// A local, or a field of one.
    pub fn place(r#type: Type, name: impl Into<String>) -> Node {
        Node::expression(Shape::Place, r#type, vec![Part::Text(name.into())])
    }

    /// The node as an operand.
    pub fn operand(self) -> Node {
        match self.shape {
            Shape::Atom | Shape::Place => self,
            Shape::Compound => {
                Node { sort: self.sort, shape: Shape::Atom, parts: vec!["(".into(), self.into(), ")".into()] }
            }
        }
    }

    /// The node as an operand that is used by reference: a place is moved out first, so that no local is borrowed.
    pub fn borrowed(self) -> Node {
        match self.shape {
            Shape::Place => Node {
                sort: self.sort,
                shape: Shape::Atom,
                parts: vec!["std::convert::identity(".into(), self.into(), ")".into()],
            },
            Shape::Atom | Shape::Compound => self.operand(),
        }
    }

    /// The source text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.print(0, &mut text);
        text
    }

    fn print(&self, depth: usize, text: &mut String) {
        for part in &self.parts {
            part.print(depth, text);
        }
    }
}

impl Part {
    fn print(&self, depth: usize, text: &mut String) {
        match self {
            Part::Text(tokens) => text.push_str(tokens),
            Part::Node(node) => node.print(depth, text),
            Part::Block(statements, tail) => {
                text.push('{');
                for node in statements.iter().chain(tail.as_deref()) {
                    let _ = write!(text, "\n{:indent$}", "", indent = 4 * (depth + 1));
                    node.print(depth + 1, text);
                }
                let _ = write!(text, "\n{:indent$}}}", "", indent = 4 * depth);
            }
        }
    }
}
