//! The figures behind the page and the printed text, as of the end of the year.

use std::cmp::Reverse;
use std::collections::HashMap;

use matricula::*;

use crate::organization::{ORGANIZATION, Organization};
use crate::picture::{Panel, Picture, Stage, thousands};

const WEEK: i64 = 7 * 86_400_000;

/// Points of a curve at most; a longer time is shown in longer steps.
const POINTS: i64 = 106;

/// What the contracts and programs have come to.
#[derive(Debug)]
pub(crate) struct Overview {
    pub(crate) as_of: Timestamp,
    pub(crate) contracts: Vec<ContractView>,
    pub(crate) programs: Vec<ProgramView>,
    pub(crate) funnel: Funnel,
    /// Lessons that were taken.
    pub(crate) lessons: u64,
    /// The skills of the courses that were taken, those completed most often first.
    pub(crate) skills: Vec<Skill>,
}

/// How often courses that teach a skill were taken.
#[derive(Debug, Default)]
pub(crate) struct Skill {
    pub(crate) name: Box<str>,
    pub(crate) enrolled: u64,
    pub(crate) completed: u64,
}

impl Overview {
    /// As of the latest time that the register has seen.
    pub(crate) fn of(organization: &Organization) -> Result<Self, Refusal> {
        let register = &organization.register;
        let as_of = register.latest().unwrap_or(organization.starts_at);
        let context = Context::new(as_of, organization.administrator.clone());
        Ok(Self {
            as_of,
            contracts: register.contracts(as_of),
            programs: register.programs(as_of),
            funnel: register.funnel(as_of),
            lessons: register.home(&HomeRequest::default(), &context)?.summary.lessons,
            skills: skills(organization),
        })
    }

    pub(crate) fn picture(&self, organization: &Organization) -> Result<Picture, TimestampError> {
        let times = weeks(organization.starts_at, self.as_of)?;
        let funnel = &self.funnel;
        let not_enrolled = funnel.joined.saturating_sub(funnel.enrolled);
        let not_completed = funnel.enrolled.saturating_sub(funnel.completed);
        let notes = [
            format!("{} with an open invitation: resend it", thousands(funnel.invited.into())),
            format!("{} without a course: remind them to enroll", thousands(not_enrolled.into())),
            format!("{} without a completed course: encourage them", thousands(not_completed.into())),
            "members with at least one completed course".to_owned(),
        ];
        let totals = stages(funnel);
        let stages = ["Invited", "Joined", "Enrolled", "Completed"]
            .into_iter()
            .zip(notes)
            .enumerate()
            .map(|(place, (name, note))| Stage {
                name: name.to_owned(),
                note,
                total: totals[place],
                of_programs: self.programs.iter().map(|program| stages(&program.funnel)[place]).collect(),
            })
            .collect();
        Ok(Picture {
            title: format!("{ORGANIZATION}: a year of learning"),
            subtitle: format!("All programs and contracts, as of {} UTC", minute(self.as_of)),
            programs: self.programs.iter().map(|program| program.name.to_string()).collect(),
            stages,
            panels: self
                .contracts
                .iter()
                .map(|contract| panel(&organization.register, contract, &times))
                .collect(),
        })
    }
}

fn skills(organization: &Organization) -> Vec<Skill> {
    let register = &organization.register;
    let taught: HashMap<_, _> =
        register.courses().into_iter().map(|course| (course.course, course.skills)).collect();
    let mut found: Vec<Skill> = Vec::new();
    for program in &organization.programs {
        for count in register.catalog_counts(program.id).unwrap_or_default() {
            let CatalogItem::CourseItem(CourseItem { course }) = count.item else {
                continue;
            };
            for name in taught.get(&course).into_iter().flatten().filter(|_| count.enrolled > 0) {
                let place = found.iter().position(|skill| skill.name == *name).unwrap_or_else(|| {
                    found.push(Skill { name: name.clone(), ..Skill::default() });
                    found.len() - 1
                });
                found[place].enrolled += u64::from(count.enrolled);
                found[place].completed += u64::from(count.completed);
            }
        }
    }
    found.sort_by_key(|skill| Reverse(skill.completed));
    found
}

/// How many came how far. Who has an open invitation or has joined was invited, in the funnel's sense.
pub(crate) fn stages(funnel: &Funnel) -> [u64; 4] {
    let invited = u64::from(funnel.invited) + u64::from(funnel.joined);
    [invited, funnel.joined.into(), funnel.enrolled.into(), funnel.completed.into()]
}

/// What a contract sold, and the word for it.
pub(crate) fn sold(terms: &ContractTerms) -> (&'static str, Option<u64>) {
    match terms {
        ContractTerms::Unlimited(_) => ("Unlimited", None),
        ContractTerms::Memberships(terms) => ("Memberships", Some(terms.seats.into())),
        ContractTerms::Enrollments(terms) => ("Enrollments", Some(terms.units.into())),
    }
}

/// The day of a time, in UTC.
pub(crate) fn day(time: Timestamp) -> String {
    time.to_string().chars().take(10).collect()
}

/// The minute of a time, in UTC.
pub(crate) fn minute(time: Timestamp) -> String {
    time.to_string().replace('T', " ").chars().take(16).collect()
}

/// The start, each week after it, and the end.
fn weeks(start: Timestamp, end: Timestamp) -> Result<Vec<Timestamp>, TimestampError> {
    let span = end.millis() - start.millis();
    let step = WEEK * (span / (WEEK * POINTS) + 1);
    let mut times = Vec::new();
    let mut at = start.millis();
    while at < end.millis() {
        times.push(Timestamp::from_millis(at)?);
        at += step;
    }
    times.push(end);
    Ok(times)
}

fn panel(register: &Register, contract: &ContractView, times: &[Timestamp]) -> Panel {
    let (kind, bought) = sold(&contract.terms);
    let by_unit = matches!(contract.terms, ContractTerms::Enrollments(_));
    let used = |time| {
        let used = if by_unit {
            register.units_as_of(contract.contract, time)
        } else {
            register.seats_as_of(contract.contract, time)
        };
        u64::from(used.unwrap_or_default())
    };
    let number = |number: u32| thousands(number.into());
    let mut figures = vec![("Bought", bought.map_or("unlimited".to_owned(), thousands))];
    if by_unit {
        figures.push(("Used", number(contract.units_used)));
    } else {
        figures.push(("Occupied", number(contract.occupied)));
        figures.push(("Utilized", number(contract.utilized)));
    }
    figures.push(("Remaining", contract.remaining.map_or("unlimited".to_owned(), number)));
    Panel {
        name: contract.name.to_string(),
        subtitle: format!("{kind}, {} to {}", day(contract.starts_at), day(contract.ends_at)),
        figures: figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        bought,
        points: times.iter().map(|time| (*time, used(*time))).collect(),
    }
}
