//! Locals that an arm mentions though they hold no value there. rustc refuses that in the check, and there is no machine.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::step::Step;
use crate::layout::State;
use crate::liveness::facts::{Facts, Init};
use crate::liveness::mentioned::Mentioned;
use crate::locals::LocalId;

/// What the arms mention without a value.
#[derive(Default)]
pub struct Valueless {
    /// Locals that the arm mentions where it may hold no value of them.
    wanted: HashSet<LocalId>,
    /// Whether some arm has no such name at all.
    pub found: bool,
}

impl Step<'_> {
    /// Notes what verbatim code mentions that may hold no value before it.
    pub(super) fn wants(&mut self, facts: &Facts, visit: impl FnOnce(&mut Mentioned)) {
        let mentioned = Mentioned::by(self.flow.locals, visit);
        self.valueless.wanted.extend(mentioned.into_iter().filter(|local| facts.of(*local) != Init::Yes));
    }

    /// Declares what the arm mentions that no way to it has given a value.
    pub(super) fn valueless(&mut self, state: &State) -> TokenStream {
        let wanted = std::mem::take(&mut self.valueless.wanted);
        let has_name = |local: LocalId| {
            let saved = state.saved.iter().any(|saved| saved.local == local && !saved.optional);
            saved || self.first_values.contains_key(&local) || self.flow.locals[local].in_place
        };
        let scope = state.scope.iter().copied();
        let valueless = scope.filter(|local| wanted.contains(local) && !has_name(*local));
        let declared: Vec<TokenStream> =
            valueless.map(|local| self.declaration(local)).map(|binding| quote!(let #binding;)).collect();
        self.valueless.found |= !declared.is_empty();
        declared.into_iter().collect()
    }
}
