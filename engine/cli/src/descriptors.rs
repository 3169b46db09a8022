//! Open files: the process may have as many as the system lets it.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Few enough that an operator should know.
const FEW: u64 = 4_096;

/// Raises the limit of open files to the most that the system allows.
pub(crate) fn raise_descriptor_limit() {
    let limit = getrlimit(Resource::Nofile);
    let most = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if limit.current != limit.maximum
        && let Err(error) = setrlimit(Resource::Nofile, most)
    {
        tracing::warn!(%error, "the limit of open files cannot be raised");
    }
    let limit = self::descriptor_limit();
    if limit < FEW {
        tracing::warn!(
            limit,
            "few files may be open at once; raise the hard limit (`LimitNOFILE=` of systemd)"
        );
    }
}

/// How many files may be open.
pub(crate) fn descriptor_limit() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_raised_to_the_most_that_is_allowed() {
        let before = getrlimit(Resource::Nofile);
        let low = Rlimit { current: Some(256), maximum: before.maximum };
        assert!(setrlimit(Resource::Nofile, low).is_ok() && descriptor_limit() == 256);
        raise_descriptor_limit();
        assert_eq!(descriptor_limit(), before.maximum.unwrap_or(u64::MAX));
    }
}
