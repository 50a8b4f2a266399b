//! What is to be mended in a letter before it is issued: every field that is empty, every wording that no letter may hold (C-20, C-21,
//! C-71), every character that cannot be printed, each with its field and its rule; and how the letter would read. It refuses nothing
//! and keeps nothing: the same rules refuse when the letter is issued. What stands in the record already is named as such, for it is not
//! mended in the form.

use super::{
    approver::Approvers,
    compose::{Issuer, Typed, asks, known_number, possible, unread},
    data::Data,
    issue::{UNNUMBERED, issuer},
};
use crate::{
    Asker, House,
    petition::{act::letter::copies_in_range, model::Track, page::Case},
};
use kernel::{Refusal, id::AccountId};
use paper::{Kind, Letter, Press, letter::Block, lint};
use std::sync::Arc;
use store::Failure;

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// At which field of the form; empty for what the record says.
    pub field: &'static str,
    /// What the rule would say.
    pub refusal: Refusal,
}

/// A letter, looked at.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// What is to be mended; empty when it can be issued.
    pub findings: Vec<Finding>,
    /// How it would read, line by line; empty while something is missing that it cannot be written without.
    pub reads: Vec<String>,
}

/// A letter as its form stands.
#[derive(Debug, Clone)]
pub struct Form {
    /// Which.
    pub kind: Kind,
    /// What was typed.
    pub typed: Typed,
    /// Who approves, when somebody was chosen.
    pub approved_by: Option<AccountId>,
    /// On how many copies.
    pub copies: u32,
}

/// Stands for what is not typed yet, so that the next gap is found too.
const GAP: &str = "（这一项还没有写，写好以后再看一遍）";
/// More gaps than any form has fields.
const MOST_GAPS: usize = 8;

/// Looks at a letter.
///
/// # Errors
/// What the database says.
pub async fn look(house: &House, press: &Arc<Press>, asker: &Asker, case: &Case, form: &Form) -> Result<Looked, Failure> {
    if !possible(case, asker.organ).contains(&form.kind) {
        return Ok(Looked::default());
    }
    let approvers = Approvers::of(house, asker, case, form.kind).await?;
    let approver = form.approved_by.map(|account| approvers.named(&case.directory, asker.organ, account)).unwrap_or_default();
    let number = known_number(case, form.kind).unwrap_or_else(|| UNNUMBERED.to_owned());
    let issuer = issuer(house, asker, case, approver, number).await?;
    let (mut found, letter, is_whole) = gaps(house, case, form, &issuer);
    wordings(house, asker, case, form, letter.as_ref(), &mut found);
    found.extend(rare(press, form, letter.as_ref()).await?);
    found.extend(copies_in_range(form.copies).err().map(at_its_field));
    found.extend(approvers.check(form.approved_by.unwrap_or(AccountId::new(0))).err().map(at_its_field));
    let order = |finding: &Finding| asks(form.kind).iter().position(|field| *field == finding.field).unwrap_or(usize::MAX);
    found.sort_by_key(order);
    Ok(Looked { findings: found, reads: letter.filter(|_| is_whole).map(|letter| lines(&letter)).unwrap_or_default() })
}

fn at_its_field(refusal: Refusal) -> Finding {
    Finding { field: refusal.field.unwrap_or_default(), refusal }
}

/// What is empty, the letter with what is there, and whether nothing had to be put in its place.
fn gaps(house: &House, case: &Case, form: &Form, issuer: &Issuer) -> (Vec<Finding>, Option<Letter>, bool) {
    let (mut found, mut typed): (Vec<Finding>, Typed) = (vec![], form.typed.clone());
    for _ in 0..MOST_GAPS {
        let refusal = match unread(house, case, form.kind, issuer, &typed) {
            Ok(letter) => {
                let is_whole = found.is_empty();
                return (found, Some(letter), is_whole);
            }
            Err(refusal) => refusal,
        };
        let field = asks(form.kind).iter().find(|field| refusal.field == Some(**field)).copied().unwrap_or_default();
        found.push(Finding { field, refusal });
        if !typed.fill(field, if field == "adopted" { "yes" } else { GAP }) {
            break;
        }
    }
    (found, None, false)
}

/// Wordings that no letter may hold: in what is typed, then in what the record says.
fn wordings(house: &House, asker: &Asker, case: &Case, form: &Form, letter: Option<&Letter>, found: &mut Vec<Finding>) {
    let hers = Data { case, organ: asker.organ }.hers();
    let track = case.petition.track.map_or("", Track::code);
    let of = |text: &str| lint::findings(house.law(), text, &hers, track);
    for &field in asks(form.kind) {
        found.extend(of(form.typed.words(field)).into_iter().map(|refusal| Finding { field, refusal: refusal.at(field) }));
    }
    for refusal in letter.into_iter().flat_map(Letter::own_words).flat_map(of) {
        let is_told = found.iter().any(|other| other.refusal.code == refusal.code && other.refusal.args == refusal.args);
        if !is_told {
            found.push(Finding { field: "", refusal });
        }
    }
}

/// Characters that no font here has. The fonts are opened on a thread that may wait.
async fn rare(press: &Arc<Press>, form: &Form, letter: Option<&Letter>) -> Result<Vec<Finding>, Failure> {
    let fields = asks(form.kind).iter().map(|field| (*field, form.typed.words(field).to_owned()));
    let typed: String = fields.clone().map(|(_, text)| text).collect();
    // What is typed is told at its field.
    let record: String = letter.map(Letter::all_text).unwrap_or_default().chars().filter(|sign| !typed.contains(*sign)).collect();
    of_rare(press, fields.chain([("", record)]).collect()).await
}

/// What cannot be printed in texts, each with the field that it is told at.
///
/// # Errors
/// [`Failure::Bug`] when the fonts cannot be asked.
pub async fn of_rare(press: &Arc<Press>, texts: Vec<(&'static str, String)>) -> Result<Vec<Finding>, Failure> {
    let press = Arc::clone(press);
    let asked = move || texts.into_iter().filter_map(|(field, text)| press.rare(&text).map(|refusal| Finding { field, refusal })).collect();
    tokio::task::spawn_blocking(asked).await.map_err(|_| Failure::Bug("asking the fonts panicked".to_owned()))
}

fn lines(letter: &Letter) -> Vec<String> {
    let blocks = letter.blocks.iter().flat_map(|block| match block {
        Block::Plain(text) | Block::Heading(text) | Block::Lower(text) | Block::Hers(text) => vec![text.clone()],
        Block::Rows(rows) => rows.iter().map(|(name, value)| format!("{name}：{value}")).collect(),
        Block::Table(grid) => grid.rows.iter().map(|row| row.join("　")).collect(),
        Block::Blanks(names) => names.iter().map(|name| format!("{name}：＿＿＿＿")).collect(),
    });
    let to = (!letter.to.is_empty()).then(|| format!("{}：", letter.to));
    let sign = letter.sign.iter().flat_map(|sign| [sign.body.clone(), sign.day.clone()]);
    let attached = letter.attachments.iter().map(|text| format!("附件：{text}"));
    let head = [letter.title.clone(), letter.number.clone()].into_iter().chain(to);
    head.chain(blocks).chain(attached).chain(sign).chain([letter.note.clone()]).filter(|line| !line.is_empty()).collect()
}
