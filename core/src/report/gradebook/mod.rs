//! Gradebooks (`REP-5`): facts of assessment attempts in, `assessment_attempts.csv` and `gradebook.csv` out, for a course,
//! a collection, programs or all of them.

mod accumulate;
mod attempt;
mod elsewhere;
mod of_register;
mod request;
mod selection;
mod standing;
mod state;
mod write;

pub use accumulate::GradebookAccumulator;
pub use attempt::{
    ASSESSMENT_ATTEMPTS, AssessmentAttempt, AssessmentAttemptRow, AssessmentAttempts, AttemptError,
    AttemptFile, AttemptReader,
};
pub(crate) use request::DEFINITIONS;
pub use request::{
    CollectionLevel, CollectionScope, CourseLevel, CourseScope, FindingKind, Gradebook, GradebookActivity,
    GradebookBundling, GradebookError, GradebookFile, GradebookFinding, GradebookLayout, GradebookLevel,
    GradebookOptions, GradebookRequest, GradebookScope, GradebookSummary, LINK_HOURS, LINK_HOURS_LIMIT,
    LateWork, OrganizationLevel, OrganizationScope, ProgramLevel, ProgramScope,
};
pub use state::{GRADEBOOK_STATE_VERSION, GradebookStateError};
pub use write::{GRADEBOOK, GradebookRow, GradebookTable, read_gradebook};

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use self::selection::{Selection, Sheet};
use crate::Timestamp;

use crate::store::Set;
use crate::table::{FormulaGuard, archive};

/// Characters of a slug that stand in a file's name at most.
const NAME: usize = 80;

impl GradebookAccumulator {
    /// Makes the gradebook of a request, as of the time at which it is made. The same facts, in whatever order they came,
    /// give the same bytes.
    ///
    /// Attempts submitted later than now are left out. Files stand in the order: attempts, then grades; of each kind those of
    /// the programs in the order of their slugs.
    ///
    /// # Errors
    ///
    /// [`GradebookError`] when the request chooses nothing or asks for an empty range, or when the archive reaches 4 GiB.
    pub fn finish(
        &self,
        request: &GradebookRequest,
        made_at: Timestamp,
    ) -> Result<Gradebook, GradebookError> {
        let expires_at = request.check(made_at)?;
        let options = &request.options;
        let layout = options.layout.unwrap_or_default();
        let guard = if options.guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };

        let mut selection = Selection::new(self, request, made_at);
        let parts = parts(&selection, request);
        let mut files = Vec::new();
        let guard_formulas = options.guard_formulas;
        let mut add = |stem: &str, part: &str, layout: Option<GradebookLayout>, bytes: Vec<u8>| {
            let name = format!("{stem}{part}.csv").into();
            files.push(GradebookFile { name, layout, guard_formulas, bytes });
        };
        let course_level = matches!(request.level, GradebookLevel::CourseLevel(_));
        if options.attempts.unwrap_or(course_level) {
            for (part, sheets) in &parts {
                let mut bytes = Vec::new();
                selection.write_attempts(sheets, guard, &mut bytes);
                add("assessment_attempts", part, None, bytes);
            }
        }
        for (part, sheets) in &parts {
            let mut bytes = Vec::new();
            let stem = match layout {
                GradebookLayout::Long => {
                    selection.write_long(sheets, guard, &mut bytes);
                    "gradebook"
                }
                GradebookLayout::Wide => {
                    selection.write_wide(sheets, guard, &mut bytes);
                    "gradebook"
                }
                GradebookLayout::Canvas => {
                    selection.write_canvas(sheets, guard, &mut bytes);
                    "canvas-gradebook"
                }
                GradebookLayout::Moodle => {
                    selection.write_moodle(sheets, guard, &mut bytes);
                    "moodle-gradebook"
                }
                GradebookLayout::OneRoster => {
                    selection.write_results(sheets, guard, &mut bytes);
                    "results"
                }
            };
            add(stem, part, Some(layout), bytes);
        }
        let named: Vec<(&str, &[u8])> =
            files.iter().map(|file| (&*file.name, file.bytes.as_slice())).collect();
        let archive = archive(&named, made_at)?;
        let summary = summary(&mut selection, made_at, expires_at);
        Ok(Gradebook { files, archive, summary })
    }
}

/// The ends of the files' names, and the sheets that go into each.
fn parts(selection: &Selection<'_>, request: &GradebookRequest) -> Vec<(String, Vec<Sheet>)> {
    if request.options.bundling.unwrap_or_default() == GradebookBundling::OneFile {
        return vec![(String::new(), selection.sheets.clone())];
    }
    let mut slugs: Vec<&str> = match &request.level {
        GradebookLevel::CourseLevel(level) => vec![&level.program_slug],
        GradebookLevel::CollectionLevel(level) => vec![&level.program_slug],
        // A chosen program has its file even when there is nothing in it.
        GradebookLevel::ProgramLevel(level) => level.program_slugs.iter().map(|slug| &**slug).collect(),
        GradebookLevel::OrganizationLevel(_) => selection
            .sheets
            .iter()
            .map(|sheet| selection.program(sheet.program).slug.text())
            .collect(),
    };
    for slug in &mut slugs {
        *slug = slug.trim();
    }
    slugs.sort_unstable();
    slugs.dedup();
    let mut taken = Set::default();
    slugs
        .into_iter()
        .map(|slug| {
            let sheets = selection.sheets.iter();
            let own = sheets.filter(|sheet| selection.program(sheet.program).slug.text() == slug);
            (unique_part(slug, &mut taken), own.cloned().collect())
        })
        .collect()
}

/// The end of a file's name that stands for a program: what of its slug is safe everywhere, and no other's.
fn unique_part(slug: &str, taken: &mut Set<String>) -> String {
    let mut safe = String::new();
    for letter in slug.chars().flat_map(char::to_lowercase) {
        let letter = if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
        if safe.len() < NAME && !(letter == '-' && safe.ends_with('-')) {
            safe.push(letter);
        }
    }
    let mut part = format!("-{}", safe.trim_matches('-'));
    if part.len() == 1 {
        part.push_str("program");
    }
    let first = part.clone();
    let mut number = 2_u32;
    while !taken.insert(part.clone()) {
        part = format!("{first}-{number}");
        number = number.saturating_add(1);
    }
    part
}

fn summary(selection: &mut Selection<'_>, made_at: Timestamp, expires_at: Timestamp) -> GradebookSummary {
    let (mut programs, mut courses, mut learners) = (Set::default(), Set::default(), Set::default());
    let (mut items, mut attempts) = (0_u64, 0_u64);
    for sheet in &selection.sheets {
        programs.insert(sheet.program);
        if courses.insert(sheet.course) {
            items = items.saturating_add(count(selection.items_of(sheet.course).len()));
        }
        for learner in &sheet.learners {
            learners.insert(*learner);
            for item in selection.items_of(sheet.course) {
                let standing = selection.standing(*learner, sheet.program, *item);
                attempts = attempts.saturating_add(standing.attempts.into());
            }
        }
    }
    let (programs, courses, learners) = (count(programs.len()), count(courses.len()), count(learners.len()));
    let (findings, findings_total) = selection.findings();
    GradebookSummary {
        made_at,
        expires_at,
        programs,
        courses,
        learners,
        items,
        attempts,
        findings,
        findings_total,
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
