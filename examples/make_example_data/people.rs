//! Invented people, with names in many scripts.

use super::chance::Chance;

/// Given and family names of one script: each as it is written, and as an address spells it.
struct Script {
    given: &'static str,
    family: &'static str,
    /// Whether the family name comes first, and what stands between the two.
    order: (bool, &'static str),
    /// How many people of a hundred have such a name.
    weight: u64,
}

const GIVEN_FIRST: (bool, &str) = (false, " ");
const FAMILY_FIRST: (bool, &str) = (true, "");

const SCRIPTS: &[Script] = &[
    Script {
        given: "Ada/ada Bruno/bruno Clara/clara Dario/dario Elena/elena Felix/felix Greta/greta Hugo/hugo Irma/irma Jonas/jonas",
        family: "Bakker/bakker Conti/conti Duarte/duarte Ekberg/ekberg Fischer/fischer Hale/hale Ibarra/ibarra Jansen/jansen Keller/keller Lowe/lowe",
        order: GIVEN_FIRST,
        weight: 26,
    },
    Script {
        given: "Zoé/zoe Åsa/asa Łukasz/lukasz Žofie/zofie Ümit/umit José/jose Þóra/thora Søren/soren Ñusta/nusta Inês/ines",
        family: "Müller/mueller Grünwald/gruenwald Dvořák/dvorak Nuñez/nunez Ødegård/odegard Çelik/celik Wójcik/wojcik Kovács/kovacs Bērziņš/berzins Ștefan/stefan",
        order: GIVEN_FIRST,
        weight: 24,
    },
    Script {
        given: "Nguyễn/nguyen Thảo/thao Đức/duc Hồng/hong",
        family: "Trần/tran Phạm/pham Vũ/vu Đặng/dang",
        order: GIVEN_FIRST,
        weight: 3,
    },
    Script {
        given: "Анна/anna Борис/boris Зоя/zoya Илья/ilya Олег/oleg Юлія/yuliya",
        family: "Громова/gromova Ёлкин/yolkin Шевчук/shevchuk Їжак/yizhak Щукин/shchukin",
        order: GIVEN_FIRST,
        weight: 6,
    },
    Script {
        given: "Ελένη/eleni Νίκος/nikos Χρύσα/chrysa Ζήσης/zisis",
        family: "Παππάς/pappas Ξένου/xenou Λαζάρου/lazarou Βλάχος/vlachos",
        order: GIVEN_FIRST,
        weight: 4,
    },
    Script {
        given: "ليلى/layla عمر/omar سارة/sara يوسف/yusuf",
        family: "الخطيب/alkhatib حداد/haddad منصور/mansour نجار/najjar",
        order: GIVEN_FIRST,
        weight: 4,
    },
    Script {
        given: "נועה/noa איתן/eitan תמר/tamar",
        family: "לביא/lavi ברק/barak שחר/shahar",
        order: GIVEN_FIRST,
        weight: 2,
    },
    Script {
        given: "पूजा/puja अर्जुन/arjun मीरा/meera",
        family: "शर्मा/sharma जोशी/joshi द्विवेदी/dwivedi",
        order: GIVEN_FIRST,
        weight: 3,
    },
    Script {
        given: "কণা/kona রাহুল/rahul",
        family: "সেন/sen দত্ত/dutta",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "கவிதா/kavitha முருகன்/murugan",
        family: "செல்வன்/selvan ராஜன்/rajan",
        order: GIVEN_FIRST,
        weight: 2,
    },
    Script {
        given: "లక్ష్మి/lakshmi రవి/ravi",
        family: "రెడ్డి/reddy నాయుడు/naidu",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "മായ/maya അനിൽ/anil",
        family: "നായർ/nair മേനോൻ/menon",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "ਗੁਰਪ੍ਰੀਤ/gurpreet ਹਰਮਨ/harman",
        family: "ਸਿੰਘ/singh ਗਿੱਲ/gill",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "ආශා/asha නිමල්/nimal",
        family: "පෙරේරා/perera සිල්වා/silva",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "มาลี/mali สมชาย/somchai",
        family: "ใจดี/jaidee ศรีสุข/srisuk",
        order: GIVEN_FIRST,
        weight: 2,
    },
    Script {
        given: "ດາວ/dao ສົມ/som",
        family: "ວົງສາ/vongsa ແກ້ວ/keo",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "សុខា/sokha បុប្ផា/bopha",
        family: "ចាន់/chan កែវ/keov",
        order: (true, " "),
        weight: 1,
    },
    Script {
        given: "အောင်/aung သီတာ/thida",
        family: "မောင်/maung ကျော်/kyaw",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "伟/wei 静怡/jingyi 子轩/zixuan",
        family: "王/wang 李/li 欧阳/ouyang",
        order: FAMILY_FIRST,
        weight: 4,
    },
    Script {
        given: "さくら/sakura 健太/kenta ユウキ/yuki",
        family: "佐藤/sato 𠮷田/yoshida 渡邊/watanabe",
        order: FAMILY_FIRST,
        weight: 3,
    },
    Script {
        given: "지민/jimin 서연/seoyeon",
        family: "김/kim 남궁/namgung 박/park",
        order: FAMILY_FIRST,
        weight: 3,
    },
    Script {
        given: "ნინო/nino გიორგი/giorgi",
        family: "ბერიძე/beridze კაპანაძე/kapanadze",
        order: GIVEN_FIRST,
        weight: 2,
    },
    Script {
        given: "Անի/ani Տիգրան/tigran",
        family: "Սարգսյան/sargsyan Պետրոսյան/petrosyan",
        order: GIVEN_FIRST,
        weight: 2,
    },
    Script {
        given: "ሰላም/selam ዳዊት/dawit",
        family: "በቀለ/bekele ተስፋዬ/tesfaye",
        order: GIVEN_FIRST,
        weight: 1,
    },
    Script {
        given: "ᏌᎳᎵ/sali ᏣᎳ/tsala", family: "ᎩᎦᎨ/gigage", order: GIVEN_FIRST, weight: 1
    },
];

/// Someone: how the name is written, and how an address spells it.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) handle: String,
}

fn pick(chance: &mut Chance, names: &'static str) -> (&'static str, &'static str) {
    let names: Vec<_> = names.split(' ').filter_map(|name| name.split_once('/')).collect();
    chance.of(&names)
}

/// Someone with a name of any script; those of the first ones are the most.
pub(crate) fn person(chance: &mut Chance) -> Person {
    let total = SCRIPTS.iter().map(|script| script.weight).sum();
    let mut place = chance.below(total);
    let mut found = 0;
    while place >= SCRIPTS[found].weight {
        place -= SCRIPTS[found].weight;
        found += 1;
    }
    of_script(chance, found)
}

/// How many scripts there are.
pub(crate) const fn scripts() -> usize {
    SCRIPTS.len()
}

/// Someone with a name of one script.
pub(crate) fn of_script(chance: &mut Chance, script: usize) -> Person {
    let script = &SCRIPTS[script];
    let (given, given_handle) = pick(chance, script.given);
    let (family, family_handle) = pick(chance, script.family);
    let (family_first, between) = script.order;
    let name = if family_first {
        format!("{family}{between}{given}")
    } else {
        format!("{given}{between}{family}")
    };
    Person { name, handle: format!("{given_handle}.{family_handle}") }
}
