//! Each pass by itself, on a few lines of source. What a pass makes is printed and compared with a text in the test, so
//! that a pass that fails shows itself before the expansion does.

mod exhaustive;
mod layout;
mod liveness;
mod lower;
mod parse;
mod parts;
mod printed;
mod resolve;
mod storage;

use quote::ToTokens;

use crate::diagnostics::Report;
use crate::layout::{Layout, Role};
use crate::parse::Source;
use crate::{Lowered, lowered};
use printed::Printed;

/// A function with the attribute, as it is written in a file.
fn parsed(text: &str) -> Source {
    let (source, errors) = parsed_with_errors(text);
    assert!(errors.is_empty(), "{errors:?}");
    source.expect("the function should parse")
}

fn parsed_with_errors(text: &str) -> (Option<Source>, Vec<String>) {
    let mut function: syn::ItemFn = syn::parse_str(text).expect("the text should be Rust");
    let options = match function.attrs.remove(0).meta {
        syn::Meta::List(list) => list.tokens,
        _ => Default::default(),
    };
    let mut report = Report::default();
    let source = crate::parse::attribute(options, function.into_token_stream(), &mut report);
    (source, messages(report))
}

/// The first line of each error.
fn messages(report: Report) -> Vec<String> {
    let file: syn::File = syn::parse2(report.into_tokens()).expect("errors should be items");
    let text = |item: syn::Item| {
        let syn::Item::Macro(item) = item else { panic!("an error should be a macro") };
        let message: syn::LitStr = item.mac.parse_body().expect("an error should be a text");
        message.value().lines().next().unwrap_or_default().to_string()
    };
    file.items.into_iter().map(text).collect()
}

fn lower(text: &str) -> Lowered {
    let mut report = Report::default();
    let lowered = lowered(&parsed(text), &Default::default(), &mut report);
    let errors = messages(report);
    assert!(errors.is_empty(), "{errors:?}");
    lowered.expect("without errors there should be a tree")
}

/// The lowered body of a function.
fn tree(text: &str) -> String {
    let Lowered { resolved, tree, .. } = lower(text);
    Printed(&tree, &resolved.locals).to_string()
}

/// A line for each state: its name, and what it saves. `?` stands for an `Option`, `~` for what only waits to be dropped.
fn states(text: &str) -> String {
    let Lowered { mut resolved, tree, .. } = lower(text);
    let Layout { states, .. } = crate::layout::layout(&tree, &mut resolved);
    let mut out = String::new();
    for state in states.iter().filter(|state| state.role != Role::Unresumed) {
        let saved = state.saved.iter().map(|saved| {
            let mark = match (saved.optional, saved.only_for_drop) {
                (true, _) => "?",
                (false, true) => "~",
                (false, false) => "",
            };
            format!(" {}{mark}", resolved.locals[saved.local].unique)
        });
        out += &format!("{}:{}\n", state.name, saved.collect::<String>());
    }
    out
}

/// Compares with a text that may be indented as the test is.
#[track_caller]
fn assert_printed(actual: &str, expected: &str) {
    let lines = || expected.lines().filter(|line| !line.trim().is_empty());
    let indent = lines().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let expected: String = lines().map(|line| format!("{}\n", &line[indent..])).collect();
    let actual: String = actual.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert!(actual == expected, "it is\n{actual}and should be\n{expected}");
}
