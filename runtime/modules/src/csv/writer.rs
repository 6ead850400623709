//! `_csv.writer`: rows as lines; a field is quoted where the dialect says so or its characters need it.

use super::dialect::{
    self, Dialect, QUOTE_ALL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, is_line_end,
};
use super::error;
use crate::util::{class_of, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};
use pyspec_runtime::types::str::wtf8;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "writer",
    module: "_csv",
    doc: "Writes rows as lines to a file.",
    rows: &[
        native("writerow", "(self, row, /)", Effect::PYTHON, |vm, a| write_row(vm, a[0], a[1])),
        native("writerows", "(self, rows, /)", Effect::PYTHON, |vm, a| {
            vm.for_each(a[1], |vm, row| write_row(vm, a[0], row).map(|_| true))?;
            Ok(Value::NONE)
        }),
        getter("dialect", |vm, a| Ok(this::<Writer>(vm, a[0])?.dialect)),
    ],
};

state! {
    /// `write` is the file's method.
    struct Writer {
        dialect: Value,
        write: Value,
    }
}

pub fn new(vm: &mut Vm, args: Args) -> Outcome {
    let dialect = dialect::chosen(vm, args.given(1), args.get(2))?;
    let write = vm.get_attr_text_or_unset(args[0], "write")?;
    if write.is(Value::UNSET) || !vm.is_callable(write) {
        return Err(vm.type_error("argument 1 must have a \"write\" method"));
    }
    let class = class_of(vm, &TABLE);
    vm.new_payload(class, Box::new(Writer { dialect, write }), 0)
}

/// A line in the making.
struct Line<'a> {
    dialect: &'a Dialect,
    bytes: Vec<u8>,
    fields: usize,
}

fn write_row(vm: &mut Vm, writer: Value, row: Value) -> Outcome {
    let &mut Writer { dialect, write } = this::<Writer>(vm, writer)?;
    let d = this::<Dialect>(vm, dialect)?;
    let fields = match vm.iter(row) {
        Ok(fields) => fields,
        Err(raised) if !vm.pending_is(vm.exceptions.TypeError) => return Err(raised),
        Err(_) => {
            vm.take_pending();
            let found = vm.type_name(row);
            return Err(error(vm, &format!("iterable expected, not {found}")));
        }
    };
    let mut line = Line { dialect: d, bytes: vec![], fields: 0 };
    let mut last_is_none = false;
    vm.for_each(fields, |vm, field| {
        last_is_none = field.is(Value::NONE);
        let quoted = match d.quoting {
            QUOTE_NONNUMERIC => !vm.is_number(field),
            QUOTE_ALL => true,
            QUOTE_STRINGS => vm.is_str(field),
            QUOTE_NOTNULL => !last_is_none,
            _ => false,
        };
        let text = if last_is_none { None } else { Some(vm.to_str(field)?) };
        line.add(vm, text, quoted)?;
        std::hint::black_box(text);
        Ok(true)
    })?;
    // One field with nothing in it must not look like a row without fields.
    if line.fields > 0 && line.bytes.is_empty() {
        if d.quoting == QUOTE_NONE || last_is_none && matches!(d.quoting, QUOTE_STRINGS | QUOTE_NOTNULL) {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.add(vm, None, true)?;
    }
    line.bytes.extend_from_slice(vm.str_bytes(d.terminator));
    let text = vm.new_str_wtf8(&line.bytes)?;
    vm.call(write, &[text])
}

impl Line<'_> {
    fn add(&mut self, vm: &mut Vm, text: Option<Value>, mut quoted: bool) -> Outcome<()> {
        let d = self.dialect;
        let terminator = vm.str_bytes(d.terminator);
        let source = text.map_or(&[][..], |text| vm.str_bytes(text));
        let mut field = Vec::with_capacity(source.len() + 2);
        for c in wtf8::points(source) {
            let special = c == d.delimiter || Some(c) == d.escape || Some(c) == d.quote || is_line_end(c);
            if special || wtf8::points(terminator).any(|t| t == c) {
                let escape = if d.quoting == QUOTE_NONE {
                    true
                } else if Some(c) == d.quote {
                    if d.double {
                        wtf8::push(&mut field, c);
                    }
                    !d.double
                } else {
                    Some(c) == d.escape
                };
                if escape {
                    let Some(escape) = d.escape else {
                        return Err(error(vm, "need to escape, but no escapechar set"));
                    };
                    wtf8::push(&mut field, escape);
                } else {
                    quoted = true;
                }
            }
            wtf8::push(&mut field, c);
        }
        if source.is_empty() && d.delimiter == b' ' as u32 && d.skip_space {
            if d.quoting == QUOTE_NONE || text.is_none() && matches!(d.quoting, QUOTE_STRINGS | QUOTE_NOTNULL) {
                let text = "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(error(vm, text));
            }
            quoted = true;
        }
        if self.fields > 0 {
            wtf8::push(&mut self.bytes, d.delimiter);
        }
        self.fields += 1;
        let quote = d.quote.filter(|_| quoted);
        quote.inspect(|&q| wtf8::push(&mut self.bytes, q));
        self.bytes.extend_from_slice(&field);
        quote.inspect(|&q| wtf8::push(&mut self.bytes, q));
        Ok(())
    }
}
