//! Principals, roles, bearer tokens, sessions of browsers, and the one permission table.
//!
//! Policies, not this crate, decide what a workflow may reach. This crate knows no HTTP. The clock and the random source
//! are handed in.

mod kinship;
mod links;
mod people;
mod permission;
mod principal;
mod role;
mod session;
mod session_store;
mod token;
mod token_store;
mod token_uses;

pub use kinship::Kinship;
pub use links::{LINKS, SignInLink};
pub use people::{Disabled, NewPrincipal, PRINCIPALS, Person, PrincipalRecord};
pub use permission::{
    Action, Denied, Extent, Permission, Reach, RunDenied, Scope, TABLE, extent, may, may_grant, may_mint,
    may_on_run, may_show, reach,
};
pub use principal::{EVERYTHING, Minted, Principal};
pub use role::{Grant, Role, UnknownRole};
pub use session::{Ended, Session, SessionError, SessionLimits, SignInMethod, csrf_of, is_csrf_of};
pub use session_store::{SESSIONS, Sessions, SignedIn};
pub use token::{Confirmed, Invalid, NewToken, Token};
pub use token_store::{COLLECTION, Fill, Now, Refused, TokenError, Tokens, system_random};
pub use token_uses::TOKEN_USES;
