//! A small likeness of a picture.

use std::{
    io::{BufRead, Cursor, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};

/// A picture of more pixels a side, or that takes more memory, is left alone.
const SIDE: u32 = 20_000;
const MEMORY: u64 = 256 << 20;

/// The picture with at most `edge` pixels a side, upright, as PNG where it is transparent and else as JPEG;
/// `None` for what is no picture or one too large.
pub fn thumbnail(source: impl BufRead + Seek, edge: u32) -> Option<Vec<u8>> {
    // One at a time: a picture unpacked is far larger than its file.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    catch_unwind(AssertUnwindSafe(|| shrink(source, edge))).ok()?.ok()
}

fn shrink(source: impl BufRead + Seek, edge: u32) -> ImageResult<Vec<u8>> {
    let mut reader = ImageReader::new(source).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width() > edge || picture.height() > edge {
        picture = picture.thumbnail(edge, edge);
    }
    picture.apply_orientation(orientation);
    let (picture, format) = if picture.color().has_alpha() { (picture.to_rgba8().into(), ImageFormat::Png) } else { (DynamicImage::from(picture.to_rgb8()), ImageFormat::Jpeg) };
    let mut small = Cursor::new(Vec::new());
    picture.write_to(&mut small, format)?;
    Ok(small.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_becomes_small_and_keeps_its_shape() {
        let small = thumbnail(Cursor::new(png(400, 100)), 96).unwrap();
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height()), (96, 24));
    }

    #[test]
    fn what_is_no_picture_or_a_bomb_has_none() {
        assert_eq!(thumbnail(Cursor::new(b"\x89PNG\r\n\x1a\n not much".to_vec()), 96), None);
        assert_eq!(thumbnail(Cursor::new(png(20_001, 1)), 96), None);
        let mut vast = png(1, 1);
        // 19,999 pixels a side in the head of a file of some seventy bytes.
        vast[18..20].copy_from_slice(&[0x4e, 0x1f]);
        vast[22..24].copy_from_slice(&[0x4e, 0x1f]);
        assert_eq!(thumbnail(Cursor::new(vast), 96), None);
    }
}
