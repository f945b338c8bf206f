//! What a host tells about contracts in time: notices, and when the seats will run out (`CON-5`, `CON-7`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::contract::Contract;
use crate::register::Register;
use crate::schema::{Definition, choice, record};
use crate::{ContractId, ContractTerms, Timestamp};

/// Days before the end of a contract at which its nearing is a notice, unless its policy says otherwise.
const EXPIRY_NOTICE_DAYS: u16 = 30;

const DAY: i64 = 86_400_000;

choice! {
    /// What a notice is about (`CON-7`).
    pub enum NoticeKind {
        /// Three quarters of what the contract sells are taken.
        UseOf75Percent = "use_of_75_percent",
        /// All of what the contract sells is taken.
        UseOf100Percent = "use_of_100_percent",
        /// The contract ends soon.
        ExpiryNears = "expiry_nears",
    }
}

record! {
    /// A notice about a contract, to be given once. Contract, kind and `since` tell it apart from every other: a host that
    /// asks twice, or late, gives it once.
    pub struct ContractNotice {
        /// The contract.
        pub contract: ContractId,
        /// Its name.
        pub name: Box<str>,
        /// What it is about.
        pub kind: NoticeKind,
        /// Since when it is due. For use, the first time that it was reached: seats that come free and are taken again are
        /// no second notice. When more are bought, so that use falls below the mark, reaching it again is a new one.
        pub since: Timestamp,
    }
}

record! {
    /// When what a contract sells will have run out, if it goes on as it did (`CON-5`).
    pub struct Forecast {
        /// The contract.
        pub contract: ContractId,
        /// Days that were looked back on.
        pub days: u16,
        /// Seats or units taken in these days, those given back deducted; 0 if more were given back. Members who came from
        /// or went to another contract, by a move or a renewal, are left out: they tell nothing of those to come.
        pub taken: u32,
        /// Seats or units left; absent for an unlimited contract.
        pub remaining: Option<u32>,
        /// When none will be left; absent if nothing is taken any more or nothing is limited. It may lie after the end.
        pub runs_out_at: Option<Timestamp>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    NoticeKind::SCHEMA,
    Definition::Record(ContractNotice::SCHEMA),
    Definition::Record(Forecast::SCHEMA),
];

impl Contract {
    /// When the nearing of its end is a notice: some days before, and not before it starts.
    pub(crate) fn expiry_notice_at(&self) -> Timestamp {
        let days = i64::from(self.policies.expiry_notice_days.unwrap_or(EXPIRY_NOTICE_DAYS));
        let millis = self.ends_at.millis().saturating_sub(days.saturating_mul(DAY));
        Timestamp::from_millis(millis).unwrap_or(self.starts_at).max(self.starts_at)
    }
}

impl Register {
    /// The notices that are due at an instant about contracts that have not ended (`CON-7`), in the order in which they
    /// became so, then of the contracts' creation.
    pub fn notices(&self, at: Timestamp) -> Vec<ContractNotice> {
        let mut notices = Vec::new();
        for contract in self.settled(at).contracts.iter().filter(|contract| at < contract.ends_at) {
            let [most, all] = contract.reached;
            let dues = [
                (NoticeKind::UseOf75Percent, most.get()),
                (NoticeKind::UseOf100Percent, all.get()),
                (NoticeKind::ExpiryNears, Some(contract.expiry_notice_at())),
            ];
            for (kind, since) in dues {
                if let Some(since) = since.filter(|since| *since <= at) {
                    notices.push(ContractNotice {
                        contract: contract.id,
                        name: contract.name.clone(),
                        kind,
                        since,
                    });
                }
            }
        }
        notices.sort_by_key(|notice| notice.since);
        notices
    }

    /// When a contract's seats or units will have run out, judged by what the last `days` took (`CON-5`). None if there is
    /// no such contract. With 0 days only what has run out already is told.
    pub fn forecast(&self, contract: ContractId, at: Timestamp, days: u16) -> Option<Forecast> {
        let register = self.settled(at);
        let found = register.contract(register.contract_handle(contract)?)?;
        let ledger = match found.terms {
            ContractTerms::Enrollments(_) => &found.units,
            _ => &found.seats,
        };
        let window = i64::from(days).saturating_mul(DAY);
        let earlier = Timestamp::from_millis(at.millis().saturating_sub(window)).unwrap_or(Timestamp::MIN);
        let balance = ledger.balance_as_of(at);
        let taken = ledger.demand_between(earlier, at);
        let sold = found.seats_sold().or(found.units_sold());
        let remaining = sold.map(|sold| sold.saturating_sub(balance));
        let runs_out_at = match remaining {
            Some(0) => Some(at),
            Some(left) if taken > 0 => {
                let wait = i128::from(window).saturating_mul(i128::from(left)).checked_div(i128::from(taken));
                let wait = wait.and_then(|wait| i64::try_from(wait).ok());
                wait.and_then(|wait| Timestamp::from_millis(at.millis().saturating_add(wait)).ok())
            }
            _ => None,
        };
        Some(Forecast { contract, days, taken, remaining, runs_out_at })
    }
}
