//! The hosts that one call has asked: the first, those that redirected it, the last, and the authority of its token. What
//! comes back, an answer or an error, has the labels of all of them.

use std::collections::BTreeSet;

use parking_lot::Mutex;
use towpath_wire::Problem;
use url::Url;

use super::WebConnection;
use crate::egress::{Route, Routes};

/// The hosts of one call so far.
pub(super) struct Visited<'a> {
    connection: &'a WebConnection,
    labels: Mutex<BTreeSet<String>>,
}

impl<'a> Visited<'a> {
    pub(super) fn of(connection: &'a WebConnection) -> Self {
        Self { connection, labels: Mutex::default() }
    }

    /// The labels of the hosts, sorted.
    pub(super) fn labels(&self) -> Vec<String> {
        self.labels.lock().iter().cloned().collect()
    }

    /// This host has a part in what comes back.
    pub(super) fn visit(&self, url: &Url) {
        if let Some((rule, _)) = self.connection.hosts.iter().find(|(rule, _)| rule.covers(url)) {
            self.labels.lock().extend(rule.labels.iter().cloned());
        }
    }
}

impl Routes for Visited<'_> {
    // INVARIANT: every request of a call is sent by a route from here.
    fn route(&self, url: &Url) -> Result<Route<'_>, Problem> {
        let route = self.connection.route(url)?;
        self.visit(url);
        Ok(route)
    }
}
