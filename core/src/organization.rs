//! The organization itself (`ADM-1`, `ADM-2`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::command::CreateOrganization;
use crate::event::OrganizationCreated;
use crate::register::{ApplyError, Register};
use crate::store::Hashing;
use crate::text::check_name;
use crate::verdict::{Judged, Verdict, text};
use crate::{Domain, OrganizationId, Refusal, RegisterPolicies};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(crate) id: OrganizationId,
    pub(crate) name: Box<str>,
    pub(crate) domains: Vec<Box<str>>,
    pub(crate) policies: RegisterPolicies,
}

impl Register {
    pub(crate) fn judge_create_organization(
        &self,
        command: &CreateOrganization,
        verdict: &mut Verdict,
    ) -> Judged {
        let name = text("name", check_name(&command.name));
        let mut domains = Vec::new();
        for domain in &command.domains {
            match Domain::parse(domain) {
                Ok(domain) => domains.push(Box::from(domain.as_str())),
                Err(error) => verdict.refuse(invalid_domain(domain, &error))?,
            }
        }
        domains.sort_unstable();
        domains.dedup();
        Ok(OrganizationCreated {
            organization: command.organization,
            name: verdict.require(name)?,
            domains,
            policies: command.policies.unwrap_or_default(),
        }
        .into())
    }

    pub(crate) fn check_organization_created(&self) -> Result<(), ApplyError> {
        ApplyError::unless(self.organization.is_none(), "a new organization")
    }

    pub(crate) fn apply_organization_created(&mut self, event: &OrganizationCreated) {
        self.indexes.hashing = Hashing::seeded(event.organization.as_u128());
        self.organization = Some(Organization {
            id: event.organization,
            name: event.name.clone(),
            domains: event.domains.clone(),
            policies: event.policies,
        });
    }
}

/// A refusal of a domain. It shows at most 80 characters, and of an address only what follows the `@`.
pub(crate) fn invalid_domain(given: &str, error: &crate::DomainError) -> Refusal {
    Refusal::InvalidDomain {
        domain: given
            .rsplit('@')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|letter| !letter.is_control())
            .take(80)
            .collect::<alloc::string::String>()
            .into(),
        reason: error.code().into(),
        problem: alloc::format!("{error}").into(),
    }
}
