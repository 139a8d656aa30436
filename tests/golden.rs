//! What functions become: `golden/NAME.rs` is the source, `golden/NAME.expanded.rs` its expansion, pretty-printed. The test
//! `golden_runs` compiles both and runs them side by side.
//!
//! `BLESS=1 cargo test --test golden` writes the expansions anew; read them before they are kept.

use std::path::{Path, PathBuf};
use std::{env, fs, mem};

use quote::ToTokens;

/// The file with each coroutine's attribute evaluated, and all else as it was.
fn expanded(source: &str) -> String {
    let mut file = syn::parse_file(source).expect("the source should be Rust");
    for item in mem::take(&mut file.items) {
        let syn::Item::Fn(mut function) = item else {
            file.items.push(item);
            continue;
        };
        let is_ours = |attr: &syn::Attribute| attr.path().segments.last().unwrap().ident == "coroutine";
        let Some(index) = function.attrs.iter().position(is_ours) else {
            file.items.push(syn::Item::Fn(function));
            continue;
        };
        let options = match function.attrs.remove(index).meta {
            syn::Meta::List(list) => list.tokens,
            _ => Default::default(),
        };
        let expansion = coro_compiler::attribute(options, function.into_token_stream());
        file.items.extend(syn::parse2::<syn::File>(expansion).expect("the expansion should be Rust").items);
    }
    prettyplease::unparse(&file)
}

/// The sources, sorted.
fn sources() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).expect("the folder should be readable");
    let paths = entries.map(|entry| entry.expect("the folder should be readable").path());
    let is_source = |path: &PathBuf| !path.to_string_lossy().ends_with(".expanded.rs");
    let mut sources: Vec<_> = paths.filter(is_source).collect();
    sources.sort();
    sources
}

#[test]
fn the_expansions_are_as_they_were_when_somebody_read_them() {
    let mut changed = Vec::new();
    for path in sources() {
        let actual = expanded(&fs::read_to_string(&path).expect("the source should be readable"));
        let golden = path.with_extension("expanded.rs");
        if fs::read_to_string(&golden).ok().as_ref() == Some(&actual) {
            continue;
        }
        if env::var_os("BLESS").is_some() {
            fs::write(&golden, actual).expect("the expansion should be writable");
        } else {
            changed.push(format!("{}, which would be:\n{actual}", golden.display()));
        }
    }
    assert!(changed.is_empty(), "changed: {}\n`BLESS=1` keeps the changes", changed.join("\n"));
}

#[test]
fn an_expansion_does_not_depend_on_the_run() {
    for path in sources() {
        let source = fs::read_to_string(&path).expect("the source should be readable");
        assert_eq!(expanded(&source), expanded(&source), "{}", path.display());
    }
}

/// An expansion without the check: the second copy of the body, which never runs.
fn without_check(expansion: &str) -> String {
    let lines: Vec<_> = expansion.lines().collect();
    let start = lines.iter().position(|line| *line == "    if false {").expect("the check should be there");
    let length = lines[start..].iter().position(|line| *line == "    }").expect("the check should end");
    // The lints that are allowed in the check are in the line before it.
    let shown = lines[..start - 1].iter().chain(&lines[start + length + 1..]);
    shown.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_readme_shows_the_expansion_of_fib_without_its_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the README should be readable");
    let source = fs::read_to_string(root.join("tests/golden/fib.rs")).expect("the source should be readable");
    assert!(readme.contains(&source), "the README should show the source");

    let mark = "<!-- tests/golden/fib.expanded.rs -->\n\n```rust\n";
    let (before, rest) = readme.split_once(mark).expect("the README should show the expansion");
    let (shown, after) = rest.split_once("```\n").expect("the block should end");
    let expansion = without_check(&expanded(&source));
    if env::var_os("BLESS").is_some() {
        fs::write(root.join("README.md"), format!("{before}{mark}{expansion}```\n{after}"))
            .expect("the README should be writable");
    } else {
        assert_eq!(shown, expansion, "`BLESS=1` shows what the expansion is now");
    }
}
