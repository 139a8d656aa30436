use std::io;

/// Asks for pages, and leaves out those that are not found.
#[coro_core::coroutine(yield = usize, send = String, throw = io::Error)]
pub fn reader(pages: usize) -> io::Result<Vec<String>> {
    let mut read = Vec::new();
    for page in 1..=pages {
        match yield_!(page) {
            Ok(text) => read.push(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}
