//! Which patterns show by themselves that they match all there is.

use syn::{ExprMatch, Pat};

use crate::emit::match_all;

fn shows(arms: &str) -> bool {
    let branch: ExprMatch = syn::parse_str(&format!("match x {{ {arms} }}")).expect("the arms should parse");
    let patterns: Vec<&Pat> = branch.arms.iter().map(|arm| &arm.pat).collect();
    match_all(patterns.into_iter())
}

#[test]
fn patterns_that_match_whatever_there_is() {
    for arms in [
        "_ => {}",
        "1 => {}, other => {}",
        "Some(1) => {}, Some(_) => {}, None => {}",
        "Some(Ok(n)) => {}, Some(Err(_)) => {}, None => {}",
        "Ok(_) | Err(_) => {}",
        "true => {}, false => {}",
        "(true, 1) => {}, (true, _) => {}, (false, n) => {}",
        "(Some(a), Some(b)) => {}, (None, _) | (_, None) => {}",
        "&Some(ref name) => {}, &None => {}",
        "whole @ Some(_) => {}, None => {}",
        "Point { x, .. } => {}",
        "(first, ..) => {}",
        "Poll::Ready(value) => {}, Poll::Pending => {}",
    ] {
        assert!(shows(arms), "{arms}");
    }
}

#[test]
fn patterns_that_may_leave_something() {
    for arms in [
        "Some(1) => {}, None => {}",
        "Some(_) => {}",
        "Some(n) if n > 1 => {}, None => {}",
        "(true, _) => {}, (false, 1) => {}",
        "(Some(a), _) => {}, (_, Some(b)) => {}",
        "Call::Up(n) => {}, Call::Stop => {}",
        "Point { x: 1, .. } => {}",
        "[] => {}, [first, ..] => {}",
        "1 => {}",
    ] {
        assert!(!shows(arms), "{arms}");
    }
}
