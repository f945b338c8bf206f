//! One page: how far people have come, and what was used of each contract. An SVG that opens by itself.
//!
//! Every number in it comes of whole-number arithmetic, so that each language draws the very same picture.

use std::fmt::Write as _;

use matricula::Timestamp;

const WIDTH: u64 = 1200;
const LEFT: u64 = 48;
const RIGHT: u64 = 1152;

/// Of the bars of the funnel.
const BAR_LEFT: u64 = 210;
const BAR_WIDTH: u64 = 330;
const STAGE_HEIGHT: u64 = 66;

/// Of the charts of the contracts.
const CHART_LEFT: u64 = 480;
const CHART_WIDTH: u64 = RIGHT - CHART_LEFT;
const CHART_HEIGHT: u64 = 130;
const PANEL_HEIGHT: u64 = 212;

/// Month names that fit side by side under a chart.
const MONTHS_SHOWN: usize = 13;

const HOUR: i64 = 3_600_000;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A stage of the funnel: its name, what to do for those who stay behind, and its counts.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) total: u64,
    /// In the order of the programs.
    pub(crate) of_programs: Vec<u64>,
}

/// A contract: its name, a line below it, figures, and its use over time.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    pub(crate) name: String,
    pub(crate) subtitle: String,
    pub(crate) figures: Vec<(String, String)>,
    /// What was bought; absent for an unlimited contract.
    pub(crate) bought: Option<u64>,
    pub(crate) points: Vec<(Timestamp, u64)>,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) programs: Vec<String>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) panels: Vec<Panel>,
}

impl Picture {
    /// The page as the text of an SVG file.
    pub(crate) fn svg(&self) -> String {
        let funnel = 170 + STAGE_HEIGHT * count(self.stages.len());
        let panels = funnel + 92;
        let height = panels + PANEL_HEIGHT * count(self.panels.len()) + 8;
        let mut svg = Svg { text: String::new() };
        svg.open(height, &self.title);
        svg.words(LEFT, 62, "title", &cut(&self.title, 60));
        svg.words(LEFT, 92, "soft", &cut(&self.subtitle, 130));
        self.funnel(&mut svg, 136);
        svg.words(LEFT, funnel + 44, "section", "Seats and enrollments, week by week");
        svg.rule(LEFT, funnel + 60);
        svg.legend(funnel + 44);
        for (place, panel) in (0..).zip(&self.panels) {
            panel.draw(&mut svg, panels + PANEL_HEIGHT * place);
        }
        svg.text.push_str("</svg>\n");
        svg.text
    }

    fn funnel(&self, svg: &mut Svg, top: u64) {
        svg.words(LEFT, top, "section", "From invitation to completion");
        svg.rule(LEFT, top + 16);
        // What the page is wide enough for; the counts of further programs are in the sums all the same.
        let columns = [948, RIGHT];
        for (name, column) in self.programs.iter().zip(columns) {
            svg.words_to(column, top, "soft", &cut(name, 20));
        }
        let widest = self.stages.first().map_or(0, |stage| stage.total);
        for (place, stage) in (0..).zip(&self.stages) {
            let y = top + 34 + STAGE_HEIGHT * place;
            let length = scaled(stage.total.min(widest), widest, BAR_WIDTH * 10);
            svg.words(LEFT, y + 19, "name", &cut(&stage.name, 13));
            svg.bar(BAR_LEFT, y, length.max(10), 26);
            let end = BAR_LEFT + length.max(10) / 10 + 12;
            svg.words(end, y + 19, "number", &with_share(stage.total, widest));
            svg.words(BAR_LEFT, y + 44, "note", &cut(&stage.note, 78));
            let first = self.stages.first().map_or(&[] as &[u64], |stage| &stage.of_programs);
            for ((number, whole), column) in stage.of_programs.iter().zip(first).zip(columns) {
                svg.words_to(column, y + 19, "figure", &with_share(*number, *whole));
            }
        }
    }
}

impl Panel {
    fn draw(&self, svg: &mut Svg, top: u64) {
        svg.words(LEFT, top + 18, "name", &cut(&self.name, 26));
        svg.words(LEFT, top + 40, "note", &cut(&self.subtitle, 48));
        for (place, (name, value)) in (0..5).zip(&self.figures) {
            let y = top + 70 + 22 * place;
            svg.words(LEFT, y, "figure", &cut(name, 14));
            svg.words_to(330, y, "value", &cut(value, 16));
        }
        self.chart(svg, top);
    }

    fn chart(&self, svg: &mut Svg, top: u64) {
        let (floor, ceiling) = (top + 14 + CHART_HEIGHT, top + 14);
        let most = self.points.iter().map(|point| point.1).chain(self.bought).max();
        let scale = round_up(most.unwrap_or_default());
        for (value, y) in [(0, floor), (scale / 2, floor - CHART_HEIGHT / 2), (scale, ceiling)] {
            svg.line("grid", (CHART_LEFT, y), RIGHT);
            svg.words_to(CHART_LEFT - 10, y + 5, "note", &thousands(value));
        }
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else {
            return;
        };
        let across = |time: Timestamp| {
            let span = (last.0.millis() - first.0.millis()).max(0) / HOUR;
            let passed = ((time.millis() - first.0.millis()) / HOUR).clamp(0, span);
            let whole = CHART_WIDTH * 10;
            CHART_LEFT * 10 + scaled(passed.unsigned_abs(), span.unsigned_abs(), whole)
        };
        let up = |value: u64| floor * 10 - scaled(value, scale, CHART_HEIGHT * 10);
        for Month { time, name, year } in months(first.0, last.0) {
            let x = across(time) / 10;
            svg.line_down("grid", (x, floor), floor + 5);
            // One at the very end would stand out of the page.
            if x + 40 <= RIGHT {
                svg.words(x, floor + 21, "note", name);
                if let Some(year) = year {
                    svg.words(x, floor + 38, "note", &year.to_string());
                }
            }
        }
        let mut path = String::new();
        for (time, value) in &self.points {
            let _ = write!(path, " {},{}", tenths(across(*time)), tenths(up(*value)));
        }
        // One single point is drawn as a line over the whole chart.
        if self.points.len() == 1 {
            let _ = write!(path, " {RIGHT},{}", tenths(up(last.1)));
        }
        let path = path.trim_start();
        let _ = writeln!(
            svg.text,
            "<polygon class=\"area\" points=\"{CHART_LEFT},{floor} {path} {RIGHT},{floor}\"/>"
        );
        let _ = writeln!(svg.text, "<polyline class=\"used\" points=\"{path}\"/>");
        if let Some(bought) = self.bought {
            let y = up(bought) / 10;
            svg.line("bought", (CHART_LEFT, y), RIGHT);
        }
    }
}

/// The text of the file as it grows.
struct Svg {
    text: String,
}

impl Svg {
    fn open(&mut self, height: u64, title: &str) {
        let _ = write!(
            self.text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
             <title>{}</title>\n\
             <style>\n\
             text {{ font-family: 'DejaVu Sans', Verdana, Arial, sans-serif; font-size: 15px; fill: #1b2733; }}\n\
             .title {{ font-size: 30px; font-weight: bold; }}\n\
             .section {{ font-size: 20px; font-weight: bold; }}\n\
             .name {{ font-size: 17px; font-weight: bold; }}\n\
             .number {{ font-size: 17px; }}\n\
             .value {{ font-weight: bold; }}\n\
             .soft {{ fill: #44525f; }}\n\
             .note {{ font-size: 13px; fill: #44525f; }}\n\
             .bar {{ fill: #1f5f99; }}\n\
             .area {{ fill: #dbe9f6; }}\n\
             .used {{ fill: none; stroke: #1f5f99; stroke-width: 2.5; stroke-linejoin: round; }}\n\
             .bought {{ stroke: #a8480a; stroke-width: 2; stroke-dasharray: 8 5; }}\n\
             .grid {{ stroke: #c4ccd4; stroke-width: 1; }}\n\
             </style>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            escaped(title)
        );
    }

    fn words(&mut self, x: u64, y: u64, class: &str, text: &str) {
        let _ = writeln!(self.text, "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>", escaped(text));
    }

    /// Words that end at `x`.
    fn words_to(&mut self, x: u64, y: u64, class: &str, text: &str) {
        let text = escaped(text);
        let _ = writeln!(
            self.text,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\" text-anchor=\"end\">{text}</text>"
        );
    }

    /// A bar whose length is given in tenths.
    fn bar(&mut self, x: u64, y: u64, length: u64, height: u64) {
        let _ = writeln!(
            self.text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{height}\" rx=\"3\" class=\"bar\"/>",
            tenths(length)
        );
    }

    fn line(&mut self, class: &str, from: (u64, u64), to: u64) {
        let (x, y) = from;
        let _ = writeln!(self.text, "<line x1=\"{x}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" class=\"{class}\"/>");
    }

    fn line_down(&mut self, class: &str, from: (u64, u64), to: u64) {
        let (x, y) = from;
        let _ = writeln!(self.text, "<line x1=\"{x}\" y1=\"{y}\" x2=\"{x}\" y2=\"{to}\" class=\"{class}\"/>");
    }

    fn rule(&mut self, x: u64, y: u64) {
        self.line("grid", (x, y), RIGHT);
    }

    fn legend(&mut self, y: u64) {
        let _ =
            writeln!(self.text, "<polyline class=\"used\" points=\"760,{line} 796,{line}\"/>", line = y - 5);
        self.words(804, y, "soft", "occupied or used");
        self.line("bought", (980, y - 5), 1016);
        self.words(1024, y, "soft", "bought");
    }
}

/// The first of a month, with its year where that has to be said.
struct Month {
    time: Timestamp,
    name: &'static str,
    year: Option<usize>,
}

/// The firsts of the months between two instants: every one, or so few that they fit.
fn months(first: Timestamp, last: Timestamp) -> Vec<Month> {
    let start_of = |month: usize| -> Option<Timestamp> {
        format!("{:04}-{:02}-01T00:00:00.000Z", month / 12, month % 12 + 1).parse().ok()
    };
    let (from, to) = (month_of(first), month_of(last));
    let from = if start_of(from).is_some_and(|start| start >= first) { from } else { from + 1 };
    let step = (to + 1).saturating_sub(from).div_ceil(MONTHS_SHOWN).max(1);
    let mut found = Vec::new();
    for month in (from..=to).step_by(step) {
        if let Some(time) = start_of(month) {
            let name = MONTHS.get(month % 12).copied().unwrap_or_default();
            let with_year = month == from || month % 12 == 0 || step > 1;
            found.push(Month { time, name, year: with_year.then_some(month / 12) });
        }
    }
    found
}

/// The month of a time, counted from the year 0.
fn month_of(time: Timestamp) -> usize {
    let text = time.to_string();
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<usize>().ok());
    part(0, 4).unwrap_or_default() * 12 + part(5, 7).unwrap_or(1) - 1
}

/// `value` of `whole`, on a length; nothing of nothing is nothing.
fn scaled(value: u64, whole: u64, length: u64) -> u64 {
    (value * length).checked_div(whole).unwrap_or_default()
}

/// The next number that is easy to read and whose half is whole.
fn round_up(value: u64) -> u64 {
    let mut unit = 1;
    loop {
        for digit in [2, 4, 6, 8, 10, 12, 16] {
            if digit * unit >= value {
                return digit * unit;
            }
        }
        unit *= 10;
    }
}

/// A count with a comma after each three digits.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count, and how many of a hundred that is, rounded; of nothing there are no shares.
pub(crate) fn with_share(number: u64, whole: u64) -> String {
    match (number * 200 + whole).checked_div(whole * 2) {
        Some(share) => format!("{} ({share} %)", thousands(number)),
        None => thousands(number),
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or_default()
}

fn tenths(number: u64) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// How much room a character takes: two for wide ones as those of East Asia, none for those that stand upon others.
fn room(letter: char) -> usize {
    if "%@MWmw".contains(letter) {
        return 2;
    }
    match u32::from(letter) {
        0x300..=0x36F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// A text that takes so much room at most, with `…` where something was cut off.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().map(room).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut taken = 1;
    for letter in text.chars() {
        taken += room(letter);
        if taken > most {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// A text as XML has it. Characters that XML cannot hold are shown as what they are: something unreadable.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            _ => safe.push(letter),
        }
    }
    safe
}
