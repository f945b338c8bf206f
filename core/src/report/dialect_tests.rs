use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::table::{ColumnSchema, ColumnType, FormulaGuard, ProblemCode, ReadOptions, TableSchema};

fn cell(column: &ColumnSchema) -> BoxedStrategy<String> {
    let filled = column.filled;
    let or_nothing =
        |strategy: BoxedStrategy<String>| prop_oneof![1 => Just(String::new()), 5 => strategy].boxed();
    match column.kind {
        ColumnType::Text if filled => "[-=@a-z,]{1,9}".boxed(),
        ColumnType::Text => "['=]{0,2}[-=@+,;\"\r\n\ta-zé ]{0,9}".boxed(),
        ColumnType::Id if filled => "[-a-z0-9]{1,9}".boxed(),
        ColumnType::Id => "[-a-z0-9;]{0,9}".boxed(),
        ColumnType::Time => or_nothing(
            prop_oneof![
                "20[0-3][0-9]-0[1-9]-[12][0-8]T0[0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z",
                "20[0-3][0-9]-0[1-9]-[12][0-8] 1[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?",
            ]
            .boxed(),
        ),
        ColumnType::Percent | ColumnType::Hours => {
            or_nothing("(100(\\.00?)?|0?[0-9]{1,2}(\\.[0-9]{1,4})?|-0\\.0)".boxed())
        }
        ColumnType::YesNo => select(&["Yes", "No"][..]).prop_map(String::from).boxed(),
        ColumnType::MaybeYesNo => select(&["Yes", "No", ""][..]).prop_map(String::from).boxed(),
        ColumnType::Count | ColumnType::MaybeCount => or_nothing("[0-9]{1,4}".boxed()),
        ColumnType::Choice => {
            select(&["MEMBER", "DELETED_MEMBER", "INVITED"][..]).prop_map(String::from).boxed()
        }
    }
}

/// A report as somebody might have exported it.
#[derive(Clone, Debug)]
struct Export {
    headers: Vec<String>,
    /// The field under each header; none where the report has none.
    fields: Vec<Option<&'static str>>,
    rows: Vec<Vec<String>>,
    separator: char,
    line_end: &'static str,
    quote_all: bool,
    mark: bool,
    open: bool,
    guard: FormulaGuard,
}

impl Export {
    fn bytes(&self) -> Vec<u8> {
        let field = |text: &String| {
            let special = |found: char| found == self.separator || matches!(found, '"' | '\r' | '\n');
            if self.quote_all || text.contains(special) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.clone()
            }
        };
        let line = |cells: &Vec<String>| {
            cells.iter().map(field).collect::<Vec<_>>().join(&self.separator.to_string())
        };
        let lines: Vec<_> = core::iter::once(&self.headers).chain(&self.rows).map(line).collect();
        let mut text = lines.join(self.line_end);
        if !self.open {
            text.push_str(self.line_end);
        }
        if self.mark { format!("\u{FEFF}{text}") } else { text }.into_bytes()
    }
}

/// Files of every dialect, with columns turned round, left out and added.
fn export(schema: &'static TableSchema) -> impl Strategy<Value = Export> {
    let dialect = select(schema.dialects).prop_flat_map(move |dialect| {
        let columns: Vec<_> = dialect.columns.to_vec();
        let extra = select(&[0_usize, 0, 1, 3][..]);
        (Just(columns).prop_shuffle(), any::<bool>(), extra, any::<u64>())
    });
    let columns = dialect.prop_map(move |(shuffled, keep_order, extra, seed)| {
        let dialect = schema.dialects.iter().find(|dialect| {
            let mut own: Vec<_> = dialect.columns.to_vec();
            let mut found = shuffled.clone();
            own.sort_unstable();
            found.sort_unstable();
            own == found
        });
        let ordered = dialect.filter(|_| keep_order).map(|dialect| dialect.columns.to_vec());
        let mut columns: Vec<(String, Option<&'static str>)> = Vec::new();
        for (place, (header, field)) in ordered.unwrap_or(shuffled).into_iter().enumerate() {
            let required = schema.column(field).is_some_and(|column| column.required);
            let dropped = (seed >> (place % 60)) & 7 == 7;
            if required || !dropped || keep_order {
                let header = if seed & 2 == 0 {
                    header.to_string()
                } else {
                    format!(" {}*", header.to_uppercase())
                };
                columns.push((header, Some(field)));
            }
        }
        for number in 0..extra {
            let least = columns.len().saturating_add(1);
            let place = (seed as usize).wrapping_add(number.wrapping_mul(7)).checked_rem(least).unwrap_or(0);
            columns.insert(place, (format!("Team {}", number / 2), None));
        }
        columns
    });
    let rows = columns.prop_flat_map(move |columns| {
        let cells: Vec<BoxedStrategy<String>> = columns
            .iter()
            .map(|(_, field)| match field.and_then(|field| schema.column(field)) {
                Some(column) => cell(column),
                None => "['=]{0,2}[a-z ,;\"\n]{0,9}".boxed(),
            })
            .collect();
        let (headers, fields) = columns.into_iter().unzip();
        (Just(headers), Just(fields), prop::collection::vec(cells, 0..5))
    });
    let guard = select(&[FormulaGuard::Off, FormulaGuard::On][..]);
    (
        rows,
        select(&[',', ';', '\t', '|'][..]),
        select(&["\r\n", "\n", "\r"][..]),
        any::<(bool, bool, bool)>(),
        guard,
    )
        .prop_map(|((headers, fields, rows), separator, line_end, (quote_all, mark, open), guard)| {
            Export { headers, fields, rows, separator, line_end, quote_all, mark, open, guard }
        })
}

/// What a file comes to when it is read and written again, in its own form.
fn again<L: Report>(bytes: &[u8], options: ReadOptions) -> (Table<L::Row<'static>>, Vec<u8>) {
    let table = read::<L>(bytes, options);
    let mut written = Vec::new();
    rewrite::<L>(&table, &mut written).unwrap();
    (table, written)
}

fn is_given_back<L: Report>(export: &Export) -> Result<(), TestCaseError>
where
    L::Row<'static>: PartialEq + core::fmt::Debug + Clone,
{
    let bytes = export.bytes();
    let options = ReadOptions { guard: export.guard, ..ReadOptions::default() };
    let (table, written) = again::<L>(&bytes, options);
    prop_assert_eq!(&table.problems.kept, &Vec::new());
    prop_assert_eq!(table.rows.len(), export.rows.len());
    prop_assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&bytes));
    let fields: Vec<_> = table.form.columns.iter().map(|column| column.field.as_deref()).collect();
    prop_assert_eq!(&fields, &export.fields);

    // In every known dialect only the columns are lost that it does not have.
    for dialect in L::SCHEMA.dialects {
        let mut written = Vec::new();
        write_table::<L>(&table, Target::Known(dialect.name), export.guard, &mut written).unwrap();
        let converted = read::<L>(&written, options);
        prop_assert_eq!(converted.problems.total, 0);
        prop_assert!(converted.spellings.is_empty() && converted.other_headers.is_empty());
        for (before, after) in table.rows.iter().zip(&converted.rows) {
            for (place, column) in L::SCHEMA.columns.iter().enumerate() {
                let mut told = crate::table::TableWriter::new(Vec::new(), FormulaGuard::Off);
                if dialect.columns.iter().any(|(_, field)| *field == column.field) {
                    L::write_cell(before, place, &mut told);
                    told.end_row();
                    let mut again = crate::table::TableWriter::new(Vec::new(), FormulaGuard::Off);
                    L::write_cell(after, place, &mut again);
                    again.end_row();
                    prop_assert_eq!(told.into_sink(), again.into_sink(), "{}", column.header);
                }
            }
        }
        let (_, written_again) = again::<L>(&written, options);
        prop_assert_eq!(&written_again, &written);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rep_2_a_usage_report_is_written_again_byte_for_byte(export in export(USAGE)) {
        is_given_back::<Usage>(&export)?;
    }

    #[test]
    fn rep_2_a_membership_report_is_written_again_byte_for_byte(export in export(MEMBERSHIP)) {
        is_given_back::<Membership>(&export)?;
    }

    #[test]
    fn rep_2_a_specialization_report_is_written_again_byte_for_byte(export in export(SPECIALIZATION)) {
        is_given_back::<Specialization>(&export)?;
    }

    #[test]
    fn rep_2_rows_are_the_same_as_plain_data(export in export(MEMBERSHIP)) {
        let table = read_membership(&export.bytes(), ReadOptions::default());
        for row in &table.rows {
            let text = serde_json::to_string(row).unwrap();
            prop_assert_eq!(&serde_json::from_str::<MembershipRow<'static>>(&text).unwrap(), row);
        }
    }
}

#[test]
fn rep_2_every_column_of_every_dialect_is_a_field_with_a_header_once() {
    for schema in [USAGE, MEMBERSHIP, SPECIALIZATION] {
        let names: Vec<_> = schema.dialects.iter().map(|dialect| dialect.name).collect();
        assert_eq!(names, DialectName::ALL, "{}", schema.name);
        for dialect in schema.dialects {
            for (header, field) in dialect.columns {
                let place = schema.place(field);
                assert!(place.is_some() && !header.is_empty(), "{}: {header} of {field}", schema.name);
                assert_eq!(schema.with_header(header), place, "{}: {header}", schema.name);
                assert_eq!(dialect.columns.iter().filter(|(_, other)| other == field).count(), 1);
            }
        }
        for kind in ReportKind::ALL {
            for name in DialectName::ALL {
                assert_eq!(Dialect::known(*kind, *name).table().unwrap(), DialectTable::known(*kind, *name));
            }
        }
        // Every column is in some dialect.
        for column in schema.columns {
            let known = |dialect: &crate::table::DialectSchema| {
                dialect.columns.iter().any(|(_, field)| *field == column.field)
            };
            assert!(schema.dialects.iter().any(known), "{}: {}", schema.name, column.field);
        }
    }
}

fn column(header: &str, field: Option<&str>) -> DialectColumn {
    DialectColumn { header: header.into(), field: field.map(Into::into) }
}

fn german() -> Dialect {
    Dialect {
        name: "german".into(),
        report: ReportKind::Membership,
        columns: alloc::vec![
            column("Programm", Some("program_slug")),
            column("Mail", Some("email")),
            column("Abteilung", None),
            column("Name", Some("contracts")),
            column("Status", Some("member_state")),
            column("Kurse", Some("enrolled_courses")),
            column("Fertig", Some("completed_courses")),
        ],
    }
}

#[test]
fn rep_2_headers_of_ones_own_go_before_those_that_are_known() {
    let table = german().table().unwrap();
    // `Name` is the contract here, the known header `Email` gives way to the own one, and `Join Date` is still known.
    let file = b"Mail,Email,Name,Programm,Status,Kurse,Fertig,Join Date,Abteilung\n\
        jo@example.com,x,Year 1,p,MEMBER,2,1,2024-01-26 10:16:04,\"a, b\"\n";
    let read = read_with_dialect::<Membership>(file, &table, ReadOptions::default());
    assert_eq!(read.problems.total, 0, "{:?}", read.problems);
    let row = &read.rows[0];
    assert_eq!(
        (&*row.email, &*row.name, &*row.contracts, &*row.program_slug),
        ("jo@example.com", "", "Year 1", "p")
    );
    assert!(row.join_date.is_some());
    assert_eq!(&*read.other_headers, &[Box::from("Email"), Box::from("Abteilung")]);
    let mut written = Vec::new();
    rewrite::<Membership>(&read, &mut written).unwrap();
    assert_eq!(written, file);

    // Written in the dialect, the column that the report does not have takes the cells under its header.
    let mut written = Vec::new();
    write_table::<Membership>(&read, Target::Dialect(&table), FormulaGuard::Off, &mut written).unwrap();
    assert_eq!(
        String::from_utf8(written).unwrap(),
        "Programm,Mail,Abteilung,Name,Status,Kurse,Fertig\r\np,jo@example.com,\"a, b\",Year 1,MEMBER,2,1\r\n"
    );
    let usage = read_with_dialect::<Usage>(b"Mail\n", &table, ReadOptions::default());
    assert_eq!(usage.problems.kept[0].code, ProblemCode::NoHeader);
    assert!(usage.problems.kept[1..].iter().all(|problem| problem.code == ProblemCode::MissingHeader));
    let wrong = write_table::<Usage>(&usage, Target::Dialect(&table), FormulaGuard::Off, &mut Vec::new());
    assert_eq!(wrong.unwrap_err().code(), "other_report");
}

#[test]
fn rep_2_a_dialect_that_cannot_be_used_says_why() {
    type Change = fn(&mut Dialect);
    let changes: [(Change, &str, &str); 7] = [
        (|dialect| dialect.columns.push(column("mail *", None)), "repeated_header", "`Mail`"),
        (
            |dialect| dialect.columns.extend([column("A  Team", None), column("a\u{A0}team", None)]),
            "repeated_header",
            "`A  Team`",
        ),
        (|dialect| dialect.columns.push(column(" ", None)), "empty_header", "column 8"),
        (|dialect| dialect.columns.push(column("X", Some("team"))), "unknown_field", "`team`"),
        (|dialect| dialect.columns.push(column("X", Some("email"))), "repeated_field", "`email`"),
        (|dialect| dialect.columns.truncate(6), "missing_field", "`completed_courses`"),
        (
            |dialect| dialect.columns.extend((0..1000).map(|number| column(&format!("c{number}"), None))),
            "too_many_columns",
            "1000",
        ),
    ];
    for (change, code, words) in changes {
        let mut dialect = german();
        change(&mut dialect);
        let error = dialect.table().unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn rep_2_a_changed_value_is_written_and_a_kept_one_as_it_was_spelled() {
    let file = b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Join Date\n\
        a@x.org,p,MEMBER,01,02,2024-01-26T10:16:04\nb@x.org,p,MEMBER,03,04,2024-01-26 10:16:04\n";
    let mut table = read_membership(file, ReadOptions::default());
    assert_eq!(table.spellings.len(), 6);
    table.rows[0].enrolled_courses = 7;
    let mut written = Vec::new();
    rewrite::<Membership>(&table, &mut written).unwrap();
    let expected = String::from_utf8_lossy(file).replace("MEMBER,01,02", "MEMBER,7,02");
    assert_eq!(String::from_utf8(written).unwrap(), expected);
    assert!(!format!("{table:?}").contains("a@x.org"));
}

#[test]
fn rep_6_a_guard_put_on_later_guards_the_cells_outside_the_report_too() {
    let file = b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Name,Team\r\n\
        a@x.org,p,MEMBER,1,0,=1,=2\r\n";
    let table = read_membership(file, ReadOptions::default());
    let mut guarded = Vec::new();
    write_table::<Membership>(&table, Target::Own, FormulaGuard::On, &mut guarded).unwrap();
    assert!(guarded.ends_with(b"1,0,'=1,'=2\r\n"), "{}", String::from_utf8_lossy(&guarded));
    let options = ReadOptions { guard: FormulaGuard::On, ..ReadOptions::default() };
    let table = read_membership(&guarded, options);
    let mut open = Vec::new();
    write_table::<Membership>(&table, Target::Own, FormulaGuard::Off, &mut open).unwrap();
    assert_eq!(open, file);
}

#[test]
fn rep_2_the_guides_columns_stand_first_and_in_its_order() {
    for kind in ReportKind::ALL {
        let schema = kind.schema();
        let guide = schema.dialect(DialectName::Guide2020).unwrap().columns.iter();
        let fields: Vec<_> =
            schema.guide_columns().iter().map(|column| (column.header, column.field)).collect();
        assert_eq!(fields, guide.copied().collect::<Vec<_>>());
    }
}

#[test]
fn rep_2_headers_of_ones_own_are_found_whatever_space_is_in_them() {
    let mut dialect = german();
    let place = dialect
        .columns
        .iter()
        .position(|column| column.field.as_deref() == Some("email"))
        .unwrap();
    dialect.columns[place].header = "E Mail".into();
    let headers: Vec<_> = dialect
        .columns
        .iter()
        .map(|column| column.header.replace("E Mail", "e\u{A0}\tMAIL*"))
        .collect();
    let table = read_with_dialect::<Membership>(
        headers.join(",").as_bytes(),
        &dialect.table().unwrap(),
        ReadOptions::default(),
    );
    assert!(table.problems.is_empty(), "{:?}", table.problems);
}

#[test]
fn rep_2_a_misread_mark_is_no_part_of_the_form() {
    for (mark, own) in [("", false), ("\u{FEFF}", true)] {
        let clean = format!(
            "{mark}\"Email\"|\"Program Slug\"|\"Member State\"|\"# Enrolled Courses\"|\"# Completed Courses\"\n"
        );
        let file = clean.replacen('"', "ï»¿\"", 1);
        let (table, written) = again::<Membership>(file.as_bytes(), ReadOptions::default());
        assert!(table.problems.is_empty(), "{:?}", table.problems);
        assert_eq!((table.form.quotes, table.form.byte_order_mark), (Quotes::Always, own));
        assert_eq!(table.form.separator, Separator::Pipe);
        assert_eq!(written, clean.as_bytes());
    }
    // A header that only starts as such a mark does.
    let (table, _) = again::<Membership>("ï,\"a\"".as_bytes(), ReadOptions::default());
    assert_eq!(table.form.quotes, Quotes::Needed);
}
