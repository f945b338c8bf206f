'use strict';

const { bytesOf, textOf } = require('./check.js');
const { errorOf } = require('./errors.js');
const { largeFile, piecesOf, readLarge, since } = require('./files.js');

/** Bytes that are worked on at a time. */
const PIECE = 1 << 20;

/** Whether something is a list of rows, and not one of pieces of bytes. An empty list is one of no rows. */
const isRows = (source) => Array.isArray(source) && !(source[0] instanceof Uint8Array);

async function takeIn(sources, isFirst, source, name, onProgress) {
  if (source === undefined || source === null) return;
  if (isRows(source)) {
    const refused = await sources.observe(isFirst, textOf(source, name, name), name);
    if (typeof refused === 'string') throw errorOf(JSON.parse(refused));
    return;
  }
  await takeFile(sources, isFirst, source, name, onProgress);
}

/** Takes in a file: a path, bytes, or a stream of bytes. */
async function takeFile(sources, isFirst, source, name, onProgress) {
  const large = await largeFile(source);
  if (large) {
    await readLarge((course) => sources.readPath(isFirst, large.path, course), large, since(onProgress));
    return;
  }
  const pieces = piecesOf(source, name);
  // An empty file is a file too: it has no header line.
  await sources.push(isFirst, new Uint8Array(0));
  for await (const given of pieces) {
    const bytes = bytesOf(given, name);
    for (let start = 0; start < bytes.length; start += PIECE) {
      const piece = bytes.subarray(start, start + PIECE);
      await sources.push(isFirst, piece);
      onProgress?.(piece.length);
    }
  }
}

module.exports = { PIECE, isRows, takeFile, takeIn };
