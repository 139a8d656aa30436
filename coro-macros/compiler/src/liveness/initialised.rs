//! Forward: which locals hold a value.
//!
//! The walk follows the order of evaluation, through branches, loops and early exits, over plain syntax. Suspensions are
//! calls to it. It also learns, from how locals are used, which of them are `Copy`: a local that is mentioned after it
//! was passed by value is, or rustc refuses the program.

use std::collections::{BTreeSet, HashMap, HashSet};

use syn::visit::Visit;
use syn::{BinOp, Block, Expr, ExprClosure, Macro, Pat, Stmt, UnOp};

use crate::liveness::facts::{Facts, Guess, Init};
use crate::liveness::patterns::{Taken, assigns, behind_references, bindings, is_place, takes};
use crate::liveness::places::{Part, local_of, part_of};
use crate::liveness::references;
use crate::liveness::trivial::{self, Simplicity};
use crate::locals::{LocalId, Locals, Reference};
use crate::macros::{self, ArgumentUse};
use crate::parse::line_column;

/// How the value of a place is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    Move,
    Borrow,
}

/// What a `let` or `match` looks at.
#[derive(Clone)]
pub enum Scrutinee {
    /// A local.
    Local(LocalId),
    /// A part of a local.
    Part(Part),
    /// Something else.
    Other,
}

/// A native loop or labelled block around the point.
struct Frame {
    label: Option<String>,
    is_loop: bool,
    breaks: Facts,
    continues: Facts,
}

/// The walk.
pub struct Flow<'a> {
    /// The locals; what is learnt of them is noted there.
    pub locals: &'a mut Locals,
    /// What holds at each exit to a label outside of the code walked, by label.
    pub exits: HashMap<String, Facts>,
    frames: Vec<Frame>,
    moved: HashSet<LocalId>,
    /// Locals whose `let` gives them no value.
    late: HashSet<LocalId>,
    guessed: HashSet<LocalId>,
    /// Parts of locals that were used by value.
    pub taken: HashSet<Part>,
    /// Those of them that were mentioned after that: they are `Copy`, or rustc refuses the program.
    pub copied: HashSet<Part>,
    /// Parts that stand where numbers do.
    pub numbers: HashSet<Part>,
    /// Locals that were looked at as a whole.
    pub lent: HashSet<LocalId>,
    /// Something was learnt: walk again.
    pub changed: bool,
    /// Whether what the walk starts from is true, so that something can be learnt.
    pub learns: bool,
}

/// Walks the whole body until nothing more is learnt of the locals.
pub fn learn(locals: &mut Locals, entry: &[LocalId], first: Option<&Pat>, patterns: &[&Pat], body: &Block) {
    for id in 0..locals.len() {
        let local = &mut locals[LocalId(id)];
        if let Some(ty) = &local.ty {
            let simplicity = trivial::of_type(ty);
            local.trivial |= simplicity >= Simplicity::Trivial;
            local.primitive |= simplicity == Simplicity::Primitive;
            local.reference = Reference::of(ty);
        }
    }
    references::learn(locals, body);
    loop {
        let mut facts = Facts::entry(locals);
        let mut flow = Flow::new(locals);
        for local in entry {
            facts.set(*local, Init::Yes);
        }
        for pat in first.into_iter().chain(patterns.iter().copied()) {
            flow.declare(pat, &mut facts);
        }
        flow.block(body, &mut facts);
        if !flow.changed {
            let Flow { mut moved, late, taken, .. } = flow;
            moved.extend(late.into_iter().chain(taken.iter().map(|part| part.whole)));
            for id in (0..locals.len()).map(LocalId) {
                locals[id].steady = !moved.contains(&id);
            }
            locals.set_learnt();
            return;
        }
    }
}

impl<'a> Flow<'a> {
    /// A new walk.
    pub fn new(locals: &'a mut Locals) -> Self {
        Flow {
            locals,
            exits: HashMap::new(),
            frames: Vec::new(),
            moved: HashSet::new(),
            late: HashSet::new(),
            guessed: HashSet::new(),
            taken: HashSet::new(),
            copied: HashSet::new(),
            numbers: HashSet::new(),
            lent: HashSet::new(),
            changed: false,
            learns: true,
        }
    }

    /// A plain name that is a local's.
    pub fn local_of(&self, expr: &Expr) -> Option<LocalId> {
        local_of(expr, self.locals)
    }

    /// The bindings of a pattern hold values from here on.
    pub fn declare(&mut self, pat: &Pat, facts: &mut Facts) {
        for local in bindings(pat, self.locals) {
            facts.renew(local);
        }
        for local in behind_references(pat, self.locals) {
            self.note_simplicity(local, Simplicity::Trivial);
        }
    }

    /// A part is used by value.
    fn take(&mut self, part: Part, facts: &mut Facts) {
        self.mention_part(&part, facts);
        self.taken.insert(part.clone());
        facts.taken.insert(part);
    }

    /// A part is mentioned.
    fn mention_part(&mut self, part: &Part, facts: &mut Facts) {
        self.mention(part.whole, facts);
        if facts.reachable {
            self.copied.extend(facts.taken.iter().filter(|taken| taken.overlaps(part)).cloned());
        }
    }

    /// A local is looked at as a whole.
    fn look_at(&mut self, local: LocalId, facts: &mut Facts) {
        self.lent.insert(local);
        self.mention_part(&Part::whole(local), facts);
    }

    fn mention(&mut self, local: LocalId, facts: &mut Facts) {
        if self.learns
            && !self.locals.is_learnt(local)
            && facts.reachable
            && facts.of(local) != Init::Yes
            && self.moved.contains(&local)
        {
            let entry = &mut self.locals[local];
            if self.guessed.contains(&local) && !entry.never_guess {
                entry.never_guess = true;
                self.changed = true;
            } else if entry.boxed {
                // What `*x` took from it was a copy.
                entry.boxed = false;
                self.changed = true;
            } else if !entry.copied {
                entry.copied = true;
                entry.gone = entry.owned && facts.of(local) == Init::No;
                self.changed = true;
            }
        }
        // Whoever mentions it knows that it is there.
        facts.set(local, Init::Yes);
    }

    fn consume(&mut self, local: LocalId, facts: &mut Facts) {
        self.mention_part(&Part::whole(local), facts);
        if !self.locals[local].dropless() {
            self.moved.insert(local);
            facts.set(local, Init::No);
        }
    }

    /// A statement.
    pub fn stmt(&mut self, stmt: &Stmt, facts: &mut Facts) {
        match stmt {
            Stmt::Local(local) => {
                let Some(init) = &local.init else {
                    for id in bindings(&local.pat, self.locals) {
                        facts.set(id, Init::No);
                        self.late.insert(id);
                    }
                    return;
                };
                self.learn_simplicity(&local.pat, &init.expr);
                let before = match &local.pat {
                    // A plain name takes the value.
                    Pat::Ident(pat) if pat.by_ref.is_none() => {
                        self.value(&init.expr, facts);
                        Scrutinee::Other
                    }
                    _ => self.scrutinee(&init.expr, facts),
                };
                if let Some((_, diverge)) = &init.diverge {
                    let mut otherwise = facts.clone();
                    self.value(diverge, &mut otherwise);
                }
                self.pattern(before, &local.pat, facts);
            }
            Stmt::Item(_) => {}
            Stmt::Expr(expr, _) => self.value(expr, facts),
            Stmt::Macro(call) => self.mac(&call.mac, facts),
        }
    }

    /// A block: its locals are gone at its end.
    pub fn block(&mut self, block: &Block, facts: &mut Facts) {
        let last = block.stmts.len().saturating_sub(1);
        for (index, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(expr, None) if index == last => self.value(expr, facts),
                _ => self.stmt(stmt, facts),
            }
        }
        for stmt in &block.stmts {
            if let Stmt::Local(local) = stmt {
                for id in bindings(&local.pat, self.locals) {
                    facts.set(id, Init::No);
                }
            }
        }
    }

    /// Walks the scrutinee of a `let` or `match`. A local that it names is moved only by the pattern.
    pub fn scrutinee(&mut self, expr: &Expr, facts: &mut Facts) -> Scrutinee {
        self.expr(expr, if is_place(expr) { Usage::Borrow } else { Usage::Move }, facts);
        match (self.local_of(expr).or(self.unboxed(expr)), part_of(expr, self.locals)) {
            (Some(local), _) => Scrutinee::Local(local),
            (_, Some(part)) => Scrutinee::Part(part),
            (None, None) => Scrutinee::Other,
        }
    }

    /// The box in `*x`.
    fn unboxed(&self, expr: &Expr) -> Option<LocalId> {
        let Expr::Unary(unary) = expr else { return None };
        let local = self.local_of(&unary.expr)?;
        (matches!(unary.op, UnOp::Deref(_)) && self.locals[local].boxed).then_some(local)
    }

    /// A pattern has matched the scrutinee: its bindings hold values, and a local that it took apart does not.
    pub fn pattern(&mut self, scrutinee: Scrutinee, pat: &Pat, facts: &mut Facts) {
        match scrutinee {
            Scrutinee::Local(local) if takes(pat) == Taken::All => self.consume(local, facts),
            Scrutinee::Local(local) if takes(pat) == Taken::Parts => _ = facts.opened.insert(local),
            Scrutinee::Part(part) if takes(pat) != Taken::Nothing => self.take(part, facts),
            _ => {}
        }
        self.declare(pat, facts);
        let mut pat = pat;
        while let Pat::Guard(guarded) = pat {
            self.value(&guarded.guard, facts);
            pat = &guarded.pat;
            // A guard cannot move what the pattern binds: what it used by value is a copy.
            for local in bindings(pat, self.locals) {
                self.mention(local, facts);
            }
        }
    }

    fn learn_simplicity(&mut self, pat: &Pat, init: &Expr) {
        match (pat, init) {
            (Pat::Ident(ident), _) if ident.by_ref.is_none() => {
                if let Some(local) = self.locals.find(&ident.ident) {
                    let simplicity = trivial::of_expr(init, self.locals);
                    self.note_simplicity(local, simplicity);
                }
            }
            (Pat::Tuple(pats), Expr::Tuple(exprs)) if pats.elems.len() == exprs.elems.len() => {
                for (pat, expr) in pats.elems.iter().zip(&exprs.elems) {
                    self.learn_simplicity(pat, expr);
                }
            }
            // Of a value without a destructor, no part has one.
            _ if trivial::of_expr(init, self.locals) >= Simplicity::Trivial => {
                for local in bindings(pat, self.locals) {
                    self.note_simplicity(local, Simplicity::Trivial);
                }
            }
            _ => {}
        }
    }

    fn note_simplicity(&mut self, local: LocalId, simplicity: Simplicity) {
        if self.locals[local].ty.is_none() {
            self.locals[local].trivial |= simplicity >= Simplicity::Trivial;
            self.locals[local].primitive |= simplicity == Simplicity::Primitive;
        }
    }

    /// An expression whose value is used.
    pub fn value(&mut self, expr: &Expr, facts: &mut Facts) {
        self.expr(expr, Usage::Move, facts);
    }

    /// An expression whose value is a number, most likely.
    fn number(&mut self, expr: &Expr, facts: &mut Facts) {
        self.numbers.extend(part_of(expr, self.locals));
        self.value(expr, facts);
    }

    fn expr(&mut self, expr: &Expr, usage: Usage, facts: &mut Facts) {
        match expr {
            Expr::Path(_) => {
                if let Some(local) = self.local_of(expr) {
                    match usage {
                        Usage::Move => self.consume(local, facts),
                        Usage::Borrow => self.look_at(local, facts),
                    }
                }
            }
            Expr::Paren(inner) => self.expr(&inner.expr, usage, facts),
            Expr::Group(inner) => self.expr(&inner.expr, usage, facts),
            Expr::Lit(_) | Expr::Infer(_) | Expr::Verbatim(_) => {}
            Expr::Array(array) => self.values(array.elems.iter(), facts),
            Expr::Tuple(tuple) => self.values(tuple.elems.iter(), facts),
            Expr::Repeat(repeat) => self.value(&repeat.expr, facts),
            Expr::Assign(assign) => {
                let usage = if assigns(&assign.left) == Taken::All { Usage::Move } else { Usage::Borrow };
                self.expr(&assign.right, usage, facts);
                self.assignee(&assign.left, facts);
            }
            Expr::Binary(binary) => self.binary(binary, facts),
            Expr::Unary(unary) => match unary.op {
                // A box gives up what it holds. All that is left of it is memory to free.
                UnOp::Deref(_) => match self.local_of(&unary.expr) {
                    Some(local) if usage == Usage::Move && self.locals[local].boxed => {
                        self.look_at(local, facts);
                        if self.locals[local].boxed {
                            self.consume(local, facts);
                        }
                    }
                    _ => self.expr(&unary.expr, Usage::Borrow, facts),
                },
                _ => self.value(&unary.expr, facts),
            },
            Expr::Reference(reference) => self.expr(&reference.expr, Usage::Borrow, facts),
            Expr::RawAddr(address) => self.expr(&address.expr, Usage::Borrow, facts),
            Expr::Field(field) => match part_of(expr, self.locals) {
                Some(part) if usage == Usage::Move => self.take(part, facts),
                Some(part) => self.mention_part(&part, facts),
                None => self.expr(&field.base, Usage::Borrow, facts),
            },
            Expr::Index(index) => {
                self.expr(&index.expr, Usage::Borrow, facts);
                self.number(&index.index, facts);
            }
            Expr::Cast(cast) => self.number(&cast.expr, facts),
            Expr::Range(range) => {
                range.start.iter().chain(&range.end).for_each(|end| self.number(end, facts));
            }
            Expr::Call(call) => {
                let usage = if self.locals.is_once(&call.func) { Usage::Move } else { Usage::Borrow };
                self.expr(&call.func, usage, facts);
                self.values(call.args.iter(), facts);
            }
            Expr::MethodCall(call) => self.method_call(call, facts),
            Expr::Struct(literal) => {
                self.values(literal.fields.iter().map(|field| &field.expr), facts);
                if let Some(rest) = &literal.rest {
                    self.expr(rest, Usage::Borrow, facts);
                }
            }
            Expr::Try(attempt) => self.value(&attempt.expr, facts),
            Expr::Await(awaited) => self.value(&awaited.base, facts),
            Expr::Yield(suspension) => {
                if let Some(value) = &suspension.expr {
                    self.value(value, facts);
                }
            }
            Expr::Let(condition) => {
                let scrutinee = self.scrutinee(&condition.expr, facts);
                self.learn_simplicity(&condition.pat, &condition.expr);
                self.pattern(scrutinee, &condition.pat, facts);
            }
            Expr::Block(block) => match &block.label {
                None => self.block(&block.block, facts),
                Some(label) => {
                    self.push(Some(label.name.to_string()), false, facts);
                    self.block(&block.block, facts);
                    self.pop_into(facts);
                }
            },
            Expr::Unsafe(block) => self.block(&block.block, facts),
            Expr::If(branch) => {
                let otherwise = self.condition(&branch.cond, facts);
                self.block(&branch.then_branch, facts);
                self.undeclare(&branch.cond, facts);
                let mut otherwise = otherwise;
                if let Some((_, expr)) = &branch.else_branch {
                    self.value(expr, &mut otherwise);
                }
                facts.merge(&otherwise);
            }
            Expr::Match(branch) => self.match_(branch, facts),
            Expr::Loop(turn) => {
                let label = turn.label.as_ref().map(|label| label.name.to_string());
                self.turns(label, facts, |this, facts| {
                    this.block(&turn.body, facts);
                    facts.unreachable()
                });
            }
            Expr::While(turn) => {
                let label = turn.label.as_ref().map(|label| label.name.to_string());
                self.turns(label, facts, |this, facts| {
                    let exit = this.condition(&turn.cond, facts);
                    this.block(&turn.body, facts);
                    this.undeclare(&turn.cond, facts);
                    exit
                });
            }
            Expr::ForLoop(turn) => {
                self.value(&turn.expr, facts);
                if let Pat::Ident(ident) = &*turn.pat
                    && let Some(local) = self.locals.find(&ident.ident)
                    && matches!(turn.expr.as_ref(), Expr::Range(_))
                {
                    let simplicity = trivial::of_expr(&turn.expr, self.locals);
                    self.note_simplicity(
                        local,
                        if simplicity >= Simplicity::Trivial { Simplicity::Primitive } else { simplicity },
                    );
                }
                let label = turn.label.as_ref().map(|label| label.name.to_string());
                self.turns(label, facts, |this, facts| {
                    let exit = facts.clone();
                    this.declare(&turn.pat, facts);
                    this.block(&turn.body, facts);
                    for id in bindings(&turn.pat, this.locals) {
                        facts.set(id, Init::No);
                    }
                    exit
                });
            }
            Expr::Break(exit) => {
                if let Some(value) = &exit.expr {
                    self.value(value, facts);
                }
                self.leave(exit.label.as_ref().map(|label| label.to_string()), false, facts);
            }
            Expr::Continue(exit) => {
                self.leave(exit.label.as_ref().map(|label| label.to_string()), true, facts)
            }
            Expr::Return(exit) => {
                if let Some(value) = &exit.expr {
                    self.value(value, facts);
                }
                facts.reachable = false;
            }
            Expr::Closure(closure) => self.closure(closure, facts),
            Expr::Async(block) => {
                if block.capture.is_some() {
                    self.captures(facts, Captures::of_block(&block.block, self.locals));
                } else {
                    let mut inside = facts.clone();
                    let frames = std::mem::take(&mut self.frames);
                    self.block(&block.block, &mut inside);
                    self.frames = frames;
                    self.keep_moves(&inside, facts);
                }
            }
            Expr::Macro(call) => self.mac(&call.mac, facts),
            _ => {}
        }
    }

    fn values<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>, facts: &mut Facts) {
        for expr in exprs {
            self.value(expr, facts);
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary, facts: &mut Facts) {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.value(&binary.left, facts);
                let short = facts.clone();
                self.value(&binary.right, facts);
                facts.merge(&short);
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                self.expr(&binary.left, Usage::Borrow, facts);
                self.expr(&binary.right, Usage::Borrow, facts);
            }
            BinOp::Add(_) if trivial::is_text(&binary.right) => {
                self.value(&binary.left, facts);
                self.value(&binary.right, facts);
            }
            op if trivial::is_arithmetic(&op) => {
                self.number(&binary.left, facts);
                self.number(&binary.right, facts);
            }
            _ => {
                self.value(&binary.right, facts);
                self.expr(&binary.left, Usage::Borrow, facts);
            }
        }
    }

    fn method_call(&mut self, call: &syn::ExprMethodCall, facts: &mut Facts) {
        let consumes = self.locals.consumes(call);
        let receiver = self.local_of(&call.receiver);
        match receiver {
            Some(local) if consumes && !self.locals[local].never_guess => {
                // The receiver is two-phase: the arguments still see it.
                self.look_at(local, facts);
                self.values(call.args.iter(), facts);
                self.guessed.insert(local);
                self.consume(local, facts);
                if facts.of(local) == Init::No {
                    facts.guessed.insert(Guess { local, at: line_column(call.method.span()) });
                }
            }
            _ => {
                let is_part = part_of(&call.receiver, self.locals).is_some();
                let usage = if consumes && is_part { Usage::Move } else { Usage::Borrow };
                self.expr(&call.receiver, usage, facts);
                self.values(call.args.iter(), facts);
            }
        }
    }

    /// The left side of an assignment.
    fn assignee(&mut self, place: &Expr, facts: &mut Facts) {
        match place {
            Expr::Path(_) | Expr::Paren(_) | Expr::Group(_) => match self.local_of(place) {
                Some(local) => {
                    self.locals[local].refilled |= facts.reachable && facts.of(local) != Init::Yes;
                    facts.renew(local);
                }
                None => self.expr(place, Usage::Borrow, facts),
            },
            Expr::Field(field) => match part_of(place, self.locals) {
                Some(part) => {
                    self.mention(part.whole, facts);
                    facts.taken.retain(|taken| !taken.lies_in(&part));
                }
                None => self.expr(&field.base, Usage::Borrow, facts),
            },
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|place| self.assignee(place, facts)),
            Expr::Array(array) => array.elems.iter().for_each(|place| self.assignee(place, facts)),
            Expr::Call(call) => call.args.iter().for_each(|place| self.assignee(place, facts)),
            Expr::Struct(literal) => {
                literal.fields.iter().for_each(|field| self.assignee(&field.expr, facts));
            }
            _ => self.expr(place, Usage::Borrow, facts),
        }
    }

    /// A condition, with its `let`s. Gives what holds when it is false.
    pub fn condition(&mut self, cond: &Expr, facts: &mut Facts) -> Facts {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let mut otherwise = self.condition(&binary.left, facts);
                otherwise.merge(&self.condition(&binary.right, facts));
                otherwise
            }
            Expr::Let(condition) => {
                let scrutinee = self.scrutinee(&condition.expr, facts);
                let otherwise = facts.clone();
                self.pattern(scrutinee, &condition.pat, facts);
                otherwise
            }
            Expr::Paren(inner) => self.condition(&inner.expr, facts),
            _ => {
                self.value(cond, facts);
                facts.clone()
            }
        }
    }

    /// The bindings of a condition are gone after its branch.
    pub fn undeclare(&mut self, cond: &Expr, facts: &mut Facts) {
        match cond {
            Expr::Binary(binary) => {
                self.undeclare(&binary.left, facts);
                self.undeclare(&binary.right, facts);
            }
            Expr::Let(condition) => {
                for id in bindings(&condition.pat, self.locals) {
                    facts.set(id, Init::No);
                }
            }
            _ => {}
        }
    }

    fn match_(&mut self, branch: &syn::ExprMatch, facts: &mut Facts) {
        let scrutinee = self.scrutinee(&branch.expr, facts);
        branch.arms.iter().for_each(|arm| self.learn_simplicity(&arm.pat, &branch.expr));
        let mut end = facts.unreachable();
        for arm in &branch.arms {
            let mut inside = facts.clone();
            if let Pat::Guard(guarded) = &arm.pat {
                // Behind a guard that says no come the other arms.
                let mut refused = facts.clone();
                self.declare(&arm.pat, &mut refused);
                self.value(&guarded.guard, &mut refused);
                bindings(&arm.pat, self.locals).into_iter().for_each(|local| refused.set(local, Init::No));
                facts.merge(&refused);
            }
            self.pattern(scrutinee.clone(), &arm.pat, &mut inside);
            self.value(&arm.body, &mut inside);
            for id in bindings(&arm.pat, self.locals) {
                inside.set(id, Init::No);
            }
            end.merge(&inside);
        }
        *facts = end;
    }

    fn push(&mut self, label: Option<String>, is_loop: bool, facts: &Facts) {
        let nowhere = facts.unreachable();
        self.frames.push(Frame { label, is_loop, breaks: nowhere.clone(), continues: nowhere });
    }

    fn pop_into(&mut self, facts: &mut Facts) {
        let frame = self.frames.pop().expect("a frame was pushed");
        facts.merge(&frame.breaks);
    }

    /// A loop: turns are walked until what holds at the head does not change. `turn` gives what holds when the loop's
    /// own condition ends it.
    fn turns(
        &mut self,
        label: Option<String>,
        facts: &mut Facts,
        mut turn: impl FnMut(&mut Self, &mut Facts) -> Facts,
    ) {
        let mut head = facts.clone();
        loop {
            self.push(label.clone(), true, facts);
            let mut inside = head.clone();
            let exit = turn(self, &mut inside);
            let frame = self.frames.pop().expect("a frame was pushed");
            inside.merge(&frame.continues);
            let mut next = head.clone();
            next.merge(&inside);
            if next == head {
                *facts = exit;
                facts.merge(&frame.breaks);
                return;
            }
            head = next;
        }
    }

    fn leave(&mut self, label: Option<String>, continues: bool, facts: &mut Facts) {
        let frame = self.frames.iter_mut().rev().find(|frame| match &label {
            Some(label) => frame.label.as_ref() == Some(label),
            None => frame.is_loop,
        });
        match frame {
            Some(frame) if continues => frame.continues.merge(facts),
            Some(frame) => frame.breaks.merge(facts),
            None => {
                let label = label.unwrap_or_default();
                match self.exits.get_mut(&label) {
                    Some(known) => known.merge(facts),
                    None => {
                        self.exits.insert(label, facts.clone());
                    }
                }
            }
        }
        facts.reachable = false;
    }

    fn closure(&mut self, closure: &ExprClosure, facts: &mut Facts) {
        if closure.capture.is_some() {
            self.captures(facts, Captures::of_expr(&closure.body, self.locals));
            return;
        }
        let mut inside = facts.clone();
        let frames = std::mem::take(&mut self.frames);
        for input in &closure.inputs {
            self.declare(input, &mut inside);
        }
        self.value(&closure.body, &mut inside);
        self.frames = frames;
        self.keep_moves(&inside, facts);
    }

    /// What a closure's body would move is moved into the closure.
    fn keep_moves(&mut self, inside: &Facts, facts: &mut Facts) {
        for index in 0..self.locals.len() {
            let local = LocalId(index);
            if facts.of(local) == Init::Yes && inside.of(local) != Init::Yes && inside.reachable {
                facts.set(local, Init::No);
            }
        }
        facts.taken.extend(inside.taken.iter().cloned());
        facts.guessed.extend(&inside.guessed);
    }

    /// A `move` closure takes every local that it names as a whole.
    fn captures(&mut self, facts: &mut Facts, Captures { whole, parts }: Captures) {
        for part in parts {
            if facts.of(part.whole) == Init::Yes {
                self.take(part, facts);
            }
        }
        for local in whole {
            // The closure's own locals are not there yet.
            if facts.of(local) != Init::No || self.moved.contains(&local) {
                self.lent.insert(local);
                self.consume(local, facts);
            }
        }
    }

    fn mac(&mut self, mac: &Macro, facts: &mut Facts) {
        let Some(readable) = macros::read(mac) else {
            let mut mentioned = Vec::new();
            macros::for_each_ident(mac.tokens.clone(), &mut |ident| {
                mentioned.extend(self.locals.find(ident))
            });
            for local in mentioned {
                self.look_at(local, facts);
            }
            return;
        };
        for argument in &readable.arguments {
            match argument.usage {
                ArgumentUse::Value => self.value(&argument.value, facts),
                ArgumentUse::Reference | ArgumentUse::Receiver => {
                    self.expr(&argument.value, Usage::Borrow, facts)
                }
                ArgumentUse::Scrutinee => {
                    let scrutinee = self.scrutinee(&argument.value, facts);
                    if let Some((pat, guard)) = readable.pattern() {
                        let otherwise = facts.clone();
                        self.pattern(scrutinee, pat, facts);
                        if let Some(guard) = &guard {
                            self.value(guard, facts);
                        }
                        for id in bindings(pat, self.locals) {
                            facts.set(id, Init::No);
                        }
                        facts.merge(&otherwise);
                    }
                }
            }
        }
        if macros::diverges(mac) {
            facts.reachable = false;
        }
    }
}

/// The locals that a `move` closure or block captures.
#[derive(Default)]
pub struct Captures {
    /// As a whole.
    pub whole: BTreeSet<LocalId>,
    /// `x.field`: only the field is captured.
    pub parts: Vec<Part>,
}

impl Captures {
    /// What a closure of this body captures.
    pub fn of_expr(body: &Expr, locals: &Locals) -> Self {
        let mut visitor = Captured { locals, found: Captures::default() };
        visitor.visit_expr(body);
        visitor.found
    }

    /// What a block captures.
    pub fn of_block(block: &Block, locals: &Locals) -> Self {
        let mut visitor = Captured { locals, found: Captures::default() };
        visitor.visit_block(block);
        visitor.found
    }
}

struct Captured<'a> {
    locals: &'a Locals,
    found: Captures,
}

impl<'ast> Visit<'ast> for Captured<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Path(_) => self.found.whole.extend(local_of(expr, self.locals)),
            _ => match part_of(expr, self.locals) {
                Some(part) => self.found.parts.push(part),
                None => syn::visit::visit_expr(self, expr),
            },
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if macros::rewrite(&mut mac.clone(), &mut |expr, _| self.visit_expr(&expr.clone())) {
            return;
        }
        macros::for_each_ident(mac.tokens.clone(), &mut |ident| {
            self.found.whole.extend(self.locals.find(ident));
        });
    }
}
