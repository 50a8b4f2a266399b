//! Who sees a matter, and who may do what with it.
//!
//! | layer | asks | fails |
//! |---|---|---|
//! | scope | does the asker's organ have it or do a part of it, or does his area contain it? | 404 |
//! | label | accusation: triage officers and the body it went to; violence, minors: never those who only look; only stored: nobody | 404 |
//! | bar | is the asker, his organ, one above it or one whose powers it continues accused, or has he declared an interest? | 404 |
//! | post | does the role, in this place, do this verb? | refusal `NOT_YOURS` |
//!
//! A command demands a [`Permit`], and only [`permit`] makes one.
//!
//! Beside scope stands one door for the eyes alone (紧急查看, C-32): [`in_emergency`]. Only the case page and the papers on it ask it; lists,
//! search, letters and commands ask [`sees`], which it does not change. Where it is all that somebody has, every verb is `NOT_YOURS`.

use super::{
    flow::{self, Verb, Where},
    model::{Emergency, Petition, label},
};
use crate::{Asker, House, Role, Scope, organ::Directory};
use kernel::{
    Moment, Refusal,
    id::{AccountId, OrganId, TenantId},
};
use store::Failure;

/// The blind tokens under which an asker may be barred: himself, whom he stands in for, his organ and those above it, those of his
/// other posts, and every organ whose powers one of these continues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    each: Vec<i64>,
    text: String,
}

impl Tokens {
    fn of(each: Vec<i64>) -> Self {
        let text = each.iter().fold(",".to_owned(), |text, token| format!("{text}{token},"));
        Self { each, text }
    }

    /// Whether one of them is this bar.
    #[must_use]
    pub fn bar(&self, token: i64) -> bool {
        self.each.contains(&token)
    }

    /// `,12,-7,`: as lists compare them, whatever their number, in one parameter (`$n LIKE '%,' || token || ',%'`).
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Proof that this asker may do this verb with this matter, now.
#[derive(Debug)]
pub struct Permit {
    verb: Option<Verb>,
}

impl Permit {
    /// The verb it was made for; `None` for an act of the person herself or of the house.
    #[must_use]
    pub const fn verb(&self) -> Option<Verb> {
        self.verb
    }

    /// The person with the grievance needs no permit but her code, and the house's clocks none at all.
    pub(super) const fn without_post() -> Self {
        Self { verb: None }
    }
}

/// The blind token of an organ.
#[must_use]
pub fn organ_token(house: &House, tenant: TenantId, organ: OrganId) -> i64 {
    house.bar_token(tenant, "bar-organ", organ.get())
}

/// The blind token of an account.
#[must_use]
pub fn account_token(house: &House, tenant: TenantId, account: AccountId) -> i64 {
    house.bar_token(tenant, "bar-account", account.get())
}

/// The tokens that bar an organ: its own, those of the organs above it, and of those whose powers any of them continues.
#[must_use]
pub fn organ_tokens(house: &House, tenant: TenantId, directory: &Directory, organ: OrganId) -> Vec<i64> {
    directory.stands_for(organ).into_iter().map(|organ| organ_token(house, tenant, organ)).collect()
}

/// The tokens of an asker. A deputy is barred by his own and by those of whom he stands in for: what one may not see does not
/// come to him by the other. Whoever continues the powers of an organ is barred where that was (C-30): read from the directory
/// as it is now, for a succession may be written down while he is at work.
#[must_use]
pub fn tokens(house: &House, directory: &Directory, asker: &Asker) -> Tokens {
    let own = std::iter::once(asker.account).chain(asker.stands_for).map(|account| account_token(house, asker.tenant, account));
    let organs = directory.with_continued(asker.organs_above.clone()).into_iter().map(|organ| organ_token(house, asker.tenant, organ));
    Tokens::of(own.chain(organs).collect())
}

/// The label bits that hide a matter from this asker.
#[must_use]
pub fn hidden_labels(asker: &Asker, organ_kind: &str) -> i64 {
    let hidden = match asker.role {
        Role::Triage => 0,
        Role::Handler | Role::Head if organ_kind == "discipline" => 0,
        Role::Clerk | Role::Handler | Role::Head | Role::Mediator => label::SEALED,
        Role::Leader | Role::Supervisor | Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => label::GUARDED,
    };
    hidden | label::STORED
}

/// The same sight for whoever decides on what is only stored: of these matters he sees number, days and term, and does nothing else.
#[must_use]
pub fn sight_of_stored(sight: &Sight) -> Sight {
    Sight { hidden: sight.hidden & !label::STORED, ..sight.clone() }
}

/// What an asker can see, worked out once per request.
#[derive(Debug, Clone)]
pub struct Sight {
    /// Which cases lists draw from.
    pub scope: Scope,
    /// Label bits that hide.
    pub hidden: i64,
    /// Tokens that bar.
    pub tokens: Tokens,
    /// Who asks, and when: what was opened to him in an emergency he sees until then. `None` for a list, and for who opens nothing so.
    pub eyes: Option<Eyes>,
}

/// Whose eyes: an account in a post of an organ, at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    /// Who.
    pub account: AccountId,
    /// In a post of which organ.
    pub organ: OrganId,
    /// When he asks.
    pub now: Moment,
}

/// Works out what an asker can see.
#[must_use]
pub fn sight(house: &House, directory: &Directory, asker: &Asker) -> Sight {
    let kind = directory.organ(asker.organ).map_or("", |organ| organ.kind.as_str());
    let eyes = OPENERS.contains(&asker.role).then(|| Eyes { account: asker.account, organ: asker.organ, now: house.now() });
    Sight { scope: asker.scope(), hidden: hidden_labels(asker, kind), tokens: tokens(house, directory, asker), eyes }
}

/// Who may look at what he does not have, in an emergency (C-32): whoever works on matters, leads or supervises. No mediator, who hears the
/// parties alone, and no administrator.
pub const OPENERS: &[Role] = &[Role::Clerk, Role::Triage, Role::Handler, Role::Head, Role::Supervisor, Role::Leader];

/// The emergency access by which the asker sees a matter that he does not have: read only, until it ends. A bar is stronger, and so is the
/// seal of what may be an accusation.
#[must_use]
pub fn in_emergency<'p>(sight: &Sight, petition: &'p Petition) -> Option<&'p Emergency> {
    let eyes = sight.eyes.filter(|_| !sees(sight, petition) && !bars(sight, petition))?;
    petition.emergency_of(eyes.account, eyes.organ, eyes.now)
}

/// For what is done and not only looked at: the matter has to be in the asker's scope.
///
/// # Errors
/// [`Failure::NotFound`] when he does not see it; `NOT_YOURS` when he sees it in an emergency alone.
pub fn has(sight: &Sight, petition: &Petition) -> Result<(), Failure> {
    match sees(sight, petition) {
        true => Ok(()),
        false if in_emergency(sight, petition).is_some() => Err(Refusal::new("NOT_YOURS", "C-32").into()),
        false => Err(Failure::NotFound),
    }
}

/// Whether this asker may have the short names of matters in a table: who decides about them, and nobody who only hears people
/// (C-33).
///
/// # Errors
/// `EXPORT_PERSONAL`.
pub fn may_export_titles(asker: &Asker) -> Result<(), kernel::Refusal> {
    let decides = matches!(asker.role, Role::Triage | Role::Handler | Role::Head);
    if decides { Ok(()) } else { Err(kernel::Refusal::new("EXPORT_PERSONAL", "C-33").at("titles")) }
}

/// Whether the asker sees the matter at all.
#[must_use]
pub fn sees(sight: &Sight, petition: &Petition) -> bool {
    let in_scope = match &sight.scope {
        Scope::Organ(organ) => petition.had_by.contains(organ) || petition.does_a_part(*organ),
        Scope::Area(area) => area.contains(&petition.area),
        Scope::Nothing => false,
    };
    in_scope && !hides(sight, petition)
}

/// Whether a label or a bar hides the matter, whatever the scope.
#[must_use]
pub fn hides(sight: &Sight, petition: &Petition) -> bool {
    petition.label & sight.hidden != 0 || bars(sight, petition)
}

/// Whether a bar hides the matter: he, his organ or one above it is accused, stepped back, or declared an interest.
#[must_use]
pub fn bars(sight: &Sight, petition: &Petition) -> bool {
    petition.bars.iter().any(|bar| sight.tokens.bar(*bar))
}

/// Whether the asker's post does this verb in this place (not whether it is lawful now).
#[must_use]
pub fn post_does(asker: &Asker, petition: &Petition, verb: Verb) -> bool {
    let Some(row) = flow::of(verb) else { return false };
    let placed = match row.place {
        Where::Holder => petition.holder == asker.organ,
        Where::Had => petition.had_by.contains(&asker.organ),
        Where::With => petition.had_by.contains(&asker.organ) || petition.does_a_part(asker.organ),
        Where::Part => petition.open_sub_tasks().any(|task| task.organ == asker.organ),
        Where::Above => asker.role == Role::Supervisor || petition.origin == asker.organ,
        Where::Origin => petition.origin == asker.organ,
        Where::Decider => petition.kin.competence.as_ref().is_some_and(|one| one.decider == asker.organ),
        // The head; of an accusation also the triage officers, where the head does not see it.
        Where::Judge => {
            let is_asked = petition.open_recusal().is_some_and(|recusal| recusal.decider == asker.organ);
            is_asked && (asker.role == Role::Head || petition.is_sealed())
        }
        Where::Reviewer => petition.open_review().is_some_and(|review| review.to == asker.organ),
        Where::Answerable => {
            let answers = petition.emergencies.iter().any(|one| one.reviewer == asker.organ);
            asker.role == Role::Supervisor || (answers && (asker.role == Role::Head || petition.is_sealed()))
        }
    };
    placed && row.who.contains(&asker.role)
}

/// Makes the permit.
///
/// # Errors
/// [`Failure::NotFound`] when the asker does not see the matter; `NOT_YOURS` when his post does not do this, or he sees it in an
/// emergency alone; for ratings `RATING_FORGERY`, whoever asks.
pub fn permit(asker: &Asker, sight: &Sight, petition: &Petition, verb: Option<Verb>) -> Result<Permit, Failure> {
    has(sight, petition)?;
    let Some(verb) = verb else { return Err(Refusal::new("RATING_FORGERY", "C-70").into()) };
    // Whatever sight it came by, what is only stored is decided on, and no more.
    if petition.is_stored() != verb.is_of_stored() {
        return Err(Failure::NotFound);
    }
    // Who approves an extension is a rule of its own (C-16): the refusal names it.
    if !post_does(asker, petition, verb) {
        return Err(Refusal::new("NOT_YOURS", "design §5").arg("verb", verb.code()).into());
    }
    Ok(Permit { verb: Some(verb) })
}
