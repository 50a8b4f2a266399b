//! Names of people: one spelling to compare by, and their pinyin to find and to order by.
//!
//! Nothing here decides that two people are one; it makes texts comparable. A name is sealed, and only the blind index
//! of its normal form and of its pinyin are stored, so the forms must never change for a stored name: a new reading of
//! a character means building those indexes anew.
//!
//! Pinyin takes the reading that the character has as a surname where it is one (单 shan, 仇 qiu, 解 xie), and its
//! most usual reading elsewhere; a search by pinyin is a help to memory, not a proof.

use pinyin::ToPinyin;

/// Compound surnames (复姓) in use.
const COMPOUND: [&str; 44] = [
    "欧阳", "司马", "诸葛", "上官", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯", "端木", "司徒", "司空", "长孙", "宇文", "轩辕", "南宫",
    "西门", "东郭", "百里", "呼延", "闻人", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "钟离", "鲜于", "闾丘", "亓官",
    "司寇", "独孤", "第五", "万俟", "赫连", "拓跋", "公羊", "梁丘",
];

/// Characters whose reading as a surname is not their most usual one, and compound surnames with such characters.
const SURNAME_READINGS: [(&str, &[&str]); 32] = [
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("万俟", &["mo", "qi"]),
    ("澹台", &["tan", "tai"]),
    ("单于", &["chan", "yu"]),
    ("亓官", &["qi", "guan"]),
    ("单", &["shan"]),
    ("仇", &["qiu"]),
    ("解", &["xie"]),
    ("曾", &["zeng"]),
    ("查", &["zha"]),
    ("区", &["ou"]),
    ("盖", &["ge"]),
    ("朴", &["piao"]),
    ("任", &["ren"]),
    ("覃", &["qin"]),
    ("乐", &["yue"]),
    ("翟", &["zhai"]),
    ("冼", &["xian"]),
    ("缪", &["miao"]),
    ("召", &["shao"]),
    ("员", &["yun"]),
    ("黑", &["he"]),
    ("折", &["she"]),
    ("种", &["chong"]),
    ("秘", &["bi"]),
    ("那", &["na"]),
    ("宁", &["ning"]),
    ("繁", &["po"]),
    ("尹", &["yin"]),
    ("燕", &["yan"]),
    ("隗", &["wei"]),
];

/// The plain form of a full-width sign (`Ａ`, `１`, `（`, ideographic space); any other sign as it is.
#[must_use]
pub fn half_width(sign: char) -> char {
    match sign {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        _ => sign,
    }
}

/// A name in the one form in which names are compared.
///
/// Full-width signs become plain; blanks at the ends and beside Chinese characters fall away (`褚 秀 珍`), others
/// become one space; the many points of transliterated names become `·`; invisible signs fall away.
#[must_use]
pub fn normalise_name(name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    let mut blank = false;
    for sign in name.chars().map(half_width) {
        match sign {
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' => {}
            sign if sign.is_whitespace() || sign.is_control() => blank = true,
            '•' | '‧' | '∙' | '⋅' | '・' | '･' | '●' | '˙' | '·' => {
                blank = false;
                made.push('·');
            }
            sign => {
                let joined = made.chars().next_back().is_none_or(|last| last == '·' || is_han(last)) || is_han(sign);
                if blank && !joined {
                    made.push(' ');
                }
                blank = false;
                made.push(sign);
            }
        }
    }
    made
}

const fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

/// The surname: a compound one, otherwise the first character; a transliterated name (`买买提·艾力`) has none of
/// its own and gives its first part, and a name in Latin letters its last word.
#[must_use]
pub fn surname(name: &str) -> &str {
    let name = name.trim();
    if let Some((first, _)) = name.split_once('·') {
        return first;
    }
    let Some(first) = name.chars().next() else {
        return "";
    };
    if !is_han(first) {
        return name.rsplit(' ').next().unwrap_or_default();
    }
    // A name of two characters that look like a compound surname is a surname and a given name (司马 as a whole name
    // does not occur, 东方 may).
    let compound = COMPOUND.iter().find(|compound| name.starts_with(**compound) && name.len() > compound.len());
    let end = compound.map_or(first.len_utf8(), |compound| compound.len());
    name.get(..end).unwrap_or_default()
}

/// The syllables of a name, without tones; other letters stand as words of their own.
fn syllables(name: &str) -> Vec<String> {
    let name = normalise_name(name);
    let mut made = Vec::new();
    let mut rest = name.as_str();
    let family = surname(&name);
    if let Some((_, readings)) = SURNAME_READINGS.iter().find(|(characters, _)| *characters == family) {
        made.extend(readings.iter().map(|reading| (*reading).to_owned()));
        rest = rest.strip_prefix(family).unwrap_or(rest);
    }
    let mut word = String::new();
    for sign in rest.chars() {
        if sign.is_ascii_alphanumeric() {
            word.push(sign.to_ascii_lowercase());
            continue;
        }
        if !word.is_empty() {
            made.push(std::mem::take(&mut word));
        }
        if let Some(reading) = sign.to_pinyin() {
            made.push(reading.plain().replace('ü', "v"));
        }
    }
    if !word.is_empty() {
        made.push(word);
    }
    made
}

/// The pinyin of a name without tones, in one word: `褚秀珍` → `chuxiuzhen`. `ü` is written `v`.
#[must_use]
pub fn pinyin_plain(name: &str) -> String {
    syllables(name).concat()
}

/// The first letters of a name's syllables: `褚秀珍` → `cxz`.
#[must_use]
pub fn initials(name: &str) -> String {
    syllables(name).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pinyin_of_names() {
        for (name, whole, first) in [
            ("褚秀珍", "chuxiuzhen", "cxz"),
            ("单春芳", "shanchunfang", "scf"),
            ("仇小满", "qiuxiaoman", "qxm"),
            ("尉迟明", "yuchiming", "ycm"),
            ("欧阳晓", "ouyangxiao", "oyx"),
            ("吕绿", "lvlv", "ll"),
            ("曾解", "zengjie", "zj"),
            ("买买提·艾力", "maimaitiaili", "mmtal"),
            ("Maria Lopez", "marialopez", "ml"),
            ("", "", ""),
        ] {
            assert_eq!((pinyin_plain(name).as_str(), initials(name).as_str()), (whole, first), "{name}");
        }
    }

    #[test]
    fn surnames() {
        for (name, family) in [
            ("褚秀珍", "褚"),
            ("欧阳晓", "欧阳"),
            ("诸葛小亮", "诸葛"),
            ("东方", "东"),
            ("申屠阿毛", "申屠"),
            ("买买提·艾力", "买买提"),
            ("Maria Lopez", "Lopez"),
            ("", ""),
        ] {
            assert_eq!(surname(name), family, "{name}");
        }
    }

    #[test]
    fn a_name_has_one_form() {
        for (typed, form) in [
            (" 褚 秀　珍 ", "褚秀珍"),
            ("买买提 • 艾力", "买买提·艾力"),
            ("买买提・艾力", "买买提·艾力"),
            ("Ｍａｒｉａ  Lopez", "Maria Lopez"),
            ("张\u{200B}三", "张三"),
            ("李 Li", "李Li"),
        ] {
            assert_eq!(normalise_name(typed), form, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn normal_forms_stay(name in ".{0,12}") {
            let once = normalise_name(&name);
            prop_assert_eq!(normalise_name(&once), once.clone());
            prop_assert_eq!(pinyin_plain(&name), pinyin_plain(&once));
            let _ = surname(&name);
        }
    }
}
