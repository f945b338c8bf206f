//! Who may do what: one table, looked at in one place (`ADM-1` to `ADM-3`, `PRG-1`).

use alloc::boxed::Box;

use crate::commit::Actor;
use crate::register::Register;
use crate::store::Set;
use crate::{Command, LearnerId, ProgramId, Refusal};

/// A role, for the table of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The platform's operator.
    Operator,
    /// The host on behalf of nobody.
    Host,
    /// An administrator of the organization.
    OrganizationAdministrator,
    /// An administrator of the program that the command is about.
    ProgramAdministrator,
    /// The learner whom the command is about.
    Learner,
}

use Role::{
    Host as H, Learner as L, Operator as O, OrganizationAdministrator as A, ProgramAdministrator as P,
};

/// Which roles may give which command, in the order of [`Command`]'s variants.
pub const RIGHTS: &[(&str, &[Role])] = &[
    ("create_organization", &[O]),
    ("create_contract", &[O]),
    ("freeze_contract", &[O]),
    ("unfreeze_contract", &[O]),
    ("create_program", &[O]),
    ("update_program", &[O, A, P]),
    ("add_course", &[O, H]),
    ("add_specialization", &[O, H]),
    ("create_collection", &[O, A, P]),
    ("add_to_collection", &[O, A, P]),
    ("add_organization_administrator", &[O, A]),
    ("add_program_administrator", &[O, A]),
    ("remove_administrator", &[O, A]),
    ("invite_learner", &[O, A, P]),
    ("invite_learners", &[O, A, P]),
    ("resend_invitation", &[O, A, P]),
    ("remove_invitation", &[O, A, P]),
    ("decline_invitation", &[O, H, L]),
    ("report_bounce", &[O, H]),
    ("accept_invitation", &[O, H, L]),
    ("join_program", &[O, H, L]),
    ("remove_learner", &[O, A, P]),
    ("update_profile", &[O, H, A, P]),
    ("add_domain", &[O, A, P]),
    ("remove_domain", &[O, A, P]),
    ("import_domains", &[O, A, P]),
    ("enroll_in_course", &[O, H, L]),
    ("enroll_in_specialization", &[O, H, L]),
    ("unenroll_from_course", &[O, H, L]),
    ("unenroll_from_specialization", &[O, H, L]),
    ("record_course_activity", &[O, H]),
    ("record_specialization_activity", &[O, H]),
    ("amend_contract", &[O]),
    ("edit_collection", &[O, A, P]),
    ("delete_collection", &[O, A, P]),
    ("arrange_collections", &[O, A, P]),
    ("arrange_items", &[O, A, P]),
    ("remove_from_collection", &[O, A, P]),
    ("move_items", &[O, A, P]),
    ("remove_program", &[O, A, P]),
    ("erase_person", &[O, H]),
    ("remove_learners", &[O, A, P]),
    ("remove_invitations", &[O, A, P]),
    ("sync_roster", &[O, A, P]),
    ("move_members", &[O, A]),
    ("update_organization", &[O, A]),
    ("update_course", &[O, H]),
    ("update_specialization", &[O, H]),
    ("record_lessons", &[O, H]),
    ("set_leaderboard_listing", &[O, H, L]),
];

impl Register {
    /// Refuses what an administrator's preview of a bulk command shows to whoever may not give the command itself.
    pub(crate) fn authorize_for_program(
        &self,
        actor: &Actor,
        kind: &str,
        program: ProgramId,
    ) -> Result<(), Refusal> {
        let roles =
            RIGHTS.iter().find(|(known, _)| *known == kind).map_or(&[] as &[Role], |(_, roles)| roles);
        self.authorize_roles(actor, kind, roles, || Some(program), || false, None)
    }

    /// Refuses a command that its actor may not give.
    pub(crate) fn authorize(&self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        // The operator may give every command: a test holds the table to that.
        if matches!(actor, Actor::Operator(_)) {
            return Ok(());
        }
        let roles = RIGHTS.get(command.ordinal()).map_or(&[] as &[Role], |(_, roles)| roles);
        self.authorize_roles(
            actor,
            command.kind(),
            roles,
            || self.program_of(command),
            // A program administrator may set the profiles of the program's learners.
            || {
                let programs = actor.as_administrator().and_then(|id| self.administrators.get(id));
                matches!((command, programs), (Command::UpdateProfile(command), Some(found))
                    if self.shares_program(command.learner, &found.programs))
            },
            about_learner(command),
        )
    }

    /// The programs of which an actor's reports and lists tell; none for all. `action` is what they want to do, in words.
    pub(crate) fn visible_programs(
        &self,
        asked: Option<&[ProgramId]>,
        actor: &Actor,
        action: &str,
    ) -> Result<Option<Set<u16>>, Refusal> {
        let refuse = |role: &str| Refusal::NotAuthorized {
            role: role.into(),
            action: action.into(),
            remedy: "ask an organization administrator".into(),
        };
        let own = match actor {
            Actor::Operator(_) | Actor::Host(_) => None,
            Actor::Learner(_) => return Err(refuse("learner")),
            Actor::Administrator(actor) => match self.administrators.get(actor.administrator) {
                Some(found) if found.organization => None,
                Some(found) if !found.programs.is_empty() => Some(&found.programs),
                _ => return Err(refuse("stranger")),
            },
        };
        let Some(asked) = asked else {
            return Ok(own.map(|own| own.iter().copied().collect()));
        };
        let mut programs = Set::default();
        for program in asked {
            let handle = self.program_handle(*program);
            let handle = handle.ok_or(Refusal::UnknownProgram { program: *program })?;
            if own.is_some_and(|own| !own.contains(&handle)) {
                return Err(refuse("program administrator"));
            }
            programs.insert(handle);
        }
        Ok(Some(programs))
    }

    fn authorize_roles(
        &self,
        actor: &Actor,
        kind: &str,
        roles: &[Role],
        program: impl FnOnce() -> Option<ProgramId>,
        is_own_learner: impl FnOnce() -> bool,
        learner: Option<LearnerId>,
    ) -> Result<(), Refusal> {
        let (allowed, role) = match actor {
            Actor::Operator(_) => (true, "operator"),
            Actor::Host(_) => (roles.contains(&H), "host"),
            Actor::Learner(actor) => {
                let own = learner.is_none_or(|learner| learner == actor.learner);
                (own && roles.contains(&L), "learner")
            }
            Actor::Administrator(actor) => match self.administrators.get(actor.administrator) {
                None => (false, "stranger"),
                Some(found) => {
                    let of_program = || {
                        program()
                            .and_then(|program| self.program_handle(program))
                            .is_some_and(|program| found.programs.contains(&program))
                    };
                    let allowed = found.organization && roles.contains(&A)
                        || roles.contains(&P) && (of_program() || is_own_learner());
                    let role = if found.organization {
                        "organization administrator"
                    } else if found.programs.is_empty() {
                        "former administrator"
                    } else {
                        "program administrator"
                    };
                    (allowed, role)
                }
            },
        };
        if allowed {
            return Ok(());
        }
        let remedy: &str = if roles.contains(&A) {
            "ask an organization administrator"
        } else if roles.contains(&H) {
            "only the host, and where it is theirs to do the learner, may"
        } else {
            "only the platform's operator may"
        };
        Err(Refusal::NotAuthorized {
            role: role.into(),
            action: Box::from(kind.replace('_', " ")),
            remedy: remedy.into(),
        })
    }

    /// The program that a command is about, if it is about one.
    fn program_of(&self, command: &Command) -> Option<ProgramId> {
        let invitation = match command {
            Command::UpdateProgram(command) => return Some(command.program),
            Command::RemoveProgram(command) => return Some(command.program),
            Command::RemoveLearners(command) => return Some(command.program),
            Command::RemoveInvitations(command) => return Some(command.program),
            Command::SyncRoster(command) => return Some(command.program),
            Command::EditCollection(command) => return Some(command.program),
            Command::DeleteCollection(command) => return Some(command.program),
            Command::ArrangeCollections(command) => return Some(command.program),
            Command::ArrangeItems(command) => return Some(command.program),
            Command::RemoveFromCollection(command) => return Some(command.program),
            Command::MoveItems(command) => return Some(command.program),
            Command::CreateCollection(command) => return Some(command.program),
            Command::AddToCollection(command) => return Some(command.program),
            Command::InviteLearner(command) => return Some(command.program),
            Command::InviteLearners(command) => return Some(command.program),
            Command::RemoveLearner(command) => return Some(command.program),
            Command::AddDomain(command) => return Some(command.program),
            Command::RemoveDomain(command) => return Some(command.program),
            Command::ImportDomains(command) => return Some(command.program),
            Command::ResendInvitation(command) => command.invitation,
            Command::RemoveInvitation(command) => command.invitation,
            _ => return None,
        };
        let handle = self.find_invitation(invitation)?;
        let program = self.invitations.at(handle).program;
        self.program(program).map(|program| program.id)
    }
}

/// The learner whom a command is about, where a learner may only act for themselves.
fn about_learner(command: &Command) -> Option<LearnerId> {
    match command {
        Command::AcceptInvitation(command) => Some(command.learner),
        Command::JoinProgram(command) => Some(command.learner),
        Command::EnrollInCourse(command) => Some(command.learner),
        Command::EnrollInSpecialization(command) => Some(command.learner),
        Command::UnenrollFromCourse(command) => Some(command.learner),
        Command::UnenrollFromSpecialization(command) => Some(command.learner),
        Command::SetLeaderboardListing(command) => Some(command.learner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Definition;

    #[test]
    fn adm_3_every_command_stands_in_the_table_once_and_the_operator_may_give_it() {
        let Definition::Union { variants, .. } = Command::SCHEMA else {
            panic!("a union")
        };
        let kinds: alloc::vec::Vec<_> = variants.iter().map(|variant| variant.kind).collect();
        let table: alloc::vec::Vec<_> = RIGHTS.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, table);
        assert!(RIGHTS.iter().all(|(_, roles)| roles.contains(&Role::Operator)));
    }

    #[test]
    fn prg_1_only_the_operator_creates_programs() {
        let rights = RIGHTS.iter().find(|(kind, _)| *kind == "create_program").unwrap();
        assert_eq!(rights.1, &[Role::Operator]);
    }
}
