//! Which events owe her a word. What happened is the kind; the message itself never tells it.

use crate::petition::{Actor, Did, Petition};

/// The kind of word that an event owes her; `None` when she did it herself, or has it in her hands anyhow.
#[must_use]
pub fn to_her(before: &Petition, did: &Did, actor: Actor) -> Option<&'static str> {
    if actor == Actor::Person || before.history {
        return None;
    }
    Some(match did {
        Did::Referred { .. } | Did::Assigned { .. } | Did::AccusationHandedOver { .. } | Did::CompetenceDecided { .. } => "referred",
        Did::Merged { .. } => "merged",
        Did::Unmerged { .. } => "unmerged",
        Did::SplitOff { .. } => "split",
        Did::RecusalDecided { .. } => "recusal",
        Did::ReviewAnswered { .. } => "review",
        Did::Diverted { .. } => "diverted",
        Did::NonAccepted { .. } => "non_accepted",
        Did::Accepted { .. } => "accepted",
        Did::MaterialAsked { .. } => "material",
        Did::ExtensionApproved { .. } => "extension",
        Did::DataAnswered { .. } => "data",
        // That somebody looked she reads at once on her page; with what the review found she is told of it.
        Did::EmergencyReviewed { .. } => "emergency",
        Did::Dispatched { .. } | Did::SuggestionAnswered(_) => "reply",
        Did::Delivered { .. } => "rate",
        Did::Executed { .. } => "executed",
        // Whatever is done in her name she hears of: she can say that it was not so.
        Did::Withdrawn { .. } => "withdrawn",
        Did::VoidAsked { .. } | Did::Voided => "voided",
        Did::CodeReissued { .. } => "code",
        Did::Reminded { .. } => "reminder",
        _ => return None,
    })
}
