//! What a scenario that differs is tried without.

use crate::scenario::Op::{self, *};
use crate::scenario::Scenario;

impl Scenario {
    /// The scenarios with one operation or one program less, or with a body in place of the operation that has it.
    pub fn smaller(&self) -> Vec<Scenario> {
        let mut all = Vec::new();
        if self.0 > 1 {
            all.push(Scenario(self.0 - 1, self.1.clone(), self.2.clone()));
        }
        for (n, program) in self.1.iter().enumerate() {
            for program in smaller(program) {
                let mut it = self.clone();
                it.1[n] = program;
                all.push(it);
            }
        }
        for (n, callback) in self.2.iter().enumerate() {
            for callback in smaller(callback) {
                let mut it = self.clone();
                it.2[n] = callback;
                all.push(it);
            }
        }
        all
    }
}

fn smaller(ops: &[Op]) -> Vec<Vec<Op>> {
    let mut all = Vec::new();
    if ops.len() > 2 {
        all.push(ops[..ops.len() / 2].to_vec());
        all.push(ops[ops.len() / 2..].to_vec());
    }
    for n in 0..ops.len() {
        let mut with = |new: Vec<Op>| all.push([&ops[..n], &new, &ops[n + 1..]].concat());
        with(vec![]);
        let mut op = ops[n].clone();
        let bodies: Vec<Vec<Op>> = op.bodies().into_iter().map(|body| body.clone()).collect();
        for (index, body) in bodies.iter().enumerate() {
            with(body.clone());
            for body in smaller(body) {
                *op.bodies().swap_remove(index) = body;
                with(vec![op.clone()]);
            }
            *op.bodies().swap_remove(index) = body.clone();
        }
        if let WaitFirst(list) | WaitAll(list) | Gather(list) | Group(list, _) = &ops[n] {
            for left_out in 0..list.len() {
                let mut op = ops[n].clone();
                if let WaitFirst(list) | WaitAll(list) | Gather(list) | Group(list, _) = &mut op {
                    list.remove(left_out);
                }
                with(vec![op]);
            }
        }
    }
    all
}
