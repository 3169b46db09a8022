//! Carries one call into a guest through: polls it, charges its time, keeps it from crowding out others.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tokio::sync::Semaphore;

use crate::limits::Meter;

/// Slices an entry may take before it counts as busy. A slice is an epoch: about a millisecond.
const FREE_SLICES: u32 = 4;

/// The call's result, or `None` when its CPU time ran out; it was dropped then, and its store is good for reading only.
///
/// A call is pending only because its epoch is over, never because it waits for something. So its waker is of no
/// use: between slices the task goes to the back of the queue, where the runtime also looks after sockets. Entries that
/// go on for long share the `busy` lane, slice by slice, so that however many there are, a worker is free for short ones.
pub(crate) async fn carry<F: Future>(call: F, meter: &mut Meter, busy: &Semaphore) -> Option<F::Output> {
    let mut call = pin!(call);
    let mut slices = 0;
    while !meter.is_spent() {
        let lane = match slices < FREE_SLICES {
            true => None,
            false => busy.acquire().await.ok(),
        };
        let polled = poll_fn(|_| {
            Poll::Ready(meter.charge(|| call.as_mut().poll(&mut Context::from_waker(Waker::noop()))))
        })
        .await;
        drop(lane);
        if let Poll::Ready(result) = polled {
            return Some(result);
        }
        slices += 1;
        tokio::task::yield_now().await;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use towpath_wire::Limits;

    use super::*;

    /// Pending `slices` times, a millisecond each, without ever waking anybody.
    fn busy(mut slices: u32) -> impl Future<Output = &'static str> {
        poll_fn(move |_| {
            std::thread::sleep(Duration::from_millis(1));
            if slices == 0 {
                return Poll::Ready("done");
            }
            slices -= 1;
            Poll::Pending
        })
    }

    #[tokio::test]
    async fn many_busy_calls_share_one_lane_and_all_end() {
        let lane = std::sync::Arc::new(Semaphore::new(1));
        let calls: Vec<_> = (0..4)
            .map(|_| {
                let lane = std::sync::Arc::clone(&lane);
                tokio::spawn(async move { carry(busy(10), &mut Meter::new(&Limits::default()), &lane).await })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.ok().flatten(), Some("done"));
        }
    }

    #[tokio::test]
    async fn stops_when_the_time_is_up() {
        let mut meter = Meter::new(&Limits { cpu_ms: 8, ..Limits::default() });
        assert_eq!(carry(busy(1000), &mut meter, &Semaphore::new(1)).await, None);
        assert!(meter.is_spent());
        assert_eq!(carry(async { "never polled" }, &mut meter, &Semaphore::new(1)).await, None);
    }
}
