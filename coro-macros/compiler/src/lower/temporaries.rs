//! Receivers of methods, and what an expression leaves behind to the end of its statement.

use syn::visit::Visit;
use syn::{BinOp, Expr, ExprMethodCall, Stmt, UnOp};

use super::extended::makes_referent;
use super::operands::By;
use super::{Lowerer, suspends};
use crate::liveness::methods;
use crate::liveness::patterns::is_place;
use crate::liveness::places::root;
use crate::liveness::trivial;
use crate::macros::{self, ArgumentUse};
use crate::parse::line_column;

impl Lowerer<'_> {
    pub(super) fn method_call(&mut self, call: &mut ExprMethodCall) {
        let hoists = self.hoisting && self.is_hoistable(call);
        // A number is its own receiver: it is read before the arguments.
        let reads = self.is_changed_number(&call.receiver, call.args.iter());
        let by = if reads || self.is_consumed(call) { By::Value } else { By::Receiver };
        let mut list = vec![(&*call.receiver, by)];
        list.extend(call.args.iter().map(|argument| (argument, By::Value)));
        let mut operands = if hoists {
            let receiver = self.operand_value(&call.receiver);
            let receiver = self.temporary("receiver", receiver);
            let mut operands = vec![receiver];
            operands.extend(self.operands(&list[1..]));
            operands
        } else {
            self.operands(&list)
        }
        .into_iter();
        let receiver = operands.next().expect("the receiver is the first operand");
        call.args.iter_mut().zip(operands).for_each(|(argument, operand)| *argument = operand);
        *call.receiver = receiver;
    }

    /// Whether the receiver is a value, a local or a part of one that the method takes by value: it is an operand like any other.
    pub(super) fn is_consumed(&self, call: &ExprMethodCall) -> bool {
        let local = root(&call.receiver).and_then(|name| self.locals.find(name));
        self.locals.consumes(call)
            && match local {
                Some(local) => !self.locals[local].never_guess,
                None => !is_place(&call.receiver) || is_part_of_value(&call.receiver),
            }
    }

    /// Whether `*x` may take what is in a box. Of a guard, by the name of its method, or where it was awaited, it is a copy; the
    /// guard lives to the end of the statement.
    pub(super) fn may_be_a_box(&self, dereferenced: &Expr) -> bool {
        self.hoisting
            && self.is_temporary(dereferenced)
            && !suspends(dereferenced)
            && !makes_guard(dereferenced)
    }

    /// Whether the receiver is a number that an argument changes.
    pub(super) fn is_changed_number<'e>(
        &self,
        receiver: &Expr,
        mut arguments: impl Iterator<Item = &'e Expr>,
    ) -> bool {
        struct Assigns<'a>(&'a syn::Ident, bool);
        impl<'ast> Visit<'ast> for Assigns<'_> {
            fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
                self.1 |= matches!(&*assign.left, Expr::Path(path) if path.path.is_ident(self.0));
                syn::visit::visit_expr_assign(self, assign);
            }
            fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
                self.1 |= matches!(&*binary.left, Expr::Path(path) if path.path.is_ident(self.0));
                syn::visit::visit_expr_binary(self, binary);
            }
        }
        let Expr::Path(path) = receiver else { return false };
        let Some(ident) = path.path.get_ident() else { return false };
        self.locals.find(ident).is_some_and(|local| self.locals[local].primitive)
            && arguments.any(|argument| {
                let mut assigns = Assigns(ident, false);
                assigns.visit_expr(argument);
                assigns.1
            })
    }

    /// Whether the receiver is a temporary that outlives the call: a value that the method borrows.
    pub(super) fn is_hoistable(&self, call: &ExprMethodCall) -> bool {
        self.has_temporary(call) && !self.locals.consumes(call)
    }

    /// Whether the receiver is a temporary, if the method borrows it.
    pub(super) fn has_temporary(&self, call: &ExprMethodCall) -> bool {
        // A constant is promoted, but for one that is to be changed.
        let changes = call.method.to_string().split('_').any(|word| word == "mut");
        !is_place(&call.receiver)
            && (self.is_temporary(&call.receiver) || changes && makes_value(&call.receiver))
    }

    /// Whether the expression makes a temporary that lives to the end of the statement, and has to be kept till then.
    pub(super) fn makes_temporaries(&mut self, expr: &Expr) -> bool {
        struct Finder<'l, 'a>(&'l mut Lowerer<'a>, bool);
        impl<'ast> Visit<'ast> for Finder<'_, '_> {
            fn visit_expr(&mut self, expr: &'ast Expr) {
                match expr {
                    Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) | Expr::Block(_) | Expr::Unsafe(_) => {
                        return;
                    }
                    Expr::If(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => return,
                    // Of a `match`, those of the scrutinee. Each arm has its own.
                    Expr::Match(branch) => {
                        let leaves = |arm: &syn::Arm| self.0.leaves_parts(&arm.pat, &branch.expr);
                        self.1 |= branch.arms.iter().any(leaves);
                        self.visit_expr(&branch.expr);
                        return;
                    }
                    Expr::Binary(binary) => match binary.op {
                        BinOp::And(_) | BinOp::Or(_) => return,
                        BinOp::Eq(_)
                        | BinOp::Ne(_)
                        | BinOp::Lt(_)
                        | BinOp::Le(_)
                        | BinOp::Gt(_)
                        | BinOp::Ge(_) => {
                            self.1 |= self.0.is_temporary(&binary.left) || self.0.is_temporary(&binary.right);
                        }
                        _ => {}
                    },
                    Expr::MethodCall(call) if self.0.is_hoistable(call) => self.1 = true,
                    Expr::MethodCall(call) if self.0.has_temporary(call) => {
                        self.0.guesses.insert(line_column(call.method.span()));
                    }
                    Expr::Reference(reference) if makes_value(&reference.expr) => self.1 = true,
                    Expr::Reference(reference)
                        if makes_referent(&reference.expr, reference.mutability.is_some()) =>
                    {
                        self.1 = true;
                    }
                    Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                        self.1 |= self.0.is_temporary(&unary.expr);
                    }
                    Expr::Field(field) if makes_value(&field.base) => self.1 = true,
                    Expr::Index(index) if self.0.is_temporary(&index.expr) => self.1 = true,
                    Expr::Struct(literal) => {
                        self.1 |= literal.rest.as_ref().is_some_and(|rest| self.0.is_temporary(rest));
                    }
                    _ => {}
                }
                syn::visit::visit_expr(self, expr);
            }

            fn visit_macro(&mut self, mac: &'ast syn::Macro) {
                self.1 |= macros::pinned(mac).is_some();
                if macros::drops_its_temporaries(mac) {
                    return;
                }
                for argument in macros::read(mac).iter().flat_map(|readable| &readable.arguments) {
                    self.1 |= !matches!(argument.usage, ArgumentUse::Value)
                        && self.0.is_temporary(&argument.value)
                        || self.0.makes_temporaries(&argument.value);
                }
            }
        }
        let mut finder = Finder(self, false);
        finder.visit_expr(expr);
        finder.1
    }
}

/// `cell.borrow()`, `lock.lock().unwrap()`
fn makes_guard(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => makes_guard(&inner.expr),
        Expr::Try(attempt) => makes_guard(&attempt.expr),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            methods::guards(&name) || name != "into_inner" && makes_guard(&call.receiver)
        }
        _ => false,
    }
}

/// `make().part`
fn is_part_of_value(expr: &Expr) -> bool {
    matches!(expr, Expr::Field(field) if makes_value(&field.base) || is_part_of_value(&field.base))
}

/// A call or a literal that makes a value which may have a destructor.
pub(super) fn makes_value(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => makes_value(&inner.expr),
        Expr::Group(inner) => makes_value(&inner.expr),
        Expr::Call(_) | Expr::Struct(_) | Expr::Yield(_) | Expr::Try(_) | Expr::Await(_) => true,
        // `{ x }.m()` is how one says that `m` takes `x` by value.
        Expr::Block(block) => {
            let is_place = matches!(&block.block.stmts[..], [Stmt::Expr(place, None)]
                if is_place(place) && !is_part_of_value(place));
            block.label.is_some() || !is_place
        }
        Expr::Unsafe(_) | Expr::If(_) | Expr::Match(_) | Expr::Loop(_) => true,
        Expr::Tuple(_) | Expr::Array(_) => true,
        Expr::Binary(binary) => trivial::is_arithmetic(&binary.op),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_) | UnOp::Not(_)),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            !methods::lends(&name) && (!methods::adapts(&name) || makes_value(&call.receiver))
        }
        Expr::Macro(call) => call.mac.path.is_ident("format") || call.mac.path.is_ident("vec"),
        _ => false,
    }
}
