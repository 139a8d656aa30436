//! Receivers in slots: whether a method takes one by value, rustc is asked.
//!
//! In: `cmd.apply(&db)`, where nothing mentions `cmd` afterwards
//! Out: `receiver!(.apply[A] of cmd_held: cmd_held.apply(&db)).value.apply(&db)`
//!
//! If it does, `cmd_held` is empty from there on. That is known only to its value, and not to the later passes: it is saved as
//! before, and the state notes whether it is still there. A later mention could find it empty only where the check refuses it:
//! what is `Copy` stays.

use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Block, Expr, ExprMethodCall, Pat, Stmt, Token, parse_quote, parse_quote_spanned};

use super::pinned::Pin;
use crate::layout::{Layout, Role};
use crate::liveness::assigned::Assigned;
use crate::liveness::methods;
use crate::liveness::needed::{Needed, needed};
use crate::liveness::places::local_of;
use crate::locals::{LocalId, Locals};
use crate::lower::suspends;
use crate::macros;
use crate::parse::line_column;
use crate::resolve::Resolved;
use crate::spans;
use crate::tree::{NodeId, NodeKind, Seq, Tree};

/// Locals that a method may take by value, and that a state would keep after that: in a slot, they can be empty.
pub fn kept_after_a_call(resolved: &Resolved, layout: &Layout) -> BTreeSet<LocalId> {
    let Resolved { locals, body, .. } = resolved;
    let mentions = Mentions::of(body, locals);
    let mut calls = Calls { locals, mentions: &mentions, replaces: false, found: Vec::new() };
    calls.visit_block(body);
    let kept = |(local, at): &(LocalId, (usize, usize))| {
        locals[*local].wanted.is_none()
            && layout.states.iter().any(|state| {
                state.role != Role::Unresumed
                    && line_column(state.span) > *at
                    && state.saved.iter().any(|saved| saved.local == *local)
            })
    };
    calls.found.into_iter().filter(kept).map(|(local, _)| local).collect()
}

/// Locals that are assigned what a method makes of them, `x = x.next().await`: they may be empty then.
pub fn replaced(resolved: &Resolved) -> Vec<LocalId> {
    let Resolved { locals, body, .. } = resolved;
    let mentions = Mentions::of(body, locals);
    let mut calls = Calls { locals, mentions: &mentions, replaces: true, found: Vec::new() };
    calls.visit_block(body);
    calls.found.into_iter().map(|(local, _)| local).collect()
}

/// Finds where rustc could be asked whether a method takes a local by value.
struct Calls<'a> {
    locals: &'a Locals,
    mentions: &'a Mentions,
    /// Only where the local is assigned.
    replaces: bool,
    found: Vec<(LocalId, (usize, usize))>,
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if let Some(local) = local_of(&call.receiver, self.locals)
            && !self.locals.consumes(call)
            && match self.replaces {
                true => self.mentions.replaces(call),
                false => self.mentions.is_last(call, local) && !self.mentions.assigned.contains(&local),
            }
            && self.mentions.may_ask(call, local, self.locals)
        {
            self.found.push((local, line_column(call.method.span())));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else { return };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
}

/// What tells whether it is worth to ask.
pub(super) struct Asking {
    mentions: Mentions,
    needed: Needed,
    /// The node that is rewritten.
    pub(super) node: NodeId,
}

impl Asking {
    pub(super) fn new(body: &Block, tree: &Tree, locals: &Locals) -> Self {
        Asking { mentions: Mentions::of(body, locals), needed: needed(tree, locals), node: NodeId::default() }
    }
}

/// Where the source mentions its locals.
struct Mentions {
    /// For the last time.
    last: HashMap<LocalId, (usize, usize)>,
    /// It assigns them as a whole.
    assigned: BTreeSet<LocalId>,
    /// The methods of which an argument suspends: a receiver by value would be moved before that.
    split: HashSet<(usize, usize)>,
    /// The methods whose receivers are assigned what is made of them.
    replacing: HashSet<(usize, usize)>,
}

impl Mentions {
    fn of(body: &Block, locals: &Locals) -> Self {
        let mut last = HashMap::new();
        macros::for_every_ident(body.to_token_stream(), &mut |ident| {
            if let Some(local) = locals.find(ident) {
                let at = line_column(ident.span());
                let known = last.entry(local).or_insert(at);
                *known = at.max(*known);
            }
        });
        let assigned = Assigned::by(locals, |visitor| visitor.visit_block(body)).into_iter().collect();
        let mut methods = Methods { locals, split: HashSet::new(), replacing: HashSet::new(), target: None };
        methods.visit_block(body);
        let Methods { split, replacing, .. } = methods;
        Mentions { last, assigned, split, replacing }
    }

    /// Whether the source does not mention the receiver of a method behind it.
    fn is_last(&self, call: &ExprMethodCall, receiver: LocalId) -> bool {
        self.last.get(&receiver).is_none_or(|last| *last <= line_column(call.receiver.span()))
    }

    /// Whether the receiver of a method is assigned what is made of it.
    fn replaces(&self, call: &ExprMethodCall) -> bool {
        self.replacing.contains(&line_column(call.method.span()))
    }

    /// Whether rustc can be asked if a method takes its receiver by value. What is asked names the arguments once more, so their
    /// types must not depend on what the method takes.
    fn may_ask(&self, call: &ExprMethodCall, receiver: LocalId, locals: &Locals) -> bool {
        let local = &locals[receiver];
        let is_owner = local.reference.is_none() && !local.dropless() && !local.iterator && !local.in_place;
        // A temporary has no name, and is dropped where the receiver would be.
        let is_split =
            self.last.contains_key(&receiver) && self.split.contains(&line_column(call.method.span()));
        let is_apart = |argument: &Expr| {
            let mut mentioned = false;
            macros::for_each_ident(argument.to_token_stream(), &mut |ident| {
                mentioned |= locals.find(ident) == Some(receiver);
            });
            !mentioned
        };
        is_owner
            && !is_split
            && (local.refilled || self.replaces(call) || !self.assigned.contains(&receiver))
            && call.turbofish.is_none()
            && call.args.len() <= LETTERS.clone().count()
            && !methods::borrows(&call.method.to_string())
            && call.args.iter().all(|argument| shows_its_type(argument) && is_apart(argument))
    }
}

/// Finds methods by what stands around them.
struct Methods<'a> {
    locals: &'a Locals,
    split: HashSet<(usize, usize)>,
    replacing: HashSet<(usize, usize)>,
    /// The local that is assigned.
    target: Option<LocalId>,
}

impl<'ast> Visit<'ast> for Methods<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let at = line_column(call.method.span());
        if call.args.iter().any(suspends) {
            self.split.insert(at);
        }
        if self.target.is_some() && local_of(&call.receiver, self.locals) == self.target {
            self.replacing.insert(at);
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        let outer = std::mem::replace(&mut self.target, local_of(&assign.left, self.locals));
        self.visit_expr(&assign.right);
        self.target = outer;
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(readable) = macros::read(mac) else { return };
        readable.for_each_expr(&mut |expr| self.visit_expr(expr));
    }
}

/// The names of what an argument's type may be called.
const LETTERS: std::ops::RangeInclusive<char> = 'A'..='Z';

impl Pin<'_> {
    /// A method: its receiver may be moved by it.
    pub(super) fn method_call(&mut self, call: &mut ExprMethodCall) {
        let consumes = self.locals.consumes(call);
        let held = self.held_of(&call.receiver);
        let mut asked = None;
        match held {
            Some(held) if consumes && !self.locals[held].never_guess => {
                *call.receiver = self.guessed(held, &call.receiver);
            }
            _ if consumes && self.guessed_part(&mut call.receiver) => {
                self.moves.methods.insert(line_column(call.method.span()));
            }
            Some(held) if self.asks(call, held) => asked = Some(held),
            _ => self.place(&mut call.receiver),
        }
        call.args.iter_mut().for_each(|argument| self.value(argument));
        if let Some(held) = asked {
            self.asked(call, held);
        }
    }

    /// Whether rustc is asked if a method takes its receiver by value: that is worth it only where nothing mentions it any more.
    fn asks(&self, call: &ExprMethodCall, held: LocalId) -> bool {
        let Asking { mentions, needed, node } = &self.asking;
        let value = self.value_of(held);
        // Where a path leaves, others may go on.
        let is_last = mentions.is_last(call, value)
            || mentions.replaces(call)
            || needed.after.get(node).is_some_and(|needed| !needed.contains(&value));
        !self.in_closure && !self.captures && is_last && mentions.may_ask(call, value, self.locals)
    }

    /// The receiver of a method, a local in a slot: moved out of it if the method takes it by value. The arguments are those
    /// of the machine.
    fn asked(&mut self, call: &mut ExprMethodCall, held: LocalId) {
        let span = call.receiver.span();
        let owner = &mut self.locals[held];
        owner.mutable = true;
        owner.asked = true;
        let mut unique = owner.unique.clone();
        unique.set_span(span);
        let (krate, method) = (spans::at(span, self.krate), spans::nowhere(&call.method));
        let types: Vec<Ident> = LETTERS.zip(&call.args).map(|(name, _)| format_ident!("{}", name)).collect();
        // The call as it is in the source: what is wrong with it is said once. Behind a dot, a name is no local's.
        *call.receiver = parse_quote!(#unique);
        *call.receiver = parse_quote_spanned!(span=>
            #krate::receiver!(.#method[#(#types),*] of #unique: #call).value
        );
    }

    /// Declares the owners `mut` from which methods may take something.
    pub(super) fn declare_asked(&self, seq: &mut Seq) {
        for node in &mut seq.nodes {
            match &mut node.kind {
                NodeKind::Code(Stmt::Local(local)) => {
                    if let Pat::Ident(pat) = &mut local.pat
                        && self.locals.find(&pat.ident).is_some_and(|local| self.locals[local].asked)
                    {
                        pat.mutability.get_or_insert_with(<Token![mut]>::default);
                    }
                }
                NodeKind::Block(_, seq) | NodeKind::Loop(_, _, seq) => self.declare_asked(seq),
                NodeKind::If(_, then, otherwise) => {
                    self.declare_asked(then);
                    self.declare_asked(otherwise);
                }
                NodeKind::Match(_, arms) => arms.iter_mut().for_each(|arm| self.declare_asked(&mut arm.body)),
                _ => {}
            }
        }
    }
}

/// Whether the type of an expression is known without what it is used for, as far as that can be seen. Two of them must be as
/// good as one, so there is no closure in it.
fn shows_its_type(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => shows_its_type(&inner.expr),
        Expr::Group(inner) => shows_its_type(&inner.expr),
        Expr::Lit(_) => true,
        Expr::Path(path) => !path.path.is_ident("None"),
        Expr::Reference(reference) => shows_its_type(&reference.expr),
        Expr::Field(field) => shows_its_type(&field.base),
        Expr::Unary(unary) => shows_its_type(&unary.expr),
        Expr::Cast(cast) => shows_its_type(&cast.expr) && !matches!(*cast.ty, syn::Type::Infer(_)),
        Expr::Binary(binary) => shows_its_type(&binary.left) && shows_its_type(&binary.right),
        Expr::Index(index) => shows_its_type(&index.expr) && shows_its_type(&index.index),
        Expr::Tuple(tuple) => tuple.elems.iter().all(shows_its_type),
        Expr::Array(array) => !array.elems.is_empty() && array.elems.iter().all(shows_its_type),
        Expr::Struct(literal) => {
            literal.rest.is_none() && literal.fields.iter().all(|field| shows_its_type(&field.expr))
        }
        Expr::MethodCall(call) => {
            !methods::infers(&call.method.to_string())
                && shows_its_type(&call.receiver)
                && call.args.iter().all(shows_its_type)
        }
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return false };
            let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
            let name = segments.next().unwrap_or_default();
            let shown = match segments.next() {
                // `Duration::from_secs(1)`, but not `Vec::new()`.
                Some(owner) if owner.starts_with(char::is_uppercase) => !is_generic(&owner),
                _ => !matches!(&*name, "Ok" | "Err") && !methods::infers(&name),
            };
            shown && call.args.iter().all(shows_its_type)
        }
        Expr::Macro(call) => macros::is_named(&call.mac, &["format"]),
        _ => false,
    }
}

/// Collections, which are made before it is known of what, and a trait.
fn is_generic(name: &str) -> bool {
    const COLLECTIONS: [&str; 9] = [
        "Vec",
        "VecDeque",
        "HashMap",
        "HashSet",
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "LinkedList",
        "Default",
    ];
    COLLECTIONS.contains(&name)
}
