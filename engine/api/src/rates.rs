//! How much one token may ask for in a minute, and one layer around all routes that holds it to that.
//!
//! Each rate is a bucket that holds what a minute allows and fills evenly: short bursts pass, and what is asked all the
//! time is bounded.

use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{Method, StatusCode};
use lru::LruCache;
use parking_lot::Mutex;
use towpath_audit::{Entry, Phase};
use towpath_diagnostics::codes;
use towpath_identity::Principal;

use crate::caller::principal_of_token;
use crate::connection::Peer;
use crate::problem::ApiError;
use crate::state::Shared;

/// Tokens that are remembered. One that was not used for so long that others pushed it out begins anew.
const TOKENS: usize = 10_000;
const MINUTE: f64 = 60_000.0;

/// What a token may ask for in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMinute {
    /// Drafts that are saved, and definitions that are checked.
    pub drafts: u32,
    /// Versions that are published.
    pub versions: u32,
    /// Runs that are started, of drafts too.
    pub runs: u32,
    /// Events that are sent.
    pub events: u32,
    /// Requests that are refused. Those of runs are not counted: a workflow may raise any status.
    pub refused: u32,
}

impl Default for PerMinute {
    fn default() -> Self {
        Self { drafts: 3_000, versions: 3_000, runs: 300_000, events: 300_000, refused: 1_200 }
    }
}

/// What is rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rated {
    Drafts,
    Versions,
    Runs,
    Events,
    Refused,
}

impl Rated {
    pub(crate) const ALL: [Self; 5] = [Self::Drafts, Self::Versions, Self::Runs, Self::Events, Self::Refused];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Versions => "versions",
            Self::Runs => "runs",
            Self::Events => "events",
            Self::Refused => "refused",
        }
    }

    pub(crate) fn most(self, rates: &PerMinute) -> u32 {
        match self {
            Self::Drafts => rates.drafts,
            Self::Versions => rates.versions,
            Self::Runs => rates.runs,
            Self::Events => rates.events,
            Self::Refused => rates.refused,
        }
    }

    /// What a request to a route is; events are counted where they are read.
    fn of(method: &Method, route: &str) -> Option<Self> {
        let below = route.strip_prefix("/v1/workflows/{namespace}/")?;
        match (method, below) {
            (&Method::PUT, "{name}/draft") | (&Method::POST, "check" | "{name}/draft/restore") => {
                Some(Self::Drafts)
            }
            (&Method::POST, "{name}/publish") => Some(Self::Versions),
            (&Method::POST, "{name}/runs" | "{name}/draft/runs") => Some(Self::Runs),
            _ => None,
        }
    }
}

/// What a token has left of one rate.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    /// When that was, in milliseconds since the Unix epoch.
    at: i64,
}

/// Too much was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Over {
    rated: Rated,
    most: u32,
    /// When there is enough again.
    seconds: u16,
}

impl Over {
    fn into_error(self) -> ApiError {
        let Self { rated, most, seconds } = self;
        let detail = match rated {
            Rated::Refused => format!("this token had more than {most} requests refused in a minute"),
            _ => format!("this token asked for more than {most} {} in a minute", rated.name()),
        };
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, codes::TP4143, detail)
            .with(|body| body.limit = Some(most.into()))
            .retry_after(seconds)
    }
}

impl From<Over> for ApiError {
    fn from(over: Over) -> Self {
        over.into_error()
    }
}

/// What each token has left.
pub(crate) struct Rates {
    per_minute: PerMinute,
    buckets: Mutex<LruCache<String, [Bucket; Rated::ALL.len()]>>,
}

impl Rates {
    pub(crate) fn new(per_minute: PerMinute) -> Self {
        Self { per_minute, buckets: Mutex::new(LruCache::unbounded()) }
    }

    /// Takes `count` of what a token has left, all or nothing.
    pub(crate) fn take(&self, who: &Principal, rated: Rated, count: u32, now: i64) -> Result<(), Over> {
        let most = rated.most(&self.per_minute);
        let (most_left, count) = (f64::from(most), f64::from(count));
        let mut enough = Ok(());
        self.with(who, rated, now, |left| {
            // A token may use a whole minute's share at once; after that it waits.
            if *left >= count.min(most_left) {
                *left -= count;
            } else {
                let wait = (count.min(most_left) - *left) / most_left * 60.0;
                // At most some minutes: no loss of precision, and never negative.
                let seconds = wait.ceil().clamp(1.0, 3600.0) as u16;
                enough = Err(Over { rated, most, seconds });
            }
        });
        enough
    }

    /// Whether a token has any left.
    fn has(&self, who: &Principal, rated: Rated, now: i64) -> Result<(), Over> {
        self.take(who, rated, 1, now)?;
        self.with(who, rated, now, |left| *left += 1.0);
        Ok(())
    }

    /// What a token has left of everything that is rated, whole ones, and the most of each.
    pub(crate) fn left(&self, who: &Principal, now: i64) -> [(Rated, u32, u32); Rated::ALL.len()] {
        Rated::ALL.map(|rated| {
            let most = rated.most(&self.per_minute);
            let mut whole = 0;
            self.with(who, rated, now, |left| whole = left.clamp(0.0, f64::from(most)) as u32);
            (rated, whole, most)
        })
    }

    fn with(&self, who: &Principal, rated: Rated, now: i64, change: impl FnOnce(&mut f64)) {
        let token = who.minted.token.as_ref().unwrap_or(&who.id);
        let full = || Rated::ALL.map(|rated| Bucket { left: rated.most(&self.per_minute).into(), at: now });
        let mut buckets = self.buckets.lock();
        while buckets.len() > TOKENS {
            buckets.pop_lru();
        }
        let bucket = &mut buckets.get_or_insert_mut_ref(token.as_str(), full)[rated as usize];
        let most = f64::from(rated.most(&self.per_minute));
        // A clock that goes back fills nothing.
        let passed = now.saturating_sub(bucket.at).max(0) as f64;
        bucket.left = (bucket.left + passed * most / MINUTE).min(most);
        bucket.at = now;
        change(&mut bucket.left);
    }
}

/// Refuses what a token may not ask for now. The audit log has one entry for many such refusals.
pub(crate) async fn limit_requests(
    State((state, rates)): State<(Shared, Arc<Rates>)>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(Arc::clone(&rates));
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let (Some(route), Some(who)) = (route, principal_of_token(request.headers(), &state)) else {
        return next.run(request).await;
    };
    let (rated, now) = (Rated::of(request.method(), &route), state.engine.now());
    let mut may = rates.has(&who, Rated::Refused, now);
    if let (Ok(()), Some(rated)) = (may, rated) {
        may = rates.take(&who, rated, 1, now);
    }
    if let Err(over) = may {
        let entry = audit_entry_of_refusal(&state, &who, &request, &route, StatusCode::TOO_MANY_REQUESTS);
        if let (Some(log), true) = (&state.audit, is_changing_method(request.method())) {
            log.refused(entry);
        }
        return over.into_error().into_response();
    }
    let response = next.run(request).await;
    let status = response.status();
    let is_refusal = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS;
    if is_refusal && rated != Some(Rated::Runs) {
        let _ = rates.take(&who, Rated::Refused, 1, now);
    }
    response
}

/// Whether a request may change something.
pub(crate) fn is_changing_method(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// A refusal for the audit log.
pub(crate) fn audit_entry_of_refusal(
    state: &Shared,
    who: &Principal,
    request: &Request,
    route: &str,
    status: StatusCode,
) -> Entry {
    let from = request.extensions().get::<ConnectInfo<Peer>>();
    Entry {
        at: state.engine.now(),
        phase: Phase::Done,
        request: (state.ids)().to_string(),
        who: who.id.clone(),
        token: who.minted.token.clone(),
        action: format!("{} {route}", request.method()),
        target: request.uri().path().to_owned(),
        from: from.map(|ConnectInfo(Peer(from))| from.ip().to_string()),
        policies: Some(state.engine.policies_in_force()),
        body: None,
        status: Some(status.as_u16()),
        count: None,
    }
}

#[cfg(test)]
mod tests {
    use towpath_identity::{Minted, Role};

    use super::*;

    fn who(token: &str) -> Principal {
        Principal {
            id: "p".to_owned(),
            name: "p".to_owned(),
            kind: Role::App,
            roles: Vec::new(),
            may_view: Vec::new(),
            minted: Minted { token: Some(token.to_owned()), ..Minted::default() },
        }
    }

    #[test]
    fn a_bucket_gives_what_a_minute_allows_and_fills_evenly() {
        let rates = Rates::new(PerMinute { drafts: 60, ..PerMinute::default() });
        let (one, other) = (who("one"), who("other"));
        for _ in 0..60 {
            assert_eq!(rates.take(&one, Rated::Drafts, 1, 0), Ok(()));
        }
        let over = |seconds| Err(Over { rated: Rated::Drafts, most: 60, seconds });
        assert_eq!(rates.take(&one, Rated::Drafts, 1, 0), over(1));
        assert_eq!(rates.take(&other, Rated::Drafts, 1, 0), Ok(()));
        assert_eq!(rates.take(&one, Rated::Versions, 1, 0), Ok(()));
        // One a second; what is more than a full bucket is never kept.
        assert_eq!(rates.take(&one, Rated::Drafts, 2, 1_000), over(1));
        assert_eq!(rates.take(&one, Rated::Drafts, 1, 1_000), Ok(()));
        assert_eq!(rates.left(&one, 3_000)[0], (Rated::Drafts, 2, 60));
        assert_eq!(rates.left(&one, 1_000_000)[0], (Rated::Drafts, 60, 60));
        assert_eq!(rates.left(&one, 0)[0].1, 60);
        // More than fits at once is given from a full bucket, and paid back.
        assert_eq!(rates.take(&one, Rated::Drafts, 90, 1_000_000), Ok(()));
        assert_eq!(rates.take(&one, Rated::Drafts, 1, 1_029_000), over(2));
        assert_eq!(rates.has(&one, Rated::Drafts, 1_031_000), Ok(()));
        assert_eq!(rates.take(&one, Rated::Drafts, 1, 1_031_000), Ok(()));
    }

    #[test]
    fn routes_are_rated() {
        let of = |method: Method, route: &str| Rated::of(&method, route);
        let below = |route| format!("/v1/workflows/{{namespace}}/{route}");
        assert_eq!(of(Method::PUT, &below("{name}/draft")), Some(Rated::Drafts));
        assert_eq!(of(Method::GET, &below("{name}/draft")), None);
        assert_eq!(of(Method::POST, &below("{name}/publish")), Some(Rated::Versions));
        assert_eq!(of(Method::POST, &below("{name}/draft/runs")), Some(Rated::Runs));
        assert_eq!(of(Method::POST, "/v1/policies/activate"), None);
    }
}
