//! What each verb's form asks: fields as data, drawn by the template of all forms.

use crate::{
    field::{Field, Input, Maker, Typed},
    page::Page,
};
use casework::{
    Asker,
    mediation::{
        Mediation, Verb,
        act::{
            after::VISIT_WAYS,
            consent::{CONSENT_WAYS, RIGHTS_WAYS},
            safety::POLICE_OUTCOMES,
        },
        model::{Authority, Axis, Consent, Form, Grade, Hand, Kind, PromiseState, Risk, Ruling, SessionState, Side, Together, Way},
        page::Case,
        papers::ADDED,
        reading::open_card,
    },
};
use kernel::{id::AccountId, law::Law};

/// How many rows for promises a form has.
pub const PROMISE_ROWS: usize = 6;

/// The name of a party, or which one she is where her name is not known.
pub fn party_name(page: &Page, case: &Case, subject: i64) -> String {
    let Some(party) = case.mediation.party(subject) else { return String::new() };
    let name = open_card(&case.keys, party).map(|card| card.name).unwrap_or_default();
    let side = page.named("mside", party.side.code());
    if name.is_empty() { format!("{side} {subject}") } else { format!("{side} {name}") }
}

/// The fields of a verb's form for this mediation.
#[expect(clippy::too_many_lines, reason = "one arm a form; each is what the form asks")]
pub fn fields(page: &Page, law: &Law, asker: &Asker, case: &Case, mediators: &[(AccountId, String)], verb: Verb, typed: &Typed) -> Vec<Field> {
    let mediation = &case.mediation;
    let (today, now) = (page.today(), page.clock(&page.now()));
    let name = format!("m-{}", verb.code());
    let mut maker = Maker::new(page, &name, typed);
    let words = |family: &str, codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), page.named(family, code).to_owned())).collect::<Vec<_>>();
    let parties = |keep: &dyn Fn(i64) -> bool| {
        mediation
            .sides()
            .filter(|party| keep(party.subject))
            .map(|party| (party.subject.to_string(), party_name(page, case, party.subject)))
            .collect::<Vec<_>>()
    };
    let all = || parties(&|_| true);
    let every = |options: &[(String, String)]| options.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(" ");
    let seated = || mediation.mediators().map(|seat| (seat.account.to_string(), case.directory.person(seat.account).to_owned())).collect::<Vec<_>>();
    let organs = || {
        let organs = case.directory.organs().filter(|organ| organ.organ != mediation.holder && organ.kind != "outside");
        organs.map(|organ| (organ.organ.to_string(), organ.name.clone())).collect::<Vec<_>>()
    };
    match verb {
        Verb::Take | Verb::Archive | Verb::DeclareInterest => {}
        Verb::DescribeParty => {
            maker
                .must_choose("party", all(), "")
                .may("name", Input::Text, "")
                .may("sex", Input::Radio(vec![("男".to_owned(), "男".to_owned()), ("女".to_owned(), "女".to_owned())]), "")
                .may("born", Input::Number, "")
                .may("ethnicity", Input::Text, "")
                .may("occupation", Input::Text, "")
                .may("address", Input::Text, "")
                .may("phone", Input::Text, "");
        }
        Verb::MakePaper => {
            maker.must_choose("paper", super::papers::choices(page, mediation), "");
        }
        Verb::Dispatch => {
            maker.must_choose("to", organs(), "").must("reason", Input::Area, "");
        }
        Verb::SendBack => {
            maker.must("reason", Input::Area, "").must("body", Input::Text, "");
        }
        Verb::AddParty => {
            maker
                .must("side", Input::Radio(words("mside", &[Side::Applicant.code(), Side::Respondent.code(), Side::Guardian.code()])), "respondent")
                .must("name", Input::Text, "")
                .may("phone", Input::Text, "")
                .may("address", Input::Text, "")
                .may_choose("of", parties(&|subject| mediation.party(subject).is_some_and(|party| party.is_minor)), "")
                .may("minor", Input::Tick, "")
                .may("suspected", Input::Tick, "")
                .may("no_device", Input::Tick, "");
        }
        Verb::Sort => {
            maker
                .must("dispute", Input::Select(page.choices(law.dispute_types.on(today))), &mediation.dispute)
                .must("kind", Input::Radio(words("mkind", &Kind::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), mediation.kind.code())
                .must("grade", Input::Radio(words("mgrade", &Grade::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), mediation.grade.code())
                .may("violence", Input::Tick, if mediation.is_violence() { "on" } else { "" })
                .may("minor", Input::Tick, if mediation.is_minor() { "on" } else { "" });
        }
        Verb::Consent => {
            let asked = parties(&|subject| mediation.party(subject).is_some_and(|party| party.consent != Consent::Given));
            let only = if asked.len() == 1 { every(&asked) } else { String::new() };
            maker.must("parties", Input::Boxes(asked), &only).must("given", Input::Radio(words("mgiven", &["yes", "no"])), "yes").must(
                "how",
                Input::Radio(words("mhow", CONSENT_WAYS.get(..3).unwrap_or_default())),
                "oral",
            );
        }
        Verb::WithdrawConsent => {
            maker.must_choose("party", all(), "").may("reason", Input::OwnWords, "");
        }
        Verb::SetMediator => {
            maker.must_choose("account", mediators.iter().map(|(account, name)| (account.to_string(), name.clone())).collect(), "").may(
                "chosen",
                Input::Tick,
                "",
            );
        }
        Verb::Disclose => {
            maker.must("relation", Input::Radio(page.choices(law.relations.on(today))), "").may("words", Input::Area, "");
        }
        Verb::AcceptRelation => {
            maker.must_choose("account", seated(), "").must_choose("party", all(), "");
        }
        Verb::ReleaseMediator => {
            let mut by = vec![("0".to_owned(), page.t("mediation-himself").to_owned())];
            by.extend(all());
            maker.must_choose("account", seated(), "").must("party", Input::Radio(by), "").may("reason", Input::Area, "");
        }
        Verb::TellRights => {
            let untold = parties(&|subject| mediation.party(subject).is_some_and(|party| party.rights_on.is_none()));
            let value = every(&untold);
            maker.must("parties", Input::Boxes(untold), &value).must("how", Input::Radio(words("mrights", &RIGHTS_WAYS)), "read");
        }
        Verb::InviteHelper => {
            maker.must("who", Input::Text, "").must("quality", Input::Text, "").must("agreed", Input::Boxes(all()), "");
        }
        Verb::SetSession => {
            let everybody = all();
            let value = every(&everybody);
            maker
                .must("day", Input::Date, &today.to_string())
                .must("hour", Input::Text, &now)
                .must("minutes", Input::Number, "60")
                .must("together", Input::Radio(words("mtogether", &Together::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "joint")
                .must("with", Input::Boxes(everybody), &value)
                .must("way", Input::Radio(words("mway", &Way::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "room")
                .may("place", Input::Text, case.directory.organ(mediation.holder).map_or("", |organ| organ.address.as_str()));
        }
        Verb::HoldSession => {
            let sessions: Vec<(String, String)> = mediation
                .sessions
                .iter()
                .filter(|one| one.state == SessionState::Set)
                .map(|one| (one.nth.to_string(), page.moment(&one.at)))
                .collect();
            let first = mediation.sessions.iter().find(|one| one.state == SessionState::Set);
            let with = first.map(|one| one.with.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).unwrap_or_default();
            let began = first.map(|one| page.clock(&one.at)).unwrap_or_default();
            maker
                .must_choose("nth", sessions, "")
                .must("present", Input::Boxes(all()), &with)
                .must("began", Input::Text, &began)
                .must("ended", Input::Text, &now)
                .must("record", Input::Area, "");
        }
        Verb::DropSession => {
            let sessions = mediation
                .sessions
                .iter()
                .filter(|one| one.state == SessionState::Set)
                .map(|one| (one.nth.to_string(), page.moment(&one.at)))
                .collect();
            maker.must_choose("nth", sessions, "").must("reason", Input::Area, "");
        }
        Verb::NoteApart => {
            maker.must_choose("party", all(), "").must("note", Input::Area, "");
        }
        Verb::TellLaw => {
            maker.must("text", Input::Text, "").must("words", Input::Area, "").may("gentle", Input::Area, "");
        }
        Verb::AgreeFacts => {
            maker.must("words", Input::Area, "").must("agreed", Input::Boxes(all()), "").may("file", Input::File, "");
        }
        Verb::RaiseRisk => {
            maker.must("risk", Input::Radio(words("mrisk", &Risk::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "").must(
                "words",
                Input::Area,
                "",
            );
        }
        Verb::Extend => {
            maker.must("until", Input::Date, "").must("agreed", Input::Boxes(all()), "");
        }
        Verb::Draft => {
            maker
                .must("form", Input::Radio(words("mform", &Form::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "written")
                .must("facts", Input::Area, "")
                .must("issues", Input::Area, "")
                .must("responsibility", Input::Area, "")
                .must("clauses", Input::Area, "");
            let by = all();
            for row in 1..=PROMISE_ROWS {
                promise_row(page, &mut maker, &by, row);
            }
            maker.must("manner", Input::Area, "").may("not_confirmable", Input::Boxes(page.choices(law.not_confirmable.on(today))), "");
        }
        Verb::Sign => {
            let agreement = mediation.agreement.as_ref();
            let mut who = parties(&|subject| agreement.is_some_and(|agreement| !agreement.signed_by(subject)));
            let sits = mediation.is_mediated_by(asker.account);
            let signed = agreement.is_some_and(|agreement| agreement.signatures.iter().any(|one| one.mediator == asker.account));
            if sits && !signed {
                who.push(("mediator".to_owned(), page.t("mediation-sign-mediator").to_owned()));
            }
            who.push(("seal".to_owned(), page.t("mediation-sign-seal").to_owned()));
            maker
                .must("who", Input::Radio(who), "")
                .must("hand", Input::Radio(words("mhand", &[Hand::Signature.code(), Hand::Fingerprint.code(), Hand::Seal.code()])), "")
                .may("file", Input::File, "");
        }
        Verb::AgreeOral => {}
        Verb::TellPromise => {
            maker
                .must_choose("nth", promises(page, case, mediation), "")
                .must("kept", Input::Radio(words("mkept", &["yes", "no"])), "")
                .must("words", Input::Area, "")
                .may("file", Input::File, "");
        }
        Verb::MediateAgain => {
            maker.must("reason", Input::Area, "");
        }
        Verb::AskConfirmation => {
            maker.must("court", Input::Text, "").must("agreed", Input::Boxes(all()), "").must("file", Input::File, "");
        }
        Verb::RecordRuling => {
            maker
                .must("ruling", Input::Radio(words("mruling", &Ruling::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "")
                .may("document", Input::Text, "")
                .may("file", Input::File, "");
        }
        Verb::FollowUp => {
            maker
                .must_choose("party", all(), "")
                .must("way", Input::Radio(words("mvisit", &VISIT_WAYS)), "home")
                .must("words", Input::Area, "")
                .may("said", Input::OwnWords, "")
                .may("risks", Input::Area, "")
                .may("measures", Input::Area, "");
        }
        Verb::SayAxis => {
            maker
                .must_choose("party", all(), "")
                .must("axis", Input::Radio(words("maxis", &Axis::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "")
                .must("words", Input::OwnWords, "")
                .may("agreed", Input::Tick, "");
        }
        Verb::Terminate => {
            maker.must("reason", Input::Radio(page.choices(law.terminations.on(today))), "").must("words", Input::Area, "");
        }
        Verb::Close => {
            maker.may("note", Input::Area, "");
        }
        Verb::AddPaper => {
            let kinds = ADDED.iter().map(|(kind, _)| ((*kind).to_owned(), page.named("madded", kind).to_owned())).collect();
            maker.must("kind", Input::Radio(kinds), "evidence").must("file", Input::File, "");
        }
        Verb::Note => {
            maker.must("words", Input::Area, "");
        }
        Verb::Screen => {
            let victims = parties(&|subject| mediation.party(subject).is_some_and(|party| !party.is_suspected));
            maker
                .must_choose("party", victims, "")
                .must("alone", Input::Tick, "")
                .must("need", Input::Area, "")
                .must("wish", Input::OwnWords, "")
                .may("joint", Input::Tick, "");
        }
        Verb::Report => {
            maker
                .must("authority", Input::Radio(words("mauthority", &Authority::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())), "police")
                .must("number", Input::Text, "")
                .may("file", Input::File, "");
        }
        Verb::RecordOrder => {
            maker.must("number", Input::Text, "").may("no_contact", Input::Tick, "on").must("until", Input::Date, "").may("file", Input::File, "");
        }
        Verb::RecordPolice => {
            maker.must("outcome", Input::Radio(words("mpolice", &POLICE_OUTCOMES)), "");
        }
        Verb::ReissueCode => {
            maker.must_choose("party", all(), "");
        }
    }
    maker.done()
}

fn promise_row(page: &Page, maker: &mut Maker<'_>, parties: &[(String, String)], row: usize) {
    let named = |name: &str| format!("{name}-{row}");
    maker.may_choose(&named("by"), parties.to_vec(), "").may_choose(&named("whom"), parties.to_vec(), "");
    maker.may(&named("what"), Input::Text, "").may(&named("yuan"), Input::Text, "").may(&named("due"), Input::Date, "");
    maker.relabel(5, |name| {
        let part = name.rsplit_once('-').map_or(name, |(part, _)| part);
        page.with(&format!("field-promise-{part}"), "n", row)
    });
}

fn promises(page: &Page, case: &Case, mediation: &Mediation) -> Vec<(String, String)> {
    let agreement = mediation.agreement.iter().flat_map(|agreement| &agreement.promises);
    let open = agreement.filter(|promise| promise.state != PromiseState::Kept);
    open.map(|promise| (promise.nth.to_string(), super::view::promise_told(page, case, promise))).collect()
}
