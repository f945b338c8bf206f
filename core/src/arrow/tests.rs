use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int8Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use proptest::prelude::*;

use super::*;
use crate::report::{
    self, Membership, Report, SummaryAccumulator, Target, USAGE, Usage, UsageRow, WriteOptions,
};
use crate::table::{FormulaGuard, InParts, Layout, ReadOptions, Strictness};

const FILE: &str = "\u{feff}Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
    Removed From Program,Completion Time,Course Grade,Mood,Name,name_\r\n\
    jo@example.com,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25,\"good, \"\"really\"\"\",'=1+1,x\r\n\
    jo@example.com,daG-a-O1EeijKBISCWxf6g,p,,12 %,0.0,yes,No,,,bad,Jo,y\r\n\
    \r\n\
    ada@example.com,c,p,2024-01-26 10:16:04,100,7,No,Yes,2024-01-26T10:16:04.5Z,,,\"Ada\r\nRoe\",\r\n";

fn read<L: Layout>(file: &[u8], piece: usize, options: ArrowOptions) -> (Vec<RecordBatch>, ArrowReader<L>) {
    let mut reader = ArrowReader::<L>::new(options);
    let mut batches = Vec::new();
    for piece in file.chunks(piece) {
        reader.push(piece);
        batches.extend(core::iter::from_fn(|| reader.next_batch()));
    }
    reader.finish();
    batches.extend(core::iter::from_fn(|| reader.next_batch()));
    (batches, reader)
}

fn written<L: Report>(batches: &[RecordBatch], options: WriteOptions) -> Result<Vec<u8>, BatchError> {
    let mut writer = BatchWriter::<L, _>::new(&batches[0].schema(), Target::Own, options.guard, Vec::new())?;
    for batch in batches {
        writer.write(batch)?;
    }
    Ok(writer.into_sink())
}

#[test]
fn rep_2_rows_become_columns_and_a_bad_row_leaves_nothing_behind() {
    let options = ArrowOptions {
        read: ReadOptions { guard: FormulaGuard::On, ..ReadOptions::default() },
        ..ArrowOptions::default()
    };
    let (batches, reader) = read::<Usage>(FILE.as_bytes(), FILE.len(), options);
    let [batch] = &batches[..] else { panic!("one batch") };
    assert_eq!((batch.num_rows(), batch.num_columns(), reader.records(), reader.rows()), (2, 31, 3, 2));
    let codes: Vec<_> = reader.problems().kept.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["not_a_decimal", "not_yes_no"]);
    assert_eq!(batch.schema(), reader.schema());
    assert_eq!(batch.schema(), table_schema(USAGE, ["Mood", "name_"]));

    let text = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>().iter().collect::<Vec<_>>();
    assert_eq!(text("email"), [Some("jo@example.com"), Some("ada@example.com")]);
    assert_eq!(text("name"), [Some("=1+1"), Some("Ada\r\nRoe")]);
    assert_eq!(text("course_id"), [Some("-aG-a-O1EeijKBISCWxf6g"), Some("c")]);
    assert_eq!(text("Mood"), [Some("good, \"really\""), None]);
    assert_eq!(text("university"), [None, None]);
    let progress = batch.column_by_name("overall_progress").unwrap().as_primitive::<Decimal128Type>();
    assert_eq!(progress.value_as_string(0), "12.820000000");
    let grades = batch.column_by_name("course_grades").unwrap().as_primitive::<Decimal128Type>();
    assert_eq!((grades.value(0), grades.is_null(1)), (88_250_000_000, true));
    let times = batch
        .column_by_name("completion_time")
        .unwrap()
        .as_primitive::<TimestampMillisecondType>();
    assert_eq!((times.is_null(0), times.value(1)), (true, 1_706_264_164_500));
    let completed = batch.column_by_name("completed").unwrap().as_boolean();
    assert_eq!(completed.iter().collect::<Vec<_>>(), [Some(true), Some(false)]);
}

#[test]
fn rep_6_space_alone_is_no_value_where_one_must_be() {
    let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n";
    for (row, good) in [
        ("jo@x.org,p,MEMBER,1,0", 1),
        ("é@x.org,\" p\",MEMBER,1,0", 1),
        (" ,p,MEMBER,1,0", 0),
        ("\" \",p,MEMBER,1,0", 0),
        ("\u{A0},p,MEMBER,1,0", 0),
        ("jo@x.org,\t,MEMBER,1,0", 0),
    ] {
        let file = alloc::format!("{header}{row}\n");
        let (_, reader) = read::<Membership>(file.as_bytes(), 4096, ArrowOptions::default());
        assert_eq!((reader.rows(), reader.problems().total), (good, 1 - good), "{row}");
    }
}

#[test]
fn rep_6_how_a_file_is_cut_never_shows() {
    let whole = read::<Usage>(FILE.as_bytes(), FILE.len(), ArrowOptions::default());
    for piece in [1, 2, 7, 64, 300] {
        let cut = read::<Usage>(FILE.as_bytes(), piece, ArrowOptions::default());
        assert_eq!(cut.0, whole.0, "{piece}");
        assert_eq!(cut.1.problems(), whole.1.problems());
    }
    let options = ArrowOptions { batch_rows: 1, ..ArrowOptions::default() };
    let (ones, reader) = read::<Usage>(FILE.as_bytes(), 11, options);
    assert_eq!(ones.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((ones[1].clone(), reader.rows()), (whole.0[0].slice(1, 1), 2));
}

#[test]
fn rep_6_a_file_without_rows_has_a_schema_and_no_batch() {
    for (file, problem) in [("", Some("empty_file")), ("Email\n", Some("missing_header"))] {
        let (batches, reader) = read::<Membership>(file.as_bytes(), 4, ArrowOptions::default());
        assert!(batches.is_empty());
        assert_eq!(reader.schema().fields().len(), 21);
        assert_eq!(reader.problems().kept.first().map(|problem| problem.code.as_str()), problem);
    }
    let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Team";
    let (batches, reader) = read::<Membership>(header.as_bytes(), 5, ArrowOptions::default());
    assert!(batches.is_empty() && reader.problems().is_empty());
    assert_eq!(reader.schema().fields().len(), 22);
}

#[test]
fn rep_2_columns_of_later_exports_are_there_when_the_file_has_them() {
    const LATER: &str = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Contract ID(s),Learning Hours\n\
        jo@example.com,p,MEMBER,1,0,c1,2.5\n";
    let (batches, reader) = read::<Membership>(LATER.as_bytes(), 7, ArrowOptions::default());
    assert!(reader.problems().is_empty());
    let schema = reader.schema();
    let names: Vec<_> = schema.fields().iter().skip(21).map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["contract_ids", "learning_hours"]);
    assert_eq!(
        schema.field(22).data_type(),
        &arrow_schema::DataType::Decimal128(DECIMAL_PRECISION, DECIMAL_PLACES)
    );
    let file = written::<Membership>(&batches, WriteOptions::default()).unwrap();
    let text = core::str::from_utf8(&file).unwrap();
    assert!(
        text.contains(",Contract ID(s),Learning Hours\r\n") && text.ends_with(",c1,2.5\r\n"),
        "{text}"
    );
}

#[test]
fn rep_2_headers_that_are_alike_get_names_of_their_own() {
    let schema = table_schema(report::MEMBERSHIP, ["Team", "email", "Team", "Team (2)", ""]);
    let names: Vec<_> = schema.fields().iter().skip(21).map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["Team", "email (2)", "Team (2)", "Team (2) (2)", ""]);
    assert_eq!(schema.field(22).metadata()["header"], "email");
    // A sheet that was saved with all its columns ends at once.
    assert_eq!(
        table_schema(report::MEMBERSHIP, core::iter::repeat_n("", 16_384)).fields().len(),
        21 + 16_384
    );
}

#[test]
fn rep_2_columns_are_found_by_their_headers_in_any_dialect() {
    const FILE: &str = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Last Program Activity Date\n\
        jo@example.com,p,MEMBER,1,0,2024-01-26 10:16:04\n";
    let (batches, _) = read::<Membership>(FILE.as_bytes(), 7, ArrowOptions::default());
    let renamed = |field: &arrow_schema::FieldRef| match field.name().as_str() {
        "last_activity_time" => field.as_ref().clone().with_name("Last Program Activity Date"),
        _ => field.as_ref().clone(),
    };
    let fields: Vec<_> = batches[0].schema().fields().iter().map(renamed).collect();
    let schema = arrow_schema::SchemaRef::new(arrow_schema::Schema::new(fields));
    let foreign = RecordBatch::try_new(schema, batches[0].columns().to_vec()).unwrap();
    let own = written::<Membership>(&batches, WriteOptions::default()).unwrap();
    assert_eq!(written::<Membership>(&[foreign], WriteOptions::default()).unwrap(), own);
}

#[test]
fn rep_2_a_number_with_more_places_than_are_kept_is_told_and_not_rounded() {
    let file = "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
        Removed From Program,Completion Time,Course Grade\n\
        a@example.com,c,p,,0.123456789,1.10000000000000,Yes,No,,1\n\
        b@example.com,c,p,,1,0.0123456789,Yes,No,,1\n\
        c@example.com,c,p,,1,1234567890,Yes,No,,1\n";
    let (batches, reader) = read::<Usage>(file.as_bytes(), 9, ArrowOptions::default());
    assert_eq!(batches[0].num_rows(), 1);
    let told: Vec<_> = reader
        .problems()
        .kept
        .iter()
        .map(|problem| (problem.line, problem.code.as_str()))
        .collect();
    assert_eq!(told, [(3, "too_precise"), (4, "out_of_range")]);
    let hours = batches[0]
        .column_by_name("estimated_learning_hours")
        .unwrap()
        .as_primitive::<Decimal128Type>();
    assert_eq!(hours.value(0), 1_100_000_000);
}

/// A usage report of one row, each column as another tool may have it.
fn foreign(change: &[(&str, ArrayRef)]) -> RecordBatch {
    let text = |text: &str| Arc::new(StringArray::from(vec![text])) as ArrayRef;
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("Email".to_string(), text("jo@example.com")),
        ("course_id".to_string(), text("c")),
        ("Program Slug*".to_string(), text("p")),
        ("enrollment_time".to_string(), Arc::new(TimestampSecondArray::from(vec![1]))),
        ("overall_progress".to_string(), Arc::new(Float64Array::from(vec![12.82]))),
        ("estimated_learning_hours".to_string(), Arc::new(Int32Array::from(vec![7]))),
        ("completed".to_string(), Arc::new(BooleanArray::from(vec![true]))),
        ("removed_from_program".to_string(), Arc::new(BooleanArray::from(vec![false]))),
        (
            "completion_time".to_string(),
            Arc::new(TimestampMicrosecondArray::from(vec![Some(1_500_000)])),
        ),
        ("course_grades".to_string(), Arc::new(Float64Array::from(vec![None::<f64>]))),
    ];
    for (name, array) in change {
        match columns.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = array.clone(),
            None => columns.push((name.to_string(), array.clone())),
        }
    }
    RecordBatch::try_from_iter(columns).unwrap()
}

fn last_line(batch: RecordBatch) -> Result<String, BatchError> {
    let file = String::from_utf8(written::<Usage>(&[batch], WriteOptions::default())?).unwrap();
    let cells = file.lines().last().unwrap().split(',').filter(|cell| !cell.is_empty());
    Ok(cells.collect::<Vec<_>>().join(","))
}

#[test]
fn rep_2_batches_of_other_tools_are_written_when_nothing_is_lost() {
    let plain = "jo@example.com,c,1970-01-01T00:00:01.000Z,12.82,7.0,Yes,No,p,1970-01-01T00:00:01.500Z";
    assert_eq!(last_line(foreign(&[])).unwrap(), plain);
    let keys = arrow_array::Int8Array::from(vec![Some(1)]);
    let words: ArrayRef = Arc::new(StringArray::from(vec!["never", "jo@example.com"]));
    let dictionary = DictionaryArray::<Int8Type>::try_new(keys, words).unwrap();
    let same: [(&str, ArrayRef); 6] = [
        ("Email", Arc::new(LargeStringArray::from(vec!["jo@example.com"]))),
        ("Email", Arc::new(StringViewArray::from(vec!["jo@example.com"]))),
        ("Email", Arc::new(dictionary)),
        (
            "completion_time",
            Arc::new(TimestampNanosecondArray::from(vec![1_500_000_000]).with_timezone("+02:00")),
        ),
        (
            "overall_progress",
            Arc::new(Decimal128Array::from(vec![12_820]).with_precision_and_scale(38, 3).unwrap()),
        ),
        ("estimated_learning_hours", Arc::new(UInt64Array::from(vec![7]))),
    ];
    for (name, array) in same {
        let kind = array.data_type().to_string();
        assert_eq!(last_line(foreign(&[(name, array)])).unwrap(), plain, "{kind}");
    }
    let mood: ArrayRef = Arc::new(StringArray::from(vec!["good"]));
    assert!(last_line(foreign(&[("Mood", mood)])).unwrap().ends_with(",good"));
}

#[test]
fn rep_6_texts_of_every_form_are_quoted_where_they_need_it() {
    let texts = vec!["plain", "a\"b", "plain", "a\rb"];
    let keys = arrow_array::Int8Array::from(vec![0, 1, 2, 3]);
    let words: ArrayRef = Arc::new(StringArray::from(texts.clone()));
    let forms: [ArrayRef; 4] = [
        Arc::new(LargeStringArray::from(texts.clone())),
        Arc::new(StringViewArray::from(texts)),
        Arc::new(DictionaryArray::<Int8Type>::try_new(keys, words.clone()).unwrap()),
        words,
    ];
    for array in forms {
        let kind = array.data_type().to_string();
        for (row, quoted) in ["plain", "\"a\"\"b\"", "plain", "\"a\rb\""].iter().enumerate() {
            let batch = foreign(&[("Mood", array.slice(row, 1))]);
            let file = written::<Usage>(&[batch], WriteOptions::default()).unwrap();
            let file = String::from_utf8(file).unwrap();
            assert!(file.ends_with(&alloc::format!(",{quoted}\r\n")), "{kind}: {file}");
        }
    }
}

#[test]
fn rep_2_batches_of_other_tools_are_refused_rather_than_rounded() {
    let refused = |name: &str, array: ArrayRef| last_line(foreign(&[(name, array)])).unwrap_err();
    let float = |value: f64| Arc::new(Float64Array::from(vec![value])) as ArrayRef;
    for (name, array, message) in [
        (
            "overall_progress",
            float(0.1 + 0.2),
            "column `overall_progress` has too many decimal places in row 0; round it to 9",
        ),
        (
            "overall_progress",
            float(100.5),
            "column `overall_progress` is out of range in row 0; percentages are 0 to 100",
        ),
        (
            "estimated_learning_hours",
            float(f64::NAN),
            "column `estimated_learning_hours` is out of range in row 0; hours are not negative and have at most 18 digits",
        ),
        (
            "completion_time",
            Arc::new(TimestampMicrosecondArray::from(vec![1])),
            "column `completion_time` has too many decimal places in row 0; round it to 3",
        ),
        (
            "enrollment_time",
            Arc::new(TimestampSecondArray::from(vec![i64::MAX])),
            "column `enrollment_time` is out of range in row 0; times are of the years 0001 to 9999",
        ),
        (
            "completed",
            Arc::new(BooleanArray::from(vec![None])),
            "column `completed` has no value in row 0; give one",
        ),
        (
            "course_id",
            Arc::new(StringArray::from(vec![None::<&str>])),
            "column `course_id` has no value in row 0; give one",
        ),
        (
            "course_id",
            Arc::new(StringArray::from(vec![" \u{A0}"])),
            "column `course_id` has no value in row 0; give one",
        ),
        (
            "enrollment_time",
            Arc::new(StringArray::from(vec!["2020"])),
            "column `enrollment_time` is of type `Utf8`; give a timestamp",
        ),
        (
            "Mood",
            Arc::new(Int32Array::from(vec![1])),
            "column `Mood` is of type `Int32`; give text, or leave it out, since the report has no such column",
        ),
        (
            "email",
            Arc::new(StringArray::from(vec!["x"])),
            "two columns stand for `email`; leave one out",
        ),
    ] {
        assert_eq!(refused(name, array).to_string(), message);
    }
    let batch = foreign(&[]).project(&[0, 1]).unwrap();
    assert_eq!(last_line(batch).unwrap_err().code(), "missing_column");

    let (batches, _) = read::<Usage>(FILE.as_bytes(), 64, ArrowOptions::default());
    let mut writer =
        BatchWriter::<Usage, _>::new(&batches[0].schema(), Target::Own, FormulaGuard::Off, Vec::new())
            .unwrap();
    assert_eq!(writer.write(&foreign(&[])).unwrap_err(), BatchError::OtherSchema);
}

#[test]
fn rep_2_words_are_those_of_the_report() {
    let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n";
    let file = alloc::format!("{header}a@example.com,p,MEMBER,2,1\n");
    let (batches, _) = read::<Membership>(file.as_bytes(), 64, ArrowOptions::default());
    let counts = batches[0].column_by_name("enrolled_courses").unwrap().as_primitive::<UInt64Type>();
    assert_eq!(counts.value(0), 2);
    let schema = batches[0].schema();
    let place = schema.index_of("member_state").unwrap();
    let mut columns = batches[0].columns().to_vec();
    columns[place] = Arc::new(StringArray::from(vec!["member"]));
    let batch = RecordBatch::try_new(schema, columns).unwrap();
    assert_eq!(
        written::<Membership>(&[batch], WriteOptions::default()).unwrap_err().to_string(),
        "column `member_state` has an unknown word in row 0; write one of the report's words"
    );
}

#[test]
fn rep_3_figures_of_batches_are_those_of_rows() {
    let (batches, _) = read::<Usage>(FILE.as_bytes(), 64, ArrowOptions::default());
    let mut of_batches = SummaryAccumulator::default();
    batches.iter().for_each(|batch| observe(&mut of_batches, USAGE, batch));
    let mut of_rows = SummaryAccumulator::default();
    let table = report::read_usage(FILE.as_bytes(), ReadOptions::default());
    table.rows.iter().for_each(|row| of_rows.observe_usage(row));
    let summary = of_rows.finish();
    assert_eq!(of_batches.finish(), summary);
    let batch = figures_batch(&summary);
    let values = batch.column(1).as_primitive::<Decimal128Type>();
    assert_eq!(
        (values.value_as_string(0), values.value_as_string(8)),
        ("2.000000000".into(), "7.290000000".into())
    );
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["", "['=+-]{0,2}[a-z,\"é \r\n]{0,8}", "[ -~]{0,24}"]
}

prop_compose! {
    fn usage_row()(
        name in cell(),
        email in "[a-z\"]{1,9}@example\\.com",
        course in cell(),
        course_id in "[-a-zA-Z0-9_]{1,22}",
        program in "[a-z]{1,4}",
        time in prop::option::of(-62_135_596_800_000_i64..253_402_300_800_000),
        progress in prop::option::of((0_i64..=100_000_000_000, 9_u32..=9)),
        hours in prop::option::of((0_i64..1_000_000_000_000, 0_u32..=9)),
        completed: bool,
    ) -> UsageRow<'static> {
        UsageRow {
            name: name.into(),
            email: email.into(),
            course: course.into(),
            course_id: course_id.into(),
            program_slug: program.into(),
            enrollment_time: time.map(|millis| crate::Timestamp::from_millis(millis).unwrap()),
            overall_progress: progress.map(|(value, scale)| rust_decimal::Decimal::new(value, scale)),
            estimated_learning_hours: hours.map(|(value, scale)| rust_decimal::Decimal::new(value / 1000, scale)),
            completed,
            ..UsageRow::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    #[allow(clippy::needless_update, reason = "there may be more options one day")]
    fn rep_2_what_is_read_into_batches_is_written_back_byte_by_byte(
        rows in prop::collection::vec(usage_row(), 1..24),
        batch_rows in 1_usize..9,
        piece in 1_usize..400,
        on: bool,
    ) {
        let guard = if on { FormulaGuard::On } else { FormulaGuard::Off };
        let mut file = Vec::new();
        let options = WriteOptions { guard, ..WriteOptions::default() };
        report::write_usage(rows.clone(), options, &mut file);
        let read_options = ReadOptions { guard, ..ReadOptions::default() };
        let (batches, reader) = read::<Usage>(&file, piece, ArrowOptions { read: read_options, batch_rows, ..ArrowOptions::default() });
        prop_assert!(reader.problems().is_empty(), "{:?}", reader.problems());
        prop_assert_eq!(reader.rows(), rows.len() as u64);
        prop_assert_eq!(written::<Usage>(&batches, options).unwrap(), file);
    }

    #[test]
    fn rep_6_batches_have_the_rows_and_problems_of_the_row_reader(
        rows in prop::collection::vec(usage_row(), 1..8),
        repeats in 1_usize..60,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        piece in 1_usize..40_000,
        on: bool,
        lenient: bool,
    ) {
        let mut file = Vec::new();
        report::write_usage(
            rows.iter().cycle().take(rows.len().saturating_mul(repeats)).cloned(),
            WriteOptions::default(),
            &mut file,
        );
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        let guard = if on { FormulaGuard::On } else { FormulaGuard::Off };
        let mut read_options = ReadOptions { guard, ..ReadOptions::default() };
        read_options.records.strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
        let table = report::read_usage(&file, read_options);
        let (batches, reader) = read::<Usage>(&file, piece, ArrowOptions { read: read_options, batch_rows: 50, ..ArrowOptions::default() });
        prop_assert_eq!(reader.problems(), &table.problems);
        prop_assert_eq!((reader.records(), reader.rows()), (table.records, table.rows.len() as u64));
        let mut of_rows = Vec::new();
        report::write_usage(table.rows, WriteOptions::default(), &mut of_rows);
        if let Some(first) = batches.first() {
            let known: Vec<usize> = (0..USAGE.guide_columns().len()).collect();
            let known: Vec<_> = batches.iter().map(|batch| batch.project(&known).unwrap()).collect();
            prop_assert_eq!(written::<Usage>(&known, WriteOptions::default()).unwrap(), of_rows);
            prop_assert_eq!(first.schema(), reader.schema());
        } else {
            prop_assert_eq!(of_rows.iter().filter(|byte| **byte == b'\n').count(), 1);
        }
    }

    #[test]
    fn ana_6_parts_that_are_joined_are_the_whole(
        rows in prop::collection::vec(usage_row(), 1..8),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        size in 1_500_usize..5_000,
    ) {
        let mut file = Vec::new();
        report::write_usage(rows.iter().cycle().take(120).cloned(), WriteOptions::default(), &mut file);
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        let fill = |at: u64, piece: &mut [u8]| {
            let rest = file.get(at as usize..).unwrap_or_default();
            let length = rest.len().min(piece.len());
            piece[..length].copy_from_slice(&rest[..length]);
            Ok::<_, core::convert::Infallible>(length)
        };
        let mut cuts: Vec<u64> = cuts.iter().map(|cut| cut.index(file.len()) as u64).collect();
        cuts.sort_unstable();
        let mut parts = ArrowReader::<Usage>::new(ArrowOptions::default()).cut(cuts, size, fill);
        for part in &mut parts {
            part.read_from(fill).unwrap();
        }
        let mut joined = ArrowReader::join(parts, fill).unwrap().unwrap();
    joined.finish();
        let batches: Vec<_> = core::iter::from_fn(|| joined.next_batch()).collect();
        let (whole, reader) = read::<Usage>(&file, file.len(), ArrowOptions::default());
        prop_assert_eq!(joined.problems(), reader.problems());
        prop_assert_eq!((joined.records(), joined.rows()), (reader.records(), reader.rows()));
        let bytes = |batches: &[RecordBatch]| written::<Usage>(batches, WriteOptions::default()).unwrap();
        prop_assert_eq!(whole.is_empty(), batches.is_empty());
        if !whole.is_empty() {
            prop_assert_eq!(bytes(&batches), bytes(&whole));
        }
    }
}
