//! What a person is to a program.

use crate::schema::choice;
use crate::table::{Choice, ProblemCode};

choice! {
    /// What a person is to a program (`REP-1`).
    ///
    /// ```
    /// use matricula::report::MemberState;
    ///
    /// assert_eq!(MemberState::DeletedMember.to_string(), "DELETED_MEMBER");
    /// ```
    pub enum MemberState {
        /// An invitation is open.
        Invited = "INVITED",
        /// Was a member and was removed.
        DeletedMember = "DELETED_MEMBER",
        /// Is a member.
        Member = "MEMBER",
    }
}

impl Choice for MemberState {
    const DEFAULT: Self = Self::Invited;

    fn read(text: &str) -> Result<Self, ProblemCode> {
        text.parse().map_err(|_| ProblemCode::NotAMemberState)
    }

    fn word(self) -> &'static str {
        self.as_str()
    }
}
