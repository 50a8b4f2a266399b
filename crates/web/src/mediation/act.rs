//! Taking a verb's form: what was typed becomes a command; a refusal goes back to where the hand was.

use super::{forms::PROMISE_ROWS, page};
use crate::{error::Oops, field::Typed, guard::Signed, page::Page, state::Web, upload::Upload};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use casework::{
    Asker, House,
    mediation::{
        Command, Mediation, Verb,
        carry::{self, Hand as Sealing},
        model::{Authority, Axis, Consent, Form, Grade, Hand, Kind, Party, Promise, PromiseState, Risk, Ruling, Safety, Side, Together, Way},
        papers::ADDED,
    },
    petition::{
        handed::{self, Handed},
        model::Paper,
        policy::account_token,
        seal::{Basics, Card},
    },
};
use kernel::{
    Day, Moment, Refusal,
    id::{AccountId, FileId, OrganId, StreamId},
};
use store::Failure;

/// `POST /desk/mediation/{case}/{verb}`.
pub async fn act(
    State(web): State<Web>,
    Signed(asker): Signed,
    page: Page,
    Path((case, verb)): Path<(StreamId, String)>,
    upload: Upload,
) -> Result<Response, Oops> {
    let Some(verb) = Verb::parse(&verb) else { return Err(outside_the_table(&verb)) };
    let typed: Typed = upload.fields().to_vec();
    match carry_out(&web, &asker, &page, case, verb, &upload).await {
        Ok(_) if verb == Verb::DeclareInterest => Ok(Redirect::to("/desk/mediations").into_response()),
        Ok(_) if verb == Verb::ReissueCode => {
            let party = upload.text("party").to_owned();
            Ok(Redirect::to(&format!("/desk/mediation/{case}/slip/{party}")).into_response())
        }
        // He sent it on and does not see it any more (a family's matter).
        Ok(after) if !sees(web.house(), &asker, &after).await? => Ok(Redirect::to("/desk/mediations").into_response()),
        Ok(_) => Ok(Redirect::to(&format!("/desk/mediation/{case}#next")).into_response()),
        Err(Failure::Refused(refusal)) => page::show_again(&web, &asker, &page, case, verb, refusal, &typed).await,
        Err(failure) => Err(failure.into()),
    }
}

async fn sees(house: &House, asker: &Asker, mediation: &Mediation) -> Result<bool, Failure> {
    let directory = house.directory(asker.tenant).await?;
    let sight = casework::petition::policy::sight(house, &directory, asker);
    Ok(casework::mediation::policy::sees(asker, &sight, mediation))
}

/// What people may look for and can never do has its refusal too; the rest is not there.
fn outside_the_table(verb: &str) -> Oops {
    match verb {
        "fee" => Refusal::new("FEE_FORBIDDEN", "C-42").into(),
        "delete" | "edit" | "unregister" => Refusal::new("IMMUTABLE_RECORD", "C-05").arg("field", verb).into(),
        _ => Oops::NotFound,
    }
}

async fn carry_out(web: &Web, asker: &Asker, page: &Page, case: StreamId, verb: Verb, upload: &Upload) -> Result<Mediation, Failure> {
    let house = web.house();
    forbidden_fields(upload)?;
    let key = Some(upload.key.id().to_owned());
    let form = Sent { house, asker, upload };
    if verb == Verb::AddParty {
        let (card, party) = form.party()?;
        return carry::add_party(house, asker, case, key, &card, party).await;
    }
    if verb == Verb::DescribeParty {
        let party: i64 = form.must("party")?;
        let found = casework::mediation::page::for_officer(house, asker, case).await?;
        let card = form.described(&found, party)?;
        return carry::describe_party(house, asker, case, key, party, &card).await;
    }
    if verb == Verb::MakePaper {
        let (kind, file) = super::papers::make(web, asker, page, case, upload.text("paper")).await?;
        return carry::carry(house, asker, case, key, None, |_, _| Ok(Command::MakePaper { kind, file })).await;
    }
    let file = form.keep_file(case).await?;
    if verb == Verb::SetMediator {
        let account = form.must::<AccountId>("account")?;
        if !super::page::can_sit(house, asker, account).await? {
            return Err(empty("account").into());
        }
    }
    let directory = house.directory(asker.tenant).await?;
    if verb == Verb::Dispatch && upload.read::<OrganId>("to").and_then(|to| directory.organ(to)).is_none() {
        return Err(empty("to").into());
    }
    carry::carry(house, asker, case, key, None, |sealing, mediation| form.command(verb, sealing, mediation, file)).await
}

/// What no form of this house has, whoever sends it along: a fee (C-42), a scale for a person's temper (C-59).
fn forbidden_fields(upload: &Upload) -> Result<(), Refusal> {
    for (name, value) in upload.fields() {
        if name.contains("fee") && !value.trim().is_empty() {
            return Err(Refusal::new("FEE_FORBIDDEN", "C-42"));
        }
        if matches!(name.as_str(), "scale" | "score" | "temper") {
            return Err(Refusal::new("TEMPER_SCALE", "C-59"));
        }
    }
    Ok(())
}

fn empty(name: &'static str) -> Refusal {
    Refusal::new("EMPTY", "SM-MED").arg("field", name).at(name)
}

struct Sent<'a> {
    house: &'a House,
    asker: &'a Asker,
    upload: &'a Upload,
}

impl Sent<'_> {
    fn text(&self, name: &str) -> String {
        self.upload.text(name).to_owned()
    }

    fn word<T>(&self, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Refusal> {
        parse(self.upload.text(name)).ok_or_else(|| empty(name))
    }

    fn must<T: std::str::FromStr>(&self, name: &'static str) -> Result<T, Refusal> {
        self.upload.read(name).ok_or_else(|| empty(name))
    }

    fn several(&self, name: &str) -> Vec<i64> {
        self.upload.all(name).filter_map(|value| value.trim().parse().ok()).collect()
    }

    /// A day and an hour of the clock on the wall.
    fn moment(day: Day, hour: &str, name: &'static str) -> Result<Moment, Refusal> {
        let wrong = || Refusal::new("HOUR_UNREADABLE", "T-34").at(name);
        let (hours, minutes) = hour.trim().split_once([':', '：']).ok_or_else(wrong)?;
        let (hours, minutes): (u8, u8) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
        if hours > 23 || minutes > 59 { Err(wrong()) } else { Ok(Moment::at_local(day, hours, minutes)) }
    }

    fn party(&self) -> Result<(Card, Party), Refusal> {
        let card = Card { name: self.text("name"), phone: self.text("phone"), address: self.text("address"), ..Card::default() };
        let side = self.word("side", Side::parse)?;
        if card.name.is_empty() {
            return Err(empty("name"));
        }
        let party = Party {
            subject: 0,
            side,
            of: if side == Side::Guardian { self.must("of")? } else { 0 },
            card: None,
            erased_on: None,
            consent: Consent::Open,
            consent_on: None,
            rights_on: None,
            is_minor: self.upload.has("minor"),
            is_suspected: self.upload.has("suspected"),
            wants_woman: false,
            wants_stranger: false,
            has_no_device: self.upload.has("no_device"),
            code_issue: 1,
        };
        Ok((card, party))
    }

    /// A party's card with what was typed of her.
    fn described(&self, case: &casework::mediation::page::Case, party: i64) -> Result<Card, Refusal> {
        let known = case.mediation.party(party).ok_or_else(|| Refusal::new("PARTY_UNKNOWN", "SM-MED").at("party"))?;
        let card = casework::mediation::reading::open_card(&case.keys, known).unwrap_or_default();
        let or = |name: &str, before: &str| Some(self.text(name)).filter(|text| !text.is_empty()).unwrap_or_else(|| before.to_owned());
        let born = match self.upload.text("born") {
            "" => card.basics.born,
            typed => {
                let year: i16 = typed.parse().map_err(|_| Refusal::new("BORN_UNREADABLE", "T-35").at("born"))?;
                let now = self.house.today().year();
                Some(year)
                    .filter(|year| i32::from(*year) > now - 130 && i32::from(*year) <= now)
                    .ok_or_else(|| Refusal::new("BORN_UNREADABLE", "T-35").at("born"))?
                    .into()
            }
        };
        let basics = Basics {
            sex: or("sex", &card.basics.sex),
            ethnicity: or("ethnicity", &card.basics.ethnicity),
            born,
            occupation: or("occupation", &card.basics.occupation),
        };
        Ok(Card { name: or("name", &card.name), phone: or("phone", &card.phone), address: or("address", &card.address), basics, ..card })
    }

    async fn keep_file(&self, case: StreamId) -> Result<Option<FileId>, Failure> {
        let Some(sent) = self.upload.files()?.first() else { return Ok(None) };
        let found = casework::mediation::page::for_officer(self.house, self.asker, case).await?;
        let handed = Handed { name: sent.name.clone(), media_type: sent.media_type.to_owned(), body: sent.body.clone() };
        handed::keep_of_all(self.house, self.asker.tenant, case, &found.keys, &handed).await.map(Some)
    }

    fn promises(&self, sealing: &Sealing<'_>) -> Result<Vec<Promise>, Refusal> {
        let mut promises = vec![];
        for row in 1..=PROMISE_ROWS {
            let text = |name: &str| self.upload.text(&format!("{name}-{row}")).to_owned();
            if ["what", "yuan", "due"].iter().all(|name| text(name).is_empty()) {
                continue;
            }
            let who = |name: &str| text(name).parse().map_err(|_| Refusal::new("PROMISE_WHO", "T-35").at("promises"));
            promises.push(Promise {
                nth: 0,
                by: who("by")?,
                to: who("whom")?,
                what: sealing.sealer.words(&text("what")),
                fen: fen(&text("yuan")).ok_or_else(|| Refusal::new("PROMISE_WHAT", "T-35").at("promises"))?,
                due: text("due").parse().map_err(|_| Refusal::new("PROMISE_DAY", "T-35").at("promises"))?,
                state: PromiseState::Open,
                on: None,
            });
        }
        Ok(promises)
    }

    /// What no clause may say: whoever agrees keeps every lawful way (C-20).
    fn lawful(&self) -> Result<(), Refusal> {
        let texts = ["facts", "issues", "responsibility", "clauses", "manner"].iter().map(|name| self.upload.text(name).to_owned());
        let promises = (1..=PROMISE_ROWS).map(|row| self.upload.text(&format!("what-{row}")).to_owned());
        for text in texts.chain(promises) {
            if let Some(found) = self.house.law().waivers.iter().find_map(|row| row.found_in(&text)) {
                return Err(Refusal::new("WAIVER_FORBIDDEN", "C-20").arg("wording", found).at("clauses"));
            }
            // What an agreement may not say besides: a fee, a threat of points, giving up the police (C-42, C-43, C-49).
            let clauses: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
            paper::agreement::judge(self.house.law(), &clauses, &[]).check().map_err(|refusal| refusal.at("clauses"))?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "one arm a verb; each is what its form asks")]
    fn command(&self, verb: Verb, sealing: &Sealing<'_>, mediation: &Mediation, file: Option<FileId>) -> Result<Command, Refusal> {
        let said = |name: &str| sealing.sealer.words(self.upload.text(name));
        let maybe = |name: &str| sealing.sealer.words_if_any(self.upload.text(name));
        Ok(match verb {
            Verb::Dispatch => Command::Dispatch { to: self.must("to")?, reason: said("reason") },
            Verb::Take => Command::Take,
            Verb::SendBack => Command::SendBack { reason: said("reason"), body: self.text("body") },
            // Taken before: keys are made for whoever is added.
            Verb::AddParty | Verb::DescribeParty | Verb::MakePaper => return Err(empty("name")),
            Verb::Sort => Command::Sort {
                kind: self.word("kind", Kind::parse)?,
                grade: self.word("grade", Grade::parse)?,
                dispute: self.text("dispute"),
                violence: self.upload.has("violence"),
                minor: self.upload.has("minor"),
            },
            Verb::Consent => Command::Consent { parties: self.several("parties"), given: self.yes("given")?, how: self.text("how") },
            Verb::WithdrawConsent => Command::WithdrawConsent { party: self.must("party")?, reason: maybe("reason") },
            Verb::SetMediator => Command::SetMediator { account: self.must("account")?, chosen: self.upload.has("chosen") },
            Verb::Disclose => Command::Disclose { relation: self.text("relation"), words: maybe("words") },
            Verb::AcceptRelation => Command::AcceptRelation { party: self.must("party")?, account: self.must("account")? },
            Verb::ReleaseMediator => Command::ReleaseMediator { account: self.must("account")?, party: self.must("party")?, reason: said("reason") },
            Verb::TellRights => Command::TellRights { parties: self.several("parties"), how: self.text("how") },
            Verb::InviteHelper => Command::InviteHelper { who: said("who"), quality: self.text("quality"), agreed: self.several("agreed") },
            Verb::SetSession => Command::SetSession {
                at: Self::moment(self.must("day")?, self.upload.text("hour"), "hour")?,
                minutes: self.must("minutes")?,
                place: said("place"),
                way: self.word("way", Way::parse)?,
                together: self.word("together", Together::parse)?,
                with: self.several("with"),
            },
            Verb::HoldSession => {
                let nth = self.must("nth")?;
                let day = mediation.session(nth).map_or_else(|| self.house.today(), |session| session.at.local_day());
                Command::HoldSession {
                    nth,
                    began: Self::moment(day, self.upload.text("began"), "began")?,
                    ended: Self::moment(day, self.upload.text("ended"), "ended")?,
                    present: self.several("present"),
                    record: said("record"),
                }
            }
            Verb::DropSession => Command::DropSession { nth: self.must("nth")?, reason: said("reason") },
            Verb::NoteApart => {
                let party = self.must("party")?;
                Command::NoteApart { party, note: sealing.apart(party, self.upload.text("note")) }
            }
            Verb::TellLaw => Command::TellLaw { text: self.text("text"), words: said("words"), gentle: maybe("gentle") },
            Verb::AgreeFacts => Command::AgreeFacts { words: said("words"), signed: self.several("agreed"), evidence: file },
            Verb::RaiseRisk => Command::RaiseRisk { risk: self.word("risk", Risk::parse)?, words: said("words") },
            Verb::Extend => Command::Extend { until: self.must("until")?, agreed: self.several("agreed") },
            Verb::Draft => {
                self.lawful()?;
                Command::Draft {
                    form: self.word("form", Form::parse)?,
                    facts: said("facts"),
                    issues: said("issues"),
                    responsibility: said("responsibility"),
                    clauses: self
                        .upload
                        .text("clauses")
                        .lines()
                        .filter(|line| !line.trim().is_empty())
                        .map(|line| sealing.sealer.words(line))
                        .collect(),
                    promises: self.promises(sealing)?,
                    manner: said("manner"),
                    not_confirmable: self.upload.all("not_confirmable").filter(|code| !code.is_empty()).map(str::to_owned).collect(),
                }
            }
            Verb::Sign => {
                let who = self.upload.text("who");
                let hand = self.word("hand", Hand::parse)?;
                match who {
                    "mediator" => Command::Sign { party: 0, as_mediator: true, hand, file },
                    "seal" => Command::Sign { party: 0, as_mediator: false, hand, file },
                    _ => Command::Sign { party: self.must("who")?, as_mediator: false, hand, file },
                }
            }
            Verb::AgreeOral => Command::AgreeOral,
            Verb::TellPromise => Command::TellPromise { nth: self.must("nth")?, kept: self.yes("kept")?, words: said("words"), evidence: file },
            Verb::MediateAgain => Command::MediateAgain { reason: said("reason") },
            Verb::AskConfirmation => Command::AskConfirmation { court: self.text("court"), by: self.several("agreed"), evidence: file },
            Verb::RecordRuling => {
                Command::RecordRuling { ruling: self.word("ruling", Ruling::parse)?, document: self.text("document"), evidence: file }
            }
            Verb::FollowUp => Command::FollowUp {
                party: self.must("party")?,
                way: self.text("way"),
                words: said("words"),
                said: maybe("said"),
                risks: maybe("risks"),
                measures: maybe("measures"),
            },
            Verb::SayAxis => {
                let party = self.must("party")?;
                let words = sealing.hers(party, "axis", self.upload.text("words"));
                Command::SayAxis { party, axis: self.word("axis", Axis::parse)?, words, agreed: self.upload.has("agreed") }
            }
            Verb::Terminate => Command::Terminate { reason: self.text("reason"), words: said("words") },
            Verb::Close => Command::Close { note: maybe("note") },
            Verb::Archive => Command::Archive,
            Verb::AddPaper => Command::AddPaper {
                paper: Paper { file: file.ok_or_else(|| empty("file"))?, kind: self.added()?, on: self.house.today(), shown_to_person: false },
            },
            Verb::Note => Command::Note { words: said("words") },
            Verb::Screen => {
                let party = self.must("party")?;
                let need = sealing.hers(party, "need", self.upload.text("need"));
                let wish = sealing.hers(party, "wish", self.upload.text("wish"));
                let safety = need.zip(wish).map(|(need, wish)| Safety { party, need, wish, joint: self.upload.has("joint"), on: self.house.today() });
                Command::Screen { safety, alone: self.upload.has("alone") }
            }
            Verb::Report => Command::Report { to: self.word("authority", Authority::parse)?, number: self.text("number"), evidence: file },
            Verb::RecordOrder => Command::RecordOrder {
                number: self.text("number"),
                no_contact: self.upload.has("no_contact"),
                until: self.must("until")?,
                evidence: file,
            },
            Verb::RecordPolice => Command::RecordPolice { outcome: self.text("outcome") },
            Verb::ReissueCode => Command::ReissueCode { party: self.must("party")? },
            Verb::DeclareInterest => Command::DeclareInterest { bar: account_token(self.house, self.asker.tenant, self.asker.account) },
        })
    }

    /// What an added paper is: one of the file's items.
    fn added(&self) -> Result<String, Refusal> {
        let kind = self.upload.text("kind");
        ADDED.iter().any(|(known, _)| *known == kind).then(|| kind.to_owned()).ok_or_else(|| empty("kind"))
    }

    fn yes(&self, name: &'static str) -> Result<bool, Refusal> {
        match self.upload.text(name) {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(empty(name)),
        }
    }
}

/// 1200 or 1200.50 yuan as fen; empty is nothing. `None` for what is no amount.
fn fen(yuan: &str) -> Option<i64> {
    let text: String = yuan.chars().map(kernel::name::half_width).filter(|c| !matches!(c, ',' | ' ' | '元')).collect();
    if text.is_empty() {
        return Some(0);
    }
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let fraction: i64 = match rest.len() {
        0 => 0,
        1 => rest.parse::<i64>().ok()? * 10,
        2 => rest.parse().ok()?,
        _ => return None,
    };
    let whole: i64 = whole.parse().ok().filter(|whole| (0..=9_999_999_999).contains(whole))?;
    whole.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::fen;

    #[test]
    fn amounts_are_read_to_the_fen_and_never_guessed() {
        for (typed, amount) in [("", 0), ("1200", 120_000), ("1,200.5", 120_050), ("１２００元", 120_000), ("0.05", 5)] {
            assert_eq!(fen(typed), Some(amount), "{typed}");
        }
        for typed in ["-5", "1.234", "一千", "1e3", "99999999999"] {
            assert_eq!(fen(typed), None, "{typed}");
        }
    }
}
