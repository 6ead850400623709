//! `_csv.reader`: an automaton over the characters of lines; a row ends with a line outside quotes.

use super::dialect::{self, Dialect, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, is_line_end};
use super::{error, shared};
use crate::util::{Visit, class_of, itself, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};
use pyspec_runtime::types::str::wtf8;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "reader",
    module: "_csv",
    doc: "Gives the rows that the lines of an iterable hold.",
    rows: &[
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", Effect::PYTHON, next),
        getter("dialect", |vm, a| Ok(this::<Reader>(vm, a[0])?.dialect)),
        getter("line_num", |vm, a| {
            let line = this::<Reader>(vm, a[0])?.line;
            vm.new_int(line)
        }),
    ],
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuotes,
    EscapedInQuotes,
    QuoteInQuotes,
    EatLineEnd,
    AfterEscapedLineEnd,
}

impl Visit for State {
    const VALUES: bool = false;
}

state! {
    /// `row` is the list in the making, `field` WTF-8 of the field in the making, `length` its characters,
    /// `unquoted` whether it began without a quote.
    struct Reader {
        lines: Value,
        dialect: Value,
        row: Value,
        field: Vec<u8>,
        length: i64,
        state: State,
        unquoted: bool,
        line: i64,
    }
}

pub fn new(vm: &mut Vm, args: Args) -> Outcome {
    let lines = vm.iter(args[0])?;
    let dialect = dialect::chosen(vm, args.given(1), args.get(2))?;
    let class = class_of(vm, &TABLE);
    let reader = Reader {
        lines,
        dialect,
        row: Value::NONE,
        field: vec![],
        length: 0,
        state: State::StartRecord,
        unquoted: true,
        line: 0,
    };
    vm.new_payload(class, Box::new(reader), 0)
}

/// A character, or the end of a line that an iterator gave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Char(u32),
    End,
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    let row = vm.new_list(&[])?;
    let reader = this::<Reader>(vm, args[0])?;
    (reader.row, reader.state, reader.unquoted, reader.length) = (row, State::StartRecord, true, 0);
    reader.field.clear();
    let lines = reader.lines;
    // SAFETY of the reference: the dialect is held by the reader, and states do not move.
    let d = this::<Dialect>(vm, reader.dialect)?;
    loop {
        let line = vm.next(lines)?;
        let reader = this::<Reader>(vm, args[0])?;
        if line.is(Value::UNSET) {
            if reader.length == 0 && reader.state != State::InQuotes {
                return Ok(Value::UNSET);
            }
            if d.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            save(vm, reader, d, row)?;
            return Ok(row);
        }
        if !vm.is_str(line) {
            let found = vm.type_name(line);
            return Err(error(
                vm,
                &format!("iterator should return strings, not {found} (the file should be opened in text mode)"),
            ));
        }
        reader.line += 1;
        for c in wtf8::points(vm.str_bytes(line)) {
            step(vm, reader, d, row, Input::Char(c))?;
        }
        step(vm, reader, d, row, Input::End)?;
        std::hint::black_box(line);
        if reader.state == State::StartRecord {
            return Ok(row);
        }
    }
}

fn step(vm: &mut Vm, r: &mut Reader, d: &Dialect, row: Value, input: Input) -> Outcome<()> {
    let ends = match input {
        Input::End => true,
        Input::Char(c) => is_line_end(c),
    };
    let after_end = if input == Input::End { State::StartRecord } else { State::EatLineEnd };
    // An escape at the end of what the iterator gave stands before a line feed.
    let c = if let Input::Char(c) = input { c } else { b'\n' as u32 };
    let quotes = d.quoting != QUOTE_NONE && d.quote == Some(c) && input != Input::End;
    let escapes = d.escape == Some(c) && input != Input::End;
    match r.state {
        State::StartRecord if input == Input::End => {}
        State::StartRecord if ends => r.state = State::EatLineEnd,
        State::StartRecord | State::StartField => {
            if ends {
                save(vm, r, d, row)?;
                r.state = after_end;
            } else if quotes {
                (r.unquoted, r.state) = (false, State::InQuotes);
            } else if escapes {
                r.state = State::Escaped;
            } else if c == b' ' as u32 && d.skip_space {
                r.state = State::StartField;
            } else if c == d.delimiter {
                save(vm, r, d, row)?;
                r.state = State::StartField;
            } else {
                add(vm, r, c)?;
                r.state = State::InField;
            }
        }
        State::Escaped => {
            add(vm, r, c)?;
            r.state = if ends && input != Input::End { State::AfterEscapedLineEnd } else { State::InField };
        }
        State::AfterEscapedLineEnd if input == Input::End => {}
        State::AfterEscapedLineEnd | State::InField => {
            if ends {
                save(vm, r, d, row)?;
                r.state = after_end;
            } else if escapes {
                r.state = State::Escaped;
            } else if c == d.delimiter {
                save(vm, r, d, row)?;
                r.state = State::StartField;
            } else {
                add(vm, r, c)?;
                r.state = State::InField;
            }
        }
        State::InQuotes if input == Input::End => {}
        State::InQuotes => {
            if escapes {
                r.state = State::EscapedInQuotes;
            } else if quotes {
                r.state = if d.double { State::QuoteInQuotes } else { State::InField };
            } else {
                add(vm, r, c)?;
            }
        }
        State::EscapedInQuotes => {
            add(vm, r, c)?;
            r.state = State::InQuotes;
        }
        State::QuoteInQuotes => {
            if quotes {
                add(vm, r, c)?;
                r.state = State::InQuotes;
            } else if c == d.delimiter && input != Input::End {
                save(vm, r, d, row)?;
                r.state = State::StartField;
            } else if ends {
                save(vm, r, d, row)?;
                r.state = after_end;
            } else if !d.strict {
                add(vm, r, c)?;
                r.state = State::InField;
            } else {
                let shown = |c: Option<u32>| c.and_then(char::from_u32).unwrap_or('\u{fffd}');
                let text = format!("'{}' expected after '{}'", shown(Some(d.delimiter)), shown(d.quote));
                return Err(error(vm, &text));
            }
        }
        State::EatLineEnd if input == Input::End => r.state = State::StartRecord,
        State::EatLineEnd if ends => {}
        State::EatLineEnd => {
            let text = "new-line character seen in unquoted field - do you need to open the file with newline=''?";
            return Err(error(vm, text));
        }
    }
    Ok(())
}

fn add(vm: &mut Vm, r: &mut Reader, c: u32) -> Outcome<()> {
    let limit = shared(vm).limit;
    if r.length >= limit {
        return Err(error(vm, &format!("field larger than field limit ({limit})")));
    }
    r.length += 1;
    wtf8::push(&mut r.field, c);
    Ok(())
}

/// Ends the field: what it is depends on whether it was quoted.
fn save(vm: &mut Vm, r: &mut Reader, d: &Dialect, row: Value) -> Outcome<()> {
    let empty = r.length == 0;
    let value = if r.unquoted && empty && matches!(d.quoting, QUOTE_NOTNULL | QUOTE_STRINGS) {
        Value::NONE
    } else {
        let text = vm.new_str_wtf8(&r.field)?;
        let number = d.quoting == QUOTE_NONNUMERIC || d.quoting == QUOTE_STRINGS && !empty;
        if r.unquoted && number {
            let float = vm.builtin_class(pyspec_abi::types::FLOAT).value();
            vm.call(float, &[text])?
        } else {
            text
        }
    };
    r.field.clear();
    (r.length, r.unquoted) = (0, true);
    vm.list_append(row, value)
}
