//! `?` on what is awaited, in a function whose error it does not become.

async fn read() -> Result<u32, std::fmt::Error> {
    Ok(1)
}

#[coro_core::coroutine]
async fn sum() -> Result<u32, std::io::Error> {
    Ok(read().await? + 1)
}

fn main() {
    let _ = sum();
}
