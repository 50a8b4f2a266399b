//! Words that no letter may hold (C-20), and what is said of another track's remedies (C-21): rows of `law/wording.toml`.

use super::Tag;
use serde::{Deserialize, Serialize};

/// A wording that is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingRow {
    /// The word, or its beginning.
    pub first: String,
    /// What follows it, one of these; empty when the word is refused by itself.
    #[serde(default)]
    pub then: Vec<String>,
    /// Within how many letters.
    #[serde(default)]
    pub gap: usize,
    /// The track in whose letters it is wrong; empty for all.
    #[serde(default)]
    pub track: String,
    /// The source in the domain book.
    pub source: String,
    /// How sure we are.
    pub tag: Tag,
}

impl WordingRow {
    /// The wording as found in `text`, or `None`. Spaces and signs between the letters hide nothing; a wording in two parts
    /// is found within one sentence.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Option<String> {
        if self.then.is_empty() {
            return letters(text).contains(&self.first).then(|| self.first.clone());
        }
        text.split(['。', '！', '？', '；', '\n']).find_map(|sentence| self.found_in_sentence(&letters(sentence)))
    }

    fn found_in_sentence(&self, sentence: &str) -> Option<String> {
        sentence.match_indices(&self.first).find_map(|(at, first)| {
            let rest = sentence.get(at + first.len()..).unwrap_or_default();
            self.then.iter().find_map(|then| {
                let before = rest.get(..rest.find(then.as_str())?)?;
                (before.chars().count() <= self.gap).then(|| format!("{first}…{then}"))
            })
        })
    }
}

/// The text without what is no letter and no digit, full-width forms made plain.
#[must_use]
pub fn letters(text: &str) -> String {
    text.chars().map(crate::name::half_width).filter(|letter| letter.is_alphanumeric()).collect()
}

/// The text without what it quotes of the person's own words (`“…”`, `「…」`): a quotation that she did not say stays in.
#[must_use]
pub fn without_quotations(text: &str, hers: &str) -> String {
    let hers = letters(hers);
    let (mut out, mut rest) = (String::new(), text);
    while let Some(open) = rest.find(['“', '「']) {
        let (before, quoted) = rest.split_at(open);
        out.push_str(before);
        let Some(close) = quoted.find(['”', '」']) else {
            rest = quoted;
            break;
        };
        let (inner, after) = quoted.split_at(close);
        let said = letters(inner);
        if said.is_empty() || !hers.contains(&said) {
            out.push_str(inner);
        }
        rest = after.strip_prefix(['”', '」']).unwrap_or(after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Law;

    fn waiver(text: &str) -> Option<String> {
        Law::bundled().waivers.iter().find_map(|row| row.found_in(text))
    }

    #[test]
    fn c20_waivers_are_found_with_anything_between() {
        for text in [
            "双方签订息诉罢访协议",
            "息 诉、罢-访",
            "息．诉．罢．访",
            "本人承诺今后不再上访。",
            "保证不再就此事到市里上访",
            "领取补助后不再信访",
            "自愿放弃一切信访权利",
            "承诺不到北京上访",
        ] {
            assert!(waiver(text).is_some(), "{text}");
        }
    }

    #[test]
    fn c20_plain_speech_is_not_refused() {
        for text in [
            "该路段不再积水。信访人表示满意。",
            "您可以请求复查。",
            "超过期限的，不予受理。",
            "不再使用原来的排水口，由镇里负责把新的水渠修到村口，信访人同意。",
        ] {
            assert_eq!(waiver(text), None, "{text}");
        }
    }

    #[test]
    fn her_own_words_may_be_quoted_and_only_hers() {
        let hers = "村里要我写保证书，说不再上访就给补助";
        let quoting = "您反映村里要求您“不再上访就给补助”，经查属实，已责令纠正。";
        assert_eq!(waiver(&without_quotations(quoting, hers)), None);
        assert!(waiver(&without_quotations("您承诺“今后不再上访”。", hers)).is_some());
    }
}
