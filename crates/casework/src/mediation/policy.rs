//! Who sees a mediation, and who may do what with it.
//!
//! | layer | asks | fails |
//! |---|---|---|
//! | scope | does his organ have it (of a family's matter) or did it (of any other); does he mediate it; does his area contain it? | 404 |
//! | label | violence, minors, families: never those who only look | 404 |
//! | bar | has he or his organ declared an interest? | 404 |
//! | seat | what a party told alone: only who mediates it | not shown |
//! | post | does the role, in this place, do this verb? | refusal `NOT_YOURS` |

use super::{
    flow::{self, Verb, Where},
    model::Mediation,
};
use crate::{
    Asker, Scope,
    petition::{model::label, policy::Sight},
};
use kernel::Refusal;
use store::Failure;

/// Proof that this asker may do this verb with this mediation, now.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    /// A party needs no permit but her code, and the house's clocks none at all.
    pub(super) const fn without_post() -> Self {
        Self(())
    }
}

/// Whether the asker sees it at all.
#[must_use]
pub fn sees(asker: &Asker, sight: &Sight, mediation: &Mediation) -> bool {
    let is_his = mediation.is_mediated_by(asker.account);
    let in_scope = match &sight.scope {
        Scope::Organ(organ) => is_his || mediation.open_to().contains(organ),
        Scope::Area(area) => area.contains(&mediation.area) && !mediation.is_family(),
        Scope::Nothing => false,
    };
    in_scope && mediation.label & sight.hidden & !label::STORED == 0 && !mediation.bars.iter().any(|bar| sight.tokens.bar(*bar))
}

/// Whether he may read what a party told alone (C-47): who mediates, and nobody else.
#[must_use]
pub fn reads_apart(asker: &Asker, mediation: &Mediation) -> bool {
    mediation.mediators().any(|seat| seat.account == asker.account && mediation.may_sit(seat))
}

/// Whether the asker's post does this verb in this place (not whether it is lawful now).
#[must_use]
pub fn post_does(asker: &Asker, mediation: &Mediation, verb: Verb) -> bool {
    let Some(row) = flow::of(verb) else { return false };
    let is_his = mediation.is_mediated_by(asker.account);
    let placed = match row.place {
        Where::Holder => mediation.holder == asker.organ || is_his,
        Where::Had => mediation.open_to().contains(&asker.organ) || is_his,
        Where::Seat => is_his,
    };
    placed && row.who.contains(&asker.role)
}

/// Makes the permit.
///
/// # Errors
/// [`Failure::NotFound`] when the asker does not see it; `NOT_MEDIATOR` where only who mediates acts; `NOT_YOURS` when his post does not
/// do this.
pub fn permit(asker: &Asker, sight: &Sight, mediation: &Mediation, verb: Verb) -> Result<Permit, Failure> {
    if !sees(asker, sight, mediation) {
        return Err(Failure::NotFound);
    }
    if post_does(asker, mediation, verb) {
        return Ok(Permit(()));
    }
    match flow::of(verb) {
        Some(row) if row.place == Where::Seat && row.who.contains(&asker.role) => Err(Refusal::new("NOT_MEDIATOR", "C-45").into()),
        _ => Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", verb.code()).into()),
    }
}
