//! The limits of connections and hosts, each with its default and its range. Readers and published JSON Schemas use the
//! same values.

use std::time::Duration;

use serde_json::{Value, json};

use super::fields::{Fields, Findings};

/// A timeout, in seconds.
pub(crate) struct Timeout {
    key: &'static str,
    default_s: u64,
    most_s: u64,
    what: &'static str,
}

/// A whole number.
pub(crate) struct Number {
    pub(super) key: &'static str,
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) default: u64,
    pub(super) what: &'static str,
}

/// `timeout` of HTTP.
pub(crate) const TIMEOUT: Timeout =
    Timeout { key: "timeout", default_s: 30, most_s: 300, what: "Timeout of one call, redirects included" };

/// `connectTimeout` of HTTP.
pub(crate) const CONNECT_TIMEOUT: Timeout = Timeout {
    key: "connectTimeout",
    default_s: 5,
    most_s: 60,
    what: "Timeout of resolving, connecting and the TLS handshake",
};

/// `timeout` of databases.
pub(crate) const SQL_TIMEOUT: Timeout =
    Timeout { key: "timeout", default_s: 10, most_s: 300, what: "Timeout of one call" };

/// `maxResponseBytes` of HTTP.
pub(crate) const RESPONSE_BYTES: Number = Number {
    key: "maxResponseBytes",
    least: 1,
    most: 64 << 20,
    default: 1 << 20,
    what: "Maximum bytes of a response",
};

/// `maxResponseBytes` of databases.
pub(crate) const SQL_BYTES: Number =
    Number { what: "Approximate maximum bytes of all rows as JSON", ..RESPONSE_BYTES };

/// `maxRows` of databases.
pub(crate) const ROWS: Number =
    Number { key: "maxRows", least: 1, most: 100_000, default: 1000, what: "Maximum number of rows" };

/// `redirects` of operations.
pub(crate) const REDIRECTS: Number = Number {
    key: "redirects",
    least: 0,
    most: 5,
    default: 0,
    what: "Maximum number of redirects that are followed",
};

/// `redirects` of raw HTTP.
pub(crate) const WEB_REDIRECTS: Number = Number {
    default: 5,
    what: "Maximum number of redirects that are followed if a call has `redirect: true`",
    ..REDIRECTS
};

impl Timeout {
    /// Reads it, or returns the default.
    pub(crate) fn read(&self, fields: &Fields<'_>, findings: &mut Findings) -> Duration {
        let read = fields.duration(self.key, Duration::from_secs(self.most_s), findings);
        read.unwrap_or(Duration::from_secs(self.default_s))
    }

    /// Its JSON Schema.
    pub(crate) fn schema(&self) -> Value {
        json!({
            "type": "string", "pattern": "^[0-9]+(ms|s|m)$",
            "description": format!("{}; default `{}s`, at most `{}s`.", self.what, self.default_s, self.most_s),
        })
    }
}

impl Number {
    /// Reads it; `None` if it is absent or invalid.
    pub(crate) fn given(&self, fields: &Fields<'_>, findings: &mut Findings) -> Option<usize> {
        let read = fields.number(self.key, self.least, self.most, findings)?;
        usize::try_from(read).ok()
    }

    /// Reads it, or returns the default.
    pub(crate) fn read(&self, fields: &Fields<'_>, findings: &mut Findings) -> usize {
        self.given(fields, findings).unwrap_or(self.default())
    }

    /// The default.
    pub(crate) fn default(&self) -> usize {
        usize::try_from(self.default).unwrap_or(usize::MAX)
    }

    /// Its JSON Schema, of a number without a default.
    pub(super) fn bounds(&self) -> Value {
        json!({
            "type": "integer", "minimum": self.least, "maximum": self.most,
            "description": format!("{}.", self.what),
        })
    }

    /// Its JSON Schema.
    pub(crate) fn schema(&self) -> Value {
        json!({
            "type": "integer", "minimum": self.least, "maximum": self.most,
            "description": format!("{}; default {}.", self.what, self.default),
        })
    }
}
