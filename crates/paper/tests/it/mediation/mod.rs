//! The papers of people's mediation: what they refuse, what they say, how they look, and how a file is bound.

mod binding;
mod clauses;
mod papers;
