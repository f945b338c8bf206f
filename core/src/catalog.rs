//! Courses, specializations and the collections of a program (`ENR-1`, `VIEW-3`).

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::catalog_detail::Details;
use crate::command::{AddCourse, AddSpecialization, AddToCollection, CreateCollection};
use crate::event::{CollectionCreated, CourseAdded, ItemsAdded, SpecializationAdded};
use crate::register::{ApplyError, Register};
use crate::schema::{Definition, union};
use crate::store::{Map, Set, decrement, increment};
use crate::text::{check_label, check_name, check_slug};
use crate::verdict::{Judged, Stop, Verdict, text};
use crate::{CollectionId, CourseId, Refusal, SettingRule, SpecializationId};

/// Courses, specializations or collections that a register holds at most, of each.
pub const CATALOG_LIMIT: usize = 65_000;

union! {
    /// Something a collection holds.
    pub enum CatalogItem by "kind" {
        /// A course.
        CourseItem = "course" {
            /// The course.
            course: CourseId,
        }
        /// A specialization.
        SpecializationItem = "specialization" {
            /// The specialization.
            specialization: SpecializationId,
        }
    }
}

impl From<CourseId> for CatalogItem {
    fn from(course: CourseId) -> Self {
        Self::CourseItem(CourseItem { course })
    }
}

impl From<SpecializationId> for CatalogItem {
    fn from(specialization: SpecializationId) -> Self {
        Self::SpecializationItem(SpecializationItem { specialization })
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[CatalogItem::SCHEMA];

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Course {
    pub(crate) id: CourseId,
    pub(crate) name: Box<str>,
    pub(crate) slug: Box<str>,
    pub(crate) partner: Box<str>,
    /// Stored apart, since the first version of snapshots has none.
    #[serde(skip)]
    pub(crate) details: Details,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Specialization {
    pub(crate) id: SpecializationId,
    pub(crate) name: Box<str>,
    pub(crate) slug: Box<str>,
    pub(crate) partner: Box<str>,
    pub(crate) courses: Vec<u32>,
    /// Stored apart, since the first version of snapshots has none.
    #[serde(skip)]
    pub(crate) details: Details,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Collection {
    pub(crate) id: CollectionId,
    pub(crate) program: u16,
    pub(crate) name: Box<str>,
    pub(crate) description: Box<str>,
    /// What it holds, in order.
    pub(crate) items: Vec<Item>,
    /// Where it stands among the program's collections.
    place: u32,
    /// A deleted one holds nothing; its name stays for the enrollments that came from it.
    deleted: bool,
    #[serde(skip)]
    holds: Set<Item>,
}

/// How often something is taken in a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) enrolled: u32,
    pub(crate) completed: u32,
}

/// A course or specialization by handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Item {
    Course(u32),
    Specialization(u32),
}

/// Everything that can be enrolled in, and where programs offer it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Catalog {
    pub(crate) courses: Vec<Course>,
    pub(crate) specializations: Vec<Specialization>,
    pub(crate) collections: Vec<Collection>,
    #[serde(skip)]
    by_course: Map<CourseId, u32>,
    #[serde(skip)]
    by_specialization: Map<SpecializationId, u32>,
    #[serde(skip)]
    by_collection: Map<CollectionId, u16>,
    #[serde(skip)]
    course_slugs: Map<Box<str>, u32>,
    #[serde(skip)]
    specialization_slugs: Map<Box<str>, u32>,
    /// What each program offers: the items of its collections, and the courses of their specializations.
    /// With how many of its collections and their specializations offer it.
    #[serde(skip)]
    offered: Map<(u16, Item), u32>,
    /// How many courses each program offers.
    #[serde(skip)]
    offered_courses: Map<u16, u32>,
    /// Enrollments in items by program that were not given up, and the completed ones among them.
    #[serde(skip)]
    taken: Map<(u16, Item), Taken>,
}

impl Catalog {
    pub(crate) fn course(&self, id: CourseId) -> Option<u32> {
        self.by_course.get(&id).copied()
    }

    pub(crate) fn specialization(&self, id: SpecializationId) -> Option<u32> {
        self.by_specialization.get(&id).copied()
    }

    /// A collection of this program.
    pub(crate) fn collection(&self, program: u16, id: CollectionId) -> Option<u16> {
        let handle = *self.by_collection.get(&id)?;
        let found = self.collections.get(usize::from(handle))?;
        (found.program == program && !found.deleted).then_some(handle)
    }

    pub(crate) fn offers(&self, program: u16, item: Item) -> bool {
        self.offered.contains_key(&(program, item))
    }

    /// How many courses a program offers, each once.
    pub(crate) fn courses_offered(&self, program: u16) -> u32 {
        self.offered_courses.get(&program).copied().unwrap_or_default()
    }

    /// An item and, behind a specialization, its courses.
    pub(crate) fn with_courses(&self, item: Item) -> impl Iterator<Item = Item> + '_ {
        let found = match item {
            Item::Specialization(handle) => self.specialization_at(handle),
            Item::Course(_) => None,
        };
        let courses = found.into_iter().flat_map(|found| &found.courses);
        core::iter::once(item).chain(courses.map(|course| Item::Course(*course)))
    }

    pub(crate) fn collection_holds(&self, collection: u16, item: Item) -> bool {
        self.collections
            .get(usize::from(collection))
            .is_some_and(|found| found.holds.contains(&item))
    }

    /// Whether a collection offers an item: by itself, or as a course of a specialization that it holds.
    pub(crate) fn collection_offers(&self, collection: u16, item: Item) -> bool {
        let Some(found) = self.collections.get(usize::from(collection)) else {
            return false;
        };
        found.holds.contains(&item)
            || matches!(item, Item::Course(course) if found.items.iter().any(|item| {
                matches!(item, Item::Specialization(handle) if self
                    .specialization_at(*handle)
                    .is_some_and(|found| found.courses.contains(&course)))
            }))
    }

    pub(crate) fn course_by_slug(&self, slug: &str) -> Option<&Course> {
        self.courses.get(*self.course_slugs.get(slug)? as usize)
    }

    pub(crate) fn specialization_by_slug(&self, slug: &str) -> Option<&Specialization> {
        self.specializations.get(*self.specialization_slugs.get(slug)? as usize)
    }

    pub(crate) fn course_at(&self, handle: u32) -> Option<&Course> {
        self.courses.get(handle as usize)
    }

    pub(crate) fn specialization_at(&self, handle: u32) -> Option<&Specialization> {
        self.specializations.get(handle as usize)
    }

    /// The name of a collection, for reports.
    pub(crate) fn collection_name(&self, handle: u16) -> Option<&str> {
        self.collections.get(usize::from(handle)).map(|collection| &*collection.name)
    }

    /// The id of a collection, for reports.
    pub(crate) fn collection_id(&self, handle: u16) -> Option<CollectionId> {
        self.collections.get(usize::from(handle)).map(|collection| collection.id)
    }

    pub(crate) fn item(&self, item: &CatalogItem) -> Option<Item> {
        match item {
            CatalogItem::CourseItem(item) => self.course(item.course).map(Item::Course),
            CatalogItem::SpecializationItem(item) => {
                self.specialization(item.specialization).map(Item::Specialization)
            }
        }
    }

    fn push_course(&mut self, course: Course) {
        let handle = handle(self.courses.len());
        self.by_course.insert(course.id, handle);
        self.course_slugs.insert(course.slug.clone(), handle);
        self.courses.push(course);
    }

    fn push_specialization(&mut self, specialization: Specialization) {
        let handle = handle(self.specializations.len());
        self.by_specialization.insert(specialization.id, handle);
        self.specialization_slugs.insert(specialization.slug.clone(), handle);
        self.specializations.push(specialization);
    }

    fn push_collection(&mut self, collection: Collection) {
        let handle = u16::try_from(self.collections.len()).unwrap_or(u16::MAX);
        self.by_collection.insert(collection.id, handle);
        self.collections.push(collection);
    }

    fn add_item(&mut self, collection: u16, item: Item) {
        let Some(found) = self.collections.get_mut(usize::from(collection)) else {
            return;
        };
        found.items.push(item);
        found.holds.insert(item);
        let program = found.program;
        self.offer(program, item, increment);
    }

    fn remove_item(&mut self, collection: u16, item: Item) {
        let Some(found) = self.collections.get_mut(usize::from(collection)) else {
            return;
        };
        if found.holds.remove(&item) {
            found.items.retain(|held| *held != item);
            let program = found.program;
            self.offer(program, item, decrement);
        }
    }

    /// What a collection holds, in order.
    pub(crate) fn items_of(&self, collection: u16) -> &[Item] {
        self.collections.get(usize::from(collection)).map_or(&[], |found| &found.items)
    }

    /// Lets a collection hold some of what it holds, in this order.
    pub(crate) fn set_items(&mut self, collection: u16, items: &[Item]) {
        let kept: Set<Item> = items.iter().copied().collect();
        let gone: Vec<Item> =
            self.items_of(collection).iter().copied().filter(|item| !kept.contains(item)).collect();
        for item in gone {
            self.remove_item(collection, item);
        }
        if let Some(found) = self.collections.get_mut(usize::from(collection)) {
            found.items = items.to_vec();
        }
    }

    pub(crate) fn move_item(&mut self, from: u16, to: u16, item: Item) {
        if !self.collection_holds(to, item) {
            self.add_item(to, item);
        }
        self.remove_item(from, item);
    }

    pub(crate) fn rename_collection(&mut self, collection: u16, name: Box<str>, description: Box<str>) {
        if let Some(found) = self.collections.get_mut(usize::from(collection)) {
            found.name = name;
            found.description = description;
        }
    }

    pub(crate) fn delete_collection(&mut self, collection: u16) {
        self.set_items(collection, &[]);
        if let Some(found) = self.collections.get_mut(usize::from(collection)) {
            found.deleted = true;
        }
    }

    /// Gives these collections of one program the places that they have together, in this order.
    pub(crate) fn arrange_collections(&mut self, order: &[u16]) {
        let mut places: Vec<u32> = order
            .iter()
            .filter_map(|handle| self.collections.get(usize::from(*handle)))
            .map(|found| found.place)
            .collect();
        places.sort_unstable();
        for (handle, place) in order.iter().zip(places) {
            if let Some(found) = self.collections.get_mut(usize::from(*handle)) {
                found.place = place;
            }
        }
    }

    /// Counts an offer of an item, and of the courses of a specialization, once more or once less.
    fn offer(&mut self, program: u16, item: Item, change: fn(&mut u32)) {
        let courses = match item {
            Item::Specialization(handle) => {
                self.specializations.get(handle as usize).map(|found| &found.courses)
            }
            Item::Course(_) => None,
        };
        let courses = courses.into_iter().flatten().map(|course| Item::Course(*course));
        for item in core::iter::once(item).chain(courses) {
            let count = self.offered.entry((program, item)).or_default();
            let before = *count;
            change(count);
            let after = *count;
            if after == 0 {
                self.offered.remove(&(program, item));
            }
            if matches!(item, Item::Course(_)) && (before == 0) != (after == 0) {
                change(self.offered_courses.entry(program).or_default());
            }
        }
    }

    /// How often an item is taken in a program.
    pub(crate) fn taken(&self, program: u16, item: Item) -> Taken {
        self.taken.get(&(program, item)).copied().unwrap_or_default()
    }

    /// Counts an enrollment, or counts it no longer.
    pub(crate) fn count(&mut self, program: u16, item: Item, completed: bool, add: bool) {
        let taken = self.taken.entry((program, item)).or_default();
        let change = if add { increment } else { decrement };
        change(&mut taken.enrolled);
        if completed {
            change(&mut taken.completed);
        }
    }

    /// Counts a completion of an enrollment that is counted.
    pub(crate) fn complete(&mut self, program: u16, item: Item) {
        increment(&mut self.taken.entry((program, item)).or_default().completed);
    }

    /// A program's collections in order.
    pub(crate) fn collections_of(&self, program: u16) -> Vec<u16> {
        let mut found: Vec<u16> = (0_u16..)
            .zip(&self.collections)
            .filter(|(_, collection)| collection.program == program && !collection.deleted)
            .map(|(handle, _)| handle)
            .collect();
        found.sort_by_key(|handle| self.collections.get(usize::from(*handle)).map(|found| found.place));
        found
    }

    /// Builds what is not stored, or says that what was stored names things that are not there.
    pub(crate) fn rebuild(&mut self, programs: usize) -> Result<(), ApplyError> {
        let stored = core::mem::take(self);
        let courses = stored.courses.len();
        stored.courses.into_iter().for_each(|course| self.push_course(course));
        for specialization in stored.specializations {
            if specialization.courses.iter().any(|course| *course as usize >= courses) {
                return Err(ApplyError::Inconsistent { what: "a specialization's course" });
            }
            self.push_specialization(specialization);
        }
        for mut collection in stored.collections {
            let items = core::mem::take(&mut collection.items);
            if usize::from(collection.program) >= programs {
                return Err(ApplyError::Inconsistent { what: "a collection's program" });
            }
            let handle = u16::try_from(self.collections.len()).unwrap_or(u16::MAX);
            self.push_collection(collection);
            for item in items {
                let known = match item {
                    Item::Course(course) => (course as usize) < self.courses.len(),
                    Item::Specialization(found) => (found as usize) < self.specializations.len(),
                };
                if !known {
                    return Err(ApplyError::Inconsistent { what: "a collection's item" });
                }
                self.add_item(handle, item);
            }
        }
        Ok(())
    }
}

fn handle(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Whether one more of something fits.
pub(crate) fn room(what: &str, length: usize, limit: usize) -> Result<(), Refusal> {
    if length < limit {
        Ok(())
    } else {
        Err(Refusal::RegisterFull { what: what.into(), limit: u64::try_from(limit).unwrap_or(u64::MAX) })
    }
}

/// An id that is in use already.
pub(crate) fn id_in_use(what: &str, id: impl ToString) -> Refusal {
    Refusal::IdInUse { what: what.into(), id: id.to_string().into() }
}

impl Register {
    pub(crate) fn judge_add_course(&self, command: &AddCourse, verdict: &mut Verdict) -> Judged {
        if self.catalog.course(command.course).is_some() {
            verdict.refuse(id_in_use("course", command.course))?;
        }
        verdict.check(room("courses", self.catalog.courses.len(), CATALOG_LIMIT))?;
        let name = text(SettingRule::Enr1, "name", check_name(&command.name));
        let slug = text(SettingRule::Enr1, "slug", check_slug(&command.slug));
        let partner = text(SettingRule::Enr1, "partner", check_name(&command.partner));
        if self.catalog.course_by_slug(&command.slug).is_some() {
            verdict.refuse(Refusal::SlugInUse { slug: command.slug.clone() })?;
        }
        Ok(CourseAdded {
            course: command.course,
            name: verdict.require(name)?,
            slug: verdict.require(slug)?,
            partner: verdict.require(partner)?,
        }
        .into())
    }

    pub(crate) fn judge_add_specialization(
        &self,
        command: &AddSpecialization,
        verdict: &mut Verdict,
    ) -> Judged {
        if self.catalog.specialization(command.specialization).is_some() {
            verdict.refuse(id_in_use("specialization", command.specialization))?;
        }
        verdict.check(room("specializations", self.catalog.specializations.len(), CATALOG_LIMIT))?;
        let name = text(SettingRule::Enr1, "name", check_name(&command.name));
        let slug = text(SettingRule::Enr1, "slug", check_slug(&command.slug));
        let partner = text(SettingRule::Enr1, "partner", check_name(&command.partner));
        if self.catalog.specialization_by_slug(&command.slug).is_some() {
            verdict.refuse(Refusal::SlugInUse { slug: command.slug.clone() })?;
        }
        if command.courses.is_empty() {
            verdict.refuse(Refusal::EmptySpecialization {})?;
        }
        let mut seen = Set::default();
        for id in &command.courses {
            let Some(course) = self.catalog.course(*id).and_then(|handle| self.catalog.course_at(handle))
            else {
                verdict.refuse(Refusal::UnknownCourse { course: *id })?;
                continue;
            };
            if !seen.insert(*id) {
                verdict.refuse(Refusal::CourseRepeated { course: *id })?;
            }
            if course.partner.trim() != command.partner.trim() {
                verdict.refuse(Refusal::PartnerMismatch { course: *id })?;
            }
        }
        Ok(SpecializationAdded {
            specialization: command.specialization,
            name: verdict.require(name)?,
            slug: verdict.require(slug)?,
            partner: verdict.require(partner)?,
            courses: command.courses.clone(),
        }
        .into())
    }

    pub(crate) fn judge_create_collection(
        &self,
        command: &CreateCollection,
        verdict: &mut Verdict,
    ) -> Judged {
        self.open_program(command.program, verdict)?;
        if self.catalog.by_collection.contains_key(&command.collection) {
            verdict.refuse(id_in_use("collection", command.collection))?;
        }
        verdict.check(room("collections", self.catalog.collections.len(), CATALOG_LIMIT))?;
        let name = text(SettingRule::View3, "name", check_name(&command.name));
        let description = text(SettingRule::View3, "description", check_label(&command.description));
        Ok(CollectionCreated {
            program: command.program,
            collection: command.collection,
            name: verdict.require(name)?,
            description: verdict.require(description)?,
        }
        .into())
    }

    pub(crate) fn judge_add_to_collection(&self, command: &AddToCollection, verdict: &mut Verdict) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let collection = self.collection_of(program, command.collection, verdict)?;
        if command.items.is_empty() {
            verdict.refuse(Refusal::NoItemsGiven {})?;
        }
        let mut seen = Set::default();
        for item in &command.items {
            let Some(found) = self.catalog.item(item) else {
                verdict.refuse(unknown_item(item))?;
                continue;
            };
            if !seen.insert(found) || self.catalog.collection_holds(collection, found) {
                verdict.refuse(Refusal::ItemRepeated { item: item.id_text() })?;
            }
        }
        Ok(ItemsAdded {
            program: command.program,
            collection: command.collection,
            items: command.items.clone(),
        }
        .into())
    }

    pub(crate) fn collection_of(
        &self,
        program: u16,
        collection: CollectionId,
        verdict: &mut Verdict,
    ) -> Result<u16, Stop> {
        self.catalog
            .collection(program, collection)
            .ok_or_else(|| verdict.stop(Refusal::UnknownCollection { collection }))
    }

    pub(crate) fn check_course_added(&self, event: &CourseAdded) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.catalog.course(event.course).is_none() && self.catalog.courses.len() < CATALOG_LIMIT,
            "a new course",
        )
    }

    pub(crate) fn apply_course_added(&mut self, event: &CourseAdded) {
        self.catalog.push_course(Course {
            id: event.course,
            name: event.name.clone(),
            slug: event.slug.clone(),
            partner: event.partner.clone(),
            details: Details::default(),
        });
    }

    pub(crate) fn check_specialization_added(&self, event: &SpecializationAdded) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.catalog.specialization(event.specialization).is_none()
                && self.catalog.specializations.len() < CATALOG_LIMIT
                && event.courses.iter().all(|course| self.catalog.course(*course).is_some()),
            "a new specialization",
        )
    }

    pub(crate) fn apply_specialization_added(&mut self, event: &SpecializationAdded) {
        let courses = event.courses.iter().filter_map(|course| self.catalog.course(*course)).collect();
        self.catalog.push_specialization(Specialization {
            id: event.specialization,
            name: event.name.clone(),
            slug: event.slug.clone(),
            partner: event.partner.clone(),
            courses,
            details: Details::default(),
        });
    }

    pub(crate) fn check_collection_created(&self, event: &CollectionCreated) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.program_handle(event.program).is_some()
                && !self.catalog.by_collection.contains_key(&event.collection)
                && self.catalog.collections.len() < CATALOG_LIMIT,
            "a new collection",
        )
    }

    pub(crate) fn apply_collection_created(&mut self, event: &CollectionCreated) {
        let Some(program) = self.program_handle(event.program) else {
            return;
        };
        // Behind all that were there before, wherever these stand by now.
        let place = u32::try_from(self.catalog.collections.len()).unwrap_or(u32::MAX);
        self.catalog.push_collection(Collection {
            id: event.collection,
            program,
            name: event.name.clone(),
            description: event.description.clone(),
            items: Vec::new(),
            place,
            deleted: false,
            holds: Set::default(),
        });
    }

    pub(crate) fn check_items_added(&self, event: &ItemsAdded) -> Result<(), ApplyError> {
        let collection = self
            .program_handle(event.program)
            .and_then(|program| self.catalog.collection(program, event.collection));
        ApplyError::unless(
            collection.is_some_and(|collection| {
                event.items.iter().all(|item| {
                    self.catalog
                        .item(item)
                        .is_some_and(|item| !self.catalog.collection_holds(collection, item))
                })
            }),
            "a collection's new items",
        )
    }

    pub(crate) fn apply_items_added(&mut self, event: &ItemsAdded) {
        let Some(program) = self.program_handle(event.program) else {
            return;
        };
        let Some(collection) = self.catalog.collection(program, event.collection) else {
            return;
        };
        for item in &event.items {
            if let Some(item) = self.catalog.item(item) {
                self.catalog.add_item(collection, item);
            }
        }
    }
}

pub(crate) fn unknown_item(item: &CatalogItem) -> Refusal {
    match item {
        CatalogItem::CourseItem(item) => Refusal::UnknownCourse { course: item.course },
        CatalogItem::SpecializationItem(item) => {
            Refusal::UnknownSpecialization { specialization: item.specialization }
        }
    }
}
