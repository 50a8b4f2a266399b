//! The law through the front door: each rule of the domain that this path touches, with what it lets pass and what it
//! refuses, told on a real installation with real sign-in, cookies and forms.
//!
//! | file | rules |
//! |---|---|
//! | `registration` | C-01, C-02, C-03, C-05 |
//! | `saying` | C-01, C-03, C-04, C-30, C-80 where a citizen says it herself |
//! | `referral` | C-10, C-11, C-13 |
//! | `reception` | C-07, C-12, C-34, K-10: candidates, merging, splitting, persons, competence |
//! | `bonds` | SM-PET 23, K-10, C-05, C-24, C-30, C-55 where two matters are laid together, parted or split |
//! | `extension` | C-16, C-17 |
//! | `reply` | C-18, C-19, C-27 |
//! | `confidence` | C-23, C-30, C-31 |
//! | `rating` | C-70, C-72 |
//! | `channels` | C-06; who takes what |
//! | `recusal` | C-24; her answer to what was asked |
//! | `review` | P-06, P-07, C-25, C-73; letters once they were delivered |
//! | `drafts` | C-18, C-20, C-21, C-27, C-71 beside a draft |
//! | `clock` | the machine's clock jumps: TM-1, S-02, leases, sessions, passes |
//! | `dates` | TV-1 to TV-9, TV-16 to TV-18, TM-4, TM-6, TM-10, TM-11 |
//! | `letters` | section 5, C-20, C-26, C-31: issue, print, check, signed pages |
//! | `posting` | T-29, C-31, C-39, C-55: the letters of a day that go by post |
//! | `mediation` | C-20, C-40 to C-47, C-50 to C-54, C-59; TV-13: from two who are angry to a kept promise |
//! | `keeping` | C-87: what is only stored at the end of its term, and destroyed by two persons |
//! | `lights` | section 6.3, on the day list |
//! | `choice` | no fact of the record is chosen for the officer |
//! | `video` | C-40, C-43, C-48: rooms of mediation by video |
//! | `voiding` | C-01, C-05: a reason of the law, two persons, her objection |
//! | `dispatch` | C-23, C-30, C-32, C-33, C-37, C-38 where work goes between organs and inside one |
//! | `emergency` | C-32: who does not have a matter looks at it for a day, and another reviews that |
//! | `withdrawal` | a withdrawal that was not hers |
//! | `messages` | C-55: what is sent, when, by which way; the call list; news of officers |
//! | `merged` | C-03, C-55, C-70, K-10 with the slip of an item that was merged |
//! | `succession` | art 24: organs that merge or divide, and their matters |
//! | `story` | whole lives of petitions, on both engines |
//! | `matrix` | who reaches which address, and who sees what |
//! | `kinds` | each letter goes out through the front door |
//! | `isolation` | no statement crosses tenants |
//! | `prints` | account and time on what is printed at the desk |
//! | `proof` | whatever is changed in a table that a backup carries, `verify` names it |
//! | `erasure` | one of three parties is gone, the others are whole |

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

mod again;
mod bonds;
mod channels;
mod choice;
mod clock;
mod coming;
mod confidence;
mod contact;
mod data_rights;
mod dates;
mod dispatch;
mod drafts;
mod emergency;
mod erasure;
mod extension;
mod isolation;
mod keeping;
mod kinds;
mod letters;
mod lights;
mod matrix;
mod mediation;
mod merged;
mod messages;
mod posting;
mod prints;
mod proof;
mod rating;
mod reception;
mod recusal;
mod recusal_sealed;
mod referral;
mod registration;
mod reply;
mod review;
mod saying;
mod story;
mod succession;
mod video;
mod voiding;
mod way;
mod withdrawal;
