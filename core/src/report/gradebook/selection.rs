//! What of the facts stands in a gradebook: by level, date range and time, in a defined order (`REP-5`).

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::accumulate::{Attempt, Cell, Course, GradebookAccumulator, Item, Learner, Program, course_key};
use super::request::{FindingKind, GradebookActivity, GradebookFinding, GradebookLevel, GradebookRequest};
use super::standing::{CourseGrade, Rules, Standing};
use crate::store::{Map, Set};
use crate::{Personal, Timestamp};

/// Findings that are kept at most; all are counted.
const FINDINGS: usize = 1000;

/// A course of a program, and its learners in order.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) program: u32,
    pub(super) course: u32,
    pub(super) learners: Vec<u32>,
}

/// The facts as a request sees them.
pub(super) struct Selection<'a> {
    pub(super) facts: &'a GradebookAccumulator,
    pub(super) rules: Rules,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    /// The items of each course in order.
    items: Vec<Vec<u32>>,
    pub(super) learner_keys: Vec<&'a str>,
    learner_ranks: Vec<u32>,
    course_ranks: Vec<u32>,
    program_ranks: Vec<u32>,
    /// The sheets, by program and course.
    pub(super) sheets: Vec<Sheet>,
    findings: Vec<Finding>,
}

/// A finding. Its place is no matter of handles, which depend on the order in which facts came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    kind: FindingKind,
    /// Ranks of the course, the program, the item in its course and the learner.
    place: [u32; 4],
    attempt: u32,
    about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct About {
    program: Option<u32>,
    course: u32,
    item: Option<u32>,
    learner: Option<u32>,
}

/// The place of each of `count` things when they are ordered by a key.
fn ranks<K: Ord>(count: usize, key: impl Fn(u32) -> K) -> Vec<u32> {
    let mut handles: Vec<u32> = (0_u32..).take(count).collect();
    handles.sort_by_cached_key(|handle| key(*handle));
    let mut ranks = vec![0; count];
    for (rank, handle) in (0_u32..).zip(handles) {
        if let Some(place) = ranks.get_mut(handle as usize) {
            *place = rank;
        }
    }
    ranks
}

fn rank(ranks: &[u32], handle: u32) -> u32 {
    ranks.get(handle as usize).copied().unwrap_or(u32::MAX)
}

impl<'a> Selection<'a> {
    pub(super) fn new(
        facts: &'a GradebookAccumulator,
        request: &GradebookRequest,
        made_at: Timestamp,
    ) -> Self {
        let options = &request.options;
        let learner_keys = facts.learners.keys();
        let course_keys = facts.courses.keys();
        let program_keys = facts.programs.keys();
        let mut items = vec![Vec::new(); facts.courses.all.len()];
        for (handle, item) in (0_u32..).zip(&facts.items.all) {
            if let Some(items) = items.get_mut(item.course as usize) {
                items.push(handle);
            }
        }
        for items in &mut items {
            items.sort_by_key(|handle| {
                facts
                    .items
                    .get(*handle)
                    .map(|item| (item.facts.order.get().copied().unwrap_or_default(), item.id()))
            });
        }
        let learner_ranks = ranks(learner_keys.len(), |handle| {
            let email = facts.learners.get(handle).map_or("", |learner| learner.email.text());
            (crate::email::canonical(email), learner_keys.get(handle as usize))
        });
        let course_ranks = ranks(course_keys.len(), |handle| {
            (
                facts.courses.get(handle).map(|course| course.slug.text()),
                course_keys.get(handle as usize),
            )
        });
        let mut selection = Self {
            facts,
            rules: Rules { made_at, late_work: options.late_work.unwrap_or_default() },
            from: options.from,
            until: options.until,
            items,
            learner_keys,
            learner_ranks,
            course_ranks,
            program_ranks: ranks(program_keys.len(), |handle| program_keys.get(handle as usize)),
            sheets: Vec::new(),
            findings: Vec::new(),
        };
        let within = Within::new(&request.level, &program_keys, &course_keys);
        let activity = options.activity.unwrap_or_default();
        selection.choose(&within, activity);
        selection
    }

    /// Whether the whole of time is asked for.
    const fn is_all_time(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// Whether an attempt was submitted within the range, and not later than now.
    pub(super) fn in_range(&self, attempt: Attempt) -> bool {
        let at = attempt.submitted_at;
        at <= self.rules.made_at
            && self.from.is_none_or(|from| from <= at)
            && self.until.is_none_or(|until| at < until)
    }

    fn choose(&mut self, within: &Within, activity: GradebookActivity) {
        let mut books: Map<(u32, u32), Set<u32>> = Map::default();
        let mut active: Set<(u32, u32)> = Set::default();
        let mut active_learners: Set<(u32, u32, u32)> = Set::default();
        let mut findings = Vec::new();
        for ((learner, program, item), cell) in &self.facts.cells {
            let course = self.facts.items.get(*item).map_or(u32::MAX, |item| item.course);
            if !within.holds(*program, course) {
                continue;
            }
            books.entry((*program, course)).or_default().insert(*learner);
            if cell.attempts.iter().any(|attempt| self.in_range(*attempt)) {
                active.insert((*program, course));
                active_learners.insert((*program, course, *learner));
            }
            self.find_in_cell((*learner, *program, *item), course, cell, &mut findings);
        }
        // Of a collection, the guide says: all courses with activity.
        let all = self.is_all_time();
        let idle = all && !within.only_active;
        let learner_ranks = &self.learner_ranks;
        let mut sheets: Vec<Sheet> = books
            .into_iter()
            .filter(|(key, _)| idle || active.contains(key))
            .map(|((program, course), learners)| {
                let mut learners: Vec<u32> = learners
                    .into_iter()
                    .filter(|learner| {
                        all || activity == GradebookActivity::Courses
                            || active_learners.contains(&(program, course, *learner))
                    })
                    .collect();
                learners.sort_by_key(|learner| rank(learner_ranks, *learner));
                Sheet { program, course, learners }
            })
            .collect();
        sheets.sort_by_key(|sheet| {
            (rank(&self.program_ranks, sheet.program), rank(&self.course_ranks, sheet.course))
        });
        self.sheets = sheets;
        self.findings = findings;
        self.find_in_courses();
    }

    fn find_in_cell(
        &self,
        (learner, program, item): (u32, u32, u32),
        course: u32,
        cell: &Cell,
        findings: &mut Vec<Finding>,
    ) {
        let about = About { program: Some(program), course, item: Some(item), learner: Some(learner) };
        let course_rank = rank(&self.course_ranks, course);
        let place = || {
            let items = self.items_of(course).iter().position(|known| *known == item);
            items.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
        };
        for attempt in &cell.attempts {
            let kinds = [
                (FindingKind::ConflictingAttempt, attempt.conflicting),
                (FindingKind::FutureAttempt, attempt.submitted_at > self.rules.made_at),
                (FindingKind::RepeatedAttempt, attempt.told > 1 && !attempt.conflicting),
            ];
            for (kind, _) in kinds.into_iter().filter(|(_, found)| *found) {
                let program_rank = rank(&self.program_ranks, program);
                let learner_rank = rank(&self.learner_ranks, learner);
                let place = [course_rank, program_rank, place(), learner_rank];
                findings.push(Finding { kind, place, attempt: attempt.number, about });
            }
        }
    }

    fn find_in_courses(&mut self) {
        let mut courses: Vec<u32> = self.sheets.iter().map(|sheet| sheet.course).collect();
        courses.sort_unstable();
        courses.dedup();
        for course in courses {
            let about = About { program: None, course, item: None, learner: None };
            let course_rank = rank(&self.course_ranks, course);
            let mut sum = CourseGrade::default();
            let mut found = Vec::new();
            let finding =
                |kind, item, about| Finding { kind, place: [course_rank, 0, item, 0], attempt: 0, about };
            for (place, handle) in (0_u32..).zip(self.items_of(course)) {
                let Some(item) = self.facts.items.get(*handle) else { continue };
                sum.add(item, None);
                if item.facts.changed() {
                    let about = About { item: Some(*handle), ..about };
                    found.push(finding(FindingKind::ChangedItem, place, about));
                }
            }
            let hundred = u128::from(crate::Percent::MAX.units());
            if sum.weights() == 0 {
                found.push(finding(FindingKind::NoWeights, 0, about));
            } else if sum.weights() != hundred {
                found.push(finding(FindingKind::UnevenWeights, 0, about));
            }
            self.findings.extend(found);
        }
    }

    /// The findings that are kept, in order, and how many there are.
    pub(super) fn findings(&mut self) -> (Vec<GradebookFinding>, u64) {
        self.findings.sort_unstable();
        let total = u64::try_from(self.findings.len()).unwrap_or(u64::MAX);
        let kept = self.findings.iter().take(FINDINGS);
        let kept = kept.map(|Finding { kind, attempt, about, .. }| GradebookFinding {
            kind: *kind,
            program_slug: about.program.map(|program| self.program(program).slug.text().into()),
            course_id: self.course(about.course).id.text().into(),
            item_id: about.item.map(|item| self.item(item).id().into()),
            learner: about.learner.map(|learner| {
                let learner = self.learner(learner);
                let known = [&learner.email, &learner.id].into_iter().map(|text| text.text());
                Personal::from(known.into_iter().find(|text| !text.is_empty()).unwrap_or_default())
            }),
            attempt: (*attempt > 0).then_some(*attempt),
            message: Box::from(kind.sentence()),
        });
        (kept.collect(), total)
    }

    pub(super) fn learner(&self, handle: u32) -> &'a Learner {
        const NOBODY: &Learner = &Learner::NOTHING;
        self.facts.learners.get(handle).unwrap_or(NOBODY)
    }

    pub(super) fn program(&self, handle: u32) -> &'a Program {
        const NONE: &Program = &Program::NOTHING;
        self.facts.programs.get(handle).unwrap_or(NONE)
    }

    pub(super) fn course(&self, handle: u32) -> &'a Course {
        const NONE: &Course = &Course::NOTHING;
        self.facts.courses.get(handle).unwrap_or(NONE)
    }

    pub(super) fn item(&self, handle: u32) -> &'a Item {
        const NONE: &Item = &Item::NOTHING;
        self.facts.items.get(handle).unwrap_or(NONE)
    }

    /// The items of a course in order.
    pub(super) fn items_of(&self, course: u32) -> &[u32] {
        self.items.get(course as usize).map_or(&[], |items| items)
    }

    pub(super) fn cell(&self, learner: u32, program: u32, item: u32) -> Option<&'a Cell> {
        self.facts.cells.get(&(learner, program, item))
    }

    /// Where a learner stands with an item.
    pub(super) fn standing(&self, learner: u32, program: u32, item: u32) -> Standing {
        let cell = self.cell(learner, program, item);
        cell.map(|cell| cell.standing(self.item(item), self.rules)).unwrap_or_default()
    }

    /// What a learner's items of a course come to.
    pub(super) fn course_grade(&self, learner: u32, program: u32, course: u32) -> CourseGrade {
        let mut grade = CourseGrade::default();
        for item in self.items_of(course) {
            grade.add(self.item(*item), self.standing(learner, program, *item).grade);
        }
        grade
    }
}

/// The programs and courses of a level, by handle; none for all.
struct Within {
    programs: Option<Set<u32>>,
    courses: Option<Set<u32>>,
    /// Whether courses without any attempt are left out.
    only_active: bool,
}

impl Within {
    fn new(level: &GradebookLevel, program_keys: &[&str], course_keys: &[&str]) -> Self {
        let programs = |slugs: &[Box<str>]| {
            let chosen: Set<&str> = slugs.iter().map(|slug| slug.trim()).collect();
            (0_u32..)
                .zip(program_keys)
                .filter(|(_, key)| chosen.contains(**key))
                .map(|(handle, _)| handle)
                .collect()
        };
        let courses = |ids: &[Box<str>]| {
            let chosen: Set<_> = ids.iter().map(|id| course_key(id.trim())).collect();
            (0_u32..)
                .zip(course_keys)
                .filter(|(_, key)| chosen.contains(**key))
                .map(|(handle, _)| handle)
                .collect()
        };
        let one = core::slice::from_ref;
        match level {
            GradebookLevel::CourseLevel(level) => Self {
                programs: Some(programs(one(&level.program_slug))),
                courses: Some(courses(&level.course_ids)),
                only_active: false,
            },
            GradebookLevel::CollectionLevel(level) => Self {
                programs: Some(programs(one(&level.program_slug))),
                courses: Some(courses(&level.course_ids)),
                only_active: true,
            },
            GradebookLevel::ProgramLevel(level) => Self {
                programs: Some(programs(&level.program_slugs)),
                courses: None,
                only_active: false,
            },
            GradebookLevel::OrganizationLevel(_) => {
                Self { programs: None, courses: None, only_active: false }
            }
        }
    }

    fn holds(&self, program: u32, course: u32) -> bool {
        self.programs.as_ref().is_none_or(|programs| programs.contains(&program))
            && self.courses.as_ref().is_none_or(|courses| courses.contains(&course))
    }
}
