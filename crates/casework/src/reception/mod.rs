//! 接待: what the front desk is shown before it decides. Earlier matters that may be the same one; what was decided about
//! competence before; which organ decides when that is in dispute.
//!
//! What this room obeys: a candidate is a matter, never a person (C-34): it is of the same place, kind or words, shown
//! over what the asker may see, in no number and no order of persons. Of a matter elsewhere it is said that there is
//! one, and where, and no more. Nothing of an accusation is a candidate (C-30). A person decides (K-10).
//!
//! What it never does: count a person's matters, score her, or keep a list of her.
//!
//! | file | holds |
//! |---|---|
//! | [`candidates`] | matters that may be the same one |
//! | [`precedents`] | decisions on competence for the same kind and place |
//! | [`competence`] | the organ that decides (art 24) |

pub mod candidates;
pub mod competence;
pub mod precedents;
