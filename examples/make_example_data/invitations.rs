//! The file of invitations, as a spreadsheet really saves it, and the file of domains.

use std::collections::HashMap;

use super::chance::Chance;
use super::people::{Person, of_script, person, scripts};
use super::quoted;

/// People who can be invited.
const INVITEES: usize = 520;

/// Someone with an address.
#[derive(Clone)]
pub(crate) struct Invitee {
    pub(crate) name: String,
    pub(crate) email: String,
    external_id: String,
}

/// Gives each person an address that nobody else has.
#[derive(Default)]
pub(crate) struct Addresses(HashMap<String, u32>);

impl Addresses {
    pub(crate) fn give(&mut self, person: &Person, domain: &str) -> String {
        let number = self.0.entry(person.handle.clone()).or_default();
        *number += 1;
        match *number {
            1 => format!("{}@{domain}", person.handle),
            number => format!("{}{number}@{domain}", person.handle),
        }
    }
}

/// Whom the file invites.
pub(crate) fn invitees(chance: &mut Chance, addresses: &mut Addresses) -> Vec<Invitee> {
    let domains = [
        "meridian.example",
        "meridian.example",
        "meridian.example",
        "example.com",
        "example.org",
        "bücher.example",
        "пример.example",
        "例え.example",
    ];
    (0..INVITEES)
        .map(|place| {
            // At least one of each script.
            let person = if place < scripts() { of_script(chance, place) } else { person(chance) };
            let email = addresses.give(&person, chance.of(&domains));
            let external_id = if chance.percent(70) {
                format!("E{:05}", 10_000 + place)
            } else {
                String::new()
            };
            let name = match place % 61 {
                7 => format!("{}, Jr.", person.name),
                19 => match person.name.split_once(' ') {
                    Some((given, family)) => format!("{given} \"Sunny\" {family}"),
                    None => person.name,
                },
                _ => person.name,
            };
            Invitee { name, email, external_id }
        })
        .collect()
}

/// Rows that cannot be read, or are refused, each before the invitee of that place.
const BAD: &[(usize, &str)] = &[
    (12, "Lena Vogt,lena.vogt.example.com,E20001"),
    (31, "Omar Said,omar@said@example.com,E20002"),
    (47, ",nobody@example.com,E20003"),
    (66, "Kim Ray,\"\"\"kim ray\"\"@example.com\",E20004"),
    (88, "Ana Sosa,ana.sosa@example.com,E20005,Sales,Lisbon"),
    (103, "Only A Name"),
    (127, "Bo\u{7} Dahl,bo.dahl@example.com,E20006"),
    (140, "\"Rosa\r\nMendes\",rosa.mendes@example.com,E20007"),
    (166, "\u{202E}nalP A,a.plan@example.com,E20008"),
    (181, "Ivo Petkov,ivo petkov@example.com,E20009"),
    (199, "Nia Obi,Nia Obi <nia.obi@example.com>,E20010"),
    (214, "Max Roth,max.roth@localhost,E20011"),
    (230, "Tia Lund,tia.lund@[192.0.2.7],E20012"),
    (251, "Pia Holm,pia..holm@example.com,E20013"),
    (270, "Rita Maas,\"rita.maas@example.com,E20014"),
    (300, "Gus Ott,gus.ott\u{200B}@example.com,E20015"),
    (322, "Liv Aas,@example.com,E20016"),
    (345, "Jon Dee,jon.dee@,E20017"),
    (371, "Una Roe,,E20018"),
    (
        390,
        "Al Fox,al.fox.al.fox.al.fox.al.fox.al.fox.al.fox.al.fox.al.fox.al.fox.al.fox@example.com,E20019",
    ),
    (415, "Bea \"Bee\" Ito,bea.ito@example.com,E20020"),
    (433, "Cy Young,cy.young@-example-.com,E20021"),
    (460, "Di Marsh,di.marsh@example.com(work),E20022"),
    (515, "Ed Nunn,\"ed.nunn@example.com,E20023"),
];

/// Rows that are good and yet odd.
const ODD: &[(usize, &str)] = &[
    (
        55,
        "\"=HYPERLINK(\"\"https://example.com\"\",\"\"Prize\"\")\", formula.fan@example.com ,E20030",
    ),
    (150, "+Plus Person,plus+tag@example.com,-E20031"),
    (260, "\"van den Berg, Anna-Lena O’Neill (née Őry)\",annalena.berg@example.com,E20032"),
    (333, "Кирилл Латинов,кирилл@пример.example,E20033"),
    (420, "X,x@xn--bcher-kva.example,E20034"),
];

/// The file of invitations.
pub(crate) fn file(chance: &mut Chance, invitees: &[Invitee]) -> String {
    let mut file = String::from("\u{FEFF}Full Name,Email,External ID\r\n");
    let mut row = |text: &str| {
        file.push_str(text);
        file.push_str("\r\n");
    };
    for (place, invitee) in invitees.iter().enumerate() {
        for (before, text) in BAD.iter().chain(ODD) {
            if *before == place {
                row(text);
            }
        }
        let Invitee { name, email, external_id } = invitee;
        row(&[name, email, external_id].map(|cell| quoted(cell)).join(","));
        // The same person again, from another list.
        if place % 23 == 22 {
            let earlier = &invitees[chance.below(place as u64) as usize];
            let email = if chance.percent(50) {
                earlier.email.to_uppercase()
            } else {
                capitals(&earlier.email)
            };
            row(&[earlier.name.clone(), email, String::new()].map(|cell| quoted(&cell)).join(","));
        }
    }
    for _ in 0..6 {
        row(",,");
    }
    file
}

/// Each part of an address with a capital.
fn capitals(email: &str) -> String {
    let mut start = true;
    email
        .chars()
        .map(|letter| {
            let capital = start;
            start = letter == '.' || letter == '@';
            if capital { letter.to_ascii_uppercase() } else { letter }
        })
        .collect()
}

/// Domains of people who may join without an invitation.
pub(crate) const WHITELISTED: [&str; 4] =
    ["meridian.example", "nordlys.example", "atelier-kogge.example", "zürich-büro.example"];

/// The file of domains.
pub(crate) fn whitelist() -> String {
    let lines = [
        "Domain",
        "meridian.example",
        "nordlys.example",
        "gmail.com",
        "@fjord.example",
        "atelier-kogge.example",
        "",
        "co.uk",
        "zürich-büro.example",
        "NORDLYS.example",
        "192.0.2.1",
        "localhost",
        "xn--zrich-bro-q9ag.example",
        "two.example,words.example",
        "half open.example",
        "mailinator.com",
        "meridian.example ",
    ];
    format!("\u{FEFF}{}\r\n", lines.join("\r\n"))
}
