//! Policies in force: how a set comes to be, which set a version is judged by, and what another would change.

mod activate;
mod candidate;
mod delegated;
mod impact;
mod in_force;
mod propose;
mod revisions;

pub use activate::{Activate, Activation, Confirmed};
pub use delegated::{Author, policy_owner};
pub use impact::{AccessImpact, Affected, CallImpact, Ending, Impact, LookedAt, RunImpact, VersionImpact};
pub use propose::Proposed;
pub use revisions::{Grace, Revision};

pub(crate) use impact::Recorded;
pub(crate) use in_force::{InForce, Spared};
pub(crate) use revisions::{ActiveSet, POLICY_SETS, Texts, compile};
