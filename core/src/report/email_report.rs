//! The archive that the email report sends (`REP-3`).

use alloc::vec::Vec;

use crate::Timestamp;
use crate::table::{ArchiveError, archive};

/// The names of the three files, in the order in which the guide lists them.
pub const REPORT_FILES: [&str; 3] = ["member-report.csv", "usage-report.csv", "specialization-report.csv"];

/// Packs the three reports into the ZIP that is sent, the same bytes for the same arguments. The names are those of
/// the guide's list ([`REPORT_FILES`]); `at` is the time that the files bear.
///
/// # Errors
/// [`ArchiveError::TooLarge`] when a report or the archive reaches 4 GiB.
///
/// ```
/// use matricula::report::{self, WriteOptions};
/// use matricula::table::parse_time;
///
/// let (mut usage, mut membership, mut specialization) = (Vec::new(), Vec::new(), Vec::new());
/// report::write_usage([], WriteOptions::default(), &mut usage);
/// report::write_membership([], WriteOptions::default(), &mut membership);
/// report::write_specialization([], WriteOptions::default(), &mut specialization);
/// let at = parse_time("2020-02-25T06:33:46.000Z").unwrap();
/// let zip = report::email_report(&usage, &membership, &specialization, at)?;
/// assert!(zip.starts_with(b"PK"));
/// # Ok::<(), matricula::table::ArchiveError>(())
/// ```
pub fn email_report(
    usage: &[u8],
    membership: &[u8],
    specialization: &[u8],
    at: Timestamp,
) -> Result<Vec<u8>, ArchiveError> {
    let [member_name, usage_name, specialization_name] = REPORT_FILES;
    archive(
        &[(member_name, membership), (usage_name, usage), (specialization_name, specialization)],
        at,
    )
}
