//! What a mistake says. `ui/limits/` has the errors of this compiler, `ui/rustc/` and `ui/lints/` those of rustc, which
//! appear once and on the user's own tokens; `ui/unsound/` would be unsound if it were accepted; `ui/pass/` is clean and stays
//! clean.
//!
//! No message may name a source of std: rustc shows what stands there only where `rust-src` is installed.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the expected messages anew; read them before they are kept.

use std::fs;
use std::path::Path;

#[test]
fn every_mistake_has_its_message() {
    let tests = trybuild::TestCases::new();
    for folder in ["limits", "rustc", "lints", "unsound", "several"] {
        tests.compile_fail(format!("tests/ui/{folder}/*.rs"));
    }
    tests.pass("tests/ui/pass/*.rs");
}

/// The lines of a message that begin an error, and those that say where.
fn errors_and_places(message: &str) -> (Vec<&str>, Vec<&str>) {
    let errors = message.lines().filter(|line| line.starts_with("error")).collect();
    let places = message.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
    (errors, places)
}

#[test]
fn one_mistake_gives_one_error_in_the_users_file_and_no_warning() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in ["limits", "rustc", "lints", "unsound"] {
        for entry in fs::read_dir(ui.join(folder)).expect("the folder should be there") {
            let path = entry.expect("the folder should be readable").path();
            if path.extension().is_none_or(|extension| extension != "stderr") {
                continue;
            }
            let message = fs::read_to_string(&path).expect("the message should be text");
            let (errors, places) = errors_and_places(&message);
            let warns = message.lines().any(|line| line.starts_with("warning"));
            let names_std = message.contains("$RUST");
            let elsewhere = !places.first().is_some_and(|place| place.starts_with("tests/ui/"));
            if errors.len() != 1 || warns || elsewhere || names_std {
                wrong.push(format!("{}: {errors:#?}", path.display()));
            }
            seen += 1;
        }
    }
    assert!(seen > 0, "there should be messages to look at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
