//! The tiles of one zoom as one picture.

use crate::Error;
use crate::archive::{Archive, Place};
use crate::canvas::{BACKGROUND, Canvas, Colour, Paint};
use crate::tile::{Shape, borders, grids, write};
use std::io::Write;

/// Pixels along a side of a tile.
const SIDE: u32 = 512;
/// Tiles along a side of a picture.
const TILES_MAX: u32 = 16;
/// Pixels of background left around the drawing.
const MARGIN: u32 = 16;

/// Light colours that tell neighbours apart and leave the lines the darkest; by ids, so that a grid
/// keeps its colour from picture to picture.
const AREAS: [Colour; 8] = [
    [141, 211, 199],
    [255, 237, 160],
    [190, 186, 218],
    [251, 180, 174],
    [128, 177, 211],
    [253, 205, 144],
    [179, 222, 105],
    [229, 216, 189],
];
/// Lines of the level drawn, and of those above it.
const LINES: [Colour; 2] = [[120, 120, 120], [30, 30, 30]];

/// A picture, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels along a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue of each pixel.
    pub pixels: Vec<Colour>,
}

/// Draws a layer of the tiles of one zoom, with the borders of its level and of those above, and cuts
/// away the background around it.
///
/// # Errors
///
/// [`Error::Nothing`] when no tile has the layer, [`Error::Large`] for more than 16 tiles along a
/// side; else as [`Canvas::new`] and the readers.
pub fn draw(archive: &Archive, zoom: u8, layer: &str) -> Result<Picture, Error> {
    let mut tiles = Vec::new();
    for at in archive.tiles().iter().filter(|at| at.z == zoom) {
        let bytes = archive.tile(*at)?;
        if !grids(&bytes, layer)?.is_empty() {
            tiles.push((*at, bytes));
        }
    }
    let nothing = || Error::Nothing { zoom, layer: layer.to_owned() };
    let ends = |of: fn(&Place) -> u32| {
        let all = || tiles.iter().map(|(at, _)| of(at));
        Some((all().min()?, all().max()?))
    };
    let (west, east) = ends(|at| at.x).ok_or_else(nothing)?;
    let (north, south) = ends(|at| at.y).ok_or_else(nothing)?;
    if east - west >= TILES_MAX || south - north >= TILES_MAX {
        return Err(Error::Large(zoom));
    }
    let (width, height) = ((east - west + 1) * SIDE, (south - north + 1) * SIDE);
    let mut pixels = vec![BACKGROUND; (width * height) as usize];
    let mut canvas = Canvas::new(SIDE, true, &paints())?;
    for (at, bytes) in tiles {
        let drawn = canvas.draw(coloured(&bytes, layer)?, None);
        let corner = ((at.y - north) * SIDE * width + (at.x - west) * SIDE) as usize;
        for (row, drawn) in drawn.chunks_exact(SIDE as usize).enumerate() {
            let start = corner + row * width as usize;
            pixels[start..start + SIDE as usize].copy_from_slice(drawn);
        }
    }
    Ok(Picture { width, height, pixels }.trimmed())
}

fn paints() -> Vec<Paint> {
    let paint = |kind: &str, height| {
        let kind = kind.to_owned();
        move |(at, colour): (usize, &Colour)| Paint {
            layer: format!("{kind}{at}"),
            colour: *colour,
            height,
        }
    };
    let areas = AREAS.iter().enumerate().map(paint("areas", 1));
    areas.chain(LINES.iter().enumerate().map(paint("lines", 2))).collect()
}

/// The tile again, with a source layer for each colour.
fn coloured(bytes: &[u8], layer: &str) -> Result<Vec<u8>, Error> {
    let grids = grids(bytes, layer)?;
    let borders = borders(bytes)?;
    let level = layer.rsplit('-').next().and_then(|it| it.parse().ok()).unwrap_or(i64::MAX - 1);
    let areas = grids.iter().map(|grid| {
        // Ids of neighbours may follow each other or have their lower bits in common.
        let mixed = grid.id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61;
        (format!("areas{mixed}"), Shape::Areas(grid))
    });
    let lines = borders.iter().filter(|(of, _)| *of <= level).map(|(of, lines)| {
        let above = usize::from(*of < level);
        (format!("lines{above}"), Shape::Lines(lines))
    });
    write(&areas.chain(lines).collect::<Vec<_>>())
}

impl Picture {
    /// Without the background around the drawing, but for a margin.
    fn trimmed(self) -> Self {
        let row = self.width as usize;
        let painted = self.pixels.iter().enumerate().filter(|(_, it)| **it != BACKGROUND);
        let mut ends = [u32::MAX, 0, u32::MAX, 0];
        for (at, _) in painted {
            let [x, y] = [at % row, at / row].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
            ends = [ends[0].min(x), ends[1].max(x), ends[2].min(y), ends[3].max(y)];
        }
        let [left, right, top, bottom] = ends;
        if left > right {
            return self;
        }
        let (left, top) = (left.saturating_sub(MARGIN), top.saturating_sub(MARGIN));
        let right = (right + 1 + MARGIN).min(self.width);
        let bottom = (bottom + 1 + MARGIN).min(self.height);
        let rows = self.pixels.chunks_exact(row).take(bottom as usize).skip(top as usize);
        let pixels = rows.flat_map(|row| &row[left as usize..right as usize]).copied().collect();
        Self { width: right - left, height: bottom - top, pixels }
    }

    /// Writes the picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::Png`] when it cannot be written.
    pub fn write(&self, out: impl Write) -> Result<(), Error> {
        let mut encoder = png::Encoder::new(out, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        Ok(writer.finish()?)
    }
}
