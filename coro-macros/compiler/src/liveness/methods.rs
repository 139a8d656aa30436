//! What the name of a method or a function says: about a receiver, by the naming conventions of Rust's API guidelines (C-CONV) and std.

use syn::Expr;

/// Whether a callee is `owner::name`, with one of these names, whatever stands before that.
pub fn is_function(callee: &Expr, owner: &str, names: &[&str]) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| names.iter().any(|name| last.ident == name))
        && segments.next().is_some_and(|before| before.ident == owner)
}

/// `Some`, or `Ok`.
pub fn is_present(variant: &syn::Path) -> bool {
    variant.segments.last().is_some_and(|last| last.ident == "Some" || last.ident == "Ok")
}

/// Whether a method of this name takes a reader by value.
pub fn reads(name: &str) -> bool {
    matches!(name, "lines" | "split" | "bytes")
}

/// `BufReader::new(..)`, `stdin()`, `stdin().lock()`: their lines are not those of a `str`.
pub fn is_reader(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            is_function(&call.func, "BufReader", &["new", "with_capacity"])
                || matches!(&*call.func, Expr::Path(path)
                    if path.path.segments.last().is_some_and(|last| last.ident == "stdin"))
        }
        Expr::MethodCall(call) => call.method == "lock" && is_reader(&call.receiver),
        _ => false,
    }
}

/// Whether a method of this name with so many arguments takes its receiver by value, when that is a temporary, or a local
/// that is not mentioned again.
pub fn consumes(name: &str, arguments: usize) -> bool {
    if name.starts_with("into_") || name.starts_with("unwrap") || name.starts_with("expect") {
        return true;
    }
    match (name, arguments) {
        ("into" | "try_into", 0) => true,
        // Of `CoroutineState`.
        ("yielded" | "complete", 0) => true,
        // Option and Result.
        (
            "map" | "and_then" | "or_else" | "ok_or" | "ok_or_else" | "map_err" | "inspect_err" | "or"
            | "xor" | "is_some_and" | "is_none_or" | "is_ok_and" | "is_err_and",
            1,
        ) => true,
        ("ok" | "err" | "flatten" | "transpose" | "unzip", 0) => true,
        ("map_or" | "map_or_else", 2) => true,
        // Iterators.
        (
            "filter" | "filter_map" | "flat_map" | "take_while" | "skip_while" | "map_while" | "inspect"
            | "chain" | "zip" | "take" | "skip" | "for_each" | "partition" | "max_by" | "min_by"
            | "max_by_key" | "min_by_key" | "step_by",
            1,
        ) => true,
        ("scan" | "fold", 2) => true,
        (
            "enumerate" | "peekable" | "rev" | "cycle" | "fuse" | "copied" | "cloned" | "collect" | "count"
            | "sum" | "product",
            0,
        ) => true,
        // Entries of maps.
        ("or_insert" | "or_insert_with" | "and_modify", 1) | ("or_default", 0) => true,
        // Futures and streams.
        (
            "then" | "buffered" | "buffer_unordered" | "try_buffered" | "try_buffer_unordered" | "forward",
            1,
        )
        | ("for_each_concurrent" | "try_for_each_concurrent", 2) => true,
        ("try_collect" | "try_concat" | "try_flatten" | "left_stream" | "right_stream", 0) => true,
        ("boxed" | "boxed_local" | "catch_unwind" | "shared", 0) => true,
        // Threads, boxes, locks, requests, transactions.
        ("join" | "leak" | "build" | "send" | "commit" | "rollback", 0) => true,
        ("lock_owned" | "read_owned" | "write_owned" | "acquire_owned" | "split", 0) => true,
        _ => false,
    }
}

/// Whether a method of this name is one of std's that borrow their receivers: of these rustc need not be asked.
pub fn borrows(name: &str) -> bool {
    computes(name)
        || hands_out(name)
        || guards(name)
        || ["to_", "as_", "get", "contains"].iter().any(|start| name.starts_with(start))
        || matches!(
            name,
            "len" | "capacity"
                | "iter"
                | "iter_mut"
                | "chars"
                | "lines"
                | "keys"
                | "values"
                | "cmp"
                | "partial_cmp"
                | "eq"
                | "ne"
                | "clamp"
                | "push"
                | "push_str"
                | "push_back"
                | "pop"
                | "pop_front"
                | "insert"
                | "remove"
                | "clear"
                | "truncate"
                | "extend"
                | "append"
                | "drain"
                | "retain"
                | "sort"
                | "entry"
                | "load"
                | "store"
                | "set"
                | "flush"
                | "recv"
                | "elapsed"
        )
        // Of strings and slices.
        || matches!(
            name,
            "split"
                | "split_at"
                | "split_once"
                | "split_whitespace"
                | "splitn"
                | "rsplit"
                | "trim"
                | "trim_start"
                | "trim_end"
                | "bytes"
                | "char_indices"
                | "find"
                | "starts_with"
                | "ends_with"
                | "windows"
                | "chunks"
        )
        // Of operators, which are implemented for values and for references.
        || matches!(
            name,
            "add" | "sub" | "mul" | "div" | "rem" | "neg" | "not" | "bitand" | "bitor" | "bitxor" | "shl" | "shr"
        )
}

/// Whether the type of what a method or a function of this name gives may depend on what it is used for.
pub fn infers(name: &str) -> bool {
    name.starts_with("from")
        || name.starts_with("parse")
        || name.ends_with("into")
        || name.ends_with("default")
        || name.starts_with("unwrap_or_default")
        || matches!(
            name,
            "collect" | "sum" | "product" | "random" | "gen" | "deserialize" | "unzip" | "partition"
        )
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

/// Whether a method of this name with so many arguments gives a value that holds no borrow of its receiver or of its
/// arguments.
pub fn detaches(name: &str, arguments: usize) -> bool {
    match (name, arguments) {
        // Of a lock, a path, a `Cow`.
        ("read" | "write", 0) | ("to_str" | "to_string_lossy" | "to_mut", 0) => return false,
        _ => {}
    }
    computes(name)
        || name.starts_with("to_")
        || name.starts_with("checked_")
        || name.starts_with("overflowing_")
        || name.starts_with("contains")
        || name.starts_with("starts_with")
        || name.starts_with("ends_with")
        || name.starts_with("read")
        || name.starts_with("write")
        || name.starts_with("fetch_")
        || name.starts_with("pop")
        || name.starts_with("remove")
        || name.starts_with("swap")
        || name.starts_with("sort")
        || name.starts_with("push")
        || matches!(
            name,
            "len"
                | "capacity"
                | "cmp"
                | "partial_cmp"
                | "eq"
                | "ne"
                | "count"
                | "sum"
                | "product"
                | "position"
                | "rposition"
                | "all"
                | "any"
                | "parse"
                | "repeat"
                | "join"
                | "concat"
                | "load"
                | "store"
                | "clear"
                | "truncate"
                | "retain"
                | "insert"
                | "extend"
                | "append"
                | "flush"
                | "send"
                | "recv"
                | "upgrade"
                | "binary_search"
                | "partition_point"
                | "elapsed"
                | "duration_since"
                | "as_secs"
                | "as_secs_f64"
                | "as_millis"
                | "len_utf8"
                | "fract"
                | "floor"
                | "ceil"
                | "round"
        )
}

/// Whether a method of this name gives a guard of what it locks.
pub fn guards(name: &str) -> bool {
    let name = name.strip_prefix("try_").or(name.strip_prefix("blocking_")).unwrap_or(name);
    matches!(name, "borrow" | "borrow_mut" | "lock" | "read" | "write" | "upgradable_read")
}

/// Whether some methods of this name give a future, which holds what they were given until it is awaited.
pub fn promises(name: &str) -> bool {
    name.starts_with("read")
        || name.starts_with("write")
        || name.starts_with("send")
        || name.starts_with("recv")
        || matches!(
            name,
            "next"
                | "nth"
                | "last"
                | "count"
                | "all"
                | "any"
                | "join"
                | "concat"
                | "flush"
                | "store"
                | "load"
        )
}

/// Whether a method of this name gives what its receiver, an iterator or a cell, gives out: nothing that borrows the
/// receiver itself.
pub fn hands_out(name: &str) -> bool {
    matches!(name, "next" | "next_back" | "next_if" | "next_if_eq" | "nth" | "nth_back" | "take" | "replace")
}

/// Whether a method of this name, that is none of a future, calls the closure that it is given before it returns, and gives
/// nothing that keeps it.
pub fn calls_at_once(name: &str) -> bool {
    name.ends_with("_or_else")
        || name.ends_with("_insert_with")
        || matches!(
            name,
            "or_else"
                | "find"
                | "find_map"
                | "fold"
                | "try_fold"
                | "reduce"
                | "map_or"
                | "and_then"
                | "map_err"
                | "max_by"
                | "max_by_key"
                | "min_by"
                | "min_by_key"
                | "next_if"
                | "partition"
                | "binary_search_by"
                | "binary_search_by_key"
        )
}

/// Whether the items of what a method of this name gives borrow nothing.
pub fn iterates_by_value(name: &str) -> bool {
    matches!(name, "chars" | "bytes" | "char_indices")
}

/// Whether a method of this name gives a value without borrows when its first argument is one: `unwrap_or(0)`, `find('x')`.
pub fn gives_as_its_argument(name: &str) -> bool {
    matches!(name, "unwrap_or" | "map_or" | "fold" | "find" | "rfind")
}

/// Whether a method of this name makes a value of an optional reference.
pub fn copies(name: &str) -> bool {
    matches!(name, "copied" | "cloned")
}

/// Whether a method of this name gives one optional reference, and not an iterator.
pub fn gives_one(name: &str) -> bool {
    name.starts_with("max")
        || name.starts_with("min")
        || matches!(
            name,
            "first" | "last" | "get" | "next" | "next_back" | "nth" | "peek" | "find" | "front" | "back"
        )
}

/// Whether a method of this name keeps its arguments in its receiver.
pub fn retains(name: &str) -> bool {
    name.starts_with("push") && name != "push_str"
        || matches!(
            name,
            "insert"
                | "extend"
                | "append"
                | "set"
                | "replace"
                | "get_or_insert"
                | "entry"
                | "or_insert"
                | "add"
        )
}

/// Whether a method of this name gives a shared reference.
pub fn views(name: &str) -> bool {
    name.starts_with("trim") || matches!(name, "as_str" | "as_bytes" | "as_slice" | "as_path" | "as_os_str")
}

/// Whether the items of what a method of this name gives are shared references.
pub fn iterates_by_reference(name: &str) -> bool {
    name.starts_with("split")
        || matches!(
            name,
            "lines" | "iter" | "windows" | "chunks" | "chunks_exact" | "keys" | "values" | "matches"
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
