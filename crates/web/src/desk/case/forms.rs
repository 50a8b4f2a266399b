//! What each verb's form asks: fields as data, drawn by one template.

use crate::{
    field::{Field, Input, Maker, Typed},
    page::Page,
    reach::Fields,
};
use casework::{
    Asker,
    organ::{Directory, Organ},
    petition::{
        Petition, Verb,
        act::OUTCOMES,
        kin::TYPED_KNOWN_BY,
        model::{Channel, Emergency, MatterType, NoteKind, Outcome, Part, Proposal, Rating, Track},
        page::Case,
        ready,
        seal::{open_reach, open_words},
        term,
    },
};
use kernel::{
    id::{AccountId, OrganId},
    law::Law,
};

/// The fields of a verb's form for this matter.
pub fn fields(page: &Page, law: &Law, asker: &Asker, case: &Case, officers: &[(AccountId, String)], verb: Verb, typed: &Typed) -> Vec<Field> {
    let Case { petition, directory, .. } = case;
    let today = page.today();
    let mut maker = Maker::new(page, verb.code(), typed);
    let words = |family: &str, codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), page.named(family, code).to_owned())).collect::<Vec<_>>();
    let ways = || page.choices(law.delivery_methods.on(today).filter(|row| row.written));
    let people = || officers.iter().map(|(account, name)| (account.to_string(), name.clone())).collect::<Vec<_>>();
    match verb {
        Verb::Classify => {
            maker
                .must(
                    "matter_type",
                    Input::Radio(words("matter", &MatterType::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())),
                    petition.matter_type.map_or("", MatterType::code),
                )
                .may_choose(
                    "track",
                    words("track", &Track::ALL.iter().rev().map(|one| one.code()).collect::<Vec<_>>()),
                    petition.track.map_or("", Track::code),
                )
                .may("class", Input::Select(classes(page, law)), &petition.class)
                .may("accused", Input::Several(organs(law, directory, petition, Offered::Every)), "")
                .may("accused_person", Input::Several(everybody(directory)), "");
        }
        Verb::Refer => {
            maker.must_choose("to", organs(law, directory, petition, Offered::Receivers), "").must("reason", Input::Area, "");
        }
        Verb::Assign => {
            maker
                .must_choose("to", organs(law, directory, petition, Offered::Receivers), "")
                .must("term_days", Input::Number, "")
                .must("result", Input::Area, "")
                .must("reason", Input::Area, "");
        }
        Verb::HandOverAccusation => {
            maker.must_choose("to", organs(law, directory, petition, Offered::Discipline), "");
        }
        Verb::Divert => {
            maker
                .must("procedure", Input::Area, "")
                .must("statute", Input::Text, "")
                .must("body", Input::Text, "")
                .may("limit_on", Input::Date, "")
                .may("limit_note", Input::Text, "");
        }
        Verb::NonAccept => {
            let reasons = law.non_acceptance_reasons.on(today).filter(|row| matches!(row.code.as_str(), "NA1_pending_lower" | "NA3_out_of_remit"));
            maker.must("reason", Input::Radio(page.choices(reasons)), "").must("facts", Input::Area, "").must("basis", Input::Text, "").may(
                "body",
                Input::Text,
                "",
            );
        }
        Verb::Object => {
            maker.must("reason", Input::Area, "").may("body", Input::Text, "");
        }
        Verb::RejectObjection | Verb::RefuseExtension | Verb::ReturnDraft | Verb::RefuseVoid | Verb::AskIdentity | Verb::MarkUrgent => {
            maker.must("reason", Input::Area, "");
        }
        Verb::AskVoid => {
            maker.must("code", Input::Radio(page.choices(law.void_reasons.on(today))), "").may("kept", Input::Text, "").must(
                "reason",
                Input::Area,
                "",
            );
        }
        Verb::Accept => {
            maker.must_choose("notice", ways(), "");
        }
        Verb::Start => {
            maker.must_choose("officer", people(), "");
        }
        Verb::HandOver => {
            maker.must_choose("officer", people(), "").must("reason", Input::Area, "");
        }
        Verb::AskPart => {
            let by =
                petition.answer_due().map_or(today.plus_days(10), |clock| clock.deadline.due_legal.min(today.plus_days(10)).max(today.plus_days(1)));
            maker.must_choose("to", organs(law, directory, petition, Offered::Receivers), "").must("what", Input::Area, "").must(
                "by",
                Input::Date,
                &by.to_string(),
            );
        }
        Verb::AnswerPart => {
            let own = asker.organ;
            maker.must_choose("part", parts(page, case, Some(own)), "").must("answer", Input::Area, "").may("file", Input::File, "");
        }
        Verb::WithdrawPart => {
            maker.must_choose("part", parts(page, case, None), "").must("reason", Input::Area, "");
        }
        Verb::AskMaterial => {
            maker.must("what", Input::Area, "").must("by", Input::Date, &today.plus_days(10).to_string());
        }
        Verb::ReceiveMaterial => {
            maker.must("came", Input::Radio(words("came", &["yes", "no"])), "").may("note", Input::Area, "");
        }
        Verb::RequestExtension => {
            maker.must("days", Input::Number, "").must("reason", Input::Area, "");
        }
        Verb::ApproveExtension => {
            maker.must("notice_on", Input::Date, "").service(ways()).may("file", Input::File, "").may("tracking", Input::Text, "");
        }
        Verb::Dispatch => {
            maker.must_choose("way", ways(), "").may("tracking", Input::Text, "");
        }
        Verb::Deliver => {
            maker.service(ways()).must("received_on", Input::Date, "").may("proof", Input::Text, "").may("file", Input::File, "");
        }
        Verb::AnswerData => {
            maker.must("done", Input::Radio(words("data", &["yes", "no"])), "").must("words", Input::Area, "");
        }
        Verb::ReviewEmergency => {
            let open: Vec<(String, String)> =
                petition.open_emergencies().map(|one| (one.nth.to_string(), emergency_name(page, case, law, one))).collect();
            // The one that there is need not be chosen.
            let first = open.first().filter(|_| open.len() == 1).map_or(String::new(), |(nth, _)| nth.clone());
            let found = words("emergency-found", &["yes", "no"]);
            maker.must("nth", Input::Radio(open), &first).must("justified", Input::Radio(found), "").may("words", Input::Area, "");
        }
        Verb::DecideRecusal => {
            let answers = words("recusal", &["yes", "no"]);
            maker.must("granted", Input::Radio(answers), "").must("reason", Input::Area, "");
        }
        Verb::RecordReview => {
            maker.must_choose("outcome", page.choices(law.review_outcomes.on(today)), "").must("doc_no", Input::Text, "").service(ways());
            maker.must("received_on", Input::Date, "").must("file", Input::File, "").must("words", Input::Area, "");
        }
        Verb::Execute => {
            let owed = petition.claims.iter().enumerate().filter(|(_, claim)| ready::owes_execution(claim));
            let owed = owed.map(|(index, _)| (index.to_string(), page.with("claim-number", "n", index + 1))).collect();
            maker.must_choose("claim", owed, "").must("note", Input::Area, "").may("file", Input::File, "");
        }
        Verb::Complete => {
            for (index, claim) in petition.claims.iter().enumerate().filter(|(_, claim)| claim.gone.is_none()) {
                let supported = claim.answer.as_ref().is_some_and(|answer| answer.outcome == Outcome::Support);
                let name = format!("note-{index}");
                maker.may(&name, Input::Area, "");
                if let Some(field) = maker.last() {
                    field.must = claim.executed_on.is_none();
                    field.label = page.with(if supported { "complete-plan" } else { "complete-counselling" }, "n", index + 1);
                }
            }
        }
        Verb::Withdraw => {
            // What only she can do herself is no evidence in an officer's hand.
            let kinds = law.withdrawal_evidence.on(today).filter(|row| !row.code.starts_with("own_"));
            maker.must_choose("evidence", page.choices(kinds), "").must("file", Input::File, "").may("reason", Input::Area, "");
        }
        Verb::Note => {
            let kinds = words("note", &NoteKind::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
            maker.must("kind", Input::Radio(kinds), "").must("words", Input::Area, "").may("shown", Input::Tick, "");
        }
        Verb::AddPaper => {
            let kinds = words("paper", &["evidence", "photo", "signed_paper", "service_receipt", "letter", "other"]);
            maker.must_choose("kind", kinds, "").must("file", Input::File, "").may("shown", Input::Tick, "");
        }
        Verb::AddWords => {
            maker.must("words", Input::OwnWords, "").may("claim", Input::Text, "").must(
                "confirmed",
                Input::Radio(words("confirmed", &["read_to", "read_by", "on_paper"])),
                "",
            );
        }
        Verb::Correct => {
            maker.must_choose("field", words("corrects", &["title", "spot"]), "").must("now", Input::Text, "").must("reason", Input::Area, "");
        }
        Verb::EnterPaperRating => {
            let ratings = words("rating", &Rating::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
            maker.must("rating", Input::Radio(ratings), "").must("form", Input::File, "");
        }
        Verb::SetAside => {
            let open = petition.proposals.iter().filter(|proposal| proposal.set_aside_on.is_none());
            let open = open.map(|proposal| (format!("{} {}", proposal.rule, proposal.nth), proposal_name(page, proposal))).collect();
            maker.must_choose("proposal", open, "").must("reason", Input::Area, "");
        }
        Verb::Merge | Verb::BringAgain => {
            maker.must("into", Input::Text, "").may_choose("known_by", words("known-by", TYPED_KNOWN_BY), "").may("reason", Input::Area, "");
        }
        Verb::TellApart => {
            maker.must("into", Input::Text, "");
        }
        Verb::JoinPersons | Verb::PartPersons => {
            maker.must("into", Input::Text, "").must("reason", Input::Area, "");
        }
        Verb::Unmerge | Verb::UndoAgain | Verb::RaiseCompetence => {
            maker.must("reason", Input::Area, "");
        }
        Verb::Split => {
            let open = |words| open_words(&case.keys, words).open().unwrap_or_default();
            let claims = petition.claims.iter().enumerate().filter(|(_, claim)| claim.is_open());
            let claims = claims.map(|(at, claim)| (at.to_string(), open(&claim.text))).collect();
            maker.must("claims", Input::Boxes(claims), "").may("words", Input::OwnWords, &open(&petition.words)).may("title", Input::Text, "").must(
                "reason",
                Input::Area,
                "",
            );
        }
        Verb::DecideCompetence => {
            maker
                .must_choose("to", organs(law, directory, petition, Offered::Receivers), "")
                .must("how", Input::Radio(page.choices(law.competence.on(today))), "")
                .must("class", Input::Select(classes(page, law)), &petition.class)
                .must("ground", Input::Text, "")
                .may("reason", Input::Area, "");
        }
        Verb::RecordCall => {
            maker.must("outcome", Input::Radio(words("told", &OUTCOMES)), "");
        }
        Verb::SetReach => {
            // An accuser's card is opened to nobody by this form: what is typed replaces what stands.
            let sealed = petition.is_sealed();
            let reach = petition.petitioner().filter(|_| !sealed).map(|person| open_reach(&case.keys, person)).unwrap_or_default();
            let said = Fields::of(&reach);
            let ways = Fields::WAYS.map(|way| (way.code().to_owned(), page.named("reach", way.code()).to_owned()));
            let spans = Fields::spans().map(|(code, span)| (code.to_owned(), page.named("span", span).to_owned())).collect();
            // Her number is masked on this page until it is asked for; so it is here: empty means the one that stands.
            maker
                .must("reach_way", Input::Radio(ways.into_iter().collect()), &said.way)
                .may("reach_to", Input::Text, "")
                .may("reach_span", Input::Select(spans), &said.span)
                .may("reach_leave", Input::Tick, if said.leave { "on" } else { "" })
                .may("reach_safe", Input::Tick, "")
                .may("reach_keep", Input::Tick, if petition.contact_keeper().is_some() { "on" } else { "" });
        }
        Verb::SetTerm => {
            maker.must_choose("term", page.choices(term::longer(petition, law, today)), "").must("basis", Input::Text, "");
        }
        Verb::StoreOnly
        | Verb::AskDestroy
        | Verb::RefuseDestroy
        | Verb::ConfirmDestroy
        | Verb::KeepStored
        | Verb::SendAgain
        | Verb::SignIn
        | Verb::TakeOn
        | Verb::ApproveOpinion
        | Verb::AgreeExtension
        | Verb::AgreeObjection
        | Verb::SignOpinion
        | Verb::DraftOpinion
        | Verb::Archive
        | Verb::ConfirmVoid
        | Verb::ContestWithdrawal
        | Verb::ObjectVoid
        | Verb::AnswerMaterial
        | Verb::AskRecusal
        | Verb::AskData
        | Verb::AskReview
        | Verb::DeclareInterest
        | Verb::GrantIdentity
        | Verb::ReissueCode
        | Verb::TakeOver
        | Verb::IssueLetter
        | Verb::AnswerSuggestion
        | Verb::AttachSigned => {}
    }
    if happened_elsewhere(verb) {
        maker.must("acted_on", Input::Date, &today.to_string());
    }
    maker.done()
}

/// Acts that happen away from the screen, and may be written down on a later day than they happened.
pub const fn happened_elsewhere(verb: Verb) -> bool {
    matches!(verb, Verb::Note | Verb::Dispatch | Verb::Withdraw | Verb::ReceiveMaterial | Verb::Execute | Verb::AddWords)
}

/// The name of a clock's rule: `办结，书面答复寄出`; all of C-27's claims share one.
pub fn rule_name(page: &Page, rule: &str) -> String {
    if let Some(nth) = rule.strip_prefix("CO.") {
        return format!("{} · {}", page.named("clock", "CO"), page.with("part-number", "n", nth));
    }
    let stem = if rule.starts_with("C-27") { "C-27" } else { rule };
    let name = page.named("clock", stem);
    match rule.strip_prefix("C-27.") {
        Some(claim) => format!("{name} · {}", page.with("claim-number", "n", claim)),
        None if name.is_empty() => rule.to_owned(),
        None => name.to_owned(),
    }
}

/// What a supervision proposal is about: a clock by its rule, or what she contests.
pub fn proposal_name(page: &Page, proposal: &Proposal) -> String {
    let name = rule_name(page, &proposal.rule);
    if proposal.against.is_some() { name } else { format!("{} {name}", proposal.rule) }
}

/// Parts that the lead waits for, of one organ or of all: whose, and by when.
fn parts(page: &Page, case: &Case, of: Option<OrganId>) -> Vec<(String, String)> {
    let open = case.petition.open_sub_tasks().filter(|task| of.is_none_or(|organ| organ == task.organ));
    let name = |organ: OrganId| case.directory.organ_name(organ).to_owned();
    open.map(|task| (task.nth.to_string(), page.with3("part-one", "n", i64::from(task.nth), "organ", name(task.organ), "day", page.day(&task.by))))
        .collect()
}

/// Who looked in an emergency, of which organ, when and why.
fn emergency_name(page: &Page, case: &Case, law: &Law, one: &Emergency) -> String {
    let why = law.emergencies.get(&one.reason).map_or("", |row| page.row(row));
    [page.moment(&one.opened_at).as_str(), case.directory.organ_name(one.organ), case.directory.person(one.account), why].join(" · ")
}

fn classes(page: &Page, law: &Law) -> Vec<(String, String)> {
    let mut rows = vec![(String::new(), page.t("class-none").to_owned())];
    rows.extend(page.choices(law.content_classes.on(page.today()).filter(|row| row.parent.is_none())));
    rows
}

/// Everybody who works here, by name.
fn everybody(directory: &Directory) -> Vec<(String, String)> {
    let mut people: Vec<(String, String)> = directory.people().map(|(account, name)| (account.to_string(), name.to_owned())).collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people
}

/// Which organs a form offers.
#[derive(Clone, Copy)]
enum Offered {
    /// All of them.
    Every,
    /// Those to which a matter is sent: neither its own, nor one of discipline.
    Receivers,
    /// Those of discipline.
    Discipline,
}

/// Organs to choose from: those competent for the class first.
fn organs(law: &Law, directory: &Directory, petition: &Petition, offered: Offered) -> Vec<(String, String)> {
    let class = law.content_classes.get(&petition.class);
    let mut found: Vec<(bool, &Organ)> = directory
        .organs()
        .filter(|organ| match offered {
            Offered::Every => true,
            Offered::Receivers => organ.organ != petition.holder && !organ.is_discipline(),
            Offered::Discipline => organ.is_discipline(),
        })
        .map(|organ| (class.is_some_and(|class| organ.takes(class)), organ))
        .collect();
    found.sort_by_key(|(fits, _)| !fits);
    found.into_iter().map(|(fits, organ)| (organ.organ.to_string(), if fits { format!("★ {}", organ.name) } else { organ.name.clone() })).collect()
}

/// What a person is in the matter, or the way it came: for the head of the page.
pub fn part_name(page: &Page, part: Part) -> &'static str {
    page.named("part", part.code())
}

/// `走访`.
pub fn channel_name(page: &Page, channel: Channel) -> &'static str {
    page.named("channel", channel.code())
}
