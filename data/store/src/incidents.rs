//! Incidents as they are kept, found by time, box and number. `taking.rs` takes them in.

use crate::incident_search::Limits;
use crate::sql::{Read, row, rows};
use crate::{IncidentId, Store, StoreError, instant};
use jiff::civil::Date;
use jiff::{Timestamp, tz::Offset};
use model::{Bounds, Class, Code, Incident, Kind, Position, State};

/// Before every instant that the store keeps.
const EARLIEST: &str = "0001-01-01T00:00:00.000Z";
/// After every instant that the store keeps.
const LATEST: &str = "9999-12-31T23:59:59.999Z";

/// Which incidents to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentQuery {
    /// That happened at this instant or later.
    pub from: Option<Timestamp>,
    /// That happened before this instant.
    pub to: Option<Timestamp>,
    /// In this box or on its border.
    pub bounds: Option<Bounds>,
    /// Whose kind or text holds these characters one after the other; letters of ASCII in either case.
    pub text: Option<String>,
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
        Self { from: None, to: None, bounds: None, text: None, after: None, limit: 1000 }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
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
    /// The incidents that fit, oldest first; of the same instant, by number.
    ///
    /// Milliseconds among millions: of the ways to find a page the one is taken that the counts speak
    /// for.
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
            let unknown = || StoreError::Unknown { what: "incident", id: after.to_string() };
            let occurred = occurred(&mut read, after).await?.ok_or_else(unknown)?;
            start = start.max((occurred, after.key()));
        }
        let bounds = query.bounds;
        let edge = |edge: fn(Bounds) -> i32, or: i32| i64::from(bounds.map_or(or, edge));
        let limits = Limits {
            after: start,
            before: text(query.to, LATEST)?,
            west: edge(|b| b.min.lon_e7(), -1_800_000_000),
            east: edge(|b| b.max.lon_e7(), 1_800_000_000),
            south: edge(|b| b.min.lat_e7(), -900_000_000),
            north: edge(|b| b.max.lat_e7(), 900_000_000),
            said: query.text.as_deref().unwrap_or_default().to_ascii_lowercase(),
            limit: i64::from(query.limit),
        };
        let rows = limits.rows(&mut read).await?;
        rows.into_iter().map(Row::stored).collect()
    }

    /// The incident of a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<StoredIncident>, StoreError> {
        let mut read = self.read().await?;
        let Some(occurred) = occurred(&mut read, id).await? else { return Ok(None) };
        let found = row!(
            read,
            Row,
            "select id, source, external, kind, class, state, occurred, recorded, text, grid,
                    lon_e7, lat_e7
             from incidents where occurred = $1 and id = $2",
            "select id, source, external, kind, class, state, utc(occurred) as occurred,
                    utc(recorded) as recorded, text, grid, lon_e7, lat_e7
             from incidents where occurred = instant_at($1) and id = $2",
            occurred,
            id.key(),
        )?;
        found.map(Row::stored).transpose()
    }

    /// The number of the incident that was taken in last; 0 before the first. It grows with every one:
    /// what was made of incidents is still good as long as it is the same. One look at one row.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn newest_incident(&self) -> Result<u64, StoreError> {
        let mut read = self.read().await?;
        let last = row!(read, (i64,), both "select last from number where what = 'incident'")?;
        Ok(last.and_then(|(last,)| u64::try_from(last).ok()).unwrap_or(0))
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
             from incident_known group by day order by day desc limit $2",
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

/// When an incident happened, as the store writes it.
async fn occurred(read: &mut Read, id: IncidentId) -> Result<Option<String>, StoreError> {
    let found = row!(
        read,
        (String,),
        "select occurred from incidents where id = $1",
        "select utc(occurred) from incident_known where id = $1",
        id.key(),
    )?;
    Ok(found.map(|(occurred,)| occurred))
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
