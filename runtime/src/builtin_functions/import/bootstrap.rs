//! `importlib`'s bootstrap modules, when something asks for what they make.

use crate::native::{Outcome, Raised};
use crate::object::Gc;
use crate::object::layout::{Frame, Traceback};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// Whether modules are found by what is in `sys.meta_path`, because a program changed something there.
    pub(super) fn uses_finders(&mut self) -> Outcome<bool> {
        if self.importing.starting || !self.sys.is_ptr() {
            return Ok(false);
        }
        if self.importing.bootstrap.is(Value::UNSET) {
            if !self.has_own(self.sys, "meta_path")? && !self.has_own(self.sys, "path_hooks")? {
                return Ok(false);
            }
            self.start_importlib()?;
        }
        let (meta_path, path_hooks) = (self.importing.meta_path, self.importing.path_hooks);
        Ok(!self.still_holds("meta_path", meta_path)? || !self.still_holds("path_hooks", path_hooks)?)
    }

    fn has_own(&mut self, object: Value, name: &str) -> Outcome<bool> {
        let dict = self.instance_dict(object)?;
        Ok(!self.dict_get_text(dict, name)?.is(Value::UNSET))
    }

    /// Whether a list of `sys` has the items that it had at first.
    fn still_holds(&mut self, name: &str, first: Value) -> Outcome<bool> {
        let list = self.get_attr_text_or_unset(self.sys, name)?;
        if !list.is_ptr() || !self.is_list_map(crate::object::map_of(list)) {
            return Ok(false);
        }
        let items = self.collect_items(list)?;
        let first = self.tuple_items(first);
        Ok(items.len() == first.len() && items.iter().zip(first).all(|(a, b)| a.is(*b)))
    }

    /// Whether a missing attribute of a module is one that only `importlib` fills in, and it has not run yet.
    /// Runs it then; the attribute may be there now.
    pub fn importlib_may_know(&mut self, module: Value, name: Value) -> Outcome<bool> {
        if self.sys.is_ptr() && module.is(self.sys) && self.str_bytes(name) == b"monitoring" {
            let monitoring = self.import_module("_monitoring")?;
            self.set_attr(module, name, monitoring)?;
            return Ok(true);
        }
        let (spec, loader) = (self.names.__spec__, self.names.__loader__);
        if !self.importing.bootstrap.is(Value::UNSET) || self.importing.starting || !self.sys.is_ptr() {
            return Ok(false);
        }
        let of_sys = module.is(self.sys)
            && self.is_str(name)
            && matches!(self.str_bytes(name), b"meta_path" | b"path_hooks" | b"path_importer_cache");
        let asked = of_sys || name.is(spec) || name.is(loader) || self.str_bytes(name) == b"__cached__";
        if asked {
            self.start_importlib()?;
        }
        Ok(asked)
    }

    /// Runs the bootstrap modules and gives every module its spec.
    pub(super) fn start_importlib(&mut self) -> Outcome<()> {
        if !self.importing.bootstrap.is(Value::UNSET) || self.importing.starting {
            return Ok(());
        }
        self.importing.starting = true;
        let result = self.run_bootstrap();
        self.importing.starting = false;
        result
    }

    fn run_bootstrap(&mut self) -> Outcome<()> {
        let bootstrap = self.load_embedded("_frozen_importlib", "importlib._bootstrap")?;
        let external = self.load_embedded("_frozen_importlib_external", "importlib._bootstrap_external")?;
        let helper = self.load_plainly("_library_importer")?;
        let lists = self.call_method(helper, "install", &[bootstrap, external])?;
        let lists = self.tuple_items(lists);
        (self.importing.meta_path, self.importing.path_hooks) = (lists[0], lists[1]);
        self.importing.helper = helper;
        self.importing.bootstrap = bootstrap;
        Ok(())
    }

    /// Gives a module its spec and loader, if `importlib` runs.
    pub(super) fn describe_module(&mut self, module: Value) -> Outcome<()> {
        let helper = self.importing.helper;
        if helper.is_ptr() {
            self.call_method(helper, "adopt", &[module])?;
        }
        Ok(())
    }

    /// Loads by `importlib._bootstrap._find_and_load`, whose frames are taken out of tracebacks.
    pub(super) fn load_by_finders(&mut self, name: &str) -> Outcome {
        self.start_importlib()?;
        let bootstrap = self.importing.bootstrap;
        if bootstrap.is(Value::UNSET) {
            return Err(self.no_module(name, format!("No module named '{name}'")));
        }
        let import = self.dict_get_text(self.builtins, "__import__")?;
        let name = self.intern(name);
        match self.call_method(bootstrap, "_find_and_load", &[name, import]) {
            Ok(module) => Ok(module),
            Err(Raised) => {
                let exception = self.take_pending();
                self.strip_import_frames(exception);
                Err(self.set_pending(exception))
            }
        }
    }

    /// Takes runs of the bootstrap's frames out of a traceback: all of them for an ImportError, else those
    /// that end in the function that calls a module's code.
    fn strip_import_frames(&mut self, exception: Value) {
        let Some(error) = self.as_exception(exception) else { return };
        let always = self.is_subtype(self.class_of(exception), self.exceptions.ImportError);
        let mut kept: Option<Gc<Traceback>> = None;
        let mut run: Vec<Gc<Traceback>> = vec![];
        let mut next = error.traceback.get();
        while let Some(entry) = self.cast::<Traceback>(next) {
            next = entry.next.get();
            let (inside, calls_out) = self.frame_of_bootstrap(entry);
            if inside {
                run.push(entry);
                if always || calls_out {
                    run.clear();
                }
                continue;
            }
            run.push(entry);
            for entry in run.drain(..) {
                self.link_traceback(exception, kept, entry.value());
                kept = Some(entry);
            }
        }
        let rest = run.first().map_or(Value::NONE, |entry| entry.value());
        self.link_traceback(exception, kept, rest);
    }

    fn link_traceback(&mut self, exception: Value, after: Option<Gc<Traceback>>, entry: Value) {
        match (after, self.as_exception(exception)) {
            (Some(last), _) => last.next.set(&mut self.heap, last.value(), entry),
            (None, Some(error)) => error.traceback.set(&mut self.heap, exception, entry),
            (None, None) => {}
        }
    }

    /// Whether a traceback's frame is the bootstrap's, and whether it is the function that calls other code.
    fn frame_of_bootstrap(&mut self, entry: Gc<Traceback>) -> (bool, bool) {
        let Some(frame) = self.cast::<Frame>(entry.frame.get()) else { return (false, false) };
        let Ok(code) = self.get_attr_text(frame.value(), "f_code") else {
            self.take_pending();
            return (false, false);
        };
        let Some(code) = self.cast::<crate::object::layout::Code>(code) else { return (false, false) };
        let file = self.str_lossy(code.filename.get());
        let inside = file.starts_with("<library>/importlib/_bootstrap") || file == "<library>/_library_importer.py";
        (inside, inside && self.str_bytes(code.name.get()) == b"_call_with_frames_removed")
    }
}
