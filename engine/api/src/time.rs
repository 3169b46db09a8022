//! Times as callers read and write them.

use crate::problem::ApiError;

/// Milliseconds since the Unix epoch as RFC 3339 in UTC: `2027-03-31T09:00:00.250Z`.
pub(crate) fn rfc3339(milliseconds: i64) -> String {
    // Out of range is years before -9999 or after 9999: such a time was never written by this engine.
    jiff::Timestamp::from_millisecond(milliseconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}

/// Reads an RFC 3339 time into milliseconds since the Unix epoch.
pub(crate) fn milliseconds_of_rfc3339(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// The time that the parameter `name` of a query has, in milliseconds since the Unix epoch.
pub(crate) fn time_of_query(name: &str, text: Option<&str>) -> Result<Option<i64>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let unreadable = || ApiError::malformed(format!("`{name}` is no time such as `2027-03-31T09:00:00Z`"));
    milliseconds_of_rfc3339(text).map(Some).ok_or_else(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        assert_eq!(rfc3339(1_806_483_600_250), "2027-03-31T09:00:00.25Z");
        assert_eq!(milliseconds_of_rfc3339("2027-03-31T09:00:00.250Z"), Some(1_806_483_600_250));
        assert_eq!(milliseconds_of_rfc3339("2027-03-31T11:00:00.250+02:00"), Some(1_806_483_600_250));
        assert_eq!(milliseconds_of_rfc3339("tomorrow"), None);
    }
}
