//! The desk: what people submit and decide, and what they are notified of. Submissions and reviews of versions, requests to
//! IT, notices.

mod changes;
mod error;
mod notices;
mod requests;
mod reviews;
mod submissions;

use std::sync::Arc;

use parking_lot::Mutex;
use towpath_journal::{Documents, Store};

use self::notices::Failing;
use crate::catalog::Catalog;
use crate::context::Context;
use crate::rules::Rules;
use crate::shown::ShownLog;

pub use self::error::DeskError;
pub use self::notices::{Notice, NoticeKind};
pub use self::requests::{AccessRequest, Asked, RequestDecision, RequestState, ShownRequest};
pub use self::reviews::{Decided, Review, ReviewInFull, ReviewNote, ReviewVerdict};
pub use self::submissions::Publication;

/// The desk.
pub(crate) struct Desk {
    documents: Arc<dyn Documents>,
    context: Arc<Context>,
    rules: Arc<Rules>,
    catalog: Arc<Catalog>,
    /// What was shown lately to people who decide.
    shown: Arc<ShownLog>,
    failing: Mutex<Failing>,
}

impl Desk {
    /// Opens the desk: loads the failures that nobody has seen yet.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn open(
        store: Arc<dyn Store>,
        context: Arc<Context>,
        rules: Arc<Rules>,
        catalog: Arc<Catalog>,
        shown: Arc<ShownLog>,
    ) -> Result<Self, DeskError> {
        let desk = Self { documents: store, context, rules, catalog, shown, failing: Mutex::default() };
        desk.load_failing().await?;
        Ok(desk)
    }
}
