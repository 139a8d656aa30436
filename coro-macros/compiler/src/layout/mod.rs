//! The tree to the states of the machine.
//!
//! AFTER THIS POINT: every place where the machine can go on is a state with a name and a list of what is saved there:
//!
//! - each suspension;
//! - the head of each loop that suspends;
//! - each join: the place after a branch that is reached from more than one state, or where a local may or may not have
//!   been moved.
//!
//! What is saved is all that is in scope and holds a value, whether it is mentioned again or not; of what has no
//! destructor, only what is mentioned again.

mod reach;
pub mod tail;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::Stmt;

use crate::liveness::facts::{Facts, Init};
use crate::liveness::initialised::{Flow, Scrutinee};
use crate::liveness::needed::{Needed, Set, needed};
use crate::liveness::patterns::bindings;
use crate::liveness::places::Part;
use crate::locals::{Local, LocalId, Locals, Wanted};
use crate::lower::exit_of;
use crate::macros;
use crate::resolve::Resolved;
use crate::tree::{Exit, ExitId, LabelId, LoopKind, Node, NodeId, NodeKind, Seq, Tree};

/// A place where the machine can go on. In source order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The beginning.
    Start,
    /// A suspension, a delegation, or the head of a loop.
    At(NodeId),
    /// Where the ways out of a node meet.
    After(NodeId),
}

impl Place {
    /// Its position in source order.
    fn order(self) -> usize {
        match self {
            Place::Start => 0,
            Place::At(node) | Place::After(node) => node.0 + 1,
        }
    }
}

/// Why a state is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Not started.
    Unresumed,
    /// At a `yield`.
    Suspension,
    /// At a `yield_from!`.
    Delegation,
    /// At a `yield_from!` of the function itself.
    Call,
    /// At an `.await`.
    Await,
    /// At the head of a loop.
    Head(LoopKind),
    /// After a branch.
    Join,
}

/// A local that is saved in a state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saved {
    /// Which.
    pub local: LocalId,
    /// Some paths have moved it: it is an `Option`.
    pub optional: bool,
    /// Nobody mentions it again, and its type is known by now: kept only if it may have a destructor.
    pub only_for_drop: bool,
}

/// A state of the machine.
pub struct State {
    /// Where it goes on.
    pub place: Place,
    /// Why it is there.
    pub role: Role,
    /// Its variant.
    pub name: Ident,
    /// What it saves, in the order of the declarations.
    pub saved: Vec<Saved>,
    /// What is in scope there, saved or not.
    pub scope: Vec<LocalId>,
    /// What holds there.
    pub facts: Facts,
    /// The source it stands for.
    pub span: Span,
}

/// The states of a machine, and what the emitter has to know of the tree.
pub struct Layout {
    /// In source order, `Unresumed` first.
    pub states: Vec<State>,
    index: HashMap<Place, usize>,
    /// In which state's arm the code after a node stands, where that is no state of its own.
    pub goes_on_in: HashMap<NodeId, Place>,
    /// What holds after a node that has more than one way out.
    pub facts_after: HashMap<NodeId, Facts>,
    /// Where each loop and labelled block begins and ends.
    pub node_of: HashMap<LabelId, (NodeId, NodeId)>,
    /// The scope that a local belongs to: how many nodes are around its declaration.
    pub depth: HashMap<LocalId, usize>,
    /// After which node of its scope a local has a value that its `let` gave none, and that no scope inside gave it one.
    pub initialised_after: HashMap<LocalId, NodeId>,
    /// Locals that lie in their slots at the same time, the second since a time when the first already did.
    pub together: BTreeSet<(LocalId, LocalId)>,
    /// Locals that are kept somewhere behind the move of a part of them.
    pub parted: BTreeSet<LocalId>,
    /// The name of each local in the expansion.
    pub shown: HashMap<LocalId, Ident>,
}

impl Layout {
    /// Where methods stand whose names decide what some suspension saves: by line and column.
    pub fn guesses(&self, tree: &Tree) -> HashSet<(usize, usize)> {
        let mut guesses = tree.guesses.clone();
        for State { role, facts, scope, .. } in &self.states {
            if matches!(role, Role::Suspension | Role::Delegation | Role::Call) {
                guesses.extend(
                    facts.guessed().filter(|guess| scope.contains(&guess.local)).map(|guess| guess.at),
                );
            }
        }
        guesses
    }

    /// The state at `place`, if it is one.
    pub fn state(&self, place: Place) -> Option<&State> {
        self.index.get(&place).map(|index| &self.states[*index])
    }

    /// Whether the state at `place` is one that stands behind another in the source.
    pub fn is_behind(&self, place: Place, other: Place) -> bool {
        self.index.get(&place) > self.index.get(&other)
    }
}

struct Point {
    facts: Facts,
    scope: Vec<LocalId>,
}

struct Analysis<'a> {
    tree: &'a Tree,
    flow: Flow<'a>,
    scope: Vec<LocalId>,
    path: usize,
    points: BTreeMap<Place, Point>,
    exits: HashMap<ExitId, Facts>,
    /// Nodes after which some local may or may not hold a value.
    undecided: BTreeSet<NodeId>,
    reachable_after: HashMap<NodeId, bool>,
    depth: HashMap<LocalId, usize>,
    /// The locals around the point that have no value yet.
    uninitialised: Vec<LocalId>,
    initialised_after: HashMap<LocalId, NodeId>,
    together: BTreeSet<(LocalId, LocalId)>,
    /// Pairs of locals of which the second hides the first where the first is saved.
    clashes: Vec<(LocalId, LocalId)>,
}

/// Computes the states.
pub fn layout(tree: &Tree, resolved: &mut Resolved) -> Layout {
    loop {
        let (layout, changed) = attempt(tree, resolved);
        // What is learnt of the compiler's own locals comes only now.
        if !changed {
            return layout;
        }
    }
}

fn attempt(tree: &Tree, resolved: &mut Resolved) -> (Layout, bool) {
    let needed = needed(tree, &resolved.locals);
    let mut scope: Vec<LocalId> = resolved.arguments.iter().map(|argument| argument.local).collect();
    let unresumed: Vec<LocalId> = scope.clone();
    let mut facts = Facts::entry(&resolved.locals);
    for local in &scope {
        facts.set(*local, Init::Yes);
    }
    let start = facts.clone();
    let mut depth: HashMap<LocalId, usize> = HashMap::new();
    if let Some(first) = &resolved.first {
        for local in bindings(first, &resolved.locals) {
            facts.set(local, Init::Yes);
            scope.push(local);
        }
    }
    for local in &scope {
        depth.insert(*local, 0);
    }
    let mut analysis = Analysis {
        tree,
        flow: Flow::new(&mut resolved.locals),
        scope,
        path: 0,
        points: BTreeMap::new(),
        exits: HashMap::new(),
        undecided: BTreeSet::new(),
        reachable_after: HashMap::new(),
        depth,
        uninitialised: Vec::new(),
        initialised_after: HashMap::new(),
        together: BTreeSet::new(),
        clashes: Vec::new(),
    };
    analysis.seq(&tree.body, &mut facts);
    let changed = analysis.flow.changed;
    let (copied, numbers) =
        (std::mem::take(&mut analysis.flow.copied), std::mem::take(&mut analysis.flow.numbers));
    let Analysis {
        mut points,
        undecided,
        reachable_after,
        depth,
        initialised_after,
        together,
        mut clashes,
        ..
    } = analysis;

    let mut reach = reach::Reach {
        tree,
        undecided: &undecided,
        reachable_after: &reachable_after,
        found: Vec::new(),
        breaks: HashMap::new(),
        goes_on_in: HashMap::new(),
        node_of: HashMap::new(),
    };
    reach.seq(&tree.body, Some(Place::Start));
    let reach::Reach { mut found, goes_on_in, node_of, .. } = reach;
    let facts_after = points
        .iter()
        .filter_map(|(place, point)| match place {
            Place::After(node) => Some((*node, point.facts.clone())),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(place, ..)| place.order());

    let mut names = Names::default();
    let mut states = vec![State {
        place: Place::Start,
        role: Role::Unresumed,
        name: Ident::new("Unresumed", Span::call_site()),
        saved: unresumed
            .iter()
            .map(|local| Saved { local: *local, optional: false, only_for_drop: false })
            .collect(),
        scope: unresumed,
        facts: start,
        span: Span::call_site(),
    }];
    for (place, role, span) in found {
        // Where control never comes there is no state.
        let Some(Point { facts, scope }) = points.remove(&place).filter(|point| point.facts.reachable) else {
            continue;
        };
        let live = live_at(&needed, place, role);
        let saved = saved_of(&facts, &scope, live, &resolved.locals);
        states.push(State { place, role, name: names.next(role, span), saved, scope, facts, span });
    }
    // One that is mentioned again somewhere is kept as it is everywhere.
    let mentioned: BTreeSet<LocalId> =
        all_saved(&states).filter(|saved| !saved.only_for_drop).map(|saved| saved.local).collect();
    for saved in states.iter_mut().flat_map(|state| &mut state.saved) {
        saved.only_for_drop &= !mentioned.contains(&saved.local);
    }
    let may_move = |local: LocalId| {
        let Local { trivial, reference, synthetic, wanted, in_place, .. } = &resolved.locals[local];
        !trivial && reference.is_none() && !synthetic && !in_place && *wanted != Some(Wanted::Moved)
    };
    let is_moved = |part: &&Part| part.path.len() == 1 && !copied.contains(*part) && !numbers.contains(*part);
    let moved = |state: &State| -> Vec<LocalId> {
        let parts = state.facts.taken().filter(is_moved).map(|part| part.whole);
        let moved: BTreeSet<LocalId> = parts.chain(state.facts.opened()).collect();
        let saved = state.saved.iter().map(|saved| saved.local);
        saved.filter(|local| moved.contains(local) && may_move(*local)).collect()
    };
    let parted = states.iter().flat_map(moved).collect();
    let index = states.iter().enumerate().map(|(index, state)| (state.place, index)).collect();
    let saved: BTreeSet<LocalId> = all_saved(&states).map(|saved| saved.local).collect();
    // A target is declared before its value, which may still mention what it hides.
    let target = |local: LocalId| resolved.locals[local].target;
    clashes.retain(|(outer, inner)| saved.contains(outer) || target(*outer) || target(*inner));
    let shown = shown(&resolved.locals, clashes);
    (
        Layout {
            states,
            index,
            goes_on_in,
            facts_after,
            node_of,
            depth,
            initialised_after,
            together,
            parted,
            shown,
        },
        changed,
    )
}

fn all_saved(states: &[State]) -> impl Iterator<Item = Saved> {
    states.iter().flat_map(|state| state.saved.iter().copied())
}

fn live_at(needed: &Needed, place: Place, role: Role) -> Option<&Set> {
    match (place, role) {
        (Place::At(node), Role::Head(_)) => needed.head.get(&node),
        (Place::At(node) | Place::After(node), _) => needed.after.get(&node),
        (Place::Start, _) => None,
    }
}

fn saved_of(facts: &Facts, scope: &[LocalId], live: Option<&Set>, locals: &Locals) -> Vec<Saved> {
    let mut saved = Vec::new();
    for local in scope {
        if locals[*local].in_place {
            continue;
        }
        let needed = live.is_some_and(|live| live.contains(local));
        let optional = match facts.of(*local) {
            Init::No => continue,
            Init::Yes => false,
            Init::Maybe | Init::Optional => true,
        };
        if locals[*local].dropless() && (!needed || optional) {
            continue;
        }
        let known = locals[*local].temporary || locals[*local].matched;
        let only_for_drop = known && !needed && locals[*local].pinned.is_none();
        saved.push(Saved { local: *local, optional, only_for_drop });
    }
    saved
}

/// A local is shown under its own name, unless that would hide another one that is saved.
fn shown(locals: &Locals, clashes: Vec<(LocalId, LocalId)>) -> HashMap<LocalId, Ident> {
    let renamed = |(outer, inner): (LocalId, LocalId)| {
        // Only one of two has a unique name that differs from its own.
        let stays = locals[inner].unique == locals[inner].name || locals[inner].formatted;
        if stays { outer } else { inner }
    };
    let hides: BTreeSet<LocalId> = clashes.into_iter().map(renamed).collect();
    locals
        .iter()
        .map(|(id, local)| (id, if hides.contains(&id) { local.unique.clone() } else { local.name.clone() }))
        .collect()
}

#[derive(Default)]
struct Names {
    counts: HashMap<&'static str, usize>,
}

impl Names {
    fn next(&mut self, role: Role, span: Span) -> Ident {
        let base = match role {
            Role::Unresumed => "Unresumed",
            Role::Suspension => "Suspend",
            Role::Delegation => "Delegate",
            Role::Call => "Call",
            Role::Await => "Await",
            Role::Head(LoopKind::For) => "For",
            Role::Head(LoopKind::While) => "While",
            Role::Head(LoopKind::Loop) => "Loop",
            Role::Join => "Join",
        };
        let count = self.counts.entry(base).or_default();
        let name = format_ident!("{}{}", base, *count, span = span.resolved_at(Span::call_site()));
        *count += 1;
        name
    }
}

/// The first walk: what holds at every point.
impl Analysis<'_> {
    fn record(&mut self, place: Place, facts: &Facts) {
        self.points.insert(place, Point { facts: facts.clone(), scope: self.scope.clone() });
    }

    fn declare(&mut self, local: LocalId) {
        let Local { name, pinned, target, .. } = &self.flow.locals[local];
        // A pinned local may hide the value that has gone to its slot.
        let value = pinned.as_ref().filter(|_| !target).map(|pinned| pinned.value);
        let hidden = self.scope.iter().filter(|outer| {
            **outer != local && Some(**outer) != value && self.flow.locals[**outer].name == *name
        });
        self.clashes.extend(hidden.map(|outer| (*outer, local)));
        self.depth.insert(local, self.path);
        self.scope.retain(|known| *known != local);
        self.scope.push(local);
    }

    /// Notes what is in a slot when another one is filled.
    fn fill(&mut self, local: LocalId, facts: &Facts) {
        if self.flow.locals[local].pinned.is_none() {
            return;
        }
        let others = self.scope.iter().filter(|other| {
            **other != local && self.flow.locals[**other].pinned.is_some() && facts.of(**other) != Init::No
        });
        self.together.extend(others.map(|other| (*other, local)));
    }

    fn code(&mut self, code: &impl ToTokens, facts: &mut Facts, walk: impl FnOnce(&mut Flow, &mut Facts)) {
        walk(&mut self.flow, facts);
        for (label, at) in std::mem::take(&mut self.flow.exits) {
            // A label as the flow knows it has its tick.
            let ident = Ident::new(label.trim_start_matches('\''), Span::call_site());
            if let Some(exit) = exit_of(&ident) {
                self.merge_exit(exit, &at);
                self.note_clashes(code);
            }
        }
    }

    /// Code with an exit inside names saved locals there: its own bindings must not hide them.
    fn note_clashes(&mut self, code: &impl ToTokens) {
        let mut inner = Vec::new();
        macros::for_every_ident(code.to_token_stream(), &mut |ident| {
            inner.extend(self.flow.locals.find(ident))
        });
        for local in inner {
            for outer in &self.scope {
                if *outer != local && self.flow.locals[*outer].name == self.flow.locals[local].name {
                    let (outer, inner) = if outer.0 < local.0 { (*outer, local) } else { (local, *outer) };
                    self.clashes.push((outer, inner));
                }
            }
        }
    }

    fn merge_exit(&mut self, exit: ExitId, facts: &Facts) {
        match self.exits.get_mut(&exit) {
            Some(known) => known.merge(facts),
            None => {
                self.exits.insert(exit, facts.clone());
            }
        }
    }

    fn exits_to(&self, label: LabelId, continues: bool) -> Vec<Facts> {
        let mut found: Vec<_> = self
            .exits
            .iter()
            .filter(|(id, _)| {
                let Exit { label: to, continues: again } = self.tree.exits[id.0];
                to == label && again == continues
            })
            .collect();
        found.sort_by_key(|(id, _)| **id);
        found.into_iter().map(|(_, facts)| facts.clone()).collect()
    }

    fn seq(&mut self, seq: &Seq, facts: &mut Facts) {
        let outer = self.scope.len();
        for node in &seq.nodes {
            self.node(node, facts);
            self.reachable_after.insert(node.id, facts.reachable);
            if let NodeKind::Code(Stmt::Local(local)) = &node.kind
                && local.init.is_none()
            {
                self.uninitialised.extend(bindings(&local.pat, self.flow.locals));
            }
            self.uninitialised.retain(|local| {
                let initialised = facts.reachable && facts.of(*local) == Init::Yes;
                // One that gets its value in a scope inside of its own may be borrowed there already.
                if initialised && self.depth.get(local) == Some(&self.path) {
                    self.initialised_after.insert(*local, node.id);
                }
                !initialised
            });
        }
        self.uninitialised.retain(|local| self.depth.get(local) != Some(&self.path));
        if self.path > 0 {
            for local in self.scope.drain(outer..) {
                facts.set(local, Init::No);
            }
        }
    }

    fn inner(&mut self, f: impl FnOnce(&mut Self)) {
        self.path += 1;
        f(self);
        self.path -= 1;
    }

    /// Ways that meet after a node. Notes where they disagree.
    fn meet(&mut self, node: &Node, ways: Vec<Facts>, facts: &mut Facts) {
        let mut met = facts.unreachable();
        let scope = self.scope.clone();
        let mut disagree = false;
        for way in &ways {
            if met.reachable && way.reachable {
                disagree |= scope
                    .iter()
                    .any(|local| !self.flow.locals[*local].dropless() && met.of(*local) != way.of(*local));
            }
            met.merge(way);
        }
        *facts = met;
        if disagree {
            self.undecided.insert(node.id);
        } else {
            self.undecided.remove(&node.id);
        }
        self.record(Place::After(node.end), facts);
    }

    fn node(&mut self, node: &Node, facts: &mut Facts) {
        match &node.kind {
            NodeKind::Code(stmt) => {
                self.code(stmt, facts, |flow, facts| flow.stmt(stmt, facts));
                if let Stmt::Local(local) = stmt {
                    for local in bindings(&local.pat, self.flow.locals) {
                        self.declare(local);
                        self.fill(local, facts);
                    }
                }
            }
            NodeKind::Init(local, value) => {
                self.code(value, facts, |flow, facts| flow.value(value, facts));
                self.fill(*local, facts);
                facts.renew(*local);
            }
            NodeKind::Suspend { value, bind, .. } => {
                if let Some(value) = value {
                    self.code(value, facts, |flow, facts| flow.value(value, facts));
                }
                self.record(Place::At(node.id), facts);
                if let Some(bind) = bind {
                    self.bind(*bind, facts);
                }
            }
            NodeKind::Delegate { child, bind, .. } => {
                self.record(Place::At(node.id), facts);
                facts.set(*child, Init::No);
                if let Some(bind) = bind {
                    self.bind(*bind, facts);
                }
            }
            NodeKind::Call { arguments, bind, is_tail, .. } => {
                for argument in arguments {
                    facts.set(*argument, Init::No);
                }
                if *is_tail {
                    facts.reachable = false;
                    return;
                }
                self.record(Place::At(node.id), facts);
                if let Some(bind) = bind {
                    self.bind(*bind, facts);
                }
            }
            NodeKind::Block(label, seq) => {
                let entry = facts.clone();
                self.inner(|this| this.seq(seq, facts));
                let mut ways = vec![facts.clone()];
                ways.extend(label.iter().flat_map(|label| self.exits_to(*label, false)));
                let mut met = entry;
                self.meet(node, ways, &mut met);
                *facts = met;
            }
            NodeKind::If(cond, then, otherwise) => {
                let mut other = facts.clone();
                self.code(cond, facts, |flow, facts| other = flow.condition(cond, facts));
                self.inner(|this| {
                    for local in condition_bindings(cond, this.flow.locals) {
                        this.declare(local);
                    }
                    this.seq(then, facts);
                    for local in condition_bindings(cond, this.flow.locals) {
                        facts.set(local, Init::No);
                        this.scope.retain(|known| *known != local);
                    }
                    this.seq(otherwise, &mut other);
                });
                let ways = vec![facts.clone(), other];
                self.meet(node, ways, facts);
            }
            NodeKind::Match(scrutinee, arms) => {
                let mut place = Scrutinee::Other;
                self.code(scrutinee, facts, |flow, facts| place = flow.scrutinee(scrutinee, facts));
                let mut ways = Vec::new();
                for arm in arms {
                    let mut inside = facts.clone();
                    let place = if arm.glimpses { Scrutinee::Other } else { place.clone() };
                    self.code(&arm.pat, &mut inside, |flow, facts| flow.pattern(place, &arm.pat, facts));
                    self.inner(|this| {
                        let bound = bindings(&arm.pat, this.flow.locals);
                        for local in &bound {
                            this.declare(*local);
                        }
                        this.seq(&arm.body, &mut inside);
                        for local in bound {
                            inside.set(local, Init::No);
                            this.scope.retain(|known| *known != local);
                        }
                    });
                    ways.push(inside);
                }
                self.meet(node, ways, facts);
            }
            NodeKind::Loop(label, _, body) => {
                let mut head = facts.clone();
                loop {
                    self.record(Place::At(node.id), &head);
                    let mut inside = head.clone();
                    self.inner(|this| this.seq(body, &mut inside));
                    for again in self.exits_to(*label, true) {
                        inside.merge(&again);
                    }
                    let mut next = head.clone();
                    next.merge(&inside);
                    if next == head {
                        break;
                    }
                    head = next;
                }
                let ways = self.exits_to(*label, false);
                self.meet(node, ways, facts);
            }
            NodeKind::Exit(exit) => {
                let at = facts.clone();
                self.merge_exit(*exit, &at);
                facts.reachable = false;
            }
            NodeKind::Return(value) => {
                self.code(value, facts, |flow, facts| flow.value(value, facts));
                facts.reachable = false;
            }
        }
    }

    fn bind(&mut self, local: LocalId, facts: &mut Facts) {
        facts.renew(local);
        if !self.scope.contains(&local) {
            self.declare(local);
        }
    }
}

/// The bindings of the `let`s in a condition.
pub fn condition_bindings(cond: &syn::Expr, locals: &Locals) -> Vec<LocalId> {
    match cond {
        syn::Expr::Binary(binary) => {
            let mut found = condition_bindings(&binary.left, locals);
            found.extend(condition_bindings(&binary.right, locals));
            found
        }
        syn::Expr::Let(condition) => bindings(&condition.pat, locals),
        _ => Vec::new(),
    }
}
