use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::report::{FileSummarizer, WriteOptions};
use crate::table::InParts;

pub(in crate::report) const HEADER: &str = "Name,Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
    Removed From Program,Completion Time,Course Grade,Contract\r\n";

#[test]
fn id_1_two_spellings_of_an_address_are_one_learner_and_two_forms_of_an_id_one_course() {
    let mut file = String::from(HEADER);
    for (email, course) in [
        ("jo@bücher.example", "daG-a-O1EeijKBISCWxf6g"),
        ("JO@xn--bcher-kva.example", "75a1be6b-e3b5-11e8-a328-1212096c5fea"),
        (" jo@xn--bcher-KVA.example ", "daG-a-O1EeijKBISCWxf6g"),
    ] {
        file += &alloc::format!("Jo,{email},{course},p,,12.82,0.1,Yes,No,,0.0,\r\n");
    }
    for options in [ReadOptions::default(), carefully(ReadOptions::default())] {
        let figures = read(file.as_bytes(), 1 << 10, options).figures;
        assert_eq!((figures.unique_learners, figures.unique_courses), (1, 1));
        let mut summarizer = FileSummarizer::new(ReadOptions::default());
        summarizer.push_usage(file.as_bytes());
        let summary = summarizer.finish().summary;
        assert_eq!((summary.total_enrollments, summary.unique_learners, summary.unique_courses), (1, 1, 1));
    }
}

#[test]
fn rep_6_space_alone_is_nobodys_address_and_no_course() {
    let mut file = String::from(HEADER);
    for (email, course) in [
        ("jo@x.org", "c"),
        (" ", "c"),
        ("\u{A0}", "c"),
        ("jo@x.org", " "),
        ("jo@x.org", "\u{2003}"),
    ] {
        file += &alloc::format!("Jo,{email},{course},p,,12.82,0.1,Yes,No,,0.0,\r\n");
    }
    for options in [ReadOptions::default(), carefully(ReadOptions::default())] {
        let read = read(file.as_bytes(), 1 << 10, options);
        let problems = read.usage.problems.kept.iter().map(|problem| (problem.line, problem.column));
        assert_eq!(
            problems.collect::<Vec<_>>(),
            [3, 4, 5, 6].map(|line| (line, Some(if line < 5 { 2 } else { 3 })))
        );
        assert_eq!((read.figures.total_enrollments, read.figures.unique_learners), (1, 1));
    }
}

/// Options under which every record and cell is read with care.
fn carefully(mut options: ReadOptions) -> ReadOptions {
    options.records.field_limit = 16_000;
    options
}

fn read(bytes: &[u8], size: usize, options: ReadOptions) -> FileFigures {
    let mut reader = FiguresReader::new(options);
    bytes.chunks(size).for_each(|piece| reader.push(piece));
    reader.finish()
}

#[test]
fn rep_3_the_figures_are_those_of_the_summary_when_no_enrollment_comes_twice() {
    let mut file = String::from(HEADER);
    for number in 0..2_000 {
        let mark = if number % 3 == 0 { "\"Doe, Jo\"" } else { "Jo" };
        let done = if number % 2 == 0 { "Yes" } else { "No" };
        let time = if number % 4 == 0 { "2019-12-23T06:18:32.782Z" } else { "" };
        file.push_str(&alloc::format!(
            "{mark},{}{}@example.com,course-{},p,,12.82,0.{},{done},No,{time},{}.5,\r\n",
            if number % 7 == 0 { "JO" } else { "jo" },
            number % 90,
            number / 90,
            number % 10,
            number % 5,
        ));
    }
    let figures = read(file.as_bytes(), 64 << 10, ReadOptions::default()).figures;
    let mut summarizer = FileSummarizer::new(ReadOptions::default());
    summarizer.push_usage(file.as_bytes());
    let summary = summarizer.finish().summary;
    let expected = UsageFigures {
        total_enrollments: 2_000,
        unique_learners: 90,
        unique_courses: 23,
        course_completions: 1_000,
        verified_course_completions: 500,
        unique_course_completers: summary.unique_course_completers,
        estimated_hours: summary.estimated_hours,
    };
    assert_eq!(figures, expected);
    assert_eq!(figures.estimated_hours.0.normalize().to_string(), "900");
    let of_summary = UsageFigures {
        total_enrollments: summary.total_enrollments,
        unique_learners: summary.unique_learners,
        unique_courses: summary.unique_courses,
        course_completions: summary.course_completions,
        verified_course_completions: summary.verified_course_completions,
        unique_course_completers: summary.unique_course_completers,
        estimated_hours: summary.estimated_hours,
    };
    assert_eq!(figures, of_summary);
}

#[test]
fn rep_3_a_row_counts_whatever_the_columns_hold_that_no_figure_uses() {
    let file = alloc::format!(
        "{HEADER}Jo,jo@x.org,c,p,yesterday,140,1,Yes,maybe,,,\nJo,jo@x.org,c,,,,1 h,No,No,,,\n"
    );
    let read = read(file.as_bytes(), 7, ReadOptions::default());
    assert_eq!((read.figures.total_enrollments, read.usage.used, read.usage.records), (1, 1, 2));
    let codes: Vec<_> =
        read.usage.problems.kept.iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(codes, [(3, Some(7))]);
}

#[test]
fn rep_6_a_wrong_or_empty_file_is_told() {
    let codes = |bytes: &[u8]| {
        let read = read(bytes, 9, ReadOptions::default());
        read.usage.problems.kept.first().map(|problem| problem.code.as_str())
    };
    assert_eq!(codes(b""), Some("empty_file"));
    assert_eq!(codes(b"Full Name,Email,External ID\nJo,jo@x.org,\n"), Some("other_file"));
}

/// The figures of a file that is read in the parts behind some of its bytes, and how many parts there were.
fn in_parts(bytes: &[u8], cuts: &[u64], options: ReadOptions) -> (FileFigures, usize) {
    let read = |at: u64, piece: &mut [u8]| {
        let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let length = rest.len().min(piece.len());
        piece[..length].copy_from_slice(&rest[..length]);
        Ok::<_, core::convert::Infallible>(length)
    };
    let Ok(mut parts) = FiguresReader::new(options).file.cut(cuts.iter().copied(), 700, read);
    // Whichever is read first.
    for part in parts.iter_mut().rev() {
        let Ok(()) = part.read_from(read);
    }
    let count = parts.len();
    let Ok(whole) = FiguresReader::join(parts.into_iter().map(|file| FiguresReader { file }), read);
    (whole.unwrap().finish(), count)
}

#[test]
fn ana_6_a_part_that_starts_inside_quotes_is_read_again() {
    let row = "Jo,jo@x.org,c,p,,,1,Yes,No,,,\n";
    let bad = "Jo,jo@x.org,c,p,,,1 h,Yes,No,,,\n";
    let file = alloc::format!(
        "{HEADER}{}\"{}\",bo@x.org,c,p,,,1,Yes,No,,,\n{bad}{}{bad}",
        row.repeat(50),
        bad.repeat(90),
        row.repeat(90)
    );
    let whole = read(file.as_bytes(), 999, ReadOptions::default());
    assert_eq!((whole.figures.total_enrollments, whole.usage.problems.total), (141, 2));
    for cut in (1_000..file.len() as u64).step_by(97) {
        let (read, parts) = in_parts(file.as_bytes(), &[cut, cut + 1_500], ReadOptions::default());
        assert_eq!(read, whole, "{cut}");
        assert!(parts > 1 || cut > 7_000, "{cut} {parts}");
    }
}

pub(in crate::report) fn row() -> impl Strategy<Value = String> {
    let of = |all: &'static [&'static str]| prop::sample::select(all);
    let email = prop_oneof![
        8 => of(&["jo@x.org", "JO@x.org", "ada.lovelace@example.com", "\"q@x.org\"", "bo@x.org"]),
        1 => of(&["", " jo@x.org ", "zo\u{e9}@x.org", "ZO\u{c9}@x.org", "\"\"\"q\"\"@x.org\"", "'=x@x.org", "\u{a0}", " ",
            "a.very.long.address.that.has.more.than.sixty.four.bytes.in.it@a.long.host.example.org"]),
    ];
    let course = of(&["c1", "-aG-a-O1EeijKBISCWxf6g", "daG-a-O1EeijKBISCWxf6g", "\"c1\"", ""]);
    let hours = prop_oneof![
        6 => "[0-9]{1,3}\\.[0-9]{1,3}",
        1 => of(&["", "0", "12345678", "-1", "-0.0", "1.2.3", "1e3", "0.123456789012345678", "99999999999.9", "1.", "\"7.5\""])
            .prop_map(String::from),
    ];
    let word = prop_oneof![8 => of(&["Yes", "No"]), 1 => of(&["yes", "", "\"Yes\"", "No "])];
    let time = prop_oneof![
        6 => of(&["", "2019-12-23T06:18:32.782Z", "2020-02-29T06:18:32.782Z", "2024-01-26 10:16:04"]),
        1 => of(&["2019-02-29T06:18:32.782Z", "2019-12-23T24:18:32.782Z", "0000-12-23T06:18:32.782Z", "soon"]),
    ];
    let grade =
        prop_oneof![6 => of(&["", "0.0", "88.25", "100.0", "100"]), 1 => of(&["100.01", "-1", "x", "1000"])];
    let end = of(&["\n", "\r\n", "\r\n", "\n\n", "\r", ",\n", "\"\n", "\0\n"]);
    let end = prop_oneof![12 => of(&["\n", "\r\n"]), 1 => end];
    (email, course, hours, word, time, grade, end, 0_usize..40).prop_map(
        |(email, course, hours, completed, time, grade, end, odd)| {
            let name = ["\"Doe, \"\"Jo\"\"\"", "Zo\u{e9}", "\"two\nlines\"", "x\"y", "\u{1f600}"];
            let name = name.get(odd).copied().unwrap_or("Jo Doe");
            alloc::format!(
                "{name},{email},{course},p,soon,,{hours},{completed},No,{time},{grade},year 1{end}"
            )
        },
    )
}

fn usage_row() -> impl Strategy<Value = UsageRow<'static>> {
    let email = prop::sample::select(
        &[
            "jo@x.org",
            "JO@x.org",
            "ada@example.com",
            "zo\u{e9}@x.org",
            "ZO\u{c9}@x.org",
            "jo@b\u{fc}cher.example",
            "a.very.long.address.that.has.more.than.sixty.four.bytes.in.it@a.long.host.example.org",
        ][..],
    );
    let course =
        prop::sample::select(&["c1", "daG-a-O1EeijKBISCWxf6g", "75a1be6b-e3b5-11e8-a328-1212096c5fea"][..]);
    let hours = prop::option::of((0_i64..100_000, 0_u32..9));
    (email, course, any::<bool>(), any::<bool>(), prop::option::of(0_i64..3), hours).prop_map(
        |(email, course, completed, timed, grade, hours)| UsageRow {
            email: email.into(),
            course_id: course.into(),
            program_slug: "p".into(),
            completed,
            completion_time: timed.then(|| crate::table::parse_time("2024-01-26 10:16:04")).flatten(),
            course_grades: grade.map(|grade| Decimal::new(grade, 1)),
            estimated_learning_hours: hours.map(|(digits, scale)| Decimal::new(digits, scale)),
            ..UsageRow::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn ana_6_any_parts_give_the_figures_and_problems_of_the_whole(
        rows in prop::collection::vec(row(), 0..120),
        cuts in prop::collection::btree_set(700_u64..12_000, 0..5),
        limit in 0_u32..8,
    ) {
        let bytes = [HEADER, &rows.concat()].concat().into_bytes();
        let options = ReadOptions { problem_limit: limit, ..ReadOptions::default() };
        let cuts: Vec<_> = cuts.into_iter().collect();
        prop_assert_eq!(in_parts(&bytes, &cuts, options).0, read(&bytes, usize::MAX, options));
    }

    #[test]
    fn ana_6_rows_in_any_parts_stored_restored_and_merged_are_those_of_one_pass(
        rows in prop::collection::vec(usage_row(), 0..40),
        parts in 1_usize..5,
        size in 1_usize..500,
    ) {
        let mut whole = FiguresAccumulator::default();
        let mut taken = alloc::vec![FiguresAccumulator::default(); parts];
        for (number, row) in rows.iter().enumerate() {
            whole.observe_usage(row);
            taken[number.wrapping_mul(7).checked_rem(parts).unwrap()].observe_usage(row);
        }
        let (mut merged, mut restored) = (FiguresAccumulator::default(), FiguresAccumulator::default());
        for part in taken.into_iter().rev() {
            restored.merge(FiguresAccumulator::from_bytes(&part.to_bytes()).unwrap());
            merged.merge(part);
        }
        for found in [&merged, &restored] {
            prop_assert_eq!(found.finish(), whole.finish());
            prop_assert_eq!(found.to_bytes(), whole.to_bytes());
        }

        let mut file = Vec::new();
        crate::report::write_usage(rows.iter().cloned(), WriteOptions::default(), &mut file);
        let mut reader = FiguresReader::new(ReadOptions::default());
        file.chunks(size).for_each(|piece| reader.push(piece));
        let (read, how) = reader.into_accumulator();
        prop_assert_eq!((how.used, how.problems.total), (rows.len() as u64, 0));
        prop_assert_eq!(read.to_bytes(), whole.to_bytes());
    }

    #[test]
    fn rep_6_the_quick_way_gives_the_figures_and_problems_of_the_careful_way(
        rows in prop::collection::vec(row(), 0..60),
        damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
        size in prop_oneof![1_usize..200, 2_000_usize..9_000],
        guard in any::<bool>(),
        bom in any::<bool>(),
    ) {
        let mark = if bom { "\u{feff}" } else { "" };
        let mut bytes = [mark, HEADER, &rows.concat()].concat().into_bytes();
        if let Some((index, byte)) = damage {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let options = ReadOptions {
            guard: if guard { FormulaGuard::On } else { FormulaGuard::Off },
            ..ReadOptions::default()
        };
        let careful = read(&bytes, usize::MAX, carefully(options));
        prop_assert_eq!(&read(&bytes, usize::MAX, options), &careful);
        prop_assert_eq!(&read(&bytes, size, options), &careful);
    }
}
