//! Runs one call into a guest: polls it, charges its CPU time, and keeps long calls from blocking short ones.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::limits::Meter;
use crate::queue::{Place, Queue};
use crate::sandbox::Lanes;

/// Number of slices before an entry counts as long. A slice is an epoch, about a millisecond.
const FREE_SLICES: u32 = 4;

/// Returns the result of the call, or `None` if its CPU time ran out. Then the call was dropped, and its store may only be
/// read.
///
/// A call is pending only because its epoch has ended; it never waits for anything. So its waker is not used: between slices
/// the task goes to the end of tokio's queue, so that the runtime also serves sockets. Long entries share a lane, slice by
/// slice, so that a processor stays free for short ones. They exchange `place` for a place in the lane, and give up `first`,
/// the place of a first entry, so that other runs can start. The lane has few places: an entry that waits for one has used
/// little memory, because its memory grows with time.
pub(crate) async fn carry_call<F: Future>(
    call: F,
    meter: &mut Meter,
    lanes: &Lanes,
    place: &mut Place,
    first: &mut Option<Place>,
) -> Option<F::Output> {
    let mut call = pin!(call);
    let (mut slices, mut home) = (0, None);
    while !meter.is_spent() {
        let mut long = None;
        if slices >= FREE_SLICES {
            if !place.is_of(&lanes.crowd) {
                home = Some(place.queue());
                *place = lanes.crowd.acquire(place.who()).await;
                *first = None;
            }
            long = Some(lanes.turns.acquire(place.who()).await);
        }
        let turn = (lanes.slices.acquire(place.who()).await, long);
        let polled = poll_fn(|_| {
            Poll::Ready(meter.charge(|| call.as_mut().poll(&mut Context::from_waker(Waker::noop()))))
        })
        .await;
        drop(turn);
        if let Poll::Ready(result) = polled {
            return_to(place, home);
            return Some(result);
        }
        slices += 1;
        tokio::task::yield_now().await;
    }
    return_to(place, home);
    None
}

/// Leaves the lane, if its own queue has a free place.
fn return_to(place: &mut Place, home: Option<Queue>) {
    if let Some(other) = home.and_then(|home| home.try_acquire(place.who())) {
        *place = other;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use towpath_wire::Limits;

    use super::*;
    use crate::Who;
    use crate::queue::Shares;

    /// A future that is pending `slices` times, a millisecond each, and never wakes its task.
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

    fn lanes(crowd: usize) -> Lanes {
        let queue = |places| Queue::new(Shares::unshared(places));
        Lanes { slices: queue(2), crowd: queue(crowd), turns: queue(1) }
    }

    #[tokio::test]
    async fn many_busy_calls_share_one_lane_give_their_place_back_and_all_end() {
        let (lanes, places) = (std::sync::Arc::new(lanes(3)), Queue::new(Shares::unshared(4)));
        let firsts = Queue::new(Shares::unshared(4));
        let calls: Vec<_> = (0..4)
            .map(|_| {
                let (lanes, places, firsts) = (std::sync::Arc::clone(&lanes), places.clone(), firsts.clone());
                tokio::spawn(async move {
                    let mut place = places.acquire(&Who::default()).await;
                    let mut meter = Meter::new(&Limits::default());
                    let mut first = Some(firsts.acquire(&Who::default()).await);
                    (carry_call(busy(10), &mut meter, &lanes, &mut place, &mut first).await, place, first)
                })
            })
            .collect();
        let mut ended = Vec::new();
        for call in calls {
            ended.extend(call.await);
        }
        assert!(ended.len() == 4 && ended.iter().all(|(result, ..)| *result == Some("done")));
        // An entry in the lane does not keep others from starting.
        assert_eq!((firsts.free(), ended.iter().filter(|(_, _, first)| first.is_some()).count()), (4, 0));
        // The lane had three places, and each entry left it at its end.
        assert_eq!((lanes.crowd.taken(), places.free()), (0, 0));
        drop(ended);
        assert_eq!((lanes.crowd.taken(), places.free()), (0, 4));
    }

    #[tokio::test]
    async fn stops_when_the_time_is_up() {
        let (lanes, places) = (lanes(1), Queue::new(Shares::unshared(1)));
        let mut place = places.acquire(&Who::default()).await;
        let mut meter = Meter::new(&Limits { cpu_ms: 8, ..Limits::default() });
        assert_eq!(carry_call(busy(1000), &mut meter, &lanes, &mut place, &mut None).await, None);
        assert!(meter.is_spent());
        assert_eq!(
            carry_call(async { "never polled" }, &mut meter, &lanes, &mut place, &mut None).await,
            None
        );
    }
}
