//! What a method's name says about its receiver, by the naming conventions of Rust's API guidelines (C-CONV) and std.

/// Whether a method of this name with so many arguments takes its receiver by value, when the receiver is a local that
/// is not mentioned again.
pub fn consumes(name: &str, arguments: usize) -> bool {
    if name.starts_with("into_") || name.starts_with("unwrap") || name.starts_with("expect") {
        return true;
    }
    match (name, arguments) {
        // Option and Result.
        ("map" | "and_then" | "or_else" | "ok_or" | "ok_or_else" | "map_err" | "inspect_err", 1) => true,
        ("ok" | "err" | "flatten" | "transpose" | "unzip", 0) => true,
        ("map_or" | "map_or_else", 2) => true,
        // Iterators.
        (
            "filter" | "filter_map" | "flat_map" | "take_while" | "skip_while" | "map_while" | "inspect"
            | "chain" | "zip" | "for_each" | "partition" | "max_by" | "min_by" | "max_by_key" | "min_by_key"
            | "step_by",
            1,
        ) => true,
        ("scan" | "fold", 2) => true,
        (
            "enumerate" | "peekable" | "rev" | "cycle" | "fuse" | "copied" | "cloned" | "collect" | "count"
            | "last" | "sum" | "product",
            0,
        ) => true,
        // Threads, boxes, cells.
        ("join" | "leak" | "build" | "finish", 0) => true,
        _ => false,
    }
}

/// Whether a method of this name gives an iterator or a view that borrows, and so has no destructor.
pub fn lends(name: &str) -> bool {
    name.starts_with("trim")
        || name.starts_with("split")
        || name.starts_with("as_")
        || matches!(
            name,
            "chars"
                | "bytes"
                | "char_indices"
                | "lines"
                | "iter"
                | "iter_mut"
                | "windows"
                | "chunks"
                | "chunks_exact"
                | "keys"
                | "values"
                | "values_mut"
                | "len"
                | "is_empty"
        )
}

/// Whether a method of this name turns an iterator into another one.
pub fn adapts(name: &str) -> bool {
    matches!(
        name,
        "map"
            | "filter"
            | "filter_map"
            | "take"
            | "skip"
            | "take_while"
            | "skip_while"
            | "enumerate"
            | "peekable"
            | "rev"
            | "step_by"
            | "copied"
            | "cloned"
            | "chain"
            | "zip"
            | "fuse"
    )
}

/// Whether a method of this name on a number gives a number.
pub fn computes(name: &str) -> bool {
    name.starts_with("wrapping_")
        || name.starts_with("saturating_")
        || name.starts_with("rotate_")
        || name.starts_with("count_")
        || name.starts_with("is_")
        || matches!(
            name,
            "pow"
                | "powi"
                | "powf"
                | "sqrt"
                | "abs"
                | "abs_diff"
                | "min"
                | "max"
                | "rem_euclid"
                | "div_euclid"
                | "clone"
        )
}
