//! The year: each row of the activity file becomes a command, given at the row's time by whom it was done.

use matricula::table::{ActivityAction, ActivityFile, ActivityLine, ProfileField};
use matricula::*;

use crate::organization::{LineResult, Organization, id, unreadable};

/// Characters of a cell that a message shows at most.
const SHOWN: usize = 60;

/// A row of the activity file that was not carried out.
#[derive(Debug)]
pub(crate) struct RefusedActivity {
    pub(crate) time: Option<Timestamp>,
    pub(crate) action: &'static str,
    pub(crate) row: LineResult,
}

/// Why a row is not carried out: what the register says, or what the file names and nobody knows.
enum Unfit {
    Refused(Box<Refusal>),
    Unknown {
        code: &'static str,
        rule: &'static str,
        message: String,
    },
}

impl From<Refusal> for Unfit {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// Lives through the file row by row, in the order of the file; a refused row changes nothing, and the next one goes on.
/// Gives the refused rows in the order of their lines.
pub(crate) fn live(organization: &mut Organization, file: &ActivityFile) -> Vec<RefusedActivity> {
    let mut refused: Vec<_> = file
        .problems
        .kept
        .iter()
        .map(|problem| RefusedActivity { time: None, action: "", row: unreadable(problem) })
        .collect();
    for row in &file.rows {
        if let Err(unfit) = carry_out(organization, row) {
            refused.push(RefusedActivity {
                time: Some(row.at),
                action: row.action.as_str(),
                row: match unfit {
                    Unfit::Refused(refusal) => LineResult::refused(row.line, &refusal),
                    Unfit::Unknown { code, rule, message } => LineResult {
                        line: row.line,
                        result: "refused",
                        code: code.into(),
                        rule: rule.into(),
                        message,
                    },
                },
            });
        }
    }
    refused.sort_by_key(|refused| refused.row.line);
    refused
}

fn carry_out(organization: &mut Organization, row: &ActivityLine) -> Result<(), Unfit> {
    let (command, actor) = command(organization, row)?;
    organization.register.execute(&command, &Context::new(row.at, actor))?;
    if let Some(lessons) = row.lessons {
        let command = record_lessons(organization, row, lessons)?;
        organization.register.execute(&command, &Context::new(row.at, Actor::HOST))?;
    }
    Ok(())
}

/// The command for the lessons of a row, beside its other one.
fn record_lessons(organization: &Organization, row: &ActivityLine, lessons: u16) -> Result<Command, Unfit> {
    let program = program(organization, row)?;
    let learner = known_learner(&organization.register, row)?.learner;
    match item(organization, row)? {
        CatalogItem::CourseItem(CourseItem { course }) => {
            Ok(RecordLessons { program, learner, course, lessons }.into())
        }
        CatalogItem::SpecializationItem(_) => Err(unknown(
            "unknown_item",
            "ENR-3",
            "lessons are those of a course; leave the cell empty for a specialization".into(),
        )),
    }
}

fn program(organization: &Organization, row: &ActivityLine) -> Result<ProgramId, Unfit> {
    organization.program(&row.program).map(|program| program.id).ok_or_else(|| {
        let known: Vec<_> = organization.programs.iter().map(|program| program.slug).collect();
        let known = known.join("`, `");
        unknown(
            "unknown_program",
            "PRG-1",
            format!("there is no program with the slug `{}`; use one of `{known}`", shown(&row.program)),
        )
    })
}

/// The command of a row, and who gives it.
fn command(organization: &Organization, row: &ActivityLine) -> Result<(Command, Actor), Unfit> {
    let register = &organization.register;
    let program = program(organization, row)?;
    let administrator = organization.administrator.clone();
    Ok(match row.action {
        ActivityAction::Join => {
            let learner = account(register, row);
            let name = name(register, program, row, &row.email);
            let command = JoinProgram { program, learner, name, email: row.email.clone() };
            (command.into(), Actor::learner(learner))
        }
        ActivityAction::Accept => {
            let invited = row.detail.as_ref().unwrap_or(&row.email);
            let invitation = invitation(register, program, invited, row.at)?;
            let learner = account(register, row);
            let name = name(register, program, row, invited);
            let command = AcceptInvitation { invitation, learner, name, email: row.email.clone() };
            (command.into(), Actor::learner(learner))
        }
        ActivityAction::Resend => {
            let invitation = invitation(register, program, &row.email, row.at)?;
            (ResendInvitation { invitation }.into(), administrator)
        }
        ActivityAction::Withdraw => {
            let invitation = invitation(register, program, &row.email, row.at)?;
            (RemoveInvitation { invitation }.into(), administrator)
        }
        ActivityAction::Decline => {
            let invitation = invitation(register, program, &row.email, row.at)?;
            (DeclineInvitation { invitation }.into(), Actor::HOST)
        }
        ActivityAction::Bounce => {
            let invitation = invitation(register, program, &row.email, row.at)?;
            (ReportBounce { invitation }.into(), Actor::HOST)
        }
        ActivityAction::Remove => {
            let learner = known_learner(register, row)?.learner;
            let allow_return = row.allow_return.unwrap_or_default();
            (RemoveLearner { program, learner, allow_return }.into(), administrator)
        }
        ActivityAction::Profile => {
            let LearnerView { learner, mut profile, .. } = known_learner(register, row)?;
            for change in &row.profile {
                let value = Some(change.value.clone()).filter(|value| !value.is_empty());
                *field(&mut profile, change.field) = value;
            }
            (UpdateProfile { learner, profile }.into(), Actor::HOST)
        }
        ActivityAction::Enroll => {
            let learner = known_learner(register, row)?.learner;
            let item = item(organization, row)?;
            let source = match &row.collection {
                Some(name) => Some(collection(organization, program, name)?),
                None => None,
            };
            let command = match item {
                CatalogItem::CourseItem(CourseItem { course }) => {
                    EnrollInCourse { program, learner, course, source, class_starts_at: row.class_start }
                        .into()
                }
                CatalogItem::SpecializationItem(SpecializationItem { specialization }) => {
                    EnrollInSpecialization { program, learner, specialization, source }.into()
                }
            };
            (command, Actor::learner(learner))
        }
        ActivityAction::Unenroll => {
            let learner = known_learner(register, row)?.learner;
            let command = match item(organization, row)? {
                CatalogItem::CourseItem(CourseItem { course }) => {
                    UnenrollFromCourse { program, learner, course }.into()
                }
                CatalogItem::SpecializationItem(SpecializationItem { specialization }) => {
                    UnenrollFromSpecialization { program, learner, specialization }.into()
                }
            };
            (command, Actor::learner(learner))
        }
        ActivityAction::Progress | ActivityAction::Complete => {
            let learner = known_learner(register, row)?.learner;
            let last_activity_at = Some(row.at);
            let completed_at = (row.action == ActivityAction::Complete).then_some(row.at);
            let command = match item(organization, row)? {
                CatalogItem::CourseItem(CourseItem { course }) => RecordCourseActivity {
                    program,
                    learner,
                    course,
                    progress: row.progress,
                    grade: row.grade,
                    hours: row.hours,
                    last_activity_at,
                    completed_at,
                }
                .into(),
                CatalogItem::SpecializationItem(SpecializationItem { specialization }) => {
                    RecordSpecializationActivity {
                        program,
                        learner,
                        specialization,
                        last_activity_at,
                        completed_at,
                    }
                    .into()
                }
            };
            (command, Actor::HOST)
        }
    })
}

/// The account of whoever joins: the one that has this email, or a new one.
fn account(register: &Register, row: &ActivityLine) -> LearnerId {
    let known = register.learner_by_email(&row.email, row.at).map(|found| found.learner);
    known.unwrap_or_else(|| LearnerId::from_u128(id(&format!("learner:{}", row.email.to_ascii_lowercase()))))
}

/// The name of whoever joins: as the row gives it, else as the account or the invitation does.
fn name(register: &Register, program: ProgramId, row: &ActivityLine, invited: &str) -> Personal {
    let account = || register.learner_by_email(&row.email, row.at).map(|found| found.name);
    let invitee = || register.invitation_of(program, invited, row.at).map(|found| found.name);
    row.name.clone().or_else(account).or_else(invitee).unwrap_or_default()
}

fn known_learner(register: &Register, row: &ActivityLine) -> Result<LearnerView, Unfit> {
    register.learner_by_email(&row.email, row.at).ok_or_else(|| {
        unknown(
            "unknown_learner",
            "ID-3",
            "the person has never joined a program here; add a row for joining before this one".into(),
        )
    })
}

fn invitation(
    register: &Register,
    program: ProgramId,
    email: &str,
    at: Timestamp,
) -> Result<InvitationId, Unfit> {
    register.invitation_of(program, email, at).map(|found| found.invitation).ok_or_else(|| {
        unknown(
            "unknown_invitation",
            "INV-1",
            "the person has no invitation to this program; invite them first".into(),
        )
    })
}

fn item(organization: &Organization, row: &ActivityLine) -> Result<CatalogItem, Unfit> {
    let slug = row.item.as_deref().unwrap_or_default();
    organization.items.get(slug).cloned().ok_or_else(|| {
        unknown(
            "unknown_item",
            "ENR-1",
            format!(
                "the catalog has no course or specialization with the slug `{}`; check its spelling",
                shown(slug)
            ),
        )
    })
}

fn collection(organization: &Organization, program: ProgramId, name: &str) -> Result<CollectionId, Unfit> {
    organization.collections.get(&(program, name.into())).copied().ok_or_else(|| {
        unknown(
            "unknown_collection",
            "VIEW-3",
            format!("the program has no collection `{}`; leave the cell empty for browsing", shown(name)),
        )
    })
}

fn field(profile: &mut Profile, field: ProfileField) -> &mut Option<Personal> {
    match field {
        ProfileField::ManagerName => &mut profile.manager_name,
        ProfileField::ManagerEmail => &mut profile.manager_email,
        ProfileField::JobTitle => &mut profile.job_title,
        ProfileField::JobType => &mut profile.job_type,
        ProfileField::BusinessUnit => &mut profile.business_unit,
        ProfileField::BusinessUnit2 => &mut profile.business_unit_2,
        ProfileField::LocationCity => &mut profile.location_city,
        ProfileField::LocationCountry => &mut profile.location_country,
        ProfileField::LocationRegion => &mut profile.location_region,
    }
}

fn unknown(code: &'static str, rule: &'static str, message: String) -> Unfit {
    Unfit::Unknown { code, rule, message }
}

/// A cell for a message: short, on one line.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).map(|letter| if letter < ' ' { ' ' } else { letter }).collect()
}
