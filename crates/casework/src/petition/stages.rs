//! Sets of stages, so that the table says "everything open and also what was voided" instead of two long lists.

use super::model::Stage;

/// A set of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages(u32);

/// These stages.
#[must_use]
pub const fn at(stages: &[Stage]) -> Stages {
    Stages(bits(stages))
}

const fn bits(mut stages: &[Stage]) -> u32 {
    let mut bits = 0;
    while let [first, rest @ ..] = stages {
        bits |= 1 << (*first as u32);
        stages = rest;
    }
    bits
}

impl Stages {
    /// These, and more.
    #[must_use]
    pub const fn and(self, more: &[Stage]) -> Self {
        Self(self.0 | bits(more))
    }

    /// These, and not those.
    #[must_use]
    pub const fn without(self, those: &[Stage]) -> Self {
        Self(self.0 & !bits(those))
    }

    /// Whether a stage is one of them.
    #[must_use]
    pub const fn contains(self, stage: Stage) -> bool {
        self.0 & bits(&[stage]) != 0
    }

    /// Each of them, in the order of a life.
    pub fn iter(self) -> impl Iterator<Item = Stage> {
        Stage::ALL.iter().copied().filter(move |stage| self.contains(*stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_place_of_its_own() {
        for (nth, stage) in Stage::ALL.iter().enumerate() {
            assert_eq!(at(&[*stage]).0, 1 << nth, "{stage:?}");
            assert_eq!(at(&[*stage]).iter().collect::<Vec<_>>(), [*stage]);
        }
        let most = at(Stage::ALL).without(&[Stage::Voided]);
        assert!(!most.contains(Stage::Voided) && most.and(&[Stage::Voided]) == at(Stage::ALL));
    }
}
