'use strict';

const { Commit } = require('./commit.js');
const { commands } = require('./commands.js');
const { ApplyError, InvalidInput, MatriculaError, Refusal, RestoreError } = require('./errors.js');
const files = require('./files.js');
const { Register } = require('./register.js');

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
  RestoreError,
  administrator,
  commands,
  learner,
  readActivity: files.readActivity,
  readCatalog: files.readCatalog,
  readInvitations: files.readInvitations,
  readMembership: files.readMembership,
  readSpecialization: files.readSpecialization,
  readUsage: files.readUsage,
  readWhitelist: files.readWhitelist,
  summarizeReports: files.summarizeReports,
  usageFigures: files.usageFigures,
  templates: files.templates,
};
