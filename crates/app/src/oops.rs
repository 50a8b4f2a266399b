//! Why a command did not do what it was asked.

use std::process::ExitCode;
use store::{Error, Failure};

/// Why a command ends with another status than 0.
#[derive(Debug)]
pub enum Oops {
    /// It was asked in a way that makes no sense: status 2.
    Usage(String),
    /// It was refused, or something was found wrong: status 1. Says what to do where something can be done.
    Wrong(String),
    /// As [`Oops::Wrong`], after the answer itself has already said what: status 1.
    Told,
}

impl Oops {
    /// For what was found wrong.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self::Wrong(text.into())
    }

    /// For wrong use.
    pub fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// The status that the process ends with.
    #[must_use]
    pub fn status(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Wrong(_) | Self::Told => ExitCode::from(1),
        }
    }

    /// What is said; empty when it was said already.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Usage(text) | Self::Wrong(text) => text,
            Self::Told => "",
        }
    }
}

impl From<Error> for Oops {
    fn from(error: Error) -> Self {
        Self::Wrong(error.to_string())
    }
}

impl From<Failure> for Oops {
    fn from(failure: Failure) -> Self {
        Self::Wrong(match failure {
            // What the store says about wrong use comes as a failure of a transaction; its own words are enough.
            Failure::Bug(text) => text,
            other => other.to_string(),
        })
    }
}

/// Names the path in what the system says.
pub fn at(path: &std::path::Path) -> impl Fn(std::io::Error) -> Oops + '_ {
    move |error| Oops::wrong(format!("{}: {error}", path.display()))
}
