//! The file of a catalog: courses and specializations (`VIEW-3`).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};
use uuid::Uuid;

use super::columns::columns;
use super::invitation_file::given;
use super::problem::{Problem, ProblemCode, Problems};
use super::row::{Choice, ReadOptions, RowReader};
use crate::CourseId;
use crate::schema::{choice, record};

/// The namespace of the ids that are made for rows without one: UUID version 5 of the row's slug in it.
pub const CATALOG_NAMESPACE: Uuid = Uuid::from_u128(0x6d61_7472_6963_5c75_ac61_0000_c0de_0001);

/// The collection of rows that name neither a collection nor a difficulty.
const COLLECTION: &str = "Catalog";

columns! {
    pub(crate) table CatalogTable = "catalog file", ragged;

    pub(crate) struct CatalogCells {
        kind: choice(CatalogKind), "Type", ["course_Certificate_type"], required, plain, "Whether the row is a course or a specialization.", "ours";
        name: text, "Name", ["course_title"], filled, plain, "The name.", "ours";
        slug: id, "Slug", ["Course Slug"], optional, plain, "The slug; empty means one is made of the name.", "ours";
        partner: text, "Partner", ["course_organization", "University"], filled, plain, "The partner that authored it.", "ours";
        collection: text, "Collection", [], optional, plain, "The collection that offers it.", "ours";
        specialization: text, "Specialization", [], optional, plain, "The name or slug of the specialization that the course belongs to.", "ours";
        course_id: id, "Course ID", [], optional, plain, "The id; empty means one is made of the slug.", "ours";
        difficulty: text, "Difficulty", ["course_difficulty"], optional, plain, "How hard it is.", "ours";
        skills: text, "Skills", ["course_skills"], optional, plain, "The skills that it teaches, parted by semicolons.", "ours";
    }
}

choice! {
    /// What a row of a catalog is.
    pub enum CatalogKind {
        /// A course.
        Course = "Course",
        /// A specialization, or a professional certificate: a sequence of courses.
        Specialization = "Specialization",
    }
}

impl Choice for CatalogKind {
    const DEFAULT: Self = Self::Course;

    fn read(text: &str) -> Result<Self, ProblemCode> {
        let text = text.trim();
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        if is("Course") {
            Ok(Self::Course)
        } else if is("Specialization") || is("Professional Certificate") {
            Ok(Self::Specialization)
        } else {
            Err(ProblemCode::UnknownType)
        }
    }

    fn word(self) -> &'static str {
        self.as_str()
    }
}

record! {
    /// A row of a catalog file.
    pub struct CatalogLine {
        /// The physical line, from 1.
        pub line: u64,
        /// What it is.
        pub kind: CatalogKind,
        /// Its id: as it was given, or 22 characters of URL-safe base64 made of the slug.
        pub id: Box<str>,
        /// Its name.
        pub name: Box<str>,
        /// Its slug, which no other row of the file has.
        pub slug: Box<str>,
        /// The partner that authored it.
        pub partner: Box<str>,
        /// The collection that offers it: as given, else the difficulty, else `Catalog`.
        pub collection: Box<str>,
        /// For a course the slug of the specialization it belongs to; their order is that of the rows.
        pub specialization: Option<Box<str>>,
        /// How hard it is, as it was given.
        pub difficulty: Option<Box<str>>,
        /// The skills that it teaches, in order, each once.
        pub skills: Vec<Box<str>>,
    }
}

record! {
    /// A catalog, read: `Type`, `Name`, `Partner` and, optional, `Slug`, `Collection`, `Specialization`, `Course ID`,
    /// `Difficulty` and `Skills`. The headers of the public course list of 2020 (`course_title` …) are read as well.
    ///
    /// A slug that is not given is made of the name: lower case, without accents, hyphens for all else, `-2`, `-3` … behind
    /// one that is taken. An id that is not given is made of the slug, so that the same file gives the same ids everywhere.
    ///
    /// ```
    /// use matricula::table::CatalogFile;
    ///
    /// let file = CatalogFile::read(
    ///     b"Type,Name,Partner,Specialization\n\
    ///     Specialization,Tea & Trade,Leaf University,\n\
    ///     Course,Tea: A History,Leaf University,Tea & Trade\n",
    /// );
    /// let course = &file.rows[1];
    /// assert_eq!((&*course.slug, course.specialization.as_deref()), ("tea-a-history", Some("tea-trade")));
    /// assert_eq!((course.id.len(), &*course.collection), (22, "Catalog"));
    /// ```
    pub struct CatalogFile {
        /// The rows that could be read, in file order.
        pub rows: Vec<CatalogLine>,
        /// Everything that is wrong with the file.
        pub problems: Problems,
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
    }
}

/// A row whose slug, id and specialization are still open, with the problem to report if the specialization is none.
struct Draft {
    line: CatalogLine,
    wanted: Option<(Box<str>, Problem)>,
}

impl CatalogFile {
    /// Reads a whole file.
    pub fn read(bytes: &[u8]) -> Self {
        let mut drafts = Vec::new();
        let mut slugs: HashSet<Box<str>, FixedState> = HashSet::default();
        let mut ids: HashSet<Uuid, FixedState> = HashSet::default();
        let reader =
            RowReader::<CatalogTable>::read_whole(bytes, ReadOptions::default(), |row, place, judge| {
                let slug = row.slug.trim();
                let id = row.course_id.trim();
                let specialization = given(&row.specialization);
                let mut good = true;
                let mut refuse = |field, code| {
                    good = false;
                    judge.refuse(field, code);
                };
                for (field, text) in [("name", &row.name), ("partner", &row.partner)] {
                    if text.trim().is_empty() {
                        refuse(field, ProblemCode::EmptyValue);
                    }
                }
                if !slug.is_empty() && !is_slug(slug) {
                    refuse("slug", ProblemCode::NotASlug);
                } else if slugs.contains(slug) {
                    refuse("slug", ProblemCode::RepeatedValue);
                }
                let known = parse_id(id);
                match known {
                    None if !id.is_empty() => refuse("course_id", ProblemCode::NotAnId),
                    Some(known) if ids.contains(&known) => refuse("course_id", ProblemCode::RepeatedValue),
                    _ => {}
                }
                if row.kind == CatalogKind::Specialization && specialization.is_some() {
                    refuse("specialization", ProblemCode::NotApplicable);
                }
                if !good {
                    return;
                }
                if !slug.is_empty() {
                    slugs.insert(slug.into());
                }
                ids.extend(known);
                let difficulty = given(&row.difficulty);
                let collection = given(&row.collection).or_else(|| difficulty.clone());
                drafts.push(Draft {
                    line: CatalogLine {
                        line: place.line(),
                        kind: row.kind,
                        id: id.into(),
                        name: row.name.trim().into(),
                        slug: slug.into(),
                        partner: row.partner.trim().into(),
                        collection: collection.unwrap_or_else(|| COLLECTION.into()),
                        specialization: None,
                        difficulty,
                        skills: skills_of(&row.skills),
                    },
                    wanted: specialization.map(|name| {
                        (name, judge.problem("specialization", ProblemCode::UnknownSpecialization))
                    }),
                });
            });
        let records = reader.rows();
        let mut problems = reader.into_problems();
        name_all(&mut drafts, &mut slugs);
        let rows = link(drafts, &mut problems);
        problems.sort();
        Self { rows, problems, records }
    }

    /// The empty file to fill in.
    ///
    /// ```
    /// use matricula::table::CatalogFile;
    ///
    /// assert!(CatalogFile::read(CatalogFile::template().as_bytes()).problems.is_empty());
    /// ```
    pub const fn template() -> &'static str {
        "Type,Name,Slug,Partner,Collection,Specialization,Course ID,Difficulty,Skills\r\n"
    }
}

/// Skills parted by semicolons, each once.
fn skills_of(text: &str) -> Vec<Box<str>> {
    let mut skills: Vec<Box<str>> = Vec::new();
    for skill in text.split(';').map(str::trim).filter(|skill| !skill.is_empty()) {
        if !skills.iter().any(|known| **known == *skill) {
            skills.push(skill.into());
        }
    }
    skills
}

/// Gives slugs and ids to the rows without one. Given slugs come first, wherever they stand.
fn name_all(drafts: &mut [Draft], slugs: &mut HashSet<Box<str>, FixedState>) {
    // The next number to try for each stem, so that many equal names cost no search.
    let mut next: HashMap<String, u64, FixedState> = HashMap::default();
    for Draft { line, .. } in drafts {
        if line.slug.is_empty() {
            let mut stem = slug_of(&line.name);
            if stem.is_empty() {
                stem = line.kind.as_str().to_ascii_lowercase();
            }
            let number = next.entry(stem.clone()).or_insert(1);
            let mut slug = if *number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            while slugs.contains(&*slug) {
                *number = number.saturating_add(1);
                slug = format!("{stem}-{number}");
            }
            line.slug = slug.into();
            slugs.insert(line.slug.clone());
        }
        if line.id.is_empty() {
            line.id = print_id(Uuid::new_v5(&CATALOG_NAMESPACE, line.slug.as_bytes()));
        }
    }
}

/// Finds each course's specialization, by slug or else by name, the first of several.
fn link(drafts: Vec<Draft>, problems: &mut Problems) -> Vec<CatalogLine> {
    let mut found: HashMap<Box<str>, Box<str>, FixedState> = HashMap::default();
    let specializations = || {
        drafts
            .iter()
            .map(|draft| &draft.line)
            .filter(|line| line.kind == CatalogKind::Specialization)
    };
    for line in specializations() {
        found.insert(line.slug.clone(), line.slug.clone());
    }
    for line in specializations() {
        found.entry(line.name.clone()).or_insert_with(|| line.slug.clone());
    }
    let link = |Draft { mut line, wanted }| {
        if let Some((name, problem)) = wanted {
            match found.get(&name) {
                Some(slug) => line.specialization = Some(slug.clone()),
                None => {
                    problems.push(problem);
                    return None;
                }
            }
        }
        Some(line)
    };
    drafts.into_iter().filter_map(link).collect()
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// A slug made of a name; empty when nothing of it can be spelt in a to z and digits.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = plain(letter);
        if plain.is_empty() {
            // Apostrophes and combining accents do not part words.
            gap |= !matches!(letter, '\'' | '’' | '\u{300}'..='\u{36F}');
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push_str(plain);
    }
    slug
}

/// A lower-case letter or digit in a to z and 0 to 9.
fn plain(letter: char) -> &'static str {
    const PLAIN: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    if let Some(at) = PLAIN.find(letter) {
        return PLAIN.get(at..at.saturating_add(1)).unwrap_or_default();
    }
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// An id in either of its forms.
fn parse_id(text: &str) -> Option<Uuid> {
    text.parse::<CourseId>().ok().map(Uuid::from)
}

fn print_id(id: Uuid) -> Box<str> {
    CourseId::from(id).to_string().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(file: &CatalogFile) -> Vec<(u64, &'static str)> {
        file.problems.kept.iter().map(|problem| (problem.line, problem.code.as_str())).collect()
    }

    #[test]
    fn view_3_skills_are_read_where_a_file_has_them() {
        let file = CatalogFile::read(
            b"Type,Name,Partner,Skills\nCourse,Tea,Leaf, Tasting;Trade ;; Tasting\nCourse,Coffee,Leaf,\nCourse,Milk,Leaf\n",
        );
        assert!(file.problems.is_empty());
        let skills: Vec<Vec<&str>> =
            file.rows.iter().map(|row| row.skills.iter().map(|skill| &**skill).collect()).collect();
        assert_eq!(skills, [&["Tasting", "Trade"][..], &[], &[]]);
        let without = CatalogFile::read(b"Type,Name,Partner\nCourse,Tea,Leaf\n");
        assert!(without.problems.is_empty() && without.rows[0].skills.is_empty());
    }

    #[test]
    fn view_3_slugs_are_made_once_and_never_twice() {
        let file = CatalogFile::read(
            "Type,Name,Slug,Partner\n\
            Course,Pottery,,Kiln\n\
            COURSE,Pottery!,,Kiln\n\
            Course,Glazes,pottery-2,Kiln\n\
            Course,Élan vital — c'est l’œuvre,,Kiln\n\
            course,陶芸,,Kiln\n\
            professional certificate,茶,,Kiln\n"
                .as_bytes(),
        );
        let slugs: Vec<_> = file.rows.iter().map(|row| &*row.slug).collect();
        assert_eq!(
            slugs,
            ["pottery", "pottery-3", "pottery-2", "elan-vital-cest-loeuvre", "course", "specialization"]
        );
        assert!(file.problems.is_empty());
        let ids: HashSet<_, FixedState> = file.rows.iter().map(|row| parse_id(&row.id).unwrap()).collect();
        assert_eq!(ids.len(), 6);
    }

    #[test]
    fn view_3_every_problem_of_a_catalog_is_found() {
        let file = CatalogFile::read(
            b"Type,Name,Slug,Partner,Specialization,Course ID\n\
            Course,A,a,P,Nothing,\n\
            Course,B,B!,P,,no-id\n\
            Course,C,c,P,Late,-aG-a-O1EeijKBISCWxf6g\n\
            Course,D,c,P,,-aG-a-O1EeijKBISCWxf6g\n\
            Rhyme,,d,P,,\n\
            Specialization,Late,late,P,Late,\n\
            Specialization,Late,late,P,,\n",
        );
        assert_eq!(
            codes(&file),
            [
                (2, "unknown_specialization"),
                (3, "not_a_slug"),
                (3, "not_an_id"),
                (5, "repeated_value"),
                (5, "repeated_value"),
                (6, "unknown_type"),
                (6, "empty_value"),
                (7, "not_applicable"),
            ]
        );
        assert_eq!(file.rows.iter().map(|row| &*row.slug).collect::<Vec<_>>(), ["c", "late"]);
        assert_eq!(
            (&*file.rows[0].id, file.rows[0].specialization.as_deref()),
            ("-aG-a-O1EeijKBISCWxf6g", Some("late"))
        );
        assert_eq!(file.records, 7);
    }

    #[test]
    fn view_3_the_public_list_of_2020_has_other_headers() {
        let file = CatalogFile::read(
            b",course_title,course_organization,course_Certificate_type,course_rating,course_difficulty,course_students_enrolled\n\
            7,Pottery,Kiln,PROFESSIONAL CERTIFICATE,4.7,Beginner,5.3k\n",
        );
        assert_eq!((file.problems.total, &*file.rows[0].collection), (0, "Beginner"));
        assert_eq!(file.rows[0].kind, CatalogKind::Specialization);
    }

    #[test]
    fn ids_have_two_forms() {
        let id = parse_id("daG-a-O1EeijKBISCWxf6g").unwrap();
        assert_eq!(alloc::format!("{id}"), "75a1be6b-e3b5-11e8-a328-1212096c5fea");
        assert_eq!(parse_id("75a1be6b-e3b5-11e8-a328-1212096c5fea"), Some(id));
        for text in
            ["", "daG-a-O1EeijKBISCWxf6h", "daG+a-O1EeijKBISCWxf6g", "75a1be6be3b511e8a3281212096c5fea"]
        {
            assert_eq!(parse_id(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn ids_are_read_as_printed(bits: u128) {
            prop_assert_eq!(parse_id(&print_id(Uuid::from_u128(bits))), Some(Uuid::from_u128(bits)));
        }
    }
}
