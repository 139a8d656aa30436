//! How the loop waits where there are sockets: it asks the system which of them are ready, by `mio`.
//!
//! Sockets are registered once, for both directions, and edge-triggered: the system says when one becomes ready, and it counts as
//! ready until an operation says that it would block. So an operation costs one system call, and nothing is allocated for it.
//!
//! ```text
//!                  an event of the system: wake who waits
//!    not ready ---------------------------------------------> ready
//!              <---------------------------------------------
//!               an operation would block, or did less than asked
//! ```

use core::task::{Context, Poll, Waker};
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::time::Duration;

use mio::event::{Event, Source};
use mio::{Events, Interest, Poll as MioPoll, Registry, Token};
use slab::Slab;

use crate::cancel;

/// Waits on behalf of the loop.
pub(crate) struct Parker(Rc<Reactor>);

/// Ends the wait, from any thread.
pub(crate) struct Unparker(mio::Waker);

/// The token of the unparker, which no socket gets.
const UNPARK: Token = Token(usize::MAX);
/// How many events are taken at a time. Others come the next time.
const EVENTS: usize = 1024;

/// The sockets of a loop.
pub(crate) struct Reactor {
    poll: RefCell<MioPoll>,
    events: RefCell<Events>,
    registry: Registry,
    sockets: RefCell<Slab<Rc<Readiness>>>,
}

impl Parker {
    pub(crate) fn new() -> io::Result<(Self, Unparker)> {
        let poll = MioPoll::new()?;
        let unparker = Unparker(mio::Waker::new(poll.registry(), UNPARK)?);
        let reactor = Reactor {
            registry: poll.registry().try_clone()?,
            poll: RefCell::new(poll),
            events: RefCell::new(Events::with_capacity(EVENTS)),
            sockets: RefCell::default(),
        };
        Ok((Parker(Rc::new(reactor)), unparker))
    }

    pub(crate) fn reactor(&self) -> &Rc<Reactor> {
        &self.0
    }

    /// Waits until something is ready or it is unparked, at most for this long, and wakes who waits for what is ready.
    pub(crate) fn park(&self, timeout: Duration) {
        let it = &*self.0;
        if timeout.is_zero() && it.sockets.borrow().is_empty() {
            return;
        }
        let mut events = it.events.borrow_mut();
        match it.poll.borrow_mut().poll(&mut events, Some(timeout)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return,
            Err(error) => panic!("the system does not say which sockets are ready: {error}"),
        }
        for event in &*events {
            let socket = it.sockets.borrow().get(event.token().0).cloned();
            // It may be that of one that is gone, or of one that came into its place: then an operation will block.
            if let Some(socket) = socket {
                socket.happened(event);
            }
        }
    }
}

impl Unparker {
    pub(crate) fn unpark(&self) {
        // It fails only when the loop's file is gone, and so is the loop.
        let _ = self.0.wake();
    }
}

/// In which direction a socket is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Read,
    Write,
}

#[derive(Default)]
struct Readiness {
    read: Side,
    write: Side,
}

/// One direction of a socket.
#[derive(Default)]
struct Side {
    blocked: Cell<bool>,
    /// It is ready for ever: the other end has closed it, or it has failed.
    closed: Cell<bool>,
    /// Who waits. It keeps its memory, so that waiting allocates nothing.
    wakers: RefCell<Vec<Waker>>,
}

impl Readiness {
    fn happened(&self, event: &Event) {
        let failed = event.is_error();
        if event.is_readable() || event.is_read_closed() || failed {
            self.read.unblock(event.is_read_closed() || failed);
        }
        if event.is_writable() || event.is_write_closed() || failed {
            self.write.unblock(event.is_write_closed() || failed);
        }
    }

    fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Read => &self.read,
            Direction::Write => &self.write,
        }
    }
}

impl Side {
    fn unblock(&self, closed: bool) {
        self.blocked.set(false);
        self.closed.set(self.closed.get() || closed);
        // Not while it is borrowed; and the memory is given back after.
        let mut wakers = self.wakers.take();
        wakers.drain(..).for_each(Waker::wake);
        let meanwhile = self.wakers.replace(wakers);
        self.wakers.borrow_mut().extend(meanwhile);
    }

    fn wait(&self, waker: &Waker) {
        let mut wakers = self.wakers.borrow_mut();
        if !wakers.iter().any(|it| it.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }
}

/// A socket that the loop watches.
pub(crate) struct Io<S: Source> {
    socket: S,
    reactor: Rc<Reactor>,
    readiness: Rc<Readiness>,
    token: Token,
}

impl<S: Source> Io<S> {
    /// Has this thread's loop watch a socket.
    #[track_caller]
    pub(crate) fn new(mut socket: S) -> io::Result<Self> {
        let reactor = super::with(|it| it.parker.reactor().clone());
        let readiness = Rc::new(Readiness::default());
        let token = Token(reactor.sockets.borrow_mut().insert(readiness.clone()));
        let interest = Interest::READABLE | Interest::WRITABLE;
        if let Err(error) = reactor.registry.register(&mut socket, token, interest) {
            reactor.sockets.borrow_mut().remove(token.0);
            return Err(error);
        }
        Ok(Io { socket, reactor, readiness, token })
    }

    pub(crate) fn get(&self) -> &S {
        &self.socket
    }

    /// Does an operation as soon as it does not block.
    pub(crate) fn poll_io<T>(
        &self,
        direction: Direction,
        cx: &mut Context<'_>,
        mut operation: impl FnMut(&S) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        if cancel::interrupts(cx) {
            return Poll::Pending;
        }
        let side = self.readiness.side(direction);
        while !side.blocked.get() {
            match operation(&self.socket) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => side.blocked.set(true),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return Poll::Ready(result),
            }
        }
        side.wait(cx.waker());
        Poll::Pending
    }

    /// [`poll_io`](Io::poll_io), for a stream: when fewer bytes were moved than asked for, the next operation would block. The
    /// system says so if more come, and has said so if none will.
    pub(crate) fn poll_bytes(
        &self,
        direction: Direction,
        cx: &mut Context<'_>,
        asked: usize,
        operation: impl FnMut(&S) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let polled = self.poll_io(direction, cx, operation);
        if let Poll::Ready(Ok(moved)) = polled
            && 0 < moved
            && moved < asked
            // Elsewhere mio goes by other calls than epoll and kqueue, for which this does not hold.
            && cfg!(any(target_os = "linux", target_os = "android", target_vendor = "apple"))
        {
            let side = self.readiness.side(direction);
            side.blocked.set(!side.closed.get());
        }
        polled
    }
}

impl<S: Source> Drop for Io<S> {
    fn drop(&mut self) {
        // The system forgets a socket that is closed, and that is what happens next.
        let _ = self.reactor.registry.deregister(&mut self.socket);
        self.reactor.sockets.borrow_mut().remove(self.token.0);
    }
}
