//! Values as bytes: fixed numbers, little-endian, in the order of their fields.

use std::collections::VecDeque;

use crate::record::{Address, Direction, Flow, Label};

/// What can be stored and read again.
pub(crate) trait Stored: Sized {
    /// Appends it.
    fn write(&self, bytes: &mut Vec<u8>);
    /// Reads it; none where the bytes are something else.
    fn read(input: &mut Input<'_>) -> Option<Self>;
}

/// Bytes that are read from their beginning.
#[derive(Debug)]
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    /// A count of things that take at least a byte each.
    pub(crate) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(u32::read(self)?).ok()?;
        (count <= self.0.len()).then_some(count)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Stored for $number {
            fn write(&self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
            fn read(input: &mut Input<'_>) -> Option<Self> {
                input.take().map(Self::from_le_bytes)
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, u128, i64, f32);

/// Implements [`Stored`] for a structure, field by field.
macro_rules! stored {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::state::Stored for $name {
            fn write(&self, bytes: &mut Vec<u8>) {
                $($crate::state::Stored::write(&self.$field, bytes);)*
            }
            fn read(input: &mut $crate::state::Input<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::state::Stored::read(input)?),* })
            }
        }
    )*};
}
pub(crate) use stored;

impl Stored for bool {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(*self));
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        match u8::read(input)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Stored + Copy + Default, const N: usize> Stored for [T; N] {
    fn write(&self, bytes: &mut Vec<u8>) {
        for one in self {
            one.write(bytes);
        }
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        let mut all = [T::default(); N];
        for one in &mut all {
            *one = T::read(input)?;
        }
        Some(all)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).write(bytes);
        for one in self {
            one.write(bytes);
        }
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        (0..input.count()?).map(|_| T::read(input)).collect()
    }
}

impl<T: Stored + Clone> Stored for VecDeque<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        Vec::from(self.clone()).write(bytes);
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        Vec::read(input).map(Self::from)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
        self.1.write(bytes);
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        Some((A::read(input)?, B::read(input)?))
    }
}

impl Stored for Box<[u8]> {
    fn write(&self, bytes: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).write(bytes);
        bytes.extend(self.iter());
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        let count = input.count()?;
        let (taken, rest) = input.0.split_at_checked(count)?;
        input.0 = rest;
        Some(taken.into())
    }
}

impl Stored for Address {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        u128::read(input).map(Self)
    }
}

impl Stored for Label {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_bytes());
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        Self::from_bytes(input.take()?)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.is_some().write(bytes);
        if let Some(value) = self {
            value.write(bytes);
        }
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        if bool::read(input)? { T::read(input).map(Some) } else { Some(None) }
    }
}

impl Stored for Direction {
    fn write(&self, bytes: &mut Vec<u8>) {
        (*self == Self::Egress).write(bytes);
    }
    fn read(input: &mut Input<'_>) -> Option<Self> {
        bool::read(input).map(|egress| if egress { Self::Egress } else { Self::Ingress })
    }
}

stored! {
    Flow {
        account, interface, instance, source, destination, source_port, destination_port, protocol,
        tcp_flags, direction, accepted, packets, bytes, start, end,
    }
}
