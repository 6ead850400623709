//! Exits: what fills each place, objects that come to be only there.

use super::*;

impl Lower<'_> {
    /// The machine exit of an SSA exit. One that awaits a value is made where the value is (see `calls`).
    pub(super) fn exit(&mut self, x: ExitId) -> Exit {
        if let Some(&made) = self.made.get(&x) {
            return made;
        }
        let made = self.exit_with(x, None);
        self.made.insert(x, made);
        made
    }

    /// An exit whose awaiting place takes `arrives`.
    pub(super) fn exit_with(&mut self, x: ExitId, arrives: Option<VReg>) -> Exit {
        let func = self.func;
        let exit = &func.exits[x.index()];
        let mut values =
            Values { registers: vec![self.frame], index: HashMap::new(), made: HashMap::new(), virtuals: vec![] };
        let mut frames = vec![];
        for frame in &exit.frames {
            let places = frame.places.iter().map(|&(place, v)| (place, self.held(v, &mut values))).collect();
            frames.push((frame.function, frame.at, places));
        }
        if let (Some(place), Some(reg)) = (exit.awaits, arrives) {
            values.registers.push(reg);
            let places: &mut Places = &mut frames.last_mut().expect("a frame").2;
            places.retain(|p| p.0 != place);
            places.push((place, Held::Value(values.registers.len() - 1, Rep::Tagged)));
        }
        self.exits.push(LoweredExit { frames, virtuals: values.virtuals, reason: exit.reason });
        self.b.exit(self.exits.len() as u32 - 1, values.registers)
    }

    fn held(&self, v: Val, values: &mut Values) -> Held {
        let Some((map, items)) = self.virtuals.get(&v) else {
            return Held::Value(values.number(self.reg(v)), self.func.rep(v));
        };
        if let Some(&n) = values.made.get(&v) {
            return Held::Virtual(n);
        }
        let items = items.iter().map(|&item| self.held(item, values)).collect();
        values.virtuals.push((*map, items));
        let n = values.virtuals.len() as u32 - 1;
        values.made.insert(v, n);
        Held::Virtual(n)
    }
}

/// What an exit needs: registers, each once, and virtual objects.
struct Values {
    registers: Vec<VReg>,
    index: HashMap<VReg, usize>,
    made: HashMap<Val, u32>,
    virtuals: Vec<(u32, Vec<Held>)>,
}

impl Values {
    fn number(&mut self, reg: VReg) -> usize {
        *self.index.entry(reg).or_insert_with(|| {
            self.registers.push(reg);
            self.registers.len() - 1
        })
    }
}
