//! Merkle trees over event hashes, as RFC 6962 builds them: the sealer puts a minute's events under one root, and the
//! portal shows with a handful of digests that a receipted event is still under it.

use serde::{Deserialize, Serialize};

use super::{Digest, Hasher, Suite};

/// That a leaf stands at a place under a root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The leaf's place, from 0.
    pub index: u64,
    /// How many leaves the tree has.
    pub size: u64,
    /// The neighbours on the way up, from the leaf.
    pub path: Vec<Digest>,
}

/// Leaves and branches begin with different bytes, so that no branch can be shown as a leaf.
fn leaf(suite: Suite, entry: &Digest) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.bytes(&[0]).bytes(entry.as_bytes());
    hasher.finish()
}

fn branch(suite: Suite, left: &Digest, right: &Digest) -> Digest {
    let mut hasher = Hasher::new(suite);
    hasher.bytes(&[1]).bytes(left.as_bytes()).bytes(right.as_bytes());
    hasher.finish()
}

/// Where a tree of `size` leaves divides: the greatest power of two below it.
const fn middle(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

/// The root over these entries in this order. Of no entries: the digest of nothing.
#[must_use]
pub fn merkle_root(suite: Suite, entries: &[Digest]) -> Digest {
    match entries {
        [] => Hasher::new(suite).finish(),
        [entry] => leaf(suite, entry),
        _ => {
            let (left, right) = entries.split_at(middle(entries.len()));
            branch(suite, &merkle_root(suite, left), &merkle_root(suite, right))
        }
    }
}

/// The proof for the entry at `index`, or `None` when there is no such entry.
#[must_use]
pub fn merkle_proof(suite: Suite, entries: &[Digest], index: usize) -> Option<Proof> {
    entries.get(index)?;
    let mut path = Vec::new();
    climb(suite, entries, index, &mut path);
    Some(Proof { index: index as u64, size: entries.len() as u64, path })
}

fn climb(suite: Suite, entries: &[Digest], index: usize, path: &mut Vec<Digest>) {
    if entries.len() < 2 {
        return;
    }
    let (left, right) = entries.split_at(middle(entries.len()));
    if index < left.len() {
        climb(suite, left, index, path);
        path.push(merkle_root(suite, right));
    } else {
        climb(suite, right, index - left.len(), path);
        path.push(merkle_root(suite, left));
    }
}

/// Whether `entry` stands where the proof says under `root`.
#[must_use]
pub fn merkle_verify(suite: Suite, entry: &Digest, proof: &Proof, root: &Digest) -> bool {
    if proof.index >= proof.size {
        return false;
    }
    let (mut place, mut last) = (proof.index, proof.size - 1);
    let mut made = leaf(suite, entry);
    for neighbour in &proof.path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            made = branch(suite, neighbour, &made);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            made = branch(suite, &made, neighbour);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && made == *root
}
