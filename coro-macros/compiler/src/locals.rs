//! The locals of a function: one entry for each binding, with what the source says of it.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::format_ident;
use syn::{Expr, ExprMethodCall, Type};

use crate::liveness::methods;
use crate::liveness::places::local_of;
use crate::spans::Extent;

/// Which local, in the order of the declarations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalId(pub usize);

/// What kind of reference a local is known to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference {
    /// `&T`: what is borrowed through it does not borrow the local.
    Shared,
    /// `&mut T`: while something is borrowed through it, it cannot move.
    Exclusive,
    /// `Pin<&mut T>`: the same, but its methods borrow the local itself.
    Pin,
}

impl Reference {
    /// `&`, or `&mut`.
    pub fn new(mutable: bool) -> Self {
        if mutable { Reference::Exclusive } else { Reference::Shared }
    }

    /// What a type is, by its syntax.
    pub fn of(ty: &Type) -> Option<Self> {
        match ty {
            // What a macro was given as a type.
            Type::Group(inner) => Reference::of(&inner.elem),
            Type::Paren(inner) => Reference::of(&inner.elem),
            Type::Reference(reference) => Some(Reference::new(reference.mutability.is_some())),
            Type::Path(path) => {
                let last = path.path.segments.last().filter(|last| last.ident == "Pin")?;
                let syn::PathArguments::AngleBracketed(generics) = &last.arguments else { return None };
                match generics.args.first()? {
                    syn::GenericArgument::Type(Type::Reference(_)) => Some(Reference::Pin),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// What the source asks for by an attribute of the `let`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// `#[pinned]`: it keeps its address.
    Pinned,
    /// `#[moved]`: it moves with the state.
    Moved,
}

impl Wanted {
    /// What an attribute asks for.
    pub fn of(attr: &syn::Attribute) -> Option<Self> {
        if attr.path().is_ident("pinned") {
            Some(Wanted::Pinned)
        } else if attr.path().is_ident("moved") {
            Some(Wanted::Moved)
        } else {
            None
        }
    }
}

/// A local that is borrowed across a suspension.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// The slot that it lies in.
    pub slot: Ident,
    /// The local that the source declares, which goes into the slot at once.
    pub value: LocalId,
    /// Whose turn it is to use the slot's memory, where it is shared.
    pub turn: Option<Ident>,
}

/// One binding.
#[derive(Clone)]
pub struct Local {
    /// Its name inside the compiler, which no other local has.
    pub unique: Ident,
    /// Its name in the source, and in the expansion where that is clear.
    pub name: Ident,
    /// Declared `mut`.
    pub mutable: bool,
    /// The declared type.
    pub ty: Option<Type>,
    /// Known to have no destructor: it is saved only while it is still needed.
    pub trivial: bool,
    /// Known to be a number, a `bool` or a `char`.
    pub primitive: bool,
    /// Known to be a `Box`.
    pub boxed: bool,
    /// Known to be an `FnOnce`: to call it takes it by value.
    pub once: bool,
    /// Known to be a reader, whose `lines` takes it by value.
    pub reader: bool,
    /// Known to be no `Copy`.
    pub owned: bool,
    /// It is no `Copy`, and is mentioned after it was moved: the check refuses that.
    pub gone: bool,
    /// Its value is moved by value more than once, so it is `Copy`, or rustc refuses the program.
    pub copied: bool,
    /// Made by the compiler, and never assigned again.
    pub synthetic: bool,
    /// A temporary of the source, which lives to the end of its statement.
    pub temporary: bool,
    /// Bound by the pattern of a `match`, a condition or a `for`, never assigned again, and no closure of this function.
    pub matched: bool,
    /// A macro formats it by its name in a string.
    pub formatted: bool,
    /// The iterator of a `for`.
    pub iterator: bool,
    /// Some branch or `break` gives it its first value.
    pub target: bool,
    /// It is assigned somewhere where it may hold nothing.
    pub refilled: bool,
    /// It holds a value from its declaration to the end of its scope.
    pub steady: bool,
    /// It lies beside the state.
    pub in_place: bool,
    /// Known to be a reference, or seen to be one by the names of methods.
    pub reference: Option<Reference>,
    /// The class that the source asks for.
    pub wanted: Option<Wanted>,
    /// The future of an `.await`, which is gone when that has its value, and where what is awaited stands.
    pub awaited: Option<Extent>,
    /// A method may have moved it out of its slot: only its value knows.
    pub asked: bool,
    /// It owns what is in a slot.
    pub pinned: Option<Pinned>,
    /// It is in a slot only for it or for a part of it to be moved out.
    pub parted: bool,
    /// A part of a value that its pattern passes over.
    pub rest: bool,
    /// A guess by a method's name that it is moved was refuted by a later mention.
    pub never_guess: bool,
}

impl Local {
    /// Whether dropping it early cannot be noticed.
    pub fn dropless(&self) -> bool {
        self.trivial || self.copied
    }

    /// What reference it is where it is used by value. By the names of methods it may as well be a guard, which is gone then, if it is not
    /// mentioned again.
    pub fn as_reference(&self) -> Option<Reference> {
        self.reference.filter(|_| self.dropless())
    }

    /// Whether rustc has to see where it ends: there its destructor runs, or the memory of its slot is another local's again.
    pub fn ends_visibly(&self) -> bool {
        !self.dropless() || self.pinned.as_ref().is_some_and(|pinned| pinned.turn.is_some())
    }

    /// The same, of the end of its scope. Operands are used up before.
    pub fn ends_with_its_scope(&self) -> bool {
        self.ends_visibly() && (!self.synthetic || self.temporary)
    }
}

/// All locals of a function.
#[derive(Default)]
pub struct Locals {
    /// The type of what a suspension gives, if that is declared.
    pub sent: Option<Type>,
    /// Names that may be misspelt, and the local whose name is like it.
    pub misspelt: HashMap<String, LocalId>,
    list: Vec<Local>,
    by_unique: HashMap<String, LocalId>,
    learnt: usize,
}

impl Locals {
    /// A name that no local has, nor anything else in the function: `idents` are all that it mentions.
    pub fn untaken(&self, idents: &HashSet<String>, mut name: Ident) -> Ident {
        while idents.contains(&name.to_string()) || self.is_taken(&name.to_string()) {
            name = format_ident!("{}_", name);
        }
        name
    }

    /// Adds a local. `unique` is no other local's.
    pub fn add(&mut self, unique: Ident, name: Ident, mutable: bool) -> LocalId {
        let id = LocalId(self.list.len());
        self.by_unique.insert(unique.to_string(), id);
        self.list.push(Local {
            unique,
            name,
            mutable,
            ty: None,
            trivial: false,
            primitive: false,
            boxed: false,
            once: false,
            reader: false,
            owned: false,
            gone: false,
            copied: false,
            synthetic: false,
            temporary: false,
            matched: false,
            formatted: false,
            iterator: false,
            rest: false,
            target: false,
            refilled: false,
            steady: false,
            in_place: false,
            reference: None,
            wanted: None,
            awaited: None,
            asked: false,
            pinned: None,
            parted: false,
            never_guess: false,
        });
        id
    }

    /// Gives a local another unique name.
    pub fn rename(&mut self, id: LocalId, unique: Ident) {
        self.by_unique.remove(&self.list[id.0].unique.to_string());
        self.by_unique.insert(unique.to_string(), id);
        self.list[id.0].unique = unique;
    }

    /// The local of this unique name.
    pub fn find(&self, unique: &Ident) -> Option<LocalId> {
        self.by_unique.get(&unique.to_string()).copied()
    }

    /// Whether to call this takes it by value.
    pub fn is_once(&self, callee: &Expr) -> bool {
        match callee {
            Expr::Paren(inner) => self.is_once(&inner.expr),
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|ident| self.find(ident));
                local.is_some_and(|local| self[local].once)
            }
            _ => false,
        }
    }

    /// Whether a method takes its receiver by value, as far as that is known.
    pub fn consumes(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let is_reader = |receiver| match local_of(receiver, self) {
            Some(local) => self[local].reader,
            None => methods::is_reader(receiver),
        };
        methods::consumes(&name, call.args.len()) || methods::reads(&name) && is_reader(&call.receiver)
    }

    /// Says that the use of all locals there are has been learnt.
    pub fn set_learnt(&mut self) {
        self.learnt = self.list.len();
    }

    /// Whether the use of a local has been learnt from the source. The lowered tree says less: there a condition is a value
    /// like any other, and no longer tells which locals hold one.
    pub fn is_learnt(&self, id: LocalId) -> bool {
        id.0 < self.learnt
    }

    /// Whether some local has this unique name.
    pub fn is_taken(&self, unique: &str) -> bool {
        self.by_unique.contains_key(unique)
    }

    /// Every local, in the order of the declarations.
    pub fn iter(&self) -> impl Iterator<Item = (LocalId, &Local)> {
        self.list.iter().enumerate().map(|(index, local)| (LocalId(index), local))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }
}

impl std::ops::Index<LocalId> for Locals {
    type Output = Local;
    fn index(&self, id: LocalId) -> &Local {
        &self.list[id.0]
    }
}

impl std::ops::IndexMut<LocalId> for Locals {
    fn index_mut(&mut self, id: LocalId) -> &mut Local {
        &mut self.list[id.0]
    }
}
