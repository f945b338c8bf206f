//! Invented courses and specializations.

/// Partner, collection, name and slug of a specialization, with the names and slugs of its courses.
pub(crate) type Specialization = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

pub(crate) const SPECIALIZATIONS: &[Specialization] = &[
    (
        "Harbor University",
        "Data Foundations",
        "Data from the Ground Up",
        "data-from-the-ground-up",
        &[
            ("Questions Before Numbers", "questions-before-numbers"),
            ("Tables, Rows, and Honest Columns", "tables-rows-and-honest-columns"),
            ("A First Look at Chance", "a-first-look-at-chance"),
            ("Pictures of Data", "pictures-of-data"),
        ],
    ),
    (
        "Kestrel Labs",
        "Data in Practice",
        "Applied Machine Learning",
        "applied-machine-learning",
        &[
            ("Models That Admit They Are Wrong", "models-that-admit-they-are-wrong"),
            ("Features and Fairness", "features-and-fairness"),
            ("From Notebook to Nightly Run", "from-notebook-to-nightly-run"),
        ],
    ),
    (
        "Kestrel Labs",
        "Data in Practice",
        "Databases at Work",
        "databases-at-work",
        &[
            ("Asking a Database", "asking-a-database"),
            ("Designing Tables", "designing-tables"),
            ("When Queries Are Slow", "when-queries-are-slow"),
        ],
    ),
    (
        "Institute of Practical Arts",
        "Leading People",
        "First-Time Managers",
        "first-time-managers",
        &[
            ("The First Hundred Days", "the-first-hundred-days"),
            ("Feedback, \"Good\" and Bad", "feedback-good-and-bad"),
            ("Meetings Worth Having", "meetings-worth-having"),
        ],
    ),
    (
        "Université des Deux Rives",
        "Languages",
        "Français professionnel",
        "francais-professionnel",
        &[
            ("Se présenter", "se-presenter"),
            ("Écrire au bureau", "ecrire-au-bureau"),
            ("Négocier", "negocier"),
        ],
    ),
    (
        "Harbor University",
        "Getting Started",
        "Writing at Work",
        "writing-at-work",
        &[
            ("Plain Words", "plain-words"),
            ("The One-Page Report", "the-one-page-report"),
            ("Editing Others Kindly", "editing-others-kindly"),
        ],
    ),
];

/// Partner, collection, name and slug of a course by itself.
pub(crate) const COURSES: &[(&str, &str, &str, &str)] = &[
    (
        "Harbor University",
        "Getting Started",
        "How to Learn Anything Slowly",
        "how-to-learn-anything-slowly",
    ),
    ("Harbor University", "Getting Started", "Notes That Last", "notes-that-last"),
    (
        "Institute of Practical Arts",
        "Getting Started",
        "Time, Calendars, and Rest",
        "time-calendars-and-rest",
    ),
    (
        "Institute of Practical Arts",
        "Getting Started",
        "Presenting Without Fear",
        "presenting-without-fear",
    ),
    (
        "Kestrel Labs",
        "Getting Started",
        "Safe Passwords, Safe Teams",
        "safe-passwords-safe-teams",
    ),
    (
        "Harbor University",
        "Data Foundations",
        "Spreadsheets for Grown-Ups",
        "spreadsheets-for-grown-ups",
    ),
    (
        "Harbor University",
        "Data Foundations",
        "Statistics in Everyday Life",
        "statistics-in-everyday-life",
    ),
    ("Kestrel Labs", "Data Foundations", "Thinking in Programs", "thinking-in-programs"),
    ("Kestrel Labs", "Data Foundations", "Python in Small Bites", "python-in-small-bites"),
    ("Kestrel Labs", "Data in Practice", "Dashboards People Read", "dashboards-people-read"),
    ("Kestrel Labs", "Data in Practice", "Streams and Queues", "streams-and-queues"),
    (
        "Harbor University",
        "Data in Practice",
        "Experiments on the Web",
        "experiments-on-the-web",
    ),
    ("Harbor University", "Data in Practice", "Maps and Places", "maps-and-places"),
    ("Institute of Practical Arts", "Leading People", "Hiring Fairly", "hiring-fairly"),
    (
        "Institute of Practical Arts",
        "Leading People",
        "Conflict and Repair",
        "conflict-and-repair",
    ),
    ("Institute of Practical Arts", "Leading People", "Leading from Afar", "leading-from-afar"),
    (
        "Université des Deux Rives",
        "Leading People",
        "L’équipe multiculturelle",
        "lequipe-multiculturelle",
    ),
    ("東雲大学 Shinonome University", "Languages", "はじめての日本語", "first-japanese"),
    ("東雲大学 Shinonome University", "Languages", "Business Japanese", "business-japanese"),
    ("Université des Deux Rives", "Languages", "Español para equipos", "espanol-para-equipos"),
    (
        "Institute of Practical Arts",
        "Health and Safety",
        "Ladders, Lifting, and Backs",
        "ladders-lifting-and-backs",
    ),
    (
        "Institute of Practical Arts",
        "Health and Safety",
        "First Aid at Work",
        "first-aid-at-work",
    ),
    ("Harbor University", "Health and Safety", "Sleep", "sleep"),
    ("Harbor University", "Health and Safety", "Food and Focus", "food-and-focus"),
    ("Kestrel Labs", "Health and Safety", "Screens and Eyes", "screens-and-eyes"),
    (
        "Harbor University",
        "Curious Minds",
        "A Short History of Clocks",
        "a-short-history-of-clocks",
    ),
    ("Harbor University", "Curious Minds", "Why Bridges Stand", "why-bridges-stand"),
    (
        "Institute of Practical Arts",
        "Curious Minds",
        "Pottery for Engineers",
        "pottery-for-engineers",
    ),
    (
        "東雲大学 Shinonome University",
        "Curious Minds",
        "Tea: A Practical Philosophy",
        "tea-a-practical-philosophy",
    ),
    ("Université des Deux Rives", "Curious Minds", "Rivers and Cities", "rivers-and-cities"),
    (
        "Kestrel Labs",
        "Curious Minds",
        "The Night Sky with Open Eyes",
        "the-night-sky-with-open-eyes",
    ),
    ("Kestrel Labs", "Curious Minds", "Machines That Play", "machines-that-play"),
];

/// Ids that some courses have of their own; one begins as a formula would.
const IDS: &[(&str, &str)] = &[
    ("sleep", "-aG-a-O1EeijKBISCWxf6g"),
    ("plain-words", "75a1be6b-e3b5-11e8-a328-1212096c5fea"),
];

/// What is taught, by slug or else by collection.
const SKILLS: &[(&str, &str)] = &[
    ("applied-machine-learning", "Machine Learning; Statistics"),
    ("models-that-admit-they-are-wrong", "Machine Learning; Statistics"),
    ("databases-at-work", "Databases; Data Modeling"),
    ("designing-tables", "Databases; Data Modeling"),
    ("first-aid-at-work", "First Aid"),
    ("sleep", ""),
    ("Data Foundations", "Data Literacy; Statistics"),
    ("Data in Practice", "Data Engineering"),
    ("Getting Started", "Writing; Time Management"),
    ("Health and Safety", "Safety at Work"),
    ("Languages", "Languages; Writing"),
    ("Leading People", "Leadership; Feedback"),
];

fn skills(slug: &str, collection: &str) -> &'static str {
    let of = |name: &str| SKILLS.iter().find(|(known, _)| *known == name).map(|(_, skills)| *skills);
    of(slug).or_else(|| of(collection)).unwrap_or_default()
}

/// A course or specialization: its slug, its collection, and whether it is a specialization.
pub(crate) type Item = (&'static str, &'static str, bool);

/// All of them; those of one subject only, if one is given.
pub(crate) fn items(subject: &str) -> Vec<Item> {
    let specializations = SPECIALIZATIONS.iter().flat_map(|(_, collection, _, slug, courses)| {
        let courses = courses.iter().map(move |(_, slug)| (*slug, *collection, false));
        [(*slug, *collection, true)].into_iter().chain(courses)
    });
    let courses = COURSES.iter().map(|(_, collection, _, slug)| (*slug, *collection, false));
    specializations.chain(courses).filter(|item| item.1.contains(subject)).collect()
}

/// The file, as a spreadsheet saves it.
pub(crate) fn file() -> String {
    let mut file = String::from(
        "\u{FEFF}Type,Name,Slug,Partner,Collection,Specialization,Course ID,Difficulty,Skills\r\n",
    );
    let mut row = |cells: [&str; 8]| {
        let skills = super::quoted(skills(cells[2], cells[4]));
        let cells = cells.map(super::quoted);
        file.push_str(&format!("{},{skills}\r\n", cells.join(",")));
    };
    let id = |slug| IDS.iter().find(|(known, _)| *known == slug).map_or("", |(_, id)| *id);
    for (partner, collection, name, slug, courses) in SPECIALIZATIONS {
        row(["Specialization", name, slug, partner, collection, "", "", "Intermediate"]);
        for (course, course_slug) in *courses {
            row(["Course", course, course_slug, partner, collection, name, id(*course_slug), "Intermediate"]);
        }
    }
    for (place, (partner, collection, name, slug)) in COURSES.iter().enumerate() {
        row(["Course", name, slug, partner, collection, "", id(*slug), "Beginner"]);
        // What a hurried hand leaves behind.
        if place == 10 {
            row(["Guided Project", "Build a Bird Feeder", "", "Kestrel Labs", "Curious Minds", "", "", ""]);
        }
        if place == 20 {
            row([
                "Specialization",
                "Everything at Once",
                "everything-at-once",
                "Kestrel Labs",
                "",
                "",
                "",
                "",
            ]);
            row([
                "Course",
                "Sleep Again",
                "sleep",
                "Harbor University",
                "Health and Safety",
                "",
                "",
                "Beginner",
            ]);
        }
    }
    file
}
