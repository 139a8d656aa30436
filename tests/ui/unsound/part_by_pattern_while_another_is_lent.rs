//! A pattern looks at all of a local in a slot to take a part of it, while another part is borrowed exclusively.

use std::future::ready;

struct Parcel {
    list: Vec<u64>,
    name: String,
}

#[coro_core::coroutine]
async fn unpack(mut parcel: Parcel) -> usize {
    let name = &mut parcel.name;
    let Parcel { list, .. } = parcel;
    name.push('!');
    ready(list.len()).await + parcel.name.len()
}

fn main() {
    drop(unpack(Parcel { list: Vec::new(), name: String::new() }));
}
