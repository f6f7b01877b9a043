//! What a host sent to another one.

use super::{Address, Label};

/// Packets of one direction of a connection, as they were seen at one network interface in one interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// The owner of the interface.
    pub account: Label,
    /// Where it was seen.
    pub interface: Label,
    /// The instance of the interface, where it is told.
    pub instance: Label,
    /// Who sent.
    pub source: Address,
    /// To whom.
    pub destination: Address,
    /// The sender's port; 0 for protocols without ports.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// IANA's number of the protocol.
    pub protocol: u8,
    /// The flags of TCP that were seen, as bits, where they are told.
    pub tcp_flags: Option<u8>,
    /// Whether packets came to the interface or left it, where it is told.
    pub direction: Option<Direction>,
    /// Whether the network let them pass.
    pub accepted: bool,
    /// How many packets.
    pub packets: u64,
    /// How many bytes, with the headers of IP.
    pub bytes: u64,
    /// When the first one came, in seconds since 1970.
    pub start: i64,
    /// When the last one came.
    pub end: i64,
}

/// Which way packets went through an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the host that the interface belongs to.
    Ingress,
    /// From it.
    Egress,
}

/// Numbers of protocols, as IANA assigns them.
pub mod protocols {
    /// ICMP.
    pub const ICMP: u8 = 1;
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
}

/// Bits of TCP's flags.
pub mod flags {
    /// Opens a connection.
    pub const SYN: u8 = 2;
    /// Refuses or breaks one.
    pub const RST: u8 = 4;
    /// Carries data to be handed on; flow logs of AWS do not tell it.
    pub const PSH: u8 = 8;
    /// Acknowledges.
    pub const ACK: u8 = 16;
}
