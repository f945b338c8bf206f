//! Who may do what: one table of roles and actions, looked at in one place (`ADM-1` to `ADM-3`, `PRG-1`).
//!
//! The table that comes with the library is [`RIGHTS`] for commands and [`QUESTIONS`] for questions. A host may put other
//! roles in any of its places (`set_rights`); that is part of the history, like everything else.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::command::SetRights;
use crate::commit::Actor;
use crate::event::RightsSet;
use crate::register::{ApplyError, Register};
use crate::schema::{Definition, RecordSchema, choice, record};
use crate::store::Set;
use crate::verdict::{Effects, Judged, Verdict};
use crate::{Command, LearnerId, ProgramId, Refusal};

choice! {
    /// What someone is to the organization, for the table of rights (`ADM-3`).
    pub enum Role {
        /// The platform's operator, who may do everything.
        Operator = "operator",
        /// The host on behalf of nobody.
        Host = "host",
        /// An administrator of the organization.
        OrganizationAdministrator = "organization_administrator",
        /// An administrator of the program that the action is about; of a question, of at least one program: the answer
        /// then tells of these programs alone.
        ProgramAdministrator = "program_administrator",
        /// The learner whom the action is about.
        Learner = "learner",
    }
}

record! {
    /// Who may do something, as things stand (`ADM-3`).
    pub struct Right {
        /// A command's kind or a question's name.
        pub action: Box<str>,
        /// The roles that may, in the order of [`Role`].
        pub roles: Vec<Role>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[Role::SCHEMA, Definition::Record(Right::SCHEMA)];

use Role::{
    Host as H, Learner as L, Operator as O, OrganizationAdministrator as A, ProgramAdministrator as P,
};

/// Which roles may give which command, in the order of [`Command`]'s variants, unless a host says otherwise.
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
    ("renew_contract", &[O]),
    ("cancel_renewal", &[O]),
    ("limit_reuse", &[O]),
    ("advance", &[O, H]),
    ("set_rights", &[O]),
    ("update_organization", &[O, A]),
    ("update_course", &[O, H]),
    ("update_specialization", &[O, H]),
    ("record_lessons", &[O, H]),
    ("set_leaderboard_listing", &[O, H, L]),
    ("update_learner", &[O, H]),
];

/// Which roles get an answer to which question, unless a host says otherwise. A program administrator's answer tells of
/// the programs administrated, a learner's of the learner.
pub const QUESTIONS: &[(&str, &[Role])] = &[
    ("contracts", &[O, H, A, P]),
    ("contract_by_id", &[O, H, A, P]),
    ("programs", &[O, H, A, P]),
    ("program_by_id", &[O, H, A, P]),
    ("funnel", &[O, H, A, P]),
    ("learner", &[O, H, A, P, L]),
    ("learner_by_email", &[O, H, A, P, L]),
    ("membership", &[O, H, A, P, L]),
    ("enrollments", &[O, H, A, P, L]),
    ("invitation", &[O, H, A, P]),
    ("invitation_of", &[O, H, A, P]),
    ("whitelist", &[O, H, A, P]),
    ("courses", &[O, H, A, P, L]),
    ("specializations", &[O, H, A, P, L]),
    ("collections", &[O, H, A, P, L]),
    ("catalog_counts", &[O, H, A, P]),
    ("administrators", &[O, H, A, P]),
    ("ledger", &[O, H, A, P]),
    ("seats_as_of", &[O, H, A, P]),
    ("units_as_of", &[O, H, A, P]),
    ("notices", &[O, H, A]),
    ("forecast", &[O, H, A]),
    ("rights", &[O, H, A]),
    ("remaining_as_of", &[O, H, A, P]),
    ("user_list", &[O, H, A, P]),
    ("email_report", &[O, H, A, P]),
    ("organization", &[O, H, A]),
    ("home", &[O, H, A, P]),
    ("gradebook", &[O, H, A, P]),
    ("leaderboard", &[O, H, A, P, L]),
    ("program_preview", &[O, H, A, P, L]),
];

/// Questions that a learner can be answered about themselves.
const OF_A_LEARNER: &[&str] = &[
    "learner",
    "learner_by_email",
    "membership",
    "enrollments",
    "courses",
    "specializations",
    "collections",
    "leaderboard",
    "program_preview",
];

/// The places of the table that a host has filled otherwise.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rights(BTreeMap<Box<str>, Box<[Role]>>);

/// What of an organization someone gets to see.
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    /// All of it.
    Everything,
    /// Some programs and their people.
    Programs(Set<u16>),
    /// What is about one learner.
    Learner(LearnerId),
}

impl Register {
    /// Refuses what an administrator's preview of a bulk command shows to whoever may not give the command itself.
    pub(crate) fn authorize_for_program(
        &self,
        actor: &Actor,
        kind: &str,
        program: ProgramId,
    ) -> Result<(), Refusal> {
        self.authorize_roles(actor, kind, self.roles_of(kind), || Some(program), || false, None)
    }

    /// Refuses a command that its actor may not give.
    pub(crate) fn authorize(&self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        // The operator may give every command: a test holds the table to that, and `set_rights` keeps it.
        if matches!(actor, Actor::Operator(_)) {
            return Ok(());
        }
        let roles = match RIGHTS.get(command.ordinal()) {
            Some((_, roles)) if self.rights.0.is_empty() => roles,
            _ => self.roles_of(command.kind()),
        };
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

    /// The roles that may do something: as the host said, else as the library's table does.
    fn roles_of(&self, action: &str) -> &[Role] {
        let set = self.rights.0.get(action).map(|roles| &**roles);
        set.or_else(|| roles_by_table(action)).unwrap_or_default()
    }

    /// The table of rights as it stands: commands in their order, then questions (`ADM-3`).
    ///
    /// ```
    /// use matricula::{Register, Role};
    ///
    /// let rights = Register::new().rights();
    /// let found = rights.iter().find(|right| &*right.action == "create_program").unwrap();
    /// assert_eq!(found.roles, [Role::Operator]);
    /// ```
    pub fn rights(&self) -> Vec<Right> {
        let actions = RIGHTS.iter().chain(QUESTIONS).map(|(action, _)| *action);
        actions
            .map(|action| Right { action: action.into(), roles: self.roles_of(action).into() })
            .collect()
    }

    pub(crate) fn judge_set_rights(&self, command: &SetRights, verdict: &mut Verdict) -> Judged {
        let action = &*command.action;
        if roles_by_table(action).is_none() {
            return Err(verdict.stop(Refusal::UnknownAction { action: shortened(action) }));
        }
        let mut roles = command.roles.clone();
        roles.push(Role::Operator);
        roles.sort_unstable();
        roles.dedup();
        for role in &roles {
            let subject = match role {
                Role::ProgramAdministrator if !can_be_of_a_program(action) => "one program",
                Role::Learner if !can_be_of_a_learner(action) => "the learner alone",
                _ => continue,
            };
            verdict.refuse(Refusal::RightOutOfReach {
                action: action.replace('_', " ").into(),
                role: *role,
                subject: subject.into(),
            })?;
        }
        if self.roles_of(action) == roles {
            return Ok(Effects::none());
        }
        Ok(RightsSet { action: action.into(), roles }.into())
    }

    pub(crate) fn check_rights_set(&self, event: &RightsSet) -> Result<(), ApplyError> {
        let good = roles_by_table(&event.action).is_some()
            && event.roles.first() == Some(&Role::Operator)
            && event.roles.is_sorted_by(|one, next| one < next);
        ApplyError::unless(good, "a right")
    }

    pub(crate) fn apply_rights_set(&mut self, event: &RightsSet) {
        self.rights.0.insert(event.action.clone(), event.roles.clone().into());
    }

    /// What of the organization an actor is shown who asks a question.
    pub(crate) fn scope_of(&self, actor: &Actor, action: &str) -> Result<Scope, Refusal> {
        let roles = self.roles_of(action);
        let refuse = |role| self.unanswered(role, action);
        match actor {
            Actor::Operator(_) => Ok(Scope::Everything),
            Actor::Host(_) if roles.contains(&H) => Ok(Scope::Everything),
            Actor::Host(_) => Err(refuse("host")),
            Actor::Learner(actor) if roles.contains(&L) => Ok(Scope::Learner(actor.learner)),
            Actor::Learner(_) => Err(refuse("learner")),
            Actor::Administrator(actor) => match self.administrators.get(actor.administrator) {
                Some(found) if found.organization && roles.contains(&A) => Ok(Scope::Everything),
                Some(found) if !found.programs.is_empty() && roles.contains(&P) => {
                    Ok(Scope::Programs(found.programs.iter().copied().collect()))
                }
                Some(found) if found.organization => Err(refuse("organization administrator")),
                Some(found) if !found.programs.is_empty() => Err(refuse("program administrator")),
                _ => Err(refuse("stranger")),
            },
        }
    }

    /// The refusal of a question to someone.
    pub(crate) fn unanswered(&self, role: &str, action: &str) -> Refusal {
        Refusal::NotAuthorized {
            role: role.into(),
            action: alloc::format!("see the {}", action.replace('_', " ")).into(),
            remedy: remedy(self.roles_of(action)).into(),
        }
    }

    /// The programs of which an actor's reports and lists tell; none for all. `action` is the question's name.
    pub(crate) fn visible_programs(
        &self,
        asked: Option<&[ProgramId]>,
        actor: &Actor,
        action: &str,
    ) -> Result<Option<Set<u16>>, Refusal> {
        let own = match self.scope_of(actor, action)? {
            Scope::Everything => None,
            Scope::Programs(own) => Some(own),
            // No learner is shown lists of others, whatever the table says.
            Scope::Learner(_) => Some(Set::default()),
        };
        let Some(asked) = asked else {
            return Ok(own);
        };
        let mut programs = Set::default();
        for program in asked {
            let handle = self.program_handle(*program);
            let handle = handle.ok_or(Refusal::UnknownProgram { program: *program })?;
            if own.as_ref().is_some_and(|own| !own.contains(&handle)) {
                return Err(Refusal::NotAuthorized {
                    role: "program administrator".into(),
                    action: alloc::format!("see the {} of other programs", action.replace('_', " ")).into(),
                    remedy: "ask an organization administrator".into(),
                });
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
        Err(Refusal::NotAuthorized {
            role: role.into(),
            action: Box::from(kind.replace('_', " ")),
            remedy: remedy(roles).into(),
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
            Command::AddProgramAdministrator(command) => return Some(command.program),
            Command::RemoveAdministrator(command) => return command.program,
            Command::JoinProgram(command) => return Some(command.program),
            Command::EnrollInCourse(command) => return Some(command.program),
            Command::EnrollInSpecialization(command) => return Some(command.program),
            Command::UnenrollFromCourse(command) => return Some(command.program),
            Command::UnenrollFromSpecialization(command) => return Some(command.program),
            Command::RecordCourseActivity(command) => return Some(command.program),
            Command::RecordSpecializationActivity(command) => return Some(command.program),
            Command::MoveMembers(command) => return Some(command.program),
            Command::ResendInvitation(command) => command.invitation,
            Command::RemoveInvitation(command) => command.invitation,
            Command::DeclineInvitation(command) => command.invitation,
            Command::ReportBounce(command) => command.invitation,
            Command::AcceptInvitation(command) => command.invitation,
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
        Command::RemoveLearner(command) => Some(command.learner),
        Command::UpdateProfile(command) => Some(command.learner),
        Command::RecordCourseActivity(command) => Some(command.learner),
        Command::RecordSpecializationActivity(command) => Some(command.learner),
        Command::SetLeaderboardListing(command) => Some(command.learner),
        Command::UpdateLearner(command) => Some(command.learner),
        _ => None,
    }
}

/// Who may, for someone who may not.
fn remedy(roles: &[Role]) -> &'static str {
    if roles.contains(&A) {
        "ask an organization administrator"
    } else if roles.contains(&H) {
        "only the host, and where it is theirs to do the learner, may"
    } else {
        "only the platform's operator may"
    }
}

fn roles_by_table(action: &str) -> Option<&'static [Role]> {
    RIGHTS
        .iter()
        .chain(QUESTIONS)
        .find(|(known, _)| *known == action)
        .map(|(_, roles)| *roles)
}

/// The record of a command, by its kind.
fn command_schema(action: &str) -> Option<&'static RecordSchema> {
    let Definition::Union { variants, .. } = Command::SCHEMA else { return None };
    variants.iter().find(|variant| variant.kind == action)
}

fn has_field(command: &RecordSchema, names: &[&str]) -> bool {
    command.fields.iter().any(|field| names.contains(&field.name))
}

/// Whether an action is about one program, so that its administrators can have the right to it. Questions are: what they
/// tell is narrowed.
fn can_be_of_a_program(action: &str) -> bool {
    match command_schema(action) {
        Some(_) if action == "create_program" => false,
        Some(command) => has_field(command, &["program", "invitation"]) || action == "update_profile",
        None => true,
    }
}

/// Whether an action is about one learner, who can have the right to it.
fn can_be_of_a_learner(action: &str) -> bool {
    match command_schema(action) {
        Some(command) => has_field(command, &["learner"]) || action == "decline_invitation",
        None => OF_A_LEARNER.contains(&action),
    }
}

/// What was given, short enough for a message.
fn shortened(text: &str) -> Box<str> {
    text.chars().filter(|letter| !letter.is_control()).take(80).collect::<String>().into()
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
    fn adm_3_what_programs_and_learners_can_have_includes_all_that_the_table_gives_them() {
        for (action, roles) in RIGHTS.iter().chain(QUESTIONS) {
            assert!(!roles.contains(&P) || can_be_of_a_program(action), "{action}");
            assert!(!roles.contains(&L) || can_be_of_a_learner(action), "{action}");
            assert!(roles.is_sorted(), "{action}");
        }
        assert!(!can_be_of_a_program("create_contract") && !can_be_of_a_learner("invite_learner"));
    }

    #[test]
    fn prg_1_only_the_operator_creates_programs() {
        let rights = RIGHTS.iter().find(|(kind, _)| *kind == "create_program").unwrap();
        assert_eq!(rights.1, &[Role::Operator]);
    }
}
