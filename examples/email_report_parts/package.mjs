/** The package, where it is installed; else the one that is built in this repository. */
const installed = await import('matricula').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  return import('../../bindings-node/index.mjs');
});

export const {
  HOST,
  OPERATOR,
  Refusal,
  Register,
  administrator,
  commands,
  learner,
  readActivity,
  readCatalog,
  readInvitations,
  readWhitelist,
} = installed;
