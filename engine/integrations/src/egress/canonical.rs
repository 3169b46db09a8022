//! URLs in canonical form. Every URL that is evaluated or sent (of a call, operation, redirect or token) is read here.

use towpath_access::canonical::{self, Unusual};
use url::Url;

use super::check_url;

/// What IT's document allows in paths although servers read it in different ways.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct InPath(pub(crate) Vec<Unusual>);

impl InPath {
    /// Checks that the path of a canonical URL contains nothing unusual that is not allowed.
    pub(crate) fn check(&self, url: &Url) -> Result<(), String> {
        let found = Unusual::ALL.into_iter().find(|one| one.is_in(url.path()) && !self.0.contains(one));
        let Some(found) = found else { return Ok(()) };
        let what = match found {
            Unusual::EmptySegments => "an empty segment (`//`)",
            Unusual::EncodedSlashes => "an encoded slash (`%2F`)",
            Unusual::Parameters => "a `;`",
        };
        Err(format!("the path has {what}, which IT can allow there with `allowInPath: [{}]`", found.as_str()))
    }
}

/// Reads a URL, or a reference relative to `base`.
///
/// # Errors
/// It has no canonical form. The message contains no value.
pub(crate) fn read_url(text: &str, base: Option<&Url>) -> Result<Url, &'static str> {
    const NO_URL: &str = "the address is not a URL such as `https://host/path`";
    // URL parsers drop some of these silently, so another text would be checked than is read.
    if text.chars().any(char::is_control) || text.trim() != text {
        return Err("the address has control characters or surrounding blanks");
    }
    let written = text.split('#').next().unwrap_or_default();
    let front = written.split('?').next().unwrap_or_default();
    if front.contains('\\') {
        return Err("the address has a backslash");
    }
    let path = match (after_scheme(front), base) {
        (Some(rest), _) => Some(after_authority(rest).ok_or(NO_URL)?),
        (None, None) => return Err(NO_URL),
        (None, Some(_)) if front.starts_with("//") => Some(after_authority(front).ok_or(NO_URL)?),
        (None, Some(_)) => None,
    };
    let form = match path {
        Some(path) => canonical::path(path)?,
        // A relative path: its dot segments are checked here, and again after joining.
        None => canonical::path(&format!("/{}", front.trim_start_matches('/')))?,
    };
    let mut url = match base {
        Some(base) => base.join(written).map_err(|_| NO_URL)?,
        None => Url::parse(written).map_err(|_| NO_URL)?,
    };
    check_url(&url)?;
    settle_path_and_query(&mut url)?;
    // INVARIANT: the URL parser keeps the path that was checked.
    if path.is_some() && url.path() != form {
        return Err("the path is ambiguous: servers read it in different ways");
    }
    Ok(url)
}

/// The part after the scheme, if `text` has one.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(rest)
}

/// The path after `//authority`.
fn after_authority(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("//").filter(|rest| !rest.is_empty() && !rest.starts_with('/'))?;
    Some(rest.find('/').map_or("", |at| &rest[at..]))
}

/// Brings path and query of a parsed URL into canonical form, and drops the fragment.
pub(crate) fn settle_path_and_query(url: &mut Url) -> Result<(), &'static str> {
    let path = canonical::path(url.path())?;
    let query = url.query().map(canonical::query).transpose()?.filter(|query| !query.is_empty());
    url.set_path(&path);
    url.set_query(query.as_deref());
    url.set_fragment(None);
    // INVARIANT: the canonical form is sent byte for byte.
    match url.path() == path && url.query() == query.as_deref() {
        true => Ok(()),
        false => Err("the address is ambiguous: servers read it in different ways"),
    }
}
