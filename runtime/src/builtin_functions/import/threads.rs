//! A module that another thread is still running is waited for, unless that thread waits for this one.

use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;
use std::time::Duration;

impl Vm {
    /// Waits until no other thread runs the module's body.
    pub(super) fn wait_for_module(&mut self, name: &str) -> Outcome<()> {
        let me = self.thread_ident();
        while let Some(owner) = self.runner_of(name) {
            if owner == me || self.would_wait_forever(owner, me) {
                break;
            }
            self.importing.waiting.push((me, name.into()));
            self.blocking(&[], || std::thread::sleep(Duration::from_millis(1)));
            self.importing.waiting.retain(|(thread, _)| *thread != me);
            self.safepoint()?;
        }
        Ok(())
    }

    fn runner_of(&self, name: &str) -> Option<u64> {
        self.importing.initializing.iter().find(|(known, _)| known == name).map(|(_, thread)| *thread)
    }

    /// Whether `thread` waits, perhaps by way of others, for a module that `me` runs.
    fn would_wait_forever(&self, mut thread: u64, me: u64) -> bool {
        for _ in 0..=self.importing.waiting.len() {
            let Some((_, wanted)) = self.importing.waiting.iter().find(|(waiting, _)| *waiting == thread) else {
                return false;
            };
            match self.runner_of(wanted) {
                Some(owner) if owner == me => return true,
                Some(owner) => thread = owner,
                None => return false,
            }
        }
        true
    }

    /// Whether a module's body runs.
    pub fn is_initializing(&mut self, module: Value) -> bool {
        for i in 0..self.importing.initializing.len() {
            let name = self.importing.initializing[i].0.clone();
            if self.dict_get_text(self.modules, &name).is_ok_and(|found| found.is(module)) {
                return true;
            }
        }
        false
    }
}
