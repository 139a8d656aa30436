//! The pages in `docs/` name functions and show parts of expansions: those exist.

use std::fs;
use std::path::Path;

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages, with their folder.
fn pages() -> Vec<(std::path::PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let entries = fs::read_dir(&folder).expect("the folder should be readable");
    entries
        .map(|entry| entry.expect("the folder should be readable").path())
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// Each `[text](target)`.
fn links(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.match_indices("](").filter_map(|(middle, _)| {
        let text = page[..middle].rsplit_once('[')?.1;
        let target = page[middle + 2..].split_once(')')?.0;
        Some((text, target))
    })
}

#[test]
fn what_a_page_links_to_is_there() {
    for (path, page) in pages() {
        for (text, target) in links(&page).filter(|(_, target)| !target.starts_with("http")) {
            let file = path.parent().expect("a folder").join(target);
            assert!(file.exists(), "{}: {target}", path.display());
            // A name in a link is that of an item of that file.
            let name = text.trim_matches('`');
            let is_name = text.starts_with('`') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            if target.ends_with(".rs") && is_name {
                let source = read(&file);
                let declared = ["fn ", "struct ", "macro_rules! "].iter().any(|keyword| {
                    let item = format!("{keyword}{name}");
                    source.match_indices(&item).any(|(start, _)| {
                        !source[start + item.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    })
                });
                assert!(declared, "{}: there is no `{name}` in {target}", path.display());
            }
        }
    }
}

/// Below a comment that names a file stands a part of it; `..` stands for what is left out.
#[test]
fn what_a_page_shows_of_an_expansion_is_in_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut parts = 0;
    for (path, page) in pages() {
        for rest in page.split("<!-- tests/").skip(1) {
            let (file, rest) = rest.split_once(" -->\n\n```text\n").expect("a block");
            let shown = rest.split_once("```\n").expect("its end").0;
            let source = read(&root.join("tests").join(file));
            let mut left = &*source;
            for part in shown.split("..\n") {
                let Some((_, after)) = left.split_once(part) else {
                    panic!("{}: this is not in {file}:\n{part}", path.display())
                };
                left = after;
                parts += 1;
            }
        }
    }
    assert!(parts >= 5);
}

#[test]
fn the_page_about_await_shows_the_example_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = read(&root.join("docs/from-await-to-the-loop.md"));
    let golden = read(&root.join("tests/golden/successor.rs"));
    let example = read(&root.join("examples/promise.rs"));
    let blocks: Vec<&str> =
        page.split("```rust\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert_eq!(blocks[0], golden);
    assert!(example.contains(blocks[1]), "{}", blocks[1]);
}
