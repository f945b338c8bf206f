//! Gradebooks of what a register knows: which programs and courses they are about, as the actor may see (`REP-5`, `ADM-3`).

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::request::{
    CollectionLevel, CourseLevel, GradebookLevel, GradebookScope, OrganizationLevel, ProgramLevel,
};
use crate::catalog::Item;
use crate::commit::Context;
use crate::register::Register;
use crate::{CourseId, ProgramId, Refusal};

impl Register {
    /// What a gradebook may tell to an actor, in the words of the facts (`REP-5`): a program's slug, and the courses of a
    /// collection, those of its specializations included. The whole organization is narrowed to the programs that a program
    /// administrator has; for all others it stays the whole. Give the answer to
    /// [`crate::report::GradebookAccumulator::finish`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for learners, strangers, and administrators of other programs than those asked for;
    /// [`Refusal::UnknownProgram`], [`Refusal::UnknownCourse`], [`Refusal::UnknownCollection`].
    ///
    /// ```
    /// use matricula::report::{GradebookScope, OrganizationScope};
    /// use matricula::{Actor, Context, Register};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let level = Register::new().gradebook_level(&OrganizationScope {}.into(), &context).unwrap();
    /// assert_eq!(level.kind(), "organization");
    /// ```
    pub fn gradebook_level(
        &self,
        scope: &GradebookScope,
        context: &Context,
    ) -> Result<GradebookLevel, Refusal> {
        let visible =
            |programs: Option<&[ProgramId]>| self.visible_programs(programs, &context.actor, "gradebook");
        let slug = |program: ProgramId| -> Result<(u16, Box<str>), Refusal> {
            visible(Some(&[program]))?;
            let unknown = Refusal::UnknownProgram { program };
            let handle = self.program_handle(program).ok_or_else(|| unknown.clone())?;
            Ok((handle, self.program(handle).ok_or(unknown)?.slug.clone()))
        };
        Ok(match scope {
            GradebookScope::CourseScope(scope) => {
                let (_, program_slug) = slug(scope.program)?;
                let ids = scope.courses.iter().map(|course| self.known_course(*course));
                CourseLevel { program_slug, course_ids: ids.collect::<Result<_, _>>()? }.into()
            }
            GradebookScope::CollectionScope(scope) => {
                let (program, program_slug) = slug(scope.program)?;
                let collection = self.catalog.collection(program, scope.collection);
                let collection =
                    collection.ok_or(Refusal::UnknownCollection { collection: scope.collection })?;
                CollectionLevel { program_slug, course_ids: self.courses_of_collection(collection) }.into()
            }
            GradebookScope::ProgramScope(scope) => {
                visible(Some(&scope.programs))?;
                let slugs = scope.programs.iter().map(|program| slug(*program).map(|(_, slug)| slug));
                ProgramLevel { program_slugs: slugs.collect::<Result<_, _>>()? }.into()
            }
            GradebookScope::OrganizationScope(_) => match visible(None)? {
                None => OrganizationLevel {}.into(),
                Some(programs) => {
                    let mut slugs: Vec<Box<str>> = programs
                        .into_iter()
                        .filter_map(|handle| self.program(handle))
                        .map(|program| program.slug.clone())
                        .collect();
                    slugs.sort_unstable();
                    ProgramLevel { program_slugs: slugs }.into()
                }
            },
        })
    }

    fn known_course(&self, course: CourseId) -> Result<Box<str>, Refusal> {
        let handle = self.catalog.course(course).ok_or(Refusal::UnknownCourse { course })?;
        let found = self.catalog.course_at(handle).ok_or(Refusal::UnknownCourse { course })?;
        Ok(found.id.to_string().into())
    }

    /// The courses of a collection in order, each once.
    fn courses_of_collection(&self, collection: u16) -> Vec<Box<str>> {
        let mut seen = crate::store::Set::default();
        let mut ids = Vec::new();
        let mut add = |course: u32| {
            if let Some(found) = self.catalog.course_at(course).filter(|_| seen.insert(course)) {
                ids.push(found.id.to_string().into());
            }
        };
        for item in self.catalog.items_of(collection) {
            match item {
                Item::Course(course) => add(*course),
                Item::Specialization(handle) => {
                    let found = self.catalog.specialization_at(*handle);
                    found.into_iter().flat_map(|found| &found.courses).for_each(|course| add(*course));
                }
            }
        }
        ids
    }
}
