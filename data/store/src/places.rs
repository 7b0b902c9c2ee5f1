//! Places: points, lines and areas with a kind, known by their code.

use crate::entry::check_text;
use crate::sql::{Read, Write, rows, run};
use crate::{Entry, Store, StoreError, wkb};
use model::{Area, Bounds, Code, Place, PlaceKind, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;

/// How many places one statement takes.
const CHUNK: usize = 1000;
/// Up to this many places, the log says what they were before and after.
const LOGGED_MAX: usize = 20;

/// Which places to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceFilter {
    /// The kinds wanted; none means all.
    pub kinds: Vec<PlaceKind>,
    /// Only what the public may see.
    pub public_only: bool,
}

/// A place as a statement takes it.
#[derive(Serialize)]
struct NewRow<'a> {
    id: i64,
    code: &'a str,
    name: &'a str,
    kind: &'static str,
    category: Option<&'a str>,
    public: bool,
    hours: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    serves: Option<&'a str>,
    head: String,
    wkb: String,
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

impl Store {
    /// Keeps places: a new code is added, a known one replaced. All of them or none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when a code is given twice, a line has fewer than two points, a ring
    /// fewer than three, an area no part, or a text is over its limit (a name 1 KiB, an address
    /// 4 KiB).
    pub async fn put_places(&self, places: &[Place], entry: &Entry) -> Result<(), StoreError> {
        let mut codes = HashSet::with_capacity(places.len());
        for place in places {
            check(place)?;
            if !codes.insert(place.code.as_str()) {
                let why = format!("{} is given twice", place.code);
                return Err(StoreError::invalid("place code", why));
            }
        }
        if places.is_empty() {
            return Ok(());
        }
        let mut write = self.write(entry).await?;
        let mut what = json!({ "places": places.len() });
        if places.len() <= LOGGED_MAX {
            what["before"] = write.places_of(places).await?.iter().map(tell).collect();
            what["after"] = places.iter().map(tell).collect();
        }
        what["new"] = write.upsert_places(places).await?.into();
        let bounds = places.iter().filter_map(|place| place.shape.bounds());
        write.touch_layer("places", bounds.reduce(Bounds::union)).await?;
        write.commit(entry, "places", what).await
    }

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
             from places
             where ($1 = '[]' or kind in (select value from json_each($1)))
                 and (public or not $2)
             order by code",
            "select code, name, kind, category, public, hours, phone, address, serves,
                    as_geopackage(geom) as geom
             from places
             where ($1 = '[]' or kind in (select json_array_elements_text($1::json)))
                 and (public or not $2)
             order by code",
            json!(kinds).to_string(),
            filter.public_only,
        )?;
        rows.into_iter().map(Row::place).collect()
    }
}

impl Write {
    /// The places that have these places' codes now.
    async fn places_of(&mut self, places: &[Place]) -> Result<Vec<Place>, StoreError> {
        let codes: Vec<&str> = places.iter().map(|place| place.code.as_str()).collect();
        let rows = rows!(
            self,
            Row,
            "select code, name, kind, category, public, hours, phone, address, serves, geom
             from places where code in (select value from json_each($1)) order by code",
            "select code, name, kind, category, public, hours, phone, address, serves,
                    as_geopackage(geom) as geom
             from places where code in (select json_array_elements_text($1::json)) order by code",
            json!(codes).to_string(),
        )?;
        rows.into_iter().map(Row::place).collect()
    }

    /// Writes them; gives how many are new.
    async fn upsert_places(&mut self, places: &[Place]) -> Result<usize, StoreError> {
        let mut new_count = 0;
        for chunk in places.chunks(CHUNK) {
            let codes: Vec<&str> = chunk.iter().map(|place| place.code.as_str()).collect();
            let known: HashSet<String> = rows!(
                self,
                (String,),
                "select code from places where code in (select value from json_each($1))",
                "select code from places where code in (select json_array_elements_text($1::json))",
                json!(codes).to_string(),
            )?
            .into_iter()
            .map(|(code,)| code)
            .collect();
            let mut id = self.numbers("place", chunk.len() - known.len()).await?;
            let mut rows = Vec::with_capacity(chunk.len());
            for place in chunk {
                // A known place keeps its number; 0 is never given to any.
                let is_new = !known.contains(place.code.as_str());
                rows.push(new_row(place, if is_new { id } else { 0 }));
                id += i64::from(is_new);
            }
            self.upsert_rows(&json_text(&rows)?).await?;
            new_count += chunk.len() - known.len();
        }
        Ok(new_count)
    }

    async fn upsert_rows(&mut self, rows: &str) -> Result<(), StoreError> {
        run!(
            self,
            "insert into places (id, code, name, kind, category, public, hours, phone, address,
                 serves, geom)
             select value->>'id', value->>'code', value->>'name', value->>'kind',
                 value->>'category', value->>'public', value->>'hours', value->>'phone',
                 value->>'address', value->>'serves',
                 unhex((value->>'head') || (value->>'wkb'))
             from json_each($1) where true
             on conflict (code) do update set name = excluded.name, kind = excluded.kind,
                 category = excluded.category, public = excluded.public, hours = excluded.hours,
                 phone = excluded.phone, address = excluded.address, serves = excluded.serves,
                 geom = excluded.geom",
            "insert into places (id, code, name, kind, category, public, hours, phone, address,
                 serves, geom)
             select id, code, name, kind, category, public, hours, phone, address, serves,
                 st_geomfromwkb(decode(wkb, 'hex'), 4326)
             from json_to_recordset($1::json) as given (id bigint, code text, name text, kind text,
                 category text, public boolean, hours text, phone text, address text, serves text,
                 wkb text)
             on conflict (code) do update set name = excluded.name, kind = excluded.kind,
                 category = excluded.category, public = excluded.public, hours = excluded.hours,
                 phone = excluded.phone, address = excluded.address, serves = excluded.serves,
                 geom = excluded.geom",
            rows,
        )?;
        Ok(())
    }
}

fn new_row(place: &Place, id: i64) -> NewRow<'_> {
    NewRow {
        id,
        code: place.code.as_str(),
        name: &place.name,
        kind: place.kind.as_str(),
        category: place.category.as_deref(),
        public: place.public,
        hours: place.hours.as_deref(),
        phone: place.phone.as_deref(),
        address: place.address.as_deref(),
        serves: place.serves.as_ref().map(Code::as_str),
        head: wkb::hex(&wkb::header(place.shape.bounds())),
        wkb: wkb::hex(&wkb::of_shape(&place.shape)),
    }
}

/// A place as the log tells it. Nothing of it is about a person: the phone is the office's.
fn tell(place: &Place) -> Value {
    let bounds = place.shape.bounds();
    let corners = bounds.map(|b| [b.min.lon(), b.min.lat(), b.max.lon(), b.max.lat()]);
    json!({
        "code": place.code.as_str(), "name": place.name, "kind": place.kind.as_str(),
        "category": place.category, "public": place.public, "hours": place.hours,
        "phone": place.phone, "address": place.address,
        "serves": place.serves.as_ref().map(Code::as_str),
        "bounds": corners, "wkb": wkb::hex(&wkb::of_shape(&place.shape)),
    })
}

fn check(place: &Place) -> Result<(), StoreError> {
    let texts = [
        ("place name", Some(&place.name), 1024),
        ("place category", place.category.as_ref(), 1024),
        ("place phone", place.phone.as_ref(), 1024),
        ("place address", place.address.as_ref(), 4096),
        ("place hours", place.hours.as_ref(), 4096),
    ];
    for (what, text, bytes_max) in texts {
        check_text(what, text.map_or("", String::as_str), bytes_max)?;
    }
    let shape_of = "place shape";
    match &place.shape {
        Shape::Line(line) if line.len() < 2 => {
            Err(StoreError::invalid(shape_of, "a line has at least two points"))
        }
        Shape::Point(_) | Shape::Line(_) => Ok(()),
        Shape::Area(area) if area.polygons.is_empty() => {
            Err(StoreError::invalid(shape_of, "an area has at least one part"))
        }
        Shape::Area(area) => check_rings(shape_of, area),
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
