//! The one list of types of findings: what documentation and services say about them derives from it.

use super::about::About;
use super::activity::ACTIVITY;
use super::network::NETWORK;

const COUNT: usize = NETWORK.len() + ACTIVITY.len();

/// Every type, in the order of [`Kind`](super::Kind).
#[expect(clippy::indexing_slicing, reason = "made when compiled, where it cannot fail unseen")]
pub const REGISTRY: [About; COUNT] = {
    let mut all = [NETWORK[0]; COUNT];
    let mut place = 0;
    while place < COUNT {
        all[place] =
            if place < NETWORK.len() { NETWORK[place] } else { ACTIVITY[place - NETWORK.len()] };
        place += 1;
    }
    all
};
#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Kind;

    #[test]
    fn the_registry_has_each_type_in_its_place_and_once() {
        for (place, about) in REGISTRY.iter().enumerate() {
            assert_eq!(about.kind as usize, place, "{}", about.name);
            assert_eq!(about.kind.name(), about.name);
            assert_eq!(REGISTRY.iter().filter(|other| other.name == about.name).count(), 1);
        }
        assert_eq!(Kind::CompromisedCredentials as usize, REGISTRY.len() - 1);
    }
}
