//! A method's name makes believe that it takes a part by value, and it borrows it.

use std::future::ready;

trait Weigh {
    fn into_weight(&self) -> usize;
}

impl Weigh for Vec<u64> {
    fn into_weight(&self) -> usize {
        self.len()
    }
}

struct Parcel {
    list: Vec<u64>,
    name: String,
}

#[coro_core::coroutine]
async fn weigh(parcel: Parcel) -> usize {
    let weight = parcel.list.into_weight();
    ready(weight).await + parcel.name.len()
}

fn main() {
    drop(weigh(Parcel { list: Vec::new(), name: String::new() }));
}
