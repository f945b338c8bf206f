//! What a person is to a program.

use core::fmt;

use crate::table::{Choice, ProblemCode};

/// What a person is to a program (`REP-1`).
///
/// ```
/// use matricula::report::MemberState;
///
/// assert_eq!(MemberState::DeletedMember.to_string(), "DELETED_MEMBER");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberState {
    /// An invitation is open.
    #[default]
    Invited,
    /// Was a member and was removed.
    DeletedMember,
    /// Is a member.
    Member,
}

impl MemberState {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "INVITED",
            Self::DeletedMember => "DELETED_MEMBER",
            Self::Member => "MEMBER",
        }
    }
}

impl fmt::Display for MemberState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Choice for MemberState {
    const DEFAULT: Self = Self::Invited;

    fn read(text: &str) -> Result<Self, ProblemCode> {
        match text {
            "INVITED" => Ok(Self::Invited),
            "DELETED_MEMBER" => Ok(Self::DeletedMember),
            "MEMBER" => Ok(Self::Member),
            _ => Err(ProblemCode::NotAMemberState),
        }
    }

    fn word(self) -> &'static str {
        self.as_str()
    }
}
