//! Erasing a person (`ID-4`): what is personal goes, what was counted stays.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::command::ErasePerson;
use crate::event::PersonErased;
use crate::person::{AdministratorSubject, InviteeSubject, LearnerSubject, ManagerSubject, Profile, Subject};
use crate::register::{ApplyError, Register};
use crate::store::NONE;
use crate::verdict::{Judged, Verdict};
use crate::{Refusal, email};

impl Register {
    pub(crate) fn judge_erase_person(&self, command: &ErasePerson, verdict: &mut Verdict) -> Judged {
        let subjects = match &command.subject {
            Subject::LearnerSubject(subject) => {
                let learner = self.known_learner(subject.learner, verdict)?;
                self.subjects_of(Some(learner), None, None)
            }
            Subject::InviteeSubject(subject) => {
                let invitation = self.known_invitation(subject.invitation, verdict)?;
                let found = self.invitations.at(invitation);
                let learner = match self.memberships.get(found.membership) {
                    Some(membership) => Some(membership.learner),
                    None => self.account_of(self.people.email(found.person)),
                };
                self.subjects_of(learner, Some(invitation), None)
            }
            Subject::AdministratorSubject(subject) => {
                let administrator = subject.administrator;
                let found = self.administrators.get(administrator);
                let found =
                    found.ok_or_else(|| verdict.stop(Refusal::UnknownAdministrator { administrator }))?;
                let address = self.people.email(found.person);
                let mut subjects = self.subjects_of(self.account_of(address), None, Some(address));
                if address.is_empty() {
                    subjects.push(command.subject.clone());
                }
                subjects
            }
            Subject::ManagerSubject(subject) => {
                let learner = self.known_learner(subject.learner, verdict)?;
                let profile = self.profiles.get(&learner);
                let address =
                    profile.and_then(|profile| profile.manager_email.as_deref()).unwrap_or_default();
                let mut subjects = self.subjects_of(self.account_of(address), None, Some(address));
                if address.is_empty() {
                    subjects.push(command.subject.clone());
                }
                subjects
            }
        };
        Ok(PersonErased { subjects }.into())
    }

    /// The account of an address, if there is one.
    fn account_of(&self, address: &str) -> Option<u32> {
        if address.is_empty() { None } else { self.find_learner_by_email(address) }
    }

    /// Everything under which one person is known: the account, the invitations that it accepted, all invitations to any of
    /// these addresses, in the order of inviting, administrators with one of them, in the order of being added, and the
    /// profiles that name one as the manager's, in the order of joining.
    fn subjects_of(
        &self,
        learner: Option<u32>,
        invitation: Option<u32>,
        address: Option<&str>,
    ) -> Vec<Subject> {
        let mut found: BTreeSet<u32> = invitation.into_iter().collect();
        if let Some(learner) = learner {
            for membership in self.memberships_of(learner) {
                let latest = self.memberships.at(membership).invitation;
                found.extend(self.chain(latest, |invitation| invitation.accepted_before));
            }
        }
        let account = learner.map(|learner| self.learners.at(learner).person);
        let people = found.iter().map(|handle| self.invitations.at(*handle).person).chain(account);
        let mut addresses: Vec<&str> =
            people.map(|person| self.people.email(person)).chain(address).collect();
        addresses.retain(|address| !address.is_empty());
        addresses.sort_unstable();
        addresses.dedup();
        for address in &addresses {
            for program in 0..u16::try_from(self.programs.len()).unwrap_or(u16::MAX) {
                let latest = self.invitation_to(program, address).unwrap_or(NONE);
                found.extend(self.chain(latest, |invitation| invitation.invited_before));
            }
        }
        let is_theirs = |text: &str| addresses.iter().any(|address| email::canonical_eq(address, text));
        let learner_id = |learner: u32| self.learners.get(learner).map(|found| found.id);
        let account = learner.and_then(learner_id).map(|learner| LearnerSubject { learner }.into());
        let invited = found
            .into_iter()
            .map(|handle| InviteeSubject { invitation: self.invitations.at(handle).id }.into());
        let administrators = self
            .administrators
            .list
            .iter()
            .filter(|found| is_theirs(self.people.email(found.person)))
            .map(|found| AdministratorSubject { administrator: found.id }.into());
        let managed = self.profiles.iter().filter(|(handle, profile)| {
            // The person's own profile goes as a whole.
            Some(**handle) != learner && profile.manager_email.as_deref().is_some_and(is_theirs)
        });
        let managed = managed
            .filter_map(|(handle, _)| learner_id(*handle))
            .map(|learner| ManagerSubject { learner }.into());
        account.into_iter().chain(invited).chain(administrators).chain(managed).collect()
    }

    /// Invitations from one on, each naming the next, each once: what a forged record has made a ring comes to an end.
    fn chain(&self, first: u32, next: impl Fn(&crate::invitation::Invitation) -> u32) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        let mut at = first;
        while let Some(invitation) = self.invitations.get(at)
            && found.insert(at)
        {
            at = next(invitation);
        }
        found
    }

    pub(crate) fn check_person_erased(&self, event: &PersonErased) -> Result<(), ApplyError> {
        let known = event.subjects.iter().all(|subject| match subject {
            Subject::LearnerSubject(subject) => self.find_learner(subject.learner).is_some(),
            Subject::InviteeSubject(subject) => self.find_invitation(subject.invitation).is_some(),
            Subject::AdministratorSubject(subject) => {
                self.administrators.get(subject.administrator).is_some()
            }
            Subject::ManagerSubject(subject) => self.find_learner(subject.learner).is_some(),
        });
        ApplyError::unless(known, "an erased person")
    }

    pub(crate) fn apply_person_erased(&mut self, event: &PersonErased) {
        let invitations: Vec<u32> = event
            .subjects
            .iter()
            .filter_map(|subject| match subject {
                Subject::InviteeSubject(subject) => self.find_invitation(subject.invitation),
                _ => None,
            })
            .collect();
        // Indexes are led by the addresses, so that they are left before any address is blanked.
        for handle in &invitations {
            self.forget_invitee(*handle);
        }
        for subject in &event.subjects {
            match subject {
                Subject::LearnerSubject(subject) => {
                    if let Some(handle) = self.find_learner(subject.learner) {
                        self.erase_learner(handle);
                    }
                }
                Subject::AdministratorSubject(subject) => {
                    if let Some(found) = self.administrators.get_mut(subject.administrator) {
                        let person = core::mem::replace(&mut found.person, NONE);
                        self.people.blank(person);
                    }
                }
                Subject::ManagerSubject(subject) => {
                    if let Some(handle) = self.find_learner(subject.learner) {
                        self.erase_manager(handle);
                    }
                }
                Subject::InviteeSubject(_) => {}
            }
        }
        for handle in invitations {
            let person = core::mem::replace(&mut self.invitations.at_mut(handle).person, NONE);
            self.people.blank(person);
        }
    }

    fn erase_learner(&mut self, handle: u32) {
        let learner = *self.learners.at(handle);
        let hash = self.indexes.hashing.email(None, self.people.email(learner.person));
        self.indexes.emails.remove(hash, handle);
        self.profiles.remove(&handle);
        // An invitation that shares the record is among those erased.
        self.people.blank(learner.person);
        let learner = self.learners.at_mut(handle);
        learner.person = NONE;
        learner.shares_person = false;
    }

    /// Lets a learner's profile name no manager.
    fn erase_manager(&mut self, handle: u32) {
        let Some(profile) = self.profiles.get_mut(&handle) else { return };
        profile.manager_name = None;
        profile.manager_email = None;
        if **profile == Profile::default() {
            self.profiles.remove(&handle);
        }
    }

    /// Lets an invitation no longer be found by its address. Those before it to the same address are erased with it.
    fn forget_invitee(&mut self, handle: u32) {
        let invitation = *self.invitations.at(handle);
        let address = self.people.email(invitation.person);
        if address.is_empty() {
            return;
        }
        let hash = self.indexes.hashing.email(Some(invitation.program), address);
        self.indexes.invited.remove(hash, handle);
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};

    use super::*;
    use crate::report::ReportRequest;
    use crate::*;

    fn register() -> (Register, Vec<Commit>) {
        let mut register = Register::new();
        let mut commits = Vec::new();
        let contract = ContractId::from_u128(2);
        let programs = [ProgramId::from_u128(3), ProgramId::from_u128(4)];
        let at: Timestamp = "2020-01-02T00:00:00.000Z".parse().unwrap();
        let mut commands: Vec<Command> = Vec::new();
        commands.push(
            CreateOrganization {
                organization: OrganizationId::from_u128(1),
                name: "Acme".into(),
                domains: alloc::vec!["acme.example".into()],
                policies: None,
            }
            .into(),
        );
        commands.push(
            CreateContract {
                contract,
                name: "Year 1".into(),
                terms: Memberships { seats: 5 }.into(),
                starts_at: "2020-01-01T00:00:00.000Z".parse().unwrap(),
                ends_at: "2021-01-01T00:00:00.000Z".parse().unwrap(),
                policies: None,
            }
            .into(),
        );
        for (program, slug) in programs.into_iter().zip(["one", "two"]) {
            commands.push(
                CreateProgram {
                    program,
                    name: "Program".into(),
                    slug: slug.into(),
                    url: format!("https://x.example/{slug}").into(),
                    tagline: "".into(),
                    banner: None,
                    course_limit: None,
                    policies: None,
                }
                .into(),
            );
        }
        let invite = |number: u128, program, email: &str| {
            Command::from(InviteLearner {
                invitation: InvitationId::from_u128(number),
                program,
                contract,
                name: "Zebedee Quux".into(),
                email: email.into(),
                external_id: Some("X-Zebedee-7".into()),
                send: true,
            })
        };
        commands.push(invite(10, programs[0], "zebedee@old.example"));
        commands.push(RemoveInvitation { invitation: InvitationId::from_u128(10) }.into());
        commands.push(invite(11, programs[0], "Zebedee@old.example"));
        commands.push(
            AcceptInvitation {
                invitation: InvitationId::from_u128(11),
                learner: LearnerId::from_u128(20),
                name: "Zebedee Quux".into(),
                email: "zebedee@new.example".into(),
            }
            .into(),
        );
        commands.push(invite(12, programs[1], "zebedee@new.example"));
        commands.push(
            UpdateProfile {
                learner: LearnerId::from_u128(20),
                profile: Profile { manager_name: Some("Boss of Zebedee".into()), ..Profile::default() },
            }
            .into(),
        );
        for command in commands {
            let context = Context {
                command_id: Some(CommandId::from_u128(commits.len() as u128)),
                ..Context::new(at, Actor::OPERATOR)
            };
            commits.push(register.execute(&command, &context).unwrap());
        }
        (register, commits)
    }

    fn erase(register: &mut Register, subject: Subject) -> Commit {
        let context = Context::new("2020-01-03T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
        register.execute(&ErasePerson { subject }.into(), &context).unwrap()
    }

    #[test]
    fn id_4_no_byte_of_an_erased_person_is_left_and_every_count_stays() {
        for subject in [
            Subject::from(LearnerSubject { learner: LearnerId::from_u128(20) }),
            InviteeSubject { invitation: InvitationId::from_u128(11) }.into(),
        ] {
            let (mut register, _) = register();
            let at = "2020-06-01T00:00:00.000Z".parse().unwrap();
            let context = Context::new(at, Actor::OPERATOR);
            let figures = register.email_report(&ReportRequest::default(), &context).unwrap().summary;
            let before = (register.contracts(at), register.programs(at), register.size().learners);
            let commit = erase(&mut register, subject);
            assert_eq!((register.contracts(at), register.programs(at), register.size().learners), before);
            register.check_invariants().unwrap();
            let report = register.email_report(&ReportRequest::default(), &context).unwrap();
            assert_eq!(report.summary, figures);
            let commit = serde_json::to_vec(&commit).unwrap();
            let outputs =
                [register.snapshot(), report.membership, report.usage, report.specialization, commit];
            for output in outputs {
                let text = String::from_utf8_lossy(&output).to_lowercase();
                assert!(!text.contains("zebedee"), "{text}");
            }
            let learner = register.learner(LearnerId::from_u128(20), at).unwrap();
            assert_eq!((&*learner.name, learner.memberships.len()), ("", 1));
            assert!(register.learner_by_email("zebedee@new.example", at).is_none());
        }
    }

    #[test]
    fn id_4_an_erasure_names_everything_under_which_the_person_was_known() {
        let (mut register, _) = register();
        let commit = erase(&mut register, LearnerSubject { learner: LearnerId::from_u128(20) }.into());
        let Some(Event::PersonErased(event)) = commit.events.first() else {
            panic!("an erasure")
        };
        let expected: Vec<Subject> =
            core::iter::once(LearnerSubject { learner: LearnerId::from_u128(20) }.into())
                .chain(
                    [10, 11, 12]
                        .map(|number| InviteeSubject { invitation: InvitationId::from_u128(number) }.into()),
                )
                .collect();
        assert_eq!(event.subjects, expected);
    }

    #[test]
    fn id_4_history_without_the_erased_records_gives_the_same_figures_and_the_person_may_come_anew() {
        let (mut register, mut commits) = register();
        commits.push(erase(&mut register, LearnerSubject { learner: LearnerId::from_u128(20) }.into()));
        let mut replica = Register::new();
        for commit in &mut commits {
            commit.personal.clear();
            replica.apply(commit).unwrap();
        }
        let at = "2020-06-01T00:00:00.000Z".parse().unwrap();
        assert_eq!(replica.contracts(at), register.contracts(at));
        assert_eq!(replica.programs(at), register.programs(at));
        // A snapshot of an erased person restores, and the address is free.
        let mut restored = Register::restore(&register.snapshot()).unwrap();
        assert_eq!(restored.snapshot(), register.snapshot());
        let invite = InviteLearner {
            invitation: InvitationId::from_u128(30),
            program: ProgramId::from_u128(3),
            contract: ContractId::from_u128(2),
            name: "Zebedee Quux".into(),
            email: "zebedee@new.example".into(),
            external_id: None,
            send: true,
        };
        let context = Context::new(at, Actor::OPERATOR);
        let commit = restored.execute(&invite.into(), &context).unwrap();
        assert_eq!(commit.events[0].kind().to_string(), "learner_invited");
    }
}
