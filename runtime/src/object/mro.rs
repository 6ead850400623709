//! The order in which a class's bases are searched: C3 linearisation.

use super::class::ClassRef;

/// The MRO of a class after the class itself, or `None` if its bases contradict each other.
pub fn linearise(bases: &[ClassRef], mro_of: impl Fn(ClassRef) -> Vec<ClassRef>) -> Option<Vec<ClassRef>> {
    let mut lists: Vec<Vec<ClassRef>> = bases.iter().map(|b| mro_of(*b)).collect();
    lists.push(bases.to_vec());
    let mut order = vec![];
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Some(order);
        }
        let next = lists.iter().map(|l| l[0]).find(|c| !lists.iter().any(|l| l[1..].contains(c)))?;
        order.push(next);
        for list in &mut lists {
            if list[0] == next {
                list.remove(0);
            }
        }
    }
}
