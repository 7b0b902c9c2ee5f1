//! Overlays: named sets of areas across the tree of units, each with its dates.

use crate::dated::optional;
use crate::entry::check_text;
use crate::places::{check_rings, json_text};
use crate::sql::{Write, rows, run};
use crate::{Entry, Store, StoreError, Validity, wkb};
use jiff::Timestamp;
use model::{Area, Bounds, Code, Shape};
use serde::Serialize;
use serde_json::json;
use std::collections::HashSet;

/// How many overlays one statement takes.
const CHUNK: usize = 200;
/// Up to this many overlays, the log names them.
const LOGGED_MAX: usize = 100;

/// One area of a set, in the period in which it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// The set: rings, big grids, listed areas, geofences …
    pub set: Code,
    /// Its code in the set.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// What sort of area it is.
    pub kind: Option<String>,
    /// Its land. Areas of a set may overlap.
    pub area: Area,
    /// When it is so.
    pub valid: Validity,
}

/// Which overlays to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverlayFilter {
    /// The set wanted; all when left out.
    pub set: Option<Code>,
    /// As of this instant; the latest state of each, whatever its dates, when left out.
    pub at: Option<Timestamp>,
}

#[derive(Serialize)]
struct NewRow<'a> {
    /// Its place among those of this call.
    place: usize,
    set: &'a str,
    code: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    head: String,
    wkb: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    set_code: String,
    code: String,
    name: String,
    kind: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    geom: Vec<u8>,
}

impl Row {
    fn overlay(self) -> Result<Overlay, StoreError> {
        let key = format!("{} {}", self.set_code, self.code);
        let code = |text: &str| {
            Code::try_from(text).map_err(|error| StoreError::corrupt("overlays", &key, error))
        };
        let Shape::Area(area) = wkb::to_shape("overlays", &key, &self.geom)? else {
            return Err(StoreError::corrupt("overlays", &key, "has no area"));
        };
        let (from, to) = (self.valid_from.as_deref(), self.valid_to.as_deref());
        Ok(Overlay {
            set: code(&self.set_code)?,
            code: code(&self.code)?,
            valid: Validity::of_texts("overlays", from, to)?,
            name: self.name,
            kind: self.kind,
            area,
        })
    }
}

impl Store {
    /// Keeps overlays, each in its period: what was known of its set and code before the period's
    /// beginning stays, whatever was known from then on is replaced. All of them or none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when one is given twice, has no land, a ring of fewer than three
    /// points, a period that ends before it begins, or a text over its limit (1 KiB).
    pub async fn put_overlays(
        &self,
        overlays: &[Overlay],
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let rows: Vec<NewRow<'_>> =
            overlays.iter().enumerate().map(new_row).collect::<Result<_, _>>()?;
        let mut keys = HashSet::with_capacity(rows.len());
        if let Some(twice) = rows.iter().find(|row| !keys.insert((row.set, row.code))) {
            let why = format!("{} of {} is given twice", twice.code, twice.set);
            return Err(StoreError::invalid("overlay", why));
        }
        if rows.is_empty() {
            return Ok(());
        }
        let mut write = self.write(entry).await?;
        let first = write.numbers("overlay", rows.len()).await?;
        for chunk in rows.chunks(CHUNK) {
            let rows = json_text(chunk)?;
            write.cut_overlays(&rows).await?;
            write.upsert_overlays(first, &rows).await?;
        }
        let bounds = overlays.iter().filter_map(|it| it.area.bounds()).reduce(Bounds::union);
        write.touch_layer("overlays", bounds).await?;
        let mut what = json!({ "overlays": rows.len() });
        if rows.len() <= LOGGED_MAX {
            let told = |row: &NewRow<'_>| {
                json!({ "set": row.set, "code": row.code, "name": row.name, "kind": row.kind,
                        "valid": [row.valid_from, row.valid_to] })
            };
            what["after"] = rows.iter().map(told).collect();
        }
        write.commit(entry, "overlays", what).await
    }

    /// The overlays that pass the filter, by set and code.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn overlays(&self, filter: &OverlayFilter) -> Result<Vec<Overlay>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            Row,
            "select set_code, code, name, kind, valid_from, valid_to, geom
             from (select set_code, code, name, kind, valid_from, valid_to, geom from overlays
                   where $2 is null or ((valid_from is null or valid_from <= $2)
                       and (valid_to is null or $2 < valid_to))
                   union all
                   select set_code, code, name, kind, valid_from, valid_to, geom from overlay_past
                   where (valid_from is null or valid_from <= $2) and $2 < valid_to)
             where $1 is null or set_code = $1
             order by set_code, code",
            "select set_code, code, name, kind, utc(valid_from) as valid_from,
                    utc(valid_to) as valid_to, as_geopackage(geom) as geom
             from (select set_code, code, name, kind, valid_from, valid_to, geom from overlays
                   where $2::timestamptz is null
                       or ((valid_from is null or valid_from <= $2::timestamptz)
                       and (valid_to is null or $2::timestamptz < valid_to))
                   union all
                   select set_code, code, name, kind, valid_from, valid_to, geom from overlay_past
                   where (valid_from is null or valid_from <= $2::timestamptz)
                       and $2::timestamptz < valid_to) as known
             where $1::text is null or set_code = $1::text
             order by set_code, code",
            filter.set.as_ref().map(Code::as_str),
            optional("overlays at", filter.at)?,
        )?;
        rows.into_iter().map(Row::overlay).collect()
    }
}

impl Write {
    /// Makes room for the periods of these rows.
    async fn cut_overlays(&mut self, rows: &str) -> Result<(), StoreError> {
        run!(
            self,
            "delete from overlay_past where (set_code, code, valid_to) in (
                 select p.set_code, p.code, p.valid_to
                 from json_each($1)
                 join overlay_past p on p.set_code = value->>'set' and p.code = value->>'code'
                 where value->>'valid_from' is null
                     or coalesce(p.valid_from, '') >= value->>'valid_from')",
            "delete from overlay_past p
             using json_to_recordset($1::json)
                 as given (set text, code text, valid_from timestamptz)
             where p.set_code = given.set and p.code = given.code
                 and (given.valid_from is null or p.valid_from >= given.valid_from)",
            rows,
        )?;
        run!(
            self,
            "update overlay_past set valid_to = value->>'valid_from' from json_each($1)
             where set_code = value->>'set' and code = value->>'code'
                 and overlay_past.valid_to > value->>'valid_from'",
            "update overlay_past p set valid_to = given.valid_from
             from json_to_recordset($1::json)
                 as given (set text, code text, valid_from timestamptz)
             where p.set_code = given.set and p.code = given.code
                 and p.valid_to > given.valid_from",
            rows,
        )?;
        run!(
            self,
            "insert into overlay_past (set_code, code, name, kind, valid_from, valid_to, recorded,
                 geom)
             select o.set_code, o.code, o.name, o.kind, o.valid_from,
                 min(coalesce(o.valid_to, value->>'valid_from'), value->>'valid_from'),
                 o.recorded, o.geom
             from json_each($1)
             join overlays o on o.set_code = value->>'set' and o.code = value->>'code'
             where coalesce(o.valid_from, '') < value->>'valid_from'",
            "insert into overlay_past (set_code, code, name, kind, valid_from, valid_to, recorded,
                 geom)
             select o.set_code, o.code, o.name, o.kind, o.valid_from,
                 least(o.valid_to, given.valid_from), o.recorded, o.geom
             from json_to_recordset($1::json)
                 as given (set text, code text, valid_from timestamptz)
             join overlays o on o.set_code = given.set and o.code = given.code
             where given.valid_from is not null
                 and (o.valid_from is null or o.valid_from < given.valid_from)",
            rows,
        )?;
        Ok(())
    }

    async fn upsert_overlays(&mut self, first: i64, rows: &str) -> Result<(), StoreError> {
        let at = self.at.clone();
        run!(
            self,
            "insert into overlays (id, set_code, code, name, kind, valid_from, valid_to, recorded,
                 geom)
             select $2 + (value->>'place'), value->>'set', value->>'code', value->>'name',
                 value->>'kind', value->>'valid_from', value->>'valid_to', $3,
                 unhex((value->>'head') || (value->>'wkb'))
             from json_each($1) where true
             on conflict (set_code, code) do update set name = excluded.name,
                 kind = excluded.kind, valid_from = excluded.valid_from,
                 valid_to = excluded.valid_to, recorded = excluded.recorded, geom = excluded.geom",
            "insert into overlays (id, set_code, code, name, kind, valid_from, valid_to, recorded,
                 geom)
             select $2 + place, set, code, name, kind, valid_from, valid_to, $3::timestamptz,
                 st_geomfromwkb(decode(wkb, 'hex'), 4326)
             from json_to_recordset($1::json) as given (place bigint, set text, code text,
                 name text, kind text, valid_from timestamptz, valid_to timestamptz, wkb text)
             on conflict (set_code, code) do update set name = excluded.name,
                 kind = excluded.kind, valid_from = excluded.valid_from,
                 valid_to = excluded.valid_to, recorded = excluded.recorded, geom = excluded.geom",
            rows,
            first,
            at,
        )?;
        Ok(())
    }
}

fn new_row((place, overlay): (usize, &Overlay)) -> Result<NewRow<'_>, StoreError> {
    check_text("overlay name", &overlay.name, 1024)?;
    check_text("overlay kind", overlay.kind.as_deref().unwrap_or_default(), 1024)?;
    if overlay.area.polygons.is_empty() {
        return Err(StoreError::invalid("overlay area", "has no part"));
    }
    check_rings("overlay area", &overlay.area)?;
    let (valid_from, valid_to) = overlay.valid.texts()?;
    Ok(NewRow {
        place,
        set: overlay.set.as_str(),
        code: overlay.code.as_str(),
        name: &overlay.name,
        kind: overlay.kind.as_deref(),
        valid_from,
        valid_to,
        head: wkb::hex(&wkb::header(overlay.area.bounds())),
        wkb: wkb::hex(&wkb::of_area(&overlay.area)),
    })
}
