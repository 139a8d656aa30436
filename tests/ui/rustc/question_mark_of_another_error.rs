//! `?` on what is awaited, in a function whose error it does not become.

/// It can be made of nothing.
#[derive(Debug)]
struct Failed;

async fn read() -> Result<u32, std::fmt::Error> {
    Ok(1)
}

#[coro_core::coroutine]
async fn sum() -> Result<u32, Failed> {
    Ok(read().await? + 1)
}

fn main() {
    let _ = sum();
}
