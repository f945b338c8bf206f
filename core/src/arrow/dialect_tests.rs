//! Dialects and line numbers: batches are read and written as rows are.

#![allow(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::report::{
    self, Dialect, DialectColumn, DialectName, DialectTable, LineEnd, Membership, Quotes, Report, Separator,
    Specialization, Target, TimeForm, Usage, WriteForm, write_table,
};
use crate::table::{ColumnType, FormulaGuard, InParts, Layout, ReadOptions};

/// A cell as this library writes it, another one in each row; some are empty.
fn cell(kind: ColumnType, filled: bool, row: usize, column: usize) -> String {
    let empty = (row + column).is_multiple_of(4) && !filled;
    match kind {
        ColumnType::YesNo => if (row + column).is_multiple_of(2) { "Yes" } else { "No" }.to_string(),
        ColumnType::Choice => ["MEMBER", "INVITED", "DELETED_MEMBER"][row % 3].to_string(),
        ColumnType::Count => (row * 7 + column).to_string(),
        _ if empty => String::new(),
        ColumnType::Text => format!("\"text {column}, \"\"{row}\"\"\""),
        // With what stands between the fields of other forms.
        ColumnType::Id => format!("-id{column};{row}|\t"),
        ColumnType::Time => format!("2024-01-{:02}T10:16:{:02}.{column:03}Z", 1 + row % 28, row % 60),
        ColumnType::Percent | ColumnType::Hours => format!("{}.{}", column % 90, 1 + row % 9),
        ColumnType::MaybeYesNo => "Yes".to_string(),
        ColumnType::MaybeCount => (row * 3 + column).to_string(),
    }
}

/// A report of some rows under the headers of a dialect, and with a column of its own in their midst.
fn file<L: Report>(headers: &[(String, Option<usize>)], rows: usize) -> Vec<u8> {
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let mut text = line(headers.iter().map(|(header, _)| header.clone()).collect());
    for row in 0..rows {
        text += &line(
            headers
                .iter()
                .map(|(_, place)| match place.map(|place| (place, &L::SCHEMA.columns[place])) {
                    Some((place, column)) => cell(column.kind, column.filled, row, place),
                    None => ["blue", "", "\"a \"\"b\"\"\""][row % 3].to_string(),
                })
                .collect(),
        );
    }
    text.into_bytes()
}

fn headers<L: Report>(dialect: &Dialect) -> Vec<(String, Option<usize>)> {
    let place = |column: &DialectColumn| column.field.as_deref().map(|field| L::SCHEMA.place(field).unwrap());
    dialect.columns.iter().map(|column| (column.header.to_string(), place(column))).collect()
}

/// A dialect that has every column of a report, its first text renamed, the header of that for something else, and
/// another column that the report does not have.
fn own<L: Report>() -> Dialect {
    let column = |header: &str, field: Option<&str>| DialectColumn {
        header: header.into(),
        field: field.map(Box::from),
    };
    let mut columns: Vec<_> = L::SCHEMA
        .columns
        .iter()
        .rev()
        .map(|known| match known.field {
            "email" => column("E-Mail", Some("email")),
            field => column(known.header, Some(field)),
        })
        .collect();
    columns.insert(3, column("Email", None));
    columns.insert(5, column("Mood", None));
    Dialect { name: "own".into(), report: L::KIND, columns }
}

fn batches<L: Report>(mut reader: ArrowReader<L>, file: &[u8]) -> (Vec<RecordBatch>, ArrowReader<L>) {
    file.chunks(700).for_each(|piece| reader.push(piece));
    reader.finish();
    assert!(reader.problems().is_empty(), "{:?}", reader.problems());
    (core::iter::from_fn(|| reader.next_batch()).collect(), reader)
}

fn written<L: Report>(rows: &[RecordBatch], target: Target<'_>) -> Result<Vec<u8>, BatchError> {
    let mut writer = BatchWriter::<L, _>::new(&rows[0].schema(), target, FormulaGuard::Off, Vec::new())?;
    rows.iter().try_for_each(|batch| writer.write(batch))?;
    Ok(writer.into_sink())
}

fn each_form_is_written_and_read_back<L: Report>(form: WriteForm, guard: FormulaGuard) {
    let dialect = own::<L>().table().unwrap();
    let file = file::<L>(&headers::<L>(&own::<L>()), 24);
    let read = ReadOptions { guard, ..ReadOptions::default() };
    let options = ArrowOptions { batch_rows: 7, read, ..ArrowOptions::default() };
    let (given, _) = batches(ArrowReader::<L>::with_dialect(options, &dialect), &file);

    let (schema, target) = (given[0].schema(), Target::Dialect(&dialect));
    let mut writer = BatchWriter::<L, _>::with_form(&schema, target, form, guard, Vec::new()).unwrap();
    let mut by_lines = writer.sink().clone();
    for batch in &given {
        by_lines.extend(writer.lines(batch, 0, Vec::new()).unwrap());
        writer.write(batch).unwrap();
    }
    let written = writer.into_sink();
    assert_eq!(written, by_lines);
    let (read_back, _) = batches(ArrowReader::<L>::with_dialect(options, &dialect), &written);
    assert_eq!(read_back, given, "{form:?}");

    // What the file says of itself is what was asked for, and rows in that form are the same bytes.
    let table = report::read_with_dialect::<L>(&written, &dialect, read);
    let asked = WriteForm {
        separator: form.separator.or(Some(Separator::Comma)),
        line_end: form.line_end.or(Some(LineEnd::Crlf)),
        quotes: form.quotes.or(Some(Quotes::Needed)),
        times: form.times.or(Some(TimeForm::Iso)),
        byte_order_mark: form.byte_order_mark.or(Some(false)),
    };
    assert_eq!(WriteForm::from(&table.form), asked);
    let mut of_rows = Vec::new();
    report::rewrite::<L>(&table, &mut of_rows).unwrap();
    assert_eq!(String::from_utf8(of_rows), String::from_utf8(written));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn rep_2_batches_in_every_form_are_read_back(
        separator in prop::option::of(select(Separator::ALL)),
        line_end in prop::option::of(select(LineEnd::ALL)),
        quotes in prop::option::of(select(Quotes::ALL)),
        times in prop::option::of(select(TimeForm::ALL)),
        byte_order_mark in any::<Option<bool>>(),
        guarded in any::<bool>(),
    ) {
        let form = WriteForm { separator, line_end, quotes, times, byte_order_mark };
        let guard = if guarded { FormulaGuard::On } else { FormulaGuard::Off };
        each_form_is_written_and_read_back::<Usage>(form, guard);
        each_form_is_written_and_read_back::<Membership>(form, guard);
        each_form_is_written_and_read_back::<Specialization>(form, guard);
    }
}

fn each_dialect_is_written_as_rows_are<L: Report>() {
    let own = own::<L>();
    let own_table = own.table().unwrap();
    let options = ArrowOptions { batch_rows: 7, line_numbers: true, ..ArrowOptions::default() };
    for source in DialectName::ALL.iter().map(|name| Some(*name)).chain([None]) {
        let mut headers =
            headers::<L>(&source.map_or_else(|| own.clone(), |name| Dialect::known(L::KIND, name)));
        if source.is_some() {
            headers.insert(4, ("Mood".to_string(), None));
        }
        let file = file::<L>(&headers, 24);
        let (table, reader) = match source {
            Some(_) => (report::read::<L>(&file, ReadOptions::default()), ArrowReader::<L>::new(options)),
            None => (
                report::read_with_dialect::<L>(&file, &own_table, ReadOptions::default()),
                ArrowReader::<L>::with_dialect(options, &own_table),
            ),
        };
        assert!(table.problems.is_empty(), "{:?}", table.problems);
        let (batches, reader) = batches(reader, &file);
        assert_eq!(
            reader.columns().unwrap().others().collect::<Vec<_>>(),
            table.other_headers.iter().map(|header| &**header).collect::<Vec<_>>()
        );
        let known = DialectName::ALL.iter().map(|name| Target::Known(*name));
        for target in known.chain([Target::Dialect(&own_table)]) {
            let mut of_rows = Vec::new();
            write_table::<L>(&table, target, FormulaGuard::Off, &mut of_rows).unwrap();
            let of_batches = written::<L>(&batches, target).unwrap();
            assert_eq!(String::from_utf8(of_batches), String::from_utf8(of_rows), "{source:?} to {target:?}");
        }
        // The file itself, in its own dialect and with everything that it has.
        let again = reader.dialect().unwrap();
        let again = written::<L>(&batches, Target::Dialect(&again.table().unwrap())).unwrap();
        assert_eq!(String::from_utf8(again), String::from_utf8(file), "{source:?}");
    }
}

#[test]
fn rep_2_usage_reports_of_every_dialect_are_written_in_every_dialect_as_rows_are() {
    each_dialect_is_written_as_rows_are::<Usage>();
}

#[test]
fn rep_2_membership_reports_of_every_dialect_are_written_in_every_dialect_as_rows_are() {
    each_dialect_is_written_as_rows_are::<Membership>();
}

#[test]
fn rep_2_specialization_reports_of_every_dialect_are_written_in_every_dialect_as_rows_are() {
    each_dialect_is_written_as_rows_are::<Specialization>();
}

#[test]
fn rep_2_without_a_dialect_everything_is_written_that_the_batches_have() {
    let mut headers = headers::<Usage>(&Dialect::known(Usage::KIND, DialectName::Export2026));
    headers.push(("Mood".to_string(), None));
    let (rows, _) = batches(ArrowReader::<Usage>::new(ArrowOptions::default()), &file::<Usage>(&headers, 5));
    let file = written::<Usage>(&rows, Target::Own).unwrap();
    let text = core::str::from_utf8(&file).unwrap();
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("Name,Email,External Id,Course,"), "{first}");
    assert!(first.ends_with(",Location Region,Class End Time,Course Certificate URL,Course Type,Collection ID,Is Enterprise Contract Active,Learning Hours,Mood"), "{first}");
    let (again, _) = batches(ArrowReader::<Usage>::new(ArrowOptions::default()), &file);
    assert_eq!(again, rows);
}

#[test]
fn rep_2_a_frame_may_have_the_headers_of_any_dialect() {
    let (rows, _) = batches(
        ArrowReader::<Membership>::new(ArrowOptions::default()),
        b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,1,0\n",
    );
    let named = |name: &str, to: &str| {
        let schema = rows[0].schema();
        let fields = schema.fields().iter().map(|field| {
            let name = if field.name() == name { to } else { field.name() };
            (name.to_string(), rows[0].column_by_name(field.name()).unwrap().clone())
        });
        [RecordBatch::try_from_iter(fields).unwrap()]
    };
    let mut own = Dialect::known(Membership::KIND, DialectName::Legacy);
    own.columns[1].header = "Address".into();
    let own = own.table().unwrap();
    let file = written::<Membership>(&named("email", "address*"), Target::Dialect(&own)).unwrap();
    assert!(file.ends_with(b"\r\n,jo@example.com,,,p,1,0,MEMBER,,,\r\n"));
    assert_eq!(
        written::<Membership>(&named("email", "address*"), Target::Own).unwrap_err().code(),
        "missing_column"
    );
    let file = written::<Membership>(
        &named("last_program_activity_date", "Latest Program Activity Date"),
        Target::Own,
    );
    assert!(file.unwrap().starts_with(b"Name,Email,"));
}

#[test]
fn rep_2_what_cannot_be_written_in_a_dialect_is_told() {
    let (rows, _) = batches(
        ArrowReader::<Membership>::new(ArrowOptions::default()),
        b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Mood\njo@example.com,p,MEMBER,1,0,good\n",
    );
    let other = DialectTable::known(Usage::KIND, DialectName::Legacy);
    let refused = written::<Membership>(&rows, Target::Dialect(&other)).unwrap_err();
    assert_eq!(
        (refused.code(), refused.to_string().as_str()),
        (
            "other_report",
            "this is a dialect of the usage report; give one of the report that is written"
        )
    );
    // A column that a dialect lacks may be of any type; one that is written may not.
    let place = rows[0].schema().index_of("Mood").unwrap();
    let count = rows[0].column_by_name("enrolled_courses").unwrap().clone();
    let schema = rows[0].schema();
    let fields = schema.fields().iter().zip(rows[0].columns()).enumerate();
    let odd = RecordBatch::try_from_iter(fields.map(|(number, (field, array))| {
        (field.name().clone(), if number == place { count.clone() } else { array.clone() })
    }))
    .unwrap();
    let odd = [odd];
    assert!(written::<Membership>(&odd, Target::Known(DialectName::Legacy)).is_ok());
    assert_eq!(written::<Membership>(&odd, Target::Own).unwrap_err().code(), "wrong_type");
}

#[test]
fn rep_2_the_columns_of_wide_tables_are_found() {
    let known = Membership::SCHEMA
        .columns
        .iter()
        .map(|column| Field::new(column.field, DataType::Null, true));
    let others = (0..300_000).map(|number| Field::new(format!("other  {number}"), DataType::Utf8, true));
    let schema = Schema::new(known.chain(others).collect::<Vec<_>>());
    let mut own = Dialect::known(Membership::KIND, DialectName::Legacy);
    // The last ones of the table, in turn.
    own.columns.extend(
        (0..900).map(|number| DialectColumn {
            header: format!("OTHER {}", 299_999 - number).into(),
            field: None,
        }),
    );
    let own = own.table().unwrap();
    // One by one they are 270 million comparisons of texts.
    let planned = plan::plan::<Membership>(&schema, Target::Dialect(&own)).unwrap();
    let found: Vec<_> = planned.iter().filter_map(|planned| planned.place).collect();
    let first = Membership::SCHEMA.columns.len();
    assert_eq!(
        found[found.len() - 900..],
        (0..900).map(|number| first + 299_999 - number).collect::<Vec<_>>()
    );
}

#[test]
fn rep_6_line_numbers_are_those_of_the_row_reader_however_the_file_is_cut() {
    let header = "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
        Removed From Program,Completion Time,Course Grade,line,Name\n";
    let mut file = header.to_string();
    for row in 0..200 {
        file += &match row % 5 {
            0 => format!("p{row}@example.com,c,p,,1,1,Yes,No,,1,x,\"a\nb\"\n"),
            1 => format!("p{row}@example.com,c,p,,1,1,maybe,No,,1,x,Jo\n"),
            2 => "\n,,,,,,,,,,,\n".to_string(),
            _ => format!("p{row}@example.com,c,p,,1,1,Yes,No,,1,x,Jo\n"),
        };
    }
    let table = report::read_usage(file.as_bytes(), ReadOptions::default());
    let options = ArrowOptions { batch_rows: 9, line_numbers: true, ..ArrowOptions::default() };
    let lines = |batches: &[RecordBatch]| -> Vec<u64> {
        let column = |batch: &RecordBatch| batch.column(0).as_primitive::<UInt64Type>().values().to_vec();
        batches.iter().flat_map(column).collect()
    };
    for piece in [1, 13, 4096] {
        let mut reader = ArrowReader::<Usage>::new(options);
        assert_eq!(reader.schema().field(0).name(), LINE);
        file.as_bytes().chunks(piece).for_each(|piece| reader.push(piece));
        reader.finish();
        let batches: Vec<_> = core::iter::from_fn(|| reader.next_batch()).collect();
        assert_eq!(lines(&batches), table.lines, "{piece}");
        assert_eq!(batches[0].schema(), reader.schema());
        // The file's own column of that name is another one.
        assert_eq!(batches[0].column_by_name("line (2)").unwrap().as_string::<i32>().value(0), "x");
        assert_eq!(batches[0].schema().field(0).metadata().get("header"), None);
        // The numbers are not written, and the file's own column is.
        let again = written::<Usage>(&batches, Target::Own).unwrap();
        assert!(again.starts_with(b"Name,") && again.windows(6).any(|part| part == b",line\r"));
    }
    let fill = |at: u64, piece: &mut [u8]| {
        let rest = file.as_bytes().get(at as usize..).unwrap_or_default();
        let length = rest.len().min(piece.len());
        piece[..length].copy_from_slice(&rest[..length]);
        Ok::<_, core::convert::Infallible>(length)
    };
    let mut parts = ArrowReader::<Usage>::new(options).cut([1_500, 1_501, 4_000, 6_000].into(), 1_500, fill);
    assert!(parts.len() > 1);
    parts.iter_mut().for_each(|part| part.read_from(fill).unwrap());
    let mut joined = ArrowReader::join(parts, fill).unwrap().unwrap();
    joined.finish();
    let batches: Vec<_> = core::iter::from_fn(|| joined.next_batch()).collect();
    assert_eq!(lines(&batches), table.lines);
    assert!(
        batches
            .iter()
            .all(|batch| batch.schema().field(0).is_nullable() == batch.column(0).is_nullable())
    );
}
