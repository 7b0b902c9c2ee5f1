//! Places: points, lines and areas with a kind, known by their code.

mod keep;

use crate::dated::optional;
use crate::sql::{Read, rows};
use crate::{Store, StoreError, Validity, instant, wkb};
use jiff::Timestamp;
use model::{Area, Code, Place, PlaceKind};
use serde::Serialize;
use serde_json::json;

/// Which places to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFilter {
    /// The kinds wanted; none means all.
    pub kinds: Vec<PlaceKind>,
    /// Only what the public may see.
    pub public_only: bool,
    /// As of this instant; the latest state of each place, whatever its dates, when left out.
    pub at: Option<Timestamp>,
}

/// A place with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedPlace {
    /// The place as it is in that period.
    pub place: Place,
    /// When it is so.
    pub valid: Validity,
    /// When this was written; `None` for what was kept before there were dates.
    pub recorded: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    name: String,
    kind: String,
    category: Option<String>,
    public: bool,
    hours: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    serves: Option<String>,
    geom: Vec<u8>,
}

impl Row {
    fn place(self) -> Result<Place, StoreError> {
        let corrupt = |why: &str| StoreError::corrupt("places", &self.code, why);
        let code = |text: &str| Code::try_from(text).map_err(|error| corrupt(&error.to_string()));
        Ok(Place {
            code: code(&self.code)?,
            kind: PlaceKind::from_name(&self.kind).ok_or_else(|| corrupt("has no known kind"))?,
            shape: wkb::to_shape("places", &self.code, &self.geom)?,
            serves: self.serves.as_deref().map(code).transpose()?,
            name: self.name,
            public: self.public,
            hours: self.hours,
            phone: self.phone,
            address: self.address,
            category: self.category,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DatedRow {
    #[sqlx(flatten)]
    row: Row,
    valid_from: Option<String>,
    valid_to: Option<String>,
    recorded: Option<String>,
}

impl DatedRow {
    fn dated(self) -> Result<DatedPlace, StoreError> {
        let (from, to) = (self.valid_from.as_deref(), self.valid_to.as_deref());
        let recorded = self.recorded.as_deref();
        Ok(DatedPlace {
            place: self.row.place()?,
            valid: Validity::of_texts("places", from, to)?,
            recorded: recorded.map(|it| instant::of_text("places", it)).transpose()?,
        })
    }
}

impl Store {
    /// The places that pass the filter, by code.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn places(&self, filter: &PlaceFilter) -> Result<Vec<Place>, StoreError> {
        let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.as_str()).collect();
        let mut read: Read = self.read().await?;
        let rows = rows!(
            read,
            Row,
            "select code, name, kind, category, public, hours, phone, address, serves, geom
             from (select code, name, kind, category, public, hours, phone, address, serves, geom
                   from places
                   where $3 is null or ((valid_from is null or valid_from <= $3)
                       and (valid_to is null or $3 < valid_to))
                   union all
                   select code, name, kind, category, public, hours, phone, address, serves, geom
                   from place_past
                   where (valid_from is null or valid_from <= $3) and $3 < valid_to)
             where ($1 = '[]' or kind in (select value from json_each($1)))
                 and (public or not $2)
             order by code",
            "select code, name, kind, category, public, hours, phone, address, serves,
                    as_geopackage(geom) as geom
             from (select code, name, kind, category, public, hours, phone, address, serves, geom
                   from places
                   where $3::timestamptz is null
                       or ((valid_from is null or valid_from <= $3::timestamptz)
                       and (valid_to is null or $3::timestamptz < valid_to))
                   union all
                   select code, name, kind, category, public, hours, phone, address, serves, geom
                   from place_past
                   where (valid_from is null or valid_from <= $3::timestamptz)
                       and $3::timestamptz < valid_to) as known
             where ($1 = '[]' or kind in (select json_array_elements_text($1::json)))
                 and (public or not $2)
             order by code",
            json!(kinds).to_string(),
            filter.public_only,
            optional("places at", filter.at)?,
        )?;
        rows.into_iter().map(Row::place).collect()
    }

    /// All that is known of one place, the earliest period first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub async fn place_history(&self, code: &Code) -> Result<Vec<DatedPlace>, StoreError> {
        let mut read = self.read().await?;
        let rows = rows!(
            read,
            DatedRow,
            "select code, name, kind, category, public, hours, phone, address, serves, geom,
                    valid_from, valid_to, recorded
             from (select code, name, kind, category, public, hours, phone, address, serves, geom,
                          valid_from, valid_to, recorded from place_past where code = $1
                   union all
                   select code, name, kind, category, public, hours, phone, address, serves, geom,
                          valid_from, valid_to, recorded from places where code = $1)
             order by coalesce(valid_from, '')",
            "select code, name, kind, category, public, hours, phone, address, serves,
                    as_geopackage(geom) as geom, utc(valid_from) as valid_from,
                    utc(valid_to) as valid_to, utc(recorded) as recorded
             from (select code, name, kind, category, public, hours, phone, address, serves, geom,
                          valid_from, valid_to, recorded from place_past where code = $1
                   union all
                   select code, name, kind, category, public, hours, phone, address, serves, geom,
                          valid_from, valid_to, recorded from places where code = $1) as known
             order by known.valid_from nulls first",
            code.as_str(),
        )?;
        rows.into_iter().map(DatedRow::dated).collect()
    }
}

/// Refuses rings that PostGIS would not take.
pub(crate) fn check_rings(what: &'static str, area: &Area) -> Result<(), StoreError> {
    if area.rings().any(|ring| ring.len() < 3) {
        return Err(StoreError::invalid(what, "a ring has at least three points"));
    }
    Ok(())
}

/// Rows as the one JSON argument that a statement unfolds.
pub(crate) fn json_text<T: Serialize>(rows: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(|error| StoreError::invalid("rows", error.to_string()))
}
