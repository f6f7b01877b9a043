//! The form of a compiled policy: one piece of memory that is read from front to back. A decision
//! reads the policies of many principals in turn, which no cache holds; what lies side by side comes
//! from memory together.

/// Writes code.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

/// Reads what a [`Writer`] wrote. Behind its end there are zeros.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reader<'p>(&'p [u8]);

/// Bits of a number in one byte; the highest bit tells that more follow (LEB128).
const NUMBER_BITS: u32 = 7;
const MORE: u8 = 0x80;

impl Writer {
    /// What `write` writes, by itself.
    pub(crate) fn written(write: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut writer = Self::default();
        write(&mut writer);
        writer.0
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Where what is written next will stand. (Code of four gigabytes is out of reach: policies have
    /// quotas, and the gateway bounds requests.)
    pub(crate) fn place(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number that is mostly small.
    pub(crate) fn number(&mut self, mut number: usize) {
        loop {
            let low = u8::try_from(number & usize::from(!MORE)).unwrap_or_default();
            number >>= NUMBER_BITS;
            if number == 0 {
                return self.byte(low);
            }
            self.byte(low | MORE);
        }
    }

    /// Four bytes, whatever the number.
    pub(crate) fn word(&mut self, word: u32) {
        self.raw(&word.to_le_bytes());
    }

    /// Bytes whose number the reader knows.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Bytes, their number first.
    pub(crate) fn block(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.raw(bytes);
    }
}

impl<'p> Reader<'p> {
    pub(crate) const fn new(code: &'p [u8]) -> Self {
        Self(code)
    }

    /// Reads from a place on.
    pub(crate) fn at(code: &'p [u8], place: u32) -> Self {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        Self(code.get(place..).unwrap_or_default())
    }

    /// All that was not read yet.
    pub(crate) const fn rest(self) -> &'p [u8] {
        self.0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(crate) const fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    pub(crate) fn number(&mut self) -> usize {
        let byte = self.byte();
        if byte & MORE == 0 {
            return usize::from(byte);
        }
        let mut number = usize::from(byte & !MORE);
        let mut shift = NUMBER_BITS;
        loop {
            let byte = self.byte();
            number |= usize::from(byte & !MORE).checked_shl(shift).unwrap_or_default();
            shift += NUMBER_BITS;
            if byte & MORE == 0 {
                return number;
            }
        }
    }

    pub(crate) fn word(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    /// Words that stand side by side.
    pub(crate) fn words(&mut self, count: usize) -> &'p [[u8; 4]] {
        self.raw(count.saturating_mul(4)).as_chunks().0
    }

    pub(crate) fn array<const BYTES: usize>(&mut self) -> [u8; BYTES] {
        self.raw(BYTES).first_chunk().copied().unwrap_or([0; BYTES])
    }

    pub(crate) fn raw(&mut self, count: usize) -> &'p [u8] {
        let (bytes, rest) = self.0.split_at_checked(count).unwrap_or_default();
        self.0 = rest;
        bytes
    }

    pub(crate) fn block(&mut self) -> &'p [u8] {
        let count = self.number();
        self.raw(count)
    }

    /// The blocks that it consists of.
    pub(crate) fn blocks(mut self) -> impl Iterator<Item = &'p [u8]> {
        std::iter::from_fn(move || (!self.is_empty()).then(|| self.block()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(
            numbers in prop::collection::vec(any::<usize>(), 0..9),
            words in prop::collection::vec(any::<u32>(), 0..9),
            block in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let code = Writer::written(|code| {
                code.number(numbers.len());
                for number in &numbers {
                    code.number(*number);
                }
                code.block(&block);
                code.number(words.len());
                for word in &words {
                    code.word(*word);
                }
                code.byte(7);
            });
            let mut reader = Reader::new(&code);
            let count = reader.number();
            let read: Vec<usize> = (0..count).map(|_| reader.number()).collect();
            prop_assert_eq!(read, numbers);
            prop_assert_eq!(reader.block(), &block[..]);
            let count = reader.number();
            let read: Vec<u32> =
                reader.words(count).iter().map(|word| u32::from_le_bytes(*word)).collect();
            prop_assert_eq!(read, words);
            prop_assert_eq!(reader.byte(), 7);
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn no_code_is_read_beyond_its_end(code in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Reader::new(&code);
            let whole: usize = reader.blocks().map(<[u8]>::len).sum();
            prop_assert!(whole <= code.len());
            reader.number();
            reader.words(usize::MAX);
            prop_assert_eq!((reader.word(), reader.byte(), reader.block().len()), (0, 0, 0));
        }
    }
}
