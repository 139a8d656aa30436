//! Nor may a macro keep what it was lent.

macro_rules! keep {
    ($kept:ident, $name:ident) => {
        $kept = Some($name.as_str())
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut kept = None;
    {
        let text = String::from("text");
        let slice = text.as_str();
        yield_!(slice.len());
        keep!(kept, text);
        yield_!(slice.len());
    }
    yield_!(kept.map_or(0, str::len));
}

fn main() {}
