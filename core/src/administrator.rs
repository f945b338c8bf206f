//! Administrators of the organization and of programs (`ADM-1`, `ADM-2`).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::catalog::room;
use crate::command::{AddOrganizationAdministrator, AddProgramAdministrator, RemoveAdministrator};
use crate::commit::Actor;
use crate::event::{AdministratorRemoved, OrganizationAdministratorAdded, ProgramAdministratorAdded};
use crate::ledger::ActorHandle;
use crate::person::{AdministratorSubject, PersonalRecord};
use crate::register::{ApplyError, Register};
use crate::store::{NONE, PersonHandle};
use crate::text::check_name;
use crate::verdict::{Effects, Judged, Stop, Verdict, invalid_email, invalid_text};
use crate::{AdministratorId, Personal, Refusal, email};

/// Administrators that a register holds at most, former ones included.
pub const ADMINISTRATORS_LIMIT: usize = 1_000_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Administrator {
    pub(crate) id: AdministratorId,
    pub(crate) person: PersonHandle,
    pub(crate) organization: bool,
    pub(crate) programs: BTreeSet<u16>,
}

/// Everyone who is or was an administrator. An administrator occupies no seat (`ADM-2`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Administrators {
    pub(crate) list: Vec<Administrator>,
    #[serde(skip)]
    pub(crate) by_id: BTreeMap<AdministratorId, u32>,
    /// How many administrate the organization.
    #[serde(skip)]
    pub(crate) of_organization: u32,
}

impl Administrators {
    pub(crate) fn get(&self, id: AdministratorId) -> Option<&Administrator> {
        self.list.get(*self.by_id.get(&id)? as usize)
    }

    pub(crate) fn get_mut(&mut self, id: AdministratorId) -> Option<&mut Administrator> {
        self.list.get_mut(*self.by_id.get(&id)? as usize)
    }

    fn get_or_add(&mut self, id: AdministratorId) -> Option<&mut Administrator> {
        if !self.by_id.contains_key(&id) {
            self.by_id.insert(id, u32::try_from(self.list.len()).ok()?);
            self.list.push(Administrator {
                id,
                person: NONE,
                organization: false,
                programs: BTreeSet::new(),
            });
        }
        self.get_mut(id)
    }

    /// The actor as the ledger keeps it.
    pub(crate) fn actor_handle(&self, actor: &Actor) -> ActorHandle {
        match actor {
            Actor::Operator(_) => ActorHandle::OPERATOR,
            Actor::Host(_) => ActorHandle::HOST,
            Actor::Learner(_) => ActorHandle::SELF,
            Actor::Administrator(actor) => {
                self.by_id.get(&actor.administrator).map_or(ActorHandle::HOST, |handle| {
                    ActorHandle(handle.saturating_add(ActorHandle::FIRST_ADMINISTRATOR))
                })
            }
        }
    }
}

impl Register {
    /// Checks what a new administrator must be: someone with an email of the organization (`ADM-2`).
    fn judge_administrator(
        &self,
        administrator: AdministratorId,
        name: &Personal,
        address: &Personal,
        verdict: &mut Verdict,
    ) -> Result<PersonalRecord, Stop> {
        verdict.check(room("administrators", self.administrators.list.len(), ADMINISTRATORS_LIMIT))?;
        let checked = check_name(name.as_str()).map(drop);
        verdict.check(checked.map_err(|error| invalid_text("name", &error)))?;
        match email::check(address.as_str()) {
            Err(error) => verdict.refuse(invalid_email(&error))?,
            Ok(parts) => {
                let domain = parts.canonical_domain();
                let known = self.organization.as_ref().is_some_and(|organization| {
                    organization.domains.binary_search_by(|known| (**known).cmp(&domain)).is_ok()
                });
                if !known {
                    verdict.refuse(Refusal::EmailNotOfOrganization { domain: Box::from(&*domain) })?;
                }
            }
        }
        Ok(PersonalRecord {
            subject: AdministratorSubject { administrator }.into(),
            name: Some(name.as_str().trim().into()),
            email: Some(address.clone()),
            external_id: None,
            profile: None,
        })
    }

    pub(crate) fn judge_add_organization_administrator(
        &self,
        command: &AddOrganizationAdministrator,
        verdict: &mut Verdict,
    ) -> Judged {
        let administrator = command.administrator;
        if self.administrators.get(administrator).is_some_and(|found| found.organization) {
            verdict.refuse(Refusal::AlreadyAdministrator { administrator })?;
        }
        let record = self.judge_administrator(administrator, &command.name, &command.email, verdict)?;
        Ok(Effects::from(OrganizationAdministratorAdded { administrator }).with_personal(record))
    }

    pub(crate) fn judge_add_program_administrator(
        &self,
        command: &AddProgramAdministrator,
        verdict: &mut Verdict,
    ) -> Judged {
        let handle = self.open_program(command.program, verdict)?;
        let (program, administrator) = (command.program, command.administrator);
        if self
            .administrators
            .get(administrator)
            .is_some_and(|found| found.programs.contains(&handle))
        {
            verdict.refuse(Refusal::AlreadyAdministrator { administrator })?;
        }
        let record = self.judge_administrator(administrator, &command.name, &command.email, verdict)?;
        Ok(Effects::from(ProgramAdministratorAdded { program, administrator }).with_personal(record))
    }

    pub(crate) fn judge_remove_administrator(
        &self,
        command: &RemoveAdministrator,
        verdict: &mut Verdict,
    ) -> Judged {
        let administrator = command.administrator;
        let handle = match command.program {
            Some(program) => match self.program_handle(program) {
                Some(handle) => Some(handle),
                None => return Err(verdict.stop(Refusal::UnknownProgram { program })),
            },
            None => None,
        };
        if !self.administrates(administrator, handle) {
            return Err(verdict.stop(Refusal::UnknownAdministrator { administrator }));
        }
        if handle.is_none() && self.administrators.of_organization <= 1 {
            verdict.refuse(Refusal::LastAdministrator {})?;
        }
        Ok(AdministratorRemoved { administrator, program: command.program }.into())
    }

    /// Whether someone administrates a program or, without one, the organization.
    fn administrates(&self, administrator: AdministratorId, program: Option<u16>) -> bool {
        self.administrators.get(administrator).is_some_and(|found| match program {
            Some(program) => found.programs.contains(&program),
            None => found.organization,
        })
    }

    pub(crate) fn check_organization_administrator_added(
        &self,
        event: &OrganizationAdministratorAdded,
    ) -> Result<(), ApplyError> {
        ApplyError::unless(!self.administrates(event.administrator, None), "a new administrator")
    }

    pub(crate) fn apply_organization_administrator_added(&mut self, event: &OrganizationAdministratorAdded) {
        if let Some(found) = self.administrators.get_or_add(event.administrator) {
            found.organization = true;
            crate::store::increment(&mut self.administrators.of_organization);
        }
    }

    pub(crate) fn check_program_administrator_added(
        &self,
        event: &ProgramAdministratorAdded,
    ) -> Result<(), ApplyError> {
        let program = self.program_handle(event.program);
        ApplyError::unless(
            program.is_some() && !self.administrates(event.administrator, program),
            "a new administrator",
        )
    }

    pub(crate) fn apply_program_administrator_added(&mut self, event: &ProgramAdministratorAdded) {
        let Some(program) = self.program_handle(event.program) else {
            return;
        };
        if let Some(found) = self.administrators.get_or_add(event.administrator) {
            found.programs.insert(program);
        }
    }

    pub(crate) fn check_administrator_removed(&self, event: &AdministratorRemoved) -> Result<(), ApplyError> {
        let program = event.program.map(|program| self.program_handle(program));
        ApplyError::unless(
            match program {
                Some(None) => false,
                Some(Some(program)) => self.administrates(event.administrator, Some(program)),
                None => {
                    self.administrates(event.administrator, None) && self.administrators.of_organization > 1
                }
            },
            "a removed administrator",
        )
    }

    pub(crate) fn apply_administrator_removed(&mut self, event: &AdministratorRemoved) {
        let program = event.program.and_then(|program| self.program_handle(program));
        let Some(found) = self.administrators.get_mut(event.administrator) else {
            return;
        };
        match program {
            Some(program) => {
                found.programs.remove(&program);
            }
            None => {
                found.organization = false;
                crate::store::decrement(&mut self.administrators.of_organization);
            }
        }
    }
}
