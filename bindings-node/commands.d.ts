// Generated from the definitions of the core by `MATRICULA_GENERATE=1 cargo test --test generated`.

import type {
  CreateOrganization,
  CreateContract,
  FreezeContract,
  UnfreezeContract,
  CreateProgram,
  UpdateProgram,
  AddCourse,
  AddSpecialization,
  CreateCollection,
  AddToCollection,
  AddOrganizationAdministrator,
  AddProgramAdministrator,
  RemoveAdministrator,
  InviteLearner,
  InviteLearners,
  ResendInvitation,
  RemoveInvitation,
  DeclineInvitation,
  ReportBounce,
  AcceptInvitation,
  JoinProgram,
  RemoveLearner,
  UpdateProfile,
  AddDomain,
  RemoveDomain,
  ImportDomains,
  EnrollInCourse,
  EnrollInSpecialization,
  UnenrollFromCourse,
  UnenrollFromSpecialization,
  RecordCourseActivity,
  RecordSpecializationActivity,
  AmendContract,
  EditCollection,
  DeleteCollection,
  ArrangeCollections,
  ArrangeItems,
  RemoveFromCollection,
  MoveItems,
  RemoveProgram,
  ErasePerson,
  RemoveLearners,
  RemoveInvitations,
  SyncRoster,
  MoveMembers,
  RenewContract,
  CancelRenewal,
  LimitReuse,
  Advance,
  SetRights,
  UpdateOrganization,
  UpdateCourse,
  UpdateSpecialization,
  RecordLessons,
  SetLeaderboardListing,
  UpdateLearner,
} from './types.js';

/** A constructor for each command: it fills in the `kind`. */
export declare const commands: Readonly<{
  /** Creates the one organization of this register. Only the platform operator may. */
  createOrganization(fields: Omit<CreateOrganization, 'kind'>): CreateOrganization;
  /** Creates a contract (`CON-1`). Only the platform operator may. */
  createContract(fields: Omit<CreateContract, 'kind'>): CreateContract;
  /** Freezes a contract: nothing is consumed until it is unfrozen (`CON-5`, `CON-8`). */
  freezeContract(fields: Omit<FreezeContract, 'kind'>): FreezeContract;
  /** Unfreezes a contract (`CON-5`). */
  unfreezeContract(fields: Omit<UnfreezeContract, 'kind'>): UnfreezeContract;
  /** Creates a program (`PRG-1`). Only the platform operator may. */
  createProgram(fields: Omit<CreateProgram, 'kind'>): CreateProgram;
  /** Sets what may change of a program; every field is set as given (`PRG-1`). */
  updateProgram(fields: Omit<UpdateProgram, 'kind'>): UpdateProgram;
  /** Makes a course known to the register, so that collections and specializations can hold it. */
  addCourse(fields: Omit<AddCourse, 'kind'>): AddCourse;
  /** Makes a specialization known to the register: a sequence of courses of one partner (`ENR-1`). */
  addSpecialization(fields: Omit<AddSpecialization, 'kind'>): AddSpecialization;
  /** Creates a collection at the end of a program's catalog (`VIEW-3`). */
  createCollection(fields: Omit<CreateCollection, 'kind'>): CreateCollection;
  /** Adds courses and specializations at the end of a collection (`VIEW-3`). */
  addToCollection(fields: Omit<AddToCollection, 'kind'>): AddToCollection;
  /** Adds an organization administrator: someone with an account whose email is of the organization (`ADM-2`). */
  addOrganizationAdministrator(fields: Omit<AddOrganizationAdministrator, 'kind'>): AddOrganizationAdministrator;
  /** Adds an administrator of one program (`ADM-1`). */
  addProgramAdministrator(fields: Omit<AddProgramAdministrator, 'kind'>): AddProgramAdministrator;
  /** Removes an administrator from a program, or from the organization (`ADM-1`, `ADM-2`). */
  removeAdministrator(fields: Omit<RemoveAdministrator, 'kind'>): RemoveAdministrator;
  /** Invites one learner to a program (`INV-2`). An open invitation with another contract, name or external id is updated. */
  inviteLearner(fields: Omit<InviteLearner, 'kind'>): InviteLearner;
  /** Invites a list of learners to a program (`INV-3`, `INV-4`). */
  inviteLearners(fields: Omit<InviteLearners, 'kind'>): InviteLearners;
  /** Sends an open or expired invitation again (`INV-1`). */
  resendInvitation(fields: Omit<ResendInvitation, 'kind'>): ResendInvitation;
  /** Removes an open invitation (`INV-1`). */
  removeInvitation(fields: Omit<RemoveInvitation, 'kind'>): RemoveInvitation;
  /** The invitee says no (`INV-1`). */
  declineInvitation(fields: Omit<DeclineInvitation, 'kind'>): DeclineInvitation;
  /** The host reports that the invitation's email came back (`INV-1`). It stays open: the program's URL still lets the invitee in. */
  reportBounce(fields: Omit<ReportBounce, 'kind'>): ReportBounce;
  /** Joins a program by an invitation's link (`INV-1`, `INV-5`). The account's email may differ from the invited one. */
  acceptInvitation(fields: Omit<AcceptInvitation, 'kind'>): AcceptInvitation;
  /** Joins a program by its URL: by an open invitation to this email, else by a former membership that allows return, else by a whitelisted domain (`INV-1`, `WL-1`, `WL-3`). */
  joinProgram(fields: Omit<JoinProgram, 'kind'>): JoinProgram;
  /** Removes a learner from a program; progress is kept (`INV-6`). */
  removeLearner(fields: Omit<RemoveLearner, 'kind'>): RemoveLearner;
  /** Sets a learner's whole profile (`ID-2`). */
  updateProfile(fields: Omit<UpdateProfile, 'kind'>): UpdateProfile;
  /** Adds a domain to a program's whitelist (`WL-1`, `WL-2`). */
  addDomain(fields: Omit<AddDomain, 'kind'>): AddDomain;
  /** Takes a domain off a program's whitelist; members stay (`WL-1`). */
  removeDomain(fields: Omit<RemoveDomain, 'kind'>): RemoveDomain;
  /** Adds a list of domains to a program's whitelist (`WL-1`). */
  importDomains(fields: Omit<ImportDomains, 'kind'>): ImportDomains;
  /** Enrolls a member in a course of the program's catalog (`ENR-1`, `ENR-2`, `CON-3`). */
  enrollInCourse(fields: Omit<EnrollInCourse, 'kind'>): EnrollInCourse;
  /** Enrolls a member in a specialization of the program's catalog (`ENR-1`, `CON-3`). */
  enrollInSpecialization(fields: Omit<EnrollInSpecialization, 'kind'>): EnrollInSpecialization;
  /** Gives up an enrollment in a course; the unit comes back if the contract's policy says so (`CON-4`). */
  unenrollFromCourse(fields: Omit<UnenrollFromCourse, 'kind'>): UnenrollFromCourse;
  /** Gives up an enrollment in a specialization (`CON-4`). */
  unenrollFromSpecialization(fields: Omit<UnenrollFromSpecialization, 'kind'>): UnenrollFromSpecialization;
  /** Records what the host knows of a course enrollment; absent fields stay as they were (`ENR-3`). */
  recordCourseActivity(fields: Omit<RecordCourseActivity, 'kind'>): RecordCourseActivity;
  /** Records what the host knows of a specialization enrollment; absent fields stay as they were (`ENR-3`). */
  recordSpecializationActivity(fields: Omit<RecordSpecializationActivity, 'kind'>): RecordSpecializationActivity;
  /** Amends a running contract: more or fewer seats or units, never below those taken, or another end (`CON-5`). */
  amendContract(fields: Omit<AmendContract, 'kind'>): AmendContract;
  /** Sets a collection's name and description (`VIEW-3`). */
  editCollection(fields: Omit<EditCollection, 'kind'>): EditCollection;
  /** Deletes a collection; enrollments that came from it keep its name in reports (`VIEW-3`). */
  deleteCollection(fields: Omit<DeleteCollection, 'kind'>): DeleteCollection;
  /** Puts a program's collections in another order (`VIEW-3`). */
  arrangeCollections(fields: Omit<ArrangeCollections, 'kind'>): ArrangeCollections;
  /** Puts what a collection holds in another order (`VIEW-3`). */
  arrangeItems(fields: Omit<ArrangeItems, 'kind'>): ArrangeItems;
  /** Takes courses and specializations out of a collection; enrollments stay (`VIEW-3`). */
  removeFromCollection(fields: Omit<RemoveFromCollection, 'kind'>): RemoveFromCollection;
  /**
   * Moves courses and specializations to the end of another collection of the program (`VIEW-3`). What that one
   * holds already only leaves the first.
   */
  moveItems(fields: Omit<MoveItems, 'kind'>): MoveItems;
  /**
   * Removes a program, which cannot be undone (`PRG-2`): every member leaves and keeps their courses audit only, open
   * invitations end, history and reports remain. Every seat that belongs to the program is free again, those of people
   * who left it before included, whatever the contract says of seats of those who leave. The host notifies the members.
   */
  removeProgram(fields: Omit<RemoveProgram, 'kind'>): RemoveProgram;
  /**
   * Erases everything personal about a learner, an invitee, an administrator or a manager (`ID-4`), under whatever
   * they are known: whoever has one of the same addresses is the same person. Counts, seats and grades stay. An open invitation of the person can no longer be found by its email; its link still works.
   */
  erasePerson(fields: Omit<ErasePerson, 'kind'>): ErasePerson;
  /**
   * Removes a list of learners from a program; progress is kept (`INV-6`, `INV-4`). The outcomes' lines are the
   * places in the list, counted from 1.
   */
  removeLearners(fields: Omit<RemoveLearners, 'kind'>): RemoveLearners;
  /**
   * Removes a list of open invitations to a program (`INV-1`, `INV-4`). The outcomes' lines are the places in the
   * list, counted from 1.
   */
  removeInvitations(fields: Omit<RemoveInvitations, 'kind'>): RemoveInvitations;
  /**
   * Brings a program in line with a roster (`ROS-1`): whoever is on it and not in the program is invited, open
   * invitations are updated, members and invitees who are not on it are removed, and their seats are there for those who
   * come. See `Register::plan_roster`.
   */
  syncRoster(fields: Omit<SyncRoster, 'kind'>): SyncRoster;
  /**
   * Moves members of a program to another contract, keeping everything else (`CON-5`). Moving them back is the way
   * back; whoever is there already stays. The outcomes' lines are the places in the list, counted from 1.
   */
  moveMembers(fields: Omit<MoveMembers, 'kind'>): MoveMembers;
  /**
   * Renews a contract into another at a set instant (`CON-5`): its members, its open invitations and the domains
   * that name it are carried over then. Nobody needs to call anything at that instant: whatever comes later finds
   * it done as of that instant (`API-5`). An instant that has passed is good too: then it is done at once, and cannot be
   * taken back.
   */
  renewContract(fields: Omit<RenewContract, 'kind'>): RenewContract;
  /**
   * Takes back the renewal of a contract that has not come about yet (`CON-5`). If it raised what the other contract
   * sells, that is taken back too, unless it was amended since or the seats are needed.
   */
  cancelRenewal(fields: Omit<CancelRenewal, 'kind'>): CancelRenewal;
  /**
   * Limits how many seats of a contract may be released and reused in its term (`CON-5`, `CON-7`). Beyond the limit
   * the seat of whoever is removed or moved stays theirs; a higher limit releases such seats, of those who left first
   * first.
   */
  limitReuse(fields: Omit<LimitReuse, 'kind'>): LimitReuse;
  /**
   * Lets time pass up to now and does nothing else (`API-5`). No host needs to: it only spares the next command or
   * question the work of a renewal that has come about.
   */
  advance(): Advance;
  /** Says who may do something, in place of the library's own table (`ADM-3`). */
  setRights(fields: Omit<SetRights, 'kind'>): SetRights;
  /**
   * Sets what may change of the organization; every field is set as given (`ADM-1`). Administrators stay, whatever
   * becomes of the domain of their email.
   */
  updateOrganization(fields: Omit<UpdateOrganization, 'kind'>): UpdateOrganization;
  /** Sets what may change of a course; every field is set as given. The slug stays (`VIEW-3`). */
  updateCourse(fields: Omit<UpdateCourse, 'kind'>): UpdateCourse;
  /** Sets what may change of a specialization; every field is set as given. The slug and the courses stay (`VIEW-3`). */
  updateSpecialization(fields: Omit<UpdateSpecialization, 'kind'>): UpdateSpecialization;
  /** Records how many lessons of a course a learner has taken (`ENR-3`, `VIEW-1`). */
  recordLessons(fields: Omit<RecordLessons, 'kind'>): RecordLessons;
  /** Lets a learner be named on leaderboards, or no longer (`VIEW-4`). Until this is given, everyone is. */
  setLeaderboardListing(fields: Omit<SetLeaderboardListing, 'kind'>): SetLeaderboardListing;
  /**
   * Sets what is known of a learner's account: whatever is given, and the rest stays (`ID-2`). Open invitations to a new
   * email are accepted where the learner is a member.
   */
  updateLearner(fields: Omit<UpdateLearner, 'kind'>): UpdateLearner;
}>;
