//! Where a saved local lies while the coroutine is suspended.
//!
//! | class  | where                      | which locals |
//! |--------|----------------------------|--------------|
//! | moved  | a field of the state       | all others: they move out on each resume, and in at each suspension |
//! | in place | beside the state, in safe code | large arrays, which would be copied at every step |
//! | pinned | a slot beside the state    | what is borrowed across a suspension: it keeps its address |
//!
//! AFTER THIS POINT: a pinned local is a `Held` that owns what is in its slot, each mention of it is the place behind that, or
//! moves it out; for all later passes it is a local like any other.

pub mod borrows;
mod captures;
pub mod in_place;
mod matched;
pub mod overlap;
pub mod pinned;
pub mod receivers;
mod refill;
mod scopes;
mod shown;
mod values;
