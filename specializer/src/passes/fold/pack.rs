//! What is read from a tuple that was made in sight.

use super::{Fold, Folded};
use crate::ssa::Kind;
use crate::types::Rep;
use pyspec_abi::layouts::TUPLE_LEN;
use pyspec_abi::types as id;

impl Fold {
    pub(super) fn unpacking(&self, kind: &Kind) -> Option<Folded> {
        match *kind {
            Kind::GuardMap { a, first, last, .. } => match self.kind(a)? {
                Kind::Pack { map, .. } if (first..=last).contains(map) => Some(Folded::Holds),
                _ => None,
            },
            Kind::LoadLen { object, offset } if offset == TUPLE_LEN as u32 => match self.kind(object)? {
                Kind::Pack { map: id::TUPLE, items, .. } => Some(Folded::Becomes(Kind::Int(items.len() as i64))),
                _ => None,
            },
            Kind::CheckIndex { index, len, .. } => match (self.int(index)?, self.int(len)?) {
                (i, n) if (0..n).contains(&i) => Some(Folded::Is(index)),
                (i, n) if (-n..0).contains(&i) => Some(Folded::Becomes(Kind::Int(i + n))),
                _ => None,
            },
            Kind::GuardIndex { index, len, .. } => {
                (0..self.int(len)?).contains(&self.int(index)?).then_some(Folded::Holds)
            }
            Kind::LoadTupleItem { tuple, index } => match self.kind(tuple)? {
                Kind::Pack { map: id::TUPLE, items, .. } => {
                    let item = *items.get(usize::try_from(self.int(index)?).ok()?)?;
                    let tagged = self.reps[item.index()] == Rep::Tagged;
                    Some(if tagged { Folded::Is(item) } else { Folded::Becomes(Kind::Box { a: item }) })
                }
                _ => None,
            },
            _ => None,
        }
    }
}
