//! Names to locals.
//!
//! AFTER THIS POINT: every local has a name that no other local has, and an identifier that is some local's name is a
//! mention of it. Items of the body stand apart. What cannot be compiled wherever it stands has been reported.
//!
//! A macro cannot ask rustc what a name means, so two conventions decide: a plain name in a pattern is a binding unless
//! it starts with a capital, and a `macro_rules!` in the body does not mention the locals around it. Where a program
//! breaks a convention, rustc refuses the expansion: a name is missing.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenTree};
use quote::{ToTokens, format_ident};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprClosure, ExprPath, FnArg, Generics, Item, Macro, Member, Pat, Signature,
    Stmt, Token, Type, parse_quote, parse_quote_spanned,
};

use crate::diagnostics::{self, Report};
use crate::liveness::bounds;
use crate::locals::{LocalId, Locals, Reference, Wanted};
use crate::macros;
use crate::parse::{Kind, Source};
use crate::storage::pinned::Moves;

/// An argument of the function: a field of the `Unresumed` state.
pub struct Argument {
    /// The local that holds it.
    pub local: LocalId,
    /// The pattern that takes it apart, where it is more than a name.
    pub pattern: Option<Pat>,
}

/// A function whose names are resolved.
pub struct Resolved {
    /// All its locals.
    pub locals: Locals,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// The pattern of the first value sent.
    pub first: Option<Pat>,
    /// The body.
    pub body: Block,
    /// Items, `use`s and `macro_rules!` of the body.
    pub items: Vec<Stmt>,
    /// Every identifier of the source, so that fresh names can avoid them.
    pub idents: HashSet<String>,
    /// Where a local that is borrowed across a suspension is moved all the same.
    pub moves: Moves,
}

/// Resolves the names of `source`.
pub fn resolve(source: &Source, report: &mut Report) -> Resolved {
    let mut idents = HashSet::new();
    collect_idents(source.body.to_token_stream(), &mut idents);
    if let Kind::Function { sig, .. } = &source.kind {
        collect_idents(sig.to_token_stream(), &mut idents);
    }
    let mut first_report = Report::default();
    let (resolved, foreign) = walk(source, idents.clone(), HashSet::new(), &mut first_report);
    // `let args = args();`: no local may have a name that means something else elsewhere.
    if foreign.iter().any(|name| resolved.locals.is_taken(name)) {
        return walk(source, idents, foreign, report).0;
    }
    report.append(first_report);
    resolved
}

/// Resolves the names, and gives those that are no local's where they stand. No local is named like one of `foreign`.
fn walk(
    source: &Source,
    idents: HashSet<String>,
    foreign: HashSet<String>,
    report: &mut Report,
) -> (Resolved, HashSet<String>) {
    let mut resolver = Resolver {
        locals: Locals::default(),
        scopes: vec![HashMap::new()],
        items: Vec::new(),
        idents,
        foreign,
        report,
        forbidden: None,
        free: None,
    };
    let mut body = source.body.clone();
    let mut arguments = Vec::new();
    let mut first = source.options.first.clone();
    match &source.kind {
        Kind::Function { sig, .. } => arguments = resolver.arguments(sig),
        Kind::Closure { capture: Some(_), .. } => {
            // What a `move` closure captures becomes its arguments.
            let mut free = Vec::new();
            find_free(&body, first.clone(), &mut free);
            for name in free {
                let local = resolver.declare(&name, false);
                arguments.push(Argument { local, pattern: None });
            }
        }
        Kind::Closure { capture: None, .. } => {}
    }
    if let Some(pat) = &mut first {
        resolver.bind(pat);
        if let (Pat::Ident(ident), Some(send)) = (&*pat, &source.options.send)
            && let Some(local) = resolver.locals.find(&ident.ident)
            && !matches!(send, Type::Infer(_))
        {
            resolver.locals[local].ty = Some(send.clone());
        }
    }
    resolver.visit_block_mut(&mut body);
    resolver.find_bounds(source);
    let Resolver { locals, items, idents, foreign, .. } = resolver;
    (Resolved { locals, arguments, first, body, items, idents, moves: Moves::default() }, foreign)
}

/// The names that a `move` closure takes from outside: plain names in lower case that it does not bind itself, but for
/// those that are only called.
fn find_free(body: &Block, first: Option<Pat>, free: &mut Vec<Ident>) {
    let mut report = Report::default();
    let mut finder = Resolver {
        locals: Locals::default(),
        scopes: vec![HashMap::new()],
        items: Vec::new(),
        idents: HashSet::new(),
        foreign: HashSet::new(),
        report: &mut report,
        forbidden: None,
        free: Some(free),
    };
    if let Some(mut pat) = first {
        finder.bind(&mut pat);
    }
    finder.visit_block_mut(&mut body.clone());
}

fn collect_idents(tokens: proc_macro2::TokenStream, idents: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                idents.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_idents(group.stream(), idents),
            TokenTree::Literal(literal) => {
                // Inline format arguments mention names, too.
                let text = literal.to_string();
                if text.contains('{') {
                    idents
                        .extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned));
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

struct Resolver<'a> {
    locals: Locals,
    /// From a name as written to the local it means, innermost last.
    scopes: Vec<HashMap<String, Ident>>,
    items: Vec<Stmt>,
    idents: HashSet<String>,
    /// Names that somewhere are no local's: functions and constants.
    foreign: HashSet<String>,
    report: &'a mut Report,
    /// Why nothing can suspend here.
    forbidden: Option<&'static str>,
    /// Collects the free names of a closure.
    free: Option<&'a mut Vec<Ident>>,
}

impl Resolver<'_> {
    fn lookup(&self, name: &Ident) -> Option<Ident> {
        let key = name.to_string();
        self.scopes.iter().rev().find_map(|scope| scope.get(&key)).map(|unique| {
            let mut unique = unique.clone();
            unique.set_span(name.span());
            unique
        })
    }

    /// The local in scope whose name a name that is none's is most like, as rustc sees it. The shortest names are like any other.
    fn similar(&self, name: &Ident) -> Option<LocalId> {
        let name = name.to_string();
        let names = self.scopes.iter().flatten().filter(|_| name.len() > 2);
        let (_, _, unique) = names
            .map(|(other, unique)| (distance(&name, other), other, unique))
            .filter(|(distance, ..)| *distance <= name.len() / 3)
            .min()?;
        self.locals.find(unique)
    }

    fn declare(&mut self, name: &Ident, mutable: bool) -> LocalId {
        let text = name.to_string();
        let bare = text.trim_start_matches("r#");
        let shown = if text == "self" { Ident::new("this", name.span()) } else { name.clone() };
        let mut unique = shown.clone();
        let mut count = 1usize;
        while self.locals.is_taken(&unique.to_string())
            || self.foreign.contains(&unique.to_string())
            || (unique != *name && self.idents.contains(&unique.to_string()))
        {
            count += 1;
            unique = format_ident!("{}_{}", bare, count, span = name.span());
        }
        let shown = if text == "self" { unique.clone() } else { shown };
        let id = self.locals.add(unique.clone(), shown, mutable);
        self.scopes.last_mut().expect("a scope is open").insert(text, unique);
        id
    }

    /// Notes what the types and bounds of locals show.
    fn find_bounds(&mut self, source: &Source) {
        let none = Generics::default();
        let generics = match &source.kind {
            Kind::Function { sig, .. } => &sig.generics,
            Kind::Closure { .. } => &none,
        };
        for id in (0..self.locals.len()).map(LocalId) {
            if let Some(ty) = &self.locals[id].ty {
                let (once, reader) = (bounds::is_once(ty, generics), bounds::is_reader(ty, generics));
                self.locals[id].once = once;
                self.locals[id].reader = reader;
            }
        }
    }

    fn arguments(&mut self, sig: &Signature) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let mut patterns = Vec::new();
        for (index, input) in sig.inputs.iter().enumerate() {
            let (local, pattern) = match input {
                FnArg::Receiver(receiver) => {
                    let name = Ident::new("self", receiver.self_token.span);
                    let mutable = receiver.mutability.is_some();
                    let local = self.declare(&name, mutable);
                    if let syn::ReceiverKind::Reference(_, _, mutability) = &receiver.kind {
                        self.locals[local].trivial = true;
                        self.locals[local].reference = Some(Reference::new(mutability.is_some()));
                    }
                    if let syn::ReceiverKind::Typed(_, ty) = &receiver.kind {
                        self.locals[local].ty = Some((**ty).clone());
                    }
                    (local, None)
                }
                FnArg::Typed(typed) => match &*typed.pat {
                    Pat::Ident(pat) if pat.subpat.is_none() && pat.by_ref.is_none() => {
                        let local = self.declare(&pat.ident, pat.mutability.is_some());
                        self.locals[local].ty = Some((*typed.ty).clone());
                        (local, None)
                    }
                    pat => {
                        let name = format_ident!("argument{}", index);
                        let local = self.declare(&name, false);
                        self.locals[local].ty = Some((*typed.ty).clone());
                        (local, Some(pat.clone()))
                    }
                },
            };
            patterns.push(pattern);
            arguments.push(Argument { local, pattern: None });
        }
        for (argument, pattern) in arguments.iter_mut().zip(patterns) {
            argument.pattern = pattern.map(|mut pat| {
                self.bind(&mut pat);
                pat
            });
        }
        arguments
    }

    fn bind(&mut self, pat: &mut Pat) {
        Binder { resolver: self, bound: HashMap::new(), ty: None }.visit_pat_mut(pat);
    }

    /// Binds what is matched with a value that is there, whose type rustc knows by then.
    fn bind_matched(&mut self, pat: &mut Pat) {
        let first = self.locals.len();
        self.bind(pat);
        for id in (first..self.locals.len()).map(LocalId) {
            self.locals[id].matched = !self.locals[id].mutable;
        }
    }

    fn scoped<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        self.scopes.push(HashMap::new());
        let result = f(self);
        self.scopes.pop();
        result
    }

    fn without_suspension(&mut self, why: &'static str, f: impl FnOnce(&mut Self)) {
        let outer = self.forbidden.replace(why);
        f(self);
        self.forbidden = outer;
    }

    fn refuse_cfg(&mut self, attrs: &[Attribute]) {
        for attr in attrs {
            if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
                self.report.error(attr, diagnostics::CFG);
            }
        }
    }

    /// `#[pinned] let` and `#[moved] let`, for the locals from `first` on.
    fn note_wanted(&mut self, attrs: &mut Vec<Attribute>, first: usize) {
        attrs.retain(|attr| {
            let wanted = Wanted::of(attr);
            for id in (first..self.locals.len()).filter(|_| wanted.is_some()) {
                self.locals[LocalId(id)].wanted = wanted;
            }
            wanted.is_none()
        });
    }

    fn note_free(&mut self, name: &Ident) {
        let text = name.to_string();
        let lower = text.starts_with(|c: char| c.is_lowercase() || c == '_');
        if let Some(free) = &mut self.free
            && lower
            && text != "self"
            && !free.contains(name)
        {
            free.push(name.clone());
        }
    }
}

impl VisitMut for Resolver<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|this| {
            let mut kept = Vec::with_capacity(block.stmts.len());
            for mut stmt in std::mem::take(&mut block.stmts) {
                match &mut stmt {
                    Stmt::Item(Item::Macro(item)) if item.ident.is_none() => {
                        kept.push(Stmt::Macro(syn::StmtMacro {
                            attrs: item.attrs.clone(),
                            mac: item.mac.clone(),
                            semi_token: item.semi_token,
                        }));
                    }
                    Stmt::Item(_) => this.items.push(stmt),
                    Stmt::Local(local) => {
                        this.refuse_cfg(&local.attrs);
                        if let Some(init) = &mut local.init {
                            this.visit_expr_mut(&mut init.expr);
                            if let Some((_, diverge)) = &mut init.diverge {
                                this.visit_expr_mut(diverge);
                            }
                        }
                        let first = this.locals.len();
                        this.bind(&mut local.pat);
                        this.note_wanted(&mut local.attrs, first);
                        kept.push(stmt);
                    }
                    _ => {
                        this.visit_stmt_mut(&mut stmt);
                        kept.push(stmt);
                    }
                }
            }
            block.stmts = kept;
        });
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        let shown = match stmt {
            Stmt::Macro(call) => self.formatted(&call.mac),
            _ => Vec::new(),
        };
        visit_mut::visit_stmt_mut(self, stmt);
        if let (Stmt::Macro(call), false) = (&stmt, shown.is_empty()) {
            let mac = &call.mac;
            *stmt = Stmt::Expr(parse_quote!({ #(#shown)* #mac }), call.semi_token);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Macro(call) => {
                let shown = self.formatted(&call.mac);
                self.visit_macro_mut(&mut call.mac);
                if !shown.is_empty() {
                    *expr = parse_quote!({ #(#shown)* #call });
                }
            }
            Expr::Yield(suspension) => {
                if let Some(why) = self.forbidden {
                    self.report.push(syn::Error::new(suspension.yield_token.span, why));
                }
                visit_mut::visit_expr_mut(self, expr);
            }
            Expr::Path(path) => self.mention(path),
            // A name that is only called may be a function: it is no capture.
            Expr::Call(call) if self.free.is_some() && matches!(*call.func, Expr::Path(_)) => {
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Async(block) => {
                self.without_suspension(diagnostics::IN_ASYNC, |this| this.visit_block_mut(&mut block.block));
            }
            Expr::Const(block) => {
                self.without_suspension(diagnostics::IN_CONST, |this| this.visit_block_mut(&mut block.block));
            }
            Expr::If(branch) => {
                self.scoped(|this| {
                    this.visit_expr_mut(&mut branch.cond);
                    this.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::While(turn) => self.scoped(|this| {
                this.visit_expr_mut(&mut turn.cond);
                this.visit_block_mut(&mut turn.body);
            }),
            Expr::Let(condition) => {
                self.visit_expr_mut(&mut condition.expr);
                self.bind_matched(&mut condition.pat);
            }
            Expr::ForLoop(turn) => {
                self.visit_expr_mut(&mut turn.expr);
                self.scoped(|this| {
                    this.bind_matched(&mut turn.pat);
                    this.visit_block_mut(&mut turn.body);
                });
            }
            Expr::Match(branch) => {
                self.visit_expr_mut(&mut branch.expr);
                for arm in &mut branch.arms {
                    self.refuse_cfg(&arm.attrs);
                    self.scoped(|this| {
                        this.bind_matched(&mut arm.pat);
                        this.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    if field.colon_token.is_none() {
                        let written = field.expr.to_token_stream().to_string();
                        self.visit_expr_mut(&mut field.expr);
                        if field.expr.to_token_stream().to_string() != written {
                            field.colon_token = Some(Token![:](Span::call_site()));
                        }
                    } else {
                        self.visit_expr_mut(&mut field.expr);
                    }
                }
                if let Some(rest) = &mut literal.rest {
                    self.visit_expr_mut(rest);
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.without_suspension(diagnostics::IN_CLOSURE, |this| {
            this.scoped(|this| {
                for input in &mut closure.inputs {
                    this.bind(input);
                }
                this.visit_expr_mut(&mut closure.body);
            });
        });
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(readable) = macros::read(mac) {
            // A name inside the format string is a mention as well: spell it out, so that later passes see it.
            let names: Vec<_> = readable
                .inline_names()
                .into_iter()
                .filter_map(|name| Some((self.lookup(&name)?, name)))
                .collect();
            if let Some(free) = &mut self.free {
                for name in readable.inline_names() {
                    if self.scopes.iter().all(|scope| !scope.contains_key(&name.to_string()))
                        && !free.contains(&name)
                    {
                        free.push(name);
                    }
                }
            }
            if !names.is_empty() {
                let mut readable = readable;
                for (unique, name) in names {
                    readable.push_named(name, parse_quote!(#unique));
                }
                mac.tokens = readable.into_tokens();
            }
            // The pattern of `matches!` binds names for its guard.
            if let Some(mut readable) = macros::read(mac)
                && let Some((pat, guard)) = readable.pattern()
            {
                let (mut pat, mut guard) = (pat.clone(), guard);
                self.visit_expr_mut(&mut readable.arguments[0].value);
                self.scoped(|this| {
                    this.bind(&mut pat);
                    if let Some(guard) = &mut guard {
                        this.visit_expr_mut(guard);
                    }
                });
                readable.set_pattern(pat, guard);
                mac.tokens = readable.into_tokens();
                return;
            }
            macros::rewrite(mac, &mut |expr, _| self.visit_expr_mut(expr));
            return;
        }
        let found = macros::inspect_opaque(&mac.tokens);
        if let Some(span) = found.suspends {
            self.report.push(syn::Error::new(span, diagnostics::IN_MACRO));
        } else if let Some(span) = found.exits {
            self.report.push(syn::Error::new(span, diagnostics::EXIT_IN_MACRO));
        }
        let tokens = std::mem::take(&mut mac.tokens);
        mac.tokens = macros::replace_idents(tokens, &mut |ident| self.lookup(ident));
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

impl Resolver<'_> {
    /// What is to stand before a macro that cannot be read and that may format locals by names in a string, `info!("{n}")`: `let n = &n_2;`,
    /// if that is the local's name inside the compiler. One that it mentions as well has to be shown under its own name.
    fn formatted(&mut self, mac: &Macro) -> Vec<Stmt> {
        let Some(last) = mac.path.segments.last().filter(|_| macros::read(mac).is_none()) else {
            return Vec::new();
        };
        let span = last.ident.span();
        let mut shown = Vec::new();
        let mut known = HashSet::new();
        for mut name in macros::formatted_names(mac.tokens.clone()) {
            name.set_span(span);
            let Some(unique) = self.lookup(&name).filter(|unique| *unique != name) else { continue };
            if !known.insert(name.to_string()) {
                continue;
            }
            // No local may have that name inside the compiler, or it would be taken for that one.
            self.foreign.insert(name.to_string());
            match self.locals.find(&unique) {
                Some(local)
                    if macros::names_one_of(mac.tokens.clone(), &HashSet::from([name.to_string()])) =>
                {
                    self.locals[local].formatted = true;
                }
                _ => shown.push(parse_quote_spanned!(span=> let #name = &#unique;)),
            }
        }
        shown
    }

    fn mention(&mut self, path: &mut ExprPath) {
        if path.qself.is_some() || path.path.leading_colon.is_some() || path.path.segments.len() != 1 {
            return;
        }
        let segment = &mut path.path.segments[0];
        if !segment.arguments.is_none() {
            return;
        }
        match self.lookup(&segment.ident) {
            Some(unique) => segment.ident = unique,
            None => {
                let name = segment.ident.clone();
                self.note_free(&name);
                if let Some(local) = self.similar(&name) {
                    self.locals.misspelt.insert(name.to_string(), local);
                }
                // What is not of the source is a local that has its name already.
                if self.idents.contains(&name.to_string()) {
                    self.foreign.insert(name.to_string());
                }
            }
        }
    }
}

/// How many letters have to be put in, taken out, replaced or swapped to make one name of another.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, j) in (0..=from.len()).flat_map(|i| (0..=to.len()).map(move |j| (i, j))) {
        rows[i][j] = match (i, j) {
            (0, _) | (_, 0) => i + j,
            _ => {
                let replaced = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
                let swaps = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                let swapped = if swaps { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                replaced.min(swapped).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1)
            }
        };
    }
    rows[from.len()][to.len()]
}

/// Declares the bindings of one pattern.
struct Binder<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    /// The alternatives of an or-pattern bind the same names.
    bound: HashMap<String, Ident>,
    ty: Option<Type>,
}

impl Binder<'_, '_> {
    fn binding(&mut self, name: &Ident, mutable: bool) -> Ident {
        let key = name.to_string();
        let mut unique = match self.bound.get(&key) {
            Some(unique) => unique.clone(),
            None => {
                let id = self.resolver.declare(name, mutable);
                self.resolver.locals[id].ty = self.ty.take();
                let unique = self.resolver.locals[id].unique.clone();
                self.bound.insert(key, unique.clone());
                unique
            }
        };
        unique.set_span(name.span());
        unique
    }
}

impl VisitMut for Binder<'_, '_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(ident) if is_binding(ident) => {
                ident.ident = self.binding(&ident.ident, ident.mutability.is_some());
                if let Some((_, subpat)) = &mut ident.subpat {
                    self.visit_pat_mut(subpat);
                }
            }
            Pat::Type(typed) => {
                if let Pat::Ident(ident) = &*typed.pat
                    && ident.by_ref.is_none()
                {
                    self.ty = Some((*typed.ty).clone());
                }
                self.visit_pat_mut(&mut typed.pat);
            }
            Pat::Struct(pattern) => {
                for field in &mut pattern.fields {
                    let attrs = std::mem::take(&mut field.attrs);
                    self.resolver.refuse_cfg(&attrs);
                    field.attrs = attrs;
                    if field.colon_token.is_none()
                        && let Pat::Ident(ident) = &mut *field.pat
                    {
                        let written = ident.ident.clone();
                        ident.ident = self.binding(&written, ident.mutability.is_some());
                        if ident.ident != written {
                            field.member = Member::Named(written);
                            field.colon_token = Some(Token![:](Span::call_site()));
                        }
                    } else {
                        self.visit_pat_mut(&mut field.pat);
                    }
                }
            }
            // The guard of an arm sees what the pattern binds.
            Pat::Guard(guarded) => {
                self.visit_pat_mut(&mut guarded.pat);
                self.resolver.visit_expr_mut(&mut guarded.guard);
            }
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        self.resolver.visit_expr_mut(expr);
    }
}

/// Whether a name in a pattern is a binding, and not a constant or a unit variant.
pub fn is_binding(pat: &syn::PatIdent) -> bool {
    pat.by_ref.is_some()
        || pat.mutability.is_some()
        || pat.subpat.is_some()
        || !pat.ident.to_string().trim_start_matches("r#").starts_with(char::is_uppercase)
}
