//! Nobody is shown people whom they may not see, whatever the history (`ADM-3`).

use matricula::question::*;
use matricula::report::ReportRequest;
use matricula::*;
use proptest::prelude::*;
use serde_json::Value;

use crate::world::{DAY, cases, contract, history, learner, live, program, setup, time};

/// Every question about anything that a world can hold.
fn questions(invitations: &[InvitationId]) -> Vec<Question> {
    let mut all: Vec<Question> = vec![
        AskContracts {}.into(),
        AskPrograms {}.into(),
        AskFunnel {}.into(),
        AskCourses {}.into(),
        AskSpecializations {}.into(),
        AskAdministrators {}.into(),
        AskNotices {}.into(),
        AskRights {}.into(),
    ];
    for number in 0..4 {
        let contract = contract(number);
        all.push(AskContractById { contract }.into());
        for units in [false, true] {
            all.push(AskLedger { contract, units, start: 0, limit: u32::MAX }.into());
        }
        all.push(AskForecast { contract, days: 10 }.into());
        let learner = learner(number);
        all.push(AskLearner { learner }.into());
        for domain in ["acme.example", "guest.example", "lab.acme.example"] {
            let email: Box<str> = format!("l{number}@{domain}").into();
            all.push(AskLearnerByEmail { email: email.clone() }.into());
            for of in 0..2 {
                all.push(AskInvitationOf { program: program(of), email: email.clone() }.into());
            }
        }
        for of in 0..2 {
            let program = program(of);
            all.push(AskMembership { program, learner }.into());
            all.push(AskEnrollments { program, learner }.into());
        }
    }
    for of in 0..2 {
        let program = program(of);
        all.push(AskProgramById { program }.into());
        all.push(AskWhitelist { program }.into());
        all.push(AskCollections { program }.into());
        all.push(AskCatalogCounts { program }.into());
    }
    all.extend(invitations.iter().map(|invitation| AskInvitation { invitation: *invitation }.into()));
    all
}

/// Every text of an answer.
fn texts<'a>(answer: &'a Value, found: &mut Vec<&'a str>) {
    match answer {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// What of a history lies outside some programs: learners, invitations and the programs themselves, as texts.
fn outside(commits: &[Commit], own: &[ProgramId]) -> (Vec<String>, Vec<InvitationId>) {
    let mut inside = Vec::new();
    let mut all = Vec::new();
    let mut invitations = Vec::new();
    for event in commits.iter().flat_map(|commit| commit.events.iter()) {
        let (of, who) = match event {
            Event::LearnerJoined(event) => (event.program, event.learner.to_string()),
            Event::LearnerInvited(event) => {
                invitations.push(event.invitation);
                (event.program, event.invitation.to_string())
            }
            Event::ProgramCreated(event) => (event.program, event.program.to_string()),
            _ => continue,
        };
        if own.contains(&of) {
            inside.push(who.clone());
        }
        all.push(who);
    }
    all.retain(|who| !inside.contains(who));
    (all, invitations)
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn adm_3_no_answer_shows_whom_its_actor_may_not_see(commands in setup(), moves in history(0..60)) {
        let (mut register, mut commits) = live(&commands, &moves);
        let at = register.latest().unwrap();
        let pat = AdministratorId::from_u128(0x999);
        let add = AddProgramAdministrator {
            program: program(0),
            administrator: pat,
            name: "Pat".into(),
            email: "pat2@acme.example".into(),
        };
        commits.extend(register.execute(&add.into(), &Context::new(at, Actor::OPERATOR)));
        let administrators = register.administrators();
        let rights = register.rights();
        // Whoever administers the organization and a program, too, may be asked as the latter only.
        let is_for_organizations = |question: &Question| {
            let right = rights.iter().find(|right| *right.action == *question.kind()).unwrap();
            right.roles.contains(&Role::OrganizationAdministrator)
        };
        for days in [0, 30, 500] {
            let at = time(at.millis() + days * DAY);
            let operator = Context::new(at, Actor::OPERATOR);
            for administrator in &administrators {
                let context = Context::new(at, Actor::administrator(administrator.administrator));
                let view = register.seen_by(&context);
                let (hidden, invitations) = outside(&commits, &administrator.programs);
                for question in questions(&invitations) {
                    let everything = register.seen_by(&operator).answer(&question).unwrap();
                    match view.answer(&question) {
                        Ok(answer) if administrator.organization && is_for_organizations(&question) => {
                            prop_assert_eq!(answer, everything);
                        }
                        Ok(answer) => {
                            let answer = serde_json::to_value(&answer).unwrap();
                            let mut shown = Vec::new();
                            texts(&answer, &mut shown);
                            for text in shown {
                                prop_assert!(!hidden.iter().any(|id| id == text), "{:?}: {}", question, answer);
                            }
                        }
                        Err(refusal) => prop_assert_eq!(refusal.code(), "not_authorized"),
                    }
                }
                if !administrator.organization
                    && let Ok(report) = register.email_report(&ReportRequest::default(), &context)
                {
                    let slugs: Vec<_> = (0..2).filter(|of| !administrator.programs.contains(&program(*of)))
                        .map(|of| format!("program-{of},"))
                        .collect();
                    for file in [&report.usage, &report.membership, &report.specialization] {
                        let text = String::from_utf8_lossy(file);
                        prop_assert!(!slugs.iter().any(|slug| text.contains(slug)), "{}", text);
                    }
                }
            }
            for number in 0..4 {
                let own = learner(number);
                let context = Context::new(at, Actor::learner(own));
                let (hidden, invitations) = outside(&commits, &[]);
                for question in questions(&invitations) {
                    let Ok(answer) = register.seen_by(&context).answer(&question) else { continue };
                    let answer = serde_json::to_value(&answer).unwrap();
                    let mut shown = Vec::new();
                    texts(&answer, &mut shown);
                    for text in shown {
                        let is_learner = text.parse::<LearnerId>().is_ok_and(|id| (0..4).any(|n| learner(n) == id));
                        let other = is_learner && text != own.to_string();
                        prop_assert!(!(other && hidden.iter().any(|id| id == text)), "{:?}: {}", question, answer);
                    }
                }
            }
        }
    }
}
