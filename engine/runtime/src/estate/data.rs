//! The map of data: which workflows read values with a label, and where these may go. Pure, and from definitions alone: what
//! *may* happen. A run whose values carry no such label sends none.

use std::collections::{BTreeMap, BTreeSet};

use towpath_access::Kind;

use super::{EstateWorkflow, Reaching};

/// A label, who reads values with it, and where these may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstateLabel {
    /// The label.
    pub label: String,
    /// Workflows that read such values, as `namespace/name`, sorted.
    pub workflows: Vec<String>,
    /// Where these workflows write to.
    pub leaves_to: Vec<Leaving>,
}

/// A place that values may go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Its name, such as `mail.send`.
    pub to: String,
    /// The workflows that write to it, sorted.
    pub workflows: Vec<String>,
}

/// The name of a workflow, `namespace/name`.
pub(super) fn name(one: &EstateWorkflow) -> String {
    format!("{}/{}", one.workflow.namespace, one.workflow.name)
}

/// The labels that these workflows read. A workflow also reads what its caller read, as its input.
pub(super) fn labels(workflows: &[EstateWorkflow]) -> Vec<EstateLabel> {
    let read = read_by(workflows);
    let mut found: BTreeMap<&String, (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>)> =
        BTreeMap::new();
    for one in workflows {
        let name = name(one);
        for label in read.get(&name).into_iter().flatten() {
            let (readers, places) = found.entry(label).or_default();
            readers.insert(name.clone());
            for place in one.reaches.iter().filter_map(leaves) {
                places.entry(place).or_default().insert(name.clone());
            }
        }
    }
    let leaving = |(to, workflows): (String, BTreeSet<String>)| Leaving {
        to,
        workflows: workflows.into_iter().collect(),
    };
    let labels = found.into_iter().map(|(label, (readers, places))| EstateLabel {
        label: label.clone(),
        workflows: readers.into_iter().collect(),
        leaves_to: places.into_iter().map(leaving).collect(),
    });
    labels.collect()
}

/// The labels that each workflow reads, itself or from a workflow that starts it or that it starts.
fn read_by(workflows: &[EstateWorkflow]) -> BTreeMap<String, BTreeSet<String>> {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut starts: Vec<(String, String)> = Vec::new();
    for one in workflows {
        let name = name(one);
        let own = read.entry(name.clone()).or_default();
        own.extend(one.reaches.iter().flat_map(|reached| reached.labels.iter().cloned()));
        let started = one.reaches.iter().filter(|reached| reached.kind == Kind::Run);
        starts.extend(started.filter_map(|reached| Some((name.clone(), reached.operation.clone()?))));
    }
    // Labels only grow, so this ends: at the latest when every workflow has every label.
    loop {
        let mut has_grown = false;
        for (parent, child) in &starts {
            // The input goes down, the output comes up.
            for (from, to) in [(parent, child), (child, parent)] {
                let labels = read.get(from).cloned().unwrap_or_default();
                // A workflow that the reader does not see stays out.
                let Some(known) = read.get_mut(to) else { continue };
                let before = known.len();
                known.extend(labels);
                has_grown |= known.len() > before;
            }
        }
        if !has_grown {
            return read;
        }
    }
}

/// Where an access may take values to; nothing if it only reads, or stays among workflows.
fn leaves(reached: &Reaching) -> Option<String> {
    let operation = reached.operation.clone().unwrap_or_else(|| "any".to_owned());
    match reached.kind {
        Kind::Emit => Some(format!("event {operation}")),
        Kind::Call if !reached.reads => match &reached.integration {
            Some(integration) => Some(format!("{integration}.{operation}")),
            None => Some(operation),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use towpath_wire::Identity;

    use super::*;
    use crate::version::VersionState;

    fn workflow(name: &str, reaches: Vec<Reaching>) -> EstateWorkflow {
        EstateWorkflow {
            workflow: Identity {
                namespace: "support".to_owned(),
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                title: name.to_owned(),
                digest: String::new(),
            },
            state: VersionState::Published,
            owner: None,
            deputy: None,
            is_switched_off: false,
            last_change_at: 0,
            reaches,
        }
    }

    fn reach(kind: Kind, operation: &str, labels: &[&str], reads: bool) -> Reaching {
        let (integration, operation) = match operation.split_once('.') {
            Some((integration, operation)) => (Some(integration.to_owned()), operation.to_owned()),
            None => (None, operation.to_owned()),
        };
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        Reaching { kind, integration, operation: Some(operation), labels, reads }
    }

    #[test]
    fn a_label_goes_where_its_readers_write_to() {
        let reads = || reach(Kind::Call, "orders.find", &["customer-data"], true);
        let mails = || reach(Kind::Call, "mail.send", &[], false);
        let workflows = [
            workflow("both", vec![reads(), mails(), reach(Kind::Emit, "done", &[], false)]),
            workflow("reads", vec![reads()]),
            workflow("mails", vec![mails()]),
        ];
        let found = labels(&workflows);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].workflows, ["support/both", "support/reads"]);
        let places: Vec<(&str, &[String])> =
            found[0].leaves_to.iter().map(|one| (&*one.to, &*one.workflows)).collect();
        let both = ["support/both".to_owned()];
        assert_eq!(places, [("event done", &both[..]), ("mail.send", &both[..])]);
    }

    #[test]
    fn a_started_workflow_reads_what_its_caller_reads_and_the_other_way_round() {
        let reads = reach(Kind::Call, "orders.find", &["customer-data"], true);
        let starts = |name: &str| reach(Kind::Run, name, &[], false);
        let workflows = [
            workflow("top", vec![reads, starts("support/middle"), starts("other/unseen")]),
            workflow("middle", vec![starts("support/bottom"), starts("support/top")]),
            workflow("bottom", vec![reach(Kind::Call, "mail.send", &[], false)]),
        ];
        let found = labels(&workflows);
        assert_eq!(found[0].workflows, ["support/bottom", "support/middle", "support/top"]);
        assert_eq!(found[0].leaves_to[0].workflows, ["support/bottom"]);
    }
}
