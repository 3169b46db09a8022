//! A typed client of a Towpath server's HTTP API.
//!
//! The one place in `sdk` that does I/O. It takes no proxy and no other setting from the environment, and
//! repeats nothing by itself: whoever sends an idempotency key may repeat safely, and knows when to.

mod audit;
mod definitions;
mod documents;
mod error;
mod grants;
mod http;
mod identity;
mod life;
mod owners;
mod policies;
mod principals;
mod quotas;
mod requests;
mod reviews;
mod runs;
mod settings;

pub use audit::{AuditAnchor, AuditEntry};
pub use definitions::{
    Access, Diagnostic, Draft, Interface, Place, Publication, Published, Range, Report, Rule, SavedDraft,
    Version,
};
pub use documents::{ActivePolicies, ActivePolicy, Function, Saved, Secret, Text};
pub use error::{ClientError, Problem};
pub use grants::{Confirmation, GrantedPermit};
pub use http::Client;
pub use identity::{CreatedToken, Grant, Me, NewToken, Token};
pub use life::{Switch, Switched};
pub use owners::{Notice, Owners};
pub use policies::{Activate, Activation, Grace, InForce, PolicySets, Proposed, Revision};
pub use principals::{DisabledPrincipal, Person, PrincipalRecord};
pub use quotas::{NamespaceQuotas, Quota, Quotas, TokenRate};
pub use requests::{GrantedRequest, Request, RequestDecision, Wanted};
pub use reviews::{
    Awaiting, Called, Decided, Decision, Hold, Note, Reach, Reached, Review, ReviewInFull, Tried,
};
pub use runs::{Adoption, DraftRun, Record, Run, RunFilter, Runs, StartOptions, Started, Wait, Workflow};
pub use settings::Settings;
