//! Snapshots: a register as bytes, and back (`API-3`).
//!
//! A snapshot holds the records and nothing that follows from them: indexes, chains and counters are built anew,
//! so that a damaged or forged snapshot cannot make them disagree. Equal registers give equal bytes.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::administrator::Administrators;
use crate::authority::Rights;
use crate::catalog::{CATALOG_LIMIT, Catalog, Item};
use crate::catalog_detail::Details;
use crate::contract::{CONTRACTS_LIMIT, Contract};
use crate::contract_renewal::Renewals;
use crate::enrollment::{Enrollment, NO_SOURCE};
use crate::invitation::{Invitation, InvitationStatus};
use crate::membership::{Learner, Membership};
use crate::organization::{Organization, Settings};
use crate::person::Profile;
use crate::program::{PROGRAMS_LIMIT, Program};
use crate::receipt::Receipts;
use crate::register::{ApplyError, Register};
use crate::store::{Counts, Hashing, Moment, NONE, Pages, People};
use crate::totals::Totals;

/// The version of the form in which snapshots are written. Older ones are always readable (`API-3`).
pub const SNAPSHOT_VERSION: u16 = 3;

const MAGIC: [u8; 8] = *b"matricul";
const HEADER: usize = 14;

/// How many records ahead of the one at work memory is asked for, when indexes are built.
const AHEAD: u32 = 16;

/// Why a snapshot was not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The bytes are no snapshot of a register.
    #[error("these bytes are no snapshot of a register")]
    NotASnapshot,
    /// The snapshot has a form that this version of the library does not know.
    #[error(
        "the snapshot has version `{version}`, this library reads up to `{SNAPSHOT_VERSION}`; use a newer one"
    )]
    UnknownVersion {
        /// The snapshot's version.
        version: u16,
    },
    /// The bytes were cut off or changed.
    #[error("the snapshot is damaged; restore it from a good copy")]
    Damaged,
    /// The records do not agree with each other.
    #[error("the snapshot does not hold together at {what}; restore it from a good copy")]
    Inconsistent {
        /// What was looked at.
        what: &'static str,
    },
}

impl RestoreError {
    /// The stable code, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotASnapshot => "not_a_snapshot",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::Damaged => "damaged_snapshot",
            Self::Inconsistent { .. } => "inconsistent_snapshot",
        }
    }
}

impl From<ApplyError> for RestoreError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Inconsistent { what } => Self::Inconsistent { what },
            _ => Self::Damaged,
        }
    }
}

#[derive(Serialize)]
struct Stored<'a> {
    organization: &'a Option<Organization>,
    latest: Option<Timestamp>,
    sequence: u64,
    contracts: &'a [Contract],
    programs: &'a [Program],
    catalog: &'a Catalog,
    administrators: &'a Administrators,
    people: &'a People,
    profiles: &'a BTreeMap<u32, Box<Profile>>,
    learners: &'a Pages<Learner>,
    memberships: &'a Pages<Membership>,
    invitations: &'a Pages<Invitation>,
    enrollments: &'a Pages<Enrollment>,
    receipts: &'a Receipts,
}

#[derive(Deserialize)]
struct Restored {
    organization: Option<Organization>,
    latest: Option<Timestamp>,
    sequence: u64,
    contracts: Vec<Contract>,
    programs: Vec<Program>,
    catalog: Catalog,
    administrators: Administrators,
    people: People,
    profiles: BTreeMap<u32, Box<Profile>>,
    learners: Pages<Learner>,
    memberships: Pages<Membership>,
    invitations: Pages<Invitation>,
    enrollments: Pages<Enrollment>,
    receipts: Receipts,
}

/// What version 2 has behind the records of version 1. What belongs to a record that is stored there names it by handle,
/// in order.
#[derive(Serialize)]
struct Additions<'a> {
    settings: Option<&'a Settings>,
    courses: Vec<(u32, &'a Details)>,
    specializations: Vec<(u32, &'a Details)>,
    lessons: &'a Counts,
    unlisted: &'a BTreeSet<u32>,
    renewals: &'a Renewals,
    reuse_limits: &'a BTreeMap<u16, u32>,
    rights: &'a Rights,
}

/// What version 3 has behind that.
#[derive(Serialize)]
struct Later<'a> {
    /// The memberships that were ended by their program's removal.
    audits: Vec<u32>,
    enrolled_again: &'a BTreeMap<u32, Moment>,
    /// What contracts sold before, until when.
    sold_until: Vec<(u32, &'a [(Timestamp, u32)])>,
    raised: BTreeMap<u16, (u32, u32)>,
}

#[derive(Deserialize)]
struct RestoredAdditions {
    settings: Option<Settings>,
    courses: Vec<(u32, Details)>,
    specializations: Vec<(u32, Details)>,
    lessons: Counts,
    unlisted: BTreeSet<u32>,
    renewals: Renewals,
    reuse_limits: BTreeMap<u16, u32>,
    rights: Rights,
}

#[derive(Deserialize)]
struct RestoredLater {
    audits: Vec<u32>,
    enrolled_again: BTreeMap<u32, Moment>,
    sold_until: Vec<(u32, Vec<(Timestamp, u32)>)>,
    raised: BTreeMap<u16, (u32, u32)>,
}

/// What versions from one on have behind what came before, and what is behind that.
fn since<'b, T: Deserialize<'b>>(
    first: u16,
    version: u16,
    bytes: &'b [u8],
) -> Result<(Option<T>, &'b [u8]), RestoreError> {
    if version < first {
        return Ok((None, bytes));
    }
    let (found, rest) = postcard::take_from_bytes(bytes).map_err(|_| RestoreError::Damaged)?;
    Ok((Some(found), rest))
}

/// What is known of some of many, by handle.
fn known<'a>(details: impl Iterator<Item = &'a Details>) -> Vec<(u32, &'a Details)> {
    (0_u32..).zip(details).filter(|(_, details)| **details != Details::default()).collect()
}

impl RestoredAdditions {
    /// Puts settings and descriptions where they belong.
    fn put(&mut self, register: &mut Register) -> Result<(), ApplyError> {
        let settings = self.settings.take();
        ApplyError::unless(settings.is_some() == register.organization.is_some(), "the settings")?;
        if let Some(organization) = &mut register.organization {
            organization.settings = settings.unwrap_or_default();
        }
        for (handle, details) in core::mem::take(&mut self.courses) {
            let course = register.catalog.courses.get_mut(handle as usize);
            course.ok_or(ApplyError::Inconsistent { what: "a course's description" })?.details = details;
        }
        for (handle, details) in core::mem::take(&mut self.specializations) {
            let found = register.catalog.specializations.get_mut(handle as usize);
            let found = found.ok_or(ApplyError::Inconsistent { what: "a specialization's description" })?;
            found.details = details;
        }
        ApplyError::unless(self.lessons.is_sound(register.enrollments.len()), "the lessons")?;
        let known = self.unlisted.last().is_none_or(|last| *last < register.learners.len());
        ApplyError::unless(known, "a learner who is not named")
    }
}

impl RestoredLater {
    /// Puts it where it belongs.
    fn put(self, register: &mut Register) -> Result<(), ApplyError> {
        for (handle, sold) in self.sold_until {
            let known = register.contracts.get_mut(handle as usize);
            let contract =
                known.filter(|found| found.sold().is_some() && sold.is_sorted_by_key(|(until, _)| *until));
            contract.ok_or(ApplyError::Inconsistent { what: "what a contract sold" })?.sold_until = sold;
        }
        register.renewals.set_raised(self.raised)?;
        let again = self.enrolled_again.iter().all(|(handle, at)| {
            register.enrollments.get(*handle).is_some_and(|found| found.enrolled_at <= *at)
        });
        ApplyError::unless(again, "an enrollment that was made again")?;
        register.enrolled_again = self.enrolled_again;
        ApplyError::unless(self.audits.is_sorted_by(|one, next| one < next), "a member who may look")?;
        register.let_audit(&self.audits)
    }
}

impl Register {
    /// The register as bytes: a header with version and checksum, and the records.
    ///
    /// ```
    /// use matricula::Register;
    ///
    /// let register = Register::new();
    /// let bytes = register.snapshot();
    /// assert_eq!(Register::restore(&bytes).unwrap().snapshot(), bytes);
    /// assert_eq!(Register::restore(&bytes[1..]).unwrap_err().code(), "not_a_snapshot");
    /// ```
    pub fn snapshot(&self) -> Vec<u8> {
        let stored = Stored {
            organization: &self.organization,
            latest: self.latest,
            sequence: self.sequence,
            contracts: &self.contracts,
            programs: &self.programs,
            catalog: &self.catalog,
            administrators: &self.administrators,
            people: &self.people,
            profiles: &self.profiles,
            learners: &self.learners,
            memberships: &self.memberships,
            invitations: &self.invitations,
            enrollments: &self.enrollments,
            receipts: &self.receipts,
        };
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        let additions = Additions {
            settings: self.organization.as_ref().map(|organization| &organization.settings),
            courses: known(self.catalog.courses.iter().map(|course| &course.details)),
            specializations: known(self.catalog.specializations.iter().map(|found| &found.details)),
            lessons: &self.lessons,
            unlisted: &self.unlisted,
            renewals: &self.renewals,
            reuse_limits: &self.reuse_limits,
            rights: &self.rights,
        };
        let later = Later {
            audits: self.audits(),
            enrolled_again: &self.enrolled_again,
            sold_until: (0_u32..)
                .zip(self.contracts.iter().map(|contract| contract.sold_until.as_slice()))
                .filter(|(_, sold)| !sold.is_empty())
                .collect(),
            raised: self.renewals.raised(),
        };
        let bytes = postcard::to_extend(&stored, bytes).unwrap_or_default();
        let bytes = postcard::to_extend(&additions, bytes).unwrap_or_default();
        let mut bytes = postcard::to_extend(&later, bytes).unwrap_or_default();
        let sum = crc32fast::hash(bytes.get(HEADER..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(10..HEADER) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
        bytes
    }

    /// A register from the bytes of [`Self::snapshot`].
    ///
    /// # Errors
    ///
    /// A [`RestoreError`] for bytes that are no snapshot, of an unknown version, damaged, or at odds with themselves.
    pub fn restore(bytes: &[u8]) -> Result<Self, RestoreError> {
        let (header, records) = bytes.split_first_chunk::<HEADER>().ok_or(RestoreError::NotASnapshot)?;
        let [m0, m1, m2, m3, m4, m5, m6, m7, v0, v1, s0, s1, s2, s3] = *header;
        if [m0, m1, m2, m3, m4, m5, m6, m7] != MAGIC {
            return Err(RestoreError::NotASnapshot);
        }
        let version = u16::from_le_bytes([v0, v1]);
        if !(1..=SNAPSHOT_VERSION).contains(&version) {
            return Err(RestoreError::UnknownVersion { version });
        }
        if crc32fast::hash(records) != u32::from_le_bytes([s0, s1, s2, s3]) {
            return Err(RestoreError::Damaged);
        }
        let (restored, rest) =
            postcard::take_from_bytes::<Restored>(records).map_err(|_| RestoreError::Damaged)?;
        let (additions, rest) = since::<RestoredAdditions>(2, version, rest)?;
        let (later, rest) = since::<RestoredLater>(3, version, rest)?;
        if !rest.is_empty() {
            return Err(RestoreError::Damaged);
        }
        let mut register = Self {
            organization: restored.organization,
            latest: restored.latest,
            sequence: restored.sequence,
            contracts: restored.contracts,
            programs: restored.programs,
            catalog: restored.catalog,
            administrators: restored.administrators,
            people: restored.people,
            profiles: restored.profiles,
            learners: restored.learners,
            memberships: restored.memberships,
            invitations: restored.invitations,
            enrollments: restored.enrollments,
            receipts: restored.receipts,
            ..Self::default()
        };
        if let Some(mut additions) = additions {
            additions.put(&mut register)?;
            register.lessons = additions.lessons;
            register.unlisted = additions.unlisted;
            register.renewals = additions.renewals;
            register.reuse_limits = additions.reuse_limits;
            register.rights = additions.rights;
        }
        match later {
            Some(later) => later.put(&mut register)?,
            None => {
                let audits = register.audits_before_version_3();
                register.let_audit(&audits)?;
            }
        }
        register.rebuild()?;
        register.check_ledgers()?;
        Ok(register)
    }

    /// The memberships that were ended by their program's removal, in order.
    fn audits(&self) -> Vec<u32> {
        let found = (0_u32..).zip(self.memberships.iter()).filter(|(_, found)| found.audits);
        found.map(|(handle, _)| handle).collect()
    }

    /// Earlier versions did not say whom a program's removal made leave: those who left last.
    fn audits_before_version_3(&self) -> Vec<u32> {
        let mut last = alloc::vec![Moment::NONE; self.programs.len()];
        for found in self.memberships.iter() {
            if let Some(last) = last.get_mut(usize::from(found.program)) {
                *last = found.removed_at.max(*last);
            }
        }
        let audits = |found: &Membership| {
            let removed = self.program(found.program).is_some_and(|program| program.removed);
            let left_last = last.get(usize::from(found.program)) == Some(&found.removed_at);
            let lapsed = self
                .contract(found.contract)
                .zip(found.removed_at.get())
                .is_some_and(|(contract, at)| contract.has_lapsed(at));
            removed && left_last && found.removed_at != Moment::NONE && !found.allow_return && !lapsed
        };
        let found = (0_u32..).zip(self.memberships.iter()).filter(|(_, found)| audits(found));
        found.map(|(handle, _)| handle).collect()
    }

    /// Lets former members of removed programs look at their courses.
    fn let_audit(&mut self, memberships: &[u32]) -> Result<(), ApplyError> {
        for handle in memberships {
            let found = self.memberships.get(*handle);
            let good = found.is_some_and(|found| {
                found.removed_at != Moment::NONE
                    && self.program(found.program).is_some_and(|program| program.removed)
            });
            ApplyError::unless(good, "a member who may look")?;
            self.memberships.at_mut(*handle).audits = true;
        }
        Ok(())
    }

    /// Builds everything that follows from the records.
    fn rebuild(&mut self) -> Result<(), ApplyError> {
        let bad = |what| Err(ApplyError::Inconsistent { what });
        if let Some(organization) = &self.organization {
            self.indexes.hashing = Hashing::seeded(organization.id.as_u128());
        }
        if self.contracts.len() > CONTRACTS_LIMIT || self.programs.len() > PROGRAMS_LIMIT {
            return bad("the number of contracts or programs");
        }
        for (handle, contract) in (0_u16..).zip(&mut self.contracts) {
            contract.seats.rebuild();
            contract.units.rebuild();
            if self.indexes.contracts.insert(contract.id, handle).is_some() {
                return bad("a contract's id");
            }
        }
        for (handle, program) in (0_u16..).zip(&self.programs) {
            let taken = self.indexes.program_slugs.insert(program.slug.clone(), handle).is_some();
            if self.indexes.programs.insert(program.id, handle).is_some() || taken {
                return bad("a program's id or slug");
            }
        }
        self.renewals.rebuild(self.contracts.len(), self.latest)?;
        if self.reuse_limits.keys().any(|contract| usize::from(*contract) >= self.contracts.len()) {
            return bad("a contract's limit of reused seats");
        }
        self.catalog.rebuild(self.programs.len())?;
        self.receipts.rebuild();
        self.rebuild_administrators()?;
        self.rebuild_learners()?;
        self.rebuild_enrollments()?;
        self.rebuild_invitations()?;
        let contracts = u16::try_from(self.contracts.len()).unwrap_or(u16::MAX);
        if self.whitelisted_contracts().iter().any(|contract| *contract >= contracts) {
            return bad("a whitelisted domain's contract");
        }
        let retained = self.contracts.iter().flat_map(|contract| contract.retained.keys());
        for (learner, program) in retained {
            if self.membership_of(*learner, *program).is_none() {
                return bad("a retained seat's learner");
            }
        }
        if self.profiles.keys().any(|learner| *learner >= self.learners.len()) {
            return bad("a profile's learner");
        }
        self.rebuild_seats()
    }

    fn rebuild_administrators(&mut self) -> Result<(), ApplyError> {
        let mut known = BTreeMap::new();
        let mut of_organization = 0_u32;
        for (handle, found) in (0_u32..).zip(&self.administrators.list) {
            let good = known.insert(found.id, handle).is_none()
                && found.programs.iter().all(|program| usize::from(*program) < self.programs.len())
                && (found.person == NONE || self.people.try_get(found.person).is_some());
            ApplyError::unless(good, "an administrator")?;
            of_organization = of_organization.saturating_add(found.organization.into());
        }
        self.administrators.by_id = known;
        self.administrators.of_organization = of_organization;
        Ok(())
    }

    fn rebuild_learners(&mut self) -> Result<(), ApplyError> {
        let count = self.learners.len();
        self.indexes.learners.reserve(count as usize);
        self.indexes.emails.reserve(count as usize);
        for handle in 0..count {
            if let Some(ahead) = self.learners.get(handle.saturating_add(AHEAD)) {
                let hashing = &self.indexes.hashing;
                self.indexes.learners.touch(hashing.id(ahead.id.as_u128()));
                self.indexes.emails.touch(hashing.email(None, self.people.email(ahead.person)));
            }
            let learner = *self.learners.at(handle);
            ApplyError::unless(self.find_learner(learner.id).is_none(), "a learner's id")?;
            let known = learner.person == NONE || self.people.try_get(learner.person).is_some();
            ApplyError::unless(known, "a learner's person")?;
            self.learners.at_mut(handle).membership = NONE;
            let hash = self.indexes.hashing.id(learner.id.as_u128());
            self.indexes.learners.insert(hash, handle);
            let address = self.people.email(learner.person);
            let taken = !address.is_empty() && self.find_learner_by_email(address).is_some();
            ApplyError::unless(!taken, "two accounts with one email")?;
            self.index_learner_email(handle);
        }
        let (contracts, programs) = (self.contracts.len(), self.programs.len());
        for handle in 0..self.memberships.len() {
            let found = *self.memberships.at(handle);
            let good = usize::from(found.contract) < contracts
                && usize::from(found.program) < programs
                && found.learner < count
                && found.joined_at != Moment::NONE
                && (found.invitation == NONE || found.invitation < self.invitations.len())
                && self.membership_of(found.learner, found.program).is_none();
            ApplyError::unless(good, "a membership")?;
            let before = self.learners.at(found.learner).membership;
            self.learners.at_mut(found.learner).membership = handle;
            let membership = self.memberships.at_mut(handle);
            membership.before = before;
            membership.enrollment = NONE;
            self.chain_membership(handle);
        }
        Ok(())
    }

    fn rebuild_enrollments(&mut self) -> Result<(), ApplyError> {
        self.indexes.enrollments.reserve(self.enrollments.len() as usize);
        for handle in 0..self.enrollments.len() {
            if let Some(ahead) = self.enrollments.get(handle.saturating_add(AHEAD)) {
                self.indexes.enrollments.touch(self.enrollment_hash(ahead.membership, ahead.item()));
            }
            let enrollment = *self.enrollments.at(handle);
            let item = enrollment.item();
            let known = match item {
                Item::Course(course) => self.catalog.course_at(course).is_some(),
                Item::Specialization(found) => self.catalog.specialization_at(found).is_some(),
            };
            let source = usize::from(enrollment.source);
            let good = known
                && enrollment.is_sound()
                && enrollment.membership < self.memberships.len()
                && usize::from(enrollment.contract) < self.contracts.len()
                && (enrollment.source == NO_SOURCE
                    || source < self.catalog.collections.len().min(CATALOG_LIMIT));
            ApplyError::unless(good, "an enrollment")?;
            ApplyError::unless(
                self.find_enrollment(enrollment.membership, item).is_none(),
                "an enrollment that is there twice",
            )?;
            self.index_enrollment(handle);
            self.count_enrollment(&enrollment, true);
            self.count_totals(handle, true);
            self.note_times(handle);
        }
        for handle in 0..self.memberships.len() {
            self.tally_membership(handle, true);
        }
        Ok(())
    }

    fn rebuild_invitations(&mut self) -> Result<(), ApplyError> {
        self.indexes.invitations.reserve(self.invitations.len() as usize);
        self.indexes.invited.reserve(self.invitations.len() as usize);
        for handle in 0..self.invitations.len() {
            let found = *self.invitations.at(handle);
            let accepted = found.status == InvitationStatus::Accepted;
            let good = usize::from(found.program) < self.programs.len()
                && usize::from(found.contract) < self.contracts.len()
                && found.created_at != Moment::NONE
                && (found.person == NONE || self.people.try_get(found.person).is_some())
                && accepted == self.memberships.get(found.membership).is_some()
                && (accepted || found.membership == NONE)
                && self.find_invitation(found.id).is_none();
            ApplyError::unless(good, "an invitation")?;
            let hash = self.indexes.hashing.id(found.id.as_u128());
            self.indexes.invitations.insert(hash, handle);
            self.index_invitee(handle);
            self.count_invitation(handle, true);
            self.chain_accepted(handle);
            self.chain_invitation(handle);
        }
        for handle in 0..self.memberships.len() {
            let accepted = self.invitations.get(self.memberships.at(handle).invitation);
            let good = accepted.is_none_or(|invitation| invitation.membership == handle);
            ApplyError::unless(good, "a membership's invitation")?;
        }
        Ok(())
    }

    /// Links an accepted invitation to those that its membership accepted besides.
    pub(crate) fn chain_accepted(&mut self, handle: u32) {
        let Some(membership) = self.memberships.get(self.invitations.at(handle).membership) else {
            return;
        };
        let latest = membership.invitation;
        if latest != handle && self.invitations.get(latest).is_some() {
            let before = core::mem::replace(&mut self.invitations.at_mut(latest).accepted_before, handle);
            self.invitations.at_mut(handle).accepted_before = before;
        }
    }

    /// Counts the utilized seats of every contract, and holds the occupied ones against the ledgers.
    fn rebuild_seats(&mut self) -> Result<(), ApplyError> {
        let counted = self.counted_seats();
        for (contract, (occupied, utilized)) in self.contracts.iter_mut().zip(counted) {
            ApplyError::unless(contract.seats.balance() == occupied, "a contract's seats")?;
            contract.utilized = utilized;
            let released = contract.seats.entries().iter().filter(|entry| entry.movement.releases());
            contract.released = u32::try_from(released.count()).unwrap_or(u32::MAX);
        }
        Ok(())
    }

    /// Holds every counter, ledger and limit against the records they come from (`CON-2`, `CON-6`).
    ///
    /// Deciding and applying keep all of it, and restoring builds it anew; this is for tests and the curious. It looks at
    /// everything, so its cost grows with the register.
    ///
    /// # Errors
    ///
    /// [`ApplyError::Inconsistent`] with what does not agree.
    pub fn check_invariants(&self) -> Result<(), ApplyError> {
        for (contract, (occupied, utilized)) in self.contracts.iter().zip(self.counted_seats()) {
            ApplyError::unless(contract.occupied() == occupied, "a contract's occupied seats")?;
            ApplyError::unless(contract.utilized == utilized, "a contract's utilized seats")?;
        }
        self.check_ledgers()?;
        self.check_tallies()
    }

    /// For each contract its seats that are occupied, and those of them that are utilized, counted anew.
    fn counted_seats(&self) -> Vec<(u32, u32)> {
        let mut counted = alloc::vec![(0_u32, 0_u32); self.contracts.len()];
        self.count_seats(|contract, is_utilized| {
            if let Some((occupied, utilized)) = counted.get_mut(usize::from(contract)) {
                *occupied = occupied.saturating_add(1);
                *utilized = utilized.saturating_add(is_utilized.into());
            }
        });
        counted
    }

    /// Holds the ledgers against themselves and against what was sold (`CON-2`, `CON-6`).
    fn check_ledgers(&self) -> Result<(), ApplyError> {
        for contract in &self.contracts {
            let good = contract.seats.is_consistent() && contract.units.is_consistent();
            ApplyError::unless(good, "a contract's ledger")?;
            ApplyError::unless(
                contract.seats_sold().is_none_or(|sold| contract.occupied() <= sold)
                    && contract.units_sold().is_none_or(|sold| contract.units.balance() <= sold),
                "a contract that sold more than it has",
            )?;
            let known = contract.seats.entries().iter().chain(contract.units.entries().iter()).all(|entry| {
                entry.learner < self.learners.len() && usize::from(entry.program) < self.programs.len()
            });
            ApplyError::unless(known, "a ledger's learner or program")?;
        }
        Ok(())
    }

    fn check_tallies(&self) -> Result<(), ApplyError> {
        let mut expected = alloc::vec![BTreeMap::<u16, [u32; 3]>::new(); self.programs.len()];
        for membership in self.memberships.iter() {
            if membership.removed_at == Moment::NONE
                && let Some(tallies) = expected.get_mut(usize::from(membership.program))
            {
                let [joined, enrolled, completed] = tallies.entry(membership.contract).or_default();
                *joined = joined.saturating_add(1);
                *enrolled = enrolled.saturating_add((membership.current > 0).into());
                *completed = completed.saturating_add((membership.completed > 0).into());
            }
        }
        for (program, expected) in self.programs.iter().zip(expected) {
            let found: BTreeMap<_, _> = program
                .tallies
                .iter()
                .filter(|tally| tally.joined > 0)
                .map(|tally| (tally.contract, [tally.joined, tally.enrolled, tally.completed]))
                .collect();
            ApplyError::unless(found == expected, "a program's figures")?;
        }
        let at = self.latest.unwrap_or(Timestamp::MIN);
        let mut invited = BTreeMap::<(u16, u16), u32>::new();
        for invitation in self.invitations.iter().filter(|invitation| invitation.is_open(at)) {
            let count = invited.entry((invitation.program, invitation.contract)).or_default();
            *count = count.saturating_add(1);
        }
        let tallied = (0_u16..).zip(&self.programs).flat_map(|(handle, program)| {
            let tallies = program.tallies.iter().filter(|tally| tally.invited > 0);
            tallies.map(move |tally| ((handle, tally.contract), tally.invited))
        });
        ApplyError::unless(tallied.collect::<BTreeMap<_, _>>() == invited, "a program's invitations")?;
        let mut open = alloc::vec![0_u32; self.programs.len()];
        for invitation in self.invitations.iter().filter(|invitation| invitation.is_open(at)) {
            if let Some(open) = open.get_mut(usize::from(invitation.program)) {
                *open = open.saturating_add(1);
            }
        }
        let agrees = self.programs.iter().zip(open).all(|(program, open)| program.open_invitations == open);
        ApplyError::unless(agrees, "a program's open invitations")?;
        let mut taken = crate::store::Map::<_, crate::catalog::Taken>::default();
        for enrollment in self.enrollments.iter().filter(|enrollment| !enrollment.given_up) {
            let program = self.memberships.at(enrollment.membership).program;
            let taken = taken.entry((program, enrollment.item())).or_default();
            taken.enrolled = taken.enrolled.saturating_add(1);
            let completed = enrollment.completed_at != Moment::NONE;
            taken.completed = taken.completed.saturating_add(completed.into());
        }
        let mut totals = alloc::vec![Totals::default(); self.programs.len()];
        for handle in 0..self.enrollments.len() {
            let program = self.memberships.at(self.enrollments.at(handle).membership).program;
            if let Some(total) = totals.get_mut(usize::from(program)) {
                *total = total.add(self.share_of_totals(handle));
            }
        }
        let agrees = self.programs.iter().zip(totals).all(|(program, total)| program.totals == total);
        ApplyError::unless(agrees, "a program's totals")?;
        let agrees =
            taken.iter().all(|((program, item), taken)| self.catalog.taken(*program, *item) == *taken);
        ApplyError::unless(agrees, "the counts of a catalog")?;
        let found = (0..self.learners.len()).all(|handle| {
            let address = self.people.email(self.learners.at(handle).person);
            address.is_empty() || self.find_learner_by_email(address) == Some(handle)
        });
        ApplyError::unless(found, "two accounts with one email")?;
        Ok(())
    }
}
