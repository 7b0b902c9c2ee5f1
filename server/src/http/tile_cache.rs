//! Tiles as they go out: compressed once, each asked for by many and made by one, kept while there is
//! room.

use super::doors::{DESIGN_LAYER, mask};
use crate::work::archive::gzip;
use crate::work::atlas::Ground;
use crate::work::designs::DraftTiles;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::sync::Arc;
use tiles::{FeatureSet, TileId};

/// The most that is kept, in bytes.
const ROOM_BYTES: u64 = 64 << 20;
/// How many tiles that is, about.
const ABOUT_TILES: usize = 16_384;
/// What keeping one tile takes besides its own bytes.
const OVERHEAD_BYTES: u64 = 256;
/// Smaller bodies do not gain from compression.
const COMPRESS_FROM_BYTES: usize = 256;
/// Good and quick: nine takes twenty times as long for one part in twenty.
const BROTLI_QUALITY: u32 = 4;
const BROTLI_WINDOW_BITS: u32 = 22;
const ZSTD_LEVEL: i32 = 3;

/// How a body is compressed, the one asked for with the greatest weight first, of equal ones the first
/// here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// Zstandard.
    Zstd,
    /// Brotli.
    Brotli,
    /// gzip.
    Gzip,
    /// As it is.
    Identity,
}

/// In which format a tile is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// Mapbox Vector Tile.
    Mvt,
    /// `MapLibre` Tile: the same in fewer bytes.
    Mlt,
}

/// How a tile is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Form {
    /// In which format.
    pub format: Format,
    /// How compressed.
    pub encoding: Encoding,
}

/// A tile in one form.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The body; empty where nothing is drawn.
    pub bytes: Bytes,
    /// In which format it is.
    pub format: Format,
    /// How it is compressed: not at all when that would not pay.
    pub encoding: Encoding,
    /// Its strong entity tag, of these very bytes.
    pub tag: String,
}

/// What one tile is asked for by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// Since when the tile is what it is.
    stamp: u64,
    /// Who may see it: what one role is given is never another one's.
    mask: u8,
    layer: Box<str>,
    tile: TileId,
    form: Form,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Key, Arc<Packed>> for ByBytes {
    fn weight(&self, _: &Key, packed: &Arc<Packed>) -> u64 {
        packed.bytes.len() as u64 + OVERHEAD_BYTES
    }
}

/// The tiles that were asked for lately.
#[derive(Debug)]
pub(crate) struct TileCache(Cache<Key, Arc<Packed>, ByBytes>);

impl Default for TileCache {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT_TILES, ROOM_BYTES, ByBytes))
    }
}

impl TileCache {
    /// A tile of a drawing. `None` when there is no such layer. Of those who ask for the same at once
    /// one makes it, off the threads that answer requests.
    ///
    /// A tile is kept under the stamp since which it is what it is, so none is given for another
    /// drawing where it has changed, however late it was made.
    ///
    /// # Errors
    ///
    /// When the thread that makes it fails.
    pub(crate) async fn tile(
        &self,
        ground: &Arc<Ground>,
        layer: &str,
        tile: TileId,
        form: Form,
    ) -> Result<Option<Arc<Packed>>, actix_web::error::BlockingError> {
        let stamp = ground.stamp_of(layer, tile);
        let (ground, name) = (Arc::clone(ground), layer.to_owned());
        self.keep(stamp, layer, tile, form, move || ground.tiles.tile(&name, tile)).await
    }

    /// A tile of a layer beside the drawing, the one of this stamp.
    ///
    /// # Errors
    ///
    /// When the thread that makes it fails.
    pub(crate) async fn tile_beside(
        &self,
        set: &Arc<FeatureSet>,
        (stamp, layer): (u64, &str),
        tile: TileId,
        form: Form,
    ) -> Result<Option<Arc<Packed>>, actix_web::error::BlockingError> {
        let set = Arc::clone(set);
        self.keep(stamp, layer, tile, form, move || Some(set.tile(tile))).await
    }

    /// A tile of a design that is being drawn.
    ///
    /// # Errors
    ///
    /// When the thread that makes it fails.
    pub(crate) async fn tile_of_draft(
        &self,
        drawn: &DraftTiles,
        tile: TileId,
        form: Form,
    ) -> Result<Option<Arc<Packed>>, actix_web::error::BlockingError> {
        let (stamp, set) = (drawn.stamp_of(tile), Arc::clone(&drawn.set));
        self.keep(stamp, DESIGN_LAYER, tile, form, move || set.tile("grids", tile)).await
    }

    async fn keep(
        &self,
        stamp: u64,
        layer: &str,
        tile: TileId,
        form: Form,
        cut: impl FnOnce() -> Option<Vec<u8>> + Send + 'static,
    ) -> Result<Option<Arc<Packed>>, actix_web::error::BlockingError> {
        let key = Key { stamp, mask: mask(layer), layer: layer.into(), tile, form };
        let make = async {
            let made = actix_web::web::block(move || Some(Arc::new(Packed::new(cut()?, form))));
            made.await.map_err(Some)?.ok_or(None)
        };
        match self.0.get_or_insert_async(&key, make).await {
            Ok(packed) => Ok(Some(packed)),
            Err(None) => Ok(None),
            Err(Some(error)) => Err(error),
        }
    }
}

impl Packed {
    /// A vector tile in the form that is wanted.
    fn new(tile: Vec<u8>, wanted: Form) -> Self {
        let other = if wanted.format == Format::Mlt { tiles::to_mlt(&tile) } else { None };
        let format = if other.is_some() { Format::Mlt } else { Format::Mvt };
        let bytes = other.unwrap_or(tile);
        let small = bytes.len() < COMPRESS_FROM_BYTES;
        let encoding = if small { Encoding::Identity } else { wanted.encoding };
        let bytes = encoding.pack(bytes);
        let hash = super::session::hex(&Sha256::digest(&bytes)[..12]);
        Self { bytes: bytes.into(), format, encoding, tag: format!("\"{hash}\"") }
    }
}

impl Format {
    /// What a request's `Accept` asks for: a vector tile unless the other format is named and liked
    /// no less (RFC 9110, section 12.5.1). Whoever takes anything may not know it.
    pub(crate) fn wanted(accepted: Option<&str>) -> Self {
        let weight = |format: Self| -> f32 {
            let mut ranges = accepted.unwrap_or_default().split(',').map(|range| {
                let mut parts = range.split(';').map(str::trim);
                (parts.next().unwrap_or_default(), parts.find_map(|it| it.strip_prefix("q=")))
            });
            let named = ranges.find(|(range, _)| range.eq_ignore_ascii_case(format.media_type()));
            named.map_or(0.0, |(_, weight)| weight.map_or(Ok(1.0), str::parse).unwrap_or(0.0))
        };
        let (mvt, mlt) = (weight(Self::Mvt), weight(Self::Mlt));
        if mlt > 0.0 && mlt >= mvt { Self::Mlt } else { Self::Mvt }
    }

    /// What it is served as.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Mvt => "application/vnd.mapbox-vector-tile",
            Self::Mlt => "application/vnd.maplibre-tile",
        }
    }
}

impl Encoding {
    /// In the order of our liking.
    const ALL: [(Self, &str); 4] = [
        (Self::Zstd, "zstd"),
        (Self::Brotli, "br"),
        (Self::Gzip, "gzip"),
        (Self::Identity, "identity"),
    ];

    /// What a request's `Accept-Encoding` asks for (RFC 9110, section 12.5.3).
    pub(crate) fn wanted(accepted: Option<&str>) -> Self {
        let weight = |name: &str| -> f32 {
            let mut other = None;
            for coding in accepted.unwrap_or_default().split(',') {
                let (coding, weight) = coding.split_once(';').unwrap_or((coding, ""));
                let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse);
                match coding.trim() {
                    it if it.eq_ignore_ascii_case(name) => return weight.unwrap_or(0.0),
                    "*" => other = weight.ok(),
                    _ => {}
                }
            }
            // As it is, a body is always good enough, but liked least.
            other.unwrap_or(if name == "identity" { f32::MIN_POSITIVE } else { 0.0 })
        };
        let mut best = (Self::Identity, 0.0);
        for (encoding, name) in Self::ALL {
            let weight = weight(name);
            if weight > best.1 {
                best = (encoding, weight);
            }
        }
        best.0
    }

    /// The value of `Content-Encoding`.
    pub(crate) fn header(self) -> HeaderValue {
        let name = Self::ALL.iter().find(|(encoding, _)| *encoding == self);
        HeaderValue::from_static(name.map_or("identity", |(_, name)| name))
    }

    // Writing into memory cannot fail; if it did, the body would be empty and the tag another.
    fn pack(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Identity => bytes,
            Self::Gzip => gzip(&bytes),
            Self::Zstd => zstd::bulk::compress(&bytes, ZSTD_LEVEL).unwrap_or_default(),
            Self::Brotli => {
                let mut packed = Vec::with_capacity(bytes.len() / 2);
                let mut writer = brotli::CompressorWriter::new(
                    &mut packed,
                    4_096,
                    BROTLI_QUALITY,
                    BROTLI_WINDOW_BITS,
                );
                let _written = writer.write_all(&bytes);
                drop(writer);
                packed
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn the_weightiest_encoding_wins() {
        for (accepted, wanted) in [
            (None, Encoding::Identity),
            (Some(""), Encoding::Identity),
            (Some("gzip"), Encoding::Gzip),
            (Some("gzip, deflate, br, zstd"), Encoding::Zstd),
            (Some("gzip, deflate, br"), Encoding::Brotli),
            (Some("br;q=0.2, gzip;q=0.8"), Encoding::Gzip),
            (Some("GZIP"), Encoding::Gzip),
            (Some("gzip;q=0"), Encoding::Identity),
            (Some("*"), Encoding::Zstd),
            (Some("*;q=0.5, zstd;q=0, br;q=0"), Encoding::Gzip),
            (Some("identity, gzip;q=0.5"), Encoding::Identity),
            (Some("gzip;q=nonsense"), Encoding::Identity),
        ] {
            assert_eq!(Encoding::wanted(accepted), wanted, "{accepted:?}");
        }
    }

    #[test]
    fn a_format_is_asked_for_by_name() {
        for (accepted, wanted) in [
            (None, Format::Mvt),
            (Some("*/*"), Format::Mvt),
            (Some("application/*, text/html"), Format::Mvt),
            (Some("application/vnd.maplibre-tile"), Format::Mlt),
            (Some("Application/Vnd.MapLibre-Tile; q=0.5, */*"), Format::Mlt),
            (Some("application/vnd.mapbox-vector-tile,application/vnd.maplibre-tile"), Format::Mlt),
            (
                Some("application/vnd.mapbox-vector-tile, application/vnd.maplibre-tile;q=0.9"),
                Format::Mvt,
            ),
            (Some("application/vnd.maplibre-tile;q=0"), Format::Mvt),
            (Some("application/vnd.maplibre-tile;q=none"), Format::Mvt),
        ] {
            assert_eq!(Format::wanted(accepted), wanted, "{accepted:?}");
        }
    }

    #[test]
    fn every_encoding_unpacks_and_has_its_own_tag() {
        let plain: Vec<u8> = (0..5_000_u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
        let mut tags = std::collections::BTreeSet::new();
        for (encoding, _) in Encoding::ALL {
            let form = Form { format: Format::Mvt, encoding };
            let packed = Packed::new(plain.clone(), form);
            assert_eq!(packed.encoding, encoding);
            let mut back = Vec::new();
            match encoding {
                Encoding::Identity => back.extend_from_slice(&packed.bytes),
                Encoding::Gzip => {
                    let mut reader = flate2::read::GzDecoder::new(&*packed.bytes);
                    reader.read_to_end(&mut back).unwrap();
                }
                Encoding::Zstd => back = zstd::bulk::decompress(&packed.bytes, 1 << 20).unwrap(),
                Encoding::Brotli => {
                    let mut reader = brotli::Decompressor::new(&*packed.bytes, 4_096);
                    reader.read_to_end(&mut back).unwrap();
                }
            }
            assert!(back == plain, "{encoding:?}");
            assert!(tags.insert(packed.tag));
        }
        let form = Form { format: Format::Mvt, encoding: Encoding::Gzip };
        let small = Packed::new(vec![1; 100], form);
        assert_eq!((small.encoding, small.bytes.len()), (Encoding::Identity, 100));
    }
}
