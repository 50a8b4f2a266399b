//! What gets printed: official letters as PDF and DOCX. Plain data in, bytes out; no case, no database, no clock.
//!
//! A template (`T-13`) is a struct of typed fields. Its [`Template::compose`] refuses by name what is missing
//! (`LETTER_INCOMPLETE`) and gives a [`Letter`]: the words in their order, without any look. Two looks are put on it:
//! [`Press`] sets it by GB/T 9704-2012 with Typst, [`docx`] writes the same words for a word processor. Before a letter
//! leaves, [`lint`] reads what the office wrote in it.
//!
//! | file | holds |
//! |---|---|
//! | [`letter`] | what a letter is: body, number, title, addressee, blocks, signature |
//! | [`template`] | T-01 … T-29, one file each: fields, what is required, the wording |
//! | [`template::mediation`] | T-30 … T-41: the papers of people's mediation |
//! | [`agreement`] | what the clauses of an agreement may not say (C-20, C-42, C-43, C-49), and what no court confirms |
//! | [`lint`] | waivers (C-20), the other track's remedy (C-21), an empty answer (C-26) |
//! | [`faces`] | which font stands for 仿宋, 小标宋, 楷体, 黑体 |
//! | [`press`] | Typst: A4, 22 lines of 28 characters, a few more where that spares the second page, the red head, page marks |
//! | [`bind`] | the papers of a file bound into one PDF, each page with its number |
//! | [`mark`] | the code on every page: which document, which page |
//! | [`docx`] | the same letter for a word processor |
//! | [`scan`] | which pages of a scan carry which mark |
//!
//! What it never does: ask the time, read a case, open a key. What is absent stays absent: an empty field is a refusal,
//! never a blank line in a letter.

pub mod agreement;
pub mod bind;
pub mod docx;
pub mod faces;
pub mod letter;
pub mod lint;
pub mod mark;
pub mod press;
pub mod scan;
pub mod template;

pub use letter::{Block, Letter, Look, Sign};
pub use mark::Mark;
pub use press::{Press, Print, Trouble};
pub use template::{Kind, Template};
