//! Life cycles, checked against their tables of states and events (`tests/lifecycles/`) on the real server over HTTP: legal and
//! illegal events, pairs at the same moment, and each event under `kill -9`. A further state or event is data.

#![expect(clippy::unwrap_used, reason = "tests")]

mod alone;
mod case;
mod document;
mod events;
mod killed;
mod look;
mod pairs;
mod report;
mod scene;
mod table;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::task::JoinSet;
use towpath_tests::{Random, is_full, keep_result, tell};

use crate::killed::Blow;
use crate::report::{Kind, Report};
use crate::scene::Scene;
use crate::table::Table;

/// What is sent in one case.
enum Job {
    Legal { state: String, event: String },
    Illegal { state: String, event: String, who: String },
    AtOnce { state: String, one: String, other: String },
    InOrder { state: String, first: String, second: String },
}

/// How much of everything is tried.
struct Size {
    /// Cases of each table and kind; everything where that is less.
    cases: usize,
    /// How often each pair is sent at the same moment.
    times: usize,
    /// How often the server is killed, for each kind of server; 0: as often as every event needs.
    kills: usize,
}

const BOUNDED: Size = Size { cases: 10, times: 1, kills: 8 };
const FULL: Size = Size { cases: usize::MAX, times: 3, kills: 0 };

/// Cases of one server, for each that runs side by side. The next ones get a new server.
const CASES_OF_A_SERVER: usize = 60;

/// Chooses the sample of `tests/run`.
const SAMPLE_SEED: u64 = 1;

/// After how many milliseconds the server is killed.
const DELAYS: [u64; 8] = [0, 1, 2, 4, 8, 15, 30, 60];
/// Objects that one kill meets, of the life cycles whose cases run side by side.
const TOGETHER: usize = 8;

fn seed() -> u64 {
    let given = std::env::var("TOWPATH_SEED").ok().and_then(|seed| seed.parse().ok());
    // The sample is the same each time, so that only a change can make it fail. At full size the order is random.
    given.unwrap_or_else(|| {
        if !is_full("lifecycles") {
            return SAMPLE_SEED;
        }
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() % 1_000_000
    })
}

fn tables() -> Vec<Arc<Table>> {
    let only = std::env::var("TOWPATH_LIFECYCLE").ok();
    let wanted =
        |table: &Table| only.as_ref().is_none_or(|only| only.split(',').any(|one| one == table.name));
    table::all().into_iter().filter(wanted).map(Arc::new).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn full_lifecycles_of_one_signer() {
    played("lifecycles-one-approver", false, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_lifecycles_of_two_approvers() {
    played("lifecycles-two-approvers", true, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_lifecycles_of_one_approver_under_kill_9() {
    played("lifecycles-one-approver-killed", false, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_lifecycles_of_two_approvers_under_kill_9() {
    played("lifecycles-two-approvers-killed", true, true).await;
}

/// Plays the tables of one kind of server: their events and pairs, or each event under `kill -9`.
async fn played(name: &str, two_approvers: bool, killed: bool) {
    let (seed, started) = (seed(), Instant::now());
    let size = if is_full("lifecycles") { FULL } else { BOUNDED };
    let (mut random, mut report) = (Random::new(seed), Report::default());
    let tables: Vec<_> = tables().into_iter().filter(|table| table.two_approvers == two_approvers).collect();
    match killed {
        _ if tables.is_empty() => {}
        true => {
            let scene = Scene::start(two_approvers).await;
            kills(&scene, &tables, &size, &mut random, &mut report).await;
        }
        false => cases(two_approvers, &tables, &size, &mut random, &mut report).await,
    }
    tell(&format!("{name}: seed {seed} (TOWPATH_SEED), {:?}\n{}", started.elapsed(), report.lines()));
    keep_result(name, &report.outcome(seed));
    assert!(report.wrong().is_empty(), "seed {seed}:\n{}", report.wrong());
}

/// Every event and every pair, in rounds. Each round has new servers: what cases leave behind makes the next ones slower.
async fn cases(
    two_approvers: bool,
    tables: &[Arc<Table>],
    size: &Size,
    random: &mut Random,
    report: &mut Report,
) {
    // Each life cycle that concerns the whole server has a server of its own; the others share one.
    let (alone, others): (Vec<_>, Vec<_>) = tables.iter().cloned().partition(|table| table.alone);
    let mut waiting: Vec<(Vec<(Arc<Table>, Job)>, usize)> =
        alone.into_iter().map(|table| (jobs(&[table], size, random), 1)).collect();
    waiting.push((jobs(&others, size, random), 4));
    while waiting.iter().any(|(jobs, _)| !jobs.is_empty()) {
        let mut done = JoinSet::new();
        for (jobs, lanes) in waiting.iter_mut().filter(|(jobs, _)| !jobs.is_empty()) {
            let later = jobs.split_off(jobs.len().min(CASES_OF_A_SERVER * *lanes));
            let now = std::mem::replace(jobs, later);
            side_by_side(&mut done, &Arc::new(Scene::start(two_approvers).await), now, *lanes);
        }
        while let Some(outcome) = done.join_next().await {
            match outcome {
                Ok((cycle, kind, what, outcome)) => report.add(&cycle, kind, &what, outcome),
                Err(error) => report.broken(&error.to_string()),
            }
        }
    }
}

/// What is tried of each table, in random order.
fn jobs(tables: &[Arc<Table>], size: &Size, random: &mut Random) -> Vec<(Arc<Table>, Job)> {
    let mut jobs = Vec::new();
    for table in tables {
        let name = str::to_owned;
        let legal = table.legal().into_iter();
        let legal =
            legal.map(|(state, event, ..)| Job::Legal { state: name(state), event: name(&event.name) });
        let illegal = table.illegal().into_iter().map(|(state, event, who, _)| Job::Illegal {
            state: name(state),
            event: name(&event.name),
            who: name(who),
        });
        let mut at_once = Vec::new();
        let mut in_order = Vec::new();
        for (state, one, other) in table.pairs() {
            let order = |first: &str, second: &str| Job::InOrder {
                state: name(state),
                first: name(first),
                second: name(second),
            };
            in_order.push(order(&one.name, &other.name));
            in_order.push(order(&other.name, &one.name));
            for _ in 0..size.times {
                at_once.push(Job::AtOnce {
                    state: name(state),
                    one: name(&one.name),
                    other: name(&other.name),
                });
            }
        }
        for mut kind in [legal.collect(), illegal.collect(), at_once, in_order] {
            shuffle(&mut kind, random);
            kind.truncate(size.cases);
            jobs.extend(kind.into_iter().map(|job| (Arc::clone(table), job)));
        }
    }
    shuffle(&mut jobs, random);
    jobs
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for index in (1..list.len()).rev() {
        list.swap(index, random.below(index + 1));
    }
}

type Outcome = (String, Kind, String, Result<(), String>);

/// Carries jobs out, `lanes` at a time.
fn side_by_side(set: &mut JoinSet<Outcome>, scene: &Arc<Scene>, jobs: Vec<(Arc<Table>, Job)>, lanes: usize) {
    let places = Arc::new(tokio::sync::Semaphore::new(lanes));
    for (table, job) in jobs {
        let (scene, places) = (Arc::clone(scene), Arc::clone(&places));
        set.spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            carry_out(&scene, &table, &job).await
        });
    }
}

async fn carry_out(scene: &Scene, table: &Table, job: &Job) -> Outcome {
    let (kind, what, outcome) = match job {
        Job::Legal { state, event } => {
            let legal = table.legal();
            let found = legal.iter().find(|one| one.0 == state && one.1.name == *event).unwrap();
            let outcome = alone::legal(scene, table, state, found.1, found.2, found.3).await;
            (Kind::Legal, format!("{state}, {event}"), outcome)
        }
        Job::Illegal { state, event, who } => {
            let illegal = table.illegal();
            let is_it = |one: &&(&str, &table::Event, &str, table::Told)| {
                one.0 == state && one.1.name == *event && one.2 == who
            };
            let found = illegal.iter().find(is_it).unwrap();
            let outcome = alone::illegal(scene, table, state, found.1, who, &found.3).await;
            (Kind::Illegal, format!("{state}, {event}"), outcome)
        }
        Job::AtOnce { state, one, other } => {
            let outcome = pairs::at_once(scene, table, state, table.event(one), table.event(other)).await;
            (Kind::AtOnce, format!("{state}, {one} and {other}"), outcome)
        }
        Job::InOrder { state, first, second } => {
            let outcome = pairs::in_order(scene, table, state, table.event(first), table.event(second)).await;
            (Kind::InOrder, format!("{state}, {first} and then {second}"), outcome)
        }
    };
    (table.name.clone(), kind, what, outcome)
}

/// Every legal event under `kill -9`, a few at a time; of the life cycles that concern the whole server one at a time.
async fn kills(scene: &Scene, tables: &[Arc<Table>], size: &Size, random: &mut Random, report: &mut Report) {
    let blows = |alone: bool| {
        let tables = tables.iter().filter(move |table| table.alone == alone);
        let blows = tables.flat_map(|table| {
            let legal = table.legal().into_iter();
            legal.map(|(state, event, told, next)| Blow { table, state, event, told, next })
        });
        blows.collect::<Vec<_>>()
    };
    let (mut alone, mut others) = (blows(true), blows(false));
    let times = if size.kills == 0 { DELAYS.len() / 2 } else { 1 };
    (alone, others) = (alone.repeat(times), others.repeat(times));
    shuffle(&mut alone, random);
    shuffle(&mut others, random);
    let needed = alone.len().max(others.len().div_ceil(TOGETHER));
    let kills = if size.kills == 0 { needed } else { size.kills.min(needed) };
    let mut others = others.chunks(TOGETHER);
    for kill in 0..kills {
        let mut blows: Vec<Blow<'_>> = others.next().unwrap_or_default().to_vec();
        blows.extend(alone.get(kill));
        let after = Duration::from_millis(DELAYS[random.below(DELAYS.len())]);
        let outcomes = killed::together(scene, &blows, after).await;
        for (blow, outcome) in blows.iter().zip(outcomes) {
            let what = format!("{}, {} killed after {after:?}", blow.state, blow.event.name);
            report.add(&blow.table.name, Kind::Killed, &what, outcome);
        }
    }
}
