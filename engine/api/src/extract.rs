//! Parts of a request's address, read strictly: what is wrong comes back as a problem.

use axum::extract::{FromRequestParts, Path, Query};
use http::request::Parts;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use towpath_journal::RunId;

use crate::problem::ApiError;
use crate::state::Shared;

/// Most characters of a name in a path.
const NAME_LENGTH: usize = 128;

/// Parameters of the path.
#[derive(Debug)]
pub(crate) struct PathOf<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for PathOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let found = Path::<T>::from_request_parts(parts, state).await;
        found.map(|Path(value)| Self(value)).map_err(|rejection| {
            ApiError::malformed(format!(
                "the path cannot be read: {}",
                plain_path_error(&rejection.body_text())
            ))
        })
    }
}

/// What is wrong with a part of an address, without the words of the library that reads it.
fn plain_path_error(text: &str) -> &str {
    const PREFIXES: [&str; 4] = [
        "Failed to deserialize query string: ",
        "Failed to deserialize query string",
        "Invalid URL: ",
        "Cannot parse value at index ",
    ];
    PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text)
}

/// Parameters of the query; unknown ones are errors where `T` denies them.
#[derive(Debug)]
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Shared> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let found = Query::<T>::from_request_parts(parts, state).await;
        found.map(|Query(value)| Self(value)).map_err(|rejection| {
            ApiError::malformed(format!(
                "the query cannot be read: {}",
                plain_path_error(&rejection.body_text())
            ))
        })
    }
}

/// A name in a path: letters, digits, `.`, `_` and `-`, not starting with `.` or `-`, at most 128.
#[derive(Debug, Clone)]
pub(crate) struct Name(pub(crate) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let fits = text.len() <= NAME_LENGTH
            && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_')
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if fits {
            Ok(Self(text))
        } else {
            Err(D::Error::custom("a name in the path has letters, digits, `.`, `_` and `-`, at most 128"))
        }
    }
}

/// The namespace and name of a workflow in the path.
#[derive(Debug)]
pub(crate) struct WorkflowPath {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl FromRequestParts<Shared> for WorkflowPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let PathOf((Name(namespace), Name(name))) = PathOf::from_request_parts(parts, state).await?;
        Ok(Self { namespace, name })
    }
}

/// The namespace, name and version of a workflow in the path.
#[derive(Debug)]
pub(crate) struct VersionPath {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) version: String,
}

impl VersionPath {
    pub(crate) fn place(&self) -> (&str, &str, &str) {
        (&self.namespace, &self.name, &self.version)
    }
}

impl FromRequestParts<Shared> for VersionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let PathOf((Name(namespace), Name(name), version)) =
            PathOf::<(Name, Name, String)>::from_request_parts(parts, state).await?;
        Ok(Self { namespace, name, version })
    }
}

/// The workflow that a query names: `workflow=namespace/name`, or a name and `namespace`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WorkflowQuery {
    pub(crate) namespace: Option<String>,
    pub(crate) name: Option<String>,
}

impl WorkflowQuery {
    /// Reads both parameters; what contradicts itself is refused.
    pub(crate) fn read(workflow: Option<&str>, namespace: Option<&str>) -> Result<Self, ApiError> {
        let (within, name) = match workflow.map(|text| text.split_once('/').ok_or(text)) {
            None => (None, None),
            Some(Err(name)) => (None, Some(name)),
            Some(Ok((within, name))) => (Some(within), Some(name)),
        };
        if within == Some("") || name.is_some_and(|name| name.is_empty() || name.contains('/')) {
            return Err(ApiError::malformed("`workflow` must be `namespace/name`, or a name"));
        }
        if matches!((within, namespace), (Some(one), Some(other)) if one != other) {
            return Err(ApiError::malformed("`namespace` and `workflow` name different namespaces"));
        }
        let namespace = within.or(namespace).map(str::to_owned);
        Ok(Self { namespace, name: name.map(str::to_owned) })
    }
}

/// A revision of a draft, in the path.
#[derive(Debug)]
pub(crate) struct RevisionPath {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) revision: u64,
}

impl FromRequestParts<Shared> for RevisionPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let PathOf((Name(namespace), Name(name), revision)) =
            PathOf::from_request_parts(parts, state).await?;
        Ok(Self { namespace, name, revision })
    }
}

/// A call that waits, in the path: its run and its effect.
#[derive(Debug)]
pub(crate) struct HoldPath {
    pub(crate) run: String,
    pub(crate) effect: u64,
}

impl FromRequestParts<Shared> for HoldPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let PathOf((run, effect)) = PathOf::from_request_parts(parts, state).await?;
        Ok(Self { run, effect })
    }
}

/// A run's id in the path; what is no id is no run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunPath(pub(crate) RunId);

impl FromRequestParts<Shared> for RunPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, ApiError> {
        let PathOf(text) = PathOf::<String>::from_request_parts(parts, state).await?;
        text.parse().map(Self).map_err(|_| ApiError::not_found("run", &text))
    }
}
