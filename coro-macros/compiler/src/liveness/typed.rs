//! Declared types, taken apart with the patterns that they are declared for.
//!
//! In: `let (name, count): (&str, u32) = ..`, and what is sent of `send = (&str, u32)`
//! Out: `name` is a `&str`, and `count` a `u32`

use syn::visit::{self, Visit};
use syn::{Block, Expr, GenericArgument, Pat, PathArguments, Type, parse_quote};

use super::bounds::plain;
use super::methods;
use super::patterns::untyped;
use super::places::local_of;
use crate::locals::{LocalId, Locals};
use crate::parse::awaits::is_await;
use crate::parse::finally::catches;
use crate::parse::is_delegation;
use crate::parse::options::Options;
use crate::resolve::{Argument, is_binding};

/// Sets the types of the locals that arguments and the body bind with a pattern of a known type.
pub fn learn(
    locals: &mut Locals,
    arguments: &[Argument],
    first: Option<&Pat>,
    options: &Options,
    body: &Block,
) {
    let sent = options.send.clone().filter(|send| !matches!(send, Type::Infer(_)));
    locals.sent = match (&sent, &options.throw) {
        (Some(sent), Some(throw)) => Some(parse_quote!(Result<#sent, #throw>)),
        _ => sent.clone(),
    };
    let mut walk = Walk { locals, found: Vec::new() };
    for argument in arguments {
        if let (Some(pat), Some(ty)) = (&argument.pattern, &locals[argument.local].ty) {
            walk.pattern(pat, ty);
        }
    }
    if let (Some(pat), Some(sent)) = (first, &sent) {
        walk.pattern(pat, sent);
    }
    walk.visit_block(body);
    for (local, ty) in walk.found {
        locals[local].ty.get_or_insert(ty);
    }
}

struct Walk<'a> {
    locals: &'a Locals,
    found: Vec<(LocalId, Type)>,
}

impl Walk<'_> {
    fn pattern(&mut self, pat: &Pat, ty: &Type) {
        match (pat, plain(ty)) {
            (Pat::Paren(inner), ty) => self.pattern(&inner.pat, ty),
            (Pat::Guard(inner), ty) => self.pattern(&inner.pat, ty),
            (Pat::Or(cases), ty) => cases.cases.iter().for_each(|case| self.pattern(case, ty)),
            (Pat::Ident(binding), ty) if binding.by_ref.is_none() && is_binding(binding) => {
                self.found.extend(self.locals.find(&binding.ident).map(|local| (local, ty.clone())));
            }
            (Pat::Tuple(parts), Type::Tuple(types)) if parts.elems.len() == types.elems.len() => {
                parts.elems.iter().zip(&types.elems).for_each(|(part, ty)| self.pattern(part, ty));
            }
            (Pat::TupleStruct(variant), ty)
                if variant.elems.len() == 1 && methods::is_present(&variant.path) =>
            {
                if let Some(inner) = wrapped(ty) {
                    self.pattern(&variant.elems[0], inner);
                }
            }
            _ => {}
        }
    }

    fn scrutinee(&mut self, pat: &Pat, value: &Expr) {
        if let Some(ty) = sent(value, self.locals) {
            self.pattern(pat, &ty);
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        match (&local.pat, &local.init) {
            (Pat::Type(typed), _) => self.pattern(&typed.pat, &typed.ty),
            (pat, Some(init)) => self.scrutinee(untyped(pat), &init.expr),
            _ => {}
        }
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, condition);
        self.scrutinee(&condition.pat, &condition.expr);
    }

    fn visit_expr_match(&mut self, branch: &'ast syn::ExprMatch) {
        visit::visit_expr_match(self, branch);
        branch.arms.iter().for_each(|arm| self.scrutinee(&arm.pat, &branch.expr));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// The type of what a suspension gives.
fn sent(value: &Expr, locals: &Locals) -> Option<Type> {
    match value {
        Expr::Yield(suspension)
            if !is_delegation(suspension) && !is_await(suspension) && !catches(suspension) =>
        {
            locals.sent.clone()
        }
        Expr::Paren(inner) => sent(&inner.expr, locals),
        Expr::Try(attempt) => wrapped(&sent(&attempt.expr, locals)?).cloned(),
        _ => None,
    }
}

/// Whether an expression is known to be a `&str`.
pub fn is_str(expr: &Expr, locals: &Locals) -> bool {
    match expr {
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_)),
        Expr::Path(_) => {
            local_of(expr, locals).and_then(|local| locals[local].ty.as_ref()).is_some_and(is_str_type)
        }
        Expr::MethodCall(call) => {
            call.method.to_string().starts_with("trim") && is_str(&call.receiver, locals)
        }
        expr => sent(expr, locals).is_some_and(|ty| is_str_type(&ty)),
    }
}

fn is_str_type(ty: &Type) -> bool {
    matches!(plain(ty), Type::Reference(reference)
        if matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str")))
}

/// Types of std's that own what they are of: they are no `Copy`, and hold a borrow only if their parameters do.
pub const OWNERS: &[&str] = &[
    "String",
    "Vec",
    "VecDeque",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Box",
    "Rc",
    "Arc",
    "PathBuf",
    "OsString",
    "CString",
    "File",
    "TcpStream",
];

/// What an `Option` or a `Result` is of.
pub fn wrapped(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = plain(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option" || last.ident == "Result")?;
    let PathArguments::AngleBracketed(generics) = &last.arguments else { return None };
    match generics.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}
