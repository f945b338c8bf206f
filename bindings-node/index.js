'use strict';

const accumulators = require('./accumulators.js');
const { Commit } = require('./commit.js');
const { commands } = require('./commands.js');
const {
  ApplyError, DialectError, GroupError, InvalidInput, MatriculaError, Refusal, RestoreError,
} = require('./errors.js');
const files = require('./files.js');
const gradebook = require('./gradebook.js');
const { Register } = require('./register.js');
const tables = require('./tables.js');
const schedule = require('./schedule.js');
const reports = require('./reports.js');
const { View } = require('./view.js');

const OPERATOR = Object.freeze({ kind: 'operator' });
const HOST = Object.freeze({ kind: 'host' });
const administrator = (id) => ({ kind: 'administrator', administrator: id });
const learner = (id) => ({ kind: 'learner', learner: id });

module.exports = {
  ApplyError,
  Commit,
  DialectError,
  EmailReport: files.EmailReport,
  Gradebook: gradebook.Gradebook,
  GradebookAccumulator: gradebook.GradebookAccumulator,
  GroupError,
  HOST,
  InvalidInput,
  MatriculaError,
  OPERATOR,
  Refusal,
  Register,
  Report: tables.Report,
  ReportStream: tables.ReportStream,
  RestoreError,
  View,
  administrator,
  commands,
  groupsToArrowIPC: tables.groupsToArrowIPC,
  iterMembershipReport: tables.iterMembershipReport,
  iterSpecializationReport: tables.iterSpecializationReport,
  iterUsageReport: tables.iterUsageReport,
  dueBetween: schedule.dueBetween,
  learner,
  membershipChangesToArrowIPC: tables.membershipChangesToArrowIPC,
  nextDue: schedule.nextDue,
  readActivity: files.readActivity,
  readAttempts: files.readAttempts,
  readCatalog: files.readCatalog,
  readGradebook: files.readGradebook,
  readInvitations: files.readInvitations,
  readMembership: files.readMembership,
  readMembershipReport: tables.readMembershipReport,
  readSpecialization: files.readSpecialization,
  readSpecializationReport: tables.readSpecializationReport,
  readUsage: files.readUsage,
  readUsageReport: tables.readUsageReport,
  readWhitelist: files.readWhitelist,
  scheduleOf: schedule.scheduleOf,
  specializationChangesToArrowIPC: tables.specializationChangesToArrowIPC,
  usageChangesToArrowIPC: tables.usageChangesToArrowIPC,
  templates: files.templates,
  writeMembershipReport: tables.writeMembershipReport,
  writeSpecializationReport: tables.writeSpecializationReport,
  writeUsageReport: tables.writeUsageReport,
  zoneDataVersion: schedule.zoneDataVersion,
  ...accumulators,
  ...reports,
};
