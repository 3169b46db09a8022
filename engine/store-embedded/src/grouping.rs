//! Groups requests that are committed together: all waiting ones and those that are about to come, up to a size. It does not
//! know what a request is.

use std::time::{Duration, Instant};

/// Maximum number of requests in a group.
const GROUP: usize = 1_024;
/// A group is closed when its frames have this many bytes.
const GROUP_BYTES: usize = 8 << 20;

/// The queue of waiting requests.
pub(crate) trait Queue {
    /// A request.
    type Request;

    /// Waits for a request, and takes up to `most` waiting ones. 0: the queue is closed and empty.
    fn take(&mut self, into: &mut Vec<Self::Request>, most: usize) -> usize;

    /// Takes further requests that wait, until there are `most`. While some are known to be about to come, it waits for them, at
    /// most for `wait`.
    fn take_more(&mut self, into: &mut Vec<Self::Request>, most: usize, wait: Duration);

    /// Refuses new requests. Waiting ones are still taken.
    fn close(&mut self);
}

/// What the grouping needs to know about a request.
pub(crate) trait Grouped {
    /// Approximate bytes of its frame, not fewer than it has; 0 if it writes nothing.
    fn bytes(&self) -> usize;

    /// Whether it is the last request: none is accepted after it.
    fn is_last(&self) -> bool;
}

/// Passes all requests to `commit`, in groups and in order, until the queue is closed and empty. `commit` gets a group and
/// its size, and answers each request.
///
/// INVARIANT: each request that the queue accepted is passed to `commit` exactly once.
pub(crate) fn commit_in_groups<Q: Queue>(mut queue: Q, mut commit: impl FnMut(Vec<Q::Request>, usize))
where
    Q::Request: Grouped,
{
    let mut waiting = Vec::with_capacity(GROUP);
    let mut cost = Duration::ZERO;
    while queue.take(&mut waiting, GROUP) > 0 {
        queue.take_more(&mut waiting, GROUP, cost);
        if waiting.iter().any(Grouped::is_last) {
            queue.close();
        }
        let mut taken = waiting.drain(..).peekable();
        while taken.peek().is_some() {
            let mut bytes = 0;
            let mut group = Vec::new();
            while let Some(request) = taken.next_if(|_| bytes < GROUP_BYTES) {
                bytes += request.bytes();
                group.push(request);
            }
            if bytes > 0 {
                let begun = Instant::now();
                commit(group, bytes);
                // The mean of about the last eight.
                cost = (cost * 7 + begun.elapsed()) / 8;
            }
        }
    }
}

/// Tests interleavings with `shuttle`: callers that wait for answers, and one that stops the store.
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use shuttle::sync::mpsc::{Receiver, Sender, channel};
    use shuttle::sync::{Arc, Mutex};
    use shuttle::thread;

    use super::*;

    const SCHEDULES: usize = 3_000;

    enum Ask {
        Write(usize, Sender<usize>),
        Stop,
    }

    impl Grouped for Ask {
        fn bytes(&self) -> usize {
            match self {
                // Two of them fill a group.
                Self::Write(..) => GROUP_BYTES / 2,
                Self::Stop => 0,
            }
        }

        fn is_last(&self) -> bool {
            matches!(self, Self::Stop)
        }
    }

    /// A queue like tokio's, built with shuttle: after `close` nothing is accepted, and accepted requests are delivered.
    #[derive(Clone)]
    struct Entrance(Arc<Mutex<Option<Sender<Ask>>>>);

    impl Entrance {
        fn send(&self, ask: Ask) -> bool {
            self.0.lock().unwrap().as_ref().is_some_and(|sender| sender.send(ask).is_ok())
        }
    }

    struct Exit(Receiver<Ask>, Entrance);

    impl Queue for Exit {
        type Request = Ask;

        fn take(&mut self, into: &mut Vec<Ask>, most: usize) -> usize {
            let Ok(first) = self.0.recv() else { return 0 };
            into.push(first);
            let more = std::iter::from_fn(|| self.0.try_recv().ok()).take(most - 1);
            into.extend(more);
            into.len()
        }

        fn take_more(&mut self, into: &mut Vec<Ask>, most: usize, _: Duration) {
            let more = std::iter::from_fn(|| self.0.try_recv().ok()).take(most - into.len());
            into.extend(more);
        }

        fn close(&mut self) {
            self.1.0.lock().unwrap().take();
        }
    }

    #[test]
    fn whoever_is_accepted_is_answered_after_the_write_and_nobody_waits_for_ever() {
        let model = || {
            let (sender, receiver) = channel();
            let entrance = Entrance(Arc::new(Mutex::new(Some(sender))));
            let disk = Arc::new(Mutex::new(Vec::new()));
            let exit = Exit(receiver, entrance.clone());
            let committer = {
                let disk = Arc::clone(&disk);
                thread::spawn(move || {
                    commit_in_groups(exit, |group, _| {
                        let writes = group.iter().filter_map(|ask| match ask {
                            Ask::Write(number, _) => Some(*number),
                            Ask::Stop => None,
                        });
                        disk.lock().unwrap().extend(writes);
                        for ask in group {
                            if let Ask::Write(number, reply) = ask {
                                reply.send(number).unwrap();
                            }
                        }
                    });
                })
            };
            let callers: Vec<_> = (0..3)
                .map(|number| {
                    let (entrance, disk) = (entrance.clone(), Arc::clone(&disk));
                    thread::spawn(move || {
                        let (reply, answer) = channel();
                        if !entrance.send(Ask::Write(number, reply)) {
                            return false;
                        }
                        assert_eq!(answer.recv(), Ok(number), "what is accepted is answered");
                        let written = disk.lock().unwrap().iter().filter(|one| **one == number).count();
                        assert_eq!(written, 1, "it is answered once it is written, once");
                        true
                    })
                })
                .collect();
            let stopping = thread::spawn(move || entrance.send(Ask::Stop));
            let accepted =
                callers.into_iter().map(|caller| caller.join().unwrap()).filter(|known| *known).count();
            assert!(stopping.join().unwrap());
            committer.join().unwrap();
            assert_eq!(disk.lock().unwrap().len(), accepted);
        };
        shuttle::check_random(model, SCHEDULES);
        shuttle::check_pct(model, SCHEDULES, 3);
    }
}
