//! Email addresses (`ID-1`): what is one, and when two are the same.
//!
//! Addresses are kept and shown as typed. They are compared by their canonical text: the local part in lower case, the
//! domain in lower-case IDNA form. The domain is what follows the *last* `@`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::hash::Hasher;

use thiserror::Error;

use crate::domain;
use crate::text::{is_blank, is_control};

/// Octets of a local part at most (RFC 5321).
const LOCAL_PART_LIMIT: usize = 64;

/// Octets of an address at most (RFC 5321).
const ADDRESS_LIMIT: usize = 254;

/// Why a text is not an email address (`ID-1`). It shows nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing.
    #[error("the email is empty: write one like `jo@acme.edu`")]
    Empty,
    /// White space or a control character.
    #[error("the email contains a space or a control character: write the address only, without a name")]
    SpaceOrControl,
    /// A character that cannot be seen.
    #[error("the email contains a character that cannot be seen: type it anew")]
    InvisibleCharacter,
    /// A local part in quotes.
    #[error("the email contains quotes, which are not supported: use another address")]
    QuotedLocalPart,
    /// A comment in parentheses.
    #[error("the email contains parentheses, which are not supported: remove them")]
    Comment,
    /// No `@`.
    #[error("the email has no `@`: write the whole address, like `jo@acme.edu`")]
    NoAt,
    /// More than one `@`.
    #[error("the email has more than one `@`: write one address only")]
    SeveralAts,
    /// Nothing before the `@`.
    #[error("nothing stands before the `@` of the email: write the whole address")]
    EmptyLocalPart,
    /// Nothing after the `@`.
    #[error("nothing stands after the `@` of the email: write the whole address")]
    EmptyDomain,
    /// More than 64 octets before the `@`.
    #[error("the part of the email before the `@` is longer than 64 octets: use another address")]
    LocalPartTooLong,
    /// More than 254 octets.
    #[error("the email is longer than 254 octets: use another address")]
    TooLong,
    /// A dot at the start or end of the local part, or two in a row.
    #[error(
        "the part of the email before the `@` has a dot at its start or end, or two in a row: check its spelling"
    )]
    MisplacedDot,
    /// One of `,:;<>[\]` in the local part.
    #[error(
        "the part of the email before the `@` contains a character that none can have, such as `,` or `<`: check its spelling"
    )]
    ForbiddenCharacter,
    /// An address of a host in brackets.
    #[error("the email has an IP address in brackets after its `@`: use an address with a domain")]
    IpLiteral,
    /// An address of a host in numbers.
    #[error("the email has an IP address after its `@`: use an address with a domain")]
    IpAddress,
    /// A host without a dot.
    #[error("what follows the `@` of the email has no dot: write the whole domain, like `acme.edu`")]
    HostWithoutDot,
    /// A host that cannot be.
    #[error("what follows the `@` of the email is not a domain: check its spelling")]
    InvalidDomain,
}

impl EmailError {
    /// The stable code.
    ///
    /// ```
    /// use matricula::EmailError;
    ///
    /// assert_eq!(EmailError::NoAt.code(), "no_at");
    /// assert_eq!(EmailError::QuotedLocalPart.code(), "quoted_local_part");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::SpaceOrControl => "space_or_control",
            Self::InvisibleCharacter => "invisible_character",
            Self::QuotedLocalPart => "quoted_local_part",
            Self::Comment => "comment",
            Self::NoAt => "no_at",
            Self::SeveralAts => "several_ats",
            Self::EmptyLocalPart => "empty_local_part",
            Self::EmptyDomain => "empty_domain",
            Self::LocalPartTooLong => "local_part_too_long",
            Self::TooLong => "too_long",
            Self::MisplacedDot => "misplaced_dot",
            Self::ForbiddenCharacter => "forbidden_character",
            Self::IpLiteral => "ip_literal",
            Self::IpAddress => "ip_address",
            Self::HostWithoutDot => "host_without_dot",
            Self::InvalidDomain => "invalid_domain",
        }
    }
}

/// The two parts of an address, as typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct EmailParts<'a> {
    pub(crate) local: &'a str,
    pub(crate) domain: &'a str,
    /// Whether the domain is known to differ from its compared form in case at most.
    plain: bool,
}

impl<'a> EmailParts<'a> {
    /// The parts around the last `@`; none without one. Nothing else is checked.
    pub(crate) fn split(text: &'a str) -> Option<Self> {
        let at = memchr::memrchr(b'@', text.as_bytes())?;
        let (local, rest) = text.split_at_checked(at)?;
        let domain = rest.strip_prefix('@')?;
        Some(Self { local, domain, plain: false })
    }

    /// The domain in lower-case IDNA form; if it has none, just in lower case.
    pub(crate) fn canonical_domain(&self) -> Cow<'a, str> {
        if self.plain {
            return lower(self.domain);
        }
        domain::canonical(self.domain).unwrap_or_else(|| lower(self.domain))
    }
}

impl fmt::Debug for EmailParts<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(personal)")
    }
}

/// The parts of an address, or a reason why it is none: characters are judged before parts, the local part before the
/// domain. Surrounding white space is refused like any other: callers trim.
pub(crate) fn check(text: &str) -> Result<EmailParts<'_>, EmailError> {
    if let Some(parts) = plain(text) {
        return Ok(parts);
    }
    check_any(text)
}

/// The address, if it is of the kind that nearly all are: ASCII letters, digits and the usual marks, with a domain of
/// plain labels. One pass says so; whatever it leaves is for [`check_any`] to judge.
fn plain(text: &str) -> Option<EmailParts<'_>> {
    const DOT: u8 = 1;
    const HYPHEN: u8 = 2;
    const LOCAL: u8 = 3;
    const DIGIT: u8 = 4;
    const LETTER: u8 = 5;
    const CLASSES: [u8; 128] = {
        let mut classes = [0; 128];
        let mut byte: u8 = 0;
        while byte < 128 {
            #[allow(clippy::indexing_slicing, reason = "bounded by the loop, at compile time")]
            {
                classes[byte as usize] = match byte {
                    b'.' => DOT,
                    b'-' => HYPHEN,
                    b'0'..=b'9' => DIGIT,
                    b'a'..=b'z' | b'A'..=b'Z' => LETTER,
                    b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' => {
                        LOCAL
                    }
                    _ => 0,
                };
            }
            byte = byte.wrapping_add(1);
        }
        classes
    };
    let class = |byte: &u8| CLASSES.get(usize::from(*byte)).copied().unwrap_or(0);
    let mut parts = EmailParts::split(text)?;
    // Before the local part stands what may not follow itself: a dot.
    let mut last = DOT;
    for byte in parts.local.as_bytes() {
        let class = class(byte);
        if class == 0 || class == DOT && last == DOT {
            return None;
        }
        last = class;
    }
    if last == DOT || parts.local.len() > LOCAL_PART_LIMIT || text.len() > ADDRESS_LIMIT {
        return None;
    }
    let (mut last, mut label, mut dots, mut starts_with) = (DOT, 0_u8, 0_u8, 0);
    for byte in parts.domain.as_bytes() {
        let class = class(byte);
        match class {
            LETTER | DIGIT => {
                if last == DOT {
                    starts_with = class;
                }
                label = label.saturating_add(1);
            }
            // Two hyphens may be the mark of an IDNA label.
            HYPHEN if last >= DIGIT => label = label.saturating_add(1),
            DOT if last >= DIGIT && label <= 63 => {
                dots = dots.saturating_add(1);
                label = 0;
            }
            _ => return None,
        }
        last = class;
    }
    parts.plain = last >= DIGIT && label <= 63 && dots > 0 && starts_with == LETTER;
    parts.plain.then_some(parts)
}

/// Judges any address at all.
fn check_any(text: &str) -> Result<EmailParts<'_>, EmailError> {
    if text.is_empty() {
        return Err(EmailError::Empty);
    }
    check_characters(text)?;
    let parts = EmailParts::split(text).ok_or(EmailError::NoAt)?;
    let EmailParts { local, domain, .. } = parts;
    if local.contains('@') {
        return Err(EmailError::SeveralAts);
    }
    if local.is_empty() {
        return Err(EmailError::EmptyLocalPart);
    }
    if domain.is_empty() {
        return Err(EmailError::EmptyDomain);
    }
    if local.len() > LOCAL_PART_LIMIT {
        return Err(EmailError::LocalPartTooLong);
    }
    if text.len() > ADDRESS_LIMIT {
        return Err(EmailError::TooLong);
    }
    if local.split('.').any(str::is_empty) {
        return Err(EmailError::MisplacedDot);
    }
    // The joiners are for domains, where IDNA judges their context.
    if !local.is_ascii() && local.chars().any(is_blank) {
        return Err(EmailError::InvisibleCharacter);
    }
    if local
        .bytes()
        .any(|byte| matches!(byte, b',' | b':' | b';' | b'<' | b'>' | b'[' | b'\\' | b']'))
    {
        return Err(EmailError::ForbiddenCharacter);
    }
    if domain.starts_with('[') {
        return Err(EmailError::IpLiteral);
    }
    let host = domain::canonical(domain).ok_or(EmailError::InvalidDomain)?;
    if !host.contains('.') {
        return Err(EmailError::HostWithoutDot);
    }
    if domain::is_number(&host) {
        return Err(EmailError::IpAddress);
    }
    // The IDNA form, in which it is sent, can be longer than what was typed.
    if local.len().saturating_add(1).saturating_add(host.len()) > ADDRESS_LIMIT {
        return Err(EmailError::TooLong);
    }
    Ok(parts)
}

/// Refuses the characters that neither part can have.
fn check_characters(text: &str) -> Result<(), EmailError> {
    let judge = |letter: char| match letter {
        _ if letter.is_whitespace() || letter.is_control() => Some(EmailError::SpaceOrControl),
        '"' => Some(EmailError::QuotedLocalPart),
        '(' | ')' => Some(EmailError::Comment),
        '\u{200C}' | '\u{200D}' => None,
        _ if is_control(letter) || is_blank(letter) => Some(EmailError::InvisibleCharacter),
        _ => None,
    };
    let found = if text.is_ascii() {
        text.bytes().find_map(|byte| match byte {
            0..=b' ' | 0x7F | b'"' | b'(' | b')' => judge(char::from(byte)),
            _ => None,
        })
    } else {
        text.chars().find_map(judge)
    };
    found.map_or(Ok(()), Err)
}

/// The canonical text of an address, by which it is compared. A text that is no address has one too.
pub(crate) fn canonical(email: &str) -> Cow<'_, str> {
    if email.is_ascii() {
        return lower(email);
    }
    let Some(parts) = EmailParts::split(email) else {
        return lower(email);
    };
    let mut text = lower(parts.local).into_owned();
    text.push('@');
    text.push_str(&parts.canonical_domain());
    Cow::Owned(text)
}

/// Whether two addresses are the same.
pub(crate) fn canonical_eq(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        a.eq_ignore_ascii_case(b)
    } else {
        a == b || canonical(a) == canonical(b)
    }
}

/// Hashes the canonical text of an address.
pub(crate) fn hash_canonical(email: &str, hasher: &mut impl Hasher) {
    if email.is_ascii() {
        hash_lower(email, hasher);
    } else {
        hash_lower(&canonical(email), hasher);
    }
}

/// Hashes a text with its ASCII letters in lower case, eight bytes at a time.
fn hash_lower(text: &str, hasher: &mut impl Hasher) {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for word in words {
        hasher.write_u64(lower_word(u64::from_le_bytes(*word)));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    hasher.write_u64(lower_word(u64::from_le_bytes(last)));
    hasher.write_u64(text.len() as u64);
}

/// Eight bytes with their ASCII letters in lower case; bytes of other letters are left as they are.
const fn lower_word(word: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const TO_A: u64 = 0x3F3F_3F3F_3F3F_3F3F;
    const PAST_Z: u64 = 0x2525_2525_2525_2525;
    // In the high bit of each byte: whether its low seven bits are at least `A`, and whether they are past `Z`.
    let low = word & !HIGH;
    let at_least = low.wrapping_add(TO_A);
    let past = low.wrapping_add(PAST_Z);
    let upper = (at_least ^ past) & !word & HIGH;
    word | upper >> 2
}

/// A text in lower case, letter by letter.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        let mut lower = String::with_capacity(text.len());
        for letter in text.chars() {
            // The two small forms of sigma are one letter.
            lower.extend(letter.to_lowercase().map(|letter| if letter == 'ς' { 'σ' } else { letter }));
        }
        Cow::Owned(lower)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use core::hash::BuildHasher;

    use foldhash::fast::FixedState;
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> &'static str {
        check(text).map_or_else(EmailError::code, |_| "none")
    }

    fn hash(text: &str) -> u64 {
        let mut hasher = FixedState::with_seed(7).build_hasher();
        hash_canonical(text, &mut hasher);
        hasher.finish()
    }

    proptest! {
        #[test]
        fn id_1_the_quick_look_passes_only_what_the_full_one_does(
            text in "[a-zA-Z0-9.+'_@-]{0,6}@[a-zA-Z0-9.-]{0,5}[.-]{0,2}[a-z0-9-]{0,4}|\\PC{0,12}@[a-z.]{0,9}",
        ) {
            if let Some(parts) = plain(&text) {
                let full = check_any(&text);
                prop_assert!(full.is_ok(), "{text}");
                let full = full.unwrap();
                prop_assert_eq!((parts.local, parts.domain), (full.local, full.domain));
                prop_assert_eq!(parts.canonical_domain(), full.canonical_domain());
            }
        }
    }

    #[test]
    fn id_1_the_quick_look_passes_what_nearly_all_addresses_are() {
        for text in ["jo@acme.edu", "Jo.Doe+courses@Lab-1.Acme.EDU", "o'brien@1.example"] {
            assert!(plain(text).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn id_1_words_are_put_in_lower_case_as_bytes_are(bytes in any::<[u8; 8]>()) {
            prop_assert_eq!(lower_word(u64::from_le_bytes(bytes)), u64::from_le_bytes(bytes.map(|byte| byte.to_ascii_lowercase())));
        }
    }

    fn same(a: &str, b: &str) -> bool {
        assert_eq!(canonical_eq(a, b), canonical(a) == canonical(b), "{a} {b}");
        assert_eq!(canonical_eq(b, a), canonical_eq(a, b), "{a} {b}");
        if canonical_eq(a, b) {
            assert_eq!(hash(a), hash(b), "{a} {b}");
        }
        canonical_eq(a, b)
    }

    #[test]
    fn id_1_addresses_pass() {
        for text in [
            "jo@acme.edu",
            "Jo.Doe+courses@Lab.Acme.EDU",
            "o'brien!#$%&*/=?^_`{|}~-@acme.example",
            "x@1.example",
            "jörg@bücher.example",
            "用户@例子.广告",
            "अजय@डाटा.भारत",
            "χρήστης@παράδειγμα.ελ",
            "jo@ශ්\u{200D}රී.com",
            "jo@xn--bcher-kva.example",
        ] {
            assert_eq!(code(text), "none", "{text}");
        }
        let parts = check("Jo@BÜCHER.example").unwrap();
        assert_eq!(
            (parts.local, parts.domain, &*parts.canonical_domain()),
            ("Jo", "BÜCHER.example", "xn--bcher-kva.example")
        );
        assert_eq!(format!("{parts:?}"), "(personal)");
    }

    #[test]
    fn id_1_what_is_no_address_is_refused_with_its_reason() {
        for (text, expected) in [
            ("", "empty"),
            ("jo", "no_at"),
            ("@acme.edu", "empty_local_part"),
            ("jo@", "empty_domain"),
            ("jo@doe@acme.edu", "several_ats"),
            ("a@x.example,b@y.example", "several_ats"),
            ("\"jo doe\"@acme.edu", "quoted_local_part"),
            ("\"jo\"@acme.edu", "quoted_local_part"),
            ("\"a@acme.edu\"@evil.example", "quoted_local_part"),
            ("jo@acme.edu ", "space_or_control"),
            (" jo@acme.edu", "space_or_control"),
            ("Jo Doe <jo@acme.edu>", "space_or_control"),
            ("jo@acme.edu\r\nBcc:x@y.example", "space_or_control"),
            ("jo\u{A0}doe@acme.edu", "space_or_control"),
            ("jö\u{85}doe@acme.edu", "space_or_control"),
            ("jo(work)@acme.edu", "comment"),
            ("jo@acme.edu(work)", "comment"),
            ("<jo@acme.edu", "forbidden_character"),
            ("mailto:jo@acme.edu", "forbidden_character"),
            ("jo\\doe@acme.edu", "forbidden_character"),
            ("jo@[127.0.0.1]", "ip_literal"),
            ("jo@[IPv6:::1]", "ip_literal"),
            ("jo@127.0.0.1", "ip_address"),
            ("jo@１２７.0.0.1", "ip_address"),
            ("jo@localhost", "host_without_dot"),
            (".jo@acme.edu", "misplaced_dot"),
            ("jo.@acme.edu", "misplaced_dot"),
            ("jo..doe@acme.edu", "misplaced_dot"),
            ("jo@acme..edu", "invalid_domain"),
            ("jo@.acme.edu", "invalid_domain"),
            ("jo@acme.edu.", "invalid_domain"),
            ("jo@-acme.edu", "invalid_domain"),
            ("jo@acme_.edu", "invalid_domain"),
            ("jo@acme.edu>", "invalid_domain"),
            ("jo@acme,edu", "invalid_domain"),
            ("jo@a＠b.example", "invalid_domain"),
            ("jo@xn--a.example", "invalid_domain"),
            ("jo@acme.\u{202E}ude", "invisible_character"),
            ("j\u{200B}o@acme.edu", "invisible_character"),
            ("j\u{200D}o@acme.edu", "invisible_character"),
            ("j\u{AD}o@acme.edu", "invisible_character"),
            ("\u{FEFF}jo@acme.edu", "invisible_character"),
            ("jo@ac\u{AD}me.edu", "invisible_character"),
            ("jo@ac\u{FE0F}me.edu", "invisible_character"),
            ("jo@ac\u{200D}me.edu", "invalid_domain"),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn id_1_a_local_part_has_at_most_64_octets_and_an_address_254() {
        let local = "a".repeat(64);
        assert_eq!(code(&format!("{local}@acme.edu")), "none");
        assert_eq!(code(&format!("{local}a@acme.edu")), "local_part_too_long");
        assert_eq!(code(&format!("{}@acme.edu", "ä".repeat(33))), "local_part_too_long");
        let host = format!("{}example.com", "abcdefghi.".repeat(17));
        assert_eq!(code(&format!("{local}@{}.{host}", "b".repeat(254 - 65 - 1 - host.len()))), "none");
        assert_eq!(code(&format!("{local}@{}.{host}", "b".repeat(255 - 65 - 1 - host.len()))), "too_long");
        // 144 octets as typed, 264 in IDNA form.
        let wide = format!("{local}@{}example", "ä.".repeat(24));
        assert!(wide.len() < 254);
        assert_eq!(code(&wide), "too_long");
    }

    #[test]
    fn id_1_messages_never_show_the_address() {
        for text in ["secret", "secret@localhost", "secret@@x", "\"secret\"@x.example", "secret..@x.example"]
        {
            assert!(!check(text).unwrap_err().to_string().contains("secret"));
        }
    }

    #[test]
    fn id_1_addresses_are_compared_without_case_and_in_idna_form() {
        assert!(same("Jo@ACME.edu", "jo@acme.EDU"));
        assert!(same("ä@BÜCHER.example", "Ä@xn--bcher-kva.example"));
        assert!(same("ä@BÜCHER.example", "ä@XN--BCHER-KVA.EXAMPLE"));
        assert!(same("jo@bücher.example", "JO@xn--bcher-kva.example"));
        assert!(same("jo@ｅｘａｍｐｌｅ.com", "jo@example.com"));
        assert!(same("ΟΔΟΣ@acme.edu", "οδος@acme.edu"));
        assert!(same("ИВАН@ПРИМЕР.рф", "иван@пример.РФ"));
        assert!(!same("jo@acme.edu", "jo@acme.edv"));
        assert!(!same("jo@acme.edu", "jo@аcme.edu"));
        assert!(!same("jo+a@acme.edu", "jo@acme.edu"));
        assert!(!same("j.o@acme.edu", "jo@acme.edu"));
        let long = format!("{}@{}example.com", "A".repeat(64), "bücher.".repeat(9));
        assert!(same(&long, &canonical(&long.to_lowercase())));
    }

    #[test]
    fn id_1_what_is_no_address_is_compared_as_lower_case_text() {
        assert!(same("", ""));
        assert!(same("Nobody", "nOBODY"));
        assert!(same("Ä", "ä"));
        assert!(same("Ä@x..Y", "ä@X..y"));
        assert!(same("a@Ä ", "a@ä "));
        assert!(!same("", "a"));
    }

    #[test]
    fn id_1_plain_addresses_need_no_memory() {
        assert!(matches!(canonical("jo@acme.edu"), Cow::Borrowed(_)));
        assert!(matches!(check("jo@acme.edu").unwrap().canonical_domain(), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn id_1_no_text_is_taken_apart_wrongly(a in ".{0,90}|[aAäÄσςΣ]{1,3}@[a-zA-ZüÜß]{1,5}\\.(de|DE|рф)", b in ".{0,9}") {
            let _ = check(&a);
            same(&a, &b);
            same(&a, &format!("{a}{b}"));
            prop_assert!(same(&a, &a));
            let upper = a.to_ascii_uppercase();
            if check(&a).is_ok() {
                prop_assert!(same(&a, &upper));
                prop_assert!(same(&a, &canonical(&a)));
                let once = canonical(&a);
                prop_assert_eq!(canonical(&once), once.clone());
            }
        }

        #[test]
        fn id_1_the_domain_of_an_address_is_a_domain(text in "[a-zÄ@.]{1,4}@([a-zA-Z0-9äß中-]{1,5}\\.){0,3}[a-z0-9ä]{1,4}") {
            if let Ok(parts) = check(&text) {
                let domain = parts.canonical_domain();
                let parsed = crate::Domain::parse(parts.domain).unwrap();
                prop_assert_eq!(parsed.as_str(), &*domain);
                prop_assert_eq!(text.rsplit('@').next().unwrap(), parts.domain);
            }
        }
    }
}
