//! The tables of expressions, by type: calls, operators, fields, macros, suspensions.

use super::generator::{Entry, Generator};
use super::scopes::State;
use super::tree::{Node, Type, atom, compound, place};
use Type::{Bool, Int, Noisy, Option as Maybe, Pair, Result as Outcome};

const INTS: &[Entry<Node>] = &[
    (12, |g| g.suspension(Int)),
    (4, |g| Some(atom!(Int; "note(", g.expression(Int), ")"))),
    (3, |g| Some(atom!(Int; "consume(", g.expression(Noisy), ")"))),
    (3, |g| Some(atom!(Int; "both(", g.expression(Noisy), ", ", g.expression(Int), ")"))),
    (3, |g| {
        let [a, b, c] = [0; 3].map(|_| g.expression(Int));
        Some(atom!(Int; "sum(", a, ", ", b, ", ", c, ")"))
    }),
    (5, |g| {
        let operator = [" + ", " - ", " & ", " ^ "][g.rng.usize(..4)];
        let left = g.expression(Int).operand();
        Some(compound!(Int; left, operator, g.expression(Int).operand()))
    }),
    (1, |g| Some(compound!(Int; "-", g.expression(Int).operand()))),
    (2, |g| Some(compound!(Int; g.expression(Bool).operand(), " as i64"))),
    // Methods of locals. Where an argument suspends, the borrow of the receiver is a two-phase one.
    (2, |g| {
        let index = g.full(Noisy)?;
        Some(atom!(Int; g.scopes.locals[index].name.clone(), ".by_ref()"))
    }),
    (2, |g| {
        let index = g.writable(Noisy).filter(|&index| g.scopes.locals[index].is_full())?;
        let name = g.scopes.locals[index].name.clone();
        let argument = g.while_borrowed(index, |g| g.leaf(Int));
        Some(atom!(Int; name, ".by_mut(", argument, ")"))
    }),
    (2, |g| {
        let index = g.full(Type::Closure)?;
        let argument = g.while_borrowed(index, |g| g.expression(Int));
        Some(atom!(Int; g.scopes.locals[index].name.clone(), "(", argument, ")"))
    }),
    // Methods of temporaries, which live to the end of the statement.
    (4, |g| Some(atom!(Int; g.expression(Noisy).borrowed(), ".by_ref()"))),
    (2, |g| Some(atom!(Int; g.expression(Noisy).operand(), ".into_weight()"))),
    (3, |g| {
        let receiver = g.expression(Noisy).borrowed();
        Some(atom!(Int; receiver, ".plus(", g.expression(Int), ")"))
    }),
    (1, |g| Some(atom!(Int; "inspect(&", g.expression(Noisy).borrowed(), ")"))),
    // Tuples, arrays, macros.
    (2, |g| {
        let [a, b, c] = [0; 3].map(|_| g.expression(Int));
        let index = g.expression(Int).operand();
        Some(place!(Int; "[", a, ", ", b, ", ", c, "][", index, " as usize % 3]"))
    }),
    (2, |g| {
        let (a, b) = (g.expression(Int), g.expression(Noisy));
        Some(place!(Int; "(", a, ", ", b, ", ", g.expression(Int), ").0"))
    }),
    (1, |g| {
        let (a, b) = (g.expression(Noisy), g.expression(Noisy));
        Some(compound!(Int; "vec![", a, ", ", b, "].len() as i64"))
    }),
    (1, |g| {
        let (a, b) = (g.expression(Int), g.expression(Noisy).borrowed());
        Some(compound!(Int; "format!(\"{} {:?}\", ", a, ", ", b, ").len() as i64"))
    }),
    (3, |g| {
        if g.returns != Outcome {
            return None;
        }
        let operand = g.expression(Int);
        Some(atom!(Int; "fallible(", operand, ")?"))
    }),
    (1, |g| Some(atom!(Int; "explode(", g.expression(Int), ")"))),
];

const BOOLS: &[Entry<Node>] = &[
    (5, |g| {
        let operator = [" < ", " >= ", " == ", " != "][g.rng.usize(..4)];
        // A `<` after a cast would begin generic arguments.
        let left = g.expression(Int);
        Some(compound!(Bool; "(", left, ")", operator, g.expression(Int).operand()))
    }),
    (4, |g| Some(compound!(Bool; g.expression(Int).operand(), " % 2 == 0"))),
    (3, |g| g.short_circuit(" && ")),
    (3, |g| g.short_circuit(" || ")),
    (2, |g| Some(compound!(Bool; "!", g.expression(Bool).operand()))),
    (1, |g| Some(atom!(Bool; "matches!(", g.expression(Int), ", 0..=3 | 7)"))),
    (1, |g| {
        let scrutinee = g.expression(Maybe).borrowed();
        Some(atom!(Bool; "matches!(", scrutinee, ", Some(some) if some.by_ref() > 4)"))
    }),
    (1, |g| {
        let left = g.expression(Noisy).borrowed();
        Some(compound!(Bool; left, " == ", g.expression(Noisy).borrowed()))
    }),
];

const NOISIES: &[Entry<Node>] = &[
    (10, |g| g.suspension(Noisy)),
    (5, |g| {
        let index = g.movable(Noisy)?;
        Some(g.moved(index))
    }),
    (4, |g| Some(atom!(Noisy; "Noisy::new(", g.expression(Int), ")"))),
    (4, |g| Some(atom!(Noisy; "join(", g.expression(Noisy), ", ", g.expression(Noisy), ")"))),
    (2, |g| {
        let left = g.expression(Noisy).operand();
        Some(compound!(Noisy; left, " + ", g.expression(Noisy).operand()))
    }),
    (1, |g| Some(compound!(Noisy; "-", g.expression(Noisy).operand()))),
    (2, |g| Some(atom!(Noisy; g.expression(Noisy).operand(), ".into_next()"))),
    (2, |g| {
        let receiver = g.expression(Noisy).operand();
        Some(atom!(Noisy; receiver, ".into_with(", g.expression(Int), ")"))
    }),
    (1, |g| {
        let index = g.full(Noisy)?;
        Some(atom!(Noisy; g.scopes.locals[index].name.clone(), ".clone()"))
    }),
    (2, |g| {
        let option = g.expression(Maybe).operand();
        Some(atom!(Noisy; option, ".unwrap_or(", g.expression(Noisy), ")"))
    }),
    (3, |g| g.moved_field()),
    (1, |g| {
        let pair = g.expression(Pair);
        let field = [").0", ").1"][g.rng.usize(..2)];
        // In braces: a field of a local would be a partial move, and is `moved_field`.
        Some(atom!(Noisy; "std::convert::identity(", pair, field))
    }),
    (1, |g| {
        let index = g.writable(Noisy).filter(|&index| g.scopes.locals[index].is_full())?;
        let name = g.scopes.locals[index].name.clone();
        let number = g.number();
        Some(atom!(Noisy; format!("std::mem::replace(&mut {name}, Noisy::new({number}))")))
    }),
    (3, |g| {
        if g.returns != Maybe {
            return None;
        }
        let operand = g.expression(Maybe).operand();
        Some(atom!(Noisy; operand, "?"))
    }),
];

const OPTIONS: &[Entry<Node>] = &[
    (4, |g| Some(atom!(Maybe; "Some(", g.expression(Noisy), ")"))),
    (4, |g| Some(atom!(Maybe; "maybe(", g.expression(Int), ")"))),
    (2, |g| {
        let index = g.movable(Maybe)?;
        Some(g.moved(index))
    }),
    (1, |g| {
        let index = g.writable(Maybe).filter(|&index| g.scopes.locals[index].is_full())?;
        Some(atom!(Maybe; g.scopes.locals[index].name.clone(), ".take()"))
    }),
];

const PAIRS: &[Entry<Node>] = &[
    (3, |g| {
        let (left, right) = (g.expression(Noisy), g.expression(Noisy));
        Some(atom!(Pair; "(", left, ", ", right, ")"))
    }),
    (2, |g| {
        let (right, left) = (g.expression(Noisy), g.expression(Noisy));
        Some(atom!(Pair; "(Pair { right: ", right, ", left: ", left, " }).into_both()"))
    }),
    (2, |g| {
        let left = g.expression(Noisy);
        let base = g.expression(Pair);
        Some(atom!(Pair; "(Pair { left: ", left, ", ..Pair::of(", base, ") }).into_both()"))
    }),
    (3, |g| {
        let index = g.movable(Pair)?;
        Some(g.moved(index))
    }),
];

const OUTCOMES: &[Entry<Node>] = &[
    (3, |g| Some(atom!(Outcome; "Ok::<i64, Big>(", g.expression(Int), ")"))),
    (1, |g| Some(atom!(Outcome; "Err::<i64, Big>(Big(", g.expression(Noisy), "))"))),
    (1, |g| Some(atom!(Outcome; "fallible(", g.expression(Int), ").map_err(Big::from)"))),
];

impl Generator {
    /// An expression of the type that is no block, `if`, `match` or loop.
    pub fn simple(&mut self, r#type: Type) -> Option<Node> {
        match r#type {
            Int => self.entry(INTS),
            Bool => self.entry(BOOLS),
            Noisy => self.entry(NOISIES),
            Maybe => self.entry(OPTIONS),
            Pair => self.entry(PAIRS),
            Outcome => self.entry(OUTCOMES),
            Type::Closure | Type::Source => None,
        }
    }

    /// `yield_!(..)`, where what is sent has the type. A future may have any type.
    pub fn suspension(&mut self, r#type: Type) -> Option<Node> {
        if self.awaits && (self.sends != r#type || self.often(3)) {
            let name = self.fresh("w");
            let pending = self.rng.u32(..3);
            return Some(
                atom!(r#type; format!("wait(\"{name}\", {pending}, "), self.expression(r#type), ").await"),
            );
        }
        if self.sends != r#type {
            return None;
        }
        let yields = self.yields;
        let value = self.expression(yields);
        Some(self.exchanged(value))
    }

    /// Hands a value out, for one that is sent.
    pub fn exchanged(&self, value: Node) -> Node {
        let (yields, sends) = (self.yields.name(), self.sends.name());
        if self.awaits {
            return atom!(self.sends; format!("exchange::<{yields}, {sends}>("), value, ").await");
        }
        atom!(self.sends; "yield_!(", value, ")")
    }

    /// An operator whose right side may not be evaluated.
    fn short_circuit(&mut self, operator: &str) -> Option<Node> {
        let left = self.expression(Bool).operand();
        let skipped = self.scopes.save();
        let right = self.expression(Bool).operand();
        self.scopes.join(&skipped);
        Some(compound!(Bool; left, operator, right))
    }

    /// A field, moved out of a local that keeps the other.
    fn moved_field(&mut self) -> Option<Node> {
        let floor = self.floor;
        let outside = self.innermost_loop().map_or(0, |target| target.outside);
        let field = self.rng.usize(..2);
        let found = self.scopes.named(|index, local| {
            local.r#type == Pair
                && local.states[field] == State::Full
                && index >= floor
                && (index >= outside || local.writable && local.is_full())
        });
        let index = self.choose(found)?;
        let local = &mut self.scopes.locals[index];
        local.states[field] = State::Empty;
        Some(Node::place(Noisy, format!("{}.{field}", local.name)))
    }
}
