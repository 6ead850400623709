//! Tracebacks as text, as CPython prints them.

use super::code::code_of;
use crate::native::Outcome;
use crate::object::layout::{Frame, Function, Traceback};
use crate::object::rooted::ToRooted;
use crate::object::{Gc, Rooted};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::Position;
use pyspec_front::marked_line;
use std::fmt::Write;

/// Repeated entries beyond this many are counted, not shown.
const SAME_SHOWN: usize = 3;
/// Exceptions of a group that are shown, and how deep.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

impl Vm {
    /// The whole text for an uncaught exception.
    pub fn traceback_text(&mut self, exception: Value) -> String {
        let mut out = String::new();
        let mut seen = Rooted::new();
        self.write_chain(&mut out, exception, &mut seen, "", 0);
        out
    }

    fn write_chain(&mut self, out: &mut String, exception: Value, seen: &mut Rooted, margin: &str, depth: usize) {
        seen.push(exception);
        if let Some(e) = self.as_exception(exception) {
            let (cause, context) = (e.cause.get(), e.context.get());
            let suppressed = e.flags.int() & 1 != 0;
            if cause.is_ptr() && !seen.contains(&cause) {
                self.write_chain(out, cause, seen, margin, depth);
                let _ = write!(
                    out,
                    "{margin}\n{margin}The above exception was the direct cause of the following exception:\n{margin}\n"
                );
            } else if context.is_ptr() && !suppressed && !seen.contains(&context) && !cause.is_ptr() {
                self.write_chain(out, context, seen, margin, depth);
                let _ = write!(
                    out,
                    "{margin}\n{margin}During handling of the above exception, another exception occurred:\n{margin}\n"
                );
            }
        }
        self.write_one(out, exception, seen, margin, depth);
    }

    fn write_one(&mut self, out: &mut String, exception: Value, seen: &mut Rooted, margin: &str, depth: usize) {
        let Some(e) = self.as_exception(exception) else { return };
        let group = self.is_subtype(self.class_of(exception), self.exceptions.BaseExceptionGroup);
        let traceback = e.traceback.get();
        if traceback.is_ptr() {
            let mut text = String::new();
            if group {
                let lead = if depth == 0 { "  + " } else { "" };
                let title = "Exception Group Traceback (most recent call last):";
                if depth == 0 {
                    let _ = writeln!(text, "{lead}{title}");
                } else {
                    let _ = writeln!(text, "{title}");
                }
            } else {
                text.push_str("Traceback (most recent call last):\n");
            }
            self.write_entries(&mut text, traceback);
            if group && depth == 0 {
                let mut lines = text.lines();
                if let Some(first) = lines.next() {
                    let _ = writeln!(out, "{first}");
                }
                lines.for_each(|l| {
                    let _ = writeln!(out, "  | {l}");
                });
            } else {
                text.lines().for_each(|l| {
                    let _ = writeln!(out, "{margin}{l}");
                });
            }
        }
        let mut text = String::new();
        self.write_last_lines(&mut text, exception);
        let own = if group && depth == 0 { "  | ".to_string() } else { margin.to_string() };
        for line in text.lines() {
            let _ = writeln!(out, "{own}{line}");
        }
        if group {
            self.write_group(out, exception, seen, margin, depth);
        }
    }

    fn write_group(&mut self, out: &mut String, exception: Value, seen: &mut Rooted, margin: &str, depth: usize) {
        let Ok(list) = self.get_attr_text(exception, "exceptions") else {
            self.take_pending();
            return;
        };
        let items = self.tuple_items(list).rooted();
        // The rules of its members begin below its own bar.
        let indent = if depth == 0 { "  " } else { &margin[..margin.len() - "| ".len()] };
        if depth >= GROUP_DEPTH {
            let _ = writeln!(out, "{indent}| ... (max_group_depth is {GROUP_DEPTH})");
            return;
        }
        let shown = items.len().min(GROUP_WIDTH);
        for (i, &one) in items.iter().take(shown).enumerate() {
            let rule = if i == 0 { "+-+" } else { "  +" };
            let _ = writeln!(out, "{indent}{rule}---------------- {} ----------------", i + 1);
            let inner = format!("{indent}  | ");
            self.write_chain(out, one, seen, &inner, depth + 1);
        }
        if items.len() > shown {
            let rest = items.len() - shown;
            let s = if rest == 1 { "" } else { "s" };
            let _ = writeln!(out, "{indent}  +---------------- ... ----------------");
            let _ = writeln!(out, "{indent}  | and {rest} more exception{s}");
        }
        if !self.last_is_group(&items) {
            let _ = writeln!(out, "{indent}  +------------------------------------");
        }
    }

    fn last_is_group(&self, items: &[Value]) -> bool {
        items.last().is_some_and(|e| self.is_subtype(self.class_of(*e), self.exceptions.BaseExceptionGroup))
    }

    fn write_entries(&mut self, out: &mut String, traceback: Value) {
        let mut at = traceback;
        let (mut last, mut count) = (None, 0);
        while at.is_ptr() {
            // SAFETY: a chain of traceback objects.
            let entry: Gc<Traceback> = unsafe { Gc::from_value_unchecked(at) };
            let (text, key) = self.entry_text(entry);
            if last.as_ref() == Some(&key) {
                count += 1;
            } else {
                repeated(out, count);
                (last, count) = (Some(key), 1);
            }
            if count <= SAME_SHOWN {
                out.push_str(&text);
            }
            at = entry.next.get();
        }
        repeated(out, count);
    }

    /// The lines of one entry, and what makes it the same as another.
    fn entry_text(&mut self, entry: Gc<Traceback>) -> (String, (String, i64, String)) {
        // SAFETY: an entry's frame is a frame object, whose function is a function.
        let f: Gc<Function> = unsafe {
            let frame: Gc<Frame> = Gc::from_value_unchecked(entry.frame.get());
            Gc::from_value_unchecked(frame.function.get())
        };
        let code = code_of(f);
        let (file, name) = (self.str_lossy(code.filename.get()), self.str_lossy(code.name.get()));
        let line = entry.line.int() as i64;
        let mut out = format!("  File \"{file}\", line {line}, in {name}\n");
        let position = code.info().function().position(entry.lasti.int() as u32);
        let position =
            if position.line as i64 == line { position } else { Position { line: line as u32, ..Position::default() } };
        if let Some(source) = self.source_of(f, &file) {
            super::traceback_marks::write_source(&mut out, &source, position);
        }
        (out, (file, line, name))
    }

    /// Text of the file that a function came from.
    fn source_of(&mut self, f: Gc<Function>, file: &str) -> Option<String> {
        if let Some(text) = self.interp.sources.get(file) {
            return text.clone();
        }
        let text = match file.strip_prefix('<') {
            Some(_) => self.library_source(f),
            None => std::fs::read(file).ok().map(|b| String::from_utf8_lossy(&b).into_owned()),
        };
        self.interp.sources.insert(file.to_string(), text.clone());
        text
    }

    fn library_source(&mut self, f: Gc<Function>) -> Option<String> {
        let module = f.module.get();
        let library = self.library?;
        if !self.is_str(module) {
            return None;
        }
        let name = self.str_lossy(module);
        library.source(&name)
    }

    /// `Class: message`, with what a SyntaxError and notes add.
    fn write_last_lines(&mut self, out: &mut String, exception: Value) {
        let class = self.class_of(exception);
        let syntax = self.is_subtype(class, self.exceptions.SyntaxError);
        let message = if syntax { self.syntax_error_text(out, exception) } else { self.safe_str(exception) };
        let name = self.exception_name(exception);
        let hint = self.suggestion(exception);
        let mut line = if message.is_empty() { name } else { format!("{name}: {message}") };
        if let Some(hint) = hint {
            line.push_str(&hint);
        }
        let _ = writeln!(out, "{line}");
        self.write_notes(out, exception);
    }

    /// The class as the last line names it: with its module unless that is builtins or `__main__`.
    fn exception_name(&mut self, exception: Value) -> String {
        let class = self.class_of(exception).value();
        let (module, qualname) = (self.names.__module__, self.names.__qualname__);
        let name = self.get_attr_or_unset(class, qualname).unwrap_or(Value::UNSET);
        let name = if self.is_str(name) { self.str_lossy(name) } else { self.type_name(exception) };
        let module = self.get_attr_or_unset(class, module).unwrap_or(Value::UNSET);
        if !self.is_str(module) {
            return format!("<unknown>.{name}");
        }
        match self.str_lossy(module).as_str() {
            "builtins" | "__main__" => name,
            module => format!("{module}.{name}"),
        }
    }

    fn safe_str(&mut self, v: Value) -> String {
        self.str_text(v).unwrap_or_else(|_| {
            self.take_pending();
            "<exception str() failed>".into()
        })
    }

    fn write_notes(&mut self, out: &mut String, exception: Value) {
        let key = self.names.__notes__;
        let notes = self.get_attr_or_unset(exception, key).unwrap_or(Value::UNSET);
        if notes.is(Value::UNSET) {
            return;
        }
        if self.is_str(notes) {
            let shown = self.repr_text(notes).unwrap_or_default();
            let _ = writeln!(out, "{shown}");
            return;
        }
        match self.collect_items(notes) {
            Ok(items) => {
                for i in 0..items.len() {
                    let text = if self.is_str(items[i]) { self.str_lossy(items[i]) } else { self.safe_str(items[i]) };
                    let _ = writeln!(out, "{text}");
                }
            }
            Err(_) => {
                self.take_pending();
                let shown = self.repr_text(notes).unwrap_or_default();
                let _ = writeln!(out, "{shown}");
            }
        }
    }

    /// Writes where a SyntaxError is, gives its message.
    fn syntax_error_text(&mut self, out: &mut String, exception: Value) -> String {
        let get = |vm: &mut Vm, name: &str| vm.get_attr_text(exception, name).unwrap_or(Value::NONE);
        let msg = get(self, "msg");
        let message = if msg.is(Value::NONE) { "<no detail available>".into() } else { self.safe_str(msg) };
        let (line, filename) = (get(self, "lineno"), get(self, "filename"));
        self.thread.pending = Value::UNSET;
        let Some(line) = self.int_value(line) else {
            return if self.is_str(filename) { format!("{message} ({})", self.str_lossy(filename)) } else { message };
        };
        let file = if self.is_str(filename) { self.str_lossy(filename) } else { "<string>".into() };
        let _ = writeln!(out, "  File \"{file}\", line {line}");
        let text = get(self, "text");
        if self.is_str(text) {
            let text = self.str_lossy(text);
            let offset = get(self, "offset");
            let end = get(self, "end_offset");
            let end_line = get(self, "end_lineno");
            let (offset, end) = (self.int_value(offset), self.int_value(end));
            let end_line = self.int_value(end_line).unwrap_or(line);
            out.push_str(&marked_line(&text, offset, if end_line == line { end } else { None }));
        }
        self.thread.pending = Value::UNSET;
        message
    }

    /// `. Did you mean: 'x'?` for names and attributes.
    fn suggestion(&mut self, exception: Value) -> Option<String> {
        let class = self.class_of(exception);
        let text = self.wrong_name(exception)?;
        let found = if self.is_subtype(class, self.exceptions.AttributeError) {
            self.attribute_suggestion(exception, &text)?
        } else if self.is_subtype(class, self.exceptions.NameError) {
            self.name_suggestion(exception, &text)?
        } else {
            return None;
        };
        Some(format!(". Did you mean: '{found}'?"))
    }

    fn wrong_name(&mut self, exception: Value) -> Option<String> {
        let class = self.class_of(exception);
        let has =
            self.is_subtype(class, self.exceptions.AttributeError) || self.is_subtype(class, self.exceptions.NameError);
        if !has {
            return None;
        }
        let name = self.names.name;
        let v = self.get_attr_or_unset(exception, name).ok()?;
        if self.is_str(v) { Some(self.str_lossy(v)) } else { None }
    }

    fn attribute_suggestion(&mut self, exception: Value, text: &str) -> Option<String> {
        let object = self.get_attr_text(exception, "obj").ok()?;
        let dir = self.names_of(object).ok()?;
        let underscore = text.starts_with('_');
        closest(text, dir.iter().map(String::as_str).filter(|n| underscore || !n.starts_with('_'))).map(str::to_string)
    }

    /// `dir(object)`.
    fn names_of(&mut self, object: Value) -> Outcome<Vec<String>> {
        let builtins = self.builtins;
        let dir = self.dict_get_text(builtins, "dir")?;
        if dir.is(Value::UNSET) {
            return Ok(vec![]);
        }
        let list = self.call(dir, &[object])?;
        let items = self.collect_items(list)?;
        Ok(items.iter().filter(|v| self.is_str(**v)).map(|v| self.str_lossy(*v)).collect())
    }

    fn name_suggestion(&mut self, exception: Value, text: &str) -> Option<String> {
        let mut at = self.as_exception(exception)?.traceback.get();
        let mut last = None;
        while at.is_ptr() {
            // SAFETY: a chain of traceback objects.
            let entry: Gc<Traceback> = unsafe { Gc::from_value_unchecked(at) };
            last = Some(entry);
            at = entry.next.get();
        }
        let frame = last?.frame.get();
        let mut names = vec![];
        let locals = self.frame_locals_snapshot(frame).ok()?;
        // SAFETY: an entry's frame is a frame object.
        let f: Gc<Function> =
            unsafe { Gc::from_value_unchecked(Gc::<Frame>::from_value_unchecked(frame).function.get()) };
        for dict in [locals, f.globals.get(), f.builtins.get()] {
            let mut at = 0;
            while dict.is_ptr()
                && self.is_dict_map(crate::object::map_of(dict))
                && let Some((key, _, next)) = self.dict_entry(dict, at)
            {
                if self.is_str(key) {
                    names.push(self.str_lossy(key));
                }
                at = next;
            }
        }
        if let Some(found) = closest(text, names.iter().map(String::as_str)) {
            return Some(found.to_string());
        }
        None
    }
}

fn repeated(out: &mut String, count: usize) {
    if count > SAME_SHOWN {
        let rest = count - SAME_SHOWN;
        let s = if rest == 1 { "" } else { "s" };
        let _ = writeln!(out, "  [Previous line repeated {rest} more time{s}]");
    }
}

/// Most characters that a suggestion may differ in are a third of both names'.
const MOVE: usize = 2;
const CASE: usize = 1;

/// The known name nearest to a wrong one, if it is near enough.
pub fn closest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut best: Option<(usize, &str)> = None;
    let mut candidates = 0;
    for name in known {
        candidates += 1;
        if candidates > 750 {
            return None;
        }
        if name == wrong {
            continue;
        }
        let most = (name.chars().count() + wrong.chars().count() + 3) * MOVE / 6;
        let most = best.map_or(most, |(d, _)| most.min(d.saturating_sub(1)));
        let d = distance(wrong, name);
        if d <= most && best.is_none_or(|(b, _)| d < b) {
            best = Some((d, name));
        }
    }
    best.map(|b| b.1)
}

/// Edit distance in units of half a character: a change of case costs one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).map(|i| i * MOVE).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, &y) in b.iter().enumerate() {
            let change = if x == y {
                0
            } else if x.to_lowercase().eq(y.to_lowercase()) {
                CASE
            } else {
                MOVE
            };
            let next = (diagonal + change).min(row[j] + MOVE).min(row[j + 1] + MOVE);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        assert_eq!(closest("lenght", ["length", "width"].into_iter()), Some("length"));
        assert_eq!(closest("zzz", ["length"].into_iter()), None);
    }
}
