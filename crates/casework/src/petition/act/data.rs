//! 个人信息请求 (个人信息保护法 arts 44 to 50, C-81): with her code she asks what is held of her, a copy, a correction, why and how it is
//! used, or that it be erased. The organ that has the matter on that day answers within the term, in words that she reads: what was
//! done, or why not. No closing of the matter ends what is owed here.

use super::said;
use crate::petition::{
    clock,
    command::Context,
    event::{Did, Event},
    model::{DataRight, How, Petition, Words},
};
use kernel::Refusal;

/// The term of the answer.
pub const TERM: &str = "C-81";

/// 提出请求. She need not say why.
pub fn ask(petition: &Petition, right: DataRight, words: Option<Words>, context: &Context<'_>) -> Event {
    let organ = petition.holder;
    let clocks = clock::start(context, TERM, organ, context.acted_on, &petition.area).into_iter().collect();
    Event::new(Did::DataAsked { right, organ, words }, clocks)
}

/// 答复. Neither a yes nor a no goes without its words.
pub fn answer(petition: &Petition, done: bool, words: Words, context: &Context<'_>) -> Result<Event, Refusal> {
    let words = said(words, "words").map_err(|_| Refusal::new("DATA_NO_REASON", "C-81").at("words"))?;
    Ok(Event::new(Did::DataAnswered { done, words }, clock::end(petition, &[TERM], context.acted_on, How::Done)))
}
