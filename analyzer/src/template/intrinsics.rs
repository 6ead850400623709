//! What has no instruction of its own.

use super::build::Builder;
use super::instruction::Known;
use super::*;
use crate::solve::objects;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn intrinsic(&mut self, insn: &Insn) {
        let Some(intrinsic) = Intrinsic::from_number(insn.x as u32) else { return };
        match intrinsic {
            Intrinsic::Import | Intrinsic::ImportFrom | Intrinsic::ImportStar | Intrinsic::ImportDotted => {
                self.import(intrinsic, insn);
            }
            Intrinsic::BuildClass => self.build_class(insn),
            Intrinsic::MatchClass => self.match_class(insn),
            Intrinsic::MatchKeys => {
                let subject = self.get(insn.b);
                let item = self.var();
                self.push(Constraint::GetItem { to: item, object: subject, index: Index::Any, key: NO_VAR });
                let to = self.define(insn.a);
                self.push(Constraint::New { to, kind: Container::Tuple });
                self.push(Constraint::Put { object: to, index: Index::Any, from: item });
            }
            Intrinsic::MatchRest => {
                let from = self.get(insn.b);
                let object = self.define(insn.a);
                self.push(Constraint::New { to: object, kind: Container::Dict });
                self.push(Constraint::Spread { object, from });
            }
            Intrinsic::AsyncGenWrap | Intrinsic::SetFunctionTypeParams => {
                let v = self.get(insn.b);
                self.set(insn.a as usize, v);
            }
            _ => {
                let object = match intrinsic {
                    Intrinsic::MatchSequence | Intrinsic::MatchMapping => objects::BOOL,
                    Intrinsic::MatchLength => objects::INT,
                    Intrinsic::SubscriptGeneric => objects::OBJECT_CLASS,
                    Intrinsic::PrintExpr
                    | Intrinsic::CloseLoop
                    | Intrinsic::SetupAnnotations
                    | Intrinsic::LoadBuildClassCell => objects::NONE,
                    Intrinsic::AssertionError | Intrinsic::NotImplementedError | Intrinsic::RaiseActive => {
                        let name = if intrinsic == Intrinsic::NotImplementedError {
                            "NotImplementedError"
                        } else {
                            "AssertionError"
                        };
                        let name = self.program.symbols.get(name);
                        let to = self.define(insn.a);
                        return self.push(Constraint::Global { to, name });
                    }
                    _ => objects::UNSUPPORTED,
                };
                self.fixed(insn.a, object);
                self.known[self.env.slots[insn.a as usize] as usize] = Known::Compared;
            }
        }
    }

    fn match_class(&mut self, insn: &Insn) {
        let (subject, class, names) = (self.get(insn.b), self.get(insn.b + 1), self.get(insn.b + 3));
        let count = match self.known[self.env.slots[insn.b as usize + 2] as usize] {
            Known::Immediate { int: Some(i), .. } => u32::from(i),
            _ => 0,
        };
        let object = self.var();
        self.push(Constraint::IsInstance { from: subject, class, to: object, negated: false });
        self.out.aliases.push((object, subject));
        let to = self.define(insn.a);
        self.push(Constraint::New { to, kind: Container::Tuple });
        self.push(Constraint::Object { to, object: objects::NONE });
        let unknown = self.object(objects::UNSUPPORTED);
        for i in 0..count {
            // The only positional pattern of a builtin is the subject itself.
            let from = if count == 1 { object } else { unknown };
            self.push(Constraint::Put { object: to, index: Index::Position(i), from });
        }
        for (i, name) in self.strings_of(names).unwrap_or_default().into_iter().enumerate() {
            let from = self.var();
            self.push(Constraint::GetAttr { to: from, object, name });
            self.push(Constraint::Put { object: to, index: Index::Position(count + i as u32), from });
        }
    }
}
