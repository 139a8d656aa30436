//! A local of an `async fn` that gets its value, of a type that is inferred, on one way only.

#[coro_core::coroutine]
async fn greet(polite: bool) {
    let greeting;
    if polite {
        std::future::ready(()).await;
        greeting = String::from("hello");
    }
    std::future::ready(()).await;
    println!("{greeting}");
}

fn main() {}
