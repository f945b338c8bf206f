//! A program as its learners see it (`VIEW-4`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::authority::Scope;
use crate::catalog::Item;
use crate::catalog_detail::{Details, Difficulty};
use crate::command::{Banner, EnrollInCourse, EnrollInSpecialization, Logo};
use crate::commit::{Actor, Context};
use crate::policy::LimitCounting;
use crate::register::Register;
use crate::schema::{Definition, record};
use crate::{
    CatalogItem, CollectionId, Command, EnrollmentView, LearnerId, MembershipView, ProgramId, Refusal,
    Timestamp,
};

record! {
    /// A course or specialization, as a program offers it.
    pub struct Offer {
        /// The course or specialization.
        pub item: CatalogItem,
        /// Its name.
        pub name: Box<str>,
        /// Its slug.
        pub slug: Box<str>,
        /// Its partner.
        pub partner: Box<str>,
        /// How hard it is, if that is known.
        pub difficulty: Option<Difficulty>,
        /// The skills that it teaches, in order.
        pub skills: Vec<Box<str>>,
        /// The learner's own enrollment, given up or not.
        pub enrollment: Option<EnrollmentView>,
        /// Whether the learner may enroll now; absent without a learner.
        pub may_enroll: Option<bool>,
        /// Everything that stands against it, in the documented order (`API-7`).
        pub barriers: Vec<Refusal>,
    }
}

record! {
    /// Something of a collection, with what belongs to it.
    pub struct OfferedItem {
        /// The course or specialization itself.
        pub offer: Offer,
        /// The courses of a specialization, in order.
        pub courses: Vec<Offer>,
    }
}

record! {
    /// A collection, as learners see it.
    pub struct CollectionPreview {
        /// The collection.
        pub collection: CollectionId,
        /// Its name.
        pub name: Box<str>,
        /// Its description.
        pub description: Box<str>,
        /// What it holds, in order.
        pub items: Vec<OfferedItem>,
    }
}

record! {
    /// A program as its learners see it, or one of them (`VIEW-4`). It tells nothing of any other learner.
    pub struct ProgramPreview {
        /// As of when.
        pub at: Timestamp,
        /// The program.
        pub program: ProgramId,
        /// Its name.
        pub name: Box<str>,
        /// Its tagline.
        pub tagline: Box<str>,
        /// Its URL.
        pub url: Box<str>,
        /// Its banner, or else that of the organization.
        pub banner: Option<Banner>,
        /// The organization's name.
        pub organization: Box<str>,
        /// The organization's color.
        pub brand_color: Option<Box<str>>,
        /// The organization's logo.
        pub logo: Option<Logo>,
        /// How many courses a learner may enroll in.
        pub course_limit: Option<u16>,
        /// The collections in order.
        pub collections: Vec<CollectionPreview>,
        /// What the learner is to the program; absent without a learner.
        pub membership: Option<MembershipView>,
        /// How many courses the learner may still enroll in by the program's limit; absent without one.
        pub enrollments_left: Option<u32>,
        /// The learner's enrollments, in the order of enrolling first, given up ones included.
        pub enrollments: Vec<EnrollmentView>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Definition::Record(Offer::SCHEMA),
    Definition::Record(OfferedItem::SCHEMA),
    Definition::Record(CollectionPreview::SCHEMA),
    Definition::Record(ProgramPreview::SCHEMA),
];

/// For whom a program is shown, and when.
struct Viewer {
    program: ProgramId,
    learner: Option<LearnerId>,
    at: Timestamp,
    enrollments: Vec<EnrollmentView>,
}

impl Register {
    /// A program as a learner of it sees it, as of a context's time (`VIEW-4`). With a learner, it also tells of their own
    /// enrollments and of what they may enroll in. A learner who asks sees their own.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for whoever may see neither the program nor the learner; [`Refusal::UnknownProgram`],
    /// [`Refusal::ProgramRemoved`]; [`Refusal::NotAMember`] for a learner who never joined the program.
    pub fn preview_program(
        &self,
        program: ProgramId,
        learner: Option<LearnerId>,
        context: &Context,
    ) -> Result<ProgramPreview, Refusal> {
        const ACTION: &str = "program_preview";
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).preview_program(program, learner, context);
        }
        let organization = self.organization.as_ref().ok_or(Refusal::NoOrganization {})?;
        let learner = match self.scope_of(&context.actor, ACTION)? {
            Scope::Learner(own) if learner.is_none_or(|asked| asked == own) => Some(own),
            Scope::Learner(_) => return Err(self.unanswered("learner", ACTION)),
            _ => {
                self.visible_programs(Some(&[program]), &context.actor, ACTION)?;
                learner
            }
        };
        let handle = self.program_handle(program).ok_or(Refusal::UnknownProgram { program })?;
        let found = self.program(handle).ok_or(Refusal::UnknownProgram { program })?;
        let membership = match learner {
            Some(learner) => {
                let membership = self.membership_by_ids(program, learner);
                Some(membership.ok_or(Refusal::NotAMember { learner, program })?)
            }
            None => None,
        };
        if found.removed {
            return Err(Refusal::ProgramRemoved { program });
        }
        let at = self.as_of(context);
        let enrollments = learner.map(|learner| self.enrollments(program, learner)).unwrap_or_default();
        let viewer = Viewer { program, learner, at, enrollments };
        let handles = self.catalog.collections_of(handle).into_iter();
        let collections = handles
            .filter_map(|collection| self.catalog.collections.get(usize::from(collection)))
            .map(|collection| CollectionPreview {
                collection: collection.id,
                name: collection.name.clone(),
                description: collection.description.clone(),
                items: collection
                    .items
                    .iter()
                    .filter_map(|item| self.offered_item(*item, collection.id, &viewer))
                    .collect(),
            })
            .collect();
        let left = membership.and_then(|membership| {
            let member = self.memberships.get(membership)?;
            let counted = match found.policies.limit_counting {
                LimitCounting::Current => member.current,
                LimitCounting::Ever => member.ever,
            };
            Some(found.course_limit?.saturating_sub(counted).into())
        });
        let settings = &organization.settings;
        Ok(ProgramPreview {
            at,
            program,
            name: found.name.clone(),
            tagline: found.tagline.clone(),
            url: found.url.clone(),
            banner: found.banner.as_ref().or(settings.banner.as_ref()).cloned(),
            organization: organization.name.clone(),
            brand_color: settings.brand_color.clone(),
            logo: settings.logo.clone(),
            course_limit: found.course_limit,
            collections,
            membership: membership.and_then(|membership| self.membership_view(membership, at)),
            enrollments_left: left,
            enrollments: viewer.enrollments,
        })
    }

    fn offered_item(&self, item: Item, source: CollectionId, viewer: &Viewer) -> Option<OfferedItem> {
        let courses = match item {
            Item::Course(_) => Vec::new(),
            Item::Specialization(handle) => {
                let courses = self.catalog.specialization_at(handle)?.courses.iter();
                courses.filter_map(|course| self.offer(Item::Course(*course), source, viewer)).collect()
            }
        };
        Some(OfferedItem { offer: self.offer(item, source, viewer)?, courses })
    }

    fn offer(&self, item: Item, source: CollectionId, viewer: &Viewer) -> Option<Offer> {
        let (name, slug, partner, details): (_, _, _, &Details) = match item {
            Item::Course(handle) => {
                let found = self.catalog.course_at(handle)?;
                (&found.name, &found.slug, &found.partner, &found.details)
            }
            Item::Specialization(handle) => {
                let found = self.catalog.specialization_at(handle)?;
                (&found.name, &found.slug, &found.partner, &found.details)
            }
        };
        let item = self.catalog_item(item)?;
        let barriers = viewer.learner.map(|learner| {
            let program = viewer.program;
            let command: Command = match &item {
                CatalogItem::CourseItem(item) => EnrollInCourse {
                    program,
                    learner,
                    course: item.course,
                    source: Some(source),
                    class_starts_at: None,
                }
                .into(),
                CatalogItem::SpecializationItem(item) => EnrollInSpecialization {
                    program,
                    learner,
                    specialization: item.specialization,
                    source: Some(source),
                }
                .into(),
            };
            // Whoever asks, the learner is the one who would enroll.
            self.why(&command, &Context::new(viewer.at, Actor::learner(learner)))
        });
        Some(Offer {
            enrollment: viewer.enrollments.iter().find(|enrollment| enrollment.item == item).cloned(),
            item,
            name: name.clone(),
            slug: slug.clone(),
            partner: partner.clone(),
            difficulty: details.difficulty,
            skills: details.skills.clone(),
            may_enroll: barriers.as_ref().map(Vec::is_empty),
            barriers: barriers.unwrap_or_default(),
        })
    }
}
