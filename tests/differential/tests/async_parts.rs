//! `async fn`: locals of which a part is moved out while the rest of them is kept.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

/// The order in which its parts drop stands here only.
struct Parcel {
    first: Noisy,
    list: Vec<Noisy>,
    extra: Option<Noisy>,
    text: String,
    last: Noisy,
    weight: i64,
}

impl Parcel {
    fn new(name: &str) -> Parcel {
        Parcel {
            first: Noisy::new(format!("{name} first")),
            list: vec![Noisy::new(format!("{name} 0")), Noisy::new(format!("{name} 1"))],
            extra: Some(Noisy::new(format!("{name} extra"))),
            text: name.to_owned(),
            last: Noisy::new(format!("{name} last")),
            weight: name.len() as i64,
        }
    }

    fn heavier(&self, by: i64) -> i64 {
        note(self.weight + by)
    }
}

/// A tree whose nodes are taken apart in their boxes.
struct Node {
    left: Option<Box<Node>>,
    name: Noisy,
    right: Option<Box<Node>>,
}

fn node(name: &'static str, children: i64) -> Option<Box<Node>> {
    let child = |name| if children > 0 { node(name, children - 1) } else { None };
    Some(Box::new(Node { left: child("left"), name: Noisy::new(name), right: child("right") }))
}

async fn unpack(list: Vec<Noisy>) -> i64 {
    let mut sum = 0;
    for item in list {
        sum += ask(item.weight()).await;
    }
    sum
}

alike! {
    async fn moved_into_the_call() -> i64 {
        let parcel = Parcel::new("parcel");
        unpack(parcel.list).await
    }
}

alike! {
    async fn the_rest_is_used_later() -> i64 {
        let parcel = Parcel::new("parcel");
        let other = Noisy::new("other");
        let sum = unpack(parcel.list).await + parcel.weight;
        note(parcel.first.weight() + ask(sum).await);
        note(parcel.text.len() as i64) + inspect(&parcel.last)
    }
}

alike! {
    async fn of_the_variable_of_a_loop() -> i64 {
        let mut sum = 0;
        for parcel in [Parcel::new("a"), Parcel::new("b")] {
            if ask(parcel.weight).await > 2 {
                sum += unpack(parcel.list).await;
                if ask(sum).await > 4 {
                    break;
                }
                continue;
            }
            drop(parcel.extra);
            sum += ask(parcel.weight).await;
        }
        sum
    }
}

alike! {
    async fn of_what_a_pattern_binds() -> i64 {
        let mut parcels = vec![Parcel::new("a"), Parcel::new("b")];
        let mut sum = 0;
        while let Some(parcel) = parcels.pop() {
            let text = parcel.text;
            sum += ask(text.len() as i64).await;
            if let Some(extra) = parcel.extra {
                sum += ask(extra.weight()).await;
            }
            note(parcel.first.weight());
        }
        sum
    }
}

alike! {
    async fn on_some_paths() -> i64 {
        let parcel = Parcel::new("parcel");
        let moved = if ask(1).await % 2 == 0 { Some(parcel.list) } else { None };
        let n = ask(2).await;
        drop(moved);
        match n % 3 {
            0 => drop(parcel.extra),
            1 => drop(parcel.extra.unwrap()),
            _ => {}
        }
        ask(parcel.weight).await
    }
}

alike! {
    async fn assigned_again() -> i64 {
        let mut parcel = Parcel::new("parcel");
        let mut sum = 0;
        for n in 0..3 {
            sum += unpack(parcel.list).await;
            parcel.list = vec![Noisy::new(n)];
            if ask(n).await > 3 {
                parcel.extra = None;
            }
        }
        let whole = parcel;
        ask(whole.list.len() as i64).await + sum
    }
}

alike! {
    async fn as_a_whole_again() -> i64 {
        let mut parcel = Parcel::new("a");
        let mut sum = 0;
        loop {
            sum += unpack(parcel.list).await;
            if sum > 6 {
                return sum;
            }
            parcel = Parcel::new("b");
            sum += parcel.heavier(ask(1).await);
        }
    }
}

alike! {
    async fn what_is_copied_stays() -> i64 {
        let parcel = Parcel::new("parcel");
        let weight = parcel.weight;
        let sum = ask(weight).await;
        note(parcel.heavier(sum));
        let moved = parcel;
        ask(moved.weight).await
    }
}

alike! {
    async fn out_of_boxes() -> i64 {
        let mut sum = 0;
        let Some(root) = node("root", 2) else { return 0 };
        let mut left = root.left;
        while let Some(node) = left {
            sum += ask(node.name.weight()).await;
            left = node.left;
            sum += ask(1).await;
        }
        sum + root.name.weight() + root.right.map_or(0, |right| right.name.weight())
    }
}

alike! {
    async fn by_methods_that_take_their_receivers() -> i64 {
        let parcel = Parcel::new("parcel");
        let bytes = parcel.text.into_bytes();
        let mut sum = ask(bytes.len() as i64).await;
        for item in parcel.list.into_iter() {
            sum += ask(item.weight()).await;
        }
        sum + parcel.extra.map(|extra| extra.weight()).unwrap_or(0) + ask(parcel.weight).await
    }
}

alike! {
    async fn while_another_part_is_borrowed() -> i64 {
        let parcel = Parcel::new("parcel");
        let first = &parcel.first;
        let sum = unpack(parcel.list).await;
        let text = parcel.text + "!";
        note(first.weight() + ask(sum).await) + text.len() as i64
    }
}

enum Message {
    Text { list: Vec<Noisy>, from: Noisy, weight: i64 },
    Pair(Option<Noisy>, Noisy),
    Empty,
}

fn message(number: i64) -> Message {
    match number {
        0 => Message::Text {
            list: vec![Noisy::new("one"), Noisy::new("two")],
            from: Noisy::new("from"),
            weight: 3,
        },
        1 => Message::Pair(Some(Noisy::new("left")), Noisy::new("right")),
        _ => Message::Empty,
    }
}

alike! {
    async fn by_the_pattern_of_a_let() -> i64 {
        let parcel = Parcel::new("parcel");
        let Parcel { list, extra, weight, .. } = parcel;
        let sum = unpack(list).await + ask(weight).await;
        note(parcel.first.weight());
        let n = ask(sum).await;
        n + parcel.last.weight()
    }
}

alike! {
    async fn by_the_patterns_of_a_match() -> i64 {
        let mut sum = 0;
        for number in 0..3 {
            let other = Noisy::new("other");
            let message = message(number);
            match message {
                Message::Text { list, weight, .. } => sum += unpack(list).await + weight,
                Message::Pair(left, _) => {
                    sum += ask(number).await;
                    drop(left);
                    sum += ask(number).await;
                }
                Message::Empty => sum += ask(1).await,
            }
            sum += ask(sum).await;
        }
        sum
    }
}

alike! {
    async fn by_the_pattern_of_a_condition() -> i64 {
        let mut sum = 0;
        for number in 0..3 {
            let message = message(number);
            if let Message::Text { list, weight, .. } = message {
                sum += ask(weight).await + unpack(list).await;
                continue;
            }
            let Message::Pair(left, _) = message else {
                sum += ask(1).await;
                break;
            };
            sum += ask(left.as_ref().map_or(0, Noisy::weight)).await;
        }
        sum
    }
}

alike! {
    async fn patterns_that_only_copy_or_borrow() -> i64 {
        let parcels = [Parcel::new("a"), Parcel::new("b")];
        let mut sum = 0;
        for parcel in &parcels {
            let Parcel { weight, first, .. } = parcel;
            sum += ask(*weight + first.weight()).await;
        }
        let parcel = Parcel::new("c");
        let Parcel { weight, .. } = parcel;
        sum += ask(weight).await;
        let mut message = message(0);
        let borrowed = &mut message;
        if let Message::Text { list, weight, .. } = borrowed {
            sum += ask(*weight).await;
            list.clear();
            *weight += 1;
        }
        sum + ask(parcel.heavier(1)).await
    }
}

alike! {
    async fn of_what_was_lent() -> i64 {
        let outcome = if ask(1).await > 2 { Ok(vec![Noisy::new("a"), Noisy::new("b")]) } else { Err(Noisy::new("error")) };
        if let Ok(list) = &outcome {
            for item in list {
                ask(item.weight()).await;
            }
        }
        let sum = match outcome {
            Ok(list) => unpack(list).await,
            Err(_) => ask(2).await,
        };
        ask(sum).await
    }
}
