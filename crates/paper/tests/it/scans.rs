//! What comes back is recognised by the mark on each page.

use crate::samples;
use paper::{Block, Press, Template, scan};
use std::path::Path;

fn printed() -> Vec<u8> {
    let mut letter = samples::opinion(1).compose().unwrap();
    letter.blocks.push(Block::Plain("本单位经过调查核实认为信访人所反映的情况属实应当依法处理".repeat(30)));
    Press::new(Path::new("/nowhere")).print(&letter, &samples::print()).unwrap()
}

#[test]
fn each_page_of_a_pdf_says_which_document_and_which_page() {
    let pages = scan::pages(&printed()).unwrap();
    assert!(pages.len() >= 2);
    for page in &pages {
        let seen = page.seen.as_ref().unwrap_or_else(|| panic!("page {} was not read", page.nth));
        assert_eq!((seen.document.as_str(), usize::try_from(seen.page).unwrap()), ("330122-7K3M9Q2XD5TR0WHV", page.nth));
        assert!(page.picture.starts_with(&[0xFF, 0xD8]), "a page is kept as a picture");
    }
}

#[test]
fn a_crooked_grey_photo_of_a_page_is_read_and_a_page_without_a_mark_is_told() {
    let pages = scan::pages(&printed()).unwrap();
    let page = image::load_from_memory(&pages[1].picture).unwrap().to_luma8();
    // On a grey table, a little turned, smaller, and darker at one side.
    let (width, height) = (1900_u32, 2600_u32);
    let (sin, cos) = (4.0_f32.to_radians().sin(), 4.0_f32.to_radians().cos());
    let photo = image::GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - width as f32 / 2.0, y as f32 - height as f32 / 2.0);
        let (px, py) = (0.95 * (dx * cos + dy * sin) + page.width() as f32 / 2.0, 0.95 * (dy * cos - dx * sin) + page.height() as f32 / 2.0);
        let inside = px >= 0.0 && py >= 0.0 && px < page.width() as f32 && py < page.height() as f32;
        let light = if inside { f32::from(page.get_pixel(px as u32, py as u32).0[0]) } else { 120.0 };
        image::Luma([(light * (0.62 + 0.3 * x as f32 / width as f32)) as u8])
    });
    let mut bytes = std::io::Cursor::new(vec![]);
    photo.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let read = scan::pages(bytes.get_ref()).unwrap();
    assert_eq!(read[0].seen.as_ref().map(|seen| seen.page), Some(2));
    let blank = image::GrayImage::from_pixel(800, 1100, image::Luma([250]));
    let mut bytes = std::io::Cursor::new(vec![]);
    blank.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    assert_eq!(scan::pages(bytes.get_ref()).unwrap()[0].seen, None);
    assert!(scan::pages(b"GIF89a not a picture").is_err());
}
