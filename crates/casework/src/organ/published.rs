//! What a county publishes of itself (ways in, organs, hours) names no citizen: she gave no separate consent to that, and nobody asks
//! her for one (个人信息保护法 art 25, C-82). No other page that is open to all takes words from anybody.

use kernel::{
    Refusal,
    identity::{Phone, PhoneKind, ResidentNumber},
};

/// That none of the texts holds a citizen's number: an identity number anywhere, or a mobile phone outside the field for phones.
///
/// # Errors
/// `PUBLISHES_PERSON` names the field.
pub fn check(texts: &[(&'static str, &str)]) -> Result<(), Refusal> {
    let found = texts.iter().find(|(field, text)| holds_resident_number(text) || (*field != "phone" && holds_mobile(text)));
    found.map_or(Ok(()), |(field, _)| Err(Refusal::new("PUBLISHES_PERSON", "C-82").at(field)))
}

fn holds_resident_number(text: &str) -> bool {
    runs(text, |letter| letter.is_ascii_digit() || matches!(letter, 'x' | 'X'))
        .any(|run| has_window(&run, 18, |part| ResidentNumber::parse(part).is_ok()))
}

fn holds_mobile(text: &str) -> bool {
    runs(text, |letter| letter.is_ascii_digit())
        .any(|run| run.len() == 11 && Phone::parse(&run).is_ok_and(|phone| phone.kind() != PhoneKind::Landline))
}

/// The longest pieces that are made of such letters; spaces and hyphens between them are how people group digits.
fn runs(text: &str, is_part: impl Fn(char) -> bool) -> impl Iterator<Item = String> {
    let close: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '\u{3000}')).collect();
    close.split(|letter| !is_part(letter)).filter(|run| !run.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn has_window(run: &str, long: usize, holds: impl Fn(&str) -> bool) -> bool {
    (0..=run.len().saturating_sub(long)).filter_map(|at| run.get(at..at + long)).any(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_82_refuses_a_citizens_number_and_takes_what_an_office_says_of_itself() {
        for (field, text) in [
            ("words", "找张三，110105194912310011"),
            ("hours", "打 138 0571 0417"),
            ("address", "身份证11010519491231002X号"),
            ("phone", "11010519491231002X"),
        ] {
            assert_eq!(check(&[(field, text)]).unwrap_err().code, "PUBLISHES_PERSON", "{text}");
        }
        for (field, text) in
            [("phone", "13805710417"), ("phone", "0571-64000088"), ("address", "311500 城西路 3 号"), ("hours", "周一至周五 8:30–17:00")]
        {
            assert!(check(&[(field, text)]).is_ok(), "{text}");
        }
    }
}
