//! 保管期限 (C-87): a term may be set longer, never shorter, for that would be erasing by a back door. When it is over, or when
//! she asked for her file to be erased and the law wants it kept, it is only stored. Then one asks that it be destroyed and
//! another decides; or a law that is named keeps it stored until a day.

use crate::petition::{
    command::Context,
    event::{Did, Event},
    model::{Keeping, Petition},
    term,
};
use kernel::{Day, Refusal};

fn named(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::new("EMPTY", "C-87").arg("field", field).at(field)) } else { Ok(text.to_owned()) }
}

/// 定保管期限.
pub fn set_term(petition: &Petition, code: String, basis: &str, context: &Context<'_>) -> Result<Event, Refusal> {
    if context.law.retention.get(&code).is_none() {
        return Err(Refusal::new("KEEPING_TERM_MISSING", "C-87").at("term"));
    }
    if !term::longer(petition, context.law, context.today).any(|row| row.code == code) {
        return Err(Refusal::new("KEEPING_SHORTER", "C-87").at("term"));
    }
    Ok(Event::new(Did::TermSet { term: code, basis: named(basis, "basis")? }, vec![]))
}

/// 只存不用, because she asked for it to be erased and its term still runs (PIPL art 47(2)).
pub fn store_only(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    term::stored(petition, Keeping::ASKED, context.law, context.today)
        .map(|did| Event::new(did, vec![]))
        .ok_or_else(|| Refusal::new("KEEPING_OPEN", "C-87"))
}

/// 提请销毁.
pub fn ask_destroy(basis: &str) -> Result<Event, Refusal> {
    Ok(Event::new(Did::DestructionAsked { basis: named(basis, "basis")? }, vec![]))
}

/// 不同意销毁.
pub fn refuse_destroy(basis: &str) -> Result<Event, Refusal> {
    Ok(Event::new(Did::DestructionRefused { basis: named(basis, "basis")? }, vec![]))
}

/// 同意销毁.
pub fn confirm_destroy(petition: &Petition, subjects: Vec<i64>) -> Result<Event, Refusal> {
    let keeping = petition.keeping.as_ref().filter(|keeping| keeping.asked_by.is_some());
    let keeping = keeping.ok_or_else(|| Refusal::new("DESTRUCTION_NOT_ASKED", "C-87"))?;
    Ok(Event::new(Did::Destroyed { basis: keeping.basis.clone(), subjects }, vec![]))
}

/// 继续封存: by a law that is named, until a day that is to come.
pub fn keep_stored(basis: &str, until: Day, context: &Context<'_>) -> Result<Event, Refusal> {
    if until <= context.today {
        return Err(Refusal::new("KEEPING_DAY_PAST", "C-87").arg("day", until).at("until"));
    }
    Ok(Event::new(Did::KeptStored { basis: named(basis, "basis")?, until }, vec![]))
}
