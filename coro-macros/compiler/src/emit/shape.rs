//! How the arms of the step stand together.
//!
//! Where no arm goes to another one, they are the arms of one `match`. Otherwise there is a loop around it:
//!
//! ```ignore
//! let mut next = mem::replace(state, Fib::Panicked);
//! loop {
//!     match next {
//!         Fib::Unresumed { .. } => { ..; next = Fib::For0 { .. }; }
//!         Fib::For0 { .. } => { ..; return Yielded(..) }
//!         Fib::Suspend0 { .. } => { ..; next = Fib::For0 { .. }; }
//!     }
//! }
//! ```
//!
//! LLVM does not thread jumps through the head of such a loop: it looks at the state twice where a coroutine is resumed. So
//! the arms of the states that a machine rests in come first, in a `match` of their own, and only what they go to follows,
//! with a loop around it if that goes round without a suspension:
//!
//! ```ignore
//! let mut next = mem::replace(state, Countdown::Panicked);
//! match next {
//!     Countdown::Unresumed { .. } => { ..; next = Countdown::For0 { .. }; }
//!     Countdown::Suspend0 { .. } => { next = Countdown::For0 { .. }; }
//!     _ => unreachable!(),
//! }
//! match next {
//!     Countdown::For0 { .. } => { ..; return Yielded(..) }
//!     _ => unreachable!(),
//! }
//! ```
//!
//! rustc then meets `Suspend0` before the loop's head, and does not know a type yet that it would know in source order. So
//! this is only for a machine in which the arms that come earlier than in the source have no code of it, but for the value of a
//! branch that is a local or a literal: what they move from state to state, or from local to local, may be of any type.
//!
//! A machine that hands over to children resumes them where they lie: it matches the state in its place. Many an `.await` is
//! ready at once, and then no state is needed in between: that must not go through the head of a loop. So the arms of a
//! machine that awaits stand one after the other, and each falls through to what is ahead in the source:
//!
//! ```ignore
//! loop {
//!     if let Sum::Unresumed { .. } = state { ..; *state = Sum::For0 { .. }; }
//!     if let Sum::For0 { .. } = state { ..; *state = Sum::Await0 { .. }; }
//!     if let Sum::Await0 { .. } = state { let returned = awaited!(..); ..; *state = Sum::For0 { .. }; }
//! }
//! ```
//!
//! The loop is there only if an arm goes back. LLVM keeps nothing of the states in between, and makes one jump table of the
//! tests that a resumed machine goes through. A coroutine that delegates hardly ever has a child that is complete at once, and
//! is better off with the `match` (a walk through a tree, 5 %).

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lifetime;

use super::Names;
use crate::layout::Role;
use crate::parse::Source;

/// An arm of the step.
pub struct Arm {
    pub role: Role,
    /// What it matches.
    pub pattern: TokenStream,
    pub body: TokenStream,
    /// Whether it goes to another arm.
    pub jumps: bool,
    /// Whether it goes there from the middle of its code, by `continue`.
    pub continues: bool,
    /// Whether it goes there from the middle of its code, by `break`: the other arm stands behind it.
    pub breaks: bool,
    /// Whether it goes to an arm that does not stand behind it.
    pub goes_back: bool,
    /// Whether it has code of the source that needs to know a type.
    pub has_code: bool,
}

impl Arm {
    fn code(&self, names: &Names) -> TokenStream {
        let Arm { pattern, body, .. } = self;
        names.body.around(quote!(#pattern => { #body }))
    }

    /// Whether the machine rests in its state, between one resume and the next.
    fn at_rest(&self) -> bool {
        !matches!(self.role, Role::Head(_) | Role::Join)
    }
}

fn all(arms: &[&Arm], names: &Names) -> TokenStream {
    arms.iter().map(|arm| arm.code(names)).collect()
}

/// The loop around arms that go to one another.
fn machine_loop(arms: &[&Arm], body: TokenStream, names: &Names) -> TokenStream {
    let label = &names.machine_label;
    let label = arms.iter().any(|arm| arm.continues).then(|| quote!(#label:));
    quote!(#label loop { #body })
}

/// The arms of a machine that has ended.
pub fn ends(source: &Source, delegates: bool, names: &Names) -> TokenStream {
    let Names { krate, state, machine_state, .. } = names;
    // `ended` cancels whoever awaits once more what was cancelled; other executors see it wait.
    let waits = quote!(return #krate::Yielded(#krate::private::Pause::Pending));
    if delegates && source.is_async {
        return quote! {
            if let #state::Returned | #state::Panicked = #machine_state {
                #krate::private::ended(#machine_state);
                #waits;
            }
        };
    }
    let still_returned = (!delegates).then(|| quote!(*#machine_state = #state::Returned;));
    let returned = match source.is_async {
        true => waits,
        false => quote!(::core::panic!("coroutine resumed after completion")),
    };
    quote! {
        #state::Returned => { #still_returned #returned }
        #state::Panicked => ::core::panic!("coroutine resumed after panicking"),
    }
}

/// The arms of a machine that hands over to children, which match the state where it lies.
pub fn by_reference(arms: &[Arm], ends: &TokenStream, names: &Names) -> TokenStream {
    let Names { machine_state, taken, .. } = names;
    let arms: Vec<&Arm> = arms.iter().collect();
    let code = all(&arms, names);
    let around = machine_loop(&arms, quote!(match #machine_state { #code #ends }), names);
    quote!(let mut #taken; #around)
}

/// The arms of a machine that awaits children, one after the other. They look at the state where it lies.
pub fn in_a_row(arms: &[Arm], ends: &TokenStream, names: &Names) -> TokenStream {
    let Names { machine_state, taken, .. } = names;
    let code = arms.iter().map(|Arm { pattern, body, breaks, .. }| {
        let label = arm_label();
        let body = if *breaks { quote!(#label: { #body }) } else { body.clone() };
        names.body.around(quote!(if let #pattern = #machine_state { #body }))
    });
    let code = quote!(#(#code)*);
    let arms: Vec<&Arm> = arms.iter().collect();
    let code = match arms.iter().any(|arm| arm.goes_back) {
        true => machine_loop(&arms, code, names),
        false => {
            let unreachable = unreachable(names);
            quote!(#code #unreachable)
        }
    };
    quote!(#ends let mut #taken; #code)
}

/// The block around the code of an arm that goes to one behind it from the middle of its code.
pub fn arm_label() -> Lifetime {
    Lifetime::new("'arm", Span::mixed_site())
}

/// Where control cannot come, as the machine's state is what the step has made it. The step of an `async fn` is unsafe in
/// any case, and says so to LLVM, which otherwise does not know what a child does while it is polled.
pub fn unreachable(names: &Names) -> TokenStream {
    let krate = &names.krate;
    match names.is_async {
        true => quote!(#krate::private::unreachable()),
        false => quote!(::core::unreachable!()),
    }
}

/// The arms of a machine that takes its state out before it looks at it.
pub fn by_value(arms: &[Arm], ends: &TokenStream, names: &Names) -> TokenStream {
    let Names { state, machine_state, next, .. } = names;
    let take = quote!(::core::mem::replace(#machine_state, #state::Panicked));
    let arms: Vec<&Arm> = arms.iter().collect();
    if !arms.iter().any(|arm| arm.jumps) {
        let code = all(&arms, names);
        return quote!(match #take { #code #ends });
    }
    let (rest, others): (Vec<&Arm>, Vec<&Arm>) = arms.iter().copied().partition(|arm| arm.at_rest());
    let in_order = arms.iter().take_while(|arm| arm.at_rest()).count();
    let meets_types_early = rest[in_order..].iter().any(|arm| arm.has_code);
    // There is no loop around the first `match` that an arm could continue.
    if meets_types_early || rest.iter().any(|arm| arm.continues) {
        let code = all(&arms, names);
        let around = machine_loop(&arms, quote!(match #next { #code #ends }), names);
        return quote!(let mut #next = #take; #around);
    }
    let (rest, others_code) = (all(&rest, names), all(&others, names));
    let on = quote!(match #next { #others_code _ => ::core::unreachable!(), });
    let on = if others.iter().any(|arm| arm.jumps) { machine_loop(&others, on, names) } else { on };
    quote! {
        let mut #next = #take;
        match #next { #rest #ends _ => ::core::unreachable!(), }
        #on
    }
}
