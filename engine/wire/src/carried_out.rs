//! Whether the effect behind an error was carried out, as far as that is known.
//!
//! The code that reads the response sets it; it is never guessed from a status later. It decides whether a
//! write that must not happen twice may be sent again.

use serde::{Deserialize, Serialize};

/// The fate of an effect that ended in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CarriedOut {
    /// Nothing was sent.
    NotSent,
    /// It was sent, but certainly not carried out: the other system refused the request, or a transaction was
    /// rolled back. This also applies to a read that reached the other system, because it changes nothing.
    RefusedThere,
    /// The other system carried it out, but its response could not be used.
    Done,
    /// It is not known.
    #[default]
    Unknown,
}

/// Statuses that mean that the server did not carry out the request.
///
/// Left out on purpose: 402 and 424 (something was attempted), 407 and 499 (from a proxy), 408 (the whole
/// request may have been read), 409 (it may conflict with an earlier attempt), 425 (a gateway may replay the
/// request), and every 5xx (the server may have failed halfway, or a gateway lost the response).
pub const REFUSALS: &[u16] = &[
    400, 401, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 426, 428, 429, 431,
    451,
];

impl CarriedOut {
    /// Whether it is certain that nothing happened. Then even a write that must not happen twice may be sent
    /// again.
    pub fn may_send_again(self) -> bool {
        matches!(self, Self::NotSent | Self::RefusedThere)
    }

    pub(crate) fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// Interprets `undone: true` in an older record. It was derived from the status, which our own checks of
    /// a response also set. Errors of those checks prove nothing.
    pub(crate) fn of_undone(code: Option<&str>, status: u16) -> Self {
        match code {
            Some("TP3013" | "TP3026" | "TP3027") => Self::Unknown,
            Some("TP3025") if !REFUSALS.contains(&status) => Self::Unknown,
            Some("TP3025") => Self::RefusedThere,
            _ => Self::NotSent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    fn read(text: &str) -> CarriedOut {
        serde_json::from_str::<Problem>(text).map(|problem| problem.carried_out).unwrap_or(CarriedOut::Done)
    }

    #[test]
    fn older_records_count_only_if_their_code_allows_it() {
        assert_eq!(read(r#"{"type":"t","status":503,"undone":true}"#), CarriedOut::NotSent);
        assert_eq!(read(r#"{"type":"t","status":503}"#), CarriedOut::Unknown);
        let with = |code: &str, status: u16| {
            read(&format!(r#"{{"type":"t","status":{status},"code":"{code}","undone":true}}"#))
        };
        assert_eq!(with("TP3025", 422), CarriedOut::RefusedThere);
        assert_eq!(with("TP3025", 409), CarriedOut::Unknown);
        assert_eq!(with("TP3013", 400), CarriedOut::Unknown);
    }

    #[test]
    fn the_fate_survives_a_record() {
        for known in [CarriedOut::NotSent, CarriedOut::RefusedThere, CarriedOut::Done, CarriedOut::Unknown] {
            let problem = Problem { carried_out: known, ..Problem::uncoded("t", "d") };
            assert_eq!(read(&serde_json::to_string(&problem).unwrap_or_default()), known);
        }
    }

    #[test]
    fn no_server_error_and_no_timeout_is_a_refusal() {
        assert!(REFUSALS.iter().all(|status| (400..500).contains(status)));
        assert!([402, 407, 408, 409, 424, 425, 499].iter().all(|status| !REFUSALS.contains(status)));
    }
}
