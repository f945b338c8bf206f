//! Policies: what a customer could want otherwise (`CON-4`, and every **D** of the rules).
//!
//! Each policy is a named choice with the default that the rules give. They are set when a contract, a
//! program or the organization is created and are part of its events, so a replay needs no configuration.

use crate::schema::{Definition, choice, record, union};

choice! {
    /// What a seat of a memberships contract counts (`CON-4`).
    pub enum SeatCounting {
        /// One seat for each membership: a learner in two programs of the contract takes two seats.
        Membership = "membership",
        /// One seat for each learner, over all programs of the contract.
        Learner = "learner",
    }
}

choice! {
    /// Whether removing a learner gives the seat back (`CON-4`).
    pub enum SeatRelease {
        /// The seat is free as soon as the learner is removed.
        OnRemoval = "on_removal",
        /// The seat stays occupied until the contract ends or the program is removed; the same learner may come back into it.
        Never = "never",
    }
}

choice! {
    /// What invitations beyond the seats left mean (`CON-4`).
    pub enum Overbooking {
        /// Any number of invitations; seats go to those who join first.
        Allowed = "allowed",
        /// An open invitation holds a seat until it is accepted, removed, declined or expired; that of somebody who keeps a
        /// seat holds no other.
        Reserved = "reserved",
        /// An invitation is refused when the open ones already equal the seats left.
        Refused = "refused",
    }
}

choice! {
    /// What becomes of members when their contract ends (`CON-4`).
    pub enum EndOfContract {
        /// They stay members and may look at their courses; nobody enrolls any more.
        DowngradeToAudit = "downgrade_to_audit",
        /// They stay members with full access to what they enrolled in; nobody enrolls any more.
        KeepAccess = "keep_access",
        /// They are members no longer, as of the instant the contract ends, and may return without invitation.
        Remove = "remove",
    }
}

choice! {
    /// Which enrollments the course enrollment limit counts (`ENR-2`).
    pub enum LimitCounting {
        /// Enrollments that have not been given up.
        Current = "current",
        /// All that were ever made.
        Ever = "ever",
    }
}

choice! {
    /// How an address matches a whitelisted domain (`WL-2`).
    pub enum WhitelistMatch {
        /// The address has exactly this domain.
        Exact = "exact",
        /// The address has this domain or one below it.
        Subdomains = "subdomains",
    }
}

choice! {
    /// What a bulk command does when some rows are refused (`INV-4`).
    pub enum BulkMode {
        /// Nothing happens unless every row can.
        AllOrNothing = "all_or_nothing",
        /// Refused rows are left out; the others happen.
        SkipInvalid = "skip_invalid",
    }
}

union! {
    /// What a contract sells (`CON-1`).
    pub enum ContractTerms by "kind" {
        /// Seats and enrollments are counted and never refused (`CON-3`).
        Unlimited = "unlimited" {}
        /// A number of seats; a member occupies one (`CON-2`).
        Memberships = "memberships" {
            /// Seats bought, at least 1.
            seats: u32,
        }
        /// A number of enrollments; each takes one unit (`CON-3`).
        Enrollments = "enrollments" {
            /// Enrollments bought, at least 1.
            units: u32,
        }
    }
}

record! {
    /// The policies of a contract (`CON-4`).
    #[derive(Copy, Default)]
    pub struct ContractPolicies = default {
        /// What a seat counts.
        pub seat_counting: SeatCounting,
        /// Whether removal gives the seat back.
        pub seat_release: SeatRelease,
        /// Days after enrolling within which un-enrolling gives the unit back; absent means never.
        pub unit_return_days: Option<u16>,
        /// What becomes of members at the end.
        pub end_of_contract: EndOfContract,
        /// What invitations beyond the seats left mean.
        pub overbooking: Overbooking,
        /// Days before the end at which its nearing is a notice (`CON-7`); absent means 30.
        pub expiry_notice_days: Option<u16>,
    }
}

record! {
    /// The policies of a program.
    #[derive(Copy, Default)]
    pub struct ProgramPolicies = default {
        /// Which enrollments the course enrollment limit counts.
        pub limit_counting: LimitCounting,
        /// How an address matches a whitelisted domain.
        pub whitelist_match: WhitelistMatch,
        /// Days after which an invitation expires, counted from when it was created or last sent; absent means never.
        pub invitation_days: Option<u16>,
    }
}

record! {
    /// The policies of the register itself (`API-5`, `API-6`).
    #[derive(Copy)]
    pub struct RegisterPolicies = default {
        /// Hours for which command ids are remembered.
        pub remember_commands_hours: u32,
        /// Seconds by which a command's time may lie before the latest one seen; it is then judged at that latest time.
        pub clock_tolerance_seconds: u32,
        /// Days by which a command's time may lie after the latest one seen.
        pub clock_advance_days: u32,
    }
}

impl Default for RegisterPolicies {
    /// A day for command ids, five minutes back, ten years ahead.
    fn default() -> Self {
        Self {
            remember_commands_hours: 24,
            clock_tolerance_seconds: 300,
            clock_advance_days: 3_653,
        }
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    SeatCounting::SCHEMA,
    SeatRelease::SCHEMA,
    Overbooking::SCHEMA,
    EndOfContract::SCHEMA,
    LimitCounting::SCHEMA,
    WhitelistMatch::SCHEMA,
    BulkMode::SCHEMA,
    ContractTerms::SCHEMA,
    Definition::Record(ContractPolicies::SCHEMA),
    Definition::Record(ProgramPolicies::SCHEMA),
    Definition::Record(RegisterPolicies::SCHEMA),
];
