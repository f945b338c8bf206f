//! Invitations: one at a time and in bulk, from preview to acceptance (`INV-1` to `INV-5`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::bulk::{
    AlreadyInvited, AlreadyMember, ImportPreview, InvitationRow, Invited, InvitedAgain, Preview, Repeated,
    RowOutcome, RowRefused, RowResult, Updated, check_lines, check_rows,
};
use crate::clock::days_after;
use crate::command::{
    DeclineInvitation, InviteLearner, InviteLearners, RemoveInvitation, ReportBounce, ResendInvitation,
};
use crate::event::{
    InvitationBounced, InvitationDeclined, InvitationRemoved, InvitationResent, InvitationUpdated,
    LearnerInvited,
};
use crate::person::{InviteeSubject, PersonalRecord};
use crate::policy::BulkMode;
use crate::refusal::RefusedRow;
use crate::register::{ApplyError, RECORDS_LIMIT, Register};
use crate::schema::choice;
use crate::seat_room::{InvitationRoom, Invitee};
use crate::store::{Map, Moment, NONE, PersonHandle, decrement, increment};
use crate::text::{check_label, check_name};
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict, invalid_email, invalid_text};
use crate::{ContractId, InvitationId, Personal, ProgramId, Refusal, Timestamp, email};

choice! {
    /// How an invitation stands (`INV-1`).
    pub enum InvitationStatus {
        /// Made, but not sent.
        Created = "created",
        /// Sent, once or more often.
        Sent = "sent",
        /// Its email came back; it is open all the same.
        Bounced = "bounced",
        /// The invitee joined.
        Accepted = "accepted",
        /// The invitee said no.
        Declined = "declined",
        /// An administrator removed it.
        Removed = "removed",
        /// It was open for too long; sending it again opens it.
        Expired = "expired",
    }
}

/// What happens to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Update { sent: bool },
    Resend,
    Accept,
    Remove,
    Decline,
    Bounce,
}

impl InvitationStatus {
    /// The status after a step, or none if the step is not to be taken. Expiry is a matter of dates and not seen here.
    pub(crate) const fn after(self, step: Step) -> Option<Self> {
        use InvitationStatus::{Accepted, Bounced, Created, Declined, Expired, Removed, Sent};
        match (self, step) {
            (Accepted | Declined | Removed | Expired, _) => None,
            (Created | Sent | Bounced, Step::Resend | Step::Update { sent: true }) => Some(Sent),
            (Created | Sent | Bounced, Step::Update { sent: false }) => Some(self),
            (Created | Sent | Bounced, Step::Accept) => Some(Accepted),
            (Created | Sent | Bounced, Step::Remove) => Some(Removed),
            (Created | Sent | Bounced, Step::Decline) => Some(Declined),
            (Created | Sent | Bounced, Step::Bounce) => Some(Bounced),
        }
    }

    /// Whether the invitee can still join by it, expiry aside.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Sent | Self::Bounced)
    }
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    pub(crate) status: InvitationStatus,
    pub(crate) program: u16,
    pub(crate) contract: u16,
    pub(crate) person: PersonHandle,
    /// The membership that accepted it.
    pub(crate) membership: u32,
    /// The invitation that this membership accepted before.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) accepted_before: u32,
    /// The program's invitation before this one.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) program_before: u32,
    /// The invitation of the same address to the same program before this one.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) invited_before: u32,
    pub(crate) created_at: Moment,
    pub(crate) sent_at: Moment,
    pub(crate) expires_at: Moment,
}

impl Invitation {
    /// The status at an instant.
    pub(crate) fn status(&self, at: Timestamp) -> InvitationStatus {
        let expired = self.expires_at.get().is_some_and(|expires_at| expires_at <= at);
        if self.status.is_open() && expired {
            InvitationStatus::Expired
        } else {
            self.status
        }
    }

    pub(crate) fn is_open(&self, at: Timestamp) -> bool {
        self.status(at).is_open()
    }
}

/// An invitee's row after checking, with what it would lead to.
struct JudgedRow {
    result: RowResult,
    effect: Option<(crate::Event, PersonalRecord)>,
}

impl Register {
    pub(crate) fn find_invitation(&self, id: InvitationId) -> Option<u32> {
        let hash = self.indexes.hashing.id(id.as_u128());
        self.indexes.invitations.find(hash, |handle| self.invitations.at(handle).id == id)
    }

    /// The latest invitation of an address to a program, whatever became of it.
    pub(crate) fn invitation_to(&self, program: u16, address: &str) -> Option<u32> {
        if self.indexes.invited.is_empty() {
            return None;
        }
        let hash = self.indexes.hashing.email(Some(program), address);
        self.indexes.invited.find(hash, |handle| {
            let invitation = self.invitations.at(handle);
            invitation.program == program
                && email::canonical_eq(self.people.email(invitation.person), address)
        })
    }

    pub(crate) fn known_invitation(
        &self,
        invitation: InvitationId,
        verdict: &mut Verdict,
    ) -> Result<u32, Stop> {
        self.find_invitation(invitation)
            .ok_or_else(|| verdict.stop(Refusal::UnknownInvitation { invitation }))
    }

    /// Judges a step of an invitation's life; expired ones take it too unless `open` says otherwise.
    fn judge_step(
        &self,
        id: InvitationId,
        step: Step,
        at: Timestamp,
        verdict: &mut Verdict,
    ) -> Result<Option<Timestamp>, Stop> {
        let invitation = *self.invitations.at(self.known_invitation(id, verdict)?);
        if let Some(program) = self.program(invitation.program)
            && program.removed
        {
            verdict.refuse(Refusal::ProgramRemoved { program: program.id })?;
        }
        if invitation.status.after(step).is_none() {
            return Err(verdict.stop(Refusal::InvitationClosed { invitation: id, status: invitation.status }));
        }
        if step == Step::Resend {
            self.refuse_ended(invitation.contract, at, verdict)?;
            let reopens = !invitation.is_open(at);
            if reopens {
                let address = self.people.email(invitation.person);
                // They may have joined by another way since it expired.
                if let Some(learner) = self.member_by_address(invitation.program, address, at) {
                    verdict.refuse(Refusal::AlreadyMember { learner })?;
                }
                let invitee = Invitee { address, program: invitation.program, open: None };
                let mut room = self.invitation_room(invitation.contract, 1, at);
                verdict.check(self.seat_for_invitee(&mut room, invitee))?;
            }
        }
        Ok(self.expiry(invitation.program, at))
    }

    /// When an invitation made or sent now expires.
    fn expiry(&self, program: u16, at: Timestamp) -> Option<Timestamp> {
        let days = self.program(program)?.policies.invitation_days?;
        Some(days_after(at, days))
    }

    pub(crate) fn judge_resend_invitation(
        &self,
        command: &ResendInvitation,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let expires_at = self.judge_step(command.invitation, Step::Resend, judging.at, verdict)?;
        Ok(InvitationResent { invitation: command.invitation, expires_at }.into())
    }

    pub(crate) fn judge_remove_invitation(
        &self,
        command: &RemoveInvitation,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        self.judge_step(command.invitation, Step::Remove, judging.at, verdict)?;
        Ok(InvitationRemoved { invitation: command.invitation }.into())
    }

    pub(crate) fn judge_decline_invitation(
        &self,
        command: &DeclineInvitation,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        self.judge_step(command.invitation, Step::Decline, judging.at, verdict)?;
        Ok(InvitationDeclined { invitation: command.invitation }.into())
    }

    pub(crate) fn judge_report_bounce(
        &self,
        command: &ReportBounce,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        self.judge_step(command.invitation, Step::Bounce, judging.at, verdict)?;
        Ok(InvitationBounced { invitation: command.invitation }.into())
    }

    pub(crate) fn judge_invite_learner(
        &self,
        command: &InviteLearner,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let target = InvitationTarget {
            program_id: command.program,
            contract_id: command.contract,
            program: self.open_program(command.program, verdict)?,
            contract: self.known_contract(command.contract, verdict)?,
            send: command.send,
            at: judging.at,
        };
        let mut room = self.invitation_room(target.contract, 1, judging.at);
        self.refuse_ended(target.contract, judging.at, verdict)?;
        if self.find_invitation(command.invitation).is_some() {
            verdict.refuse(crate::catalog::id_in_use("invitation", command.invitation))?;
        }
        let judged = self.judge_invitee(
            &target,
            &mut room,
            command.invitation,
            &command.name,
            &command.email,
            command.external_id.as_ref(),
        );
        match judged.result {
            RowResult::RowRefused(row) => Err(verdict.stop(*row.refusal)),
            RowResult::AlreadyMember(row) => {
                Err(verdict.stop(Refusal::AlreadyMember { learner: row.learner }))
            }
            RowResult::AlreadyInvited(row) => {
                Err(verdict.stop(Refusal::AlreadyInvited { invitation: row.invitation }))
            }
            _ => {
                let mut effects = Effects::none();
                if let Some((event, record)) = judged.effect {
                    effects.events.push(event);
                    effects.personal.push(record);
                }
                Ok(effects)
            }
        }
    }

    pub(crate) fn judge_invite_learners(
        &self,
        command: &InviteLearners,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let effects = self.invitation_rows(&Import::of(command), judging, verdict)?;
        if command.preview.is_some_and(|preview| preview != fingerprint(effects.rows.as_slice())) {
            verdict.refuse(Refusal::PreviewOvertaken {})?;
        }
        refuse_rows(&effects.rows, command.mode, verdict)?;
        Ok(effects)
    }

    /// What an import of invitations would do, row by row, before anything changes (`INV-3`).
    ///
    /// # Errors
    ///
    /// The refusals that stand against the whole import, whatever its rows: an unknown program or contract.
    pub fn preview_invitations(
        &self,
        command: &InviteLearners,
        context: &crate::Context,
    ) -> Result<ImportPreview, Refusal> {
        let authorized = self.authorize_for_program(&context.actor, "invite_learners", command.program);
        self.preview(context, authorized, |register, judging, verdict| {
            register
                .invitation_rows(&Import::of(command), judging, verdict)
                .map(|effects| preview_of(effects.rows))
        })
    }

    pub(crate) fn invitation_rows(
        &self,
        command: &Import<'_>,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let target = InvitationTarget {
            program_id: command.program,
            contract_id: command.contract,
            program: self.open_program(command.program, verdict)?,
            contract: self.known_contract(command.contract, verdict)?,
            send: command.send,
            at: judging.at,
        };
        self.refuse_ended(target.contract, judging.at, verdict)?;
        verdict.check(check_rows(command.rows.len()))?;
        verdict.check(check_lines(command.rows.iter().map(|row| row.line)))?;

        let mut room = self.invitation_room(target.contract, command.rows.len(), judging.at);
        let mut effects = Effects::none();
        effects.rows.reserve(command.rows.len());
        effects.events.reserve(command.rows.len());
        effects.personal.reserve(command.rows.len());
        // The lines of earlier rows, by the hash of their address; a handful may share a hash.
        let mut seen = Map::<u32, smallvec::SmallVec<[usize; 1]>>::default();
        seen.reserve(command.rows.len());
        for (position, row) in command.rows.iter().enumerate() {
            let address = row.email.as_str();
            let result = if let Err(error) = email::check(address) {
                RowRefused { refusal: Box::new(invalid_email(&error)) }.into()
            } else {
                let earlier = seen.entry(self.indexes.hashing.email(None, address)).or_default();
                let first = earlier.iter().find_map(|position| {
                    let first = command.rows.get(*position)?;
                    email::canonical_eq(first.email.as_str(), address).then_some(first.line)
                });
                if let Some(first_line) = first {
                    Repeated { first_line }.into()
                } else {
                    let judged = self.judge_row(&target, &mut room, command, position, row);
                    // A refused row must not keep a later, better one of the same address out.
                    if !matches!(judged.result, RowResult::RowRefused(_)) {
                        earlier.push(position);
                    }
                    if let Some((event, record)) = judged.effect {
                        effects.events.push(event);
                        effects.personal.push(record);
                    }
                    judged.result
                }
            };
            effects.rows.push(RowOutcome { line: row.line, result });
        }
        Ok(effects)
    }

    fn judge_row(
        &self,
        target: &InvitationTarget,
        room: &mut InvitationRoom,
        command: &Import<'_>,
        position: usize,
        row: &InvitationRow,
    ) -> JudgedRow {
        let invitation = command.import.derive(u64::try_from(position).unwrap_or(u64::MAX));
        if self.find_invitation(invitation).is_some() {
            let refusal = crate::catalog::id_in_use("import", command.import);
            let result = RowRefused { refusal: Box::new(refusal) }.into();
            return JudgedRow { result, effect: None };
        }
        let external_id = row.external_id.as_ref();
        self.judge_invitee(target, room, invitation, &row.name, &row.email, external_id)
    }

    /// What inviting one person leads to.
    fn judge_invitee(
        &self,
        target: &InvitationTarget,
        room: &mut InvitationRoom,
        new: InvitationId,
        name: &Personal,
        address: &Personal,
        external_id: Option<&Personal>,
    ) -> JudgedRow {
        let done = |result: RowResult| JudgedRow { result, effect: None };
        let refused = |refusal| done(RowRefused { refusal: Box::new(refusal) }.into());
        let name = match check_name(name.as_str()) {
            Ok(name) => name,
            Err(error) => return refused(invalid_text("name", &error)),
        };
        if let Err(error) = email::check(address.as_str()) {
            return refused(invalid_email(&error));
        }
        let external_id = match external_id.map(|id| check_label(id.as_str())).transpose() {
            Ok(external_id) => external_id.filter(|id| !id.is_empty()),
            Err(error) => return refused(invalid_text("external_id", &error)),
        };
        let former = self.find_learner_by_email(address.as_str()).and_then(|learner| {
            self.membership_of(learner, target.program).map(|membership| (learner, membership))
        });
        if let Some((learner, membership)) = former
            && self.is_current(membership, target.at)
        {
            return done(AlreadyMember { learner: self.learners.at(learner).id }.into());
        }
        let earlier = self.invitation_to(target.program, address.as_str());
        let invitee = |open| Invitee { address: address.as_str(), program: target.program, open };
        let expires_at = self.expiry(target.program, target.at);
        let personal = |invitation| PersonalRecord {
            subject: InviteeSubject { invitation }.into(),
            name: Some(name.into()),
            email: Some(address.clone()),
            external_id: Some(external_id.unwrap_or("").into()),
            profile: None,
        };
        if let Some(earlier) = earlier.map(|handle| self.invitations.at(handle)) {
            if earlier.membership != NONE && self.is_current(earlier.membership, target.at) {
                let learner = self.memberships.at(earlier.membership).learner;
                return done(AlreadyMember { learner: self.learners.at(learner).id }.into());
            }
            if earlier.is_open(target.at) {
                let person = self.people.get(earlier.person);
                let sends_first = target.send && earlier.status == InvitationStatus::Created;
                let same = earlier.contract == target.contract
                    && person.name == name
                    && person.external_id == external_id.unwrap_or("")
                    && !sends_first;
                if same {
                    return done(AlreadyInvited { invitation: earlier.id }.into());
                }
                if let Err(refusal) = self.seat_for_invitee(room, invitee(Some(earlier.contract))) {
                    return refused(refusal);
                }
                let event = InvitationUpdated {
                    invitation: earlier.id,
                    contract: target.contract_id,
                    sent: target.send,
                    expires_at: if target.send { expires_at } else { earlier.expires_at.get() },
                };
                return JudgedRow {
                    result: Updated { invitation: earlier.id }.into(),
                    effect: Some((event.into(), personal(earlier.id))),
                };
            }
        }
        if u64::from(self.invitations.len()) >= RECORDS_LIMIT || self.people.is_full() {
            return refused(Refusal::RegisterFull { what: "invitations".into(), limit: RECORDS_LIMIT });
        }
        if let Err(refusal) = self.seat_for_invitee(room, invitee(None)) {
            return refused(refusal);
        }
        let event = LearnerInvited {
            invitation: new,
            program: target.program_id,
            contract: target.contract_id,
            sent: target.send,
            expires_at,
        };
        let again = former.is_some() || earlier.is_some();
        JudgedRow {
            result: if again {
                InvitedAgain { invitation: new }.into()
            } else {
                Invited { invitation: new }.into()
            },
            effect: Some((event.into(), personal(new))),
        }
    }

    /// Counts an open invitation for its contract and program, or counts it no longer.
    pub(crate) fn count_invitation(&mut self, handle: u32, add: bool) {
        let invitation = *self.invitations.at(handle);
        let open = self.latest.map_or(invitation.status.is_open(), |at| invitation.is_open(at));
        if !open {
            return;
        }
        let change = if add { increment } else { decrement };
        if let Some(contract) = self.contract_mut(invitation.contract) {
            change(&mut contract.open_invitations);
        }
        if let Some(program) = self.program_mut(invitation.program) {
            change(&mut program.open_invitations);
            if let Some(tally) = program.tally_of(invitation.contract) {
                change(&mut tally.invited);
            }
        }
        if let Some(expires_at) = invitation.expires_at.get() {
            let key = (expires_at, invitation.program, invitation.contract);
            let count = self.expiries.entry(key).or_default();
            change(count);
            if *count == 0 {
                self.expiries.remove(&key);
            }
        }
    }

    /// Lets time pass for open invitations: those that have expired are counted no longer.
    pub(crate) fn expire_invitations(&mut self, at: Timestamp) {
        while let Some(entry) = self.expiries.first_entry() {
            if entry.key().0 > at {
                break;
            }
            let ((_, program, contract), count) = entry.remove_entry();
            if let Some(program) = self.program_mut(program) {
                program.open_invitations = program.open_invitations.saturating_sub(count);
                if let Some(tally) = program.tally_of(contract) {
                    tally.invited = tally.invited.saturating_sub(count);
                }
            }
            if let Some(contract) = self.contract_mut(contract) {
                contract.open_invitations = contract.open_invitations.saturating_sub(count);
            }
        }
    }

    /// Invitations that expire after the latest commit and by an instant, of the programs and contracts asked for.
    pub(crate) fn expired_between_commits(&self, at: Timestamp, counts: impl Fn(u16, u16) -> bool) -> u32 {
        self.expiries
            .range(..=(at, u16::MAX, u16::MAX))
            .filter(|((_, program, contract), _)| counts(*program, *contract))
            .fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }

    /// Takes a step of an invitation's life.
    pub(crate) fn step_invitation(
        &mut self,
        id: InvitationId,
        step: Step,
        change: impl FnOnce(&mut Invitation),
    ) {
        let Some(handle) = self.find_invitation(id) else {
            return;
        };
        self.count_invitation(handle, false);
        let invitation = self.invitations.at_mut(handle);
        if let Some(status) = invitation.status.after(step) {
            invitation.status = status;
        }
        change(invitation);
        self.count_invitation(handle, true);
    }

    pub(crate) fn check_step(&self, id: InvitationId, step: Step) -> Result<(), ApplyError> {
        let handle = self.find_invitation(id);
        ApplyError::unless(
            handle.is_some_and(|handle| self.invitations.at(handle).status.after(step).is_some()),
            "an invitation's step",
        )
    }

    pub(crate) fn check_learner_invited(&self, event: &LearnerInvited) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.find_invitation(event.invitation).is_none()
                && self.program_handle(event.program).is_some()
                && self.contract_handle(event.contract).is_some()
                && u64::from(self.invitations.len()) < RECORDS_LIMIT,
            "a new invitation",
        )
    }

    pub(crate) fn apply_learner_invited(&mut self, event: &LearnerInvited, at: Timestamp) {
        let (Some(program), Some(contract)) =
            (self.program_handle(event.program), self.contract_handle(event.contract))
        else {
            return;
        };
        let sent = event.sent;
        let handle = self.invitations.push(Invitation {
            id: event.invitation,
            status: if sent { InvitationStatus::Sent } else { InvitationStatus::Created },
            program,
            contract,
            person: NONE,
            membership: NONE,
            accepted_before: NONE,
            program_before: NONE,
            invited_before: NONE,
            created_at: at.into(),
            sent_at: if sent { at.into() } else { Moment::NONE },
            expires_at: event.expires_at.into(),
        });
        let hash = self.indexes.hashing.id(event.invitation.as_u128());
        self.indexes.invitations.insert(hash, handle);
        self.chain_invitation(handle);
        self.count_invitation(handle, true);
    }

    /// Lets an invitation be found as its program's latest.
    pub(crate) fn chain_invitation(&mut self, handle: u32) {
        let program = self.invitations.at(handle).program;
        if let Some(program) = self.program_mut(program) {
            let before = core::mem::replace(&mut program.invitation, handle);
            self.invitations.at_mut(handle).program_before = before;
        }
    }

    pub(crate) fn check_invitation_updated(&self, event: &InvitationUpdated) -> Result<(), ApplyError> {
        ApplyError::unless(self.contract_handle(event.contract).is_some(), "an invitation's contract")?;
        self.check_step(event.invitation, Step::Update { sent: event.sent })
    }

    pub(crate) fn apply_invitation_updated(&mut self, event: &InvitationUpdated, at: Timestamp) {
        let Some(contract) = self.contract_handle(event.contract) else {
            return;
        };
        let (sent, expires_at) = (event.sent, event.expires_at);
        self.step_invitation(event.invitation, Step::Update { sent }, |invitation| {
            invitation.contract = contract;
            invitation.expires_at = expires_at.into();
            if sent {
                invitation.sent_at = at.into();
            }
        });
    }

    pub(crate) fn apply_invitation_resent(&mut self, event: &InvitationResent, at: Timestamp) {
        let expires_at = event.expires_at;
        self.step_invitation(event.invitation, Step::Resend, |invitation| {
            invitation.sent_at = at.into();
            invitation.expires_at = expires_at.into();
        });
    }
}

/// Rows of people to invite, and how.
pub(crate) struct Import<'a> {
    pub(crate) import: crate::ImportId,
    pub(crate) program: ProgramId,
    pub(crate) contract: ContractId,
    pub(crate) rows: &'a [InvitationRow],
    pub(crate) send: bool,
}

impl<'a> Import<'a> {
    fn of(command: &'a InviteLearners) -> Self {
        Self {
            import: command.import,
            program: command.program,
            contract: command.contract,
            rows: &command.rows,
            send: command.send,
        }
    }
}

/// What is the same for all rows of an invitation.
struct InvitationTarget {
    program_id: ProgramId,
    contract_id: ContractId,
    program: u16,
    contract: u16,
    send: bool,
    at: Timestamp,
}

/// Refuses the whole command for its refused rows, if it was to do all or nothing (`INV-4`).
pub(crate) fn refuse_rows(rows: &[RowOutcome], mode: BulkMode, verdict: &mut Verdict) -> Result<(), Stop> {
    if mode == BulkMode::SkipInvalid {
        return Ok(());
    }
    let refusals: Vec<RefusedRow> = rows
        .iter()
        .filter_map(|row| match &row.result {
            RowResult::RowRefused(refused) => {
                Some(RefusedRow { line: row.line, refusal: refused.refusal.clone() })
            }
            _ => None,
        })
        .collect();
    let Some(first) = refusals.first() else {
        return Ok(());
    };
    verdict.refuse(Refusal::RowsRefused {
        rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        refused: u64::try_from(refusals.len()).unwrap_or(u64::MAX),
        first_line: first.line,
        refusals,
    })
}

pub(crate) fn preview_of(rows: Vec<RowOutcome>) -> ImportPreview {
    let refused = rows.iter().filter(|row| matches!(row.result, RowResult::RowRefused(_))).count();
    let preview = fingerprint(rows.as_slice());
    ImportPreview { rows, refused: u64::try_from(refused).unwrap_or(u64::MAX), preview }
}

/// A fingerprint of what rows, or a whole plan, lead to.
pub(crate) fn fingerprint(rows: &(impl Serialize + ?Sized)) -> Preview {
    let print = crate::commit::Fingerprint::of_value(crate::ImportId::from_u128(0), &rows);
    Preview { high: print.a, low: print.b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inv_1_the_whole_cross_product_of_status_and_step() {
        use InvitationStatus as S;
        let steps = [
            Step::Update { sent: false },
            Step::Update { sent: true },
            Step::Resend,
            Step::Accept,
            Step::Remove,
            Step::Decline,
            Step::Bounce,
        ];
        let table: [(S, [Option<S>; 7]); 7] = [
            (
                S::Created,
                [
                    Some(S::Created),
                    Some(S::Sent),
                    Some(S::Sent),
                    Some(S::Accepted),
                    Some(S::Removed),
                    Some(S::Declined),
                    Some(S::Bounced),
                ],
            ),
            (
                S::Sent,
                [
                    Some(S::Sent),
                    Some(S::Sent),
                    Some(S::Sent),
                    Some(S::Accepted),
                    Some(S::Removed),
                    Some(S::Declined),
                    Some(S::Bounced),
                ],
            ),
            (
                S::Bounced,
                [
                    Some(S::Bounced),
                    Some(S::Sent),
                    Some(S::Sent),
                    Some(S::Accepted),
                    Some(S::Removed),
                    Some(S::Declined),
                    Some(S::Bounced),
                ],
            ),
            (S::Accepted, [None; 7]),
            (S::Declined, [None; 7]),
            (S::Removed, [None; 7]),
            (S::Expired, [None; 7]),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (status, expected) in table {
            for (step, expected) in steps.into_iter().zip(expected) {
                assert_eq!(status.after(step), expected, "{status:?} {step:?}");
            }
        }
    }
}
