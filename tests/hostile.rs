//! What hosts and files can give that nobody wants: each gets a typed refusal or a problem with its row and a remedy,
//! and nothing else is lost.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use matricula::report::{
    AttemptFile, Dialect, DialectName, Membership, ReportKind, read_gradebook, read_membership,
    read_specialization, read_usage, read_with_dialect,
};
use matricula::table::{
    ActivityFile, CatalogFile, InvitationFile, Problem, ProblemCode, Problems, ReadOptions, ReaderOptions,
    WhitelistFile, recognize,
};
use matricula::*;
use serde::Deserialize;

/// A file as one of the readers sees it: its rows as text, and what is wrong with it.
struct Seen {
    rows: Vec<String>,
    lines: Vec<u64>,
    problems: Problems,
    records: u64,
}

type Reader = fn(&[u8]) -> Seen;

fn seen<T: serde::Serialize>(rows: &[T], line: impl Fn(&T) -> u64, problems: Problems, records: u64) -> Seen {
    let text = |row: &T| serde_json::to_string(row).unwrap();
    Seen {
        rows: rows.iter().map(text).collect(),
        lines: rows.iter().map(line).collect(),
        problems,
        records,
    }
}

fn invitations(bytes: &[u8]) -> Seen {
    let file = InvitationFile::read(bytes);
    seen(&file.rows, |row| row.line, file.problems, file.records)
}

fn whitelist(bytes: &[u8]) -> Seen {
    let file = WhitelistFile::read(bytes);
    seen(&file.rows, |row| row.line, file.problems, file.records)
}

fn catalog(bytes: &[u8]) -> Seen {
    let file = CatalogFile::read(bytes);
    seen(&file.rows, |row| row.line, file.problems, file.records)
}

fn activity(bytes: &[u8]) -> Seen {
    let file = ActivityFile::read(bytes);
    seen(&file.rows, |row| row.line, file.problems, file.records)
}

fn usage(bytes: &[u8]) -> Seen {
    let file = read_usage(bytes, ReadOptions::default());
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

fn membership(bytes: &[u8]) -> Seen {
    let file = read_membership(bytes, ReadOptions::default());
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

/// A membership report read with limits of a field and of a row.
fn limited_membership(bytes: &[u8], (field_limit, record_limit): (usize, usize)) -> Seen {
    let records = ReaderOptions { field_limit, record_limit, ..ReaderOptions::default() };
    let file = read_membership(bytes, ReadOptions { records, ..ReadOptions::default() });
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

fn specialization(bytes: &[u8]) -> Seen {
    let file = read_specialization(bytes, ReadOptions::default());
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

fn attempts(bytes: &[u8]) -> Seen {
    let file = AttemptFile::read(bytes, ReadOptions::default());
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

fn gradebook(bytes: &[u8]) -> Seen {
    let file = read_gradebook(bytes, ReadOptions::default());
    Seen { lines: file.lines, ..seen(&file.rows, |_| 0, file.problems, file.records) }
}

const READERS: &[(&str, Reader)] = &[
    ("invitations", invitations),
    ("whitelist", whitelist),
    ("catalog", catalog),
    ("activity", activity),
    ("usage", usage),
    ("membership", membership),
    ("specialization", specialization),
    ("attempts", attempts),
    ("gradebook", gradebook),
];

/// A file of the corpus and what must be seen in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    reader: String,
    /// Lines of the rows that are read.
    rows: Vec<u64>,
    /// Line, column and code of each problem.
    problems: Vec<(u64, Option<u32>, String)>,
    /// What the file is said to be, if it is another one.
    #[serde(default)]
    other: Option<String>,
    /// Bytes of a field and of a row at most, where it is read with lower limits than usual.
    #[serde(default)]
    limits: Option<(usize, usize)>,
    /// For invitations and whitelists: what then becomes of each row that was read, or the reason of its refusal.
    #[serde(default)]
    outcomes: Option<Vec<(u64, String)>>,
}

fn corpus(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn expected() -> Vec<Expected> {
    serde_json::from_slice(&corpus("expected.json")).unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const CONTRACT: ContractId = ContractId::from_u128(2);
const PROGRAM: ProgramId = ProgramId::from_u128(3);

fn operator() -> Context {
    Context::new(time("2020-01-01T00:00:00.000Z"), Actor::OPERATOR)
}

fn register() -> Register {
    let mut register = Register::new();
    let commands: [Command; 3] = [
        CreateOrganization {
            organization: OrganizationId::from_u128(1),
            name: "Acme".into(),
            domains: vec!["acme.example".into()],
            policies: None,
        }
        .into(),
        CreateContract {
            contract: CONTRACT,
            name: "Year 1".into(),
            terms: Unlimited {}.into(),
            starts_at: time("2020-01-01T00:00:00.000Z"),
            ends_at: time("2021-01-01T00:00:00.000Z"),
            policies: None,
        }
        .into(),
        CreateProgram {
            program: PROGRAM,
            name: "Program".into(),
            slug: "program".into(),
            url: "https://learn.acme.example/program".into(),
            tagline: "".into(),
            banner: None,
            course_limit: None,
            policies: None,
        }
        .into(),
    ];
    for command in commands {
        register.execute(&command, &operator()).unwrap();
    }
    register
}

/// What becomes of each row, or the reason why not.
fn outcomes(command: &Command) -> Vec<(u64, String)> {
    let commit = register().execute(command, &operator()).unwrap();
    let outcome = |row: &RowOutcome| match &row.result {
        RowResult::RowRefused(refused) => {
            let text = refused.refusal.to_string();
            assert!(!text.is_empty() && text.len() < 500, "{text}");
            let facts = serde_json::to_value(&refused.refusal).unwrap();
            facts["reason"].as_str().unwrap_or(refused.refusal.code()).to_owned()
        }
        result => result.kind().to_owned(),
    };
    commit.rows.iter().map(|row| (row.line, outcome(row))).collect()
}

fn invite(rows: Vec<InvitationRow>) -> Command {
    let mode = BulkMode::SkipInvalid;
    let import = ImportId::from_u128(9);
    InviteLearners {
        import,
        program: PROGRAM,
        contract: CONTRACT,
        rows,
        send: true,
        mode,
        preview: None,
    }
    .into()
}

fn whitelist_all(rows: Vec<DomainRow>) -> Command {
    let mode = BulkMode::SkipInvalid;
    ImportDomains {
        program: PROGRAM,
        contract: CONTRACT,
        rows,
        update_existing: false,
        mode,
        preview: None,
    }
    .into()
}

fn has_remedy(problem: &Problem) -> bool {
    let message = &*problem.message;
    message.starts_with("line ")
        && message.ends_with(problem.code.remedy())
        && *message == problem.to_string()
}

#[test]
fn rep_6_every_file_of_the_corpus_is_read_as_expected() {
    for expected in expected() {
        let bytes = corpus(&expected.file);
        let (_, reader) = READERS.iter().find(|(name, _)| *name == expected.reader).unwrap();
        let name = &expected.file;
        let found = match expected.limits {
            None => reader(&bytes),
            Some(limits) => {
                assert_eq!(expected.reader, "membership", "{name}: limits are of membership reports");
                limited_membership(&bytes, limits)
            }
        };
        assert_eq!(found.lines, expected.rows, "rows of {name}: {:?}", found.problems);
        let problems: Vec<_> = (found.problems.kept.iter())
            .map(|problem| (problem.line, problem.column, problem.code.as_str().to_owned()))
            .collect();
        assert_eq!(problems, expected.problems, "problems of {name}");
        assert!(found.problems.kept.iter().all(has_remedy), "{name}: {:?}", found.problems);
        let is_other = |code| matches!(code, ProblemCode::OtherFile | ProblemCode::NotATable);
        let other = found.problems.kept.iter().find(|problem| is_other(problem.code));
        let other = other.and_then(|problem| problem.header.as_deref());
        assert_eq!(other, expected.other.as_deref(), "what {name} is");
        assert!(found.records >= found.rows.len() as u64, "{name}");
        if let Some(outcomes_expected) = expected.outcomes {
            let command = match expected.reader.as_str() {
                "invitations" => invite(InvitationFile::read(&bytes).rows),
                "whitelist" => whitelist_all(WhitelistFile::read(&bytes).rows),
                other => panic!("{name}: rows of {other} are not judged"),
            };
            assert_eq!(outcomes(&command), outcomes_expected, "outcomes of {name}");
        }
    }
}

#[test]
fn rep_6_every_problem_has_a_file_in_the_corpus() {
    let expected = expected();
    for code in ProblemCode::ALL {
        let has = |expected: &Expected| expected.problems.iter().any(|(.., found)| found == code.as_str());
        assert!(expected.iter().any(has), "no file has the problem `{}`", code.as_str());
    }
}

#[test]
fn rep_6_every_file_of_the_corpus_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let expected = expected();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = name == "expected.json" || expected.iter().any(|expected| expected.file == name);
        assert!(known, "{name} is not in expected.json");
    }
}

fn samples() -> Vec<(&'static str, Reader, Vec<u8>)> {
    let golden =
        |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)).unwrap();
    // A report of one row says little about cuts: its row is there three times.
    let thrice = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let (header, row) = text.split_once('\n').unwrap();
        format!("{header}\n{row}{row}{row}").into_bytes()
    };
    vec![
        ("invitations", invitations, corpus("invitations.csv")),
        ("whitelist", whitelist, corpus("whitelist.csv")),
        ("catalog", catalog, corpus("catalog.csv")),
        ("activity", activity, corpus("activity.csv")),
        ("usage", usage, thrice(golden("usage-2020.csv"))),
        ("membership", membership, thrice(golden("membership-2020.csv"))),
        ("specialization", specialization, thrice(golden("specialization-2020.csv"))),
        ("attempts", attempts, corpus("attempts.csv")),
        ("gradebook", gradebook, corpus("gradebook.csv")),
    ]
}

#[test]
fn rep_6_a_file_cut_anywhere_keeps_the_rows_before_the_cut() {
    for (name, reader, bytes) in samples() {
        let whole = reader(&bytes);
        assert!(whole.rows.len() >= 3, "the sample of {name} has rows: {:?}", whole.problems);
        for cut in 0..bytes.len() {
            let found = reader(&bytes[..cut]);
            // The row that is cut may be read as far as it goes; those before it are as they were.
            let complete = found.rows.len().saturating_sub(1);
            assert_eq!(found.rows[..complete], whole.rows[..complete], "{name} cut at {cut}");
            assert!(found.rows.len() <= whole.rows.len(), "{name} cut at {cut}");
            let ended = bytes[..cut].iter().filter(|byte| **byte == b'\n').count() as u64;
            let before = whole.lines.iter().filter(|line| **line < ended).count();
            assert!(found.rows.len() >= before, "{name} cut at {cut} has lost a row before line {ended}");
            assert!(found.problems.kept.iter().all(has_remedy), "{name} cut at {cut}");
        }
    }
}

#[test]
fn rep_6_a_byte_that_is_anything_takes_no_other_row_with_it() {
    for (name, reader, bytes) in samples() {
        let whole = reader(&bytes);
        let header = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        for place in header + 1..bytes.len() {
            let line = 1 + bytes[..place].iter().filter(|byte| **byte == b'\n').count() as u64;
            for byte in [0, 0xFF, 0x07, b'\\'] {
                if matches!(bytes[place], b'\n' | b'\r' | b',' | b'"') {
                    continue;
                }
                let mut changed = bytes.clone();
                changed[place] = byte;
                let found = reader(&changed);
                assert!(found.problems.kept.iter().all(has_remedy));
                // Rows of a catalog depend on each other by design, and a record may span lines.
                if name == "catalog" || name == "invitations" {
                    continue;
                }
                let others = |seen: &Seen| {
                    let rows = seen.rows.iter().zip(&seen.lines).filter(|(_, found)| **found != line);
                    rows.map(|(row, _)| row.clone()).collect::<Vec<_>>()
                };
                assert_eq!(others(&found), others(&whole), "{name}: {byte:#x} at {place}");
            }
        }
    }
}

#[test]
fn rep_6_readers_are_given_what_is_not_theirs() {
    for (_, _, bytes) in samples() {
        for (name, reader) in READERS {
            let found = reader(&bytes);
            assert!(found.problems.kept.iter().all(has_remedy), "{name}");
        }
    }
}

#[test]
fn rep_6_header_lines_of_very_many_fields_are_told() {
    // The text of each is compared once, and not once for each header that is known: else this test takes minutes.
    let mut own = Dialect::known(ReportKind::Membership, DialectName::Legacy);
    own.columns[1].header = "E-Mail".into();
    let own = own.table().unwrap();
    for field in ["a\tb", "a\u{A0} b", "Email", "abc", ""] {
        let line = [field; 100_000].join(",") + "\n";
        let line = line.as_bytes();
        assert!(read_membership(line, ReadOptions::default()).problems.total > 3, "{field}");
        assert!(!recognize(line).readable, "{field}");
        let own = read_with_dialect::<Membership>(line, &own, ReadOptions::default());
        assert!(own.problems.total > 3, "{field} by a dialect");
    }
}

#[test]
fn rep_6_a_huge_header_is_not_repeated_in_every_problem() {
    let header = "Full Name,Email,External ID,";
    let file = format!("{header}{}\nJo,jo@x.org,1,a\"b\n", "x".repeat(500_000));
    let problems = InvitationFile::read(file.as_bytes()).problems;
    let problem = &problems.kept[0];
    assert_eq!((problem.code, problem.column), (ProblemCode::BareQuote, Some(4)));
    assert_eq!(problem.header.as_deref(), Some(&*"x".repeat(80)));
    assert!(problem.message.len() < 250, "{}", problem.message.len());
}

#[test]
fn inv_3_huge_texts_are_refused_by_row_and_the_others_are_done() {
    let megabyte = "x".repeat(1 << 20);
    let wide = "語".repeat(1 << 20);
    let row = |line, name: &str, email: &str, external_id: Option<&str>| InvitationRow {
        line,
        name: name.into(),
        email: email.into(),
        external_id: external_id.map(Personal::from),
    };
    let command = invite(vec![
        row(1, &megabyte, "a@acme.example", None),
        row(2, &wide, "b@acme.example", None),
        row(3, "Jo", &format!("{megabyte}@acme.example"), None),
        row(4, "Jo", &format!("c@{megabyte}.example"), None),
        row(5, "Jo", "d@acme.example", Some(&megabyte)),
        row(6, "Jo", &"@".repeat(1 << 20), None),
        row(7, &"\u{202E}".repeat(1 << 20), "e@acme.example", None),
        row(8, "Jo", "f@acme.example", None),
    ]);
    let reasons = [
        "too_long",
        "too_long",
        "local_part_too_long",
        "too_long",
        "too_long",
        "several_ats",
        "too_long",
    ];
    let found = outcomes(&command);
    for ((line, found), expected) in found.iter().zip(reasons) {
        // Whichever limit is met first, the reason is one of length or form.
        let known =
            ["too_long", "local_part_too_long", "several_ats", "control_character", "empty_local_part"];
        assert!(known.contains(&found.as_str()), "line {line}: {found}, thought {expected}");
    }
    assert_eq!(found.last().unwrap(), &(8, "invited".to_owned()));
    let domains = whitelist_all(vec![
        DomainRow { line: 1, domain: megabyte.as_str().into() },
        DomainRow { line: 2, domain: format!("{megabyte}.example").into() },
        DomainRow { line: 3, domain: "a.".repeat(1 << 19).into() },
        DomainRow { line: 4, domain: wide.as_str().into() },
        DomainRow { line: 5, domain: "acme.example".into() },
    ]);
    let found = outcomes(&domains);
    assert_eq!(found.last().unwrap(), &(5, "domain_added".to_owned()));
    assert!(found[..4].iter().all(|(_, outcome)| outcome != "domain_added"), "{found:?}");
}

#[test]
fn api_2_every_text_of_every_command_may_be_anything() {
    let texts = [
        String::new(),
        " ".into(),
        "x".repeat(1 << 20),
        "\u{0}".into(),
        "a\r\nb".into(),
        "\u{202E}evil".into(),
        "\u{FEFF}".into(),
        "=HYPERLINK(\"x\")".into(),
        "a@b@c".into(),
        "\"open".into(),
        "[]{}\\".into(),
        "🧑\u{200D}🚀".into(),
        "https://user:secret@evil.example/".into(),
    ];
    for text in &texts {
        let boxed = || Box::<str>::from(text.as_str());
        let personal = || Personal::from(text.as_str());
        let banner = || Some(Banner { url: boxed(), width: 0, height: u32::MAX });
        let learner = LearnerId::from_u128(10);
        let profile = Profile {
            manager_email: Some(personal()),
            job_title: Some(personal()),
            ..Profile::default()
        };
        let commands: Vec<Command> = vec![
            CreateProgram {
                program: ProgramId::from_u128(4),
                name: boxed(),
                slug: boxed(),
                url: boxed(),
                tagline: boxed(),
                banner: banner(),
                course_limit: Some(u16::MAX),
                policies: None,
            }
            .into(),
            UpdateProgram {
                program: PROGRAM,
                name: boxed(),
                tagline: boxed(),
                banner: banner(),
                course_limit: None,
            }
            .into(),
            AddCourse { course: CourseId::from_u128(5), name: boxed(), slug: boxed(), partner: boxed() }
                .into(),
            CreateCollection {
                program: PROGRAM,
                collection: CollectionId::from_u128(6),
                name: boxed(),
                description: boxed(),
            }
            .into(),
            AddOrganizationAdministrator {
                administrator: AdministratorId::from_u128(7),
                name: personal(),
                email: personal(),
            }
            .into(),
            InviteLearner {
                invitation: InvitationId::from_u128(8),
                program: PROGRAM,
                contract: CONTRACT,
                name: personal(),
                email: personal(),
                external_id: Some(personal()),
                send: true,
            }
            .into(),
            JoinProgram { program: PROGRAM, learner, name: personal(), email: personal() }.into(),
            AddDomain { program: PROGRAM, domain: boxed(), contract: CONTRACT }.into(),
            RemoveDomain { program: PROGRAM, domain: boxed() }.into(),
            UpdateProfile { learner, profile }.into(),
            UpdateLearner {
                learner,
                name: Some(personal()),
                email: Some(personal()),
                external_id: Some(personal()),
            }
            .into(),
        ];
        let mut register = register();
        for command in commands {
            let before = register.snapshot();
            if let Err(refusal) = register.execute(&command, &operator()) {
                assert!(register.snapshot() == before);
                let message = refusal.to_string();
                assert!(
                    message.len() < 1_000,
                    "{} of {}: {} bytes",
                    refusal.code(),
                    command.kind(),
                    message.len()
                );
                assert!(!message.contains('\n') && !message.contains('\u{202E}'), "{message:?}");
            }
        }
        assert_eq!(register.check_invariants(), Ok(()));
        assert!(Register::restore(&register.snapshot()).is_ok());
    }
}

/// Texts that must never be shown.
const SECRETS: [&str; 4] = ["Zaphod", "zaphod", "Heart of Gold", "x-4242"];

fn shows_nobody(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} is shown: {text}");
    }
}

#[test]
fn id_4_no_debug_output_and_no_message_shows_a_person() {
    let learner = LearnerId::from_u128(10);
    let invitation = InvitationId::from_u128(11);
    let (name, email) = (Personal::from("Zaphod B."), Personal::from("zaphod@acme.example"));
    let profile = Profile { job_title: Some("Heart of Gold".into()), ..Profile::default() };
    let row = |line: u64, name: &str, email: &str| InvitationRow {
        line,
        name: name.into(),
        email: email.into(),
        external_id: Some("x-4242".into()),
    };
    let commands: Vec<Command> = vec![
        InviteLearner {
            invitation,
            program: PROGRAM,
            contract: CONTRACT,
            name: name.clone(),
            email: email.clone(),
            external_id: Some("x-4242".into()),
            send: true,
        }
        .into(),
        AcceptInvitation { invitation, learner, name: name.clone(), email: email.clone() }.into(),
        UpdateProfile { learner, profile: profile.clone() }.into(),
        JoinProgram {
            program: PROGRAM,
            learner: LearnerId::from_u128(12),
            name: name.clone(),
            email: email.clone(),
        }
        .into(),
        AddOrganizationAdministrator {
            administrator: AdministratorId::from_u128(13),
            name: name.clone(),
            email: "zaphod@other.example".into(),
        }
        .into(),
        AddOrganizationAdministrator { administrator: AdministratorId::from_u128(13), name, email }.into(),
        AddDomain { program: PROGRAM, domain: "president.example".into(), contract: CONTRACT }.into(),
        invite(vec![
            row(1, "Zaphod", "zaphod@acme.example"),
            row(2, "Zaphod", "zaphod.zaphod@nodot"),
            row(3, "Zaphod\u{202E}", "zaphod2@acme.example"),
            row(4, "Zaphod", "\"zaphod\"@acme.example"),
        ]),
        UpdateLearner {
            learner,
            name: Some("Zaphod".into()),
            email: Some("Zaphod@acme.example".into()),
            external_id: Some("x-4242".into()),
        }
        .into(),
    ];
    let mut register = register();
    for command in &commands {
        shows_nobody(command);
        for refusal in register.why(command, &operator()) {
            shows_nobody(&refusal);
            shows_nobody(&refusal.to_string());
            shows_nobody(&serde_json::to_string(&refusal).unwrap());
        }
        let decision = register.decide(command, &operator());
        shows_nobody(&decision);
        if let Ok(commit) = register.execute(command, &operator()) {
            shows_nobody(&commit);
            shows_nobody(&serde_json::to_string(&commit.events).unwrap());
            shows_nobody(&serde_json::to_string(&commit.rows).unwrap());
            shows_nobody(&register.apply(&commit));
        }
    }
    let now = operator().now;
    shows_nobody(&register);
    shows_nobody(&register.learner(learner, now));
    shows_nobody(&register.learner_by_email("zaphod@acme.example", now));
    shows_nobody(&register.invitation(invitation, now));
    shows_nobody(&register.invitation_of(PROGRAM, "zaphod@acme.example", now));
    shows_nobody(&register.administrators());
    shows_nobody(&profile);
    // It is there all the same, for whoever asks.
    assert_eq!(register.learner(learner, now).unwrap().name.as_str(), "Zaphod");
}

#[test]
fn id_4_no_debug_output_of_a_file_shows_a_person() {
    let rows = "Zaphod,zaphod@x.example,x-4242\nZaphod,\"zaphod@x.example,x-4242\n";
    let invitations = InvitationFile::read(format!("Full Name,Email,External ID\n{rows}").as_bytes());
    assert_eq!((invitations.rows.len(), invitations.problems.total), (1, 1));
    shows_nobody(&invitations);
    let whitelist = WhitelistFile::read(b"Domain\nacme.example,zaphod@x.example\n\"zaphod@x.example");
    assert!(!whitelist.problems.is_empty());
    shows_nobody(&whitelist);
    let activity = ActivityFile::read(
        b"Time,Action,Program,Email,Name\n2020-01-02T00:00:00Z,join,program,zaphod@x.example,Zaphod\nZaphod,join,program,zaphod@x.example,Zaphod\n",
    );
    assert_eq!((activity.rows.len(), activity.problems.total), (1, 1));
    shows_nobody(&activity);
    let catalog = CatalogFile::read(b"Type,Name,Partner\nZaphod,Heart of Gold,x-4242\n");
    assert_eq!(catalog.problems.total, 1);
    shows_nobody(&catalog.problems);
    let report =
        read_membership(b"Name,Email,Join Date\nZaphod,zaphod@x.example,Zaphod\n", ReadOptions::default());
    assert!(!report.problems.is_empty());
    shows_nobody(&report.problems);
}
