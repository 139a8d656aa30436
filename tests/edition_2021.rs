//! Coroutines in a crate of edition 2021: `tests/edition_2021/` is one, with tests of its own.

mod support;

#[test]
fn the_tests_of_a_crate_of_edition_2021_pass() {
    let output = support::cargo(&["test", "--lib"], "edition_2021");
    assert!(output.contains("test result: ok. 6 passed"), "{output}");
}
