'use strict';

const { Commit } = require('./commit.js');
const { commands } = require('./commands.js');
const { ApplyError, InvalidInput, MatriculaError, Refusal, RestoreError } = require('./errors.js');
const files = require('./files.js');
const { Register } = require('./register.js');
const tables = require('./tables.js');

const OPERATOR = Object.freeze({ kind: 'operator' });
const HOST = Object.freeze({ kind: 'host' });
const administrator = (id) => ({ kind: 'administrator', administrator: id });
const learner = (id) => ({ kind: 'learner', learner: id });

module.exports = {
  ApplyError,
  Commit,
  EmailReport: files.EmailReport,
  HOST,
  InvalidInput,
  MatriculaError,
  OPERATOR,
  Refusal,
  Register,
  Report: tables.Report,
  ReportStream: tables.ReportStream,
  RestoreError,
  administrator,
  commands,
  iterMembershipReport: tables.iterMembershipReport,
  iterSpecializationReport: tables.iterSpecializationReport,
  iterUsageReport: tables.iterUsageReport,
  learner,
  readActivity: files.readActivity,
  readCatalog: files.readCatalog,
  readInvitations: files.readInvitations,
  readMembership: files.readMembership,
  readMembershipReport: tables.readMembershipReport,
  readSpecialization: files.readSpecialization,
  readSpecializationReport: tables.readSpecializationReport,
  readUsage: files.readUsage,
  readUsageReport: tables.readUsageReport,
  readWhitelist: files.readWhitelist,
  summarizeReports: files.summarizeReports,
  templates: files.templates,
  writeMembershipReport: tables.writeMembershipReport,
  writeSpecializationReport: tables.writeSpecializationReport,
  writeUsageReport: tables.writeUsageReport,
};
