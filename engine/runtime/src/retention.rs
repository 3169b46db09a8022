//! How long ended runs are kept: a default of the server, and rules of IT for namespaces and workflows. Pure.

use serde::{Deserialize, Serialize};
use towpath_journal::{RunHead, Status};

/// How long runs are kept after their end, by how they ended, in milliseconds. `None`: nothing is said, or forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetentionTimes {
    /// Runs that completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<i64>,
    /// Runs that ended in an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faulted: Option<i64>,
    /// Runs that were cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<i64>,
}

impl RetentionTimes {
    fn of(&self, status: Status) -> Option<i64> {
        match status {
            Status::Completed => self.completed,
            Status::Faulted => self.faulted,
            Status::Cancelled => self.cancelled,
            Status::Running | Status::Waiting | Status::Suspended => None,
        }
    }

    fn shortest(&self) -> Option<i64> {
        [self.completed, self.faulted, self.cancelled].into_iter().flatten().min()
    }
}

/// A rule for the runs of a namespace, or of one workflow of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetentionRule {
    /// The namespace.
    pub namespace: String,
    /// The workflow; `None`: all of the namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How long its runs are kept.
    pub times: RetentionTimes,
}

/// What is kept for how long.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Retention {
    /// Where no rule says anything. The operator sets it.
    pub default: RetentionTimes,
    /// The rules of IT.
    pub rules: Vec<RetentionRule>,
    /// Who changed the rules last, and when in milliseconds since the Unix epoch.
    pub changed: Option<(String, i64)>,
    /// Counts the changes of the rules.
    pub revision: u64,
}

impl Retention {
    /// When a run may be forgotten, in milliseconds since the Unix epoch; `None`: never, or it is under way. What is said of a
    /// workflow counts before what is said of its namespace, and that before the default.
    pub(crate) fn ends(&self, head: &RunHead) -> Option<i64> {
        let of = |named: bool| {
            let fits = |rule: &&RetentionRule| {
                rule.namespace == head.workflow.namespace
                    && match &rule.name {
                        Some(name) => named && *name == head.workflow.name,
                        None => !named,
                    }
            };
            self.rules.iter().filter(fits).find_map(|rule| rule.times.of(head.status))
        };
        let kept = of(true).or_else(|| of(false)).or_else(|| self.default.of(head.status))?;
        Some(head.ended_at?.saturating_add(kept))
    }

    /// Whether nothing is ever forgotten.
    pub fn is_forever(&self) -> bool {
        self.shortest().is_none()
    }

    /// The shortest time that any run is kept; `None`: all are kept forever.
    pub(crate) fn shortest(&self) -> Option<i64> {
        let rules = self.rules.iter().filter_map(|rule| rule.times.shortest());
        rules.chain(self.default.shortest()).min()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_journal::{RunId, WorkflowRef};

    use super::*;

    fn head(namespace: &str, name: &str, status: Status) -> RunHead {
        let workflow =
            serde_json::json!({ "namespace": namespace, "name": name, "version": "1.0.0", "digest": "d" });
        let workflow: WorkflowRef = serde_json::from_value(workflow).unwrap();
        let head = serde_json::json!({
            "run": RunId(uuid::Uuid::nil()), "workflow": workflow, "principal": "p", "term": 1, "length": 1,
            "status": status, "startedAt": 0, "endedAt": 1_000,
        });
        serde_json::from_value(head).unwrap()
    }

    #[test]
    fn what_is_said_of_a_workflow_counts_before_its_namespace_and_the_default() {
        let times = |completed, faulted| RetentionTimes { completed, faulted, cancelled: None };
        let rule = |namespace: &str, name: Option<&str>, times| RetentionRule {
            namespace: namespace.to_owned(),
            name: name.map(str::to_owned),
            times,
        };
        let retention = Retention {
            default: times(Some(10), Some(100)),
            rules: vec![
                rule("support", None, times(Some(20), None)),
                rule("support", Some("refund"), times(Some(30), None)),
            ],
            ..Retention::default()
        };
        let ends = |namespace, name, status| retention.ends(&head(namespace, name, status));
        assert_eq!(ends("billing", "refund", Status::Completed), Some(1_010));
        assert_eq!(ends("support", "echo", Status::Completed), Some(1_020));
        assert_eq!(ends("support", "refund", Status::Completed), Some(1_030));
        assert_eq!(ends("support", "refund", Status::Faulted), Some(1_100));
        assert_eq!(ends("support", "refund", Status::Cancelled), None);
        assert_eq!(ends("support", "refund", Status::Waiting), None);
        assert_eq!(retention.shortest(), Some(10));
        assert_eq!(Retention::default().shortest(), None);
    }
}
