//! Engine types into API types, and words of requests into engine types.
//!
//! `From` cannot be implemented here: both types come from other crates. Types of one resource are converted in that
//! resource's file; here are the trait, and every enum of words.

use towpath_api_types as api;
use towpath_runtime as engine;

/// Makes an API type of an engine type.
pub(crate) trait IntoApi<T> {
    /// The same, as callers see it.
    fn into_api(self) -> T;
}

/// Makes an engine type of an API type.
pub(crate) trait IntoEngine<T> {
    /// The same, as the engine knows it.
    fn into_engine(self) -> T;
}

/// Enums with the same variants in the engine and in the API. `both` converts words of requests too.
macro_rules! same {
    ($(
        $(#[$both:ident])? $engine:ty => $api:ty { $($variant:ident),+ $(,)? }
    )+) => {$(
        impl IntoApi<$api> for $engine {
            fn into_api(self) -> $api {
                type Engine = $engine;
                type Api = $api;
                match self {
                    $(Engine::$variant => Api::$variant,)+
                }
            }
        }
        same!(@ $($both)? $engine => $api { $($variant),+ });
    )+};
    (@ both $engine:ty => $api:ty { $($variant:ident),+ }) => {
        impl IntoEngine<$engine> for $api {
            fn into_engine(self) -> $engine {
                type Engine = $engine;
                type Api = $api;
                match self {
                    $(Api::$variant => Engine::$variant,)+
                }
            }
        }
    };
    (@ $engine:ty => $api:ty { $($variant:ident),+ }) => {};
}

same! {
    towpath_diagnostics::Severity => api::Severity { Error, Warning, Hint }
    towpath_access::Effect => api::OperationEffect { Read, Write }
    towpath_integrations::Idempotent => api::Idempotency { No, Natural, Key }
    towpath_policies::PolicyEffect => api::PolicyEffect { Permit, Forbid, Review, Hold }
    towpath_policies::Mode => api::PolicyMode { Enforce, Audit, Off }
    towpath_policies::StaticOutcome => api::Verdict { Allowed, Denied, AtRunTime }
    towpath_policies::DecisionOutcome => api::DecisionOutcome { Allow, Hold, Review, Deny }
    #[both] towpath_audit::Phase => api::AuditPhase { Asked, Done }
    #[both] towpath_identity::Role => api::Role { Champion, Approver, It, App, Auditor, Operator }
    #[both] towpath_journal::Status => api::RunStatus { Running, Waiting, Suspended, Completed, Faulted, Cancelled }
    engine::GrantState => api::GrantState { Active, EndsSoon, Ended, ReferentChanged, Superseded }
    engine::NoticeKind => api::NoticeKind { Policies, Integration, Failed, HandedOver, Review, Withdrawn, Secret, Schedule }
    towpath_wire::Missed => api::MissedTimes { Skip, Latest, All }
    towpath_wire::Overlap => api::Overlap { Allow, Skip }
    #[both] engine::RequestState => api::RequestState { Open, Granted, Rejected }
    #[both] engine::ReviewState => api::ReviewState { InReview, ChangesRequested, Rejected, Published, NotNeeded }
    #[both] engine::VersionState => api::VersionState { Published, Deprecated, Suspended, Retired }
    #[both] engine::Reads => api::DraftReads { Real, Declared }
    engine::TaskState => api::TaskState { Running, Waiting, Held, Suspended, Completed, Faulted, Cancelled, Skipped }
    engine::TraceGap => api::TraceGap { OlderRunner, Cut, Stopped }
    towpath_journal::OpenFate => api::PendingFate { Sent, Repeated, Unknown, Held, Waits }
    engine::QuotaKind => api::QuotaKind { Drafts, Versions, Runs, Events }
    crate::rates::Rated => api::RateKind { Drafts, Versions, Runs, Events, Refused }
}
