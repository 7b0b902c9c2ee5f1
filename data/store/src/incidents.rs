//! Incidents: taken in once each, found by time, box and number.

use crate::entry::check_text;
use crate::places::json_text;
use crate::sql::{Write, row, rows, run};
use crate::{Entry, IncidentId, Store, StoreError, instant, wkb};
use jiff::civil::Date;
use jiff::{Timestamp, tz::Offset};
use model::{Bounds, Class, Code, Incident, Kind, Position, Shape, State};
use serde::Serialize;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// How many incidents one statement takes.
const CHUNK: usize = 2000;
const TEXT_BYTES_MAX: usize = 64 << 10;
/// Before every instant that the store keeps.
const EARLIEST: &str = "0001-01-01T00:00:00.000Z";
/// After every instant that the store keeps.
const LATEST: &str = "9999-12-31T23:59:59.999Z";

/// What became of one incident that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number, now or since it first came.
    pub id: IncidentId,
    /// Whether it is new; a report that came before (same source and external number) is not, and
    /// the first one is kept as it was.
    pub new: bool,
}

/// Which incidents to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentQuery {
    /// That happened at this instant or later.
    pub from: Option<Timestamp>,
    /// That happened before this instant.
    pub to: Option<Timestamp>,
    /// In this box or on its border.
    pub bounds: Option<Bounds>,
    /// After this one in the order of the answer: the last of the page before.
    pub after: Option<IncidentId>,
    /// At most this many.
    pub limit: u32,
}

/// A kept incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredIncident {
    /// Its number.
    pub id: IncidentId,
    /// The incident; `occurred` to the millisecond.
    pub incident: Incident,
    /// The code of the grid that it was given when it was taken in, if it lay in one.
    pub grid: Option<Code>,
    /// When it was taken in.
    pub recorded: Timestamp,
}

impl Default for IncidentQuery {
    /// All of them, a thousand at a time.
    fn default() -> Self {
        Self { from: None, to: None, bounds: None, after: None, limit: 1000 }
    }
}

/// An incident as a statement takes it.
#[derive(Serialize)]
struct NewRow<'a> {
    /// 0 until it is given a number.
    id: i64,
    source: &'a str,
    external: &'a str,
    kind: &'a str,
    class: &'static str,
    state: &'static str,
    occurred: String,
    text: Option<&'a str>,
    grid: Option<&'a str>,
    lon_e7: i32,
    lat_e7: i32,
    geom: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    source: String,
    external: String,
    kind: String,
    class: String,
    state: String,
    occurred: String,
    recorded: String,
    text: Option<String>,
    grid: Option<String>,
    lon_e7: i64,
    lat_e7: i64,
}

impl Store {
    /// Takes incidents in, each with the code of the grid it lies in: all of them or none. Answers
    /// in the order given. An incident that is there already, or comes twice in one call, is kept
    /// once. When none is new, nothing is written.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for a text over 64 KiB or an instant outside the years 1 to 9999.
    pub async fn add_incidents(
        &self,
        incidents: &[(Incident, Option<Code>)],
        entry: &Entry,
    ) -> Result<Vec<Added>, StoreError> {
        if incidents.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<NewRow<'_>> = incidents
            .iter()
            .map(|(incident, grid)| new_row(incident, grid.as_ref()))
            .collect::<Result<_, _>>()?;
        let mut write = self.write(entry).await?;
        let mut known = write.known_incidents(&rows).await?;
        let is_fresh = |row: &&NewRow<'_>| !known.contains_key(&row.key());
        let fresh_count =
            rows.iter().filter(is_fresh).map(NewRow::key).collect::<HashSet<_>>().len();
        let mut added = Vec::with_capacity(rows.len());
        let mut fresh = Vec::with_capacity(fresh_count);
        let first = write.numbers("incident", fresh_count).await?;
        for mut row in rows {
            let next = first + i64::try_from(fresh.len()).unwrap_or(i64::MAX);
            row.id = *known.entry(row.key()).or_insert(next);
            let new = row.id == next;
            added.push(Added { id: IncidentId::of_key(row.id), new });
            if new {
                fresh.push(row);
            }
        }
        if fresh.is_empty() {
            return Ok(added);
        }
        for chunk in fresh.chunks(CHUNK) {
            write.insert_incidents(&json_text(chunk)?).await?;
        }
        let at = fresh.iter().filter_map(|row| Position::from_e7(row.lon_e7, row.lat_e7));
        write.touch_layer("incidents", Bounds::around(at)).await?;
        let what = json!({
            "first": first, "last": fresh.last().map(|row| row.id), "new": fresh.len(),
            "again": added.len() - fresh.len(),
        });
        write.commit(entry, "incidents", what).await?;
        Ok(added)
    }

    /// The incidents that fit, oldest first; of the same instant, by number.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unknown`] when there is no incident `after`.
    pub async fn incidents(
        &self,
        query: &IncidentQuery,
    ) -> Result<Vec<StoredIncident>, StoreError> {
        let text = |at: Option<Timestamp>, or: &str| {
            at.map_or_else(|| Ok(or.to_owned()), |at| instant::to_text("incident query", at))
        };
        let mut read = self.read().await?;
        // Everything comes after (`from`, 0), for numbers start at 1.
        let mut start = (text(query.from, EARLIEST)?, 0);
        if let Some(after) = query.after {
            let found = row!(
                read,
                (String, i64),
                "select occurred, id from incidents where id = $1",
                "select utc(occurred), id from incidents where id = $1",
                after.key(),
            )?;
            let unknown = || StoreError::Unknown { what: "incident", id: after.to_string() };
            start = start.max(found.ok_or_else(unknown)?);
        }
        let bounds = query.bounds;
        let edge = |edge: fn(Bounds) -> i32, or: i32| i64::from(bounds.map_or(or, edge));
        let rows = rows!(
            read,
            Row,
            "select id, source, external, kind, class, state, occurred, recorded, text, grid,
                    lon_e7, lat_e7
             from incidents
             where (occurred, id) > ($1, $2) and occurred < $3
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
             order by incidents.occurred, id limit $8",
            "select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from incidents
             where (occurred, id) > ($1::timestamptz, $2) and occurred < $3::timestamptz
                 and lon_e7 between $4 and $5 and lat_e7 between $6 and $7
             order by incidents.occurred, id limit $8",
            start.0,
            start.1,
            text(query.to, LATEST)?,
            edge(|b| b.min.lon_e7(), i32::MIN),
            edge(|b| b.max.lon_e7(), i32::MAX),
            edge(|b| b.min.lat_e7(), i32::MIN),
            edge(|b| b.max.lat_e7(), i32::MAX),
            i64::from(query.limit),
        )?;
        rows.into_iter().map(Row::stored).collect()
    }

    /// The incident of a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<StoredIncident>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            Row,
            "select id, source, external, kind, class, state, occurred, recorded, text, grid,
                    lon_e7, lat_e7
             from incidents where id = $1",
            "select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from incidents where id = $1",
            id.key(),
        )?;
        found.map(Row::stored).transpose()
    }

    /// How many incidents each local day has, newest day first, at most `limit` days; days without
    /// any are left out. A day is one at a fixed offset from UTC (China: +08:00).
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn incident_days(
        &self,
        offset: Offset,
        limit: u32,
    ) -> Result<Vec<(Date, u64)>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            (String, i64),
            "select date(occurred, $1 || ' seconds') as day, count(*)
             from incidents group by day order by day desc limit $2",
            "select to_char((occurred at time zone 'UTC') + make_interval(secs => $1),
                    'YYYY-MM-DD') as day, count(*)
             from incidents group by day order by day desc limit $2",
            i64::from(offset.seconds()),
            i64::from(limit),
        )?;
        let day = |(day, count): (String, i64)| {
            let date =
                day.parse().map_err(|error| StoreError::corrupt("incidents", &day, error))?;
            Ok((date, u64::try_from(count).unwrap_or(0)))
        };
        rows.into_iter().map(day).collect()
    }
}

impl Write {
    /// The numbers of those that are there already.
    async fn known_incidents<'a>(
        &mut self,
        rows: &[NewRow<'a>],
    ) -> Result<HashMap<(&'a str, &'a str), i64>, StoreError> {
        let mut known = HashMap::with_capacity(rows.len());
        for chunk in rows.chunks(CHUNK) {
            let keys: Vec<(&str, &str)> = chunk.iter().map(NewRow::key).collect();
            let found = rows!(
                self,
                (i64, i64),
                "select key, incidents.id from json_each($1)
                 join incidents on source = value->>0 and external = value->>1",
                "select place - 1, incidents.id from json_array_elements($1::json) with ordinality
                     as given (key, place)
                 join incidents on source = key->>0 and external = key->>1",
                json_text(&keys)?,
            )?;
            for (place, id) in found {
                let key = usize::try_from(place).ok().and_then(|place| chunk.get(place));
                known.extend(key.map(|row| (row.key(), id)));
            }
        }
        Ok(known)
    }

    async fn insert_incidents(&mut self, rows: &str) -> Result<(), StoreError> {
        let at = self.at.clone();
        run!(
            self,
            "insert into incidents (id, source, external, kind, class, state, occurred, recorded,
                 text, grid, lon_e7, lat_e7, geom)
             select value->>'id', value->>'source', value->>'external', value->>'kind',
                 value->>'class', value->>'state', value->>'occurred', $2, value->>'text',
                 value->>'grid', value->>'lon_e7', value->>'lat_e7', unhex(value->>'geom')
             from json_each($1)",
            "insert into incidents (id, source, external, kind, class, state, occurred, recorded,
                 text, grid, lon_e7, lat_e7)
             select id, source, external, kind, class, state, occurred, $2::timestamptz, text,
                 grid, lon_e7, lat_e7
             from json_to_recordset($1::json) as given (id bigint, source text, external text,
                 kind text, class text, state text, occurred timestamptz, text text, grid text,
                 lon_e7 bigint, lat_e7 bigint)",
            rows,
            at,
        )?;
        Ok(())
    }
}

impl<'a> NewRow<'a> {
    fn key(&self) -> (&'a str, &'a str) {
        (self.source, self.external)
    }
}

fn new_row<'a>(incident: &'a Incident, grid: Option<&'a Code>) -> Result<NewRow<'a>, StoreError> {
    let at = Shape::Point(incident.at);
    check_text("incident text", incident.text.as_deref().unwrap_or_default(), TEXT_BYTES_MAX)?;
    Ok(NewRow {
        id: 0,
        source: incident.source.as_str(),
        external: incident.external.as_str(),
        kind: incident.kind.as_str(),
        class: incident.class.as_str(),
        state: incident.state.as_str(),
        occurred: instant::to_text("incident occurred", incident.occurred)?,
        text: incident.text.as_deref(),
        grid: grid.map(Code::as_str),
        lon_e7: incident.at.lon_e7(),
        lat_e7: incident.at.lat_e7(),
        geom: wkb::hex(&[wkb::header(at.bounds()), wkb::of_shape(&at)].concat()),
    })
}

impl Row {
    fn stored(self) -> Result<StoredIncident, StoreError> {
        let corrupt = |why: &str| StoreError::corrupt("incidents", self.id, why);
        let code = |text: &str| Code::try_from(text).map_err(|error| corrupt(&error.to_string()));
        let step = |number: i64| i32::try_from(number).ok();
        let at = step(self.lon_e7)
            .zip(step(self.lat_e7))
            .and_then(|(lon, lat)| Position::from_e7(lon, lat));
        Ok(StoredIncident {
            id: IncidentId::of_key(self.id),
            incident: Incident {
                source: code(&self.source)?,
                external: code(&self.external)?,
                kind: Kind::try_from(&*self.kind).map_err(|error| corrupt(&error.to_string()))?,
                class: Class::from_name(&self.class).ok_or_else(|| corrupt("no known class"))?,
                state: State::from_name(&self.state).ok_or_else(|| corrupt("no known state"))?,
                at: at.ok_or_else(|| corrupt("is not on the Earth"))?,
                occurred: instant::of_text("incidents", &self.occurred)?,
                text: self.text,
            },
            grid: self.grid.as_deref().map(code).transpose()?,
            recorded: instant::of_text("incidents", &self.recorded)?,
        })
    }
}
