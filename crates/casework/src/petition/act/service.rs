//! 送达的凭据: a typed day alone shows nothing (C-16, C-19). A scan does; so does the number of a postal receipt, or of an
//! e-receipt by a way to which she agreed.

use crate::petition::command::{Context, Service};
use kernel::Refusal;

/// Checks a way of delivery of something written.
///
/// # Errors
/// `EMPTY`, `UNKNOWN_WAY`, and `WAY_NOT_WRITTEN` for a way that leaves nothing in her hand, each at `field`.
pub fn known_way(way: &str, field: &'static str, rule: &'static str, context: &Context<'_>) -> Result<(), Refusal> {
    // A letter may be older than the article that the row names: the way existed under its forerunner.
    let methods = &context.law.delivery_methods;
    match methods.on(context.today).find(|row| row.code == way).or_else(|| methods.get(way)) {
        Some(row) if row.written => Ok(()),
        Some(_) => Err(Refusal::new("WAY_NOT_WRITTEN", rule).at(field)),
        None if way.is_empty() => Err(Refusal::new("EMPTY", rule).arg("field", field).at(field)),
        None => Err(Refusal::new("UNKNOWN_WAY", rule).at(field)),
    }
}

/// Whether it is shown that she has it; `has_number` tells of the number of a receipt.
///
/// # Errors
/// Those of [`known_way`]; `ELECTRONIC_NO_CONSENT` when the way needs hers and none is on record.
pub fn is_shown(service: &Service, has_number: bool, rule: &'static str, context: &Context<'_>) -> Result<bool, Refusal> {
    known_way(&service.way, "way", rule, context)?;
    let Some(row) = context.law.delivery_methods.get(&service.way) else { return Ok(false) };
    if row.needs_consent && !service.consented {
        return Err(Refusal::new("ELECTRONIC_NO_CONSENT", rule).at("consented"));
    }
    let by_number = row.needs_consent || takes_number(&service.way, context);
    Ok(service.evidence.is_some() || has_number && by_number)
}

/// Whether the number of a postal receipt proves a sending by this way.
#[must_use]
pub fn takes_number(way: &str, context: &Context<'_>) -> bool {
    context.law.delivery_methods.get(way).is_some_and(|row| row.evidence.iter().any(|proof| proof == "postal_receipt"))
}
