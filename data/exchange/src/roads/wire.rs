//! The fields of a protobuf message ("Protocol Buffers: Encoding", protobuf.dev), read in place.

/// Bytes that are no message: cut short, or a number of more than ten bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message ends too early or holds no fields")]
pub(super) struct Damaged;

/// What one field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire<'a> {
    /// A number of up to 64 bits.
    Number(u64),
    /// A text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes, which no field wanted here has.
    Fixed,
}

/// The numbers and contents of the fields of a message; ends after the first damage.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Wire<'a>), Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Result<(u32, Wire<'a>), Damaged> {
        let key = number(&mut self.0)?;
        let field = u32::try_from(key >> 3).map_err(|_too_large| Damaged)?;
        let wire = match key & 7 {
            0 => Wire::Number(number(&mut self.0)?),
            1 => self.take(8).map(|_| Wire::Fixed)?,
            2 => {
                let length = number(&mut self.0)?;
                Wire::Bytes(self.take(usize::try_from(length).map_err(|_too_large| Damaged)?)?)
            }
            5 => self.take(4).map(|_| Wire::Fixed)?,
            _ => return Err(Damaged),
        };
        Ok((field, wire))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }
}

/// The next number of `bytes`, seven bits a byte, the lowest first.
fn number(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    let mut value = 0_u64;
    for (place, &byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            *bytes = &bytes[place + 1..];
            return Ok(value);
        }
    }
    Err(Damaged)
}

/// Packed numbers, one after the other; ends after the first damage.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl Iterator for Packed<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let value = number(&mut self.0).ok();
        if value.is_none() {
            self.0 = &[];
        }
        value
    }
}

impl<'a> Packed<'a> {
    /// The numbers with their signs folded in: 0, -1, 1, -2 …
    pub(super) fn signed(self) -> impl Iterator<Item = i64> + use<'a> {
        self.map(unfolded)
    }

    /// The running sums of the signed numbers; wraps around where a file makes them overflow.
    pub(super) fn summed(self) -> impl Iterator<Item = i64> + use<'a> {
        self.signed().scan(0_i64, |sum, step| {
            *sum = sum.wrapping_add(step);
            Some(*sum)
        })
    }
}

/// A number with its sign folded in, unfolded.
pub(super) fn unfolded(folded: u64) -> i64 {
    (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed()
}

/// Puts a number at the end of a message.
pub(super) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Puts a field that holds a number.
pub(super) fn put_field(out: &mut Vec<u8>, field: u32, value: u64) {
    put_number(out, u64::from(field) << 3);
    put_number(out, value);
}

/// Puts a field that holds bytes.
pub(super) fn put_bytes(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    put_number(out, u64::from(field) << 3 | 2);
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Folds the sign of a number into it.
pub(super) const fn folded(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_read_back(value in any::<u64>(), sign in any::<i64>()) {
            let mut out = Vec::new();
            put_number(&mut out, value);
            prop_assert_eq!(number(&mut &out[..]), Ok(value));
            prop_assert_eq!(unfolded(folded(sign)), sign);
        }

        #[test]
        fn fields_are_read_back(fields in prop::collection::vec((1..99_u32, prop::collection::vec(any::<u8>(), 0..9)), 0..9)) {
            let mut out = Vec::new();
            for (field, bytes) in &fields {
                put_bytes(&mut out, *field, bytes);
                put_field(&mut out, *field, 7);
            }
            let read: Vec<_> = Fields(&out).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read.len(), 2 * fields.len());
            for (pair, (field, bytes)) in read.chunks(2).zip(&fields) {
                prop_assert_eq!(pair, [(*field, Wire::Bytes(bytes)), (*field, Wire::Number(7))]);
            }
        }
    }
}
