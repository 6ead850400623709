//! The plot: bytes of all instances of each class, CPython's beside ours.

use super::rows::{Report, Row};
use super::text::bytes;
use plotters::prelude::*;
use std::path::Path;

/// Most classes that are drawn: those with the most bytes.
const MOST: usize = 20;
/// Bars of a class, from the top: what they show, their colour.
const BARS: [(&str, RGBColor); 3] = [
    ("CPython 3.13", RGBColor(178, 60, 60)),
    ("with __slots__", RGBColor(224, 160, 96)),
    ("pyspec", RGBColor(48, 104, 176)),
];

/// Writes an SVG file.
pub fn write(report: &Report, file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::write(file, draw(report)?)?;
    Ok(())
}

fn draw(report: &Report) -> Result<String, Box<dyn std::error::Error>> {
    let mut rows: Vec<&Row> = report.rows.iter().filter(|r| r.bytes.is_some() && r.born > 0).collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.measured));
    rows.truncate(MOST);
    let most = rows.iter().flat_map(|r| figures(r)).max().unwrap_or(0).max(1);
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (900, 110 + 60 * rows.len() as u32)).into_drawing_area();
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption(format!("{}: bytes of all instances", report.executable), ("sans-serif", 20))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(220)
            .build_cartesian_2d(0.0..most as f64 * 1.125, (0..rows.len() as i32).into_segmented())?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(6)
            .x_label_formatter(&|n| bytes(*n as u64))
            .y_label_formatter(&|at| match at {
                SegmentValue::CenterOf(i) => rows.get(*i as usize).map_or(String::new(), |r| r.class.clone()),
                _ => String::new(),
            })
            .label_style(("sans-serif", 13))
            .draw()?;
        for (bar, (name, colour)) in BARS.into_iter().enumerate() {
            // Bars share a class's band: each is inset to its third.
            let band = chart.plotting_area().dim_in_pixel().1 as i32 / rows.len().max(1) as i32;
            let (third, gap) = (band * 8 / 30, band / 10);
            let boxes = rows.iter().enumerate().map(|(i, row)| {
                let (from, to) = (SegmentValue::Exact(i as i32), SegmentValue::Exact(i as i32 + 1));
                let mut rectangle = Rectangle::new([(0.0, from), (figures(row)[bar] as f64, to)], colour.filled());
                // The axis points up, so the first bar is at the band's upper end.
                let (above, below) = (gap + third * bar as i32, gap + third * (2 - bar as i32));
                rectangle.set_margin(above as u32, below as u32, 0, 0);
                rectangle
            });
            chart
                .draw_series(boxes)?
                .label(name)
                .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 12, y + 5)], colour.filled()));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .background_style(WHITE.mix(0.9))
            .border_style(BLACK)
            .label_font(("sans-serif", 13))
            .draw()?;
        root.present()?;
    }
    Ok(text)
}

/// Bytes of all instances of a class, in the order of [`BARS`].
fn figures(row: &Row) -> [u64; 3] {
    [row.all(|b| b.cpython), row.all(|b| b.cpython_slots), row.measured]
}
