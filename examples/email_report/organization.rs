//! The organization of this example: what the platform's operator sets up, and the two imports.

use std::collections::HashMap;

use matricula::table::{CatalogFile, CatalogKind, CatalogLine};
use matricula::*;
use uuid::Uuid;

use crate::inputs::Inputs;

/// Every id here is a UUID of version 5 of a stable text under this one, so that each run, in each language, has the
/// same ids.
const NAMESPACE: Uuid = Uuid::from_u128(0xa7c4_e1d0_52b8_5f0e_9d57_3b1f_6e2c_8a90);

pub(crate) const ORGANIZATION: &str = "Meridian Works";

/// The start of the year when the activity file does not tell one.
const DEFAULT_START: &str = "2025-01-01T00:00:00.000Z";

/// First activity before or after these is taken for a slip and does not set the start of the year.
const PLAUSIBLE: [&str; 2] = ["1970-01-01T00:00:00.000Z", "9000-01-01T00:00:00.000Z"];

/// A program with what the rest of the example needs of it.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) id: ProgramId,
    pub(crate) name: &'static str,
    pub(crate) slug: &'static str,
    /// The contract from which whitelisted people consume.
    whitelist_contract: ContractId,
    /// The word in the names of the collections that it offers; absent for all.
    subject: Option<&'static str>,
}

/// A row of a file that was not taken in, or what became of it.
#[derive(Debug)]
pub(crate) struct LineResult {
    pub(crate) line: u64,
    pub(crate) result: &'static str,
    pub(crate) code: String,
    pub(crate) rule: String,
    pub(crate) message: String,
}

impl LineResult {
    pub(crate) fn refused(line: u64, refusal: &Refusal) -> Self {
        Self {
            line,
            result: "refused",
            code: refusal.code().into(),
            rule: refusal.rule().into(),
            message: refusal.to_string(),
        }
    }
}

/// The organization as it stands before anybody has joined.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) register: Register,
    pub(crate) programs: Vec<Program>,
    pub(crate) administrator: Actor,
    pub(crate) starts_at: Timestamp,
    /// By slug.
    pub(crate) items: HashMap<Box<str>, CatalogItem>,
    /// By program and name.
    pub(crate) collections: HashMap<(ProgramId, Box<str>), CollectionId>,
    pub(crate) refused_catalog: Vec<LineResult>,
    pub(crate) invited: Vec<InvitationId>,
    /// What became of each row of the invitation file, those that could not be read included.
    pub(crate) invitations: Vec<LineResult>,
    /// The same of the whitelist file, for each program.
    pub(crate) whitelist: Vec<(&'static str, Vec<LineResult>)>,
}

pub(crate) fn id(text: &str) -> u128 {
    Uuid::new_v5(&NAMESPACE, text.as_bytes()).as_u128()
}

/// The first of the month in which the first activity falls.
fn start_of_year(inputs: &Inputs) -> Result<Timestamp, TimestampError> {
    let [earliest, latest] = [PLAUSIBLE[0].parse()?, PLAUSIBLE[1].parse()?];
    let first = inputs.activity.rows.iter().map(|row| row.at);
    match first.clone().find(|at| (earliest..latest).contains(at)) {
        Some(first) => format!("{}-01T00:00:00.000Z", &first.to_string()[..7]).parse(),
        None => DEFAULT_START.parse(),
    }
}

/// The same day some years later; it is always a first of a month.
fn years_later(time: Timestamp, years: u32) -> Result<Timestamp, TimestampError> {
    let text = time.to_string();
    let year: u32 = text[..4].parse().map_err(|_| TimestampError::NotATime)?;
    format!("{:04}{}", year + years, &text[4..]).parse()
}

impl Organization {
    /// Sets everything up and imports the whitelist and the invitations.
    pub(crate) fn set_up(inputs: &Inputs) -> Result<Self, Box<dyn std::error::Error>> {
        let starts_at = start_of_year(inputs)?;
        let operator = Context::new(starts_at, Actor::OPERATOR);
        let mut register = Register::new();
        register.execute(
            &CreateOrganization {
                organization: OrganizationId::from_u128(id("organization")),
                name: ORGANIZATION.into(),
                domains: vec!["meridian.example".into(), "bücher.example".into()],
                policies: None,
            }
            .into(),
            &operator,
        )?;
        let [memberships, unlimited, enrollments] = contracts(starts_at)?.map(|contract| {
            let id = contract.contract;
            register.execute(&contract.into(), &operator).map(|_| id)
        });
        let (memberships, unlimited, enrollments) = (memberships?, unlimited?, enrollments?);
        let programs = vec![
            Program {
                id: ProgramId::from_u128(id("program:everyone-learns")),
                name: "Everyone Learns",
                slug: "everyone-learns",
                whitelist_contract: unlimited,
                subject: None,
            },
            Program {
                id: ProgramId::from_u128(id("program:data-academy")),
                name: "Data Academy",
                slug: "data-academy",
                whitelist_contract: enrollments,
                subject: Some("Data"),
            },
        ];
        for program in &programs {
            register.execute(&creation(program).into(), &operator)?;
        }
        let administrator = administrators(&mut register, &programs, &operator)?;
        let mut found = Self {
            register,
            programs,
            administrator: Actor::administrator(administrator),
            starts_at,
            items: HashMap::new(),
            collections: HashMap::new(),
            refused_catalog: Vec::new(),
            invited: Vec::new(),
            invitations: Vec::new(),
            whitelist: Vec::new(),
        };
        found.add_catalog(&inputs.catalog);
        found.import_whitelist(inputs)?;
        found.import_invitations(inputs, memberships)?;
        Ok(found)
    }

    pub(crate) fn program(&self, slug: &str) -> Option<&Program> {
        self.programs.iter().find(|program| program.slug == slug)
    }

    /// Makes the courses and specializations of the file known, and fills the programs' collections with them.
    fn add_catalog(&mut self, file: &CatalogFile) {
        for problem in &file.problems.kept {
            self.refused_catalog.push(unreadable(problem));
        }
        let of_kind = |kind| file.rows.iter().filter(move |row| row.kind == kind);
        let mut courses = HashMap::<&str, Vec<CourseId>>::new();
        for row in of_kind(CatalogKind::Course) {
            if let Some(course) = self.add_course(row)
                && let Some(specialization) = row.specialization.as_deref()
            {
                courses.entry(specialization).or_default().push(course);
            }
        }
        for row in of_kind(CatalogKind::Specialization) {
            self.add_specialization(row, courses.remove(&*row.slug).unwrap_or_default());
        }
        let mut names: Vec<(&str, u64)> = Vec::new();
        let mut contents = HashMap::<&str, Vec<CatalogItem>>::new();
        for row in &file.rows {
            let content = contents.entry(&row.collection).or_insert_with(|| {
                names.push((&row.collection, row.line));
                Vec::new()
            });
            content.extend(self.items.get(&row.slug).cloned());
        }
        for place in 0..self.programs.len() {
            let subject = self.programs[place].subject.filter(|subject| {
                // A catalog without that subject is offered whole.
                names.iter().any(|(name, _)| name.contains(subject))
            });
            for (name, line) in &names {
                if subject.is_none_or(|subject| name.contains(subject)) {
                    let items = contents.get(name).cloned().unwrap_or_default();
                    if !items.is_empty()
                        && let Err(refusal) = self.add_collection(place, name, items)
                    {
                        self.refused_catalog.push(LineResult::refused(*line, &refusal));
                    }
                }
            }
        }
        self.refused_catalog.sort_by_key(|row| row.line);
    }

    fn set_up_command(&mut self, command: Command) -> Result<Commit, Refusal> {
        self.register.execute(&command, &Context::new(self.starts_at, Actor::OPERATOR))
    }

    fn add_course(&mut self, row: &CatalogLine) -> Option<CourseId> {
        let course: CourseId = row.id.parse().ok()?;
        let command = AddCourse {
            course,
            name: row.name.clone(),
            slug: row.slug.clone(),
            partner: row.partner.clone(),
        };
        self.add_item(row, course.into(), command.into()).then_some(course)
    }

    fn add_specialization(&mut self, row: &CatalogLine, courses: Vec<CourseId>) {
        let Ok(specialization) = row.id.parse::<SpecializationId>() else {
            return;
        };
        let command = AddSpecialization {
            specialization,
            name: row.name.clone(),
            slug: row.slug.clone(),
            partner: row.partner.clone(),
            courses,
        };
        self.add_item(row, specialization.into(), command.into());
    }

    fn add_item(&mut self, row: &CatalogLine, item: CatalogItem, command: Command) -> bool {
        let outcome = self.set_up_command(command);
        match &outcome {
            Ok(_) => {
                self.describe(row, &item);
                self.items.insert(row.slug.clone(), item);
            }
            Err(refusal) => self.refused_catalog.push(LineResult::refused(row.line, refusal)),
        }
        outcome.is_ok()
    }

    /// Says how hard a course or specialization is and what it teaches, as far as the file does.
    fn describe(&mut self, row: &CatalogLine, item: &CatalogItem) {
        let word = row.difficulty.as_deref().unwrap_or_default().to_lowercase();
        let difficulty = Difficulty::ALL.iter().copied().find(|known| known.as_str() == word);
        if difficulty.is_none() && row.skills.is_empty() {
            return;
        }
        let (name, partner, skills) = (row.name.clone(), row.partner.clone(), row.skills.clone());
        let command: Command = match item {
            CatalogItem::CourseItem(CourseItem { course }) => {
                UpdateCourse { course: *course, name, partner, difficulty, skills }.into()
            }
            CatalogItem::SpecializationItem(SpecializationItem { specialization }) => {
                UpdateSpecialization { specialization: *specialization, name, partner, difficulty, skills }
                    .into()
            }
        };
        if let Err(refusal) = self.set_up_command(command) {
            self.refused_catalog.push(LineResult::refused(row.line, &refusal));
        }
    }

    fn add_collection(&mut self, place: usize, name: &str, items: Vec<CatalogItem>) -> Result<(), Refusal> {
        let (program, slug) = (self.programs[place].id, self.programs[place].slug);
        let collection = CollectionId::from_u128(id(&format!("collection:{slug}:{name}")));
        let create = CreateCollection { program, collection, name: name.into(), description: "".into() };
        self.set_up_command(create.into())?;
        self.collections.insert((program, name.into()), collection);
        self.set_up_command(AddToCollection { program, collection, items }.into())?;
        Ok(())
    }

    fn import_whitelist(&mut self, inputs: &Inputs) -> Result<(), Refusal> {
        let context = Context::new(self.starts_at, self.administrator.clone());
        for program in &self.programs {
            let command = ImportDomains {
                program: program.id,
                contract: program.whitelist_contract,
                rows: inputs.whitelist.rows.clone(),
                update_existing: false,
                mode: BulkMode::SkipInvalid,
                preview: None,
            };
            let commit = self.register.execute(&command.into(), &context)?;
            let results = line_results(&inputs.whitelist.problems.kept, &commit.rows);
            self.whitelist.push((program.slug, results));
        }
        Ok(())
    }

    /// Shows the import first and carries out just what was shown (`INV-3`).
    fn import_invitations(&mut self, inputs: &Inputs, contract: ContractId) -> Result<(), Refusal> {
        let context = Context::new(self.starts_at, self.administrator.clone());
        let mut command = InviteLearners {
            import: ImportId::from_u128(id("import:everyone-learns")),
            program: self.programs[0].id,
            contract,
            rows: inputs.invitations.rows.clone(),
            send: true,
            mode: BulkMode::SkipInvalid,
            preview: None,
        };
        command.preview = Some(self.register.preview_invitations(&command, &context)?.preview);
        let commit = self.register.execute(&command.into(), &context)?;
        self.invited = commit
            .rows
            .iter()
            .filter_map(|row| match &row.result {
                RowResult::Invited(row) => Some(row.invitation),
                _ => None,
            })
            .collect();
        self.invitations = line_results(&inputs.invitations.problems.kept, &commit.rows);
        Ok(())
    }
}

/// Seats that are a few too few, seats without end, and single enrollments.
fn contracts(starts_at: Timestamp) -> Result<[CreateContract; 3], TimestampError> {
    let contract = |slug: &str, name: &str, terms, years| {
        Ok(CreateContract {
            contract: ContractId::from_u128(id(&format!("contract:{slug}"))),
            name: name.into(),
            terms,
            starts_at,
            ends_at: years_later(starts_at, years)?,
            policies: None,
        })
    };
    let memberships = ContractPolicies {
        end_of_contract: EndOfContract::Remove,
        overbooking: Overbooking::Allowed,
        expiry_notice_days: None,
        ..ContractPolicies::default()
    };
    let unlimited = ContractPolicies { seat_counting: SeatCounting::Learner, ..ContractPolicies::default() };
    let enrollments = ContractPolicies { unit_return_days: Some(14), ..ContractPolicies::default() };
    Ok([
        CreateContract {
            policies: Some(memberships),
            ..contract("staff", "Staff Memberships", Memberships { seats: 400 }.into(), 2)?
        },
        CreateContract {
            policies: Some(unlimited),
            ..contract("partners", "Partners and Guests", Unlimited {}.into(), 5)?
        },
        CreateContract {
            policies: Some(enrollments),
            ..contract("data", "Data Enrollments", Enrollments { units: 100 }.into(), 1)?
        },
    ])
}

fn creation(program: &Program) -> CreateProgram {
    let whole = program.subject.is_none();
    CreateProgram {
        program: program.id,
        name: program.name.into(),
        slug: program.slug.into(),
        url: format!("https://learn.meridian.example/{}", program.slug).into(),
        tagline: if whole { "Something new for everyone" } else { "From spreadsheets to models" }.into(),
        banner: None,
        course_limit: Some(if whole { 5 } else { 3 }),
        policies: Some(ProgramPolicies {
            limit_counting: if whole { LimitCounting::Current } else { LimitCounting::Ever },
            whitelist_match: if whole { WhitelistMatch::Exact } else { WhitelistMatch::Subdomains },
            invitation_days: whole.then_some(300),
        }),
    }
}

/// Adds one administrator of the organization, who adds one of the second program.
fn administrators(
    register: &mut Register,
    programs: &[Program],
    operator: &Context,
) -> Result<AdministratorId, Refusal> {
    let administrator = AdministratorId::from_u128(id("administrator:mira.okafor"));
    register.execute(
        &AddOrganizationAdministrator {
            administrator,
            name: "Mira Okafor".into(),
            email: "mira.okafor@meridian.example".into(),
        }
        .into(),
        operator,
    )?;
    let context = Context::new(operator.now, Actor::administrator(administrator));
    register.execute(
        &AddProgramAdministrator {
            program: programs[1].id,
            administrator: AdministratorId::from_u128(id("administrator:jonas.lindqvist")),
            name: "Jonas Lindqvist".into(),
            email: "jonas.lindqvist@bücher.example".into(),
        }
        .into(),
        &context,
    )?;
    Ok(administrator)
}

pub(crate) fn unreadable(problem: &matricula::table::Problem) -> LineResult {
    LineResult {
        line: problem.line,
        result: "unreadable",
        code: problem.code.as_str().into(),
        rule: "REP-6".into(),
        message: problem.message.to_string(),
    }
}

/// What became of each row, those that could not be read included, in the order of their lines.
fn line_results(problems: &[matricula::table::Problem], rows: &[RowOutcome]) -> Vec<LineResult> {
    let plain = |line, result, message: String| LineResult {
        line,
        result,
        code: String::new(),
        rule: String::new(),
        message,
    };
    let mut results: Vec<_> = problems.iter().map(unreadable).collect();
    results.extend(rows.iter().map(|row| match &row.result {
        RowResult::RowRefused(refused) => LineResult::refused(row.line, &refused.refusal),
        RowResult::Repeated(repeated) => {
            let message = format!("line {} has the same; nothing was done", repeated.first_line);
            plain(row.line, row.result.kind(), message)
        }
        other => plain(row.line, other.kind(), String::new()),
    }));
    results.sort_by_key(|result| result.line);
    results
}
