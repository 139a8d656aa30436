//! Locals of which a part is moved away: scalar replacement.
//!
//! A state saves a local whole, or not at all. So a local that is moved in part, and whose scope suspends after that, is
//! taken apart into one local for each part, and each of them is saved, or not, as any other:
//!
//! In: `let pair = (a(), b()); drop(pair.0); yield_!(1); g(&pair.1);`
//! Out: `let pair = (a(), b()); let pair_1; let pair_0; (pair_0, pair_1) = pair; drop(pair_0); yield_!(1); g(&pair_1);`
//!
//! The parts are declared where the local is, the first one last: they drop as fields do, in their order, and when the
//! local would. Where it is looked at as a whole, it stays one until the first statement that moves a part; after that the
//! whole can only be moved or assigned, as `(pair_0, pair_1)`. One that is declared without a value is never whole.
//!
//! Two things must be known. The first is that these are all the parts, for another one would be dropped at the next
//! suspension: `shape` has where the source shows that. The second is the order in which they drop. For a tuple it is
//! that of the parts; that of a struct's fields stands where it is declared. So a struct is taken apart only while no two
//! of its fields wait to be dropped.
//!
//! Whether a part is `Copy`, so that nothing is moved, is seen of few. Where it is not seen, the local is taken apart as
//! well: that changes nothing, as long as the struct does not implement `Drop` (E0509).
//!
//! AFTER THIS POINT: a local of which a part was moved is not mentioned after a later suspension, or rustc refuses the
//! program (E0382).

mod mentions;
mod shape;

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Pat, Stmt, parse_quote};

use crate::liveness::facts::{Facts, Init};
use crate::liveness::initialised::Flow;
use crate::liveness::patterns::bindings;
use crate::liveness::places::Part;
use crate::liveness::trivial::Simplicity;
use crate::locals::{Local, LocalId, Locals};
use crate::lower::suspends_stmt;
use crate::resolve::Resolved;
use mentions::{Mentions, PartPatterns, PartsForWhole, evaluated_first};
use shape::{Field, Shape};

/// Takes the locals apart that are moved in part. Says whether there are any.
pub fn take_apart(resolved: &mut Resolved) -> bool {
    let Resolved { locals, arguments, first, body, idents, .. } = resolved;
    let mut replacer = Replacer { locals, idents, shapes: HashMap::new(), replaced: false };
    // The arguments' parts are locals of the body. What is bound after an argument drops before its parts, so it is bound
    // once more, behind them.
    let mut bound_after = first.as_ref().map(|pat| bindings(pat, replacer.locals)).unwrap_or_default();
    bound_after.retain(|local| !replacer.locals[*local].dropless());
    for argument in arguments.iter().rev() {
        let local = argument.local;
        let shape = replacer.locals[local].ty.as_ref().and_then(Shape::of_type);
        let candidate = Candidate { local, shape, has_value: true, scope: 0 };
        if let Some(declarations) = replacer.replace(&mut body.stmts, candidate) {
            let again = bound_after.drain(..).map(|local| replacer.declared_again(local));
            body.stmts.splice(declarations..declarations, again);
        }
        let bound = match &argument.pattern {
            Some(pat) => bindings(pat, replacer.locals),
            None => vec![local],
        };
        let bound = bound.into_iter().filter(|local| !replacer.locals[*local].dropless());
        bound_after.splice(0..0, bound);
    }
    replacer.visit_block_mut(body);
    replacer.replaced
}

/// A local that may have to be taken apart.
struct Candidate {
    local: LocalId,
    /// Its parts, if its declaration shows them.
    shape: Option<Shape>,
    /// It is declared with a value.
    has_value: bool,
    /// Where the statements that see it begin.
    scope: usize,
}

struct Replacer<'r> {
    locals: &'r mut Locals,
    idents: &'r HashSet<String>,
    /// Of the locals that are parts: what their own parts are.
    shapes: HashMap<LocalId, Shape>,
    replaced: bool,
}

impl VisitMut for Replacer<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut index = 0;
        while let Some(stmt) = block.stmts.get(index) {
            let candidate = self.declared(stmt, index + 1);
            // Where it is replaced, the declarations of its parts may stand here now.
            if candidate.and_then(|candidate| self.replace(&mut block.stmts, candidate)).is_none() {
                index += 1;
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // Nothing suspends there.
        if !matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::Const(_)) {
            visit_mut::visit_expr_mut(self, expr);
        }
    }
}

impl Replacer<'_> {
    /// The local that a statement declares by a plain name.
    fn declared(&self, stmt: &Stmt, scope: usize) -> Option<Candidate> {
        let Stmt::Local(declaration) = stmt else { return None };
        let (pat, ty) = match &declaration.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        let Pat::Ident(pat) = pat else { return None };
        if pat.by_ref.is_some() || pat.subpat.is_some() {
            return None;
        }
        let local = self.locals.find(&pat.ident)?;
        let value = declaration.init.as_ref();
        let of_value = value.and_then(|init| Shape::of_value(&init.expr, self.locals));
        let of_type = ty.and_then(Shape::of_type);
        let shape = of_value.or(of_type).or_else(|| self.shapes.get(&local).cloned());
        Some(Candidate { local, shape, has_value: value.is_some(), scope })
    }

    /// Takes a local apart, if it is moved in part before a suspension. Gives the number of the declarations that begin
    /// its scope then.
    fn replace(&mut self, stmts: &mut Vec<Stmt>, candidate: Candidate) -> Option<usize> {
        let Candidate { local, has_value, scope, .. } = candidate;
        let name = self.locals[local].unique.clone();
        let mentions = Mentions::of(&name, &stmts[scope..]);
        if mentions.first_part.is_none() || self.locals[local].copied {
            return None;
        }
        let shape = match candidate.shape {
            Some(shape) => shape,
            // A pattern may take a reference apart as well, whose parts are no references themselves.
            None => mentions.taken_apart.filter(|_| mentions.count == 1)?,
        };
        if !mentions.fields.iter().all(|member| shape.has(member)) {
            return None;
        }
        let mut scoped = stmts[scope..].to_vec();
        PartPatterns { name: &name, shape: &shape }.rewrite(&mut scoped);

        let (first_move, moved) = self.first_move(local, &shape, &scoped)?;
        let lent = |this: &mut Self, stmts: &[Stmt]| this.walk(stmts, None).0.lent.contains(&local);
        // If each mention is of a part, one may still be borrowed where another is moved.
        let start = if shape.is_ordered() && !lent(self, &scoped) { 0 } else { first_move };
        let is_whole = start > 0 || has_value;
        // Of two fields one is left, if the other is moved before anything else can end the scope.
        let drops_in_order = shape.is_ordered()
            || shape.drops() == 2
                && !Mentions::of(&name, &scoped[first_move..]).assigned
                && evaluated_first(&scoped[first_move], self.locals)
                    .is_some_and(|part| moved.contains(&part));
        let before = self.walk(&scoped[..start], has_value.then_some(local)).1;
        if lent(self, &scoped[start..]) || !drops_in_order || is_whole && before.of(local) != Init::Yes {
            return None;
        }

        let moved_at = Mentions::of(&name, &scoped[first_move..]).first_part.unwrap_or(name.span());
        let parts = self.parts(local, &shape);
        let whole = shape.put_together(&parts);
        let mut fresh = |part: &Ident| {
            let name = self.locals.untaken(self.idents, format_ident!("{}_assigned", part));
            self.locals.add(name.clone(), name.clone(), false);
            name
        };
        let mut replaced =
            PartsForWhole { name: &name, shape: &shape, parts: &parts, whole: &whole, fresh: &mut fresh };
        scoped[start..].iter_mut().for_each(|stmt| replaced.visit_stmt_mut(stmt));
        if is_whole {
            // If the struct cannot be taken apart, rustc says so where a part is moved.
            let at = |name: &Ident| Ident::new(&name.to_string(), moved_at);
            let parts: Vec<Ident> = parts.iter().map(at).collect();
            let (whole, name) = (shape.put_together(&parts), at(&name));
            scoped.insert(start, parse_quote!(#whole = #name;));
        }
        let mutable = self.locals[local].mutable.then(|| quote!(mut));
        let declarations = parts.iter().zip(&shape.fields).rev().map(|(part, Field { ty, .. })| -> Stmt {
            let ty = ty.as_ref().map(|ty| quote!(: #ty));
            parse_quote!(let #mutable #part #ty;)
        });
        let declared = if is_whole { scope } else { scope - 1 };
        stmts.splice(declared.., declarations.chain(scoped));
        self.replaced = true;
        Some(parts.len())
    }

    /// `let b = b;`
    fn declared_again(&self, local: LocalId) -> Stmt {
        let Local { unique, mutable, .. } = &self.locals[local];
        let mutable = mutable.then(|| quote!(mut));
        parse_quote!(let #mutable #unique = #unique;)
    }

    /// The first statement that moves parts, if a suspension can follow, and which parts it moves.
    fn first_move(&mut self, local: LocalId, shape: &Shape, scope: &[Stmt]) -> Option<(usize, Vec<Part>)> {
        let copied = self.walk(scope, Some(local)).0.copied;
        for (index, stmt) in scope.iter().enumerate() {
            let taken = self.walk(std::slice::from_ref(stmt), Some(local)).0.taken.into_iter();
            let moved = taken
                .filter(|part| part.whole == local && !copied.contains(part) && !shape.is_copy(&part.path));
            let moved: Vec<Part> = moved.collect();
            if !moved.is_empty() {
                return scope[index..].iter().any(suspends_stmt).then_some((index, moved));
            }
        }
        None
    }

    /// Walks statements, before which nothing but `initialised` holds a value.
    fn walk(&mut self, stmts: &[Stmt], initialised: Option<LocalId>) -> (Flow<'_>, Facts) {
        let mut facts = Facts::entry(self.locals);
        if let Some(local) = initialised {
            facts.set(local, Init::Yes);
        }
        let mut flow = Flow::new(self.locals);
        flow.learns = false;
        stmts.iter().for_each(|stmt| flow.stmt(stmt, &mut facts));
        (flow, facts)
    }

    /// A local for each part.
    fn parts(&mut self, whole: LocalId, shape: &Shape) -> Vec<Ident> {
        let (base, mutable) = (self.locals[whole].name.clone(), self.locals[whole].mutable);
        let declare = |field: &Field| {
            let name = format_ident!("{}_{}", base, field.member, span = base.span());
            let name = self.locals.untaken(self.idents, name);
            let id = self.locals.add(name.clone(), name.clone(), mutable);
            self.locals[id].ty = field.ty.clone();
            self.locals[id].trivial = field.simplicity >= Simplicity::Trivial;
            self.locals[id].primitive = field.simplicity == Simplicity::Primitive;
            self.shapes.extend(field.shape.clone().map(|shape| (id, shape)));
            name
        };
        shape.fields.iter().map(declare).collect()
    }
}
