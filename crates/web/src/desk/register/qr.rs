//! The address of a receipt as a picture that a phone reads: black squares on white, at night too.

use qrcode::{EcLevel, QrCode, types::Color};
use std::fmt::Write as _;

/// White squares around, as the norm asks (GB/T 18284).
const QUIET: usize = 4;

/// The picture as SVG with one path, without colours of its own; empty when the text is too long for any.
#[must_use]
pub fn svg(text: &str, label: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let width = code.width();
    let mut path = String::new();
    for (row, squares) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        // Neighbours are drawn as one bar: fewer seams on paper, and a page a third as long.
        for run in squares.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let long = run.len();
                let _ = write!(path, "M{} {}h{long}v1h-{long}z", column + QUIET, row + QUIET);
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(r#"<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path d="{path}"/></svg>"#)
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_picture_has_every_dark_square_and_no_style() {
        let picture = svg("http://127.0.0.1:8080/c/330122-K7QM2XVD9RHT4WPC", "查询码 \"x\"");
        assert!(picture.contains("viewBox=\"0 0 37 37\"") || picture.contains("viewBox=\"0 0 41 41\""), "{picture}");
        assert!(picture.contains("M4 4h7v1h-7z"), "the eye in the corner");
        assert!(!picture.contains("style") && picture.contains("&quot;x&quot;"));
    }
}
