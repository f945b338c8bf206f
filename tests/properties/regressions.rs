//! What the properties have found once, by name.

use matricula::*;

use crate::world::{begin, contract, learner, program, time};

const NOW: i64 = crate::world::START;

fn setup() -> Vec<Command> {
    vec![
        CreateOrganization {
            organization: OrganizationId::from_u128(0xA0),
            name: "Acme".into(),
            domains: vec!["acme.example".into()],
            policies: None,
        }
        .into(),
        CreateContract {
            contract: contract(0),
            name: "Contract".into(),
            terms: Unlimited {}.into(),
            starts_at: time(NOW),
            ends_at: time(NOW + crate::world::DAY),
            policies: None,
        }
        .into(),
        CreateProgram {
            program: program(0),
            name: "Program".into(),
            slug: "program".into(),
            url: "https://learn.acme.example/program".into(),
            tagline: "".into(),
            banner: None,
            course_limit: None,
            policies: None,
        }
        .into(),
        AddDomain { program: program(0), domain: "acme.example".into(), contract: contract(0) }.into(),
    ]
}

fn operator() -> Context {
    Context::new(time(NOW), Actor::OPERATOR)
}

fn join(number: u128, email: &str) -> Command {
    JoinProgram {
        program: program(0),
        learner: learner(number),
        name: "Jo".into(),
        email: email.into(),
    }
    .into()
}

/// A commit in which nothing happened, but something is newly known.
fn told(register: &Register, personal: Vec<PersonalRecord>) -> Commit {
    Commit {
        version: COMMIT_VERSION,
        sequence: register.sequence() + 1,
        at: time(NOW),
        actor: Actor::OPERATOR,
        receipt: None,
        events: Events::new(),
        personal,
        rows: Vec::new(),
        warnings: Vec::new(),
        repeated: false,
    }
}

fn known(subject: impl Into<Subject>, email: &str) -> PersonalRecord {
    let email = Some(email.into());
    PersonalRecord { subject: subject.into(), name: None, email, external_id: None, profile: None }
}

#[test]
fn api_2_nothing_happens_before_the_organization_exists() {
    let (_, commits) = begin(&setup());
    let mut register = Register::new();
    for commit in &commits[1..] {
        let first = Commit { sequence: 1, ..commit.clone() };
        assert_eq!(register.apply(&first).unwrap_err().code(), "inconsistent_history");
    }
    let nothing = told(&register, Vec::new());
    assert_eq!(register.apply(&nothing).unwrap_err().code(), "inconsistent_history");
    assert_eq!(register.snapshot(), Register::new().snapshot());
}

#[test]
fn id_4_an_address_that_moved_on_may_lack_the_record_that_told_so() {
    let (mut register, mut commits) = begin(&setup());
    let leave = RemoveLearner { program: program(0), learner: learner(0), allow_return: true }.into();
    for command in [join(0, "a@acme.example"), leave, join(0, "b@acme.example"), join(1, "a@acme.example")] {
        commits.push(register.execute(&command, &operator()).unwrap());
    }
    // The record that says that the first learner has another address now was deleted.
    let place = commits.len() - 2;
    commits[place].personal.clear();
    let mut replica = Register::new();
    for commit in &commits {
        assert_eq!(replica.apply(commit), Ok(()));
        assert_eq!(replica.check_invariants(), Ok(()));
    }
    assert!(Register::restore(&replica.snapshot()).is_ok());
    let found = replica.learner_by_email("A@acme.example", time(NOW)).unwrap();
    assert_eq!(found.learner, learner(1));
    let other = replica.learner(learner(0), time(NOW)).unwrap();
    assert_eq!((other.name.as_str(), other.email.as_str()), ("Jo", ""));
}

#[test]
fn api_3_texts_that_no_command_lets_in_do_not_spoil_the_snapshot() {
    let (mut register, _) = begin(&setup());
    register.execute(&join(0, "a@acme.example"), &operator()).unwrap();
    let huge = "ü".repeat(100_000);
    let record = PersonalRecord {
        name: Some(huge.as_str().into()),
        external_id: Some(huge.as_str().into()),
        ..known(LearnerSubject { learner: learner(0) }, &huge)
    };
    assert_eq!(register.apply(&told(&register, vec![record])), Ok(()));
    let bytes = register.snapshot();
    assert!(Register::restore(&bytes).is_ok_and(|restored| restored.snapshot() == bytes));
}

#[test]
fn id_4_invitations_whose_addresses_were_forged_to_a_ring_are_erased_all_the_same() {
    let (mut register, _) = begin(&setup());
    let invitation = |number: u128| InvitationId::from_u128(0x200 + number);
    for (number, email) in [(1, "a@guest.example"), (2, "b@guest.example")] {
        let command = InviteLearner {
            invitation: invitation(number),
            program: program(0),
            contract: contract(0),
            name: "Jo".into(),
            email: email.into(),
            external_id: None,
            send: true,
        };
        register.execute(&command.into(), &operator()).unwrap();
    }
    for (number, email) in [(2, "a@guest.example"), (1, "b@guest.example"), (1, "a@guest.example")] {
        let record = known(InviteeSubject { invitation: invitation(number) }, email);
        assert_eq!(register.apply(&told(&register, vec![record])), Ok(()));
    }
    let subject = InviteeSubject { invitation: invitation(1) }.into();
    register.execute(&ErasePerson { subject }.into(), &operator()).unwrap();
    for number in [1, 2] {
        let found = register.invitation(invitation(number), time(NOW)).unwrap();
        assert_eq!((found.name.as_str(), found.email.as_str()), ("", ""));
    }
    assert_eq!(register.check_invariants(), Ok(()));
}

#[test]
fn api_7_a_preview_is_refused_for_the_first_reason_in_order() {
    let (mut register, _) = begin(&setup());
    register.execute(&RemoveProgram { program: program(0) }.into(), &operator()).unwrap();
    let command = InviteLearners {
        import: ImportId::from_u128(0x500),
        program: program(0),
        contract: contract(9),
        rows: Vec::new(),
        send: true,
        mode: BulkMode::SkipInvalid,
        preview: None,
    };
    let shown = register.preview_invitations(&command, &operator()).unwrap_err();
    assert_eq!(shown.code(), "unknown_contract");
    assert_eq!(register.execute(&command.into(), &operator()), Err(shown));
}

/// A page of personal data that holds nothing must not take the memory of a full one.
#[test]
fn api_3_a_small_forged_snapshot_does_not_take_large_memory() {
    let bytes = Register::new().snapshot();
    let pages = 20_000_u32;
    let mut found = 0;
    for place in 14..bytes.len() {
        let mut forged = bytes[..place].to_vec();
        // Wherever a count of zero may stand: a number of pages, and as many empty ones.
        forged.extend_from_slice(&[
            (pages & 0x7F) as u8 | 0x80,
            (pages >> 7 & 0x7F) as u8 | 0x80,
            (pages >> 14) as u8,
        ]);
        forged.resize(forged.len() + pages as usize, 0);
        forged.extend_from_slice(&bytes[place + 1..]);
        crate::snapshots::seal(&mut forged);
        if let Ok(register) = Register::restore(&forged) {
            found += 1;
            assert!(register.size().bytes < 1 << 20, "{} bytes are held", register.size().bytes);
        }
    }
    assert_eq!(found, 1, "the pages were found in the snapshot");
}

/// Earlier versions let a contract go below what its open invitations hold.
#[test]
fn con_4_whoever_is_invited_needs_a_free_seat_and_no_more() {
    let mut commands = setup();
    let Command::CreateContract(created) = &mut commands[1] else {
        unreachable!("it is the contract")
    };
    created.terms = Memberships { seats: 2 }.into();
    let policies = ContractPolicies { overbooking: Overbooking::Reserved, ..ContractPolicies::default() };
    created.policies = Some(policies);
    let ends_at = created.ends_at;
    let (mut register, _) = begin(&commands);
    let invitation = |number: u128| InvitationId::from_u128(0x200 + number);
    for (number, email) in [(1, "a@guest.example"), (2, "b@guest.example")] {
        let command = InviteLearner {
            invitation: invitation(number),
            program: program(0),
            contract: contract(0),
            name: "Jo".into(),
            email: email.into(),
            external_id: None,
            send: true,
        };
        register.execute(&command.into(), &operator()).unwrap();
    }
    let terms = Memberships { seats: 1 }.into();
    let amended = ContractAmended { contract: contract(0), terms, ends_at };
    let stored = Commit { events: [amended.into()].into_iter().collect(), ..told(&register, Vec::new()) };
    assert_eq!(register.apply(&stored), Ok(()));
    let refused = register.execute(&join(3, "c@acme.example"), &operator()).unwrap_err();
    assert_eq!(refused.code(), "seats_spoken_for");
    let accept = |number: u128, email: &str| -> Command {
        AcceptInvitation {
            invitation: invitation(number),
            learner: learner(number),
            name: "Jo".into(),
            email: email.into(),
        }
        .into()
    };
    register.execute(&accept(1, "a@guest.example"), &operator()).unwrap();
    let refused = register.execute(&accept(2, "b@guest.example"), &operator()).unwrap_err();
    assert_eq!(refused.code(), "seats_exhausted");
    // More seats may be bought, be they fewer than what is spoken for.
    let more = AmendContract {
        contract: contract(0),
        terms: Some(Memberships { seats: 2 }.into()),
        ends_at: None,
    };
    register.execute(&more.into(), &operator()).unwrap();
    register.execute(&accept(2, "b@guest.example"), &operator()).unwrap();
}
