//! 作废: for what was registered by mistake (the same paper typed twice). Asked by one, confirmed by another, with a
//! reason; the number, the words and the code stay, and the person sees that it was voided and why.

use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{How, Petition},
};
use kernel::Refusal;

/// 同意作废.
pub fn confirm(petition: &Petition, context: &Context<'_>) -> Result<Event, Refusal> {
    if petition.person_acted {
        return Err(Refusal::new("PERSON_ACTED", "C-05"));
    }
    Ok(Event::new(Did::Voided, clock::end_duties(petition, context.acted_on, How::Moot)))
}
