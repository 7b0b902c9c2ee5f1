//! Where incidents are, in bulk: for counting them by place and date, and for giving open ones the
//! grid of another drawing.

use crate::places::json_text;
use crate::sql::{rows, run};
use crate::{Entry, IncidentId, Store, StoreError, instant};
use jiff::Timestamp;
use model::{Code, Position};
use serde_json::json;

/// How many rows one page reads. A page holds a snapshot of the store no longer than it takes.
const PAGE: i64 = 50_000;
/// How many incidents one statement rewrites.
const CHUNK: usize = 50_000;
/// Before and after every instant that the store keeps.
const EVER: [&str; 2] = ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"];

/// An incident that is not closed: where it is, and the grid it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIncident {
    /// Its number.
    pub id: IncidentId,
    /// Where it is.
    pub at: Position,
    /// The code of the grid it was given, if any.
    pub grid: Option<Code>,
}

impl Store {
    /// Tells where every incident is that occurred in [`from`, `to`), oldest first, some thousands at
    /// a time. Incidents that come in meanwhile may or may not be told; none is told twice.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn incident_positions(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        told: &mut (dyn FnMut(&[Position]) + Send),
    ) -> Result<(), StoreError> {
        let text = |at: Option<Timestamp>, or: &str| {
            at.map_or_else(|| Ok(or.to_owned()), |at| instant::to_text("incident period", at))
        };
        // Everything comes after (`from`, 0), for numbers start at 1.
        let mut after = (text(from, EVER[0])?, 0);
        let to = text(to, EVER[1])?;
        let mut positions = Vec::new();
        loop {
            let mut read = self.read().await?;
            let rows = rows!(
                read,
                (i64, i64, i64, String),
                "select id, lon_e7, lat_e7, occurred from incidents
                 where (occurred, id) > ($1, $2) and occurred < $3
                 order by incidents.occurred, id limit $4",
                "select id, lon_e7, lat_e7, utc(occurred) from incidents
                 where (occurred, id) > ($1::timestamptz, $2) and occurred < $3::timestamptz
                 order by incidents.occurred, id limit $4",
                &after.0,
                after.1,
                &to,
                PAGE,
            )?;
            positions.clear();
            for (id, lon, lat, _) in &rows {
                positions.push(position(*id, *lon, *lat)?);
            }
            let whole = rows.len() == usize::try_from(PAGE).unwrap_or(0);
            let Some((id, _, _, occurred)) = rows.into_iter().next_back() else { return Ok(()) };
            after = (occurred, id);
            told(&positions);
            if !whole {
                return Ok(());
            }
        }
    }

    /// Every incident that is not closed, by number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn open_incidents(&self) -> Result<Vec<OpenIncident>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            (i64, i64, i64, Option<String>),
            both "select id, lon_e7, lat_e7, grid from incidents where state <> 'closed'
                  order by id",
        )?;
        let open = |(id, lon, lat, grid): (i64, i64, i64, Option<String>)| {
            let code = |text: String| {
                Code::try_from(&*text).map_err(|error| StoreError::corrupt("incidents", id, error))
            };
            Ok(OpenIncident {
                id: IncidentId::of_key(id),
                at: position(id, lon, lat)?,
                grid: grid.map(code).transpose()?,
            })
        };
        rows.into_iter().map(open).collect()
    }

    /// Gives incidents other grids than they had: all of them or none, with one change record.
    /// Numbers of no incident are passed over.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn reassign_incidents(
        &self,
        changed: &[(IncidentId, Option<Code>)],
        entry: &Entry,
    ) -> Result<u64, StoreError> {
        if changed.is_empty() {
            return Ok(0);
        }
        let mut write = self.write(entry).await?;
        let mut written = 0;
        for chunk in changed.chunks(CHUNK) {
            let rows: Vec<(i64, Option<&str>)> = chunk
                .iter()
                .map(|(id, grid)| (id.key(), grid.as_ref().map(Code::as_str)))
                .collect();
            written += run!(
                write,
                "update incidents set grid = value->>1 from json_each($1)
                 where incidents.id = value->>0",
                "update incidents set grid = value->>1
                 from json_array_elements($1::json)
                 where incidents.id = (value->>0)::bigint",
                json_text(&rows)?,
            )?;
        }
        write.touch_layer("incidents", None).await?;
        let what = json!({ "incidents": written });
        write.commit(entry, "incidents-reassigned", what).await?;
        Ok(written)
    }
}

fn position(id: i64, lon: i64, lat: i64) -> Result<Position, StoreError> {
    let step = |number: i64| i32::try_from(number).ok();
    let at = step(lon).zip(step(lat)).and_then(|(lon, lat)| Position::from_e7(lon, lat));
    at.ok_or_else(|| StoreError::corrupt("incidents", id, "is not on the Earth"))
}
