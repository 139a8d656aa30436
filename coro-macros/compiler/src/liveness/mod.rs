//! What is initialised, and what is still needed, at each point of the function.
//!
//! rustc does not tell a macro what was moved, so each mention of a local is classified by how it is used. Where the
//! syntax decides, the answer is exact. Where it does not (a method may take its receiver by value), the side is taken
//! on which a mistake is a compile error: a local that is believed to be there is saved, and rustc refuses to save what
//! was moved.

pub mod assigned;
pub mod bounds;
pub mod closures;
pub mod facts;
pub mod initialised;
pub mod mentioned;
pub mod methods;
pub mod needed;
pub mod patterns;
pub mod places;
pub mod reassigned;
pub mod references;
pub mod trivial;
pub mod typed;
