//! Where the log begins. Segments before it were compacted: what is live of them stands further on. The note of it is durable
//! before a segment is removed, so a missing segment is never taken for a removed one.

use std::io;

use crate::codec::Reader;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::segment::{self, FOLDER};

/// The note.
pub(crate) const NAME: &str = "log/start";
/// The note while it is written.
const NEW: &str = "log/start.new";

/// The number of the first segment.
pub(crate) fn read_start(disk: &dyn Disk) -> Result<u32, OpenError> {
    let file = match disk.open(NAME) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(1),
        result => result.map_err(OpenError::io(format!("opening `{NAME}`")))?,
    };
    let bytes = file.read_up_to(0, 9).map_err(OpenError::io(format!("reading `{NAME}`")))?;
    let mut reader = Reader::new(&bytes);
    let (number, crc, rest) = (reader.u32(), reader.u32(), reader.rest());
    match (number, crc) {
        (Some(number), Some(crc)) if rest.is_empty() && crc == crc32c::crc32c(&bytes[..4]) => Ok(number),
        _ => {
            let what = "it is not readable".to_owned();
            Err(OpenError::Damaged { place: NAME.to_owned(), offset: 0, what })
        }
    }
}

/// Notes durably that the log begins with segment `number`.
pub(crate) fn write_start(disk: &dyn Disk, number: u32) -> io::Result<()> {
    match disk.remove(NEW) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let bytes = number.to_le_bytes();
    let file = disk.create(NEW)?;
    file.write_all_at(&bytes, 0)?;
    file.write_all_at(&crc32c::crc32c(&bytes).to_le_bytes(), 4)?;
    file.sync()?;
    disk.rename(NEW, NAME)?;
    disk.sync_folder(FOLDER)
}

/// Removes the segments before `start`.
pub(crate) fn remove_before(disk: &dyn Disk, start: u32) -> io::Result<()> {
    let numbers = segment::segment_numbers(disk)?;
    let mut removed = false;
    for number in numbers.into_iter().filter(|number| *number < start) {
        disk.remove(&segment::segment_file_name(number))?;
        removed = true;
    }
    if removed { disk.sync_folder(FOLDER) } else { Ok(()) }
}
