//! Removing learners and invitations in bulk (`INV-6`, `INV-4`).

use alloc::boxed::Box;
use alloc::string::ToString;

use crate::bulk::{Removed, RowOutcome, RowRefused, check_rows};
use crate::command::{RemoveInvitations, RemoveLearners};
use crate::event::{InvitationRemoved, LearnerRemoved};
use crate::invitation::{Step, refuse_rows};
use crate::register::Register;
use crate::store::Set;
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict};
use crate::{BulkMode, Event, InvitationId, LearnerId, ProgramId, Refusal, Timestamp};

impl Register {
    pub(crate) fn judge_remove_learners(
        &self,
        command: &RemoveLearners,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let (id, allow_return) = (command.program, command.allow_return);
        judge_list(&command.learners, command.mode, verdict, |learner| {
            self.removable(program, id, learner, judging.at)?;
            Ok(LearnerRemoved { program: id, learner, allow_return }.into())
        })
    }

    fn removable(
        &self,
        program: u16,
        id: ProgramId,
        learner: LearnerId,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let found = self.find_learner(learner).ok_or(Refusal::UnknownLearner { learner })?;
        self.membership_of(found, program)
            .filter(|membership| self.is_current(*membership, at))
            .map(drop)
            .ok_or(Refusal::NotAMember { learner, program: id })
    }

    pub(crate) fn judge_remove_invitations(
        &self,
        command: &RemoveInvitations,
        verdict: &mut Verdict,
    ) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        judge_list(&command.invitations, command.mode, verdict, |invitation| {
            self.withdrawable(program, invitation)?;
            Ok(InvitationRemoved { invitation }.into())
        })
    }

    fn withdrawable(&self, program: u16, invitation: InvitationId) -> Result<(), Refusal> {
        let found = self.find_invitation(invitation).ok_or(Refusal::UnknownInvitation { invitation })?;
        let found = self.invitations.at(found);
        if found.program != program {
            return Err(Refusal::InvitationElsewhere { invitation });
        }
        match found.status.after(Step::Remove) {
            Some(_) => Ok(()),
            None => Err(Refusal::InvitationClosed { invitation, status: found.status }),
        }
    }
}

/// Judges each id of a list by itself, each once.
fn judge_list<Id: Copy + Eq + core::hash::Hash + ToString>(
    ids: &[Id],
    mode: BulkMode,
    verdict: &mut Verdict,
    judge: impl Fn(Id) -> Result<Event, Refusal>,
) -> Judged {
    check_room(ids.len(), verdict)?;
    let mut effects = Effects::none();
    effects.rows.reserve(ids.len());
    effects.events.reserve(ids.len());
    let mut seen = Set::default();
    seen.reserve(ids.len());
    for (line, id) in (1_u64..).zip(ids) {
        let judged = if seen.insert(*id) {
            judge(*id)
        } else {
            Err(Refusal::ListedTwice { id: id.to_string().into() })
        };
        let result = match judged {
            Ok(event) => {
                effects.events.push(event);
                Removed {}.into()
            }
            Err(refusal) => RowRefused { refusal: Box::new(refusal) }.into(),
        };
        effects.rows.push(RowOutcome { line, result });
    }
    refuse_rows(&effects.rows, mode, verdict)?;
    Ok(effects)
}

pub(crate) fn check_room(length: usize, verdict: &mut Verdict) -> Result<(), Stop> {
    verdict.check(check_rows(length))
}
