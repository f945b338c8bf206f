//! The home page, leaderboards and previews beside the reference model, and as of earlier instants.

use matricula::*;
use proptest::prelude::*;
use proptest::sample::select;

use crate::model::{Model, ten_thousandths};
use crate::world::{DAY, Move, begin, cases, clock, history, learner, learning, live, program, setup, time};

/// The programs of which an actor is told; none if nothing.
fn visible(register: &Register, actor: &Actor) -> Option<Vec<ProgramId>> {
    let all = [program(0), program(1)];
    match actor.as_administrator() {
        None => Some(all.into()),
        Some(id) => {
            let found = register.administrators().into_iter().find(|found| found.administrator == id)?;
            Some(if found.organization { all.into() } else { found.programs })
        }
    }
}

fn actors() -> Vec<Actor> {
    let administrators =
        (0..3).map(|number| Actor::administrator(AdministratorId::from_u128(0x300 + number)));
    [Actor::OPERATOR].into_iter().chain(administrators).collect()
}

fn homes_agree(register: &Register, model: &Model, at: Timestamp) -> Result<(), TestCaseError> {
    let model = model.at(at);
    for actor in actors() {
        let context = Context::new(at, actor.clone());
        let found = register.home(&HomeRequest::default(), &context);
        let Some(programs) = visible(register, &actor) else {
            prop_assert_eq!(found.unwrap_err().code(), "not_authorized");
            continue;
        };
        let home = found.unwrap();
        prop_assert_eq!(home.at, at);
        let mut expected = [0; 3];
        let mut funnel = [0; 4];
        for id in &programs {
            for (sum, part) in expected.iter_mut().zip(model.totals(*id)) {
                *sum += part;
            }
            let part = model.funnel(*id, at);
            for (sum, part) in
                funnel.iter_mut().zip([part.invited, part.joined, part.enrolled, part.completed])
            {
                *sum += part;
            }
        }
        let summary = home.summary;
        let hours = ten_thousandths(serde_json::to_value(summary.learning_hours).unwrap().as_str().unwrap());
        prop_assert_eq!([summary.enrollments, hours, summary.lessons], expected, "{:?}", actor);
        let [invited, joined, enrolled, completed] = funnel;
        let stages: Vec<_> = home.funnel.iter().map(|stage| (stage.count, stage.to_remind)).collect();
        let expected = [(invited, invited), (joined, joined - enrolled), (enrolled, enrolled - completed)];
        prop_assert_eq!(&stages[..], &expected[..]);
        // The list of whom to remind has as many rows.
        for stage in &home.funnel {
            let list = register.user_list(&stage.reminder, &context).unwrap();
            prop_assert_eq!(list.total, u64::from(stage.to_remind), "{}", stage.stage);
        }
        for card in &home.programs {
            prop_assert!(programs.contains(&card.program) && !card.removed);
            prop_assert_eq!(card.funnel, model.funnel(card.program, at));
        }
        for contract in &home.contracts {
            prop_assert_eq!(contract.occupied, model.occupied(contract.contract));
        }
        let administrators = register.administrators();
        let own = administrators.iter().find(|found| actor.as_administrator() == Some(found.administrator));
        if own.is_some_and(|found| !found.organization) {
            let shown: Vec<_> = home.contracts.iter().map(|contract| contract.contract).collect();
            prop_assert_eq!(shown, model.contracts_of(&programs, at));
        }
    }
    Ok(())
}

fn boards_agree(
    register: &Register,
    model: &Model,
    request: &LeaderboardRequest,
    at: Timestamp,
) -> Result<(), TestCaseError> {
    let model = model.at(at);
    for actor in actors() {
        let context = Context::new(at, actor.clone());
        let Some(mut programs) = visible(register, &actor) else {
            prop_assert_eq!(register.leaderboard(request, &context).unwrap_err().code(), "not_authorized");
            continue;
        };
        if let Some(asked) = &request.programs {
            if !asked.iter().all(|asked| programs.contains(asked)) {
                prop_assert_eq!(
                    register.leaderboard(request, &context).unwrap_err().code(),
                    "not_authorized"
                );
                continue;
            }
            programs.clone_from(asked);
        }
        let expected = model.board(&programs, request, at);
        // All pages together are the board, each row once.
        let mut rows = Vec::new();
        for page in 0.. {
            let board =
                register.leaderboard(&LeaderboardRequest { page, ..request.clone() }, &context).unwrap();
            prop_assert_eq!(board.total, expected.len() as u64);
            if board.rows.is_empty() {
                break;
            }
            prop_assert!(board.rows.len() <= request.page_size as usize);
            rows.extend(board.rows);
        }
        let score = |row: &LeaderboardRow| match row.hours {
            Some(hours) => ten_thousandths(serde_json::to_value(hours).unwrap().as_str().unwrap()),
            None => row.count.unwrap(),
        };
        let found: Vec<_> = rows.iter().map(|row| (row.rank, row.learner, score(row))).collect();
        prop_assert_eq!(&found, &expected, "{:?} of {:?}", request, actor);
        for number in 0..4 {
            let asked = LeaderboardRequest { learner: Some(learner(number)), ..request.clone() };
            let own = register.leaderboard(&asked, &context).unwrap().own;
            let row = rows.iter().find(|row| row.learner == learner(number));
            prop_assert_eq!(own.as_ref(), row);
        }
    }
    Ok(())
}

/// A history of any kind, or one of people who learn.
fn world() -> impl Strategy<Value = (Vec<Command>, Vec<Move>)> {
    prop_oneof![1 => (setup(), history(0..50)), 2 => learning()]
}

/// The properties here say little if nobody learns.
#[test]
fn people_learn_in_these_histories() {
    use proptest::strategy::ValueTree;

    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut found = [0; 4];
    for _ in 0..100 {
        let (commands, moves) = learning().new_tree(&mut runner).unwrap().current();
        let (register, _) = live(&commands, &moves);
        let context = Context::new(register.latest().unwrap(), Actor::OPERATOR);
        let home = register.home(&HomeRequest::default(), &context).unwrap();
        let board = register.leaderboard(&LeaderboardRequest::default(), &context).unwrap();
        let ties = board.rows.windows(2).any(|pair| pair[0].rank == pair[1].rank);
        let summary = home.summary;
        for (count, holds) in
            found
                .iter_mut()
                .zip([summary.enrollments > 2, summary.lessons > 0, board.rows.len() > 1, ties])
        {
            *count += u32::from(holds);
        }
    }
    let [enrolled, lessons, ranked, ties] = found;
    assert!(enrolled > 20 && lessons > 10 && ranked > 15 && ties > 3, "{found:?}");
}

fn request() -> impl Strategy<Value = LeaderboardRequest> {
    let day =
        || prop::option::weighted(0.3, (0..20_i64).prop_map(|day| time(crate::world::START + day * DAY)));
    let programs = select(vec![None, Some(vec![program(0)]), Some(vec![program(1), program(0)])]);
    (programs, select(LeaderboardMeasure::ALL), day(), day(), 1..4_u32).prop_map(
        |(programs, measure, since, until, page_size)| {
            let hours = measure == LeaderboardMeasure::LearningHours;
            let (since, until) = if hours { (None, None) } else { (since, until) };
            LeaderboardRequest { programs, measure, since, until, learner: None, page_size, page: 0 }
        },
    )
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn view_1_and_view_4_are_as_the_model_has_them(
        (commands, moves) in world(),
        request in request(),
    ) {
        let (mut register, commits) = begin(&commands);
        let mut model = Model::default();
        commits.iter().for_each(|commit| model.take_in(commit));
        for (step, now) in moves.iter().zip(clock(&moves)) {
            let before = register.sequence();
            match register.execute(&step.command, &step.context(now)) {
                Ok(commit) if register.sequence() > before => model.take_in(&commit),
                _ => continue,
            }
            let at = register.latest().unwrap();
            homes_agree(&register, &model, at)?;
            boards_agree(&register, &model, &request, at)?;
        }
        let later = time(register.latest().unwrap().millis() + 70 * DAY);
        homes_agree(&register, &model, later)?;
        boards_agree(&register, &model, &request, later)?;
        let restored = Register::restore(&register.snapshot()).unwrap();
        homes_agree(&restored, &model, later)?;
    }

    #[test]
    fn api_3_the_home_page_of_an_earlier_instant_is_what_was_shown_then(
        (commands, moves) in world(),
        cut in any::<prop::sample::Index>(),
    ) {
        let ask = |register: &Register, now| {
            let home = register.home(&HomeRequest::default(), &Context::new(now, Actor::OPERATOR)).unwrap();
            let board = register.leaderboard(
                &LeaderboardRequest::default(),
                &Context::new(now, Actor::OPERATOR),
            );
            (home, board.unwrap())
        };
        let (mut register, mut commits) = begin(&commands);
        let mut shown = Vec::new();
        for (step, now) in moves.iter().zip(clock(&moves)) {
            // The page of the instant before something new happens, however long after what came last.
            let now = now.max(register.latest().unwrap());
            shown.push((now, register.sequence(), ask(&register, now)));
            let before = register.sequence();
            let commit = register.execute(&step.command, &step.context(now));
            if register.sequence() > before {
                commits.push(commit.unwrap());
            }
        }
        let cut = cut.index(commits.len());
        let mut early = Register::new();
        for commit in &commits[..cut] {
            prop_assert_eq!(early.apply(commit), Ok(()));
        }
        let snapshot = early.snapshot();
        for (now, sequence, answer) in &shown {
            // Whatever was said after the page was shown to have happened by then counts as well: at that very
            // instant, or by a clock a little back.
            if commits.iter().any(|commit| commit.at <= *now && commit.sequence > *sequence) {
                continue;
            }
            let mut replica = Register::new();
            let taken = replica.replay_until(&commits, *now).unwrap();
            prop_assert_eq!(taken, replica.sequence());
            prop_assert_eq!(&ask(&replica, *now), answer);
            let mut from_snapshot = Register::restore(&snapshot).unwrap();
            match from_snapshot.replay_until(&commits, *now) {
                Ok(_) => prop_assert!(from_snapshot.snapshot() == replica.snapshot()),
                Err(error) => {
                    prop_assert_eq!(error.code(), "after_instant");
                    prop_assert!(early.latest().unwrap() > *now);
                }
            }
        }
    }

    #[test]
    fn view_4_a_preview_tells_what_the_learner_may_do_and_nothing_of_others(
        (commands, moves) in world(),
    ) {
        let (register, _) = live(&commands, &moves);
        let at = register.latest().unwrap();
        for (number, id) in [(0, program(0)), (1, program(1)), (2, program(0)), (3, program(0))] {
            let actor = Actor::learner(learner(number));
            let Ok(preview) = register.preview_program(id, None, &Context::new(at, actor.clone())) else {
                continue;
            };
            let by_operator = register
                .preview_program(id, Some(learner(number)), &Context::new(at, Actor::OPERATOR))
                .unwrap();
            prop_assert_eq!(&by_operator, &preview);
            for collection in &preview.collections {
                for item in &collection.items {
                    for offer in std::iter::once(&item.offer).chain(&item.courses) {
                        let source = Some(collection.collection);
                        let command: Command = match &offer.item {
                            CatalogItem::CourseItem(item) => EnrollInCourse {
                                program: id,
                                learner: learner(number),
                                course: item.course,
                                source,
                                class_starts_at: None,
                            }
                            .into(),
                            CatalogItem::SpecializationItem(item) => EnrollInSpecialization {
                                program: id,
                                learner: learner(number),
                                specialization: item.specialization,
                                source,
                            }
                            .into(),
                        };
                        let decided = register.decide(&command, &Context::new(at, actor.clone()));
                        prop_assert_eq!(offer.may_enroll, Some(decided.is_ok()));
                        prop_assert_eq!(offer.barriers.first(), decided.as_ref().err());
                    }
                }
            }
            let text = serde_json::to_string(&preview).unwrap();
            for other in (0..4).filter(|other| *other != number) {
                prop_assert!(!text.contains(&learner(other).to_string()), "{}", text);
                prop_assert!(!text.contains(&format!("l{other}@")), "{}", text);
            }
        }
    }
}
