//! What happened, as lines: the day in the gutter, who wrote it down, the parties' own words on their own ground.

use super::{forms::party_name, view::opened};
use crate::page::Page;
use casework::mediation::{
    Did, Event,
    model::{Consent, Together},
    page::Case,
};
use kernel::{Day, law::Law};
use store::ledger::{CITIZEN, SYSTEM, StoredEvent};

/// One line of what happened.
pub struct Line {
    pub class: &'static str,
    pub on: Day,
    pub hour: String,
    pub title: String,
    pub who: String,
    pub said: Vec<String>,
    pub voice: Vec<String>,
}

/// The lines, newest first.
pub fn lines(page: &Page, law: &Law, case: &Case) -> Vec<Line> {
    case.events.iter().rev().map(|(stored, event)| line(page, law, case, stored, event)).collect()
}

fn line(page: &Page, law: &Law, case: &Case, stored: &StoredEvent, event: &Event) -> Line {
    let mut line = Line {
        class: match stored.actor {
            CITIZEN => "by-person",
            SYSTEM => "by-clock",
            _ if matches!(event.did, Did::Opened(_) | Did::Consented { .. } | Did::ConsentWithdrawn { .. }) => "by-person",
            _ => "",
        },
        on: stored.acted_on,
        hour: page.clock(&stored.recorded_at),
        title: page.named("event", event.did.kind()).to_owned(),
        who: if stored.actor == CITIZEN {
            page.with("mediation-by-party", "name", party_name(page, case, event.by_party))
        } else {
            format!("{} · {}", case.directory.person(stored.actor), case.directory.organ_name(stored.organ))
        },
        said: vec![],
        voice: vec![],
    };
    tell(page, law, case, &event.did, &mut line);
    line
}

#[expect(clippy::too_many_lines, reason = "one arm an event; each is what is told of it")]
fn tell(page: &Page, law: &Law, case: &Case, did: &Did, line: &mut Line) {
    let text = |words| opened(page, case, words);
    let party = |subject: i64| party_name(page, case, subject);
    let names = |subjects: &[i64]| subjects.iter().map(|subject| party(*subject)).collect::<Vec<_>>().join("、");
    let person = |account| case.directory.person(account).to_owned();
    let row = |table: &kernel::law::Table, code: &str| table.get(code).map_or(String::new(), |row| page.row(row).to_owned());
    match did {
        Did::Opened(first) => line.voice.push(text(&first.words)),
        Did::Dispatched { to, reason } => line.said.extend([case.directory.organ_name(*to).to_owned(), text(reason)]),
        Did::SentBack { reason, body } => line.said.extend([text(reason), page.with("mediation-whose", "body", body.clone())]),
        Did::PartyAdded { party: one } => line.said.push(party(one.subject)),
        Did::Sorted { kind, grade, dispute, .. } => {
            line.said.push(format!(
                "{} · {} · {}",
                row(&law.dispute_types, dispute),
                page.named("mkind", kind.code()),
                page.named("mgrade", grade.code())
            ));
        }
        Did::Consented { parties, consent, how, accepted } => {
            let key = if *consent == Consent::Given { "mediation-consented" } else { "mediation-consent-refused" };
            line.said.push(page.with2(key, "who", names(parties), "how", page.named("mhow", how).to_owned()));
            if *accepted {
                line.said.push(page.t("mediation-accepted").to_owned());
            }
            if *consent != Consent::Given {
                line.said.push(page.t("mediation-other-ways").to_owned());
            }
        }
        Did::ConsentWithdrawn { party: who, reason } => {
            line.said.push(party(*who));
            line.voice.extend(reason.iter().map(text));
            line.said.push(page.t("mediation-other-ways").to_owned());
        }
        Did::MediatorSet { account, chosen } => {
            let key = if *chosen { "mediation-chosen" } else { "mediation-appointed" };
            line.said.push(format!("{} · {}", person(*account), page.t(key)));
        }
        Did::Disclosed { account, relation, words } => {
            line.said.push(format!("{} · {}", person(*account), row(&law.relations, relation)));
            line.said.extend(words.iter().map(text));
        }
        Did::RelationAccepted { party: who, account } => line.said.push(format!("{} · {}", party(*who), person(*account))),
        Did::MediatorLeft { account, party: by, reason } => {
            line.said.push(person(*account));
            if *by != 0 {
                line.said.push(page.with("mediation-refused-by", "name", party(*by)));
            }
            line.said.extend(Some(text(reason)).filter(|text| !text.is_empty()));
        }
        Did::RightsTold { parties, how } => line.said.push(format!("{} · {}", names(parties), page.named("mrights", how))),
        Did::HelperInvited { who, quality } => line.said.push(format!("{}（{quality}）", text(who))),
        Did::SessionSet { session } => {
            line.said.push(format!(
                "{} · {} · {}",
                page.moment(&session.at),
                page.named("mtogether", session.together.code()),
                page.named("mway", session.way.code())
            ));
            line.said.extend([names(&session.with), text(&session.place)]);
        }
        Did::SessionHeld { began, ended, present, record, together, .. } => {
            line.said.push(format!(
                "{}–{} · {} · {}",
                page.clock(began),
                page.clock(ended),
                page.named("mtogether", together.code()),
                names(present)
            ));
            line.said.push(text(record));
        }
        Did::SessionDropped { reason, .. } => line.said.push(text(reason)),
        // That somebody spoke alone is told; what she told is not (C-47).
        Did::ToldApart { party: who, .. } => {
            line.said.push(page.with2("mediation-apart-told", "name", party(*who), "apart", page.named("mtogether", Together::Apart.code())))
        }
        Did::LawTold { text: law_text, words, gentle } => {
            line.said.extend([law_text.clone(), text(words)]);
            line.said.extend(gentle.iter().map(text));
        }
        Did::FactsAgreed { words, .. } => line.said.push(text(words)),
        Did::RiskSeen { risk, words } => line.said.extend([page.named("mrisk", risk.code()).to_owned(), text(words)]),
        Did::TermExtended { until } => line.said.push(page.with("mediation-until", "day", page.day_and_weekday(until))),
        Did::Drafted { agreement } => {
            line.said.push(page.named("mform", agreement.form.code()).to_owned());
            line.said.extend(agreement.clauses.iter().map(text));
        }
        Did::Signed { party: who, mediator, hand, effective, .. } => {
            let name = if *who != 0 {
                party(*who)
            } else if mediator.get() != 0 {
                person(*mediator)
            } else {
                page.t("mediation-sign-seal").to_owned()
            };
            line.said.push(format!("{name} · {}", page.named("mhand", hand.code())));
            line.said.extend(effective.iter().map(|day| page.with("mediation-effective", "day", page.day(day))));
        }
        Did::OralAgreed { effective } => line.said.push(page.with("mediation-effective", "day", page.day(effective))),
        Did::PromiseTold { nth, kept, words, .. } => {
            line.title = page.with2("mediation-promise-told", "n", *nth, "how", page.named("mkept", if *kept { "yes" } else { "no" }).to_owned());
            line.said.push(text(words));
        }
        Did::MediatedAgain { reason } => line.said.push(text(reason)),
        Did::ConfirmationAsked { court, by, .. } => line.said.extend([court.clone(), names(by)]),
        Did::ConfirmationRuled { ruling, document, .. } => line.said.push(format!("{} {document}", page.named("mruling", ruling.code()))),
        Did::FollowedUp { party: who, way, words, said, risks, measures } => {
            line.said.extend([format!("{} · {}", party(*who), page.named("mvisit", way)), text(words)]);
            line.voice.extend(said.iter().map(text));
            line.said.extend(risks.iter().chain(measures).map(text));
        }
        Did::PartyDescribed { party: who, .. } => line.said.push(party(*who)),
        Did::PaperMade { kind, .. } => line.said.push(page.named("mpaper", kind).to_owned()),
        // Which of the three is told; her words are hers (C-59).
        Did::AxisSaid { party: who, axis, .. } => line.said.push(format!("{} · {}", party(*who), page.named("maxis", axis.code()))),
        Did::Terminated { reason, words } => {
            line.said.extend([row(&law.terminations, reason), text(words), page.t("mediation-other-ways").to_owned()]);
        }
        Did::Closed { note } => line.said.extend(note.iter().map(text)),
        Did::Noted { words } => line.said.push(text(words)),
        Did::Screened { safety } => {
            let key = if safety.joint { "mediation-joint-yes" } else { "mediation-joint-no" };
            line.said.push(format!("{} · {}", party(safety.party), page.t(key)));
        }
        Did::Reported { to, number, .. } => line.said.push(format!("{} {number}", page.named("mauthority", to.code()))),
        Did::OrderRecorded { number, no_contact, until, .. } => {
            line.said.push(page.with2("mediation-order", "number", number.clone(), "day", page.day(until)));
            if *no_contact {
                line.said.push(page.with("mediation-no-contact", "day", page.day(until)));
            }
        }
        Did::PoliceActed { outcome } => line.said.push(page.named("mpolice", outcome).to_owned()),
        Did::CodeReissued { party: who, .. } => line.said.push(party(*who)),
        Did::Taken
        | Did::Archived
        | Did::PaperAdded { .. }
        | Did::InterestDeclared { .. }
        | Did::CalendarLoaded { .. }
        | Did::PersonErased { .. } => {}
    }
}
