//! What courses and specializations teach, and how hard they are (`VIEW-3`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::catalog::{Course, Specialization};
use crate::command::{UpdateCourse, UpdateSpecialization};
use crate::event::{CourseUpdated, SpecializationUpdated};
use crate::register::{ApplyError, Register};
use crate::schema::{Definition, choice};
use crate::text::check_name;
use crate::verdict::{Effects, Judged, Stop, Verdict, text};
use crate::{CourseId, Refusal, SettingRule, SpecializationId};

/// Skills of a course or specialization at most.
pub const SKILLS_LIMIT: usize = 100;

choice! {
    /// How hard a course or specialization is.
    pub enum Difficulty {
        /// For those who know nothing of it yet.
        Beginner = "beginner",
        /// For those who know the basics.
        Intermediate = "intermediate",
        /// For those who know much of it.
        Advanced = "advanced",
        /// Of several difficulties.
        Mixed = "mixed",
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[Difficulty::SCHEMA];

/// How hard something is, and the skills that it teaches, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) difficulty: Option<Difficulty>,
    pub(crate) skills: Vec<Box<str>>,
}

impl Register {
    fn course_by_id(&self, course: CourseId) -> Option<(u32, &Course)> {
        let handle = self.catalog.course(course)?;
        Some((handle, self.catalog.course_at(handle)?))
    }

    fn specialization_by_id(&self, specialization: SpecializationId) -> Option<(u32, &Specialization)> {
        let handle = self.catalog.specialization(specialization)?;
        Some((handle, self.catalog.specialization_at(handle)?))
    }

    pub(crate) fn judge_update_course(&self, command: &UpdateCourse, verdict: &mut Verdict) -> Judged {
        let course = command.course;
        let (handle, found) =
            self.course_by_id(course).ok_or_else(|| verdict.stop(Refusal::UnknownCourse { course }))?;
        let name = text(SettingRule::Enr1, "name", check_name(&command.name));
        let partner = text(SettingRule::Enr1, "partner", check_name(&command.partner));
        let skills = judge_skills(&command.skills, verdict)?;
        let (name, partner) = (verdict.require(name)?, verdict.require(partner)?);
        let elsewhere = self.catalog.specializations.iter();
        if elsewhere
            .filter(|other| other.partner != partner)
            .any(|other| other.courses.contains(&handle))
        {
            verdict.refuse(Refusal::PartnerMismatch { course })?;
        }
        let details = Details { difficulty: command.difficulty, skills };
        if name == found.name && partner == found.partner && details == found.details {
            return Ok(Effects::none());
        }
        let Details { difficulty, skills } = details;
        Ok(CourseUpdated { course, name, partner, difficulty, skills }.into())
    }

    pub(crate) fn judge_update_specialization(
        &self,
        command: &UpdateSpecialization,
        verdict: &mut Verdict,
    ) -> Judged {
        let specialization = command.specialization;
        let (handle, found) = self
            .specialization_by_id(specialization)
            .ok_or_else(|| verdict.stop(Refusal::UnknownSpecialization { specialization }))?;
        let name = text(SettingRule::Enr1, "name", check_name(&command.name));
        let partner = text(SettingRule::Enr1, "partner", check_name(&command.partner));
        let skills = judge_skills(&command.skills, verdict)?;
        let (name, partner) = (verdict.require(name)?, verdict.require(partner)?);
        // Its courses follow it, unless another specialization holds one to the old partner.
        let others = || (0_u32..).zip(&self.catalog.specializations).filter(|(other, _)| *other != handle);
        let held = |course: &&u32| {
            others().any(|(_, other)| other.partner != partner && other.courses.contains(*course))
        };
        if let Some(course) =
            found.courses.iter().find(held).and_then(|course| self.catalog.course_at(*course))
        {
            verdict.refuse(Refusal::PartnerMismatch { course: course.id })?;
        }
        let details = Details { difficulty: command.difficulty, skills };
        if name == found.name && partner == found.partner && details == found.details {
            return Ok(Effects::none());
        }
        let Details { difficulty, skills } = details;
        Ok(SpecializationUpdated { specialization, name, partner, difficulty, skills }.into())
    }

    pub(crate) fn check_course_updated(&self, event: &CourseUpdated) -> Result<(), ApplyError> {
        ApplyError::unless(self.catalog.course(event.course).is_some(), "a course's description")
    }

    pub(crate) fn check_specialization_updated(
        &self,
        event: &SpecializationUpdated,
    ) -> Result<(), ApplyError> {
        let known = self.catalog.specialization(event.specialization).is_some();
        ApplyError::unless(known, "a specialization's description")
    }

    pub(crate) fn apply_course_updated(&mut self, event: &CourseUpdated) {
        let handle = self.catalog.course(event.course);
        let Some(course) = handle.and_then(|handle| self.catalog.courses.get_mut(handle as usize)) else {
            return;
        };
        course.name = event.name.clone();
        course.partner = event.partner.clone();
        course.details = Details { difficulty: event.difficulty, skills: event.skills.clone() };
    }

    pub(crate) fn apply_specialization_updated(&mut self, event: &SpecializationUpdated) {
        let handle = self.catalog.specialization(event.specialization);
        let catalog = &mut self.catalog;
        let Some(found) = handle.and_then(|handle| catalog.specializations.get_mut(handle as usize)) else {
            return;
        };
        found.name = event.name.clone();
        found.partner = event.partner.clone();
        found.details = Details { difficulty: event.difficulty, skills: event.skills.clone() };
        for course in &found.courses {
            if let Some(course) = catalog.courses.get_mut(*course as usize) {
                course.partner = event.partner.clone();
            }
        }
    }
}

/// Skills without surrounding white space, in order, each once.
fn judge_skills(given: &[Box<str>], verdict: &mut Verdict) -> Result<Vec<Box<str>>, Stop> {
    if given.len() > SKILLS_LIMIT {
        let number = |skills: usize| u64::try_from(skills).unwrap_or(u64::MAX);
        let (skills, limit) = (number(given.len()), number(SKILLS_LIMIT));
        return Err(verdict.stop(Refusal::TooManySkills { skills, limit }));
    }
    let mut skills: Vec<Box<str>> = Vec::with_capacity(given.len());
    for skill in given {
        match text(SettingRule::View3, "skills", check_name(skill)) {
            Ok(skill) if skills.contains(&skill) => {}
            Ok(skill) => skills.push(skill),
            Err(refusal) => verdict.refuse(refusal)?,
        }
    }
    Ok(skills)
}
