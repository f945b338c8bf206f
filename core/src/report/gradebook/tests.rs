use alloc::collections::BTreeSet;
use alloc::string::ToString;

use super::*;
use crate::Percent;
use crate::table::{ReadOptions, unguarded};

mod properties;

const NOW: &str = "2024-06-01T00:00:00.000Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn percent(text: &str) -> Percent {
    text.parse().unwrap()
}

/// An attempt of Jo at item `i` of course `c` in program `p`.
fn attempt(number: u32, day: u32, grade: &str) -> AssessmentAttempt {
    AssessmentAttempt {
        name: Some("Jo Doe".into()),
        email: Some("jo@example.com".into()),
        program_slug: "p".into(),
        course_id: "c".into(),
        item_id: "i".into(),
        item_weight: Some(percent("100")),
        attempt: Some(number),
        submitted_at: Some(at(&format!("2024-05-{day:02}T12:00:00.000Z"))),
        item_grade: Some(grade).filter(|grade| !grade.is_empty()).map(percent),
        ..AssessmentAttempt::default()
    }
}

fn gradebook(attempts: &[AssessmentAttempt], request: &GradebookRequest) -> Gradebook {
    let mut facts = GradebookAccumulator::default();
    attempts.iter().for_each(|attempt| facts.observe(attempt).unwrap());
    facts.finish(request, at(NOW)).unwrap()
}

fn with(options: GradebookOptions) -> GradebookRequest {
    GradebookRequest { options, ..GradebookRequest::default() }
}

fn layout(layout: GradebookLayout) -> GradebookRequest {
    with(GradebookOptions { layout: Some(layout), ..GradebookOptions::default() })
}

/// The text of the only file.
fn text(made: &Gradebook) -> &str {
    assert_eq!(made.files.len(), 1, "{made:?}");
    core::str::from_utf8(&made.files[0].bytes).unwrap()
}

fn rows(made: &Gradebook) -> Vec<GradebookRow<'static>> {
    let table = crate::report::read::<GradebookTable>(text(made).as_bytes(), ReadOptions::default());
    assert!(table.problems.is_empty(), "{:?}", table.problems);
    table.rows
}

fn row(attempts: &[AssessmentAttempt]) -> GradebookRow<'static> {
    let rows = rows(&gradebook(attempts, &GradebookRequest::default()));
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().unwrap()
}

fn grade(row: &GradebookRow<'_>) -> String {
    row.item_grade.map(|grade| grade.normalize().to_string()).unwrap_or_default()
}

fn kinds(made: &Gradebook) -> Vec<&'static str> {
    made.summary.findings.iter().map(|finding| finding.kind.as_str()).collect()
}

#[test]
fn rep_5_the_highest_grade_counts_then_the_earliest_then_the_lowest_number() {
    let found = row(&[attempt(1, 1, "70"), attempt(2, 2, "88.25"), attempt(3, 3, "71")]);
    assert_eq!((grade(&found).as_str(), found.counted_attempt, found.attempts), ("88.25", 2, 3));
    let found = row(&[attempt(2, 3, "80"), attempt(3, 2, "80"), attempt(4, 2, "80"), attempt(5, 9, "")]);
    assert_eq!((grade(&found).as_str(), found.counted_attempt, found.attempts), ("80", 3, 4));
    // A grade of nothing is a grade; no grade is none.
    let found = row(&[attempt(1, 1, ""), attempt(2, 2, "0")]);
    assert_eq!((grade(&found).as_str(), found.counted_attempt), ("0", 2));
    let found = row(&[attempt(1, 1, "")]);
    assert_eq!((grade(&found).as_str(), found.counted_attempt, found.attempts), ("", 0, 1));
    assert_eq!((found.submitted_at, &*found.is_late, &*found.is_item_passed), (None, "", ""));
    assert_eq!(found.course_grade, Some(0.into()));
    assert_eq!(found.course_grade_so_far, None);
}

#[test]
fn rep_5_passing_is_reaching_the_threshold() {
    let threshold = |grade: &str, threshold: &str| {
        let passing_threshold = Some(threshold).filter(|text| !text.is_empty()).map(percent);
        row(&[AssessmentAttempt { passing_threshold, ..attempt(1, 1, grade) }])
            .is_item_passed
            .into_owned()
    };
    assert_eq!(threshold("80", "80"), "Yes");
    assert_eq!(threshold("79.9999", "80"), "No");
    assert_eq!(threshold("100", ""), "");
    assert_eq!(threshold("", "80"), "");
    assert_eq!(threshold("0", "0"), "Yes");
}

#[test]
fn rep_5_late_is_after_the_deadline_and_counts_unless_it_may_not() {
    let due = |attempt: AssessmentAttempt| AssessmentAttempt {
        item_deadline: Some(at("2024-05-02T12:00:00.000Z")),
        ..attempt
    };
    let attempts = [due(attempt(1, 2, "60")), due(attempt(2, 3, "90"))];
    let found = row(&attempts);
    assert_eq!((grade(&found).as_str(), &*found.is_late), ("90", "Yes"));
    let options = GradebookOptions { late_work: Some(LateWork::NotCounted), ..GradebookOptions::default() };
    let found = rows(&gradebook(&attempts, &with(options.clone()))).remove(0);
    assert_eq!((grade(&found).as_str(), &*found.is_late, found.attempts), ("60", "No", 2));
    let found = rows(&gradebook(&attempts[1..], &with(options))).remove(0);
    assert_eq!((grade(&found).as_str(), found.counted_attempt, found.attempts), ("", 0, 1));
}

#[test]
fn rep_5_an_attempt_told_again_counts_once_and_one_told_differently_is_a_finding() {
    let made = gradebook(&[attempt(1, 1, "70"), attempt(1, 1, "70")], &GradebookRequest::default());
    assert_eq!((kinds(&made), made.summary.attempts), (vec!["repeated_attempt"], 1));
    // A grade that comes later is no contradiction.
    let made = gradebook(&[attempt(1, 1, "70"), attempt(1, 1, "")], &GradebookRequest::default());
    assert_eq!(kinds(&made), ["repeated_attempt"]);
    assert_eq!(grade(&rows(&made)[0]), "70");
    for (told, holds) in [
        (vec![attempt(1, 1, "70"), attempt(1, 1, "60")], "70"),
        (vec![attempt(1, 1, "70"), attempt(1, 2, "60")], "60"),
        (vec![attempt(1, 1, "70"), attempt(1, 2, "60"), attempt(1, 1, "99")], "60"),
    ] {
        let mut backwards = told.clone();
        backwards.reverse();
        for told in [told, backwards] {
            let made = gradebook(&told, &GradebookRequest::default());
            assert_eq!(kinds(&made), ["conflicting_attempt"]);
            let finding = &made.summary.findings[0];
            assert_eq!((finding.attempt, finding.item_id.as_deref()), (Some(1), Some("i")));
            assert_eq!(finding.learner.as_ref().map(|learner| learner.as_str()), Some("jo@example.com"));
            assert_eq!(grade(&rows(&made)[0]), holds);
        }
    }
}

#[test]
fn rep_5_findings_stand_in_an_order_that_is_not_that_of_the_facts() {
    let of =
        |program: &str, day: u32| AssessmentAttempt { program_slug: program.into(), ..attempt(1, day, "70") };
    let told = [of("q", 1), of("p", 1), of("q", 2), of("p", 2)];
    let mut backwards = told.clone();
    backwards.reverse();
    for told in [told, backwards] {
        let made = gradebook(&told, &GradebookRequest::default());
        let programs: Vec<_> =
            made.summary.findings.iter().map(|finding| finding.program_slug.as_deref()).collect();
        assert_eq!(programs, [Some("p"), Some("q")]);
    }
}

#[test]
fn rep_5_attempts_of_the_future_are_left_out() {
    let late =
        AssessmentAttempt { submitted_at: Some(at("2024-06-01T00:00:00.001Z")), ..attempt(2, 1, "99") };
    let now = AssessmentAttempt { submitted_at: Some(at(NOW)), ..attempt(1, 1, "70") };
    let made = gradebook(&[late.clone(), now], &GradebookRequest::default());
    assert_eq!((kinds(&made), made.summary.attempts), (vec!["future_attempt"], 1));
    assert_eq!(grade(&rows(&made)[0]), "70");
    // It is no activity either.
    let options = GradebookOptions { from: Some(at("2024-01-01T00:00:00Z")), ..GradebookOptions::default() };
    assert!(rows(&gradebook(&[late], &with(options))).is_empty());
}

#[test]
fn rep_5_weights_that_do_not_sum_to_100_are_shared_out() {
    let item = |item: &str, weight: Option<&str>, grade: &str| AssessmentAttempt {
        item_id: item.into(),
        item_weight: weight.map(percent),
        ..attempt(1, 1, grade)
    };
    let made = gradebook(
        &[item("a", Some("20"), "100"), item("b", Some("10"), "50"), item("practice", None, "0")],
        &GradebookRequest::default(),
    );
    assert_eq!(kinds(&made), ["uneven_weights"]);
    assert_eq!(rows(&made)[0].course_grade.unwrap().to_string(), "83.33");
    let made = gradebook(&[item("a", Some("0"), "100")], &GradebookRequest::default());
    assert_eq!((kinds(&made), rows(&made)[0].course_grade), (vec!["no_weights"], None));
    // One without a grade counts as nothing for the whole, and not for so far.
    let made =
        gradebook(&[item("a", Some("60"), "90"), item("b", Some("40"), "")], &GradebookRequest::default());
    assert!(made.summary.findings.is_empty());
    let found = &rows(&made)[1];
    assert_eq!(found.course_grade.unwrap().to_string(), "54.0");
    assert_eq!(found.course_grade_so_far.unwrap().to_string(), "90.0");
}

#[test]
fn rep_5_an_item_renamed_midway_has_its_latest_name_everywhere() {
    let named = |name: &str, weight: &str, attempt: AssessmentAttempt| AssessmentAttempt {
        item_name: Some(name.into()),
        item_weight: Some(percent(weight)),
        ..attempt
    };
    let old = named("Quiz", "100", attempt(1, 1, "70"));
    let new = AssessmentAttempt {
        email: Some("ada@example.com".into()),
        ..named("Final exam", "90", attempt(1, 5, "80"))
    };
    for told in [[old.clone(), new.clone()], [new, old]] {
        let made = gradebook(&told, &GradebookRequest::default());
        assert_eq!(kinds(&made), ["changed_item", "uneven_weights"]);
        assert!(rows(&made).iter().all(|row| row.item_name == "Final exam"));
    }
}

#[test]
fn rep_5_every_learner_has_every_item_of_the_course() {
    let nothing = AssessmentAttempt {
        email: Some("ada@example.com".into()),
        item_id: "j".into(),
        attempt: None,
        submitted_at: None,
        item_grade: None,
        item_order: Some(7),
        ..attempt(1, 1, "")
    };
    let made = gradebook(&[attempt(1, 1, "80"), nothing], &GradebookRequest::default());
    let found: Vec<_> = rows(&made)
        .iter()
        .map(|row| (row.email.clone(), row.item_id.clone(), row.attempts))
        .collect();
    assert_eq!(
        found,
        [
            ("ada@example.com".into(), "i".into(), 0),
            ("ada@example.com".into(), "j".into(), 0),
            ("jo@example.com".into(), "i".into(), 1),
            ("jo@example.com".into(), "j".into(), 0),
        ]
    );
}

#[test]
fn rep_5_people_and_courses_are_the_same_however_they_are_written() {
    let told = [
        AssessmentAttempt { email: Some("Jo@Example.com".into()), ..attempt(1, 1, "70") },
        AssessmentAttempt { email: Some(" jo@example.COM ".into()), ..attempt(2, 2, "80") },
    ];
    let found = row(&told);
    assert_eq!((&*found.email, found.attempts), ("jo@example.COM", 2));
    let told = [
        AssessmentAttempt { course_id: "daG-a-O1EeijKBISCWxf6g".into(), ..attempt(1, 1, "70") },
        AssessmentAttempt { course_id: "75a1be6b-e3b5-11e8-a328-1212096c5fea".into(), ..attempt(2, 2, "80") },
    ];
    assert_eq!(row(&told).attempts, 2);
    // With ids, an email may change hands.
    let known =
        |id: &str, attempt: AssessmentAttempt| AssessmentAttempt { learner_id: Some(id.into()), ..attempt };
    let made = gradebook(
        &[known("1", attempt(1, 1, "70")), known("2", attempt(1, 2, "80"))],
        &GradebookRequest::default(),
    );
    assert_eq!((made.summary.learners, made.summary.attempts), (2, 2));
}

fn two_programs() -> Vec<AssessmentAttempt> {
    let told = |email: &str, program: &str, course: &str, day: u32| AssessmentAttempt {
        email: Some(email.into()),
        program_slug: program.into(),
        course_id: course.into(),
        ..attempt(1, day, "50")
    };
    vec![
        told("a@x.org", "p", "c1", 1),
        told("b@x.org", "p", "c1", 10),
        told("a@x.org", "p", "c2", 10),
        told("c@x.org", "q", "c1", 20),
    ]
}

fn who(made: &Gradebook) -> Vec<String> {
    rows(made)
        .iter()
        .map(|row| format!("{} {} {}", row.program_slug, row.course_id, row.email))
        .collect()
}

#[test]
fn rep_5_levels_choose_programs_and_courses() {
    let all = two_programs();
    let level = |level: GradebookLevel| {
        let options = GradebookOptions { attempts: Some(false), ..GradebookOptions::default() };
        who(&gradebook(&all, &GradebookRequest { level, options }))
    };
    let everything = ["p c1 a@x.org", "p c1 b@x.org", "p c2 a@x.org", "q c1 c@x.org"];
    assert_eq!(level(OrganizationLevel {}.into()), everything);
    assert_eq!(level(ProgramLevel { program_slugs: vec!["q".into()] }.into()), ["q c1 c@x.org"]);
    let collection = |ids: &[&str]| CollectionLevel {
        program_slug: "p".into(),
        course_ids: ids.iter().map(|id| (*id).into()).collect(),
    };
    assert_eq!(level(collection(&["c2", "c3"]).into()), ["p c2 a@x.org"]);
    assert!(level(collection(&[]).into()).is_empty());
    let course = CourseLevel { program_slug: "p".into(), course_ids: vec!["c1".into()] };
    assert_eq!(level(course.clone().into()), ["p c1 a@x.org", "p c1 b@x.org"]);
    // A course in which nobody has submitted anything has no activity; of a collection it is left out.
    let mut idle = all.clone();
    idle.push(AssessmentAttempt {
        course_id: "c3".into(),
        attempt: None,
        submitted_at: None,
        item_grade: None,
        ..all[0].clone()
    });
    let chosen = |level: GradebookLevel| {
        who(&gradebook(&idle, &GradebookRequest { level, ..GradebookRequest::default() }))
    };
    assert_eq!(chosen(collection(&["c2", "c3"]).into()), ["p c2 a@x.org"]);
    assert_eq!(
        chosen(ProgramLevel { program_slugs: vec!["p".into()] }.into()),
        ["p c1 a@x.org", "p c1 b@x.org", "p c2 a@x.org", "p c3 a@x.org"]
    );
    // Of courses, both files of the guide are made.
    let request = GradebookRequest { level: course.into(), ..GradebookRequest::default() };
    let made = gradebook(&all, &request);
    let names: Vec<_> = made.files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["assessment_attempts.csv", "gradebook.csv"]);
    assert!(made.archive.starts_with(b"PK"));
}

#[test]
fn rep_5_a_range_is_half_open_and_selects_courses_or_learners() {
    let all = two_programs();
    let range = |from: &str, until: &str, activity: GradebookActivity| {
        let options = GradebookOptions {
            from: Some(at(from)),
            until: Some(at(until)),
            activity: Some(activity),
            ..GradebookOptions::default()
        };
        who(&gradebook(&all, &with(options)))
    };
    let noon = |day: u32| format!("2024-05-{day:02}T12:00:00.000Z");
    assert_eq!(
        range(&noon(10), &noon(20), GradebookActivity::Courses),
        ["p c1 a@x.org", "p c1 b@x.org", "p c2 a@x.org"]
    );
    assert_eq!(range(&noon(10), &noon(20), GradebookActivity::Learners), ["p c1 b@x.org", "p c2 a@x.org"]);
    assert_eq!(range(&noon(20), &noon(21), GradebookActivity::Learners), ["q c1 c@x.org"]);
    assert!(range(&noon(2), &noon(10), GradebookActivity::Courses).is_empty());
    // Grades are those of all attempts, but the file of attempts has those of the range.
    let told = [attempt(1, 1, "90"), attempt(2, 10, "40")];
    let options =
        GradebookOptions { from: Some(at(&noon(10))), attempts: Some(true), ..GradebookOptions::default() };
    let made = gradebook(&told, &with(options));
    let attempts = AttemptFile::read(&made.files[0].bytes, ReadOptions::default());
    assert_eq!(attempts.rows.iter().map(|row| row.attempt).collect::<Vec<_>>(), [Some(2)]);
    assert!(core::str::from_utf8(&made.files[1].bytes).unwrap().contains(",90.0,"));
}

#[test]
fn rep_5_a_file_for_each_program_has_a_name_that_is_safe_and_its_own() {
    let hostile = ["../../etc", "a/b", "A-B", "a b", "con", "", "é", "ü", "=x", "..", "p", "a\\b\0"];
    let mut told = Vec::new();
    for slug in hostile.iter().filter(|slug| !slug.is_empty()) {
        told.push(AssessmentAttempt { program_slug: (*slug).into(), ..attempt(1, 1, "50") });
    }
    told.push(AssessmentAttempt { program_slug: "x".repeat(500).into(), ..attempt(1, 1, "50") });
    let options = GradebookOptions {
        bundling: Some(GradebookBundling::FilePerProgram),
        attempts: Some(true),
        ..GradebookOptions::default()
    };
    let made = gradebook(&told, &with(options.clone()));
    assert_eq!(made.files.len(), told.len() * 2);
    let mut names = BTreeSet::new();
    for file in &made.files {
        assert!(names.insert(file.name.to_lowercase()), "{}", file.name);
        assert!(file.name.len() < 120 && !file.name.contains(".."));
        assert!(file.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
    }
    for name in ["gradebook-etc.csv", "gradebook-a-b.csv", "gradebook-a-b-2.csv", "gradebook-program.csv"] {
        assert!(names.contains(name), "{name}: {names:?}");
    }
    // A program that is chosen has its file, even with nothing in it.
    let level = ProgramLevel { program_slugs: vec!["p".into(), "none".into(), "p".into()] }.into();
    let options = GradebookOptions { attempts: None, ..options };
    let made = gradebook(&told, &GradebookRequest { level, options });
    let names: Vec<_> = made.files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["gradebook-none.csv", "gradebook-p.csv"]);
}

#[test]
fn rep_5_a_link_holds_as_long_as_the_policy_says() {
    let facts = GradebookAccumulator::default();
    let hours = |hours: Option<u32>| {
        let options = GradebookOptions { link_hours: hours, ..GradebookOptions::default() };
        facts.finish(&with(options), at(NOW)).map(|made| made.summary.expires_at.to_string())
    };
    assert_eq!(hours(None).unwrap(), "2024-06-02T00:00:00.000Z");
    assert_eq!(hours(Some(1)).unwrap(), "2024-06-01T01:00:00.000Z");
    assert_eq!(hours(Some(0)), Err(GradebookError::LinkHours { hours: 0 }));
    assert!(hours(Some(u32::MAX)).is_err());
    let made = facts.finish(&GradebookRequest::default(), Timestamp::MAX).unwrap();
    assert_eq!(made.summary.expires_at, Timestamp::MAX);
}

#[test]
fn rep_5_requests_that_choose_nothing_are_refused() {
    let facts = GradebookAccumulator::default();
    let refused = |request: GradebookRequest| facts.finish(&request, at(NOW)).unwrap_err();
    let options =
        GradebookOptions { from: Some(at(NOW)), until: Some(at(NOW)), ..GradebookOptions::default() };
    assert_eq!(refused(with(options)), GradebookError::EmptyRange);
    for (level, field) in [
        (GradebookLevel::from(ProgramLevel { program_slugs: vec![] }), "level.program_slugs"),
        (CourseLevel { program_slug: "p".into(), course_ids: vec![] }.into(), "level.course_ids"),
    ] {
        let error = refused(GradebookRequest { level, ..GradebookRequest::default() });
        assert_eq!((error.code(), error.field()), ("nothing_chosen", field));
        assert!(error.to_string().starts_with(char::is_lowercase));
    }
}

#[test]
fn rep_5_facts_that_say_too_little_are_refused() {
    let lacking = |change: fn(&mut AssessmentAttempt)| {
        let mut told = attempt(1, 1, "50");
        change(&mut told);
        let mut facts = GradebookAccumulator::default();
        let error = facts.observe(&told).unwrap_err();
        assert_eq!(format!("{facts:?}"), "GradebookAccumulator { learners: 0, items: 0, cells: 0, .. }");
        assert!(AssessmentAttempt::SCHEMA.fields.iter().any(|field| field.name == error.field()));
        error.code()
    };
    assert_eq!(lacking(|told| told.email = Some(" ".into())), "no_learner");
    assert_eq!(lacking(|told| told.program_slug = " ".into()), "no_program");
    assert_eq!(lacking(|told| told.course_id = "".into()), "no_course");
    assert_eq!(lacking(|told| told.item_id = "\t".into()), "no_item");
    assert_eq!(lacking(|told| told.attempt = Some(0)), "no_number");
    assert_eq!(lacking(|told| told.attempt = None), "no_number");
    assert_eq!(lacking(|told| told.submitted_at = None), "no_time");
    assert_eq!(
        lacking(|told| {
            told.attempt = None;
            told.submitted_at = None;
        }),
        "no_time"
    );
}

#[test]
fn rep_6_every_problem_of_a_file_of_attempts_is_named() {
    let file = AttemptFile::read(
        b"Name;Email;Program Slug;Course ID;Item ID;Attempt;Submitted At;Item Grade;Item Weight\n\
        Jo;jo@x.org;p;c;i;1;2024-05-01 12:00:00;88.25;100\n\
        Jo;;p;c;i;1;2024-05-01 12:00:00;88.25;100\n\
        Jo;jo@x.org;;;;one;yesterday;101;-1\n\
        Jo;jo@x.org;p;c;i;1;2024-05-01 12:00:00;1.23456;\n\
        Jo;jo@x.org;p;c;i;4294967296;2024-05-01 12:00:00;1;\n\
        Jo;jo@x.org;p;c;i;;2024-05-01 12:00:00;1;\n\
        Jo;jo@x.org;p;c;j;;;;\n",
        ReadOptions::default(),
    );
    let codes: Vec<_> = file
        .problems
        .kept
        .iter()
        .map(|problem| (problem.line, problem.header.as_deref().unwrap(), problem.code.as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            (3, "Email", "empty_value"),
            (4, "Program Slug", "empty_value"),
            (4, "Course ID", "empty_value"),
            (4, "Item ID", "empty_value"),
            (4, "Item Weight", "out_of_range"),
            (4, "Attempt", "not_a_count"),
            (4, "Submitted At", "not_a_time"),
            (4, "Item Grade", "out_of_range"),
            (5, "Item Grade", "too_precise"),
            (6, "Attempt", "not_a_count"),
            (7, "Attempt", "empty_value"),
        ]
    );
    assert_eq!((file.rows.len(), file.records), (2, 7));
    let other = AttemptFile::read(
        &gradebook(&[], &GradebookRequest::default()).files[0].bytes,
        ReadOptions::default(),
    );
    assert_eq!(other.problems.kept[0].header.as_deref(), Some("gradebook"));
    let headers: Vec<_> = AttemptFile::template().trim_end().split(',').collect();
    let columns: Vec<_> = ASSESSMENT_ATTEMPTS.columns.iter().map(|column| column.header).collect();
    assert_eq!(headers, columns[..headers.len()]);
    assert_eq!(columns[headers.len()..], ["Is Item Passed", "Is Late"]);
}

#[test]
fn rep_6_names_that_are_formulas_are_guarded_in_every_layout() {
    let told = AssessmentAttempt {
        name: Some("=HYPERLINK(\"x\")".into()),
        item_name: Some("@SUM(1+1), \u{202e}תרגיל".into()),
        course: Some("+1".into()),
        item_type: Some("-quiz".into()),
        ..attempt(1, 1, "50")
    };
    for layout in GradebookLayout::ALL {
        let options = GradebookOptions {
            layout: Some(*layout),
            attempts: Some(true),
            guard_formulas: true,
            ..GradebookOptions::default()
        };
        let made = gradebook(core::slice::from_ref(&told), &with(options));
        for file in &made.files {
            for record in crate::table::read_all(&file.bytes, Default::default()) {
                for field in record.iter().filter(|field| field.parse::<f64>().is_err() && *field != "-") {
                    assert!(!field.starts_with(['=', '+', '-', '@']), "{layout}: {field}");
                }
            }
        }
        let attempts = AttemptFile::read(
            &made.files[0].bytes,
            ReadOptions { guard: FormulaGuard::On, ..ReadOptions::default() },
        );
        assert_eq!(attempts.rows[0].name.as_ref().map(|name| name.as_str()), Some("=HYPERLINK(\"x\")"));
        assert_eq!(attempts.rows[0].item_name, told.item_name);
        assert_eq!(unguarded("'+1"), "+1");
    }
}

fn a_class() -> Vec<AssessmentAttempt> {
    let item = |email: &str, item: &str, order: u32, attempt: AssessmentAttempt| AssessmentAttempt {
        name: Some(if email == "ada@x.org" { "Ada King Lovelace" } else { "Jo" }.into()),
        email: Some(email.into()),
        external_id: Some(if email == "ada@x.org" { "E1" } else { "" }.into()),
        course: Some("Poetry".into()),
        course_slug: Some("poetry".into()),
        item_id: item.into(),
        item_name: Some(if item == "q" { "Quiz" } else { "Essay" }.into()),
        item_type: (item == "q").then(|| "Quiz".into()),
        item_order: Some(order),
        item_weight: Some(percent(if item == "q" { "30" } else { "70" })),
        item_deadline: Some(at("2024-05-05T12:00:00.000Z")),
        ..attempt
    };
    let none = AssessmentAttempt { attempt: None, submitted_at: None, item_grade: None, ..attempt(1, 1, "") };
    vec![
        item("ada@x.org", "e", 2, attempt(1, 6, "81.5")),
        item("ada@x.org", "q", 1, attempt(1, 1, "")),
        item("jo@x.org", "q", 1, attempt(1, 2, "90")),
        item("jo@x.org", "e", 2, none),
    ]
}

#[test]
fn rep_5_the_wide_form_and_the_forms_of_others() {
    let lines = |chosen| text(&gradebook(&a_class(), &layout(chosen))).replace("\r\n", "\n");
    assert_eq!(
        lines(GradebookLayout::Wide),
        "Name,Email,External Id,Learner ID,Program Slug,Program Name,Poetry: Quiz (q),Poetry: Essay (e),Poetry: Course Grade,Poetry: Course Grade So Far\n\
        Ada King Lovelace,ada@x.org,E1,,p,,,81.5,57.05,81.5\n\
        Jo,jo@x.org,,,p,,90.0,,27.0,90.0\n"
    );
    assert_eq!(
        lines(GradebookLayout::Canvas),
        "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (q),Essay (e)\n    Points Possible,,,,,100,100\n\
        Ada King Lovelace,,E1,ada@x.org,p,,81.5\n\
        Jo,,,jo@x.org,p,90.0,\n"
    );
    assert_eq!(
        lines(GradebookLayout::Moodle),
        "First name,Surname,ID number,Institution,Department,Email address,Quiz: Quiz,Assignment: Essay,Course total\n\
        Ada King,Lovelace,E1,,,ada@x.org,-,81.5,57.05\n\
        ,Jo,,,,jo@x.org,90.0,-,27.0\n"
    );
    let results = lines(GradebookLayout::OneRoster);
    let mut found = results.lines().map(|line| line.split_once(',').unwrap());
    assert_eq!(
        found.next().unwrap().1,
        "status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing"
    );
    let (ids, rest): (BTreeSet<_>, Vec<_>) = found.unzip();
    assert_eq!(ids.len(), 4);
    assert_eq!(
        rest,
        [
            ",,c/q,E1,submitted,,,,,p/c,,,false,false",
            ",,c/e,E1,fully graded,81.5,2024-05-06,,,p/c,,,true,false",
            ",,c/q,jo@x.org,fully graded,90.0,2024-05-02,,,p/c,,,false,false",
            ",,c/e,jo@x.org,not submitted,,,,,p/c,,,false,true",
        ]
    );
    let names: Vec<_> = GradebookLayout::ALL
        .iter()
        .map(|chosen| gradebook(&[], &layout(*chosen)).files[0].name.to_string())
        .collect();
    assert_eq!(
        names,
        [
            "gradebook.csv",
            "gradebook.csv",
            "canvas-gradebook.csv",
            "moodle-gradebook.csv",
            "results.csv"
        ]
    );
}

#[test]
fn rep_5_columns_of_the_wide_form_are_each_ones_own() {
    let named = |item: &str, course: &str| AssessmentAttempt {
        item_id: item.into(),
        item_name: Some("Course Grade".into()),
        course_id: course.into(),
        course: Some("Same".into()),
        ..attempt(1, 1, "50")
    };
    let told = [named("i", "c1"), named("i", "c2"), named("j", "c1")];
    for chosen in [GradebookLayout::Wide, GradebookLayout::Canvas, GradebookLayout::Moodle] {
        let made = gradebook(&told, &layout(chosen));
        let records = crate::table::read_all(&made.files[0].bytes, Default::default());
        let headers: Vec<_> = records[0].iter().collect();
        assert_eq!(headers.iter().collect::<BTreeSet<_>>().len(), headers.len(), "{headers:?}");
        assert!(records.iter().all(|record| record.len() == headers.len()));
    }
}

#[test]
fn id_4_nothing_personal_is_in_debug_output() {
    let told = AssessmentAttempt { learner_id: Some("secret".into()), ..attempt(1, 1, "50") };
    let made = gradebook(&[told.clone(), told.clone()], &GradebookRequest::default());
    let mut facts = GradebookAccumulator::default();
    facts.observe(&told).unwrap();
    let shown = format!("{told:?} {made:?} {facts:?} {:?}", rows(&made));
    for word in ["Jo", "jo@", "secret"] {
        assert!(!shown.contains(word), "{shown}");
    }
    assert!(!made.summary.findings.is_empty());
}

#[test]
fn ana_6_bytes_that_are_no_facts_are_refused() {
    let mut facts = GradebookAccumulator::default();
    for attempt in a_class() {
        facts.observe(&attempt).unwrap();
    }
    let bytes = facts.to_bytes();
    for end in 0..bytes.len() {
        assert!(GradebookAccumulator::from_bytes(&bytes[..end]).is_err(), "cut off at {end}");
    }
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x21;
        assert!(GradebookAccumulator::from_bytes(&changed).is_err(), "changed at {place}");
        // Forged with the right checksum: refused, or facts that hold together.
        let sum = crc32fast::hash(&changed[13..]);
        changed[9..13].copy_from_slice(&sum.to_le_bytes());
        if let Ok(forged) = GradebookAccumulator::from_bytes(&changed) {
            let made = forged.finish(&GradebookRequest::default(), at(NOW)).unwrap();
            assert!(made.files[0].bytes.starts_with(b"Name,Email"));
            forged.to_bytes();
        }
    }
    let mut newer = bytes;
    newer[8] = 9;
    let error = GradebookAccumulator::from_bytes(&newer).unwrap_err();
    assert_eq!(
        (error.code(), error),
        ("unknown_version", GradebookStateError::UnknownVersion { version: 9 })
    );
}
