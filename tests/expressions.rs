//! A suspension stands wherever an expression does, and has the value that a call would have there. The deep comparison,
//! with effects, drops and cuts, is made by the differential tests; this is the quick one.

// What these warn of is what some of the bodies are about.
#![allow(unreachable_code, unused_assignments, clippy::never_loop, clippy::let_and_return)]

mod support;

use std::fmt::Write;
use std::ops::{Add, AddAssign, Index, Neg, Range};

use support::converse;

/// One test: the body of a coroutine, what it is sent, what it yields and what it returns.
macro_rules! check {
    ($name:ident, $replies:expr, $yielded:expr, $returned:expr, -> $type:ty { $($body:tt)* }) => {
        #[test]
        fn $name() {
            #[coro_core::coroutine(yield = i32, send = i32)]
            fn body() -> $type { $($body)* }
            let (yielded, returned) = converse(body(), $replies);
            assert_eq!(yielded, $yielded);
            assert_eq!(returned, $returned);
        }
    };
}

// Statements and bindings.

check!(a_statement, [0, 0], [1, 2], (), -> () {
    yield_!(1);
    yield_!(2);
});

check!(a_tail, [5], [1], 5, -> i32 { yield_!(1) });

check!(a_let, [5], [1], 6, -> i32 {
    let x = yield_!(1);
    x + 1
});

check!(a_let_with_a_type_and_a_pattern, [5, 6], [1, 2], 56, -> i32 {
    let (a, b): (i32, i32) = (yield_!(1), yield_!(2));
    a * 10 + b
});

check!(a_let_else_that_goes_on, [5], [1], 5, -> i32 {
    let Some(x) = Some(yield_!(1)) else { return -1 };
    x
});

check!(a_let_else_that_leaves, [5, 6], [1, 2], 6, -> i32 {
    let 1 = yield_!(1) else { return yield_!(2) };
    0
});

check!(an_assignment, [5, 6], [1, 2], (5, [0, 6]), -> (i32, [i32; 2]) {
    let x;
    let mut array = [0, 0];
    x = yield_!(1);
    array[1] = yield_!(2);
    (x, array)
});

check!(an_assignment_whose_place_suspends, [9, 5], [7, 8], [0, 9], -> [i32; 2] {
    let mut array = [0, 0];
    // The value is evaluated first, then the place.
    array[yield_!(8) as usize - 4] = yield_!(7);
    array
});

check!(a_destructuring_assignment, [5, 6], [1, 2], (6, 5), -> (i32, i32) {
    let (a, b);
    (b, a) = (yield_!(1), yield_!(2));
    (a, b)
});

// Calls.

fn three(a: i32, b: i32, c: i32) -> i32 {
    a * 100 + b * 10 + c
}

check!(call_arguments, [5, 6, 7], [1, 2, 3], 567, -> i32 {
    three(yield_!(1), yield_!(2), yield_!(3))
});

check!(a_call_argument_between_effects, [5], [1], (152, 2), -> (i32, i32) {
    let mut count = 0;
    let sum = three({ count += 1; count }, yield_!(count), { count += 1; count });
    (sum, count)
});

check!(a_callee, [5], [1], 7, -> i32 {
    fn choose(n: i32) -> fn(i32) -> i32 {
        if n == 5 { |x| x + 1 } else { |x| x }
    }
    choose(yield_!(1))(6)
});

check!(a_method_receiver, [-5], [1], 5, -> i32 { yield_!(1).abs() });

check!(a_method_argument, [3], [1], 125, -> i32 { 5i32.pow(yield_!(1) as u32) });

check!(a_method_argument_after_a_borrow, [5, 6], [1, 2], vec![4, 5, 6], -> Vec<i32> {
    let mut list = vec![4];
    list.push(yield_!(list.len() as i32));
    list.push(yield_!(list.len() as i32));
    list
});

check!(a_method_chain, [2, 3], [1, 2], vec![4, 6, 8], -> Vec<i32> {
    (0..10).skip(yield_!(1) as usize).take(yield_!(2) as usize).map(|n| n * 2).collect()
});

check!(a_constructor, [5, 6], [1, 2], Some((5, Ok(6))), -> Option<(i32, Result<i32, ()>)> {
    Some((yield_!(1), Ok(yield_!(2))))
});

check!(nested_yields, [5, 6], [1, 5], 6, -> i32 { yield_!(yield_!(1)) });

// Operators.

check!(a_binary_operator, [5, 6], [1, 2], -1, -> i32 { yield_!(1) - yield_!(2) });

check!(an_operand_that_changes_meanwhile, [5], [1], 6, -> i32 {
    let mut x = 1;
    // The left operand is read before the right one runs.
    x + { x = 100; yield_!(1) + (x - 100) }
});

check!(a_unary_operator, [5, 6], [1, 2], (-5, !6), -> (i32, i32) { (-yield_!(1), !yield_!(2)) });

check!(a_dereference, [1], [1], 20, -> i32 { *[&10, &20][yield_!(1) as usize] });

check!(a_comparison, [5, 6], [1, 2], true, -> bool { yield_!(1) < yield_!(2) });

check!(a_compound_assignment, [5, 6], [1, 2], 36, -> i32 {
    let mut x = 1;
    x += yield_!(1);
    x *= yield_!(2);
    x
});

check!(a_compound_assignment_of_a_primitive_reads_its_place_last, [5], [1], 105, -> i32 {
    let mut x = 1;
    x += { x = 100; yield_!(1) };
    x
});

check!(an_and_that_goes_on, [5, 6], [1, 2], true, -> bool { yield_!(1) == 5 && yield_!(2) == 6 });

check!(an_and_that_stops, [4], [1], false, -> bool { yield_!(1) == 5 && yield_!(2) == 6 });

check!(an_or_that_stops, [5], [1], true, -> bool { yield_!(1) == 5 || yield_!(2) == 6 });

check!(an_or_that_goes_on, [4, 6], [1, 2], true, -> bool { yield_!(1) == 5 || yield_!(2) == 6 });

#[derive(Clone, Copy, Debug, PartialEq)]
struct Money(i32);

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl AddAssign<i32> for Money {
    fn add_assign(&mut self, other: i32) {
        self.0 += other;
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Index<Range<i32>> for Money {
    type Output = i32;
    fn index(&self, _: Range<i32>) -> &i32 {
        &self.0
    }
}

check!(overloaded_operators, [5, 6, 7, 0], [1, 2, 3, 4], (Money(-4), -4), -> (Money, i32) {
    let mut sum = -(Money(yield_!(1)) + Money(yield_!(2)));
    sum += yield_!(3);
    (sum, sum[0..yield_!(4)])
});

// Values made of others.

#[derive(Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
    z: i32,
}

impl Point {
    fn origin() -> Point {
        Point { x: 0, y: 0, z: 0 }
    }
}

check!(struct_fields, [5, 6], [1, 2], Point { x: 6, y: 7, z: 5 }, -> Point {
    let y = 7;
    Point { z: yield_!(1), x: yield_!(2), y }
});

check!(a_struct_base, [5, 6], [1, 2], Point { x: 5, y: 0, z: 0 }, -> Point {
    Point { x: yield_!(1), ..if yield_!(2) == 6 { Point::origin() } else { unreachable!() } }
});

check!(a_tuple, [5, 6], [1, 2], (5, "x", 6), -> (i32, &'static str, i32) {
    (yield_!(1), "x", yield_!(2))
});

check!(a_tuple_field, [5], [1], 6, -> i32 { (yield_!(1), 6).1 });

check!(an_array, [5, 6], [1, 2], [5, 0, 6], -> [i32; 3] { [yield_!(1), 0, yield_!(2)] });

check!(a_repeated_array, [5], [1], [5; 3], -> [i32; 3] { [yield_!(1); 3] });

check!(an_index, [2], [1], 30, -> i32 { [10, 20, 30][yield_!(1) as usize] });

check!(an_indexed_value, [7], [1], 7, -> i32 { [0, yield_!(1)][1] });

check!(ranges, [1, 3, 2], [1, 2, 3], (1..3, ..=2), -> (Range<i32>, std::ops::RangeToInclusive<i32>) {
    (yield_!(1)..yield_!(2), ..=yield_!(3))
});

check!(a_slice_by_a_range, [1, 3], [1, 2], vec![1, 2], -> Vec<i32> {
    [0, 1, 2, 3][yield_!(1) as usize..yield_!(2) as usize].to_vec()
});

check!(a_cast, [-1], [1], u8::MAX, -> u8 { yield_!(1) as u8 });

check!(a_reference, [5, 6], [1, 2], 11, -> i32 {
    fn add(a: &i32, b: &mut i32) -> i32 {
        *b += *a;
        *b
    }
    let mut b = *&yield_!(1);
    add(&yield_!(2), &mut b)
});

check!(a_reference_that_extends_its_value, [5], [1], 5, -> i32 {
    let x = &yield_!(1);
    *x
});

check!(a_closure_made_beside_it, [5], [1], 15, -> i32 {
    let offset = 10;
    let apply = |f: fn(i32) -> i32, x: i32| f(x);
    apply(|n| n + 10, yield_!(offset - 9))
});

// Control flow.

check!(an_if_condition, [5, 6], [1, 2], 6, -> i32 {
    if yield_!(1) == 5 { yield_!(2) } else { yield_!(3) }
});

check!(an_else_if_condition, [4, 5, 6], [1, 2, 4], 6, -> i32 {
    if yield_!(1) == 5 { yield_!(3) } else if yield_!(2) == 5 { yield_!(4) } else { 0 }
});

check!(an_if_as_an_operand, [5, 6, 7], [1, 2, 3], 13, -> i32 {
    (if yield_!(1) == 5 { yield_!(2) } else { 0 }) + yield_!(3)
});

check!(an_if_let, [5, 6], [1, 2], 11, -> i32 {
    if let Some(x) = Some(yield_!(1)) { x + yield_!(2) } else { 0 }
});

check!(a_let_chain, [5, 6, 7], [1, 2, 3], 18, -> i32 {
    if let Some(x) = Some(yield_!(1)) && x == 5 && let Some(y) = Some(yield_!(2)) && y > x {
        x + y + yield_!(3)
    } else {
        0
    }
});

check!(a_let_chain_that_stops, [5, 4], [1, 2], -1, -> i32 {
    if let Some(x) = Some(yield_!(1)) && let Some(y) = Some(yield_!(2)) && y > x { y } else { -1 }
});

check!(a_while_condition, [5, 6, 0], [1, 1, 1], 11, -> i32 {
    let mut sum = 0;
    let mut last;
    while { last = yield_!(1); last != 0 } {
        sum += last;
    }
    sum
});

check!(a_while_let, [5, 0, 6, -1], [1, 2, 1, 1], 11, -> i32 {
    let mut sum = 0;
    while let Some(x) = Some(yield_!(1)).filter(|x| *x >= 0) {
        sum += x;
        if x == 5 {
            yield_!(2);
        }
    }
    sum
});

check!(a_for_iterator, [3], [7], 3, -> i32 {
    let mut sum = 0;
    for x in 0..yield_!(7) {
        sum += x;
    }
    sum
});

check!(a_for_body_with_a_pattern, [5, 6], [10, 21], 11, -> i32 {
    let mut sum = 0;
    for (index, number) in [1, 2].into_iter().enumerate() {
        sum += yield_!(number * 10 + index as i32);
    }
    sum
});

check!(a_match_scrutinee, [5], [1], "five", -> &'static str {
    match yield_!(1) {
        5 => "five",
        _ => "other",
    }
});

check!(a_match_arm, [2, 6], [1, 20], 6, -> i32 {
    match yield_!(1) {
        1 => yield_!(10),
        2 => yield_!(20),
        _ => 0,
    }
});

check!(a_match_guard, [5, 0, 6, 7], [1, 2, 3, 4], 7, -> i32 {
    match yield_!(1) {
        x if yield_!(2) == x => 0,
        5 if yield_!(3) == 6 => yield_!(4),
        _ => 1,
    }
});

check!(a_match_with_every_pattern, [5, 6], [1, 3], (3, 6), -> (i32, i32) {
    let list = [Some(1), Some(2), None];
    let mut found = (0, 0);
    match list.len() as i32 + yield_!(1) {
        all @ 8..=9 => found.0 = all - 5,
        0 | 1 => {}
        _ => unreachable!(),
    }
    match [1, 2, 3, 4] {
        [first, .., last] if first < last => found.1 = yield_!(last - first),
        _ => {}
    }
    found
});

check!(bindings_by_reference, [5], [3], 8, -> i32 {
    let mut pair = (Some(3), 0);
    if let (Some(ref n), ref mut sum) = pair {
        *sum = *n;
    }
    match pair {
        (Some(n), sum) => sum + yield_!(n),
        (None, _) => 0,
    }
});

check!(a_return_value, [5], [1], 5, -> i32 {
    if true {
        return yield_!(1);
    }
    0
});

check!(a_break_value, [0, 5, 6], [1, 1, 2], 6, -> i32 {
    loop {
        if yield_!(1) == 5 {
            break yield_!(2);
        }
    }
});

check!(a_labelled_break_out_of_an_operand, [5, 6], [1, 2], 106, -> i32 {
    100 + 'sum: {
        three(yield_!(1), break 'sum yield_!(2), unreachable_value())
    }
});

fn unreachable_value() -> i32 {
    unreachable!()
}

check!(a_labelled_continue, [5, 6, 7], [0, 1, 2], 18, -> i32 {
    let mut sum = 0;
    'outer: for number in 0..3 {
        loop {
            sum += yield_!(number);
            continue 'outer;
        }
    }
    sum
});

check!(a_block, [5, 6], [1, 2], 11, -> i32 {
    let sum = {
        let x = yield_!(1);
        x + yield_!(2)
    };
    sum
});

check!(a_labelled_block, [5], [1], 5, -> i32 {
    'block: {
        if let x @ 5 = yield_!(1) {
            break 'block x;
        }
        0
    }
});

check!(an_unsafe_block, [5], [1], 5, -> i32 {
    // SAFETY: the string is text, as every literal is.
    let text = unsafe { std::str::from_utf8_unchecked(&[yield_!(1) as u8 + b'0']).to_string() };
    text.parse().unwrap_or(-1)
});

check!(a_question_mark, [5], [1], Some(6), -> Option<i32> { Some(Some(yield_!(1))? + 1) });

check!(a_question_mark_that_leaves, [5], [1], None, -> Option<i32> {
    let x = u8::try_from(yield_!(1) - 6).ok()?;
    Some(i32::from(x) + yield_!(2))
});

check!(every_line_of_a_closure_beside_it, [5], [1], 6, -> i32 {
    let halve = |n: i32| -> Option<i32> {
        if n % 2 == 0 {
            return Some(n / 2);
        }
        Some(n).filter(|n| *n > 100)?;
        None
    };
    let half = halve(2);
    yield_!(1) + half.unwrap_or(0) + halve(3).unwrap_or(0)
});

// std's macros.

check!(the_arguments_of_format, [5, 6], [1, 2], "5 and 06, not 7", -> String {
    let x = 7;
    format!("{} and {:0width$}, not {x}", yield_!(1), yield_!(2), width = 2)
});

check!(the_arguments_of_vec, [5, 6, 2], [1, 2, 3], (vec![5, 6], vec![0, 0]), -> (Vec<i32>, Vec<i32>) {
    (vec![yield_!(1), yield_!(2)], vec![0; yield_!(3) as usize])
});

check!(the_arguments_of_assertions, [5, 5, 6, 1], [1, 2, 3, 4], (), -> () {
    assert_eq!(yield_!(1), yield_!(2), "they are equal");
    assert_ne!(5, yield_!(3));
    assert!(yield_!(4) == 1, "{}", unreachable_value());
});

check!(the_arguments_of_matches, [5, 6], [1, 2], (true, false), -> (bool, bool) {
    (matches!(yield_!(1), 1..=5), matches!(yield_!(2), n if n < 6))
});

check!(the_arguments_of_write, [5, 6], [1, 2], "5\n6", -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", yield_!(1));
    let _ = write!(text, "{}", yield_!(2));
    text
});

check!(the_arguments_of_println, [5], [1], (), -> () {
    println!("{}", yield_!(1));
});

check!(a_panic_message_is_not_evaluated_without_a_panic, [5], [1], 5, -> i32 {
    let x = yield_!(1);
    if x != 5 {
        panic!("{}", yield_!(2));
    }
    x
});

// What stands in a body.

check!(items_and_macros_in_the_body, [5, 6], [1, 2], 33, -> i32 {
    use std::convert::identity as same;
    const FACTOR: i32 = 3;
    macro_rules! times {
        ($a:expr) => { $a * FACTOR };
    }
    struct Pair(i32, i32);
    impl Pair {
        fn sum(&self) -> i32 {
            self.0 + self.1
        }
    }
    let pair = Pair(yield_!(1), same(yield_!(2)));
    times!(pair.sum())
});

check!(names_that_the_expansion_might_use, [5, 6], [1, 15], 41, -> i32 {
    let state = yield_!(1);
    let (resume, pinned, machine, value, r#type) = (1, 2, 3, 4, 5);
    let sent = yield_!(resume + pinned + machine + value + r#type);
    let (iter, next, item, result, this, step, cx) = (1, 2, 3, 4, 5, 6, 9);
    state + sent + iter + next + item + result + this + step + cx
});

check!(a_name_with_three_values, [5, 6], [1, 6], 13, -> i32 {
    let x = 1;
    let x = x + yield_!(x);
    let x = x + { let x = yield_!(x); x + 1 };
    x
});
