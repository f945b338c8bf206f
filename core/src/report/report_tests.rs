use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::Timestamp;
use crate::table::{FormulaGuard, ProblemCode, ReadOptions, parse_time};

const USAGE_2020: &str = include_str!("../../../tests/golden/usage-2020.csv");
const MEMBERSHIP_2020: &str = include_str!("../../../tests/golden/membership-2020.csv");
const SPECIALIZATION_2020: &str = include_str!("../../../tests/golden/specialization-2020.csv");

#[test]
fn rep_1_the_guides_samples_are_read_and_written_byte_for_byte() {
    let mut out = Vec::new();
    let table = read_usage(USAGE_2020.as_bytes(), ReadOptions::default());
    assert_eq!(
        (table.problems.total, table.rows[0].estimated_learning_hours),
        (0, Some(Decimal::new(29, 2)))
    );
    write_usage(table.rows, WriteOptions::default(), &mut out);
    assert_eq!(String::from_utf8(core::mem::take(&mut out)).unwrap(), USAGE_2020);

    let table = read_membership(MEMBERSHIP_2020.as_bytes(), ReadOptions::default());
    assert_eq!((table.problems.total, table.rows[0].member_state), (0, MemberState::Member));
    write_membership(
        table.rows,
        WriteOptions { guard: FormulaGuard::On, ..WriteOptions::default() },
        &mut out,
    );
    assert_eq!(String::from_utf8(core::mem::take(&mut out)).unwrap(), MEMBERSHIP_2020);

    let table = read_specialization(SPECIALIZATION_2020.as_bytes(), ReadOptions::default());
    assert!(table.problems.is_empty());
    write_specialization(table.rows, WriteOptions::default(), &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), SPECIALIZATION_2020);
}

#[test]
fn rep_1_the_guides_misprint_of_removed_is_a_problem_not_a_value() {
    let bytes = SPECIALIZATION_2020.replace(",No,No,", ",No,Year 2 Contract 2020,");
    let table = read_specialization(bytes.as_bytes(), ReadOptions::default());
    let problem = &table.problems.kept[0];
    assert_eq!((problem.code, problem.line, problem.column), (ProblemCode::NotYesNo, 2, Some(10)));
    assert_eq!(
        (problem.header.as_deref(), &*problem.excerpt),
        (Some("Removed From Program"), "Year 2 Contract 2020")
    );
    assert!(!format!("{problem}{problem:?}").contains("Contract 2020"));
}

#[test]
fn rep_2_files_of_other_years_are_read_and_unknown_columns_given_back() {
    let legacy = "Name,Email,External Id,Course,Course ID,Course Slug,University,Enrollment Time,Class Start Time,Last Course Activity Time,Overall Progress,Estimated Learning Hours,Completed,Removed From Program,Program Slug,Program Name,Enrollment Source,Completion Time,Course Grade\n\
        A,a@x.org,,C,c,c,U,,,,1,2,No,No,p,P,,,3.5\n";
    let table = read_usage(legacy.as_bytes(), ReadOptions::default());
    assert_eq!((table.problems.total, table.rows[0].course_grades), (0, Some(Decimal::new(35, 1))));
    let recent = "Name,Email,External ID,Course,Course ID,Course Slug,University,Enrollment Time,Class Start Time,Class End Time,Last Course Activity Time,Overall Progress,Total Estimated Learning Hours (since enrolled),Completed,Removed From Program,Program Slug,Program Name,Collection Name,Collection ID,Completion Time,Course Grade,Course Certificate URL,Contract,Is Enterprise Contract Active,Learning Hours,Course Type,Location City,Location Region,Location Country\n\
        A,a@x.org,,C,-c,c,U,,,2024-01-26 10:16:04,,1,2,No,No,p,P,Tea,t,,3.5,,K,Yes,9,COURSE,Oslo,R,NO\n";
    let table = read_usage(recent.as_bytes(), ReadOptions::default());
    let row = &table.rows[0];
    assert_eq!((&*row.enrollment_source, row.estimated_learning_hours), ("Tea", Some(Decimal::TWO)));
    assert_eq!((&*row.location_region, &*row.location_country), ("R", "NO"));
    assert!(table.other_headers.is_empty());
    assert_eq!(row.class_end_time, parse_time("2024-01-26 10:16:04"));
    assert_eq!(
        (row.learning_hours, row.is_enterprise_contract_active),
        (Some(Decimal::from(9)), Some(true))
    );
    assert_eq!((&*row.collection_id, &*row.course_type, row.for_credit), ("t", "COURSE", None));
}

#[test]
fn rep_6_every_problem_of_every_row_and_no_good_row_lost() {
    let good = USAGE_2020;
    let row = good.lines().nth(1).unwrap();
    let bad = row.replace("12.82", "12,82").replace("12345", "\"12,345\"");
    let worse = row
        .replace("2019-12-23T06:18:32.782Z", "23.12.2019")
        .replace(",Yes,", ",yes,")
        .replace("88.25", "8825%");
    let bytes = format!("{good}{bad}\n{row}\n{worse}\r{row},\n\"{row}\n{row}\n{}", &row[..100]);
    let table = read_usage(bytes.as_bytes(), ReadOptions::default());
    let found: Vec<_> = table
        .problems
        .kept
        .iter()
        .map(|problem| (problem.line, problem.column, problem.code))
        .collect();
    assert_eq!(
        found,
        [
            (3, None, ProblemCode::TooManyFields),
            (5, Some(8), ProblemCode::NotATime),
            (5, Some(13), ProblemCode::NotYesNo),
            (5, Some(19), ProblemCode::NotADecimal),
            (6, None, ProblemCode::TooManyFields),
            (7, Some(1), ProblemCode::QuoteNotClosed),
            (9, None, ProblemCode::TooFewFields),
        ]
    );
    assert_eq!((table.rows.len(), table.lines, table.records), (3, alloc::vec![2, 4, 8], 8));
}

#[test]
fn rep_6_reports_are_told_apart() {
    for (bytes, other) in [
        (MEMBERSHIP_2020, "membership report"),
        (SPECIALIZATION_2020, "specialization report"),
        ("Full Name*,Email*,External ID", "invitation file"),
    ] {
        let problems = read_usage(bytes.as_bytes(), ReadOptions::default()).problems;
        let first = &problems.kept[0];
        assert_eq!((first.code, first.header.as_deref()), (ProblemCode::OtherFile, Some(other)));
        assert!(problems.kept[1..].iter().all(|problem| problem.code == ProblemCode::MissingHeader));
    }
}

#[test]
fn rep_3_the_archive_has_the_three_files_of_the_guide() {
    let at = parse_time("2020-02-25T06:33:46.000Z").unwrap();
    let zip = email_report(b"u", b"m", b"s", at).unwrap();
    let mut reader = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    for (name, text) in REPORT_FILES.iter().zip(["m", "u", "s"]) {
        assert_eq!(std::io::read_to_string(reader.by_name(name).unwrap()).unwrap(), text);
    }
}

#[test]
fn id_4_debug_output_of_rows_tells_nothing_about_a_person() {
    let table = read_usage(USAGE_2020.as_bytes(), ReadOptions::default());
    let text = format!("{table:?}");
    assert!(text.contains("program-1j8c4r") && text.contains("daG-a-O1EeijKBISCWxf6g"));
    for personal in ["Jo Doe", "jd@example.com", "12345", "Manager", "manager@", "Engineer", "Toronto"] {
        assert!(!text.contains(personal), "{personal}");
    }
}

#[test]
fn rep_1_columns_are_data() {
    for schema in [USAGE, MEMBERSHIP, SPECIALIZATION] {
        for column in schema.columns {
            assert!(!column.meaning.is_empty() && column.meaning.ends_with('.'), "{}", column.header);
            assert!(column.required || !column.filled);
            assert_eq!(schema.column(column.field), Some(column));
        }
    }
    let guide = |schema: &crate::table::TableSchema| schema.dialects[0].columns.len();
    assert_eq!([USAGE, MEMBERSHIP, SPECIALIZATION].map(guide), [29, 21, 24]);
}

fn text() -> impl Strategy<Value = Cow<'static, str>> {
    "[-'=@+,;\"\r\n\ta-zé ]{0,12}".prop_map(Cow::Owned)
}

fn filled() -> impl Strategy<Value = Cow<'static, str>> {
    "[-'=@a-z,]{1,12}".prop_map(Cow::Owned)
}

fn time() -> impl Strategy<Value = Option<Timestamp>> {
    prop::option::of((0_i64..4_000_000_000_000).prop_map(|millis| Timestamp::from_millis(millis).unwrap()))
}

fn percent() -> impl Strategy<Value = Option<Decimal>> {
    prop::option::of((0_i64..=10_000).prop_map(|value| Decimal::new(value, 2)))
}

prop_compose! {
    fn usage_row()(
        texts in prop::collection::vec(text(), 9),
        keys in prop::collection::vec(filled(), 3),
        times in prop::collection::vec(time(), 4),
        (progress, grade) in (percent(), percent()),
        (completed, removed) in any::<(bool, bool)>(),
    ) -> UsageRow<'static> {
        let [name, external_id, course, slug, university, source, contract, manager, city] = texts.try_into().unwrap();
        let [email, course_id, program_slug] = keys.try_into().unwrap();
        UsageRow {
            name, email, external_id, course, course_id, course_slug: slug, university,
            enrollment_time: times[0], class_start_time: times[1], last_course_activity_time: times[2],
            overall_progress: progress, estimated_learning_hours: grade, completed, removed_from_program: removed,
            program_slug, enrollment_source: source, completion_time: times[3], course_grades: grade, contract,
            manager_name: manager, location_city: city, ..UsageRow::default()
        }
    }
}

proptest! {
    #[test]
    fn rep_6_reports_are_read_as_written(
        rows in prop::collection::vec(usage_row(), 0..6),
        on in any::<bool>(),
        cuts in prop::collection::vec(1_usize..200, 0..20),
    ) {
        let guard = if on { FormulaGuard::On } else { FormulaGuard::Off };
        let mut bytes = Vec::new();
        write_usage(rows.clone(), WriteOptions { guard, ..WriteOptions::default() }, &mut bytes);
        let options = ReadOptions { guard, ..ReadOptions::default() };
        let table = read_usage(&bytes, options);
        prop_assert_eq!(table.problems.total, 0);
        prop_assert_eq!(&table.rows, &rows);

        let mut reader = crate::table::RowReader::<Usage>::new(options);
        let mut streamed = Vec::new();
        let mut rest = bytes.as_slice();
        for cut in cuts {
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            rest = after;
            reader.push(piece);
            reader.for_each(|row, place| streamed.push((place.line(), <Usage as crate::table::Layout>::into_owned(row))));
        }
        reader.push(rest);
        reader.finish();
        reader.for_each(|row, place| streamed.push((place.line(), <Usage as crate::table::Layout>::into_owned(row))));
        let whole: Vec<_> = table.lines.into_iter().zip(rows).collect();
        prop_assert_eq!(streamed, whole);
    }

    #[test]
    fn rep_6_no_bytes_break_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = USAGE_2020.as_bytes().to_vec();
        file.extend(&bytes);
        prop_assert_eq!(read_usage(&file, ReadOptions::default()).rows.first().map(|row| row.completed), Some(true));
        read_membership(&bytes, ReadOptions::default());
    }
}
