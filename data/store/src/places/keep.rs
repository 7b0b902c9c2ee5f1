//! Keeping places: what is so from now on, or in a period, and what was so before.

use super::{Row, check_rings, json_text};
use crate::entry::check_text;
use crate::sql::{Write, rows, run};
use crate::{Entry, Store, StoreError, Validity, instant, wkb};
use jiff::Timestamp;
use model::{Bounds, Code, Place, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// How many places one statement takes.
const CHUNK: usize = 1000;
/// Up to this many places, the log says what they were before and after.
const LOGGED_MAX: usize = 20;

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
    valid_from: Option<&'a str>,
    valid_to: Option<&'a str>,
    head: String,
    wkb: String,
}

impl Store {
    /// Keeps places: a new code is added, a known one is so from now on, by the entry's time. What was
    /// known of it before stays to be asked for. A code that was not known is taken to have been
    /// there all along. All of them or none; a place that says nothing new is left alone.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when a code is given twice, a line has fewer than two points, a ring
    /// fewer than three, an area no part, or a text is over its limit (a name 1 KiB, an address
    /// 4 KiB).
    pub async fn put_places(&self, places: &[Place], entry: &Entry) -> Result<(), StoreError> {
        self.put(places, None, entry).await
    }

    /// Keeps places that are so in a period. What was known of their codes before its beginning
    /// stays; whatever was known from then on is replaced.
    ///
    /// # Errors
    ///
    /// As [`Store::put_places`]; and [`StoreError::Invalid`] for a period that ends before it begins.
    pub async fn put_places_valid(
        &self,
        places: &[Place],
        valid: Validity,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        self.put(places, Some(valid), entry).await
    }

    async fn put(
        &self,
        places: &[Place],
        valid: Option<Validity>,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let mut codes = HashSet::with_capacity(places.len());
        for place in places {
            check(place)?;
            if !codes.insert(place.code.as_str()) {
                let why = format!("{} is given twice", place.code);
                return Err(StoreError::invalid("place code", why));
            }
        }
        let period = valid.map(|valid| valid.texts()).transpose()?;
        if places.is_empty() {
            return Ok(());
        }
        let mut write = self.write(entry).await?;
        let mut what = json!({ "places": places.len() });
        if places.len() <= LOGGED_MAX {
            what["before"] = write.places_of(places).await?.iter().map(tell).collect();
            what["after"] = places.iter().map(tell).collect();
        }
        if let Some((from, to)) = &period {
            what["valid"] = json!([from, to]);
        }
        what["new"] = write.upsert_places(places, period.as_ref()).await?.into();
        let bounds = places.iter().filter_map(|place| place.shape.bounds());
        write.touch_layer("places", bounds.reduce(Bounds::union)).await?;
        write.commit(entry, "places", what).await
    }

    /// Says of places that they are no more from an instant on; gives how many there were to say it
    /// of. A place that begins at that instant or later stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub async fn end_places(
        &self,
        codes: &[Code],
        at: Timestamp,
        entry: &Entry,
    ) -> Result<u64, StoreError> {
        let texts: Vec<&str> = codes.iter().map(Code::as_str).collect();
        let end = instant::to_text("the end of places", at)?;
        let mut write = self.write(entry).await?;
        let ended = run!(
            write,
            "update places set valid_to = $2
             where code in (select value from json_each($1))
                 and (valid_from is null or valid_from < $2) and (valid_to is null or $2 < valid_to)",
            "update places set valid_to = $2::timestamptz
             where code in (select json_array_elements_text($1::json))
                 and (valid_from is null or valid_from < $2::timestamptz)
                 and (valid_to is null or $2::timestamptz < valid_to)",
            json!(texts).to_string(),
            &end,
        )?;
        if ended == 0 {
            return Ok(0);
        }
        write.touch_layer("places", None).await?;
        let mut what = json!({ "ended": ended, "valid_to": end });
        if texts.len() <= LOGGED_MAX {
            what["codes"] = json!(texts);
        }
        write.commit(entry, "places", what).await?;
        Ok(ended)
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

    /// Writes them, in the period given or from now on; gives how many are new.
    async fn upsert_places(
        &mut self,
        places: &[Place],
        period: Option<&(Option<String>, Option<String>)>,
    ) -> Result<usize, StoreError> {
        let mut new_count = 0;
        let now = self.at.clone();
        for chunk in places.chunks(CHUNK) {
            let known: HashMap<Code, Place> = self
                .places_of(chunk)
                .await?
                .into_iter()
                .map(|place| (place.code.clone(), place))
                .collect();
            let mut id = self.numbers("place", chunk.len() - known.len()).await?;
            let mut rows = Vec::with_capacity(chunk.len());
            for place in chunk {
                let before = known.get(&place.code);
                if period.is_none() && before == Some(place) {
                    continue;
                }
                // A known place keeps its number; 0 is never given to any.
                let number = if before.is_some() { 0 } else { id };
                id += i64::from(before.is_none());
                let (from, to) = match period {
                    Some((from, to)) => (from.as_deref(), to.as_deref()),
                    None => (before.map(|_| &*now), None),
                };
                rows.push(new_row(place, number, from, to));
            }
            let rows = json_text(&rows)?;
            self.cut_places(&rows).await?;
            self.upsert_rows(&rows).await?;
            new_count += chunk.len() - known.len();
        }
        Ok(new_count)
    }

    /// Makes room for the periods of these rows: what is known from their beginning on goes, what
    /// is known before stays, cut short where it reaches into them.
    async fn cut_places(&mut self, rows: &str) -> Result<(), StoreError> {
        run!(
            self,
            "delete from place_past where (code, valid_to) in (
                 select p.code, p.valid_to
                 from json_each($1) join place_past p on p.code = value->>'code'
                 where value->>'valid_from' is null
                     or coalesce(p.valid_from, '') >= value->>'valid_from')",
            "delete from place_past p
             using json_to_recordset($1::json) as given (code text, valid_from timestamptz)
             where p.code = given.code
                 and (given.valid_from is null or p.valid_from >= given.valid_from)",
            rows,
        )?;
        run!(
            self,
            "update place_past set valid_to = value->>'valid_from' from json_each($1)
             where code = value->>'code' and place_past.valid_to > value->>'valid_from'",
            "update place_past p set valid_to = given.valid_from
             from json_to_recordset($1::json) as given (code text, valid_from timestamptz)
             where p.code = given.code and p.valid_to > given.valid_from",
            rows,
        )?;
        run!(
            self,
            "insert into place_past (code, name, kind, category, public, hours, phone, address,
                 serves, valid_from, valid_to, recorded, geom)
             select p.code, p.name, p.kind, p.category, p.public, p.hours, p.phone, p.address,
                 p.serves, p.valid_from,
                 min(coalesce(p.valid_to, value->>'valid_from'), value->>'valid_from'),
                 p.recorded, p.geom
             from json_each($1) join places p on p.code = value->>'code'
             where coalesce(p.valid_from, '') < value->>'valid_from'",
            "insert into place_past (code, name, kind, category, public, hours, phone, address,
                 serves, valid_from, valid_to, recorded, geom)
             select p.code, p.name, p.kind, p.category, p.public, p.hours, p.phone, p.address,
                 p.serves, p.valid_from, least(p.valid_to, given.valid_from), p.recorded, p.geom
             from json_to_recordset($1::json) as given (code text, valid_from timestamptz)
             join places p on p.code = given.code
             where given.valid_from is not null
                 and (p.valid_from is null or p.valid_from < given.valid_from)",
            rows,
        )?;
        Ok(())
    }

    async fn upsert_rows(&mut self, rows: &str) -> Result<(), StoreError> {
        let at = self.at.clone();
        run!(
            self,
            "insert into places (id, code, name, kind, category, public, hours, phone, address,
                 serves, valid_from, valid_to, recorded, geom)
             select value->>'id', value->>'code', value->>'name', value->>'kind',
                 value->>'category', value->>'public', value->>'hours', value->>'phone',
                 value->>'address', value->>'serves', value->>'valid_from', value->>'valid_to', $2,
                 unhex((value->>'head') || (value->>'wkb'))
             from json_each($1) where true
             on conflict (code) do update set name = excluded.name, kind = excluded.kind,
                 category = excluded.category, public = excluded.public, hours = excluded.hours,
                 phone = excluded.phone, address = excluded.address, serves = excluded.serves,
                 valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                 recorded = excluded.recorded, geom = excluded.geom",
            "insert into places (id, code, name, kind, category, public, hours, phone, address,
                 serves, valid_from, valid_to, recorded, geom)
             select id, code, name, kind, category, public, hours, phone, address, serves,
                 valid_from, valid_to, $2::timestamptz, st_geomfromwkb(decode(wkb, 'hex'), 4326)
             from json_to_recordset($1::json) as given (id bigint, code text, name text, kind text,
                 category text, public boolean, hours text, phone text, address text, serves text,
                 valid_from timestamptz, valid_to timestamptz, wkb text)
             on conflict (code) do update set name = excluded.name, kind = excluded.kind,
                 category = excluded.category, public = excluded.public, hours = excluded.hours,
                 phone = excluded.phone, address = excluded.address, serves = excluded.serves,
                 valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                 recorded = excluded.recorded, geom = excluded.geom",
            rows,
            at,
        )?;
        Ok(())
    }
}

fn new_row<'a>(
    place: &'a Place,
    id: i64,
    valid_from: Option<&'a str>,
    valid_to: Option<&'a str>,
) -> NewRow<'a> {
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
        valid_from,
        valid_to,
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
