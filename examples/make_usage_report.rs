//! Writes an invented usage report of any size, the same one each time, for measuring:
//! `cargo run --release --example make_usage_report -- target/usage.csv [rows] [rows a learner]`.
//!
//! 2,000,000 rows and 8 a learner unless said otherwise. A row is one enrollment of one learner; rows of one learner
//! stand far apart, as in an export ordered by time. Some names and courses are quoted, some are not ASCII.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use matricula::Timestamp;
use matricula::report::USAGE;

const COURSES: u64 = 900;

const GIVEN: &[&str] = &[
    "Ada", "Bruno", "Clara", "Dario", "Elena", "Felix", "Greta", "Hugo", "Irma", "Jonas", "Zoé", "Łukasz",
    "Søren", "Анна", "美咲", "Priya", "Omar", "Thandi", "Mateo", "Wren",
];
const FAMILY: &[&str] = &[
    "Bakker",
    "Conti",
    "Duarte",
    "Ekberg",
    "Fischer",
    "Hale",
    "Ibarra",
    "Jansen",
    "Keller",
    "Lowe",
    "Nuñez",
    "Müller",
    "Громова",
    "Okafor",
    "Lindqvist",
    "O'Brien",
    "Castellanos",
    "Vu",
    "Papadopoulos",
    "Abernathy",
];
const SUBJECTS: &[&str] = &[
    "Data Analysis",
    "Machine Learning",
    "Project Management",
    "Public Speaking",
    "Spreadsheets",
    "Cloud Computing",
    "Negotiation",
    "Databases",
    "Statistics",
    "Product Design",
    "Cybersecurity",
    "Financial Accounting",
];
const FORMS: &[&str] = &[
    "Foundations of *",
    "* for Everyone",
    "Introduction to *",
    "Applied *",
    "*, Step by Step",
    "* at Work",
    "Advanced *: Methods and Cases",
    "Leading Teams in *",
    "\"Good\" and Bad *",
];
const PARTNERS: &[&str] = &[
    "Harbor University",
    "Kestrel Labs",
    "Institute of Practical Arts",
    "Université des Deux Rives",
];
const JOBS: &[&str] = &[
    "Software Engineer II",
    "Analyst, Senior",
    "Account Manager",
    "Nurse",
    "Plant Operator",
    "Teacher",
    "",
];
const UNITS: &[&str] = &["Product", "Finance", "Operations", "People", "Sales and Marketing", ""];
const PLACES: &[[&str; 3]] = &[
    ["Toronto", "Canada", "Ontario"],
    ["Köln", "Germany", "Nordrhein-Westfalen"],
    ["São Paulo", "Brazil", "São Paulo"],
    ["Lyon", "France", "Auvergne-Rhône-Alpes"],
    ["Austin", "United States", "Texas"],
    ["Nairobi", "Kenya", ""],
];
const PROGRAMS: &[[&str; 2]] = &[
    ["everyone-learns-1j8c4r", "Everyone Learns"],
    ["data-academy-k3x91", "Data Academy"],
    ["first-time-managers-p0z7", "First-Time Managers"],
];
const SOURCES: &[&str] = &["Data Literacy", "Getting Started", "Leading People", ""];
const CONTRACTS: &[&str] = &["Year 1 Contract 2020", "Year 2 Contract 2021"];
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Numbers that follow from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

struct Course {
    name: String,
    id: String,
    slug: String,
    partner: &'static str,
}

fn course(number: u64) -> Course {
    let mut chance = Chance(number ^ 0xC0_5E);
    let name = chance.of(FORMS).replace('*', chance.of(SUBJECTS));
    let slug: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    let id = (0..21).map(|_| char::from(chance.of(BASE64))).chain(['g']).collect();
    Course {
        name,
        id,
        slug: format!("{}-{number}", slug.trim_matches('-')),
        partner: chance.of(PARTNERS),
    }
}

struct Row {
    text: String,
}

impl Row {
    fn cell(&mut self, cell: &str) {
        if cell.contains([',', '"', '\n']) {
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
        self.text.push(',');
    }

    fn time(&mut self, millis: u64) {
        let time = Timestamp::from_millis(i64::try_from(millis).unwrap_or_default());
        self.text.push_str(&time.map(|time| time.to_string()).unwrap_or_default());
        self.text.push(',');
    }

    fn hundredths(&mut self, value: u64) {
        let text = match value % 100 {
            0 => format!("{}.0,", value / 100),
            part if part.is_multiple_of(10) => format!("{}.{},", value / 100, part / 10),
            part => format!("{}.{part:02},", value / 100),
        };
        self.text.push_str(&text);
    }
}

fn fill(row: &mut Row, learner: u64, enrollment: u64, course: &Course) {
    let mut who = Chance(learner ^ 0x1EA_4E4);
    let (given, family) = (who.of(GIVEN), who.of(FAMILY));
    let name = if who.below(12) == 0 {
        format!("{family}, {given}")
    } else {
        format!("{given} {family}")
    };
    row.cell(&name);
    // A tenth of the addresses are typed in another case in some rows.
    let ascii =
        |name: &str| -> String { name.to_lowercase().chars().filter(char::is_ascii_lowercase).collect() };
    let email = format!(
        "{}.{}{learner}@{}",
        ascii(given),
        ascii(family),
        who.of(&["acme.example", "kiln.example"])
    );
    let mixed = who.below(10) == 0 && enrollment % 2 == 1;
    row.cell(&if mixed { email.to_uppercase() } else { email });
    row.cell(&format!("{}", 100_000 + learner));
    row.cell(&course.name);
    row.cell(&course.id);
    row.cell(&course.slug);
    row.cell(course.partner);
    let mut chance = Chance((learner << 20) ^ enrollment);
    let enrolled = 1_577_836_800_000 + chance.below(63_072_000_000);
    row.time(enrolled);
    row.time((enrolled / 604_800_000 + 1) * 604_800_000);
    let done = chance.below(100) < 45;
    let end = enrolled + chance.below(8_000_000_000);
    row.time(end);
    row.hundredths(if done && chance.below(4) > 0 { 10_000 } else { chance.below(10_000) });
    row.hundredths(chance.below(6_000));
    row.cell(if done { "Yes" } else { "No" });
    row.cell(if who.below(20) == 0 { "Yes" } else { "No" });
    let [slug, program] = chance.of(PROGRAMS);
    row.cell(slug);
    row.cell(program);
    row.cell(chance.of(SOURCES));
    if done {
        row.time(end);
        row.hundredths(6_000 + chance.below(4_001));
    } else {
        row.text.push(',');
        row.hundredths(if chance.below(3) == 0 { chance.below(9_000) } else { 0 });
    }
    row.cell(chance.of(CONTRACTS));
    let manager = who.below(500);
    row.cell(&format!("{} {}", GIVEN[(manager % 20) as usize], FAMILY[(manager / 25) as usize]));
    row.cell(&format!("manager{manager}@acme.example"));
    row.cell(who.of(JOBS));
    row.cell(who.of(&["Full Time", "Part Time"]));
    row.cell(who.of(UNITS));
    row.cell(who.of(&["Enterprise", ""]));
    for place in who.of(PLACES) {
        row.cell(place);
    }
    row.text.pop();
    row.text.push_str("\r\n");
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        return Err(io::Error::other("give a path to write to"));
    };
    let mut number = |usual: u64| match arguments.next() {
        None => Ok(usual),
        Some(text) => text
            .replace('_', "")
            .parse::<u64>()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| io::Error::other(format!("`{text}` is not a number of rows; give digits"))),
    };
    let rows = number(2_000_000)?;
    let learners = (rows / number(8)?).max(1);
    let courses: Vec<Course> = (0..COURSES).map(course).collect();
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let headers: Vec<_> = USAGE.guide_columns().iter().map(|column| column.header).collect();
    write!(file, "{}\r\n", headers.join(","))?;
    // Any odd stride of this kind goes through all learners in a scattered order before one comes again.
    let stride = (0x9E37_79B1_u64 % learners..).find(|stride| divisor(*stride, learners) == 1).unwrap_or(1);
    let mut row = Row { text: String::new() };
    for number in 0..rows {
        let (learner, enrollment) = ((number % learners).wrapping_mul(stride) % learners, number / learners);
        let first = Chance(learner).below(COURSES);
        row.text.clear();
        fill(&mut row, learner, enrollment, &courses[((first + 7 * enrollment) % COURSES) as usize]);
        file.write_all(row.text.as_bytes())?;
    }
    file.flush()
}

/// The greatest common divisor.
fn divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
