//! How she wants to be told, and what that comes to (C-55).

use super::{gateway::Gateway, hours::Hours};
use crate::petition::{
    model::{label, words},
    seal::Card,
};
use kernel::{
    Refusal,
    identity::{Phone, PhoneKind},
};
use serde::{Deserialize, Serialize};

words! {
    /// A way to tell somebody something.
    Way {
        /// 短信
        Sms = "sms",
        /// 电子邮件
        Mail = "mail",
        /// 打电话
        Call = "call",
        /// 寄信
        Letter = "letter",
        /// 都不要: she looks under her code, or comes by
        Nothing = "nothing",
    }
}

/// How she wants to be told. Everything may be unsaid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// By which way; when unsaid, by SMS to the number that she left.
    pub way: Option<Way>,
    /// The number or address for it, when it is not the one that she left.
    pub to: String,
    /// From which hour on.
    pub from: Option<u8>,
    /// Before which hour.
    pub until: Option<u8>,
    /// Whether whoever else picks up may be told that the office rang.
    pub leave_word: bool,
    /// Whether she has said that nobody else reads or hears this way.
    pub safe: bool,
    /// Whether messages are to be in English.
    pub english: bool,
    /// Whether the organ that hears this is to keep it from whoever handles the matter (C-39).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep: bool,
}

/// What becomes of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// A message goes.
    Send {
        /// By which way.
        way: Way,
        /// To which number or address.
        to: String,
    },
    /// No message goes, and why; somebody has to tell her.
    Tell(&'static str),
}

impl Reach {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// As it is said now, over what was said before. The number or address that stands is not read out to the form: left empty, it
    /// stays, as long as it serves the way that is chosen now.
    #[must_use]
    pub fn over(self, was: &Self) -> Self {
        let serves = match self.way {
            Some(Way::Mail) => is_mail(&was.to),
            Some(Way::Sms | Way::Call) => Phone::parse(&was.to).is_ok(),
            Some(Way::Letter | Way::Nothing) | None => false,
        };
        let to = if self.to.is_empty() && serves { was.to.clone() } else { self.to };
        Self { to, ..self }
    }

    /// Refuses what nothing could be sent to.
    ///
    /// # Errors
    /// `REACH_WAY` when no way was chosen; `REACH_MAIL`, `REACH_NUMBER` for what is no address and no number.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.way {
            None => Err(Refusal::new("REACH_WAY", "C-55").at("reach_way")),
            Some(Way::Mail) if !is_mail(&self.to) => Err(Refusal::new("REACH_MAIL", "C-55").at("reach_to")),
            Some(Way::Sms | Way::Call) if !self.to.is_empty() && Phone::parse(&self.to).is_err() => {
                Err(Refusal::new("REACH_NUMBER", "C-55").at("reach_to"))
            }
            Some(_) => Ok(()),
        }
    }

    /// Her hours, within those of everybody.
    #[must_use]
    pub fn hours(&self) -> Hours {
        Hours::within(self.from, self.until)
    }

    /// The number on which she can be rung: the one for this way, else the one that she left.
    #[must_use]
    pub fn number(&self, card: &Card) -> Option<Phone> {
        [&self.to, &card.phone].into_iter().find_map(|text| Phone::parse(text).ok())
    }

    /// Where to write to her: the address for this way, else the one that she left. What was said of another way is none.
    #[must_use]
    pub fn address(&self, card: &Card) -> String {
        let is_own = !self.to.is_empty() && Phone::parse(&self.to).is_err() && !is_mail(&self.to);
        if is_own { self.to.clone() } else { card.address.clone() }
    }
}

/// Whether a message about a matter of this label waits until she has confirmed a safe way.
#[must_use]
pub const fn needs_safety(bits: i64) -> bool {
    label::is_guarded(bits)
}

/// What becomes of a word to her: decided when it is sent, by what she said last.
#[must_use]
pub fn plan(bits: i64, card: &Card, reach: &Reach, gateway: &dyn Gateway) -> Plan {
    if reach.way == Some(Way::Nothing) {
        return Plan::Tell("not_wanted");
    }
    if needs_safety(bits) && !(reach.safe && reach.way.is_some()) {
        return Plan::Tell("not_confirmed");
    }
    match reach.way {
        Some(Way::Call) => Plan::Tell(if reach.number(card).is_some() { "call_wanted" } else { "no_way" }),
        Some(Way::Letter) => Plan::Tell("letter_wanted"),
        // What she confirmed as safe was her mail: it does not make her phone safe.
        Some(Way::Mail) if !is_mail(&reach.to) && needs_safety(bits) => Plan::Tell("not_confirmed"),
        Some(Way::Mail) if !is_mail(&reach.to) => Plan::Tell(if reach.number(card).is_some() { "call_wanted" } else { "no_way" }),
        Some(Way::Mail) => carried(Way::Mail, reach.to.clone(), gateway),
        Some(Way::Sms | Way::Nothing) | None => match reach.number(card) {
            None => Plan::Tell("no_way"),
            Some(phone) if phone.kind() == PhoneKind::Landline => Plan::Tell("landline"),
            Some(phone) => carried(Way::Sms, phone.as_str().to_owned(), gateway),
        },
    }
}

fn carried(way: Way, to: String, gateway: &dyn Gateway) -> Plan {
    if gateway.carries(way) { Plan::Send { way, to } } else { Plan::Tell("not_set_up") }
}

/// Whether a text can be a mail address; the server decides the rest.
#[must_use]
pub fn is_mail(text: &str) -> bool {
    let odd = |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>' | ',' | ';' | '"' | '\\' | '(' | ')');
    match text.split_once('@') {
        Some((name, host)) => !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains('@') && !text.contains(odd),
        None => false,
    }
}

/// Whether she may be rung now, whatever was the reason when the word was owed: she may have said otherwise since. A matter that
/// needs a safe way is rung only when it is her phone that she confirmed.
#[must_use]
pub fn may_ring_now(bits: i64, said: &Reach, why: &str) -> bool {
    let phone_is_safe = said.safe && matches!(said.way, Some(Way::Sms | Way::Call));
    let no_call = matches!(said.way, Some(Way::Nothing | Way::Letter));
    let has_cause = matches!(why, "call_wanted" | "landline" | "not_set_up" | "refused" | "given_up" | "unsure" | "failing");
    has_cause && !label::is_sealed(bits) && !no_call && (phone_is_safe || !needs_safety(bits))
}

/// Whether a letter goes to her: it is what she wants now, and it is safe where it has to be.
#[must_use]
pub fn may_write_now(bits: i64, said: &Reach) -> bool {
    said.way == Some(Way::Letter) && !label::is_sealed(bits) && (said.safe || !needs_safety(bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::gateway::{Message, Unsent};

    struct Carries(&'static [Way]);

    impl Gateway for Carries {
        fn carries(&self, way: Way) -> bool {
            self.0.contains(&way)
        }
        fn send(&self, _message: &Message) -> Result<(), Unsent> {
            Ok(())
        }
    }

    fn card(phone: &str) -> Card {
        Card { phone: phone.to_owned(), ..Card::default() }
    }

    #[test]
    fn a_mobile_number_and_nothing_said_is_an_sms_and_a_landline_is_a_call() {
        let all = Carries(&[Way::Sms, Way::Mail]);
        let sms = Plan::Send { way: Way::Sms, to: "13805710417".to_owned() };
        assert_eq!(plan(0, &card("138 0571 0417"), &Reach::default(), &all), sms);
        assert_eq!(plan(0, &card("0571-64212345"), &Reach::default(), &all), Plan::Tell("landline"));
        assert_eq!(plan(0, &card(""), &Reach::default(), &all), Plan::Tell("no_way"));
        assert_eq!(plan(0, &card("13805710417"), &Reach::default(), &Carries(&[])), Plan::Tell("not_set_up"));
    }

    #[test]
    fn c_55_refuses_any_message_of_a_guarded_matter_until_a_safe_way_is_confirmed() {
        let all = Carries(&[Way::Sms, Way::Mail]);
        for bits in [label::VIOLENCE, label::MINOR, label::ACCUSATION, label::MAYBE_ACCUSATION] {
            let sure = Reach { way: Some(Way::Sms), safe: true, ..Reach::default() };
            assert!(matches!(plan(bits, &card("13805710417"), &sure, &all), Plan::Send { .. }));
            for unsure in [Reach::default(), Reach { safe: true, ..Reach::default() }, Reach { way: Some(Way::Sms), ..Reach::default() }] {
                assert_eq!(plan(bits, &card("13805710417"), &unsure, &all), Plan::Tell("not_confirmed"));
            }
        }
    }

    #[test]
    fn c_55_refuses_to_ring_where_no_phone_was_confirmed_as_safe() {
        let said = |way, safe| Reach { way, safe, ..Reach::default() };
        let all = Carries(&[Way::Sms, Way::Mail]);
        for why in ["call_wanted", "landline", "not_set_up", "refused", "given_up", "unsure", "failing"] {
            for unsafe_now in
                [said(None, false), said(None, true), said(Some(Way::Call), false), said(Some(Way::Sms), false), said(Some(Way::Mail), true)]
            {
                assert!(!may_ring_now(label::VIOLENCE, &unsafe_now, why), "{why} {unsafe_now:?}");
                assert!(may_ring_now(0, &unsafe_now, why), "{why} {unsafe_now:?}");
            }
            assert!(may_ring_now(label::MINOR, &said(Some(Way::Call), true), why));
            assert!(!may_ring_now(label::ACCUSATION, &said(Some(Way::Call), true), why));
            for unwanted in [Way::Nothing, Way::Letter] {
                assert!(!may_ring_now(0, &said(Some(unwanted), true), why), "{why} {unwanted:?}");
            }
        }
        assert!(!may_ring_now(0, &Reach::default(), "not_wanted"));
        // Her mail is safe, and its address is none: that is no leave to ring.
        assert_eq!(plan(label::VIOLENCE, &card("13805710417"), &said(Some(Way::Mail), true), &all), Plan::Tell("not_confirmed"));
        assert_eq!(plan(0, &card("13805710417"), &said(Some(Way::Mail), true), &all), Plan::Tell("call_wanted"));
    }

    #[test]
    fn a_letter_goes_to_whoever_wants_one_now() {
        let said = |way, safe| Reach { way: Some(way), safe, ..Reach::default() };
        let home = Card { address: "横村镇近江社区 3 号".to_owned(), ..Card::default() };
        let to = |to: &str| Reach { to: to.to_owned(), ..said(Way::Letter, false) }.address(&home);
        assert_eq!((to(""), to("13805710417"), to("县城姐姐家")), (home.address.clone(), home.address.clone(), "县城姐姐家".to_owned()));
        assert!(may_write_now(0, &said(Way::Letter, false)));
        assert!(!may_write_now(0, &said(Way::Sms, true)));
        assert!(!may_write_now(label::VIOLENCE, &said(Way::Letter, false)) && may_write_now(label::VIOLENCE, &said(Way::Letter, true)));
        assert!(!may_write_now(label::ACCUSATION, &said(Way::Letter, true)));
    }

    #[test]
    fn what_is_left_empty_stays_while_it_serves_the_way() {
        let said = |way, to: &str| Reach { way: Some(way), to: to.to_owned(), ..Reach::default() };
        let mail = said(Way::Mail, "xiulan@example.cn");
        let number = said(Way::Sms, "13905710418");
        assert_eq!(said(Way::Mail, "").over(&mail).to, mail.to);
        assert_eq!(said(Way::Call, "").over(&number).to, number.to, "the number that she said is safe is rung, and no other");
        assert_eq!(said(Way::Sms, "").over(&mail).to, "");
        assert_eq!(said(Way::Nothing, "").over(&number).to, "");
        assert_eq!(said(Way::Sms, "13805710417").over(&number).to, "13805710417");
        assert_eq!(said(Way::Mail, "").over(&number).check().map_err(|refusal| refusal.code), Err("REACH_MAIL"));
    }

    #[test]
    fn what_she_does_not_want_is_not_sent_and_her_own_address_comes_first() {
        let all = Carries(&[Way::Sms, Way::Mail]);
        let said = |way, to: &str| Reach { way: Some(way), to: to.to_owned(), ..Reach::default() };
        assert_eq!(plan(0, &card("13805710417"), &said(Way::Nothing, ""), &all), Plan::Tell("not_wanted"));
        let new = Plan::Send { way: Way::Sms, to: "13905710418".to_owned() };
        assert_eq!(plan(0, &card("13805710417"), &said(Way::Sms, "13905710418"), &all), new);
        let mail = Plan::Send { way: Way::Mail, to: "xiulan@example.cn".to_owned() };
        assert_eq!(plan(0, &card(""), &said(Way::Mail, "xiulan@example.cn"), &all), mail);
        assert_eq!(plan(0, &card(""), &said(Way::Mail, "x@y.cn\r\nBcc: a@b.cn"), &all), Plan::Tell("no_way"));
    }
}
