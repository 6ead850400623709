//! `_sre`: patterns, matches, scanners and templates around the matching engine.
//!
//! Positions are code points. A subject is looked up anew for every attempt, since texts move.

use crate::util::{class_of, hidden_type, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::types::str::Text;
use rustpython_sre_engine::{self as engine, Request, State, StrDrive};
use rustpython_wtf8::Wtf8;

/// The module.
pub static MODULE: ModuleTable = ModuleTable { name: "_sre", doc: "", functions: FUNCTIONS, init: Some(init) };

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("compile", "(pattern, flags, code, groups, groupindex, indexgroup)", PY, compile),
    native("template", "(pattern, template, /)", PY, template),
    native("getcodesize", "()", Effect::PURE, |_, _| Ok(Value::small_int(engine::CODESIZE as isize))),
    native("ascii_iscased", "(character, /)", PY, |vm, a| {
        let c = code(vm, a)?;
        Ok(Value::bool(u8::try_from(c).is_ok_and(|c| c.is_ascii_alphabetic())))
    }),
    native("unicode_iscased", "(character, /)", PY, |vm, a| {
        let c = code(vm, a)?;
        Ok(Value::bool(engine::string::lower_unicode(c) != c || engine::string::upper_unicode(c) != c))
    }),
    native("ascii_tolower", "(character, /)", PY, |vm, a| {
        let c = code(vm, a)?;
        Ok(Value::small_int(engine::string::lower_ascii(c) as isize))
    }),
    native("unicode_tolower", "(character, /)", PY, |vm, a| {
        let c = code(vm, a)?;
        Ok(Value::small_int(engine::string::lower_unicode(c) as isize))
    }),
];

static PATTERN: TypeTable = TypeTable {
    map: 0,
    name: "Pattern",
    module: "re",
    doc: "Compiled regular expression object.",
    rows: &[
        native("match", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, |vm, a| attempt(vm, a, Way::Match)),
        native("fullmatch", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, |vm, a| attempt(vm, a, Way::Full)),
        native("search", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, |vm, a| attempt(vm, a, Way::Search)),
        native("sub", "(self, /, repl, string, count=0)", PY, |vm, a| Ok(substitute(vm, a)?.0)),
        native("subn", "(self, /, repl, string, count=0)", PY, |vm, a| {
            let (text, n) = substitute(vm, a)?;
            vm.new_tuple(&[text, Value::small_int(n as isize)])
        }),
        native("findall", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, findall),
        native("finditer", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, finditer),
        native("scanner", "(self, /, string, pos=0, endpos=sys.maxsize)", PY, scanner),
        native("split", "(self, /, string, maxsplit=0)", PY, split),
        native("__copy__", "(self, /)", Effect::PURE, crate::util::itself),
        native("__deepcopy__", "(self, memo, /)", Effect::PURE, crate::util::itself),
        native("__repr__", "(self, /)", PY, pattern_repr),
        native("__eq__", "(self, value, /)", PY, pattern_eq),
        native("__hash__", "(self, /)", PY, pattern_hash),
        native("__class_getitem__", "(cls, object, /)", PY, alias).kind(NativeKind::ClassMethod),
        getter("pattern", |vm, a| Ok(pattern_of(vm, a[0])?.pattern)),
        getter("flags", |vm, a| Ok(Value::small_int(pattern_of(vm, a[0])?.flags as isize))),
        getter("groups", |vm, a| Ok(Value::small_int(pattern_of(vm, a[0])?.groups as isize))),
        getter("groupindex", |vm, a| {
            let index = pattern_of(vm, a[0])?.groupindex;
            let proxy = vm.builtin_class(pyspec_abi::types::MAPPINGPROXY).value();
            vm.call(proxy, &[index])
        }),
    ],
};

static MATCH: TypeTable = TypeTable {
    map: 0,
    name: "Match",
    module: "re",
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    rows: &[
        native("group", "(self, /, *args)", PY, group),
        native("groups", "(self, /, default=None)", PY, groups),
        native("groupdict", "(self, /, default=None)", PY, groupdict),
        native("start", "(self, group=0, /)", PY, |vm, a| Ok(Value::small_int(bounds(vm, a)?.0))),
        native("end", "(self, group=0, /)", PY, |vm, a| Ok(Value::small_int(bounds(vm, a)?.1))),
        native("span", "(self, group=0, /)", PY, |vm, a| {
            let (from, to) = bounds(vm, a)?;
            vm.new_tuple(&[Value::small_int(from), Value::small_int(to)])
        }),
        native("expand", "(self, /, template)", PY, expand),
        native("__getitem__", "(self, key, /)", PY, |vm, a| {
            let i = group_number(vm, a[0], a[1])?;
            group_value(vm, a[0], i, Value::NONE)
        }),
        native("__copy__", "(self, /)", Effect::PURE, crate::util::itself),
        native("__deepcopy__", "(self, memo, /)", Effect::PURE, crate::util::itself),
        native("__repr__", "(self, /)", PY, match_repr),
        native("__class_getitem__", "(cls, object, /)", PY, alias).kind(NativeKind::ClassMethod),
        getter("string", |vm, a| Ok(match_of(vm, a[0])?.string)),
        getter("re", |vm, a| Ok(match_of(vm, a[0])?.pattern)),
        getter("pos", |vm, a| Ok(Value::small_int(match_of(vm, a[0])?.pos as isize))),
        getter("endpos", |vm, a| Ok(Value::small_int(match_of(vm, a[0])?.endpos as isize))),
        getter("lastindex", |vm, a| {
            let last = match_of(vm, a[0])?.last;
            Ok(if last > 0 { Value::small_int(last) } else { Value::NONE })
        }),
        getter("lastgroup", |vm, a| {
            let m = match_of(vm, a[0])?;
            let names = pattern_of(vm, m.pattern)?.indexgroup;
            let name = if m.last > 0 { vm.tuple_items(names).get(m.last as usize).copied() } else { None };
            Ok(name.unwrap_or(Value::NONE))
        }),
        getter("regs", regs),
    ],
};

static SCANNER: TypeTable = TypeTable {
    map: 0,
    name: "SRE_Scanner",
    module: "_sre",
    doc: "",
    rows: &[
        native("match", "(self, /)", PY, |vm, a| scan(vm, a, Way::Match)),
        native("search", "(self, /)", PY, |vm, a| scan(vm, a, Way::Search)),
        getter("pattern", |vm, a| Ok(this::<Scanner>(vm, a[0])?.pattern)),
    ],
};

static TEMPLATE: TypeTable = TypeTable { map: 0, name: "SRE_Template", module: "_sre", doc: "", rows: &[] };

state! {
    /// A compiled pattern.
    struct Pattern { pattern: Value, flags: i64, code: Vec<u32>, groups: usize, groupindex: Value, indexgroup: Value, text: bool }
}
state! {
    /// A match; an unmatched group is (-1, -1).
    struct Match { string: Value, pattern: Value, pos: usize, endpos: usize, regs: Vec<(isize, isize)>, last: isize }
}
state! {
    /// A scanner.
    struct Scanner { pattern: Value, string: Value, at: usize, pos: usize, end: usize, advance: bool, over: bool }
}
state! {
    /// A replacement: first literal, then (group, literal) pairs.
    struct Template { first: Value, rest: Vec<(usize, Value)> }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for table in [&PATTERN, &MATCH, &SCANNER, &TEMPLATE] {
        hidden_type(vm, table)?;
    }
    vm.set_module_attr(module, "MAGIC", Value::small_int(engine::SRE_MAGIC as isize))?;
    vm.set_module_attr(module, "CODESIZE", Value::small_int(engine::CODESIZE as isize))?;
    // What the compiler can write into a code word.
    vm.set_module_attr(module, "MAXREPEAT", Value::small_int(u32::MAX as isize))?;
    vm.set_module_attr(module, "MAXGROUPS", Value::small_int((u32::MAX / 2) as isize))
}

fn alias(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn code(vm: &mut Vm, args: Args) -> Outcome<u32> {
    Ok(vm.index_i64(args[0])? as u32)
}

fn pattern_of(vm: &mut Vm, v: Value) -> Outcome<&'static mut Pattern> {
    this(vm, v)
}

fn match_of(vm: &mut Vm, v: Value) -> Outcome<&'static mut Match> {
    this(vm, v)
}

fn compile(vm: &mut Vm, args: Args) -> Outcome {
    let items = vm.collect_items(args[2])?;
    let mut code = Vec::with_capacity(items.len());
    for &v in items.iter() {
        match u32::try_from(vm.index_i64(v)?) {
            Ok(word) => code.push(word),
            Err(_) => return Err(vm.overflow_error("regular expression code size limit exceeded")),
        }
    }
    let (flags, groups) = (vm.index_i64(args[1])?, vm.index_i64(args[3])? as usize);
    // A pattern from a tree has no text of its own and matches whatever it is given.
    let text = vm.is_str(args[0]);
    let class = class_of(vm, &PATTERN);
    let state = Pattern { pattern: args[0], flags, code, groups, groupindex: args[4], indexgroup: args[5], text };
    vm.new_payload(class, Box::new(state), 0)
}

fn template(vm: &mut Vm, args: Args) -> Outcome {
    let items = vm.collect_items(args[1])?;
    let mut rest = vec![];
    for pair in items[1..].chunks(2) {
        rest.push((vm.index_i64(pair[0])? as usize, pair[1]));
    }
    let class = class_of(vm, &TEMPLATE);
    vm.new_payload(class, Box::new(Template { first: items[0], rest }), 0)
}

/// What is matched against.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Text(Text<'a>),
    Bytes(&'a [u8]),
}

impl<'a> Subject<'a> {
    fn len(&self) -> usize {
        match self {
            Subject::Text(t) => t.chars,
            Subject::Bytes(b) => b.len(),
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        match self {
            Subject::Text(t) => t.slice(from, to.max(from)),
            Subject::Bytes(b) => &b[from.min(b.len())..to.max(from).min(b.len())],
        }
    }
}

/// The subject in a value that [`checked`] gave.
fn subject<'a>(vm: &Vm, string: Value) -> Subject<'a> {
    match vm.text(string) {
        Some(text) => Subject::Text(text),
        None => Subject::Bytes(vm.bytes_like(string).unwrap_or(&[])),
    }
}

/// The argument as a str or bytes; memory of other kinds is copied.
fn checked(vm: &mut Vm, pattern: Value, string: Value) -> Outcome {
    let p = pattern_of(vm, pattern)?;
    let (any, wants_text) = (p.pattern.is(Value::NONE), p.text);
    if vm.is_str(string) {
        if !any && !wants_text {
            return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
        }
        return Ok(string);
    }
    let bytes = match vm.bytes_like(string) {
        Some(_) => string,
        None => match vm.buffer_bytes(string) {
            Some(bytes) => vm.new_bytes(&bytes)?,
            None => {
                let name = vm.type_name(string);
                return Err(vm.type_error(format!("expected string or bytes-like object, got '{name}'")));
            }
        },
    };
    if !any && wants_text {
        return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
    }
    Ok(bytes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Match,
    Full,
    Search,
}

/// Bounds of a match's groups, and the last group.
type Found = (Vec<(isize, isize)>, isize);

fn drive<S: StrDrive>(string: S, p: &Pattern, start: usize, end: usize, way: Way, advance: bool) -> Option<Found> {
    let request =
        Request { string, start, end, pattern_codes: &p.code, match_all: way == Way::Full, must_advance: advance };
    let mut state = State::default();
    state.reset(&request, start);
    let found = if way == Way::Search { state.search(request) } else { state.py_match(&request) };
    if !found {
        return None;
    }
    let mut regs = Vec::with_capacity(p.groups + 1);
    regs.push((state.start as isize, state.cursor.position as isize));
    for i in 0..p.groups {
        let (from, to) = state.marks.get(i);
        regs.push(match (from.into_option(), to.into_option()) {
            (Some(from), Some(to)) => (from as isize, to as isize),
            _ => (-1, -1),
        });
    }
    Some((regs, state.marks.last_index()))
}

/// One attempt.
fn run(
    vm: &mut Vm,
    pattern: Value,
    string: Value,
    start: usize,
    end: usize,
    way: Way,
    advance: bool,
) -> Outcome<Option<Found>> {
    let p = pattern_of(vm, pattern)?;
    if start > end {
        return Ok(None);
    }
    Ok(match subject(vm, string) {
        Subject::Bytes(bytes) => drive(bytes, p, start, end.min(bytes.len()), way, advance),
        Subject::Text(t) if t.ascii => drive(t.bytes, p, start, end, way, advance),
        Subject::Text(t) => {
            // SAFETY: texts are WTF-8.
            let text = unsafe { Wtf8::from_bytes_unchecked(t.bytes) };
            drive(text, p, start, end, way, advance)
        }
    })
}

/// Clamped `pos` and `endpos`.
fn range(vm: &mut Vm, string: Value, pos: Option<Value>, end: Option<Value>) -> Outcome<(usize, usize)> {
    let pos = pos.map_or(Ok(0), |v| vm.index_clamped(v))?;
    let end = end.map_or(Ok(i64::MAX), |v| vm.index_clamped(v))?;
    let len = subject(vm, string).len() as i64;
    Ok((pos.clamp(0, len) as usize, end.clamp(0, len) as usize))
}

fn new_match(vm: &mut Vm, pattern: Value, string: Value, pos: usize, endpos: usize, found: Found) -> Outcome {
    let class = class_of(vm, &MATCH);
    vm.new_payload(class, Box::new(Match { string, pattern, pos, endpos, regs: found.0, last: found.1 }), 0)
}

fn attempt(vm: &mut Vm, args: Args, way: Way) -> Outcome {
    let string = checked(vm, args[0], args[1])?;
    let (pos, end) = range(vm, string, args.given(2), args.given(3))?;
    match run(vm, args[0], string, pos, end, way, false)? {
        Some(found) => new_match(vm, args[0], string, pos, end, found),
        None => Ok(Value::NONE),
    }
}

/// Part of a subject as an object.
fn part(vm: &mut Vm, string: Value, from: usize, to: usize) -> Outcome {
    let s = subject(vm, string);
    if from == 0 && to >= s.len() && (vm.is_exact_str(string) || vm.is_bytes(string)) {
        return Ok(string);
    }
    let bytes = s.slice(from, to).to_vec();
    if let Subject::Text(_) = s { vm.new_str_wtf8(&bytes) } else { vm.new_bytes(&bytes) }
}

fn group_part(vm: &mut Vm, string: Value, (from, to): (isize, isize), default: Value) -> Outcome {
    if from < 0 { Ok(default) } else { part(vm, string, from as usize, to as usize) }
}

fn empty_like(vm: &mut Vm, string: Value) -> Outcome {
    if vm.is_str(string) { vm.new_str("") } else { vm.new_bytes(&[]) }
}

fn findall(vm: &mut Vm, args: Args) -> Outcome {
    let string = checked(vm, args[0], args[1])?;
    let (mut at, end) = range(vm, string, args.given(2), args.given(3))?;
    let (list, empty, mut advance) = (vm.new_list(&[])?, empty_like(vm, string)?, false);
    while let Some((regs, _)) = run(vm, args[0], string, at, end, Way::Search, advance)? {
        let item = match regs.len() {
            1 => group_part(vm, string, regs[0], empty)?,
            2 => group_part(vm, string, regs[1], empty)?,
            _ => {
                let mut row = Rooted::new();
                for &reg in &regs[1..] {
                    let item = group_part(vm, string, reg, empty)?;
                    row.push(item);
                }
                vm.new_tuple(&row)?
            }
        };
        vm.list_append(list, item)?;
        at = regs[0].1 as usize;
        advance = regs[0].0 == regs[0].1;
    }
    Ok(list)
}

fn scanner(vm: &mut Vm, args: Args) -> Outcome {
    let string = checked(vm, args[0], args[1])?;
    let (at, end) = range(vm, string, args.given(2), args.given(3))?;
    let class = class_of(vm, &SCANNER);
    let state = Scanner { pattern: args[0], string, at, pos: at, end, advance: false, over: false };
    vm.new_payload(class, Box::new(state), 0)
}

fn finditer(vm: &mut Vm, args: Args) -> Outcome {
    let scanner = scanner(vm, args)?;
    let search = vm.get_attr_text(scanner, "search")?;
    vm.new_callable_iterator(search, Value::NONE)
}

fn scan(vm: &mut Vm, args: Args, way: Way) -> Outcome {
    let s = this::<Scanner>(vm, args[0])?;
    if s.over {
        return Ok(Value::NONE);
    }
    let Some(found) = run(vm, s.pattern, s.string, s.at, s.end, way, s.advance)? else {
        s.over = true;
        return Ok(Value::NONE);
    };
    s.at = found.0[0].1 as usize;
    s.advance = found.0[0].0 == found.0[0].1;
    new_match(vm, s.pattern, s.string, s.pos, s.end, found)
}

fn split(vm: &mut Vm, args: Args) -> Outcome {
    let string = checked(vm, args[0], args[1])?;
    let most = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    let end = subject(vm, string).len();
    let list = vm.new_list(&[])?;
    let (mut at, mut last, mut n, mut advance) = (0, 0, 0, false);
    while most == 0 || n < most {
        let Some((regs, _)) = run(vm, args[0], string, at, end, Way::Search, advance)? else { break };
        let piece = part(vm, string, last, regs[0].0 as usize)?;
        vm.list_append(list, piece)?;
        for &reg in &regs[1..] {
            let piece = group_part(vm, string, reg, Value::NONE)?;
            vm.list_append(list, piece)?;
        }
        n += 1;
        last = regs[0].1 as usize;
        at = last;
        advance = regs[0].0 == regs[0].1;
    }
    let piece = part(vm, string, last, end)?;
    vm.list_append(list, piece)?;
    Ok(list)
}

/// How matches are replaced.
enum Replacement {
    Literal(Value),
    Template(Value),
    Function(Value),
}

fn replacement(vm: &mut Vm, pattern: Value, repl: Value) -> Outcome<Replacement> {
    if vm.is_callable(repl) {
        return Ok(Replacement::Function(repl));
    }
    let plain = match (vm.text(repl), vm.bytes_like(repl)) {
        (Some(text), _) => !text.bytes.contains(&b'\\'),
        (None, Some(bytes)) => !bytes.contains(&b'\\'),
        _ => false,
    };
    if plain {
        Ok(Replacement::Literal(repl))
    } else {
        Ok(Replacement::Template(compiled_template(vm, pattern, repl)?))
    }
}

fn compiled_template(vm: &mut Vm, pattern: Value, repl: Value) -> Outcome {
    let re = vm.import_module("re")?;
    vm.call_method(re, "_compile_template", &[pattern, repl])
}

/// Appends the text of a str or bytes; items count from `number` in the error.
fn push(vm: &mut Vm, out: &mut Vec<u8>, text: bool, item: Value, number: usize) -> Outcome<()> {
    let bytes = if text { vm.text(item).map(|t| t.bytes) } else { vm.bytes_like(item) };
    if let Some(bytes) = bytes {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    if let (false, Some(bytes)) = (text, vm.buffer_bytes(item)) {
        out.extend_from_slice(&bytes);
        return Ok(());
    }
    let name = vm.type_name(item);
    let wanted = if text { "expected str instance" } else { "expected a bytes-like object" };
    Err(vm.type_error(format!("sequence item {number}: {wanted}, {name} found")))
}

fn expand_into(vm: &mut Vm, out: &mut Vec<u8>, template: Value, string: Value, regs: &[(isize, isize)]) -> Outcome<()> {
    let text = vm.is_str(string);
    let t = this::<Template>(vm, template)?;
    push(vm, out, text, t.first, 0)?;
    for &(i, literal) in &t.rest {
        match regs.get(i) {
            Some(&(from, to)) if from >= 0 => {
                out.extend_from_slice(subject(vm, string).slice(from as usize, to as usize))
            }
            Some(_) => {}
            None => return Err(vm.index_error("no such group")),
        }
        push(vm, out, text, literal, 0)?;
    }
    Ok(())
}

fn substitute(vm: &mut Vm, args: Args) -> Outcome<(Value, usize)> {
    let (pattern, string) = (args[0], checked(vm, args[0], args[2])?);
    let most = args.given(3).map_or(Ok(0), |v| vm.index_i64(v))?;
    let how = replacement(vm, pattern, args[1])?;
    let (text, end) = (vm.is_str(string), subject(vm, string).len());
    let mut out = vec![];
    let (mut at, mut last, mut n, mut items, mut advance) = (0, 0, 0, 0, false);
    while most == 0 || (n as i64) < most {
        let Some((regs, group)) = run(vm, pattern, string, at, end, Way::Search, advance)? else { break };
        let (from, to) = (regs[0].0 as usize, regs[0].1 as usize);
        if last < from {
            out.extend_from_slice(subject(vm, string).slice(last, from));
            items += 1;
        }
        match how {
            Replacement::Literal(item) => push(vm, &mut out, text, item, items)?,
            Replacement::Template(t) => expand_into(vm, &mut out, t, string, &regs)?,
            Replacement::Function(f) => {
                let m = new_match(vm, pattern, string, 0, end, (regs, group))?;
                let item = vm.call(f, &[m])?;
                if !item.is(Value::NONE) {
                    push(vm, &mut out, text, item, items)?;
                }
            }
        }
        items += 1;
        n += 1;
        (last, at, advance) = (to, to, from == to);
    }
    if n == 0 {
        return Ok((part(vm, string, 0, end)?, 0));
    }
    out.extend_from_slice(subject(vm, string).slice(last, end));
    Ok((if text { vm.new_str_wtf8(&out)? } else { vm.new_bytes(&out)? }, n))
}

fn pattern_repr(vm: &mut Vm, args: Args) -> Outcome {
    const NAMES: &[(i64, &str)] = &[
        (2, "re.IGNORECASE"),
        (4, "re.LOCALE"),
        (8, "re.MULTILINE"),
        (16, "re.DOTALL"),
        (32, "re.UNICODE"),
        (64, "re.VERBOSE"),
        (128, "re.DEBUG"),
        (256, "re.ASCII"),
    ];
    let p = pattern_of(vm, args[0])?;
    let mut flags = p.flags;
    if p.text && flags & (4 | 32 | 256) == 32 {
        flags &= !32;
    }
    let shown: String = vm.repr_text(p.pattern)?.chars().take(200).collect();
    let mut parts: Vec<String> = vec![];
    for &(bit, name) in NAMES {
        if flags & bit != 0 {
            parts.push(name.into());
            flags &= !bit;
        }
    }
    if flags != 0 {
        parts.push(format!("{flags:#x}"));
    }
    let flags = if parts.is_empty() { String::new() } else { format!(", {}", parts.join("|")) };
    vm.new_str(&format!("re.compile({shown}{flags})"))
}

fn pattern_eq(vm: &mut Vm, args: Args) -> Outcome {
    let (Some(a), Some(b)) = (vm.payload::<Pattern>(args[0]), vm.payload::<Pattern>(args[1])) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if args[0].is(args[1]) {
        return Ok(Value::TRUE);
    }
    if a.flags != b.flags || a.text != b.text || a.code != b.code {
        return Ok(Value::FALSE);
    }
    let (a, b) = (a.pattern, b.pattern);
    Ok(Value::bool(vm.equal(a, b)?))
}

fn pattern_hash(vm: &mut Vm, args: Args) -> Outcome {
    let p = pattern_of(vm, args[0])?;
    let codes = p.code.iter().fold(p.flags, |h, &c| h.wrapping_mul(1_000_003) ^ c as i64);
    let hash = vm.hash(p.pattern)? ^ codes;
    Ok(Value::small_int((hash >> 2) as isize))
}

fn group_number(vm: &mut Vm, object: Value, key: Value) -> Outcome<usize> {
    let m = match_of(vm, object)?;
    let (count, pattern) = (m.regs.len() as i64, m.pattern);
    let mut number = -1;
    if vm.has_index(key) {
        number = vm.index_clamped(key)?;
    } else {
        let index = pattern_of(vm, pattern)?.groupindex;
        let found = match vm.dict_get(index, key) {
            Ok(v) => v,
            Err(_) => {
                vm.take_pending();
                Value::UNSET
            }
        };
        if !found.is(Value::UNSET) {
            number = vm.index_i64(found)?;
        }
    }
    if number < 0 || number >= count {
        return Err(vm.index_error("no such group"));
    }
    Ok(number as usize)
}

fn group_value(vm: &mut Vm, object: Value, i: usize, default: Value) -> Outcome {
    let m = match_of(vm, object)?;
    group_part(vm, m.string, m.regs[i], default)
}

fn group(vm: &mut Vm, args: Args) -> Outcome {
    let keys = Rooted::from_slice(vm.tuple_items(args[1]));
    match keys.len() {
        0 => group_value(vm, args[0], 0, Value::NONE),
        1 => {
            let i = group_number(vm, args[0], keys[0])?;
            group_value(vm, args[0], i, Value::NONE)
        }
        _ => {
            let mut row = Rooted::new();
            for &key in keys.iter() {
                let i = group_number(vm, args[0], key)?;
                let item = group_value(vm, args[0], i, Value::NONE)?;
                row.push(item);
            }
            vm.new_tuple(&row)
        }
    }
}

fn groups(vm: &mut Vm, args: Args) -> Outcome {
    let count = match_of(vm, args[0])?.regs.len();
    let mut row = Rooted::new();
    for i in 1..count {
        let item = group_value(vm, args[0], i, args.or(1, Value::NONE))?;
        row.push(item);
    }
    vm.new_tuple(&row)
}

fn groupdict(vm: &mut Vm, args: Args) -> Outcome {
    let m = match_of(vm, args[0])?;
    let index = pattern_of(vm, m.pattern)?.groupindex;
    let (dict, mut at) = (vm.new_dict()?, 0);
    while let Some((name, number, next)) = vm.dict_entry(index, at) {
        let i = vm.index_i64(number)? as usize;
        let item = group_value(vm, args[0], i, args.or(1, Value::NONE))?;
        vm.dict_set(dict, name, item)?;
        at = next;
    }
    Ok(dict)
}

fn bounds(vm: &mut Vm, args: Args) -> Outcome<(isize, isize)> {
    let i = args.given(1).map_or(Ok(0), |key| group_number(vm, args[0], key))?;
    Ok(match_of(vm, args[0])?.regs[i])
}

fn regs(vm: &mut Vm, args: Args) -> Outcome {
    let mut row = Rooted::new();
    for &(from, to) in &match_of(vm, args[0])?.regs {
        let pair = vm.new_tuple(&[Value::small_int(from), Value::small_int(to)])?;
        row.push(pair);
    }
    vm.new_tuple(&row)
}

fn expand(vm: &mut Vm, args: Args) -> Outcome {
    let m = match_of(vm, args[0])?;
    let (pattern, string, regs) = (m.pattern, m.string, m.regs.clone());
    let template = compiled_template(vm, pattern, args[1])?;
    let mut out = vec![];
    expand_into(vm, &mut out, template, string, &regs)?;
    if vm.is_str(string) { vm.new_str_wtf8(&out) } else { vm.new_bytes(&out) }
}

fn match_repr(vm: &mut Vm, args: Args) -> Outcome {
    let (from, to) = match_of(vm, args[0])?.regs[0];
    let text = group_value(vm, args[0], 0, Value::NONE)?;
    let shown: String = vm.repr_text(text)?.chars().take(50).collect();
    vm.new_str(&format!("<re.Match object; span=({from}, {to}), match={shown}>"))
}
