//! The same program in another language writes the same bytes (`API-4`).

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each test takes what it needs, and stops at the first defect"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The files of the main job that are kept, to compare with.
pub(crate) const GOLDEN: [&str; 5] = [
    "member-report.csv",
    "usage-report.csv",
    "specialization-report.csv",
    "summary.csv",
    "import-result.csv",
];

/// Where they are kept.
pub(crate) fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/email-report")
}

/// The main job in Rust, built as this test is. A bare `cargo test` has built it already; `--test` alone has not.
pub(crate) fn example() -> &'static Path {
    static EXAMPLE: OnceLock<PathBuf> = OnceLock::new();
    EXAMPLE.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        let profile = test.parent().and_then(Path::parent).expect("tests stand in a folder of their own");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
        cargo.args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME"), "--example", "email_report"]);
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().expect("cargo starts").success(), "the example cannot be built");
        let name = format!("email_report{}", std::env::consts::EXE_SUFFIX);
        profile.join("examples").join(name)
    })
}

/// The files of a folder by name.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| {
            let entry = entry.expect("the folder can be read");
            let name = entry.file_name().into_string().expect("names are text");
            (name, fs::read(entry.path()).expect("the file can be read"))
        })
        .collect()
}

/// Runs a twin of the main job, writing to `out`: with the example's own files, with files of somebody's own, and with
/// what cannot be. All that it writes and prints is compared with what the one in Rust does, and with the golden files.
///
/// `command` is the interpreter with its script and environment; this adds the options.
pub(crate) fn assert_same_output(command: Command, out: &Path) {
    let written = assert_same_run(&command, out, &[]);
    for name in GOLDEN {
        let golden = fs::read(golden_folder().join(name)).expect("the golden file is there");
        assert!(written[name] == golden, "{name} is not the golden one");
    }
    let own = out.with_extension("own");
    fs::create_dir_all(&own).expect("the folder can be made");
    let mut options = Vec::new();
    for (option, content) in OWN {
        let path = own.join(option);
        fs::write(&path, content).expect("the file can be written");
        options.push(format!("--{option}={}", path.display()));
    }
    assert_same_run(&command, out, &options);
    for options in UNUSABLE {
        let [expected, found] = [again(&Command::new(example())), again(&command)]
            .map(|mut command| command.args(*options).output().expect("the program starts"));
        assert_eq!((expected.status.code(), found.status.code()), (Some(2), Some(2)), "{options:?}");
        assert_eq!(String::from_utf8_lossy(&found.stderr), String::from_utf8_lossy(&expected.stderr));
    }
}

/// Files of somebody's own, by option: other headers, other delimiters, names in many scripts, rows of every kind.
const OWN: &[(&str, &str)] = &[
    (
        "invitations",
        "External ID;Email;Full Name\r1;P1@\u{43f}\u{43e}\u{447}\u{442}\u{430}.example;Зоя «Ё» Ёлкина\r\
        2;p2@example.com;\"=ليلى; \"\"L\"\"\"\r3;p3@example.com;𠮷田 さくら\r4;p4@example.com;\r5;p5;E\r\
        6;\"p6@example.com;F\r7;P2@EXAMPLE.COM;ליאת\r",
    ),
    ("whitelist", "acme.example\nACME.example\nnot a domain\n@\ngmail.com\nbücher.example\n"),
    (
        "catalog",
        "course_title,course_organization,course_Certificate_type,course_difficulty,course_skills\n\
        Pottery,Kiln,COURSE,Beginner,𠮷田の焼き物; Clay;Clay\nGlazes,Kiln,SPECIALIZATION,Mixed,Glazing\n\
        Élan,Kiln,COURSE,Beginner,Élan vital; Clay\n,Kiln,COURSE,,\nWheels,Kiln,COURSE,Heavy,\n\
        Fires,Kiln,COURSE,advanced,\u{1}\n",
    ),
    (
        "activity",
        "Time,Action,Program,Email,Item,Progress,Hours,Grade,Name,Collection,Detail,Lessons\n\
        2031-07-09 00:00:00,join,everyone-learns,p1@ПОЧТА.example,,,,,,,\n\
        2031-07-09 00:00:00,accept,everyone-learns,me@example.com,,,,,,,p2@example.com\n\
        2031-07-10T00:00:00.5Z,join,data-academy,a@acme.example,,,,,Ann,,\n\
        2031-07-10T00:00:01Z,enroll,data-academy,A@ACME.example,pottery,,,,,Beginner,\n\
        2031-07-11T00:00:01Z,progress,data-academy,a@acme.example,pottery,12.82,0.25,,,,,3\n\
        2031-07-12T00:00:01Z,complete,data-academy,a@acme.example,pottery,,1,88,,,,1234\n\
        2031-07-12T00:00:01Z,enroll,data-academy,a@acme.example,elan,,,,,Mixed,\n\
        2031-07-12T00:00:01Z,enroll,data-academy,a@acme.example,\"gla\tzes\",,,,,,\n\
        2031-07-12T00:00:01Z,progress,data-academy,a@acme.example,wheels,,,,,,,2\n\
        2031-07-12T00:00:01Z,progress,data-academy,a@acme.example,elan,,,,,,,70000\n\
        2031-07-12T00:00:01Z,enroll,everyone-learns,me@example.com,pottery,,,,,Beginner,\n\
        2031-07-12T00:00:01Z,progress,everyone-learns,me@example.com,pottery,,,,,,,2\n\
        2031-07-12T00:00:01Z,profile,data-academy,a@acme.example,,,,,,,job title=Potter; location city=Köln\n\
        2031-07-13T00:00:01Z,profile,data-academy,a@acme.example,,,,,,,job title=; business unit 2=Kiln\n\
        2031-07-13T00:00:01Z,unenroll,data-academy,a@acme.example,elan,,,,,,\n\
        2031-07-14T00:00:01Z,remove,data-academy,a@acme.example,,,,,,,allow return\n\
        2031-07-14T00:00:01Z,resend,everyone-learns,p3@example.com,,,,,,,\n\
        2031-07-14T00:00:01Z,bounce,everyone-learns,p3@example.com,,,,,,,\n\
        2031-07-15T00:00:01Z,decline,everyone-learns,p3@example.com,,,,,,,\n\
        2031-07-15T00:00:01Z,withdraw,everyone-learns,p3@example.com,,,,,,,\n\
        2030-07-15T00:00:01Z,join,everyone-learns,p9@acme.example,,,,,P,,\n\
        2031-07-16T00:00:01Z,join,𠮷-program,p9@acme.example,,,,,P,,\n\
        2031-07-16T00:00:01Z,enroll,everyone-learns,p9@acme.example,pottery,,,,,,\n\
        2036-02-29T23:59:59.999Z,join,everyone-learns,p9@acme.example,,,,,P,,\n",
    ),
];

/// Options that no program can do anything with.
const UNUSABLE: &[&[&str]] = &[&["--colour"], &["here"], &["--catalog"], &["--out="]];

/// The same command once more; those of the standard library cannot be cloned.
fn again(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args()).current_dir(env!("CARGO_MANIFEST_DIR"));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => copy.env(name, value),
            None => copy.env_remove(name),
        };
    }
    copy
}

/// Runs a twin and the one in Rust, compares what they do, and gives what they wrote.
fn assert_same_run(command: &Command, out: &Path, options: &[String]) -> BTreeMap<String, Vec<u8>> {
    let run = |command: &Command| {
        if out.exists() {
            fs::remove_dir_all(out).expect("the folder can be emptied");
        }
        let output = again(command).arg("--out").arg(out).args(options).output().expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "the program failed: {told}");
        (String::from_utf8_lossy(&output.stdout).into_owned(), contents(out))
    };
    let (expected_text, expected) = run(&Command::new(example()));
    let (text, found) = run(command);
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, bytes) in &expected {
        assert!(found[name] == *bytes, "{name} differs at {}", first_difference(&found[name], bytes));
    }
    assert_eq!(text, expected_text, "what is printed differs");
    found
}

/// Where two files begin to differ, with the line of each.
fn first_difference(found: &[u8], expected: &[u8]) -> String {
    let place = found.iter().zip(expected).position(|(found, expected)| found != expected);
    let place = place.unwrap_or(found.len().min(expected.len()));
    let line = |bytes: &[u8]| {
        let start = bytes[..place].iter().rposition(|byte| *byte == b'\n').map_or(0, |start| start + 1);
        let line = bytes[start..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(line).into_owned()
    };
    format!("byte {place}: `{}` instead of `{}`", line(found), line(expected))
}
