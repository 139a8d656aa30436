pub enum Call {
    Floor(i32),
    Stop { because: String },
}

/// Says what it does about each call.
#[coro_core::coroutine(yield = String, send = Call as first)]
pub fn lift(mut floor: i32) -> String {
    let mut call = first;
    loop {
        call = match call {
            Call::Floor(wanted) if wanted == floor => yield_!(format!("opens on {floor}")),
            Call::Floor(wanted @ 0..10) => {
                let passed = (wanted - floor).abs();
                floor = wanted;
                yield_!(format!("goes to {floor}, {passed} away"))
            }
            Call::Floor(unknown) => yield_!(format!("has no floor {unknown}")),
            Call::Stop { because } => return because,
        };
    }
}
