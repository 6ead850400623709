//! The report as text.

use super::rows::{Report, Row, Totals};
use std::fmt::Write;

/// Most lines about failed guards and about functions that stay interpreted.
const MOST: usize = 30;

/// The whole report.
pub fn report(r: &Report) -> String {
    let mut out = format!("{}: {}\n\n", r.executable, r.status);
    classes(r, &mut out);
    memory(r, &mut out);
    code(r, &mut out);
    out
}

fn classes(r: &Report, out: &mut String) {
    let head =
        ["class", "", "instances", "live", "shapes", "slots", "CPython 3.13", "__slots__", "predicted", "measured"];
    let mut table = vec![head.map(String::from).to_vec()];
    table.extend(r.rows.iter().map(cells));
    columns(&table, out);
    let _ = writeln!(
        out,
        "\nshapes: predicted / came to be (of which as predicted); slots: predicted / most; then bytes of an instance,\n\
         boxes of its values apart; what compiled code keeps in registers is not made, and not counted"
    );
    let sum = Totals::of(&r.rows);
    let ratio = |bytes: u64| if sum.measured > 0 { bytes as f64 / sum.measured as f64 } else { 0.0 };
    let _ = writeln!(
        out,
        "total: {} instances, {} here, {} predicted; CPython 3.13 {} ({:.2} times), with __slots__ {} ({:.2} times)\n",
        sum.instances,
        bytes(sum.measured),
        bytes(sum.predicted),
        bytes(sum.cpython),
        ratio(sum.cpython),
        bytes(sum.cpython_slots),
        ratio(sum.cpython_slots),
    );
}

fn cells(row: &Row) -> Vec<String> {
    let figure = |n: Option<u64>| n.map_or("-".into(), |n| n.to_string());
    let measured = row.measured_each().map_or("-".into(), |each| {
        let text = format!("{each:.1}");
        text.strip_suffix(".0").unwrap_or(&text).to_string()
    });
    vec![
        row.class.clone(),
        if row.place.is_empty() { row.confidence.clone() } else { format!("{}  {}", row.place, row.confidence) },
        row.born.to_string(),
        row.live.to_string(),
        format!("{} / {} ({})", row.predicted_shapes, row.shapes, row.shapes_as_predicted),
        format!("{} / {}", row.predicted_slots, row.slots),
        figure(row.bytes.map(|b| b.cpython)),
        figure(row.bytes.map(|b| b.cpython_slots)),
        figure(row.bytes.map(|b| b.ours)),
        measured,
    ]
}

/// Cells under each other: the first two columns from the left, figures from the right.
fn columns(table: &[Vec<String>], out: &mut String) {
    let width = |c: usize| table.iter().map(|row| row[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table[0].len()).map(width).collect();
    for row in table {
        let mut line = String::new();
        for (c, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let _ = if c < 2 { write!(line, "{cell:<width$}  ") } else { write!(line, "{cell:>width$}  ") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn memory(r: &Report, out: &mut String) {
    let (gc, process) = (&r.figures.collector, &r.figures.process);
    let cpu = process.user_seconds + process.system_seconds;
    let share = if cpu > 0.0 { 100.0 * gc.seconds / cpu } else { 0.0 };
    let _ = writeln!(
        out,
        "heap: {} at most, {} at the end; process: {} at most\n\
         collector: {:.3} s in {} minor and {} major collections, {share:.0}% of {cpu:.3} s of CPU; the longest {:.1} ms; {} copied",
        bytes(gc.peak_bytes as u64),
        bytes(gc.end_bytes as u64),
        bytes(process.peak_rss_bytes),
        gc.seconds,
        gc.minors,
        gc.majors,
        1e3 * gc.longest_seconds,
        bytes(gc.copied_bytes),
    );
}

fn code(r: &Report, out: &mut String) {
    let failed: u64 = r.failures().map(|e| e.count).sum();
    let _ = writeln!(
        out,
        "code: {} functions compiled ({}), {} interpreted; compiled code entered {} times, guards failed {failed} times",
        r.figures.compiled.functions,
        bytes(r.figures.compiled.bytes as u64),
        r.interpreted.len(),
        r.figures.entered,
    );
    let mut failures: Vec<_> = r.failures().collect();
    failures.sort_by_key(|e| std::cmp::Reverse(e.count));
    for e in failures.iter().take(MOST) {
        let _ = writeln!(out, "  {:>8} times  {}  {}:{}  {}", e.count, e.reason, e.file, e.line, e.function);
    }
    more(failures.len(), out);
    for f in r.interpreted.iter().take(MOST) {
        let _ = writeln!(out, "  interpreted    {}: {}", f.function, f.reason);
    }
    more(r.interpreted.len(), out);
}

fn more(all: usize, out: &mut String) {
    if all > MOST {
        let _ = writeln!(out, "  and {} more, which --format json lists", all - MOST);
    }
}

/// A number of bytes as people read it.
pub fn bytes(n: u64) -> String {
    match n {
        0..10_000 => format!("{n} bytes"),
        10_000..1_048_576 => format!("{:.1} KiB", n as f64 / 1024.0),
        _ => format!("{:.1} MiB", n as f64 / 1_048_576.0),
    }
}
