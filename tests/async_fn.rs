//! `async fn` as an explicit machine: a future that any executor runs.

// Of the names that an expansion has, clippy has nothing to say.
#![deny(clippy::similar_names)]

mod support;

use std::cell::Cell;
use std::future::{Future, ready};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use coro_core::keyword::coroutine;
use coro_core::{Cancelled, Complete, Coroutine, Status, Yielded};
use support::{block_on, pause};

async fn add(a: &u32, b: u32) -> u32 {
    pause().await;
    a + b
}

#[coro_core::coroutine]
async fn sums(numbers: Vec<u32>, more: &[u32]) -> u32 {
    let mut total = 0;
    for number in numbers.iter().chain(more) {
        total += add(number, total).await;
    }
    total
}

#[test]
fn awaits_borrow_locals_and_arguments() {
    assert_eq!(block_on(sums(vec![1, 2], &[3])), (11, 3));
}

struct Reader {
    text: &'static [u8],
}

impl Reader {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, String> {
        pause().await;
        if self.text.is_empty() {
            return Err("empty".to_owned());
        }
        let count = self.text.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.text[..count]);
        self.text = &self.text[count..];
        Ok(count)
    }

    #[coro_core::coroutine]
    async fn read_all(&mut self) -> Result<String, String> {
        let mut buffer = [0; 4];
        let mut all = String::new();
        while all.len() < 6 {
            let count = self.read(&mut buffer).await?;
            all += &String::from_utf8_lossy(&buffer[..count]);
        }
        if self.text.is_empty() && self.read(&mut buffer[..1]).await.is_ok() {
            return Err("it should be empty".to_owned());
        }
        Ok(all)
    }
}

#[test]
fn a_buffer_is_lent_to_each_await() {
    let mut reader = Reader { text: b"abcdef" };
    assert_eq!(block_on(reader.read_all()), (Ok("abcdef".to_owned()), 3));
    assert_eq!(block_on(reader.read_all()), (Err("empty".to_owned()), 1));
}

#[coro_core::coroutine]
async fn everywhere(flag: bool) -> String {
    let list = [ready(1).await, add(&1, 1).await, {
        pause().await;
        3
    }];
    let text = format!("{} {}", add(&1, 2).await, if flag { ready("yes").await } else { "no" });
    match add(&list[0], list[1]).await {
        3 if flag => format!("{text} {}", list[2] + add(&1, 1).await),
        other => format!("{text} {other}"),
    }
}

#[test]
fn an_await_stands_wherever_an_expression_does() {
    assert_eq!(block_on(everywhere(true)).0, "3 yes 5");
    assert_eq!(block_on(everywhere(false)).0, "3 no 3");
}

#[coro_core::coroutine]
async fn generic<T: Clone, F: Future<Output = T>>(future: F, times: usize) -> Vec<T> {
    let value = future.await;
    let mut all = Vec::new();
    for _ in 0..times {
        pause().await;
        all.push(value.clone());
    }
    all
}

#[test]
fn the_future_may_be_of_any_type() {
    assert_eq!(block_on(generic(add(&1, 2), 2)), (vec![3, 3], 3));
    assert_eq!(block_on(generic(generic(ready('a'), 1), 1)).0, [['a']]);
}

#[coro_core::coroutine]
async fn factorial(n: u64) -> u64 {
    if n == 0 {
        return 1;
    }
    pause().await;
    let smaller: Pin<Box<dyn Future<Output = u64>>> = Box::pin(factorial(n - 1));
    n * smaller.await
}

#[test]
fn recursion_goes_through_a_box() {
    assert_eq!(block_on(factorial(5)), (120, 5));
}

struct Dropped(Rc<Cell<u32>>, u32);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.set(self.0.get() * 10 + self.1);
    }
}

#[coro_core::coroutine]
async fn keeps(log: Rc<Cell<u32>>) -> u32 {
    let _first = Dropped(Rc::clone(&log), 1);
    let second = Dropped(Rc::clone(&log), 2);
    let reference = &second;
    pause().await;
    reference.1
}

#[test]
fn dropping_it_drops_what_it_keeps() {
    let log = Rc::new(Cell::new(0));
    let mut future = Box::pin(keeps(Rc::clone(&log)));
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(future.status(), Status::Suspended);
    assert_eq!(future.resume_point().variant, "Await0");
    drop(future);
    assert_eq!(log.get(), 21);
}

#[test]
fn it_is_a_coroutine_that_is_sent_a_waker() {
    let mut future = pin!(add_twice());
    assert_eq!(future.send(Waker::noop()), Yielded(()));
    assert_eq!(future.send(Waker::noop()), Yielded(()));
    assert_eq!(future.send(Waker::noop()), Complete(Ok(4)));
}

#[coro_core::coroutine]
async fn add_twice() -> u32 {
    add(&1, 1).await + add(&1, 1).await
}

#[test]
fn a_cancellation_is_thrown_at_the_innermost_await() {
    #[coro_core::coroutine]
    async fn outer(log: Rc<Cell<u32>>) -> u32 {
        let _kept = Dropped(Rc::clone(&log), 3);
        keeps(log).await + 1
    }
    let log = Rc::new(Cell::new(0));
    let mut future = pin!(outer(Rc::clone(&log)));
    assert_eq!(future.send(Waker::noop()), Yielded(()));
    assert_eq!(future.throw(Cancelled::new()), Ok(Complete(Err(Cancelled::new()))));
    assert_eq!(future.status(), Status::Returned);
    assert_eq!(log.get(), 213);
}

#[test]
fn it_is_send_when_its_locals_are() {
    fn require_send<T: Send>(_: T) {}
    require_send(everywhere(true));
    require_send(sums(Vec::new(), &[]));
}

#[test]
fn an_async_block_is_a_machine_too() {
    let text = String::from("a b");
    let owned = text.clone();
    let words = coroutine!(async move {
        let words: Vec<&str> = owned.split(' ').collect();
        let mut lengths = Vec::new();
        for word in &words {
            pause().await;
            lengths.push(word.len());
        }
        lengths
    });
    assert_eq!(block_on(words), (vec![1, 1], 2));
    let mut total = 0;
    block_on(coroutine!(async {
        total += add(&1, text.len() as u32).await;
    }));
    assert_eq!(total, 4);
    let fails = coroutine!(async move {
        let number: u32 = ready("x").await.parse()?;
        Ok::<u32, std::num::ParseIntError>(number)
    });
    assert!(block_on(fails).0.is_err());
}

/// Pending once.
#[derive(Debug)]
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[coro_core::coroutine(derive(Debug))]
async fn shown(number: u32) -> u32 {
    Once(false).await;
    number
}

#[test]
fn it_shows_where_it_stands() {
    let mut shown = pin!(shown(1));
    assert!(format!("{shown:?}").contains("Unresumed { number: 1 }"), "{shown:?}");
    assert_eq!(shown.send(Waker::noop()), Yielded(()));
    assert!(format!("{shown:?}").contains("Await0"), "{shown:?}");
    assert_eq!(shown.send(Waker::noop()), Complete(Ok(1)));
}

#[coro_core::coroutine]
async fn count(words: &[&str]) -> usize {
    let mut count = 0;
    for word in words {
        pause().await;
        count += word.len();
    }
    count
}

/// rustc infers that the one is `'static`, although the other is kept in the machine.
#[coro_core::coroutine]
async fn counts() -> usize {
    fn boxed(future: impl Future<Output = usize> + 'static) -> Pin<Box<dyn Future<Output = usize>>> {
        Box::pin(future)
    }
    let first = boxed(count(&["a", "bc"]));
    first.await + count(&["def"]).await
}

#[test]
fn one_function_is_called_for_two_lifetimes() {
    assert_eq!(block_on(counts()), (6, 3));
}

fn names() -> Vec<String> {
    vec!["Ada".to_owned()]
}

#[coro_core::coroutine]
async fn named_like_a_function() -> usize {
    let names = names();
    let first = &names[0];
    pause().await;
    first.len()
}

#[test]
fn a_local_may_be_named_like_the_function_that_makes_it() {
    assert_eq!(block_on(named_like_a_function()).0, 3);
}

/// What is borrowed across an await lies in a slot: a block takes it from there, or borrows it there.
#[test]
fn a_block_inside_captures_what_is_borrowed() {
    #[coro_core::coroutine]
    async fn body() -> (u32, u32, usize) {
        let (a, b) = (1, String::from("b"));
        let sum = add(&a, 2).await;
        let length = coroutine!(async {
            pause().await;
            b.len() + sum as usize
        });
        let length = length.await;
        let text = b;
        let owned = {
            let r = &text;
            add(&a, r.len() as u32).await;
            coroutine!(async move { add(&a, text.len() as u32).await })
        };
        (sum, owned.await, length)
    }
    assert_eq!(block_on(body()).0, (3, 2, 4));
}

#[coro_core::coroutine]
async fn twice<F, R>(first: impl AsyncFnOnce(u32) -> u32, second: F) -> R
where
    F: FnOnce(u32) -> R,
{
    let n = first(20).await;
    pause().await;
    let last = second(n);
    pause().await;
    last
}

#[test]
fn what_can_be_called_once_is_gone_with_the_call() {
    let text = String::from("!");
    let first = async |n| {
        pause().await;
        n * 2
    };
    assert_eq!(block_on(twice(first, move |n| format!("{n}{text}"))).0, "40!");
}

struct Node {
    value: u32,
    children: Vec<Node>,
}

impl Node {
    #[coro_core::coroutine]
    async fn sum(&self, depth: &mut u32) -> Result<u32, String> {
        *depth += 1;
        pause().await;
        let mut total = self.value;
        for child in &self.children {
            total += Box::pin(child.sum(depth)).await?;
        }
        if total == 13 { Err(format!("{} steps to {total}", depth)) } else { Ok(total) }
    }
}

#[coro_core::coroutine]
async fn countdown(n: u32) -> String {
    if n == 0 { String::from("0") } else { format!("{n} {}", Box::pin(countdown(n - 1)).await) }
}

#[coro_core::coroutine]
async fn powers(base: u64, exponents: &[u32], found: &mut Vec<u64>) -> u64 {
    let Some((first, rest)) = exponents.split_first() else { return 0 };
    pause().await;
    found.push(base.pow(*first));
    powers(base, rest, found).await + base.pow(*first)
}

#[coro_core::coroutine]
async fn counted(n: u64, sum: u64) -> u64 {
    if n == 0 {
        pause().await;
        return sum;
    }
    counted(n - 1, sum + n).await
}

#[coro_core::coroutine]
async fn summed(n: u64) -> u64 {
    if n == 0 {
        pause().await;
        return 0;
    }
    n + summed(n - 1).await
}

#[test]
fn a_function_awaits_itself() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    let mut found = Vec::new();
    assert_eq!(block_on(is_send(powers(2, &[1, 3, 5], &mut found))), (42, 3));
    assert_eq!(found, [2, 8, 32]);
    assert_eq!(block_on(is_send(counted(1_000_000, 0))), (500_000_500_000, 1));
    assert_eq!(block_on(is_send(summed(1_000_000))), (500_000_500_000, 1));
}

#[test]
fn a_function_awaits_itself_in_a_box() {
    assert_eq!(block_on(countdown(3)).0, "3 2 1 0");
    let leaf = |value| Node { value, children: Vec::new() };
    let mut tree = Node { value: 1, children: vec![leaf(2), Node { value: 3, children: vec![leaf(4)] }] };
    let mut steps = 0;
    assert_eq!(block_on(tree.sum(&mut steps)).0, Ok(10));
    tree.children.push(leaf(13));
    assert_eq!(block_on(tree.sum(&mut steps)).0, Err("9 steps to 13".to_owned()));
}

async fn fill(buffer: &mut [u8]) -> usize {
    pause().await;
    buffer[0] += 1;
    buffer.len()
}

#[coro_core::coroutine]
async fn fill_often(buffer: &mut [u8], log: &mut Vec<usize>) -> usize {
    let mut filled = 0;
    while filled < 10 {
        filled += fill(buffer).await;
        note(log, filled).await;
    }
    log.push(buffer[0].into());
    filled
}

#[coro_core::coroutine]
async fn note<T>(log: &mut Vec<T>, entry: T) {
    pause().await;
    log.push(entry);
}

#[test]
fn an_exclusive_reference_is_lent_again_each_time_it_is_passed_on() {
    let (mut buffer, mut log) = ([0; 3], Vec::new());
    assert_eq!(block_on(fill_often(&mut buffer, &mut log)).0, 12);
    assert_eq!(log, [3, 6, 9, 12, 4]);
}

trait Store {
    async fn get(&self, key: &str) -> Option<String>;
    async fn put<V: ToString>(&mut self, key: &str, value: V) -> usize;
}

#[derive(Default)]
struct Memory(std::collections::BTreeMap<String, String>);

impl Store for Memory {
    #[coro_core::coroutine]
    async fn get(&self, key: &str) -> Option<String> {
        pause().await;
        let found = find(&self.0, key).await?;
        Some(found.clone())
    }

    #[coro_core::coroutine]
    async fn put<V: ToString>(&mut self, key: &str, value: V) -> usize {
        pause().await;
        self.0.insert(key.to_owned(), value.to_string());
        pause().await;
        self.0.len()
    }
}

async fn find<'a>(map: &'a std::collections::BTreeMap<String, String>, key: &str) -> Option<&'a String> {
    pause().await;
    map.get(key)
}

#[test]
fn a_method_of_a_trait_may_have_many_references_and_types() {
    let mut memory = Memory::default();
    assert_eq!(block_on(memory.put("one", 1)).0, 1);
    assert_eq!(block_on(memory.put("two", "2")).0, 2);
    assert_eq!(block_on(memory.get("one")).0.as_deref(), Some("1"));
    assert_eq!(block_on(memory.get("three")).0, None);
}

impl Memory {
    #[coro_core::coroutine]
    async fn entry(&mut self, key: &str) -> &mut String {
        pause().await;
        self.0.entry(key.to_owned()).or_default()
    }

    #[coro_core::coroutine]
    async fn fill(&mut self, pairs: &mut impl Iterator<Item = (String, String)>) -> &mut Self {
        for (key, value) in pairs {
            *self.entry(&key).await = value;
        }
        self
    }
}

#[test]
fn a_method_gives_a_part_of_its_receiver() {
    let mut memory = Memory::default();
    block_on(memory.entry("one")).0.push('1');
    let mut pairs = [("two", "2")].map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter();
    block_on(memory.fill(&mut pairs)).0.0.remove("one");
    assert_eq!(memory.0.into_iter().collect::<Vec<_>>(), [("two".to_owned(), "2".to_owned())]);
}

struct Named {
    name: u32,
}

#[coro_core::coroutine]
async fn sum_of_names() -> u32 {
    let all: Vec<Named> = (1..4).map(|n| Named { name: n }).collect();
    let mut sum = 0;
    for Named { name } in all {
        pause().await;
        sum += name;
    }
    sum
}

#[test]
fn the_name_of_a_field_is_no_mention_of_a_local() {
    assert_eq!(block_on(sum_of_names()).0, 6);
}

#[coro_core::coroutine]
async fn doubled(numbers: &[u32]) -> Result<impl Iterator<Item = u32>, String> {
    pause().await;
    if numbers.is_empty() {
        return Err("nothing".to_owned());
    }
    Ok(numbers.iter().map(|n| n * 2))
}

#[test]
fn what_it_gives_may_have_a_type_without_a_name() {
    assert_eq!(block_on(doubled(&[1, 2])).0.map(Vec::from_iter), Ok(vec![2, 4]));
    assert_eq!(block_on(doubled(&[])).0.err(), Some("nothing".to_owned()));
}

fn longer<'a>(one: &'a str, other: &'a str) -> Pin<Box<dyn Future<Output = &'a str> + 'a>> {
    Box::pin(async move { if one.len() > other.len() { one } else { other } })
}

#[coro_core::coroutine]
async fn length_of_the_longer(one: &str, other: &str) -> usize {
    pause().await;
    longer(one, other).await.len()
}

#[test]
fn a_call_may_take_two_references_for_one_lifetime() {
    assert_eq!(block_on(length_of_the_longer("one", "other")).0, 5);
}

#[coro_core::coroutine]
async fn filled(template: &str, values: &[&dyn std::fmt::Display]) -> String {
    pause().await;
    values.iter().fold(template.to_owned(), |text, value| text.replacen('?', &value.to_string(), 1))
}

#[coro_core::coroutine]
async fn total(list: &[&u8], pair: &(&u16, &str)) -> u32 {
    pause().await;
    list.iter().map(|n| u32::from(**n)).sum::<u32>() + u32::from(*pair.0)
}

#[coro_core::coroutine]
async fn headers(list: &[(&str, &str)]) -> usize {
    pause().await;
    list.iter().map(|(name, value)| name.len() + value.len()).sum()
}

#[coro_core::coroutine]
async fn lends_lists() -> (String, u32, usize) {
    let (id, name) = (1, String::from("x"));
    let text = filled("?, ?, ?", &[&id, &name, &2.5]).await;
    let (one, two) = (1, 2);
    let total = total(&[&one, &two], &(&3, "three")).await;
    (text, total, headers(&[("name", &name), ("id", &id.to_string())]).await)
}

#[test]
fn the_parts_of_a_list_become_what_an_awaited_call_takes() {
    assert_eq!(block_on(lends_lists()).0, ("1, x, 2.5".to_owned(), 6, 8));
}
