//! HTTP digest authentication: the server sends a challenge, and gets an answer derived from the password.

use ::http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use digest_auth::{AuthContext, HttpMethod};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};
use url::{Origin, Url};

use super::{Properties, WHO};
use crate::document::credential::header_value;
use crate::egress::Hop;
use crate::failure::coded_problem;
use crate::secrets::SecretString;

/// The user who answers.
pub(in crate::web) struct Digest {
    username: SecretString,
    password: SecretString,
}

impl Digest {
    pub(super) fn read(properties: &Properties<'_>) -> Result<Self, Problem> {
        Ok(Self { username: properties.required("/username")?, password: properties.required("/password")? })
    }

    /// Returns `hop` again, with the answer to the challenge in `asked`. Only the origin of the call gets an answer.
    pub(in crate::web) fn answer(
        &self,
        origin: &Origin,
        hop: &Hop,
        asked: &HeaderMap,
    ) -> Result<Option<Hop>, Problem> {
        if hop.url.origin() != *origin {
            return Ok(None);
        }
        let texts = asked.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let mut digests = texts.filter_map(after_scheme).peekable();
        if digests.peek().is_none() {
            return Ok(None);
        }
        // The server lists its preferred challenge first. Unsupported ones are skipped.
        let answered = digests.find_map(|text| {
            let mut prompt = digest_auth::parse(&format!("Digest {text}")).ok()?;
            let context = AuthContext::new_with_method(
                self.username.expose(),
                self.password.expose(),
                path_and_query(&hop.url),
                hop.body.as_deref(),
                HttpMethod(hop.method.as_str().into()),
            );
            prompt.respond(&context).ok()
        });
        let answer = answered.ok_or_else(|| {
            let detail = format!("`{WHO}` is refused: the server's digest challenge is not understood");
            Problem { status: 401, ..coded_problem(problem_types::AUTHENTICATION, codes::TP3032, detail) }
        })?;
        let mut next = hop.clone();
        let text = SecretString::new(answer.to_header_string());
        next.headers.insert(AUTHORIZATION, header_value(&text)?);
        Ok(Some(next))
    }
}

/// The part after the scheme, if the scheme is digest. Schemes are case-insensitive.
fn after_scheme(challenge: &str) -> Option<&str> {
    let (scheme, rest) = challenge.split_at_checked("digest ".len())?;
    scheme.eq_ignore_ascii_case("digest ").then_some(rest)
}

/// The path and query of a request.
fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}
