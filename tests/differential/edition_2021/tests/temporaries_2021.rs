//! Temporaries, in edition 2021, where those of a block's tail and of an `if let` live longer.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

#[path = "../../tests/bodies/temporaries.rs"]
mod temporaries;
