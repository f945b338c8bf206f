/**
 * One page: how far people have come, and what was used of each contract. An SVG that opens by itself.
 *
 * Every number in it comes of whole-number arithmetic, so that each language draws the very same picture.
 */

const WIDTH = 1200;
const LEFT = 48;
const RIGHT = 1152;

const BAR_LEFT = 210;
const BAR_WIDTH = 330;
const STAGE_HEIGHT = 66;

const CHART_LEFT = 480;
const CHART_WIDTH = RIGHT - CHART_LEFT;
const CHART_HEIGHT = 130;
const PANEL_HEIGHT = 212;

/** Month names that fit side by side under a chart. */
const MONTHS_SHOWN = 13;

const HOUR = 3_600_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const STYLE = `<style>
text { font-family: 'DejaVu Sans', Verdana, Arial, sans-serif; font-size: 15px; fill: #1b2733; }
.title { font-size: 30px; font-weight: bold; }
.section { font-size: 20px; font-weight: bold; }
.name { font-size: 17px; font-weight: bold; }
.number { font-size: 17px; }
.value { font-weight: bold; }
.soft { fill: #44525f; }
.note { font-size: 13px; fill: #44525f; }
.bar { fill: #1f5f99; }
.area { fill: #dbe9f6; }
.used { fill: none; stroke: #1f5f99; stroke-width: 2.5; stroke-linejoin: round; }
.bought { stroke: #a8480a; stroke-width: 2; stroke-dasharray: 8 5; }
.grid { stroke: #c4ccd4; stroke-width: 1; }
</style>`;

/** The page as the text of an SVG file. */
export function svgOf(picture) {
  const funnel = 170 + STAGE_HEIGHT * picture.stages.length;
  const panels = funnel + 92;
  const height = panels + PANEL_HEIGHT * picture.panels.length + 8;
  const svg = new Svg();
  svg.open(height, picture.title);
  svg.words(LEFT, 62, 'title', cut(picture.title, 60));
  svg.words(LEFT, 92, 'soft', cut(picture.subtitle, 130));
  drawFunnel(svg, picture, 136);
  svg.words(LEFT, funnel + 44, 'section', 'Seats and enrollments, week by week');
  svg.line('grid', LEFT, funnel + 60, RIGHT);
  svg.legend(funnel + 44);
  picture.panels.forEach((panel, place) => drawPanel(svg, panel, panels + PANEL_HEIGHT * place));
  svg.put('</svg>');
  return svg.text;
}

function drawFunnel(svg, { programs, stages }, top) {
  svg.words(LEFT, top, 'section', 'From invitation to completion');
  svg.line('grid', LEFT, top + 16, RIGHT);
  // What the page is wide enough for; the counts of further programs are in the sums all the same.
  const columns = [948, RIGHT];
  programs.slice(0, columns.length).forEach((name, place) => svg.wordsTo(columns[place], top, 'soft', cut(name, 20)));
  const widest = stages[0]?.total ?? 0;
  stages.forEach((stage, place) => {
    const y = top + 34 + STAGE_HEIGHT * place;
    const length = Math.max(scaled(Math.min(stage.total, widest), widest, BAR_WIDTH * 10), 10);
    svg.words(LEFT, y + 19, 'name', cut(stage.name, 13));
    svg.put(`<rect x="${BAR_LEFT}" y="${y}" width="${tenths(length)}" height="26" rx="3" class="bar"/>`);
    svg.words(BAR_LEFT + whole(length, 10) + 12, y + 19, 'number', withShare(stage.total, widest));
    svg.words(BAR_LEFT, y + 44, 'note', cut(stage.note, 78));
    stage.ofPrograms.slice(0, columns.length).forEach((number, program) => {
      const share = withShare(number, stages[0].ofPrograms[program]);
      svg.wordsTo(columns[program], y + 19, 'figure', share);
    });
  });
}

function drawPanel(svg, panel, top) {
  svg.words(LEFT, top + 18, 'name', cut(panel.name, 26));
  svg.words(LEFT, top + 40, 'note', cut(panel.subtitle, 48));
  panel.figures.slice(0, 5).forEach(([name, value], place) => {
    const y = top + 70 + 22 * place;
    svg.words(LEFT, y, 'figure', cut(name, 14));
    svg.wordsTo(330, y, 'value', cut(value, 16));
  });
  drawChart(svg, panel, top);
}

function drawChart(svg, { bought, points }, top) {
  const [floor, ceiling] = [top + 14 + CHART_HEIGHT, top + 14];
  const scale = roundUp(points.reduce((most, [, value]) => Math.max(most, value), bought ?? 0));
  for (const [value, y] of [[0, floor], [scale / 2, floor - CHART_HEIGHT / 2], [scale, ceiling]]) {
    svg.line('grid', CHART_LEFT, y, RIGHT);
    svg.wordsTo(CHART_LEFT - 10, y + 5, 'note', thousands(value));
  }
  if (points.length === 0) return;
  const [first, last] = [points[0][0], points[points.length - 1][0]];
  const span = whole(Math.max(Date.parse(last) - Date.parse(first), 0), HOUR);
  const across = (time) => {
    const passed = Math.min(Math.max(whole(Date.parse(time) - Date.parse(first), HOUR), 0), span);
    return CHART_LEFT * 10 + scaled(passed, span, CHART_WIDTH * 10);
  };
  const up = (value) => floor * 10 - scaled(value, scale, CHART_HEIGHT * 10);
  for (const { time, name, year } of months(first, last)) {
    const x = whole(across(time), 10);
    svg.lineDown('grid', x, floor, floor + 5);
    // One at the very end would stand out of the page.
    if (x + 40 <= RIGHT) {
      svg.words(x, floor + 21, 'note', name);
      if (year !== null) svg.words(x, floor + 38, 'note', String(year));
    }
  }
  const path = points.map(([time, value]) => `${tenths(across(time))},${tenths(up(value))}`);
  // One single point is drawn as a line over the whole chart.
  if (points.length === 1) path.push(`${RIGHT},${tenths(up(points[0][1]))}`);
  svg.put(`<polygon class="area" points="${CHART_LEFT},${floor} ${path.join(' ')} ${RIGHT},${floor}"/>`);
  svg.put(`<polyline class="used" points="${path.join(' ')}"/>`);
  if (bought !== null) svg.line('bought', CHART_LEFT, whole(up(bought), 10), RIGHT);
}

/** The text of the file as it grows. */
class Svg {
  text = '';

  put(line) {
    this.text += `${line}\n`;
  }

  open(height, title) {
    const size = `width="${WIDTH}" height="${height}"`;
    const box = `viewBox="0 0 ${WIDTH} ${height}" role="img"`;
    this.put(`<svg xmlns="http://www.w3.org/2000/svg" ${size} ${box}>`);
    this.put(`<title>${escaped(title)}</title>`);
    this.put(STYLE);
    this.put(`<rect ${size} fill="#ffffff"/>`);
  }

  words(x, y, kind, text) {
    this.put(`<text x="${x}" y="${y}" class="${kind}">${escaped(text)}</text>`);
  }

  /** Words that end at `x`. */
  wordsTo(x, y, kind, text) {
    this.put(`<text x="${x}" y="${y}" class="${kind}" text-anchor="end">${escaped(text)}</text>`);
  }

  line(kind, x, y, to) {
    this.put(`<line x1="${x}" y1="${y}" x2="${to}" y2="${y}" class="${kind}"/>`);
  }

  lineDown(kind, x, y, to) {
    this.put(`<line x1="${x}" y1="${y}" x2="${x}" y2="${to}" class="${kind}"/>`);
  }

  legend(y) {
    this.put(`<polyline class="used" points="760,${y - 5} 796,${y - 5}"/>`);
    this.words(804, y, 'soft', 'occupied or used');
    this.line('bought', 980, y - 5, 1016);
    this.words(1024, y, 'soft', 'bought');
  }
}

/**
 * The firsts of the months between two instants, with their years where these have to be said: every one, or so few that
 * they fit.
 */
function months(first, last) {
  const monthOf = (time) => Number(time.slice(0, 4)) * 12 + Number(time.slice(5, 7)) - 1;
  const two = (number) => String(number).padStart(2, '0');
  const startOf = (month) => {
    const year = String(whole(month, 12)).padStart(4, '0');
    return `${year}-${two((month % 12) + 1)}-01T00:00:00.000Z`;
  };
  let begin = monthOf(first);
  const end = monthOf(last);
  if (startOf(begin) < first) begin += 1;
  const step = Math.max(Math.ceil(Math.max(end + 1 - begin, 0) / MONTHS_SHOWN), 1);
  const found = [];
  for (let month = begin; month <= end; month += step) {
    const withYear = month === begin || month % 12 === 0 || step > 1;
    found.push({ time: startOf(month), name: MONTHS[month % 12], year: withYear ? whole(month, 12) : null });
  }
  return found;
}

/** A whole part. */
function whole(number, of) {
  return Math.floor(number / of);
}

/** `value` of `all`, on a length; nothing of nothing is nothing. */
function scaled(value, all, length) {
  return all === 0 ? 0 : whole(value * length, all);
}

/** The next number that is easy to read and whose half is whole. */
function roundUp(value) {
  for (let unit = 1; ; unit *= 10) {
    for (const digit of [2, 4, 6, 8, 10, 12, 16]) {
      if (digit * unit >= value) return digit * unit;
    }
  }
}

/** A count with a comma after each three digits. */
export function thousands(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count, and how many of a hundred that is, rounded; of nothing there are no shares. */
export function withShare(number, all) {
  if (all === 0) return thousands(number);
  return `${thousands(number)} (${whole(number * 200 + all, all * 2)} %)`;
}

function tenths(number) {
  return `${whole(number, 10)}.${number % 10}`;
}

const NARROW = [[0x300, 0x36f], [0x200b, 0x200f], [0xfe00, 0xfe0f]];
const WIDE = [
  [0x1100, 0x115f], [0x2e80, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f],
  [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1faff], [0x20000, 0x3fffd],
];

/** How much room a character takes: two for wide ones as those of East Asia, none for those that stand upon others. */
function room(letter) {
  const point = letter.codePointAt(0);
  const within = ([first, last]) => first <= point && point <= last;
  if (NARROW.some(within)) return 0;
  return '%@MWmw'.includes(letter) || WIDE.some(within) ? 2 : 1;
}

/** A text that takes so much room at most, with `…` where something was cut off. */
export function cut(text, most) {
  const letters = [...text];
  if (letters.reduce((sum, letter) => sum + room(letter), 0) <= most) return text;
  let short = '';
  let taken = 1;
  for (const letter of letters) {
    taken += room(letter);
    if (taken > most) break;
    short += letter;
  }
  return `${short}…`;
}

/** A text as XML has it. Characters that XML cannot hold are shown as what they are: something unreadable. */
function escaped(text) {
  return text
    .replace(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
