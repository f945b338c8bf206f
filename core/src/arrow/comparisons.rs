//! Exports compared, and figures by group, as record batches.

use alloc::vec::Vec;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field};
use rust_decimal::Decimal;

use super::figures::FIGURE_PRECISION;
use super::read::units_of_any;
use super::schema::{DECIMAL_PLACES, plain_field, time_type};
use super::sheet::{Sheet, row};
use crate::report::{
    Exact, GroupFigures, GroupedFigures, MEMBERSHIP, MembershipChange, SpecializationChange,
    SpecializationChangeKind, USAGE, UsageChange, UsageChangeKind,
};
use crate::schema::{Definition, FieldSchema, OptionSchema};

/// Numbers of any size, to as many decimal places as are summed.
const fn number() -> DataType {
    DataType::Decimal128(FIGURE_PRECISION, DECIMAL_PLACES)
}

/// A number in units of its last place; what stands behind that is rounded away.
fn units(value: Decimal) -> Option<i128> {
    units_of_any(value.round_dp(DECIMAL_PLACES.unsigned_abs().into())).ok()
}

fn exact(value: Option<Exact>) -> Option<i128> {
    value.and_then(|value| units(value.0))
}

/// Changes of the membership report as a record batch, with the fields of [`MembershipChange`].
///
/// ```
/// use matricula::arrow::membership_changes_batch;
///
/// assert_eq!(membership_changes_batch(&[]).num_columns(), 8);
/// ```
pub fn membership_changes_batch(changes: &[MembershipChange]) -> RecordBatch {
    let text = || DataType::Utf8;
    let mut sheet = Sheet::new(
        "membership changes",
        MembershipChange::SCHEMA.fields,
        &[
            ("kind", text(), false),
            ("email", text(), false),
            ("name", text(), true),
            ("program_slug", text(), false),
            ("program_name", text(), true),
            ("before", text(), true),
            ("after", text(), true),
            ("at", time_type(), true),
        ],
    );
    for change in changes {
        row! { sheet:
            text(change.kind.as_str(), false);
            text(&change.email, false);
            text(&change.name, true);
            text(&change.program_slug, false);
            text(&change.program_name, true);
            text(change.before.map_or("", |state| state.as_str()), true);
            text(change.after.map_or("", |state| state.as_str()), true);
            time(change.at.map(|time| time.millis()));
        }
    }
    sheet.finish()
}

/// Changes of the usage report as a record batch, with the fields of [`UsageChange`]. What became of an enrollment is a column
/// for each kind: `enrolled`, `completed` and so on, true or false. Numbers have nine decimal places; what stands behind these
/// is rounded away.
///
/// ```
/// use matricula::arrow::usage_changes_batch;
/// use matricula::report::UsageChangeKind;
///
/// assert_eq!(usage_changes_batch(&[]).num_columns(), 16 + UsageChangeKind::ALL.len());
/// ```
pub fn usage_changes_batch(changes: &[UsageChange]) -> RecordBatch {
    let meaning = |name: &str| doc_of(UsageChange::SCHEMA.fields, name);
    let mut fields = kind_fields(&UsageChangeKind::SCHEMA);
    for (name, nullable) in [
        ("email", false),
        ("name", true),
        ("program_slug", false),
        ("program_name", true),
        ("course_id", false),
        ("course", true),
    ] {
        fields.push(plain_field(name, DataType::Utf8, nullable, meaning(name)));
    }
    fields.push(plain_field("completed_at", time_type(), true, meaning("completed_at")));
    for name in [
        "progress_before",
        "progress_after",
        "progress_by",
        "grade_before",
        "grade_after",
        "grade_by",
        "hours_before",
        "hours_after",
        "hours_by",
    ] {
        fields.push(plain_field(name, number(), true, meaning(name)));
    }
    let mut sheet = Sheet::of("usage changes", fields);
    for change in changes {
        let mut columns = sheet.columns.iter_mut();
        for (kind, column) in UsageChangeKind::ALL.iter().zip(&mut columns) {
            column.truth(Some(change.kinds.contains(kind)));
        }
        row! { in columns:
            text(&change.email, false);
            text(&change.name, true);
            text(&change.program_slug, false);
            text(&change.program_name, true);
            text(&change.course_id, false);
            text(&change.course, true);
            time(change.completed_at.map(|time| time.millis()));
            decimal(exact(change.progress_before));
            decimal(exact(change.progress_after));
            decimal(exact(change.progress_by));
            decimal(exact(change.grade_before));
            decimal(exact(change.grade_after));
            decimal(exact(change.grade_by));
            decimal(exact(change.hours_before));
            decimal(exact(change.hours_after));
            decimal(exact(change.hours_by));
        }
    }
    sheet.finish()
}

/// Changes of the specialization report as a record batch, with the fields of [`SpecializationChange`]. What became of an
/// enrollment is a column for each kind, as in [`usage_changes_batch`].
///
/// ```
/// use matricula::arrow::specialization_changes_batch;
/// use matricula::report::SpecializationChangeKind;
///
/// assert_eq!(specialization_changes_batch(&[]).num_columns(), 11 + SpecializationChangeKind::ALL.len());
/// ```
pub fn specialization_changes_batch(changes: &[SpecializationChange]) -> RecordBatch {
    let meaning = |name: &str| doc_of(SpecializationChange::SCHEMA.fields, name);
    let mut fields = kind_fields(&SpecializationChangeKind::SCHEMA);
    for (name, data_type, nullable) in [
        ("email", DataType::Utf8, false),
        ("name", DataType::Utf8, true),
        ("program_slug", DataType::Utf8, false),
        ("program_name", DataType::Utf8, true),
        ("specialization_slug", DataType::Utf8, false),
        ("specialization", DataType::Utf8, true),
        ("enrolled_at", time_type(), true),
        ("completed_at", time_type(), true),
        ("completed_courses_before", DataType::UInt64, true),
        ("completed_courses_after", DataType::UInt64, true),
        ("courses_in_specialization", DataType::UInt64, true),
    ] {
        fields.push(plain_field(name, data_type, nullable, meaning(name)));
    }
    let mut sheet = Sheet::of("specialization changes", fields);
    for change in changes {
        let mut columns = sheet.columns.iter_mut();
        for (kind, column) in SpecializationChangeKind::ALL.iter().zip(&mut columns) {
            column.truth(Some(change.kinds.contains(kind)));
        }
        row! { in columns:
            text(&change.email, false);
            text(&change.name, true);
            text(&change.program_slug, false);
            text(&change.program_name, true);
            text(&change.specialization_slug, false);
            text(&change.specialization, true);
            time(change.enrolled_at.map(|time| time.millis()));
            time(change.completed_at.map(|time| time.millis()));
            count(change.completed_courses_before);
            count(change.completed_courses_after);
            count(change.courses_in_specialization);
        }
    }
    sheet.finish()
}

/// Figures by group as a record batch: the chosen columns first, under the names of their fields, then the fields of
/// [`GroupFigures`].
///
/// ```
/// use matricula::arrow::groups_batch;
/// use matricula::report::GroupedFigures;
///
/// let figures = GroupedFigures { by: vec!["contract".into()], ..GroupedFigures::default() };
/// assert_eq!(groups_batch(&figures).schema().field(0).name(), "contract");
/// ```
pub fn groups_batch(figures: &GroupedFigures) -> RecordBatch {
    let known = |field: &str| USAGE.column(field).or_else(|| MEMBERSHIP.column(field));
    let by = figures.by.iter().map(|field| {
        let meaning = known(field).map_or("", |column| column.meaning);
        plain_field(field, DataType::Utf8, true, meaning)
    });
    let figure = |name: &str, data_type: DataType, nullable: bool| -> Field {
        plain_field(name, data_type, nullable, doc_of(GroupFigures::SCHEMA.fields, name))
    };
    let mut fields: Vec<Field> = by.collect();
    for name in ["enrollments", "unique_learners", "unique_courses", "completions", "unique_completers"] {
        fields.push(figure(name, DataType::UInt64, false));
    }
    fields.push(figure("estimated_hours", number(), true));
    fields.push(figure("with_progress", DataType::UInt64, false));
    fields.push(figure("progress_total", number(), true));
    fields.push(figure("mean_progress", number(), true));
    for name in ["current_members", "removed_members", "invited"] {
        fields.push(figure(name, DataType::UInt64, true));
    }
    let mut sheet = Sheet::of("figures by group", fields);
    for group in &figures.groups {
        let mut columns = sheet.columns.iter_mut();
        for (place, column) in (&mut columns).take(figures.by.len()).enumerate() {
            column.text(group.values.get(place).map_or("", |value| value), true);
        }
        row! { in columns:
            count(Some(group.enrollments));
            count(Some(group.unique_learners));
            count(Some(group.unique_courses));
            count(Some(group.completions));
            count(Some(group.unique_completers));
            decimal(units(group.estimated_hours.0));
            count(Some(group.with_progress));
            decimal(units(group.progress_total.0));
            decimal(exact(group.mean_progress));
            count(group.current_members);
            count(group.removed_members);
            count(group.invited);
        }
    }
    sheet.finish()
}

/// A column of true and false for each of the words of a choice.
fn kind_fields(kinds: &Definition) -> Vec<Field> {
    let Definition::Choice { options, .. } = kinds else { return Vec::new() };
    let field = |kind: &OptionSchema| plain_field(kind.value, DataType::Boolean, false, kind.doc);
    options.iter().map(field).collect()
}

fn doc_of(fields: &[FieldSchema], name: &str) -> &'static str {
    fields.iter().find(|field| field.name == name).map_or("", |field| field.doc)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Decimal128Type, TimestampMillisecondType, UInt64Type};

    use super::*;
    use crate::report::{FileComparer, FileGrouper, GroupBy, Membership, Specialization, Usage};
    use crate::table::ReadOptions;

    const USAGE_HEADER: &str = "Name,Email,Course ID,Program Slug,Enrollment Time,Overall Progress,\
        Estimated Learning Hours,Completed,Removed From Program,Completion Time,Course Grade,Contract\n";

    fn usage(lines: &str) -> Vec<u8> {
        [USAGE_HEADER, lines].concat().into_bytes()
    }

    fn texts(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
        let column = batch.column_by_name(name).unwrap().as_string::<i32>();
        column.iter().map(|text| text.map(Into::into)).collect()
    }

    fn numbers(batch: &RecordBatch, name: &str) -> Vec<Option<i128>> {
        batch.column_by_name(name).unwrap().as_primitive::<Decimal128Type>().iter().collect()
    }

    #[test]
    fn rep_2_changes_are_columns() {
        let mut files = FileComparer::<Usage>::new(ReadOptions::default());
        files.push_before(&usage(
            "Jo,jo@example.com,c,p,,1.5,2,No,No,,,Y1\nAda,ada@example.com,c,p,,50,1,No,No,,,Y1\n",
        ));
        files.push_after(&usage(
            "Jo,jo@example.com,c,p,,99.12345,1.5,Yes,No,2024-01-26 10:16:04,88.25,Y1\nJo,jo@example.com,d,p,,0,0,No,No,,,Y1\n",
        ));
        let comparison = files.finish();
        let batch = usage_changes_batch(&comparison.changes);
        assert_eq!(batch.num_rows(), comparison.changes.len());
        let place = comparison
            .changes
            .iter()
            .position(|change| change.kinds.contains(&UsageChangeKind::Completed));
        let place = place.unwrap();
        for kind in UsageChangeKind::ALL {
            let column = batch.column_by_name(kind.as_str()).unwrap().as_boolean();
            let told: Vec<bool> =
                comparison.changes.iter().map(|change| change.kinds.contains(kind)).collect();
            assert_eq!(column.iter().flatten().collect::<Vec<_>>(), told, "{kind:?}");
        }
        assert_eq!(texts(&batch, "name")[place].as_deref(), Some("Jo"));
        assert_eq!(numbers(&batch, "progress_by")[place], Some(97_623_450_000));
        assert_eq!(numbers(&batch, "hours_by")[place], Some(-500_000_000));
        assert_eq!(numbers(&batch, "grade_before")[place], None);
        let times = batch.column_by_name("completed_at").unwrap().as_primitive::<TimestampMillisecondType>();
        assert_eq!((times.value(place), times.null_count()), (1_706_264_164_000, batch.num_rows() - 1));
        let schema = batch.schema();
        assert!(schema.fields().iter().all(|field| !field.metadata()["meaning"].is_empty()));
    }

    #[test]
    fn rep_2_changes_of_memberships_are_columns() {
        let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Join Date\n";
        let mut files = FileComparer::<Membership>::new(ReadOptions::default());
        files.push_before(
            [header, "jo@example.com,p,INVITED,0,0,\nada@example.com,p,MEMBER,0,0,\n"]
                .concat()
                .as_bytes(),
        );
        files.push_after([header, "jo@example.com,p,MEMBER,0,0,2024-01-26 10:16:04\n"].concat().as_bytes());
        let batch = membership_changes_batch(&files.finish().changes);
        let place = texts(&batch, "kind").iter().position(|kind| kind.as_deref() == Some("joined")).unwrap();
        assert_eq!(texts(&batch, "before")[place].as_deref(), Some("INVITED"));
        assert_eq!(texts(&batch, "after").iter().flatten().count(), 1);
        let times = batch.column_by_name("at").unwrap().as_primitive::<TimestampMillisecondType>();
        assert_eq!((batch.num_rows(), times.value(place)), (2, 1_706_264_164_000));
    }

    #[test]
    fn rep_2_changes_of_specializations_are_columns() {
        let header = "Name,Email,Specialization,Specialization Slug,Program Slug,Enrollment Time,Completed,\
            Removed From Program,# Completed Courses,# Courses in Specialization,Specialization Completion Time\n";
        let mut files = FileComparer::<Specialization>::new(ReadOptions::default());
        files.push_before(
            [header, "Jo,jo@example.com,Tea,tea,p,2024-01-02 10:16:04,No,No,3,4,\n"]
                .concat()
                .as_bytes(),
        );
        files.push_after(
            [
                header,
                "Jo,jo@example.com,Tea,tea,p,2024-01-02 10:16:04,Yes,No,4,4,2024-01-26 10:16:04\n",
                ",ada@example.com,,tea,p,,No,No,,,\n",
            ]
            .concat()
            .as_bytes(),
        );
        let changes = files.finish().changes;
        let batch = specialization_changes_batch(&changes);
        for kind in SpecializationChangeKind::ALL {
            let column = batch.column_by_name(kind.as_str()).unwrap().as_boolean();
            let told: Vec<bool> = changes.iter().map(|change| change.kinds.contains(kind)).collect();
            assert_eq!(column.iter().flatten().collect::<Vec<_>>(), told, "{kind:?}");
        }
        assert_eq!(
            texts(&batch, "email"),
            ["ada@example.com", "jo@example.com"].map(|text| Some(text.into()))
        );
        assert_eq!(texts(&batch, "specialization"), [Some("Tea".into()), Some("Tea".into())]);
        assert_eq!(texts(&batch, "name"), [None, Some("Jo".into())]);
        for (name, expected) in [
            ("completed_courses_before", [None, Some(3)]),
            ("completed_courses_after", [None, Some(4)]),
            ("courses_in_specialization", [None, Some(4)]),
        ] {
            let column = batch.column_by_name(name).unwrap().as_primitive::<UInt64Type>();
            assert_eq!(column.iter().collect::<Vec<_>>(), expected, "{name}");
        }
        for (name, expected) in [("enrolled_at", 1_704_190_564_000), ("completed_at", 1_706_264_164_000)] {
            let column = batch.column_by_name(name).unwrap().as_primitive::<TimestampMillisecondType>();
            assert_eq!(column.iter().collect::<Vec<_>>(), [None, Some(expected)], "{name}");
        }
        let schema = batch.schema();
        assert!(schema.fields().iter().all(|field| !field.metadata()["meaning"].is_empty()));
    }

    #[test]
    fn rep_3_groups_are_rows() {
        let by = GroupBy::new(&["contract", "course_id"]).unwrap();
        let mut files = FileGrouper::new(by, ReadOptions::default());
        files.push_usage(&usage("Jo,jo@example.com,c,p,,1.5,0.1,Yes,No,,,Y1\nAda,ada@example.com,c,p,,50,0.2,No,No,,,Y1\nJo,jo@example.com,d,p,,,1,No,No,,,\n"));
        let figures = files.finish();
        let batch = groups_batch(&figures);
        assert_eq!(batch.num_rows(), 2);
        assert_eq!(texts(&batch, "contract"), [None, Some("Y1".into())]);
        assert_eq!(texts(&batch, "course_id"), [Some("d".into()), Some("c".into())]);
        assert_eq!(numbers(&batch, "estimated_hours"), [Some(1_000_000_000), Some(300_000_000)]);
        assert_eq!(numbers(&batch, "mean_progress"), [None, Some(25_750_000_000)]);
        let enrollments = batch.column_by_name("enrollments").unwrap().as_primitive::<UInt64Type>();
        assert_eq!(enrollments.values().to_vec(), [1, 2]);
        assert_eq!(batch.column_by_name("current_members").unwrap().null_count(), 2);
    }
}
