//! Runs that sleep and listen. They are found by what they listen for: one look for each set of attributes that any of them compares,
//! however many they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::UnboundedSender;
use towpath_journal::{Hears, RunId};
use towpath_wire::Json;

use super::StoredEvent;

/// An event came that a run listens for which sleeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Its namespace.
    pub(crate) namespace: Arc<str>,
    /// The run.
    pub(crate) run: RunId,
    /// The position of the first event that came for it since it sleeps; 0 where that is not known.
    pub(crate) position: u64,
}

/// What a listening effect compares before the run is woken: the attributes whose values are text. `None`: it cannot be decoded.
pub(crate) fn hears(with: &Json, after: u64) -> Option<Hears> {
    let with: Map<String, Value> = with.read().ok()?;
    let kind = with.get("type").and_then(Value::as_str).map(str::to_owned);
    let mut names: Vec<String> = with
        .iter()
        .filter(|(name, value)| value.is_string() && *name != "type")
        .map(|(name, _)| name.clone())
        .collect();
    names.sort_unstable();
    let values = values_of(&names, &with)?;
    Some(Hears { kind, names, values, after })
}

/// Names the values of these attributes. `None`: one of them is missing, or not text.
fn values_of(names: &[String], attributes: &Map<String, Value>) -> Option<u64> {
    let mut hash = Sha256::new();
    for name in names {
        let value = attributes.get(name)?.as_str()?;
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value);
    }
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().map(|first| u64::from_le_bytes(*first))
}

/// Runs that listen for the same values.
#[derive(Debug)]
enum Same {
    One(RunId),
    More(BTreeSet<RunId>),
}

/// Runs that compare the same attributes.
#[derive(Debug)]
struct Shape {
    names: Box<[String]>,
    runs: HashMap<u64, Same>,
}

/// By namespace. In order, because they are woken in this order.
type Shapes = BTreeMap<Arc<str>, Vec<Shape>>;

/// See the file.
#[derive(Debug)]
pub(super) struct Sleeping {
    /// By the type they listen for; `None` for any type.
    by_kind: HashMap<Option<String>, Shapes>,
    wake: UnboundedSender<Heard>,
    /// Until what came before the engine was opened has been handed out: after which event each run listens.
    catching_up: Option<HashMap<RunId, u64>>,
}

impl Sleeping {
    /// Nobody sleeps. Who is to wake is sent there.
    pub(super) fn new(wake: UnboundedSender<Heard>) -> Self {
        Self { by_kind: HashMap::new(), wake, catching_up: Some(HashMap::new()) }
    }

    /// Nobody sleeps, until the runs that do are listed.
    pub(super) fn lists_anew(&mut self) {
        (self.by_kind, self.catching_up) = (HashMap::new(), Some(HashMap::new()));
    }

    pub(super) fn add(&mut self, namespace: &str, hears: &Hears, run: RunId) {
        if let Some(catching_up) = &mut self.catching_up {
            catching_up
                .entry(run)
                .and_modify(|after| *after = hears.after.min(*after))
                .or_insert(hears.after);
        }
        let shapes = self.by_kind.entry(hears.kind.clone()).or_default();
        let shapes = match shapes.get_mut(namespace) {
            Some(shapes) => shapes,
            None => shapes.entry(namespace.into()).or_default(),
        };
        let at = shapes.iter().position(|shape| *shape.names == *hears.names).unwrap_or_else(|| {
            shapes.push(Shape { names: hears.names.clone().into(), runs: HashMap::new() });
            shapes.len() - 1
        });
        shapes[at].runs.entry(hears.values).and_modify(|same| same.add(run)).or_insert(Same::One(run));
    }

    pub(super) fn remove(&mut self, namespace: &str, hears: &Hears, run: RunId) {
        let Some(shapes) = self.by_kind.get_mut(&hears.kind) else { return };
        let Some(all) = shapes.get_mut(namespace) else { return };
        for shape in all.iter_mut().filter(|shape| *shape.names == *hears.names) {
            if shape.runs.get_mut(&hears.values).is_some_and(|same| same.remove(run)) {
                shape.runs.remove(&hears.values);
            }
        }
        all.retain(|shape| !shape.runs.is_empty());
        if all.is_empty() {
            shapes.remove(namespace);
            if shapes.is_empty() {
                self.by_kind.remove(&hears.kind);
            }
        }
    }

    /// Everything that came before the engine was opened has been handed out.
    pub(super) fn caught_up(&mut self) {
        self.catching_up = None;
    }

    /// Wakes everybody who listens for a new event.
    pub(super) fn hand_out(&mut self, event: &StoredEvent, attributes: &Map<String, Value>) {
        // Before that, an earlier event may still be on its way to the same run.
        let position = if self.catching_up.is_none() { event.position } else { 0 };
        self.wake_all(event, position, attributes, |_| true);
    }

    /// Wakes everybody who listens for an event that came before the engine was opened. They come in order.
    pub(super) fn hand_out_again(&mut self, event: &StoredEvent, attributes: &Map<String, Value>) {
        let after = self.catching_up.take().unwrap_or_default();
        let is_new = |run: &RunId| after.get(run).is_none_or(|after| event.position > *after);
        self.wake_all(event, event.position, attributes, is_new);
        self.catching_up = Some(after);
    }

    /// Each is woken once: whoever is roused reads what comes later by itself. Two values may have one name, so the run compares them
    /// again.
    fn wake_all(
        &mut self,
        event: &StoredEvent,
        position: u64,
        attributes: &Map<String, Value>,
        is_meant: impl Fn(&RunId) -> bool,
    ) {
        let kind = attributes.get("type").and_then(Value::as_str).map(str::to_owned);
        let mut woken = Vec::new();
        for kind in [kind, None] {
            for (namespace, shapes) in self.by_kind.get_mut(&kind).into_iter().flatten() {
                if event.reaches(namespace) {
                    let runs = shapes.iter_mut().flat_map(|shape| shape.take(attributes, &is_meant));
                    woken.extend(runs.map(|run| Heard { namespace: Arc::clone(namespace), run, position }));
                }
            }
        }
        for heard in woken {
            // Nobody wakes anybody while the server stops.
            let _ = self.wake.send(heard);
        }
    }
}

impl Shape {
    /// Takes those out who listen for these values.
    fn take(&mut self, attributes: &Map<String, Value>, is_meant: impl Fn(&RunId) -> bool) -> Vec<RunId> {
        let Some(values) = values_of(&self.names, attributes) else { return Vec::new() };
        let found: Vec<RunId> = match self.runs.get(&values) {
            None => Vec::new(),
            Some(Same::One(run)) => vec![*run],
            Some(Same::More(runs)) => runs.iter().copied().collect(),
        };
        let found: Vec<RunId> = found.into_iter().filter(is_meant).collect();
        for run in &found {
            if self.runs.get_mut(&values).is_some_and(|same| same.remove(*run)) {
                self.runs.remove(&values);
            }
        }
        found
    }
}

impl Same {
    fn add(&mut self, run: RunId) {
        match self {
            Self::One(one) if *one == run => {}
            Self::One(one) => *self = Self::More(BTreeSet::from([*one, run])),
            Self::More(runs) => {
                runs.insert(run);
            }
        }
    }

    /// Whether nobody is left.
    fn remove(&mut self, run: RunId) -> bool {
        match self {
            Self::One(one) => *one == run,
            Self::More(runs) => {
                runs.remove(&run);
                runs.is_empty()
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use tokio::sync::mpsc;
    use towpath_access::RunLabels;

    use super::*;

    fn run(number: u64) -> RunId {
        format!("{number:032x}").parse().unwrap()
    }

    fn event(text: &str, namespaces: Option<&[&str]>) -> StoredEvent {
        StoredEvent {
            position: 7,
            number: 7,
            event: Json::parse(text.to_owned()).unwrap(),
            labels: Vec::new(),
            run_labels: RunLabels::NONE,
            namespaces: namespaces.map(|all| all.iter().map(|one| (*one).to_owned()).collect()),
            by: "p".to_owned(),
            behind: Vec::new(),
            at: 1,
        }
    }

    #[test]
    fn an_event_wakes_those_who_listen_for_it_and_no_others() {
        let (wake, mut woken) = mpsc::unbounded_channel();
        let mut sleeping = Sleeping::new(wake);
        sleeping.caught_up();
        let listeners = [
            ("acme", r#"{"type":"paid","subject":"1"}"#),
            ("acme", r#"{"type":"paid","subject":"2"}"#),
            ("acme", r#"{"type":"paid"}"#),
            ("acme", r#"{"subject":"1"}"#),
            ("acme", r#"{}"#),
            ("other", r#"{"type":"paid","subject":"1"}"#),
            // A condition on what is no text is the run's own.
            ("acme", r#"{"type":"paid","subject":"1","data":{"n":1}}"#),
        ];
        let hears: Vec<Hears> = listeners
            .iter()
            .map(|(_, with)| super::hears(&Json::parse((*with).to_owned()).unwrap(), 0).unwrap())
            .collect();
        let listen = |sleeping: &mut Sleeping| {
            for (number, (namespace, _)) in listeners.iter().enumerate() {
                sleeping.add(namespace, &hears[number], run(number as u64));
                sleeping.add(namespace, &hears[number], run(number as u64));
            }
        };
        let mut by = |sleeping: &mut Sleeping, text: &str, namespaces: Option<&[&str]>| -> Vec<RunId> {
            let event = event(text, namespaces);
            sleeping.hand_out(&event, &event.event.read().unwrap());
            let mut runs = Vec::new();
            while let Ok(heard) = woken.try_recv() {
                assert_eq!(heard.position, 7);
                runs.push(heard.run);
            }
            runs.sort_unstable();
            runs
        };
        let paid = r#"{"type":"paid","subject":"1"}"#;
        let runs = |numbers: &[u64]| numbers.iter().map(|number| run(*number)).collect::<Vec<_>>();
        let cases: [(&str, Option<&[&str]>, &[u64]); 4] = [
            (paid, None, &[0, 2, 3, 4, 5, 6]),
            (paid, Some(&["acme", "acme"]), &[0, 2, 3, 4, 6]),
            (paid, Some(&["other"]), &[5]),
            (r#"{"type":"sent","subject":2}"#, Some(&["acme"]), &[4]),
        ];
        for (text, namespaces, woken) in cases {
            listen(&mut sleeping);
            assert_eq!(by(&mut sleeping, text, namespaces), runs(woken));
            assert_eq!(by(&mut sleeping, text, namespaces), [], "each is woken once");
        }
        listen(&mut sleeping);
        for (number, (namespace, _)) in listeners.iter().enumerate().skip(1) {
            sleeping.remove(namespace, &hears[number], run(number as u64));
            sleeping.remove(namespace, &hears[number], run(number as u64));
        }
        assert_eq!(by(&mut sleeping, paid, None), runs(&[0]));
        listen(&mut sleeping);
        for (number, (namespace, _)) in listeners.iter().enumerate() {
            sleeping.remove(namespace, &hears[number], run(number as u64));
        }
        assert!(sleeping.by_kind.is_empty(), "nothing is left of them");
    }
    #[test]
    fn what_came_before_is_handed_out_to_those_who_have_not_heard_it() {
        let (wake, mut woken) = mpsc::unbounded_channel();
        let mut sleeping = Sleeping::new(wake);
        for (number, after) in [(1, 6), (2, 7), (3, 9)] {
            let hears = hears(&Json::parse(r#"{"type":"paid"}"#.to_owned()).unwrap(), after).unwrap();
            sleeping.add("acme", &hears, run(number));
        }
        let event = event(r#"{"type":"paid"}"#, None);
        let attributes = event.event.read().unwrap();
        sleeping.hand_out_again(&event, &attributes);
        let heard = woken.try_recv().unwrap();
        assert_eq!((heard.run, heard.position), (run(1), 7));
        assert!(woken.try_recv().is_err(), "the others have heard it");
        // A new one: what came before it may be on its way.
        sleeping.hand_out(&event, &attributes);
        assert_eq!(woken.try_recv().unwrap().position, 0);
        sleeping.caught_up();
    }
}
