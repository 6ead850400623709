//! Relocatable object files, ELF64 and ELF32, for `--emit obj` and for linking kernels with C.

use crate::mir::Symbol;
use crate::{CompiledCode, RelocKind, Relocation, Target};
use object::write::{Object, Relocation as ObjectRelocation, SectionId, StandardSection, SymbolId, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, RelocationFlags, SectionKind, SymbolFlags, SymbolKind, SymbolScope,
};
use std::collections::HashMap;

/// An object file in the making.
pub struct ObjectFile {
    object: Object<'static>,
    target: Target,
    symbols: HashMap<String, SymbolId>,
}

/// What is put into the object under a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataKind {
    /// Never written.
    ReadOnly,
    /// Written by the program.
    Writable,
}

impl ObjectFile {
    /// An empty object.
    pub fn new(target: Target) -> ObjectFile {
        let architecture = if target.is_64() { Architecture::X86_64 } else { Architecture::I386 };
        let mut object = Object::new(BinaryFormat::Elf, architecture, Endianness::Little);
        // Without this section linkers take the object to need an executable stack.
        object.add_section(Vec::new(), b".note.GNU-stack".to_vec(), SectionKind::Other);
        ObjectFile { object, target, symbols: HashMap::new() }
    }

    /// Adds a function under a global name. `name_of` names the symbols of its relocations.
    pub fn add_function(&mut self, name: &str, code: &CompiledCode, name_of: &dyn Fn(Symbol) -> String) {
        let section = self.object.section_id(StandardSection::Text);
        self.define(name, section, SymbolKind::Text, &code.bytes, 64, &code.relocations, name_of);
    }

    /// Adds data under a global name.
    pub fn add_data(
        &mut self,
        name: &str,
        kind: DataKind,
        bytes: &[u8],
        relocations: &[Relocation],
        name_of: &dyn Fn(Symbol) -> String,
    ) {
        let standard = match kind {
            DataKind::Writable => StandardSection::Data,
            DataKind::ReadOnly if relocations.is_empty() => StandardSection::ReadOnlyData,
            DataKind::ReadOnly => StandardSection::ReadOnlyDataWithRel,
        };
        let section = self.object.section_id(standard);
        self.define(name, section, SymbolKind::Data, bytes, 16, relocations, name_of);
    }

    #[allow(clippy::too_many_arguments)] // one private function behind two narrow ones
    fn define(
        &mut self,
        name: &str,
        section: SectionId,
        kind: SymbolKind,
        bytes: &[u8],
        align: u64,
        relocations: &[Relocation],
        name_of: &dyn Fn(Symbol) -> String,
    ) {
        let symbol = self.symbol(name);
        let entry = self.object.symbol_mut(symbol);
        entry.kind = kind;
        entry.scope = SymbolScope::Linkage;
        let start = self.object.add_symbol_data(symbol, section, bytes, align);
        for relocation in relocations {
            let symbol = self.symbol(&name_of(relocation.symbol));
            let relocation = ObjectRelocation {
                offset: start + relocation.offset as u64,
                symbol,
                addend: relocation.addend,
                flags: RelocationFlags::Elf { r_type: self.relocation_type(relocation.kind) },
            };
            self.object.add_relocation(section, relocation).expect("all kinds of relocations are known to ELF");
        }
    }

    fn relocation_type(&self, kind: RelocKind) -> object::elf::RelocationType {
        use object::elf;
        match (kind, self.target.is_64()) {
            (RelocKind::Rel32, true) => elf::R_X86_64_PC32,
            (RelocKind::Abs32, true) => elf::R_X86_64_32S,
            (RelocKind::Abs64, true) => elf::R_X86_64_64,
            (RelocKind::Rel32, false) => elf::R_386_PC32,
            (RelocKind::Abs32, false) => elf::R_386_32,
            (RelocKind::Abs64, false) => unreachable!("x86-32 has no addresses of 64 bits"),
        }
    }

    /// The symbol of this name, undefined until something is added under it.
    fn symbol(&mut self, name: &str) -> SymbolId {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = self.object.add_symbol(object::write::Symbol {
            name: name.as_bytes().to_vec(),
            value: 0,
            size: 0,
            kind: SymbolKind::Unknown,
            scope: SymbolScope::Unknown,
            weak: false,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        });
        self.symbols.insert(name.to_string(), symbol);
        symbol
    }

    /// The bytes of the file.
    pub fn finish(self) -> Vec<u8> {
        self.object.write().expect("what was added is well formed")
    }
}
