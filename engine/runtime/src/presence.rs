//! Who looks at a draft right now, so that two people in one draft see each other. Only in memory: it is said again every few
//! seconds, and forgotten otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::changes::{Change, Changes, Topic};

/// How long somebody is remembered who does not say it again, in milliseconds.
const REMEMBERED: i64 = 30_000;
/// Most tabs in one draft.
const PER_DRAFT: usize = 100;
/// Most tabs of one principal, in all drafts.
const PER_PRINCIPAL: usize = 50;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    namespace: String,
    name: String,
}

impl Place {
    pub(crate) fn of((namespace, name): (&str, &str)) -> Self {
        Self { namespace: namespace.to_owned(), name: name.to_owned() }
    }
}

/// Somebody who looks at a draft, in one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The principal.
    pub principal: String,
    /// The tab's own id.
    pub tab: String,
    /// The task they are at, as a JSON pointer.
    pub task: Option<String>,
    /// Since when, in milliseconds since the Unix epoch.
    pub since: i64,
    /// When it was said last.
    renewed: i64,
}

impl Here {
    fn is(&self, principal: &str, tab: &str) -> bool {
        self.principal == principal && self.tab == tab
    }
}

/// Everybody who looks at drafts.
pub(crate) struct Presence {
    here: Mutex<BTreeMap<Place, Vec<Here>>>,
    changes: Arc<Changes>,
}

impl Presence {
    pub(crate) fn new(changes: Arc<Changes>) -> Self {
        Self { here: Mutex::default(), changes }
    }

    /// Adds a tab, or remembers it for longer; everybody in the draft.
    pub(crate) fn renew(
        &self,
        place: Place,
        principal: &str,
        tab: &str,
        task: Option<String>,
        now: i64,
    ) -> Vec<Here> {
        let mut here = self.here.lock();
        let mut moved = forget(&mut here, now);
        let is_known = here.get(&place).is_some_and(|all| all.iter().any(|one| one.is(principal, tab)));
        if !is_known {
            moved.extend(make_room(&mut here, principal));
        }
        let all = here.entry(place.clone()).or_default();
        match all.iter_mut().find(|one| one.is(principal, tab)) {
            Some(known) => {
                if known.task != task {
                    moved.push(place);
                }
                (known.task, known.renewed) = (task, now);
            }
            None => {
                if all.len() >= PER_DRAFT {
                    // The first one is there for longest.
                    all.remove(0);
                }
                let (principal, tab) = (principal.to_owned(), tab.to_owned());
                all.push(Here { principal, tab, task, since: now, renewed: now });
                moved.push(place);
            }
        }
        let all = all.clone();
        drop(here);
        self.tell(moved, now);
        all
    }

    /// Forgets a tab.
    pub(crate) fn leave(&self, place: &Place, principal: &str, tab: &str, now: i64) {
        let mut here = self.here.lock();
        let mut moved = forget(&mut here, now);
        if let Some(all) = here.get_mut(place) {
            let before = all.len();
            all.retain(|one| !one.is(principal, tab));
            if all.len() != before {
                moved.push(place.clone());
            }
        }
        here.retain(|_, all| !all.is_empty());
        drop(here);
        self.tell(moved, now);
    }

    fn tell(&self, mut moved: Vec<Place>, now: i64) {
        moved.sort();
        moved.dedup();
        let change = |place: Place| Change::of(Topic::Presence, now).workflow(&place.namespace, &place.name);
        self.changes.publish(moved.into_iter().map(change));
    }
}

/// Forgets who has not said it again; the drafts that they looked at.
fn forget(here: &mut BTreeMap<Place, Vec<Here>>, now: i64) -> Vec<Place> {
    let mut moved = Vec::new();
    here.retain(|place, all| {
        let before = all.len();
        all.retain(|one| now.saturating_sub(one.renewed) < REMEMBERED);
        if all.len() != before {
            moved.push(place.clone());
        }
        !all.is_empty()
    });
    moved
}

/// Makes room for one more tab of a principal; the draft that the oldest one looked at, where there were too many.
fn make_room(here: &mut BTreeMap<Place, Vec<Here>>, principal: &str) -> Option<Place> {
    let own = here.iter().flat_map(|(place, all)| all.iter().map(move |one| (place, one)));
    let own: Vec<_> = own.filter(|(_, one)| one.principal == principal).collect();
    if own.len() < PER_PRINCIPAL {
        return None;
    }
    let (place, oldest) = own.into_iter().min_by_key(|(_, one)| one.renewed)?;
    let (place, tab) = (place.clone(), oldest.tab.clone());
    if let Some(all) = here.get_mut(&place) {
        all.retain(|one| !one.is(principal, &tab));
    }
    Some(place)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::SystemClock;
    use crate::changes::{Heard, Listener};

    fn presence() -> (Presence, Listener) {
        let changes = Changes::new(Arc::new(SystemClock));
        let listener = changes.listen("watcher", None).unwrap();
        (Presence::new(changes), listener)
    }

    fn draft() -> Place {
        Place::of(("support", "echo"))
    }

    fn tabs(all: &[Here]) -> Vec<String> {
        all.iter().map(|one| format!("{} {}", one.principal, one.tab)).collect()
    }

    fn is_told(listener: &mut Listener) -> bool {
        let Heard::Changes(heard) = listener.hear() else { panic!("nothing was missed") };
        heard
            .iter()
            .any(|change| change.topic == Topic::Presence && change.namespace.as_deref() == Some("support"))
    }

    #[test]
    fn people_see_each_other_until_they_leave_or_are_silent() {
        let (presence, mut listener) = presence();
        presence.renew(draft(), "ada", "1", None, 0);
        let all = presence.renew(draft(), "bob", "1", Some("/do/0/find".into()), 10_000);
        assert_eq!(tabs(&all), ["ada 1", "bob 1"]);
        assert!(is_told(&mut listener));
        // Saying the same again is no change, moving on is one.
        assert_eq!(tabs(&presence.renew(draft(), "ada", "1", None, 20_000)), ["ada 1", "bob 1"]);
        assert!(!is_told(&mut listener));
        presence.renew(draft(), "ada", "1", Some("/do/1/pay".into()), 21_000);
        assert!(is_told(&mut listener));
        let all = presence.renew(draft(), "ada", "1", Some("/do/1/pay".into()), 40_000);
        assert_eq!((tabs(&all), all[0].since), (vec!["ada 1".to_owned()], 0));
        assert!(is_told(&mut listener));
        // Nobody leaves for somebody else.
        presence.leave(&draft(), "bob", "1", 41_000);
        assert!(!is_told(&mut listener));
        presence.leave(&draft(), "ada", "1", 41_000);
        assert!(is_told(&mut listener));
        assert!(presence.here.lock().is_empty());
    }

    #[test]
    fn tabs_are_bounded() {
        let (presence, _listener) = presence();
        for number in 0..PER_PRINCIPAL + 10 {
            let place = Place::of(("support", if number % 2 == 0 { "one" } else { "other" }));
            presence.renew(place, "ada", &number.to_string(), None, number as i64);
        }
        let count = presence.here.lock().values().map(Vec::len).sum::<usize>();
        assert_eq!(count, PER_PRINCIPAL);
        for number in 0..PER_DRAFT + 10 {
            presence.renew(draft(), &format!("p{number}"), "1", None, 100);
        }
        assert_eq!(presence.here.lock()[&draft()].len(), PER_DRAFT);
    }
}
