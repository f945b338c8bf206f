//! Names, labels, slugs and addresses of pages: what a text may hold before it is kept.

use thiserror::Error;

/// Characters of a name at most.
pub(crate) const NAME_LIMIT: u32 = 255;

/// UTF-8 bytes of a name at most.
pub(crate) const NAME_BYTES_LIMIT: u32 = 1_024;

/// Characters of a label at most.
pub(crate) const LABEL_LIMIT: u32 = 1_000;

/// UTF-8 bytes of a label at most: four a character.
const LABEL_BYTES_LIMIT: u32 = 4_000;

/// Characters of a slug at most.
pub(crate) const SLUG_LIMIT: u32 = 200;

/// UTF-8 bytes of a URL at most.
pub(crate) const URL_LIMIT: u32 = 2_048;

/// Characters of a message at most.
pub(crate) const MESSAGE_LIMIT: u32 = 2_000;

/// UTF-8 bytes of a message at most: four a character.
const MESSAGE_BYTES_LIMIT: u32 = 8_000;

/// Bytes of the name of a time zone at most.
const ZONE_LIMIT: u32 = 64;

/// Why a text is refused.
///
/// It shows nothing of the text but the number of a character that cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing, or nothing that can be seen.
    #[error("it is empty: write something")]
    Empty,
    /// Longer than the limit.
    #[error("it is longer than {limit} {unit}: shorten it")]
    TooLong {
        /// The most that is allowed.
        limit: u32,
        /// What is counted.
        unit: &'static str,
    },
    /// A control character, or one that cannot be seen and changes how the rest is read or shown.
    #[error("it contains the control character `U+{code_point:04X}`: remove it")]
    ControlCharacter {
        /// The number of the character.
        code_point: u32,
    },
    /// Not a slug.
    #[error("it is not a slug: use only a to z, 0 to 9 and `-`")]
    NotASlug,
    /// Not a URL of a page.
    #[error("it is not a URL: write it in full, like `https://www.example.com/page`, without spaces")]
    NotAUrl,
    /// Not a color.
    #[error("it is not a color: write `#` and six hexadecimal digits, like `#0056d2`")]
    NotAColor,
    /// Not a local time.
    #[error("it is not a time: write hours from 00 to 23 and minutes, like `08:30`")]
    NotATime,
    /// Not the name of a time zone.
    #[error("it is not a time zone: write its name in the IANA's list, like `Europe/Berlin`")]
    NotAZone,
}

impl TextError {
    /// The stable code.
    ///
    /// ```
    /// use matricula::TextError;
    ///
    /// assert_eq!(TextError::Empty.code(), "empty");
    /// assert_eq!(TextError::TooLong { limit: 255, unit: "characters" }.code(), "too_long");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter { .. } => "control_character",
            Self::NotASlug => "not_a_slug",
            Self::NotAUrl => "not_a_url",
            Self::NotAColor => "not_a_color",
            Self::NotATime => "not_a_time",
            Self::NotAZone => "not_a_zone",
        }
    }
}

/// A name without surrounding white space: not empty, at most [`NAME_LIMIT`] characters and [`NAME_BYTES_LIMIT`] bytes.
pub(crate) fn check_name(text: &str) -> Result<&str, TextError> {
    let text = checked(text, NAME_LIMIT, NAME_BYTES_LIMIT)?;
    if text.chars().all(is_blank) { Err(TextError::Empty) } else { Ok(text) }
}

/// A label without surrounding white space: at most [`LABEL_LIMIT`] characters, and perhaps none.
pub(crate) fn check_label(text: &str) -> Result<&str, TextError> {
    checked(text, LABEL_LIMIT, LABEL_BYTES_LIMIT)
}

/// A slug: 1 to [`SLUG_LIMIT`] of a to z, 0 to 9 and hyphens.
pub(crate) fn check_slug(text: &str) -> Result<&str, TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if !text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        return Err(TextError::NotASlug);
    }
    if text.len() > SLUG_LIMIT as usize {
        return Err(TextError::TooLong { limit: SLUG_LIMIT, unit: "characters" });
    }
    Ok(text)
}

/// A URL of a page, with `http` or `https` and a host, at most [`URL_LIMIT`] bytes.
///
/// A user or password before the host is refused, since it makes one host look like another.
pub(crate) fn check_url(text: &str) -> Result<&str, TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > URL_LIMIT as usize {
        return Err(TextError::TooLong { limit: URL_LIMIT, unit: "bytes" });
    }
    let (scheme, rest) = text.split_once("://").ok_or(TextError::NotAUrl)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_page = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let is_host =
        host.starts_with(|letter: char| letter.is_alphanumeric() || letter == '[') && !host.contains('@');
    let is_plain = |letter: char| {
        !letter.is_whitespace()
            && !is_control(letter)
            && !matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    if is_page && is_host && text.chars().all(is_plain) {
        Ok(text)
    } else {
        Err(TextError::NotAUrl)
    }
}

/// A color: `#` and six hexadecimal digits.
pub(crate) fn check_color(text: &str) -> Result<&str, TextError> {
    let digits = text.strip_prefix('#').ok_or(TextError::NotAColor)?;
    let good = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if good { Ok(text) } else { Err(TextError::NotAColor) }
}

/// A local time: hours from 00 to 23, a colon, and minutes.
pub(crate) fn check_time(text: &str) -> Result<&str, TextError> {
    let good = matches!(
        text.as_bytes(),
        [b'0'..=b'1', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
            | [b'2', b'0'..=b'3', b':', b'0'..=b'5', b'0'..=b'9']
    );
    if good { Ok(text) } else { Err(TextError::NotATime) }
}

/// The name of a time zone by its form. Whether there is such a zone is a matter of a list that changes with time.
pub(crate) fn check_zone(text: &str) -> Result<&str, TextError> {
    let is_part = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    };
    if text.len() <= ZONE_LIMIT as usize && text.split('/').all(is_part) {
        Ok(text)
    } else {
        Err(TextError::NotAZone)
    }
}

/// A message as it is: something that shows, at most [`MESSAGE_LIMIT`] characters, with line breaks and tabs.
pub(crate) fn check_message(text: &str) -> Result<&str, TextError> {
    if text.len() > MESSAGE_BYTES_LIMIT as usize || text.chars().nth(MESSAGE_LIMIT as usize).is_some() {
        return Err(TextError::TooLong { limit: MESSAGE_LIMIT, unit: "characters" });
    }
    let is_bad = |letter: &char| is_control(*letter) && !matches!(letter, '\n' | '\r' | '\t');
    if let Some(letter) = text.chars().find(is_bad) {
        return Err(TextError::ControlCharacter { code_point: letter.into() });
    }
    if text.chars().all(is_blank) { Err(TextError::Empty) } else { Ok(text) }
}

fn checked(text: &str, limit: u32, bytes_limit: u32) -> Result<&str, TextError> {
    let text = text.trim();
    if text.is_ascii() {
        if let Some(byte) = text.bytes().find(u8::is_ascii_control) {
            return Err(TextError::ControlCharacter { code_point: byte.into() });
        }
        if text.len() > limit as usize {
            return Err(TextError::TooLong { limit, unit: "characters" });
        }
        return Ok(text);
    }
    // A text of any length is looked at only as far as a good one can go.
    if text.len() > bytes_limit as usize {
        return Err(if text.chars().nth(limit as usize).is_some() {
            TextError::TooLong { limit, unit: "characters" }
        } else {
            TextError::TooLong { limit: bytes_limit, unit: "bytes" }
        });
    }
    let mut count = 0_u32;
    for letter in text.chars() {
        if is_control(letter) {
            return Err(TextError::ControlCharacter { code_point: letter.into() });
        }
        count = count.saturating_add(1);
    }
    if count > limit {
        return Err(TextError::TooLong { limit, unit: "characters" });
    }
    Ok(text)
}

/// Whether a character controls something, or hides.
///
/// Not among them are the joiners U+200C and U+200D and the marks of direction U+200E, U+200F and U+061C: names in
/// Persian, Arabic, Hebrew and the scripts of India are spelt with them.
pub(crate) fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            // Soft hyphen, fillers of Hangul, vowel separator, zero width space.
            '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{180E}' | '\u{200B}'
            // Separators of lines and paragraphs; embeddings and overrides of direction.
            | '\u{2028}'..='\u{202E}'
            // Word joiner, invisible operators, isolates of direction, deprecated format characters.
            | '\u{2060}'..='\u{206F}'
            // Byte order mark, annotations.
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            // Formats of shorthand and music, tags.
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a character is allowed, but shows nothing by itself.
pub(crate) fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter,
            '\u{200C}'..='\u{200F}' | '\u{61C}' | '\u{34F}' | '\u{2800}'
            | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    fn code(checked: Result<&str, TextError>) -> &'static str {
        checked.map_or_else(TextError::code, |_| "none")
    }

    #[test]
    fn id_2_names_in_every_script_pass() {
        for name in [
            "Jo Doe",
            "O’Brien-Smith, Jr.",
            "Zoë Ångström",
            "Nguyễn Thị Ánh",
            "Иван Петров",
            "Γιώργος Παπαδόπουλος",
            "محمد علی\u{200C}زاده",
            "שָׂרָה כֹּהֵן \u{200F}(Sara)",
            "श्री राम क्\u{200D}ष",
            "ශ්\u{200D}රී ලංකා",
            "யாழினி",
            "สมชาย ใจดี",
            "陳大文",
            "田中 太郎",
            "김철수",
            "እስራኤል",
            "ᏣᎳᎩ",
            "👩\u{200D}🔬 Ada",
        ] {
            assert_eq!(check_name(name), Ok(name));
            assert_eq!(check_label(name), Ok(name));
        }
    }

    #[test]
    fn id_2_a_name_shows_something() {
        assert_eq!(check_name(" \u{3000}\u{A0}Jo\t\r\n"), Ok("Jo"));
        assert_eq!(check_label(" \u{3000} "), Ok(""));
        for name in ["", "  ", "\u{3000}", "\u{200D}", "\u{200E}\u{FE0F}\u{200C}", "\u{2800}"] {
            assert_eq!(code(check_name(name)), "empty", "{name:?}");
        }
    }

    #[test]
    fn id_2_names_hide_nothing() {
        for letter in [
            '\0',
            '\u{1B}',
            '\n',
            '\t',
            '\u{7F}',
            '\u{85}',
            '\u{9F}',
            '\u{AD}',
            '\u{200B}',
            '\u{2028}',
            '\u{2029}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{FEFF}',
            '\u{FFF9}',
            '\u{E0041}',
            '\u{3164}',
        ] {
            let error = TextError::ControlCharacter { code_point: letter.into() };
            for name in [format!("Jo{letter}Doe"), format!("Zoë{letter}Doe")] {
                assert_eq!(check_name(&name), Err(error), "{name:?}");
                assert_eq!(check_label(&name), Err(error), "{name:?}");
            }
        }
        let error = TextError::ControlCharacter { code_point: 0x202E };
        assert_eq!(format!("{error}"), "it contains the control character `U+202E`: remove it");
    }

    #[test]
    fn id_2_a_name_has_at_most_255_characters() {
        for letter in ["a", "ß", "陳"] {
            assert!(check_name(&letter.repeat(255)).is_ok());
            assert_eq!(
                check_name(&letter.repeat(256)),
                Err(TextError::TooLong { limit: 255, unit: "characters" })
            );
            assert!(check_label(&letter.repeat(1_000)).is_ok());
            assert_eq!(code(check_label(&letter.repeat(1_001))), "too_long");
        }
        assert!(check_name(&"😀".repeat(255)).is_ok());
    }

    #[test]
    fn prg_1_slugs_are_plain() {
        assert_eq!(check_slug("pottery-101"), Ok("pottery-101"));
        assert_eq!(code(check_slug("")), "empty");
        for slug in ["Pottery", "pot tery", "pottery_1", "pöttery", "a/b", " a"] {
            assert_eq!(code(check_slug(slug)), "not_a_slug", "{slug}");
        }
        assert!(check_slug(&"a".repeat(200)).is_ok());
        assert_eq!(code(check_slug(&"a".repeat(201))), "too_long");
    }

    #[test]
    fn prg_1_urls_lead_to_a_page_of_the_web() {
        for url in [
            "https://www.example.com/programs/pottery?a=b#c",
            "HTTP://example.com",
            "https://例え.jp/道",
            "http://localhost:8080/",
        ] {
            assert_eq!(check_url(url), Ok(url));
        }
        for url in [
            "example.com",
            "//example.com",
            "javascript://example.com/%0aalert(1)",
            "javascript:alert(1)",
            "ftp://example.com",
            "https://",
            "https:///path",
            "https://?x",
            "https://example.com/a b",
            "https://example.com/\"onload=",
            "https://example.com\\@evil.example",
            "https://example.com@evil.example/",
            "https://example.com/\r\nSet-Cookie:x",
            "https://example.com/\u{202E}gpj",
            " https://example.com",
        ] {
            assert_eq!(code(check_url(url)), "not_a_url", "{url}");
        }
        assert_eq!(code(check_url("")), "empty");
        assert_eq!(code(check_url(&format!("https://example.com/{}", "a".repeat(2_048)))), "too_long");
    }

    #[test]
    fn adm_1_colors_times_and_zones_by_their_form() {
        for color in ["#0056d2", "#FFFFFF"] {
            assert_eq!(check_color(color), Ok(color));
        }
        for color in ["", "0056d2", "#0056d", "#0056d2f", "#0056dg", "#０056d2", "red", " #0056d2"] {
            assert_eq!(code(check_color(color)), "not_a_color", "{color}");
        }
        for time in ["00:00", "08:30", "19:59", "23:59"] {
            assert_eq!(check_time(time), Ok(time));
        }
        for time in ["", "8:30", "24:00", "08:60", "08:30:00", "08-30", "０8:30"] {
            assert_eq!(code(check_time(time)), "not_a_time", "{time}");
        }
        for zone in [
            "UTC",
            "Europe/Berlin",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+5",
            "America/Port-au-Prince",
        ] {
            assert_eq!(check_zone(zone), Ok(zone));
        }
        for zone in [
            "",
            "/",
            "Europe/",
            "+02:00",
            "Europe Berlin",
            "Europe/Berlin\n",
            "../etc/passwd",
            "Európa/Berlin",
        ] {
            assert_eq!(code(check_zone(zone)), "not_a_zone", "{zone}");
        }
        assert_eq!(code(check_zone(&"a".repeat(65))), "not_a_zone");
    }

    #[test]
    fn adm_1_a_message_is_kept_as_given_within_2000_characters() {
        for message in [" Welcome!\r\n\r\n\tYours, Acme ", "歓迎\n"] {
            assert_eq!(check_message(message), Ok(message));
        }
        for letter in ["a", "ß", "陳", "😀"] {
            assert!(check_message(&letter.repeat(2_000)).is_ok());
            assert_eq!(code(check_message(&letter.repeat(2_001))), "too_long");
        }
        assert_eq!(code(check_message(" \n")), "empty");
        assert_eq!(code(check_message("a\u{202E}b")), "control_character");
        assert_eq!(code(check_message("a\0b")), "control_character");
    }

    proptest! {
        #[test]
        fn id_2_a_checked_text_is_checked_once_and_for_all(text in "\\PC{0,300}|.{0,300}") {
            let text: String = text;
            for check in [check_name, check_label] {
                if let Ok(checked) = check(&text) {
                    prop_assert_eq!(check(checked), Ok(checked));
                }
            }
        }
    }
}
