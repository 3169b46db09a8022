//! Two events that were prepared in the same state, sent at the same moment and one after the other. Answers and state are
//! those of one of the two orders.

use crate::case::{Case, words};
use crate::scene::Scene;
use crate::table::{Event, Table, Told};

/// Both at the same moment.
pub(crate) async fn at_once(
    scene: &Scene,
    table: &Table,
    state: &str,
    one: &Event,
    other: &Event,
) -> Result<(), String> {
    let case = Case::at(scene, table, state).await?;
    let (first, second) = (case.prepare(one).await, case.prepare(other).await);
    let (first, second) = tokio::join!(case.send(&one.by, &first), case.send(&other.by, &second));
    let got = (first.map(|answer| answer.told), second.map(|answer| answer.told));
    ends(&case, &table.orders(state, one, other), got).await
}

/// One after the other, though the second was prepared before the first was sent.
pub(crate) async fn in_order(
    scene: &Scene,
    table: &Table,
    state: &str,
    first: &Event,
    second: &Event,
) -> Result<(), String> {
    let case = Case::at(scene, table, state).await?;
    let (sent, later) = (case.prepare(first).await, case.prepare(second).await);
    let told = case.send(&first.by, &sent).await.map(|answer| answer.told);
    let expected = table.after(state, first, second).unwrap_or_default();
    // The first is over before the second begins.
    let between = match table.cell(state, &first.name) {
        crate::table::Cell::Leads(_, next) => next,
        _ => state,
    };
    case.is_at(between)
        .await
        .map_err(|error| format!("after the first ({}): {error}", words(told.as_ref())))?;
    let got = (told, case.send(&second.by, &later).await.map(|answer| answer.told));
    ends(&case, &expected, got).await
}

/// Checks the answers and the state against the possible results.
async fn ends(
    case: &Case<'_>,
    expected: &[(Told, Told, String)],
    (first, second): (Option<Told>, Option<Told>),
) -> Result<(), String> {
    let is_given =
        |given: &&(Told, Told, String)| first.as_ref() == Some(&given.0) && second.as_ref() == Some(&given.1);
    let states: Vec<&str> = expected.iter().filter(is_given).map(|given| given.2.as_str()).collect();
    let got = format!("{}, {}", words(first.as_ref()), words(second.as_ref()));
    if states.is_empty() {
        let may: Vec<String> =
            expected.iter().map(|(first, second, end)| format!("({first}, {second}) -> {end}")).collect();
        let now = case.look().await.state;
        return Err(format!("expected one of {}, got ({got}) -> {now}", may.join(" or ")));
    }
    case.is_among(&states).await.map(|_| ()).map_err(|error| format!("answered ({got}): {error}"))
}
