use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::report::{
    Dialect, DialectColumn, Membership, ReportKind, Usage, WriteOptions, read_membership, write_membership,
};
use crate::table::{FormulaGuard, Layout};

#[derive(Clone)]
struct Row(BTreeMap<&'static str, PlainValue<'static>>);

impl PlainRow for Row {
    type Misfit = String;

    fn names(&self) -> usize {
        self.0.len()
    }

    fn value(&self, name: &str, _: ColumnType) -> Result<PlainValue<'_>, String> {
        match self.0.get(name) {
            Some(PlainValue::Other) if name == "job_title" => Err("this cannot be read".into()),
            value => Ok(value.cloned().unwrap_or(PlainValue::Absent)),
        }
    }

    fn find_unknown(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<Box<str>>, String> {
        Ok(self.0.keys().find(|name| !is_known(name)).map(|name| (*name).into()))
    }
}

impl From<PlainDefect> for String {
    fn from(defect: PlainDefect) -> Self {
        defect.to_string()
    }
}

fn text(text: &'static str) -> PlainValue<'static> {
    PlainValue::Text(text.into())
}

fn member() -> Row {
    Row([
        ("email", text("jo@example.com")),
        ("program_slug", text("p")),
        ("member_state", text("MEMBER")),
    ]
    .into())
}

fn written<L: Report>(target: Target<'_>, row: &Row) -> Result<String, (String, String)> {
    let rows = PlainRows::<L>::new(target).unwrap();
    let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
    rows.write(&mut writer, row).map_err(|refusal| (refusal.name.into(), refusal.misfit))?;
    Ok(String::from_utf8(writer.into_sink()).unwrap())
}

fn with(name: &'static str, value: PlainValue<'static>) -> Row {
    let mut row = member();
    row.0.insert(name, value);
    row
}

#[test]
fn rep_2_a_plain_row_is_written_in_the_columns_of_each_dialect() {
    let full = [
        ("enrolled_courses", PlainValue::Count(2)),
        ("line", PlainValue::Count(7)),
        ("join_date", text("2020-01-02T03:04:05.006Z")),
        ("learning_hours", text("1.25")),
        ("contract_ids", PlainValue::Null),
    ];
    let row = Row(member().0.into_iter().chain(full).collect());
    for name in DialectName::ALL.iter().copied() {
        let rows = PlainRows::<Membership>::new(Target::Known(name)).unwrap();
        let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
        rows.write_header(&mut writer);
        rows.write(&mut writer, &row).unwrap();
        let table = read_membership(writer.sink(), Default::default());
        assert!(table.problems.is_empty(), "{:?}", table.problems);
        let read = &table.rows[0];
        assert_eq!((table.rows.len(), read.enrolled_courses, &*read.email), (1, 2, "jo@example.com"));
        let has = |field: &str| {
            DialectTable::known(ReportKind::Membership, name)
                .columns
                .iter()
                .any(|column| column.place == Membership::SCHEMA.place(field))
        };
        assert_eq!(read.join_date.is_some(), has("join_date"), "{name:?}");
        assert_eq!(read.learning_hours.is_some(), has("learning_hours"), "{name:?}");
        let options = WriteOptions { dialect: name, ..WriteOptions::default() };
        let mut expected = Vec::new();
        write_membership(table.rows, options, &mut expected);
        assert_eq!(writer.into_sink(), expected, "{name:?}");
    }
}

#[test]
fn rep_2_what_only_later_exports_have_is_not_lost_unasked() {
    for later in [text("1.5"), PlainValue::Count(1), PlainValue::YesNo(true), PlainValue::Other] {
        let row = with("learning_hours", later);
        let (name, message) = written::<Membership>(Target::Own, &row).unwrap_err();
        assert_eq!(name, "learning_hours");
        assert!(message.contains("give a `dialect` that has it"), "{message}");
        assert!(written::<Membership>(Target::Known(DialectName::Guide2020), &row).is_ok());
    }
    for nothing in [text(""), PlainValue::Null] {
        assert!(written::<Membership>(Target::Own, &with("learning_hours", nothing)).is_ok());
    }
}

#[test]
fn rep_2_every_value_that_is_none_of_its_column_is_refused() {
    for (name, value, defect) in [
        ("email", PlainValue::Null, PlainDefect::Empty),
        ("email", PlainValue::Absent, PlainDefect::Empty),
        ("email", text(""), PlainDefect::Empty),
        ("name", PlainValue::Count(5), PlainDefect::NoText),
        ("program_slug", PlainValue::YesNo(true), PlainDefect::NoText),
        ("member_state", PlainValue::Null, PlainDefect::Empty),
        ("member_state", PlainValue::Other, PlainDefect::NoText),
        ("member_state", text("MEMBERS"), PlainDefect::Word(ProblemCode::NotAMemberState)),
        ("join_date", text("yesterday"), PlainDefect::NoTime),
        ("join_date", PlainValue::Count(5), PlainDefect::NoTime),
        ("enrolled_courses", text("5"), PlainDefect::NoCount),
        ("enrolled_courses", PlainValue::Other, PlainDefect::NoCount),
        ("mood", text(""), PlainDefect::UnknownColumn { report: "membership report" }),
        // A line is a number; else it is an unknown name.
        ("line", text("7"), PlainDefect::UnknownColumn { report: "membership report" }),
    ] {
        let refused = written::<Membership>(Target::Own, &with(name, value.clone())).unwrap_err();
        assert_eq!(refused, (name.into(), defect.to_string()), "{name}: {value:?}");
    }
    assert_eq!(
        written::<Membership>(Target::Own, &with("job_title", PlainValue::Other)).unwrap_err(),
        ("job_title".into(), "this cannot be read".into())
    );
    let usage = |name: &'static str, value| {
        let mut row = Row([
            ("email", text("jo@example.com")),
            ("course_id", text("-c")),
            ("program_slug", text("p")),
            ("completed", PlainValue::YesNo(true)),
            ("removed_from_program", PlainValue::YesNo(false)),
        ]
        .into());
        row.0.insert(name, value);
        written::<Usage>(Target::Known(DialectName::About2025), &row)
    };
    for (name, value, defect) in [
        ("completed", PlainValue::Null, PlainDefect::Empty),
        ("completed", text("Yes"), PlainDefect::NotYesNo),
        ("for_credit", PlainValue::Count(1), PlainDefect::NotYesNo),
        ("overall_progress", text("100.01"), PlainDefect::OutOfRange),
        ("overall_progress", PlainValue::Decimal((-1).into()), PlainDefect::OutOfRange),
        ("estimated_learning_hours", text("-0.5"), PlainDefect::OutOfRange),
        ("estimated_learning_hours", text("much"), PlainDefect::NoDecimal),
        ("estimated_learning_hours", PlainValue::Other, PlainDefect::NoDecimal),
    ] {
        assert_eq!(usage(name, value).unwrap_err(), (name.into(), defect.to_string()));
    }
    for (name, value, cell) in [
        ("overall_progress", PlainValue::Count(100), ",100.0,"),
        ("overall_progress", PlainValue::Decimal(Decimal::new(1282, 2)), ",12.82,"),
        ("estimated_learning_hours", text("1000.5"), ",1000.5,"),
        ("for_credit", PlainValue::YesNo(false), ",No,"),
        (
            "last_course_activity_time",
            PlainValue::Time(Timestamp::from_millis(0).unwrap()),
            ",1970-01-01T00:00:00.000Z,",
        ),
    ] {
        let line = usage(name, value).unwrap();
        assert!(line.contains(cell), "{name}: {line}");
    }
}

#[test]
fn rep_2_columns_of_ones_own_take_texts_by_their_header() {
    let mut dialect = Dialect::known(ReportKind::Membership, DialectName::Legacy);
    dialect.columns.push(DialectColumn { header: "Team".into(), field: None });
    // In a row this is the name of a field, which the dialect does not have.
    dialect.columns.push(DialectColumn { header: "job_title".into(), field: None });
    let table = dialect.table().unwrap();
    let target = Target::Dialect(&table);
    let mut row = with("job_title", text("Pilot"));
    row.0.insert("Team", text("Red"));
    assert!(written::<Membership>(target, &row).unwrap().ends_with(",Red,\r\n"));
    row.0.insert("Team", PlainValue::Count(5));
    assert_eq!(written::<Membership>(target, &row).unwrap_err(), ("Team".into(), "give text".into()));
    assert!(matches!(PlainRows::<Usage>::new(target), Err(DialectError::OtherReport { .. })));
}

#[test]
fn rep_2_nothing_is_left_of_a_row_that_was_refused() {
    let rows = PlainRows::<Membership>::new(Target::Own).unwrap();
    let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
    rows.write(&mut writer, &with("enrolled_courses", PlainValue::Other)).unwrap_err();
    rows.write(&mut writer, &member()).unwrap();
    assert_eq!(
        String::from_utf8(writer.into_sink()),
        Ok(written::<Membership>(Target::Own, &member()).unwrap())
    );
}
