//! How much room the disk of the data folder has.

use std::path::Path;

/// Least bytes that a server needs to go on: runs under way still end with less, but nothing new should begin.
pub(crate) const LEAST: u64 = 16 << 20;

/// What is wrong with the room in `folder`, where less than `least` bytes are free. Paths stay inside.
pub(crate) fn lack_of_disk_space(folder: &Path, least: u64) -> Option<String> {
    let facts = match rustix::fs::statvfs(folder) {
        Ok(facts) => facts,
        Err(error) => return Some(format!("the data folder cannot be looked at: {error}")),
    };
    let free = facts.f_bavail.saturating_mul(facts.f_frsize);
    (free < least).then(|| {
        format!("the disk of the data folder has {} MiB left, of {} that are needed", free >> 20, least >> 20)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_told() {
        let here = std::env::temp_dir();
        assert_eq!(lack_of_disk_space(&here, 0), None);
        assert!(lack_of_disk_space(&here, u64::MAX).is_some_and(|why| why.contains("MiB left")));
        let gone = here.join("towpath-no-such-folder");
        assert!(lack_of_disk_space(&gone, 0).is_some_and(|why| why.contains("cannot be looked at")));
    }
}
