//! Methods that take their receivers by value, and methods that borrow them, by names that do not say which.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;

use coro_core::time::yield_now;
use coro_core::{Coroutine, run};

thread_local!(static TRACE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) });

fn trace(what: impl Into<String>) {
    TRACE.with_borrow_mut(|trace| trace.push(what.into()));
}

fn traced() -> String {
    TRACE.take().join(" ")
}

/// What it drops it says.
struct Connection(&'static str);

impl Drop for Connection {
    fn drop(&mut self) {
        trace(format!("drop({})", self.0));
    }
}

impl Connection {
    async fn ping(&self) -> &str {
        yield_now().await;
        self.0
    }

    async fn rename(&mut self, name: &'static str) {
        yield_now().await;
        self.0 = name;
    }

    async fn apply(self, times: &u32, into: impl Into<String>) -> String {
        yield_now().await;
        format!("{}{}{}", self.0, times, into.into())
    }

    fn shutdown_now(self) {
        trace("shutdown");
    }

    async fn share(self: Arc<Self>) -> usize {
        yield_now().await;
        Arc::strong_count(&self)
    }

    async fn unbox(self: Box<Self>) -> &'static str {
        yield_now().await;
        self.0
    }
}

trait Serve {
    async fn serve(self) -> usize;
    async fn look(&self) -> usize;
    async fn change(&mut self) -> &mut &'static str;
}

impl Serve for Connection {
    async fn serve(self) -> usize {
        yield_now().await;
        self.0.len()
    }

    async fn look(&self) -> usize {
        yield_now().await;
        self.0.len()
    }

    async fn change(&mut self) -> &mut &'static str {
        yield_now().await;
        &mut self.0
    }
}

/// Its methods are those of what is in it.
struct Pooled(Connection);

impl Deref for Pooled {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

#[coro_core::coroutine]
async fn by_value(connection: Connection, times: &u32) -> String {
    let applied = connection.apply(times, "!").await;
    trace("end");
    applied
}

#[coro_core::coroutine]
async fn by_reference(connection: Connection) -> usize {
    let name = connection.ping().await;
    yield_now().await;
    trace("end");
    name.len()
}

#[coro_core::coroutine]
async fn by_unique_reference(mut connection: Connection) {
    connection.rename("new").await;
    trace("end");
}

#[coro_core::coroutine]
async fn without_await(connection: Connection, other: Connection) {
    other.ping().await;
    if connection.0.len() == 1 {
        connection.shutdown_now();
    }
    yield_now().await;
    trace("end");
}

#[coro_core::coroutine]
async fn on_one_branch(connection: Connection, now: bool) -> String {
    let mut text = connection.ping().await.to_owned();
    if now {
        text += &connection.apply(&3, 'c').await;
    }
    yield_now().await;
    trace("end");
    text
}

#[coro_core::coroutine]
async fn of_a_trait<S: Serve, T: Serve, U: Serve>(serves: S, looks: T, mut changes: U) -> usize {
    let served = serves.serve().await;
    let looked = looks.look().await;
    let name = changes.change().await;
    yield_now().await;
    *name = "changed";
    trace("end");
    served + looked
}

#[coro_core::coroutine]
async fn of_pointers(
    shared: Arc<Connection>,
    boxed: Box<Connection>,
    mut pooled: Pooled,
    other: Arc<Connection>,
) -> usize {
    let count = shared.share().await;
    trace(boxed.unbox().await);
    pooled.rename("pooled").await;
    let name = other.ping().await;
    yield_now().await;
    trace("end");
    count + name.len()
}

/// A builder that is dropped.
#[derive(Default)]
struct Request {
    retries: usize,
    name: String,
}

impl Drop for Request {
    fn drop(&mut self) {
        trace(format!("drop(request {}{})", self.name, self.retries));
    }
}

impl Request {
    fn retries(mut self, retries: usize) -> Self {
        self.retries = retries;
        self
    }

    fn named(&mut self, name: &str) -> &mut Self {
        self.name = name.to_owned();
        self
    }

    fn copied_whole(&self) -> Request {
        Request { retries: self.retries + 1, name: self.name.clone() }
    }

    async fn log(self, to: &RefCell<Vec<usize>>) -> usize {
        yield_now().await;
        to.borrow_mut().push(self.retries);
        self.retries
    }
}

#[coro_core::coroutine]
async fn of_temporaries(log: RefCell<Vec<usize>>) -> Vec<usize> {
    let first = Request::default().retries(3).log(&log).await;
    trace("first");
    let second =
        Request::default().named("n").copied_whole().retries(first + 4).copied_whole().log(&log).await;
    trace("second");
    assert_eq!((first, second), (3, 8));
    log.into_inner()
}

#[coro_core::coroutine]
async fn numbers_and_iterators(items: Vec<u8>, pair: (u8, u8), text: String) -> (u8, usize, u8) {
    let mut rest = items.into_iter();
    let first = rest.nth(0).unwrap();
    let tail = rest.tally();
    yield_now().await;
    let sum = pair.total();
    let copy = pair;
    let upper = text.chars().tally();
    yield_now().await;
    (first, tail + upper, sum + copy.0)
}

trait Tally: Iterator + Sized {
    fn tally(self) -> usize {
        self.count()
    }
}

impl<I: Iterator> Tally for I {}

trait Total {
    fn total(self) -> u8;
}

impl Total for (u8, u8) {
    fn total(self) -> u8 {
        self.0 + self.1
    }
}

/// Only its name is like that of `Connection`'s.
trait Apply {
    fn apply(&self) -> &'static str;
}

impl Apply for Pooled {
    fn apply(&self) -> &'static str {
        "pooled"
    }
}

#[coro_core::coroutine]
async fn the_first_that_fits(pooled: Pooled) -> &'static str {
    let found = pooled.apply();
    yield_now().await;
    trace("end");
    found
}

struct Server {
    name: String,
    first: Option<Connection>,
}

impl Server {
    #[coro_core::coroutine]
    async fn run(self, n: usize) -> String {
        let name = self.finish(n).await;
        yield_now().await;
        name
    }

    async fn finish(self, n: usize) -> String {
        yield_now().await;
        drop(self.first);
        self.name.repeat(n)
    }
}

#[coro_core::coroutine(yield = usize)]
fn in_a_generator(connection: Connection, text: String) {
    let words: Vec<&str> = text.split(' ').collect();
    let name = &connection;
    yield_!(1);
    yield_!(name.0.len());
    connection.shutdown_now();
    for word in words {
        yield_!(word.len());
    }
    trace("end");
}

#[test]
fn what_a_method_takes_is_gone() {
    assert_eq!(run(by_value(Connection("a"), &7)).unwrap(), "a7!");
    assert_eq!(traced(), "drop(a) end");
    assert_eq!(run(the_first_that_fits(Pooled(Connection("a")))).unwrap(), "pooled");
    assert_eq!(traced(), "end drop(a)");
}

#[test]
fn what_a_method_borrows_stays_to_the_end_of_its_scope() {
    assert_eq!(run(by_reference(Connection("name"))).unwrap(), 4);
    assert_eq!(traced(), "end drop(name)");
    run(by_unique_reference(Connection("old"))).unwrap();
    assert_eq!(traced(), "end drop(new)");
}

#[test]
fn it_may_depend_on_the_path() {
    run(without_await(Connection("a"), Connection("b"))).unwrap();
    assert_eq!(traced(), "shutdown drop(a) end drop(b)");
    run(without_await(Connection("long"), Connection("b"))).unwrap();
    assert_eq!(traced(), "end drop(b) drop(long)");
    assert_eq!(run(on_one_branch(Connection("a"), true)).unwrap(), "aa3c");
    assert_eq!(traced(), "drop(a) end");
    assert_eq!(run(on_one_branch(Connection("a"), false)).unwrap(), "a");
    assert_eq!(traced(), "end drop(a)");
}

#[test]
fn it_is_seen_through_traits_and_pointers() {
    assert_eq!(run(of_a_trait(Connection("a"), Connection("bc"), Connection("d"))).unwrap(), 3);
    assert_eq!(traced(), "drop(a) end drop(changed) drop(bc)");
    let other = Arc::new(Connection("other"));
    let pointers =
        of_pointers(Arc::new(Connection("s")), Box::new(Connection("b")), Pooled(Connection("p")), other);
    assert_eq!(run(pointers).unwrap(), 6);
    assert_eq!(traced(), "drop(s) drop(b) b end drop(other) drop(pooled)");
}

#[test]
fn temporaries_live_to_the_end_of_their_statement() {
    assert_eq!(run(of_temporaries(RefCell::default())).unwrap(), [3, 8]);
    assert_eq!(traced(), "drop(request 3) first drop(request n8) drop(request n7) drop(request n0) second");
}

#[test]
fn what_has_no_destructor_is_as_before() {
    let found = run(numbers_and_iterators(vec![5, 6, 7], (1, 2), "abc".to_owned())).unwrap();
    assert_eq!(found, (5, 5, 4));
}

#[test]
fn a_receiver_of_the_function_itself() {
    let server = Server { name: "ab".to_owned(), first: Some(Connection("s")) };
    assert_eq!(run(server.run(2)).unwrap(), "abab");
    assert_eq!(traced(), "drop(s)");
}

#[test]
fn a_generator_that_holds_borrows() {
    let generator = in_a_generator(Connection("abc"), "de f".to_owned());
    let mut generator: Pin<Box<_>> = Box::pin(generator);
    assert_eq!(generator.iter().collect::<Vec<_>>(), [1, 3, 2, 1]);
    assert_eq!(traced(), "shutdown drop(abc) end");
}

#[test]
fn what_is_cut_off_drops_what_is_left() {
    for resumes in 0..3 {
        let mut machine = Box::pin(on_one_branch(Connection("a"), true));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        for _ in 0..resumes {
            let _ = machine.as_mut().poll(&mut context);
        }
        drop(machine);
        assert_eq!(traced(), "drop(a)", "after {resumes}");
    }
}
