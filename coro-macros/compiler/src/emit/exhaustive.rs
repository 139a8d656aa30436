//! Whether the patterns of a `match` show by themselves that they match all there is.
//!
//! Where they do not, the machine's `match` gets one arm more, so that rustc reports a missing one once, in the check.

use syn::Pat;

use crate::resolve::is_binding;

/// The variants of std's enums, and what each holds. Nothing else is of these names.
const FAMILIES: [&[(&str, usize)]; 5] = [
    &[("Some", 1), ("None", 0)],
    &[("Ok", 1), ("Err", 1)],
    &[("true", 0), ("false", 0)],
    &[("Ready", 1), ("Pending", 0)],
    &[("Continue", 1), ("Break", 1)],
];

/// What a pattern asks of a value.
enum Shape<'p> {
    /// Nothing.
    Any,
    /// That it is this variant, and something of what that holds.
    Variant(String, Vec<&'p Pat>),
    /// Something of its parts: it is a tuple or a struct.
    Parts(Vec<&'p Pat>),
    /// One of these.
    Either(Vec<&'p Pat>),
    /// What the syntax does not show.
    Unknown,
}

/// Whether patterns match whatever there is.
pub fn match_all<'p>(patterns: impl Iterator<Item = &'p Pat>) -> bool {
    let rows: Vec<Vec<Option<&Pat>>> =
        patterns.filter(|pat| !matches!(pat, Pat::Guard(_))).map(|pat| vec![Some(pat)]).collect();
    cover(&rows)
}

/// Whether some row matches, whatever the values are that its patterns stand for. `None` is a pattern that matches any.
fn cover(rows: &[Vec<Option<&Pat>>]) -> bool {
    let is_any = |pat: &Option<&Pat>| pat.is_none_or(|pat| matches!(shape(pat), Shape::Any));
    if rows.iter().any(|row| row.iter().all(is_any)) {
        return true;
    }
    let mut shaped = Vec::new();
    for row in rows.iter().filter(|row| !row.is_empty()) {
        shape_first(row[0], &row[1..], &mut shaped);
    }
    if shaped.is_empty() {
        return false;
    }
    let found = shaped.iter().find_map(|(shape, _)| match shape {
        Shape::Variant(name, _) => {
            FAMILIES.iter().find(|family| family.iter().any(|(known, _)| known == name))
        }
        _ => None,
    });
    if let Some(family) = found {
        return family.iter().all(|(name, held)| cover(&with(&shaped, *held, Some(name))));
    }
    let parts = shaped.iter().find_map(|(shape, _)| match shape {
        Shape::Parts(parts) => Some(parts.len()),
        _ => None,
    });
    cover(&with(&shaped, parts.unwrap_or(0), None))
}

type Row<'p> = (Shape<'p>, Vec<Option<&'p Pat>>);

fn shape_first<'p>(first: Option<&'p Pat>, rest: &[Option<&'p Pat>], shaped: &mut Vec<Row<'p>>) {
    match first.map_or(Shape::Any, shape) {
        Shape::Either(cases) => cases.into_iter().for_each(|case| shape_first(Some(case), rest, shaped)),
        shape => shaped.push((shape, rest.to_vec())),
    }
}

/// The rows for a value that is the variant `name`, or that has this many parts, with these in place of it.
fn with<'p>(shaped: &[Row<'p>], held: usize, name: Option<&str>) -> Vec<Vec<Option<&'p Pat>>> {
    let row = |(shape, rest): &Row<'p>| {
        let mut row: Vec<Option<&Pat>> = match (shape, name) {
            (Shape::Any, _) => vec![None; held],
            (Shape::Variant(of, parts), Some(name)) if of == name && parts.len() == held => {
                parts.iter().copied().map(Some).collect()
            }
            (Shape::Parts(parts), None) if parts.len() == held => parts.iter().copied().map(Some).collect(),
            _ => return None,
        };
        row.extend(rest);
        Some(row)
    };
    shaped.iter().filter_map(row).collect()
}

fn shape(pat: &Pat) -> Shape<'_> {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => Shape::Any,
        Pat::Ident(ident) => match &ident.subpat {
            Some((_, inner)) => shape(inner),
            None if is_binding(ident) => Shape::Any,
            None => variant(&ident.ident, Vec::new()),
        },
        Pat::Path(path) => {
            path.path.segments.last().map_or(Shape::Unknown, |last| variant(&last.ident, Vec::new()))
        }
        Pat::Lit(literal) => match &literal.lit {
            syn::Lit::Bool(value) => Shape::Variant(value.value.to_string(), Vec::new()),
            _ => Shape::Unknown,
        },
        Pat::Paren(inner) => shape(&inner.pat),
        Pat::Reference(inner) => shape(&inner.pat),
        Pat::Type(typed) => shape(&typed.pat),
        Pat::Or(cases) => Shape::Either(cases.cases.iter().collect()),
        Pat::Tuple(tuple) if !has_rest(tuple.elems.iter()) => Shape::Parts(tuple.elems.iter().collect()),
        Pat::TupleStruct(whole) if !has_rest(whole.elems.iter()) => {
            let parts = whole.elems.iter().collect();
            match whole.path.segments.last() {
                Some(last) if is_known(&last.ident) => variant(&last.ident, parts),
                // A variant of the source's own has the name of its type in front of it.
                Some(_) if whole.path.segments.len() == 1 => Shape::Parts(parts),
                _ => Shape::Unknown,
            }
        }
        Pat::Tuple(syn::PatTuple { elems, .. }) => any_if_all(elems.iter()),
        Pat::TupleStruct(whole) if whole.path.segments.len() == 1 => match whole.path.get_ident() {
            Some(name) if is_known(name) && whole.elems.len() == 1 => {
                Shape::Variant(name.to_string(), whole.elems.iter().collect())
            }
            Some(name) if !is_known(name) => any_if_all(whole.elems.iter()),
            _ => Shape::Unknown,
        },
        Pat::Struct(whole) if whole.path.segments.len() == 1 => {
            any_if_all(whole.fields.iter().map(|field| &*field.pat))
        }
        _ => Shape::Unknown,
    }
}

fn variant<'p>(name: &syn::Ident, parts: Vec<&'p Pat>) -> Shape<'p> {
    if is_known(name) { Shape::Variant(name.to_string(), parts) } else { Shape::Unknown }
}

fn is_known(name: &syn::Ident) -> bool {
    FAMILIES.iter().any(|family| family.iter().any(|(known, _)| name == known))
}

fn has_rest<'p>(mut parts: impl Iterator<Item = &'p Pat>) -> bool {
    parts.any(|part| matches!(part, Pat::Rest(_)))
}

fn any_if_all<'p>(mut parts: impl Iterator<Item = &'p Pat>) -> Shape<'p> {
    if parts.all(|part| matches!(shape(part), Shape::Any)) { Shape::Any } else { Shape::Unknown }
}
