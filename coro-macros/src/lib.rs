//! The entry points of the coroutine compiler. The compiler itself is `coro-compiler`: a proc-macro crate can export
//! nothing but macros.
//!
//! Use them through `coro-core`, whose types the expansions name: `#[coro_core::coroutine]` and
//! `coro_core::keyword::coroutine!`.

use proc_macro::TokenStream;

/// Turns a function into a coroutine: it returns an `impl Coroutine`, which runs the body piece by piece.
///
/// It is written by its path, `#[coro_core::coroutine(..)]`: rustc has a built-in attribute `coroutine`, which a `use` of
/// this one would be confused with.
///
/// # Options
///
/// | option | the coroutine | left out |
/// |---|---|---|
/// | `yield = T` | yields values of type `T` | `()` |
/// | `send = T` | `yield_!(..)` evaluates to the `T` that it is resumed with | `()` |
/// | `send = T as pattern` | as above, and `pattern` binds the first value: `send` starts it | |
/// | `throw = E` | `yield_!(..)` evaluates to `Result<T, E>`: `Err` when an error is thrown into it | nothing can be thrown |
/// | `derive(A, B)` | the returned type is `A + B` too, where its locals are: `Debug`, `Clone` | |
///
/// ```
/// use coro_core::{Complete, Coroutine, Yielded};
///
/// #[coro_core::coroutine(yield = f64, send = f64 as first)]
/// fn average() {
///     let (mut sum, mut count) = (first, 1.0);
///     loop {
///         sum += yield_!(sum / count);
///         count += 1.0;
///     }
/// }
///
/// let mut average = average();
/// assert_eq!(average.send(10.0), Yielded(10.0));
/// assert_eq!(average.send(20.0), Yielded(15.0));
///
/// #[coro_core::coroutine(yield = u32, send = &str, throw = std::io::Error)]
/// fn lengths() -> std::io::Result<usize> {
///     let mut total = 0;
///     loop {
///         match yield_!(total as u32)? {
///             "" => return Ok(total),
///             line => total += line.len(),
///         }
///     }
/// }
///
/// let mut lengths = lengths();
/// assert!(matches!(lengths.start(), Yielded(0)));
/// assert!(matches!(lengths.send(&String::from("lent for one resume")), Yielded(19)));
/// let error = std::io::ErrorKind::TimedOut.into();
/// assert!(matches!(lengths.throw(error), Ok(Complete(Err(_)))));
///
/// #[coro_core::coroutine(yield = u8, derive(Debug, Clone))]
/// fn letters(first: u8) {
///     for letter in first..=b'z' {
///         yield_!(letter);
///     }
/// }
///
/// let mut letters = letters(b'x');
/// assert_eq!(letters.next(), Some(b'x'));
/// assert_eq!(letters.clone().collect::<Vec<_>>(), b"yz");
/// ```
///
/// A coroutine that is sent nothing, in which nothing can be thrown, and that returns `()` is a fused `Iterator`.
///
/// # In the body
///
/// Three macros have a meaning in the body, and only there; they are not imported. A suspension may stand wherever an
/// expression may: among arguments, in conditions, guards, and the arguments of std's macros.
///
/// ## `yield_!(value)`
///
/// Suspends, and hands out `value`; `yield_!()` hands out `()`. It evaluates to what the coroutine is resumed with.
///
/// ```
/// # use coro_core::{Complete, Coroutine, Yielded};
/// #[coro_core::coroutine(yield = &'static str, send = u32)]
/// fn area() -> u32 {
///     yield_!("width?") * yield_!("height?")
/// }
///
/// let mut area = area();
/// assert_eq!(area.start(), Yielded("width?"));
/// assert_eq!(area.send(6), Yielded("height?"));
/// assert_eq!(area.send(7), Complete(42));
/// ```
///
/// ## `yield_from!(child)`
///
/// Hands over to another coroutine until that is complete: what this one is sent, the child is sent; what is thrown into
/// this one is thrown into the child; closing this one closes the child. It evaluates to what the child returns, as
/// Python's `yield from` ([PEP 380](https://peps.python.org/pep-0380/)). The child yields, is sent and is thrown what this
/// one is.
///
/// ```
/// #[coro_core::coroutine(yield = u32)]
/// fn countdown(from: u32) -> u32 {
///     for n in (1..=from).rev() {
///         yield_!(n);
///     }
///     from
/// }
///
/// #[coro_core::coroutine(yield = u32)]
/// fn twice() {
///     let from = yield_from!(countdown(2));
///     yield_from!(countdown(from + 1));
/// }
///
/// assert_eq!(twice().collect::<Vec<_>>(), [2, 1, 3, 2, 1]);
/// ```
///
/// A function delegates to itself by its name, and an associated one by `Self::name(..)`, with its receiver among the arguments.
/// That is a call: the machine goes on as the callee, and keeps the states of its callers on a stack. To resume it takes as long at
/// any depth, a depth of a million overflows nothing, and where nothing is left to do behind the call, the callee takes its
/// caller's place. The machine stands where the innermost call does ([`Coroutine::resume_point`]). The stack needs the feature `alloc`.
///
/// ```
/// #[coro_core::coroutine(yield = Vec<u32>)]
/// fn subsets(of: &[u32], chosen: Vec<u32>) {
///     match of {
///         [] => yield_!(chosen),
///         [first, rest @ ..] => {
///             yield_from!(subsets(rest, chosen.clone()));
///             let with_it = [&chosen[..], &[*first]].concat();
///             yield_from!(subsets(rest, with_it));
///         }
///     }
/// }
///
/// assert_eq!(subsets(&[1, 2], vec![]).collect::<Vec<_>>(), [vec![], vec![2], vec![1], vec![1, 2]]);
/// ```
///
/// (C++'s `std::generator` does the same for `co_yield elements_of(..)`, [P2502](https://wg21.link/p2502).) What calls itself by way of
/// another function, or by a method's name, goes through a `Pin<Box<dyn Coroutine>>`. So does what calls itself with other types.
///
/// ## `defer! { .. }`
///
/// Runs the block at the end of its scope, on every way out: at its end, by `break`, `return` and `?`, by a panic, and
/// when the coroutine is closed or dropped. The block is a `move` closure: it can neither suspend nor return from the
/// coroutine, and what it mentions is its own from there on: a copy, or a reference, for which the local is borrowed first.
///
/// ```
/// # use std::cell::RefCell;
/// # use coro_core::{Coroutine, Yielded};
/// #[coro_core::coroutine(yield = u32)]
/// fn noted(log: &RefCell<Vec<&'static str>>) {
///     defer! { log.borrow_mut().push("undone"); }
///     log.borrow_mut().push("done");
///     yield_!(1);
/// }
///
/// let log = RefCell::new(Vec::new());
/// let mut noted = noted(&log);
/// assert_eq!(noted.start(), Yielded(1));
/// noted.close();
/// assert_eq!(*log.borrow(), ["done", "undone"]);
///
/// #[coro_core::coroutine(yield = usize)]
/// fn named(log: &RefCell<Vec<String>>, name: String) {
///     let shown = &name;
///     defer! { log.borrow_mut().push(format!("{shown} is done")); }
///     yield_!(name.len());
/// }
///
/// let log = RefCell::new(Vec::new());
/// # {
/// let mut named = std::pin::pin!(named(&log, "Ada".to_owned()));
/// assert_eq!(named.start(), Yielded(3));
/// named.close();
/// # }
/// assert_eq!(*log.borrow(), ["Ada is done"]);
/// ```
///
/// # Borrows
///
/// A local may stay borrowed while the coroutine is suspended. Such a local lies in a slot of the machine, so that it keeps
/// its address, and the coroutine is then not `Unpin`: it is driven through `std::pin::pin!` or `Box::pin`, and iterated by
/// [`Coroutine::iter`]. What rustc says of the borrows is what it says of a function that makes a call where this one suspends.
///
/// Which locals that are is read off the code, and to be sure it may be one too many: `let n = v.last();` may borrow `v`. Then
/// `#[moved] let v = ..;` keeps the coroutine `Unpin`, and `#[pinned] let` is for what was missed. A child that is pinned is
/// delegated to by `yield_from!(pin!(child))`.
///
/// ```
/// # use std::pin::pin;
/// # use coro_core::Coroutine;
/// #[coro_core::coroutine(yield = String)]
/// fn shout(text: &str) {
///     let words: Vec<_> = text.split(' ').collect();
///     for word in words.iter() {
///         yield_!(word.to_uppercase());
///     }
/// }
///
/// let mut shout = pin!(shout("a bc"));
/// assert_eq!(shout.iter().collect::<Vec<_>>(), ["A", "BC"]);
/// ```
///
/// With several lifetimes, or with type parameters, such a function gets one lifetime more, which the others outlive, as with the
/// `async-trait` crate. A method that implements a trait's cannot have one: there it is refused (E0195). An `async fn` gets it as
/// well, for the futures that it awaits, unless it may be such a method: it takes `self`, and has no visibility of its own.
///
/// # `async fn`
///
/// An `async fn` becomes a machine that is suspended at its `.await`s: a [`Future`], which any executor
/// runs, and a `Coroutine` that is sent the waker of its task and into which [`Cancelled`] can be thrown. It awaits whatever
/// is an `IntoFuture`. With `yield = T` it is a `futures_core::Stream` of `T`, which a cancellation can be thrown into at a `yield_!`
/// as well; [`aclosing`] has the event loop await its deferred blocks when it is dropped there.
///
/// A `defer!` in it may await: that is Python's `async with`, and async drop. It is no closure then, and captures nothing: it
/// stands at the end of its scope, on every way out, and where the future is cancelled it runs to its end before that goes
/// on. An executor that knows no cancellation drops the future instead: then it runs as far as it comes without waiting.
///
/// ```
/// # use coro_core::{run, time::sleep};
/// # use std::time::Duration;
/// # async fn connect(_: &str) -> std::io::Result<Connection> { Ok(Connection) }
/// # struct Connection;
/// # impl Connection {
/// #     async fn send(&mut self, text: &str) -> std::io::Result<usize> { Ok(text.len()) }
/// #     async fn close(&mut self) { sleep(Duration::ZERO).await }
/// # }
/// #[coro_core::coroutine]
/// async fn greet(address: &str) -> std::io::Result<usize> {
///     let mut connection = connect(address).await?;
///     defer! { connection.close().await; }
///     let sent = connection.send("hello").await?;
///     sleep(Duration::from_millis(1)).await;
///     Ok(sent)
/// }
///
/// assert_eq!(run(greet("example")).unwrap().unwrap(), 5);
/// ```
///
/// An `async fn` awaits itself by its name, or by `Self::name(..)`, as a coroutine delegates to itself: that is a call, and needs no
/// box.
///
/// ```
/// # use coro_core::run;
/// #[coro_core::coroutine]
/// async fn factorial(n: u64) -> u64 {
///     if n == 0 { 1 } else { n * factorial(n - 1).await }
/// }
///
/// assert_eq!(run(factorial(10)).unwrap(), 3_628_800);
/// ```
///
/// By a method's name it does so in a box, `Box::pin(child.sum()).await`, and by way of another function in one of a named type:
/// `let child: Pin<Box<dyn Future<Output = u64>>> = Box::pin(other(n - 1));`.
///
/// [`Coroutine::iter`]: ../coro_core/trait.Coroutine.html#method.iter
/// [`Coroutine::resume_point`]: ../coro_core/trait.Coroutine.html#tymethod.resume_point
/// [`Cancelled`]: ../coro_core/struct.Cancelled.html
/// [`aclosing`]: ../coro_core/aclosing/fn.aclosing.html
///
/// # Limits
///
/// All but the last three are compile errors.
///
/// - A local of which only a part was moved away can be kept across a suspension only if the function shows all its parts:
///   by a tuple, a tuple type, a struct that is written out, or a pattern that passes over none. Of a struct no two fields
///   with a destructor may be left, for their order is not seen. Otherwise rustc refuses it (E0382), and so it does where the
///   struct implements `Drop` (E0509). Take it apart whole: `let Pair { left, right } = pair;`.
/// - A macro that is not one of std's gets a reference of the same name for a local that is borrowed across a suspension. In a
///   closure that cannot be: borrow it first.
/// - A `break` with a value cannot leave the scope of a `defer!` that awaits.
/// - Nothing can suspend inside a closure, an `async` block, or the arguments of a macro that is not one of std's.
/// - That a method moves its receiver is read off its name, where the receiver is a temporary, or a local that is not
///   mentioned again. If it only borrows, rustc refuses that (E0793): write `(&x).unwrap()`. A wrong name is not seen where the
///   method borrows what a `Box` holds, or a type whose alignment is 1: such a value is dropped at the next suspension. Of
///   other names rustc is asked in an `async fn`, and where the receiver is borrowed across a suspension, unless an argument
///   is a closure, suspends, or has a type that depends on the method. If it moves where rustc was not asked, that is E0382,
///   E0507 or E0509: write `{ x }.stop()`, and for a temporary a `let` before it.
/// - A pattern that binds all parts of a struct which implements `Drop` copies them: the struct is dropped at the next suspension.
///   With a `ref`, or matched by reference, it is kept.
/// - A macro that returns, or leaves a loop, does so in the machine, where that means something else, or is a compile error. `bail!`
///   and `ensure!`, as the crates for errors have them, return from the function.
/// - A `let` that some macro expands to is not seen: what it binds lives to the next suspension only. Naming it after
///   that is a compile error, but a guard that nobody names is dropped there.
#[proc_macro_attribute]
pub fn coroutine(options: TokenStream, item: TokenStream) -> TokenStream {
    coro_compiler::attribute(options.into(), item.into()).into()
}

/// The form with the real `yield` keyword, for functions and closures. Its name in `coro-core` is `keyword::coroutine!`.
///
/// In an attribute's function stable rustc refuses `yield`; between a macro's brackets it does not. Everything else is as in
/// [`#[coroutine]`](macro@coroutine).
///
/// # Functions
///
/// What the attribute takes as options stands before the return type: `yield T send T throw E`, each of which can be left
/// out.
///
/// ```
/// use coro_core::keyword::coroutine;
///
/// coroutine! {
///     /// The Fibonacci numbers.
///     pub fn fib(limit: u64) yield u64 {
///         let (mut a, mut b) = (0, 1);
///         for _ in 0..limit {
///             yield a;
///             (a, b) = (b, a + b);
///         }
///     }
/// }
///
/// assert_eq!(fib(8).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5, 8, 13]);
/// ```
///
/// # Closures
///
/// A closure is the coroutine itself. Its argument, if it has one, is the first value that is sent; the types are
/// inferred. With `move` it owns what it captures.
///
/// ```
/// use coro_core::{Complete, Coroutine, Yielded, keyword::coroutine};
///
/// let greeting = String::from("hello");
/// let mut greeter = coroutine!(move |first: &'static str| {
///     let second = yield format!("{greeting}, {first}");
///     format!("{greeting}, {first} and {second}")
/// });
/// assert_eq!(greeter.send("Ada"), Yielded("hello, Ada".to_string()));
/// assert_eq!(greeter.send("Grace"), Complete("hello, Ada and Grace".to_string()));
/// ```
///
/// `coroutine!(async move { .. })` is the machine of an `async` block: a future, or where it yields, a `Stream`.
#[proc_macro]
pub fn coroutine_with_keyword(input: TokenStream) -> TokenStream {
    coro_compiler::function_like(input.into()).into()
}

/// Compiles and runs the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Compiles and runs those of the page on tokio.
#[cfg(doctest)]
#[doc = include_str!("../../docs/for-tokio-users.md")]
struct ForTokioUsers;
