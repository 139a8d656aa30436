//! Makes a failing program smaller, as long as it fails in the same way.

use std::io;

use super::generator::Program;
use super::tree::{Node, Part, Sort, Type};
use super::workshop::{Verdict, Workshop};

/// How many smaller programs are compiled together.
const AT_ONCE: usize = 24;

/// The smallest program found that fails in the way of `verdict`, and how it fails.
///
/// # Errors
///
/// When programs cannot be compiled and run.
pub fn shrink(workshop: &Workshop, program: &Program, verdict: &Verdict) -> io::Result<(Program, Verdict)> {
    let kind = verdict.kind();
    let (mut smallest, mut failure) = (program.clone(), verdict.clone());
    'smaller: loop {
        let candidates = candidates(&smallest);
        for chunk in candidates.chunks(AT_ONCE) {
            let texts: Vec<String> = chunk.iter().map(|program| program.text("")).collect();
            let verdicts = workshop.judge(&texts)?;
            let found = chunk.iter().zip(verdicts).find(|(_, verdict)| verdict.kind() == kind);
            if let Some((program, verdict)) = found {
                (smallest, failure) = (program.clone(), verdict);
                continue 'smaller;
            }
        }
        return Ok((smallest, failure));
    }
}

/// Programs with one thing less, the smallest first. Many of them are not valid.
fn candidates(program: &Program) -> Vec<Program> {
    let mut bodies = Vec::new();
    edits(&program.body, &mut |body| bodies.push(program.with_body(body)));
    let size = program.text("").len();
    let mut all: Vec<(usize, Program)> = program
        .without_arguments()
        .chain(bodies)
        .map(|program| (program.text("").len(), program))
        .filter(|(length, _)| *length < size)
        .collect();
    all.sort_by_key(|(length, _)| *length);
    all.dedup();
    all.into_iter().map(|(_, program)| program).collect()
}

/// Calls `found` with each variant of the node that has one edit in it.
fn edits(node: &Node, found: &mut dyn FnMut(Node)) {
    if let Sort::Expression(r#type) = node.sort {
        for simplest in r#type.simplest() {
            let simplest = Node::expression(node.shape, r#type, vec![(*simplest).into()]);
            if simplest != *node {
                found(simplest);
            }
        }
        inner(node, r#type, found);
    }
    for (index, part) in node.parts.iter().enumerate() {
        edits_of_part(part, &mut |part| {
            let mut node = node.clone();
            node.parts[index] = part;
            found(node);
        });
    }
}

/// The outermost expressions of the same type inside the node.
fn inner(node: &Node, r#type: Type, found: &mut dyn FnMut(Node)) {
    for part in &node.parts {
        let nodes: Vec<&Node> = match part {
            Part::Text(_) => continue,
            Part::Node(node) => vec![node],
            Part::Block(statements, tail) => statements.iter().chain(tail.as_deref()).collect(),
        };
        for node in nodes {
            if node.sort == Sort::Expression(r#type) {
                found(node.clone().operand());
            } else {
                inner(node, r#type, found);
            }
        }
    }
}

fn edits_of_part(part: &Part, found: &mut dyn FnMut(Part)) {
    match part {
        Part::Text(_) => {}
        Part::Node(node) => edits(node, &mut |node| found(Part::Node(node))),
        Part::Block(statements, tail) => {
            let rebuilt = |statements| Part::Block(statements, tail.clone());
            // Fewer statements: runs of them, half of them first.
            let mut length = statements.len();
            while length > 0 {
                for start in 0..=statements.len() - length {
                    let mut rest = statements.clone();
                    let mut removed = rest.drain(start..start + length);
                    if removed.all(|statement| statement.sort != Sort::Fixed) {
                        drop(removed);
                        found(rebuilt(rest));
                    }
                }
                length /= 2;
            }
            for (index, statement) in statements.iter().enumerate() {
                // A statement gives way to those of a block in it.
                for part in &statement.parts {
                    if let Part::Block(inner, None) = part {
                        let mut rest = statements.clone();
                        rest.splice(index..=index, inner.iter().cloned());
                        found(rebuilt(rest));
                    }
                }
                edits(statement, &mut |statement| {
                    let mut rest = statements.clone();
                    rest[index] = statement;
                    found(rebuilt(rest));
                });
            }
            if let Some(node) = tail {
                edits(node, &mut |node| {
                    found(Part::Block(statements.clone(), Some(Box::new(node))));
                });
            }
        }
    }
}
