//! The feature `tracing`: spans of tasks, and events for errors that nobody received.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coro_core::event_loop::{EventLoop, LoopHandle, call_soon, set_exception_handler};
use coro_core::task::spawn_named;
use coro_core::time::yield_now;
use coro_core::{run, spawn};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, info};

#[derive(Default)]
struct State {
    /// What is shown of each span: its number and its name.
    spans: Vec<String>,
    entered: Vec<usize>,
    lines: Vec<String>,
}

/// Writes down each event, behind the spans that it is in.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<State>>);

impl Recorder {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().lines)
    }
}

/// Shows fields as `name=value`, but those that are another each time, and the message as it is.
struct Shown<'a>(&'a mut String);

impl Visit for Shown<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "spawned_at" | "number" => {}
            "message" => write!(self.0, " {value:?}").unwrap(),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let mut shown = span.metadata().name().to_owned();
        span.record(&mut Shown(&mut shown));
        state.spans.push(shown);
        Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Shown(&mut self.0.lock().unwrap().spans[span.into_u64() as usize - 1]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut state = self.0.lock().unwrap();
        let mut line: String =
            state.entered.iter().map(|span| format!("[{}] ", state.spans[*span])).collect();
        line.push_str(event.metadata().level().as_str());
        event.record(&mut Shown(&mut line));
        state.lines.push(line);
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.into_u64() as usize - 1);
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.0.lock().unwrap().entered.pop(), Some(span.into_u64() as usize - 1));
    }
}

/// What is logged by a program.
fn logged(program: impl FnOnce()) -> Vec<String> {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(recorder.clone(), program);
    recorder.take()
}

#[test]
fn what_a_task_logs_is_in_its_span_and_in_no_others() {
    let lines = logged(|| {
        run(async {
            let worker = spawn_named("worker", async {
                info!("one");
                yield_now().await;
                info!("two");
            });
            info!("main");
            call_soon(|| info!("a callback"));
            worker.await.unwrap();
        })
        .unwrap();
    });
    assert_eq!(
        lines,
        [
            "[task] INFO main",
            "[task name=\"worker\"] INFO one",
            "INFO a callback",
            "[task name=\"worker\"] INFO two"
        ]
    );
}

#[test]
fn a_panic_that_nobody_sees_is_an_error() {
    let lines = logged(|| {
        run(async {
            spawn_named("worker", async { panic!("oh") });
            yield_now().await;
        })
        .unwrap();
    });
    let line = "[task name=\"worker\"] ERROR a task panicked error=\"oh\" task=\"worker\"";
    assert_eq!(lines, [line]);
}

#[test]
fn an_error_that_nobody_reads_is_an_error() {
    let lines = logged(|| {
        run(async {
            let (promise, future) = coro_core::future::Promise::<(), &str>::new();
            promise.set_error("no").unwrap();
            drop(future);
        })
        .unwrap();
    });
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("[task] ERROR "), "{}", lines[0]);
    assert!(lines[0].contains("error=\"\\\"no\\\"\""), "{}", lines[0]);
}

#[test]
fn a_task_that_is_destroyed_is_an_error() {
    let lines = logged(|| {
        let mut event_loop = EventLoop::new().unwrap();
        event_loop.spawn(async {
            LoopHandle::current().stop();
            std::future::pending::<()>().await;
        });
        event_loop.run_forever();
    });
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("ERROR a task was destroyed while it was pending task="), "{}", lines[0]);
}

#[test]
fn what_holds_the_loop_up_is_a_warning() {
    let lines = logged(|| {
        let mut event_loop = EventLoop::new().unwrap();
        event_loop.set_debug(true);
        event_loop
            .run(async {
                call_soon(|| std::thread::sleep(Duration::from_millis(120)));
                yield_now().await;
            })
            .unwrap();
    });
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("WARN a callback took "), "{}", lines[0]);
}

#[test]
fn an_exception_handler_is_told_instead() {
    let lines = logged(|| {
        run(async {
            set_exception_handler(|exception| info!("handled: {exception}"));
            drop(spawn(async { panic!("oh") }));
            call_soon(|| panic!("ah"));
            yield_now().await;
        })
        .unwrap();
    });
    assert_eq!(lines.iter().filter(|line| line.contains("ERROR")).count(), 0, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("handled: ")).count(), 2, "{lines:?}");
}

#[test]
#[ignore = "a program for the test below"]
fn unseen() {
    run(async {
        drop(spawn(async { panic!("oh") }));
        yield_now().await;
    })
    .unwrap();
}

#[test]
fn where_nobody_subscribes_it_is_printed() {
    let program = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "unseen"])
        .output()
        .unwrap();
    let printed = String::from_utf8(program.stderr).unwrap();
    assert!(printed.contains("a task panicked (Task-2): oh"), "{printed}");
}
