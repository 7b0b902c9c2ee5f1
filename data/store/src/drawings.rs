//! Drawings: whole, frozen sets of units, each in force from an instant until the next one is.

use crate::entry::check_text;
use crate::places::{check_rings, json_text};
use crate::sql::{Read, Write, row, rows, run};
use crate::{
    DesignId, DrawingId, Entry, NewLineage, Store, StoreError, instant, layers, units, wkb,
};
use jiff::Timestamp;
use model::{Area, Bounds, UnitTree};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Up to how many digits of geometry one statement takes (and always at least one unit).
const CHUNK_BYTES: usize = 4 << 20;

/// A drawing to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDrawing {
    /// The territory's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What every map of it must say: "schematic data, not a survey" …
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
    /// Where it comes from.
    pub source: String,
    /// It is in force from this instant on. Kept to the millisecond.
    pub valid_from: Timestamp,
    /// Its units.
    pub tree: UnitTree,
    /// The area of grid k at place k.
    pub areas: Vec<Area>,
    /// The outlines of the units above the grids, in the tree's order; for maps only.
    pub outlines: Vec<Area>,
}

/// A drawing in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawingSummary {
    /// Its number.
    pub id: DrawingId,
    /// 16 hexadecimal digits that stand for its whole content: the same content has the same
    /// version in every store.
    pub version: String,
    /// The territory's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What every map of it must say.
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
    /// Where it comes from.
    pub source: String,
    /// The first instant it is in force.
    pub valid_from: Timestamp,
    /// When it was published.
    pub recorded: Timestamp,
}

/// A published drawing, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDrawing {
    /// What a list shows of it.
    pub about: DrawingSummary,
    /// Its units.
    pub tree: UnitTree,
    /// The area of grid k at place k.
    pub areas: Vec<Area>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    version: String,
    name: String,
    name_en: String,
    notice: String,
    notice_en: String,
    source: String,
    valid_from: String,
    recorded: String,
}

impl Row {
    fn summary(self) -> Result<DrawingSummary, StoreError> {
        Ok(DrawingSummary {
            id: DrawingId::of_key(self.id),
            valid_from: instant::of_text("drawing", &self.valid_from)?,
            recorded: instant::of_text("drawing", &self.recorded)?,
            version: self.version,
            name: self.name,
            name_en: self.name_en,
            notice: self.notice,
            notice_en: self.notice_en,
            source: self.source,
        })
    }
}

impl Store {
    /// Publishes a drawing: all of its units, or nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when areas and outlines are not as many as grids and upper units, a
    /// ring has fewer than three points, or a text is over its limit.
    pub async fn publish_drawing(
        &self,
        drawing: &NewDrawing,
        entry: &Entry,
    ) -> Result<DrawingId, StoreError> {
        let (write, id, what) = self.drawn(drawing, None, entry).await?;
        write.commit(entry, "drawing", what).await?;
        Ok(DrawingId::of_key(id))
    }

    /// Publishes a drawing with its lineage from another: all of both, or nothing.
    ///
    /// # Errors
    ///
    /// As [`Store::publish_drawing`] and [`Store::put_lineage`].
    pub async fn publish_drawing_after(
        &self,
        drawing: &NewDrawing,
        lineage: &NewLineage,
        entry: &Entry,
    ) -> Result<DrawingId, StoreError> {
        let (write, id, what) = self.drawn(drawing, Some(lineage), entry).await?;
        write.commit(entry, "drawing", what).await?;
        Ok(DrawingId::of_key(id))
    }

    /// Publishes what came out of a submitted design, with its lineage where there is one. `None` when
    /// the design is not submitted (any more); then nothing is published.
    ///
    /// # Errors
    ///
    /// As [`Store::publish_drawing_after`].
    pub async fn publish_drawing_of(
        &self,
        design: DesignId,
        drawing: &NewDrawing,
        lineage: Option<&NewLineage>,
        entry: &Entry,
    ) -> Result<Option<DrawingId>, StoreError> {
        let (mut write, id, mut what) = self.drawn(drawing, lineage, entry).await?;
        if !write.publish_design(design, id).await? {
            return Ok(None);
        }
        what["design"] = design.0.into();
        write.commit(entry, "drawing", what).await?;
        Ok(Some(DrawingId::of_key(id)))
    }

    /// A write with the drawing in it, to be committed: with the number of the drawing, and what its
    /// record says.
    async fn drawn(
        &self,
        drawing: &NewDrawing,
        lineage: Option<&NewLineage>,
        entry: &Entry,
    ) -> Result<(Write, i64, Value), StoreError> {
        check(drawing)?;
        let valid_from = instant::to_text("valid_from", drawing.valid_from)?;
        let units = units::rows_of(&drawing.tree, &drawing.areas, &drawing.outlines);
        let version = version_of(drawing, &valid_from, &units)?;
        let mut write = self.write(entry).await?;
        let id = write.numbers("drawing", 1).await?;
        let at = write.at.clone();
        run!(
            write,
            "insert into drawing (id, version, name, name_en, notice, notice_en, source,
                 valid_from, recorded)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            "insert into drawing (id, version, name, name_en, notice, notice_en, source,
                 valid_from, recorded)
             values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9::timestamptz)",
            id,
            &version,
            &drawing.name,
            &drawing.name_en,
            &drawing.notice,
            &drawing.notice_en,
            &drawing.source,
            valid_from,
            at,
        )?;
        write.insert_units(id, &units).await?;
        let bounds = drawing.areas.iter().filter_map(Area::bounds).reduce(Bounds::union);
        let finest = drawing.tree.finest().get();
        let above = layers::OF_LEVELS.into_iter().zip(1..finest).map(|(layer, _)| layer);
        for layer in ["units", "grids"].into_iter().chain(above) {
            write.touch_layer(layer, bounds).await?;
        }
        write.touch_layer("drawing", None).await?;
        if let Some(lineage) = lineage {
            write.insert_lineage(id, lineage).await?;
        }
        let mut what = json!({
            "drawing": id, "version": version, "name": drawing.name,
            "valid_from": instant::to_text("valid_from", drawing.valid_from)?,
            "units": units.len(), "grids": drawing.areas.len(),
        });
        if let Some(lineage) = lineage {
            what["before"] = lineage.before.0.into();
        }
        Ok((write, id, what))
    }

    /// The drawing in force at an instant: of those valid from then or before, the one valid from
    /// the latest instant, and of equals the last published.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read, or a unit is [`StoreError::Corrupt`].
    pub async fn drawing_at(&self, at: Timestamp) -> Result<Option<StoredDrawing>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            Row,
            "select id, version, name, name_en, notice, notice_en, source, valid_from, recorded
             from drawing where valid_from <= $1 order by drawing.valid_from desc, id desc limit 1",
            "select id, version, name, name_en, notice, notice_en, source,
                    utc(valid_from) as valid_from, utc(recorded) as recorded
             from drawing where valid_from <= $1::timestamptz
             order by drawing.valid_from desc, id desc limit 1",
            instant::to_text("at", at)?,
        )?;
        match found {
            Some(about) => whole(&mut read, about).await.map(Some),
            None => Ok(None),
        }
    }

    /// The drawing of a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read, or a unit is [`StoreError::Corrupt`].
    pub async fn drawing(&self, id: DrawingId) -> Result<Option<StoredDrawing>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            Row,
            "select id, version, name, name_en, notice, notice_en, source, valid_from, recorded
             from drawing where id = $1",
            "select id, version, name, name_en, notice, notice_en, source,
                    utc(valid_from) as valid_from, utc(recorded) as recorded
             from drawing where id = $1",
            id.key(),
        )?;
        match found {
            Some(about) => whole(&mut read, about).await.map(Some),
            None => Ok(None),
        }
    }

    /// Every drawing, in the order they come into force.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn drawings(&self) -> Result<Vec<DrawingSummary>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            Row,
            "select id, version, name, name_en, notice, notice_en, source, valid_from, recorded
             from drawing order by drawing.valid_from, id",
            "select id, version, name, name_en, notice, notice_en, source,
                    utc(valid_from) as valid_from, utc(recorded) as recorded
             from drawing order by drawing.valid_from, id",
        )?;
        rows.into_iter().map(Row::summary).collect()
    }
}

impl Write {
    async fn insert_units(
        &mut self,
        drawing: i64,
        units: &[units::NewRow<'_>],
    ) -> Result<(), StoreError> {
        let first = self.numbers("unit", units.len()).await?;
        let mut left = units;
        while !left.is_empty() {
            let mut bytes = 0;
            let fits = |unit: &&units::NewRow<'_>| {
                bytes += unit.wkb.len();
                bytes <= CHUNK_BYTES
            };
            let count = left.iter().take_while(fits).count().clamp(1, left.len());
            let (chunk, rest) = left.split_at(count);
            units::insert(self, drawing, first, &json_text(chunk)?).await?;
            left = rest;
        }
        Ok(())
    }
}

/// A drawing with its units. What it holds never changes, so no common snapshot is needed.
async fn whole(read: &mut Read, about: Row) -> Result<StoredDrawing, StoreError> {
    let (tree, areas) = units::load(read, about.id).await?;
    Ok(StoredDrawing { about: about.summary()?, tree, areas })
}

fn check(drawing: &NewDrawing) -> Result<(), StoreError> {
    let texts = [
        ("drawing name", &drawing.name, 1024),
        ("drawing name_en", &drawing.name_en, 1024),
        ("drawing notice", &drawing.notice, 4096),
        ("drawing notice_en", &drawing.notice_en, 4096),
        ("drawing source", &drawing.source, 4096),
    ];
    for (what, text, bytes_max) in texts {
        check_text(what, text, bytes_max)?;
    }
    for unit in drawing.tree.units() {
        check_text("unit name", &unit.name, 1024)?;
        check_text("unit kind", unit.kind.as_deref().unwrap_or_default(), 1024)?;
    }
    let count_of = |what, given: usize, wanted: usize| {
        let why = || format!("{given} are given for {wanted} units");
        if given == wanted { Ok(()) } else { Err(StoreError::invalid(what, why())) }
    };
    let grids = drawing.tree.grid_count();
    count_of("drawing areas", drawing.areas.len(), grids)?;
    count_of("drawing outlines", drawing.outlines.len(), drawing.tree.units().len() - grids)?;
    drawing.areas.iter().try_for_each(|area| check_rings("drawing areas", area))?;
    drawing.outlines.iter().try_for_each(|area| check_rings("drawing outlines", area))
}

/// The start of the SHA-256 of everything that a drawing says, in the form it is stored in.
fn version_of(
    drawing: &NewDrawing,
    valid_from: &str,
    units: &[units::NewRow<'_>],
) -> Result<String, StoreError> {
    #[derive(Serialize)]
    struct Said<'a>([&'a str; 6]);
    let NewDrawing { name, name_en, notice, notice_en, source, .. } = drawing;
    let said = Said([name, name_en, notice, notice_en, source, valid_from]);
    let mut hash = Sha256::new();
    hash.update(json_text(&[said])?);
    for unit in units {
        hash.update(json_text(std::slice::from_ref(unit))?);
    }
    let mut version = wkb::hex(&hash.finalize());
    version.truncate(16);
    Ok(version)
}
