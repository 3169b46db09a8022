//! One life of an engine: it is opened, people do things with it at the same time, and it is killed. The last life has no faults: it
//! goes on until every run has ended.

use std::sync::Arc;
use std::time::Duration;

use towpath_journal::Heads as _;
use towpath_sandbox::Sandbox;

use crate::actions::{self, Action};
use crate::choices::Rates;
use crate::clock::pause;
use crate::power::Power;
use crate::world::{ENDLESS, World};

/// Most rounds of the last life.
const ROUNDS: usize = 400;

/// Lives until the power goes off.
pub(crate) async fn live(world: &Arc<World>, sandbox: &Sandbox, number: usize) {
    let mut random = world.seed.stream(&format!("life {number}"));
    // Half of all lives end with an operation of the store or of a system, the others between two of them.
    let operations = if random.chance(500) { 30 + random.below(700) as u64 } else { ENDLESS };
    let power = Arc::new(Power::for_operations(operations));
    tokio::select! {
        biased;
        () = power.is_gone() => world.past.note(world.now(), format!("life {number}: the power went off")),
        () = act(world, sandbox, &power, number) => {
            world.past.note(world.now(), format!("life {number}: killed"));
        }
    }
}

async fn act(world: &Arc<World>, sandbox: &Sandbox, power: &Arc<Power>, number: usize) {
    let mut random = world.seed.stream(&format!("actions {number}"));
    let opened = world.open(sandbox, power, Rates::of(world.seed)).await;
    let engine = match opened {
        Ok(engine) => engine,
        Err(error) => return world.past.note(world.now(), format!("life {number}: not opened: {error}")),
    };
    world.past.note(world.now(), format!("life {number} begins"));
    for step in 0..4 + random.below(8) {
        let action = Action::draw(&mut random, &format!("{number}-{step}"));
        tokio::spawn(actions::act(Arc::clone(world), engine.clone(), action));
        // The longest is enough for runs to fall asleep.
        let wait = [0, 1, 10, 60, 300, 1_500, 12_000][random.below(7)];
        pause(Duration::from_millis(random.below(wait + 1) as u64)).await;
    }
    pause(Duration::from_millis(random.below(2_000) as u64)).await;
}

/// Goes on until every run has ended: whatever waits for people is answered.
pub(crate) async fn last(world: &Arc<World>, sandbox: &Sandbox) {
    let power = Arc::new(Power::for_operations(ENDLESS));
    let engine = world.open(sandbox, &power, Rates::CALM).await.unwrap();
    world.past.note(world.now(), "the last life begins".to_owned());
    actions::again_all(world, &engine).await;
    for round in 0..ROUNDS {
        if world.disk.store().unfinished().await.unwrap().is_empty() {
            break;
        }
        actions::answer_everything(world, &engine, round).await;
        pause(Duration::from_millis(500 + 20 * round as u64)).await;
    }
    actions::look_at_all(world, &engine).await;
}
