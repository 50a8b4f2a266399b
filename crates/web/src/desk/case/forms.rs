//! What each verb's form asks: fields as data, drawn by one template.

use crate::{page::Page, reach::Fields};
use casework::{
    Asker,
    organ::{Directory, Organ},
    petition::{
        Petition, Verb,
        act::OUTCOMES,
        kin::TYPED_KNOWN_BY,
        model::{Channel, MatterType, NoteKind, Outcome, Part, Proposal, Rating, Track, label},
        page::Case,
        ready,
        seal::{open_reach, open_words},
    },
};
use kernel::{
    id::{AccountId, OrganId},
    law::Law,
};

/// How a field is drawn.
pub enum Input {
    /// One line.
    Text,
    /// Several lines; `true` on the ground of the person's own words.
    Area(bool),
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// One of a list.
    Select(Vec<(String, String)>),
    /// Some of a list.
    Several(Vec<(String, String)>),
    /// Some of a few, all shown.
    Boxes(Vec<(String, String)>),
    /// One of a few, all shown.
    Radio(Vec<(String, String)>),
    /// Yes or not.
    Tick,
    /// A file.
    File,
}

/// A field.
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in; may be empty.
    pub hint: String,
    /// How it is drawn.
    pub input: Input,
    /// What stands in it; of several chosen ones, all of them with a space between.
    pub value: String,
    /// Whether it must be filled in.
    pub must: bool,
}

impl Field {
    /// Whether this is one of the chosen ones.
    pub fn holds(&self, value: &str) -> bool {
        self.value.split(' ').any(|chosen| chosen == value)
    }
}

/// What was typed before a refusal; empty at first.
pub type Typed = Vec<(String, String)>;

struct Maker<'a> {
    page: &'a Page,
    verb: Verb,
    typed: &'a Typed,
    fields: Vec<Field>,
}

impl Maker<'_> {
    fn field(&mut self, name: &str, input: Input, value: &str, must: bool) -> &mut Self {
        let all: Vec<&str> = self.typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
        let typed = match input {
            Input::Several(_) | Input::Boxes(_) if !all.is_empty() => Some(all.join(" ")),
            _ => all.first().map(|value| (*value).to_owned()),
        };
        let named = |part: &str| {
            let own = self.page.named("field", &format!("{}-{name}{part}", self.verb.code()));
            if own.is_empty() { self.page.named("field", &format!("{name}{part}")) } else { own }
        };
        let (label, hint) = (named("").to_owned(), named("-hint").to_owned());
        self.fields.push(Field { name: name.to_owned(), label, hint, input, value: typed.unwrap_or_else(|| value.to_owned()), must });
        self
    }

    /// A list of which one becomes a fact of the record: nothing is chosen for the officer, unless there is but one.
    fn choice(&mut self, name: &str, mut options: Vec<(String, String)>, value: &str, must: bool) -> &mut Self {
        if options.len() != 1 {
            options.insert(0, (String::new(), self.page.t("please-choose").to_owned()));
        }
        self.field(name, Input::Select(options), value, must)
    }

    /// How a paper was brought to her, and what shows it.
    fn service(&mut self, ways: Vec<(String, String)>) -> &mut Self {
        self.choice("way", ways, "", true).field("consented", Input::Tick, "", false)
    }
}

/// The fields of a verb's form for this matter.
pub fn fields(page: &Page, law: &Law, asker: &Asker, case: &Case, officers: &[(AccountId, String)], verb: Verb, typed: &Typed) -> Vec<Field> {
    let Case { petition, directory, .. } = case;
    let today = page.today();
    let mut maker = Maker { page, verb, typed, fields: vec![] };
    let words = |family: &str, codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), page.named(family, code).to_owned())).collect::<Vec<_>>();
    let ways = || {
        law.delivery_methods
            .on(today)
            .filter(|row| row.written)
            .map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() }))
            .collect::<Vec<_>>()
    };
    let people = || officers.iter().map(|(account, name)| (account.to_string(), name.clone())).collect::<Vec<_>>();
    match verb {
        Verb::Classify => {
            maker
                .field(
                    "matter_type",
                    Input::Radio(words("matter", &MatterType::ALL.iter().map(|one| one.code()).collect::<Vec<_>>())),
                    petition.matter_type.map_or("", MatterType::code),
                    true,
                )
                .choice(
                    "track",
                    words("track", &Track::ALL.iter().rev().map(|one| one.code()).collect::<Vec<_>>()),
                    petition.track.map_or("", Track::code),
                    false,
                )
                .field("class", Input::Select(classes(page, law)), &petition.class, false)
                .field("accused", Input::Several(organs(law, directory, petition, Offered::Every)), "", false)
                .field("accused_person", Input::Several(everybody(directory)), "", false);
        }
        Verb::Refer => {
            maker.choice("to", organs(law, directory, petition, Offered::Receivers), "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::Assign => {
            maker
                .choice("to", organs(law, directory, petition, Offered::Receivers), "", true)
                .field("term_days", Input::Number, "", true)
                .field("result", Input::Area(false), "", true)
                .field("reason", Input::Area(false), "", true);
        }
        Verb::HandOverAccusation => {
            maker.choice("to", organs(law, directory, petition, Offered::Discipline), "", true);
        }
        Verb::Divert => {
            maker
                .field("procedure", Input::Area(false), "", true)
                .field("statute", Input::Text, "", true)
                .field("body", Input::Text, "", true)
                .field("limit_on", Input::Date, "", false)
                .field("limit_note", Input::Text, "", false);
        }
        Verb::NonAccept => {
            let reasons = law.non_acceptance_reasons.on(today).filter(|row| matches!(row.code.as_str(), "NA1_pending_lower" | "NA3_out_of_remit"));
            let reasons = reasons.map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() })).collect();
            maker
                .field("reason", Input::Radio(reasons), "", true)
                .field("facts", Input::Area(false), "", true)
                .field("basis", Input::Text, "", true)
                .field("body", Input::Text, "", false);
        }
        Verb::Object => {
            maker.field("reason", Input::Area(false), "", true).field("body", Input::Text, "", false);
        }
        Verb::RejectObjection | Verb::RefuseExtension | Verb::ReturnDraft | Verb::RefuseVoid | Verb::AskIdentity | Verb::MarkUrgent => {
            maker.field("reason", Input::Area(false), "", true);
        }
        Verb::AskVoid => {
            let reasons = law.void_reasons.on(today);
            let reasons = reasons.map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() })).collect();
            maker.field("code", Input::Radio(reasons), "", true).field("kept", Input::Text, "", false).field("reason", Input::Area(false), "", true);
        }
        Verb::Accept => {
            maker.choice("notice", ways(), "", true);
        }
        Verb::Start => {
            maker.choice("officer", people(), "", true);
        }
        Verb::HandOver => {
            maker.choice("officer", people(), "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::AskPart => {
            let by = petition
                .running("P-05")
                .map_or(today.plus_days(10), |clock| clock.deadline.due_legal.min(today.plus_days(10)).max(today.plus_days(1)));
            maker.choice("to", organs(law, directory, petition, Offered::Receivers), "", true).field("what", Input::Area(false), "", true).field(
                "by",
                Input::Date,
                &by.to_string(),
                true,
            );
        }
        Verb::AnswerPart => {
            let own = asker.organ;
            maker.choice("part", parts(page, case, Some(own)), "", true).field("answer", Input::Area(false), "", true).field(
                "file",
                Input::File,
                "",
                false,
            );
        }
        Verb::WithdrawPart => {
            maker.choice("part", parts(page, case, None), "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::AskMaterial => {
            maker.field("what", Input::Area(false), "", true).field("by", Input::Date, &today.plus_days(10).to_string(), true);
        }
        Verb::ReceiveMaterial => {
            maker.field("came", Input::Radio(words("came", &["yes", "no"])), "", true).field("note", Input::Area(false), "", false);
        }
        Verb::RequestExtension => {
            maker.field("days", Input::Number, "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::ApproveExtension => {
            maker.field("notice_on", Input::Date, "", true).service(ways()).field("file", Input::File, "", false).field(
                "tracking",
                Input::Text,
                "",
                false,
            );
        }
        Verb::Dispatch => {
            maker.choice("way", ways(), "", true).field("tracking", Input::Text, "", false);
        }
        Verb::Deliver => {
            maker.service(ways()).field("received_on", Input::Date, "", true).field("proof", Input::Text, "", false).field(
                "file",
                Input::File,
                "",
                false,
            );
        }
        Verb::DecideRecusal => {
            let answers = words("recusal", &["yes", "no"]);
            maker.field("granted", Input::Radio(answers), "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::RecordReview => {
            let outcomes =
                law.review_outcomes.on(today).map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() }));
            maker.choice("outcome", outcomes.collect(), "", true).field("doc_no", Input::Text, "", true).service(ways());
            maker.field("received_on", Input::Date, "", true).field("file", Input::File, "", true).field("words", Input::Area(false), "", true);
        }
        Verb::Execute => {
            let owed = petition.claims.iter().enumerate().filter(|(_, claim)| ready::owes_execution(claim));
            let owed = owed.map(|(index, _)| (index.to_string(), page.with("claim-number", "n", index + 1))).collect();
            maker.choice("claim", owed, "", true).field("note", Input::Area(false), "", true).field("file", Input::File, "", false);
        }
        Verb::Complete => {
            for (index, claim) in petition.claims.iter().enumerate().filter(|(_, claim)| claim.gone.is_none()) {
                let supported = claim.answer.as_ref().is_some_and(|answer| answer.outcome == Outcome::Support);
                let name = format!("note-{index}");
                maker.field(&name, Input::Area(false), "", claim.executed_on.is_none());
                if let Some(field) = maker.fields.last_mut() {
                    field.label = page.with(if supported { "complete-plan" } else { "complete-counselling" }, "n", index + 1);
                }
            }
        }
        Verb::Withdraw => {
            let kinds = law
                .withdrawal_evidence
                .on(today)
                // What only she can do herself is no evidence in an officer's hand.
                .filter(|row| !row.code.starts_with("own_"))
                .map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() }))
                .collect();
            maker.choice("evidence", kinds, "", true).field("file", Input::File, "", true).field("reason", Input::Area(false), "", false);
        }
        Verb::Note => {
            let kinds = words("note", &NoteKind::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
            maker.field("kind", Input::Radio(kinds), "", true).field("words", Input::Area(false), "", true).field("shown", Input::Tick, "", false);
        }
        Verb::AddPaper => {
            let kinds = words("paper", &["evidence", "photo", "signed_paper", "service_receipt", "letter", "other"]);
            maker.choice("kind", kinds, "", true).field("file", Input::File, "", true).field("shown", Input::Tick, "", false);
        }
        Verb::AddWords => {
            maker.field("words", Input::Area(true), "", true).field("claim", Input::Text, "", false).field(
                "confirmed",
                Input::Radio(words("confirmed", &["read_to", "read_by", "on_paper"])),
                "",
                true,
            );
        }
        Verb::Correct => {
            maker.choice("field", words("corrects", &["title", "spot"]), "", true).field("now", Input::Text, "", true).field(
                "reason",
                Input::Area(false),
                "",
                true,
            );
        }
        Verb::EnterPaperRating => {
            let ratings = words("rating", &Rating::ALL.iter().map(|one| one.code()).collect::<Vec<_>>());
            maker.field("rating", Input::Radio(ratings), "", true).field("form", Input::File, "", true);
        }
        Verb::SetAside => {
            let open = petition.proposals.iter().filter(|proposal| proposal.set_aside_on.is_none());
            let open = open.map(|proposal| (format!("{} {}", proposal.rule, proposal.nth), proposal_name(page, proposal))).collect();
            maker.choice("proposal", open, "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::Merge | Verb::BringAgain => {
            maker.field("into", Input::Text, "", true).choice("known_by", words("known-by", TYPED_KNOWN_BY), "", false).field(
                "reason",
                Input::Area(false),
                "",
                false,
            );
        }
        Verb::TellApart => {
            maker.field("into", Input::Text, "", true);
        }
        Verb::JoinPersons | Verb::PartPersons => {
            maker.field("into", Input::Text, "", true).field("reason", Input::Area(false), "", true);
        }
        Verb::Unmerge | Verb::RaiseCompetence => {
            maker.field("reason", Input::Area(false), "", true);
        }
        Verb::Split => {
            let open = |words| open_words(&case.keys, words).open().unwrap_or_default();
            let claims = petition.claims.iter().enumerate().filter(|(_, claim)| claim.is_open());
            let claims = claims.map(|(at, claim)| (at.to_string(), open(&claim.text))).collect();
            maker
                .field("claims", Input::Boxes(claims), "", true)
                .field("words", Input::Area(true), &open(&petition.words), false)
                .field("title", Input::Text, "", false)
                .field("reason", Input::Area(false), "", true);
        }
        Verb::DecideCompetence => {
            let ways = law.competence.on(today);
            let ways = ways.map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() })).collect();
            maker
                .choice("to", organs(law, directory, petition, Offered::Receivers), "", true)
                .field("how", Input::Radio(ways), "", true)
                .field("class", Input::Select(classes(page, law)), &petition.class, true)
                .field("ground", Input::Text, "", true)
                .field("reason", Input::Area(false), "", false);
        }
        Verb::RecordCall => {
            maker.field("outcome", Input::Radio(words("told", &OUTCOMES)), "", true);
        }
        Verb::SetReach => {
            // An accuser's card is opened to nobody by this form: what is typed replaces what stands.
            let sealed = petition.label & (label::ACCUSATION | label::MAYBE_ACCUSATION) != 0;
            let reach = petition.petitioner().filter(|_| !sealed).map(|person| open_reach(&case.keys, person)).unwrap_or_default();
            let said = Fields::of(&reach);
            let ways = Fields::WAYS.map(|way| (way.code().to_owned(), page.named("reach", way.code()).to_owned()));
            let spans = Fields::spans().map(|(code, span)| (code.to_owned(), page.named("span", span).to_owned())).collect();
            // Her number is masked on this page until it is asked for; so it is here: empty means the one that stands.
            maker
                .field("reach_way", Input::Radio(ways.into_iter().collect()), &said.way, true)
                .field("reach_to", Input::Text, "", false)
                .field("reach_span", Input::Select(spans), &said.span, false)
                .field("reach_leave", Input::Tick, if said.leave { "on" } else { "" }, false)
                .field("reach_safe", Input::Tick, "", false);
        }
        Verb::SendAgain
        | Verb::SignIn
        | Verb::TakeOn
        | Verb::ApproveOpinion
        | Verb::AgreeObjection
        | Verb::SignOpinion
        | Verb::DraftOpinion
        | Verb::Archive
        | Verb::ConfirmVoid
        | Verb::ContestWithdrawal
        | Verb::ObjectVoid
        | Verb::AnswerMaterial
        | Verb::AskRecusal
        | Verb::AskReview
        | Verb::DeclareInterest
        | Verb::GrantIdentity
        | Verb::ReissueCode
        | Verb::TakeOver
        | Verb::IssueLetter
        | Verb::AttachSigned => {}
    }
    if happened_elsewhere(verb) {
        maker.field("acted_on", Input::Date, &today.to_string(), true);
    }
    maker.fields
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

fn classes(page: &Page, law: &Law) -> Vec<(String, String)> {
    let mut rows = vec![(String::new(), page.t("class-none").to_owned())];
    rows.extend(
        law.content_classes
            .on(page.today())
            .filter(|row| row.parent.is_none())
            .map(|row| (row.code.clone(), if page.is_english() { row.en.clone() } else { row.zh.clone() })),
    );
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
            Offered::Receivers => organ.organ != petition.holder && organ.kind != "discipline",
            Offered::Discipline => organ.kind == "discipline",
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
