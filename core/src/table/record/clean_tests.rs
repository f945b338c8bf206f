use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::table::{Delimiter, ReaderOptions, Strictness, read_all};

/// Options under which every byte is judged.
fn carefully(options: ReaderOptions) -> ReaderOptions {
    ReaderOptions { field_limit: WINDOW - 1, ..options }
}

/// The records with their offsets, and how many were found clean where they lay.
fn drained(bytes: &[u8], cuts: &[usize], options: ReaderOptions) -> (Vec<(Record, u64)>, usize) {
    let mut reader = RecordReader::new(options);
    let mut record = Record::new();
    let mut records = Vec::new();
    let mut clean = 0;
    let mut take = |found: Found<'_>| {
        let mut record = Record::new();
        match found {
            Found::Clean(lines) => {
                clean += 1;
                lines.fill(&mut record);
            }
            Found::Other(other) => record = other.clone(),
        }
        let offset = record.offset;
        records.push((record, offset));
        true
    };
    let mut rest = bytes;
    for cut in cuts {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        rest = after;
        reader.drain(piece, &mut record, &mut take);
    }
    reader.drain(rest, &mut record, &mut take);
    reader.finish();
    while reader.next_record(&mut record) {
        take(Found::Other(&record));
    }
    (records, clean)
}

fn pushed(bytes: &[u8], cuts: &[usize], options: ReaderOptions) -> Vec<(Record, u64)> {
    let mut reader = RecordReader::new(options);
    let mut record = Record::new();
    let mut records = Vec::new();
    let mut rest = bytes;
    for cut in cuts.iter().chain([&usize::MAX]) {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        rest = after;
        reader.push(piece);
        if rest.is_empty() {
            reader.finish();
        }
        if cut % 3 != 0 || rest.is_empty() {
            while reader.next_record(&mut record) {
                records.push((record.clone(), record.offset));
            }
        }
    }
    records
}

#[test]
fn rep_6_clean_rows_are_read_where_they_lie() {
    let mut text = String::from("Name,Course\r\n");
    for number in 0..4000 {
        text.push_str(&alloc::format!("Zoé {number},\"AI, \"\"For\"\"\r\nEveryone\"\r\n\n"));
    }
    let careful = read_all(text.as_bytes(), carefully(ReaderOptions::default()));
    assert_eq!(careful.len(), 4001);
    assert_eq!((careful[4000].line(), careful[4000].get(1)), (11_999, Some("AI, \"For\"\r\nEveryone")));
    for cuts in [vec![], vec![64 << 10; 3], vec![1000; 500]] {
        let (records, clean) = drained(text.as_bytes(), &cuts, ReaderOptions::default());
        // Pieces that are shorter than what completes a record are copied as they come.
        assert_eq!(clean > 3000, cuts.len() != 500, "{clean}");
        assert!(records.iter().map(|(record, _)| record).eq(&careful));
    }
}

#[test]
fn rep_6_each_defect_is_left_to_the_careful_way() {
    for defect in [
        "a\"b,c",
        "\"a\"b,c",
        "\"a\" ,c",
        "a,b\0",
        "a,\r,b",
        "a\rb",
        "\"open",
        "a,\u{7f}",
        "\u{e9}",
        "\u{800}\u{d7ff}\u{10ffff}\u{10000}",
    ] {
        for at in [0, 1, 63, 64, 700] {
            let clean = alloc::format!("{},y\n", "x".repeat(at)).repeat(20);
            let text = alloc::format!("h,i\n{clean}{defect}\n{clean}{clean}");
            let careful = read_all(text.as_bytes(), carefully(ReaderOptions::default()));
            assert_eq!(read_all(text.as_bytes(), ReaderOptions::default()), careful, "{defect:?} {at}");
        }
    }
    for bad in [
        &b"\xC0\x80"[..],
        b"\xC1\xBF",
        b"\xE0\x9F\xBF",
        b"\xED\xA0\x80",
        b"\xF0\x8F\xBF\xBF",
        b"\xF4\x90\x80\x80",
        b"\xF5\x80\x80\x80",
        b"\x80",
        b"\xC3",
        b"\xE2\x82",
        b"\xF0\x9F\x98",
        b"\xFF",
    ] {
        for at in 0..70 {
            let mut text = b"h,i\n".to_vec();
            text.extend(b"some,row\n".repeat(80));
            text.extend(b"x".repeat(at));
            text.extend(bad);
            text.extend(b"\nx,y\n".repeat(200));
            let careful = read_all(&text, carefully(ReaderOptions::default()));
            assert_eq!(careful.iter().filter(|record| !record.problems().is_empty()).count(), 1);
            let (records, _) = drained(&text, &[], ReaderOptions::default());
            assert!(records.iter().map(|(record, _)| record).eq(&careful), "{bad:?} {at}");
        }
    }
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed = |all: Vec<&'static [u8]>| prop::sample::select(all).prop_map(<[u8]>::to_vec);
    prop_oneof![
        30 => fixed(vec![b"ada@example.com,12.82,Yes\r\n", b"\"Doe, Jo\",,\"a \"\"b\"\"\"\n", b"a,b\n", b"\r\n", b"\n",
            b"0123456789012345678901234567890123456789012345678901234567890123456789,x\n"]),
        4 => fixed(vec![b"\"x\n\r\n\",y\r\n", b"Zo\xC3\xA9,\xE4\xBA\xAC\xE0\xA4\xAE,\xF0\x9F\x98\x80\n", b"\"\",\"\"\"\"\n"]),
        1 => fixed(vec![b"\"", b"\"\"", b",", b"\r", b"\xC3", b"\0", b" ", b"\t", b";", b"x\"y", b"\"x\"y", b"\xED\xA0\x80",
            b"\xE0\x80\x80", b"\xF4\x90\x80\x80", b"\xC1\x81"]),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1200))]

    #[test]
    fn rep_6_the_quick_way_finds_what_the_careful_way_finds(
        pieces in prop::collection::vec(piece(), 0..260),
        cuts in prop::collection::vec(prop_oneof![0_usize..90, 200_usize..3000], 0..12),
        utf16 in 0..8,
        lenient in any::<bool>(),
        delimiter in prop::sample::select(vec![Delimiter::Detect, Delimiter::Comma, Delimiter::Semicolon]),
    ) {
        let mut bytes = pieces.concat();
        if utf16 == 0 {
            bytes = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        let strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
        let options = ReaderOptions { strictness, delimiter, ..ReaderOptions::default() };
        let careful = pushed(&bytes, &[], carefully(options));
        prop_assert_eq!(&pushed(&bytes, &[], options), &careful);
        prop_assert_eq!(&pushed(&bytes, &cuts, options), &careful);
        prop_assert_eq!(&drained(&bytes, &[], options).0, &careful);
        prop_assert_eq!(&drained(&bytes, &cuts, options).0, &careful);
    }
}
