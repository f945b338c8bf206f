// Generated from the definitions of the core by `MATRICULA_GENERATE=1 cargo test --test generated`.
// Checked by `tsc --strict`, never run.
import type { ContractTerms, CatalogItem, Subject, RefusalRecord, RowResult, Command, Event, Actor, Question, ChosenUser, UserSelection, GradebookLevel, GradebookScope } from 'matricula';

export function ofContractTerms(value: ContractTerms): number {
  switch (value.kind) {
    case 'unlimited': {
      const found: 'unlimited' = value.kind;
      return found.length + 0;
    }
    case 'memberships': {
      const found: 'memberships' = value.kind;
      return found.length + 1;
    }
    case 'enrollments': {
      const found: 'enrollments' = value.kind;
      return found.length + 2;
    }
  }
}

export function ofCatalogItem(value: CatalogItem): number {
  switch (value.kind) {
    case 'course': {
      const found: 'course' = value.kind;
      return found.length + 0;
    }
    case 'specialization': {
      const found: 'specialization' = value.kind;
      return found.length + 1;
    }
  }
}

export function ofSubject(value: Subject): number {
  switch (value.kind) {
    case 'invitee': {
      const found: 'invitee' = value.kind;
      return found.length + 0;
    }
    case 'learner': {
      const found: 'learner' = value.kind;
      return found.length + 1;
    }
    case 'administrator': {
      const found: 'administrator' = value.kind;
      return found.length + 2;
    }
    case 'manager': {
      const found: 'manager' = value.kind;
      return found.length + 3;
    }
  }
}

export function ofRefusalRecord(value: RefusalRecord): number {
  switch (value.code) {
    case 'command_id_reused': {
      const found: 'command_id_reused' = value.code;
      return found.length + 0;
    }
    case 'clock_went_back': {
      const found: 'clock_went_back' = value.code;
      return found.length + 1;
    }
    case 'clock_jumped_ahead': {
      const found: 'clock_jumped_ahead' = value.code;
      return found.length + 2;
    }
    case 'time_out_of_range': {
      const found: 'time_out_of_range' = value.code;
      return found.length + 3;
    }
    case 'no_organization': {
      const found: 'no_organization' = value.code;
      return found.length + 4;
    }
    case 'organization_exists': {
      const found: 'organization_exists' = value.code;
      return found.length + 5;
    }
    case 'not_authorized': {
      const found: 'not_authorized' = value.code;
      return found.length + 6;
    }
    case 'id_in_use': {
      const found: 'id_in_use' = value.code;
      return found.length + 7;
    }
    case 'unknown_contract': {
      const found: 'unknown_contract' = value.code;
      return found.length + 8;
    }
    case 'unknown_program': {
      const found: 'unknown_program' = value.code;
      return found.length + 9;
    }
    case 'unknown_invitation': {
      const found: 'unknown_invitation' = value.code;
      return found.length + 10;
    }
    case 'unknown_learner': {
      const found: 'unknown_learner' = value.code;
      return found.length + 11;
    }
    case 'unknown_course': {
      const found: 'unknown_course' = value.code;
      return found.length + 12;
    }
    case 'unknown_specialization': {
      const found: 'unknown_specialization' = value.code;
      return found.length + 13;
    }
    case 'unknown_collection': {
      const found: 'unknown_collection' = value.code;
      return found.length + 14;
    }
    case 'unknown_administrator': {
      const found: 'unknown_administrator' = value.code;
      return found.length + 15;
    }
    case 'invalid_text': {
      const found: 'invalid_text' = value.code;
      return found.length + 16;
    }
    case 'invalid_email': {
      const found: 'invalid_email' = value.code;
      return found.length + 17;
    }
    case 'invalid_domain': {
      const found: 'invalid_domain' = value.code;
      return found.length + 18;
    }
    case 'slug_in_use': {
      const found: 'slug_in_use' = value.code;
      return found.length + 19;
    }
    case 'empty_period': {
      const found: 'empty_period' = value.code;
      return found.length + 20;
    }
    case 'nothing_sold': {
      const found: 'nothing_sold' = value.code;
      return found.length + 21;
    }
    case 'terms_of_another_kind': {
      const found: 'terms_of_another_kind' = value.code;
      return found.length + 22;
    }
    case 'below_taken': {
      const found: 'below_taken' = value.code;
      return found.length + 23;
    }
    case 'time_passed': {
      const found: 'time_passed' = value.code;
      return found.length + 24;
    }
    case 'limit_out_of_range': {
      const found: 'limit_out_of_range' = value.code;
      return found.length + 25;
    }
    case 'empty_specialization': {
      const found: 'empty_specialization' = value.code;
      return found.length + 26;
    }
    case 'course_repeated': {
      const found: 'course_repeated' = value.code;
      return found.length + 27;
    }
    case 'partner_mismatch': {
      const found: 'partner_mismatch' = value.code;
      return found.length + 28;
    }
    case 'item_repeated': {
      const found: 'item_repeated' = value.code;
      return found.length + 29;
    }
    case 'item_not_held': {
      const found: 'item_not_held' = value.code;
      return found.length + 30;
    }
    case 'order_incomplete': {
      const found: 'order_incomplete' = value.code;
      return found.length + 31;
    }
    case 'program_removed': {
      const found: 'program_removed' = value.code;
      return found.length + 32;
    }
    case 'already_administrator': {
      const found: 'already_administrator' = value.code;
      return found.length + 33;
    }
    case 'email_not_of_organization': {
      const found: 'email_not_of_organization' = value.code;
      return found.length + 34;
    }
    case 'last_administrator': {
      const found: 'last_administrator' = value.code;
      return found.length + 35;
    }
    case 'already_member': {
      const found: 'already_member' = value.code;
      return found.length + 36;
    }
    case 'already_invited': {
      const found: 'already_invited' = value.code;
      return found.length + 37;
    }
    case 'invitation_taken': {
      const found: 'invitation_taken' = value.code;
      return found.length + 38;
    }
    case 'invitation_closed': {
      const found: 'invitation_closed' = value.code;
      return found.length + 39;
    }
    case 'invitation_expired': {
      const found: 'invitation_expired' = value.code;
      return found.length + 40;
    }
    case 'email_in_use': {
      const found: 'email_in_use' = value.code;
      return found.length + 41;
    }
    case 'invitation_required': {
      const found: 'invitation_required' = value.code;
      return found.length + 42;
    }
    case 'not_invited': {
      const found: 'not_invited' = value.code;
      return found.length + 43;
    }
    case 'not_a_member': {
      const found: 'not_a_member' = value.code;
      return found.length + 44;
    }
    case 'contract_not_started': {
      const found: 'contract_not_started' = value.code;
      return found.length + 45;
    }
    case 'contract_ended': {
      const found: 'contract_ended' = value.code;
      return found.length + 46;
    }
    case 'contract_frozen': {
      const found: 'contract_frozen' = value.code;
      return found.length + 47;
    }
    case 'seats_exhausted': {
      const found: 'seats_exhausted' = value.code;
      return found.length + 48;
    }
    case 'seats_spoken_for': {
      const found: 'seats_spoken_for' = value.code;
      return found.length + 49;
    }
    case 'units_exhausted': {
      const found: 'units_exhausted' = value.code;
      return found.length + 50;
    }
    case 'course_not_in_catalog': {
      const found: 'course_not_in_catalog' = value.code;
      return found.length + 51;
    }
    case 'specialization_not_in_catalog': {
      const found: 'specialization_not_in_catalog' = value.code;
      return found.length + 52;
    }
    case 'not_in_collection': {
      const found: 'not_in_collection' = value.code;
      return found.length + 53;
    }
    case 'already_enrolled': {
      const found: 'already_enrolled' = value.code;
      return found.length + 54;
    }
    case 'not_enrolled': {
      const found: 'not_enrolled' = value.code;
      return found.length + 55;
    }
    case 'course_limit_reached': {
      const found: 'course_limit_reached' = value.code;
      return found.length + 56;
    }
    case 'time_in_future': {
      const found: 'time_in_future' = value.code;
      return found.length + 57;
    }
    case 'before_enrollment': {
      const found: 'before_enrollment' = value.code;
      return found.length + 58;
    }
    case 'nothing_given': {
      const found: 'nothing_given' = value.code;
      return found.length + 59;
    }
    case 'domain_listed': {
      const found: 'domain_listed' = value.code;
      return found.length + 60;
    }
    case 'domain_not_listed': {
      const found: 'domain_not_listed' = value.code;
      return found.length + 61;
    }
    case 'preview_overtaken': {
      const found: 'preview_overtaken' = value.code;
      return found.length + 62;
    }
    case 'roster_removes_too_many': {
      const found: 'roster_removes_too_many' = value.code;
      return found.length + 63;
    }
    case 'listed_twice': {
      const found: 'listed_twice' = value.code;
      return found.length + 64;
    }
    case 'invitation_elsewhere': {
      const found: 'invitation_elsewhere' = value.code;
      return found.length + 65;
    }
    case 'line_out_of_range': {
      const found: 'line_out_of_range' = value.code;
      return found.length + 66;
    }
    case 'rows_refused': {
      const found: 'rows_refused' = value.code;
      return found.length + 67;
    }
    case 'register_full': {
      const found: 'register_full' = value.code;
      return found.length + 68;
    }
    case 'page_size_out_of_range': {
      const found: 'page_size_out_of_range' = value.code;
      return found.length + 69;
    }
    case 'cursor_of_another_list': {
      const found: 'cursor_of_another_list' = value.code;
      return found.length + 70;
    }
    case 'renewal_too_small': {
      const found: 'renewal_too_small' = value.code;
      return found.length + 71;
    }
    case 'renewal_target_used': {
      const found: 'renewal_target_used' = value.code;
      return found.length + 72;
    }
    case 'renewal_target_larger': {
      const found: 'renewal_target_larger' = value.code;
      return found.length + 73;
    }
    case 'renewal_outside_periods': {
      const found: 'renewal_outside_periods' = value.code;
      return found.length + 74;
    }
    case 'already_renewed': {
      const found: 'already_renewed' = value.code;
      return found.length + 75;
    }
    case 'no_renewal': {
      const found: 'no_renewal' = value.code;
      return found.length + 76;
    }
    case 'no_seats': {
      const found: 'no_seats' = value.code;
      return found.length + 77;
    }
    case 'unknown_action': {
      const found: 'unknown_action' = value.code;
      return found.length + 78;
    }
    case 'right_out_of_reach': {
      const found: 'right_out_of_reach' = value.code;
      return found.length + 79;
    }
    case 'empty_cadence': {
      const found: 'empty_cadence' = value.code;
      return found.length + 80;
    }
    case 'hours_have_no_period': {
      const found: 'hours_have_no_period' = value.code;
      return found.length + 81;
    }
    case 'invalid_setting': {
      const found: 'invalid_setting' = value.code;
      return found.length + 82;
    }
    case 'invalid_organization_domain': {
      const found: 'invalid_organization_domain' = value.code;
      return found.length + 83;
    }
    case 'nothing_to_amend': {
      const found: 'nothing_to_amend' = value.code;
      return found.length + 84;
    }
    case 'no_items_given': {
      const found: 'no_items_given' = value.code;
      return found.length + 85;
    }
    case 'too_many_rows': {
      const found: 'too_many_rows' = value.code;
      return found.length + 86;
    }
    case 'too_many_skills': {
      const found: 'too_many_skills' = value.code;
      return found.length + 87;
    }
  }
}

export function ofRowResult(value: RowResult): number {
  switch (value.result) {
    case 'invited': {
      const found: 'invited' = value.result;
      return found.length + 0;
    }
    case 'invited_again': {
      const found: 'invited_again' = value.result;
      return found.length + 1;
    }
    case 'updated': {
      const found: 'updated' = value.result;
      return found.length + 2;
    }
    case 'already_invited': {
      const found: 'already_invited' = value.result;
      return found.length + 3;
    }
    case 'already_member': {
      const found: 'already_member' = value.result;
      return found.length + 4;
    }
    case 'repeated': {
      const found: 'repeated' = value.result;
      return found.length + 5;
    }
    case 'removed': {
      const found: 'removed' = value.result;
      return found.length + 6;
    }
    case 'moved': {
      const found: 'moved' = value.result;
      return found.length + 7;
    }
    case 'already_there': {
      const found: 'already_there' = value.result;
      return found.length + 8;
    }
    case 'domain_added': {
      const found: 'domain_added' = value.result;
      return found.length + 9;
    }
    case 'domain_updated': {
      const found: 'domain_updated' = value.result;
      return found.length + 10;
    }
    case 'already_listed': {
      const found: 'already_listed' = value.result;
      return found.length + 11;
    }
    case 'refused': {
      const found: 'refused' = value.result;
      return found.length + 12;
    }
  }
}

export function ofCommand(value: Command): number {
  switch (value.kind) {
    case 'create_organization': {
      const found: 'create_organization' = value.kind;
      return found.length + 0;
    }
    case 'create_contract': {
      const found: 'create_contract' = value.kind;
      return found.length + 1;
    }
    case 'freeze_contract': {
      const found: 'freeze_contract' = value.kind;
      return found.length + 2;
    }
    case 'unfreeze_contract': {
      const found: 'unfreeze_contract' = value.kind;
      return found.length + 3;
    }
    case 'create_program': {
      const found: 'create_program' = value.kind;
      return found.length + 4;
    }
    case 'update_program': {
      const found: 'update_program' = value.kind;
      return found.length + 5;
    }
    case 'add_course': {
      const found: 'add_course' = value.kind;
      return found.length + 6;
    }
    case 'add_specialization': {
      const found: 'add_specialization' = value.kind;
      return found.length + 7;
    }
    case 'create_collection': {
      const found: 'create_collection' = value.kind;
      return found.length + 8;
    }
    case 'add_to_collection': {
      const found: 'add_to_collection' = value.kind;
      return found.length + 9;
    }
    case 'add_organization_administrator': {
      const found: 'add_organization_administrator' = value.kind;
      return found.length + 10;
    }
    case 'add_program_administrator': {
      const found: 'add_program_administrator' = value.kind;
      return found.length + 11;
    }
    case 'remove_administrator': {
      const found: 'remove_administrator' = value.kind;
      return found.length + 12;
    }
    case 'invite_learner': {
      const found: 'invite_learner' = value.kind;
      return found.length + 13;
    }
    case 'invite_learners': {
      const found: 'invite_learners' = value.kind;
      return found.length + 14;
    }
    case 'resend_invitation': {
      const found: 'resend_invitation' = value.kind;
      return found.length + 15;
    }
    case 'remove_invitation': {
      const found: 'remove_invitation' = value.kind;
      return found.length + 16;
    }
    case 'decline_invitation': {
      const found: 'decline_invitation' = value.kind;
      return found.length + 17;
    }
    case 'report_bounce': {
      const found: 'report_bounce' = value.kind;
      return found.length + 18;
    }
    case 'accept_invitation': {
      const found: 'accept_invitation' = value.kind;
      return found.length + 19;
    }
    case 'join_program': {
      const found: 'join_program' = value.kind;
      return found.length + 20;
    }
    case 'remove_learner': {
      const found: 'remove_learner' = value.kind;
      return found.length + 21;
    }
    case 'update_profile': {
      const found: 'update_profile' = value.kind;
      return found.length + 22;
    }
    case 'add_domain': {
      const found: 'add_domain' = value.kind;
      return found.length + 23;
    }
    case 'remove_domain': {
      const found: 'remove_domain' = value.kind;
      return found.length + 24;
    }
    case 'import_domains': {
      const found: 'import_domains' = value.kind;
      return found.length + 25;
    }
    case 'enroll_in_course': {
      const found: 'enroll_in_course' = value.kind;
      return found.length + 26;
    }
    case 'enroll_in_specialization': {
      const found: 'enroll_in_specialization' = value.kind;
      return found.length + 27;
    }
    case 'unenroll_from_course': {
      const found: 'unenroll_from_course' = value.kind;
      return found.length + 28;
    }
    case 'unenroll_from_specialization': {
      const found: 'unenroll_from_specialization' = value.kind;
      return found.length + 29;
    }
    case 'record_course_activity': {
      const found: 'record_course_activity' = value.kind;
      return found.length + 30;
    }
    case 'record_specialization_activity': {
      const found: 'record_specialization_activity' = value.kind;
      return found.length + 31;
    }
    case 'amend_contract': {
      const found: 'amend_contract' = value.kind;
      return found.length + 32;
    }
    case 'edit_collection': {
      const found: 'edit_collection' = value.kind;
      return found.length + 33;
    }
    case 'delete_collection': {
      const found: 'delete_collection' = value.kind;
      return found.length + 34;
    }
    case 'arrange_collections': {
      const found: 'arrange_collections' = value.kind;
      return found.length + 35;
    }
    case 'arrange_items': {
      const found: 'arrange_items' = value.kind;
      return found.length + 36;
    }
    case 'remove_from_collection': {
      const found: 'remove_from_collection' = value.kind;
      return found.length + 37;
    }
    case 'move_items': {
      const found: 'move_items' = value.kind;
      return found.length + 38;
    }
    case 'remove_program': {
      const found: 'remove_program' = value.kind;
      return found.length + 39;
    }
    case 'erase_person': {
      const found: 'erase_person' = value.kind;
      return found.length + 40;
    }
    case 'remove_learners': {
      const found: 'remove_learners' = value.kind;
      return found.length + 41;
    }
    case 'remove_invitations': {
      const found: 'remove_invitations' = value.kind;
      return found.length + 42;
    }
    case 'sync_roster': {
      const found: 'sync_roster' = value.kind;
      return found.length + 43;
    }
    case 'move_members': {
      const found: 'move_members' = value.kind;
      return found.length + 44;
    }
    case 'renew_contract': {
      const found: 'renew_contract' = value.kind;
      return found.length + 45;
    }
    case 'cancel_renewal': {
      const found: 'cancel_renewal' = value.kind;
      return found.length + 46;
    }
    case 'limit_reuse': {
      const found: 'limit_reuse' = value.kind;
      return found.length + 47;
    }
    case 'advance': {
      const found: 'advance' = value.kind;
      return found.length + 48;
    }
    case 'set_rights': {
      const found: 'set_rights' = value.kind;
      return found.length + 49;
    }
    case 'update_organization': {
      const found: 'update_organization' = value.kind;
      return found.length + 50;
    }
    case 'update_course': {
      const found: 'update_course' = value.kind;
      return found.length + 51;
    }
    case 'update_specialization': {
      const found: 'update_specialization' = value.kind;
      return found.length + 52;
    }
    case 'record_lessons': {
      const found: 'record_lessons' = value.kind;
      return found.length + 53;
    }
    case 'set_leaderboard_listing': {
      const found: 'set_leaderboard_listing' = value.kind;
      return found.length + 54;
    }
    case 'update_learner': {
      const found: 'update_learner' = value.kind;
      return found.length + 55;
    }
  }
}

export function ofEvent(value: Event): number {
  switch (value.kind) {
    case 'organization_created': {
      const found: 'organization_created' = value.kind;
      return found.length + 0;
    }
    case 'contract_created': {
      const found: 'contract_created' = value.kind;
      return found.length + 1;
    }
    case 'contract_frozen': {
      const found: 'contract_frozen' = value.kind;
      return found.length + 2;
    }
    case 'contract_unfrozen': {
      const found: 'contract_unfrozen' = value.kind;
      return found.length + 3;
    }
    case 'program_created': {
      const found: 'program_created' = value.kind;
      return found.length + 4;
    }
    case 'program_updated': {
      const found: 'program_updated' = value.kind;
      return found.length + 5;
    }
    case 'course_added': {
      const found: 'course_added' = value.kind;
      return found.length + 6;
    }
    case 'specialization_added': {
      const found: 'specialization_added' = value.kind;
      return found.length + 7;
    }
    case 'collection_created': {
      const found: 'collection_created' = value.kind;
      return found.length + 8;
    }
    case 'items_added': {
      const found: 'items_added' = value.kind;
      return found.length + 9;
    }
    case 'organization_administrator_added': {
      const found: 'organization_administrator_added' = value.kind;
      return found.length + 10;
    }
    case 'program_administrator_added': {
      const found: 'program_administrator_added' = value.kind;
      return found.length + 11;
    }
    case 'administrator_removed': {
      const found: 'administrator_removed' = value.kind;
      return found.length + 12;
    }
    case 'learner_invited': {
      const found: 'learner_invited' = value.kind;
      return found.length + 13;
    }
    case 'invitation_updated': {
      const found: 'invitation_updated' = value.kind;
      return found.length + 14;
    }
    case 'invitation_resent': {
      const found: 'invitation_resent' = value.kind;
      return found.length + 15;
    }
    case 'invitation_removed': {
      const found: 'invitation_removed' = value.kind;
      return found.length + 16;
    }
    case 'invitation_declined': {
      const found: 'invitation_declined' = value.kind;
      return found.length + 17;
    }
    case 'invitation_bounced': {
      const found: 'invitation_bounced' = value.kind;
      return found.length + 18;
    }
    case 'learner_joined': {
      const found: 'learner_joined' = value.kind;
      return found.length + 19;
    }
    case 'learner_removed': {
      const found: 'learner_removed' = value.kind;
      return found.length + 20;
    }
    case 'profile_updated': {
      const found: 'profile_updated' = value.kind;
      return found.length + 21;
    }
    case 'domain_added': {
      const found: 'domain_added' = value.kind;
      return found.length + 22;
    }
    case 'domain_removed': {
      const found: 'domain_removed' = value.kind;
      return found.length + 23;
    }
    case 'course_enrolled': {
      const found: 'course_enrolled' = value.kind;
      return found.length + 24;
    }
    case 'specialization_enrolled': {
      const found: 'specialization_enrolled' = value.kind;
      return found.length + 25;
    }
    case 'course_unenrolled': {
      const found: 'course_unenrolled' = value.kind;
      return found.length + 26;
    }
    case 'specialization_unenrolled': {
      const found: 'specialization_unenrolled' = value.kind;
      return found.length + 27;
    }
    case 'course_activity_recorded': {
      const found: 'course_activity_recorded' = value.kind;
      return found.length + 28;
    }
    case 'specialization_activity_recorded': {
      const found: 'specialization_activity_recorded' = value.kind;
      return found.length + 29;
    }
    case 'contract_amended': {
      const found: 'contract_amended' = value.kind;
      return found.length + 30;
    }
    case 'collection_edited': {
      const found: 'collection_edited' = value.kind;
      return found.length + 31;
    }
    case 'collection_deleted': {
      const found: 'collection_deleted' = value.kind;
      return found.length + 32;
    }
    case 'collections_arranged': {
      const found: 'collections_arranged' = value.kind;
      return found.length + 33;
    }
    case 'items_arranged': {
      const found: 'items_arranged' = value.kind;
      return found.length + 34;
    }
    case 'items_moved': {
      const found: 'items_moved' = value.kind;
      return found.length + 35;
    }
    case 'program_removed': {
      const found: 'program_removed' = value.kind;
      return found.length + 36;
    }
    case 'person_erased': {
      const found: 'person_erased' = value.kind;
      return found.length + 37;
    }
    case 'member_moved': {
      const found: 'member_moved' = value.kind;
      return found.length + 38;
    }
    case 'renewal_scheduled': {
      const found: 'renewal_scheduled' = value.kind;
      return found.length + 39;
    }
    case 'renewal_canceled': {
      const found: 'renewal_canceled' = value.kind;
      return found.length + 40;
    }
    case 'reuse_limited': {
      const found: 'reuse_limited' = value.kind;
      return found.length + 41;
    }
    case 'rights_set': {
      const found: 'rights_set' = value.kind;
      return found.length + 42;
    }
    case 'organization_updated': {
      const found: 'organization_updated' = value.kind;
      return found.length + 43;
    }
    case 'course_updated': {
      const found: 'course_updated' = value.kind;
      return found.length + 44;
    }
    case 'specialization_updated': {
      const found: 'specialization_updated' = value.kind;
      return found.length + 45;
    }
    case 'lessons_recorded': {
      const found: 'lessons_recorded' = value.kind;
      return found.length + 46;
    }
    case 'leaderboard_listing_set': {
      const found: 'leaderboard_listing_set' = value.kind;
      return found.length + 47;
    }
    case 'invitation_accepted': {
      const found: 'invitation_accepted' = value.kind;
      return found.length + 48;
    }
    case 'learner_updated': {
      const found: 'learner_updated' = value.kind;
      return found.length + 49;
    }
  }
}

export function ofActor(value: Actor): number {
  switch (value.kind) {
    case 'operator': {
      const found: 'operator' = value.kind;
      return found.length + 0;
    }
    case 'host': {
      const found: 'host' = value.kind;
      return found.length + 1;
    }
    case 'administrator': {
      const found: 'administrator' = value.kind;
      return found.length + 2;
    }
    case 'learner': {
      const found: 'learner' = value.kind;
      return found.length + 3;
    }
  }
}

export function ofQuestion(value: Question): number {
  switch (value.question) {
    case 'contracts': {
      const found: 'contracts' = value.question;
      return found.length + 0;
    }
    case 'contract_by_id': {
      const found: 'contract_by_id' = value.question;
      return found.length + 1;
    }
    case 'programs': {
      const found: 'programs' = value.question;
      return found.length + 2;
    }
    case 'program_by_id': {
      const found: 'program_by_id' = value.question;
      return found.length + 3;
    }
    case 'funnel': {
      const found: 'funnel' = value.question;
      return found.length + 4;
    }
    case 'learner': {
      const found: 'learner' = value.question;
      return found.length + 5;
    }
    case 'learner_by_email': {
      const found: 'learner_by_email' = value.question;
      return found.length + 6;
    }
    case 'membership': {
      const found: 'membership' = value.question;
      return found.length + 7;
    }
    case 'enrollments': {
      const found: 'enrollments' = value.question;
      return found.length + 8;
    }
    case 'invitation': {
      const found: 'invitation' = value.question;
      return found.length + 9;
    }
    case 'invitation_of': {
      const found: 'invitation_of' = value.question;
      return found.length + 10;
    }
    case 'whitelist': {
      const found: 'whitelist' = value.question;
      return found.length + 11;
    }
    case 'courses': {
      const found: 'courses' = value.question;
      return found.length + 12;
    }
    case 'specializations': {
      const found: 'specializations' = value.question;
      return found.length + 13;
    }
    case 'collections': {
      const found: 'collections' = value.question;
      return found.length + 14;
    }
    case 'catalog_counts': {
      const found: 'catalog_counts' = value.question;
      return found.length + 15;
    }
    case 'administrators': {
      const found: 'administrators' = value.question;
      return found.length + 16;
    }
    case 'ledger': {
      const found: 'ledger' = value.question;
      return found.length + 17;
    }
    case 'seats_as_of': {
      const found: 'seats_as_of' = value.question;
      return found.length + 18;
    }
    case 'units_as_of': {
      const found: 'units_as_of' = value.question;
      return found.length + 19;
    }
    case 'notices': {
      const found: 'notices' = value.question;
      return found.length + 20;
    }
    case 'forecast': {
      const found: 'forecast' = value.question;
      return found.length + 21;
    }
    case 'rights': {
      const found: 'rights' = value.question;
      return found.length + 22;
    }
    case 'remaining_as_of': {
      const found: 'remaining_as_of' = value.question;
      return found.length + 23;
    }
  }
}

export function ofChosenUser(value: ChosenUser): number {
  switch (value.kind) {
    case 'learner': {
      const found: 'learner' = value.kind;
      return found.length + 0;
    }
    case 'invitee': {
      const found: 'invitee' = value.kind;
      return found.length + 1;
    }
  }
}

export function ofUserSelection(value: UserSelection): number {
  switch (value.kind) {
    case 'all': {
      const found: 'all' = value.kind;
      return found.length + 0;
    }
    case 'chosen': {
      const found: 'chosen' = value.kind;
      return found.length + 1;
    }
  }
}

export function ofGradebookLevel(value: GradebookLevel): number {
  switch (value.kind) {
    case 'course': {
      const found: 'course' = value.kind;
      return found.length + 0;
    }
    case 'collection': {
      const found: 'collection' = value.kind;
      return found.length + 1;
    }
    case 'program': {
      const found: 'program' = value.kind;
      return found.length + 2;
    }
    case 'organization': {
      const found: 'organization' = value.kind;
      return found.length + 3;
    }
  }
}

export function ofGradebookScope(value: GradebookScope): number {
  switch (value.kind) {
    case 'course': {
      const found: 'course' = value.kind;
      return found.length + 0;
    }
    case 'collection': {
      const found: 'collection' = value.kind;
      return found.length + 1;
    }
    case 'program': {
      const found: 'program' = value.kind;
      return found.length + 2;
    }
    case 'organization': {
      const found: 'organization' = value.kind;
      return found.length + 3;
    }
  }
}
