//! What becomes of an invented matter: the commands of its life, each decided by the rules that decide real ones.

use super::{county::Member, words};
use crate::oops::Oops;
use casework::{
    House,
    organ::{Directory, Series},
    petition::{
        Actor, Command, Context, Petition, apply,
        apply::When,
        command::Office,
        command::{DraftAnswer, Service, decide},
        model::{MatterType, Outcome, Rating, Track},
        register::{self, Later, Prepared},
        seal::Sealer,
    },
};
use kernel::{Moment, SetClock, TenantId};
use store::ledger::Stamp;

/// How a matter ends, or how far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Answered claim by claim, and archived: ten or eleven events.
    Answered,
    /// Sent to another procedure, and archived: four.
    Diverted,
    /// Taken back by the person, and archived: three.
    Withdrawn,
    /// Sent to another organ, not accepted there, and archived: six.
    Refused,
    /// Still on somebody's desk: the first so many steps of a matter that is answered.
    Open(usize),
}

impl Fate {
    /// The fate of the `nth` finished matter: of twenty three are answered, nine diverted, four withdrawn, four refused.
    #[must_use]
    pub const fn of_finished(nth: u64) -> Self {
        match nth % 20 {
            0..3 => Self::Answered,
            3..12 => Self::Diverted,
            12..16 => Self::Withdrawn,
            _ => Self::Refused,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    ClassifyJ6,
    ClassifySuggestion,
    Divert,
    WithdrawnByPerson,
    Refer,
    SignIn,
    NonAccept,
    Accept,
    Start,
    Draft,
    Sign,
    Dispatch,
    Deliver,
    Rate,
    Complete,
    Archive,
}

/// The steps of a fate, each so many days after the registration.
fn steps(fate: Fate, nth: u64) -> Vec<(i64, Step)> {
    use Step::{
        Accept, Archive, ClassifyJ6, ClassifySuggestion, Complete, Deliver, Dispatch, Divert, Draft, NonAccept, Rate, Refer, Sign, SignIn, Start,
        WithdrawnByPerson,
    };
    match fate {
        Fate::Answered => {
            let rated = if nth.is_multiple_of(2) { vec![(27, Rate)] } else { vec![] };
            [
                vec![(1, ClassifyJ6), (3, Accept), (4, Start), (20, Draft), (22, Sign), (23, Dispatch), (25, Deliver)],
                rated,
                vec![(28, Complete), (40, Archive)],
            ]
            .concat()
        }
        Fate::Diverted => vec![(1, ClassifySuggestion), (3, Divert), (10, Archive)],
        Fate::Withdrawn => vec![(2, WithdrawnByPerson), (5, Archive)],
        Fate::Refused => vec![(1, ClassifyJ6), (2, Refer), (3, SignIn), (6, NonAccept), (20, Archive)],
        Fate::Open(many) => [(1, ClassifyJ6), (3, Refer), (4, SignIn), (5, Accept), (6, Start), (20, Draft)].into_iter().take(many).collect(),
    }
}

/// How many days a matter that is open at this step is old at least.
#[must_use]
pub fn youngest(fate: Fate) -> i64 {
    steps(fate, 0).last().map_or(0, |(day, _)| *day)
}

/// Who does it: an officer of the organ that registered it, and one of the organ that it is sent to.
pub struct Hands<'a> {
    /// The head of the organ that registers.
    pub head: &'a Member,
    /// The one who handles it there.
    pub handler: &'a Member,
    /// The head of the organ that it is sent to.
    pub other: &'a Member,
}

/// A whole life, ready to be written.
pub struct Life {
    /// The registration.
    pub prepared: Prepared,
    /// What followed.
    pub later: Vec<Later>,
}

/// Tells the `nth` matter, received at `received`.
///
/// # Errors
/// The step that a rule refused: then this file no longer fits the rules.
#[expect(clippy::too_many_arguments, reason = "who, what, where and when of a life")]
pub fn tell(
    house: &House,
    clock: &SetClock,
    directory: &Directory,
    tenant: TenantId,
    hands: &Hands<'_>,
    fate: Fate,
    nth: u64,
    received: Moment,
) -> Result<Life, Oops> {
    clock.set(received);
    let channel = words::channel(nth);
    let told = words::told(nth, hands.head.area.clone());
    let origin = hands.head.organ;
    let prepared = register::seal(house, tenant, hands.handler.actor(), origin, origin, channel, false, &told, directory);
    let keys = prepared.open_keys(house.vault());
    let sealer = Sealer::new(&keys, house.random());
    let mut petition = prepared.petition().ok_or_else(|| Oops::wrong("a registration begins no matter"))?;
    let mut later = vec![];
    for (days, step) in steps(fate, nth) {
        // Later events of one matter come at later minutes of the day, so that two on one day keep their order.
        let at = received.plus_hours(24 * days).plus_minutes(i64::try_from(later.len()).unwrap_or(0));
        let (actor, command) = command(step, hands, directory, &sealer, &petition, at);
        let context = Context {
            actor,
            now: at,
            today: at.local_day(),
            acted_on: at.local_day(),
            calendar: house.calendar(),
            law: house.law(),
            office: Office::default(),
        };
        let event = decide(&petition, command, &context).map_err(|refusal| Oops::wrong(format!("bench: {step:?} was refused: {refusal}")))?;
        let stamp = Stamp { actor: actor.account(), organ: actor.organ(), at };
        apply::apply(&mut petition, &event, When { actor: stamp.actor, organ: stamp.organ, acted_on: context.acted_on, at });
        later.push(Later { stamp, acted_on: context.acted_on, event });
    }
    Ok(Life { prepared, later })
}

fn command(step: Step, hands: &Hands<'_>, directory: &Directory, sealer: &Sealer<'_>, petition: &Petition, at: Moment) -> (Actor, Command) {
    let holder = if petition.holder == hands.other.organ { hands.other } else { hands.head };
    let head = holder.actor();
    let said = |text: &str| sealer.words(text);
    match step {
        Step::ClassifyJ6 => (head, Command::classify(MatterType::Grievance, Some(Track::J6))),
        Step::ClassifySuggestion => (head, Command::classify(MatterType::Suggestion, None)),
        Step::Divert => {
            let limit_note = "无期限限制".to_owned();
            let (statute, body) = ("《重大行政决策程序暂行条例》".to_owned(), "县政府办公室".to_owned());
            (head, Command::Divert { procedure: said("转建议办理程序"), statute, body, limit_on: None, limit_note })
        }
        Step::WithdrawnByPerson => (Actor::Person, Command::Withdraw { evidence: "query_code".to_owned(), file: None, reason: said("已经解决了") }),
        Step::Refer => (head, Command::Refer { to: hands.other.organ, to_tokens: vec![], reason: said("属你单位职责范围") }),
        Step::SignIn => (head, Command::SignIn),
        Step::NonAccept => {
            let (reason, body) = ("NA3_out_of_remit".to_owned(), "县人民法院".to_owned());
            (
                head,
                Command::NonAccept {
                    reason, basis: "《信访工作条例》第二十三条".to_owned(), body, facts: said("所述事项已由法院受理")
                },
            )
        }
        Step::Accept => (head, Command::Accept { notice: "in_person".to_owned() }),
        Step::Start => (
            head,
            Command::Start { officer: if holder.organ == hands.head.organ { hands.handler.account } else { holder.account }, officer_token: 1 },
        ),
        Step::Draft => {
            let answer = |_| DraftAnswer {
                facts: said("经到现场查看，所述属实，已与相关单位商定。"),
                outcome: Outcome::Explain,
                basis: said("《信访工作条例》第三十二条"),
                owner: None,
                by: None,
            };
            (head, Command::DraftOpinion { answers: (0_u32..).take(petition.claims.len()).map(|at| (at, answer(at))).collect() })
        }
        Step::Sign => (head, Command::SignOpinion { series: directory.series(holder.organ, Series::OPINIONS, at.local_day().year()) }),
        Step::Dispatch => (head, Command::Dispatch { way: "in_person".to_owned(), tracking: String::new() }),
        Step::Deliver => {
            let service = Service { way: "post".to_owned(), ..Service::default() };
            (head, Command::Deliver { service, received_on: at.local_day(), proof: said("邮政回执 EE000000000CN") })
        }
        Step::Rate => (Actor::Person, Command::Rate { rating: Rating::Satisfied, words: None }),
        Step::Complete => {
            let notes = (0_u32..).take(petition.claims.len()).map(|at| (at, said("已当面解释，本人表示理解。")));
            (head, Command::Complete { notes: notes.collect() })
        }
        Step::Archive => (head, Command::Archive),
    }
}
