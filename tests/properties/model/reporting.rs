//! What reports tell of the model: a row for each thing that someone is enrolled in, and for each person.

use super::*;

/// A row of the membership report: under which contract, whether a member, and how many courses of it are enrolled in and
/// completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MemberRow {
    pub(crate) contract: ContractId,
    pub(crate) member: bool,
    pub(crate) enrolled: u64,
    pub(crate) completed: u64,
    pub(crate) last_activity_at: Option<Timestamp>,
    /// Learning hours in ten-thousandths.
    pub(crate) hours: u64,
}

impl Model {
    /// Whose license or enrollment something takes: that of the contract which sold the enrollment, else the member's.
    fn occupies(&self, member: &MemberModel, found: &EnrollmentModel) -> ContractId {
        match &self.contracts[&found.contract].terms {
            ContractTerms::Enrollments(_) => found.contract,
            ContractTerms::Memberships(_) | ContractTerms::Unlimited(_) => member.contract,
        }
    }

    fn tells_of(&self, contract: ContractId, active_only: bool, at: Timestamp) -> bool {
        let contract = &self.contracts[&contract];
        !active_only || contract.starts_at <= at && at < contract.ends_at
    }

    /// What someone is enrolled in that a report tells of, and under which contract.
    fn told<'a>(
        &self,
        member: &'a MemberModel,
        active_only: bool,
        at: Timestamp,
    ) -> Vec<(String, ContractId, &'a EnrollmentModel)> {
        let current = member.enrollments.iter().filter(|(_, found)| !found.given_up);
        current
            .map(|(item, found)| (item.clone(), self.occupies(member, found), found))
            .filter(|(_, contract, _)| self.tells_of(*contract, active_only, at))
            .collect()
    }

    /// The rows of the usage and the specialization report: of whom, in what, under which contract, and since when.
    pub(crate) fn learning_rows(
        &self,
        active_only: bool,
        at: Timestamp,
    ) -> BTreeMap<(ProgramId, LearnerId, String), (ContractId, Timestamp)> {
        let mut rows = BTreeMap::new();
        for ((program, learner), member) in &self.members {
            for (item, contract, found) in self.told(member, active_only, at) {
                rows.insert((*program, *learner, item), (contract, found.enrolled_at));
            }
        }
        rows
    }

    /// The rows of the membership report about members and former ones.
    pub(crate) fn member_rows(&self, active_only: bool, at: Timestamp) -> BTreeMap<Member, MemberRow> {
        let told = self.members.iter().filter(|(_, found)| self.tells_of(found.contract, active_only, at));
        let row = |(key, found): (&Member, &MemberModel)| {
            let mut courses = self.told(found, active_only, at);
            courses.retain(|(_, _, found)| found.is_course);
            let completed = courses.iter().filter(|(_, _, found)| found.completed_at.is_some()).count();
            let row = MemberRow {
                contract: found.contract,
                member: self.is_member(*key, at),
                enrolled: courses.len() as u64,
                completed: completed as u64,
                last_activity_at: found.enrollments.values().filter_map(|found| found.last_activity_at).max(),
                hours: courses.iter().map(|(_, _, found)| found.hours).sum(),
            };
            (*key, row)
        };
        told.map(row).collect()
    }

    /// The email of a learner as it is compared; an erased one's is their id where no mail goes to.
    pub(crate) fn report_email(&self, learner: LearnerId) -> String {
        let known = self.addresses.get(&learner).filter(|address| !address.is_empty());
        known.cloned().unwrap_or_else(|| format!("{learner}@erased.invalid"))
    }
}
