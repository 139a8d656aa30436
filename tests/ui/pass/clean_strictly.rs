//! They are so too where each lint is denied by its name, which `#[allow(warnings)]` would not overrule.

#![deny(warnings, unused, missing_docs, nonstandard_style, future_incompatible, rust_2018_idioms)]
#![deny(
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    macro_use_extern_crate
)]
#![deny(meta_variable_misuse, missing_debug_implementations, redundant_imports, redundant_lifetimes)]
#![deny(single_use_lifetimes, trivial_casts, trivial_numeric_casts, unit_bindings, unnameable_types)]
#![deny(
    unreachable_pub,
    unsafe_op_in_unsafe_fn,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes
)]
#![deny(unused_qualifications, unused_results, variant_size_differences, refining_impl_trait)]
#![forbid(unsafe_code)]

#[path = "clean.rs"]
mod clean;
#[path = "clean_macro.rs"]
mod clean_macro;

fn main() {
    clean::main();
    clean_macro::main();
}
