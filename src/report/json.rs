//! The report as JSON.

use super::rows::{Report, Row};
use serde_json::{Value, json};

/// The whole report.
pub fn report(r: &Report) -> String {
    let figures = &r.figures;
    let interpreted: Vec<Value> =
        r.interpreted.iter().map(|f| json!({"function": f.function, "reason": f.reason})).collect();
    let failures: Vec<Value> = r.failures().map(|e| json!(e)).collect();
    let out = json!({
        "version": 1,
        "executable": r.executable,
        "status": r.status.code(),
        "classes": r.rows.iter().map(class).collect::<Vec<_>>(),
        "totals": totals(&r.rows),
        "collector": figures.collector,
        "process": figures.process,
        "compiled": {"functions": figures.compiled.functions, "bytes": figures.compiled.bytes, "interpreted": interpreted},
        "entered": figures.entered,
        "guards_failed": r.failures().map(|e| e.count).sum::<u64>(),
        "failures": failures,
        "exits": figures.by_function,
    });
    serde_json::to_string_pretty(&out).expect("a report is JSON") + "\n"
}

fn class(row: &Row) -> Value {
    json!({
        "class": row.class,
        "place": row.place,
        "confidence": row.confidence,
        "instances": row.born,
        "live": row.live,
        "shapes": {"predicted": row.predicted_shapes, "came_to_be": row.shapes, "as_predicted": row.shapes_as_predicted},
        "slots": {"predicted": row.predicted_slots, "came_to_be": row.slots},
        "instance_bytes": {
            "cpython": row.bytes.map(|b| b.cpython),
            "cpython_slots": row.bytes.map(|b| b.cpython_slots),
            "predicted": row.bytes.map(|b| b.ours),
            "measured": row.measured_each(),
        },
        "bytes": row.measured,
    })
}

fn totals(rows: &[Row]) -> Value {
    let all = super::rows::Totals::of(rows);
    json!({
        "instances": all.instances,
        "cpython": all.cpython,
        "cpython_slots": all.cpython_slots,
        "predicted": all.predicted,
        "measured": all.measured,
    })
}
