//! `limits` and `circuitBreaker` of a document: how many calls its system gets, and when it counts as away.
//!
//! Only read here. The runtime holds calls to them (`engine/runtime/src/runs/gates/`), because it knows the time and the runs.

use serde_json::{Value, json};

use super::fields::{Fields, Findings};
use super::limits::Number;

/// How many calls the system of an integration gets, and when it counts as away. For `web` this holds for each host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// The most calls under way at the same time.
    pub concurrency: Option<u32>,
    /// The most calls that begin in any second.
    pub per_second: Option<u32>,
    /// The most calls that begin in any minute.
    pub per_minute: Option<u32>,
    /// The circuit opens after so many calls in a row that the system did not take.
    pub failures: u32,
    /// What becomes of a call while the circuit is open.
    pub on_open: OnOpen,
}

/// What becomes of a call while the circuit is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnOpen {
    /// It fails at once. The error says when the next call is let through.
    Fail,
    /// It waits until the system is back, and as long as its run may take.
    Wait,
}

/// `limits.concurrency`.
const CONCURRENCY: Number = Number {
    key: "concurrency",
    least: 1,
    most: 10_000,
    default: 0,
    what: "Maximum number of calls at once",
};

/// `limits.perSecond`.
const PER_SECOND: Number = Number {
    key: "perSecond",
    least: 1,
    most: 10_000,
    default: 0,
    what: "Maximum number of calls that begin in any second",
};

/// `limits.perMinute`.
const PER_MINUTE: Number = Number {
    key: "perMinute",
    least: 1,
    most: 100_000,
    default: 0,
    what: "Maximum number of calls that begin in any minute",
};

/// `circuitBreaker.failures`.
const FAILURES: Number = Number {
    key: "failures",
    least: 1,
    most: 1_000,
    default: 10,
    what: "The circuit opens after so many calls in a row that the system did not take",
};

impl Capacity {
    /// Without a limit, with the circuit breaker as it is by default.
    pub const DEFAULT: Self =
        Self { concurrency: None, per_second: None, per_minute: None, failures: 10, on_open: OnOpen::Fail };

    /// So many at once, and so many that begin in any minute, whatever becomes of them.
    pub fn of_runs(concurrency: Option<u32>, per_minute: Option<u32>) -> Self {
        Self {
            concurrency: concurrency.map(|most| most.max(1)),
            per_second: None,
            per_minute: per_minute.map(|most| most.clamp(1, 100_000)),
            failures: u32::MAX,
            on_open: OnOpen::Wait,
        }
    }
}

/// Reads `limits` and `circuitBreaker`.
pub(crate) fn read_capacity(top: &Fields<'_>, findings: &mut Findings) -> Capacity {
    let mut capacity = Capacity::DEFAULT;
    let number = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok());
    if let Some(value) = top.get("limits") {
        let known = [CONCURRENCY.key, PER_SECOND.key, PER_MINUTE.key];
        if let Some(fields) = Fields::closed(value, &top.at("limits"), &known, findings) {
            capacity.concurrency = number(CONCURRENCY.given(&fields, findings));
            capacity.per_second = number(PER_SECOND.given(&fields, findings));
            capacity.per_minute = number(PER_MINUTE.given(&fields, findings));
        }
    }
    if let Some(value) = top.get("circuitBreaker")
        && let Some(fields) =
            Fields::closed(value, &top.at("circuitBreaker"), &[FAILURES.key, "onOpen"], findings)
    {
        capacity.failures = number(FAILURES.given(&fields, findings)).unwrap_or(capacity.failures);
        match fields.text("onOpen", findings) {
            Some("wait") => capacity.on_open = OnOpen::Wait,
            Some("fail") | None => {}
            Some(_) => findings.wrong(&fields.at("onOpen"), "`fail` or `wait`"),
        }
    }
    capacity
}

/// JSON Schema of `limits`.
pub(super) fn limits_schema() -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "concurrency": CONCURRENCY.bounds(), "perSecond": PER_SECOND.bounds(), "perMinute": PER_MINUTE.bounds(),
        },
        "description": "How many calls the system gets; for `web`, each host. Calls over a limit wait in line. No limit by default.",
    })
}

/// JSON Schema of `circuitBreaker`.
pub(super) fn breaker_schema() -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "failures": FAILURES.schema(),
            "onOpen": {
                "enum": ["fail", "wait"],
                "description": "What becomes of a call while the system is away: it fails at once (default), or waits in line.",
            },
        },
        "description": "When the system counts as away. It then gets single calls to try it, and no others.",
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(document: &Value) -> (Capacity, usize) {
        let mut findings = Findings::default();
        let fields = Fields::open(document, "", &mut findings).unwrap();
        let capacity = read_capacity(&fields, &mut findings);
        let (root, _) = towpath_dsl::yaml::parse("{}", towpath_dsl::yaml::Limits::default());
        (capacity, findings.located(&root.unwrap()).len())
    }

    #[test]
    fn what_is_absent_has_no_limit_and_what_is_wrong_is_found() {
        assert_eq!(read(&json!({})), (Capacity::DEFAULT, 0));
        let all = json!({ "limits": { "concurrency": 4, "perSecond": 5, "perMinute": 6 },
                          "circuitBreaker": { "failures": 3, "onOpen": "wait" } });
        let expected = Capacity {
            concurrency: Some(4),
            per_second: Some(5),
            per_minute: Some(6),
            failures: 3,
            on_open: OnOpen::Wait,
        };
        assert_eq!(read(&all), (expected, 0));
        for wrong in [
            json!({ "limits": { "concurrency": 0 } }),
            json!({ "limits": { "perHour": 1 } }),
            json!({ "limits": 4 }),
            json!({ "circuitBreaker": { "failures": 1_001 } }),
            json!({ "circuitBreaker": { "onOpen": "drop" } }),
        ] {
            assert_eq!(read(&wrong), (Capacity::DEFAULT, 1), "{wrong}");
        }
    }
}
