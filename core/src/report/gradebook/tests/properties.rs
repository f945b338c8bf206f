use alloc::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn any_attempt() -> impl Strategy<Value = AssessmentAttempt> {
    let email = prop::sample::select(&["a@x.org", "A@x.org", "b@x.org", "é@x.org", "c@x.org"][..]);
    let who = (email, prop::sample::select(&["p", "q"][..]), prop::sample::select(&["c1", "c2"][..]));
    let item = (
        prop::sample::select(&["i", "j", "k"][..]),
        0_u32..3,
        prop::sample::select(&[None, Some("0"), Some("25"), Some("50"), Some("75")][..]),
    );
    let facts = (
        1_u32..4,
        1_u32..28,
        prop::option::of(0_u32..=1_000_000),
        prop::option::of(1_u32..28),
        any::<bool>(),
    );
    (who, item, facts).prop_map(|((email, program, course), (item, order, weight), facts)| {
        let (number, day, grade, deadline, submitted) = facts;
        AssessmentAttempt {
            email: Some(email.into()),
            program_slug: program.into(),
            course_id: course.into(),
            item_id: item.into(),
            item_name: Some(format!("Item {order}").into()),
            item_order: Some(order),
            item_weight: weight.map(percent),
            passing_threshold: Some(percent("60")),
            item_deadline: deadline.map(|day| at(&format!("2024-05-{day:02}T12:00:00Z"))),
            attempt: submitted.then_some(number),
            submitted_at: submitted.then(|| at(&format!("2024-05-{day:02}T12:00:00Z"))),
            item_grade: grade.filter(|_| submitted).and_then(|grade| Percent::from_units(grade & !0xFFFF)),
            ..AssessmentAttempt::default()
        }
    })
}

/// What an item comes to, worked out slowly from all that was told.
fn model(told: &[AssessmentAttempt], of: (&str, &str, &str, &str)) -> (u64, Option<Percent>, u64) {
    let same = |attempt: &&AssessmentAttempt| {
        let email = attempt.email.as_ref().unwrap().to_lowercase();
        (&*email, &*attempt.program_slug, &*attempt.course_id, &*attempt.item_id) == of
    };
    let mut by_number: BTreeMap<u32, (Timestamp, Option<Percent>)> = BTreeMap::new();
    for attempt in told.iter().filter(same).filter(|attempt| attempt.submitted_at.is_some()) {
        let fact = (attempt.submitted_at.unwrap(), attempt.item_grade);
        let known = by_number.entry(attempt.attempt.unwrap()).or_insert(fact);
        *known = fact.max(*known);
    }
    let graded = by_number.iter().filter_map(|(number, (at, grade))| Some((grade.as_ref()?, at, number)));
    let best = graded.max_by(|a, b| a.0.cmp(b.0).then(b.1.cmp(a.1)).then(b.2.cmp(a.2)));
    let count = u64::try_from(by_number.len()).unwrap();
    (count, best.map(|best| *best.0), best.map_or(0, |best| u64::from(*best.2)))
}

fn any_request() -> impl Strategy<Value = GradebookRequest> {
    let range = (prop::option::of(1_u32..15), prop::option::of(15_u32..28));
    let choices = (
        prop::sample::select(GradebookLayout::ALL.to_vec()),
        prop::sample::select(GradebookBundling::ALL.to_vec()),
        prop::sample::select(GradebookActivity::ALL.to_vec()),
        prop::sample::select(LateWork::ALL.to_vec()),
    );
    (range, choices, any::<bool>()).prop_map(
        |((from, until), (layout, bundling, activity, late), attempts)| {
            let day = |day: u32| at(&format!("2024-05-{day:02}T12:00:00Z"));
            with(GradebookOptions {
                from: from.map(day),
                until: until.map(day),
                activity: Some(activity),
                bundling: Some(bundling),
                layout: Some(layout),
                late_work: Some(late),
                attempts: Some(attempts),
                ..GradebookOptions::default()
            })
        },
    )
}

proptest! {
    #[test]
    fn ana_6_any_split_in_any_order_gives_the_same_gradebook(
        told in prop::collection::vec(any_attempt(), 0..40),
        request in any_request(),
        parts in 1_usize..5,
        salt in 0_usize..100,
    ) {
        let whole = gradebook(&told, &request);
        let mut accumulators = vec![GradebookAccumulator::default(); parts];
        for (index, attempt) in told.iter().enumerate().rev() {
            accumulators[index.wrapping_mul(7).wrapping_add(salt).checked_rem(parts).unwrap()].observe(attempt).unwrap();
        }
        let mut merged = GradebookAccumulator::default();
        for accumulator in accumulators.iter().rev() {
            merged.merge(accumulator);
        }
        prop_assert_eq!(merged.finish(&request, at(NOW)).unwrap(), whole.clone());
        // Stored and sent, they are the same facts, whatever the order was.
        let bytes = merged.to_bytes();
        let restored = GradebookAccumulator::from_bytes(&bytes).unwrap();
        prop_assert_eq!(restored.finish(&request, at(NOW)).unwrap(), whole);
        prop_assert_eq!(restored.to_bytes(), bytes.clone());
        let mut again = GradebookAccumulator::default();
        told.iter().for_each(|attempt| again.observe(attempt).unwrap());
        prop_assert_eq!(again.to_bytes(), bytes);
    }

    #[test]
    fn rep_5_grades_are_those_of_the_slow_model(told in prop::collection::vec(any_attempt(), 0..60)) {
        let made = gradebook(&told, &GradebookRequest::default());
        let mut total = 0_u64;
        for row in rows(&made) {
            let email = row.email.to_lowercase();
            let (attempts, grade, counted) = model(&told, (&email, &row.program_slug, &row.course_id, &row.item_id));
            let found = row.item_grade.map(|grade| Percent::try_from(grade).unwrap());
            prop_assert_eq!((row.attempts, found, row.counted_attempt), (attempts, grade, counted));
            let passed = grade.map_or("", |grade| if grade >= percent("60") { "Yes" } else { "No" });
            prop_assert_eq!(&*row.is_item_passed, passed);
            total = total.saturating_add(attempts);
        }
        prop_assert_eq!(made.summary.attempts, total);
    }

    #[test]
    fn rep_5_a_file_of_attempts_that_was_written_gives_the_same_grades_however_it_is_cut(
        told in prop::collection::vec(any_attempt(), 0..40),
        size in 1_usize..200,
        guard_formulas: bool,
    ) {
        let options = GradebookOptions { attempts: Some(true), guard_formulas, ..GradebookOptions::default() };
        let request = with(options);
        // What was never submitted does not stand in the file, and an attempt told twice stands there once.
        let told: Vec<_> = told.into_iter().filter(|attempt| attempt.submitted_at.is_some()).collect();
        let made = gradebook(&told, &request);
        let mut again = GradebookAccumulator::default();
        let guard = if guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };
        let mut reader = AttemptReader::new(ReadOptions { guard, ..ReadOptions::default() });
        for piece in made.files[0].bytes.chunks(size) {
            reader.push(piece, &mut again);
        }
        let read = reader.finish(&mut again);
        prop_assert_eq!((read.records, read.problems.total), (read.used, 0));
        prop_assert_eq!(again.finish(&request, at(NOW)).unwrap().files, made.files);
    }
}
