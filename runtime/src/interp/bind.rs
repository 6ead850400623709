//! Arguments to parameters: the one place that does it and words what is wrong.
//!
//! Arguments are `n` places at `nb`, the last of them by the names in a tuple. They are taken aside, then
//! each parameter's place is written.

use super::code::{CodeData, code_of};
use super::dispatch::Base;
use crate::native::{Native as Row, NativeKind, Outcome, Raised};
use crate::object::layout::{Function, Native};
use crate::object::{Gc, Rooted};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::params::ParamSpec;

impl Vm {
    /// Binds the arguments of the function at `nb[-3]`, in place.
    ///
    /// # Safety
    /// As for `call_at`; the callee is a function.
    pub(super) unsafe fn bind_arguments(&mut self, nb: Base, n: usize, names: Value) -> Outcome<()> {
        // SAFETY: the caller's promise.
        let (f, args) = unsafe {
            let f: Gc<Function> = Gc::from_value_unchecked(*nb.sub(3));
            (f, std::slice::from_raw_parts(nb, n))
        };
        let data: *const CodeData = code_of(f).data.get();
        // SAFETY: code data lives as long as its code.
        let params = unsafe { (*data).params };
        let positional = params.positional as usize;
        if names.is(Value::UNSET) && params.is_plain() && n <= positional {
            let defaults = self.defaults(f);
            if n + defaults.len() >= positional {
                for i in n..positional {
                    // SAFETY: there is room above.
                    unsafe { *nb.add(i) = defaults[i + defaults.len() - positional] };
                }
                return Ok(());
            }
        }
        if names.is(Value::UNSET) && params.keyword_only == 0 && n + self.defaults(f).len() >= positional {
            // SAFETY: the caller's promise.
            return unsafe { self.bind_extra(f, nb, n) };
        }
        if !names.is(Value::UNSET) && params.is_plain() && self.bind_plain_keywords(f, nb, args, names) {
            return Ok(());
        }
        let args = Rooted::from_slice(args);
        self.bind_function(f, nb, &args, names)
    }

    /// Binds positional arguments, the extra ones to `*args`.
    ///
    /// # Safety
    /// As for `call_at`; with the defaults there are enough arguments.
    unsafe fn bind_extra(&mut self, f: Gc<Function>, nb: Base, n: usize) -> Outcome<()> {
        let params = code_of(f).info().params;
        let positional = params.positional as usize;
        // SAFETY: the caller's promise. What is made here is on the native stack meanwhile.
        unsafe {
            let extra = std::slice::from_raw_parts(nb, n).get(positional..).unwrap_or_default();
            if !extra.is_empty() && !params.varargs {
                let args = Rooted::from_slice(std::slice::from_raw_parts(nb, n));
                return self.bind_function(f, nb, &args, Value::UNSET);
            }
            let varargs = if params.varargs { self.new_tuple(extra)? } else { Value::UNSET };
            let keywords = if params.varkeywords { self.new_dict()? } else { Value::UNSET };
            let defaults = self.defaults(f);
            for i in n..positional {
                *nb.add(i) = defaults[i + defaults.len() - positional];
            }
            if let Some(p) = params.varargs_place() {
                *nb.add(p) = varargs;
            }
            if let Some(p) = params.varkeywords_place() {
                *nb.add(p) = keywords;
            }
        }
        Ok(())
    }

    /// Binds arguments by position and by name to plain parameters without allocating; `false`: with nothing
    /// changed, the long way has to do it or to say what is wrong.
    fn bind_plain_keywords(&mut self, f: Gc<Function>, nb: Base, args: &[Value], names: Value) -> bool {
        const MOST: usize = 16;
        let data = code_of(f).info();
        let positional = data.params.positional as usize;
        let keywords = self.tuple_items(names);
        let given = args.len() - keywords.len();
        if positional > MOST || given > positional {
            return false;
        }
        let mut places = [Value::UNSET; MOST];
        places[..given].copy_from_slice(&args[..given]);
        let parameters = data.parameter_names();
        for (key, &value) in keywords.iter().zip(&args[given..]) {
            let text = self.str_bytes(*key);
            let from = given.max(data.params.positional_only as usize);
            let found = (from..positional).find(|&i| parameters[i].as_bytes() == text);
            match found {
                Some(i) if places[i].is(Value::UNSET) => places[i] = value,
                _ => return false,
            }
        }
        let defaults = self.defaults(f);
        for (i, place) in places.iter_mut().enumerate().take(positional).skip(given) {
            if place.is(Value::UNSET) {
                match (i + defaults.len()).checked_sub(positional) {
                    Some(k) => *place = defaults[k],
                    None => return false,
                }
            }
        }
        // SAFETY: there is room above for the parameters.
        unsafe { std::ptr::copy_nonoverlapping(places.as_ptr(), nb, positional) };
        true
    }

    fn defaults(&self, f: Gc<Function>) -> &'static [Value] {
        let defaults = f.defaults.get();
        if defaults.is(Value::UNSET) || defaults.is(Value::NONE) { &[] } else { self.tuple_items(defaults) }
    }

    fn bind_function(&mut self, f: Gc<Function>, nb: Base, args: &[Value], names: Value) -> Outcome<()> {
        let code = code_of(f);
        let data = code.info();
        let params = data.params;
        let record = data.function();
        let (positional, total) = (params.positional as usize, params.places());
        let keywords = if names.is(Value::UNSET) { &[] } else { self.tuple_items(names) };
        let given = args.len() - keywords.len();
        let mut places = Rooted::new();
        places.resize(total, Value::UNSET);
        places[..given.min(positional)].copy_from_slice(&args[..given.min(positional)]);
        if let Some(p) = params.varargs_place() {
            places[p] = self.new_tuple(if given > positional { &args[positional..given] } else { &[] })?;
        }
        let extra = match params.varkeywords_place() {
            Some(p) => {
                places[p] = self.new_dict()?;
                places[p]
            }
            None => Value::UNSET,
        };
        let named = positional + params.keyword_only as usize;
        for (k, &value) in args[given..].iter().enumerate() {
            let key = self.tuple_items(names)[k];
            let text = self.str_lossy(key);
            let found = (params.positional_only as usize..named).find(|&i| record.place(i).0 == text);
            match found {
                Some(i) if places[i].is(Value::UNSET) => places[i] = value,
                Some(_) => {
                    let name = self.str_lossy(f.qualname.get());
                    return Err(self.type_error(format!("{name}() got multiple values for argument '{text}'")));
                }
                None if !extra.is(Value::UNSET) => self.dict_set(extra, key, value)?,
                None => return Err(self.unexpected_keyword(f, &text, names)),
            }
        }
        if given > positional && !params.varargs {
            return Err(self.too_many(f, given, &places));
        }
        let defaults = self.defaults(f);
        for (k, &default) in defaults.iter().enumerate() {
            if let Some(i) = (positional + k).checked_sub(defaults.len())
                && places[i].is(Value::UNSET)
            {
                places[i] = default;
            }
        }
        let missing: Vec<&str> =
            (0..positional).filter(|&i| places[i].is(Value::UNSET)).map(|i| record.place(i).0).collect();
        if !missing.is_empty() {
            return Err(self.missing(f, &missing, "positional"));
        }
        self.bind_keyword_only(f, &mut places)?;
        for (i, v) in places.iter().enumerate() {
            // SAFETY: there is room above for the parameters.
            unsafe { *nb.add(i) = *v };
        }
        Ok(())
    }

    fn bind_keyword_only(&mut self, f: Gc<Function>, places: &mut Rooted) -> Outcome<()> {
        let data = code_of(f).info();
        let record = data.function();
        let from = data.params.positional as usize;
        let mut missing = vec![];
        for i in from..from + data.params.keyword_only as usize {
            if !places[i].is(Value::UNSET) {
                continue;
            }
            let defaults = f.kwdefaults.get();
            if defaults.is_ptr() {
                places[i] = self.dict_get_text(defaults, record.place(i).0)?;
            }
            if places[i].is(Value::UNSET) {
                missing.push(record.place(i).0);
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(self.missing(f, &missing, "keyword-only")) }
    }

    #[cold]
    fn missing(&mut self, f: Gc<Function>, names: &[&str], kind: &str) -> Raised {
        let function = self.str_lossy(f.qualname.get());
        let plural = if names.len() == 1 { "" } else { "s" };
        let list = and_list(names);
        self.type_error(format!("{function}() missing {} required {kind} argument{plural}: {list}", names.len()))
    }

    #[cold]
    fn too_many(&mut self, f: Gc<Function>, given: usize, places: &[Value]) -> Raised {
        let function = self.str_lossy(f.qualname.get());
        let params = code_of(f).info().params;
        let positional = params.positional as usize;
        let defaults = self.defaults(f).len();
        let (takes, plural) = if defaults > 0 {
            (format!("from {} to {positional}", positional - defaults), true)
        } else {
            (positional.to_string(), positional != 1)
        };
        let keyword_only =
            (positional..positional + params.keyword_only as usize).filter(|&i| !places[i].is(Value::UNSET)).count();
        let s = |many: bool| if many { "s" } else { "" };
        let extra = if keyword_only > 0 {
            format!(
                " positional argument{} (and {keyword_only} keyword-only argument{})",
                s(given != 1),
                s(keyword_only != 1)
            )
        } else {
            String::new()
        };
        let was = if given == 1 && keyword_only == 0 { "was" } else { "were" };
        self.type_error(format!(
            "{function}() takes {takes} positional argument{} but {given}{extra} {was} given",
            s(plural)
        ))
    }

    #[cold]
    fn unexpected_keyword(&mut self, f: Gc<Function>, text: &str, names: Value) -> Raised {
        let function = self.str_lossy(f.qualname.get());
        let data = code_of(f).info();
        let record = data.function();
        let only: Vec<&str> = (0..data.params.positional_only as usize).map(|i| record.place(i).0).collect();
        let keywords = self.tuple_items(names);
        let wrong: Vec<String> =
            keywords.iter().map(|k| self.str_lossy(*k)).filter(|k| only.contains(&k.as_str())).collect();
        if !wrong.is_empty() {
            let list = wrong.join(", ");
            return self.type_error(format!(
                "{function}() got some positional-only arguments passed as keyword arguments: '{list}'"
            ));
        }
        let named = data.params.positional as usize + data.params.keyword_only as usize;
        let known: Vec<&str> = (data.params.positional_only as usize..named).map(|i| record.place(i).0).collect();
        let hint = match super::traceback_text::closest(text, known.iter().copied()) {
            Some(name) => format!(". Did you mean '{name}'?"),
            None => String::new(),
        };
        self.type_error(format!("{function}() got an unexpected keyword argument '{text}'{hint}"))
    }

    /// Binds the arguments of a native, in place; how many places there are.
    ///
    /// # Safety
    /// As for `call_at`.
    pub(super) unsafe fn bind_native_arguments(
        &mut self,
        f: Gc<Native>,
        nb: Base,
        n: usize,
        names: Value,
    ) -> Outcome<usize> {
        // SAFETY: rows live forever; the arguments are at `nb`.
        let (row, args) = unsafe { (&*f.row.get(), std::slice::from_raw_parts(nb, n)) };
        let params = row.params;
        let (positional, total) = (params.positional as usize, params.places());
        let keywords = if names.is(Value::UNSET) { 0 } else { self.tuple_items(names).len() };
        let given = n - keywords;
        if given > positional && !params.varargs {
            return Err(self.native_count(f, row, given));
        }
        if keywords == 0 && given >= row.required as usize {
            // SAFETY: the arguments are at `nb`, with room above.
            return unsafe { self.bind_native_positions(row, nb, given) };
        }
        let args = Rooted::from_slice(args);
        let mut places = Rooted::new();
        places.resize(total, Value::UNSET);
        places[..given.min(positional)].copy_from_slice(&args[..given.min(positional)]);
        if let Some(p) = params.varargs_place() {
            places[p] = self.new_tuple(if given > positional { &args[positional..given] } else { &[] })?;
        }
        if let Some(p) = params.varkeywords_place() {
            places[p] = self.new_dict()?;
        }
        let list = self.names_of_row(row);
        for k in 0..keywords {
            let key = self.tuple_items(names)[k];
            let bytes = self.str_bytes(key);
            let from = params.positional_only as usize;
            let to = positional + params.keyword_only as usize;
            let found = (from..to.max(from)).find(|&i| list.get(i).is_some_and(|name| name.as_bytes() == bytes));
            match (found, params.varkeywords_place()) {
                (Some(i), _) if places[i].is(Value::UNSET) => places[i] = args[given + k],
                (Some(i), _) => {
                    let text = self.str_lossy(key);
                    return Err(self.native_twice(row, &text, i, f));
                }
                (None, Some(p)) => {
                    let dict = places[p];
                    self.dict_set(dict, key, args[given + k])?;
                }
                (None, None) if self.leaves_keywords(row, places[0]) => {}
                (None, None) => {
                    let text = self.str_lossy(key);
                    return Err(self.native_keyword(f, row, &text, params));
                }
            }
        }
        if let Some(i) = (0..row.required as usize).find(|&i| places[i].is(Value::UNSET)) {
            let by_position = params.positional_only as usize;
            if by_position > i || keywords == 0 && by_position > self.receivers(f, row) {
                return Err(self.native_count(f, row, given));
            }
            let name = self.native_short_name(f, row);
            let (what, skip) = (list.get(i).copied().unwrap_or("?"), self.receivers(f, row));
            return Err(self.type_error(format!("{name}() missing required argument '{what}' (pos {})", i + 1 - skip)));
        }
        for (i, v) in places.iter().enumerate() {
            // SAFETY: there is room above.
            unsafe { *nb.add(i) = *v };
        }
        Ok(total)
    }

    /// Puts positional arguments at `nb` where a native's parameters want them; how many places there are.
    ///
    /// # Safety
    /// As for `call_at`, which shows the arguments to the collector; no required one is missing.
    unsafe fn bind_native_positions(&mut self, row: &Row, nb: Base, given: usize) -> Outcome<usize> {
        let params = row.params;
        let (positional, total) = (params.positional as usize, params.places());
        // SAFETY: the caller's promise. What is made here is on the native stack meanwhile.
        unsafe {
            let extra = std::slice::from_raw_parts(nb, given).get(positional..).unwrap_or_default();
            let varargs = if params.varargs { self.new_tuple(extra)? } else { Value::UNSET };
            let keywords = if params.varkeywords { self.new_dict()? } else { Value::UNSET };
            for i in given.min(positional)..total {
                *nb.add(i) = Value::UNSET;
            }
            if let Some(p) = params.varargs_place() {
                *nb.add(p) = varargs;
            }
            if let Some(p) = params.varkeywords_place() {
                *nb.add(p) = keywords;
            }
        }
        Ok(total)
    }

    /// Names of a row's parameters, worked out once.
    fn names_of_row(&mut self, row: &'static Row) -> &'static [&'static str] {
        let names = &mut self.interp.parameter_names;
        names.entry(std::ptr::from_ref(row) as usize).or_insert_with(|| parameter_names(row.signature).leak())
    }

    /// 1 if the first parameter is a receiver, which messages do not count.
    fn receivers(&self, f: Gc<Native>, row: &Row) -> usize {
        let of_class = self.as_class(f.owner.get()).is_some();
        let counted = row.kind != NativeKind::StaticMethod || row.name == "__new__";
        if of_class && counted && row.signature.len() > 2 { 1 } else { 0 }
    }

    fn native_full_name(&mut self, f: Gc<Native>, row: &Row) -> String {
        match self.as_class(f.owner.get()) {
            Some(_) if matches!(row.name, "__new__" | "__init__") => self.native_short_name(f, row),
            Some(class) => format!("{}.{}", self.str_lossy(class.name.get()), row.name),
            None => row.name.to_string(),
        }
    }

    /// As messages call it: a constructor by its class.
    fn native_short_name(&mut self, f: Gc<Native>, row: &Row) -> String {
        match self.as_class(f.owner.get()) {
            Some(class) if matches!(row.name, "__new__" | "__init__") => self.str_lossy(class.name.get()),
            _ => row.name.to_string(),
        }
    }

    /// Whether keywords that a builtin's constructor does not know are for the program's: the `__new__` of an
    /// instance whose `__init__` is not the builtin's, and the other way round.
    #[cold]
    fn leaves_keywords(&mut self, row: &Row, receiver: Value) -> bool {
        use crate::object::class::Special;
        let (class, other) = match row.name {
            "__new__" => (self.as_class(receiver), Special::Init),
            // Only that of `list` asks.
            "__init__" => {
                let class = self.class_of(receiver);
                (Some(class).filter(|c| c.has(crate::object::class::class_flags::LIST)), Special::New)
            }
            _ => return false,
        };
        let Some(class) = class else { return false };
        let base = crate::types::type_::builtin_base(self, class);
        let object = self.builtin_class(pyspec_abi::types::OBJECT);
        base != object && self.special(class, other) != self.special(base, other)
    }

    #[cold]
    fn native_keyword(&mut self, f: Gc<Native>, row: &Row, text: &str, params: ParamSpec) -> Raised {
        let name = self.native_full_name(f, row);
        if params.positional_only == params.positional && params.keyword_only == 0 {
            return self.type_error(format!("{name}() takes no keyword arguments"));
        }
        let name = self.native_short_name(f, row);
        self.type_error(format!("{name}() got an unexpected keyword argument '{text}'"))
    }

    #[cold]
    fn native_twice(&mut self, row: &Row, text: &str, i: usize, f: Gc<Native>) -> Raised {
        let skip = self.receivers(f, row);
        let name = self.native_short_name(f, row);
        self.type_error(format!("argument for {name}() given by name ('{text}') and position ({})", i + 1 - skip))
    }

    #[cold]
    fn native_count(&mut self, f: Gc<Native>, row: &Row, given: usize) -> Raised {
        let skip = self.receivers(f, row);
        if given < skip {
            let name = self.native_full_name(f, row);
            if row.name == "__new__" {
                return self.type_error(format!("{name}.__new__(): not enough arguments"));
            }
            return self.type_error(format!("unbound method {name}() needs an argument"));
        }
        let (most, least, given) = (
            row.params.positional as usize - skip,
            row.required as usize - skip.min(row.required as usize),
            given - skip,
        );
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        // The constructors of these two count their arguments in the older words.
        let counted = row.name == "__new__" && matches!(self.native_short_name(f, row).as_str(), "int" | "str");
        let only_by_position = counted || row.params.positional_only == row.params.positional;
        let name = self.native_short_name(f, row);
        let constructor = matches!(row.name, "__new__" | "__init__");
        let text = if most == 0 && row.params.keyword_only > 0 {
            format!("{name}() takes no positional arguments")
        } else if most == 0 {
            format!("{}() takes no arguments ({given} given)", self.native_full_name(f, row))
        } else if most == 1 && least == 1 && only_by_position && !constructor && row.params.keyword_only == 0 {
            format!("{}() takes exactly one argument ({given} given)", self.native_full_name(f, row))
        } else if !only_by_position {
            let (bound, n) = if given < least { ("at least", least) } else { ("at most", most) };
            let bound = if least == most { "exactly" } else { bound };
            let kind = if given < least { "positional argument" } else { "argument" };
            format!("{name}() takes {bound} {n} {kind}{} ({given} given)", plural(n))
        } else if matches!(row.name, "__pow__" | "__rpow__") {
            format!("expected 1 or 2 arguments, got {given}")
        } else {
            let (bound, n) = if given < least { ("at least ", least) } else { ("at most ", most) };
            let bound = if least == most { "" } else { bound };
            format!("{name} expected {bound}{n} argument{}, got {given}", plural(n))
        };
        self.type_error(text)
    }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn and_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [all @ .., last] => format!("{}, and {last}", all.join(", ")),
    }
}

/// Names of the parameters of a signature in the order of their places.
pub fn parameter_names(signature: &str) -> Vec<&str> {
    let inner = signature.trim_start_matches('(').trim_end_matches(')');
    let (mut names, mut stars, mut depth, mut start) = (vec![], vec![], 0, 0);
    let bytes = inner.as_bytes();
    let mut quote = 0u8;
    for i in 0..=bytes.len() {
        let c = bytes.get(i).copied().unwrap_or(b',');
        if quote != 0 {
            if c == quote {
                quote = 0;
            }
            continue;
        }
        match c {
            b'\'' | b'"' => quote = c,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                let one = inner[start..i].trim();
                start = i + 1;
                let name = one.split(['=', ':']).next().unwrap_or("").trim();
                match name {
                    "" | "/" | "*" => {}
                    _ if name.starts_with('*') => stars.push(name.trim_start_matches('*')),
                    _ => names.push(name),
                }
            }
            _ => {}
        }
    }
    names.extend(stars);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_named_in_place_order() {
        assert_eq!(
            parameter_names("(self, x, /, *args, sep=', ', end=(1, 2), **kw)"),
            ["self", "x", "sep", "end", "args", "kw"]
        );
        assert!(parameter_names("()").is_empty());
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(and_list(&["a", "b", "c"]), "'a', 'b', and 'c'");
        assert_eq!(and_list(&["a", "b"]), "'a' and 'b'");
    }
}
