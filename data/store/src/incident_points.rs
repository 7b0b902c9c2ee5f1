//! Where incidents are, in bulk: for counting them by place and date, and for giving open ones the
//! grid of another drawing.

use crate::incident_search::ends;
use crate::places::json_text;
use crate::sql::{Read, row, run};
use crate::{Entry, IncidentId, Store, StoreError, instant};
use jiff::Timestamp;
use model::{Code, Position};
use serde_json::json;

/// How many incidents one page reads, packed into one text: a row for each would cost twice as much. A page holds a snapshot of the store no longer than it takes.
const PAGE: i64 = 10_000;
const PAGE_ROWS: usize = 10_000;
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
        let mut read = self.read().await?;
        for before in ends(&mut read, &after.0, &to).await? {
            while let Some(last) = read_page(&mut read, &after, &before, told).await? {
                after = last;
                // Each page of another moment: a long count holds none for long.
                drop(read);
                read = self.read().await?;
            }
            after = after.max((before, 0));
        }
        Ok(())
    }

    /// Every incident that is not closed, by number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn open_incidents(&self) -> Result<Vec<OpenIncident>, StoreError> {
        let mut open: Vec<OpenIncident> = Vec::new();
        loop {
            let mut read = self.read().await?;
            let after = open.last().map_or(0, |last| last.id.key());
            let page = row!(
                read,
                (Option<String>,),
                "select group_concat(id || char(9) || lon_e7 || char(9) || lat_e7 || char(9)
                     || coalesce(grid, ''), char(10))
                 from (select id, lon_e7, lat_e7, grid from incidents
                       where id > $1 and state <> 'closed' order by id limit $2)",
                r"select string_agg(concat_ws(E'\t', id, lon_e7, lat_e7, coalesce(grid, '')), E'\n')
                from (select id, lon_e7, lat_e7, grid from incident_known
                      where id > $1 and open order by id limit $2) as page",
                after,
                PAGE,
            )?;
            let Some((Some(page),)) = page else { return Ok(open) };
            let rows = unpack(&page)?;
            let whole = rows.len() == PAGE_ROWS;
            open.extend(rows);
            if !whole {
                return Ok(open);
            }
        }
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
                "update incident_known set grid = value->>1
                 from json_array_elements($1::json)
                 where incident_known.id = (value->>0)::bigint",
                json_text(&rows)?,
            )?;
        }
        write.touch_layer("incidents", None).await?;
        let what = json!({ "incidents": written });
        write.commit(entry, "incidents-reassigned", what).await?;
        Ok(written)
    }
}

/// Tells the next page of a period; gives the last of it when there may be more.
async fn read_page(
    read: &mut Read,
    after: &(String, i64),
    before: &str,
    told: &mut (dyn FnMut(&[Position]) + Send),
) -> Result<Option<(String, i64)>, StoreError> {
    let page = row!(
        read,
        (Option<String>, Option<String>),
        "select max(occurred), group_concat(
             id || char(9) || lon_e7 || char(9) || lat_e7 || char(9), char(10))
         from (select id, lon_e7, lat_e7, occurred from incidents
               where (occurred, id) > ($1, $2) and occurred < $3
               order by incidents.occurred, id limit $4)",
        r"select utc(max(occurred)), string_agg(concat_ws(E'\t', id, lon_e7, lat_e7, ''), E'\n')
         from (select id, lon_e7, lat_e7, occurred from incident
               where (occurred, id) > (instant_at($1), $2) and occurred >= instant_at($1)
                   and occurred < instant_at($3)
               order by incident.occurred, id limit $4) as page",
        &after.0,
        after.1,
        before,
        PAGE,
    )?;
    let Some((Some(occurred), Some(page))) = page else { return Ok(None) };
    let rows = unpack(&page)?;
    let positions: Vec<Position> = rows.iter().map(|row| row.at).collect();
    told(&positions);
    let last = rows.last().filter(|_| rows.len() == PAGE_ROWS);
    Ok(last.map(|last| (occurred, last.id.key())))
}

/// The incidents of a page: a line for each, with tabs between number, longitude, latitude and grid. No
/// code holds either.
fn unpack(page: &str) -> Result<Vec<OpenIncident>, StoreError> {
    let corrupt = |line: &str, why: &str| StoreError::corrupt("incidents", line, why);
    let incident = |line: &str| {
        let mut parts = line.splitn(4, '\t');
        let id = parts.next().and_then(|id| id.parse().ok());
        let mut step = || parts.next().and_then(|step| step.parse().ok());
        let at = step().zip(step()).and_then(|(lon, lat)| Position::from_e7(lon, lat));
        let grid = parts.next().filter(|grid| !grid.is_empty()).map(Code::try_from).transpose();
        Ok(OpenIncident {
            id: id.map(IncidentId).ok_or_else(|| corrupt(line, "has no number"))?,
            at: at.ok_or_else(|| corrupt(line, "is not on the Earth"))?,
            grid: grid.map_err(|error| corrupt(line, &error.to_string()))?,
        })
    };
    page.split('\n').map(incident).collect()
}
