//! A register as of an earlier instant, by replay (`API-3`).

use crate::Timestamp;
use crate::commit::Commit;
use crate::register::{ApplyError, Register};

impl Register {
    /// Takes in the commits of its history up to an instant, that instant included, and stops at the first that came later;
    /// gives how many it took in. Commits that it has already are passed over, so that a register restored from an earlier
    /// snapshot is given the same list as a new one.
    ///
    /// Every question then tells what it told at that instant, once everything that happened by then had been told.
    /// The cost is that of applying the commits behind the snapshot, some 0.3 µs each: a snapshot now and then keeps that
    /// small.
    ///
    /// # Errors
    ///
    /// [`ApplyError::AfterInstant`] when the register has gone beyond the instant; otherwise as [`Self::apply`], and then
    /// the commits before the one that was not taken in stay.
    ///
    /// ```
    /// use matricula::*;
    ///
    /// let mut register = Register::new();
    /// let at = |text: &str| text.parse::<Timestamp>().unwrap();
    /// let mut commits = Vec::new();
    /// let create = CreateOrganization {
    ///     organization: OrganizationId::from_u128(1),
    ///     name: "Acme".into(),
    ///     domains: vec![],
    ///     policies: None,
    /// };
    /// let context = Context::new(at("2020-01-01T00:00:00.000Z"), Actor::OPERATOR);
    /// commits.push(register.execute(&create.into(), &context)?);
    /// let rename = UpdateOrganization {
    ///     name: "Acme International".into(),
    ///     domains: vec![],
    ///     brand_color: None,
    ///     banner: None,
    ///     logo: None,
    ///     report_cadence: None,
    ///     invitation_message: None,
    /// };
    /// let context = Context::new(at("2020-06-01T00:00:00.000Z"), Actor::OPERATOR);
    /// commits.push(register.execute(&rename.into(), &context)?);
    ///
    /// let mut earlier = Register::new();
    /// let march = Context::new(at("2020-03-01T00:00:00.000Z"), Actor::OPERATOR);
    /// assert_eq!(earlier.replay_until(&commits, march.now)?, 1);
    /// assert_eq!(&*earlier.home(&HomeRequest::default(), &march)?.organization, "Acme");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replay_until<'a>(
        &mut self,
        commits: impl IntoIterator<Item = &'a Commit>,
        until: Timestamp,
    ) -> Result<u64, ApplyError> {
        if let Some(latest) = self.latest.filter(|latest| *latest > until) {
            return Err(ApplyError::AfterInstant { latest, until });
        }
        let mut taken = 0_u64;
        for commit in commits {
            if commit.sequence <= self.sequence {
                continue;
            }
            if commit.at > until {
                break;
            }
            self.apply(commit)?;
            taken = taken.saturating_add(1);
        }
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::*;

    const SNAPSHOT: &[u8] = include_bytes!("../../tests/golden/version-1.snapshot");
    const COMMITS: &[u8] = include_bytes!("../../tests/golden/version-1.commits");
    const JSON: &str = include_str!("../../tests/golden/version-1.commits.json");

    fn seats() -> ContractId {
        "c0000000-0000-4000-8000-000000000001".parse().unwrap()
    }

    #[test]
    fn api_3_what_the_first_version_stored_is_read_and_goes_on() {
        let mut restored = Register::restore(SNAPSHOT).unwrap();
        restored.check_invariants().unwrap();
        let compact: Vec<Commit> = postcard::from_bytes(COMMITS).unwrap();
        let written: Vec<Commit> = serde_json::from_str(JSON).unwrap();
        assert_eq!(compact, written);
        let mut replayed = Register::new();
        assert_eq!(replayed.replay_until(&compact, Timestamp::MAX), Ok(restored.sequence()));
        assert_eq!(replayed.snapshot(), restored.snapshot());

        let context = Context::new("2020-03-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
        let summary = restored.home(&HomeRequest::default(), &context).unwrap().summary;
        assert_eq!((summary.enrollments, summary.lessons), (2, 0));
        assert_eq!(restored.organization(&context).unwrap().brand_color, None);
        let record = RecordLessons {
            program: "b0000000-0000-4000-8000-000000000001".parse().unwrap(),
            learner: "10000000-0000-4000-8000-000000000003".parse().unwrap(),
            course: "d0000000-0000-4000-8000-000000000001".parse().unwrap(),
            lessons: 4,
        };
        restored.execute(&record.into(), &context).unwrap();
        let again = Register::restore(&restored.snapshot()).unwrap();
        assert_eq!(again.home(&HomeRequest::default(), &context).unwrap().summary.lessons, 4);
    }

    #[test]
    fn api_6_a_command_given_to_the_first_version_is_known_to_this_one() {
        let restored = Register::restore(SNAPSHOT).unwrap();
        let context = Context {
            now: "2020-02-06T00:00:01.000Z".parse().unwrap(),
            actor: Actor::OPERATOR,
            command_id: "40000000-0000-4000-8000-000000000002".parse().ok(),
        };
        let command =
            AmendContract { contract: seats(), terms: Some(Memberships { seats: 5 }.into()), ends_at: None };
        assert!(restored.decide(&command.into(), &context).unwrap().repeated);
    }

    #[test]
    fn api_3_a_register_beyond_the_instant_says_so() {
        let mut restored = Register::restore(SNAPSHOT).unwrap();
        let until = "2020-02-05T23:59:59.999Z".parse().unwrap();
        let error = restored.replay_until(&[], until).unwrap_err();
        assert_eq!(error.code(), "after_instant");
        assert!(alloc::format!("{error}").contains("2020-02-06T00:00:00.000Z"));
        assert_eq!(restored.replay_until(&[], "2020-02-06T00:00:00.000Z".parse().unwrap()), Ok(0));
    }
}
