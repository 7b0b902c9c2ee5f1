//! Lineage: which units of one drawing became which of another, with what they share.

use crate::places::json_text;
use crate::sql::{Write, row, rows, run};
use crate::{DrawingId, Entry, Store, StoreError, instant};
use jiff::Timestamp;
use model::{Level, UnitId};
use serde::Serialize;
use serde_json::json;

/// How many pairs one statement takes.
const CHUNK: usize = 10_000;

/// What two units of a level share, or a unit and the land outside the other territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineageShare {
    /// The level of both.
    pub level: Level,
    /// The unit in the drawing before; `None` is land outside its territory.
    pub before: Option<UnitId>,
    /// The unit in the drawing after; `None` is land outside its territory.
    pub after: Option<UnitId>,
    /// The land that both have, in square centimetres.
    pub area_cm2: u64,
    /// The households that fall to it when those of each grid before are spread evenly over the
    /// grid's land.
    pub households: u64,
    /// The incidents in it, counted.
    pub incidents: u64,
}

/// The lineage from one drawing to another, to be kept with the latter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLineage {
    /// The drawing before.
    pub before: DrawingId,
    /// The incidents counted are those that occurred from this instant on …
    pub incidents_from: Timestamp,
    /// … and before this one.
    pub incidents_to: Timestamp,
    /// Every pair that shares land, by level, unit before and unit after.
    pub shares: Vec<LineageShare>,
}

/// A kept lineage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    /// The drawing after.
    pub drawing: DrawingId,
    /// As it was given; instants to the millisecond.
    pub given: NewLineage,
    /// When it was written; incidents that were taken in later are not counted.
    pub recorded: Timestamp,
}

#[derive(Serialize)]
struct NewRow {
    place: usize,
    level: u8,
    before: Option<u32>,
    unit: Option<u32>,
    area: u64,
    households: u64,
    incidents: u64,
}

type Head = (i64, String, String, String);

#[derive(sqlx::FromRow)]
struct Row {
    level: i64,
    before_unit: Option<i64>,
    unit: Option<i64>,
    area_cm2: i64,
    households: i64,
    incidents: i64,
}

impl Row {
    fn share(&self) -> Option<LineageShare> {
        let unit = |place: Option<i64>| match place {
            None => Some(None),
            Some(place) => u32::try_from(place).ok().map(|place| Some(UnitId(place))),
        };
        let count = |number: i64| u64::try_from(number).ok();
        Some(LineageShare {
            level: Level::new(u8::try_from(self.level).ok()?)?,
            before: unit(self.before_unit)?,
            after: unit(self.unit)?,
            area_cm2: count(self.area_cm2)?,
            households: count(self.households)?,
            incidents: count(self.incidents)?,
        })
    }
}

impl Store {
    /// Keeps the lineage of a drawing that is published already. One that is kept for the same two
    /// drawings is replaced.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when there are no such drawings, a unit is not one of theirs, or a
    /// pair is given twice.
    pub async fn put_lineage(
        &self,
        drawing: DrawingId,
        lineage: &NewLineage,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let mut write = self.write(entry).await?;
        run!(
            write,
            both "delete from lineage where drawing_id = $1 and before_id = $2",
            drawing.key(),
            lineage.before.key(),
        )?;
        write.insert_lineage(drawing.key(), lineage).await?;
        let what = json!({
            "drawing": drawing.0, "before": lineage.before.0, "pairs": lineage.shares.len(),
        });
        write.commit(entry, "lineage", what).await
    }

    /// The lineage of a drawing: from the one given, or the one that was recorded last.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn lineage(
        &self,
        drawing: DrawingId,
        before: Option<DrawingId>,
    ) -> Result<Option<Lineage>, StoreError> {
        let mut read = self.read().await?;
        let head = row!(
            read,
            Head,
            "select before_id, incidents_from, incidents_to, recorded from lineage
             where drawing_id = $1 and ($2 is null or before_id = $2)
             order by recorded desc, before_id desc limit 1",
            "select before_id, utc(incidents_from), utc(incidents_to), utc(recorded) from lineage
             where drawing_id = $1 and ($2::bigint is null or before_id = $2::bigint)
             order by lineage.recorded desc, before_id desc limit 1",
            drawing.key(),
            before.map(DrawingId::key),
        )?;
        let Some((before, from, to, recorded)) = head else { return Ok(None) };
        let rows = rows!(
            read,
            Row,
            both "select level, before_unit, unit, area_cm2, households, incidents
                  from lineage_share where drawing_id = $1 and before_id = $2 order by place",
            drawing.key(),
            before,
        )?;
        let corrupt = || StoreError::corrupt("lineage_share", drawing, "is no share");
        let shares = rows.iter().map(|row| row.share().ok_or_else(corrupt));
        Ok(Some(Lineage {
            drawing,
            given: NewLineage {
                before: DrawingId::of_key(before),
                incidents_from: instant::of_text("lineage", &from)?,
                incidents_to: instant::of_text("lineage", &to)?,
                shares: shares.collect::<Result<_, _>>()?,
            },
            recorded: instant::of_text("lineage", &recorded)?,
        }))
    }
}

impl Write {
    /// Writes a lineage of a drawing whose units are there.
    pub(crate) async fn insert_lineage(
        &mut self,
        drawing: i64,
        lineage: &NewLineage,
    ) -> Result<(), StoreError> {
        let at = self.at.clone();
        run!(
            self,
            "insert into lineage (drawing_id, before_id, incidents_from, incidents_to, recorded)
             values ($1, $2, $3, $4, $5)",
            "insert into lineage (drawing_id, before_id, incidents_from, incidents_to, recorded)
             values ($1, $2, $3::timestamptz, $4::timestamptz, $5::timestamptz)",
            drawing,
            lineage.before.key(),
            instant::to_text("incidents_from", lineage.incidents_from)?,
            instant::to_text("incidents_to", lineage.incidents_to)?,
            at,
        )?;
        let row = |(place, share): (usize, &LineageShare)| NewRow {
            place,
            level: share.level.get(),
            before: share.before.map(|unit| unit.0),
            unit: share.after.map(|unit| unit.0),
            area: share.area_cm2,
            households: share.households,
            incidents: share.incidents,
        };
        let rows: Vec<NewRow> = lineage.shares.iter().enumerate().map(row).collect();
        for chunk in rows.chunks(CHUNK) {
            run!(
                self,
                "insert into lineage_share (drawing_id, before_id, place, level, before_unit, unit,
                     area_cm2, households, incidents)
                 select $1, $2, value->>'place', value->>'level', value->>'before',
                     value->>'unit', value->>'area', value->>'households', value->>'incidents'
                 from json_each($3)",
                "insert into lineage_share (drawing_id, before_id, place, level, before_unit, unit,
                     area_cm2, households, incidents)
                 select $1, $2, place, level, before, unit, area, households, incidents
                 from json_to_recordset($3::json) as given (place bigint, level bigint,
                     before bigint, unit bigint, area bigint, households bigint, incidents bigint)",
                drawing,
                lineage.before.key(),
                json_text(chunk)?,
            )?;
        }
        Ok(())
    }
}
