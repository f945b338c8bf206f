//! A file of dated activity: what people did, for a register to replay.

use alloc::boxed::Box;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::columns::columns;
use super::invitation_file::given;
use super::problem::{ProblemCode, Problems};
use super::row::{Choice, ReadOptions, RowReader};
use crate::schema::{choice, record};
use crate::{Hours, MeasureError, Percent, Personal, Timestamp};

columns! {
    pub(crate) table ActivityTable = "activity file", ragged;

    pub(crate) struct ActivityCells {
        time: time, "Time", [], filled, plain, "When it happened.", "ours";
        action: choice(ActivityAction), "Action", [], filled, plain, "What happened.", "ours";
        program: id, "Program", [], filled, plain, "The slug of the program.", "ours";
        email: text, "Email", [], filled, personal, "The email of the person.", "ours";
        name: text, "Name", [], optional, personal, "The person's full name.", "ours";
        item: id, "Item", [], optional, plain, "The slug of a course or specialization.", "ours";
        collection: text, "Collection", [], optional, plain, "The collection in which it was found.", "ours";
        progress: percent, "Progress", [], optional, plain, "Progress from then on.", "ours";
        grade: percent, "Grade", [], optional, plain, "The grade from then on.", "ours";
        hours: hours, "Hours", [], optional, plain, "Hours spent up to then.", "ours";
        class_start: time, "Class Start", [], optional, plain, "When the class starts.", "ours";
        lessons: maybe_count, "Lessons", [], optional, plain, "Lessons taken so far, in all.", "ours";
        detail: text, "Detail", [], optional, personal, "What the action needs beyond the other columns.", "ours";
    }
}

choice! {
    /// What happened, in an activity file.
    ///
    /// ```
    /// use matricula::table::ActivityAction;
    ///
    /// assert_eq!(ActivityAction::from_word("Enroll"), Some(ActivityAction::Enroll));
    /// ```
    pub enum ActivityAction {
        /// A person joined at the program's URL.
        Join = "join",
        /// An invitee accepted by the invitation's link. `Detail` may have the invited email where the account's differs.
        Accept = "accept",
        /// A member enrolled in an item.
        Enroll = "enroll",
        /// A member left an item.
        Unenroll = "unenroll",
        /// Progress, grade, hours or lessons of an item changed.
        Progress = "progress",
        /// An item was completed.
        Complete = "complete",
        /// A member was removed; `Detail` is `require invitation` or `allow return`.
        Remove = "remove",
        /// An invitation was sent again.
        Resend = "resend",
        /// An administrator removed an invitation.
        Withdraw = "withdraw",
        /// An invitee declined.
        Decline = "decline",
        /// An invitation could not be delivered.
        Bounce = "bounce",
        /// A profile changed; `Detail` has pairs such as `job title=Engineer; location city=Toronto`.
        Profile = "profile",
    }
}

choice! {
    /// A field of a person's profile (`ID-2`).
    pub enum ProfileField {
        /// The manager's full name.
        ManagerName = "manager name",
        /// The manager's email.
        ManagerEmail = "manager email",
        /// What the person works as.
        JobTitle = "job title",
        /// Such as full time.
        JobType = "job type",
        /// Where in the organization the person works.
        BusinessUnit = "business unit",
        /// A second unit.
        BusinessUnit2 = "business unit 2",
        /// The city the person works in.
        LocationCity = "location city",
        /// The country the person works in.
        LocationCountry = "location country",
        /// The region the person works in.
        LocationRegion = "location region",
    }
}

/// The word of a choice that a text means, without case and surrounding space.
fn word<T: Copy>(all: &[T], as_str: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|one| as_str(*one).eq_ignore_ascii_case(text.trim()))
}

impl ActivityAction {
    /// The one that a word means, compared without case and surrounding space.
    pub fn from_word(text: &str) -> Option<Self> {
        word(Self::ALL, Self::as_str, text)
    }

    /// Whether the action is about a course or specialization.
    pub const fn needs_item(self) -> bool {
        matches!(self, Self::Enroll | Self::Unenroll | Self::Progress | Self::Complete)
    }
}

impl Choice for ActivityAction {
    const DEFAULT: Self = Self::Join;

    fn read(text: &str) -> Result<Self, ProblemCode> {
        // An empty cell has been reported as such.
        if text.is_empty() {
            Ok(Self::Join)
        } else {
            Self::from_word(text).ok_or(ProblemCode::UnknownAction)
        }
    }

    fn word(self) -> &'static str {
        self.as_str()
    }
}

record! {
    /// A field of a profile that an activity file sets; an empty value clears it.
    pub struct ProfileChange {
        /// Which field.
        pub field: ProfileField,
        /// What it is set to.
        pub value: Personal,
    }
}

record! {
    /// A row of an activity file.
    pub struct ActivityLine {
        /// The physical line, from 1.
        pub line: u64,
        /// When it happened.
        pub at: Timestamp,
        /// What happened.
        pub action: ActivityAction,
        /// The slug of the program.
        pub program: Box<str>,
        /// The email of the person.
        pub email: Personal,
        /// The person's full name.
        pub name: Option<Personal>,
        /// The slug of a course or specialization; always there when the action is about one.
        pub item: Option<Box<str>>,
        /// The collection in which it was found.
        pub collection: Option<Box<str>>,
        /// Progress from then on.
        pub progress: Option<Percent>,
        /// The grade from then on.
        pub grade: Option<Percent>,
        /// Hours spent on the item up to then.
        pub hours: Option<Hours>,
        /// Lessons of the item taken so far, in all.
        pub lessons: Option<u16>,
        /// When the class starts.
        pub class_start: Option<Timestamp>,
        /// What the action needs beyond the other columns, as it was given.
        pub detail: Option<Personal>,
        /// For `remove`: whether the member may return without a new invitation.
        pub allow_return: Option<bool>,
        /// For `profile`: what was set.
        pub profile: Vec<ProfileChange>,
    }
}

record! {
    /// A file of dated activity, read: `Time`, `Action`, `Program` and `Email`, and, as the actions need them, `Name`,
    /// `Item`, `Collection`, `Progress`, `Grade`, `Hours`, `Lessons`, `Class Start` and `Detail`. The rows keep the order of the file.
    ///
    /// ```
    /// use matricula::table::{ActivityAction, ActivityFile};
    ///
    /// let file = ActivityFile::read(
    ///     b"Time,Action,Program,Email,Item,Progress,Detail\n\
    ///     2024-01-26 10:16:04,progress,p,jo@example.com,ai-for-everyone,12.82,\n\
    ///     2024-01-27 10:16:04,remove,p,jo@example.com,,,allow return\n\
    ///     2024-01-28 10:16:04,remove,p,jo@example.com,,,at once\n",
    /// );
    /// assert_eq!(file.rows[0].action, ActivityAction::Progress);
    /// assert_eq!(file.rows[1].allow_return, Some(true));
    /// assert_eq!(file.problems.kept[0].code.as_str(), "unknown_detail");
    /// ```
    pub struct ActivityFile {
        /// The rows that could be read, in file order.
        pub rows: Vec<ActivityLine>,
        /// Everything that is wrong with the file.
        pub problems: Problems,
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
    }
}

impl ActivityFile {
    /// Reads a whole file.
    pub fn read(bytes: &[u8]) -> Self {
        let mut rows = Vec::new();
        let reader =
            RowReader::<ActivityTable>::read_whole(bytes, ReadOptions::default(), |row, place, judge| {
                let detail = given(&row.detail);
                let item = given(&row.item);
                let mut good = true;
                let mut refuse = |field, code| {
                    good = false;
                    judge.refuse(field, code);
                };
                for (field, text) in [("program", &row.program), ("email", &row.email)] {
                    if text.trim().is_empty() {
                        refuse(field, ProblemCode::EmptyValue);
                    }
                }
                if row.action.needs_item() && item.is_none() {
                    refuse("item", ProblemCode::EmptyValue);
                }
                let mut allow_return = None;
                let mut profile = Vec::new();
                match (row.action, detail.as_deref()) {
                    (ActivityAction::Remove | ActivityAction::Profile, None) => {
                        refuse("detail", ProblemCode::EmptyValue)
                    }
                    (ActivityAction::Remove, Some(detail)) => {
                        allow_return = parse_return(detail);
                        if allow_return.is_none() {
                            refuse("detail", ProblemCode::UnknownDetail);
                        }
                    }
                    (ActivityAction::Profile, Some(detail)) => match parse_profile(detail) {
                        Some(pairs) => profile = pairs,
                        None => refuse("detail", ProblemCode::UnknownDetail),
                    },
                    (ActivityAction::Progress, _)
                        if row.progress.is_none()
                            && row.grade.is_none()
                            && row.hours.is_none()
                            && row.lessons.is_none() =>
                    {
                        refuse("progress", ProblemCode::EmptyValue);
                    }
                    _ => {}
                }
                let mut measure = |field, given: Option<Result<u32, MeasureError>>| match given {
                    Some(Err(error)) => {
                        let is_too_large = matches!(error, MeasureError::OutOfRange { .. });
                        let code =
                            if is_too_large { ProblemCode::OutOfRange } else { ProblemCode::TooPrecise };
                        refuse(field, code);
                        None
                    }
                    Some(Ok(units)) => Some(units),
                    None => None,
                };
                let percent = |given: Decimal| Percent::try_from(given).map(Percent::units);
                let progress = measure("progress", row.progress.map(percent)).and_then(Percent::from_units);
                let grade = measure("grade", row.grade.map(percent)).and_then(Percent::from_units);
                let hours = row.hours.map(|given| Hours::try_from(given).map(Hours::units));
                let hours = measure("hours", hours).and_then(Hours::from_units);
                let lessons = row.lessons.map(u16::try_from).transpose().unwrap_or_else(|_| {
                    good = false;
                    judge.refuse("lessons", ProblemCode::OutOfRange);
                    None
                });
                // An empty time has been reported, and its row does not come here.
                if let Some(at) = row.time.filter(|_| good) {
                    rows.push(ActivityLine {
                        line: place.line(),
                        at,
                        action: row.action,
                        program: row.program.trim().into(),
                        email: row.email.trim().into(),
                        name: given(&row.name).map(Personal::from),
                        item,
                        collection: given(&row.collection),
                        progress,
                        grade,
                        hours,
                        lessons,
                        class_start: row.class_start,
                        detail: detail.map(Personal::from),
                        allow_return,
                        profile,
                    });
                }
            });
        Self { rows, records: reader.rows(), problems: reader.into_problems() }
    }

    /// The empty file to fill in.
    ///
    /// ```
    /// use matricula::table::ActivityFile;
    ///
    /// assert!(ActivityFile::read(ActivityFile::template().as_bytes()).problems.is_empty());
    /// ```
    pub const fn template() -> &'static str {
        "Time,Action,Program,Email,Name,Item,Collection,Progress,Grade,Hours,Class Start,Detail,Lessons\r\n"
    }
}

fn parse_return(detail: &str) -> Option<bool> {
    if detail.eq_ignore_ascii_case("allow return") {
        Some(true)
    } else if detail.eq_ignore_ascii_case("require invitation") {
        Some(false)
    } else {
        None
    }
}

/// Reads `field=value` pairs parted by semicolons, each field once.
fn parse_profile(detail: &str) -> Option<Vec<ProfileChange>> {
    let mut pairs: Vec<ProfileChange> = Vec::new();
    for pair in detail.split(';').filter(|pair| !pair.trim().is_empty()) {
        let (field, value) = pair.split_once('=')?;
        let field = word(ProfileField::ALL, ProfileField::as_str, field)?;
        if pairs.iter().any(|known| known.field == field) {
            return None;
        }
        pairs.push(ProfileChange { field, value: value.trim().into() });
    }
    (!pairs.is_empty()).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_6_what_is_too_large_is_not_told_to_be_too_precise() {
        let file = ActivityFile::read(
            b"Time,Action,Program,Email,Item,Hours\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,400000\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,400001\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,0.00001\n",
        );
        let codes: Vec<_> = file.problems.kept.iter().map(|problem| (problem.line, problem.code)).collect();
        assert_eq!(codes, [(3, ProblemCode::OutOfRange), (4, ProblemCode::TooPrecise)]);
        assert_eq!(file.rows.len(), 1);
    }

    #[test]
    fn enr_3_lessons_are_read_where_a_file_has_them() {
        let file = ActivityFile::read(
            b"Time,Action,Program,Email,Item,Lessons\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,12\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,65536\n\
            2024-01-26 10:16:04,progress,p,jo@example.com,c,-1\n",
        );
        assert_eq!(file.rows.iter().map(|row| row.lessons).collect::<Vec<_>>(), [Some(12)]);
        let told: Vec<_> = file
            .problems
            .kept
            .iter()
            .map(|problem| (problem.line, problem.header.as_deref(), problem.code.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (3, Some("Progress"), "empty_value"),
                (4, Some("Lessons"), "out_of_range"),
                (5, Some("Lessons"), "not_a_count")
            ]
        );
        let without = ActivityFile::read(
            b"Time,Action,Program,Email,Item\n2024-01-26 10:16:04,enroll,p,jo@example.com,c\n",
        );
        assert!(without.problems.is_empty() && without.rows[0].lessons.is_none());
    }

    #[test]
    fn every_action_has_its_needs() {
        let mut text = alloc::string::String::from(ActivityFile::template());
        for action in ActivityAction::ALL {
            text += &alloc::format!("2024-01-26 10:16:04,{action},p,jo@example.com,,,,,,,,\n");
        }
        let file = ActivityFile::read(text.as_bytes());
        let codes: Vec<_> = file
            .problems
            .kept
            .iter()
            .map(|problem| (problem.record, problem.header.as_deref().unwrap(), problem.code.as_str()))
            .collect();
        assert_eq!(
            codes,
            [
                (3, "Item", "empty_value"),
                (4, "Item", "empty_value"),
                (5, "Item", "empty_value"),
                (5, "Progress", "empty_value"),
                (6, "Item", "empty_value"),
                (7, "Detail", "empty_value"),
                (12, "Detail", "empty_value"),
            ]
        );
        assert_eq!(file.rows.len(), 6);
    }

    #[test]
    fn every_bad_cell_of_a_row_is_named() {
        let file = ActivityFile::read(
            b"Time;Action;Program;Email;Progress;Grade;Hours;Class Start\n\
            yesterday;fly;;;101;-1;-0.5;never\n\
            2024-01-26T10:16:04Z;JOIN;p;jo@example.com\n",
        );
        let codes: Vec<_> = file.problems.kept.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "not_a_time",
                "unknown_action",
                "empty_value",
                "empty_value",
                "out_of_range",
                "out_of_range",
                "out_of_range",
                "not_a_time",
            ]
        );
        assert_eq!(file.rows.len(), 1);
    }

    #[test]
    fn id_2_profiles_are_pairs() {
        let pairs = parse_profile(" Job Title = Engineer, II ;location city=;").unwrap();
        assert_eq!(
            pairs,
            [
                ProfileChange { field: ProfileField::JobTitle, value: "Engineer, II".into() },
                ProfileChange { field: ProfileField::LocationCity, value: "".into() },
            ]
        );
        for text in [";", "job title", "shoe size=44", "job title=a;job title=b"] {
            assert_eq!(parse_profile(text), None, "{text}");
        }
    }
}
