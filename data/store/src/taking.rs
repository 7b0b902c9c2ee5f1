//! Taking incidents in: each once, many in one transaction.

use crate::entry::check_text;
use crate::places::json_text;
use crate::sql::{Write, row, rows, run};
use crate::{Entry, IncidentId, Store, StoreError, instant, wkb};
use model::{Bounds, Code, Incident, Position, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many incidents one statement takes.
const CHUNK: usize = 2000;
const TEXT_BYTES_MAX: usize = 64 << 10;

/// What became of one incident that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number, now or since it first came.
    pub id: IncidentId,
    /// Whether it is new; a report that came before (same source and external number) is not, and
    /// the first one is kept as it was.
    pub new: bool,
}

/// What one caller gives to be taken in.
pub(crate) struct Call<'a> {
    pub(crate) who: &'a str,
    /// Each with the code of the grid it lies in.
    pub(crate) incidents: &'a [(Incident, Option<Code>)],
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
        let call = Call { who: &entry.who, incidents };
        Ok(self.take_in(&[call], entry).await?.into_iter().flatten().collect())
    }

    /// Takes in what several callers gave, as one transaction with one record; the answers are in
    /// the order of the calls. When none is new, nothing is written.
    pub(crate) async fn take_in(
        &self,
        calls: &[Call<'_>],
        entry: &Entry,
    ) -> Result<Vec<Vec<Added>>, StoreError> {
        let rows: Vec<NewRow<'_>> = calls
            .iter()
            .flat_map(|call| call.incidents)
            .map(|(incident, grid)| new_row(incident, grid.as_ref()))
            .collect::<Result<_, _>>()?;
        if rows.is_empty() {
            return Ok(vec![Vec::new(); calls.len()]);
        }
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
        let answers = by_call(calls, &added);
        if fresh.is_empty() {
            return Ok(answers);
        }
        write.make_months(&fresh).await?;
        for chunk in fresh.chunks(CHUNK) {
            write.insert_incidents(&json_text(chunk)?).await?;
        }
        let at = fresh.iter().filter_map(|row| Position::from_e7(row.lon_e7, row.lat_e7));
        write.touch_layer("incidents", Bounds::around(at)).await?;
        let mut what = json!({
            "first": first, "last": fresh.last().map(|row| row.id), "new": fresh.len(),
            "again": added.len() - fresh.len(),
        });
        if calls.iter().any(|call| call.who != entry.who) {
            what["by"] = by_whom(calls, &answers);
        }
        write.commit(entry, "incidents", what).await?;
        Ok(answers)
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
                "select place - 1, incident_known.id from json_array_elements($1::json) with ordinality
                     as given (key, place)
                 join incident_known on source = key->>0 and external = key->>1",
                json_text(&keys)?,
            )?;
            for (place, id) in found {
                let key = usize::try_from(place).ok().and_then(|place| chunk.get(place));
                known.extend(key.map(|row| (row.key(), id)));
            }
        }
        Ok(known)
    }

    /// Makes the tables of the months that are new.
    async fn make_months(&mut self, rows: &[NewRow<'_>]) -> Result<(), StoreError> {
        let months: BTreeSet<_> = rows.iter().filter_map(|row| row.occurred.get(..7)).collect();
        let months: Vec<&str> = months.into_iter().collect();
        row!(
            self,
            (i64,),
            "select count(*) from json_each($1) where false",
            "select count(incident_month(instant_at(month || '-01T00:00:00Z')))
             from json_array_elements_text($1::json) as month",
            json_text(&months)?,
        )?;
        Ok(())
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
            "with given as materialized (
                 select * from json_to_recordset($1::json) as given (id bigint, source text,
                     external text, kind text, class text, state text, occurred timestamptz,
                     text text, grid text, lon_e7 bigint, lat_e7 bigint)
             ), kept as (
                 insert into incident (id, source, external, kind, class, state, occurred, recorded,
                     text, lon_e7, lat_e7)
                 select id, source, external, kind, class, state, occurred, $2::timestamptz, text,
                     lon_e7, lat_e7
                 from given
             )
             insert into incident_known (id, source, external, occurred, open, lon_e7, lat_e7, grid)
             select id, source, external, occurred, state <> 'closed', lon_e7, lat_e7, grid
             from given",
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

/// The answers of one list, given back to the calls that they belong to.
fn by_call(calls: &[Call<'_>], added: &[Added]) -> Vec<Vec<Added>> {
    let mut left = added;
    let mut next = |call: &Call<'_>| {
        let (own, rest) = left.split_at(call.incidents.len().min(left.len()));
        left = rest;
        own.to_vec()
    };
    calls.iter().map(&mut next).collect()
}

/// Who gave which of the new ones: numbers go by the order of the calls, so that each caller's are
/// a stretch, or a few.
fn by_whom(calls: &[Call<'_>], answers: &[Vec<Added>]) -> Value {
    let mut stretches: Vec<(&str, u64, u64)> = Vec::new();
    for (call, answer) in calls.iter().zip(answers) {
        for IncidentId(id) in answer.iter().filter(|added| added.new).map(|added| added.id) {
            match stretches.last_mut() {
                Some((who, _, last)) if *who == call.who => *last = id,
                _ => stretches.push((call.who, id, id)),
            }
        }
    }
    let told = |(who, first, last)| json!({ "who": who, "first": first, "last": last });
    stretches.into_iter().map(told).collect()
}

/// Refuses what cannot be kept: it must not spoil what it is written with.
pub(crate) fn check(incident: &Incident) -> Result<(), StoreError> {
    let said = incident.text.as_deref().unwrap_or_default();
    check_text("incident text", said, TEXT_BYTES_MAX)?;
    instant::to_text("incident occurred", incident.occurred).map(|_fits| ())
}

fn new_row<'a>(incident: &'a Incident, grid: Option<&'a Code>) -> Result<NewRow<'a>, StoreError> {
    let at = Shape::Point(incident.at);
    check(incident)?;
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
