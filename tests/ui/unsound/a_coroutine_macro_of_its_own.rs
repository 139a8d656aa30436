//! The check of the body would be of another program than the machine.

macro_rules! coroutine {
    (async { $text:ident.len() }) => {
        std::future::ready(0usize)
    };
    ($($other:tt)*) => {
        $($other)*
    };
}

async fn length(text: &String) -> usize {
    text.len()
}

#[coro_core::coroutine]
async fn body() -> usize {
    let later = {
        let text = String::from("gone");
        length(&text).await;
        coroutine!(async { text.len() })
    };
    later.await
}

fn main() {
    let _ = body();
}
