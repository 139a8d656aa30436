//! The lowered function: the source's structure where it contains a suspension, and the source verbatim where not.
//!
//! It is a tree and not a graph of blocks because the expansion is Rust again: scopes, and with them the order of drops,
//! come out as nested blocks only if they are kept nested all the way.

use std::collections::HashSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, Pat, Stmt};

use crate::locals::LocalId;

/// Which node, in source order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct NodeId(pub usize);

/// Which loop or labelled block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelId(pub usize);

/// Which `break` or `continue` to a lowered loop or block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExitId(pub usize);

/// Where an exit goes.
#[derive(Clone, Copy, Debug)]
pub struct Exit {
    /// The loop or block that it leaves or continues.
    pub label: LabelId,
    /// `continue`, and not `break`.
    pub continues: bool,
}

/// A sequence of nodes that is a scope of its own.
#[derive(Clone, Default)]
pub struct Seq {
    /// The nodes, in order.
    pub nodes: Vec<Node>,
}

/// One node.
#[derive(Clone)]
pub struct Node {
    /// Where it begins, in source order.
    pub id: NodeId,
    /// Where it ends.
    pub end: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands in the source.
    pub span: Span,
}

/// What a node is.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // Nearly every node is the large one.
pub enum NodeKind {
    /// Source without a suspension.
    Code(Stmt),
    /// A local that was declared without a value gets its first one.
    Init(LocalId, Expr),
    /// The coroutine hands a value out and waits.
    Suspend {
        /// What is yielded.
        value: Option<Expr>,
        /// The local that takes what is sent.
        bind: Option<LocalId>,
        /// A deferred block that awaits comes before the way out, so that a cancellation that is thrown in here is a
        /// value: what it binds is an `Option`.
        catches: bool,
    },
    /// The coroutine hands over to a child until that is complete.
    Delegate {
        /// What it hands over to.
        to: Child,
        /// The local that holds the child.
        child: LocalId,
        /// The local that takes what the child returns.
        bind: Option<LocalId>,
    },
    /// The coroutine calls itself, and waits until that call has returned.
    Call {
        /// The locals that hold the arguments.
        arguments: Vec<LocalId>,
        /// The local that takes what is returned.
        bind: Option<LocalId>,
        /// Nothing is left to do behind the call: it takes the place of its caller.
        is_tail: bool,
        /// A cancellation is a value: what it binds is an `Option`.
        catches: bool,
    },
    /// A scope, and a label that can be left.
    Block(Option<LabelId>, Seq),
    /// `if cond { then } else { otherwise }`
    If(Box<Expr>, Seq, Seq),
    /// `match scrutinee { arms }`
    Match(Box<Expr>, Vec<Arm>),
    /// `loop { body }`; a `while` and a `for` are one as well.
    Loop(LabelId, LoopKind, Seq),
    /// `break` or `continue`.
    Exit(ExitId),
    /// `return`.
    Return(Expr),
}

/// What a coroutine hands over to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Child {
    /// Another coroutine, with `yield_from!`.
    Coroutine,
    /// A future, with `.await`.
    Future,
    /// A future, where a cancellation is caught: what it binds is an `Option`.
    Cancellable,
}

/// The keyword of a loop, which names its state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoopKind {
    /// `for`
    For,
    /// `while`
    While,
    /// `loop`
    Loop,
}

/// An arm of a `match`.
#[derive(Clone)]
pub struct Arm {
    /// Its pattern, with the guard.
    pub pat: Pat,
    /// Its body.
    pub body: Seq,
    /// It is there for rustc alone, which does not know that the arms before it match all there is.
    pub impossible: bool,
    /// Its guard is asked in its body: what it binds by value is a copy, and nothing is taken of the scrutinee.
    pub glimpses: bool,
}

impl Arm {
    /// An arm of the source.
    pub fn new(pat: Pat, body: Seq) -> Self {
        Arm { pat, body, impossible: false, glimpses: false }
    }
}

/// The lowered function.
pub struct Tree {
    /// The body, with the arguments' patterns in front.
    pub body: Seq,
    /// Every exit.
    pub exits: Vec<Exit>,
    /// Where methods stand whose names decide that no temporary has to be kept: by line and column.
    pub guesses: HashSet<(usize, usize)>,
    /// What the function calls itself by, where it delegates to itself.
    pub calls_itself_by: Option<Expr>,
}

impl Seq {
    /// Whether the function returns somewhere.
    pub fn returns(&self) -> bool {
        self.nodes.iter().any(|node| match &node.kind {
            NodeKind::Return(_) => true,
            NodeKind::Code(stmt) => {
                let mut found = false;
                crate::macros::for_each_ident(stmt.to_token_stream(), &mut |ident| {
                    found |= ident == "return"
                });
                found
            }
            NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => seq.returns(),
            NodeKind::If(_, then, otherwise) => then.returns() || otherwise.returns(),
            NodeKind::Match(_, arms) => arms.iter().any(|arm| arm.body.returns()),
            _ => false,
        })
    }

    /// Numbers the nodes in source order.
    pub fn number(&mut self, next: &mut usize) {
        for node in &mut self.nodes {
            node.id = NodeId(*next);
            *next += 1;
            match &mut node.kind {
                NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => seq.number(next),
                NodeKind::If(_, then, otherwise) => {
                    then.number(next);
                    otherwise.number(next);
                }
                NodeKind::Match(_, arms) => arms.iter_mut().for_each(|arm| arm.body.number(next)),
                _ => {}
            }
            // The place after a compound node counts as one of its own: a join stands there.
            node.end = NodeId(*next);
            *next += 1;
        }
    }
}
