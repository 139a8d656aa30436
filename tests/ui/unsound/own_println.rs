//! A macro of std's name and of another meaning could tell a local in a slot from one that is not.

macro_rules! println {
    ($text:literal, $name:ident) => {
        std::mem::size_of_val(&$name)
    };
    ($text:literal, $place:expr) => {
        std::mem::take(&mut $place)
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    println!("{}", text);
    yield_!(slice.len());
    text.push('!');
}

fn main() {}
