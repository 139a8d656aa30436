//! The table of expressions of any type that are made of blocks: `if`, `match`, blocks, loops with a value.

use super::generator::{Generator, LOOPS, Target};
use super::scopes::{Snapshot, State};
use super::tree::{Node, Part, Type, atom, compound, fixed, statement};

/// A construct, as an [`Entry`](super::generator::Entry) is, for any type.
type Composite = (u32, fn(&mut Generator, Type) -> Option<Node>);

const COMPOSITES: &[Composite] = &[
    (4, Generator::if_else),
    (3, Generator::if_let_else),
    (3, Generator::match_number),
    (3, Generator::match_option),
    (2, |g, r#type| Some(compound!(r#type; g.block(Some(r#type))))),
    (1, |g, r#type| Some(compound!(r#type; "unsafe ", g.block(Some(r#type))))),
    (2, Generator::labelled_block),
    (2, Generator::loop_with_value),
];

impl Generator {
    /// An expression of the type that has blocks in it.
    pub fn composite(&mut self, r#type: Type) -> Option<Node> {
        let chosen = self.weighted(COMPOSITES.iter().map(|(weight, _)| *weight));
        let made = COMPOSITES[chosen].1(self, r#type)?;
        if self.scopes.reachable {
            return Some(made);
        }
        // Every way through it leaves: as it stands, its type would be `!`.
        let tail = atom!(r#type; r#type.simplest()[0]);
        let block = Part::Block(vec![statement!(made, ";")], Some(Box::new(tail)));
        Some(compound!(r#type; block))
    }

    fn if_else(&mut self, r#type: Type) -> Option<Node> {
        let condition = self.expression(Type::Bool).operand();
        let before = self.scopes.save();
        let yes = self.block(Some(r#type));
        let after = self.scopes.save();
        self.scopes.restore(&before);
        let no = self.block(Some(r#type));
        self.scopes.join(&after);
        Some(compound!(r#type; "if ", condition, " ", yes, " else ", no))
    }

    fn if_let_else(&mut self, r#type: Type) -> Option<Node> {
        let scrutinee = self.expression(Type::Option).borrowed();
        let before = self.scopes.save();
        let name = self.local_name();
        let yes = self.block_with(&name, Type::Noisy, Some(r#type));
        let after = self.scopes.save();
        self.scopes.restore(&before);
        let no = self.block(Some(r#type));
        self.scopes.join(&after);
        Some(compound!(r#type; format!("if let Some(mut {name}) = "), scrutinee, " ", yes, " else ", no))
    }

    /// A block in which a pattern has bound a name.
    pub fn block_with(&mut self, name: &str, bound: Type, r#type: Option<Type>) -> Part {
        let count = self.scopes.locals.len();
        self.scopes.declare(name, bound, State::Full);
        let block = self.block(r#type);
        self.scopes.leave(count);
        block
    }

    /// A guard, or none. It may run and then say no, and may run again: it moves nothing. Nor does it change the locals
    /// `fixed`: what is matched, and what the pattern bound.
    fn guard(&mut self, times: u32, fixed: Vec<usize>) -> Option<Node> {
        if !self.often(times) {
            return None;
        }
        let floor = std::mem::replace(&mut self.floor, self.scopes.locals.len());
        let writable: Vec<bool> = fixed
            .iter()
            .map(|&index| std::mem::replace(&mut self.scopes.locals[index].writable, false))
            .collect();
        let guard = self.expression(Type::Bool).operand();
        for (index, writable) in fixed.into_iter().zip(writable) {
            self.scopes.locals[index].writable = writable;
        }
        self.floor = floor;
        Some(guard)
    }

    fn match_number(&mut self, r#type: Type) -> Option<Node> {
        let mut scrutinee = self.expression(Type::Int).operand();
        let local = self.scopes.named(|_, local| local.name == scrutinee.text());
        if local.is_empty() {
            // Native coroutines of rustc 1.95 crash where the scrutinee is a part of a temporary and a guard suspends.
            scrutinee = scrutinee.borrowed();
        }
        let mut before = self.scopes.save();
        let mut ends: Vec<Snapshot> = Vec::new();
        let mut arms = Vec::new();
        let last = self.rng.usize(1..4);
        for arm in 0..=last {
            self.scopes.restore(&before);
            let count = self.scopes.locals.len();
            let name = self.fresh("n");
            let number = self.rng.u32(..6);
            let (pattern, binds) = match self.rng.u32(..4) {
                _ if arm == last => ("_".to_owned(), false),
                0 => (format!("{number} | 9"), false),
                1 => (format!("mut {name} @ {number}..=7"), true),
                2 => (format!("{number}.."), false),
                _ => (format!("mut {name}"), true),
            };
            if binds {
                self.scopes.declare(&name, Type::Int, State::Full);
            }
            let times = if arm == last { 0 } else { 5 };
            let fixed = binds.then_some(count).into_iter().chain(local.clone());
            let guard = self.guard(times, fixed.collect());
            // A guard that said no has run as well.
            let matched = self.scopes.save();
            self.scopes.restore(&before);
            self.scopes.join(&matched);
            before = self.scopes.save();
            self.scopes.restore(&matched);
            arms.push(self.arm(pattern, guard, r#type));
            self.scopes.leave(count);
            ends.push(self.scopes.save());
        }
        self.join_ends(&ends);
        Some(compound!(r#type; "match ", scrutinee, " ", Part::Block(arms, None)))
    }

    fn match_option(&mut self, r#type: Type) -> Option<Node> {
        let local = self.scrutinee();
        let scrutinee = match local {
            Some(index) => self.moved(index),
            None => self.expression(Type::Option).borrowed(),
        };
        let before = self.scopes.save();
        let name = self.fresh("x");
        let count = self.scopes.locals.len();
        let mut ends = Vec::new();
        let mut arms = Vec::new();

        self.scopes.declare(&name, Type::Noisy, State::Full);
        let fixed = local.into_iter().chain([count]);
        let guard = self.guard(5, fixed.collect());
        let guarded = guard.is_some();
        let matched = self.scopes.save();
        arms.push(self.arm(format!("Some(mut {name})"), guard, r#type));
        self.scopes.leave(count);
        ends.push(self.scopes.save());
        if guarded {
            self.scopes.restore(&matched);
            self.scopes.declare(&name, Type::Noisy, State::Full);
            arms.push(self.arm(format!("Some(mut {name})"), None, r#type));
            self.scopes.leave(count);
            ends.push(self.scopes.save());
        }
        self.scopes.restore(&before);
        if guarded {
            // For rustc, the guard may have run. That it has is not said.
            self.scopes.join(&matched);
        }
        arms.push(self.arm("None".to_owned(), None, r#type));
        ends.push(self.scopes.save());
        self.join_ends(&ends);
        Some(compound!(r#type; "match ", scrutinee, " ", Part::Block(arms, None)))
    }

    /// A local to match on. One that would have to be filled again before the next round of a loop is none: a guard
    /// that goes there would have to do it.
    fn scrutinee(&mut self) -> Option<usize> {
        if !self.often(4) {
            return None;
        }
        let outside = self.innermost_loop().map_or(0, |target| target.outside);
        self.movable(Type::Option).filter(|&index| index >= outside)
    }

    fn arm(&mut self, pattern: String, guard: Option<Node>, r#type: Type) -> Node {
        let mut parts: Vec<Part> = vec![pattern.into()];
        if let Some(guard) = guard {
            parts.extend([" if ".into(), guard.into()]);
        }
        parts.push(" => ".into());
        if self.often(5) {
            parts.push(self.block(Some(r#type)));
        } else {
            parts.extend([self.expression(r#type).into(), ",".into()]);
        }
        Node::statement(parts)
    }

    fn join_ends(&mut self, ends: &[Snapshot]) {
        self.scopes.restore(&ends[0]);
        for end in &ends[1..] {
            self.scopes.join(end);
        }
    }

    fn labelled_block(&mut self, r#type: Type) -> Option<Node> {
        let label = self.fresh("'block");
        self.enter(&label, false, Some(r#type));
        let block = self.block(Some(r#type));
        self.exit();
        Some(compound!(r#type; format!("{label}: "), block))
    }

    fn loop_with_value(&mut self, r#type: Type) -> Option<Node> {
        if self.loops() >= LOOPS {
            return None;
        }
        let counter = self.fresh("count");
        let label = self.fresh("'loop");
        self.scopes.enter_loop();
        self.enter(&label, true, Some(r#type));
        let count = self.scopes.locals.len();
        let mut statements = vec![fixed!(format!("{counter} += 1;"))];
        // The end of the loop comes first, for what follows may `continue`; its value may not.
        let before = self.scopes.save();
        let this = self.targets.len() - 1;
        self.targets[this].is_loop = false;
        let value = self.expression(r#type);
        let target = &mut self.targets[this];
        target.is_loop = true;
        target.breaks.push(self.scopes.save());
        let block = Part::Block(vec![fixed!(format!("break {label} "), value, ";")], None);
        statements.push(fixed!(format!("if {counter} > 2 "), block));
        self.scopes.restore(&before);
        self.push_statements(&mut statements);
        if self.scopes.reachable {
            let head = self.targets.last().expect("it was just entered").head.clone();
            statements.extend(self.refill(&head));
        }
        self.scopes.leave(count);
        self.scopes.reachable = false;
        self.exit();
        let body = Part::Block(statements, None);
        let loops = atom!(r#type; format!("{label}: loop "), body);
        let first = vec![statement!(format!("let mut {counter} = 0;"))];
        Some(compound!(r#type; Part::Block(first, Some(Box::new(loops)))))
    }

    /// Enters a labelled block or a loop.
    pub fn enter(&mut self, label: &str, is_loop: bool, value: Option<Type>) {
        self.targets.push(Target {
            label: label.to_owned(),
            is_loop,
            value,
            outside: self.scopes.locals.len(),
            head: self.scopes.save(),
            breaks: Vec::new(),
        });
    }

    /// Leaves it: its end is reached from here, and from each `break`.
    pub fn exit(&mut self) {
        let target = self.targets.pop().expect("it was entered");
        for end in &target.breaks {
            self.scopes.join(end);
        }
    }

    /// Statements that leave this point for good.
    pub fn leave(&mut self) -> Vec<Node> {
        let mut statements = Vec::new();
        let index = self.rng.usize(..=self.targets.len());
        let Some(target) = self.targets.get(index) else {
            let returns = self.returns;
            let value = self.expression(returns);
            self.scopes.reachable = false;
            return vec![statement!("return ", value, ";")];
        };
        let named = index + 1 < self.targets.len() || !target.is_loop || self.conditions > 0;
        let label =
            if named || self.often(3) { format!(" {}", self.targets[index].label) } else { String::new() };
        let target = &self.targets[index];
        if target.is_loop && self.rng.bool() {
            let head = target.head.clone();
            statements.extend(self.refill(&head));
            statements.push(statement!(format!("continue{label};")));
        } else if let Some(r#type) = target.value {
            let value = self.expression(r#type);
            self.targets[index].breaks.push(self.scopes.save());
            statements.push(statement!(format!("break{label} "), value, ";"));
        } else {
            self.targets[index].breaks.push(self.scopes.save());
            statements.push(statement!(format!("break{label};")));
        }
        self.scopes.reachable = false;
        statements
    }
}
