//! Two tasks that hit a ball to and fro. Each stroke keeps one promise, and brings the next.

use super::runs;
use crate::runtimes::{Row, on_each};

on_each! {
    struct Ball {
        strokes: u64,
        /// None at the last stroke.
        back: Option<rt::Sender<Ball>>,
    }

    /// Hits each ball back, until there were so many strokes. The sum of those that came here.
    async fn player(mut incoming: rt::Receiver<Ball>, work: u64) -> u64 {
        let mut sum = 0;
        loop {
            let ball = incoming.await;
            sum += ball.strokes;
            let Some(to) = ball.back else { return sum };
            let strokes = ball.strokes + 1;
            if strokes == work {
                rt::resolve(to, Ball { strokes, back: None });
                return sum;
            }
            let (back, next) = rt::oneshot();
            rt::resolve(to, Ball { strokes, back: Some(back) });
            incoming = next;
        }
    }

    pub fn run(work: u64) -> u64 {
        rt::block_on(async move {
            let (serve, first) = rt::oneshot();
            let (back, second) = rt::oneshot();
            let one = rt::spawn(player(first, work));
            let other = rt::spawn(player(second, work));
            rt::resolve(serve, Ball { strokes: 1, back: Some(back) });
            one.await + other.await
        })
    }
}

/// The row.
pub fn row() -> Row {
    Row { name: "ping_pong", work: 1_000_000, little: 100, counted: Some(20_000), runs: runs!() }
}
