//! The files that go out.

use std::fs;
use std::io;
use std::path::Path;

use matricula::report::{EmailReport, REPORT_FILES};
use matricula::table::{FormulaGuard, TableWriter};

use crate::organization::{LineResult, Organization};
use crate::year::RefusedActivity;

/// What is written, by name.
#[derive(Debug)]
pub(crate) struct Files(Vec<(&'static str, Vec<u8>)>);

impl Files {
    pub(crate) fn new(
        organization: &Organization,
        refused: &[RefusedActivity],
        report: EmailReport,
        picture: String,
    ) -> Self {
        let mut summary = Vec::new();
        report.summary.write_csv(&mut summary);
        let [membership, usage, specialization] = REPORT_FILES;
        Self(vec![
            ("email-report.zip", report.archive),
            (membership, report.membership),
            (usage, report.usage),
            (specialization, report.specialization),
            ("summary.csv", summary),
            ("import-result.csv", line_results(&organization.invitations)),
            ("whitelist-result.csv", whitelist_results(&organization.whitelist)),
            ("refused-catalog.csv", line_results(&organization.refused_catalog)),
            ("refused-activity.csv", refused_activity(refused)),
            ("picture.svg", picture.into_bytes()),
        ])
    }

    /// Writes all of them into a folder, which is made if need be.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        self.0.iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }
}

/// Cells, row by row, as a file.
fn table<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> Vec<u8> {
    // No cell begins with a text that somebody typed, so there is nothing to guard.
    let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
    for row in rows {
        for cell in row {
            writer.text(cell);
        }
        writer.end_row();
    }
    writer.into_sink()
}

fn line_results(results: &[LineResult]) -> Vec<u8> {
    let lines: Vec<_> = results.iter().map(|row| row.line.to_string()).collect();
    let rows = results
        .iter()
        .zip(&lines)
        .map(|(row, line)| vec![&**line, row.result, &row.code, &row.rule, &row.message]);
    table([vec!["Line", "Result", "Code", "Rule", "Message"]].into_iter().chain(rows))
}

fn whitelist_results(results: &[(&str, Vec<LineResult>)]) -> Vec<u8> {
    let all = || results.iter().flat_map(|(program, rows)| rows.iter().map(move |row| (*program, row)));
    let lines: Vec<_> = all().map(|(_, row)| row.line.to_string()).collect();
    let rows = all()
        .zip(&lines)
        .map(|((program, row), line)| vec![program, line, row.result, &row.code, &row.rule, &row.message]);
    table([vec!["Program", "Line", "Result", "Code", "Rule", "Message"]].into_iter().chain(rows))
}

fn refused_activity(refused: &[RefusedActivity]) -> Vec<u8> {
    let texts: Vec<_> = refused
        .iter()
        .map(|row| (row.row.line.to_string(), row.time.map(|time| time.to_string()).unwrap_or_default()))
        .collect();
    let rows = refused.iter().zip(&texts).map(|(refused, (line, time))| {
        let row = &refused.row;
        vec![&**line, time, refused.action, row.result, &row.code, &row.rule, &row.message]
    });
    table(
        [vec!["Line", "Time", "Action", "Result", "Code", "Rule", "Message"]]
            .into_iter()
            .chain(rows),
    )
}
