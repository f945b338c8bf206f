//! A year of activity of those who were invited, and of some who were not.

use super::catalog::{Item, items};
use super::chance::Chance;
use super::invitations::{Addresses, Invitee, WHITELISTED};
use super::people::person;
use super::quoted;

/// What the example's contracts sell, so that a locked-out person does nothing further.
const SEATS: u64 = 400;
const UNITS: u64 = 100;

const MINUTE: u64 = 60_000;
const DAY: u64 = 1440 * MINUTE;

/// The last day of which the file tells.
const LAST_DAY: u64 = 361;

/// Days after which an invitation that was not sent again has expired.
const INVITATION_DAYS: u64 = 300;

const EVERYONE: &str = "everyone-learns";
const ACADEMY: &str = "data-academy";

const HEADERS: &str =
    "Time,Action,Program,Email,Name,Item,Collection,Progress,Grade,Hours,Class Start,Detail,Lessons\n";

/// What a row has to do with what contracts sell.
#[derive(Clone, Copy, PartialEq)]
enum Effect {
    None,
    /// A seat of the memberships contract.
    TakesSeat,
    GivesSeat,
    /// A unit of the enrollments contract.
    TakesUnit,
}

/// A row to come.
struct Row {
    /// Milliseconds since the year began.
    at: u64,
    /// Who does it, by number; rows of someone who was locked out are dropped.
    who: usize,
    /// What else falls away when this row is refused: the item, or all.
    item: &'static str,
    effect: Effect,
    /// All cells but the time.
    cells: [String; 12],
}

/// Someone who learns.
struct Learner<'a> {
    who: usize,
    program: &'static str,
    email: &'a str,
    /// Whether a seat of the memberships contract is theirs.
    seat: bool,
}

/// The rows as they are made up, person by person.
struct Year {
    rows: Vec<Row>,
    everyone: Vec<Item>,
    academy: Vec<Item>,
}

fn cells(action: &str, program: &str, email: &str) -> [String; 12] {
    let mut cells = [const { String::new() }; 12];
    cells[0] = action.to_owned();
    cells[1] = program.to_owned();
    cells[2] = email.to_owned();
    cells
}

const NAME: usize = 3;
const ITEM: usize = 4;
const COLLECTION: usize = 5;
const PROGRESS: usize = 6;
const GRADE: usize = 7;
const HOURS: usize = 8;
const CLASS_START: usize = 9;
const DETAIL: usize = 10;
const LESSONS: usize = 11;

impl Year {
    fn push(&mut self, at: u64, who: usize, cells: [String; 12]) {
        self.rows.push(Row { at, who, item: "", effect: Effect::None, cells });
    }

    /// Someone joins and does what learners do.
    fn learner(&mut self, chance: &mut Chance, learner: &Learner<'_>, joined: u64, mut join: [String; 12]) {
        // A name that differs from the invited one in nothing is left out.
        if learner.seat && chance.percent(60) {
            join[NAME] = String::new();
        }
        let effect = if learner.seat { Effect::TakesSeat } else { Effect::None };
        self.rows.push(Row { at: joined, who: learner.who, item: "", effect, cells: join });
        if chance.percent(22) {
            let mut row = cells("profile", learner.program, learner.email);
            row[DETAIL] = chance
                .of(&[
                    "job title=Engineer; location city=Toronto; location country=Canada",
                    "job title=Analyst, Senior; business unit=Finance; manager name=Mira Okafor",
                    "job title=Pflegekraft; location city=Köln; location country=Deutschland",
                    "job type=Full time; location city=京都; location country=日本",
                    "business unit=Operations; business unit 2=Night Shift; location region=Minas Gerais",
                ])
                .to_owned();
            self.push(joined + 5 * MINUTE, learner.who, row);
        }
        let many = [0, 1, 1, 1, 2, 2, 3, 4][chance.below(8) as usize];
        let many = if learner.program == ACADEMY { many.clamp(1, 3) } else { many };
        let mut taken = Vec::new();
        let mut at = joined;
        for _ in 0..many {
            let all = if learner.program == ACADEMY { &self.academy } else { &self.everyone };
            // The first ones of the catalog are the most liked.
            let most = all.len() as u64;
            let place = chance.below(most).min(chance.below(most));
            let item = all[place as usize];
            at += chance.below(35 * DAY) + 3 * MINUTE;
            if taken.contains(&item.0) || at > LAST_DAY * DAY {
                continue;
            }
            taken.push(item.0);
            self.enrollment(chance, learner, item, at);
        }
        if chance.percent(7) {
            self.removal(chance, learner, joined);
        }
    }

    fn enrollment(&mut self, chance: &mut Chance, learner: &Learner<'_>, item: Item, enrolled: u64) {
        let (slug, collection, is_specialization) = item;
        let mut row = cells("enroll", learner.program, learner.email);
        row[ITEM] = slug.to_owned();
        if chance.percent(70) {
            row[COLLECTION] = collection.to_owned();
        }
        if !is_specialization && chance.percent(50) {
            row[CLASS_START] = time((enrolled / DAY + 1) * DAY, false);
        }
        let effect = if learner.program == ACADEMY { Effect::TakesUnit } else { Effect::None };
        let who = learner.who;
        self.rows.push(Row { at: enrolled, who, item: slug, effect, cells: row });
        let push = |year: &mut Self, at: u64, row| {
            if at <= LAST_DAY * DAY {
                year.rows.push(Row { at, who, item: slug, effect: Effect::None, cells: row });
            }
        };
        if chance.percent(5) {
            let mut row = cells("unenroll", learner.program, learner.email);
            row[ITEM] = slug.to_owned();
            push(self, enrolled + chance.below(25 * DAY) + MINUTE, row);
            return;
        }
        let mut at = enrolled;
        let (mut progress, mut hours) = (0, 0);
        for _ in 0..[0, 0, 1, 1, 2][chance.below(5) as usize] {
            at += chance.below(20 * DAY) + 40 * MINUTE;
            progress += chance.below(4200) + 50;
            hours += chance.below(90) + 5;
            let mut row = cells("progress", learner.program, learner.email);
            row[ITEM] = slug.to_owned();
            row[PROGRESS] = decimal(progress.min(9990), 2);
            row[HOURS] = decimal(hours, 1);
            if !is_specialization {
                row[LESSONS] = lessons(hours);
            }
            if chance.percent(30) {
                row[GRADE] = decimal(chance.below(10_000), 2);
            }
            push(self, at, row);
        }
        if chance.percent(48) {
            at += chance.below(30 * DAY) + 50 * MINUTE;
            let mut row = cells("complete", learner.program, learner.email);
            row[ITEM] = slug.to_owned();
            if !is_specialization {
                row[PROGRESS] = if chance.percent(85) { "100".to_owned() } else { String::new() };
                row[GRADE] = decimal(6_000 + chance.below(4_001), 2);
                hours += chance.below(60) + 10;
                row[HOURS] = decimal(hours, 1);
                row[LESSONS] = lessons(hours);
            }
            push(self, at, row);
        }
    }

    /// Someone is removed, in one of the two ways, and may come back.
    fn removal(&mut self, chance: &mut Chance, learner: &Learner<'_>, joined: u64) {
        let at = joined + chance.below(150 * DAY) + DAY;
        if at > (LAST_DAY - 10) * DAY {
            return;
        }
        // Nothing more is heard of most who were removed, and those who come back are done learning.
        let who = learner.who;
        self.rows.retain(|row| row.who != who || row.cells[1] != learner.program || row.at < at);
        let returns = chance.percent(60);
        let mut row = cells("remove", learner.program, learner.email);
        row[DETAIL] = if returns { "allow return" } else { "require invitation" }.to_owned();
        let effect = if learner.seat { Effect::GivesSeat } else { Effect::None };
        self.rows.push(Row { at, who: learner.who, item: "", effect, cells: row });
        // Some try although they need a new invitation.
        if chance.percent(50) {
            let row = cells("join", learner.program, learner.email);
            let effect = if learner.seat && returns { Effect::TakesSeat } else { Effect::None };
            let at = at + chance.below(9 * DAY) + 20 * MINUTE;
            self.rows.push(Row { at, who: learner.who, item: "", effect, cells: row });
        }
    }

    /// What becomes of an invitation.
    fn invitee(&mut self, chance: &mut Chance, who: usize, invitee: &Invitee) {
        let email = &*invitee.email;
        let row = |action: &str| cells(action, EVERYONE, email);
        // Most come soon, some late.
        let early = chance.below(240).min(chance.below(240));
        let mut joined = (5 + early) * DAY + (7 * 60 + chance.below(720)) * MINUTE;
        match chance.below(100) {
            0..=3 => return self.push(joined, who, row("decline")),
            4..=6 => return self.push(joined, who, row("withdraw")),
            7..=9 => self.push(DAY + chance.below(DAY), who, row("bounce")),
            10..=17 => {
                let at = (200 + chance.below(90)) * DAY;
                self.push(at, who, row("resend"));
                joined = at + chance.below(40 * DAY) + DAY;
                if chance.percent(55) {
                    return;
                }
            }
            // Half of them too late.
            18..=19 => joined = (INVITATION_DAYS - 20 + chance.below(40)) * DAY,
            20..=26 => return,
            _ => {}
        }
        let by_link = chance.percent(30);
        let own_email = by_link && chance.percent(15);
        let private = format!("{}.private@example.org", who);
        let account = if own_email { &*private } else { email };
        let mut join = cells(if by_link { "accept" } else { "join" }, EVERYONE, account);
        join[NAME] = invitee.name.clone();
        if own_email {
            join[DETAIL] = email.to_owned();
        }
        let learner = Learner { who, program: EVERYONE, email: account, seat: true };
        self.learner(chance, &learner, joined, join);
        // Some of the staff go on to the other program, which they may join by their domain.
        if !own_email && email.ends_with("@meridian.example") && chance.percent(22) {
            let later = joined + chance.below(60 * DAY) + DAY;
            let join = cells("join", ACADEMY, email);
            let learner = Learner { who, program: ACADEMY, email, seat: false };
            self.learner(chance, &learner, later, join);
        }
    }

    /// Someone who joins by the domain of the address.
    fn guest(&mut self, chance: &mut Chance, addresses: &mut Addresses, who: usize) {
        let guest = person(chance);
        let email = addresses.give(&guest, chance.of(&WHITELISTED));
        let program = if chance.percent(65) { EVERYONE } else { ACADEMY };
        let mut join = cells("join", program, &email);
        join[NAME] = guest.name;
        let joined = (10 + chance.below(330)) * DAY + (7 * 60 + chance.below(720)) * MINUTE;
        let learner = Learner { who, program, email: &email, seat: false };
        self.learner(chance, &learner, joined, join);
    }
}

/// The file of activity.
pub(crate) fn file(chance: &mut Chance, addresses: &mut Addresses, invitees: &[Invitee]) -> String {
    let mut year = Year { rows: Vec::new(), everyone: items(""), academy: items("Data") };
    for (who, invitee) in invitees.iter().enumerate() {
        year.invitee(chance, who, invitee);
    }
    for guest in 0..90 {
        year.guest(chance, addresses, invitees.len() + guest);
    }
    year.rows.retain(|row| row.at <= (LAST_DAY + 1) * DAY);
    for row in &mut year.rows {
        // Within the minute, so that nothing comes before what it follows from.
        row.at += chance.below(60) * 1000 + if chance.percent(85) { chance.below(1000) } else { 0 };
    }
    year.rows.sort_by_key(|row| row.at);
    let rows = possible(year.rows, invitees.len() + 90);
    let mut file = String::from(HEADERS);
    let mut slips = SLIPS.iter().peekable();
    for (place, row) in rows.iter().enumerate() {
        while let Some((_, slip)) = slips.next_if(|slip| slip.0 <= place) {
            let now = time(rows[place.saturating_sub(1)].at, false);
            file.push_str(&slip.replace("NOW", &now));
            file.push('\n');
        }
        let cells = row.cells.each_ref().map(|cell| quoted(cell));
        // Some systems write times without a zone.
        file.push_str(&format!("{},{}\n", time(row.at, place % 19 == 4), cells.join(",")));
    }
    file
}

/// Leaves out what someone would do who found no seat, or no unit for an item.
fn possible(rows: Vec<Row>, people: usize) -> Vec<Row> {
    let (mut seats, mut units) = (0, 0);
    let mut locked_out = vec![false; people];
    let mut refused: Vec<(usize, &str)> = Vec::new();
    let mut kept = Vec::new();
    for row in rows {
        if locked_out[row.who] || refused.contains(&(row.who, row.item)) {
            continue;
        }
        match row.effect {
            Effect::TakesSeat if seats == SEATS => locked_out[row.who] = true,
            Effect::TakesSeat => seats += 1,
            Effect::GivesSeat => seats -= 1,
            Effect::TakesUnit if units == UNITS => refused.push((row.who, row.item)),
            Effect::TakesUnit => units += 1,
            Effect::None => {}
        }
        kept.push(row);
    }
    kept
}

/// Rows that have to be refused, or cannot be read, each before the row of that place.
const SLIPS: &[(usize, &str)] = &[
    (300, "NOW,join,everyone-learns,uninvited@example.com,Uma Vale,,,,,,,"),
    (420, "NOW,join,learning-hub,uma.vale@meridian.example,Uma Vale,,,,,,,"),
    (600, "NOW,enroll,everyone-learns,stranger@example.com,,sleep,,,,,,"),
    (601, "NOW,join,everyone-learns,anybody@evil-meridian.example,Eve Mallow,,,,,,,"),
    (700, "NOW,join,everyone-learns,uma.vale@meridian.example,Uma Vale,,,,,,,"),
    (701, "NOW,join,everyone-learns,UMA.VALE@Meridian.Example,Uma Vale,,,,,,,"),
    (702, "NOW,enroll,everyone-learns,uma.vale@meridian.example,,advanced-basketry,,,,,,"),
    (703, "NOW,enroll,everyone-learns,uma.vale@meridian.example,,sleep,Languages,,,,,"),
    (704, "NOW,enroll,everyone-learns,uma.vale@meridian.example,,sleep,Naps,,,,,"),
    (705, "NOW,enroll,everyone-learns,uma.vale@meridian.example,,sleep,Health and Safety,,,,,"),
    (706, "NOW,enroll,everyone-learns,uma.vale@meridian.example,,sleep,,,,,,"),
    (707, "NOW,progress,everyone-learns,uma.vale@meridian.example,,plain-words,,10,,1,,"),
    (708, "NOW,progress,everyone-learns,uma.vale@meridian.example,,sleep,,101,,-1,,"),
    (709, "yesterday,progress,everyone-learns,uma.vale@meridian.example,,sleep,,10,,1,,"),
    (
        710,
        "2025-01-15T09:00:00.000Z,progress,everyone-learns,uma.vale@meridian.example,,sleep,,10,,1,,",
    ),
    (711, "NOW,complete,everyone-learns,uma.vale@meridian.example,,sleep,,12.82,88.5,1.25,,"),
    (712, "NOW,fly,everyone-learns,uma.vale@meridian.example,,,,,,,,"),
    (713, "NOW,remove,everyone-learns,uma.vale@meridian.example,,,,,,,,at once"),
    (714, "NOW,join,data-academy,uma.vale@meridian.example,Uma Vale,,,,,,,"),
    (715, "NOW,enroll,data-academy,uma.vale@meridian.example,,sleep,,,,,,"),
    (716, "NOW,resend,everyone-learns,uma.vale@meridian.example,,,,,,,,"),
    (717, "NOW,join,data-academy,\"\"\"uma\"\"@meridian.example\",Uma Vale,,,,,,,"),
    (718, "NOW,profile,everyone-learns,uma.vale@meridian.example,,,,,,,,shoe size=44"),
    (719, "NOW,enroll,data-academy,,,pictures-of-data,,,,,,"),
];

/// An instant of the year 2025, so many milliseconds after it began.
fn time(at: u64, without_zone: bool) -> String {
    let mut day = at / DAY;
    let mut month = 0;
    for days in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        month += 1;
        if day < days {
            break;
        }
        day -= days;
    }
    let (second, minute, hour) = (at / 1000 % 60, at / MINUTE % 60, at / MINUTE / 60 % 24);
    let day = day + 1;
    if without_zone && at.is_multiple_of(1000) {
        format!("2025-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    } else {
        format!("2025-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", at % 1000)
    }
}

/// Lessons that are taken in so many tenths of an hour.
fn lessons(hours: u64) -> String {
    (hours / 4 + 1).to_string()
}

/// A number of units of the last decimal place.
fn decimal(units: u64, places: u32) -> String {
    let one = 10_u64.pow(places);
    format!("{}.{:0width$}", units / one, units % one, width = places as usize)
}
