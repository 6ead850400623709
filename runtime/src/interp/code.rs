//! Code objects: a function of a unit, made ready to run.
//!
//! Every unit gives one code object per function, made together, since they name each other by index.
//! A code object's inline caches belong to one globals dict: when a function is made from it with another,
//! that function gets an instance of its own, whose instructions are a copy.

use crate::native::Outcome;
use crate::object::layout::{Array, Code, Function};
use crate::object::{Gc, Rooted};
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::blob::{Const, ExceptionRow, Unit, flags};
use pyspec_abi::header::Scan;
use pyspec_abi::ops::{Op, WIDE};
use pyspec_abi::params::ParamSpec;
use pyspec_abi::types as id;

/// Flags of functions whose frames live in generator objects.
const GENERATORS: u32 = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;

/// The malloc'd part of a code object; it is never freed while the code object lives.
#[repr(C)]
pub struct CodeData {
    /// First instruction.
    pub entry: *const u32,
    /// Named places beyond the parameters: unset at entry.
    pub unset: u32,
    /// Places of the parameters.
    pub params_places: u32,
    /// How many positional arguments need no binding; `u32::MAX`: any call does.
    pub plain: u32,
    /// Words of a frame, the largest window included.
    pub places: u32,
    /// See [`flags`].
    pub flags: u32,
    /// Named places.
    pub named: u32,
    /// Instructions where compiled code is entered.
    pub patches: Vec<crate::compiled::Patch>,
    /// Compiled code that takes as many tagged arguments in registers as `plain` says, then the function; 0: none.
    pub tagged_entry: usize,
    /// Address of the version of a generator's body for who takes it whole, 0: none.
    pub whole_entry: usize,
    /// Whether it has free variables.
    pub has_free: bool,
    /// The function made last from it, UNSET: none yet.
    pub function_object: Value,
    /// Calls and backward jumps, for whoever compiles what is hot.
    pub calls: u32,
    pub loops: u32,
    pub params: ParamSpec,
    /// The unit's words.
    pub unit: *const u32,
    pub unit_len: usize,
    /// Number of the function in its unit.
    pub index: u32,
    /// Words of instructions.
    pub code_len: u32,
    pub exceptions: Vec<ExceptionRow>,
    /// The instructions, where they are a copy of the unit's.
    pub copy: Option<Box<[u32]>>,
    /// The code object.
    pub object: Value,
    /// Instances of the same function for other globals.
    pub instances: Vec<Value>,
    /// Names of the parameters, once a call by name has asked.
    names: std::cell::OnceCell<Box<[&'static str]>>,
}

impl CodeData {
    /// The unit's record.
    pub fn function(&self) -> pyspec_abi::blob::Function<'static> {
        // SAFETY: units are never freed.
        let words = unsafe { std::slice::from_raw_parts(self.unit, self.unit_len) };
        Unit::new(words).expect("checked when the code was made").function(self.index as usize)
    }

    /// The file that the unit was compiled from.
    pub fn unit_filename(&self) -> &'static str {
        // SAFETY: as above.
        let words = unsafe { std::slice::from_raw_parts(self.unit, self.unit_len) };
        Unit::new(words).expect("checked when the code was made").filename()
    }

    /// Whether its frames live in generator objects.
    pub fn is_generator(&self) -> bool {
        self.flags & GENERATORS != 0
    }

    /// Word offset of an instruction.
    pub fn offset(&self, pc: *const u32) -> u32 {
        // SAFETY: pc is in this code.
        unsafe { pc.offset_from(self.entry) as u32 }
    }

    /// Enters compiled code at a word offset; instructions whose byte others look at stay as they are.
    pub fn patch(&mut self, offset: u32, entry: usize) {
        // SAFETY: `offset` is an instruction of this code, which is writable.
        let byte = unsafe { &mut *self.entry.add(offset as usize).cast::<u8>().cast_mut() };
        let looked_at = [Op::CALL, Op::CALLM, Op::CALLFOUND, Op::YIELD, Op::DELEGATE].map(|op| op as u8);
        let is_loop = *byte == Op::FORNEXT as u8 && self.flags & GENERATORS == 0;
        if looked_at.contains(byte) || is_loop || *byte == WIDE || *byte == crate::compiled::ENTER {
            return;
        }
        self.patches.push(crate::compiled::Patch { offset, original: *byte, entry });
        *byte = crate::compiled::ENTER;
    }

    /// Takes all entries of compiled code out.
    pub fn unpatch(&mut self) {
        for p in self.patches.drain(..) {
            // SAFETY: as in `patch`.
            unsafe { *self.entry.add(p.offset as usize).cast::<u8>().cast_mut() = p.original };
        }
    }

    /// Names of the positional parameters.
    pub fn parameter_names(&self) -> &[&'static str] {
        self.names.get_or_init(|| {
            let record = self.function();
            (0..self.params.positional as usize).map(|i| record.place(i).0).collect()
        })
    }

    /// Name of place `i`, if it has one.
    pub fn place_name(&self, i: usize) -> &'static str {
        self.function().place(i).0
    }
}

impl Code {
    /// The malloc'd part.
    #[inline(always)]
    #[allow(
        clippy::mut_from_ref,
        reason = "the runtime lock is held, and callers keep it across nothing that changes it"
    )]
    pub fn info(&self) -> &'static mut CodeData {
        // SAFETY: set when the code object is made, and never freed.
        unsafe { &mut *self.data.get() }
    }
}

/// Slot `i` behind an object's header.
///
/// # Safety
/// `object` points to an object with more than `i` slots.
#[inline(always)]
pub unsafe fn slot(object: Value, i: usize) -> *mut Value {
    // SAFETY: the caller's promise.
    unsafe { (object.bits() as *mut Value).add(1 + i) }
}

/// The function of a frame.
///
/// # Safety
/// `base` is a frame.
#[inline(always)]
pub unsafe fn function_of(base: *const Value) -> Gc<Function> {
    // SAFETY: the third word before a frame's places is its function.
    unsafe { Gc::from_value_unchecked(*base.sub(3)) }
}

/// The code of a function.
#[inline(always)]
pub fn code_of(function: Gc<Function>) -> Gc<Code> {
    // SAFETY: a function's code is always a code object.
    unsafe { Gc::from_value_unchecked(function.code.get()) }
}

/// The code of a frame.
///
/// # Safety
/// `base` is a frame.
#[inline(always)]
pub unsafe fn frame_code(base: *const Value) -> Gc<Code> {
    // SAFETY: the caller's promise.
    unsafe { code_of(function_of(base)) }
}

/// The interned name `i` of a frame's code.
///
/// # Safety
/// `base` is a frame, `i` a name of its code.
#[inline(always)]
pub unsafe fn frame_name(base: *const Value, i: u32) -> Value {
    // SAFETY: the caller's promise; `names` is an array.
    unsafe { *slot(frame_code(base).names.get(), i as usize) }
}

impl Vm {
    /// Code objects of a unit, which must never be freed or moved; the module's is the first.
    pub fn load_unit(&mut self, words: &'static mut [u32]) -> Outcome {
        let (start, len) = (words.as_mut_ptr(), words.len());
        let Some(unit) = Unit::new(words) else {
            return Err(self.value_error("bad code unit"));
        };
        let n = unit.len();
        let siblings = self.alloc_old::<Array>(id::ARRAY, Scan::Array, n.max(1))?.value();
        let filename = self.intern(unit.filename());
        for i in 0..n {
            let code = self.make_code(start, len, i, filename, siblings)?;
            // SAFETY: `siblings` has n slots; old objects made just now need no barrier.
            unsafe { *slot(siblings, i) = code };
        }
        // SAFETY: as above.
        Ok(unsafe { *slot(siblings, 0) })
    }

    fn make_code(&mut self, start: *mut u32, len: usize, index: usize, filename: Value, siblings: Value) -> Outcome {
        // SAFETY: units are never freed.
        let words = unsafe { std::slice::from_raw_parts(start, len) };
        let f = Unit::new(words).expect("a unit").function(index);
        let params = f.params();
        let params_places = params.places();
        let data = Box::new(CodeData {
            // SAFETY: inside the unit.
            entry: unsafe { start.add(f.code_offset()) },
            unset: (f.named_len() - params_places) as u32,
            params_places: params_places as u32,
            plain: if params.is_plain() { params.positional as u32 } else { u32::MAX },
            places: f.places() as u32,
            flags: f.flags(),
            named: f.named_len() as u32,
            patches: vec![],
            tagged_entry: 0,
            whole_entry: 0,
            has_free: f.free_len() > 0,
            function_object: Value::UNSET,
            calls: 0,
            loops: 0,
            params,
            unit: start,
            unit_len: len,
            index: index as u32,
            code_len: f.code().len() as u32,
            exceptions: f.exceptions().collect(),
            copy: None,
            object: Value::NONE,
            instances: vec![],
            names: Default::default(),
        });
        self.code_object(data, filename, siblings)
    }

    fn code_object(&mut self, data: Box<CodeData>, filename: Value, siblings: Value) -> Outcome {
        let f = data.function();
        let consts = self.alloc_old::<Array>(id::ARRAY, Scan::Array, f.const_len().max(1))?.value();
        let names = self.alloc_old::<Array>(id::ARRAY, Scan::Array, f.name_len().max(1))?.value();
        for i in 0..f.name_len() {
            let name = self.intern(f.name_at(i));
            // SAFETY: in range.
            unsafe { *slot(names, i) = name };
        }
        let name = self.intern(f.name());
        let qualname = self.intern(f.qualname());
        let code = self.alloc_old::<Code>(id::CODE, Scan::Values, Code::SLOTS)?;
        let data = Box::into_raw(data);
        code.data.set(data);
        code.consts.init(consts);
        code.names.init(names);
        code.siblings.init(siblings);
        code.filename.init(filename);
        code.name.init(name);
        code.qualname.init(qualname);
        code.globals.init(Value::UNSET);
        // SAFETY: just made.
        unsafe { (*data).object = code.value() };
        self.interp.codes.push(data);
        self.attach_code(data);
        Ok(code.value())
    }

    /// The instance of `code` whose caches belong to `globals`.
    pub fn code_for(&mut self, code: Gc<Code>, globals: Value) -> Outcome<Gc<Code>> {
        let mine = code.globals.get();
        if mine.is(globals) {
            return Ok(code);
        }
        if mine.is(Value::UNSET) {
            code.globals.set(&mut self.heap, code.value(), globals);
            return Ok(code);
        }
        for &other in &code.info().instances {
            // SAFETY: instances are code objects.
            let other: Gc<Code> = unsafe { Gc::from_value_unchecked(other) };
            if other.globals.get().is(globals) {
                return Ok(other);
            }
        }
        let copy = self.copy_code(code)?;
        copy.globals.set(&mut self.heap, copy.value(), globals);
        code.info().instances.push(copy.value());
        Ok(copy)
    }

    /// A code object for the same function with instructions, and so caches, of its own.
    pub fn copy_code(&mut self, code: Gc<Code>) -> Outcome<Gc<Code>> {
        let old = code.info();
        // SAFETY: the instructions of the code.
        let mut words: Box<[u32]> =
            unsafe { std::slice::from_raw_parts(old.entry, old.code_len as usize) }.to_vec().into_boxed_slice();
        old.patches.iter().for_each(|p| p.restore(&mut words));
        clear_caches(&mut words);
        let data = Box::new(CodeData {
            entry: words.as_ptr(),
            copy: Some(words),
            exceptions: old.exceptions.clone(),
            instances: vec![],
            names: Default::default(),
            object: Value::NONE,
            patches: vec![],
            tagged_entry: 0,
            whole_entry: 0,
            function_object: Value::UNSET,
            calls: 0,
            loops: 0,
            ..*old
        });
        let (filename, siblings) = (code.filename.get(), code.siblings.get());
        let copy = self.code_object(data, filename, siblings)?;
        // SAFETY: just made as one.
        Ok(unsafe { Gc::from_value_unchecked(copy) })
    }

    /// Constant `i` of a code object, made when first asked for.
    pub fn constant(&mut self, code: Gc<Code>, i: usize) -> Outcome {
        // SAFETY: the array has a slot per constant; an empty one is 0.
        let place = unsafe { slot(code.consts.get(), i) };
        // SAFETY: as above.
        let bits = unsafe { place.cast::<usize>().read() };
        if bits != 0 {
            return Ok(Value::from_bits(bits));
        }
        let data = code.info().function().constant(i);
        let value = self.make_constant(&data)?;
        let consts = code.consts.get();
        self.heap.barrier(consts);
        // SAFETY: as above.
        unsafe { *slot(consts, i) = value };
        Ok(value)
    }

    /// An object of a constant.
    pub fn make_constant(&mut self, data: &Const) -> Outcome {
        Ok(match data {
            Const::None => Value::NONE,
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Bool(b) => Value::bool(*b),
            Const::Int(i) => self.new_int(*i)?,
            Const::BigInt(digits) => {
                let i: IBig = digits.parse().expect("decimal digits");
                self.new_big(&i)?
            }
            Const::Float(bits) => self.new_float(f64::from_bits(*bits))?,
            Const::Complex(re, im) => self.new_complex(f64::from_bits(*re), f64::from_bits(*im))?,
            Const::Str(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if looks_like_name(text) => self.intern(text),
                Ok(text) => self.new_str(text)?,
                Err(_) => self.new_str_wtf8(bytes)?,
            },
            Const::Bytes(bytes) => self.new_bytes(bytes)?,
            Const::Tuple(items) => {
                let items = self.make_constants(items)?;
                self.new_tuple(&items)?
            }
            Const::FrozenSet(items) => {
                let items = self.make_constants(items)?;
                self.new_frozenset(&items)?
            }
            Const::Slice(parts) => {
                let items = self.make_constants(&parts[..])?;
                self.new_slice(items[0], items[1], items[2])?
            }
        })
    }

    fn make_constants(&mut self, items: &[Const]) -> Outcome<Rooted> {
        let mut values = Rooted::new();
        for item in items {
            let v = self.make_constant(item)?;
            values.push(v);
        }
        Ok(values)
    }

    /// The builtins of a function to be made: those of the last one from the same code and globals.
    fn builtins_like_last(&mut self, code: Gc<Code>, globals: Value) -> Outcome {
        let last = code.info().function_object;
        if last.is_ptr() {
            // SAFETY: what is there is a function.
            let last: Gc<Function> = unsafe { Gc::from_value_unchecked(last) };
            if last.globals.get().is(globals) {
                return Ok(last.builtins.get());
            }
        }
        self.builtins_of(globals)
    }

    /// A function of `code` in the module of `globals`.
    pub fn make_function(&mut self, code: Value, globals: Value) -> Outcome<Gc<Function>> {
        // SAFETY: callers pass a code object.
        let code: Gc<Code> = unsafe { Gc::from_value_unchecked(code) };
        let code = self.code_for(code, globals)?;
        let doc = if code.info().flags & flags::DOCSTRING != 0 { self.constant(code, 0)? } else { Value::NONE };
        let key = self.names.__name__;
        let module = self.dict_get(globals, key)?;
        let builtins = self.builtins_like_last(code, globals)?;
        let f = self.alloc::<Function>(id::FUNCTION, Scan::Values, Function::SLOTS)?;
        f.code.init(code.value());
        f.closure.init(Value::UNSET);
        f.globals.init(globals);
        f.builtins.init(builtins);
        f.defaults.init(Value::UNSET);
        f.kwdefaults.init(Value::UNSET);
        f.name.init(code.name.get());
        f.qualname.init(code.qualname.get());
        f.module.init(if module.is(Value::UNSET) { Value::NONE } else { module });
        f.doc.init(doc);
        f.dict.init(Value::UNSET);
        f.annotations.init(Value::UNSET);
        f.annotate.init(Value::UNSET);
        f.type_params.init(Value::UNSET);
        code.info().function_object = f.value();
        Ok(f)
    }
}

fn looks_like_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric())
}

/// Gives fused instructions the opcode bytes of their own.
pub fn unfuse(words: &mut [u32]) {
    let mut i = 0;
    while i < words.len() {
        let first = words[i].to_le_bytes();
        let wide = first[0] == WIDE;
        let Some(op) = Op::from_byte(if wide { first[1] } else { first[0] }) else { return };
        if !wide {
            words[i] = words[i] & !0xff | op as u32;
        }
        i += if wide { 2 } else { 1 } + op.trailing_words();
    }
}

/// Zeroes the inline caches of instructions.
pub fn clear_caches(words: &mut [u32]) {
    clear_some_caches(words, &[], |_| true);
}

/// Zeroes the inline caches of some instructions.
pub fn clear_some_caches(words: &mut [u32], patches: &[crate::compiled::Patch], which: impl Fn(Op) -> bool) {
    each_cache(words, patches, |op, cache| {
        if which(op) {
            cache.fill(0);
        }
    });
}

/// Calls `visit` with every instruction that has an inline cache, and the cache.
pub fn each_cache(words: &mut [u32], patches: &[crate::compiled::Patch], mut visit: impl FnMut(Op, &mut [u32])) {
    let mut i = 0;
    while i < words.len() {
        let mut first = words[i].to_le_bytes();
        if first[0] == crate::compiled::ENTER {
            let patch = patches.iter().find(|p| p.offset as usize == i);
            first[0] = patch.expect("a patched instruction has its original").original;
        }
        let wide = first[0] == WIDE;
        let Some(op) = Op::from_byte(if wide { first[1] } else { first[0] }) else { return };
        let end = i + if wide { 2 } else { 1 } + op.trailing_words();
        let cache = op.row().cache as usize;
        if cache > 0 {
            visit(op, &mut words[end - cache..end]);
        }
        i = end;
    }
}
