//! The lowered tree as text: a node a line, and what it contains indented below it.

use std::fmt::{self, Write};

use quote::{ToTokens, quote};

use crate::locals::Locals;
use crate::tree::{Child, Exit, NodeKind, Seq, Tree};

/// Prints a tree.
pub struct Printed<'a>(pub &'a Tree, pub &'a Locals);

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.seq(&self.0.body, 0, &mut out)?;
        f.write_str(&out)
    }
}

impl Printed<'_> {
    fn seq(&self, seq: &Seq, depth: usize, out: &mut String) -> fmt::Result {
        let pad = "    ".repeat(depth);
        for node in &seq.nodes {
            write!(out, "{pad}")?;
            match &node.kind {
                NodeKind::Code(stmt) => writeln!(out, "{}", stmt.to_token_stream())?,
                NodeKind::Init(local, value) => {
                    writeln!(out, "init {} = {}", self.1[*local].unique, value.to_token_stream())?;
                }
                NodeKind::Suspend { value, bind, .. } => {
                    let bind = bind.map(|local| format!("{} = ", self.1[local].unique)).unwrap_or_default();
                    writeln!(out, "{bind}suspend {}", quote!(#value))?;
                }
                NodeKind::Delegate { to, child, bind } => {
                    let bind = bind.map(|local| format!("{} = ", self.1[local].unique)).unwrap_or_default();
                    let word = if *to == Child::Coroutine { "delegate" } else { "await" };
                    writeln!(out, "{bind}{word} {}", self.1[*child].unique)?;
                }
                NodeKind::Call { arguments, bind, is_tail, .. } => {
                    let bind = bind.map(|local| format!("{} = ", self.1[local].unique)).unwrap_or_default();
                    let word = if *is_tail { "tail call" } else { "call" };
                    let arguments = arguments.iter().map(|argument| self.1[*argument].unique.to_string());
                    writeln!(out, "{bind}{word} {}", arguments.collect::<Vec<_>>().join(", "))?;
                }
                NodeKind::Block(label, seq) => {
                    match label {
                        Some(label) => writeln!(out, "block {}:", label.0)?,
                        None => writeln!(out, "block:")?,
                    }
                    self.seq(seq, depth + 1, out)?;
                }
                NodeKind::If(cond, then, otherwise) => {
                    writeln!(out, "if {}:", cond.to_token_stream())?;
                    self.seq(then, depth + 1, out)?;
                    if !otherwise.nodes.is_empty() {
                        writeln!(out, "{pad}else:")?;
                        self.seq(otherwise, depth + 1, out)?;
                    }
                }
                NodeKind::Match(scrutinee, arms) => {
                    writeln!(out, "match {}:", scrutinee.to_token_stream())?;
                    for arm in arms {
                        writeln!(out, "{pad}  {} =>", arm.pat.to_token_stream())?;
                        self.seq(&arm.body, depth + 1, out)?;
                    }
                }
                NodeKind::Loop(label, kind, seq) => {
                    writeln!(out, "{kind:?} {}:", label.0)?;
                    self.seq(seq, depth + 1, out)?;
                }
                NodeKind::Exit(exit) => {
                    let Exit { label, continues } = self.0.exits[exit.0];
                    writeln!(out, "{} {}", if continues { "continue" } else { "break" }, label.0)?;
                }
                NodeKind::Return(value) => writeln!(out, "return {}", value.to_token_stream())?,
            }
        }
        Ok(())
    }
}
