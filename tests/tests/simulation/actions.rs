//! What people and apps do with an engine, and what they were answered.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::{HeadFilter, Heads as _, RunId, Status};
use towpath_runtime::{Engine, EngineError, HoldAsked, SentEvent, StartRequest, StartedRun};
use towpath_tests::Random;
use towpath_wire::Json;

use crate::definitions::{NAMES, approver, champion};
use crate::past::{Acknowledged, Heard};
use crate::world::World;

/// How many different orders there are: events mean an order.
const ORDERS: usize = 4;
/// How many different idempotency keys there are for each workflow.
const KEYS: usize = 3;
/// How many different events there are for each order.
const EVENTS: usize = 6;

/// How long a caller waits.
const PATIENCE: Duration = Duration::from_hours(1);

/// Something that is done.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Start { name: &'static str, order: String, key: Option<String> },
    Send { id: String, order: String },
    Cancel { which: usize, force: bool },
    Suspend { which: usize },
    Resume { which: usize },
    Release { which: usize, declines: bool },
    Look { which: usize },
}

impl Action {
    /// One of them. `unique` names it.
    pub(crate) fn draw(random: &mut Random, unique: &str) -> Self {
        let (which, order) = (random.below(1_000), random.below(ORDERS));
        match random.below(100) {
            0..=54 => {
                let name = NAMES[random.below(NAMES.len())];
                // The same key always comes with the same request.
                let (key, order) = match random.below(3) {
                    0 => (None, order),
                    _ => {
                        let number = random.below(KEYS);
                        (Some(format!("k-{number}")), number)
                    }
                };
                Self::Start { name, order: format!("o-{order}"), key }
            }
            55..=66 => {
                let id = match random.chance(700) {
                    true => format!("e-{order}-{}", random.below(EVENTS)),
                    false => format!("e-{unique}"),
                };
                Self::Send { id, order: format!("o-{order}") }
            }
            67..=73 => Self::Cancel { which, force: random.chance(300) },
            74..=81 => Self::Suspend { which },
            82..=88 => Self::Resume { which },
            89..=95 => Self::Release { which, declines: random.chance(400) },
            _ => Self::Look { which },
        }
    }
}

/// Does it, and notes what was answered.
pub(crate) async fn act(world: Arc<World>, engine: Engine, action: Action) {
    match action {
        Action::Start { name, order, key } => {
            if let Some(started) = start(&world, &engine, name, &order, key).await {
                watch(&world, &engine, &started).await;
            }
        }
        Action::Send { id, order } => send(&world, &engine, &id, &order).await,
        Action::Cancel { which, force } => {
            let Some(run) = known(&world, which) else { return };
            let cancelled = engine.cancel(&champion(), run, force).await;
            let now = world.now();
            if cancelled.is_ok() {
                world.past.with(|facts| {
                    let moment = facts.moment(now);
                    facts.cancelled.entry(run).or_insert(moment);
                });
            }
            note(&world, &format!("cancel {run}"), &cancelled);
        }
        Action::Suspend { which } => {
            let Some(run) = known(&world, which) else { return };
            let suspended = engine.suspend(&champion(), run, "a look at it").await;
            note(&world, &format!("suspend {run}"), &suspended);
        }
        Action::Resume { which } => {
            let Some(run) = known(&world, which) else { return };
            let resumed = engine.resume(&champion(), run).await;
            note(&world, &format!("resume {run}"), &resumed);
        }
        Action::Release { which, declines } => answer_hold(&world, &engine, which, declines).await,
        Action::Look { which } => {
            let Some(run) = known(&world, which) else { return };
            let seen = engine.run(run).await;
            note(&world, &format!("look at {run}"), &seen.map(|view| view.head.status));
        }
    }
}

fn note<T: std::fmt::Debug>(world: &World, what: &str, answer: &Result<T, EngineError>) {
    let answer = match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => format!("error: {error}"),
    };
    world.past.note(world.now(), format!("{what}: {answer}"));
}

/// One of the acknowledged runs.
fn known(world: &World, which: usize) -> Option<RunId> {
    let runs = world.past.with(|facts| facts.runs());
    (!runs.is_empty()).then(|| runs[which % runs.len()])
}

/// Starts a run; it is given back once it is acknowledged.
async fn start(
    world: &World,
    engine: &Engine,
    name: &str,
    order: &str,
    key: Option<String>,
) -> Option<StartedRun> {
    let request = StartRequest {
        namespace: "test".to_owned(),
        name: name.to_owned(),
        version: None,
        input: format!(r#"{{"order":"{order}"}}"#).into(),
        idempotency_key: key.clone(),
        awaited: false,
    };
    let what = format!("start {name} of {order} with {key:?}");
    let started = match engine.start(&champion(), request).await {
        Ok(started) => started,
        Err(error) => {
            note(world, &what, &Err::<(), _>(error));
            return None;
        }
    };
    let (run, joined) = (started.run, if started.joined { ", joined" } else { "" });
    let durable = engine.durable(&started).await;
    note(world, &format!("{what}: {run}{joined}"), &durable);
    durable.ok()?;
    let (name, order) = (name.to_owned(), order.to_owned());
    world.past.with(|facts| facts.started.push(Acknowledged { run, key, name, order }));
    Some(started)
}

/// Waits for the end as a caller does.
async fn watch(world: &World, engine: &Engine, started: &StartedRun) {
    let ended = engine.outcome(started, PATIENCE).await;
    if let Ok(Some(view)) = &ended {
        world.past.with(|facts| facts.views.insert(started.run, view.clone()));
    }
    let status = ended.map(|view| view.map(|view| view.head.status));
    note(world, &format!("outcome of {}", started.run), &status);
}

async fn send(world: &World, engine: &Engine, id: &str, order: &str) {
    let text = format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"https://shop.acme.example","type":"paid","data":{{"order":"{order}"}}}}"#
    );
    let event = SentEvent { event: Json::parse(text).unwrap(), namespaces: Some(vec!["test".to_owned()]) };
    let sent = engine.send_events(&champion(), vec![event]).await;
    if let Ok(accepted) = &sent {
        let (id, position) = (id.to_owned(), accepted[0].position);
        world.past.with(|facts| facts.events.push(Heard { id, position }));
    }
    note(world, &format!("send {id} of {order}"), &sent);
}

async fn answer_hold(world: &World, engine: &Engine, which: usize, declines: bool) {
    let held = match engine.holds(None).await {
        Ok(held) if held.is_empty() => return,
        Ok(mut held) => held.swap_remove(which % held.len()),
        Err(error) => return note(world, "holds", &Err::<(), _>(error)),
    };
    let (run, effect) = (held.head.run, held.held.effect.id);
    let asked = HoldAsked { comment: None, shown: engine.hold_digest(&held) };
    let answered = match declines {
        true => engine.decline(&approver(), run, effect, asked).await,
        false => engine.release(&approver(), run, effect, asked).await,
    };
    note(world, &format!("answer {run}/{effect}, declines: {declines}"), &answered);
}

/// Every start under a key again: each joins the run that it had.
pub(crate) async fn again_all(world: &Arc<World>, engine: &Engine) {
    let mut keyed: Vec<Acknowledged> =
        world.past.with(|facts| facts.started.iter().filter(|one| one.key.is_some()).cloned().collect());
    keyed.sort_by(|a, b| (&a.name, &a.key).cmp(&(&b.name, &b.key)));
    keyed.dedup_by(|a, b| (&a.name, &a.key) == (&b.name, &b.key));
    for one in keyed {
        let Some(started) = start(world, engine, &one.name, &one.order, one.key).await else { continue };
        let (world, engine) = (Arc::clone(world), engine.clone());
        tokio::spawn(async move { watch(&world, &engine, &started).await });
    }
}

/// Answers whatever waits for people: holds, suspensions, and runs that listen.
pub(crate) async fn answer_everything(world: &Arc<World>, engine: &Engine, round: usize) {
    for which in 0..engine.holds(None).await.unwrap().len() {
        answer_hold(world, engine, which, false).await;
    }
    for head in world.disk.store().unfinished().await.unwrap() {
        if head.status == Status::Suspended {
            note(world, &format!("resume {}", head.run), &engine.resume(&champion(), head.run).await);
        }
    }
    if round % 4 == 3 {
        for order in 0..ORDERS {
            send(world, engine, &format!("last-{round}-{order}"), &format!("o-{order}")).await;
        }
    }
}

/// Looks at every run once more, as a reader does.
pub(crate) async fn look_at_all(world: &World, engine: &Engine) {
    let filter = HeadFilter { limit: 1_000, ..HeadFilter::default() };
    for head in engine.runs(filter).await.unwrap() {
        note(
            world,
            &format!("at the end, {}", head.run),
            &engine.run(head.run).await.map(|view| view.head.status),
        );
    }
}
