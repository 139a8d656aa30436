//! The step: one arm for each state, written in source order, so that rustc meets every type where it meets it in the source.
//!
//! In: a state, and the place in the tree where it goes on.
//! Out: the code from there to the next suspension, jump or return, inside the scopes that are open there.
//!
//! An arm is the rest of the function as seen from one place: what is left of the innermost scope, then of the scope
//! around it, and so on outwards, until something leaves the arm. Scopes come out as blocks, so rustc drops what is
//! declared in them where the source does.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::{Expr, Pat, Stmt};

use super::beside::Empty;
use super::exhaustive::match_all;
use super::leaf::Leaf;
use super::pieces::Piece;
use super::shape::{Arm, unreachable};
use super::valueless::Valueless;
use super::verbatim::stops;
use super::{Names, outcome};
use crate::layout::{Layout, Place, Role, Saved, State, condition_bindings};
use crate::liveness::facts::{Facts, Init};
use crate::liveness::initialised::{Flow, Scrutinee};
use crate::liveness::patterns::bindings;
use crate::locals::{LocalId, Locals, Pinned, Reference};
use crate::spans;
use crate::tree::{Child, LabelId, Node, NodeId, NodeKind, Seq, Tree};

/// A node that encloses the point, by its place in its own sequence.
#[derive(Clone, Copy)]
pub(super) struct Around<'t> {
    seq: &'t Seq,
    index: usize,
}

impl<'t> Around<'t> {
    fn node(self) -> &'t Node {
        &self.seq.nodes[self.index]
    }
}

/// What becomes of control at the end of a piece of code.
#[derive(Clone, Copy)]
struct End {
    /// The state that control goes to when it falls off the end. Without one it goes on in the arm.
    falls_to: Option<Place>,
    /// A label whose `break` may be left out at the end: falling off does the same.
    silent: Option<LabelId>,
    /// The code is the last of the arm: the next state can be its value.
    last: bool,
}

const GOES_ON: End = End { falls_to: None, silent: None, last: false };

/// Where a state goes on: the nodes around it, its sequence, and its place there.
pub(super) type Start<'t> = (Vec<Around<'t>>, &'t Seq, usize);

/// Writes the arms of the step function.
pub struct Step<'a> {
    pub(super) tree: &'a Tree,
    pub(super) layout: &'a Layout,
    pub(super) names: &'a Names,
    pub(super) empty: &'a Empty,
    pub(super) flow: Flow<'a>,
    starts: HashMap<Place, Start<'a>>,
    /// The state whose arm is written.
    pub(super) current: Place,
    /// Labels that the arm breaks to.
    pub(super) used: HashSet<LabelId>,
    /// What holds where the arm breaks to a label, or falls out of its block instead.
    pub(super) left: HashMap<LabelId, Facts>,
    /// The local that takes what was sent, if the arm begins with its declaration.
    pub(super) bound: Option<LocalId>,
    /// How often the arm gives a local its first value.
    pub(super) first_values: HashMap<LocalId, usize>,
    /// Locals that the arm has no value of yet.
    pub(super) pending: HashSet<LocalId>,
    /// Saved locals that still hold their value when one that was declared before them gets its first.
    pub(super) overtaken: HashSet<LocalId>,
    /// Temporaries of which the arm holds only what its destructor needs.
    pub(super) stored: HashSet<LocalId>,
    /// Whether the arm goes to another one.
    pub(super) jumps: bool,
    /// Whether it goes there from the middle of its code, round the loop.
    pub(super) continues: bool,
    /// Whether it goes there from the middle of its code, to an arm behind it.
    pub(super) breaks: bool,
    /// Whether it goes to an arm that does not stand behind it.
    pub(super) goes_back: bool,
    /// Whether it has code of the source that needs to know a type.
    pub(super) has_code: bool,
    /// Whether some arm binds what was sent.
    pub takes_sent: bool,
    /// Whether some arm takes what a call of the function itself has returned.
    pub takes_result: bool,
    /// Whether some state hands over to a child. A child is resumed where it lies: the arms match the state by reference,
    /// and take it out themselves.
    pub delegates: bool,
    /// Whether something that is saved may have a destructor.
    pub(super) drops: bool,
    /// What the arms mention without a value.
    pub valueless: Valueless,
}

impl<'a> Step<'a> {
    /// Prepares to write the arms for `layout`.
    pub fn new(
        tree: &'a Tree,
        layout: &'a Layout,
        names: &'a Names,
        empty: &'a Empty,
        locals: &'a mut Locals,
    ) -> Self {
        let mut starts = HashMap::new();
        starts.insert(Place::Start, (Vec::new(), &tree.body, 0));
        find_starts(&tree.body, &[], &mut starts);
        let mut saved = layout.states.iter().flat_map(|state| &state.saved);
        let drops = saved.any(|saved| !locals[saved.local].dropless());
        Step {
            tree,
            layout,
            names,
            empty,
            flow: Flow::new(locals),
            starts,
            current: Place::Start,
            used: HashSet::new(),
            left: HashMap::new(),
            bound: None,
            first_values: HashMap::new(),
            pending: HashSet::new(),
            overtaken: HashSet::new(),
            stored: HashSet::new(),
            jumps: false,
            continues: false,
            breaks: false,
            goes_back: false,
            has_code: false,
            takes_sent: false,
            takes_result: false,
            delegates: layout.states.iter().any(|state| match state.role {
                Role::Delegation | Role::Await => true,
                Role::Call => names.is_async,
                _ => false,
            }),
            drops,
            valueless: Valueless::default(),
        }
    }

    /// The arm of one state. `prologue` stands at the beginning of the first one.
    pub fn arm(&mut self, state: &'a State, prologue: TokenStream) -> Arm {
        self.jumps = false;
        self.continues = false;
        self.breaks = false;
        self.goes_back = false;
        self.has_code = false;
        let (pattern, body) = self.pattern_and_body(state, prologue);
        Arm {
            role: state.role,
            pattern,
            body,
            jumps: self.jumps,
            continues: self.continues,
            breaks: self.breaks,
            goes_back: self.goes_back,
            has_code: self.has_code,
        }
    }

    fn pattern_and_body(&mut self, state: &'a State, prologue: TokenStream) -> (TokenStream, TokenStream) {
        self.current = state.place;
        self.used.clear();
        self.left.clear();
        self.first_values.clear();
        self.bound = None;
        self.pending.clear();
        self.overtaken.clear();
        self.stored =
            state.saved.iter().filter(|saved| saved.only_for_drop).map(|saved| saved.local).collect();
        let (path, seq, index) = self.starts[&state.place].clone();
        let mut facts = state.facts.clone();
        let mut pieces = Vec::new();
        if state.place == Place::Start {
            for local in &state.scope {
                facts.set(*local, Init::Yes);
            }
            pieces.push(Piece::Code(prologue));
            for local in self.names.first.clone() {
                facts.set(local, Init::Yes);
            }
        } else {
            let before = index.checked_sub(1).map(|index| &seq.nodes[index].kind);
            self.entry(state, before, &mut facts, &mut pieces);
        }
        let held = self.held(state);
        let body = self.rest(state, &path, seq, index, facts, pieces);
        let valueless = self.valueless(state);
        let body = quote!(#held #valueless #body);
        let whole = self.whole(state);
        if !self.delegates {
            return (whole, body);
        }
        let body = self.taken(&whole, body);
        if matches!(state.role, Role::Delegation | Role::Await) {
            return self.delegation(state, body);
        }
        let name = &self.names.state;
        let variant = &state.name;
        let rest = (!state.saved.is_empty()).then(|| quote!({ .. }));
        let returned = (state.role == Role::Call && self.names.is_async).then(|| self.returned(state));
        (quote!(#name::#variant #rest), quote!(#returned #body))
    }

    /// The pattern of a state that takes all that is saved there.
    fn whole(&self, state: &State) -> TokenStream {
        let name = &self.names.state;
        let variant = &state.name;
        if state.saved.is_empty() {
            return quote!(#name::#variant);
        }
        let fields = state.saved.iter().map(|saved| {
            let local = &self.flow.locals[saved.local];
            let field = &local.unique;
            if saved.optional {
                let maybe = self.maybe(saved.local);
                quote!(#field: #maybe)
            } else if local.mutable && !saved.only_for_drop {
                quote_spanned!(field.span()=> mut #field)
            } else {
                quote!(#field)
            }
        });
        quote!(#name::#variant { #(#fields),* })
    }

    /// Code of an arm that matches by reference, behind what takes the state out.
    fn taken(&self, whole: &TokenStream, body: TokenStream) -> TokenStream {
        let Names { state: name, machine_state, taken, .. } = self.names;
        let unreachable = unreachable(self.names);
        quote! {
            #taken = ::core::mem::replace(#machine_state, #name::Panicked);
            let #whole = #taken else { #unreachable };
            #body
        }
    }

    /// Takes up what the state keeps in slots. What was declared after it is declared after it again, so that it is dropped
    /// before it.
    fn held(&self, state: &State) -> TokenStream {
        let pinned = |saved: &Saved| self.flow.locals[saved.local].pinned.as_ref();
        let first = state.saved.iter().position(|saved| pinned(saved).is_some());
        let after = &state.saved[first.unwrap_or(state.saved.len())..];
        let declared = after.iter().map(|saved| {
            let local = &self.flow.locals[saved.local];
            let name = if saved.optional { self.maybe(saved.local) } else { local.unique.clone() };
            let mutable = (local.mutable && !saved.optional).then(|| quote!(mut));
            match &local.pinned {
                Some(Pinned { slot, turn: Some(turn), .. }) => {
                    quote!(let #mutable #name = #slot.hold_in(&mut #turn, #name);)
                }
                Some(Pinned { slot, .. }) => quote!(let #mutable #name = #slot.hold(#name);),
                None if local.dropless() => TokenStream::new(),
                None => quote!(let #mutable #name = #name;),
            }
        });
        declared.collect()
    }

    /// What a state that is no beginning stands behind.
    pub(super) fn before(&self, state: &State) -> &NodeKind {
        let (_, seq, index) = &self.starts[&state.place];
        &seq.nodes[index - 1].kind
    }

    /// The rest of the function, from `seq[index]` outwards. `pieces` is what the arm begins with.
    fn rest(
        &mut self,
        state: &State,
        mut path: &[Around<'a>],
        mut seq: &'a Seq,
        mut index: usize,
        mut facts: Facts,
        mut pieces: Vec<Piece>,
    ) -> TokenStream {
        // How deep the scopes are that are not opened yet.
        let mut unopened = path.len();
        loop {
            let depth = path.len();
            let entry = facts.clone();
            let falls_to = path.last().and_then(|innermost| self.falls_to(innermost.node()));
            // The innermost node around the point whose ways out go on in this arm.
            let goes_on =
                |around: &Around| self.layout.goes_on_in.get(&around.node().id) == Some(&self.current);
            let Some(position) = path.iter().rposition(goes_on) else {
                let end = End { falls_to, silent: None, last: true };
                pieces.push(Piece::Code(self.scoped(seq, index, depth, &mut facts, end)));
                let opening = self.opening(state, 0..=unopened, None);
                return self.render(opening.pieces.into_iter().chain(pieces).collect());
            };
            let (outside, around) = (&path[..position], path[position]);
            let label = label_of(around.node());
            let end = End { falls_to, silent: label, last: false };
            pieces.push(Piece::Code(self.scoped(seq, index, depth, &mut facts, end)));
            let leaving = self.leaving(&path[..=position], &facts);
            let opening = self.opening(state, position + 1..=unopened, Some(&leaving));
            let label = label.filter(|label| self.used.contains(label)).map(|label| self.label_name(label));
            if opening.drops {
                pieces.splice(0..0, opening.pieces);
                unopened = position;
            }
            if opening.drops || label.is_some() {
                let block = self.render(pieces);
                let label = label.map(|label| quote!(#label:));
                pieces = vec![Piece::Code(quote!(#label { #block }))];
            }
            facts = self.facts_after(around.node().end, &entry, facts);
            (path, seq, index) = (outside, around.seq, around.index + 1);
        }
    }

    /// What holds where control leaves the code of the innermost of the nodes around, for code further on in the arm: where
    /// it falls off the end, and where it breaks to a label.
    fn leaving(&self, path: &[Around], end: &Facts) -> Facts {
        let mut leaving = end.unreachable();
        for (position, around) in path.iter().enumerate() {
            if nothing_follows(&path[..position], around) {
                continue;
            }
            if position + 1 == path.len() {
                leaving.merge(end);
            }
            if let Some(left) = label_of(around.node()).and_then(|label| self.left.get(&label)) {
                leaving.merge(left);
            }
        }
        leaving
    }

    /// What holds after a node whose ways out meet. `before` is what held before it.
    fn facts_after(&self, end: NodeId, before: &Facts, otherwise: Facts) -> Facts {
        let Some(after) = self.layout.facts_after.get(&end) else {
            return otherwise;
        };
        let mut after = after.clone();
        after.keep_optional(before);
        after
    }

    /// The state to go to from the end of what a node encloses, if it is one.
    fn falls_to(&self, node: &Node) -> Option<Place> {
        match &node.kind {
            NodeKind::Loop(..) => Some(Place::At(node.id)),
            _ => Some(Place::After(node.end)).filter(|after| self.layout.state(*after).is_some()),
        }
    }

    /// The rest of a scope. Where it declares a local with a destructor, it comes out as a block.
    fn scoped(
        &mut self,
        seq: &'a Seq,
        index: usize,
        depth: usize,
        facts: &mut Facts,
        end: End,
    ) -> TokenStream {
        let declares = seq.nodes[index.min(seq.nodes.len())..].iter().any(|node| match &node.kind {
            NodeKind::Code(Stmt::Local(local)) => bindings(&local.pat, self.flow.locals)
                .iter()
                .any(|local| self.flow.locals[*local].ends_with_its_scope()),
            _ => false,
        });
        let Some(place) = end.falls_to.filter(|_| declares) else {
            let inside = self.nodes(seq, index, depth, facts, end);
            return if declares { self.braced(depth, &inside) } else { inside };
        };
        let inside = self.nodes(seq, index, depth, facts, GOES_ON);
        if !facts.reachable {
            return inside;
        }
        let inside = self.braced(depth, &inside);
        let jump = self.jump(place, facts, end.last);
        quote!(#inside #jump)
    }

    /// The nodes of one sequence from `index` on. Leaves `facts` unreachable if control does not come to its end.
    fn nodes(
        &mut self,
        seq: &'a Seq,
        index: usize,
        depth: usize,
        facts: &mut Facts,
        end: End,
    ) -> TokenStream {
        let mut pieces = Vec::new();
        for (position, node) in seq.nodes.iter().enumerate().skip(index) {
            if !facts.reachable {
                break;
            }
            let is_last = position + 1 == seq.nodes.len();
            self.node(node, depth, facts, if is_last { end } else { GOES_ON }, end, &mut pieces);
        }
        if facts.reachable
            && let Some(place) = end.falls_to
        {
            // A branch at the end has gone there by itself.
            let jump = self.jump(place, facts, end.last);
            pieces.push(Piece::Code(jump));
            facts.reachable = false;
        }
        self.render(pieces)
    }

    /// One node. `end` is what becomes of control after it, `outer` what becomes of it at the end of its sequence.
    fn node(
        &mut self,
        node: &'a Node,
        depth: usize,
        facts: &mut Facts,
        end: End,
        outer: End,
        pieces: &mut Vec<Piece>,
    ) {
        let span = node.span;
        match &node.kind {
            NodeKind::Code(stmt) => self.code(stmt, facts, pieces),
            NodeKind::Init(local, value) => {
                let has_code = self.has_code;
                let only_moves = self.only_moves(*local, value);
                let value = self.leaf(value, facts, pieces, |flow, facts| flow.value(value, facts));
                if only_moves {
                    self.has_code = has_code;
                }
                self.first_value(*local, 1, facts);
                facts.set(*local, Init::Yes);
                pieces.push(Piece::Init(*local, value));
                pieces.extend((!facts.reachable).then(|| Piece::Code(stops())));
            }
            NodeKind::Suspend { value, .. } => {
                let code = self.suspend(node, value.as_ref(), facts, pieces);
                pieces.push(Piece::Code(code));
                facts.reachable = false;
            }
            NodeKind::Delegate { to, .. } => {
                let Names { krate, resume, .. } = self.names;
                let jump = self.jump(Place::At(node.id), facts, outer.last);
                let start = (*to == Child::Coroutine)
                    .then(|| quote_spanned!(span=> #resume = #krate::Resume::Start;));
                pieces.push(Piece::Code(quote!(#start #jump)));
                facts.reachable = false;
            }
            NodeKind::Call { arguments, is_tail, .. } => {
                let code = self.call(node, arguments, *is_tail, facts);
                pieces.push(Piece::Code(code));
                facts.reachable = false;
            }
            NodeKind::Loop(..) => {
                let jump = self.jump(Place::At(node.id), facts, outer.last);
                pieces.push(Piece::Code(jump));
                facts.reachable = false;
            }
            NodeKind::Exit(exit) => {
                let code = self.exit(*exit, facts, outer.last, outer.silent);
                pieces.push(Piece::Code(code));
                facts.reachable = false;
            }
            NodeKind::Return(value) => {
                if outcome::is_cancelled(value) {
                    let code = outcome::cancelled(self.names, span);
                    pieces.push(Piece::Code(quote!(#code;)));
                    facts.reachable = false;
                    return;
                }
                let kind = outcome::Kind::of(value);
                let value = self.leaf(value, facts, pieces, |flow, facts| flow.value(value, facts));
                let code = outcome::complete(self.names, span, &value, kind);
                pieces.push(Piece::Code(quote!(#code;)));
                facts.reachable = false;
            }
            NodeKind::Block(..) | NodeKind::If(..) | NodeKind::Match(..) => {
                let after = Place::After(node.end);
                let joined = self.layout.state(after).is_some();
                let goes_on = self.layout.goes_on_in.get(&node.id) == Some(&self.current);
                let inner = if joined {
                    End { falls_to: Some(after), ..outer }
                } else if goes_on {
                    // With more to come in this sequence, a branch falls off its end to get there.
                    end
                } else {
                    End { falls_to: None, ..outer }
                };
                let before = facts.clone();
                let code = self.compound(node, depth, facts, inner, goes_on, pieces);
                pieces.push(Piece::Code(code));
                if goes_on && inner.falls_to.is_none() {
                    *facts = self.facts_after(node.end, &before, facts.clone());
                } else {
                    facts.reachable = false;
                }
            }
        }
    }

    /// Whether the value of a branch may be of any type, and rustc meets it as well before the other branches as after them:
    /// it is a literal or a local. Where what the value is for tells the type, another one may become that. Without, only a
    /// `&mut` may still become a `&`.
    fn only_moves(&self, target: LocalId, value: &Expr) -> bool {
        let locals = &self.flow.locals;
        let passes_on = match value {
            Expr::Lit(_) => true,
            value => self.flow.local_of(value).is_some_and(|local| {
                locals[local].pinned.is_none() && locals[local].reference != Some(Reference::Exclusive)
            }),
        };
        passes_on && !locals[target].synthetic && locals[target].pinned.is_none()
    }

    fn compound(
        &mut self,
        node: &'a Node,
        depth: usize,
        facts: &mut Facts,
        end: End,
        goes_on: bool,
        pieces: &mut Vec<Piece>,
    ) -> TokenStream {
        let span = node.span;
        match &node.kind {
            NodeKind::Block(label, seq) => {
                let before = facts.clone();
                let inner = match label {
                    Some(label) if goes_on && end.falls_to.is_none() => End { silent: Some(*label), ..end },
                    // A jump stands behind the block, for those who leave it by its label.
                    Some(_) if goes_on => End { silent: None, last: false, ..end },
                    _ => end,
                };
                let mut code = self.scoped(seq, 0, depth + 1, facts, inner);
                if let Some(label) = label.filter(|label| self.used.contains(label)) {
                    let name = self.label_name(label);
                    code = quote!(#name: { #code });
                    // A way out by the label skips the jump at the end.
                    if let Some(place) = end.falls_to
                        && goes_on
                    {
                        let facts = self.facts_after(node.end, &before, facts.clone());
                        let jump = self.jump(place, &facts, end.last);
                        return quote!(#code #jump);
                    }
                }
                code
            }
            NodeKind::If(cond, then, otherwise) => {
                let mut other = facts.clone();
                let code = self.leaf(cond, facts, pieces, |flow, facts| other = flow.condition(cond, facts));
                let stops = (!facts.reachable && !other.reachable).then(stops);
                let then_code = self.scoped(then, 0, depth + 1, facts, end);
                for local in condition_bindings(cond, self.flow.locals) {
                    facts.set(local, Init::No);
                }
                let other_code = self.scoped(otherwise, 0, depth + 1, &mut other, end);
                if other_code.is_empty() {
                    return quote_spanned!(span=> if #code { #then_code } #stops);
                }
                quote_spanned!(span=> if #code { #then_code } else { #other_code } #stops)
            }
            NodeKind::Match(scrutinee, arms) => {
                for arm in arms {
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.assigns(facts, pieces, |visitor| visitor.visit_expr(&guarded.guard));
                        self.wants(facts, |visitor| visitor.visit_expr(&guarded.guard));
                    }
                }
                let mut place = Scrutinee::Other;
                let code = self
                    .leaf(scrutinee, facts, pieces, |flow, facts| place = flow.scrutinee(scrutinee, facts));
                let stops = (!facts.reachable).then(stops);
                let mut arm_codes = Vec::new();
                for arm in arms {
                    let mut inside = facts.clone();
                    let pat = self.pattern(&arm.pat, &mut inside, place.clone());
                    let body = self.scoped(&arm.body, 0, depth + 1, &mut inside, end);
                    arm_codes.push(quote!(#pat => { #body }));
                }
                // What an arm is missing for, rustc says in the check.
                let rest =
                    (self.names.checked && !arms.is_empty() && !match_all(arms.iter().map(|arm| &arm.pat)))
                        .then(|| quote!(_ => ::core::unreachable!(),));
                quote_spanned!(span=> match #code { #(#arm_codes)* #rest } #stops)
            }
            _ => unreachable!("only blocks and branches are compound"),
        }
    }

    fn pattern(&mut self, pat: &Pat, facts: &mut Facts, scrutinee: Scrutinee) -> TokenStream {
        self.has_code = true;
        self.flow.pattern(scrutinee, pat, facts);
        let exits = self.take_exits();
        match pat {
            Pat::Guard(guarded) => {
                let mut guard = (*guarded.guard).clone();
                Leaf { step: self, exits: &exits }.rewrite_expr(&mut guard);
                let pat = &guarded.pat;
                quote!(#pat if #guard)
            }
            pat => pat.to_token_stream(),
        }
    }

    fn suspend(
        &mut self,
        node: &Node,
        value: Option<&Expr>,
        facts: &mut Facts,
        pieces: &mut Vec<Piece>,
    ) -> TokenStream {
        let span = node.span;
        let Some(value) = value else {
            let store = self.store(span, &self.target(Place::At(node.id), facts));
            if !self.names.yields.as_ref().is_none_or(super::is_unit) {
                let (declaration, name) = outcome::yielded(self.names, &self.names.yielded, span, None);
                let yielded = self.yielded(span, quote!(#name));
                return quote_spanned!(span=> #declaration #store return #yielded;);
            }
            let yielded = self.yielded(span, quote!(()));
            return quote_spanned!(span=> #store return #yielded;);
        };
        // With the type around it, it stands in the check as well, in the same words.
        let simple = self.names.yields.is_none() && match value {
            Expr::Lit(_) => true,
            value => self.flow.local_of(value).is_some_and(|local| {
                self.flow.locals[local].dropless() && !matches!(self.flow.locals[local].ty, Some(syn::Type::Reference(ref ty)) if ty.mutability.is_some())
            }),
        };
        let value = self.leaf(value, facts, pieces, |flow, facts| flow.value(value, facts));
        // What rustc says of a value that is kept here, it says at the `yield`.
        let store = self.store(span, &self.target(Place::At(node.id), facts));
        if simple {
            let yielded = self.yielded(span, value);
            return quote_spanned!(span=> #store return #yielded;);
        }
        let (declaration, name) = outcome::yielded(self.names, &self.names.yielded, span, Some(&value));
        let yielded = self.yielded(span, quote!(#name));
        quote_spanned!(span=> #declaration #store return #yielded;)
    }

    /// What the step comes back with when it yields. An async generator also comes back without an item.
    pub(super) fn yielded(&self, span: Span, value: TokenStream) -> TokenStream {
        let krate = spans::at(span, &self.names.krate);
        match self.names.is_async {
            true => quote_spanned!(span=> #krate::Yielded(#krate::private::Pause::Item(#value))),
            false if self.names.calls_itself => {
                quote_spanned!(span=> #krate::Yielded(#krate::private::Value(#value)))
            }
            false => quote_spanned!(span=> #krate::Yielded(#value)),
        }
    }
}

fn label_of(node: &Node) -> Option<LabelId> {
    match &node.kind {
        NodeKind::Loop(label, ..) => Some(*label),
        NodeKind::Block(label, _) => *label,
        _ => None,
    }
}

/// Whether nothing is left to do in the arm after a node but to go to another state.
fn nothing_follows(outside: &[Around], around: &Around) -> bool {
    if around.index + 1 < around.seq.nodes.len() {
        return false;
    }
    match outside.split_last() {
        None => true,
        Some((parent, outside)) => {
            matches!(parent.node().kind, NodeKind::Loop(..)) || nothing_follows(outside, parent)
        }
    }
}

fn find_starts<'t>(seq: &'t Seq, path: &[Around<'t>], starts: &mut HashMap<Place, Start<'t>>) {
    for (index, node) in seq.nodes.iter().enumerate() {
        let mut inside = path.to_vec();
        inside.push(Around { seq, index });
        starts.insert(Place::After(node.end), (path.to_vec(), seq, index + 1));
        match &node.kind {
            NodeKind::Suspend { .. } | NodeKind::Delegate { .. } | NodeKind::Call { .. } => {
                starts.insert(Place::At(node.id), (path.to_vec(), seq, index + 1));
            }
            NodeKind::Loop(_, _, body) => {
                starts.insert(Place::At(node.id), (inside.clone(), body, 0));
                find_starts(body, &inside, starts);
            }
            NodeKind::Block(_, body) => find_starts(body, &inside, starts),
            NodeKind::If(_, then, otherwise) => {
                find_starts(then, &inside, starts);
                find_starts(otherwise, &inside, starts);
            }
            NodeKind::Match(_, arms) => arms.iter().for_each(|arm| find_starts(&arm.body, &inside, starts)),
            _ => {}
        }
    }
}
