//! Programs (`PRG-1`, `ENR-4`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::catalog::{id_in_use, room};
use crate::command::{Banner, CreateProgram, RemoveProgram, UpdateProgram};
use crate::commit::Warning;
use crate::event::{ProgramCreated, ProgramUpdated, ProgramWasRemoved};
use crate::invitation::Step;
use crate::ledger::{ActorHandle, Movement};
use crate::register::{ApplyError, Register};
use crate::store::{Moment, NONE, decrement, increment};
use crate::text::{check_label, check_name, check_slug, check_url};
use crate::totals::Totals;
use crate::verdict::{Effects, Judged, Stop, Verdict, text};
use crate::whitelist::Whitelist;
use crate::{ProgramId, ProgramPolicies, Refusal, SettingRule, Timestamp};

/// Programs that a register holds at most.
pub const PROGRAMS_LIMIT: usize = 65_000;
/// The largest course enrollment limit (`PRG-1`).
pub const COURSE_LIMIT_MAX: u16 = 9_999;
/// The width and height, in pixels, at which a banner looks best (`PRG-1`).
pub const BANNER_SIZE: (u32, u32) = (960, 300);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Program {
    pub(crate) id: ProgramId,
    pub(crate) name: Box<str>,
    pub(crate) slug: Box<str>,
    pub(crate) url: Box<str>,
    pub(crate) tagline: Box<str>,
    pub(crate) banner: Option<Banner>,
    pub(crate) course_limit: Option<u16>,
    pub(crate) policies: ProgramPolicies,
    pub(crate) removed: bool,
    pub(crate) whitelist: Whitelist,
    /// Open invitations, those that expired after the latest commit included.
    #[serde(skip)]
    pub(crate) open_invitations: u32,
    /// The latest membership; each names the one before.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) membership: u32,
    /// The latest invitation; each names the one before.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) invitation: u32,
    /// Members and open invitations by the contract they consume from.
    #[serde(skip)]
    pub(crate) tallies: Vec<Tally>,
    /// What its members and former ones have done in all.
    #[serde(skip)]
    pub(crate) totals: Totals,
}

/// Members of a program under one contract, and how far they are; and whom it invites under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) contract: u16,
    pub(crate) joined: u32,
    /// With at least one current course enrollment (`ENR-4`).
    pub(crate) enrolled: u32,
    /// With at least one completed course.
    pub(crate) completed: u32,
    /// Open invitations, those that expired after the latest commit included.
    pub(crate) invited: u32,
}

impl Program {
    pub(crate) fn tally_of(&mut self, contract: u16) -> Option<&mut Tally> {
        match self.tallies.iter().position(|tally| tally.contract == contract) {
            Some(position) => self.tallies.get_mut(position),
            None => {
                self.tallies.push(Tally { contract, ..Tally::default() });
                self.tallies.last_mut()
            }
        }
    }

    /// Counts a member, or counts one no longer.
    pub(crate) fn tally(&mut self, contract: u16, enrolled: bool, completed: bool, add: bool) {
        let Some(tally) = self.tally_of(contract) else { return };
        let change = if add { increment } else { decrement };
        change(&mut tally.joined);
        if enrolled {
            change(&mut tally.enrolled);
        }
        if completed {
            change(&mut tally.completed);
        }
    }
}

impl Register {
    pub(crate) fn program_handle(&self, program: ProgramId) -> Option<u16> {
        self.indexes.programs.get(&program).copied()
    }

    pub(crate) fn program(&self, handle: u16) -> Option<&Program> {
        self.programs.get(usize::from(handle))
    }

    pub(crate) fn program_mut(&mut self, handle: u16) -> Option<&mut Program> {
        self.programs.get_mut(usize::from(handle))
    }

    /// The program of an id that has not been removed, or a stop.
    pub(crate) fn open_program(&self, program: ProgramId, verdict: &mut Verdict) -> Result<u16, Stop> {
        let Some(handle) = self.program_handle(program) else {
            return Err(verdict.stop(Refusal::UnknownProgram { program }));
        };
        if self.program(handle).is_some_and(|found| found.removed) {
            verdict.refuse(Refusal::ProgramRemoved { program })?;
        }
        Ok(handle)
    }

    pub(crate) fn judge_create_program(&self, command: &CreateProgram, verdict: &mut Verdict) -> Judged {
        if self.program_handle(command.program).is_some() {
            verdict.refuse(id_in_use("program", command.program))?;
        }
        verdict.check(room("programs", self.programs.len(), PROGRAMS_LIMIT))?;
        let slug = text(SettingRule::Prg1, "slug", check_slug(&command.slug));
        let url = text(SettingRule::Prg1, "url", check_url(&command.url));
        if self.indexes.program_slugs.contains_key(&command.slug) {
            verdict.refuse(Refusal::SlugInUse { slug: command.slug.clone() })?;
        }
        let settings = Settings {
            name: &command.name,
            tagline: &command.tagline,
            banner: command.banner.as_ref(),
            course_limit: command.course_limit,
        };
        let (name, tagline, warnings) = settings.judge(verdict)?;
        let mut effects = Effects::from(ProgramCreated {
            program: command.program,
            name,
            slug: verdict.require(slug)?,
            url: verdict.require(url)?,
            tagline,
            banner: command.banner.clone(),
            course_limit: command.course_limit,
            policies: command.policies.unwrap_or_default(),
        });
        effects.warnings = warnings;
        Ok(effects)
    }

    pub(crate) fn judge_update_program(&self, command: &UpdateProgram, verdict: &mut Verdict) -> Judged {
        self.open_program(command.program, verdict)?;
        let settings = Settings {
            name: &command.name,
            tagline: &command.tagline,
            banner: command.banner.as_ref(),
            course_limit: command.course_limit,
        };
        let (name, tagline, warnings) = settings.judge(verdict)?;
        let mut effects = Effects::from(ProgramUpdated {
            program: command.program,
            name,
            tagline,
            banner: command.banner.clone(),
            course_limit: command.course_limit,
        });
        effects.warnings = warnings;
        Ok(effects)
    }

    pub(crate) fn judge_remove_program(&self, command: &RemoveProgram, verdict: &mut Verdict) -> Judged {
        self.open_program(command.program, verdict)?;
        Ok(ProgramWasRemoved { program: command.program }.into())
    }

    /// Open invitations to a program, without those that have expired by then.
    pub(crate) fn open_program_invitations(&self, handle: u16, at: Timestamp) -> u32 {
        let stored = self.program(handle).map_or(0, |program| program.open_invitations);
        stored.saturating_sub(self.expired_between_commits(at, |program, _| program == handle))
    }

    pub(crate) fn check_program_created(&self, event: &ProgramCreated) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.program_handle(event.program).is_none()
                && !self.indexes.program_slugs.contains_key(&event.slug)
                && self.programs.len() < PROGRAMS_LIMIT,
            "a new program",
        )
    }

    pub(crate) fn apply_program_created(&mut self, event: &ProgramCreated) {
        let handle = u16::try_from(self.programs.len()).unwrap_or(u16::MAX);
        self.indexes.programs.insert(event.program, handle);
        self.indexes.program_slugs.insert(event.slug.clone(), handle);
        self.programs.push(Program {
            id: event.program,
            name: event.name.clone(),
            slug: event.slug.clone(),
            url: event.url.clone(),
            tagline: event.tagline.clone(),
            banner: event.banner.clone(),
            course_limit: event.course_limit,
            policies: event.policies,
            removed: false,
            whitelist: Whitelist::default(),
            open_invitations: 0,
            membership: NONE,
            invitation: NONE,
            tallies: Vec::new(),
            totals: Totals::default(),
        });
    }

    pub(crate) fn check_program_removed(&self, event: &ProgramWasRemoved) -> Result<(), ApplyError> {
        let found = self.program_handle(event.program).and_then(|handle| self.program(handle));
        ApplyError::unless(found.is_some_and(|program| !program.removed), "a removed program")
    }

    /// Ends every membership and every open invitation of a program, in the order of joining and of inviting. Nobody can
    /// come back, so that every seat of the program is free again, whatever the contract's policies say of seats of those
    /// who leave, and no cap counts it. Contracts that have ended stay as they are.
    pub(crate) fn apply_program_removed(
        &mut self,
        event: &ProgramWasRemoved,
        at: Timestamp,
        by: ActorHandle,
        version: u16,
    ) {
        let Some(handle) = self.program_handle(event.program) else { return };
        let Some(program) = self.program_mut(handle) else { return };
        program.removed = true;
        let (membership, invitation) = (program.membership, program.invitation);
        let mut members = Vec::new();
        let mut next = membership;
        while let Some(found) = self.memberships.get(next) {
            members.push(next);
            next = found.program_before;
        }
        for membership in members.into_iter().rev() {
            // Whose contract has lapsed is no member any more, though nobody removed them.
            self.memberships.at_mut(membership).audits = self.is_current(membership, at);
            let is_member = self.memberships.at(membership).removed_at == Moment::NONE;
            if version > 1 {
                self.end_for_good(membership, is_member, at, by);
            } else if is_member {
                // Commits of the first version removed members one by one.
                self.end_membership(membership, false, at, by);
            }
        }
        let mut next = invitation;
        while let Some(found) = self.invitations.get(next) {
            let id = found.id;
            next = found.program_before;
            self.step_invitation(id, Step::Remove, |_| {});
        }
    }

    fn end_for_good(&mut self, membership: u32, is_member: bool, at: Timestamp, by: ActorHandle) {
        let found = *self.memberships.at(membership);
        let contract = self.contract(found.contract);
        let ends_at = contract.map_or(at, |contract| contract.ends_at);
        let lapsed = is_member && contract.is_some_and(|contract| contract.has_lapsed(at));
        if is_member {
            self.tally_membership(membership, false);
            let before = self.seat_use(membership, found.contract);
            let ended = self.memberships.at_mut(membership);
            ended.removed_at = if lapsed { ends_at } else { at }.into();
            ended.allow_return = false;
            ended.seat &= lapsed;
            self.enter_seat(membership, found.contract, before, Movement::ProgramRemoved, at, by);
        } else if found.seat && at < ends_at {
            let before = self.seat_use(membership, found.contract);
            self.memberships.at_mut(membership).seat = false;
            self.enter_seat(membership, found.contract, before, Movement::ProgramRemoved, at, by);
        }
        for contract in (0_u16..).take(self.contracts.len()) {
            let is_retained = self.contract(contract).is_some_and(|contract| {
                at < contract.ends_at && contract.retained.contains_key(&(found.learner, found.program))
            });
            if is_retained {
                let before = self.seat_use(membership, contract);
                if let Some(contract) = self.contract_mut(contract) {
                    contract.retained.remove(&(found.learner, found.program));
                }
                self.enter_seat(membership, contract, before, Movement::ProgramRemoved, at, by);
            }
        }
    }

    pub(crate) fn apply_program_updated(&mut self, event: &ProgramUpdated) {
        let handle = self.program_handle(event.program);
        if let Some(program) = handle.and_then(|handle| self.program_mut(handle)) {
            program.name = event.name.clone();
            program.tagline = event.tagline.clone();
            program.banner = event.banner.clone();
            program.course_limit = event.course_limit;
        }
    }
}

/// A checked name and tagline, and what deserves a look.
type Checked = (Box<str>, Box<str>, Vec<Warning>);

/// What may change of a program.
struct Settings<'a> {
    name: &'a str,
    tagline: &'a str,
    banner: Option<&'a Banner>,
    course_limit: Option<u16>,
}

impl Settings<'_> {
    fn judge(&self, verdict: &mut Verdict) -> Result<Checked, Stop> {
        let name = text(SettingRule::Prg1, "name", check_name(self.name));
        let tagline = text(SettingRule::Prg1, "tagline", check_label(self.tagline));
        if let Some(limit) = self.course_limit.filter(|limit| !(1..=COURSE_LIMIT_MAX).contains(limit)) {
            verdict.refuse(Refusal::LimitOutOfRange { limit })?;
        }
        let mut warnings = Vec::new();
        if let Some(banner) = self.banner {
            verdict.check(text(SettingRule::Prg1, "banner", check_url(&banner.url)).map(drop))?;
            if (banner.width, banner.height) != BANNER_SIZE {
                warnings.push(Warning::BannerSize);
            }
        }
        Ok((verdict.require(name)?, verdict.require(tagline)?, warnings))
    }
}
