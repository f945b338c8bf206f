use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow_schema::DataType;

use super::*;
use crate::report::{GradebookRequest, read_gradebook};

const FACTS: &str = "Name,Email,External Id,Learner ID,Program Slug,Course,Course ID,Item ID,Item Name,Item Type,Item Order,\
    Item Weight,Passing Threshold,Item Deadline,Attempt,Submitted At,Item Grade\n\
    =Jo Doe,jo@example.com,7,-l1,p,Course,c,quiz,=Quiz,Quiz,1,40,80,2024-01-20T00:00:00.000Z,1,2024-01-26 10:16:04,88.25\n\
    =Jo Doe,jo@example.com,7,-l1,p,Course,c,quiz,=Quiz,Quiz,1,40,80,2024-01-20T00:00:00.000Z,2,2024-01-27 10:16:04,88.2501\n\
    =Jo Doe,jo@example.com,7,-l1,p,Course,c,exam,Exam,Exam,2,60,80,,,,\n\
    Ada Roe,ada@example.com,,,p,Course,c,quiz,=Quiz,Quiz,1,40,80,,1,2024-01-26 10:16:04,10\n";

fn facts() -> GradebookAccumulator {
    let mut facts = GradebookAccumulator::default();
    let mut reader = crate::report::AttemptReader::new(ReadOptions::default());
    reader.push(FACTS.as_bytes(), &mut facts);
    let read = reader.finish(&mut facts);
    assert_eq!((read.used, read.problems.total), (4, 0));
    facts
}

fn made(layout: GradebookLayout, guard_formulas: bool) -> Vec<GradebookFile> {
    let mut request = GradebookRequest::default();
    request.options.layout = Some(layout);
    request.options.attempts = Some(true);
    request.options.guard_formulas = guard_formulas;
    facts().finish(&request, "2024-02-01T00:00:00.000Z".parse().unwrap()).unwrap().files
}

fn texts(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(name).unwrap().as_string::<i32>();
    column.iter().map(|text| text.map(ToString::to_string)).collect()
}

fn decimals(batch: &RecordBatch, name: &str) -> Vec<Option<i128>> {
    batch.column_by_name(name).unwrap().as_primitive::<Decimal128Type>().iter().collect()
}

#[test]
fn rep_5_the_long_layout_has_the_fields_of_its_rows() {
    for guard in [false, true] {
        let files = made(GradebookLayout::Long, guard);
        let (schema, batches) = gradebook_table(&files[1]);
        let [batch] = &batches[..] else { panic!("one batch") };
        let options = ReadOptions {
            guard: if guard { FormulaGuard::On } else { FormulaGuard::Off },
            ..ReadOptions::default()
        };
        let table = read_gradebook(&files[1].bytes, options);
        assert!(table.problems.is_empty());
        assert_eq!((batch.num_rows(), &batch.schema()), (table.rows.len(), &schema));
        assert_eq!(schema.field(20).data_type(), &DataType::Decimal128(18, 9));
        let text = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
        assert_eq!(texts(batch, "name"), table.rows.iter().map(|row| text(&row.name)).collect::<Vec<_>>());
        assert_eq!(
            texts(batch, "is_late"),
            table.rows.iter().map(|row| text(&row.is_late)).collect::<Vec<_>>()
        );
        let grade = |row: &crate::report::GradebookRow<'_>| row.item_grade.map(|grade| units(grade).unwrap());
        assert_eq!(decimals(batch, "item_grade"), table.rows.iter().map(grade).collect::<Vec<_>>());
        let times = batch.column_by_name("submitted_at").unwrap().as_primitive::<TimestampMillisecondType>();
        let time = |row: &crate::report::GradebookRow<'_>| row.submitted_at.map(|time| time.millis());
        assert_eq!(times.iter().collect::<Vec<_>>(), table.rows.iter().map(time).collect::<Vec<_>>());
        let attempts = batch.column_by_name("attempts").unwrap().as_primitive::<UInt64Type>();
        assert_eq!(attempts.values().to_vec(), table.rows.iter().map(|row| row.attempts).collect::<Vec<_>>());
    }
}

#[test]
fn rep_5_other_layouts_have_texts_grades_and_truths() {
    for guard in [false, true] {
        let (schema, batches) = gradebook_table(&made(GradebookLayout::Wide, guard)[1]);
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        assert_eq!(
            names[..6],
            ["Name", "Email", "External Id", "Learner ID", "Program Slug", "Program Name"]
        );
        assert_eq!(
            names[6..],
            [
                "Course: =Quiz (quiz)",
                "Course: Exam (exam)",
                "Course: Course Grade",
                "Course: Course Grade So Far"
            ]
        );
        let mut names = texts(&batches[0], "Name");
        names.sort();
        assert_eq!(names, [Some("=Jo Doe".to_string()), Some("Ada Roe".to_string())]);
        assert_eq!(texts(&batches[0], "Learner ID").iter().flatten().collect::<Vec<_>>(), ["-l1"]);
        let mut grades = decimals(&batches[0], "Course: =Quiz (quiz)");
        grades.sort();
        assert_eq!(grades, [Some(10_000_000_000), Some(88_250_100_000)]);
        assert_eq!(decimals(&batches[0], "Course: Exam (exam)"), [None, None]);

        let (schema, batches) = gradebook_table(&made(GradebookLayout::Canvas, guard)[1]);
        assert_eq!(schema.field(5).name(), "=Quiz (quiz)");
        assert_eq!(texts(&batches[0], "Student")[0].as_deref(), Some("    Points Possible"));
        assert_eq!(decimals(&batches[0], "=Quiz (quiz)")[0], Some(100_000_000_000));
        assert_eq!(batches[0].num_rows(), 3);

        let (_, batches) = gradebook_table(&made(GradebookLayout::Moodle, guard)[1]);
        let mut surnames = texts(&batches[0], "Surname");
        surnames.sort();
        assert_eq!(surnames, [Some("Doe".to_string()), Some("Roe".to_string())]);
        // A dash is no grade.
        assert_eq!(decimals(&batches[0], "Exam: Exam"), [None, None]);

        let (schema, batches) = gradebook_table(&made(GradebookLayout::OneRoster, guard)[1]);
        assert_eq!(schema.fields().len(), 15);
        let mut scores = decimals(&batches[0], "score");
        scores.sort();
        assert_eq!(scores, [None, None, Some(10_000_000_000), Some(88_250_100_000)]);
        assert_eq!(batches[0].column_by_name("late").unwrap().as_boolean().true_count(), 1);
        let mut students: Vec<_> = texts(&batches[0], "studentSourcedId").into_iter().flatten().collect();
        students.dedup();
        students.sort();
        assert_eq!(students, ["-l1", "ada@example.com"]);
    }
}

#[test]
fn rep_5_attempts_come_in_as_they_went_out() {
    let whole = facts();
    let request = GradebookRequest::default();
    let now = "2024-02-01T00:00:00.000Z".parse().unwrap();
    for guard in [false, true] {
        let (_, attempts) = gradebook_table(&made(GradebookLayout::Long, guard)[0]);
        let mut again = GradebookAccumulator::default();
        assert_eq!(observe_attempts(&mut again, &attempts[0], 0), Ok(3));
        // The item that nobody submitted is in no row of attempts.
        let exam = AssessmentAttempt {
            learner_id: Some("-l1".into()),
            program_slug: "p".into(),
            course_id: "c".into(),
            item_id: "exam".into(),
            item_name: Some("Exam".into()),
            item_type: Some("Exam".into()),
            item_order: Some(2),
            item_weight: Some("60".parse().unwrap()),
            passing_threshold: Some("80".parse().unwrap()),
            ..AssessmentAttempt::default()
        };
        again.observe(&exam).unwrap();
        assert_eq!(again.finish(&request, now), whole.finish(&request, now));
    }
}

/// An attempt, each column as another tool may have it.
fn foreign(change: &[(&str, Option<ArrayRef>)]) -> RecordBatch {
    let text = |text: &str| Arc::new(StringArray::from(vec![text])) as ArrayRef;
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("Email", text("jo@example.com")),
        ("program_slug", text("p")),
        ("Course ID", text("c")),
        ("item_id", text("quiz")),
        ("attempt", Arc::new(Int32Array::from(vec![1]))),
        ("submitted_at", Arc::new(TimestampMicrosecondArray::from(vec![1_500_000]))),
        ("item_grade", Arc::new(Float64Array::from(vec![88.25]))),
        ("mood", Arc::new(Int32Array::from(vec![1]))),
    ];
    for (name, array) in change {
        columns.retain(|(known, _)| known != name);
        columns.extend(array.iter().map(|array| (*name, array.clone())));
    }
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn rep_5_attempts_of_other_tools_are_taken_or_told() {
    let mut facts = GradebookAccumulator::default();
    assert_eq!(observe_attempts(&mut facts, &foreign(&[]), 0), Ok(1));
    let nothing = facts.to_bytes();
    let float = |value: f64| Some(Arc::new(Float64Array::from(vec![value])) as ArrayRef);
    let text = |text: &str| Some(Arc::new(StringArray::from(vec![text])) as ArrayRef);
    for (name, array, code, message) in [
        (
            "item_grade",
            float(88.25001),
            "too_precise",
            "column `item_grade` has too many decimal places in row 5; round it to 4",
        ),
        (
            "item_grade",
            float(101.0),
            "out_of_range",
            "column `item_grade` is out of range in row 5; percentages are 0 to 100",
        ),
        (
            "item_grade",
            text("good"),
            "wrong_type",
            "column `item_grade` is of type `Utf8`; give a decimal, or a number",
        ),
        (
            "attempt",
            Some(Arc::new(Int32Array::from(vec![-1]))),
            "out_of_range",
            "column `attempt` is out of range in row 5; counts are not negative",
        ),
        (
            "attempt",
            Some(Arc::new(Int32Array::from(vec![0]))),
            "no_number",
            "row 5 is no attempt, for its column `attempt`: the attempt has no number: give it, counted from 1",
        ),
        (
            "Email",
            None,
            "no_learner",
            "row 5 is no attempt, for its column `email`: the attempt names nobody: give an email or a learner id",
        ),
        (
            "item_id",
            None,
            "missing_column",
            "the file of assessment attempts needs a column `item_id`; add it",
        ),
    ] {
        let error = observe_attempts(&mut facts, &foreign(&[(name, array)]), 5).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (code, message));
    }
    assert_eq!(facts.to_bytes(), nothing);
}
