//! 作废: for what was registered by mistake of this office (the same paper typed twice). Asked by one for a reason of the
//! law's rows, confirmed by another; the number, the words and the code stay, and the person sees that it was voided and
//! why. No reason is about her, and none is a way to be rid of what she asks (C-01).

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{How, Petition, Words},
};
use kernel::Refusal;

/// What a row needs: the number of the registration in this county that stands in its place.
pub const KEPT: &str = "kept_number";
/// What a row needs: the number of the registration that stands elsewhere.
const KEPT_ELSEWHERE: &str = "number_elsewhere";
/// What a row needs: that nobody is named in it.
const NOBODY: &str = "no_person";

/// 提请作废.
pub fn ask(petition: &Petition, code: String, kept: String, reason: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let row = context.law.void_reasons.on(context.today).find(|row| row.code == code);
    let Some(row) = row else { return Err(Refusal::new("VOID_REASON_MISSING", "SM-PET").at("code")) };
    let needs = |what: &str| row.evidence.iter().any(|needed| needed == what);
    let needs_number = needs(KEPT) || needs(KEPT_ELSEWHERE);
    if needs(NOBODY) && petition.persons.iter().any(|person| person.card.is_some() || person.erased_on.is_some()) {
        return Err(Refusal::new("VOID_HAS_PERSON", "C-01").at("code"));
    }
    let kept = if needs_number { kept.trim().to_owned() } else { String::new() };
    if needs_number && (kept.is_empty() || kept == petition.number) {
        return Err(Refusal::new("VOID_KEPT_MISSING", "C-05").at("kept"));
    }
    Ok(Event::new(Did::VoidAsked { code, kept, reason: said(reason, "reason")? }, vec![]))
}

/// 同意作废.
pub fn confirm(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    if petition.person_acted {
        return Err(Refusal::new("PERSON_ACTED", "C-05"));
    }
    Ok(Event::new(Did::Voided, clock::end_duties(petition, context.acted_on, How::Moot)))
}
