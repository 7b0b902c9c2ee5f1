//! Patrol plans, kept as the JSON that the planner gave. Routes are never public.

use crate::entry::check_text;
use crate::places::json_text;
use crate::sql::{Write, row, rows, run};
use crate::{Entry, PlanId, Store, StoreError, instant, wkb};
use jiff::{Timestamp, civil::Date};
use model::{Bounds, Code, Position, Shape};
use serde::Serialize;
use serde_json::json;

const BODY_BYTES_MAX: usize = 256 << 20;
const SUMMARY_BYTES_MAX: usize = 64 << 10;

/// A plan to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// The day it is for.
    pub day: Date,
    /// When it was made.
    pub created: Timestamp,
    /// What a list of plans shows of it (served, wanted, length …), a small JSON text.
    pub summary: String,
    /// The plan itself, a JSON text; it comes back character for character.
    pub body: String,
    /// The lines of its routes, for maps.
    pub routes: Vec<PlanRoute>,
}

/// The line of a route, for the layer of plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRoute {
    /// Which crew walks it: a unit of people, not a person.
    pub crew: Code,
    /// At least two positions.
    pub line: Vec<Position>,
}

#[derive(Serialize)]
struct NewRoute<'a> {
    place: usize,
    crew: &'a str,
    head: String,
    wkb: String,
}

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// Its number.
    pub id: PlanId,
    /// The day it is for.
    pub day: Date,
    /// When it was made.
    pub created: Timestamp,
    /// The small JSON text it was kept with.
    pub summary: String,
}

/// A kept plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPlan {
    /// What a list shows of it.
    pub about: PlanSummary,
    /// The plan itself, a JSON text.
    pub body: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    day: String,
    created: String,
    summary: String,
}

impl Row {
    fn summary(self) -> Result<PlanSummary, StoreError> {
        let day = self.day.parse().map_err(|error| StoreError::corrupt("plan", self.id, error))?;
        Ok(PlanSummary {
            id: PlanId::of_key(self.id),
            day,
            created: instant::of_text("plan", &self.created)?,
            summary: self.summary,
        })
    }
}

impl Store {
    /// Keeps a plan.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] for text that is no JSON, a body over 256 MiB, or a route of fewer than
    /// two positions.
    pub async fn add_plan(&self, plan: &NewPlan, entry: &Entry) -> Result<PlanId, StoreError> {
        let mut write = self.write(entry).await?;
        let id = insert_plan(&mut write, plan).await?;
        let day = plan.day.to_string();
        write.commit(entry, "plan", json!({ "plan": id, "day": day })).await?;
        Ok(PlanId::of_key(id))
    }

    /// The plans without their bodies, newest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn plans(&self, limit: u32) -> Result<Vec<PlanSummary>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            Row,
            "select id, day, created, summary from plan order by id desc limit $1",
            "select id, to_char(day, 'YYYY-MM-DD') as day, summary::text as summary,
                      utc(created) as created
               from plan order by id desc limit $1",
            i64::from(limit),
        )?;
        rows.into_iter().map(Row::summary).collect()
    }

    /// The plan of a number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn plan(&self, id: PlanId) -> Result<Option<StoredPlan>, StoreError> {
        let mut read = self.read().await?;
        let found = row!(
            read,
            (i64, String, String, String, String),
            "select id, day, created, summary, body from plan where id = $1",
            "select id, to_char(day, 'YYYY-MM-DD'),
                      utc(created),
                      summary::text, body::text
               from plan where id = $1",
            id.key(),
        )?;
        let Some((id, day, created, summary, body)) = found else { return Ok(None) };
        Ok(Some(StoredPlan { about: Row { id, day, created, summary }.summary()?, body }))
    }
}

/// Writes a plan; its number.
pub(crate) async fn insert_plan(write: &mut Write, plan: &NewPlan) -> Result<i64, StoreError> {
    check_json("plan body", &plan.body, BODY_BYTES_MAX)?;
    check_json("plan summary", &plan.summary, SUMMARY_BYTES_MAX)?;
    let created = instant::to_text("plan created", plan.created)?;
    if !(1..=9999).contains(&plan.day.year()) {
        return Err(StoreError::invalid("plan day", "only the years 1 to 9999 are kept"));
    }
    let routes = plan.routes.iter().enumerate().map(new_route).collect::<Result<Vec<_>, _>>()?;
    let id = write.numbers("plan", 1).await?;
    run!(
        write,
        "insert into plan (id, day, created, summary, body) values ($1, $2, $3, $4, $5)",
        "insert into plan (id, day, created, summary, body)
         values ($1, $2::date, $3::timestamptz, $4::json, $5::json)",
        id,
        plan.day.to_string(),
        created,
        &plan.summary,
        &plan.body,
    )?;
    if !routes.is_empty() {
        let first = write.numbers("plan-route", routes.len()).await?;
        run!(
            write,
            "insert into plan_route (id, plan_id, crew, geom)
             select $2 + (value->>'place'), $1, value->>'crew',
                 unhex((value->>'head') || (value->>'wkb'))
             from json_each($3)",
            "insert into plan_route (id, plan_id, crew, geom)
             select $2 + place, $1, crew, st_geomfromwkb(decode(wkb, 'hex'), 4326)
             from json_to_recordset($3::json) as given (place bigint, crew text, wkb text)",
            id,
            first,
            json_text(&routes)?,
        )?;
        let at = plan.routes.iter().flat_map(|route| route.line.iter().copied());
        write.touch_layer("plans", Bounds::around(at)).await?;
    }
    Ok(id)
}

fn new_route((place, route): (usize, &PlanRoute)) -> Result<NewRoute<'_>, StoreError> {
    if route.line.len() < 2 {
        return Err(StoreError::invalid("plan route", "a line has at least two points"));
    }
    let line = Shape::Line(route.line.clone());
    let (head, wkb) = (wkb::hex(&wkb::header(line.bounds())), wkb::hex(&wkb::of_shape(&line)));
    Ok(NewRoute { place, crew: route.crew.as_str(), head, wkb })
}

/// Refuses what is no JSON, or too much of it.
pub(crate) fn check_json(
    what: &'static str,
    text: &str,
    bytes_max: usize,
) -> Result<(), StoreError> {
    check_text(what, text, bytes_max)?;
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| StoreError::invalid(what, error.to_string()))
}
