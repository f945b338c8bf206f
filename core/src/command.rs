//! Commands: what a host may ask of a register (`API-2`).
//!
//! Each command is a named struct. Whoever makes one gives the ids of what it creates; the register makes
//! none up (`API-1`). [`crate::Register::decide`] turns a command into a [`crate::Commit`] or a [`crate::Refusal`].

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::authority::Role;
use crate::bulk::{DomainRow, InvitationRow, Preview};
use crate::catalog::CatalogItem;
use crate::catalog_detail::Difficulty;
use crate::policy::{BulkMode, ContractPolicies, ContractTerms, ProgramPolicies, RegisterPolicies};
use crate::schema::{Definition, choice, record, union};
use crate::{
    AdministratorId, CollectionId, ContractId, CourseId, Hours, ImportId, InvitationId, LearnerId,
    OrganizationId, Percent, Personal, Profile, ProgramId, SpecializationId, Subject, Timestamp,
};

record! {
    /// A program's banner. 960 by 300 pixels look best; another size is a warning, not an error (`PRG-1`).
    pub struct Banner {
        /// Where the image is.
        pub url: Box<str>,
        /// Its width in pixels.
        pub width: u32,
        /// Its height in pixels.
        pub height: u32,
    }
}

record! {
    /// An organization's logo (`ADM-1`).
    pub struct Logo {
        /// Where the image is.
        pub url: Box<str>,
        /// Its width in pixels.
        pub width: u32,
        /// Its height in pixels.
        pub height: u32,
    }
}

choice! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

record! {
    /// On which days of the week the email report is made, and of what (`ADM-1`, `REP-4`).
    pub struct ReportCadence {
        /// Of which programs, each once; absent means of all.
        pub programs: Option<Vec<ProgramId>>,
        /// On which days; kept in the order of the week, each once.
        pub weekdays: Vec<Weekday>,
        /// At which local time: hours and minutes, as in `08:30`.
        pub time: Box<str>,
        /// In which time zone of the IANA's list, as in `Europe/Berlin`.
        pub zone: Box<str>,
    }
}

union! {
    /// Everything a host may ask of a register.
    pub enum Command by "kind" {
        /// Creates the one organization of this register. Only the platform operator may.
        CreateOrganization = "create_organization" {
            /// The new organization's id.
            organization: OrganizationId,
            /// Its name.
            name: Box<str>,
            /// The email domains of its own people; administrators have an email of one of them (`ADM-2`).
            domains: Vec<Box<str>>,
            /// The register's policies; absent means the defaults.
            policies: Option<RegisterPolicies>,
        }
        /// Creates a contract (`CON-1`). Only the platform operator may.
        CreateContract = "create_contract" {
            /// The new contract's id.
            contract: ContractId,
            /// Its name.
            name: Box<str>,
            /// What it sells.
            terms: ContractTerms,
            /// The instant it starts.
            starts_at: Timestamp,
            /// The instant it ends: the first at which it no longer holds.
            ends_at: Timestamp,
            /// Its policies; absent means the defaults.
            policies: Option<ContractPolicies>,
        }
        /// Freezes a contract: nothing is consumed until it is unfrozen (`CON-5`, `CON-8`).
        FreezeContract = "freeze_contract" {
            /// The contract.
            contract: ContractId,
        }
        /// Unfreezes a contract (`CON-5`).
        UnfreezeContract = "unfreeze_contract" {
            /// The contract.
            contract: ContractId,
        }
        /// Creates a program (`PRG-1`). Only the platform operator may.
        CreateProgram = "create_program" {
            /// The new program's id.
            program: ProgramId,
            /// Its name.
            name: Box<str>,
            /// Its slug, which never changes: a to z, digits and hyphens.
            slug: Box<str>,
            /// Its URL, which never changes.
            url: Box<str>,
            /// Its tagline; may be empty.
            tagline: Box<str>,
            /// Its banner.
            banner: Option<Banner>,
            /// Its course enrollment limit, 1 to 9999; absent means none (`ENR-2`).
            course_limit: Option<u16>,
            /// Its policies; absent means the defaults.
            policies: Option<ProgramPolicies>,
        }
        /// Sets what may change of a program; every field is set as given (`PRG-1`).
        UpdateProgram = "update_program" {
            /// The program.
            program: ProgramId,
            /// Its name.
            name: Box<str>,
            /// Its tagline; may be empty.
            tagline: Box<str>,
            /// Its banner; absent means none.
            banner: Option<Banner>,
            /// Its course enrollment limit, 1 to 9999; absent means none.
            course_limit: Option<u16>,
        }
        /// Makes a course known to the register, so that collections and specializations can hold it.
        AddCourse = "add_course" {
            /// The new course's id. Reports print it in the form given here.
            course: CourseId,
            /// Its name.
            name: Box<str>,
            /// Its slug.
            slug: Box<str>,
            /// The partner that authored it; the reports call this *University*.
            partner: Box<str>,
        }
        /// Makes a specialization known to the register: a sequence of courses of one partner (`ENR-1`).
        AddSpecialization = "add_specialization" {
            /// The new specialization's id.
            specialization: SpecializationId,
            /// Its name.
            name: Box<str>,
            /// Its slug.
            slug: Box<str>,
            /// The partner that authored it and all its courses.
            partner: Box<str>,
            /// Its courses, in order.
            courses: Vec<CourseId>,
        }
        /// Creates a collection at the end of a program's catalog (`VIEW-3`).
        CreateCollection = "create_collection" {
            /// The program.
            program: ProgramId,
            /// The new collection's id.
            collection: CollectionId,
            /// Its name.
            name: Box<str>,
            /// Its description; may be empty.
            description: Box<str>,
        }
        /// Adds courses and specializations at the end of a collection (`VIEW-3`).
        AddToCollection = "add_to_collection" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// What to add, in order.
            items: Vec<CatalogItem>,
        }
        /// Adds an organization administrator: someone with an account whose email is of the organization (`ADM-2`).
        AddOrganizationAdministrator = "add_organization_administrator" {
            /// The person's id, chosen by the host.
            administrator: AdministratorId,
            /// The person's full name.
            name: Personal,
            /// The email of the person's account.
            email: Personal,
        }
        /// Adds an administrator of one program (`ADM-1`).
        AddProgramAdministrator = "add_program_administrator" {
            /// The program.
            program: ProgramId,
            /// The person's id, chosen by the host.
            administrator: AdministratorId,
            /// The person's full name.
            name: Personal,
            /// The email of the person's account.
            email: Personal,
        }
        /// Removes an administrator from a program, or from the organization (`ADM-1`, `ADM-2`).
        RemoveAdministrator = "remove_administrator" {
            /// The administrator.
            administrator: AdministratorId,
            /// From which program; absent means from the organization administrators.
            program: Option<ProgramId>,
        }
        /// Invites one learner to a program (`INV-2`). An open invitation with another contract, name or external id is updated.
        InviteLearner = "invite_learner" {
            /// The new invitation's id. When an open invitation is updated, that one keeps its own.
            invitation: InvitationId,
            /// The program.
            program: ProgramId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// The learner's full name.
            name: Personal,
            /// The learner's email.
            email: Personal,
            /// The host's own id of the learner.
            external_id: Option<Personal>,
            /// Whether the invitation is sent, or only created.
            send: bool,
        }
        /// Invites a list of learners to a program (`INV-3`, `INV-4`).
        InviteLearners = "invite_learners" {
            /// An id for this import, from which the invitations' ids are derived.
            import: ImportId,
            /// The program.
            program: ProgramId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// The rows, in the file's order.
            rows: Vec<InvitationRow>,
            /// Whether the invitations are sent, or only created.
            send: bool,
            /// What to do when rows are refused.
            mode: BulkMode,
            /// The preview that was shown: if rows would now fare otherwise, the command is refused. Absent means judge anew.
            preview: Option<Preview>,
        }
        /// Sends an open or expired invitation again (`INV-1`).
        ResendInvitation = "resend_invitation" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// Removes an open invitation (`INV-1`).
        RemoveInvitation = "remove_invitation" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The invitee says no (`INV-1`).
        DeclineInvitation = "decline_invitation" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The host reports that the invitation's email came back (`INV-1`). It stays open: the program's URL still lets the invitee in.
        ReportBounce = "report_bounce" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// Joins a program by an invitation's link (`INV-1`, `INV-5`). The account's email may differ from the invited one.
        AcceptInvitation = "accept_invitation" {
            /// The invitation.
            invitation: InvitationId,
            /// The account that joins.
            learner: LearnerId,
            /// The account's full name.
            name: Personal,
            /// The account's email.
            email: Personal,
        }
        /// Joins a program by its URL: by an open invitation to this email, else by a former membership that allows return, else by a whitelisted domain (`INV-1`, `WL-1`, `WL-3`).
        JoinProgram = "join_program" {
            /// The program.
            program: ProgramId,
            /// The account that joins.
            learner: LearnerId,
            /// The account's full name.
            name: Personal,
            /// The account's email.
            email: Personal,
        }
        /// Removes a learner from a program; progress is kept (`INV-6`).
        RemoveLearner = "remove_learner" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// True allows return without an invitation; false requires a new one.
            allow_return: bool,
        }
        /// Sets a learner's whole profile (`ID-2`).
        UpdateProfile = "update_profile" {
            /// The learner.
            learner: LearnerId,
            /// The profile; absent fields are emptied.
            profile: Profile,
        }
        /// Adds a domain to a program's whitelist (`WL-1`, `WL-2`).
        AddDomain = "add_domain" {
            /// The program.
            program: ProgramId,
            /// The domain, without `@`.
            domain: Box<str>,
            /// The contract that joining consumes.
            contract: ContractId,
        }
        /// Takes a domain off a program's whitelist; members stay (`WL-1`).
        RemoveDomain = "remove_domain" {
            /// The program.
            program: ProgramId,
            /// The domain.
            domain: Box<str>,
        }
        /// Adds a list of domains to a program's whitelist (`WL-1`).
        ImportDomains = "import_domains" {
            /// The program.
            program: ProgramId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// The rows, in the file's order.
            rows: Vec<DomainRow>,
            /// Whether domains already listed get this contract; otherwise they are left as they are.
            update_existing: bool,
            /// What to do when rows are refused.
            mode: BulkMode,
            /// The preview that was shown: if rows would now fare otherwise, the command is refused. Absent means judge anew.
            // Left out when there is none, so that the id of a command from before this field still stands for it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            preview: Option<Preview>,
        }
        /// Enrolls a member in a course of the program's catalog (`ENR-1`, `ENR-2`, `CON-3`).
        EnrollInCourse = "enroll_in_course" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// The collection where the learner found it; absent for browsing or search.
            source: Option<CollectionId>,
            /// When the class starts.
            class_starts_at: Option<Timestamp>,
        }
        /// Enrolls a member in a specialization of the program's catalog (`ENR-1`, `CON-3`).
        EnrollInSpecialization = "enroll_in_specialization" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
            /// The collection where the learner found it; absent for browsing or search.
            source: Option<CollectionId>,
        }
        /// Gives up an enrollment in a course; the unit comes back if the contract's policy says so (`CON-4`).
        UnenrollFromCourse = "unenroll_from_course" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
        }
        /// Gives up an enrollment in a specialization (`CON-4`).
        UnenrollFromSpecialization = "unenroll_from_specialization" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
        }
        /// Records what the host knows of a course enrollment; absent fields stay as they were (`ENR-3`).
        RecordCourseActivity = "record_course_activity" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// Overall progress so far.
            progress: Option<Percent>,
            /// Grade so far.
            grade: Option<Percent>,
            /// Estimated learning hours so far, in all.
            hours: Option<Hours>,
            /// The last interaction; the later of this and the one known is kept.
            last_activity_at: Option<Timestamp>,
            /// When all graded work was done; the first one recorded is kept.
            completed_at: Option<Timestamp>,
        }
        /// Records what the host knows of a specialization enrollment; absent fields stay as they were (`ENR-3`).
        RecordSpecializationActivity = "record_specialization_activity" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
            /// The last interaction; the later of this and the one known is kept.
            last_activity_at: Option<Timestamp>,
            /// When all courses were completed; the first one recorded is kept.
            completed_at: Option<Timestamp>,
        }
        /// Amends a running contract: more or fewer seats or units, never below those taken, or another end (`CON-5`).
        AmendContract = "amend_contract" {
            /// The contract.
            contract: ContractId,
            /// What it sells from now on, of the same kind as before; absent leaves it.
            terms: Option<ContractTerms>,
            /// When it ends from now on; absent leaves it.
            ends_at: Option<Timestamp>,
        }
        /// Sets a collection's name and description (`VIEW-3`).
        EditCollection = "edit_collection" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// Its name.
            name: Box<str>,
            /// Its description; may be empty.
            description: Box<str>,
        }
        /// Deletes a collection; enrollments that came from it keep its name in reports (`VIEW-3`).
        DeleteCollection = "delete_collection" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
        }
        /// Puts a program's collections in another order (`VIEW-3`).
        ArrangeCollections = "arrange_collections" {
            /// The program.
            program: ProgramId,
            /// All its collections, each once, in the new order.
            collections: Vec<CollectionId>,
        }
        /// Puts what a collection holds in another order (`VIEW-3`).
        ArrangeItems = "arrange_items" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// All that it holds, each once, in the new order.
            items: Vec<CatalogItem>,
        }
        /// Takes courses and specializations out of a collection; enrollments stay (`VIEW-3`).
        RemoveFromCollection = "remove_from_collection" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// What to take out.
            items: Vec<CatalogItem>,
        }
        /// Moves courses and specializations to the end of another collection of the program (`VIEW-3`). What that one
        /// holds already only leaves the first.
        MoveItems = "move_items" {
            /// The program.
            program: ProgramId,
            /// The collection that holds them.
            from: CollectionId,
            /// The collection that shall hold them.
            to: CollectionId,
            /// What to move, in order.
            items: Vec<CatalogItem>,
        }
        /// Removes a program, which cannot be undone (`PRG-2`): every member leaves and keeps their courses audit only, open
        /// invitations end, history and reports remain. Every seat that belongs to the program is free again, those of people
        /// who left it before included, whatever the contract says of seats of those who leave. The host notifies the members.
        RemoveProgram = "remove_program" {
            /// The program.
            program: ProgramId,
        }
        /// Erases everything personal about a learner, an invitee, an administrator or a manager (`ID-4`), under whatever
        /// they are known: whoever has one of the same addresses is the same person. Counts, seats and grades stay. An open invitation of the person can no longer be found by its email; its link still works.
        ErasePerson = "erase_person" {
            /// Whom to erase: a learner with all invitations that led to or name the same person, the invitee of an
            /// invitation with all others to the same email, an administrator, or the manager whom a learner's profile names.
            subject: Subject,
        }
        /// Removes a list of learners from a program; progress is kept (`INV-6`, `INV-4`). The outcomes' lines are the
        /// places in the list, counted from 1.
        RemoveLearners = "remove_learners" {
            /// The program.
            program: ProgramId,
            /// The learners.
            learners: Vec<LearnerId>,
            /// True allows return without an invitation; false requires a new one.
            allow_return: bool,
            /// What to do when some are refused.
            mode: BulkMode,
        }
        /// Removes a list of open invitations to a program (`INV-1`, `INV-4`). The outcomes' lines are the places in the
        /// list, counted from 1.
        RemoveInvitations = "remove_invitations" {
            /// The program.
            program: ProgramId,
            /// The invitations.
            invitations: Vec<InvitationId>,
            /// What to do when some are refused.
            mode: BulkMode,
        }
        /// Brings a program in line with a roster (`ROS-1`): whoever is on it and not in the program is invited, open
        /// invitations are updated, members and invitees who are not on it are removed, and their seats are there for those who
        /// come. See [`crate::Register::plan_roster`].
        SyncRoster = "sync_roster" {
            /// An id for this import, from which the new invitations' ids are derived.
            import: ImportId,
            /// The program.
            program: ProgramId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// Who should be in the program.
            rows: Vec<InvitationRow>,
            /// Whether new invitations are sent, or only created.
            send: bool,
            /// Whether those removed may return without an invitation.
            allow_return: bool,
            /// The share of members and invitees that may be removed; a plan that would remove more is refused.
            removal_limit: Percent,
            /// Carries out even a plan that removes more.
            force: bool,
            /// What to do when rows are refused.
            mode: BulkMode,
            /// The plan that was shown: if it would now be another, the command is refused. Absent means plan anew.
            preview: Option<Preview>,
        }
        /// Moves members of a program to another contract, keeping everything else (`CON-5`). Moving them back is the way
        /// back; whoever is there already stays. The outcomes' lines are the places in the list, counted from 1.
        MoveMembers = "move_members" {
            /// The program.
            program: ProgramId,
            /// The members.
            learners: Vec<LearnerId>,
            /// The contract that they consume from now on.
            contract: ContractId,
            /// What to do when some are refused.
            mode: BulkMode,
        }
        /// Renews a contract into another at a set instant (`CON-5`): its members, its open invitations and the domains
        /// that name it are carried over then. Nobody needs to call anything at that instant: whatever comes later finds
        /// it done as of that instant (`API-5`). An instant that has passed is good too: then it is done at once, and cannot be
        /// taken back.
        RenewContract = "renew_contract" {
            /// The contract that is renewed.
            contract: ContractId,
            /// The contract that goes on: created before, of which nothing is taken yet or, if the instant has passed, nothing
            /// was taken before it.
            into: ContractId,
            /// When members are carried over: not before the other contract starts, not after this one ends.
            renews_at: Timestamp,
            /// What the other contract sells from now on, if that differs; never less than it sells already.
            terms: Option<ContractTerms>,
        }
        /// Takes back the renewal of a contract that has not come about yet (`CON-5`). If it raised what the other contract
        /// sells, that is taken back too, unless it was amended since or the seats are needed.
        CancelRenewal = "cancel_renewal" {
            /// The contract that was to be renewed.
            contract: ContractId,
        }
        /// Limits how many seats of a contract may be released and reused in its term (`CON-5`, `CON-7`). Beyond the limit
        /// the seat of whoever is removed or moved stays theirs; a higher limit releases such seats, of those who left first
        /// first.
        LimitReuse = "limit_reuse" {
            /// The contract.
            contract: ContractId,
            /// How many; absent means any number.
            seats: Option<u32>,
        }
        /// Lets time pass up to now and does nothing else (`API-5`). No host needs to: it only spares the next command or
        /// question the work of a renewal that has come about.
        Advance = "advance" {}
        /// Says who may do something, in place of the library's own table (`ADM-3`).
        SetRights = "set_rights" {
            /// A command's kind or a question's name, as the table of rights lists them.
            action: Box<str>,
            /// The roles that may. The operator always may.
            roles: Vec<Role>,
        }
        /// Sets what may change of the organization; every field is set as given (`ADM-1`). Administrators stay, whatever
        /// becomes of the domain of their email.
        UpdateOrganization = "update_organization" {
            /// Its name.
            name: Box<str>,
            /// The email domains of its own people; new administrators have an email of one of them (`ADM-2`).
            domains: Vec<Box<str>>,
            /// Its color, as `#` and six hexadecimal digits; absent means none.
            brand_color: Option<Box<str>>,
            /// Its banner; absent means none.
            banner: Option<Banner>,
            /// Its logo; absent means none.
            logo: Option<Logo>,
            /// When reports are made by themselves; absent means never.
            report_cadence: Option<ReportCadence>,
            /// What invitations say unless a program says otherwise: at most 2000 characters, with line breaks, kept as
            /// given; absent means none.
            invitation_message: Option<Box<str>>,
        }
        /// Sets what may change of a course; every field is set as given. The slug stays (`VIEW-3`).
        UpdateCourse = "update_course" {
            /// The course.
            course: CourseId,
            /// Its name.
            name: Box<str>,
            /// The partner that authored it: that of every specialization it belongs to.
            partner: Box<str>,
            /// How hard it is; absent means unknown.
            difficulty: Option<Difficulty>,
            /// The skills that it teaches, in order, each once; may be empty.
            skills: Vec<Box<str>>,
        }
        /// Sets what may change of a specialization; every field is set as given. The slug and the courses stay (`VIEW-3`).
        UpdateSpecialization = "update_specialization" {
            /// The specialization.
            specialization: SpecializationId,
            /// Its name.
            name: Box<str>,
            /// The partner that authored it. Another one becomes that of all its courses.
            partner: Box<str>,
            /// How hard it is; absent means unknown.
            difficulty: Option<Difficulty>,
            /// The skills that it teaches, in order, each once; may be empty.
            skills: Vec<Box<str>>,
        }
        /// Records how many lessons of a course a learner has taken (`ENR-3`, `VIEW-1`).
        RecordLessons = "record_lessons" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// Lessons taken so far, in all.
            lessons: u16,
        }
        /// Lets a learner be named on leaderboards, or no longer (`VIEW-4`). Until this is given, everyone is.
        SetLeaderboardListing = "set_leaderboard_listing" {
            /// The learner.
            learner: LearnerId,
            /// Whether the learner is named.
            listed: bool,
        }
        /// Sets what is known of a learner's account: whatever is given, and the rest stays (`ID-2`). Open invitations to a new
        /// email are accepted where the learner is a member.
        UpdateLearner = "update_learner" {
            /// The learner.
            learner: LearnerId,
            /// The account's full name; absent leaves it.
            name: Option<Personal>,
            /// The account's email, which no other account may have; absent leaves it.
            email: Option<Personal>,
            /// The host's own id of the person; absent leaves it, empty text takes it away.
            external_id: Option<Personal>,
        }
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Definition::Record(Banner::SCHEMA),
    Definition::Record(Logo::SCHEMA),
    Weekday::SCHEMA,
    Definition::Record(ReportCadence::SCHEMA),
    Command::SCHEMA,
];
