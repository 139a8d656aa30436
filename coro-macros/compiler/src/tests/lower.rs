//! The source tree to the lowered tree.

use super::{assert_printed, tree};

#[test]
fn what_has_no_suspension_stays_as_it_was_written() {
    assert_printed(
        &tree(
            "#[coroutine] fn f() { for x in g() { if x { break; } h(x)?; } match i() { A => j(), _ => {} } yield_!(); }",
        ),
        "
            for x in g () { if x { break ; } h (x) ? ; }
            match i () { A => j () , _ => { } }
            suspend
            return ()
        ",
    );
}

#[test]
fn a_loop_that_only_looks_at_a_local_stays_as_it_was_written() {
    assert_printed(
        &tree(
            "#[coroutine] fn f(v: Vec<u8>) { loop { yield_!(); for i in 0..3 { if i > g() { h(v.len()); } } } }",
        ),
        "
            Loop 0:
                suspend
                for i in 0 .. 3 { if i > g () { h (v . len ()) ; } }
        ",
    );
}

#[test]
fn operands_before_a_suspension_go_to_locals_in_the_order_of_evaluation() {
    assert_printed(
        &tree("#[coroutine] fn f() { g(h(1), i(2), yield_!(3), j(4)); }"),
        "
            let operand = h (1) ;
            let operand_2 = i (2) ;
            sent = suspend 3
            g (operand , operand_2 , sent , j (4)) ;
            return ()
        ",
    );
}

#[test]
fn literals_and_names_of_items_stay_in_their_places() {
    assert_printed(
        &tree("#[coroutine] fn f() { g(1, MAX, \"text\", yield_!(2)); }"),
        r#"
            sent = suspend 2
            g (1 , MAX , "text" , sent) ;
            return ()
        "#,
    );
}

#[test]
fn what_is_sent_into_a_let_is_the_local_itself() {
    assert_printed(
        &tree("#[coroutine(send = u32)] fn f() { let x = yield_!(1); g(x); }"),
        "
            x = suspend 1
            g (x) ;
            return ()
        ",
    );
}

#[test]
fn the_left_side_of_an_operator_is_evaluated_first() {
    assert_printed(
        &tree("#[coroutine(send = u32)] fn f() -> u32 { g() + yield_!(1) }"),
        "
            let operand = g () ;
            sent = suspend 1
            return operand + sent
        ",
    );
}

#[test]
fn a_short_circuit_is_an_if() {
    assert_printed(
        &tree("#[coroutine(send = bool)] fn f() { let both = g() && yield_!(1); h(both); }"),
        "
            let condition ;
            if g ():
                sent = suspend 1
                init condition = sent
            else:
                init condition = false
            let both = condition ;
            h (both) ;
            return ()
        ",
    );
}

#[test]
fn a_condition_that_suspends_comes_before_its_if() {
    assert_printed(
        &tree("#[coroutine(send = bool)] fn f() { if yield_!(1) { g(); } else { h(); } }"),
        "
            sent = suspend 1
            if sent:
                g () ;
                return ()
            else:
                h () ;
                return ()
        ",
    );
}

#[test]
fn the_value_of_an_if_goes_to_the_let_in_each_branch() {
    assert_printed(
        &tree("#[coroutine(send = u32)] fn f(c: bool) { let x = if c { yield_!(1) } else { 2 }; g(x); }"),
        "
            let x ;
            if c:
                sent = suspend 1
                init x = sent
            else:
                init x = 2
            g (x) ;
            return ()
        ",
    );
}

#[test]
fn a_while_is_a_loop_that_is_left_when_its_condition_fails() {
    assert_printed(
        &tree("#[coroutine] fn f() { while g() { yield_!(1); } }"),
        "
            While 0:
                if g ():
                    suspend 1
                else:
                    break 0
            return ()
        ",
    );
}

#[test]
fn a_for_is_a_loop_over_an_iterator() {
    assert_printed(
        &tree("#[coroutine] fn f() { for x in g() { yield_!(x); } }"),
        "
            block:
                let mut iter = :: core :: iter :: IntoIterator :: into_iter (g ()) ;
                For 0:
                    match :: core :: iter :: Iterator :: next (& mut iter):
                      :: core :: option :: Option :: Some (x) =>
                        suspend x
                      :: core :: option :: Option :: None =>
                        break 0
            return ()
        ",
    );
}

#[test]
fn an_exit_to_a_label_names_the_loop_that_it_leaves() {
    assert_printed(
        &tree(
            "#[coroutine] fn f() { 'outer: loop { loop { yield_!(1); if g() { continue 'outer; } if h() { break 'outer; } break; } } }",
        ),
        "
            Loop 0:
                Loop 1:
                    suspend 1
                    if g () { break 'coroutine_exit_0 ; }
                    if h () { return () ; }
                    break 'coroutine_exit_2 ;
        ",
    );
}

#[test]
fn a_break_with_a_value_gives_it_to_the_let_of_the_loop() {
    assert_printed(
        &tree("#[coroutine] fn f() { let x = loop { yield_!(1); if g() { break 2; } }; h(x); }"),
        "
            let x ;
            Loop 0:
                suspend 1
                if g ():
                    { x = 2 ; break 'coroutine_exit_0 } ;
            h (x) ;
            return ()
        ",
    );
}

#[test]
fn a_let_else_that_suspends_is_a_match() {
    assert_printed(
        &tree("#[coroutine] fn f(o: Option<u32>) { let Some(x) = o else { yield_!(1); return; }; g(x); }"),
        "
            let x ;
            block 0:
                match o:
                  Some (x_2) =>
                    init x = x_2
                    break 0
                  _ =>
                block:
                    suspend 1
                    return ;
            g (x) ;
            return ()
        ",
    );
}

#[test]
fn a_guard_that_suspends_is_asked_after_its_pattern() {
    assert_printed(
        &tree("#[coroutine(send = bool)] fn f(n: u32) { match n { 0 if yield_!(1) => g(), _ => h() } }"),
        "
            block 0:
                match n:
                  0 =>
                    sent = suspend 1
                    if sent:
                        return g ()
                        break 0
                  _ =>
                match n:
                  _ =>
                    return h ()
                    break 0
                  _ =>
                    :: core :: unreachable ! () ;
        ",
    );
}

#[test]
fn a_question_mark_stays_as_it_was_written() {
    assert_printed(
        &tree("#[coroutine(throw = E)] fn f() -> Result<u32, E> { let n = yield_!(1)?; Ok(n) }"),
        "
            sent = suspend 1
            let n = sent ? ;
            return Ok (n)
        ",
    );
}

#[test]
fn a_temporary_lives_to_the_end_of_its_statement() {
    assert_printed(
        &tree("#[coroutine(send = u32)] fn f() { g(&h(), yield_!(1)); i(); }"),
        "
            block:
                let mut referent = h () ;
                sent = suspend 1
                g (& referent , sent) ;
            i () ;
            return ()
        ",
    );
}

#[test]
fn a_move_on_one_branch_takes_that_branch_apart() {
    assert_printed(
        &tree("#[coroutine] fn f(c: bool, s: String) { if c { drop(s); } yield_!(1); }"),
        "
            if c:
                drop (s) ;
            suspend 1
            return ()
        ",
    );
}

#[test]
fn a_delegation_keeps_its_child_in_a_local() {
    assert_printed(
        &tree("#[coroutine] fn f() -> u32 { let x = yield_from!(g()); x }"),
        "
            let mut child = g () ;
            x = delegate child
            return x
        ",
    );
}

#[test]
fn a_delegation_to_the_function_itself_is_a_call() {
    assert_printed(
        &tree(
            "#[coroutine] fn f(n: u32, r: &R) -> u32 { let x = yield_from!(f(n + 1, r)); yield_from!(f(x)); x }",
        ),
        "
            let n_2 : u32 = n + 1 ;
            let r_2 : & R = r ;
            x = call n_2, r_2
            let mut child = f (x) ;
            delegate child
            return x
        ",
    );
}

#[test]
fn a_method_calls_itself_by_its_path_alone() {
    assert_printed(
        &tree(
            "#[coroutine] fn f(&self) { yield_from!(Self::f(&self.left)); yield_from!(self.right.f()); yield_from!(f(self)); }",
        ),
        "
            let this_2 : & Self = & this . left ;
            call this_2
            let mut child = this . right . f () ;
            delegate child
            let mut child_2 = f (this) ;
            delegate child_2
            return ()
        ",
    );
}
