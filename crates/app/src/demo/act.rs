//! One act: who does it, and the command that the book's words make.

use super::{
    book::{Answer, Case},
    cast,
    hand::{begin, by, carry_as, note, receiver},
    papers,
    plan::{self, Act, What},
    tell::Teller,
};
use crate::oops::Oops;
use casework::organ::Series;
use casework::petition::{
    Command, Petition, Verb, citizen,
    command::{DraftAnswer, Service},
    model::{MatterType, NoteKind, Outcome, Rating, Stage, Track, Words},
    policy,
    seal::Sealer,
};
use kernel::{Day, OrganId};

/// Carries one act out.
///
/// # Errors
/// The case, the act and the rule that refused it.
pub async fn carry_out(teller: &mut Teller<'_>, act: &Act) -> Result<(), Oops> {
    let Some(case) = teller.book.cases.get(act.case) else { return Err(Oops::wrong("demo: an act of no case")) };
    let outcome = match act.what {
        What::Register => begin(teller, case).await,
        _ => go_on(teller, case, act).await,
    };
    let petition =
        outcome.map_err(|oops| Oops::wrong(format!("demo: county {}, case {}, {:?}: {}", teller.book.code, case.key, act.what, oops.text())))?;
    teller.told.insert(act.case, petition);
    Ok(())
}

async fn go_on(teller: &mut Teller<'_>, case: &Case, act: &Act) -> Result<Petition, Oops> {
    let petition = teller.petition(act.case)?.clone();
    let triage = [case.triage.as_deref().unwrap_or(&case.clerk)];
    let officer = [case.officer.as_deref().unwrap_or(&case.clerk), case.head.as_deref().unwrap_or_default()];
    let head = [case.head.as_deref().unwrap_or_default()];
    match act.what {
        What::Register => begin(teller, case).await,
        What::Classify => {
            let (matter_type, track) = (MatterType::parse(&case.matter_type), case.track.as_deref().and_then(Track::parse));
            let matter_type = matter_type.ok_or_else(|| Oops::wrong(format!("there is no type {}", case.matter_type)))?;
            let accused = case.handover.as_ref().and_then(|handover| handover.accused_organ.as_deref());
            let bars = accused.map(|key| teller.cast.organ(key)).transpose()?;
            let bars = bars.map(|organ| policy::organ_token(teller.house, teller.cast.tenant, organ)).into_iter().collect();
            let class = cast::class_code(&case.content_class);
            by(teller, &petition, Verb::Classify, &triage, None, |_| Command::Classify { matter_type, track, class, bars, refuge: None, judge: None })
                .await
        }
        What::MarkUrgent => {
            by(teller, &petition, Verb::MarkUrgent, &triage, None, |sealer| Command::MarkUrgent {
                reason: sealer.words("情况紧急，已口头报告。")
            })
            .await
        }
        What::AskVoid => {
            let void = needed(case.void.as_ref(), "void")?;
            let (code, kept) = ("entered_twice".to_owned(), twin(teller, &petition)?);
            let ask = |sealer: &Sealer<'_>| Command::AskVoid { code, kept, reason: sealer.words(&void.reason) };
            by(teller, &petition, Verb::AskVoid, &[&void.by], None, ask).await
        }
        What::ConfirmVoid => {
            let void = needed(case.void.as_ref(), "void")?;
            by(teller, &petition, Verb::ConfirmVoid, &[&void.confirmed_by], None, |_| Command::ConfirmVoid).await
        }
        What::Refer => {
            let (to, to_tokens, name) = receiver(teller, needed(case.handler.as_deref(), "handler")?)?;
            let reason = format!("属{name}职责范围，转去办理。");
            by(teller, &petition, Verb::Refer, &triage, None, |sealer| Command::Refer { to, to_tokens, reason: sealer.words(&reason) }).await
        }
        What::Assign => {
            let (to, to_tokens, name) = receiver(teller, needed(case.handler.as_deref(), "handler")?)?;
            let assignment = needed(case.assignment.as_ref(), "assignment")?;
            let reason = format!("交{name}办理，按期报结果。");
            by(teller, &petition, Verb::Assign, &triage, None, |sealer| Command::Assign {
                to,
                to_tokens,
                reason: sealer.words(&reason),
                term_days: assignment.term_days,
                result: sealer.words(&assignment.required),
            })
            .await
        }
        What::SignIn => by(teller, &petition, Verb::SignIn, &officer, None, |_| Command::SignIn).await,
        What::NonAccept => {
            let told = needed(case.non_acceptance.as_ref(), "non_acceptance")?.clone();
            by(teller, &petition, Verb::NonAccept, &triage, None, |sealer| Command::NonAccept {
                facts: sealer.words(&told.facts),
                reason: told.reason,
                basis: told.basis,
                body: told.body,
            })
            .await
        }
        What::HandOverAccusation => {
            let (to, to_tokens, _) = receiver(teller, &needed(case.handover.as_ref(), "handover")?.to)?;
            by(teller, &petition, Verb::HandOverAccusation, &triage, None, |_| Command::HandOverAccusation { to, to_tokens }).await
        }
        What::Divert => {
            let told = needed(case.diversion.as_ref(), "diversion")?.clone();
            let limit_on = told.limit_day.map(|days| day(teller, case, days));
            let body = if told.address.is_empty() { told.body } else { format!("{}（{}）", told.body, told.address) };
            by(teller, &petition, Verb::Divert, &triage, None, |sealer| Command::Divert {
                procedure: sealer.words(&told.procedure),
                statute: told.statute,
                body,
                limit_on,
                limit_note: told.time_limit,
            })
            .await
        }
        What::Accept => by(teller, &petition, Verb::Accept, &officer, None, |_| Command::Accept { notice: "in_person".to_owned() }).await,
        What::AcceptanceNotice => note(teller, &petition, NoteKind::Other, &officer, None, "受理告知书已送达本人。").await,
        What::Start => {
            let asker = teller.officer(&petition, Verb::Start, &officer)?;
            let hand = case.officer.as_deref().and_then(|key| teller.cast.account(key)).unwrap_or(asker.account);
            let officer_token = policy::account_token(teller.house, asker.tenant, hand);
            carry_as(teller, &petition, &asker, None, |_| Command::Start { officer: hand, officer_token }).await
        }
        What::AskMaterial => {
            let material = needed(case.material.as_ref(), "material")?;
            let by_day = teller.house.today().plus_days(material.reply_within_days);
            by(teller, &petition, Verb::AskMaterial, &officer, None, |sealer| Command::AskMaterial {
                what: sealer.words(&material.asked),
                by: by_day,
            })
            .await
        }
        What::RequestExtension => {
            let extension = needed(case.extension.as_ref(), "extension")?;
            by(teller, &petition, Verb::RequestExtension, &officer, None, |sealer| Command::RequestExtension {
                days: extension.days,
                reason: sealer.words(&extension.reason),
            })
            .await
        }
        What::AgreeExtension => by(teller, &petition, Verb::AgreeExtension, &head, None, |_| Command::AgreeExtension).await,
        What::ApproveExtension => {
            let notice_on = Some(teller.house.today());
            let evidence = Some(papers::keep(teller.house, teller.cast.tenant, petition.stream, "送达回证.jpg").await?);
            let service = Service { way: "in_person".to_owned(), evidence, consented: false };
            let approve = Command::ApproveExtension { notice_on, service, tracking: String::new() };
            by(teller, &petition, Verb::ApproveExtension, &head, None, |_| approve).await
        }
        What::Draft => {
            let answers = case.answers.iter().map(|answer| Ok((answer, owner(teller, answer)?))).collect::<Result<Vec<_>, Oops>>()?;
            let due = |answer: &Answer| answer.do_by.map(|days| day(teller, case, days));
            let due: Vec<Option<Day>> = case.answers.iter().map(due).collect();
            by(teller, &petition, Verb::DraftOpinion, &officer, None, |sealer| Command::DraftOpinion {
                answers: (0_u32..).zip(answers).zip(due).map(|((claim, (answer, owner)), by)| (claim, drafted(sealer, answer, owner, by))).collect(),
            })
            .await
        }
        What::Sign => {
            let series = teller.cast.directory.series(petition.holder, Series::OPINIONS, teller.house.today().year());
            by(teller, &petition, Verb::SignOpinion, &head, None, |_| Command::SignOpinion { series }).await
        }
        What::Dispatch => {
            let way = way(case).to_owned();
            by(teller, &petition, Verb::Dispatch, &officer, None, |_| Command::Dispatch { way, tracking: String::new() }).await
        }
        What::Deliver => deliver(teller, case, &petition, &officer).await,
        What::Execute(claim) => {
            let shown = case.answers.get(claim).and_then(|answer| answer.evidence.clone()).unwrap_or_else(|| "已落实".to_owned());
            let claim = u32::try_from(claim).unwrap_or(u32::MAX);
            by(teller, &petition, Verb::Execute, &officer, None, |sealer| Command::Execute { claim, note: sealer.words(&shown), evidence: None })
                .await
        }
        What::Complete => {
            by(teller, &petition, Verb::Complete, &officer, None, |sealer| Command::Complete {
                notes: (0_u32..).zip(&case.answers).map(|(claim, answer)| (claim, sealer.words(closing(answer)))).collect(),
            })
            .await
        }
        What::Archive => by(teller, &petition, Verb::Archive, &[&case.clerk], None, |_| Command::Archive).await,
        What::Withdraw => {
            let told = needed(case.withdrawal.as_ref(), "withdrawal")?;
            let file = papers::keep(teller.house, teller.cast.tenant, petition.stream, "撤回单.jpg").await?;
            by(teller, &petition, Verb::Withdraw, &[&case.clerk], None, |sealer| Command::Withdraw {
                evidence: "signed_paper".to_owned(),
                file: Some(file),
                reason: sealer.words(&format!("{}（{}）", told.words, told.evidence)),
            })
            .await
        }
        What::Rate => {
            let told = needed(case.rating.as_ref(), "rating")?;
            let rating = Rating::parse(&told.value).ok_or_else(|| Oops::wrong(format!("there is no rating {}", told.value)))?;
            Ok(citizen::rate(teller.house, teller.cast.tenant, petition.stream, rating, &told.words, None).await?)
        }
        What::AskHelper => {
            let helper = needed(case.helper.as_ref(), "helper")?;
            let name = teller.cast.directory.organ_name(teller.cast.organ(&helper.organ)?).to_owned();
            note(
                teller,
                &petition,
                NoteKind::Meeting,
                &officer,
                None,
                &format!("请{name}协办，{}个工作日内回复：{}", helper.working_days, helper.ask),
            )
            .await
        }
        What::HelperAnswered => {
            let helper = needed(case.helper.as_ref(), "helper")?;
            let name = teller.cast.directory.organ_name(teller.cast.organ(&helper.organ)?).to_owned();
            note(teller, &petition, NoteKind::Other, &officer, None, &format!("{name}已回复协办意见。")).await
        }
        What::Add(nth) => add(teller, case, &petition, nth, &officer).await,
        What::Note(nth) => written(teller, case, &petition, nth).await,
    }
}

async fn deliver(teller: &Teller<'_>, case: &Case, petition: &Petition, officer: &[&str]) -> Result<Petition, Oops> {
    let delivery = needed(case.delivery.as_ref(), "delivery")?;
    let (way, received_on) = (way(case).to_owned(), teller.house.today());
    let evidence = match delivery.method.as_str() {
        "hand" => Some(papers::keep(teller.house, teller.cast.tenant, petition.stream, "送达回证.jpg").await?),
        "post" => Some(papers::keep(teller.house, teller.cast.tenant, petition.stream, "邮政回执.jpg").await?),
        _ => None,
    };
    let consented = way == "electronic";
    by(teller, petition, Verb::Deliver, officer, None, |sealer| Command::Deliver {
        service: Service { way, evidence, consented },
        received_on,
        proof: sealer.words(&delivery.evidence),
    })
    .await
}

async fn add(teller: &Teller<'_>, case: &Case, petition: &Petition, nth: usize, officer: &[&str]) -> Result<Petition, Oops> {
    let told = needed(case.additions.get(nth), "addition")?;
    if told.channel == "network" {
        return match citizen::add(teller.house, teller.cast.tenant, petition.stream, &told.words, "", &[], None).await? {
            citizen::Added::Here(petition) => Ok(*petition),
            citizen::Added::Anew(_) => Err(Oops::wrong("a story's addition became a matter of its own")),
        };
    }
    let confirmed = if matches!(told.channel.as_str(), "letter" | "fax") { "on_paper" } else { "read_to" };
    by(teller, petition, Verb::AddWords, officer, None, |sealer| Command::AddWords {
        slip: None,
        words: sealer.words(&told.words),
        claims: vec![],
        papers: vec![],
        confirmed: confirmed.to_owned(),
    })
    .await
}

/// A note by the one whom the book names; when his post does not write in this case, its officer writes it for him.
async fn written(teller: &Teller<'_>, case: &Case, petition: &Petition, nth: usize) -> Result<Petition, Oops> {
    let told = needed(case.notes.get(nth), "note")?;
    let kind = match told.kind.as_str() {
        "call" | "talk" => NoteKind::Talk,
        "site_visit" => NoteKind::SiteVisit,
        "meeting" | "mediation" => NoteKind::Meeting,
        _ => NoteKind::Other,
    };
    let happened = day(teller, case, told.day);
    let lies_ahead = happened > teller.house.today();
    let mut text = told.text.clone();
    if told.kind == "appointment" {
        text = format!("约定 {}月{}日 {}：{text}", happened.month(), happened.day_of_month(), told.at);
    }
    let officer = case.officer.as_deref().unwrap_or(&case.clerk);
    let asker = teller.officer(petition, Verb::Note, &[&told.by, officer])?;
    if teller.cast.account(&told.by) != Some(asker.account) {
        let name = teller.cast.account(&told.by).map_or("", |account| teller.cast.directory.person(account));
        text = format!("{name}：{text}");
    }
    note(teller, petition, kind, &[&told.by, officer], if lies_ahead { None } else { Some(happened) }, &text).await
}

/// The number of the registration that stands while this one is void: of the same office, the one told last before it.
fn twin(teller: &Teller<'_>, petition: &Petition) -> Result<String, Oops> {
    let stands = |other: &&Petition| other.origin == petition.origin && other.stream != petition.stream && other.stage != Stage::Voided;
    let twin = teller.told.values().filter(stands).max_by_key(|other| (other.area == petition.area, other.registered_at, other.stream));
    twin.map(|other| other.number.clone()).ok_or_else(|| Oops::wrong("demo: nothing stands in the place of what is void"))
}

fn owner(teller: &Teller<'_>, answer: &Answer) -> Result<Option<OrganId>, Oops> {
    answer.owner.as_deref().map(|key| teller.cast.organ(key)).transpose()
}

fn drafted(sealer: &Sealer<'_>, answer: &Answer, owner: Option<OrganId>, by: Option<Day>) -> DraftAnswer {
    let outcome = Outcome::parse(&answer.outcome).unwrap_or(Outcome::Explain);
    let facts: Words = sealer.words(&answer.facts);
    DraftAnswer { facts, outcome, basis: sealer.words(&answer.basis), owner, by }
}

fn closing(answer: &Answer) -> &str {
    answer.counsel.as_deref().or(answer.plan.as_deref()).unwrap_or("已当面说明，本人表示知道了。")
}

fn way(case: &Case) -> &'static str {
    match case.delivery.as_ref().map(|delivery| delivery.method.as_str()) {
        Some("post") => "post",
        Some("electronic") => "electronic",
        _ => "in_person",
    }
}

fn day(teller: &Teller<'_>, case: &Case, days: i64) -> Day {
    plan::received(case, teller.end).plus_days(days)
}

fn needed<T>(part: Option<T>, name: &str) -> Result<T, Oops> {
    part.ok_or_else(|| Oops::wrong(format!("the book does not tell its {name}")))
}
