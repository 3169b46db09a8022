//! Secrets that a system sent back. They were redacted before anything saw them; who answers for the integration is told.

use towpath_access::WorkflowSubject;

use crate::engine::Inner;
use crate::notices::{Notice, NoticeKind};

/// Secrets that came back with one call.
#[derive(Debug, Clone)]
pub(crate) struct Echo {
    /// Their names, sorted.
    pub(crate) secrets: Vec<String>,
    /// At how many places of the response.
    pub(crate) places: usize,
}

impl Inner {
    /// Tells the owner of an integration that it sends secrets back: once for each integration and its secrets, with how
    /// often it happened.
    pub(crate) async fn tell_echo(&self, workflow: &WorkflowSubject, integration: &str, echo: &Echo) {
        let names = echo.secrets.join("`, `");
        let way = format!("echo {integration} `{names}`");
        let now = self.clock.now();
        let told = {
            let mut failing = self.failing.lock();
            let notice = failing.entry(way.clone()).or_insert_with(|| {
                let place = format!("{}/{}", workflow.namespace, workflow.name);
                let text = format!(
                    "`{integration}` answers with secrets that were sent to it: `{names}`; each place was redacted"
                );
                let mut notice = Notice::new(place, NoticeKind::Secret, text, now);
                notice.id = self.clock.run_id().to_string();
                notice.also = self.registry.load().owner(integration).map(str::to_owned).into_iter().collect();
                notice.way = Some(way);
                notice.count = 0;
                notice
            });
            notice.count += u64::try_from(echo.places).unwrap_or(u64::MAX);
            notice.at = now;
            notice.clone()
        };
        tracing::warn!(integration, secrets = ?echo.secrets, places = echo.places, "a response held secrets");
        let put = match told.put() {
            Ok(put) => self.store.put(vec![put]).await.map(|_| ()),
            Err(error) => return tracing::warn!("a notice could not be written: {error}"),
        };
        if let Err(error) = put {
            tracing::warn!("a notice could not be written: {error}");
        }
    }
}
