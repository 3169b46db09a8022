//! The address at which browsers reach the console.

use std::fmt;
use std::str::FromStr;

/// An origin such as `https://towpath.acme.example`: scheme, host and port, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl(String);

/// What a public URL looks like, for messages.
pub(crate) const EXPECTED: &str = "an address such as `https://towpath.acme.example`, without a path,";

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        match authority {
            Some(authority) if !authority.is_empty() && authority.bytes().all(is_part) => {
                Ok(Self(text.to_ascii_lowercase()))
            }
            _ => Err(format!("{EXPECTED} is expected")),
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_origin_is_taken() {
        let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.to_string()).ok();
        assert_eq!(read("https://Towpath.acme.example/").as_deref(), Some("https://towpath.acme.example"));
        assert_eq!(read("http://[::1]:7410").as_deref(), Some("http://[::1]:7410"));
        for wrong in
            ["", "towpath.acme.example", "https://", "https://a/b", "https://a?b", "ftp://a", "https://a@b"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
