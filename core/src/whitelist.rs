//! A program's domain whitelist (`WL-1` to `WL-3`).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::bulk::{AlreadyListed, DomainListed, DomainUpdated, Repeated, RowRefused};
use crate::bulk::{ImportPreview, RowOutcome, RowResult, check_lines, check_rows};
use crate::command::{AddDomain, ImportDomains, RemoveDomain};
use crate::domain::of_one_owner;
use crate::event::{DomainAdded, DomainRemoved};
use crate::invitation::{fingerprint, preview_of, refuse_rows};
use crate::organization::invalid_domain;
use crate::register::{ApplyError, Register};
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict};
use crate::{Domain, Refusal, Timestamp, WhitelistMatch};

/// The domains of a program with the contract that each consumes from, in order of domain.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Whitelist {
    pub(crate) domains: BTreeMap<Box<str>, u16>,
}

impl Whitelist {
    /// The contract for an address of this domain, which is in its compared form.
    pub(crate) fn contract_for(&self, domain: &str, matching: WhitelistMatch) -> Option<u16> {
        let exact = self.domains.get(domain).copied();
        if exact.is_some() || matching == WhitelistMatch::Exact {
            return exact;
        }
        // The nearest domain above wins, whole labels only: `evil-example.com` is not below `example.com`. What lies above
        // the registered domain is no more the organization's than the next one below it.
        of_one_owner(domain).find_map(|name| self.domains.get(name).copied())
    }
}

impl Register {
    fn whitelist_target(
        &self,
        program: crate::ProgramId,
        contract: crate::ContractId,
        at: Timestamp,
        verdict: &mut Verdict,
    ) -> Result<(u16, u16), Stop> {
        let program = self.open_program(program, verdict)?;
        let contract = self.known_contract(contract, verdict)?;
        self.refuse_ended(contract, at, verdict)?;
        Ok((program, contract))
    }

    /// An ended contract takes nobody in any more, so nothing new may name it (`CON-8`).
    pub(crate) fn refuse_ended(
        &self,
        contract: u16,
        at: Timestamp,
        verdict: &mut Verdict,
    ) -> Result<(), Stop> {
        if let Some(found) = self.contract(contract)
            && at >= found.ends_at
        {
            verdict.refuse(Refusal::ContractEnded { contract: found.id, ended_at: found.ends_at })?;
        }
        Ok(())
    }

    pub(crate) fn judge_add_domain(
        &self,
        command: &AddDomain,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, _) = self.whitelist_target(command.program, command.contract, judging.at, verdict)?;
        let domain =
            Domain::whitelistable(&command.domain).map_err(|error| invalid_domain(&command.domain, &error));
        let domain = Box::from(verdict.require(domain)?.as_str());
        if self.listed(program, &domain).is_some() {
            verdict.refuse(Refusal::DomainListed { domain: Box::clone(&domain) })?;
        }
        Ok(DomainAdded { program: command.program, domain, contract: command.contract }.into())
    }

    pub(crate) fn judge_remove_domain(&self, command: &RemoveDomain, verdict: &mut Verdict) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let domain = Domain::parse(&command.domain).map_err(|error| invalid_domain(&command.domain, &error));
        let domain = Box::from(verdict.require(domain)?.as_str());
        if self.listed(program, &domain).is_none() {
            verdict.refuse(Refusal::DomainNotListed { domain: Box::clone(&domain) })?;
        }
        Ok(DomainRemoved { program: command.program, domain }.into())
    }

    pub(crate) fn judge_import_domains(
        &self,
        command: &ImportDomains,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let effects = self.domain_rows(command, judging, verdict)?;
        if command.preview.is_some_and(|preview| preview != fingerprint(effects.rows.as_slice())) {
            verdict.refuse(Refusal::PreviewOvertaken {})?;
        }
        refuse_rows(&effects.rows, command.mode, verdict)?;
        Ok(effects)
    }

    /// What an import of domains would do, row by row, before anything changes (`WL-1`).
    ///
    /// # Errors
    ///
    /// The refusals that stand against the whole import, whatever its rows: an unknown program or contract.
    pub fn preview_domains(
        &self,
        command: &ImportDomains,
        context: &crate::Context,
    ) -> Result<ImportPreview, Refusal> {
        let authorized = self.authorize_for_program(&context.actor, "import_domains", command.program);
        self.preview(context, authorized, |register, judging, verdict| {
            register.domain_rows(command, judging, verdict).map(|effects| preview_of(effects.rows))
        })
    }

    fn domain_rows(&self, command: &ImportDomains, judging: &Judging, verdict: &mut Verdict) -> Judged {
        let (program, contract) =
            self.whitelist_target(command.program, command.contract, judging.at, verdict)?;
        verdict.check(check_rows(command.rows.len()))?;
        verdict.check(check_lines(command.rows.iter().map(|row| row.line)))?;
        let mut effects = Effects::none();
        let mut seen = BTreeMap::<Box<str>, u64>::new();
        for row in &command.rows {
            let result = match Domain::whitelistable(&row.domain) {
                Err(error) => RowRefused { refusal: Box::new(invalid_domain(&row.domain, &error)) }.into(),
                Ok(domain) => {
                    let domain = Box::<str>::from(domain.as_str());
                    let result = match (seen.get(&domain), self.listed(program, &domain)) {
                        (Some(first_line), _) => Repeated { first_line: *first_line }.into(),
                        (None, None) => DomainListed {}.into(),
                        (None, Some(listed)) if command.update_existing && listed != contract => {
                            DomainUpdated {}.into()
                        }
                        (None, Some(_)) => AlreadyListed {}.into(),
                    };
                    seen.entry(domain.clone()).or_insert(row.line);
                    if matches!(result, RowResult::DomainListed(_) | RowResult::DomainUpdated(_)) {
                        let (program, contract) = (command.program, command.contract);
                        effects.events.push(DomainAdded { program, domain, contract }.into());
                    }
                    result
                }
            };
            effects.rows.push(RowOutcome { line: row.line, result });
        }
        Ok(effects)
    }

    fn listed(&self, program: u16, domain: &str) -> Option<u16> {
        self.program(program)?.whitelist.domains.get(domain).copied()
    }

    pub(crate) fn check_domain_added(&self, event: &DomainAdded) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.program_handle(event.program).is_some()
                && self.contract_handle(event.contract).is_some()
                && Domain::parse(&event.domain).is_ok_and(|domain| domain.as_str() == &*event.domain),
            "a whitelisted domain",
        )
    }

    pub(crate) fn apply_domain_added(&mut self, event: &DomainAdded) {
        let Some(contract) = self.contract_handle(event.contract) else {
            return;
        };
        let program = self.program_handle(event.program);
        if let Some(program) = program.and_then(|handle| self.program_mut(handle)) {
            program.whitelist.domains.insert(event.domain.clone(), contract);
        }
    }

    pub(crate) fn check_domain_removed(&self, event: &DomainRemoved) -> Result<(), ApplyError> {
        let program = self.program_handle(event.program);
        ApplyError::unless(
            program.and_then(|program| self.listed(program, &event.domain)).is_some(),
            "a whitelisted domain",
        )
    }

    pub(crate) fn apply_domain_removed(&mut self, event: &DomainRemoved) {
        let program = self.program_handle(event.program);
        if let Some(program) = program.and_then(|handle| self.program_mut(handle)) {
            program.whitelist.domains.remove(&event.domain);
        }
    }

    /// The contracts that whitelists name, for the check of a restored state.
    pub(crate) fn whitelisted_contracts(&self) -> BTreeSet<u16> {
        self.programs
            .iter()
            .flat_map(|program| program.whitelist.domains.values().copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wl_2_a_domain_below_matches_only_by_whole_labels_and_only_if_the_policy_says_so() {
        let mut whitelist = Whitelist::default();
        whitelist.domains.insert("example.com".into(), 1);
        whitelist.domains.insert("lab.example.com".into(), 2);
        let below = |domain| whitelist.contract_for(domain, WhitelistMatch::Subdomains);
        assert_eq!(below("example.com"), Some(1));
        assert_eq!(below("a.b.example.com"), Some(1));
        assert_eq!(below("x.lab.example.com"), Some(2));
        assert_eq!(below("evil-example.com"), None);
        assert_eq!(below("com"), None);
        assert_eq!(whitelist.contract_for("a.example.com", WhitelistMatch::Exact), None);
    }
}
