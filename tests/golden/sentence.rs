fn join(verb: String, subject: String, object: String) -> String {
    format!("{subject} {verb} {object}")
}

/// Operands that Rust evaluates before a suspension are kept across it.
#[coro_core::coroutine(yield = &'static str, send = String)]
pub fn sentence(mut verbs: Vec<String>) -> Option<String> {
    Some(join(verbs.pop()?, yield_!("who?"), yield_!("whom?")) + &format!(" ({} more)", verbs.len()))
}
