/// Collects bytes, and yields each full block's sum. The block stays in place beside the state: no step copies it.
#[coro_core::coroutine(yield = Option<u32>, send = u8 as byte)]
pub fn blocks() {
    let mut byte = byte;
    loop {
        let mut block = [0u8; 1024];
        for n in 0..block.len() {
            block[n] = byte;
            if n + 1 < block.len() {
                byte = yield_!(None);
            }
        }
        byte = yield_!(Some(block.iter().map(|byte| u32::from(*byte)).sum()));
    }
}
