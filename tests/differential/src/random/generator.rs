//! The generator: makes programs that compile, by keeping account of what the borrow checker will ask.
//!
//! Expressions and statements are made in the order in which they run, so that [`Scopes`] always knows what is full at
//! the point that has been reached. Each construct is one entry of a table (`expressions.rs`, `composites.rs`,
//! `statements.rs`); one that does not fit where it was tried says so by `None`, and has changed nothing then.

use fastrand::Rng;

use super::scopes::{Scopes, Snapshot, State};
use super::tree::{Node, Part, Type, atom, statement};

/// How deep expressions and blocks may nest.
const DEPTH: u32 = 16;

/// How deep loops may nest, which bounds the number of resumes.
pub const LOOPS: usize = 2;

/// A construct: how often it is tried, and how it is made.
pub type Entry<T> = (u32, fn(&mut Generator) -> Option<T>);

/// What `break` and `continue` lead to.
#[derive(Debug)]
pub struct Target {
    /// Its label.
    pub label: String,
    /// Whether it is a loop, and not a block.
    pub is_loop: bool,
    /// The type of its value, if it has one.
    pub value: Option<Type>,
    /// The number of locals outside of it.
    pub outside: usize,
    /// What was full at its head.
    pub head: Snapshot,
    /// What was full at each `break`.
    pub breaks: Vec<Snapshot>,
}

/// A program that is being made.
#[derive(Debug)]
pub struct Generator {
    /// Where all choices come from.
    pub rng: Rng,
    /// The locals.
    pub scopes: Scopes,
    /// The loops and labelled blocks around this point.
    pub targets: Vec<Target>,
    /// Whether it is an `async fn`, and not a coroutine.
    pub awaits: bool,
    /// What it yields, is sent, and returns.
    pub yields: Type,
    /// See `yields`.
    pub sends: Type,
    /// See `yields`.
    pub returns: Type,
    /// Locals before this one may not be moved: a loop condition or a guard is being made, which may run again.
    pub floor: usize,
    /// In how many loop conditions this point is: `break` and `continue` need a label there.
    pub conditions: u32,
    /// Whether references, guards and iterators are kept across suspensions.
    pub borrows: bool,
    /// How much more may be made.
    pub fuel: i32,
    depth: u32,
    numbers: u32,
}

impl Generator {
    /// The program of a seed, as the arguments of `pair!`: a coroutine, or an `async fn`.
    pub fn program(seed: u64, awaits: bool, borrows: bool) -> Program {
        let mut rng = Rng::with_seed(seed);
        let value = |rng: &mut Rng| [Type::Int, Type::Noisy][rng.usize(..2)];
        let (yields, sends) = (value(&mut rng), value(&mut rng));
        let returns = [Type::Int, Type::Noisy, Type::Option, Type::Result][rng.usize(..4)];
        let mut generator = Generator {
            fuel: rng.i32(20..90),
            rng,
            scopes: Scopes::new(),
            targets: Vec::new(),
            awaits,
            yields,
            sends,
            returns,
            floor: 0,
            conditions: 0,
            borrows,
            depth: 0,
            numbers: 0,
        };
        let arguments = generator.arguments();
        let body = generator.body();
        let header = match awaits {
            true => format!("(async, send = {})", sends.name()),
            false => format!("(yield = {}, send = {})", yields.name(), sends.name()),
        };
        Program { header, arguments, returns, body }
    }

    fn arguments(&mut self) -> Vec<String> {
        let count = self.rng.usize(..4);
        let mut arguments = Vec::new();
        for _ in 0..count {
            let r#type = [Type::Noisy, Type::Pair, Type::Option][self.rng.usize(..3)];
            let name = self.fresh("argument");
            let value = match r#type {
                Type::Pair => format!("(Noisy::new(\"{name}l\"), Noisy::new(\"{name}r\"))"),
                Type::Option => format!("Some(Noisy::new(\"{name}\"))"),
                _ => format!("Noisy::new(\"{name}\")"),
            };
            arguments.push(format!("{name}: {} = {value}", r#type.name()));
            self.scopes.declare(&name, r#type, State::Full);
            // An argument is not declared `mut`.
            let local = self.scopes.locals.last_mut();
            local.expect("it was just declared").writable = false;
        }
        arguments
    }

    fn body(&mut self) -> Node {
        let mut statements = Vec::new();
        while self.fuel > 5 && self.scopes.reachable {
            self.push_statements(&mut statements);
        }
        let returns = self.returns;
        let tail = Some(Box::new(self.tail(returns)));
        atom!(returns; Part::Block(statements, tail))
    }

    /// The value of a block. One that is never reached may still be needed for its type.
    fn tail(&mut self, r#type: Type) -> Node {
        if self.scopes.reachable {
            return self.expression(r#type);
        }
        atom!(r#type; r#type.simplest()[0])
    }

    /// A number that no other value of the program has.
    pub fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    /// A name that nothing else has.
    pub fn fresh(&mut self, stem: &str) -> String {
        format!("{stem}{}", self.number())
    }

    /// A name for a local: sometimes that of another, which is shadowed then.
    pub fn local_name(&mut self) -> String {
        let outside = self.innermost_loop().map_or(0, |target| target.outside);
        if self.rng.u32(..4) == 0 {
            let index = self.rng.usize(..=self.scopes.locals.len());
            if let Some(local) = self.scopes.locals.get(index) {
                let name = local.name.clone();
                if local.writable && self.scopes.may_shadow(&name, outside) {
                    return name;
                }
            }
        }
        self.fresh("x")
    }

    /// The loop that a `continue` without a label would go on with.
    pub fn innermost_loop(&self) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.is_loop)
    }

    /// How many loops this point is in.
    pub fn loops(&self) -> usize {
        self.targets.iter().filter(|target| target.is_loop).count()
    }

    /// True this often in ten.
    pub fn often(&mut self, times: u32) -> bool {
        self.rng.u32(..10) < times
    }

    /// One of them.
    pub fn choose(&mut self, indices: Vec<usize>) -> Option<usize> {
        self.rng.choice(indices)
    }

    /// A local of the type that holds a value and may lose it.
    pub fn movable(&mut self, r#type: Type) -> Option<usize> {
        let floor = self.floor;
        // Whoever moves an outer local in a loop must be able to fill it again.
        let outside = self.innermost_loop().map_or(0, |target| target.outside);
        let found = self.scopes.named(|index, local| {
            local.r#type == r#type
                && local.is_full()
                && index >= floor
                && (index >= outside || local.writable)
        });
        self.choose(found)
    }

    /// A local of the type that holds a value.
    pub fn full(&mut self, r#type: Type) -> Option<usize> {
        let found = self.scopes.named(|_, local| local.r#type == r#type && local.is_full());
        self.choose(found)
    }

    /// A local of the type that may be given another value.
    pub fn writable(&mut self, r#type: Type) -> Option<usize> {
        let found = self.scopes.named(|_, local| local.r#type == r#type && local.writable);
        self.choose(found)
    }

    /// Makes something while the local is borrowed: it can be neither used nor changed.
    pub fn while_borrowed(&mut self, index: usize, make: impl FnOnce(&mut Generator) -> Node) -> Node {
        let local = &mut self.scopes.locals[index];
        let before = (local.states, local.writable);
        (local.states, local.writable) = ([State::Empty; 2], false);
        let made = make(self);
        let local = &mut self.scopes.locals[index];
        (local.states, local.writable) = before;
        made
    }

    /// The local's name, as an expression that moves it.
    pub fn moved(&mut self, index: usize) -> Node {
        let local = &mut self.scopes.locals[index];
        if !matches!(local.r#type, Type::Int | Type::Bool) {
            local.states = [State::Empty; 2];
        }
        Node::place(local.r#type, local.name.clone())
    }

    /// An expression of the type.
    pub fn expression(&mut self, r#type: Type) -> Node {
        // A share of what is left: what comes first must not use up all.
        let share = self.rng.i32(0..=self.fuel.max(0));
        self.shared(share, |g| g.expression_within(r#type))
    }

    fn expression_within(&mut self, r#type: Type) -> Node {
        if self.fuel <= 0 || self.depth >= DEPTH {
            return self.leaf(r#type);
        }
        let composite = if r#type == Type::Bool { 1 } else { 3 };
        for _ in 0..8 {
            let made = if self.often(composite) { self.composite(r#type) } else { self.simple(r#type) };
            if let Some(made) = made {
                return made;
            }
        }
        self.leaf(r#type)
    }

    /// Makes something within a share of the fuel, one level deeper.
    pub fn shared<T>(&mut self, share: i32, make: impl FnOnce(&mut Generator) -> T) -> T {
        let rest = self.fuel - share - 1;
        self.fuel = share;
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        self.fuel = rest + self.fuel.max(0);
        made
    }

    /// One entry of a table, if it fits.
    pub fn entry<T>(&mut self, table: &[Entry<T>]) -> Option<T> {
        let chosen = self.weighted(table.iter().map(|(weight, _)| *weight));
        table[chosen].1(self)
    }

    /// An index, chosen by weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let total: u32 = weights.clone().sum();
        let mut choice = self.rng.u32(..total);
        let found = weights.into_iter().position(|weight| {
            let here = choice < weight;
            choice = choice.saturating_sub(weight);
            here
        });
        found.expect("the choice is less than the sum of the weights")
    }

    /// An expression without parts, or nearly.
    pub fn leaf(&mut self, r#type: Type) -> Node {
        let local = match r#type {
            Type::Int | Type::Bool => self.full(r#type),
            _ => self.movable(r#type),
        };
        if let Some(index) = local
            && self.often(6)
        {
            return self.moved(index);
        }
        if r#type == self.sends && self.often(3) {
            let yields = self.yields;
            let value = self.leaf(yields);
            return self.exchanged(value);
        }
        let number = self.number();
        match r#type {
            Type::Int => atom!(r#type; format!("{}", number % 9)),
            Type::Bool => atom!(r#type; if number.is_multiple_of(2) { "true" } else { "false" }),
            Type::Option if number.is_multiple_of(5) => atom!(r#type; "None::<Noisy>"),
            Type::Option => atom!(r#type; format!("Some(Noisy::new({number}))")),
            Type::Pair => atom!(r#type; format!("(Noisy::new(\"l{number}\"), Noisy::new(\"r{number}\"))")),
            Type::Result => atom!(r#type; format!("Ok::<i64, Big>({number})")),
            Type::Noisy | Type::Closure | Type::Source => {
                atom!(r#type; format!("Noisy::new({number})"))
            }
        }
    }

    /// A block: some statements, and a value of the type if it has one and gets there.
    pub fn block(&mut self, r#type: Option<Type>) -> Part {
        self.block_after(Vec::new(), r#type)
    }

    /// A block that begins with these statements.
    pub fn block_after(&mut self, mut statements: Vec<Node>, r#type: Option<Type>) -> Part {
        let count = self.scopes.locals.len();
        for _ in 0..self.rng.u32(..4) {
            if self.scopes.reachable && self.fuel > 0 && self.depth < DEPTH {
                self.push_statements(&mut statements);
            }
        }
        let leaves = self.scopes.reachable && self.rng.u32(..8) == 0;
        if leaves {
            statements.extend(self.leave());
        }
        let tail = match r#type {
            Some(r#type) if !leaves => Some(Box::new(self.tail(r#type))),
            _ => None,
        };
        self.scopes.leave(count);
        Part::Block(statements, tail)
    }

    /// What has to be filled again before the next round of a loop.
    pub fn refill(&mut self, head: &Snapshot) -> Vec<Node> {
        let mut statements = Vec::new();
        for index in self.scopes.emptied(head) {
            let local = &self.scopes.locals[index];
            let (name, r#type) = (local.name.clone(), local.r#type);
            let number = self.number();
            let value = match r#type {
                Type::Option => format!("Some(Noisy::new({number}))"),
                Type::Pair => format!("(Noisy::new(\"l{number}\"), Noisy::new(\"r{number}\"))"),
                _ => format!("Noisy::new({number})"),
            };
            let value = atom!(r#type; value);
            self.scopes.locals[index].states = [State::Full; 2];
            statements.push(statement!(format!("{name} = "), value, ";"));
        }
        statements
    }
}

/// A whole program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    header: String,
    arguments: Vec<String>,
    returns: Type,
    /// The body, a block.
    pub body: Node,
}

impl Program {
    /// As the arguments of `pair!` or, behind a name, of `alike!`.
    pub fn text(&self, name: &str) -> String {
        let Program { header, arguments, returns, body } = self;
        let (arguments, returns) = (arguments.join(", "), returns.name());
        format!("{header}\n{name}({arguments}) -> {returns} {}", body.text())
    }

    /// The same program with another body.
    pub fn with_body(&self, body: Node) -> Program {
        Program { body, ..self.clone() }
    }

    /// The same program without one of its arguments.
    pub fn without_arguments(&self) -> impl Iterator<Item = Program> {
        (0..self.arguments.len()).map(|index| {
            let mut program = self.clone();
            program.arguments.remove(index);
            program
        })
    }
}
