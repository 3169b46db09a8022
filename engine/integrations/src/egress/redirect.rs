//! Computes the next request of a redirect. Pure: authorizing and sending happen elsewhere.

use ::http::header::HeaderMap;
use ::http::{Method, StatusCode};
use bytes::Bytes;
use url::Url;

use super::{canonical, headers};

/// The request of one hop.
#[derive(Debug, Clone)]
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

/// Whether a status is a redirect that can be followed.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether a method is a read.
pub(crate) fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
}

/// The next hop after `status` with a `Location`, or why it is not followed.
pub(crate) fn next_hop(hop: &Hop, status: StatusCode, location: &[u8]) -> Result<Hop, &'static str> {
    let location = std::str::from_utf8(location).map_err(|_| "the redirect names no address")?;
    let url = canonical::read_url(location, Some(&hop.url))?;
    if hop.url.scheme() == "https" && url.scheme() != "https" {
        return Err("the redirect leaves https");
    }
    let mut next = Hop { url, ..hop.clone() };
    let same_origin = hop.url.origin() == next.url.origin();
    let to_get = match status.as_u16() {
        303 => ![Method::GET, Method::HEAD].contains(&hop.method),
        301 | 302 => hop.method == Method::POST,
        _ => false,
    };
    if to_get {
        next.method = Method::GET;
    }
    if !same_origin && !is_safe(&next.method) {
        return Err("the redirect would send a write to another origin");
    }
    if to_get || !same_origin {
        next.body = None;
        headers::drop_body(&mut next.headers);
    }
    if !same_origin {
        headers::keep_across_origins(&mut next.headers);
    }
    Ok(next)
}

/// Checks the rules for every URL, of a call or of a redirect.
pub(crate) fn check_url(url: &Url) -> Result<(), &'static str> {
    if !["http", "https"].contains(&url.scheme()) {
        return Err("only http and https are supported");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address must not hold a user name or password; use `authentication`");
    }
    match url.host_str() {
        None | Some("") => Err("the address has no host"),
        Some(host) if host.ends_with('.') => Err("the host ends in a dot"),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use ::http::HeaderValue;

    use super::*;

    fn hop(method: Method, url: &str) -> Hop {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static("Bearer x"));
        headers.insert("accept", HeaderValue::from_static("application/json"));
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        Hop { method, url: Url::parse(url).unwrap(), headers, body: Some(Bytes::from_static(b"{}")) }
    }

    fn follow(method: Method, status: u16, location: &str) -> Result<Hop, &'static str> {
        let hop = hop(method, "https://a.example/x/y?z");
        next_hop(&hop, StatusCode::from_u16(status).unwrap(), location.as_bytes())
    }

    #[test]
    fn methods_are_rewritten_as_browsers_do() {
        for (method, status, then) in [
            (Method::POST, 301, Method::GET),
            (Method::POST, 302, Method::GET),
            (Method::POST, 303, Method::GET),
            (Method::PUT, 303, Method::GET),
            (Method::PUT, 302, Method::PUT),
            (Method::POST, 307, Method::POST),
            (Method::DELETE, 308, Method::DELETE),
            (Method::HEAD, 303, Method::HEAD),
            (Method::GET, 302, Method::GET),
        ] {
            let next = follow(method.clone(), status, "/n").unwrap();
            assert_eq!(next.method, then, "{method} {status}");
            assert_eq!(next.body.is_some(), method == then, "{method} {status}");
            assert_eq!(next.headers.contains_key("content-type"), next.body.is_some());
            assert!(next.headers.contains_key("authorization"));
        }
    }

    #[test]
    fn another_origin_gets_no_credentials_and_no_writes() {
        let next = follow(Method::GET, 302, "https://b.example/").unwrap();
        assert_eq!(next.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>(), ["accept"]);
        assert_eq!(next.body, None);
        // Another port is another origin.
        assert!(
            !follow(Method::GET, 302, "https://a.example:8443/")
                .unwrap()
                .headers
                .contains_key("authorization")
        );
        for (method, status) in [(Method::POST, 307), (Method::PUT, 302), (Method::DELETE, 308)] {
            assert!(follow(method, status, "https://b.example/").is_err());
        }
        assert!(follow(Method::POST, 303, "//b.example/").unwrap().body.is_none());
    }

    #[test]
    fn odd_targets_are_refused() {
        for location in [
            "http://a.example/",
            "file:///etc/passwd",
            "ftp://a.example/",
            "javascript:alert(1)",
            "https://me:pw@b.example/",
            "https://",
            "https://a.example./",
            "data:,x",
            "/a/..%2fb",
            "/a/%2e%2e/b",
            "..;/b",
            "/a\\b",
            "https:b.example/",
            "/a%00",
        ] {
            assert!(follow(Method::GET, 302, location).is_err(), "{location}");
        }
        for (location, url) in [
            ("n#frag", "https://a.example/x/n"),
            ("../%7en?%61=1#frag", "https://a.example/~n?a=1"),
            ("//B.example/%41", "https://b.example/A"),
            ("?q", "https://a.example/x/y?q"),
        ] {
            assert_eq!(follow(Method::GET, 302, location).unwrap().url.as_str(), url, "{location}");
        }
    }
}
