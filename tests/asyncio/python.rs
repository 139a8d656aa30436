//! The interpreter on asyncio: a process that is asked for one trace after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::scenario::Scenario;

pub struct Python {
    process: Child,
    scenarios: Option<ChildStdin>,
    traces: BufReader<ChildStdout>,
}

impl Python {
    /// None where there is no Python that has task groups and `timeout`.
    pub fn new() -> Option<Self> {
        let version = "import sys; sys.exit(sys.version_info < (3, 11))";
        let is_new = |python: &&str| {
            Command::new(python).args(["-c", version]).status().is_ok_and(|status| status.success())
        };
        let python = ["python3", "/usr/bin/python3"].into_iter().find(is_new)?;
        let mut process = Command::new(python)
            .args(["-B", "tests/asyncio/interpreter.py"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it ran just now");
        let scenarios = process.stdin.take();
        let traces = BufReader::new(process.stdout.take().expect("it is piped"));
        Some(Python { process, scenarios, traces })
    }

    pub fn trace(&mut self, scenario: &Scenario) -> Vec<String> {
        let rest = if scenario.cancels() { "cancels" } else { "leaves" };
        let scenarios = self.scenarios.as_mut().expect("it is there until this is dropped");
        writeln!(scenarios, "{rest} {scenario:?}").expect("the interpreter reads");
        let lines = self.traces.by_ref().lines().map(|line| line.expect("the interpreter writes text"));
        let lines: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
        assert!(!lines.is_empty(), "the interpreter has ended: {:?}", self.process.try_wait());
        lines
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.scenarios.take();
        let _ = self.process.wait();
    }
}
