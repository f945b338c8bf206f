//! What an administrator reads when the program has run.

use std::fmt::Write as _;

use matricula::report::Summary;
use matricula::{ContractTerms, InvitationId, InvitationStatus};

use crate::arguments::Arguments;
use crate::files::Files;
use crate::inputs::Inputs;
use crate::organization::{LineResult, ORGANIZATION, Organization};
use crate::overview::{Overview, day, minute, sold, stages};
use crate::picture::{cut, thousands, with_share};
use crate::year::RefusedActivity;

/// Kinds of problems that are shown of each file; all are in the files that are written.
const SHOWN: usize = 8;

/// Skills that are shown.
const SKILLS: usize = 6;

/// Everything that is printed of.
pub(crate) struct Outcome<'a> {
    pub(crate) arguments: &'a Arguments,
    pub(crate) inputs: &'a Inputs,
    pub(crate) organization: &'a Organization,
    pub(crate) refused: &'a [RefusedActivity],
    pub(crate) overview: &'a Overview,
    pub(crate) summary: &'a Summary,
    pub(crate) files: &'a Files,
}

impl Outcome<'_> {
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.read(&mut text);
        self.imports(&mut text);
        self.activity(&mut text);
        self.contracts(&mut text);
        self.programs(&mut text);
        self.learned(&mut text);
        heading(&mut text, "Email report of all time");
        for (label, value) in self.summary.figures() {
            let value = match value.split_once('.') {
                Some((whole, places)) => {
                    format!("{}.{places}", whole.parse().map_or(whole.to_owned(), thousands))
                }
                None => value.parse().map_or(value.clone(), thousands),
            };
            let _ = writeln!(text, "  {label:<74}{value:>12}");
        }
        heading(&mut text, "Written to");
        for name in self.files.names() {
            let _ = writeln!(text, "  {}", self.arguments.out.join(name).display());
        }
        text
    }

    fn read(&self, text: &mut String) {
        let _ = writeln!(text, "{ORGANIZATION}, as of {} UTC", minute(self.overview.as_of));
        heading(text, "What was read");
        let inputs = self.inputs;
        for (what, path, records, unreadable) in [
            (
                "invitations",
                &self.arguments.invitations,
                inputs.invitations.records,
                bad(&self.organization.invitations),
            ),
            (
                "domains",
                &self.arguments.whitelist,
                inputs.whitelist.records,
                bad(self.organization.whitelist.iter().take(1).flat_map(|(_, rows)| rows)),
            ),
            (
                "catalog",
                &self.arguments.catalog,
                inputs.catalog.records,
                bad(&self.organization.refused_catalog),
            ),
            (
                "activity",
                &self.arguments.activity,
                inputs.activity.records,
                bad(self.refused.iter().map(|refused| &refused.row)),
            ),
        ] {
            let unreadable = if unreadable == 0 {
                String::new()
            } else {
                format!(", {} unreadable", thousands(count(unreadable)))
            };
            let rows = format!("{} rows{unreadable}", thousands(records));
            let _ = writeln!(text, "  {what:<13}{rows:<27}{}", path.display());
        }
    }

    fn imports(&self, text: &mut String) {
        let organization = self.organization;
        let target = organization.programs.first().map_or("", |program| program.name);
        heading(text, &format!("Invitations to {target}"));
        outcome(text, &organization.invitations);
        // Each program fares the same, since none had a domain before.
        heading(text, "Domains whose people may join without an invitation");
        outcome(text, organization.whitelist.iter().take(1).flat_map(|(_, rows)| rows));
        if !organization.refused_catalog.is_empty() {
            heading(text, "Catalog rows left out");
            outcome(text, &organization.refused_catalog);
            if organization.refused_catalog.iter().any(|row| row.code == "empty_specialization") {
                let hint = "name a specialization in the rows of its courses, in the column `Specialization`";
                let _ = writeln!(text, "    {hint}");
            }
        }
    }

    fn activity(&self, text: &mut String) {
        heading(text, "The year");
        let refused = self.refused.iter().filter(|refused| refused.row.result == "refused").count();
        let carried_out = self.inputs.activity.rows.len() - refused;
        let _ = writeln!(text, "  {:<17}{:>7}", "carried out", thousands(count(carried_out)));
        outcome(text, self.refused.iter().map(|refused| &refused.row));
        if self.refused.iter().any(|refused| refused.row.code == "clock_went_back") {
            let _ = writeln!(text, "    rows are taken in the order of the file: sort it by time");
        }
        heading(text, "What became of the invitations");
        let (register, as_of) = (&self.organization.register, self.overview.as_of);
        for status in InvitationStatus::ALL {
            let of_status = |invitation: &&InvitationId| {
                register.invitation(**invitation, as_of).is_some_and(|found| found.status == *status)
            };
            let number = self.organization.invited.iter().filter(of_status).count();
            if number > 0 {
                let _ = writeln!(text, "  {:<17}{:>7}", status.as_str(), thousands(count(number)));
            }
        }
    }

    fn contracts(&self, text: &mut String) {
        heading(text, "Contracts");
        let mut row = |cells: [&str; 7]| {
            let [name, kind, remaining, used, utilized, started, ends] = cells;
            let _ = writeln!(
                text,
                "  {name:<26}{kind:<14}{remaining:>13}{used:>11}{utilized:>11}   {started:<12}{ends}"
            );
        };
        row(["Name", "Contract Type", "Remaining", "Used", "Utilized", "Started", "Ends"]);
        for contract in &self.overview.contracts {
            let number = |number: u32| thousands(number.into());
            // What is counted of an enrollments contract are units, which are always utilized.
            let used = match contract.terms {
                ContractTerms::Enrollments(_) => [number(contract.units_used), "-".to_owned()],
                _ => [number(contract.occupied), number(contract.utilized)],
            };
            row([
                &cut(&contract.name, 25),
                sold(&contract.terms).0,
                &contract.remaining.map_or_else(|| "-".to_owned(), number),
                &used[0],
                &used[1],
                &day(contract.starts_at),
                &day(contract.ends_at),
            ]);
        }
    }

    fn programs(&self, text: &mut String) {
        heading(text, "Programs: who was invited, joined, enrolled, completed");
        let row = |text: &mut String, name: &str, stages: [u64; 4]| {
            let _ = write!(text, "  {:<26}", cut(name, 25));
            for number in stages {
                let _ = write!(text, "{:>16}", with_share(number, stages[0]));
            }
            text.push('\n');
        };
        for program in &self.overview.programs {
            row(text, &program.name, stages(&program.funnel));
        }
        row(text, "All", stages(&self.overview.funnel));
        heading(text, "Whom to remind");
        let _ = writeln!(text, "  {:<26}{:>16}{:>16}{:>16}", "", "to join", "to enroll", "to complete");
        for program in &self.overview.programs {
            let [_, joined, enrolled, completed] = stages(&program.funnel);
            let _ = writeln!(
                text,
                "  {:<26}{:>16}{:>16}{:>16}",
                cut(&program.name, 25),
                thousands(program.funnel.invited.into()),
                thousands(joined.saturating_sub(enrolled)),
                thousands(enrolled.saturating_sub(completed)),
            );
        }
    }

    fn learned(&self, text: &mut String) {
        heading(text, "What was learned");
        let _ = writeln!(text, "  {:<17}{:>7}", "lessons taken", thousands(self.overview.lessons));
        if self.overview.skills.is_empty() {
            return;
        }
        let _ = writeln!(text, "  {:<26}{:>16}{:>16}", "Skill", "enrolled", "completed");
        for skill in self.overview.skills.iter().take(SKILLS) {
            let _ = writeln!(
                text,
                "  {:<26}{:>16}{:>16}",
                cut(&skill.name, 25),
                thousands(skill.enrolled),
                thousands(skill.completed)
            );
        }
    }
}

fn heading(text: &mut String, words: &str) {
    let _ = writeln!(text, "\n{words}");
}

/// How many rows there are of each result, and the first that need a look.
fn outcome<'a>(text: &mut String, rows: impl IntoIterator<Item = &'a LineResult> + Clone) {
    let mut counts: Vec<(&str, u64)> = Vec::new();
    let mut unreadable = 0;
    for row in rows.clone() {
        // A row may have several problems, one behind the other.
        if row.result == "unreadable" && core::mem::replace(&mut unreadable, row.line) == row.line {
            continue;
        }
        match counts.iter_mut().find(|(result, _)| *result == row.result) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.result, 1)),
        }
    }
    for (result, count) in counts {
        let _ = writeln!(text, "  {:<17}{:>7}", result.replace('_', " "), thousands(count));
    }
    // One line for each kind of problem, the first of it.
    let mut problems: Vec<(String, &LineResult, u64)> = Vec::new();
    for row in rows.into_iter().filter(|row| !row.code.is_empty()) {
        let kind = kind(row);
        match problems.iter_mut().find(|(known, ..)| *known == kind) {
            Some((.., count)) => *count += 1,
            None => problems.push((kind, row, 1)),
        }
    }
    // The most frequent first, else in the order of the file.
    problems.sort_by_key(|(.., count)| core::cmp::Reverse(*count));
    for (_, first, count) in problems.iter().take(SHOWN) {
        let others = if *count == 1 {
            String::new()
        } else {
            format!(" ({} such rows)", thousands(*count))
        };
        // What cannot be read says its line by itself.
        let line = if first.result == "unreadable" {
            String::new()
        } else {
            format!("line {}: ", first.line)
        };
        let _ = writeln!(text, "    {line}{}{others}", first.message);
    }
    let more: u64 = problems.iter().skip(SHOWN).map(|(.., count)| count).sum();
    if more > 0 {
        let _ = writeln!(text, "    and {} rows with other problems", thousands(more));
    }
}

/// What makes two problems the same: the code, and what the message says apart from the values that it quotes.
fn kind(row: &LineResult) -> String {
    if row.result == "unreadable" {
        return row.code.clone();
    }
    let said: String = row.message.split('`').step_by(2).collect();
    format!("{} {said}", row.code)
}

/// How many rows could not be read; a row may have several problems.
fn bad<'a>(rows: impl IntoIterator<Item = &'a LineResult>) -> usize {
    let mut lines: Vec<_> =
        rows.into_iter().filter(|row| row.result == "unreadable").map(|row| row.line).collect();
    lines.dedup();
    lines.len()
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or_default()
}
