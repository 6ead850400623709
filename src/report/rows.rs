//! Predictions and figures brought together.

use crate::stats::{Class, Figures};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::process::ExitStatus;

/// All that a report says.
pub struct Report {
    pub executable: String,
    pub status: ExitStatus,
    pub figures: Figures,
    pub rows: Vec<Row>,
    /// Functions that stayed interpreted, and why.
    pub interpreted: Vec<Interpreted>,
}

/// A function that is not compiled.
#[derive(Deserialize, Debug)]
pub struct Interpreted {
    pub function: String,
    pub reason: String,
}

/// One class.
pub struct Row {
    pub class: String,
    /// `file:line`, empty if analysis does not know the class.
    pub place: String,
    pub confidence: String,
    pub born: u64,
    pub live: u64,
    pub predicted_shapes: usize,
    /// Shapes that instances came to have, and how many of those were predicted.
    pub shapes: usize,
    pub shapes_as_predicted: usize,
    /// Attributes of an instance: predicted, and the most that came to be.
    pub predicted_slots: usize,
    pub slots: usize,
    /// Bytes of an instance on CPython 3.13, and as predicted.
    pub bytes: Option<PredictedBytes>,
    /// Bytes of all instances.
    pub measured: u64,
}

/// Bytes of one instance, boxes of its values apart.
#[derive(Clone, Copy, Debug)]
pub struct PredictedBytes {
    /// As the program is written.
    pub cpython: u64,
    pub cpython_slots: u64,
    pub ours: u64,
}

impl Row {
    /// Bytes of an instance on average, `None` if there were none.
    pub fn measured_each(&self) -> Option<f64> {
        (self.born > 0).then(|| self.measured as f64 / self.born as f64)
    }

    /// Bytes of all its instances, each as `figure` says of one.
    pub fn all(&self, figure: fn(PredictedBytes) -> u64) -> u64 {
        self.bytes.map_or(0, figure) * self.born
    }
}

/// Sums over classes whose bytes were predicted.
#[derive(Default)]
pub struct Totals {
    pub instances: u64,
    pub cpython: u64,
    pub cpython_slots: u64,
    pub predicted: u64,
    pub measured: u64,
}

impl Totals {
    pub fn of(rows: &[Row]) -> Totals {
        let mut sum = Totals::default();
        for row in rows.iter().filter(|r| r.bytes.is_some()) {
            sum.instances += row.born;
            sum.cpython += row.all(|b| b.cpython);
            sum.cpython_slots += row.all(|b| b.cpython_slots);
            sum.predicted += row.all(|b| b.ours);
            sum.measured += row.measured;
        }
        sum
    }
}

/// What is read of the analyzer's report.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Prediction {
    classes: Vec<PredictedClass>,
    interpreted: Vec<Interpreted>,
    modules: Vec<String>,
}

#[derive(Deserialize)]
struct PredictedClass {
    class: String,
    file: String,
    line: u32,
    confidence: String,
    instantiated: bool,
    has_slots: bool,
    slots: Vec<PredictedSlot>,
    paths: Vec<Vec<String>>,
    instance_bytes: u64,
    cpython_bytes: CPythonBytes,
}

#[derive(Deserialize)]
struct PredictedSlot {
    name: String,
}

#[derive(Deserialize)]
struct CPythonBytes {
    plain: u64,
    slots: u64,
}

impl Report {
    /// Brings a run's figures and its predictions together; `library`: classes that are not the program's own too.
    pub fn new(executable: &str, status: ExitStatus, mut figures: Figures, library: bool) -> Report {
        let prediction: Prediction = serde_json::from_value(figures.prediction.take()).unwrap_or_default();
        let rows = rows(&prediction, &figures.classes, library);
        Report { executable: executable.into(), status, figures, rows, interpreted: prediction.interpreted }
    }

    /// Guards that failed: exits that do not belong to the way things go.
    pub fn failures(&self) -> impl Iterator<Item = &crate::stats::Exit> {
        const NO_GUARD: &[&str] = &["raised", "poll", "memory", "cold", "forced"];
        self.figures.by_function.iter().filter(|e| !NO_GUARD.contains(&e.reason.as_str()))
    }
}

fn rows(prediction: &Prediction, classes: &[Class], library: bool) -> Vec<Row> {
    // A statement that runs again makes another class of the same name and line: they share a row.
    let mut by_name: BTreeMap<&str, Vec<&Class>> = BTreeMap::new();
    for class in classes {
        by_name.entry(&class.class).or_default().push(class);
    }
    let mut rows = vec![];
    for predicted in &prediction.classes {
        let same_name = prediction.classes.iter().filter(|p| p.class == predicted.class).count();
        let all = by_name.get(predicted.class.as_str()).map_or(&[][..], Vec::as_slice);
        let own: Vec<&Class> = all.iter().copied().filter(|c| same_name == 1 || c.line == predicted.line).collect();
        if predicted.instantiated || own.iter().any(|c| c.born > 0) {
            rows.push(row(Some(predicted), &predicted.class, &own));
        }
    }
    let is_own = |name: &str| prediction.modules.iter().any(|m| name.starts_with(&format!("{m}.")));
    let is_predicted = |name: &str| prediction.classes.iter().any(|p| p.class == name);
    for (name, own) in by_name.iter().filter(|(name, _)| !is_predicted(name) && (library || is_own(name))) {
        if own.iter().any(|c| c.born > 0) {
            rows.push(row(None, name, own));
        }
    }
    rows
}

fn row(predicted: Option<&PredictedClass>, name: &str, classes: &[&Class]) -> Row {
    let sum = |figure: fn(&Class) -> u64| classes.iter().map(|c| figure(c)).sum();
    let shapes: Vec<&Vec<String>> =
        classes.iter().flat_map(|c| &c.shapes).filter(|s| s.born > 0).map(|s| &s.attributes).collect();
    let mut distinct = shapes.clone();
    distinct.sort();
    distinct.dedup();
    let mut paths = predicted.map_or(vec![], |p| p.paths.clone());
    paths.sort();
    paths.dedup();
    Row {
        class: name.into(),
        place: predicted.map_or(String::new(), |p| format!("{}:{}", p.file, p.line)),
        confidence: predicted.map_or("not predicted".into(), |p| p.confidence.clone()),
        born: sum(|c| c.born),
        live: sum(|c| c.live),
        predicted_shapes: paths.len(),
        shapes: distinct.len(),
        shapes_as_predicted: predicted.map_or(0, |p| distinct.iter().filter(|s| is_predicted(p, s)).count()),
        predicted_slots: predicted.map_or(0, |p| p.slots.len()),
        slots: shapes.iter().map(|s| s.len()).max().unwrap_or(0)
            + classes.iter().map(|c| c.slots.len()).max().unwrap_or(0),
        bytes: predicted.map(|p| PredictedBytes {
            cpython: if p.has_slots { p.cpython_bytes.slots } else { p.cpython_bytes.plain },
            cpython_slots: p.cpython_bytes.slots,
            ours: p.instance_bytes,
        }),
        measured: sum(|c| c.born_bytes),
    }
}

/// Whether a shape is on a predicted path, or beyond the end of one with attributes that were predicted.
fn is_predicted(class: &PredictedClass, shape: &[String]) -> bool {
    let is_slot = |name: &String| class.slots.iter().any(|s| s.name == *name);
    let empty = [vec![]];
    let paths = if class.paths.is_empty() { &empty[..] } else { &class.paths[..] };
    paths.iter().any(|path| {
        let common = path.iter().zip(shape).take_while(|(a, b)| a == b).count();
        common == shape.len() || common == path.len() && shape[common..].iter().all(is_slot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(slots: &[&str], paths: &[&[&str]]) -> PredictedClass {
        PredictedClass {
            class: "m.C".into(),
            file: "m.py".into(),
            line: 1,
            confidence: "proved".into(),
            instantiated: true,
            has_slots: false,
            slots: slots.iter().map(|n| PredictedSlot { name: n.to_string() }).collect(),
            paths: paths.iter().map(|p| p.iter().map(|n| n.to_string()).collect()).collect(),
            instance_bytes: 24,
            cpython_bytes: CPythonBytes { plain: 96, slots: 48 },
        }
    }

    #[test]
    fn shapes_on_a_path_and_grown_ones_were_predicted() {
        let c = class(&["x", "y", "z"], &[&["x", "y"]]);
        let is = |names: &[&str]| is_predicted(&c, &names.iter().map(|n| n.to_string()).collect::<Vec<_>>());
        assert!(is(&[]) && is(&["x"]) && is(&["x", "y"]) && is(&["x", "y", "z"]));
        assert!(!is(&["y"]) && !is(&["x", "z"]) && !is(&["x", "y", "other"]));
    }
}
