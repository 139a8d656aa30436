//! Locals that are moved in part, and those that are not.

use super::{assert_printed, states, tree};

/// What a function becomes that begins with these statements, suspends, and looks at the rest.
#[track_caller]
fn becomes(stmts: &str, expected: &str) {
    assert_printed(&tree(&format!("#[coroutine] fn f() {{ {stmts} }}")), expected);
}

/// Whether the local `x` is as it was.
fn stays_whole(function: &str) -> bool {
    !tree(function).contains("let x_")
}

#[test]
fn the_parts_of_a_tuple_are_declared_last_first_in_its_place() {
    becomes(
        "let x = (g(), h()); let y = i(); drop(x.0); yield_!(1); j(&x.1);",
        "
            let x = (g () , h ()) ;
            let x_1 ;
            let x_0 ;
            (x_0 , x_1 ,) = x ;
            let y = i () ;
            drop (x_0) ;
            suspend 1
            j (& x_1) ;
            return ()
        ",
    );
    assert_eq!(
        states("#[coroutine] fn f() { let x = (g(), h()); let y = i(); drop(x.0); yield_!(1); }"),
        "Suspend0: x_1 y\n"
    );
}

#[test]
fn a_local_stays_whole_while_it_is_looked_at_as_a_whole() {
    becomes(
        "let x: (A, B) = g(); h(&x); if x.1.i() { drop(x.0); } yield_!(1);",
        "
            let x : (A , B) = g () ;
            let x_1 : B ;
            let x_0 : A ;
            h (& x) ;
            (x_0 , x_1 ,) = x ;
            if x_1 . i ():
                drop (x_0) ;
            suspend 1
            return ()
        ",
    );
    assert!(stays_whole("#[coroutine] fn f() { let x = (g(), h()); drop(x.0); yield_!(1); i(&x); }"));
}

#[test]
fn a_local_that_gets_its_value_later_is_never_whole() {
    becomes(
        "let mut x: (A, B); x = g(); drop(x.0); yield_!(1); x.0 = h(); i(x);",
        "
            let mut x_1 : B ;
            let mut x_0 : A ;
            (x_0 , x_1 ,) = g () ;
            drop (x_0) ;
            suspend 1
            x_0 = h () ;
            i ((x_0 , x_1 ,)) ;
            return ()
        ",
    );
}

#[test]
fn parts_have_parts_of_their_own() {
    becomes(
        "let x = (g(), (h(), i())); drop(x.1.0); yield_!(1);",
        "
            let x = (g () , (h () , i ())) ;
            let x_1_1 ;
            let x_1_0 ;
            let x_0 ;
            (x_0 , (x_1_0 , x_1_1 ,) ,) = x ;
            drop (x_1_0) ;
            suspend 1
            return ()
        ",
    );
}

#[test]
fn a_pattern_takes_parts_and_shows_them() {
    becomes(
        "let x = g(); let P { left: y, right: _ } = x; yield_!(y);",
        "
            let x = g () ;
            let x_right ;
            let x_left ;
            P { left : x_left , right : x_right } = x ;
            let y = x_left ;
            suspend y
            return ()
        ",
    );
    assert!(stays_whole("#[coroutine] fn f() { let x = g(); let P { left: y, .. } = x; yield_!(y); }"));
    // It may be a reference to a tuple: then `x.1` is none.
    assert!(stays_whole("#[coroutine] fn f() { let x = g(); let (y, _) = x; yield_!(y); h(x.1); }"));
    assert!(!stays_whole("#[coroutine] fn f() { let x = (g(), g()); let (y, _) = x; yield_!(y); h(x.1); }"));
}

#[test]
fn an_array_is_taken_apart_by_patterns() {
    becomes(
        "let x = [g(), h(), i()]; j(&x[2]); let [y, .., _] = x; yield_!(y);",
        "
            let x = [g () , h () , i ()] ;
            let x_2 ;
            let x_1 ;
            let x_0 ;
            j (& x [2]) ;
            [x_0 , x_1 , x_2] = x ;
            let y = x_0 ;
            suspend y
            return ()
        ",
    );
}

#[test]
fn a_struct_is_taken_apart_while_one_field_waits_to_be_dropped() {
    let stays = |fields: &str, stmts: &str| {
        stays_whole(&format!(
            "#[coroutine] fn f() {{ let x = P {{ {fields} }}; {stmts} yield_!(1); h(&x.a); }}"
        ))
    };
    assert!(!stays("a: g(), b: g()", "drop(x.b);"));
    assert!(!stays("a: g(), n: 1, b: g()", "let y = x.b;"));
    // The source does not show in which order two of them would drop.
    assert!(stays("a: g(), b: g(), c: g()", "drop(x.b);"));
    assert!(stays("a: g(), b: g()", "i(j(), x.b);"));
    assert!(stays("a: g(), b: g()", "if g() { drop(x.b); }"));
    assert!(stays("a: g(), b: g()", "drop(x.b); x.b = g();"));
    assert!(stays("a: g(), ..g()", "drop(x.b);"));
}

#[test]
fn what_is_not_moved_stays() {
    for body in [
        // Read, and not moved.
        "let x = (g(), h()); i(x.0.j(), &x.1); yield_!(1); k(&x.0);",
        // Known to be `Copy`.
        "let x = (1, h()); let n = x.0; yield_!(n);",
        "let x: (&A, B) = g(); let r = x.0; yield_!(1);",
        // Mentioned again, so it is `Copy`.
        "let x = (g(), h()); let n = x.0; yield_!(n); i(x.0);",
        // Nothing suspends after that.
        "let x = (g(), h()); yield_!(1); drop(x.0);",
        "{ let x = (g(), h()); drop(x.0); } yield_!(1);",
    ] {
        assert!(stays_whole(&format!("#[coroutine] fn f() {{ {body} }}")), "{body}");
    }
}

#[test]
fn what_is_bound_after_an_argument_is_bound_again_behind_its_parts() {
    assert_printed(
        &tree("#[coroutine] fn f(a: A, x: (B, C), n: u32, d: D) { drop(x.1); yield_!(1); }"),
        "
            let x_1 : C ;
            let x_0 : B ;
            let d = d ;
            (x_0 , x_1 ,) = x ;
            drop (x_1) ;
            suspend 1
            return ()
        ",
    );
}
