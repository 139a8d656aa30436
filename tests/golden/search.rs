/// Yields the numbers that it looks at, row by row. A row whose numbers grow too large is not read to its end.
#[coro_core::coroutine(yield = u32)]
pub fn search(rows: Vec<Vec<u32>>, wanted: u32) -> Option<(usize, usize)> {
    let mut row = 0;
    let found = 'rows: loop {
        if row == rows.len() {
            break None;
        }
        for column in 0..rows[row].len() {
            let number = rows[row][column];
            yield_!(number);
            if number == wanted {
                break 'rows Some((row, column));
            } else if number > wanted {
                row += 1;
                continue 'rows;
            }
        }
        row += 1;
    };
    found
}
