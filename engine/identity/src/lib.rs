//! Who asks, and what they may: principals, roles, bearer tokens, and the one permission table.
//!
//! What a workflow may reach is decided by policies, never here. Nothing here knows HTTP, and nothing here
//! reads a clock or a random source that was not handed in.

mod permission;
mod principal;
mod role;
mod token;
mod token_store;

pub use permission::{
    Action, Denied, Extent, Permission, Reach, RunDenied, Scope, TABLE, extent, may, may_grant, may_on_run,
    may_show, reach,
};
pub use principal::{EVERYTHING, Principal};
pub use role::{Grant, Role, UnknownRole};
pub use token::{Invalid, NewToken, Token};
pub use token_store::{COLLECTION, Fill, Now, TokenError, Tokens, system_random};
