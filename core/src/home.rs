//! The home page of an administrator (`VIEW-1`): one answer, as of one instant.
//!
//! Nothing here looks at a learner. Every figure is counted as it changes or derived from dates, so that the cost grows
//! with programs and contracts only. As of an earlier instant it is asked of a register that was replayed up to then, see
//! [`Register::replay_until`].

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::commit::Context;
use crate::program::Program;
use crate::register::Register;
use crate::report::TotalHours;
use crate::schema::{Definition, choice, record};
use crate::store::Set;
use crate::totals::{Totals, total_hours};
use crate::{
    ActivityStatus, ContractView, Funnel, ProgramId, ProgramView, Refusal, Timestamp, UserListRequest,
};

record! {
    /// Of what the home page tells.
    #[derive(Default)]
    pub struct HomeRequest = default {
        /// Of which programs; absent means all that the actor may see.
        pub programs: Option<Vec<ProgramId>>,
    }
}

record! {
    /// The figures at the top of the home page: of courses that were not given up, by members and former ones, as in the
    /// email report (`REP-3`).
    pub struct HomeSummary {
        /// Since when they count: the start of the first contract. Absent if there is none.
        pub since: Option<Timestamp>,
        /// Course enrollments.
        pub enrollments: u64,
        /// Learning hours.
        pub learning_hours: TotalHours,
        /// Lessons taken.
        pub lessons: u64,
    }
}

choice! {
    /// How far someone has come.
    pub enum FunnelStage {
        /// Invited, and not joined yet.
        Invited = "invited",
        /// Joined.
        Joined = "joined",
        /// Enrolled in at least one course.
        Enrolled = "enrolled",
    }
}

record! {
    /// A stage of the funnel, and whom to remind so that they take the next step (`VIEW-1`).
    pub struct HomeStage {
        /// The stage.
        pub stage: FunnelStage,
        /// How many have come that far: open invitations, members, members with a course.
        pub count: u32,
        /// How many of them stop there: open invitations, members without a course, members without a completion. The list
        /// of them has as many rows.
        pub to_remind: u32,
        /// The user list of those to remind. With `all` it is a selection of the user list's file.
        pub reminder: UserListRequest,
    }
}

record! {
    /// How much of what was bought is used, over the contracts that hold (`VIEW-1`).
    #[derive(Copy, Default)]
    pub struct Utilization {
        /// Seats of memberships contracts.
        pub seats_sold: u64,
        /// Those of them that are occupied.
        pub seats_occupied: u64,
        /// Those of them whose member has enrolled.
        pub seats_utilized: u64,
        /// Enrollments of enrollments contracts.
        pub units_sold: u64,
        /// Those of them that are used.
        pub units_used: u64,
    }
}

record! {
    /// The home page (`VIEW-1`).
    pub struct Home {
        /// As of when: the context's time, or the latest that the register has seen if that is later.
        pub at: Timestamp,
        /// The organization's name.
        pub organization: Box<str>,
        /// The figures at the top.
        pub summary: HomeSummary,
        /// The stages of the funnel, in order.
        pub funnel: Vec<HomeStage>,
        /// The cards of the programs, removed ones left out, in the order of their creation.
        pub programs: Vec<ProgramView>,
        /// The contracts in the order of their creation. A program administrator sees those under which the programs have
        /// members, open invitations or whitelisted domains; their figures are those of the whole contract.
        pub contracts: Vec<ContractView>,
        /// How much of these contracts is used.
        pub utilization: Utilization,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Definition::Record(HomeRequest::SCHEMA),
    Definition::Record(HomeSummary::SCHEMA),
    FunnelStage::SCHEMA,
    Definition::Record(HomeStage::SCHEMA),
    Definition::Record(Utilization::SCHEMA),
    Definition::Record(Home::SCHEMA),
];

impl Register {
    /// The home page as of a context's time (`VIEW-1`): of the whole organization for the operator, the host and
    /// organization administrators, of the own programs for a program administrator (`ADM-1`).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for learners, strangers, and administrators of other programs than those asked for;
    /// [`Refusal::UnknownProgram`]; [`Refusal::NoOrganization`].
    ///
    /// ```
    /// use matricula::*;
    ///
    /// let mut register = Register::new();
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse()?, Actor::OPERATOR);
    /// let command = CreateOrganization {
    ///     organization: OrganizationId::from_u128(1),
    ///     name: "Acme".into(),
    ///     domains: vec![],
    ///     policies: None,
    /// };
    /// register.execute(&command.into(), &context)?;
    /// let home = register.home(&HomeRequest::default(), &context)?;
    /// assert_eq!((&*home.organization, home.summary.enrollments), ("Acme", 0));
    /// assert_eq!(home.funnel[1].reminder.status, Some(ActivityStatus::JoinedWithoutEnrollments));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn home(&self, request: &HomeRequest, context: &Context) -> Result<Home, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).home(request, context);
        }
        let organization = self.organization.as_ref().ok_or(Refusal::NoOrganization {})?;
        let scope = self.visible_programs(request.programs.as_deref(), &context.actor, "home")?;
        let at = self.as_of(context);
        let shown = || {
            let all = (0_u16..).zip(&self.programs);
            all.filter(|(handle, _)| scope.as_ref().is_none_or(|scope| scope.contains(handle)))
        };
        let cards: Vec<ProgramView> =
            shown().map(|(handle, program)| self.program_view(handle, program, at)).collect();
        let funnel = cards.iter().fold(Funnel::default(), |sum, card| sum.with(&card.funnel));
        let totals = shown().fold(Totals::default(), |sum, (_, program)| sum.add(program.totals));
        let contracts = self.home_contracts(scope.is_some().then(shown), at);
        Ok(Home {
            at,
            organization: organization.name.clone(),
            summary: HomeSummary {
                since: contracts.iter().map(|contract| contract.starts_at).min(),
                enrollments: totals.enrollments,
                learning_hours: total_hours(totals.hours),
                lessons: totals.lessons,
            },
            funnel: stages(&funnel, request),
            utilization: utilization(&contracts, at),
            programs: cards.into_iter().filter(|card| !card.removed).collect(),
            contracts,
        })
    }

    /// All contracts, or those under which the programs have members, open invitations or whitelisted domains.
    fn home_contracts<'a>(
        &'a self,
        programs: Option<impl Iterator<Item = (u16, &'a Program)>>,
        at: Timestamp,
    ) -> Vec<ContractView> {
        let used: Option<Set<u16>> = programs.map(|programs| {
            programs
                .flat_map(|(handle, program)| {
                    let tallies = program.tallies.iter().filter(move |tally| {
                        let of_tally = |program, contract| program == handle && contract == tally.contract;
                        tally.joined > 0 || tally.invited > self.expired_between_commits(at, of_tally)
                    });
                    let people = tallies.map(|tally| tally.contract);
                    people.chain(program.whitelist.domains.values().copied())
                })
                .collect()
        });
        (0_u16..)
            .zip(&self.contracts)
            .filter(|(handle, _)| used.as_ref().is_none_or(|used| used.contains(handle)))
            .map(|(handle, contract)| self.contract_view(handle, contract, at))
            .collect()
    }
}

fn stages(funnel: &Funnel, request: &HomeRequest) -> Vec<HomeStage> {
    let stages = [
        (FunnelStage::Invited, funnel.invited, 0, ActivityStatus::InvitedNeverJoined),
        (
            FunnelStage::Joined,
            funnel.joined,
            funnel.enrolled,
            ActivityStatus::JoinedWithoutEnrollments,
        ),
        (
            FunnelStage::Enrolled,
            funnel.enrolled,
            funnel.completed,
            ActivityStatus::EnrolledWithoutCompletions,
        ),
    ];
    let stage = |(stage, count, on, status)| HomeStage {
        stage,
        count,
        to_remind: u32::saturating_sub(count, on),
        reminder: UserListRequest {
            programs: request.programs.clone(),
            status: Some(status),
            ..UserListRequest::default()
        },
    };
    stages.map(stage).into()
}

/// The sums over the contracts that have started and not ended.
fn utilization(contracts: &[ContractView], at: Timestamp) -> Utilization {
    let mut sum = Utilization::default();
    let add = |sum: &mut u64, number: u32| *sum = sum.saturating_add(number.into());
    for contract in contracts.iter().filter(|found| found.starts_at <= at && at < found.ends_at) {
        match &contract.terms {
            crate::ContractTerms::Memberships(terms) => {
                add(&mut sum.seats_sold, terms.seats);
                add(&mut sum.seats_occupied, contract.occupied);
                add(&mut sum.seats_utilized, contract.utilized);
            }
            crate::ContractTerms::Enrollments(terms) => {
                add(&mut sum.units_sold, terms.units);
                add(&mut sum.units_used, contract.units_used);
            }
            crate::ContractTerms::Unlimited(_) => {}
        }
    }
    sum
}
