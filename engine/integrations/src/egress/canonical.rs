//! URLs in their canonical form. Every URL that is judged or sent was read here: of a call, of an operation, of a
//! redirect, of a token.

use towpath_access::canonical::{self, Unusual};
use url::Url;

use super::check_url;

/// What paths may hold that servers read in different ways, as IT's document allows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct InPath(pub(crate) Vec<Unusual>);

impl InPath {
    /// Whether the path of a canonical URL holds nothing else.
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

/// Reads a URL as it was written, or a reference to one from `base`.
///
/// # Errors
/// It has no canonical form. The text names no value.
pub(crate) fn read(text: &str, base: Option<&Url>) -> Result<Url, &'static str> {
    const NO_URL: &str = "the address is no URL such as `https://host/path`";
    // URL parsers drop some of these silently, so that what is checked would not be what is read.
    if text.chars().any(char::is_control) || text.trim() != text {
        return Err("the address has control characters, or blanks around it");
    }
    let written = text.split('#').next().unwrap_or_default();
    let front = written.split('?').next().unwrap_or_default();
    if front.contains('\\') {
        return Err("the address has a backslash");
    }
    let path = match (scheme(front), base) {
        (Some(rest), _) => Some(after_authority(rest).ok_or(NO_URL)?),
        (None, None) => return Err(NO_URL),
        (None, Some(_)) if front.starts_with("//") => Some(after_authority(front).ok_or(NO_URL)?),
        (None, Some(_)) => None,
    };
    let form = match path {
        Some(path) => canonical::path(path)?,
        // Below the base: its own dots are looked at here, and where they lead to when both are joined.
        None => canonical::path(&format!("/{}", front.trim_start_matches('/')))?,
    };
    let mut url = match base {
        Some(base) => base.join(written).map_err(|_| NO_URL)?,
        None => Url::parse(written).map_err(|_| NO_URL)?,
    };
    check_url(&url)?;
    settle(&mut url)?;
    // INVARIANT: the parser of URLs sees the path that was checked.
    if path.is_some() && url.path() != form {
        return Err("the path is read in different ways");
    }
    Ok(url)
}

/// What follows the scheme, if `text` has one.
fn scheme(text: &str) -> Option<&str> {
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

/// Brings path and query of a parsed URL into their canonical form; a fragment is dropped.
pub(crate) fn settle(url: &mut Url) -> Result<(), &'static str> {
    let path = canonical::path(url.path())?;
    let query = url.query().map(canonical::query).transpose()?.filter(|query| !query.is_empty());
    url.set_path(&path);
    url.set_query(query.as_deref());
    url.set_fragment(None);
    // INVARIANT: the canonical form is sent byte for byte.
    match url.path() == path && url.query() == query.as_deref() {
        true => Ok(()),
        false => Err("the address is read in different ways"),
    }
}
