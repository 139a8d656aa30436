//! What the loop keeps: tasks, timers, callbacks.

use std::rc::Rc;
use std::time::Instant;

use super::callbacks::{Call, Parked};
use super::id::Id;
use super::timers::{Due, TimerId};
use super::{Count, Entry, Loop, Ready, SERIALS};
use crate::task::{AnyTask, Run, TaskCell};

impl Loop {
    /// Tells a counter of a task's end, in the next turn.
    pub(crate) fn count(&self, counter: Rc<dyn Count>, index: usize) {
        self.push(Ready::Count(counter, index));
    }

    /// Runs a callback in the next turn.
    pub(crate) fn call_soon(&self, callback: Rc<dyn Call>) {
        self.push(Ready::Call(callback));
    }

    /// Has a task step in the next turn, if it has not ended.
    ///
    /// A task that wakes itself is queued at the end of its step, after all that it wakes until then.
    #[inline]
    pub(crate) fn wake_task(&self, id: Id) {
        if let Some(entry) = self.tasks.borrow().get(id.index())
            && entry.id == id
            && entry.task.header().schedule()
            && self.current.get() != Some(id)
        {
            self.push(Ready::Step(entry.task.clone()));
        }
    }

    /// Has a task step in the next turn that has woken itself.
    #[inline]
    pub(crate) fn step_again(&self, task: Rc<AnyTask>) {
        self.push(Ready::Step(task));
    }

    /// Registers a task, and has it step in the next turn.
    pub(crate) fn insert_task<S>(&self, make: impl FnOnce(Id, u64) -> Rc<TaskCell<S>>) -> Rc<TaskCell<S>>
    where
        S: Run + 'static,
    {
        let serial = self.next_serial();
        let mut tasks = self.tasks.borrow_mut();
        let vacant = tasks.vacant_entry();
        let id = Id::new(self.number, serial as usize, vacant.key());
        let task = make(id, serial % SERIALS + 1);
        vacant.insert(Entry { id, task: task.clone() });
        drop(tasks);
        self.wake_task(id);
        task
    }

    /// Forgets a task that has ended.
    pub(crate) fn remove_task(&self, id: Id) {
        let removed = {
            let mut tasks = self.tasks.borrow_mut();
            let known = tasks.get(id.index()).is_some_and(|entry| entry.id == id);
            known.then(|| tasks.remove(id.index()))
        };
        drop(removed);
    }

    /// A task that has not ended.
    pub(super) fn task(&self, id: Id) -> Option<Rc<AnyTask>> {
        self.tasks.borrow().get(id.index()).filter(|entry| entry.id == id).map(|entry| entry.task.clone())
    }

    pub(crate) fn all_tasks(&self) -> Vec<Rc<AnyTask>> {
        self.tasks.borrow().iter().map(|(_, entry)| entry.task.clone()).collect()
    }

    /// Makes a task the current one, and gives back the one before.
    pub(crate) fn set_current(&self, task: Option<Id>) -> Option<Id> {
        self.current.replace(task)
    }

    pub(crate) fn current(&self) -> Option<Rc<AnyTask>> {
        self.task(self.current.get()?)
    }

    /// Keeps a callback until it is called by its name.
    pub(crate) fn park_callback(&self, callback: Rc<dyn Call>) -> Parked {
        let serial = self.next_serial();
        let index = self.parked.borrow_mut().insert((serial, callback));
        Parked { event_loop: self.number, index, serial }
    }

    /// Takes a parked callback out.
    pub(crate) fn unpark_callback(&self, name: Parked) -> Option<Rc<dyn Call>> {
        let mut parked = self.parked.borrow_mut();
        let (serial, _) = parked.get(name.index)?;
        (*serial == name.serial && name.event_loop == self.number).then(|| parked.remove(name.index).1)
    }

    pub(super) fn call_parked(&self, name: Parked) {
        if let Some(callback) = self.unpark_callback(name) {
            self.push(Ready::Call(callback));
        }
    }

    /// Runs a function on a thread of the pool.
    pub(crate) fn run_blocking(&self, work: Box<dyn FnOnce() + Send>) {
        self.pool.borrow_mut().run(work);
    }

    pub(crate) fn add_timer(&self, when: Instant, due: Due) -> TimerId {
        let serial = self.next_serial();
        self.timers.borrow_mut().insert(when, serial, due)
    }

    /// Cancels a timer.
    pub(crate) fn remove_timer(&self, id: TimerId) {
        let due = self.timers.borrow_mut().remove(id);
        drop(due);
    }

    /// Has a timer wake this waker. Answers false if it is due already, or was never of this loop.
    pub(crate) fn rearm(&self, id: TimerId, waker: &core::task::Waker) -> bool {
        match self.timers.borrow_mut().get_mut(id) {
            Some(Due::Wake(old)) => {
                old.clone_from(waker);
                true
            }
            _ => false,
        }
    }
}
