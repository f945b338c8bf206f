//! Questions as data (`ADM-3`, `API-4`): what [`View`] is asked by hosts in other languages, or over a network.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::Serialize;

use crate::authority::Right;
use crate::contract_notice::{ContractNotice, Forecast};
use crate::narrowing::View;
use crate::schema::{Definition, union};
use crate::view::*;
use crate::{ContractId, InvitationId, LearnerId, ProgramId, Refusal, Timestamp};

union! {
    /// Something that an actor asks about the organization. The methods of [`View`] have the same names and say more.
    pub enum Question by "question" {
        /// All contracts.
        AskContracts = "contracts" {}
        /// A contract.
        AskContractById = "contract_by_id" {
            /// The contract.
            contract: ContractId,
        }
        /// The programs that the actor sees.
        AskPrograms = "programs" {}
        /// A program.
        AskProgramById = "program_by_id" {
            /// The program.
            program: ProgramId,
        }
        /// The funnel of the programs that the actor sees.
        AskFunnel = "funnel" {}
        /// A learner, with the memberships that the actor sees.
        AskLearner = "learner" {
            /// The learner.
            learner: LearnerId,
        }
        /// The learner whose account has an email.
        AskLearnerByEmail = "learner_by_email" {
            /// The email.
            email: Box<str>,
        }
        /// What a learner is to a program.
        AskMembership = "membership" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
        }
        /// A learner's enrollments in a program.
        AskEnrollments = "enrollments" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
        }
        /// An invitation.
        AskInvitation = "invitation" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The latest invitation of an email to a program.
        AskInvitationOf = "invitation_of" {
            /// The program.
            program: ProgramId,
            /// The email.
            email: Box<str>,
        }
        /// A program's whitelist.
        AskWhitelist = "whitelist" {
            /// The program.
            program: ProgramId,
        }
        /// Every course.
        AskCourses = "courses" {}
        /// Every specialization.
        AskSpecializations = "specializations" {}
        /// A program's collections.
        AskCollections = "collections" {
            /// The program.
            program: ProgramId,
        }
        /// How often each item of a program's collections is taken.
        AskCatalogCounts = "catalog_counts" {
            /// The program.
            program: ProgramId,
        }
        /// The administrators of the organization and of the programs that the actor sees.
        AskAdministrators = "administrators" {}
        /// The movements of a contract's seats or units that the actor sees.
        AskLedger = "ledger" {
            /// The contract.
            contract: ContractId,
            /// Whether of its units; of its seats otherwise.
            units: bool,
            /// From which place, counted from 0.
            start: u32,
            /// How many places at most.
            limit: u32,
        }
        /// Seats occupied of a contract at an instant.
        AskSeatsAsOf = "seats_as_of" {
            /// The contract.
            contract: ContractId,
            /// The instant.
            at: Timestamp,
        }
        /// Units used of a contract at an instant.
        AskUnitsAsOf = "units_as_of" {
            /// The contract.
            contract: ContractId,
            /// The instant.
            at: Timestamp,
        }
        /// The notices about contracts that are due.
        AskNotices = "notices" {}
        /// When a contract's seats or units will have run out.
        AskForecast = "forecast" {
            /// The contract.
            contract: ContractId,
            /// Days to look back on.
            days: u16,
        }
        /// Who may do what.
        AskRights = "rights" {}
        /// Seats or units that were left of a contract at an instant.
        AskRemainingAsOf = "remaining_as_of" {
            /// The contract.
            contract: ContractId,
            /// The instant.
            at: Timestamp,
        }
    }
}

macro_rules! answers {
    ($( $(#[doc = $doc:literal])* $Name:ident($type:ty), )*) => {
        /// What a question is answered: one of the records that the methods of [`View`] give. In JSON it is that record.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Answer {
            $( $(#[doc = $doc])* $Name($type), )*
        }

        $( impl From<$type> for Answer {
            fn from(answer: $type) -> Self {
                Self::$Name(answer)
            }
        } )*
    };
}

answers! {
    /// Contracts.
    Contracts(Vec<ContractView>),
    /// A contract.
    Contract(Option<ContractView>),
    /// Programs.
    Programs(Vec<ProgramView>),
    /// A program.
    Program(Option<ProgramView>),
    /// A funnel.
    Funnel(Funnel),
    /// A learner.
    Learner(Option<LearnerView>),
    /// A membership.
    Membership(Option<MembershipView>),
    /// Enrollments.
    Enrollments(Vec<EnrollmentView>),
    /// An invitation.
    Invitation(Option<InvitationView>),
    /// Whitelisted domains.
    Whitelist(Option<Vec<DomainView>>),
    /// Courses.
    Courses(Vec<CourseView>),
    /// Specializations.
    Specializations(Vec<SpecializationView>),
    /// Collections.
    Collections(Option<Vec<CollectionView>>),
    /// Counts of a catalog.
    CatalogCounts(Option<Vec<CatalogCount>>),
    /// Administrators.
    Administrators(Vec<AdministratorView>),
    /// Entries of a ledger.
    Ledger(Option<Vec<LedgerEntry>>),
    /// A balance.
    Balance(Option<u32>),
    /// Notices.
    Notices(Vec<ContractNotice>),
    /// A forecast.
    Forecast(Option<Forecast>),
    /// Rights.
    Rights(Vec<Right>),
}

impl View<'_> {
    /// Answers a question that came as data.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] when the table of rights says so.
    ///
    /// ```
    /// use matricula::question::{Answer, AskPrograms};
    /// use matricula::{Actor, Context, Register};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let register = Register::new();
    /// let answer = register.seen_by(&context).answer(&AskPrograms {}.into()).unwrap();
    /// assert_eq!(answer, Answer::Programs(Vec::new()));
    /// ```
    pub fn answer(&self, question: &Question) -> Result<Answer, Refusal> {
        Ok(match question {
            Question::AskContracts(_) => self.contracts()?.into(),
            Question::AskContractById(asked) => self.contract_by_id(asked.contract)?.into(),
            Question::AskPrograms(_) => self.programs()?.into(),
            Question::AskProgramById(asked) => self.program_by_id(asked.program)?.into(),
            Question::AskFunnel(_) => self.funnel()?.into(),
            Question::AskLearner(asked) => self.learner(asked.learner)?.into(),
            Question::AskLearnerByEmail(asked) => self.learner_by_email(&asked.email)?.into(),
            Question::AskMembership(asked) => self.membership(asked.program, asked.learner)?.into(),
            Question::AskEnrollments(asked) => self.enrollments(asked.program, asked.learner)?.into(),
            Question::AskInvitation(asked) => self.invitation(asked.invitation)?.into(),
            Question::AskInvitationOf(asked) => self.invitation_of(asked.program, &asked.email)?.into(),
            Question::AskWhitelist(asked) => self.whitelist(asked.program)?.into(),
            Question::AskCourses(_) => self.courses()?.into(),
            Question::AskSpecializations(_) => self.specializations()?.into(),
            Question::AskCollections(asked) => self.collections(asked.program)?.into(),
            Question::AskCatalogCounts(asked) => self.catalog_counts(asked.program)?.into(),
            Question::AskAdministrators(_) => self.administrators()?.into(),
            Question::AskLedger(asked) => {
                self.ledger(asked.contract, asked.units, asked.start, asked.limit)?.into()
            }
            Question::AskSeatsAsOf(asked) => self.seats_as_of(asked.contract, asked.at)?.into(),
            Question::AskUnitsAsOf(asked) => self.units_as_of(asked.contract, asked.at)?.into(),
            Question::AskNotices(_) => self.notices()?.into(),
            Question::AskForecast(asked) => self.forecast(asked.contract, asked.days)?.into(),
            Question::AskRights(_) => self.rights()?.into(),
            Question::AskRemainingAsOf(asked) => self.remaining_as_of(asked.contract, asked.at)?.into(),
        })
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[Question::SCHEMA];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QUESTIONS;

    #[test]
    fn adm_3_every_question_stands_in_the_table_of_rights() {
        let Definition::Union { variants, .. } = Question::SCHEMA else {
            panic!("a union")
        };
        let asked: Vec<_> = variants.iter().map(|variant| variant.kind).collect();
        // Lists, reports and pages have requests of their own.
        let others = [
            "user_list",
            "email_report",
            "organization",
            "home",
            "gradebook",
            "leaderboard",
            "program_preview",
        ];
        let table: Vec<_> = QUESTIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(table, [asked, others.to_vec()].concat());
    }
}
