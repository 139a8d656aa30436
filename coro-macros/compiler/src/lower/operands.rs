//! Operands: what Rust evaluates before a suspension gets a name, in the order of evaluation. A value that is used as a place
//! is a temporary, which lives to the end of its statement.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, Stmt, UnOp, parse_quote};

use super::Lowerer;
use super::extended::is_promoted;
use super::temporaries::makes_value;
use crate::liveness::patterns::{bindings, is_place};
use crate::liveness::trivial;
use crate::locals::{LocalId, Wanted};
use crate::macros;
use crate::tree::{Node, NodeKind};

/// How an operand is evaluated.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// To a value.
    Value,
    /// To a place, which is looked at later.
    Place,
    /// As the receiver of a method, which may take it by value.
    Receiver,
}

impl Lowerer<'_> {
    /// A named local for a value that is needed after a suspension.
    fn keep(&mut self, name: &str, value: Expr) -> Expr {
        let span = value.span();
        let local = self.fresh(name, span);
        let simplicity = trivial::of_expr(&value, self.locals);
        self.locals[local].trivial = simplicity >= trivial::Simplicity::Trivial;
        self.locals[local].synthetic = true;
        let name = self.name_of(local, span);
        self.note_operand(self.out.len(), 0);
        self.code(parse_quote!(let #name = #value;));
        parse_quote!(#name)
    }

    /// Notes where an operand was kept. The expression that it belongs to is this many levels around the point.
    pub(super) fn note_operand(&mut self, index: usize, levels: usize) {
        if self.terminating.iter().nth_back(levels) != Some(&true) {
            self.first_operand.get_or_insert(index);
        }
    }

    /// A temporary: it is used in place, and dropped at the end of the statement.
    pub(super) fn temporary(&mut self, name: &str, value: Expr) -> Expr {
        let span = value.span();
        let local = self.fresh(name, span);
        let name = self.name_of(local, span);
        self.code(parse_quote!(let mut #name = #value;));
        self.make_temporary(local);
        parse_quote!(#name)
    }

    /// Makes a local one that lives to the end of the statement. Operands are dropped before it, whichever was there first:
    /// it is declared in front of them. Only the operands of an expression that ends with its temporaries are dropped among
    /// them.
    fn make_temporary(&mut self, local: LocalId) {
        self.locals[local].mutable = true;
        self.locals[local].temporary = true;
        self.has_temporaries = true;
        let Some(operand) = self.first_operand else { return };
        let Some(index) = self.out[operand..].iter().position(|node| self.gives(node, local)) else { return };
        let index = operand + index;
        if index == operand {
            self.first_operand = Some(index + 1).filter(|next| *next < self.out.len());
            return;
        }
        let span = self.out[index].span;
        if let NodeKind::Code(Stmt::Local(declaration)) = &self.out[index].kind {
            match &declaration.init {
                Some(init) => self.out[index].kind = NodeKind::Init(local, (*init.expr).clone()),
                None => drop(self.out.remove(index)),
            }
        }
        let name = self.name_of(local, span);
        let declared = self.seq(|this| this.code(parse_quote!(let mut #name;)));
        self.first_operand = Some(operand + 1);
        self.out.splice(operand..operand, declared.nodes);
    }

    /// Whether a node declares a local.
    fn gives(&self, node: &Node, local: LocalId) -> bool {
        match &node.kind {
            NodeKind::Code(Stmt::Local(declaration)) => bindings(&declaration.pat, self.locals) == [local],
            NodeKind::Suspend { bind, .. }
            | NodeKind::Delegate { bind, .. }
            | NodeKind::Call { bind, .. } => *bind == Some(local),
            _ => false,
        }
    }

    /// An expression whose temporaries are dropped at its own end, and not at that of the statement.
    pub(super) fn terminating(&mut self, name: &str, lower: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let outer = std::mem::replace(&mut self.has_temporaries, false);
        let mut lowered = None;
        let mut seq = self.seq(|this| {
            this.terminates = true;
            lowered = Some((lower(this), this.first_operand));
        });
        let (mut value, operand) = lowered.expect("the expression was lowered");
        if self.has_temporaries {
            let span = value.span();
            let local = self.fresh(name, span);
            self.locals[local].synthetic = true;
            self.locals[local].trivial = name == "condition";
            let name = self.name_of(local, span);
            seq.nodes.extend(self.seq(|this| this.code(parse_quote!(let #name = #value;))).nodes);
            self.with_temporaries(seq, span);
            value = parse_quote!(#name);
        } else {
            let begin = self.out.len();
            self.first_operand = self.first_operand.or(operand.map(|operand| begin + operand));
            self.out.extend(seq.nodes);
        }
        self.has_temporaries = outer;
        value
    }

    /// A temporary in a slot, as a `Pin<&mut T>`.
    pub(super) fn pinned_temporary(&mut self, value: Expr) -> Expr {
        let Expr::Path(path) = self.temporary("pinned", value) else {
            unreachable!("a temporary has a name")
        };
        let name = path.path.require_ident().expect("it is a plain name").clone();
        let id = self.locals.find(&name).expect("it was just declared");
        self.locals[id].wanted = Some(Wanted::Pinned);
        self.pinned(&name)
    }

    /// Operands in the order of evaluation. Those before a suspension are evaluated before it.
    pub(super) fn operands(&mut self, list: &[(&Expr, By)]) -> Vec<Expr> {
        let last = list.iter().rposition(|(expr, by)| {
            let is_kept = self.hoisting && matches!(by, By::Place) && self.is_temporary(expr);
            is_kept || self.splits(expr)
        });
        let mut results = Vec::with_capacity(list.len());
        for (index, (expr, by)) in list.iter().enumerate() {
            let later = last.is_some_and(|last| index < last);
            results.push(match by {
                By::Value => self.operand(expr, later),
                By::Receiver if !later && !is_place(expr) => {
                    let value = self.value(expr);
                    self.note_place(&value);
                    value
                }
                By::Place | By::Receiver => self.place(expr, later),
            });
        }
        results
    }

    pub(super) fn operand(&mut self, expr: &Expr, later: bool) -> Expr {
        if !later {
            return self.value(expr);
        }
        if !self.splits(expr) && self.is_stable(expr) {
            return expr.clone();
        }
        let is_first = self.first_operand.is_none();
        let outer = std::mem::replace(&mut self.hoisting, true);
        let value = self.value(expr);
        self.hoisting = outer;
        if self.is_stable(&value) {
            return value;
        }
        if is_first {
            // Those of its own are used up in it.
            self.first_operand = None;
        }
        self.keep("operand", value)
    }

    /// An operand that is used as a place: a receiver, the base of an index, a side of a comparison.
    pub(super) fn place(&mut self, expr: &Expr, later: bool) -> Expr {
        match expr {
            Expr::Path(_) => expr.clone(),
            Expr::Paren(inner) => self.place(&inner.expr, later),
            Expr::Group(inner) => self.place(&inner.expr, later),
            Expr::Field(field) => {
                let mut field = field.clone();
                *field.base = self.base(&field.base, later);
                Expr::Field(field)
            }
            Expr::Index(index) => {
                let mut index = index.clone();
                let operands = self.operands(&[(&index.expr, By::Place), (&index.index, By::Value)]);
                let [base, subscript] = <[Expr; 2]>::try_from(operands).expect("two operands give two");
                *index.expr = base;
                *index.index = if later && !self.is_stable(&subscript) {
                    self.keep("index", subscript)
                } else {
                    subscript
                };
                Expr::Index(index)
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let mut unary = unary.clone();
                *unary.expr = self.base(&unary.expr, later);
                Expr::Unary(unary)
            }
            _ if later => {
                let value = self.operand_value(expr);
                self.note_place(&value);
                if self.is_stable(&value) { value } else { self.temporary("receiver", value) }
            }
            _ => {
                let value = self.value(expr);
                self.note_place(&value);
                if self.hoisting && self.is_temporary(&value) {
                    self.temporary("referent", value)
                } else {
                    value
                }
            }
        }
    }

    /// Whether what is used as a place is a value, which then lives to the end of the statement.
    pub(super) fn is_temporary(&self, expr: &Expr) -> bool {
        let is_array = matches!(expr, Expr::Array(_)) && !is_promoted(expr);
        makes_value(expr) && (is_array || trivial::of_expr(expr, self.locals) == trivial::Simplicity::Unknown)
    }

    /// A value that got a name and is used in place is a temporary like any other: it lives to the end of the statement.
    pub(super) fn note_place(&mut self, value: &Expr) {
        if let Some(local) = self.nameless(value)
            && !self.locals[local].temporary
        {
            self.make_temporary(local);
        }
    }

    /// Whether an expression is a value that has no name in the source.
    pub(super) fn is_nameless(&self, value: &Expr) -> bool {
        self.nameless(value).is_some()
    }

    fn nameless(&self, value: &Expr) -> Option<LocalId> {
        let Expr::Path(path) = value else { return None };
        let local = path.path.get_ident().and_then(|ident| self.locals.find(ident))?;
        (self.locals[local].synthetic && !self.locals[local].dropless()).then_some(local)
    }

    /// The left side of an assignment, which may take a value apart.
    pub(super) fn assignee(&mut self, place: &Expr) -> Expr {
        let mut place = place.clone();
        let parts: Vec<&mut Expr> = match &mut place {
            Expr::Tuple(tuple) => tuple.elems.iter_mut().collect(),
            Expr::Array(array) => array.elems.iter_mut().collect(),
            Expr::Call(call) => call.args.iter_mut().collect(),
            Expr::Struct(literal) => literal.fields.iter_mut().map(|field| &mut field.expr).collect(),
            _ => return self.place(&place, false),
        };
        let last = parts.iter().rposition(|part| self.splits(part));
        for (index, part) in parts.into_iter().enumerate() {
            let later = last.is_some_and(|last| index < last);
            let lowered = match &*part {
                Expr::Tuple(_) | Expr::Array(_) | Expr::Call(_) | Expr::Struct(_) => self.assignee(part),
                Expr::Infer(_) | Expr::Range(_) => continue,
                place => self.place(place, later),
            };
            *part = lowered;
        }
        place
    }

    /// What a field or an index is taken of. What is left of it then lives to the end of the statement.
    fn base(&mut self, expr: &Expr, later: bool) -> Expr {
        let base = self.place(expr, later);
        if self.hoisting && makes_value(&base) { self.temporary("base", base) } else { base }
    }

    pub(super) fn operand_value(&mut self, expr: &Expr) -> Expr {
        let outer = std::mem::replace(&mut self.hoisting, true);
        let value = self.value(expr);
        self.hoisting = outer;
        value
    }

    /// Whether it cannot be seen if an operand is read before or after `other` is evaluated.
    pub(super) fn is_read_at_any_time(&self, operand: &Expr, other: &Expr) -> bool {
        match operand {
            Expr::Lit(_) => true,
            Expr::Paren(inner) => self.is_read_at_any_time(&inner.expr, other),
            Expr::Group(inner) => self.is_read_at_any_time(&inner.expr, other),
            Expr::Cast(cast) => self.is_read_at_any_time(&cast.expr, other),
            Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && matches!(*unary.expr, Expr::Lit(_)),
            Expr::Reference(reference) => {
                reference.mutability.is_none()
                    && matches!(*reference.expr, Expr::Path(_))
                    && self.is_read_at_any_time(&reference.expr, other)
            }
            Expr::Path(path) => {
                match path.path.get_ident().and_then(|ident| Some((ident, self.locals.find(ident)?))) {
                    Some((ident, local)) => {
                        !self.locals[local].mutable || !macros::mentions(other.to_token_stream(), ident)
                    }
                    // What is no local and may change is a `static mut`.
                    None => !self.in_unsafe,
                }
            }
            _ => false,
        }
    }

    /// Whether evaluating the expression later gives the same, because nothing can change it.
    pub(super) fn is_stable(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Lit(_) | Expr::Closure(_) => true,
            Expr::Paren(inner) => self.is_stable(&inner.expr),
            Expr::Group(inner) => self.is_stable(&inner.expr),
            Expr::Path(path) => match path.path.get_ident().and_then(|ident| self.locals.find(ident)) {
                Some(local) => {
                    let local = &self.locals[local];
                    !local.mutable && (local.dropless() || local.synthetic)
                }
                None => true,
            },
            // While the reference would have been alive, nothing could have changed what it refers to.
            Expr::Reference(reference) => is_pure_place(&reference.expr),
            Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && matches!(*unary.expr, Expr::Lit(_)),
            Expr::Tuple(tuple) => tuple.elems.is_empty(),
            _ => false,
        }
    }
}

/// A place whose evaluation has no effect: a local, its fields, an index that is a literal or a local.
pub(super) fn is_pure_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Paren(inner) => is_pure_place(&inner.expr),
        Expr::Group(inner) => is_pure_place(&inner.expr),
        Expr::Field(field) => is_pure_place(&field.base),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && is_pure_place(&unary.expr),
        Expr::Index(index) => {
            is_pure_place(&index.expr) && matches!(*index.index, Expr::Lit(_) | Expr::Path(_))
        }
        _ => false,
    }
}
