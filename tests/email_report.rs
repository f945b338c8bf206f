//! The main job: it writes what was agreed upon, byte for byte, takes files of the user's own, and says clearly what
//! is wrong with them.
//!
//! `MATRICULA_GOLDEN=1 cargo test --test email_report` writes the golden files anew.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first defect")]

#[path = "../examples/make_example_data/main.rs"]
mod make_example_data;
#[path = "../examples/email_report/picture.rs"]
mod picture;
mod twins;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use matricula::Timestamp;
use matricula::report::REPORT_FILES;
use matricula::table::{ReaderOptions, read_all};
use picture::{Panel, Picture, Stage, cut};

/// A folder under `target` of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("email-report").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder can be emptied");
    }
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

fn run(arguments: &[&str]) -> Output {
    Command::new(twins::example()).args(arguments).output().expect("the example starts")
}

/// Runs the example with files of one's own, by option, and gives what it wrote.
fn run_with(name: &str, files: &[(&str, &[u8])]) -> (Output, BTreeMap<String, Vec<u8>>) {
    let folder = folder(name);
    let out = folder.join("out");
    let mut command = Command::new(twins::example());
    command.arg("--out").arg(&out);
    for (option, bytes) in files {
        let path = folder.join(format!("{option}.csv"));
        fs::write(&path, bytes).expect("the file can be written");
        command.arg(format!("--{option}")).arg(&path);
    }
    let output = command.output().expect("the example starts");
    let written = if out.exists() { twins::contents(&out) } else { BTreeMap::new() };
    (output, written)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

/// The cells of a file, without its header line.
fn rows(file: &[u8]) -> Vec<Vec<String>> {
    read_all(file, ReaderOptions::default())
        .iter()
        .skip(1)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_example_files_are_those_that_are_made() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut size = 0;
    for (name, content) in make_example_data::files() {
        size += content.len();
        let found = fs::read(data.join(name)).unwrap_or_default();
        assert!(
            found == content.as_bytes(),
            "{name} is stale; run `cargo run --example make_example_data` and commit what it writes"
        );
    }
    assert!(size < 400_000, "{size} bytes");
}

#[test]
fn rep_3_the_main_job_writes_what_was_agreed_upon() {
    let out = folder("golden").join("out");
    let output = run(&["--out", out.to_str().expect("the path is text")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = twins::contents(&out);
    for name in twins::GOLDEN {
        let path = twins::golden_folder().join(name);
        if std::env::var_os("MATRICULA_GOLDEN").is_some() {
            fs::write(&path, &written[name]).expect("the file can be written");
        }
        let golden = fs::read(&path).unwrap_or_default();
        assert!(
            golden == written[name],
            "{name} is not the golden one; run with `MATRICULA_GOLDEN=1` and look at what changed"
        );
    }
    let printed = text(&output.stdout);
    for words in [
        "invitations  571 rows, 5 unreadable",
        "the email has no `@`: write the whole address",
        "all 400 seats of contract",
        "Staff Memberships         Memberships               0        400",
        "  lessons taken     10,644",
        "completed\n  Statistics                             216             107\n  Data Literacy ",
        "Learners who have completed 1 course",
        "picture.svg",
    ] {
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
    assert!(printed.lines().all(|line| !line.ends_with(' ')));
}

#[test]
fn rep_3_the_archive_holds_the_very_files_that_stand_beside_it() {
    let (_, written) = run_with("archive", &[]);
    let archive = &written["email-report.zip"];
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("the archive opens");
    let names: Vec<_> = archive.file_names().map(|name| name.expect("names are text").into_owned()).collect();
    assert_eq!(names, REPORT_FILES);
    for name in names {
        let mut content = Vec::new();
        let mut file = archive.by_name(&name).expect("the file is in the archive");
        std::io::copy(&mut file, &mut content).expect("the file can be unpacked");
        assert!(content == written[&name], "{name}");
    }
}

#[test]
fn inv_3_each_line_of_the_invitations_has_its_result() {
    let (_, written) = run_with("lines", &[]);
    let results = rows(&written["import-result.csv"]);
    let lines: Vec<u64> = results.iter().map(|row| row[0].parse().expect("a line is a number")).collect();
    assert!(lines.is_sorted());
    let mut distinct = lines.clone();
    distinct.dedup();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/invitations.csv");
    let file = fs::read(data).expect("the file is there");
    let read = matricula::table::InvitationFile::read(&file);
    assert_eq!(distinct.len() as u64, read.records);
    assert!(read.records >= 520);
    for row in &results {
        let problem = ["refused", "unreadable"].contains(&&*row[1]);
        assert_eq!(row[2..4].iter().all(|cell| !cell.is_empty()), problem, "{row:?}");
    }
    // Nobody's address is in it.
    assert!(!text(&written["import-result.csv"]).contains("example.com"));
}

#[test]
fn unusable_options_are_told_and_exit_with_2() {
    for (arguments, words) in [
        (&["--colour"][..], "there is no option `--colour`; `--help` lists them"),
        (&["here"], "there is no option `here`"),
        (&["--catalog"], "`--catalog` needs a value, as `--catalog FILE`"),
        (&["--out="], "`--out` needs a value"),
        (
            &["--catalog", "/nowhere/c.csv", "--activity=/nowhere/a.csv"],
            "`/nowhere/a.csv` cannot be read",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
    let help = run(&["--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("--whitelist FILE"));
}

#[test]
fn rep_6_unusable_files_are_told_all_at_once_and_nothing_is_written() {
    let binary: Vec<u8> =
        (0..4096_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let (output, written) = run_with(
        "unusable",
        &[
            ("invitations", &binary),
            ("catalog", b"Type,Name\nCourse,Pottery\n"),
            ("activity", b"Time,Action,Program,Email,email\n"),
        ],
    );
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(written.is_empty());
    for words in [
        "invitations.csv`: line 1",
        "catalog.csv`: line 1 (`Partner`): this header is missing: add the column",
        "activity.csv`: line 1, column 5 (`Email`): two columns have this header",
    ] {
        assert!(told.contains(words), "`{words}` is missing in:\n{told}");
    }
    let (output, _) = run_with("empty", &[("activity", b"")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the file has no header line"));
}

#[test]
fn a_users_own_files_work() {
    let catalog = "course_title,course_organization,course_Certificate_type,course_difficulty,course_skills\n\
        Pottery,Kiln,COURSE,Beginner,Clay; Patience\n";
    let names = [
        "José Ñuñez",
        "Зоя Ёлкина",
        "Ξένια",
        "ليلى",
        "נועה",
        "पूजा",
        "கவிதா",
        "มาลี",
        "𠮷田さくら",
        "김지민",
        "ნინო",
        "Անի",
        "ሰላም",
        "សុខា",
    ];
    let mut invitations = String::from("External ID;Email;Full Name\r");
    let mut activity = String::from("Time,Action,Program,Email,Item,Progress,Hours,Grade,Name,Lessons\n");
    for (number, name) in names.iter().enumerate() {
        invitations += &format!("{number};p{number}@пошта.example;{name}\r");
        activity += &format!("2031-07-01T00:00:00Z,join,everyone-learns,P{number}@Пошта.example,,,,,\n");
    }
    activity += "2031-08-01T00:00:00Z,enroll,everyone-learns,p3@xn--80a1acn3a.example,pottery,,,,\n\
        2031-08-02T00:00:00Z,complete,everyone-learns,p3@пошта.example,pottery,100,2.5,80,,7\n\
        2031-08-02T00:00:00Z,enroll,our-program,p3@пошта.example,pottery,,,,\n\
        2031-08-03T00:00:00Z,join,data-academy,nobody@elsewhere.example,,,,,Noor\n";
    let (output, written) = run_with(
        "own",
        &[
            ("catalog", catalog.as_bytes()),
            ("invitations", invitations.as_bytes()),
            ("activity", activity.as_bytes()),
            ("whitelist", b"acme.example\n"),
        ],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    let members = rows(&written["member-report.csv"]);
    let found: Vec<_> = members.iter().map(|row| &*row[0]).collect();
    assert_eq!(found, names);
    assert_eq!(rows(&written["usage-report.csv"])[0][..4], ["ليلى", "P3@Пошта.example", "3", "Pottery"]);
    let refused: Vec<_> = rows(&written["refused-activity.csv"])
        .into_iter()
        .map(|row| (row[0].clone(), row[4].clone()))
        .collect();
    let expected = [("18", "unknown_program"), ("19", "not_invited")];
    assert_eq!(refused, expected.map(|(line, code)| (line.to_owned(), code.to_owned())));
    let printed = text(&output.stdout);
    for words in [
        "Staff Memberships         Memberships             386         14",
        "  lessons taken          7\n",
        "  Clay                                     1               1\n  Patience ",
    ] {
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
}

#[test]
fn a_year_without_activity_is_a_year() {
    let (output, written) = run_with(
        "quiet",
        &[
            ("activity", b"Time,Action,Program,Email\n"),
            ("invitations", b"Full Name,Email,External ID\n"),
            ("catalog", b"Type,Name,Partner\n"),
            ("whitelist", b""),
        ],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(rows(&written["member-report.csv"]).is_empty());
    assert!(text(&output.stdout).contains("as of 2025-01-01 00:00 UTC"));
    well_formed(&text(&written["picture.svg"]));
}

#[test]
fn view_3_a_large_catalog_is_taken_in_and_bad_rows_are_left_out() {
    let mut catalog = String::from("Type,Name,Partner,Collection\n");
    for number in 0..6000 {
        catalog += &format!("Course,Course {number},Kiln {},Shelf {}\n", number % 40, number % 90);
    }
    catalog += "Specialization,Empty,Kiln,Shelf 1\nCourse,,Kiln,Shelf 1\n";
    let (output, written) = run_with("large", &[("catalog", catalog.as_bytes())]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let refused: Vec<_> = rows(&written["refused-catalog.csv"])
        .into_iter()
        .map(|row| (row[0].clone(), row[2].clone()))
        .collect();
    let expected = [("6002", "empty_specialization"), ("6003", "empty_value")];
    assert_eq!(refused, expected.map(|(line, code)| (line.to_owned(), code.to_owned())));
    assert!(text(&output.stdout).contains("in the column `Specialization`"));
}

/// The number of each attribute of this name.
fn numbers(svg: &str, attribute: &str) -> Vec<f64> {
    svg.split(&format!(" {attribute}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect()
}

/// Holds a picture to what every one has to be: closed tags, and nothing outside the page.
fn well_formed(svg: &str) {
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && svg.ends_with("</svg>\n"));
    let height = numbers(svg, "height")[0];
    for attribute in ["x", "x1", "x2"] {
        assert!(numbers(svg, attribute).iter().all(|x| (0.0..=1152.0).contains(x)));
    }
    for attribute in ["y", "y1", "y2"] {
        assert!(numbers(svg, attribute).iter().all(|y| (0.0..=height).contains(y)));
    }
    for points in svg.split(" points=\"").skip(1) {
        for point in points.split('"').next().unwrap_or_default().split(' ') {
            let (x, y) = point.split_once(',').expect("a point has two numbers");
            let (x, y): (f64, f64) = (x.parse().expect("a number"), y.parse().expect("a number"));
            assert!((480.0..=1152.0).contains(&x), "{x}");
            assert!((0.0..=height).contains(&y), "{y}");
        }
    }
    for tag in ["svg", "text", "style", "title"] {
        let opened = svg.matches(&format!("<{tag}")).count();
        assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert!(!svg.contains(|letter: char| letter < ' ' && letter != '\n'));
}

fn page(name: &str, number: u64, end: &str) -> Picture {
    let time = |text: &str| text.parse::<Timestamp>().expect("a time");
    let stage = |name: &str| Stage {
        name: name.to_owned(),
        note: name.repeat(9),
        total: number * 3,
        of_programs: vec![number, number, number],
    };
    Picture {
        title: name.to_owned(),
        subtitle: name.to_owned(),
        programs: vec![name.to_owned(); 3],
        stages: ["Invited", name, "Enrolled", "Completed"].map(stage).to_vec(),
        panels: vec![
            Panel {
                name: name.to_owned(),
                subtitle: name.to_owned(),
                figures: vec![(name.to_owned(), number.to_string()); 9],
                bought: Some(number),
                points: vec![(time("2025-01-01T00:00:00.000Z"), 0), (time(end), number)],
            };
            3
        ],
    }
}

#[test]
fn the_picture_holds_nothing_and_the_most_there_can_be() {
    let long = "Ω<&\u{1}\"’ ".repeat(400);
    for number in [0, 1, u64::from(u32::MAX)] {
        for end in ["2025-01-01T00:00:00.000Z", "2025-12-27T23:00:00.000Z", "9999-12-31T23:59:59.999Z"] {
            for name in ["", "Staff", &long] {
                well_formed(&page(name, number, end).svg());
            }
        }
    }
}

#[test]
fn long_names_are_cut_by_the_room_they_take() {
    assert_eq!(cut("Staff", 5), "Staff");
    assert_eq!(cut("Staff Memberships", 8), "Staff …");
    assert_eq!(cut("Staff Memberships", 9), "Staff M…");
    assert_eq!(cut("東雲大学の講座", 8), "東雲大…");
    assert_eq!(cut("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
}
