//! Parts that are moved out of a local whose rest is kept across a suspension: an empty value takes their place.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::path::PathBuf;
use std::pin::pin;
use std::rc::Rc;

use coro_core::time::yield_now;
use coro_core::{Coroutine, Yielded, run};

/// A value and its name, which is used again when the value is gone.
struct Named<T> {
    value: T,
    name: String,
}

impl<T> Named<T> {
    fn new(value: T) -> Self {
        Named { value, name: "the rest".to_owned() }
    }
}

/// Moves a value out of each kind of local, and awaits before the rest is used.
macro_rules! moves {
    ($($function:ident of $type:ty = $value:expr;)*) => {
        $(
            #[coro_core::coroutine]
            async fn $function(named: Named<$type>) -> ($type, usize) {
                let value = named.value;
                yield_now().await;
                (value, named.name.len())
            }
        )*

        #[test]
        fn every_collection_string_and_option_can_be_moved_out() {
            $(
                let (value, length) = run($function(Named::new($value))).unwrap();
                // Not all of them can be compared.
                assert_eq!((format!("{value:?}"), length), (format!("{:?}", $value), 8));
            )*
        }
    };
}

moves! {
    string of String = "a string".to_owned();
    list of Vec<String> = vec!["in a list".to_owned()];
    option of Option<Box<u64>> = Some(Box::new(1));
    slice of Box<[String]> = Box::new(["in a slice".to_owned()]);
    text of Box<str> = Box::<str>::from("boxed");
    queue of VecDeque<String> = VecDeque::from(["in a queue".to_owned()]);
    linked of LinkedList<String> = LinkedList::from(["linked".to_owned()]);
    heap of BinaryHeap<String> = BinaryHeap::from(["in a heap".to_owned()]);
    tree of BTreeMap<u64, String> = BTreeMap::from([(1, "in a tree".to_owned())]);
    ordered of BTreeSet<String> = BTreeSet::from(["in a tree".to_owned()]);
    table of HashMap<u64, String> = HashMap::from([(1, "in a table".to_owned())]);
    set of HashSet<String> = HashSet::from(["in a set".to_owned()]);
    foreign of OsString = OsString::from("foreign");
    path of PathBuf = PathBuf::from("a/path");
    copied of [u64; 2] = [1, 2];
    shared of &'static str = "shared";
}

/// Counts how many of its clones are alive.
type Counted = Rc<()>;

#[coro_core::coroutine]
async fn steps(named: Named<Vec<Counted>>, extra: Named<Option<Counted>>) -> usize {
    yield_now().await;
    let list = named.value;
    yield_now().await;
    drop(list);
    yield_now().await;
    if let Some(counted) = extra.value {
        yield_now().await;
        drop(counted);
    }
    yield_now().await;
    named.name.len() + extra.name.len()
}

#[test]
fn dropped_at_any_await_every_part_is_dropped_once() {
    for polls in 0..7 {
        let counted = Counted::new(());
        let many = vec![counted.clone(), counted.clone()];
        {
            let mut machine = pin!(steps(Named::new(many), Named::new(Some(counted.clone()))));
            for _ in 0..polls {
                let mut context = std::task::Context::from_waker(std::task::Waker::noop());
                if machine.as_mut().poll(&mut context).is_ready() {
                    break;
                }
            }
        }
        assert_eq!(Rc::strong_count(&counted), 1, "after {polls} polls");
    }
}

#[repr(Rust, packed)]
struct Packed {
    _first: u8,
    list: Vec<u64>,
    number: u32,
}

#[coro_core::coroutine]
async fn unpack(packed: Packed) -> u64 {
    let list = packed.list;
    yield_now().await;
    list.iter().sum::<u64>() + u64::from(packed.number)
}

#[test]
fn out_of_a_packed_struct() {
    assert_eq!(run(unpack(Packed { _first: 0, list: vec![1, 2], number: 4 })), Ok(7));
}

#[coro_core::coroutine]
async fn unbox(boxed: Box<Named<Vec<u64>>>) -> usize {
    let list = boxed.value;
    yield_now().await;
    list.len() + boxed.name.len()
}

#[test]
fn out_of_a_box() {
    assert_eq!(run(unbox(Box::new(Named::new(vec![1, 2])))), Ok(10));
}

struct Lent<'a> {
    list: &'a mut Vec<u64>,
    name: String,
}

#[coro_core::coroutine]
async fn fill(lent: Lent<'_>) -> usize {
    let list = lent.list;
    yield_now().await;
    list.push(1);
    lent.name.len()
}

#[test]
fn an_exclusive_reference_is_moved_out() {
    let filled = run(async {
        let mut list = vec![0];
        let length = fill(Lent { list: &mut list, name: "lent".to_owned() }).await;
        (list, length)
    });
    assert_eq!(filled, Ok((vec![0, 1], 4)));
}

#[coro_core::coroutine(yield = u64)]
fn drained(named: Named<Vec<u64>>) -> usize {
    #[pinned]
    let named = named;
    for number in named.value {
        yield_!(number);
    }
    named.name.len()
}

#[test]
fn a_coroutine_asks_for_it_by_pinned() {
    let mut machine = pin!(drained(Named::new(vec![1, 2])));
    let mut yielded = Vec::new();
    while let Yielded(number) = machine.send(()) {
        yielded.push(number);
    }
    assert_eq!(yielded, [1, 2]);
}
