use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Vec<Record> {
    read_all(bytes, ReaderOptions::default())
}

fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
    read(bytes).iter().map(|record| record.iter().map(ToOwned::to_owned).collect()).collect()
}

fn codes(bytes: &[u8]) -> Vec<(u64, u32, ProblemCode)> {
    read(bytes)
        .iter()
        .flat_map(|record| {
            record.problems().iter().map(|problem| (problem.line, problem.field, problem.code))
        })
        .collect()
}

fn in_pieces(bytes: &[u8], cuts: &[usize], options: ReaderOptions) -> Vec<Record> {
    let mut reader = RecordReader::new(options);
    let mut record = Record::new();
    let mut records = Vec::new();
    let mut rest = bytes;
    for cut in cuts {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        rest = after;
        reader.push(piece);
        // Not always taken out at once.
        if cut % 3 != 0 {
            while reader.next_record(&mut record) {
                records.push(core::mem::take(&mut record));
            }
        }
    }
    reader.push(rest);
    reader.finish();
    while reader.next_record(&mut record) {
        records.push(core::mem::take(&mut record));
    }
    records
}

#[test]
fn rep_6_line_ends_may_be_mixed_and_blank_lines_count() {
    let records = read(b"a,b\r\nc,d\re,f\n\r\n\rg,h");
    let places: Vec<_> = records
        .iter()
        .map(|record| (record.line(), record.number(), record.get(0).unwrap()))
        .collect();
    assert_eq!(places, [(1, 0, "a"), (2, 1, "c"), (3, 2, "e"), (6, 3, "g")]);
    assert_eq!(texts(b"a\rb\r"), [["a"], ["b"]]);
}

#[test]
fn rep_6_quotes_hold_delimiters_line_ends_and_doubled_quotes() {
    assert_eq!(
        texts(b"\"a,\"\"x\"\"\r\nb\",c\n\"\",\"\"\"\"\nz,\"\""),
        [["a,\"x\"\r\nb", "c"], ["", "\""], ["z", ""]]
    );
    assert_eq!(read(b"\"a\r\nb\rc\nd\"\nx").get(1).unwrap().line(), 5);
    assert_eq!(texts(b"a,b,"), [["a", "b", ""]]);
    assert_eq!(texts(b",\n"), [["", ""]]);
}

#[test]
fn rep_6_delimiters_are_recognised_from_the_header() {
    assert_eq!(texts(b"\n\na;b;\"c,d,e,f\"\n1;2;3")[0], ["a", "b", "c,d,e,f"]);
    assert_eq!(texts(b"a\tb\n1\t2,3")[1], ["1", "2,3"]);
    assert_eq!(texts(b"a\n1;2"), [["a"], ["1;2"]]);
    let options = ReaderOptions { delimiter: Delimiter::Semicolon, ..ReaderOptions::default() };
    assert_eq!(read_all(b"a,b,c;d", options)[0].len(), 2);
}

#[test]
fn rep_6_a_pipe_is_a_delimiter_where_the_header_proves_it() {
    assert_eq!(texts(b"a|b\n1|2,3")[1], ["1", "2,3"]);
    assert_eq!(texts(b"sep=|\na|b,c,d\n"), [["sep=", ""], ["a", "b,c,d"]]);
    assert_eq!(texts(b"Name|\"Email\"|City, Country\nJo")[0], ["Name", "Email", "City, Country"]);
    // More of them than commas, but they are a part of the headers.
    assert_eq!(texts(b"Team|Unit|Area,Email\n1|2|3,x"), [["Team|Unit|Area", "Email"], ["1|2|3", "x"]]);
    assert_eq!(texts(b"\"Name|Email|Course\",b\n")[0], ["Name|Email|Course", "b"]);
    assert_eq!(texts(b"Name|Email;Course;Slug;x")[0], ["Name|Email", "Course", "Slug", "x"]);
    let mut reader = RecordReader::new(ReaderOptions::default());
    reader.push(b"a|b\n");
    assert!(reader.next_record(&mut Record::new()));
    assert_eq!(reader.delimiter(), Some(Delimiter::Pipe));
    let options = ReaderOptions { delimiter: Delimiter::Pipe, ..ReaderOptions::default() };
    assert_eq!(read_all(b"a,b,c|d", options)[0].len(), 2);
}

#[test]
fn rep_6_a_mark_that_was_misread_is_dropped_however_the_file_is_cut() {
    let misread = "ï»¿".as_bytes();
    for (mark, file) in [
        (misread.len(), [misread, b"\"a\",b\nc,d\xFF\n"].concat()),
        (misread.len() + 3, [b"\xEF\xBB\xBF", misread, b"\"a\",b\nc,d\xFF\n"].concat()),
        (3, b"\xEF\xBB\xBF\"a\",b\nc,d\xFF\n".to_vec()),
    ] {
        for cut in 0..file.len() {
            let records = in_pieces(&file, &[cut], ReaderOptions::default());
            assert_eq!(records[0].iter().collect::<Vec<_>>(), ["a", "b"], "cut at {cut}");
            assert!(records[0].problems().is_empty());
            assert_eq!(records[1].problems()[0].offset, Some(mark as u64 + 9), "cut at {cut}");
        }
    }
    // What only starts like it is text.
    for text in ["ï", "ï»", "ï»x", "ïï»¿", "\u{FEFF}ï»x"] {
        let read = read(text.as_bytes());
        assert_eq!(read[0].get(0), Some(text.trim_start_matches('\u{FEFF}')));
    }
    assert!(read(misread).is_empty());
}

#[test]
fn rep_6_a_lost_quote_costs_one_line() {
    let bytes = b"h,i\n1,\"open\n2,x\n3,\"y\"\n4,z\n";
    assert_eq!(codes(bytes), [(2, 1, ProblemCode::QuoteNotClosed)]);
    assert_eq!(texts(bytes), [["h", "i"], ["1", "open"], ["2", "x"], ["3", "y"], ["4", "z"]]);
    let places: Vec<_> = read(bytes).iter().map(Record::line).collect();
    assert_eq!(places, [1, 2, 3, 4, 5]);
    assert_eq!(codes(b"h,i\n1,\"open\r\n2,x\r\n3,y"), [(2, 1, ProblemCode::QuoteNotClosed)]);
    assert_eq!(codes(b"h\n\"open"), [(2, 0, ProblemCode::QuoteNotClosed)]);
    assert_eq!(codes(b"h\n\"two\nlines\",\"open\nx"), [(3, 1, ProblemCode::QuoteNotClosed)]);
}

#[test]
fn rep_6_misplaced_quotes() {
    assert_eq!(texts(b"h,i\n\"abc\"def\",x\n"), [["h", "i"], ["abcdef\"", "x"]]);
    assert_eq!(codes(b"h,i\n\"abc\"def\",x\n"), [(2, 0, ProblemCode::TextAfterQuote)]);
    assert_eq!(codes(b"h,i\n\"abc\" "), [(2, 0, ProblemCode::TextAfterQuote)]);
    assert_eq!(codes(b"h,i\nsay \"hi\" \"ho\",x"), [(2, 0, ProblemCode::BareQuote)]);
    let lenient = ReaderOptions { strictness: Strictness::Lenient, ..ReaderOptions::default() };
    let records = read_all(b"h,i\nsay \"hi\",x", lenient);
    assert_eq!((records[1].get(0), records[1].problems()), (Some("say \"hi\""), &[][..]));
}

#[test]
fn rep_6_nul_and_bad_bytes_are_problems_of_their_field() {
    assert_eq!(codes(b"h,i\na,b\0c\nd,e"), [(2, 1, ProblemCode::Nul)]);
    let bytes = b"\xEF\xBB\xBFh,i\n\"a\"\"\",b\xFFc\nd,e\xC3";
    let records = read(bytes);
    assert_eq!(records[1].iter().collect::<Vec<_>>(), ["a\"", ""]);
    assert_eq!(
        records[1].problems(),
        [RecordProblem { code: ProblemCode::BadEncoding, line: 2, field: 1, offset: Some(14) }]
    );
    assert_eq!(bytes[14], 0xFF);
    assert_eq!(records[2].problems()[0].offset, Some(20));
    let lenient = ReaderOptions { strictness: Strictness::Lenient, ..ReaderOptions::default() };
    assert_eq!(read_all(bytes, lenient)[1].get(1), Some("b\u{FFFD}c"));
}

#[test]
fn rep_6_utf_16_with_and_without_mark() {
    let text = "Name;É\r\n\u{1F600};x\r\n";
    for mark in [&b""[..], b"\xFF\xFE"] {
        let mut bytes = mark.to_vec();
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(texts(&bytes), [["Name", "É"], ["\u{1F600}", "x"]]);
    }
    for mark in [&b""[..], b"\xFE\xFF"] {
        let mut bytes = mark.to_vec();
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(texts(&bytes), [["Name", "É"], ["\u{1F600}", "x"]]);
    }
    assert_eq!(codes(b"\xFF\xFEa\0\x00\xD8b\0"), [(1, 0, ProblemCode::BadEncoding)]);
    assert_eq!(codes(b"\xFF\xFEa\0b"), [(1, 0, ProblemCode::BadEncoding)]);
}

#[test]
fn rep_6_long_fields_and_records_are_given_up_in_bounded_memory() {
    let small = ReaderOptions { field_limit: 100, record_limit: 200, ..ReaderOptions::default() };
    let long = "x".repeat(101);
    let bytes =
        alloc::format!("a,b\n1,{long},\"\n2,y\n\"{long}\n3,z\n\"{long}\"\n4\n{}5\n", "a,".repeat(100));
    let records = read_all(bytes.as_bytes(), small);
    let seen: Vec<_> = records
        .iter()
        .map(|record| (record.line(), record.len(), record.problems().first().map(|problem| problem.code)))
        .collect();
    assert_eq!(
        seen,
        [
            (1, 2, None),
            (2, 2, Some(ProblemCode::FieldTooLong)),
            (3, 2, None),
            (4, 1, Some(ProblemCode::FieldTooLong)),
            (5, 2, None),
            (6, 1, Some(ProblemCode::FieldTooLong)),
            (7, 1, None),
            (8, 101, Some(ProblemCode::RecordTooLong)),
        ]
    );

    let mut reader = RecordReader::new(ReaderOptions::default());
    let mut record = Record::new();
    reader.push(b"a,b\n1,\"");
    for _ in 0..100 {
        reader.push(&vec![b'x'; 1 << 16]);
        while reader.next_record(&mut record) {}
        assert!(reader.buffer.len() <= FIELD_LIMIT + (2 << 16));
    }
}

#[test]
fn id_4_debug_output_shows_no_text() {
    let records = read(b"Name\nJo Doe");
    assert!(!alloc::format!("{records:?}").contains("Jo"));
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "bc",
        ",",
        ";",
        "\t",
        "\"",
        "\"\"",
        "\r",
        "\n",
        "\r\n",
        "é",
        "\0",
        " ",
        "0123456789",
        "xxxxxxxxxxxxxxxxxxxxxxxxx",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn rep_6_cuts_never_show(
        pieces in prop::collection::vec(piece(), 0..80),
        cuts in prop::collection::vec(0_usize..12, 0..60),
        utf16 in 0..3,
        damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
        lenient in any::<bool>(),
    ) {
        let text = pieces.concat();
        let mut bytes: Vec<u8> = match utf16 {
            0 => text.into_bytes(),
            1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        };
        if let Some((index, byte)) = damage && !bytes.is_empty() {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
        for (field_limit, record_limit) in [(FIELD_LIMIT, RECORD_LIMIT), (20, 50), (50, 20)] {
            let options = ReaderOptions { strictness, field_limit, record_limit, ..ReaderOptions::default() };
            prop_assert_eq!(in_pieces(&bytes, &cuts, options), read_all(&bytes, options));
        }
    }

    #[test]
    fn rep_6_any_bytes_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let records = read(&bytes);
        for (number, record) in records.iter().enumerate() {
            prop_assert_eq!(record.number(), number as u64);
            prop_assert!(!record.is_empty());
        }
    }
}
