//! What analysis predicts of a class's instances, and how tests make it wrong.
//!
//! A plan is keyed by the *site* of the class statement: the file's module name and
//! the resume point of its `build-class` instruction. When a class statement runs at a
//! planned site and its namespace matches, the class adopts the plan's maps.

/// How a slot holds its attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Representation {
    /// A tagged word.
    Value,
    /// An unboxed 64-bit int.
    Int,
    /// An unboxed float.
    Float,
    /// An unboxed bool.
    Bool,
}

/// How sure analysis is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// Nothing was seen that could be otherwise.
    Unknown,
    /// Seen, beside something that could not be followed.
    Likely,
    /// Every way to the object is accounted for.
    Proved,
}

/// One attribute of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedAttribute {
    pub name: String,
    pub representation: Representation,
    /// Whether some instances never get it.
    pub optional: bool,
    /// Predicted types, as reports print them.
    pub types: Vec<String>,
}

/// A class's predicted instances.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShapePlan {
    /// Module of the class statement.
    pub module: String,
    /// Qualified name of the class.
    pub qualname: String,
    /// First line of the class statement, decorators excepted.
    pub line: u32,
    /// In slot order, which is the most likely order of creation.
    pub attributes: Vec<PlannedAttribute>,
    /// Whether `__slots__` names just these, the bases' first: instances have one map, on which each slot may be unset.
    pub slotted: bool,
    pub confidence: Confidence,
}

impl ShapePlan {
    /// Makes the plan wrong on purpose, differently for each seed: drops an attribute,
    /// reverses the order, shrinks the layout, or flips representations.
    pub fn perturb(&mut self, seed: u64) {
        match seed % 4 {
            0 => {
                self.attributes.pop();
            }
            1 => self.attributes.reverse(),
            2 => self.attributes.truncate(self.attributes.len() / 2),
            _ => {
                for a in &mut self.attributes {
                    a.types = vec![if a.types.iter().any(|t| t == "float") { "int" } else { "float" }.into()];
                    a.representation = match a.representation {
                        Representation::Float => Representation::Int,
                        _ => Representation::Float,
                    };
                }
            }
        }
    }
}
