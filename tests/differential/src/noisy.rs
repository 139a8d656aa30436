//! Values that tell the trace what happens to them.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Add, AddAssign, Deref, DerefMut, Index, IndexMut, Mul, Neg, Not, Shl, Sub, SubAssign};

use crate::trace::say;

/// A value whose birth, uses and death are in the trace.
pub struct Noisy {
    name: Cow<'static, str>,
}

impl Noisy {
    /// A new one. Its name tells it from the others.
    pub fn new(name: impl fmt::Display) -> Noisy {
        say(format_args!("new {name}"));
        Noisy { name: name.to_string().into() }
    }

    /// The one that leaves no trace.
    pub const fn silent() -> Noisy {
        Noisy { name: Cow::Borrowed("") }
    }

    /// A small number made of the name.
    pub fn weight(&self) -> i64 {
        self.name.bytes().map(i64::from).sum::<i64>() % 10
    }

    /// Uses it up.
    pub fn into_weight(self) -> i64 {
        say(format_args!("into_weight {self}"));
        self.weight()
    }

    /// Looks at it.
    pub fn by_ref(&self) -> i64 {
        say(format_args!("by_ref {self}"));
        self.weight()
    }

    /// Changes it: its name grows by a dash.
    pub fn by_mut(&mut self, by: i64) -> i64 {
        say(format_args!("by_mut {self} {by}"));
        self.name.to_mut().push('\'');
        self.weight() + by
    }

    /// Looks at it, and takes an argument.
    pub fn plus(&self, by: i64) -> i64 {
        say(format_args!("plus {self} {by}"));
        self.weight() + by
    }

    /// Uses it up, and takes an argument.
    pub fn into_with(self, by: i64) -> Noisy {
        Noisy::new(format_args!("{self}.{by}"))
    }

    /// Uses it up and makes another of it.
    pub fn into_next(self) -> Noisy {
        Noisy::new(format_args!("{self}+"))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            say(format_args!("drop {self}"));
        }
    }
}

impl Clone for Noisy {
    fn clone(&self) -> Noisy {
        Noisy::new(format_args!("{self}#"))
    }
}

impl Default for Noisy {
    fn default() -> Noisy {
        Noisy::new("default")
    }
}

impl fmt::Display for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.name)
    }
}

impl PartialEq for Noisy {
    fn eq(&self, other: &Noisy) -> bool {
        say(format_args!("{self} == {other}"));
        self.name == other.name
    }
}

impl PartialOrd for Noisy {
    fn partial_cmp(&self, other: &Noisy) -> Option<std::cmp::Ordering> {
        say(format_args!("{self} <=> {other}"));
        self.name.partial_cmp(&other.name)
    }
}

macro_rules! binary {
    ($($operator:ident $method:ident $sign:literal $right:ty;)*) => {$(
        impl $operator<$right> for Noisy {
            type Output = Noisy;
            fn $method(self, right: $right) -> Noisy {
                Noisy::new(format_args!(concat!("({}", $sign, "{})"), self, right))
            }
        }
    )*};
}

binary! {
    Add add "+" Noisy;
    Add add "+" i64;
    Sub sub "-" Noisy;
    Mul mul "*" i64;
    Shl shl "<<" Noisy;
}

impl Neg for Noisy {
    type Output = Noisy;
    fn neg(self) -> Noisy {
        Noisy::new(format_args!("-{self}"))
    }
}

impl Not for Noisy {
    type Output = bool;
    fn not(self) -> bool {
        say(format_args!("!{self}"));
        self.weight() % 2 == 0
    }
}

impl AddAssign for Noisy {
    fn add_assign(&mut self, right: Noisy) {
        say(format_args!("{self} += {right}"));
        self.name.to_mut().push_str(right.name());
    }
}

impl SubAssign<i64> for Noisy {
    fn sub_assign(&mut self, right: i64) {
        say(format_args!("{self} -= {right}"));
        self.name.to_mut().push('-');
    }
}

/// Two of them. It has no destructor of its own: they can be moved out one by one.
#[derive(Debug)]
pub struct Pair {
    /// The first to be dropped.
    pub left: Noisy,
    /// The other.
    pub right: Noisy,
}

impl Pair {
    /// A pair of new ones.
    pub fn new(left: &'static str, right: &'static str) -> Pair {
        Pair { left: Noisy::new(left), right: Noisy::new(right) }
    }

    /// A pair of these two.
    pub fn of((left, right): (Noisy, Noisy)) -> Pair {
        Pair { left, right }
    }

    /// Both of it.
    pub fn into_both(self) -> (Noisy, Noisy) {
        (self.left, self.right)
    }
}

/// An iterator that hands out so many new ones.
#[derive(Debug)]
pub struct Source {
    this: Noisy,
    left: i64,
}

impl Source {
    /// Counts down from `count`.
    pub fn new(name: impl fmt::Display, count: i64) -> Source {
        Source { this: Noisy::new(name), left: count }
    }
}

impl Iterator for Source {
    type Item = Noisy;
    fn next(&mut self) -> Option<Noisy> {
        say(format_args!("next of {}", self.this));
        if self.left <= 0 {
            return None;
        }
        self.left -= 1;
        Some(Noisy::new(format_args!("{}{}", self.this, self.left)))
    }
}

/// A guard: derefs to what it guards, and says so.
#[derive(Debug)]
pub struct Guard(Noisy);

impl Guard {
    /// Guards a new one.
    pub fn new(name: impl fmt::Display) -> Guard {
        Guard(Noisy::new(name))
    }
}

impl Deref for Guard {
    type Target = Noisy;
    fn deref(&self) -> &Noisy {
        say(format_args!("deref {}", self.0));
        &self.0
    }
}

impl DerefMut for Guard {
    fn deref_mut(&mut self) -> &mut Noisy {
        say(format_args!("deref_mut {}", self.0));
        &mut self.0
    }
}

/// Some of them, by index.
#[derive(Debug, Default)]
pub struct Bag(pub Vec<Noisy>);

impl Index<i64> for Bag {
    type Output = Noisy;
    fn index(&self, index: i64) -> &Noisy {
        say(format_args!("index {index}"));
        &self.0[index as usize]
    }
}

impl IndexMut<i64> for Bag {
    fn index_mut(&mut self, index: i64) -> &mut Noisy {
        say(format_args!("index_mut {index}"));
        &mut self.0[index as usize]
    }
}

impl AddAssign<Noisy> for Bag {
    fn add_assign(&mut self, right: Noisy) {
        say(format_args!("bag += {right}"));
        self.0.push(right);
    }
}

/// A value whose destructor panics.
#[derive(Debug)]
pub struct Bomb(pub &'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        say(format_args!("drop bomb {}", self.0));
        panic!("bomb {}", self.0);
    }
}

/// The error inside.
#[derive(Debug)]
pub struct Small(pub Noisy);

/// The error outside, that `?` makes of the other.
#[derive(Debug)]
pub struct Big(pub Noisy);

impl From<Small> for Big {
    fn from(small: Small) -> Big {
        say(format_args!("convert {}", small.0));
        Big(small.0)
    }
}
