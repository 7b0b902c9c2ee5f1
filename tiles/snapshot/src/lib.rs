//! A second renderer of our own tiles, which shares no code with what makes them or with the pages.
//!
//! `maplibre` decodes, tessellates and draws a tile; the pixels are compared with the polygons.
//!
//! | module | what |
//! |---|---|
//! | [`archive`] | reads tiles out of a `PMTiles` file |
//! | [`tile`] | polygons and lines of a decoded tile; the same, written one source layer a colour |
//! | [`canvas`] | `maplibre`, headless: a tile in, pixels out |
//! | [`plain`] | which pixels each polygon should have, slowly and exactly |
//! | [`check`] | the one against the other |
//! | [`picture`] | the tiles of a zoom as one picture |

pub mod archive;
pub mod canvas;
pub mod check;
pub mod picture;
pub mod plain;
pub mod tile;

/// Why nothing was drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not a `PMTiles` file of version 3 as we write it.
    #[error("not a readable PMTiles file: {0}")]
    Archive(&'static str),
    /// What is compressed cannot be read.
    #[error("gzip: {0}")]
    Gzip(std::io::Error),
    /// A tile does not follow the format.
    #[error("a tile cannot be decoded: {0}")]
    Tile(#[from] fast_mvt::MvtError),
    /// A tile has another extent than 4096, which the renderer takes for given.
    #[error("a tile has the extent {0}; the renderer draws 4096 only")]
    Extent(u32),
    /// A vertex lies so far outside that the renderer's sums would overflow.
    #[error("a tile has a vertex at {0}, {1}, further outside than a tile is wide")]
    Far(i32, i32),
    /// The machine has nothing to draw with.
    #[error("no graphics driver answers ({0}); mesa-vulkan-drivers and libvulkan1 bring one")]
    NoDriver(String),
    /// The renderer did not start for another reason.
    #[error("the renderer did not start: {0}")]
    Renderer(String),
    /// There are no such tiles.
    #[error("no tile of zoom {zoom} has a layer {layer}")]
    Nothing {
        /// The zoom asked for.
        zoom: u8,
        /// The layer asked for.
        layer: String,
    },
    /// The picture would be too large.
    #[error("zoom {0} makes too large a picture; take a coarser one")]
    Large(u8),
    /// The picture cannot be written.
    #[error("PNG: {0}")]
    Png(#[from] png::EncodingError),
}
