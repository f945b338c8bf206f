//! What holds in every history, with the reference model beside.

use matricula::*;
use proptest::prelude::*;

use crate::model::Model;
use crate::world::{DAY, Move, SECOND, START, begin, cases, clock, history, live, scarce, setup, time};

fn agree(register: &Register, model: &Model, at: Timestamp) -> Result<(), TestCaseError> {
    let model = model.at(at);
    for found in register.contracts(at) {
        let id = found.contract;
        let sold = match &found.terms {
            ContractTerms::Memberships(terms) => Some((terms.seats, found.occupied)),
            ContractTerms::Enrollments(terms) => Some((terms.units, found.units_used)),
            ContractTerms::Unlimited(_) => None,
        };
        if let Some((sold, taken)) = sold {
            prop_assert!(taken <= sold, "{} of {} are taken of {}", taken, sold, id);
        }
        prop_assert_eq!(found.remaining, sold.map(|(sold, taken)| sold - taken));
        prop_assert_eq!(found.occupied, model.occupied(id), "occupied seats of {}", id);
        prop_assert_eq!(found.utilized, model.utilized(id), "utilized seats of {}", id);
        prop_assert_eq!(found.released, model.contracts[&id].released, "released seats of {}", id);
        prop_assert_eq!(found.units_used, model.contracts[&id].units, "units of {}", id);
        prop_assert_eq!(found.invited, model.invited(id, at), "open invitations of {}", id);
    }
    let notices = register.notices(at).into_iter().filter(|notice| notice.kind != NoticeKind::ExpiryNears);
    let mut notices: Vec<_> = notices.map(|found| (found.contract, found.kind, found.since)).collect();
    notices.sort_unstable();
    prop_assert_eq!(notices, model.notices_of_use(at));
    for ((program, learner), access) in model.accesses(at) {
        let found = register.membership(program, learner, at).unwrap();
        prop_assert_eq!(found.access, access, "access of {} to {}", learner, program);
    }
    for found in register.programs(at) {
        prop_assert_eq!(found.funnel, model.funnel(found.program, at), "funnel of {}", found.program);
        prop_assert_eq!(found.courses as usize, model.courses_offered(found.program));
        let counts = register.catalog_counts(found.program).unwrap();
        let of = |count: &CatalogCount| {
            let key = match &count.item {
                CatalogItem::CourseItem(item) => format!("course {}", item.course.as_u128()),
                CatalogItem::SpecializationItem(item) => {
                    format!("specialization {}", item.specialization.as_u128())
                }
            };
            (key, (count.enrolled, count.completed))
        };
        let by_key: std::collections::BTreeMap<_, _> = counts.iter().map(of).collect();
        prop_assert_eq!(by_key.len(), counts.len(), "each once");
        prop_assert_eq!(&by_key, &model.catalog_counts(found.program));
        for collection in register.collections(found.program).unwrap() {
            prop_assert_eq!(&*collection.items, model.collection(found.program, collection.collection));
        }
    }
    Ok(())
}

/// Balances are the sums of what the ledger says, and the same as the model remembers for each instant.
fn ledgers_agree(register: &Register, model: &Model) -> Result<(), TestCaseError> {
    let latest = register.latest().unwrap();
    for contract in register.contracts(latest) {
        let id = contract.contract;
        for (units, taken) in [(false, contract.occupied), (true, contract.units_used)] {
            let mut sum = 0;
            let entries = register.ledger(id, units, 0, u32::MAX).unwrap();
            for entry in &entries {
                sum += if entry.movement.takes() { 1 } else { -1 };
                prop_assert_eq!(i64::from(entry.balance), sum);
                for at in [entry.at, time(entry.at.millis() - 1), time(entry.at.millis() + 1)] {
                    let found =
                        if units { register.units_as_of(id, at) } else { register.seats_as_of(id, at) };
                    let (seats, used) = model.balances_as_of(id, at);
                    prop_assert_eq!(found, Some(if units { used } else { seats }));
                    if let Some(remaining) = model.remaining_as_of(id, at) {
                        prop_assert_eq!(register.remaining_as_of(id, at), Some(remaining));
                    }
                }
            }
            prop_assert_eq!(sum, i64::from(taken));
            let sells_units = matches!(contract.terms, ContractTerms::Enrollments(_));
            if units == sells_units {
                let since = latest.millis() - 7 * DAY;
                let within = entries.iter().filter(|entry| entry.at.millis() > since);
                let demand: i64 = within
                    .map(|entry| match entry.movement {
                        Movement::Joined | Movement::Returned | Movement::Enrolled => 1,
                        Movement::Removed | Movement::ProgramRemoved | Movement::Unenrolled => -1,
                        _ => 0,
                    })
                    .sum();
                let forecast = register.forecast(id, latest, 7).unwrap();
                prop_assert_eq!(i64::from(forecast.taken), demand.max(0));
            }
        }
    }
    Ok(())
}

fn step(
    register: &mut Register,
    model: &mut Model,
    step: &Move,
    now: Timestamp,
) -> Result<Option<Commit>, TestCaseError> {
    let context = step.context(now);
    let before = register.snapshot();
    let decision = register.decide(&step.command, &context);
    let reasons = register.why(&step.command, &context);
    prop_assert_eq!(&decision, &register.decide(&step.command, &context), "deciding is deterministic");
    prop_assert!(register.snapshot() == before, "deciding changes nothing");
    prop_assert_eq!(decision.as_ref().err(), reasons.first(), "the first of all reasons is given");
    let order: Vec<_> = reasons.iter().map(Refusal::precedence).collect();
    prop_assert!(order.is_sorted(), "reasons come in the documented order");
    let at = register.latest().map_or(now, |latest| latest.max(now));
    let barred = |refusal: &Refusal| {
        matches!(refusal.code(), "not_authorized" | "clock_went_back" | "command_id_reused")
    };
    let judged = decision.as_ref().map_or_else(|refusal| !barred(refusal), |decision| !decision.repeated);
    if judged && let Some(allowed) = model.at(at).allows(&step.command, at) {
        prop_assert_eq!(decision.is_ok(), allowed, "{:?} at {}: {:?}", step.command, at, decision);
    }
    let answer = register.execute(&step.command, &context);
    match (answer, decision) {
        (Ok(commit), Ok(decision)) => {
            prop_assert_eq!(&commit, &decision.commit);
            if decision.repeated {
                prop_assert!(register.snapshot() == before, "a repeat changes nothing");
                return Ok(None);
            }
            let judging = model.at(commit.at);
            prop_assert!(judging.returns_rightly(&commit), "{:?}", commit);
            prop_assert!(judging.accepts_rightly(&commit), "{:?}", commit);
            prop_assert!(judging.refuses_rightly(&step.command, &commit), "{:?}", commit);
            model.take_in(&commit);
            prop_assert_eq!(register.check_invariants(), Ok(()));
            Ok(Some(commit))
        }
        (Err(refusal), Err(expected)) => {
            prop_assert_eq!(refusal, expected);
            prop_assert!(register.snapshot() == before, "a refusal changes nothing");
            Ok(None)
        }
        (answer, decision) => {
            Err(TestCaseError::fail(format!("decided {decision:?} and executed {answer:?}")))
        }
    }
}

pub(crate) fn against_the_model(commands: &[Command], moves: &[Move]) -> Result<(), TestCaseError> {
    let (mut register, mut commits) = begin(commands);
    let mut model = Model::default();
    commits.iter().for_each(|commit| model.take_in(commit));
    for (found, now) in moves.iter().zip(clock(moves)) {
        commits.extend(step(&mut register, &mut model, found, now)?);
        let latest = register.latest().unwrap();
        agree(&register, &model, latest.max(now))?;
        agree(&register, &model, time(latest.millis() + 25 * DAY))?;
    }
    ledgers_agree(&register, &model)?;
    let mut replica = Register::new();
    for commit in &commits {
        prop_assert_eq!(replica.apply(commit), Ok(()));
    }
    prop_assert!(replica.snapshot() == register.snapshot(), "replaying gives the same register");
    Ok(())
}

/// What an administrator sees, people left out.
pub(crate) fn figures(register: &Register, at: Timestamp) -> (Vec<ContractView>, Vec<ProgramView>, Funnel) {
    (register.contracts(at), register.programs(at), register.funnel(at))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn con_4_scarce_seats_are_as_the_model_has_them((commands, moves) in scarce()) {
        against_the_model(&commands, &moves)?;
    }

    #[test]
    fn con_2_seats_and_units_are_as_the_model_has_them(commands in setup(), moves in history(0..50)) {
        against_the_model(&commands, &moves)?;
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn api_3_a_history_cut_off_anywhere_goes_on_as_it_did(
        commands in setup(),
        moves in history(0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let (register, commits) = live(&commands, &moves);
        let cut = cut.index(commits.len() + 1);
        let mut replica = Register::new();
        for commit in &commits[..cut] {
            prop_assert_eq!(replica.apply(commit), Ok(()));
        }
        prop_assert_eq!(replica.check_invariants(), Ok(()));
        let mut replica = Register::restore(&replica.snapshot()).unwrap();
        for commit in &commits[cut..] {
            let text = serde_json::to_string(commit).unwrap();
            prop_assert_eq!(replica.apply(&serde_json::from_str(&text).unwrap()), Ok(()));
        }
        prop_assert!(replica.snapshot() == register.snapshot());
    }

    #[test]
    fn api_3_a_restored_register_judges_as_the_one_that_was_stored(
        commands in setup(),
        moves in history(1..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = cut.index(moves.len());
        let (mut register, _) = live(&commands, &moves[..cut]);
        let bytes = register.snapshot();
        let mut restored = Register::restore(&bytes).unwrap();
        prop_assert!(restored.snapshot() == bytes);
        prop_assert_eq!(restored.next_deadline(Timestamp::MIN), register.next_deadline(Timestamp::MIN));
        for (step, now) in moves.iter().zip(clock(&moves)).skip(cut) {
            let context = step.context(now);
            prop_assert_eq!(restored.why(&step.command, &context), register.why(&step.command, &context));
            prop_assert_eq!(
                restored.execute(&step.command, &context),
                register.execute(&step.command, &context)
            );
        }
        prop_assert!(restored.snapshot() == register.snapshot());
        let at = register.latest().unwrap();
        prop_assert_eq!(figures(&restored, at), figures(&register, at));
    }

    #[test]
    fn id_4_history_without_personal_records_has_the_same_figures(
        commands in setup(),
        moves in history(0..40),
        left_out in any::<u64>(),
        only_some in any::<bool>(),
    ) {
        let (register, commits) = live(&commands, &moves);
        let mut replica = Register::new();
        for (number, commit) in commits.iter().enumerate() {
            let mut commit = commit.clone();
            if !only_some || left_out >> (number % 64) & 1 == 1 {
                commit.personal.clear();
            }
            prop_assert_eq!(replica.apply(&commit), Ok(()));
            prop_assert_eq!(replica.check_invariants(), Ok(()));
        }
        let at = register.latest().unwrap();
        for at in [at, time(at.millis() + 10 * DAY), time(at.millis() + 500 * DAY)] {
            prop_assert_eq!(figures(&replica, at), figures(&register, at));
        }
        prop_assert!(Register::restore(&replica.snapshot()).is_ok());
    }

    #[test]
    fn api_5_being_called_in_between_changes_nothing(
        commands in setup(),
        moves in history(0..40),
        ticks in prop::collection::vec((0..40_usize, 0..20 * DAY), 0..8),
    ) {
        // Commands that find everything as they want it: all they tell the register is the time.
        let (_, commits) = live(&commands, &moves);
        let (mut plain, mut ticked) = (begin(&commands).0, begin(&commands).0);
        let tick = Command::from(FreezeContract { contract: crate::world::contract(9) });
        let mut create = CreateContract {
            contract: crate::world::contract(9),
            name: "Ticks".into(),
            terms: Unlimited {}.into(),
            starts_at: time(START),
            ends_at: time(START + DAY),
            policies: None,
        };
        create.name = "Ticks".into();
        for register in [&mut plain, &mut ticked] {
            for command in [Command::from(create.clone()), tick.clone()] {
                register.execute(&command, &Context::new(time(START), Actor::OPERATOR)).unwrap();
            }
        }
        for (number, commit) in commits.iter().enumerate().skip(commands.len()) {
            let at = |register: &Register| Commit { sequence: register.sequence() + 1, ..commit.clone() };
            for (_, before) in ticks.iter().filter(|(place, _)| *place == number - commands.len()) {
                let earliest = ticked.latest().unwrap().millis();
                let now = time(earliest.max(commit.at.millis() - before));
                let found = ticked.execute(&tick, &Context::new(now, Actor::OPERATOR)).unwrap();
                prop_assert!(found.events.is_empty());
            }
            let (one, other) = (at(&plain), at(&ticked));
            prop_assert_eq!(plain.apply(&one), Ok(()));
            prop_assert_eq!(ticked.apply(&other), Ok(()));
            for later in [0, 1, SECOND, 7 * DAY, 30 * DAY] {
                let now = time(commit.at.millis() + later);
                prop_assert_eq!(figures(&plain, now), figures(&ticked, now));
                prop_assert_eq!(plain.next_deadline(now), ticked.next_deadline(now));
            }
        }
        prop_assert_eq!(ticked.check_invariants(), Ok(()));
    }

    #[test]
    fn inv_3_a_preview_shows_what_then_happens(
        commands in setup(),
        moves in history(0..25),
        bulk in crate::world::invite_learners(),
    ) {
        let (mut register, _) = live(&commands, &moves);
        let Command::InviteLearners(mut bulk) = bulk else { unreachable!("it is one") };
        bulk.mode = BulkMode::SkipInvalid;
        let context = Context::new(register.latest().unwrap(), Actor::OPERATOR);
        let before = register.snapshot();
        let shown = register.preview_invitations(&bulk, &context);
        prop_assert!(register.snapshot() == before);
        match shown {
            Err(refusal) => prop_assert_eq!(register.execute(&bulk.into(), &context), Err(refusal)),
            Ok(shown) => {
                bulk.preview = Some(shown.preview);
                let commit = register.execute(&bulk.clone().into(), &context).unwrap();
                prop_assert_eq!(&commit.rows, &shown.rows);
                let refused = shown.rows.iter().filter(|row| matches!(row.result, RowResult::RowRefused(_)));
                prop_assert_eq!(shown.refused, refused.count() as u64);
                // What was done is done: the same preview is overtaken if it did anything.
                let again = register.execute(&bulk.into(), &context);
                prop_assert_eq!(again.is_err(), !commit.events.is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn wl_1_a_preview_of_domains_shows_what_then_happens(
        commands in setup(),
        moves in history(0..20),
        bulk in crate::world::import_domains(),
    ) {
        let (mut register, _) = live(&commands, &moves);
        let Command::ImportDomains(mut bulk) = bulk else { unreachable!("it is one") };
        bulk.mode = BulkMode::SkipInvalid;
        let context = Context::new(register.latest().unwrap(), Actor::OPERATOR);
        match register.preview_domains(&bulk, &context) {
            Err(refusal) => prop_assert_eq!(register.execute(&bulk.into(), &context), Err(refusal)),
            Ok(shown) => {
                bulk.preview = Some(shown.preview);
                let commit = register.execute(&bulk.clone().into(), &context).unwrap();
                prop_assert_eq!(&commit.rows, &shown.rows);
                let again = register.execute(&bulk.into(), &context);
                prop_assert_eq!(again.is_err(), !commit.events.is_empty());
            }
        }
    }
}

/// The properties say little if the histories are dull: this holds them to what they must contain.
#[test]
fn histories_are_varied() {
    use std::collections::BTreeMap;

    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut events, mut refusals, mut rows) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut movements = BTreeMap::new();
    let mut repeated = 0;
    for _ in 0..300 {
        let commands = setup().new_tree(&mut runner).unwrap().current();
        let moves = history(40..50).new_tree(&mut runner).unwrap().current();
        let (mut register, _) = begin(&commands);
        for (step, now) in moves.iter().zip(clock(&moves)) {
            let context = step.context(now);
            for refusal in register.why(&step.command, &context) {
                *refusals.entry(refusal.code()).or_insert(0) += 1;
            }
            let Ok(decision) = register.decide(&step.command, &context) else { continue };
            repeated += u32::from(decision.repeated);
            register.execute(&step.command, &context).unwrap();
            for event in &decision.commit.events {
                *events.entry(event.kind()).or_insert(0) += 1;
            }
            for row in &decision.commit.rows {
                *rows.entry(row.result.kind()).or_insert(0) += 1;
            }
        }
        for contract in register.contracts(register.latest().unwrap()) {
            for units in [false, true] {
                for entry in register.ledger(contract.contract, units, 0, u32::MAX).unwrap() {
                    *movements.entry(entry.movement).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(movements[&Movement::CarriedIn] >= 20, "{movements:?}");
    for movement in Movement::ALL {
        assert!(movements.contains_key(movement), "{movement} never happens: {movements:?}");
    }
    for (what, found, expected) in [("events", &events, 34), ("refusals", &refusals, 46), ("rows", &rows, 10)]
    {
        let often = found.values().filter(|count| **count >= 2).count();
        assert!(often >= expected, "only {often} kinds of {what} came often: {found:?}");
    }
    assert!(repeated >= 20, "only {repeated} commands were repeated");
}

/// Parts of names and addresses in these histories; domains may be shown.
const PERSONAL: [&str; 10] =
    ["l0@", "l1@", "l2@", "l3@", "L0@", "L1@", "shared@", "nobody", "Kim Roe", "Zoë"];

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn id_4_debug_output_and_messages_show_nobody(commands in setup(), moves in history(0..25)) {
        let (mut register, _) = begin(&commands);
        let check = |text: String| {
            let shown = PERSONAL.iter().find(|part| text.contains(**part));
            prop_assert!(shown.is_none(), "{:?} is shown: {}", shown, text);
            Ok(())
        };
        for (step, now) in moves.iter().zip(clock(&moves)) {
            let context = step.context(now);
            check(format!("{step:?} {context:?}"))?;
            for refusal in register.why(&step.command, &context) {
                let facts = serde_json::to_string(&refusal).unwrap();
                check(format!("{refusal} {refusal:?} {facts}"))?;
            }
            let decision = register.decide(&step.command, &context);
            check(format!("{decision:?}"))?;
            if let Ok(commit) = register.execute(&step.command, &context) {
                let (events, rows) =
                    (serde_json::to_string(&commit.events).unwrap(), serde_json::to_string(&commit.rows).unwrap());
                check(format!("{commit:?} {events} {rows}"))?;
                check(format!("{:?}", register.apply(&commit)))?;
            }
        }
        check(format!("{register:?}"))?;
        let at = register.latest().unwrap();
        for number in 0..4 {
            check(format!("{:?}", register.learner(crate::world::learner(number), at)))?;
        }
        check(format!("{:?}", register.administrators()))?;
    }
}
