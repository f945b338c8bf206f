//! Bringing a program in line with a list of who should be in it (`ROS-1`).

use alloc::vec::Vec;

use crate::bulk::{RosterPlan, RowOutcome, RowResult};
use crate::command::SyncRoster;
use crate::commit::Context;
use crate::event::{InvitationRemoved, LearnerRemoved};
use crate::invitation::{Import, fingerprint, refuse_rows};
use crate::register::Register;
use crate::store::Set;
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict};
use crate::{Event, InvitationId, LearnerId, Percent, Refusal};

/// Units of a percentage that make the whole.
const WHOLE: u64 = 1_000_000;

/// Who leaves when only those on a roster stay, and out of how many.
struct Leavers {
    learners: Vec<LearnerId>,
    invitations: Vec<InvitationId>,
    people: u64,
}

impl Leavers {
    fn count(&self) -> u64 {
        u64::try_from(self.learners.len().saturating_add(self.invitations.len())).unwrap_or(u64::MAX)
    }

    /// The share of all people, rounded up, so that it is never less than it is.
    fn share(&self) -> Percent {
        let units = self.count().saturating_mul(WHOLE).div_ceil(self.people.max(1));
        u32::try_from(units).ok().and_then(Percent::from_units).unwrap_or(Percent::MAX)
    }

    fn events(&self, command: &SyncRoster) -> Vec<Event> {
        let (program, allow_return) = (command.program, command.allow_return);
        let learners = self.learners.iter();
        let learners =
            learners.map(|learner| LearnerRemoved { program, learner: *learner, allow_return }.into());
        let invitations = self.invitations.iter();
        let invitations = invitations.map(|invitation| InvitationRemoved { invitation: *invitation }.into());
        learners.chain(invitations).collect()
    }

    fn preview(&self, rows: &[RowOutcome]) -> crate::Preview {
        fingerprint(&(rows, &self.learners, &self.invitations))
    }
}

impl Register {
    /// What a roster would lead to, before anything changes (`ROS-1`): outcomes row by row, who would be removed, and the
    /// share of the program's people that this is.
    ///
    /// # Errors
    ///
    /// The refusals that stand against the whole command, whatever its rows: an unknown program or contract. A plan that
    /// removes more than the command's limit is shown all the same.
    pub fn plan_roster(&self, command: &SyncRoster, context: &Context) -> Result<RosterPlan, Refusal> {
        let authorized = self.authorize_for_program(&context.actor, "sync_roster", command.program);
        self.preview(context, authorized, |register, judging, verdict| {
            let (effects, leavers) = register.roster_rows(command, judging, verdict)?;
            let refused =
                effects.rows.iter().filter(|row| matches!(row.result, RowResult::RowRefused(_))).count();
            Ok(RosterPlan {
                refused: u64::try_from(refused).unwrap_or(u64::MAX),
                people: leavers.people,
                removed_share: leavers.share(),
                preview: leavers.preview(&effects.rows),
                rows: effects.rows,
                removed_learners: leavers.learners,
                removed_invitations: leavers.invitations,
            })
        })
    }

    pub(crate) fn judge_sync_roster(
        &self,
        command: &SyncRoster,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (mut effects, leavers) = self.roster_rows(command, judging, verdict)?;
        if command.preview.is_some_and(|preview| preview != leavers.preview(&effects.rows)) {
            verdict.refuse(Refusal::PreviewOvertaken {})?;
        }
        if leavers.share() > command.removal_limit && !command.force {
            verdict.refuse(Refusal::RosterRemovesTooMany {
                removed: leavers.count(),
                people: leavers.people,
                limit: command.removal_limit,
            })?;
        }
        refuse_rows(&effects.rows, command.mode, verdict)?;
        effects.events.extend(leavers.events(command));
        Ok(effects)
    }

    fn roster_rows(
        &self,
        command: &SyncRoster,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<(Effects, Leavers), Stop> {
        let import = Import {
            import: command.import,
            program: command.program,
            contract: command.contract,
            rows: &command.rows,
            send: command.send,
        };
        let effects = self.invitation_rows(&import, judging, verdict)?;
        let program = self.open_program(command.program, verdict)?;
        let leavers = self.leavers_of(command, &effects, program, judging);
        // Whoever a row names stays, be it refused or not: the same people leave whatever seats there are. Rows that found
        // none are judged anew as it will be without them.
        let lacks_seats = |row: &RowOutcome| match &row.result {
            RowResult::RowRefused(row) => matches!(
                &*row.refusal,
                Refusal::SeatsExhausted { .. }
                    | Refusal::SeatsSpokenFor { .. }
                    | Refusal::RenewalTooSmall { .. }
            ),
            _ => false,
        };
        if leavers.count() == 0 || !effects.rows.iter().any(lacks_seats) {
            return Ok((effects, leavers));
        }
        let without = self.with_events(&leavers.events(command), judging.at);
        Ok((without.invitation_rows(&import, judging, verdict)?, leavers))
    }

    fn leavers_of(
        &self,
        command: &SyncRoster,
        effects: &Effects,
        program: u16,
        judging: &Judging,
    ) -> Leavers {
        let mut learners = Set::<u32>::default();
        let mut invitations = Set::<u32>::default();
        for (row, outcome) in command.rows.iter().zip(&effects.rows) {
            match &outcome.result {
                RowResult::AlreadyMember(row) => learners.extend(self.find_learner(row.learner)),
                RowResult::AlreadyInvited(row) => invitations.extend(self.find_invitation(row.invitation)),
                RowResult::Updated(row) => invitations.extend(self.find_invitation(row.invitation)),
                // Whatever is wrong with a row, it names somebody who should be in the program.
                RowResult::RowRefused(_) => {
                    learners.extend(self.find_learner_by_email(row.email.as_str()));
                    let invitation = self.invitation_to(program, row.email.as_str());
                    invitations.extend(invitation);
                    let accepted = invitation.map(|handle| self.invitations.at(handle).membership);
                    let member = accepted.and_then(|membership| self.memberships.get(membership));
                    learners.extend(member.map(|membership| membership.learner));
                }
                _ => {}
            }
        }
        self.leavers(program, judging, &learners, &invitations)
    }

    /// Members and open invitations of a program that are not among those that stay.
    fn leavers(
        &self,
        program: u16,
        judging: &Judging,
        learners: &Set<u32>,
        invitations: &Set<u32>,
    ) -> Leavers {
        let mut leavers = Leavers { learners: Vec::new(), invitations: Vec::new(), people: 0 };
        let Some(found) = self.program(program) else { return leavers };
        let (mut membership, mut invitation) = (found.membership, found.invitation);
        while let Some(found) = self.memberships.get(membership) {
            if self.is_current(membership, judging.at) {
                leavers.people = leavers.people.saturating_add(1);
                if !learners.contains(&found.learner) {
                    leavers.learners.push(self.learners.at(found.learner).id);
                }
            }
            membership = found.program_before;
        }
        while let Some(found) = self.invitations.get(invitation) {
            if found.is_open(judging.at) {
                leavers.people = leavers.people.saturating_add(1);
                if !invitations.contains(&invitation) {
                    leavers.invitations.push(found.id);
                }
            }
            invitation = found.program_before;
        }
        leavers.learners.reverse();
        leavers.invitations.reverse();
        leavers
    }
}
