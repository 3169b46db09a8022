//! SHA-256 digests as names of runners and images. Each type says which bytes it digests.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// The text is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a digest: expected `sha256:` and 64 hexadecimal digits")]
pub struct ParseDigestError;

/// SHA-256 of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn parse(text: &str) -> Result<[u8; 32], ParseDigestError> {
    let digits = text.strip_prefix("sha256:").unwrap_or(text);
    let bytes = HEXLOWER.decode(digits.as_bytes()).map_err(|_| ParseDigestError)?;
    bytes.try_into().map_err(|_| ParseDigestError)
}

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) [u8; 32]);

        impl $name {
            /// The digest of these bytes.
            pub fn of(bytes: &[u8]) -> Self {
                Self(sha256(bytes))
            }

            /// The raw digest.
            pub fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "sha256:{}", HEXLOWER.encode(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseDigestError;

            fn from_str(text: &str) -> Result<Self, ParseDigestError> {
                parse(text).map(Self)
            }
        }
    };
}

digest! {
    /// Names a runner: SHA-256 of its wasm file. Written `sha256:<64 hexadecimal digits>`.
    RunnerDigest
}

digest! {
    /// Names an image: SHA-256 of its bytes. Written `sha256:<64 hexadecimal digits>`.
    ImageDigest
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let digest = RunnerDigest::of(b"abc");
        let text = digest.to_string();
        assert_eq!(text, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(text.parse::<RunnerDigest>().unwrap(), digest);
        for wrong in ["", "sha256:", &text[..70], &text.to_uppercase(), "sha256:é"] {
            assert_eq!(wrong.parse::<RunnerDigest>(), Err(ParseDigestError), "{wrong}");
        }
    }
}
