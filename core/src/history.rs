//! A register as of an earlier instant, by replay (`API-3`).

use crate::Timestamp;
use crate::commit::Commit;
use crate::register::{ApplyError, Register};

impl Register {
    /// Takes in the commits of its history up to an instant, that instant included, and stops at the first that came later;
    /// gives how many it took in. Commits that it has already are passed over, so that a register restored from an earlier
    /// snapshot is given the same list as a new one.
    ///
    /// Every question then tells what it told at that instant, as soon as the commits of that very instant were taken in.
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
