//! The tables as data: reads them, checks each against its own rules, and finds the path to a state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use serde_json::Value;
use towpath_dsl::yaml;

/// The life cycles, in the order of the documentation.
pub(crate) const LIFECYCLES: &[&str] = &[
    "version",
    "review",
    "review-of-published",
    "request",
    "grant",
    "hold",
    "policy-set",
    "proposal",
    "switch",
    "run",
];

/// An answer over HTTP: the status, and the code where it is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    /// The status; 0 for an event without a request.
    pub(crate) status: u16,
    /// The code of the problem document.
    pub(crate) code: Option<String>,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} {code}", self.status),
            None => write!(f, "{}", self.status),
        }
    }
}

/// What an event does in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The event is not sent in this state: it would be about another object.
    NotSent,
    /// The event leads to this state, which may be the same.
    Leads(Told, String),
    /// The event is refused and changes nothing.
    Refused(Told),
}

/// An event.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Its name.
    pub(crate) name: String,
    /// Who sends it.
    pub(crate) by: String,
    /// Who may not, and how they are refused wherever the event is legal.
    pub(crate) refuses: Vec<(String, Told)>,
    /// It decides on what was shown, so it is refused after a change.
    pub(crate) shown: bool,
    /// How it may be answered besides where another event was first, by the state that the other led to; it changes nothing
    /// then.
    lost: BTreeMap<String, Vec<Told>>,
    /// Events that may still meet the object on its way to the next state, since a run gets there by itself.
    under_way: BTreeSet<String>,
    /// Events that are about another object after this one, by the state in which it happens.
    outdates: BTreeMap<String, BTreeSet<String>>,
}

/// One life cycle.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: String,
    /// Where it begins.
    pub(crate) initial: String,
    /// Whether cases run one after the other, since they change what is in force for all.
    pub(crate) alone: bool,
    /// Whether the server wants a second approver.
    pub(crate) two_approvers: bool,
    /// The states, in order.
    pub(crate) states: Vec<String>,
    /// The events, in order.
    pub(crate) events: Vec<Event>,
    not_together: BTreeSet<(String, String)>,
    cells: BTreeMap<(String, String), Cell>,
}

/// The sender of a decision who may decide but does not name what was shown.
pub(crate) const UNSEEN: &str = "unseen";

/// The answer to a decision that does not name what was shown.
fn unseen() -> Told {
    Told { status: 428, code: Some("TP4090".to_owned()) }
}

/// The answer to a decision about something that has changed since it was shown.
fn changed() -> Told {
    Told { status: 409, code: Some("TP4091".to_owned()) }
}

impl Table {
    /// Reads a table.
    ///
    /// # Panics
    /// When the table breaks its own rules.
    pub(crate) fn read(name: &str) -> Self {
        let path = folder().join(format!("{name}.yaml"));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (node, found) = yaml::parse(&text, yaml::Limits::default());
        assert!(found.is_empty(), "{name}: {found:?}");
        let value = node.map(|node| node.to_json()).unwrap_or_default();
        let table = Self::of(&value).unwrap_or_else(|error| panic!("{name}.yaml: {error}"));
        assert_eq!(table.name, name, "a table is named like its file");
        table
    }

    fn of(value: &Value) -> Result<Self, String> {
        let text = |field: &str| value[field].as_str().map(str::to_owned).ok_or(format!("no `{field}`"));
        let states: Vec<String> = value["states"].as_object().ok_or("no states")?.keys().cloned().collect();
        let events: Vec<Event> =
            value["events"].as_array().ok_or("no events")?.iter().map(event).collect::<Result<_, _>>()?;
        let mut cells = BTreeMap::new();
        for state in &states {
            let row = value["table"][state].as_object().ok_or(format!("no row `{state}`"))?;
            for (event, cell) in row {
                let cell = cell.as_str().ok_or(format!("{state}, {event}: no text"))?;
                let cell = self::cell(cell).ok_or(format!("{state}, {event}: `{cell}`"))?;
                cells.insert((state.clone(), event.clone()), cell);
            }
        }
        let pairs = value["notTogether"].as_array().cloned().unwrap_or_default();
        let not_together = pairs.iter().map(|pair| (string(&pair[0]), string(&pair[1]))).collect();
        let table = Self {
            name: text("lifecycle")?,
            initial: text("initial")?,
            alone: value["alone"] == true,
            two_approvers: value["server"] == "two-approvers",
            states,
            events,
            not_together,
            cells,
        };
        table.check()?;
        Ok(table)
    }

    /// Every state has a cell for every event and can be reached, and every name exists.
    fn check(&self) -> Result<(), String> {
        let expected: BTreeSet<(String, String)> = self
            .states
            .iter()
            .flat_map(|state| self.events.iter().map(|event| (state.clone(), event.name.clone())))
            .collect();
        let found: BTreeSet<(String, String)> = self.cells.keys().cloned().collect();
        if expected != found {
            return Err(format!("cells: {:?}", expected.symmetric_difference(&found).collect::<Vec<_>>()));
        }
        for ((state, event), cell) in &self.cells {
            if let Cell::Leads(_, next) = cell
                && !self.states.contains(next)
            {
                return Err(format!("{state}, {event}: no state `{next}`"));
            }
        }
        let known = |name: &String| self.events.iter().any(|event| event.name == *name);
        let named = self.events.iter().flat_map(|event| event.outdates.values().flatten());
        let pairs = self.not_together.iter().flat_map(|(one, other)| [one, other]);
        if let Some(unknown) = named.chain(pairs).find(|name| !known(name)) {
            return Err(format!("no event `{unknown}`"));
        }
        match self.states.iter().find(|state| self.path(state).is_none()) {
            Some(state) => Err(format!("no events lead to `{state}`")),
            None => Ok(()),
        }
    }

    /// What an event does in a state.
    pub(crate) fn cell(&self, state: &str, event: &str) -> &Cell {
        self.cells.get(&(state.to_owned(), event.to_owned())).unwrap_or(&Cell::NotSent)
    }

    /// The event of that name.
    ///
    /// # Panics
    /// When there is none.
    pub(crate) fn event(&self, name: &str) -> &Event {
        let found = self.events.iter().find(|event| event.name == name);
        found.unwrap_or_else(|| panic!("{}: no event `{name}`", self.name))
    }

    /// The shortest way from the beginning to a state: events, each with the state it leads to.
    pub(crate) fn path(&self, state: &str) -> Option<Vec<(&Event, &str)>> {
        let mut before: BTreeMap<&str, Option<(&str, &Event)>> = [(self.initial.as_str(), None)].into();
        let mut open = VecDeque::from([self.initial.as_str()]);
        while let Some(from) = open.pop_front() {
            for event in &self.events {
                if let Cell::Leads(_, next) = self.cell(from, &event.name)
                    && !before.contains_key(next.as_str())
                {
                    before.insert(next, Some((from, event)));
                    open.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut at = before.get_key_value(state).map(|(known, _)| *known)?;
        while let Some(Some((from, event))) = before.get(at) {
            path.push((*event, at));
            at = from;
        }
        path.reverse();
        Some(path)
    }

    /// Every cell that leads somewhere.
    pub(crate) fn legal(&self) -> Vec<(&str, &Event, &Told, &str)> {
        let mut found = Vec::new();
        for state in &self.states {
            for event in &self.events {
                if let Cell::Leads(told, next) = self.cell(state, &event.name) {
                    found.push((state.as_str(), event, told, next.as_str()));
                }
            }
        }
        found
    }

    /// Every cell that is refused; where the event is legal, every sender who is refused, and a decision that does not name
    /// what was shown.
    pub(crate) fn illegal(&self) -> Vec<(&str, &Event, &str, Told)> {
        let mut found = Vec::new();
        for state in &self.states {
            for event in &self.events {
                match self.cell(state, &event.name) {
                    Cell::NotSent => {}
                    Cell::Refused(told) => {
                        found.push((state.as_str(), event, event.by.as_str(), told.clone()));
                    }
                    Cell::Leads(..) => {
                        let wrong = event.refuses.iter();
                        found.extend(
                            wrong.map(|(who, told)| (state.as_str(), event, who.as_str(), told.clone())),
                        );
                        if event.shown {
                            found.push((state.as_str(), event, UNSEEN, unseen()));
                        }
                    }
                }
            }
        }
        found
    }

    /// Every pair of events, one with itself too, that can be sent at the same moment in a state.
    pub(crate) fn pairs(&self) -> Vec<(&str, &Event, &Event)> {
        let mut found = Vec::new();
        for state in &self.states {
            for (index, one) in self.events.iter().enumerate() {
                for other in &self.events[index..] {
                    let is_sent = |event: &Event| {
                        event.by != "clock" && *self.cell(state, &event.name) != Cell::NotSent
                    };
                    let is_out = self.is_not_together(one, other);
                    let is_known = !self.orders(state, one, other).is_empty();
                    if is_sent(one) && is_sent(other) && !is_out && is_known {
                        found.push((state.as_str(), one, other));
                    }
                }
            }
        }
        found
    }

    fn is_not_together(&self, one: &Event, other: &Event) -> bool {
        let named =
            |one: &Event, other: &Event| self.not_together.contains(&(one.name.clone(), other.name.clone()));
        named(one, other) || named(other, one)
    }

    /// The possible results of two events that were both prepared in `state`: the answer to each, and the state afterwards.
    /// Empty where the table does not know one of the orders.
    pub(crate) fn orders(&self, state: &str, one: &Event, other: &Event) -> Vec<(Told, Told, String)> {
        let (Some(forth), Some(back)) = (self.after(state, one, other), self.after(state, other, one)) else {
            return Vec::new();
        };
        let back = back.into_iter().map(|(second, first, state)| (first, second, state));
        forth.into_iter().chain(back).collect()
    }

    /// The possible results of `first` and then `second`, which was prepared before `first` was sent.
    pub(crate) fn after(
        &self,
        state: &str,
        first: &Event,
        second: &Event,
    ) -> Option<Vec<(Told, Told, String)>> {
        let (told, between) = self.answer(state, first)?;
        let is_legal = matches!(self.cell(state, &first.name), Cell::Leads(..));
        let mut found = Vec::new();
        let is_outdated = is_legal && first.outdates(state, &second.name);
        if !is_outdated {
            let (second, end) = self.answer(&between, second)?;
            found.push((told.clone(), second, end));
        }
        if is_legal {
            let lost = second.lost(&between).chain(second.shown.then(changed));
            found.extend(lost.map(|lost| (told.clone(), lost, between.clone())));
            if first.under_way.contains(&second.name)
                && let Some((second, end)) = self.answer(state, second)
            {
                found.push((told, second, end));
            }
        }
        Some(found)
    }

    fn answer(&self, state: &str, event: &Event) -> Option<(Told, String)> {
        match self.cell(state, &event.name) {
            Cell::NotSent => None,
            Cell::Leads(told, next) => Some((told.clone(), next.clone())),
            Cell::Refused(told) => Some((told.clone(), state.to_owned())),
        }
    }
}

impl Event {
    fn lost(&self, state: &str) -> impl Iterator<Item = Told> {
        [state, "*"].into_iter().filter_map(move |at| self.lost.get(at)).flatten().cloned()
    }

    fn outdates(&self, state: &str, event: &str) -> bool {
        [state, "*"].iter().any(|at| self.outdates.get(*at).is_some_and(|events| events.contains(event)))
    }
}

/// Where the tables are.
pub(crate) fn folder() -> PathBuf {
    towpath_tests::root().join("tests/lifecycles")
}

/// Every table.
pub(crate) fn all() -> Vec<Table> {
    LIFECYCLES.iter().map(|name| Table::read(name)).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn event(value: &Value) -> Result<Event, String> {
    let name = string(&value["event"]);
    let answer = |value: &Value| told(value.as_str().unwrap_or_default()).ok_or(format!("{name}: {value}"));
    let empty = serde_json::Map::new();
    let refuses = value["refuses"].as_object().unwrap_or(&empty).iter();
    let answers = |value: &Value| {
        value.as_array().into_iter().flatten().map(answer).collect::<Result<Vec<Told>, String>>()
    };
    let lost = value["lost"].as_object().unwrap_or(&empty).iter();
    let outdates = value["outdates"].as_object().unwrap_or(&empty).iter();
    let names = |value: &Value| value.as_array().into_iter().flatten().map(string).collect();
    Ok(Event {
        by: string(&value["by"]),
        refuses: refuses
            .map(|(who, told)| Ok((who.clone(), answer(told)?)))
            .collect::<Result<_, String>>()?,
        shown: value["shown"] == true,
        lost: lost.map(|(state, told)| Ok((state.clone(), answers(told)?))).collect::<Result<_, String>>()?,
        under_way: names(&value["underWay"]),
        outdates: outdates.map(|(state, events)| (state.clone(), names(events))).collect(),
        name,
    })
}

/// `409 TP4034`.
fn told(text: &str) -> Option<Told> {
    let (status, code) = text.split_once(' ').map_or((text, None), |(status, code)| (status, Some(code)));
    let code = code.map(str::to_owned);
    code.as_ref().is_none_or(|code| code.starts_with("TP")).then_some(())?;
    Some(Told { status: status.parse().ok()?, code })
}

/// `200 published`, `409 TP4034`, or `-`.
fn cell(text: &str) -> Option<Cell> {
    if text == "-" {
        return Some(Cell::NotSent);
    }
    let (status, rest) = text.split_once(' ')?;
    if rest.starts_with("TP") {
        return told(text).map(Cell::Refused);
    }
    Some(Cell::Leads(Told { status: status.parse().ok()?, code: None }, rest.to_owned()))
}
