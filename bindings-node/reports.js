'use strict';

const native = require('./native.js');
const { bytesOf, flagOf, invalid, listenerOf, noOthers, optionsOf, textOf } = require('./check.js');
const { ensure, errorOf, made } = require('./errors.js');
const { dialectText, optionsText, parse, piecesOf } = require('./files.js');
const { PIECE, takeFile, takeIn } = require('./sources.js');

/** The answer in a JSON text, if it is none of an error. */
function answerOf(text) {
  const answer = JSON.parse(text);
  if (answer.error !== undefined) throw errorOf(answer);
  return answer;
}

/** One of some words as JSON text. */
function wordText(word, name) {
  if (typeof word === 'string') return JSON.stringify(word);
  throw invalid({ path: name, reason: 'give one of the documented words' });
}

function recognizeFile(bytes) {
  return answerOf(native.recognizeFile(bytesOf(bytes, 'bytes')));
}

function knownDialect(report, name) {
  return answerOf(native.knownDialect(wordText(report, 'report'), wordText(name, 'name')));
}

function checkDialect(dialect) {
  ensure(native.checkDialect(textOf(dialect, 'dialect', 'dialect')));
}

const writer = (kind) => async (report, options) => {
  const { dialect, guardFormulas, ...others } = optionsOf(options);
  noOthers(others, ['dialect', 'guardFormulas']);
  const isRows = Array.isArray(report);
  if (!isRows && (typeof report !== 'object' || report === null || !Array.isArray(report.rows))) {
    throw invalid({ path: 'report', reason: 'give a list of rows, or a report that was read' });
  }
  const { rows, other_headers, other_cells, form, spellings } = isRows ? { rows: report } : report;
  const [bytes] = made(await native.writeReport(
    JSON.stringify(kind),
    textOf(rows, 'report.rows', 'report.rows'),
    textOf({ other_headers, other_cells, form, spellings }, 'report', 'report'),
    dialectText(dialect),
    flagOf(guardFormulas, 'guardFormulas'),
  ));
  return bytes;
};

async function* convertReport(report, source, given) {
  const { sourceDialect, dialect, writeGuard, onRead, onProgress, ...options } = optionsOf(given);
  noOthers(options, ['lenient', 'guardFormulas'], ['sourceDialect', 'dialect', 'writeGuard', 'onRead', 'onProgress']);
  listenerOf(onRead, 'onRead');
  listenerOf(onProgress, 'onProgress');
  const converter = new native.NativeConverter();
  const own = sourceDialect === undefined || sourceDialect === null ? null : textOf(sourceDialect, 'sourceDialect', 'sourceDialect');
  ensure(converter.start(wordText(report, 'report'), own, dialectText(dialect), optionsText(options), flagOf(writeGuard, 'writeGuard')));
  for await (const piece of piecesOf(source, 'source')) {
    const bytes = bytesOf(piece, 'source');
    for (let start = 0; start < bytes.length; start += PIECE) {
      const part = bytes.subarray(start, start + PIECE);
      const [file] = await converter.push(part);
      onProgress?.(part.length);
      if (file.length > 0) yield file;
    }
  }
  const [file, read] = await converter.finish();
  onRead?.(parse(read));
  if (file.length > 0) yield file;
}

const GIVE = 'give a path, bytes, a stream of bytes, or a list of rows';

const comparer = (kind) => async (before, after, given) => {
  const { onProgress, ...options } = optionsOf(given);
  noOthers(options, ['lenient', 'guardFormulas'], ['onProgress']);
  listenerOf(onProgress, 'onProgress');
  for (const [name, source] of Object.entries({ before, after })) {
    if (source === undefined || source === null) throw invalid({ path: name, reason: GIVE });
  }
  const sources = new native.NativeSources();
  ensure(sources.compare(JSON.stringify(kind), optionsText(options)));
  await takeIn(sources, true, before, 'before', onProgress);
  await takeIn(sources, false, after, 'after', onProgress);
  const [text] = await sources.finish();
  return parse(text);
};

async function groupReports(by, given) {
  const { usage, membership, onProgress, ...options } = optionsOf(given);
  noOthers(options, ['lenient', 'guardFormulas'], ['usage', 'membership', 'onProgress']);
  listenerOf(onProgress, 'onProgress');
  if (!Array.isArray(by)) throw invalid({ path: 'by', reason: 'give a list of fields' });
  const sources = new native.NativeSources();
  ensure(sources.group(textOf(by, 'by', 'by'), optionsText(options)));
  await takeIn(sources, true, usage, 'usage', onProgress);
  await takeIn(sources, false, membership, 'membership', onProgress);
  const [text] = await sources.finish();
  return parse(text);
}

async function summarizeReports(given) {
  const { usage, membership, onProgress, ...options } = optionsOf(given);
  noOthers(options, ['lenient', 'guardFormulas'], ['usage', 'membership', 'onProgress']);
  listenerOf(onProgress, 'onProgress');
  const sources = new native.NativeSources();
  ensure(sources.summarize(optionsText(options)));
  for (const [name, source] of [['usage', usage], ['membership', membership]]) {
    if (source !== undefined && source !== null) await takeFile(sources, name === 'usage', source, name, onProgress);
  }
  const [text] = await sources.finish();
  return parse(text);
}

async function usageFigures(source, given) {
  const { onProgress, ...options } = optionsOf(given);
  noOthers(options, ['lenient', 'guardFormulas'], ['onProgress']);
  listenerOf(onProgress, 'onProgress');
  const sources = new native.NativeSources();
  ensure(sources.figures(optionsText(options)));
  await takeFile(sources, true, source, 'source', onProgress);
  const [text] = await sources.finish();
  return parse(text);
}

module.exports = {
  checkDialect,
  compareMembership: comparer('membership'),
  compareSpecialization: comparer('specialization'),
  compareUsage: comparer('usage'),
  convertReport,
  groupReports,
  knownDialect,
  recognizeFile,
  summarizeReports,
  usageFigures,
  writeMembership: writer('membership'),
  writeSpecialization: writer('specialization'),
  writeUsage: writer('usage'),
};
