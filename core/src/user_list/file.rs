//! The user list as a file.

use alloc::vec::Vec;

use super::order::{First, Order};
use super::sieve::{ACTION, Person, Sieve};
use super::{ChosenUser, UserColumn, UserRow, UserSelection, UserStatus};
use crate::commit::Context;
use crate::register::Register;
use crate::store::Set;
use crate::table::{FormulaGuard, TableWriter};
use crate::{InvitationId, Refusal};

impl Register {
    /// Rows of the user list as CSV, with the chosen columns only (`VIEW-2`): UTF-8, comma, CRLF, as the reports are.
    ///
    /// The columns stand in the guide's order, whichever order they are given in, each once. Learner is always there; in a
    /// file it is the two columns `Name` and `Email`, so that each can be sorted and merged by. Someone who was chosen
    /// as an invitee and has joined since is written as the member they are by now.
    ///
    /// # Errors
    ///
    /// Those of [`Register::user_list`] but for pages; for chosen rows [`Refusal::NotAuthorized`] if one is of another
    /// program, [`Refusal::UnknownProgram`], [`Refusal::UnknownLearner`], [`Refusal::NotAMember`] of someone who never was
    /// one, [`Refusal::UnknownInvitation`], and [`Refusal::InvitationClosed`] or [`Refusal::InvitationExpired`] of someone
    /// who no longer stands in the list.
    ///
    /// ```
    /// use matricula::table::FormulaGuard;
    /// use matricula::{Actor, ChosenUsers, Context, Register, UserColumn};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let nobody = ChosenUsers { users: Vec::new() }.into();
    /// let file = Register::new().user_list_csv(&nobody, UserColumn::DEFAULTS, FormulaGuard::On, &context).unwrap();
    /// assert_eq!(file, b"Name,Email,Join Date,Status,Current Enrollments,Completions\r\n");
    /// ```
    pub fn user_list_csv(
        &self,
        selection: &UserSelection,
        columns: &[UserColumn],
        guard: FormulaGuard,
        context: &Context,
    ) -> Result<Vec<u8>, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).user_list_csv(selection, columns, guard, context);
        }
        let people = self.selected_users(selection, context)?;
        let chosen = |column: &&UserColumn| **column == UserColumn::Learner || columns.contains(column);
        let columns: Vec<UserColumn> = UserColumn::ALL.iter().filter(chosen).copied().collect();
        let mut writer = TableWriter::new(Vec::new(), guard);
        for column in &columns {
            if *column == UserColumn::Learner {
                writer.text("Name");
                writer.text("Email");
            } else {
                writer.text(column.header());
            }
        }
        writer.end_row();
        for row in people.into_iter().filter_map(|person| self.user_row(person, context.now)) {
            for column in &columns {
                write_cell(&mut writer, *column, &row);
            }
            writer.end_row();
        }
        Ok(writer.into_sink())
    }

    /// Rows of the user list, all of a selection at once and in its order (`VIEW-2`): what [`Register::user_list_csv`] writes,
    /// with all fields.
    ///
    /// # Errors
    ///
    /// Those of [`Register::user_list_csv`].
    ///
    /// ```
    /// use matricula::{Actor, ChosenUsers, Context, Register};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let nobody = ChosenUsers { users: Vec::new() }.into();
    /// assert!(Register::new().user_rows(&nobody, &context).unwrap().is_empty());
    /// ```
    pub fn user_rows(&self, selection: &UserSelection, context: &Context) -> Result<Vec<UserRow>, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).user_rows(selection, context);
        }
        let people = self.selected_users(selection, context)?;
        Ok(people.into_iter().filter_map(|person| self.user_row(person, context.now)).collect())
    }

    fn selected_users(&self, selection: &UserSelection, context: &Context) -> Result<Vec<Person>, Refusal> {
        match selection {
            UserSelection::AllUsers(selection) => {
                let sieve = Sieve::new(self, &selection.request, context)?;
                let order = Order::new(self, &selection.request, context.now);
                let mut all = First::new(&order, usize::MAX);
                sieve.each(|person| all.offer(order.place(person)));
                Ok(all.from(0).into_iter().map(|place| place.person).collect())
            }
            UserSelection::ChosenUsers(selection) => self.chosen_users(&selection.users, context),
        }
    }

    fn chosen_users(&self, users: &[ChosenUser], context: &Context) -> Result<Vec<Person>, Refusal> {
        // Whoever may see nothing is told so before anything is looked up.
        self.visible_programs(None, &context.actor, ACTION)?;
        let mut seen = Set::default();
        let mut people = Vec::with_capacity(users.len());
        for user in users {
            let person = self.chosen_user(user, context)?;
            if seen.insert(person) {
                people.push(person);
            }
        }
        Ok(people)
    }

    fn chosen_user(&self, user: &ChosenUser, context: &Context) -> Result<Person, Refusal> {
        match user {
            ChosenUser::ChosenLearner(user) => {
                let (program, learner) = (user.program, user.learner);
                self.visible_programs(Some(&[program]), &context.actor, ACTION)?;
                let known = self.find_learner(learner).ok_or(Refusal::UnknownLearner { learner })?;
                let membership =
                    self.program_handle(program).and_then(|program| self.membership_of(known, program));
                membership.map(Person::Member).ok_or(Refusal::NotAMember { learner, program })
            }
            ChosenUser::ChosenInvitee(user) => self.chosen_invitee(user.invitation, context),
        }
    }

    fn chosen_invitee(&self, invitation: InvitationId, context: &Context) -> Result<Person, Refusal> {
        let unknown = Refusal::UnknownInvitation { invitation };
        let Some(handle) = self.find_invitation(invitation) else {
            return Err(unknown);
        };
        let found = self.invitations.at(handle);
        let program = self.program(found.program).ok_or(unknown)?.id;
        self.visible_programs(Some(&[program]), &context.actor, ACTION)?;
        let address = self.people.email(found.person);
        let account = self.find_learner_by_email(address);
        let member = account
            .and_then(|learner| self.membership_of(learner, found.program))
            .filter(|membership| self.is_current(*membership, context.now));
        if self.memberships.get(found.membership).is_some() {
            return Ok(Person::Member(found.membership));
        }
        match (found.is_open(context.now), member) {
            (true, None) => Ok(Person::Invitee(handle)),
            (true, Some(membership)) => Ok(Person::Member(membership)),
            (false, _) if found.status.is_open() => {
                let expired_at = found.expires_at.get().unwrap_or(context.now);
                Err(Refusal::InvitationExpired { invitation, expired_at })
            }
            (false, _) => Err(Refusal::InvitationClosed { invitation, status: found.status }),
        }
    }
}

fn write_cell(writer: &mut TableWriter<Vec<u8>>, column: UserColumn, row: &UserRow) {
    match column {
        UserColumn::Learner => {
            writer.text(&row.name);
            writer.text(&row.email);
        }
        UserColumn::JoinDate => writer.time(row.joined_at),
        UserColumn::InvitationDate => writer.time(row.invited_at),
        UserColumn::LastActivityDate => writer.time(row.last_activity_at),
        UserColumn::Status => writer.text(match row.status {
            UserStatus::Member => "Member",
            UserStatus::Invited => "Invited",
            UserStatus::Removed => "Removed",
        }),
        UserColumn::Contracts => writer.text(&row.contract_name),
        UserColumn::CurrentEnrollments => writer.count(row.current_enrollments.into()),
        UserColumn::Completions => writer.count(row.completions.into()),
        UserColumn::ExternalId => writer.text(row.external_id.as_deref().unwrap_or_default()),
        UserColumn::RemovalDate => writer.time(row.removed_at),
        UserColumn::AllowReturn => match row.allow_return {
            Some(allowed) => writer.yes_no(allowed),
            None => writer.text(""),
        },
    }
}
