//! A local is changed while a future that waits holds a borrow of it.

async fn read(buffer: &mut Vec<u8>) -> usize {
    buffer.len()
}

#[coro_core::coroutine]
async fn reads() -> usize {
    let mut buffer = vec![0];
    let reading = read(&mut buffer);
    buffer.push(1);
    reading.await
}

fn main() {
    let _ = reads();
}
