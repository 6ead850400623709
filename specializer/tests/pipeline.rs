//! Python functions through the whole pipeline: SSA, machine IR, bytes. What is predicted of a function
//! stands in comments, `#: PLACE TYPE` for parameters and `#: returns TYPE`.

use pyspec_front::hir::Module;
use pyspec_front::{CompileOptions, Mode};
use pyspec_specializer::build::Entry;
use pyspec_specializer::compile::{Options, Watcher, compile};
use pyspec_specializer::facts::{ClassFacts, Facts, Source};
use pyspec_specializer::program::{FunctionId, Program};
use pyspec_specializer::types::{Item, PlanId, Ty};
use std::collections::HashMap;

#[derive(Default)]
struct Written {
    params: HashMap<(u32, usize), Ty>,
    returns: HashMap<u32, Ty>,
    ranges: Vec<(u32, u32)>,
}

impl Facts for Written {
    fn param(&self, f: FunctionId, i: usize) -> Ty {
        self.params.get(&(f.function, i)).copied().unwrap_or(Ty::Any)
    }
    fn result(&self, f: FunctionId, n: u32) -> Ty {
        if self.ranges.contains(&(f.function, n)) { Ty::RangeState } else { Ty::Any }
    }
    fn returns(&self, f: FunctionId) -> Ty {
        self.returns.get(&f.function).copied().unwrap_or(Ty::Any)
    }
    fn method(&self, _: PlanId, _: &str) -> Option<FunctionId> {
        None
    }
    fn plain_attribute(&self, _: PlanId, _: &str) -> bool {
        false
    }
    fn class(&self, plan: PlanId) -> &ClassFacts {
        unreachable!("{plan:?}")
    }
}

fn ty(name: &str) -> Ty {
    match name {
        "int" => Ty::Int,
        "float" => Ty::Float,
        "bool" => Ty::Bool,
        "list-of-float" => Ty::List(Item::Float),
        "list-of-int" => Ty::List(Item::Int),
        name => panic!("no type {name}"),
    }
}

struct Printed<'a>(&'a mut String);

impl Watcher for Printed<'_> {
    fn prints(&mut self, text: &str) {
        self.0.push_str(text);
    }
}

/// Compiles a file of one function; returns what was compiled and the SSA after `stage`.
fn compiled(text: &str, stage: &str) -> (Program, String) {
    let module: Module =
        pyspec_front::compile(text.as_bytes(), "t.py", Mode::Exec, &CompileOptions::default()).expect("good Python");
    let encoded = pyspec_front::encode(&module);
    let mut facts = Written::default();
    for line in text.lines().filter_map(|l| l.trim().strip_prefix("#: ")) {
        let (what, name) = line.split_once(' ').expect("two words");
        match what {
            "returns" => drop(facts.returns.insert(1, ty(name))),
            n => drop(facts.params.insert((1, n.parse().expect("a place")), ty(name))),
        }
    }
    for (n, _, insn) in module.functions[1].numbered() {
        if insn.op == pyspec_abi::ops::Op::FORPREP && text.contains("range(") {
            facts.ranges.push((1, n));
        }
    }
    let unit = pyspec_abi::blob::Unit::new(&encoded.words).expect("a unit");
    let offsets = vec![(0..unit.len()).map(|i| unit.function(i).code_offset() as u32).collect::<Vec<_>>()];
    let (modules, pcs) = (vec![module], vec![encoded.pcs.clone()]);
    let source = Source { modules: &modules, pcs: &pcs, code_offsets: &offsets, facts: &facts };
    let mut printed = String::new();
    let options = Options {
        print_after: Some(stage.into()),
        no_passes: false,
        only: None,
        force_exits: false,
        context: pyspec_abi::helpers::ContextLayout::SAMPLE,
    };
    let program = compile(&source, &["t".into()], &options, &mut Printed(&mut printed));
    (program, printed)
}

#[test]
fn an_int_loop_is_unboxed() {
    let text = "def f(n):\n    #: 0 int\n    #: returns int\n    a = 0\n    while n > 0:\n        a = a + n\n        n = n - 1\n    return a\n";
    let (program, ssa) = compiled(text, "dead");
    let f = program.functions.iter().find(|f| f.name == "t.f").expect("f compiles");
    assert!(
        f.entries.iter().any(|e| e.kind == Entry::Fast) && f.entries.iter().any(|e| matches!(e.kind, Entry::Loop(_)))
    );
    assert!(ssa.contains("int_bin add") && !ssa.contains("binary"), "{ssa}");
    assert!(f.entries.iter().all(|e| e.records.len() == e.code.exits.len() && !e.code.bytes.is_empty()));
}

#[test]
fn a_range_loop_over_a_list_of_floats_needs_no_helper() {
    let text = "def f(x, n):\n    #: 0 list-of-float\n    #: 1 int\n    s = 0.0\n    for i in range(n):\n        s += x[i] * 2.0\n    return s\n";
    let (program, ssa) = compiled(text, "dead");
    assert!(program.functions.iter().any(|f| f.name == "t.f"), "{:?}", program.unsupported);
    assert!(ssa.contains("check_index") && ssa.contains("unbox_float") && !ssa.contains("get_item"), "{ssa}");
}

#[test]
fn what_has_no_way_of_its_own_goes_through_step() {
    let text = "def f(a, b):\n    x, *y = a\n    for c in b:\n        x = x + c.d(y, k=1)\n        del y[0]\n    return {x: y}\n";
    let (program, ssa) = compiled(text, "dead");
    assert!(program.functions.iter().any(|f| f.name == "t.f"), "{:?}", program.unsupported);
    assert!(ssa.contains("step") && ssa.contains("for_step"), "{ssa}");
}
