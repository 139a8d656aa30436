//! The table of statements: locals, assignments, moves, branches, loops.

use super::generator::{Entry, Generator, LOOPS};
use super::scopes::State;
use super::tree::{Node, Part, Type, fixed, statement};
use Type::{Int, Noisy, Option as Maybe, Pair};

type Statements = Vec<Node>;

const STATEMENTS: &[Entry<Statements>] = &[
    (12, Generator::local),
    (3, Generator::deferred),
    (4, Generator::destructured),
    (3, Generator::let_else),
    (5, Generator::assigned),
    (3, Generator::assigned_field),
    (2, Generator::assigned_tuple),
    (3, |g| {
        let index = g.writable(Int).filter(|&index| g.scopes.locals[index].is_full())?;
        let name = g.scopes.locals[index].name.clone();
        let operator = [" += ", " -= ", " ^= "][g.rng.usize(..3)];
        Some(vec![statement!(name, operator, g.expression(Int), ";")])
    }),
    (5, |g| {
        let yields = g.yields;
        let value = g.expression(yields);
        Some(vec![statement!(g.exchanged(value), ";")])
    }),
    (3, |g| Some(vec![statement!("note(", g.expression(Int), ");")])),
    (3, |g| Some(vec![statement!("consume(", g.expression(Noisy), ");")])),
    (2, |g| Some(vec![statement!("let _ = ", g.expression(Noisy).borrowed(), ";")])),
    (1, |g| Some(vec![statement!("_ = ", g.expression(Maybe).borrowed(), ";")])),
    (1, |g| {
        let condition = g.expression(Type::Bool);
        Some(vec![statement!("assert!(", condition, ", \"asserted {}\", 1);")])
    }),
    (3, |g| {
        let r#type = [Noisy, Maybe, Pair][g.rng.usize(..3)];
        let index = g.movable(r#type)?;
        let moved = g.moved(index);
        Some(vec![match g.rng.u32(..3) {
            0 => statement!(moved, ";"),
            1 => statement!("let _kept = ", moved, ";"),
            _ => statement!("drop(", moved, ");"),
        }])
    }),
    (2, Generator::closure),
    (5, Generator::branch),
    (4, |g| Some(vec![statement!(g.block(None))])),
    (2, Generator::labelled),
    (3, Generator::branch_by_pattern),
    (4, Generator::while_loop),
    (4, Generator::for_loop),
    (3, Generator::while_let),
];

impl Generator {
    /// One statement more, or a few that belong together.
    pub fn push_statements(&mut self, statements: &mut Statements) {
        let share = self.rng.i32(0..=(self.fuel / 2).max(3));
        for _ in 0..4 {
            let borrows = self.borrows && self.often(2);
            let made = self.shared(share, |g| if borrows { g.borrowed() } else { g.entry(STATEMENTS) });
            if let Some(made) = made {
                return statements.extend(made);
            }
        }
        statements.push(statement!("note(", self.leaf(Int), ");"));
    }

    fn a_type(&mut self) -> Type {
        [Int, Int, Noisy, Noisy, Noisy, Maybe, Pair][self.rng.usize(..7)]
    }

    fn local(&mut self) -> Option<Statements> {
        let r#type = self.a_type();
        let value = self.expression(r#type);
        let name = self.local_name();
        // The parts of a pair are known by its type: it may be moved in part.
        let annotated = r#type == Pair || self.often(2);
        let annotation = if annotated { format!(": {}", r#type.name()) } else { String::new() };
        self.scopes.declare(&name, r#type, State::Full);
        Some(vec![statement!(format!("let mut {name}{annotation} = "), value, ";")])
    }

    /// A local that gets its value later, or on some ways only.
    fn deferred(&mut self) -> Option<Statements> {
        let r#type = self.a_type();
        let name = self.local_name();
        let index = self.scopes.locals.len();
        self.scopes.declare(&name, r#type, State::Empty);
        let first = statement!(format!("let mut {name}: {};", r#type.name()));
        if self.often(3) {
            return Some(vec![first]);
        }
        let condition = self.expression(Type::Bool).operand();
        let before = self.scopes.save();
        let yes = self.filling(index);
        let after = self.scopes.save();
        self.scopes.restore(&before);
        let mut parts: Vec<Part> = vec!["if ".into(), condition.into(), " ".into(), yes];
        if self.often(7) {
            parts.extend([" else ".into(), self.filling(index)]);
        }
        self.scopes.join(&after);
        Some(vec![first, Node::statement(parts)])
    }

    /// A block that gives the local its value.
    fn filling(&mut self, index: usize) -> Part {
        let local = &self.scopes.locals[index];
        let (name, r#type) = (local.name.clone(), local.r#type);
        let value = self.expression(r#type);
        self.scopes.locals[index].states = [State::Full; 2];
        self.block_after(vec![statement!(name, " = ", value, ";")], None)
    }

    fn destructured(&mut self) -> Option<Statements> {
        let kind = self.rng.u32(..5);
        let (pattern, types, value): (_, &[Type], Part) = match kind {
            0 => {
                let base = statement!("Pair::of(", self.expression(Pair), ")");
                ("Pair { left: mut #, .. }", &[Noisy], base.into())
            }
            1 => {
                let base = statement!("Pair::of(", self.expression(Pair), ")");
                ("Pair { right: mut #, left: mut # }", &[Noisy, Noisy], base.into())
            }
            4 => {
                let index = self.movable(Pair)?;
                let local = &mut self.scopes.locals[index];
                local.states[0] = State::Empty;
                ("(mut #, _)", &[Noisy], local.name.clone().into())
            }
            2 => {
                let (a, b) = (self.expression(Noisy), self.expression(Int));
                let value = statement!("(", a, ", ", b, ")");
                ("(mut #, mut #)", &[Noisy, Int], value.into())
            }
            _ => {
                let (a, b) = (self.expression(Noisy), self.expression(Noisy));
                let value = statement!("[", a, ", ", b, ", Noisy::new(\"rest\")]");
                ("[mut #, _, mut #]", &[Noisy, Noisy], value.into())
            }
        };
        let mut text = String::from("let ");
        let mut types = types.iter();
        for (index, piece) in pattern.split('#').enumerate() {
            if index > 0 {
                let name = self.fresh("x");
                text.push_str(&name);
                let r#type = *types.next().expect("as many types as names");
                self.scopes.declare(&name, r#type, State::Full);
            }
            text.push_str(piece);
        }
        Some(vec![statement!(text, " = ", value, ";")])
    }

    fn let_else(&mut self) -> Option<Statements> {
        let value = self.expression(Maybe).borrowed();
        let before = self.scopes.save();
        let count = self.scopes.locals.len();
        let mut refused = Vec::new();
        if self.often(3) {
            self.push_statements(&mut refused);
        }
        // Even if this point is never reached: rustc asks for it.
        refused.extend(self.leave());
        self.scopes.leave(count);
        self.scopes.restore(&before);
        let name = self.local_name();
        self.scopes.declare(&name, Noisy, State::Full);
        let refused = Part::Block(refused, None);
        Some(vec![statement!(format!("let Some(mut {name}) = "), value, " else ", refused, ";")])
    }

    fn assigned(&mut self) -> Option<Statements> {
        let r#type = self.a_type();
        let index = self.writable(r#type)?;
        let name = self.scopes.locals[index].name.clone();
        let value = self.expression(r#type);
        self.scopes.locals[index].states = [State::Full; 2];
        Some(vec![statement!(name, " = ", value, ";")])
    }

    fn assigned_field(&mut self) -> Option<Statements> {
        let field = self.rng.usize(..2);
        let found = self.scopes.named(|_, local| {
            local.r#type == Pair && local.writable && local.states[1 - field] == State::Full
        });
        let index = self.choose(found)?;
        let name = self.scopes.locals[index].name.clone();
        let value = self.expression(Noisy);
        // The value may have taken the rest of the pair.
        if self.scopes.locals[index].states[1 - field] != State::Full {
            return Some(vec![statement!("drop(", value, ");")]);
        }
        self.scopes.locals[index].states[field] = State::Full;
        Some(vec![statement!(format!("{name}.{field} = "), value, ";")])
    }

    fn assigned_tuple(&mut self) -> Option<Statements> {
        let (first, second) = (self.writable(Noisy)?, self.writable(Int)?);
        let names = [first, second].map(|index| self.scopes.locals[index].name.clone());
        let (a, b) = (self.expression(Noisy), self.expression(Int));
        for index in [first, second] {
            self.scopes.locals[index].states = [State::Full; 2];
        }
        Some(vec![statement!(format!("({}, {}) = (", names[0], names[1]), a, ", ", b, ");")])
    }

    fn closure(&mut self) -> Option<Statements> {
        let captured = self.movable(Noisy)?;
        let captured = self.moved(captured).text();
        let name = self.fresh("closure");
        self.scopes.declare(&name, Type::Closure, State::Full);
        Some(vec![statement!(format!("let mut {name} = move |by: i64| {captured}.plus(by);"))])
    }

    fn branch(&mut self) -> Option<Statements> {
        let condition = self.expression(Type::Bool).operand();
        let before = self.scopes.save();
        let yes = self.block(None);
        let after = self.scopes.save();
        self.scopes.restore(&before);
        let mut parts: Vec<Part> = vec!["if ".into(), condition.into(), " ".into(), yes];
        if self.often(5) {
            parts.extend([" else ".into(), self.block(None)]);
        }
        self.scopes.join(&after);
        Some(vec![Node::statement(parts)])
    }

    fn branch_by_pattern(&mut self) -> Option<Statements> {
        let scrutinee = self.expression(Maybe).borrowed();
        let mut parts: Vec<Part> = Vec::new();
        let matched = self.scopes.save();
        let chained = self.often(4);
        let name = self.fresh("x");
        let count = self.scopes.locals.len();
        self.scopes.declare(&name, Noisy, State::Full);
        parts.extend([format!("if let Some(mut {name}) = ").into(), scrutinee.into()]);
        let mut refused = matched;
        if chained {
            // What stands behind `&&` may have run when the chain says no.
            parts.extend([" && ".into(), self.expression(Type::Bool).operand().into()]);
            let chained = self.scopes.save();
            self.scopes.restore(&refused);
            self.scopes.join(&chained);
            refused = self.scopes.save();
            self.scopes.restore(&chained);
        }
        parts.extend([" ".into(), self.block(None)]);
        self.scopes.leave(count);
        let after = self.scopes.save();
        self.scopes.restore(&refused);
        if self.often(4) {
            parts.extend([" else ".into(), self.block(None)]);
        }
        self.scopes.join(&after);
        Some(vec![Node::statement(parts)])
    }

    fn labelled(&mut self) -> Option<Statements> {
        let label = self.fresh("'block");
        self.enter(&label, false, None);
        let block = self.block(None);
        self.exit();
        Some(vec![statement!(format!("{label}: "), block)])
    }

    /// A condition of a loop: it runs each round, so it moves nothing.
    fn loop_condition(&mut self) -> Node {
        let floor = std::mem::replace(&mut self.floor, self.scopes.locals.len());
        self.conditions += 1;
        let condition = self.expression(Type::Bool).operand();
        self.conditions -= 1;
        self.floor = floor;
        condition
    }

    /// The body of a loop that has been entered, up to where it goes on with its next round.
    pub fn loop_body(&mut self, first: Statements) -> Part {
        let count = self.targets.last().expect("a loop").outside;
        let conditions = std::mem::take(&mut self.conditions);
        let mut statements = first;
        for _ in 0..self.rng.u32(1..4) {
            if self.scopes.reachable {
                self.push_statements(&mut statements);
            }
        }
        if self.scopes.reachable {
            let head = self.targets.last().expect("a loop").head.clone();
            statements.extend(self.refill(&head));
        }
        self.scopes.leave(count);
        self.conditions = conditions;
        Part::Block(statements, None)
    }

    fn while_loop(&mut self) -> Option<Statements> {
        if self.loops() >= LOOPS {
            return None;
        }
        let (counter, label) = (self.fresh("count"), self.fresh("'while"));
        let first = statement!(format!("let mut {counter} = 0;"));
        self.scopes.enter_loop();
        // A `continue` in the condition would never come to count the rounds.
        self.enter(&label, false, None);
        let skipped = self.scopes.save();
        let condition = self.loop_condition();
        self.targets.last_mut().expect("it was just entered").is_loop = true;
        let entered = self.scopes.save();
        self.scopes.join(&skipped);
        let done = self.scopes.save();
        self.scopes.restore(&entered);
        let body = self.loop_body(vec![fixed!(format!("{counter} += 1;"))]);
        self.scopes.restore(&done);
        self.exit();
        let head = format!("{label}: while {counter} < 3 && ");
        Some(vec![first, statement!(head, condition, " ", body)])
    }

    fn while_let(&mut self) -> Option<Statements> {
        if self.loops() >= LOOPS {
            return None;
        }
        let (source, label) = (self.fresh("source"), self.fresh("'while"));
        let first = statement!(format!("let mut {source} = Source::new(\"{source}\", 2);"));
        self.scopes.declare(&source, Type::Source, State::Full);
        self.scopes.enter_loop();
        self.enter(&label, true, None);
        let name = self.fresh("x");
        self.scopes.declare(&name, Noisy, State::Full);
        let done = self.scopes.save();
        let body = self.loop_body(Vec::new());
        self.scopes.restore(&done);
        self.exit();
        let head = format!("{label}: while let Some(mut {name}) = {source}.next() ");
        Some(vec![first, statement!(head, body)])
    }

    fn for_loop(&mut self) -> Option<Statements> {
        if self.loops() >= LOOPS {
            return None;
        }
        let (label, name) = (self.fresh("'for"), self.fresh("each"));
        let (each, iterator) = match self.rng.u32(..4) {
            0 => (Int, statement!("0..", self.expression(Int).operand(), " % 3")),
            1 => {
                let count = self.expression(Int).operand();
                let head = format!("Source::new(\"{name}\", ");
                (Noisy, statement!(head, count, " % 3)"))
            }
            2 => (Noisy, statement!("[", self.expression(Noisy), ", ", self.expression(Noisy), "]")),
            _ => (Noisy, statement!(self.expression(Maybe).borrowed())),
        };
        self.scopes.enter_loop();
        self.enter(&label, true, None);
        self.scopes.declare(&name, each, State::Full);
        let done = self.scopes.save();
        let body = self.loop_body(Vec::new());
        self.scopes.restore(&done);
        self.exit();
        Some(vec![statement!(format!("{label}: for mut {name} in "), iterator, " ", body)])
    }
}
