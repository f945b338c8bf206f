'use strict';

/** Work under way, one after the other in the order of the calls. */
class Queue {
  /** Resolves when all work that was asked for so far has ended, however that ended. */
  ended = Promise.resolve();

  /** Starts work when all before it has ended. */
  next(work) {
    const begun = this.ended.then(work);
    this.ended = begun.then(() => {}, () => {});
    return begun;
  }
}

module.exports = { Queue };
