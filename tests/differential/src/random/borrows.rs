//! The table of borrows: references, guards, iterators and closures that live across suspensions.
//!
//! Each is a block of its own. What is borrowed can be neither used nor changed while the block runs: so whatever statements
//! stand in it, the borrow checker has nothing against them. After it, it is as it was.

use super::generator::{Entry, Generator, LOOPS};
use super::tree::{Node, Part, Type, statement};
use Type::{Noisy, Option as Maybe, Pair};

const BORROWS: &[Entry<Node>] = &[
    (4, |g| g.reference("&", ".by_ref()")),
    (4, |g| g.reference("&mut ", ".by_mut(1)")),
    (2, Generator::reborrow),
    (2, Generator::two_in_a_list),
    (3, Generator::option_by_reference),
    (2, Generator::fields_apart),
    (2, |g| g.closure_that_borrows("", ".plus(by)")),
    (2, |g| g.closure_that_borrows("mut ", ".by_mut(by)")),
    (2, Generator::extended_temporary),
    (3, Generator::guard_of_a_cell),
    (4, Generator::loop_by_reference),
];

impl Generator {
    /// A block in which something is borrowed.
    pub fn borrowed(&mut self) -> Option<Vec<Node>> {
        Some(vec![self.entry(BORROWS)?])
    }

    /// A local that can be borrowed, mutably if that is said.
    fn lender(&mut self, r#type: Type, mutable: bool) -> Option<usize> {
        if mutable {
            let found =
                self.scopes.named(|_, local| local.r#type == r#type && local.is_full() && local.writable);
            return self.choose(found);
        }
        self.full(r#type)
    }

    /// Statements, the first of which often suspends.
    fn meanwhile(&mut self) -> Vec<Node> {
        let mut statements = Vec::new();
        if self.scopes.reachable && self.often(8) {
            let yields = self.yields;
            statements.push(statement!("yield_!(", self.leaf(yields), ");"));
        }
        if self.scopes.reachable && self.fuel > 0 && self.often(5) {
            self.push_statements(&mut statements);
        }
        statements
    }

    /// A block: `first`, then each of `uses` after other statements, none of which sees the locals `hidden`.
    fn while_they_live(&mut self, hidden: &[usize], first: Vec<Node>, uses: &[String]) -> Node {
        let Some((index, rest)) = hidden.split_first() else {
            let count = self.scopes.locals.len();
            let mut statements = first;
            for text in uses {
                statements.extend(self.meanwhile());
                statements.push(statement!(text.clone()));
            }
            self.scopes.leave(count);
            return statement!(Part::Block(statements, None));
        };
        self.while_borrowed(*index, |g| g.while_they_live(rest, first, uses))
    }

    fn name(&self, index: usize) -> String {
        self.scopes.locals[index].name.clone()
    }

    fn reference(&mut self, borrow: &str, method: &str) -> Option<Node> {
        let index = self.lender(Noisy, borrow != "&")?;
        let (name, r) = (self.name(index), self.fresh("r"));
        let first = statement!(format!("let {r} = {borrow}{name};"));
        let uses = [format!("note({r}{method});"), format!("note({r}.by_ref());")];
        Some(self.while_they_live(&[index], vec![first], &uses))
    }

    fn reborrow(&mut self) -> Option<Node> {
        let index = self.lender(Noisy, true)?;
        let (name, r, s) = (self.name(index), self.fresh("r"), self.fresh("s"));
        let value = self.number();
        let first = statement!(format!("let {r} = &mut {name};"));
        let second = statement!(format!("let {s} = &mut *{r};"));
        let uses = [
            format!("note({s}.by_mut(2));"),
            format!("*{r} = Noisy::new({value});"),
            format!("note({r}.by_mut(3));"),
        ];
        Some(self.while_they_live(&[index], vec![first, second], &uses))
    }

    fn two_in_a_list(&mut self) -> Option<Node> {
        let (left, right) = (self.full(Noisy)?, self.full(Noisy)?);
        if left == right {
            return None;
        }
        let list = self.fresh("list");
        let first = format!("let mut {list} = vec![&{}, &{}];", self.name(left), self.name(right));
        let uses = [
            format!("note({list}[1].by_ref());"),
            format!("{list}.push({list}[0]);"),
            format!("for each in &{list} {{ note(each.by_ref()); }}"),
        ];
        Some(self.while_they_live(&[left, right], vec![statement!(first)], &uses))
    }

    fn option_by_reference(&mut self) -> Option<Node> {
        let mutable = self.often(5);
        let index = self.lender(Maybe, mutable)?;
        let (name, r) = (self.name(index), self.fresh("r"));
        let (scrutinee, method) = match (mutable, self.often(5)) {
            (false, true) => (format!("&{name}"), ".by_ref()"),
            (false, false) => (format!("{name}.as_ref()"), ".by_ref()"),
            (true, true) => (format!("&mut {name}"), ".by_mut(4)"),
            (true, false) => (format!("{name}.as_mut()"), ".by_mut(4)"),
        };
        let before = self.scopes.save();
        let uses = [format!("note({r}{method});"), format!("note({r}{method});")];
        let block = self.while_they_live(&[index], Vec::new(), &uses);
        self.scopes.join(&before);
        Some(statement!(format!("if let Some({r}) = {scrutinee} "), block))
    }

    fn fields_apart(&mut self) -> Option<Node> {
        let index = self.lender(Pair, true)?;
        let (name, l, r) = (self.name(index), self.fresh("l"), self.fresh("r"));
        let first = statement!(format!("let ({l}, {r}) = (&mut {name}.0, &{name}.1);"));
        let uses = [format!("note({l}.by_mut(5));"), format!("note({r}.by_ref());")];
        Some(self.while_they_live(&[index], vec![first], &uses))
    }

    fn closure_that_borrows(&mut self, mutable: &str, method: &str) -> Option<Node> {
        let index = self.lender(Noisy, !mutable.is_empty())?;
        let (name, closure) = (self.name(index), self.fresh("closure"));
        let first = statement!(format!("let {mutable}{closure} = |by: i64| {name}{method};"));
        let uses = [format!("note({closure}(1));"), format!("note({closure}(2));")];
        Some(self.while_they_live(&[index], vec![first], &uses))
    }

    fn extended_temporary(&mut self) -> Option<Node> {
        let (value, r) = (self.expression(Noisy).borrowed(), self.fresh("r"));
        let first = statement!(format!("let {r} = &"), value, ";");
        let uses = [format!("note({r}.by_ref());"), format!("note({r}.by_ref());")];
        Some(self.while_they_live(&[], vec![first], &uses))
    }

    fn guard_of_a_cell(&mut self) -> Option<Node> {
        let (cell, guard) = (self.fresh("cell"), self.fresh("guard"));
        let value = self.expression(Noisy);
        let first = statement!(format!("let {cell} = std::cell::RefCell::new("), value, ");");
        let (borrow, method) =
            if self.often(5) { ("borrow()", ".by_ref()") } else { ("borrow_mut()", ".by_mut(6)") };
        let mutable = if borrow == "borrow()" { "" } else { "mut " };
        let second = statement!(format!("let {mutable}{guard} = {cell}.{borrow};"));
        let uses = [
            format!("note({guard}{method});"),
            format!("drop({guard});"),
            format!("note({cell}.into_inner().into_weight());"),
        ];
        Some(self.while_they_live(&[], vec![first, second], &uses))
    }

    fn loop_by_reference(&mut self) -> Option<Node> {
        if self.loops() >= LOOPS {
            return None;
        }
        let (items, label, each) = (self.fresh("items"), self.fresh("'for"), self.fresh("each"));
        let (one, two) = (self.expression(Noisy), self.expression(Noisy));
        let first = statement!(format!("let mut {items} = vec!["), one, ", ", two, "];");
        let (iterator, method) = match self.rng.u32(..4) {
            0 => (format!("&{items}"), ".by_ref()"),
            1 => (format!("{items}.iter()"), ".by_ref()"),
            2 => (format!("&mut {items}"), ".by_mut(7)"),
            _ => (format!("{items}.drain(..)"), ".by_ref()"),
        };
        self.scopes.enter_loop();
        self.enter(&label, true, None);
        let done = self.scopes.save();
        let mut begin = self.meanwhile();
        begin.push(statement!(format!("note({each}{method});")));
        let body = self.loop_body(begin);
        self.scopes.restore(&done);
        self.exit();
        let turns = statement!(format!("{label}: for {each} in {iterator} "), body);
        let last = statement!(format!("note({items}.len() as i64);"));
        Some(statement!(Part::Block(vec![first, turns, last], None)))
    }
}
