//! Temporaries, in edition 2024. `temporaries_2021.rs` has the same bodies in edition 2021.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

#[path = "bodies/temporaries.rs"]
mod temporaries;
