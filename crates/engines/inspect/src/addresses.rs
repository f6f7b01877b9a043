//! Sets of addresses, looked up bit by bit in a trie of prefixes.

use std::net::IpAddr;

use ipnet::IpNet;

/// A set of addresses of both versions. A look-up takes as many steps as the address has bits at
/// most, however many blocks there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressSet {
    v4: Trie,
    v6: Trie,
}

impl AddressSet {
    /// A set of these blocks.
    pub fn new(blocks: impl IntoIterator<Item = IpNet>) -> Self {
        let mut set = Self::default();
        for block in blocks {
            match block {
                IpNet::V4(block) => {
                    set.v4.insert(left_aligned_v4(block.network()), block.prefix_len());
                }
                IpNet::V6(block) => {
                    set.v6.insert(u128::from(block.network()), block.prefix_len());
                }
            }
        }
        set
    }

    /// Whether an address is in it. An IPv4 address inside an IPv6 one counts as IPv4.
    pub fn has(&self, address: IpAddr) -> bool {
        match address.to_canonical() {
            IpAddr::V4(address) => self.v4.has(left_aligned_v4(address)),
            IpAddr::V6(address) => self.v6.has(u128::from(address)),
        }
    }
}

/// The bits of an IPv4 address, from the highest bit on.
fn left_aligned_v4(address: std::net::Ipv4Addr) -> u128 {
    u128::from(u32::from(address)) << 96
}

/// A node's children are indices, zero for none: the root is nobody's child.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trie {
    nodes: Vec<TrieNode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct TrieNode {
    children: [u32; 2],
    is_end: bool,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![TrieNode::default()] }
    }
}

impl Trie {
    fn insert(&mut self, bits: u128, length: u8) {
        let mut at = 0;
        for depth in 0..u32::from(length) {
            if self.node(at).is_end {
                return;
            }
            let side = side(bits, depth);
            let child = child(self.node(at), side);
            at = if child == 0 {
                let new = u32::try_from(self.nodes.len()).unwrap_or(0);
                self.nodes.push(TrieNode::default());
                if let Some(node) = self.nodes.get_mut(at as usize)
                    && let Some(slot) = node.children.get_mut(side)
                {
                    *slot = new;
                }
                new
            } else {
                child
            };
        }
        if let Some(node) = self.nodes.get_mut(at as usize) {
            node.is_end = true;
        }
    }

    fn has(&self, bits: u128) -> bool {
        let mut at = 0;
        for depth in 0..=128 {
            let node = self.node(at);
            if node.is_end {
                return true;
            }
            at = child(node, side(bits, depth));
            if at == 0 {
                return false;
            }
        }
        false
    }

    fn node(&self, at: u32) -> TrieNode {
        self.nodes.get(at as usize).copied().unwrap_or_default()
    }
}

fn child(node: TrieNode, side: usize) -> u32 {
    node.children.get(side).copied().unwrap_or_default()
}

/// The bit at a depth, from the highest on.
fn side(bits: u128, depth: u32) -> usize {
    usize::from(bits.checked_shl(depth).unwrap_or(0) >> 127 == 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_trie_has_what_the_blocks_have(
            blocks in prop::collection::vec((any::<u8>(), 0u8..=32), 0..20),
            address in any::<[u8; 2]>(),
        ) {
            let blocks: Vec<IpNet> = blocks
                .iter()
                .map(|(first, length)| format!("{first}.7.0.0/{length}").parse().unwrap())
                .collect();
            let address = IpAddr::from([address[0], 7, 0, address[1]]);
            let set = AddressSet::new(blocks.clone());
            prop_assert_eq!(set.has(address), blocks.iter().any(|block| block.contains(&address)));
        }
    }

    #[test]
    fn addresses_of_both_versions_are_found() {
        let set = AddressSet::new(
            ["2001:db8::/32", "192.0.2.44/32", "::1/128"].iter().map(|text| text.parse().unwrap()),
        );
        for (address, is_in) in [
            ("2001:db8:ffff::1", true),
            ("2001:db9::1", false),
            ("::1", true),
            ("::2", false),
            ("192.0.2.44", true),
            ("::ffff:192.0.2.44", true),
            ("192.0.2.45", false),
        ] {
            assert_eq!(set.has(address.parse().unwrap()), is_in, "{address}");
        }
    }
}
