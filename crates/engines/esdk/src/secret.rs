//! Buffers of plaintext, which are wiped; also what they leave behind when they grow.

use zeroize::Zeroizing;

/// Makes a buffer so long, with zeros where it grows.
pub(crate) fn resize(buffer: &mut Zeroizing<Vec<u8>>, length: usize) {
    make_room(buffer, length);
    buffer.resize(length, 0);
}

/// Appends to a buffer.
pub(crate) fn append(buffer: &mut Zeroizing<Vec<u8>>, bytes: &[u8]) {
    make_room(buffer, buffer.len() + bytes.len());
    buffer.extend_from_slice(bytes);
}

/// A vector that grows may move, and leaves its bytes where it was: this one is moved here, and what
/// it leaves is wiped.
fn make_room(buffer: &mut Zeroizing<Vec<u8>>, length: usize) {
    if length > buffer.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(length.max(buffer.capacity() * 2)));
        larger.extend_from_slice(buffer);
        *buffer = larger;
    }
}
