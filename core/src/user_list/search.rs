//! Texts as people look for them: without case and accents.

use alloc::boxed::Box;
use alloc::string::String;
use core::cmp::Ordering;

use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};

use crate::text::is_blank;

/// Bytes from the most to the least frequent in names and addresses; others are rarer still.
const FREQUENT: &[u8] = b"eaionrl.@stmchdu gybkpfwvzjxq-0123456789";

/// Gives a text in lower case and without accents.
///
/// Marks are dropped that scripts put on letters which stay what they are: accents of Latin, Greek and Cyrillic, vowel
/// points of Arabic and Hebrew. Marks that make another letter, such as the vowel signs of India, stay.
pub(super) fn fold(text: &str, into: &mut String) {
    into.clear();
    for letter in text.chars() {
        fold_letter(letter, &mut |folded| into.push(folded));
    }
}

fn fold_letter(letter: char, each: &mut dyn FnMut(char)) {
    if letter.is_ascii() {
        each(letter.to_ascii_lowercase());
        return;
    }
    let table = CanonicalDecompositionBorrowed::new();
    letter.to_lowercase().for_each(|lower| take_apart(&table, lower, each));
}

fn take_apart(table: &CanonicalDecompositionBorrowed<'static>, letter: char, each: &mut dyn FnMut(char)) {
    match table.decompose(letter) {
        Decomposed::Default => plain(letter, each),
        Decomposed::Singleton(letter) => take_apart(table, letter, each),
        Decomposed::Expansion(first, second) => {
            take_apart(table, first, each);
            take_apart(table, second, each);
        }
    }
}

/// A letter that has no parts: what people type for it, if they have a keyboard of another country.
fn plain(letter: char, each: &mut dyn FnMut(char)) {
    if is_accent(letter) {
        return;
    }
    let typed = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => "'",
        '\u{2010}'..='\u{2013}' => "-",
        letter if letter.is_whitespace() => " ",
        letter if is_blank(letter) => "",
        letter => return each(letter),
    };
    typed.chars().for_each(each);
}

fn is_accent(letter: char) -> bool {
    matches!(letter,
        // Of any script.
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        // Of Cyrillic, Hebrew and Arabic.
        | '\u{483}'..='\u{487}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}')
}

/// The first 16 bytes of a folded text, zeros after it, as a number that orders as the texts do.
pub(super) fn prefix(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let mut places = bytes.iter_mut();
    if text.is_ascii() {
        for (place, byte) in places.zip(text.bytes()) {
            *place = byte.to_ascii_lowercase();
        }
    } else {
        let mut put = |letter: char| {
            let mut buffer = [0; 4];
            for (byte, place) in letter.encode_utf8(&mut buffer).bytes().zip(&mut places) {
                *place = byte;
            }
        };
        // Each letter but a mark or a joiner gives a byte at least; whatever comes later finds no place left.
        for letter in text.chars() {
            fold_letter(letter, &mut put);
        }
    }
    u128::from_be_bytes(bytes)
}

/// How two texts compare when folded.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        return one.bytes().map(lower).cmp(other.bytes().map(lower));
    }
    let (mut first, mut second) = (String::new(), String::new());
    fold(one, &mut first);
    fold(other, &mut second);
    first.cmp(&second)
}

/// What is looked for.
pub(super) struct Search {
    /// Folded.
    sought: Box<str>,
    /// In a sought text of ASCII, the place of its rarest byte, and that byte in both cases.
    rarest: Option<(usize, u8, u8)>,
}

impl Search {
    /// None if nothing is looked for.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut folded = String::new();
        fold(text, &mut folded);
        let sought = folded.trim();
        let rank = |byte: u8| FREQUENT.iter().position(|known| *known == byte).unwrap_or(FREQUENT.len());
        let rarest = sought.bytes().enumerate().max_by_key(|(_, byte)| rank(*byte))?;
        let (place, byte) = rarest;
        let rarest = sought.is_ascii().then_some((place, byte, byte.to_ascii_uppercase()));
        Some(Self { sought: sought.into(), rarest })
    }

    /// Whether a text has it in some place. `scratch` is for texts that have to be folded.
    pub(super) fn finds(&self, text: &str, scratch: &mut String) -> bool {
        if !text.is_ascii() {
            fold(text, scratch);
            return scratch.contains(&*self.sought);
        }
        // A text of ASCII has no other letters in it when folded either.
        let Some((place, lower, upper)) = self.rarest else { return false };
        let (text, sought) = (text.as_bytes(), self.sought.as_bytes());
        if text.len() < sought.len() {
            return false;
        }
        memchr::memchr2_iter(lower, upper, text).any(|at| {
            let start = at.checked_sub(place);
            let here = start.and_then(|start| text.get(start..)?.get(..sought.len()));
            here.is_some_and(|here| here.eq_ignore_ascii_case(sought))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    }

    fn finds(sought: &str, text: &str) -> bool {
        Search::new(sought).is_none_or(|search| search.finds(text, &mut String::new()))
    }

    #[test]
    fn view_2_case_and_accents_do_not_matter_when_searching() {
        for (text, sought) in [
            ("José", "jose"),
            ("Jose", "JOSÉ"),
            ("Jose\u{301}", "josé"),
            ("Zoë Ångström", "angstrom"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("Łukasz Øster", "lukasz oster"),
            ("STRASSE", "straße"),
            ("Ærø", "aero"),
            ("İpek Işık", "ipek isik"),
            ("Ἀθηνᾶ Σοφός", "αθηνα σοφοσ"),
            ("Алёна", "алена"),
            ("مُحَمَّد", "محمد"),
            ("محمد علی\u{200C}زاده", "علیزاده"),
            ("שָׂרָה", "שרה"),
            ("O’Brien", "o'brien"),
            ("田中\u{3000}太郎", "田中 太郎"),
            ("김철수", "철수"),
            ("jd@Example.com", "D@EXAMPLE"),
        ] {
            assert!(finds(sought, text), "{sought} in {text}");
            assert_eq!(compare(text, &folded(text)), Ordering::Equal);
        }
        for (text, sought) in
            [("José", "joseph"), ("Jo", "jo d"), ("किरण", "करण"), ("jd@example.com", "ж"), ("か", "が")]
        {
            assert!(!finds(sought, text), "{sought} in {text}");
        }
        assert!(Search::new(" \u{301}\u{3000} ").is_none());
    }

    proptest! {
        #[test]
        fn view_2_folding_twice_is_folding_once(text in "\\PC{0,40}|[À-ž ß-]{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
            let mut start = once.clone().into_bytes();
            start.resize(start.len().max(16), 0);
            prop_assert_eq!(prefix(&text), u128::from_be_bytes(start[..16].try_into().unwrap()));
        }

        #[test]
        fn view_2_a_part_of_any_text_is_found(
            before in "[a-cA-Cé ]{0,8}",
            part in "[a-cA-CÉ@9]{1,4}",
            after in "[a-c]{0,20}",
            other in "[a-cé@]{1,3}",
        ) {
            let text = alloc::format!("{before}{part}{after}");
            prop_assert!(finds(&part, &text));
            prop_assert_eq!(finds(&other, &text), folded(&text).contains(&folded(&other)));
            prop_assert_eq!(compare(&text, &other), folded(&text).cmp(&folded(&other)));
            if prefix(&text) != prefix(&other) {
                prop_assert_eq!(compare(&text, &other), prefix(&text).cmp(&prefix(&other)));
            }
        }
    }
}
