'use strict';

/** What one actor sees of a register: every question refused or narrowed to what they may see. */
class View {
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  ask(question) {
    return this.#ask(question);
  }

  contracts() {
    return this.#ask({ question: 'contracts' });
  }

  contractById(contract) {
    return this.#ask({ question: 'contract_by_id', contract });
  }

  programs() {
    return this.#ask({ question: 'programs' });
  }

  programById(program) {
    return this.#ask({ question: 'program_by_id', program });
  }

  funnel() {
    return this.#ask({ question: 'funnel' });
  }

  learner(learner) {
    return this.#ask({ question: 'learner', learner });
  }

  learnerByEmail(email) {
    return this.#ask({ question: 'learner_by_email', email });
  }

  membership(program, learner) {
    return this.#ask({ question: 'membership', program, learner });
  }

  enrollments(program, learner) {
    return this.#ask({ question: 'enrollments', program, learner });
  }

  invitation(invitation) {
    return this.#ask({ question: 'invitation', invitation });
  }

  invitationOf(program, email) {
    return this.#ask({ question: 'invitation_of', program, email });
  }

  whitelist(program) {
    return this.#ask({ question: 'whitelist', program });
  }

  courses() {
    return this.#ask({ question: 'courses' });
  }

  specializations() {
    return this.#ask({ question: 'specializations' });
  }

  collections(program) {
    return this.#ask({ question: 'collections', program });
  }

  catalogCounts(program) {
    return this.#ask({ question: 'catalog_counts', program });
  }

  administrators() {
    return this.#ask({ question: 'administrators' });
  }

  ledger(contract, units, start, limit) {
    return this.#ask({ question: 'ledger', contract, units, start, limit });
  }

  seatsAsOf(contract, at) {
    return this.#ask({ question: 'seats_as_of', contract, at });
  }

  unitsAsOf(contract, at) {
    return this.#ask({ question: 'units_as_of', contract, at });
  }

  remainingAsOf(contract, at) {
    return this.#ask({ question: 'remaining_as_of', contract, at });
  }

  notices() {
    return this.#ask({ question: 'notices' });
  }

  forecast(contract, days) {
    return this.#ask({ question: 'forecast', contract, days });
  }

  rights() {
    return this.#ask({ question: 'rights' });
  }
}

module.exports = { View };
