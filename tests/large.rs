//! Files that are larger than memory should be: read piece by piece, they take a bounded part of it (`REP-6`).

#![allow(unsafe_code, reason = "an allocator that counts is unsafe by its nature")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use matricula::report::{DialectName, Membership, ReportConverter};
use matricula::table::{ProblemCode, ReadOptions, RowReader};

/// Counts what this thread holds, and the most that it held.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(change: isize) {
    let held = HELD.get() + change;
    HELD.set(held);
    MOST.set(MOST.get().max(held));
}

// SAFETY: all is handed on to the system's allocator; counting touches no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const MIB: usize = 1 << 20;

/// What a reader may hold: a record at its limit of 4 MiB with its copy, and a few pieces.
const BOUND: isize = 24 * MIB as isize;

/// Runs something, and gives the most memory that it held.
fn most_held(job: impl FnOnce()) -> isize {
    let before = HELD.get();
    MOST.set(before);
    job();
    MOST.get() - before
}

const HEADER: &str = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Name\n";

fn problems(reader: &RowReader<Membership>) -> Vec<(u64, Option<u32>, ProblemCode)> {
    reader
        .problems()
        .kept
        .iter()
        .map(|problem| (problem.line, problem.column, problem.code))
        .collect()
}

/// Reads a file that is made while it is read, and gives the number of its good rows.
fn read(reader: &mut RowReader<Membership>, pieces: impl Iterator<Item = Vec<u8>>) -> u64 {
    let mut rows = 0;
    for piece in pieces {
        reader.push(&piece);
        reader.for_each(|_, _| rows += 1);
    }
    reader.finish();
    reader.for_each(|_, _| rows += 1);
    rows
}

#[test]
fn rep_6_a_field_of_a_gigabyte_takes_bounded_memory_and_no_other_row() {
    // Within quotes or not: without a line end in it no quote is to blame.
    for (opening, mebibytes) in [("jo@x.org,p,MEMBER,1,0,", 1024), ("jo@x.org,p,MEMBER,1,0,\"", 64)] {
        let mut reader = RowReader::<Membership>::new(ReadOptions::default());
        let before = format!("{HEADER}ada@x.org,p,MEMBER,1,0,Ada\n{opening}").into_bytes();
        let after = b"\nbo@x.org,p,MEMBER,1,0,Bo\n".to_vec();
        let field = (0..mebibytes).map(|_| vec![b'x'; MIB]);
        let mut rows = 0;
        let most = most_held(|| {
            rows = read(&mut reader, std::iter::once(before).chain(field).chain(std::iter::once(after)));
        });
        assert_eq!(problems(&reader), [(3, Some(6), ProblemCode::FieldTooLong)]);
        assert_eq!(rows, 2, "the rows before and after it");
        assert!(most < BOUND, "{most} bytes were held");
    }
}

/// A quote that is never closed at the start of so many MiB of good rows.
fn unclosed(mebibytes: u64) -> (u64, impl Iterator<Item = Vec<u8>>) {
    let row = "jo@x.org,p,MEMBER,1,0,Jo\n";
    let in_piece = MIB / row.len();
    let start = format!("{HEADER}\"ada@x.org,p,MEMBER,1,0,Ada\n").into_bytes();
    let rows = (0..mebibytes).map(move |_| row.repeat(in_piece).into_bytes());
    (mebibytes * in_piece as u64, std::iter::once(start).chain(rows))
}

#[test]
fn rep_6_a_quote_never_closed_costs_its_line_and_bounded_memory() {
    let (good, pieces) = unclosed(48);
    let mut reader = RowReader::<Membership>::new(ReadOptions::default());
    let mut rows = 0;
    let most = most_held(|| rows = read(&mut reader, pieces));
    assert_eq!(problems(&reader), [(2, Some(1), ProblemCode::QuoteNotClosed)]);
    assert_eq!(rows, good);
    assert!(most < BOUND, "{most} bytes were held");
}

#[test]
fn rep_2_a_large_file_is_converted_in_bounded_memory() {
    let (good, pieces) = unclosed(40);
    let mut converter =
        ReportConverter::<Membership>::to_known(DialectName::Export2026, ReadOptions::default());
    let mut lines = 0;
    let mut used = 0;
    let most = most_held(|| {
        let mut file = Vec::new();
        let newlines = |file: &[u8]| file.iter().filter(|byte| **byte == b'\n').count() as u64;
        for piece in pieces {
            converter.push(&piece, &mut file);
            lines += newlines(&file);
            file.clear();
        }
        used = converter.finish(&mut file).used;
        lines += newlines(&file);
    });
    assert_eq!((used, lines), (good, good + 1));
    // The quote that is never closed holds a field at its limit; what comes out of a piece is a few times as much.
    assert!(most < BOUND, "{most} bytes were held");
}
