//! Editing a program's catalog: collections and what they hold (`VIEW-3`).

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::catalog::{CatalogItem, Item, unknown_item};
use crate::command::{
    ArrangeCollections, ArrangeItems, DeleteCollection, EditCollection, MoveItems, RemoveFromCollection,
};
use crate::event::{CollectionDeleted, CollectionEdited, CollectionsArranged, ItemsArranged, ItemsMoved};
use crate::register::{ApplyError, Register};
use crate::store::Set;
use crate::text::{check_label, check_name};
use crate::verdict::{Effects, Judged, Stop, Verdict, text};
use crate::{CollectionId, ProgramId, Refusal, SettingRule};

impl CatalogItem {
    /// The id as text, for refusals.
    pub(crate) fn id_text(&self) -> Box<str> {
        match self {
            Self::CourseItem(item) => item.course.to_string().into(),
            Self::SpecializationItem(item) => item.specialization.to_string().into(),
        }
    }
}

impl Register {
    /// A program and one of its collections, or a stop.
    fn judge_collection(
        &self,
        program: ProgramId,
        collection: CollectionId,
        verdict: &mut Verdict,
    ) -> Result<u16, Stop> {
        let program = self.open_program(program, verdict)?;
        self.collection_of(program, collection, verdict)
    }

    /// Items that a collection holds, each given once.
    fn judge_held(
        &self,
        collection: u16,
        items: &[CatalogItem],
        verdict: &mut Verdict,
    ) -> Result<Vec<Item>, Stop> {
        if items.is_empty() {
            verdict.refuse(Refusal::NoItemsGiven {})?;
        }
        let mut seen = Set::default();
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            match self.catalog.item(item) {
                None => verdict.refuse(unknown_item(item))?,
                Some(handle) if !self.catalog.collection_holds(collection, handle) => {
                    verdict.refuse(Refusal::ItemNotHeld { item: item.id_text() })?;
                }
                Some(handle) if !seen.insert(handle) => {
                    verdict.refuse(Refusal::ItemRepeated { item: item.id_text() })?;
                }
                Some(handle) => found.push(handle),
            }
        }
        Ok(found)
    }

    pub(crate) fn judge_edit_collection(&self, command: &EditCollection, verdict: &mut Verdict) -> Judged {
        self.judge_collection(command.program, command.collection, verdict)?;
        let name = text(SettingRule::View3, "name", check_name(&command.name));
        let description = text(SettingRule::View3, "description", check_label(&command.description));
        Ok(CollectionEdited {
            program: command.program,
            collection: command.collection,
            name: verdict.require(name)?,
            description: verdict.require(description)?,
        }
        .into())
    }

    pub(crate) fn judge_delete_collection(
        &self,
        command: &DeleteCollection,
        verdict: &mut Verdict,
    ) -> Judged {
        self.judge_collection(command.program, command.collection, verdict)?;
        Ok(CollectionDeleted { program: command.program, collection: command.collection }.into())
    }

    pub(crate) fn judge_arrange_collections(
        &self,
        command: &ArrangeCollections,
        verdict: &mut Verdict,
    ) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let there = self.catalog.collections_of(program);
        let mut order = Vec::with_capacity(there.len());
        for collection in &command.collections {
            order.push(self.collection_of(program, *collection, verdict)?);
        }
        if order == there {
            return Ok(Effects::none());
        }
        refuse_other_order(&order, &there, verdict)?;
        Ok(CollectionsArranged { program: command.program, collections: command.collections.clone() }.into())
    }

    pub(crate) fn judge_arrange_items(&self, command: &ArrangeItems, verdict: &mut Verdict) -> Judged {
        let collection = self.judge_collection(command.program, command.collection, verdict)?;
        let there = self.catalog.items_of(collection);
        let order = if command.items.is_empty() && there.is_empty() {
            Vec::new()
        } else {
            self.judge_held(collection, &command.items, verdict)?
        };
        if order == there {
            return Ok(Effects::none());
        }
        refuse_other_order(&order, there, verdict)?;
        Ok(ItemsArranged {
            program: command.program,
            collection: command.collection,
            items: command.items.clone(),
        }
        .into())
    }

    pub(crate) fn judge_remove_from_collection(
        &self,
        command: &RemoveFromCollection,
        verdict: &mut Verdict,
    ) -> Judged {
        let collection = self.judge_collection(command.program, command.collection, verdict)?;
        let gone: Set<Item> = self.judge_held(collection, &command.items, verdict)?.into_iter().collect();
        let items = self.catalog.items_of(collection).iter().filter(|item| !gone.contains(*item));
        let items = items.filter_map(|item| self.catalog_item(*item)).collect();
        Ok(ItemsArranged { program: command.program, collection: command.collection, items }.into())
    }

    pub(crate) fn judge_move_items(&self, command: &MoveItems, verdict: &mut Verdict) -> Judged {
        let from = self.judge_collection(command.program, command.from, verdict)?;
        let to = self.judge_collection(command.program, command.to, verdict)?;
        self.judge_held(from, &command.items, verdict)?;
        if from == to {
            return Ok(Effects::none());
        }
        Ok(ItemsMoved {
            program: command.program,
            from: command.from,
            to: command.to,
            items: command.items.clone(),
        }
        .into())
    }

    fn known_collection(&self, program: ProgramId, collection: CollectionId) -> Option<u16> {
        self.catalog.collection(self.program_handle(program)?, collection)
    }

    pub(crate) fn check_collection(
        &self,
        program: ProgramId,
        collection: CollectionId,
    ) -> Result<(), ApplyError> {
        ApplyError::unless(self.known_collection(program, collection).is_some(), "a collection")
    }

    pub(crate) fn check_collections_arranged(&self, event: &CollectionsArranged) -> Result<(), ApplyError> {
        let order: Option<Vec<u16>> = event
            .collections
            .iter()
            .map(|collection| self.known_collection(event.program, *collection))
            .collect();
        let there = self.program_handle(event.program).map(|program| self.catalog.collections_of(program));
        let good = order.zip(there).is_some_and(|(order, there)| is_order_of(&order, &there));
        ApplyError::unless(good, "the order of collections")
    }

    /// What is left is part of what was there, each once: it was put in order, or something was taken out.
    pub(crate) fn check_items_arranged(&self, event: &ItemsArranged) -> Result<(), ApplyError> {
        let collection = self.known_collection(event.program, event.collection);
        let mut seen = Set::default();
        let good = collection.is_some_and(|collection| {
            event.items.iter().all(|item| {
                self.catalog
                    .item(item)
                    .is_some_and(|item| self.catalog.collection_holds(collection, item) && seen.insert(item))
            })
        });
        ApplyError::unless(good, "what a collection holds")
    }

    pub(crate) fn check_items_moved(&self, event: &ItemsMoved) -> Result<(), ApplyError> {
        let from = self.known_collection(event.program, event.from);
        let to = self.known_collection(event.program, event.to);
        let good = from.is_some_and(|from| {
            to.is_some_and(|to| to != from)
                && event.items.iter().all(|item| {
                    self.catalog.item(item).is_some_and(|item| self.catalog.collection_holds(from, item))
                })
        });
        ApplyError::unless(good, "items that moved")
    }

    pub(crate) fn apply_collection_edited(&mut self, event: &CollectionEdited) {
        if let Some(collection) = self.known_collection(event.program, event.collection) {
            self.catalog.rename_collection(collection, event.name.clone(), event.description.clone());
        }
    }

    pub(crate) fn apply_collection_deleted(&mut self, event: &CollectionDeleted) {
        if let Some(collection) = self.known_collection(event.program, event.collection) {
            self.catalog.delete_collection(collection);
        }
    }

    pub(crate) fn apply_collections_arranged(&mut self, event: &CollectionsArranged) {
        let order: Vec<u16> = event
            .collections
            .iter()
            .filter_map(|collection| self.known_collection(event.program, *collection))
            .collect();
        self.catalog.arrange_collections(&order);
    }

    pub(crate) fn apply_items_arranged(&mut self, event: &ItemsArranged) {
        let Some(collection) = self.known_collection(event.program, event.collection) else {
            return;
        };
        let items: Vec<Item> = event.items.iter().filter_map(|item| self.catalog.item(item)).collect();
        self.catalog.set_items(collection, &items);
    }

    pub(crate) fn apply_items_moved(&mut self, event: &ItemsMoved) {
        let (Some(from), Some(to)) = (
            self.known_collection(event.program, event.from),
            self.known_collection(event.program, event.to),
        ) else {
            return;
        };
        for item in event.items.iter().filter_map(|item| self.catalog.item(item)).collect::<Vec<_>>() {
            self.catalog.move_item(from, to, item);
        }
    }
}

/// Refuses an order that is not made of what is there.
fn refuse_other_order<T: Ord + Copy>(order: &[T], there: &[T], verdict: &mut Verdict) -> Result<(), Stop> {
    if is_order_of(order, there) {
        return Ok(());
    }
    let count = u32::try_from(there.len()).unwrap_or(u32::MAX);
    verdict.refuse(Refusal::OrderIncomplete { count })
}

fn is_order_of<T: Ord + Copy>(order: &[T], there: &[T]) -> bool {
    let sorted = |list: &[T]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    sorted(order) == sorted(there)
}
