//! Borrowed locals to slots.
//!
//! In: `let words = split(); .. words.iter() .. drop(words)`
//! Out: `let words = split(); let words = words_slot.fill(words); .. (*words.place).iter() .. drop(take(words))`
//!
//! A pinned local becomes two: the value that the source declares, which goes into the slot at once, and the `Held` that
//! owns it from there on. The `Held` is a local like any other: it is saved, moved and dropped as the source's would be.
//! Only its mentions differ. As a place it is `(*x.place)`, whose borrows rustc does not limit in the machine: the check of
//! the body does. By value it is moved out of its slot; as the receiver of a method, see `receivers.rs`.
//!
//! What is by value here and not in the source would take the local away under a borrow that rustc has found right. So the
//! check says `({ x })` wherever this pass moves `x`: there rustc sees the same moves, and refuses those that must not be.
//!
//! AFTER THIS POINT: no mention of a pinned local stands in a macro that cannot be read, and those that can be are std's own.

use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, FieldValue, Macro, Pat, Stmt, Token, UnOp, parse_quote, parse_quote_spanned};

use super::matched::Bound;
use super::receivers::Asking;
use crate::diagnostics::{self, Report};
use crate::layout::Layout;
use crate::liveness::initialised::Captures;
use crate::liveness::patterns::{Taken, assigns, bindings};
use crate::liveness::trivial;
use crate::locals::{LocalId, Locals, Pinned, Reference};
use crate::macros::{self, ArgumentUse};
use crate::parse::line_column;
use crate::resolve::Resolved;
use crate::tree::{Node, NodeId, NodeKind, Seq, Tree};

/// Gives each of `borrowed` a slot, and rewrites its mentions.
pub fn pin(
    borrowed: &BTreeSet<LocalId>,
    tree: &mut Tree,
    resolved: &mut Resolved,
    layout: &Layout,
    krate: &TokenStream,
    report: &mut Report,
) {
    let held = borrowed.iter().map(|value| (*value, held(*value, resolved))).collect();
    let Resolved { locals, arguments, first, idents, moves, body, .. } = resolved;
    let asking = Asking::new(body, tree, locals);
    let arguments: Vec<LocalId> = arguments.iter().map(|argument| argument.local).collect();
    let mut given = arguments;
    given.extend(first.iter().flat_map(|pat| bindings(pat, locals)));
    let mut pin = Pin {
        locals,
        idents,
        layout,
        krate,
        report,
        held,
        asking,
        moves,
        unfilled: BTreeSet::new(),
        in_closure: false,
        captures: false,
        chained: false,
    };
    let mut nodes = pin.fills(&given, Span::call_site());
    pin.seq(&mut tree.body);
    nodes.append(&mut tree.body.nodes);
    tree.body.nodes = nodes;
    pin.declare_asked(&mut tree.body);
    tree.body.number(&mut 0);
}

/// The local that owns what is in the slot of `value`.
fn held(value: LocalId, resolved: &mut Resolved) -> LocalId {
    let name = resolved.locals[value].name.clone();
    let unique = resolved.locals.untaken(&resolved.idents, format_ident!("{}_held", name));
    let slots = || resolved.locals.iter().filter_map(|(_, local)| Some(&local.pinned.as_ref()?.slot));
    let untaken = |slot| resolved.locals.untaken(&resolved.idents, slot);
    let mut slot = untaken(format_ident!("{}_slot", name));
    while slots().any(|known| *known == slot) {
        slot = untaken(format_ident!("{}_", slot));
    }
    let held = resolved.locals.add(unique, name, false);
    let source = resolved.locals[value].clone();
    let local = &mut resolved.locals[held];
    // What is in the slot changes in its place, unless it was moved away.
    local.mutable = source.mutable && source.refilled;
    local.trivial = source.trivial;
    local.copied = source.copied;
    local.synthetic = source.synthetic;
    local.temporary = source.temporary;
    local.never_guess = source.never_guess;
    local.awaited = source.awaited;
    local.pinned = Some(Pinned { slot, value, turn: None });
    // The value is gone as soon as it is there.
    resolved.locals[value].synthetic |= std::mem::take(&mut resolved.locals[value].temporary);
    held
}

fn code(stmt: Stmt, span: Span) -> Node {
    Node { id: NodeId::default(), end: NodeId::default(), kind: NodeKind::Code(stmt), span }
}

/// Where pinned locals are moved out of their slots.
#[derive(Clone, Default)]
pub struct Moves {
    /// The mentions by value.
    pub names: HashSet<(usize, usize)>,
    /// The mentions of which a part is used by value, with the number of fields that lead to it: it must be a copy.
    pub parts: HashMap<(usize, usize), usize>,
    /// A field is moved out of some local.
    pub takes_parts: bool,
    /// The mentions of which a field is moved out, by a guess.
    pub fields: HashSet<(usize, usize)>,
    /// The mentions where a pattern looks at all of a local, to take parts of it.
    pub looks: HashSet<(usize, usize)>,
    /// The methods whose names make believe that they take a field by value.
    pub methods: HashSet<(usize, usize)>,
    /// What each `move` closure or block captures as a whole, by where its `move` stands.
    pub captures: HashMap<(usize, usize), Vec<LocalId>>,
    /// Of which locals the macros that cannot be read get references, by where their names stand.
    pub shown: HashMap<(usize, usize), Vec<Ident>>,
}

pub(super) struct Pin<'a> {
    pub(super) locals: &'a mut Locals,
    pub(super) idents: &'a HashSet<String>,
    pub(super) layout: &'a Layout,
    pub(super) krate: &'a TokenStream,
    pub(super) report: &'a mut Report,
    /// From the value that is declared to the `Held` that owns it.
    pub(super) held: HashMap<LocalId, LocalId>,
    /// Where one is moved out of its slot.
    pub(super) moves: &'a mut Moves,
    pub(super) asking: Asking,
    /// Pinned locals that have been declared and have no value yet.
    unfilled: BTreeSet<LocalId>,
    /// In the body of a closure that borrows.
    pub(super) in_closure: bool,
    /// In what captures: a closure, or an `async` block.
    pub(super) captures: bool,
    /// In a condition of several, or a `match` whose guards suspend: what a pattern binds is used before its branch.
    pub(super) chained: bool,
}

impl Pin<'_> {
    fn seq(&mut self, seq: &mut Seq) {
        let mut nodes = Vec::with_capacity(seq.nodes.len());
        for mut node in std::mem::take(&mut seq.nodes) {
            let (id, span) = (node.id, node.span);
            self.asking.node = id;
            if let NodeKind::Code(Stmt::Expr(Expr::Assign(assign), _)) = &mut node.kind
                && let Some(held) = self.refilled(assign)
            {
                self.value(&mut assign.right);
                nodes.extend(self.refill(held, &assign.right).into_iter().map(|stmt| code(stmt, span)));
                continue;
            }
            let behind = match &node.kind {
                NodeKind::Code(Stmt::Local(local)) => self.behind_let(local),
                _ => Vec::new(),
            };
            self.node(&mut node);
            if let NodeKind::Code(Stmt::Local(local)) = &node.kind
                && local.init.is_none()
            {
                let late = self.late(local);
                let declared = self.unfilled(&local.pat);
                match late {
                    Some(late) => nodes.push(code(late, span)),
                    None => nodes.push(node),
                }
                nodes.extend(declared.into_iter().map(|stmt| code(stmt, span)));
                continue;
            }
            let bound = match &node.kind {
                NodeKind::Code(Stmt::Local(local)) => bindings(&local.pat, self.locals),
                NodeKind::Suspend { bind, .. }
                | NodeKind::Delegate { bind, .. }
                | NodeKind::Call { bind, .. } => {
                    bind.iter().copied().filter(|bind| !self.unfilled.contains(bind)).collect()
                }
                _ => Vec::new(),
            };
            nodes.push(node);
            nodes.extend(behind.into_iter().map(|stmt| code(stmt, span)));
            nodes.extend(self.fills(&bound, span));
            nodes.extend(self.filled_after(id, span));
        }
        seq.nodes = nodes;
    }

    /// `let x;` for what will own a local that only some paths give a value: each of them fills its slot.
    fn late(&mut self, local: &syn::Local) -> Option<Stmt> {
        let [value] = bindings(&local.pat, self.locals)[..] else { return None };
        let held = *self.held.get(&value).filter(|_| !self.layout.initialised_after.contains_key(&value))?;
        let mutable = self.locals[held].mutable.then(<Token![mut]>::default);
        let unique = &self.locals[held].unique;
        Some(parse_quote!(let #mutable #unique;))
    }

    /// `let x;` once more, for what will own it: it is dropped in the order of the declarations.
    fn unfilled(&mut self, pat: &Pat) -> Vec<Stmt> {
        let mut declared = Vec::new();
        for value in bindings(pat, self.locals) {
            if let Some(held) = self.held.get(&value)
                && self.layout.initialised_after.contains_key(&value)
            {
                let unique = &self.locals[*held].unique;
                declared.push(parse_quote!(let #unique;));
                self.unfilled.insert(value);
            }
        }
        declared
    }

    /// `x = x_slot.fill(x);` for the locals without a first value in their `let` that have one after this node. That nothing
    /// is in the slot rustc sees for itself: what owns it is not `mut`, and is assigned once.
    fn filled_after(&mut self, node: NodeId, span: Span) -> Vec<Node> {
        let initialised = |local: &LocalId| self.layout.initialised_after.get(local) == Some(&node);
        let filled: Vec<LocalId> = self.unfilled.iter().copied().filter(initialised).collect();
        let inits = filled.into_iter().map(|value| {
            self.unfilled.remove(&value);
            let held = self.held[&value];
            // Both are there at the same time, so they cannot have the same name.
            self.locals[value].target = true;
            self.locals[held].target = true;
            let (name, slot) = (&self.locals[value].unique, self.slot(held));
            let fill = parse_quote_spanned!(span=> #slot.fill(#name));
            Node { id: NodeId::default(), end: NodeId::default(), kind: NodeKind::Init(held, fill), span }
        });
        inits.collect()
    }

    pub(super) fn slot(&self, held: LocalId) -> &Ident {
        &self.locals[held].pinned.as_ref().expect("it has a slot").slot
    }

    /// `let x = x_slot.fill(x);` for each pinned one of `bound`. Those that follow it are declared once more, as they are
    /// dropped before it.
    fn fills(&mut self, bound: &[LocalId], span: Span) -> Vec<Node> {
        let Some(first) = bound.iter().position(|local| self.held.contains_key(local)) else {
            return Vec::new();
        };
        let mut nodes = Vec::new();
        for value in &bound[first..] {
            let local = &self.locals[*value];
            let name = local.unique.clone();
            let stmt: Stmt = match self.held.get(value) {
                Some(held) => {
                    let (unique, slot) = (&self.locals[*held].unique, self.slot(*held));
                    let mutable = self.locals[*held].mutable.then(<Token![mut]>::default);
                    parse_quote_spanned!(span=> let #mutable #unique = #slot.fill(#name);)
                }
                None if local.dropless() => continue,
                None => {
                    let mutable = local.mutable.then(<Token![mut]>::default);
                    parse_quote_spanned!(span=> let #mutable #name = #name;)
                }
            };
            nodes.push(code(stmt, span));
        }
        nodes
    }

    /// What a pattern has bound, at the beginning of the scope that it is bound for.
    fn opened(&mut self, seq: &mut Seq, behind: Vec<Stmt>, bound: &[LocalId], span: Span) {
        let behind = behind.into_iter().map(|stmt| code(stmt, span));
        let first: Vec<Node> = behind.chain(self.fills(bound, span)).collect();
        seq.nodes.splice(..0, first);
    }

    /// A condition or a guard looks at what its pattern binds before that goes to its slot.
    fn before_fill(&mut self, bound: &[LocalId], f: impl FnOnce(&mut Self)) {
        self.unfilled.extend(bound.iter().filter(|local| self.held.contains_key(local)));
        f(self);
        bound.iter().for_each(|local| _ = self.unfilled.remove(local));
    }

    fn node(&mut self, node: &mut Node) {
        let span = node.span;
        match &mut node.kind {
            NodeKind::Code(stmt) => self.visit_stmt_mut(stmt),
            NodeKind::Init(local, value) => {
                self.value(value);
                if let Some(held) = self.held.get(local).filter(|_| !self.unfilled.contains(local)) {
                    *value = self.fill(*held, value);
                    *local = *held;
                }
            }
            NodeKind::Suspend { value, .. } => value.iter_mut().for_each(|value| self.value(value)),
            NodeKind::Delegate { child, .. } => *child = self.held.get(child).copied().unwrap_or(*child),
            // The arguments go to the call, and are in no slot.
            NodeKind::Call { .. } | NodeKind::Exit(_) => {}
            NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => self.seq(seq),
            NodeKind::If(cond, then, otherwise) => {
                let bound = crate::layout::condition_bindings(cond, self.locals);
                let behind = self.behind_condition(cond);
                self.before_fill(&bound, |this| this.value(cond));
                self.seq(then);
                self.opened(then, behind, &bound, span);
                self.seq(otherwise);
            }
            NodeKind::Match(scrutinee, arms) => {
                let pats: Vec<&Pat> = arms.iter().filter(|arm| !arm.impossible).map(|arm| &arm.pat).collect();
                let glimpses = arms.iter().any(|arm| arm.glimpses);
                let outer = std::mem::replace(&mut self.chained, glimpses);
                let by_value = self.bound(scrutinee, &pats, true);
                self.scrutinee(scrutinee, &pats, true);
                self.chained = outer;
                for arm in arms {
                    let bound = bindings(&arm.pat, self.locals);
                    let by_value = if arm.glimpses { Bound::Values } else { by_value };
                    let behind = self.behind(by_value, &arm.pat);
                    self.before_fill(&bound, |this| this.visit_pat_mut(&mut arm.pat));
                    self.seq(&mut arm.body);
                    self.opened(&mut arm.body, behind, &bound, span);
                }
            }
            NodeKind::Return(value) => self.value(value),
        }
    }

    /// The `Held` that a plain name stands for.
    pub(super) fn held_of(&self, expr: &Expr) -> Option<LocalId> {
        let Expr::Path(path) = expr else { return None };
        let value = self.locals.find(path.path.get_ident()?)?;
        if self.unfilled.contains(&value) { None } else { self.held.get(&value).copied() }
    }

    pub(super) fn value_of(&self, held: LocalId) -> LocalId {
        self.locals[held].pinned.as_ref().expect("it has a slot").value
    }

    pub(super) fn place_of(&self, held: LocalId, name: &Expr) -> Expr {
        let mut unique = self.locals[held].unique.clone();
        unique.set_span(syn::spanned::Spanned::span(name));
        parse_quote_spanned!(unique.span()=> (*#unique.place))
    }

    /// A pinned local by value: moved out of its slot, or copied.
    pub(super) fn moved(&mut self, held: LocalId, name: &Expr) -> Expr {
        let place = self.place_of(held, name);
        let value = &self.locals[self.value_of(held)];
        let (krate, unique, span) = (self.krate, &self.locals[held].unique, name.span());
        match value.as_reference() {
            Some(Reference::Exclusive) => parse_quote_spanned!(value.unique.span()=> &mut *#place),
            Some(Reference::Shared) => place,
            Some(Reference::Pin) => parse_quote_spanned!(value.unique.span()=> #place.as_mut()),
            None if value.trivial => place,
            // It is `Copy`, or the check refuses what follows. The machine has nothing to add to that.
            None if value.copied => self.copied(held, name),
            None => {
                self.moves.names.insert(line_column(span));
                parse_quote_spanned!(span=> #krate::private::take(#unique))
            }
        }
    }

    /// A local that is used after it was moved stays here: so only the check refuses that.
    fn spared(&self, expr: &Expr) -> Option<Expr> {
        let Expr::Path(path) = expr else { return None };
        let local = self.locals.find(path.path.get_ident()?).filter(|local| self.locals[*local].gone)?;
        let (krate, unique) = (self.krate, &self.locals[local].unique);
        Some(parse_quote_spanned!(expr.span()=> unsafe { #krate::private::copied(&raw const #unique) }))
    }

    /// The same, where the source does not say by itself that it is by value: the check must.
    pub(super) fn guessed(&mut self, held: LocalId, name: &Expr) -> Expr {
        let value = &self.locals[self.value_of(held)];
        if value.as_reference().is_none() && !value.trivial {
            self.moves.names.insert(line_column(name.span()));
        }
        self.moved(held, name)
    }

    /// An expression whose value is used, by a guess.
    pub(super) fn guessed_value(&mut self, expr: &mut Expr) {
        match (self.held_of(expr), &mut *expr) {
            (Some(held), _) => *expr = self.guessed(held, expr),
            (None, Expr::Paren(inner)) => self.guessed_value(&mut inner.expr),
            (None, Expr::Group(inner)) => self.guessed_value(&mut inner.expr),
            (None, _) => self.value(expr),
        }
    }

    /// An expression whose value is used.
    pub(super) fn value(&mut self, expr: &mut Expr) {
        if let Some(held) = self.held_of(expr) {
            *expr = self.moved(held, expr);
            return;
        }
        if let Some(spared) = self.spared(expr) {
            *expr = spared;
            return;
        }
        match expr {
            Expr::Reference(reference) => self.place(&mut reference.expr),
            Expr::RawAddr(address) => self.place(&mut address.expr),
            Expr::Field(_) => match self.moved_part(expr) {
                Some(moved) => *expr = moved,
                None => self.copied_value(expr),
            },
            Expr::Index(index) => {
                self.place(&mut index.expr);
                self.copied_value(&mut index.index);
            }
            Expr::Cast(cast) => self.copied_value(&mut cast.expr),
            Expr::Range(range) => {
                range.start.iter_mut().chain(&mut range.end).for_each(|end| self.copied_value(end));
            }
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => {
                match self.held_of(&call.func) {
                    Some(held) if self.locals.is_once(&call.func) => {
                        *call.func = self.guessed(held, &call.func);
                    }
                    _ => self.place(&mut call.func),
                }
                call.args.iter_mut().for_each(|argument| self.value(argument));
            }
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                    self.place(&mut binary.left);
                    self.place(&mut binary.right);
                }
                BinOp::Add(_) if trivial::is_text(&binary.right) => {
                    self.value(&mut binary.left);
                    self.value(&mut binary.right);
                }
                BinOp::And(_) => {
                    let outer = std::mem::replace(&mut self.chained, true);
                    self.operand(&mut binary.left);
                    self.operand(&mut binary.right);
                    self.chained = outer;
                }
                op if trivial::is_arithmetic(&op) || matches!(op, BinOp::Or(_)) => {
                    self.operand(&mut binary.left);
                    self.operand(&mut binary.right);
                }
                _ => {
                    self.place(&mut binary.left);
                    self.value(&mut binary.right);
                }
            },
            Expr::Assign(assign) => {
                match assigns(&assign.left) {
                    Taken::All => self.guessed_value(&mut assign.right),
                    Taken::Nothing | Taken::Parts => self.place(&mut assign.right),
                }
                match self.refilled(assign) {
                    Some(held) => {
                        let refill = self.refill(held, &assign.right);
                        *expr = parse_quote!({ #(#refill)* });
                    }
                    None => match self.refilled_apart(assign) {
                        Some(refilled) => *expr = refilled,
                        None => self.assignee(&mut assign.left),
                    },
                }
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => match self.held_of(&unary.expr) {
                // A box gives up what it holds.
                Some(held) if self.locals[self.value_of(held)].boxed => {
                    *unary.expr = self.guessed(held, &unary.expr);
                }
                _ => self.place(&mut unary.expr),
            },
            Expr::Let(condition) => self.scrutinee(&mut condition.expr, &[&condition.pat], false),
            Expr::Match(branch) => {
                let pats: Vec<Pat> = branch.arms.iter().map(|arm| arm.pat.clone()).collect();
                let pats: Vec<&Pat> = pats.iter().collect();
                let bound = self.bound(&branch.expr, &pats, true);
                self.scrutinee(&mut branch.expr, &pats, true);
                for arm in &mut branch.arms {
                    let behind = self.behind(bound, &arm.pat);
                    self.visit_pat_mut(&mut arm.pat);
                    self.value(&mut arm.body);
                    if !behind.is_empty() {
                        let body = &arm.body;
                        *arm.body = parse_quote!({ #(#behind)* #body });
                    }
                }
            }
            Expr::If(branch) => {
                let behind = self.behind_condition(&branch.cond);
                visit_mut::visit_expr_if_mut(self, branch);
                branch.then_branch.stmts.splice(..0, behind);
            }
            Expr::While(turn) => {
                let outer = std::mem::replace(&mut self.chained, true);
                let behind = self.behind_condition(&turn.cond);
                self.value(&mut turn.cond);
                self.chained = outer;
                self.visit_block_mut(&mut turn.body);
                turn.body.stmts.splice(..0, behind);
            }
            Expr::Closure(closure) => {
                if let Some(captured) = self.closure(closure) {
                    *expr = captured;
                }
            }
            Expr::Async(block) => {
                let lets = if block.capture.is_some() {
                    let captures = Captures::of_block(&block.block, self.locals);
                    self.owned(&block.capture, &captures, &block.block)
                } else {
                    self.captured(&mut block.block, |visitor, block| visitor.visit_block_mut(block))
                };
                if let Some(lets) = lets {
                    block.capture.get_or_insert_with(Default::default);
                    *expr = parse_quote!({ #(#lets)* #block });
                }
            }
            // What its block captures is taken before it: `coroutine!` knows blocks and closures.
            Expr::Macro(call) if macros::is_coroutine(&call.mac) && macros::read(&call.mac).is_some() => {
                let mut lets = Vec::new();
                if self.named(&call.mac.tokens).iter().any(|local| self.held.contains_key(local)) {
                    macros::qualify(&mut call.mac, self.krate);
                }
                macros::rewrite(&mut call.mac, &mut |block, _| {
                    self.value(block);
                    if let Expr::Block(captured) = block
                        && let Some(Stmt::Expr(inner, None)) = captured.block.stmts.pop()
                    {
                        lets.append(&mut captured.block.stmts);
                        *block = inner;
                    }
                });
                if !lets.is_empty() {
                    *expr = parse_quote!({ #(#lets)* #call });
                }
            }
            Expr::Macro(call) => match self.shown(&call.mac) {
                Some(shown) => *expr = shown,
                None => self.visit_macro_mut(&mut call.mac),
            },
            Expr::Struct(literal) => {
                literal.fields.iter_mut().for_each(|field| self.visit_field_value_mut(field));
                literal.rest.iter_mut().for_each(|rest| self.place(rest));
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// An operand of arithmetic. A closure may run more than once, so there it is a number, which is copied.
    fn operand(&mut self, expr: &mut Expr) {
        if self.in_closure { self.place(expr) } else { self.copied_value(expr) }
    }

    /// An expression whose value is a number, or another copy, where it stands.
    fn copied_value(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::Field(_)) {
            self.note_part(expr);
            self.place(expr);
        } else {
            self.value(expr);
        }
    }

    fn copied(&self, held: LocalId, name: &Expr) -> Expr {
        let (krate, unique) = (self.krate, &self.locals[held].unique);
        parse_quote_spanned!(name.span()=> #krate::private::copied(#unique.place))
    }

    /// An expression that is used where it lies.
    pub(super) fn place(&mut self, expr: &mut Expr) {
        if let Some(held) = self.held_of(expr) {
            *expr = self.place_of(held, expr);
            return;
        }
        match expr {
            Expr::Paren(inner) => self.place(&mut inner.expr),
            Expr::Group(inner) => self.place(&mut inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&mut unary.expr),
            Expr::Field(field) => self.place(&mut field.base),
            _ => self.value(expr),
        }
    }

    /// The left side of an assignment, which may take a value apart.
    fn assignee(&mut self, place: &mut Expr) {
        match place {
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|place| self.assignee(place)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|place| self.assignee(place)),
            Expr::Call(call) => call.args.iter_mut().for_each(|place| self.assignee(place)),
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    self.assignee(&mut field.expr);
                    field.colon_token.get_or_insert_with(Default::default);
                }
            }
            _ => self.place(place),
        }
    }

    pub(super) fn named(&self, code: &impl ToTokens) -> BTreeSet<LocalId> {
        let mut found = BTreeSet::new();
        macros::for_each_ident(code.to_token_stream(), &mut |ident| found.extend(self.locals.find(ident)));
        found
    }
}

impl VisitMut for Pin<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        self.value(expr);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            let behind = match &stmt {
                Stmt::Local(local) => self.behind_let(local),
                _ => Vec::new(),
            };
            self.visit_stmt_mut(&mut stmt);
            block.stmts.push(stmt);
            block.stmts.extend(behind);
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt
            && let Some(shown) = self.shown(&call.mac)
        {
            *stmt = Stmt::Expr(shown, call.semi_token);
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        let shown = self.shown_to_be_formatted(local);
        if let Some(init) = &mut local.init {
            if let Some(shown) = shown {
                *init.expr = shown;
                return;
            }
            self.scrutinee(&mut init.expr, &[&local.pat], init.diverge.is_none());
            init.diverge.iter_mut().for_each(|(_, diverge)| self.value(diverge));
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if self.held_of(&field.expr).is_some() {
            field.colon_token.get_or_insert_with(Default::default);
        }
        self.value(&mut field.expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let named = self.named(&mac.tokens);
        if !named.iter().any(|local| self.held.contains_key(local)) {
            return;
        }
        let Some(readable) = macros::read(mac) else {
            self.report.error(&mac.path, diagnostics::PINNED_IN_MACRO);
            return;
        };
        let pattern = readable.pattern().map(|(pat, _)| pat.clone());
        macros::qualify(mac, self.krate);
        macros::rewrite(mac, &mut |expr, usage| match (usage, &pattern) {
            (ArgumentUse::Value, _) => self.value(expr),
            (ArgumentUse::Scrutinee, Some(pat)) => self.looked_at(expr, pat),
            _ => self.place(expr),
        });
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
