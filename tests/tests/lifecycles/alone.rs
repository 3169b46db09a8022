//! One event at a time: each legal one leads to the state of the table, each illegal one is refused and changes nothing.

use crate::case::{Case, words};
use crate::scene::Scene;
use crate::table::{Event, Table, Told, UNSEEN};

/// A legal event leads to the state given, with the status given.
pub(crate) async fn legal(
    scene: &Scene,
    table: &Table,
    state: &str,
    event: &Event,
    told: &Told,
    next: &str,
) -> Result<(), String> {
    let case = Case::at(scene, table, state).await?;
    if event.by != "clock" {
        let request = case.prepare(event).await;
        let answer = case.send(&event.by, &request).await;
        if answer.as_ref().map(|answer| &answer.told) != Some(told) {
            let got = answer.map(|answer| format!("{} {}", answer.told, answer.body)).unwrap_or_default();
            return Err(format!("expected {told}, got {got}"));
        }
    }
    case.is_at(next).await.map(|_| ())
}

/// An illegal event is refused with the status and code given, and changes nothing.
pub(crate) async fn illegal(
    scene: &Scene,
    table: &Table,
    state: &str,
    event: &Event,
    who: &str,
    told: &Told,
) -> Result<(), String> {
    let case = Case::at(scene, table, state).await?;
    let mut request = case.prepare(event).await;
    let sender = if who == UNSEEN { event.by.as_str() } else { who };
    if who == UNSEEN {
        request.headers.retain(|(name, _)| name != "If-Match");
    }
    let before = case.look().await.seen;
    let answer = case.send(sender, &request).await.map(|answer| answer.told);
    if answer.as_ref() != Some(told) {
        let now = case.look().await.state;
        return Err(format!("by {who}: expected {told}, got {} in `{now}`", words(answer.as_ref())));
    }
    let after = case.look().await.seen;
    if before == after {
        return Ok(());
    }
    Err(format!("by {who}: was refused with {told} and changed {before} to {after}"))
}
