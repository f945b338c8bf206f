//! The organization itself and its settings (`ADM-1`, `ADM-2`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::command::{Banner, CreateOrganization, Logo, ReportCadence, UpdateOrganization};
use crate::commit::{Context, Warning};
use crate::event::{OrganizationCreated, OrganizationUpdated};
use crate::program::{BANNER_SIZE, PROGRAMS_LIMIT};
use crate::register::{ApplyError, Register};
use crate::schema::{Definition, record};
use crate::store::{Hashing, Set};
use crate::text::{check_color, check_message, check_name, check_time, check_url, check_zone};
use crate::verdict::{Effects, Judged, Stop, Verdict, text};
use crate::{Domain, OrganizationId, Refusal, RegisterPolicies, SettingRule};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(crate) id: OrganizationId,
    pub(crate) name: Box<str>,
    pub(crate) domains: Vec<Box<str>>,
    pub(crate) policies: RegisterPolicies,
    /// Stored apart, since the first version of snapshots has none.
    #[serde(skip)]
    pub(crate) settings: Settings,
}

/// What an organization shows and when it reports (`ADM-1`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) brand_color: Option<Box<str>>,
    pub(crate) banner: Option<Banner>,
    pub(crate) logo: Option<Logo>,
    pub(crate) report_cadence: Option<ReportCadence>,
    pub(crate) invitation_message: Option<Box<str>>,
}

record! {
    /// The organization and its settings (`ADM-1`).
    pub struct OrganizationView {
        /// The organization.
        pub organization: OrganizationId,
        /// Its name.
        pub name: Box<str>,
        /// Its email domains, in their compared form and in order (`ADM-2`).
        pub domains: Vec<Box<str>>,
        /// Its color, as `#` and six hexadecimal digits in small letters.
        pub brand_color: Option<Box<str>>,
        /// Its banner.
        pub banner: Option<Banner>,
        /// Its logo.
        pub logo: Option<Logo>,
        /// When reports are made by themselves.
        pub report_cadence: Option<ReportCadence>,
        /// What invitations say unless a program says otherwise.
        pub invitation_message: Option<Box<str>>,
        /// The register's policies.
        pub policies: RegisterPolicies,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[Definition::Record(OrganizationView::SCHEMA)];

impl Register {
    pub(crate) fn judge_create_organization(
        &self,
        command: &CreateOrganization,
        verdict: &mut Verdict,
    ) -> Judged {
        let name = text(SettingRule::Adm1, "name", check_name(&command.name));
        let domains = judge_domains(&command.domains, verdict)?;
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
            settings: Settings::default(),
        });
    }

    pub(crate) fn judge_update_organization(
        &self,
        command: &UpdateOrganization,
        verdict: &mut Verdict,
    ) -> Judged {
        let mut warnings = Vec::new();
        let name = text(SettingRule::Adm1, "name", check_name(&command.name));
        let domains = judge_domains(&command.domains, verdict)?;
        let brand_color = command.brand_color.as_ref();
        if let Some(color) = brand_color {
            verdict.check(text(SettingRule::Adm1, "brand_color", check_color(color)).map(drop))?;
        }
        if let Some(banner) = &command.banner {
            verdict.check(text(SettingRule::Adm1, "banner", check_url(&banner.url)).map(drop))?;
            if (banner.width, banner.height) != BANNER_SIZE {
                warnings.push(Warning::BannerSize);
            }
        }
        if let Some(logo) = &command.logo {
            verdict.check(text(SettingRule::Adm1, "logo", check_url(&logo.url)).map(drop))?;
        }
        let cadence = command.report_cadence.as_ref();
        let report_cadence = cadence.map(|cadence| self.judge_cadence(cadence, verdict)).transpose()?;
        if let Some(message) = &command.invitation_message {
            verdict.check(text(SettingRule::Adm1, "invitation_message", check_message(message)).map(drop))?;
        }
        let event = OrganizationUpdated {
            name: verdict.require(name)?,
            domains,
            brand_color: brand_color.map(|color| color.to_ascii_lowercase().into()),
            banner: command.banner.clone(),
            logo: command.logo.clone(),
            report_cadence,
            invitation_message: command.invitation_message.clone(),
        };
        let mut effects = Effects::from(event);
        effects.warnings = warnings;
        Ok(effects)
    }

    /// A cadence whose days stand in the order of the week and whose programs are there, each once.
    fn judge_cadence(&self, cadence: &ReportCadence, verdict: &mut Verdict) -> Result<ReportCadence, Stop> {
        let mut weekdays = cadence.weekdays.clone();
        weekdays.sort_unstable();
        weekdays.dedup();
        if weekdays.is_empty() {
            verdict.refuse(Refusal::EmptyCadence { what: "day".into() })?;
        }
        verdict.check(text(SettingRule::Rep4, "report_cadence.time", check_time(&cadence.time)).map(drop))?;
        verdict.check(text(SettingRule::Rep4, "report_cadence.zone", check_zone(&cadence.zone)).map(drop))?;
        let mut seen = Set::default();
        let mut programs = cadence.programs.clone();
        for program in programs.iter().flatten() {
            match self.program_handle(*program) {
                None => verdict.refuse(Refusal::UnknownProgram { program: *program })?,
                Some(handle) if self.program(handle).is_some_and(|found| found.removed) => {
                    verdict.refuse(Refusal::ProgramRemoved { program: *program })?;
                }
                Some(_) => {}
            }
        }
        if let Some(programs) = &mut programs {
            programs.retain(|program| seen.insert(*program));
            if programs.is_empty() {
                verdict.refuse(Refusal::EmptyCadence { what: "program".into() })?;
            }
        }
        Ok(ReportCadence { programs, weekdays, time: cadence.time.clone(), zone: cadence.zone.clone() })
    }

    pub(crate) fn check_organization_updated(&self, event: &OrganizationUpdated) -> Result<(), ApplyError> {
        // Domains are looked up by halving.
        let sorted = event.domains.is_sorted_by(|one, other| one < other);
        let programs = event.report_cadence.iter().flat_map(|cadence| cadence.programs.iter().flatten());
        let known = programs.take(PROGRAMS_LIMIT).all(|program| self.program_handle(*program).is_some());
        ApplyError::unless(self.organization.is_some() && sorted && known, "the organization's settings")
    }

    pub(crate) fn apply_organization_updated(&mut self, event: &OrganizationUpdated) {
        let Some(organization) = &mut self.organization else { return };
        organization.name = event.name.clone();
        organization.domains = event.domains.clone();
        organization.settings = Settings {
            brand_color: event.brand_color.clone(),
            banner: event.banner.clone(),
            logo: event.logo.clone(),
            report_cadence: event.report_cadence.clone(),
            invitation_message: event.invitation_message.clone(),
        };
    }

    /// The organization and its settings (`ADM-1`).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for everyone but the operator, the host and organization administrators;
    /// [`Refusal::NoOrganization`] if there is none yet.
    ///
    /// ```
    /// use matricula::{Actor, Context, Register};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// assert_eq!(Register::new().organization(&context).unwrap_err().code(), "no_organization");
    /// ```
    pub fn organization(&self, context: &Context) -> Result<OrganizationView, Refusal> {
        let found = self.organization.as_ref().ok_or(Refusal::NoOrganization {})?;
        self.scope_of(&context.actor, "organization")?;
        let settings = &found.settings;
        Ok(OrganizationView {
            organization: found.id,
            name: found.name.clone(),
            domains: found.domains.clone(),
            brand_color: settings.brand_color.clone(),
            banner: settings.banner.clone(),
            logo: settings.logo.clone(),
            report_cadence: settings.report_cadence.clone(),
            invitation_message: settings.invitation_message.clone(),
            policies: found.policies,
        })
    }
}

/// Domains in their compared form and in order, each once.
fn judge_domains(given: &[Box<str>], verdict: &mut Verdict) -> Result<Vec<Box<str>>, Stop> {
    let mut domains = Vec::new();
    for domain in given {
        match Domain::parse(domain) {
            Ok(domain) => domains.push(Box::from(domain.as_str())),
            Err(error) => verdict.refuse(Refusal::InvalidOrganizationDomain {
                domain: shown(domain),
                reason: error.code().into(),
                problem: alloc::format!("{error}").into(),
            })?,
        }
    }
    domains.sort_unstable();
    domains.dedup();
    Ok(domains)
}

/// A domain as it was given: at most 80 characters, and of an address only what follows the `@`.
fn shown(given: &str) -> Box<str> {
    let domain = given.rsplit('@').next().unwrap_or_default();
    let shown = domain.chars().filter(|letter| !letter.is_control()).take(80);
    shown.collect::<alloc::string::String>().into()
}

/// A refusal of a whitelist's domain.
pub(crate) fn invalid_domain(given: &str, error: &crate::DomainError) -> Refusal {
    Refusal::InvalidDomain {
        domain: shown(given),
        reason: error.code().into(),
        problem: alloc::format!("{error}").into(),
    }
}
