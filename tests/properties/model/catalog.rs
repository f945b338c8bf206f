//! What a program offers, and how often it is taken.

use super::*;

impl Model {
    /// Everything that a program offers, each once, by key.
    fn offered(&self, program: ProgramId) -> BTreeSet<String> {
        let items = self.programs[&program].collections.values().flatten();
        items
            .flat_map(|item| match item {
                CatalogItem::CourseItem(item) => vec![course_key(item.course)],
                CatalogItem::SpecializationItem(item) => {
                    let courses = self.specializations[&item.specialization].iter();
                    courses
                        .map(|course| course_key(*course))
                        .chain([specialization_key(item.specialization)])
                        .collect()
                }
            })
            .collect()
    }

    pub(crate) fn courses_offered(&self, program: ProgramId) -> usize {
        self.offered(program).iter().filter(|key| key.starts_with("course ")).count()
    }

    /// How often everything that a program offers is taken and completed.
    pub(crate) fn catalog_counts(&self, program: ProgramId) -> BTreeMap<String, (u32, u32)> {
        let members: Vec<_> = self.members.iter().filter(|((of, _), _)| *of == program).collect();
        let taken = |key: &String| {
            let found = members.iter().filter_map(|(_, member)| member.enrollments.get(key));
            let current: Vec<_> = found.filter(|found| !found.given_up).collect();
            let completed = current.iter().filter(|found| found.completed_at.is_some()).count();
            (u32::try_from(current.len()).unwrap(), u32::try_from(completed).unwrap())
        };
        self.offered(program).into_iter().map(|key| (key.clone(), taken(&key))).collect()
    }
}
