//! Figures out of record batches, and as one.

use alloc::sync::Arc;
use alloc::vec::Vec;

use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use rust_decimal::Decimal;

use super::read::{batch, units_of_any};
use super::schema::{DECIMAL_PLACES, plain_field, plain_schema};
use super::source::{Source, Texts, cell, shortest};
use crate::Timestamp;
use crate::report::{MemberState, MembershipRow, Summary, SummaryAccumulator, UsageRow};
use crate::table::{Choice, TableSchema, parse_decimal};

/// Digits of a figure at most.
pub(super) const FIGURE_PRECISION: u8 = 38;

/// The figures as a record batch: `figure` (`utf8`) and `value` (`decimal128(38, 9)`).
///
/// ```
/// use matricula::arrow::figures_batch;
/// use matricula::report::Summary;
///
/// let batch = figures_batch(&Summary::default());
/// assert_eq!((batch.num_rows(), batch.num_columns()), (14, 2));
/// ```
pub fn figures_batch(summary: &Summary) -> RecordBatch {
    let figures = summary.figures();
    let labels: StringArray = figures.iter().map(|(label, _)| Some(*label)).collect();
    let value_type = DataType::Decimal128(FIGURE_PRECISION, DECIMAL_PLACES);
    let value = |text: &str| parse_decimal(text).and_then(|value| units_of_any(value).ok());
    let values: Decimal128Array = figures.iter().map(|(_, text)| value(text)).collect();
    let schema = plain_schema(
        "figures",
        Vec::from([
            plain_field("figure", DataType::Utf8, false, "What the figure counts."),
            plain_field("value", value_type.clone(), true, "The figure."),
        ]),
    );
    let columns: [ArrayRef; 2] = [Arc::new(labels), Arc::new(values.with_data_type(value_type))];
    batch(&schema, columns.into())
}

/// A column of a batch by the name of its field; nothing for one that is not there.
fn source<'a>(batch: &'a RecordBatch, table: &TableSchema, field: &str) -> Option<Source<'a>> {
    let kind = table.column(field)?.kind;
    Source::of(batch.column_by_name(field)?.as_ref(), kind)
}

fn texts<'a>(batch: &'a RecordBatch, field: &str) -> Texts<'a> {
    batch
        .column_by_name(field)
        .and_then(|array| Texts::of(array.as_ref()))
        .unwrap_or(Texts::Nothing)
}

/// Takes rows of a report, in a batch of [`super::ArrowReader`], into its figures (`REP-3`).
///
/// Only usage and membership reports have figures; a batch of another table changes nothing.
///
/// ```
/// use matricula::arrow::{ArrowOptions, ArrowReader, observe};
/// use matricula::report::{MEMBERSHIP, Membership, SummaryAccumulator};
///
/// let mut reader = ArrowReader::<Membership>::new(ArrowOptions::default());
/// reader.push(b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,0,0\n");
/// reader.finish();
/// let mut figures = SummaryAccumulator::default();
/// while let Some(batch) = reader.next_batch() {
///     observe(&mut figures, MEMBERSHIP, &batch);
/// }
/// assert_eq!(figures.finish().current_members, 1);
/// ```
pub fn observe(figures: &mut SummaryAccumulator, table: &TableSchema, batch: &RecordBatch) {
    if table == crate::report::USAGE {
        observe_usage(figures, batch);
    } else if table == crate::report::MEMBERSHIP {
        observe_membership(figures, batch);
    }
}

fn observe_usage(figures: &mut SummaryAccumulator, batch: &RecordBatch) {
    let table = crate::report::USAGE;
    let [email, program, course_id, course_slug] =
        ["email", "program_slug", "course_id", "course_slug"].map(|field| texts(batch, field));
    let completed = source(batch, table, "completed");
    let [completion, grade, progress, hours] =
        ["completion_time", "course_grades", "overall_progress", "estimated_learning_hours"]
            .map(|field| source(batch, table, field));
    let decimal = |source: &Option<Source<'_>>, row: usize| match source {
        Some(Source::Units(cells, places)) => shortest(cell(cells, row)?, *places).ok(),
        Some(Source::Decimals(cells)) => cells.get(row).copied().flatten().and_then(Result::ok),
        _ => None::<Decimal>,
    };
    for row in 0..batch.num_rows() {
        let time = match &completion {
            Some(Source::Millis(cells)) => cell(cells, row),
            Some(Source::Times(cells)) => cells.get(row).copied().flatten().and_then(Result::ok),
            _ => None,
        };
        figures.observe_usage(&UsageRow {
            email: email.get(row).unwrap_or_default().into(),
            program_slug: program.get(row).unwrap_or_default().into(),
            course_id: course_id.get(row).unwrap_or_default().into(),
            course_slug: course_slug.get(row).unwrap_or_default().into(),
            completed: matches!(&completed, Some(Source::Truths(cells)) if cells.get(row) == Some(&Some(true))),
            completion_time: time.and_then(|millis| Timestamp::from_millis(millis).ok()),
            course_grades: decimal(&grade, row),
            overall_progress: decimal(&progress, row),
            estimated_learning_hours: decimal(&hours, row),
            ..UsageRow::default()
        });
    }
}

fn observe_membership(figures: &mut SummaryAccumulator, batch: &RecordBatch) {
    let [email, program, state] = ["email", "program_slug", "member_state"].map(|field| texts(batch, field));
    for row in 0..batch.num_rows() {
        let Some(Ok(member_state)) = state.get(row).map(MemberState::read) else {
            continue;
        };
        figures.observe_membership(&MembershipRow {
            email: email.get(row).unwrap_or_default().into(),
            program_slug: program.get(row).unwrap_or_default().into(),
            member_state,
            ..MembershipRow::default()
        });
    }
}
