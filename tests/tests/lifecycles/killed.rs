//! Events under `kill -9`: several objects, each with an event under way, when the server is killed. Afterwards each object is
//! in the state before or after its event, in the latter whenever the event was acknowledged, and can go on.

use std::time::Duration;

use towpath_tests::pause;

use crate::case::{Case, words};
use crate::scene::Scene;
use crate::table::{Cell, Event, Table, Told};

/// An event in a state.
#[derive(Clone, Copy)]
pub(crate) struct Blow<'a> {
    /// The life cycle.
    pub(crate) table: &'a Table,
    /// The state it is sent in.
    pub(crate) state: &'a str,
    /// The event.
    pub(crate) event: &'a Event,
    /// How it is acknowledged.
    pub(crate) told: &'a Told,
    /// The state it leads to.
    pub(crate) next: &'a str,
}

/// Kills the server after `after`, while all of these are under way; what was wrong with each.
pub(crate) async fn together(scene: &Scene, blows: &[Blow<'_>], after: Duration) -> Vec<Result<(), String>> {
    let mut ready = Vec::new();
    for blow in blows {
        let prepared = match Case::at(scene, blow.table, blow.state).await {
            Ok(case) if blow.event.by == "clock" => Ok((case, None)),
            Ok(case) => {
                let request = case.prepare(blow.event).await;
                Ok((case, Some(request)))
            }
            Err(error) => Err(error),
        };
        ready.push(prepared);
    }
    let mut answers = vec![None; blows.len()];
    tokio::join!(
        async {
            let mut sending = Vec::new();
            for (prepared, blow) in ready.iter().zip(blows) {
                let sent = match prepared {
                    Ok((case, Some(request))) => Some(case.send(&blow.event.by, request)),
                    _ => None,
                };
                sending.push(sent);
            }
            answers = all(sending).await;
        },
        async {
            pause(after, "each kill at another moment").await;
            scene.server().stop();
        }
    );
    scene.server().restart().await;
    let mut found = Vec::new();
    for ((prepared, blow), answer) in ready.into_iter().zip(blows).zip(answers) {
        found.push(match prepared {
            Ok((case, _)) => goes_on(&case, blow, answer).await,
            Err(error) => Err(error),
        });
    }
    found
}

/// Waits for all of them at the same time.
async fn all<'a>(
    sending: Vec<Option<impl Future<Output = Option<crate::scene::Answer>> + 'a>>,
) -> Vec<Option<Told>> {
    let mut sending: Vec<_> = sending.into_iter().map(|sent| sent.map(Box::pin)).collect();
    let mut answers = vec![None; sending.len()];
    std::future::poll_fn(|context| {
        let mut is_over = true;
        for (sent, answer) in sending.iter_mut().zip(&mut answers) {
            let Some(under_way) = sent else { continue };
            match under_way.as_mut().poll(context) {
                std::task::Poll::Ready(got) => {
                    *answer = got.map(|got| got.told);
                    *sent = None;
                }
                std::task::Poll::Pending => is_over = false,
            }
        }
        if is_over { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers
}

/// The object is in the state before or after its event, and can go on.
async fn goes_on(case: &Case<'_>, blow: &Blow<'_>, answer: Option<Told>) -> Result<(), String> {
    let Blow { table, state, event, told, next } = *blow;
    let got = words(answer.as_ref());
    if answer.as_ref().is_some_and(|answer| answer != told) {
        return Err(format!("expected {told} or no answer, got {got}"));
    }
    let is_bound = answer.is_some() || event.by == "clock";
    let may: &[&str] = if is_bound { &[next] } else { &[state, next] };
    let mut now =
        case.is_among(may).await.map_err(|error| format!("{got}; after the restart: {error}"))?.state;
    if now == state && now != next {
        // The event may have been on its way. Sent again, it is answered as in one of the two states.
        let request = case.prepare(event).await;
        let again = case.send(&event.by, &request).await.map(|answer| answer.told);
        let legal = |at: &str| match table.cell(at, &event.name) {
            Cell::Leads(told, _) | Cell::Refused(told) => Some(told.clone()),
            Cell::NotSent => None,
        };
        if again.is_none() || (again != legal(state) && again != legal(next)) {
            return Err(format!("{got}; sent again after the restart: {}", words(again.as_ref())));
        }
        now = case.is_at(next).await.map_err(|error| format!("{got}; sent again: {error}"))?.state;
    }
    let further = table.events.iter().find_map(|event| match table.cell(&now, &event.name) {
        Cell::Leads(_, further) if *further != now => Some((event, further)),
        _ => None,
    });
    match further {
        Some((event, further)) => {
            let step = case.step(event, further).await;
            step.map_err(|error| format!("{got}; and then no way on from `{now}`: {error}"))
        }
        None => Ok(()),
    }
}
