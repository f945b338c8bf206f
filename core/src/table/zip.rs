//! Files packed into one ZIP, the same bytes for the same input on every machine.

use alloc::boxed::Box;
use alloc::vec::Vec;

use miniz_oxide::deflate::compress_to_vec;

use super::value::date;
use crate::Timestamp;

/// Strength of compression, 0 to 10.
const LEVEL: u8 = 6;

/// Version 2.0 of the format: deflate.
const VERSION: u16 = 20;

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;

const DEFLATE: u16 = 8;

/// Why files could not be packed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// More than 65,535 files.
    #[error("{count} files are too many for one archive: give 65535 at most")]
    TooManyFiles {
        /// How many there were.
        count: usize,
    },
    /// A file, or the archive, would reach 4 GiB.
    #[error("`{name}` makes the archive reach 4 gib: split it into several")]
    TooLarge {
        /// The file at which the limit was reached.
        name: Box<str>,
    },
    /// A name that is empty, too long, absolute, climbs out of its folder, or stands there twice.
    #[error("`{name}` cannot be the name of a file in an archive: use a relative path of its own, with `/`")]
    UnusableName {
        /// The name.
        name: Box<str>,
    },
}

/// Packs files into a ZIP: deflated, with UTF-8 names, all with the given time of modification (DOS time: UTC, even
/// seconds, 1980 to 2107). The same arguments give the same bytes.
///
/// # Errors
/// [`ArchiveError`]: too many files, 4 GiB reached, or a name that cannot be used.
///
/// ```
/// use matricula::table::{archive, parse_time};
///
/// let at = parse_time("2020-02-25T06:33:46.000Z").unwrap();
/// let zip = archive(&[("usage-report.csv", b"Name\r\n")], at)?;
/// assert!(zip.starts_with(b"PK\x03\x04"));
/// # Ok::<(), matricula::table::ArchiveError>(())
/// ```
pub fn archive(files: &[(&str, &[u8])], modified: Timestamp) -> Result<Vec<u8>, ArchiveError> {
    let count = u16::try_from(files.len()).map_err(|_| ArchiveError::TooManyFiles { count: files.len() })?;
    check_names(files)?;
    let (day, clock) = dos_time(modified);
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    let mut last = "";
    for &(name, bytes) in files {
        last = name;
        let too_large = || ArchiveError::TooLarge { name: name.into() };
        let fits = |length: usize| u32::try_from(length).map_err(|_| too_large());
        let length = fits(bytes.len())?;
        let offset = fits(zip.len())?;
        let packed = compress_to_vec(bytes, LEVEL);
        let packed_length = fits(packed.len())?;
        let name_length =
            u16::try_from(name.len()).map_err(|_| ArchiveError::UnusableName { name: name.into() })?;

        let mut facts = Vec::with_capacity(26);
        for half in [VERSION, FLAGS, DEFLATE, clock, day] {
            facts.extend_from_slice(&half.to_le_bytes());
        }
        for word in [crc32fast::hash(bytes), packed_length, length] {
            facts.extend_from_slice(&word.to_le_bytes());
        }
        facts.extend_from_slice(&name_length.to_le_bytes());
        facts.extend_from_slice(&[0; 2]); // no extra field

        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&facts);
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(&packed);

        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&VERSION.to_le_bytes());
        directory.extend_from_slice(&facts);
        directory.extend_from_slice(&[0; 10]); // no comment, first disk, no attributes
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let too_large = |_| ArchiveError::TooLarge { name: last.into() };
    let offset = u32::try_from(zip.len()).map_err(too_large)?;
    let length = u32::try_from(directory.len()).map_err(too_large)?;
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(b"PK\x05\x06");
    zip.extend_from_slice(&[0; 4]); // the only disk
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&length.to_le_bytes());
    zip.extend_from_slice(&offset.to_le_bytes());
    zip.extend_from_slice(&[0; 2]); // no comment
    Ok(zip)
}

fn check_names(files: &[(&str, &[u8])]) -> Result<(), ArchiveError> {
    let mut names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let twice = names.array_windows().find(|[a, b]| a == b).map(|[name, _]| *name);
    let unusable = |name: &&str| {
        name.is_empty()
            || name.len() > usize::from(u16::MAX)
            || name.contains(['\\', ':', '\0'])
            || name.split('/').any(|part| matches!(part, "" | "." | ".."))
    };
    match twice.or_else(|| names.iter().copied().find(unusable)) {
        Some(name) => Err(ArchiveError::UnusableName { name: name.into() }),
        None => Ok(()),
    }
}

/// The date and the time of day as DOS counts them.
fn dos_time(at: Timestamp) -> (u16, u16) {
    let seconds = at.millis().div_euclid(1000);
    let (year, month, day) = date(seconds.div_euclid(86_400));
    let (year, month, day, clock) = match year {
        ..1980 => (1980, 1, 1, 0),
        1980..=2107 => (year, month, day, seconds.rem_euclid(86_400)),
        _ => (2107, 12, 31, 86_399),
    };
    let day = (year.wrapping_sub(1980) << 9) | (month << 5) | day;
    let clock = ((clock / 3600) << 11) | ((clock / 60 % 60) << 5) | (clock % 60 / 2);
    (u16::try_from(day).unwrap_or_default(), u16::try_from(clock).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use std::io::{Cursor, Read};

    use super::super::value::parse_time;
    use super::*;

    #[test]
    fn rep_3_an_archive_is_read_by_others_and_is_the_same_again() {
        let long = "Jo Doe,jd@example.com\r\n".repeat(10_000);
        let files: [(&str, &[u8]); 3] = [("a.csv", long.as_bytes()), ("é/b.csv", b""), ("c.csv", b"x")];
        let at = parse_time("2020-02-25T06:33:46.123Z").unwrap();
        let zip = archive(&files, at).unwrap();
        assert_eq!(zip, archive(&files, at).unwrap());
        let mut reader = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
        assert_eq!(reader.len(), 3);
        for (index, (name, bytes)) in files.iter().enumerate() {
            let mut file = reader.by_index(index).unwrap();
            assert_eq!(file.name().unwrap(), *name);
            let time = file.last_modified().unwrap();
            assert_eq!((time.year(), time.month(), time.day()), (2020, 2, 25));
            assert_eq!((time.hour(), time.minute(), time.second()), (6, 33, 46));
            let mut read = vec![];
            file.read_to_end(&mut read).unwrap();
            assert_eq!(read, *bytes);
        }
        assert!(zip::ZipArchive::new(Cursor::new(archive(&[], at).unwrap())).unwrap().is_empty());
    }

    #[test]
    fn rep_3_names_that_would_do_harm_are_refused() {
        let at = Timestamp::from_millis(0).unwrap();
        for name in ["", "/a", "../a", "a/../b", "a//b", "a\\b", "C:a", "a\0"] {
            assert!(matches!(archive(&[(name, b"")], at), Err(ArchiveError::UnusableName { .. })), "{name}");
        }
        assert!(archive(&[("a", b""), ("b", b""), ("a", b"")], at).is_err());
        let names: Vec<String> = (0..65_536).map(|number| alloc::format!("{number}")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(archive(&files, at), Err(ArchiveError::TooManyFiles { count: 65_536 }));
    }

    #[test]
    fn rep_3_times_outside_the_format_are_its_nearest() {
        assert_eq!(dos_time(Timestamp::from_millis(0).unwrap()), (0x21, 0));
        assert_eq!(dos_time(parse_time("2200-01-01 00:00:00").unwrap()).0 >> 9, 127);
    }
}
