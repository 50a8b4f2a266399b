//! Taking a verb's form: what was typed becomes a command; a refusal goes back to where the hand was.

use super::{bonds, forms, page};
use crate::{desk::colleagues, error::Oops, field::Typed, guard::Signed, locale::Language, page::Page, reach::Fields, state::Web, upload::Upload};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, House,
    notify::reach::Reach,
    organ::{Directory, Series},
    petition::{
        Command, Petition, Verb, carry, citizen,
        command::{DraftAnswer, Service},
        deciders::Deciders,
        model::{MatterType, NoteKind, Outcome, Paper, Rating, Recused, Track},
        policy,
        receivers::Receivers,
        seal::Sealer,
    },
    reception::competence,
};
use kernel::{
    Day,
    id::{AccountId, FileId, OrganId, StreamId},
    refusal::Refusal,
};
use std::str::FromStr;
use store::Failure;

/// `POST /desk/case/{case}/{verb}`.
pub async fn act(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((case, verb)): Path<(StreamId, String)>,
    upload: Upload,
) -> Result<Response, Oops> {
    let Some(verb) = Verb::parse(&verb) else { return Err(outside_the_table(&verb)) };
    if verb == Verb::Split {
        return bonds::split(&web, &asker, &page, case, &upload).await;
    }
    let outcome = carry_out(web.house(), &asker, case, verb, &upload).await;
    // Where the hand was: a merged item is given back from the page of the living matter.
    let case = bonds::living(verb, &upload).unwrap_or(case);
    let typed: Typed = upload.fields().to_vec();
    match outcome {
        Ok(_) if verb == Verb::DeclareInterest => Ok(Redirect::to("/desk/day").into_response()),
        // He does not see it any more: what stands of it stands there.
        Ok(_) if verb == Verb::StoreOnly => Ok(Redirect::to("/desk/keeping").into_response()),
        Ok(_) if verb == Verb::ReissueCode => Ok(Redirect::to(&format!("/desk/case/{case}/receipt")).into_response()),
        Ok(_) => Ok(Redirect::to(&format!("/desk/case/{case}#next")).into_response()),
        Err(Failure::Refused(refusal)) if verb == Verb::DraftOpinion => super::opinion::show_again(&web, &asker, &page, case, refusal, &typed).await,
        Err(Failure::Refused(refusal)) => page::show_again(&web, &asker, &page, case, verb, refusal, &typed).await,
        Err(failure) => Err(failure.into()),
    }
}

/// What people may look for and can never do has its refusal too; the rest is not there.
fn outside_the_table(verb: &str) -> Oops {
    match verb {
        "rate" => Refusal::new("RATING_FORGERY", "C-70").into(),
        "delete" | "edit" | "unregister" => Refusal::new("IMMUTABLE_RECORD", "C-05").arg("field", verb).into(),
        _ => Oops::NotFound,
    }
}

async fn carry_out(house: &House, asker: &Asker, case: StreamId, verb: Verb, upload: &Upload) -> Result<Petition, Failure> {
    // What binds two matters asks for itself who sees which of them: a merged item is given back by whoever has the living one.
    if let Some(done) = bonds::carry_out(house, asker, case, verb, upload).await {
        return done;
    }
    let directory = house.directory(asker.tenant).await?;
    let (petition, keys) = carry::look_up(house, asker.tenant, case).await?;
    policy::has(&policy::sight(house, &directory, asker), &petition)?;
    if matches!(verb, Verb::Start | Verb::HandOver) {
        colleagues::is_one(house, asker, upload.read("officer")).await?;
    }
    let decider = match verb {
        Verb::RaiseCompetence => Some(competence::decider(house, asker.tenant, &directory, &petition).await?),
        _ => None,
    };
    let file = super::file::keep_first(house, asker.tenant, case, &keys, upload).await?;
    // A decision is of the day on which it is written down: a day sent along does not make it older (TM-10, TM-11).
    let acted_on = upload.read::<Day>("acted_on").filter(|_| forms::happened_elsewhere(verb));
    let key = Some(upload.key.id().to_owned());
    let deciders = match verb {
        Verb::Classify | Verb::DecideRecusal if petition.open_recusal().is_some() => {
            Some(Deciders::of(house, asker.tenant, &directory, &petition).await?)
        }
        _ => None,
    };
    let receivers = match verb {
        Verb::Classify | Verb::HandOverAccusation => Some(Receivers::of(house, asker.tenant, &directory).await?),
        _ => None,
    };
    let form = Form { house, asker, directory: &directory, upload, file, decider, deciders, receivers };
    carry::carry(house, asker, case, key, acted_on, |sealer, petition| form.command(verb, sealer, petition)).await
}

struct Form<'a> {
    house: &'a House,
    asker: &'a Asker,
    directory: &'a Directory,
    upload: &'a Upload,
    file: Option<FileId>,
    /// Who decides on competence.
    decider: Option<OrganId>,
    /// Who could decide whether somebody steps back, while that is open.
    deciders: Option<Deciders<'a>>,
    /// Who may receive an accusation.
    receivers: Option<Receivers<'a>>,
}

impl Form<'_> {
    fn text(&self, name: &str) -> String {
        self.upload.text(name).to_owned()
    }

    fn must<T: FromStr>(&self, name: &'static str) -> Result<T, Refusal> {
        self.upload.read(name).ok_or_else(|| Refusal::new("EMPTY", "SM-PET").arg("field", name).at(name))
    }

    fn word<T>(&self, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Refusal> {
        parse(self.upload.text(name)).ok_or_else(|| Refusal::new("EMPTY", "SM-PET").arg("field", name).at(name))
    }

    /// A choice of a list that was made: its code is checked by the rule.
    fn chosen(&self, name: &'static str) -> Result<String, Refusal> {
        Some(self.text(name)).filter(|code| !code.is_empty()).ok_or_else(|| Refusal::new("EMPTY", "SM-PET").arg("field", name).at(name))
    }

    fn service(&self) -> Service {
        Service { way: self.text("way"), evidence: self.file, consented: self.upload.has("consented") }
    }

    /// An organ and the tokens under which it may be barred.
    fn organ(&self, name: &'static str) -> Result<(OrganId, Vec<i64>), Refusal> {
        let organ: OrganId = self.must(name)?;
        if self.directory.organ(organ).is_none() {
            return Err(Refusal::new("UNKNOWN_ORGAN", "SM-PET").at(name));
        }
        Ok((organ, policy::organ_tokens(self.house, self.asker.tenant, self.directory, organ)))
    }

    fn command(&self, verb: Verb, sealer: &Sealer<'_>, petition: &Petition) -> Result<Command, Refusal> {
        let said = |name: &str| sealer.words(self.upload.text(name));
        let tenant = self.asker.tenant;
        Ok(match verb {
            Verb::Classify => {
                let accused: Vec<OrganId> = self.upload.all("accused").filter_map(|organ| organ.parse().ok()).collect();
                let matter_type = self.word("matter_type", MatterType::parse)?;
                let persons: Vec<AccountId> = self.upload.all("accused_person").filter_map(|account| account.parse().ok()).collect();
                let is_accusation = matter_type == MatterType::Accusation;
                let named: &[OrganId] = if is_accusation { &accused } else { &[] };
                let persons: &[AccountId] = if is_accusation { &persons } else { &[] };
                let organs = named.iter().map(|organ| policy::organ_token(self.house, tenant, *organ));
                let bars: Vec<i64> = organs.chain(persons.iter().map(|account| policy::account_token(self.house, tenant, *account))).collect();
                let refuge = self.receivers.as_ref().map_or(Ok(None), |receivers| receivers.refuge(self.asker, named, persons))?;
                let judge = self.deciders.as_ref().and_then(|deciders| deciders.as_typed(matter_type, &bars, refuge));
                Command::Classify { matter_type, track: Track::parse(self.upload.text("track")), class: self.text("class"), bars, refuge, judge }
            }
            Verb::Refer => {
                let (to, to_tokens) = self.organ("to")?;
                Command::Refer { to, to_tokens, reason: said("reason") }
            }
            Verb::Assign => {
                let (to, to_tokens) = self.organ("to")?;
                Command::Assign { to, to_tokens, reason: said("reason"), term_days: self.must("term_days")?, result: said("result") }
            }
            Verb::HandOverAccusation => {
                let (to, to_tokens) = self.organ("to")?;
                self.receivers.as_ref().map_or(Ok(()), |receivers| receivers.check(to, &petition.bars))?;
                Command::HandOverAccusation { to, to_tokens }
            }
            Verb::Divert => Command::Divert {
                procedure: said("procedure"),
                statute: self.text("statute"),
                body: self.text("body"),
                limit_on: self.upload.read("limit_on"),
                limit_note: self.text("limit_note"),
            },
            Verb::NonAccept => {
                Command::NonAccept { reason: self.text("reason"), basis: self.text("basis"), body: self.text("body"), facts: said("facts") }
            }
            Verb::SignIn => Command::SignIn,
            Verb::Object => Command::Object { reason: said("reason"), body: self.text("body") },
            Verb::AgreeObjection => Command::AgreeObjection,
            Verb::RejectObjection => Command::RejectObjection { reason: said("reason") },
            Verb::Accept => Command::Accept { notice: self.text("notice") },
            Verb::Start => {
                let officer = self.must("officer")?;
                Command::Start { officer, officer_token: policy::account_token(self.house, tenant, officer) }
            }
            Verb::HandOver => {
                let officer = self.must("officer")?;
                Command::HandOver { officer, officer_token: policy::account_token(self.house, tenant, officer), reason: said("reason") }
            }
            Verb::AskPart => {
                let (to, to_tokens) = self.organ("to")?;
                Command::AskPart { to, to_tokens, what: said("what"), by: self.must("by")? }
            }
            Verb::AnswerPart => Command::AnswerPart { nth: self.must("part")?, answer: said("answer"), evidence: self.file },
            Verb::WithdrawPart => Command::WithdrawPart { nth: self.must("part")?, reason: said("reason") },
            Verb::ApproveOpinion => Command::ApproveOpinion,
            Verb::AskMaterial => Command::AskMaterial { what: said("what"), by: self.must("by")? },
            Verb::ReceiveMaterial => Command::ReceiveMaterial { came: self.word("came", yes_or_no)?, note: said("note") },
            Verb::AnswerData => Command::AnswerData { done: self.word("done", yes_or_no)?, words: said("words") },
            Verb::ReviewEmergency => {
                Command::ReviewEmergency { nth: self.must("nth")?, justified: self.word("justified", yes_or_no)?, words: said("words") }
            }
            Verb::DecideRecusal => {
                let token = match petition.open_recusal().map(|recusal| recusal.of) {
                    Some(Recused::Officer(officer)) => policy::account_token(self.house, tenant, officer),
                    Some(Recused::Organ(organ)) => policy::organ_token(self.house, tenant, organ),
                    None => 0,
                };
                let under = match petition.open_recusal().map(|recusal| recusal.of) {
                    Some(Recused::Organ(organ)) => self.directory.under(organ),
                    Some(of) if self.deciders.as_ref().is_some_and(|deciders| deciders.leaves_nobody(of)) => vec![petition.holder],
                    _ => vec![],
                };
                Command::DecideRecusal { granted: self.word("granted", yes_or_no)?, reason: said("reason"), token, under }
            }
            Verb::RecordReview => Command::RecordReview {
                outcome: self.chosen("outcome")?,
                doc_no: self.text("doc_no"),
                service: self.service(),
                received_on: self.must("received_on")?,
                words: said("words"),
            },
            Verb::RequestExtension => Command::RequestExtension { days: self.must("days")?, reason: said("reason") },
            Verb::AgreeExtension => Command::AgreeExtension,
            Verb::ApproveExtension => {
                Command::ApproveExtension { notice_on: self.upload.read("notice_on"), service: self.service(), tracking: self.text("tracking") }
            }
            Verb::RefuseExtension => Command::RefuseExtension { reason: said("reason") },
            Verb::DraftOpinion => Command::DraftOpinion { answers: self.answers(sealer, petition)? },
            Verb::ReturnDraft => Command::ReturnDraft { reason: said("reason") },
            Verb::SignOpinion => Command::SignOpinion { series: self.directory.series(self.asker.organ, Series::OPINIONS, self.asker.today.year()) },
            Verb::Dispatch => Command::Dispatch { way: self.text("way"), tracking: self.text("tracking") },
            Verb::Deliver => {
                // Whether there is proof comes before what day was typed: without it no day means anything (C-19).
                Command::Deliver { service: self.service(), received_on: self.must("received_on")?, proof: said("proof") }
            }
            Verb::Execute => Command::Execute { claim: self.must("claim")?, note: said("note"), evidence: self.file },
            Verb::Complete => {
                let notes = (0_u32..).take(petition.claims.len()).map(|at| (at, said(&format!("note-{at}"))));
                Command::Complete { notes: notes.filter(|(_, words)| words.chars > 0).collect() }
            }
            Verb::Archive => Command::Archive,
            Verb::Withdraw => Command::Withdraw { evidence: self.text("evidence"), file: self.file, reason: said("reason") },
            Verb::AskVoid => Command::AskVoid { code: self.text("code"), kept: self.text("kept"), reason: said("reason") },
            Verb::ConfirmVoid => Command::ConfirmVoid,
            Verb::RefuseVoid => Command::RefuseVoid { reason: said("reason") },
            // Hers alone, with her code: no post does it.
            Verb::ContestWithdrawal | Verb::ObjectVoid | Verb::AnswerMaterial | Verb::AskRecusal | Verb::AskReview | Verb::AskData => {
                return Err(Refusal::new("NOT_YOURS", "SM-PET").arg("verb", verb.code()));
            }
            Verb::Note => Command::Note { kind: self.word("kind", NoteKind::parse)?, words: said("words"), shown: self.upload.has("shown") },
            Verb::AddPaper => {
                let file = self.file.ok_or_else(|| Refusal::new("EMPTY", "SM-PET").arg("field", "file").at("file"))?;
                let paper = Paper { file, kind: self.chosen("kind")?, on: self.asker.today, shown_to_person: self.upload.has("shown") };
                Command::AddPaper { paper }
            }
            Verb::AddWords => Command::AddWords {
                slip: None,
                words: said("words"),
                claims: sealer.words_if_any(self.upload.text("claim")).into_iter().collect(),
                papers: vec![],
                confirmed: self.text("confirmed"),
            },
            Verb::Correct => Command::Correct { field: self.chosen("field")?, now: said("now"), reason: said("reason") },
            Verb::EnterPaperRating => Command::EnterPaperRating { rating: self.word("rating", Rating::parse)?, form: self.file },
            Verb::DeclareInterest => Command::DeclareInterest { bar: policy::account_token(self.house, tenant, self.asker.account) },
            Verb::AskIdentity => Command::AskIdentity { reason: said("reason") },
            Verb::GrantIdentity => Command::GrantIdentity,
            Verb::MarkUrgent => Command::MarkUrgent { reason: said("reason") },
            Verb::SetAside => {
                let proposal = self.chosen("proposal")?;
                let (rule, nth) = proposal.split_once(' ').unwrap_or((&proposal, "1"));
                Command::SetAside { rule: rule.to_owned(), nth: nth.parse().unwrap_or(1), reason: said("reason") }
            }
            Verb::ReissueCode => Command::ReissueCode,
            Verb::TakeOver => Command::TakeOver,
            Verb::RecordCall => Command::RecordCall { outcome: self.chosen("outcome")? },
            Verb::SendAgain => Command::SendAgain,
            Verb::SetReach => {
                let was_english = petition.petitioner().is_some_and(|person| sealer.reach_of(person).english);
                let reach = Fields::typed(|name| self.upload.text(name)).reach(Language::Chinese);
                citizen::reach_command(sealer, petition, Reach { english: was_english, ..reach })?
            }
            Verb::RaiseCompetence => {
                let decider = self.decider.ok_or_else(|| Refusal::new("UNKNOWN_ORGAN", "L1 art 24"))?;
                Command::RaiseCompetence { decider, reason: said("reason") }
            }
            Verb::DecideCompetence => {
                let (to, to_tokens) = self.organ("to")?;
                let (how, ground, class) = (self.text("how"), self.text("ground"), self.text("class"));
                Command::DecideCompetence { to, to_tokens, how, ground, class, reason: said("reason") }
            }
            Verb::SetTerm => Command::SetTerm { term: self.chosen("term")?, basis: self.text("basis") },
            Verb::StoreOnly => Command::StoreOnly,
            // Letters, signed pages and hand-overs, and what is only stored, have pages of their own; what binds two matters was carried out before.
            Verb::IssueLetter
            | Verb::AnswerSuggestion
            | Verb::AttachSigned
            | Verb::TakeOn
            | Verb::Merge
            | Verb::Unmerge
            | Verb::BringAgain
            | Verb::UndoAgain
            | Verb::TellApart
            | Verb::Split
            | Verb::JoinPersons
            | Verb::PartPersons
            | Verb::AskDestroy
            | Verb::RefuseDestroy
            | Verb::ConfirmDestroy
            | Verb::KeepStored => {
                return Err(Refusal::new("NOT_FROM_HERE", "SM-PET").arg("stage", petition.stage.code()).arg("verb", verb.code()));
            }
        })
    }

    /// The answers that were begun; an outcome is chosen by the officer or not at all (art 32).
    fn answers(&self, sealer: &Sealer<'_>, petition: &Petition) -> Result<Vec<(u32, DraftAnswer)>, Refusal> {
        let of = |at: u32, name: &str| self.upload.text(&format!("{name}-{at}")).to_owned();
        petition
            .claims
            .iter()
            .zip(0_u32..)
            .filter(|(claim, _)| claim.is_open())
            .filter_map(|(_, at)| {
                let begun = ["facts", "basis"].iter().any(|name| !of(at, name).trim().is_empty());
                let Some(outcome) = Outcome::parse(&of(at, "outcome")) else {
                    return begun.then(|| Err(Refusal::new("OUTCOME_MISSING", "C-18").arg("claim", at + 1).at("outcome")));
                };
                let supported = outcome == Outcome::Support;
                let owner = of(at, "owner").parse().ok().filter(|_| supported);
                let by = of(at, "by").parse().ok().filter(|_| supported);
                Some(Ok((at, DraftAnswer { facts: sealer.words(&of(at, "facts")), outcome, basis: sealer.words(&of(at, "basis")), owner, by })))
            })
            .collect()
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
