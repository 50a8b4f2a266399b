//! Words that sound like an accusation: what is said with them goes to those who look at it first (C-30).

/// Words that make an untyped matter open to triage officers alone, until one of them has read it (C-30).
const ACCUSING: [&str; 16] = [
    "举报",
    "检举",
    "控告",
    "贪污",
    "受贿",
    "行贿",
    "索贿",
    "以权谋私",
    "滥用职权",
    "徇私",
    "挪用公款",
    "侵占集体",
    "吃拿卡要",
    "保护伞",
    "买官",
    "虚报冒领",
];

/// Whether the words themselves mark an accusation.
#[must_use]
pub fn sounds_like_accusation(text: &str) -> bool {
    ACCUSING.iter().any(|word| text.contains(word))
}
