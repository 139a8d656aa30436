//! Backward: which locals may be mentioned again.
//!
//! A local without a destructor is saved at a suspension only if it is.

use std::collections::{BTreeSet, HashMap};

use quote::ToTokens;
use syn::{BinOp, Expr, Pat, Stmt};

use crate::liveness::patterns::bindings;
use crate::locals::{LocalId, Locals};
use crate::lower::exit_of;
use crate::macros;
use crate::tree::{LabelId, Node, NodeId, NodeKind, Seq, Tree};

/// A set of locals.
pub type Set = BTreeSet<LocalId>;

/// What is needed at the points where a state can begin.
#[derive(Default)]
pub struct Needed {
    /// After a node.
    pub after: HashMap<NodeId, Set>,
    /// At the head of a loop.
    pub head: HashMap<NodeId, Set>,
}

/// Computes what is needed where.
pub fn needed(tree: &Tree, locals: &Locals) -> Needed {
    let mut walk =
        Walk { tree, locals, needed: Needed::default(), breaks: HashMap::new(), continues: HashMap::new() };
    walk.seq(&tree.body, Set::new());
    walk.needed
}

struct Walk<'a> {
    tree: &'a Tree,
    locals: &'a Locals,
    needed: Needed,
    breaks: HashMap<LabelId, Set>,
    continues: HashMap<LabelId, Set>,
}

impl Walk<'_> {
    fn seq(&mut self, seq: &Seq, mut after: Set) -> Set {
        for node in seq.nodes.iter().rev() {
            self.needed.after.insert(node.id, after.clone());
            self.needed.after.insert(node.end, after.clone());
            after = self.node(node, after);
        }
        after
    }

    fn node(&mut self, node: &Node, mut after: Set) -> Set {
        match &node.kind {
            NodeKind::Code(stmt) => {
                match stmt {
                    Stmt::Local(local) => {
                        for id in bindings(&local.pat, self.locals) {
                            after.remove(&id);
                        }
                        if let Some(init) = &local.init {
                            self.mention(&init.expr, &mut after);
                            if let Some((_, diverge)) = &init.diverge {
                                self.mention(diverge, &mut after);
                            }
                        }
                        return after;
                    }
                    // A whole value: what was there before is not needed.
                    Stmt::Expr(Expr::Assign(assign), _) => {
                        if let Expr::Path(path) = &*assign.left
                            && let Some(local) =
                                path.path.get_ident().and_then(|ident| self.locals.find(ident))
                            && self.locals[local].dropless()
                        {
                            after.remove(&local);
                            self.mention(&assign.right, &mut after);
                            return after;
                        }
                    }
                    // What stands behind it does not follow.
                    Stmt::Expr(Expr::Break(_) | Expr::Continue(_) | Expr::Return(_), _) => after = Set::new(),
                    _ => {}
                }
                self.mention(stmt, &mut after);
            }
            NodeKind::Init(local, value) => {
                after.remove(local);
                self.mention(value, &mut after);
            }
            NodeKind::Suspend { value, bind, .. } => {
                if let Some(bind) = bind {
                    after.remove(bind);
                }
                // What is needed by whoever resumes, before the value is bound.
                self.needed.after.insert(node.id, after.clone());
                if let Some(value) = value {
                    self.mention(value, &mut after);
                }
            }
            NodeKind::Delegate { child, bind, .. } => {
                if let Some(bind) = bind {
                    after.remove(bind);
                }
                after.insert(*child);
                self.needed.after.insert(node.id, after.clone());
            }
            NodeKind::Call { arguments, bind, .. } => {
                if let Some(bind) = bind {
                    after.remove(bind);
                }
                self.needed.after.insert(node.id, after.clone());
                after.extend(arguments);
            }
            NodeKind::Block(label, seq) => {
                if let Some(label) = label {
                    self.breaks.insert(*label, after.clone());
                }
                after = self.seq(seq, after);
            }
            NodeKind::If(cond, then, otherwise) => {
                let mut before = self.seq(then, after.clone());
                self.condition(cond, &mut before);
                before.extend(self.seq(otherwise, after));
                self.condition(cond, &mut before);
                after = before;
            }
            NodeKind::Match(scrutinee, arms) => {
                let mut before = Set::new();
                for arm in arms {
                    let mut inside = self.seq(&arm.body, after.clone());
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.mention(&guarded.guard, &mut inside);
                    }
                    for id in bindings(&arm.pat, self.locals) {
                        inside.remove(&id);
                    }
                    before.extend(inside);
                }
                self.mention(scrutinee, &mut before);
                after = before;
            }
            NodeKind::Loop(label, _, body) => {
                self.breaks.insert(*label, after);
                let mut head = Set::new();
                loop {
                    self.continues.insert(*label, head.clone());
                    let before = self.seq(body, head.clone());
                    if before == head {
                        break;
                    }
                    head.extend(before);
                }
                self.needed.head.insert(node.id, head.clone());
                after = head;
            }
            NodeKind::Exit(exit) => {
                let exit = self.tree.exits[exit.0];
                let targets = if exit.continues { &self.continues } else { &self.breaks };
                after = targets.get(&exit.label).cloned().unwrap_or_default();
            }
            NodeKind::Return(value) => {
                after = Set::new();
                self.mention(value, &mut after);
            }
        }
        after
    }

    /// A condition, whose `let`s bind what they name.
    fn condition(&self, cond: &Expr, set: &mut Set) {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&binary.right, set);
                self.condition(&binary.left, set);
            }
            Expr::Let(condition) => {
                for id in bindings(&condition.pat, self.locals) {
                    set.remove(&id);
                }
                self.mention(&condition.expr, set);
            }
            _ => self.mention(cond, set),
        }
    }

    /// Every local that the code names but does not declare, and what is needed where it exits to.
    fn mention(&self, code: &impl ToTokens, set: &mut Set) {
        let mut targets = Vec::new();
        let mut declared = Set::new();
        let mut before = [String::new(), String::new()];
        macros::for_each_ident(code.to_token_stream(), &mut |ident| {
            // rustc shows the local that a misspelt name is like, in the machine as in the check: it is still there.
            let misspelt = || self.locals.misspelt.get(&ident.to_string()).copied();
            if let Some(local) = self.locals.find(ident).or_else(misspelt) {
                let is_let = before[1] == "let" || before[0] == "let" && before[1] == "mut";
                if is_let {
                    declared.insert(local);
                } else if !declared.contains(&local) {
                    set.insert(local);
                }
            }
            targets.extend(exit_of(ident));
            before = [std::mem::take(&mut before[1]), ident.to_string()];
        });
        for exit in targets {
            let exit = self.tree.exits[exit.0];
            let known = if exit.continues { &self.continues } else { &self.breaks };
            set.extend(known.get(&exit.label).into_iter().flatten());
        }
    }
}
