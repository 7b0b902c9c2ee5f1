//! Places from a CSV or from a layer: service points, checkpoints, bases.

use crate::columns::columns;
use crate::incidents::{choose, coordinates, position, sample, want_swapping};
use crate::roles::{Columns, Role};
use crate::table::{RowFault, RowReason, Table, TableError};
use crate::{Datum, Fault, Feature, Layer, Reason, hash};
use model::{Code, Place, PlaceKind, Shape};
use std::collections::HashSet;
use std::io::BufRead;

/// What a reader of places is told beside the rows.
#[derive(Clone, Debug)]
pub struct PlaceSettings {
    /// The kind of places whose row names none that is known.
    pub kind: PlaceKind,
    /// Whether service points may be seen by the public; other kinds never may by import.
    pub public: bool,
    /// The datum of the coordinates of a CSV (a layer is in WGS 84 already).
    pub datum: Datum,
    /// Whether latitude stands where longitude is said to; `None` looks at the first rows.
    pub axes_swapped: Option<bool>,
    /// Columns by header, where guessing is not wanted.
    pub columns: Vec<(Role, String)>,
}

impl Default for PlaceSettings {
    /// Service points for the public, in WGS 84.
    fn default() -> Self {
        Self {
            kind: PlaceKind::ServicePoint,
            public: true,
            datum: Datum::Wgs84,
            axes_swapped: None,
            columns: Vec::new(),
        }
    }
}

/// The places of a CSV.
#[derive(Debug)]
pub struct GivenPlaces {
    /// The places, in the order of the file; codes are unique.
    pub places: Vec<Place>,
    /// Which columns were read as what.
    pub columns: Columns,
    /// Whether the axes were found swapped, and put right.
    pub axes_swapped: bool,
    /// Rows that could not be read.
    pub faults: Vec<RowFault>,
}

/// Rows taken; a city has fewer places.
const ROWS_MAX: usize = 2_000_000;

/// Reads places from a CSV: comma, semicolon or tab, UTF-8, UTF-16 or GB18030, plain or `.gz`.
///
/// A place without a code gets one from a hash of its row, so that reading the same file twice gives
/// the same places.
///
/// # Errors
///
/// [`TableError`] when there is no header, or no column of coordinates in it.
pub fn read_places(
    reader: impl BufRead,
    settings: &PlaceSettings,
) -> Result<GivenPlaces, TableError> {
    let mut table = Table::open(reader)?;
    choose(&mut table, &settings.columns)?;
    let swapped = settings.axes_swapped.unwrap_or_else(|| want_swapping(&sample(&table)));
    let mut codes = HashSet::new();
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    while table.advance()? {
        if places.len() + faults.len() >= ROWS_MAX {
            return Err(TableError::TooMany(ROWS_MAX));
        }
        let line = table.records.line;
        let cell = |role| table.text(role);
        let found = coordinates(&table.columns, cell)
            .and_then(|at| position(at, settings.datum, swapped))
            .and_then(|at| {
                let code = cell(Role::Number);
                let number = code.as_deref().map(Code::try_from).transpose();
                number.map_err(RowReason::Number).map(|code| (at, code))
            });
        match found {
            Ok((at, code)) => {
                let made = || hash::of(table.row().iter().map(String::as_str));
                let code = unique(code, made, &mut codes);
                places.push(place(code, Shape::Point(at), cell, None, settings));
            }
            Err(reason) => faults.push(RowFault { line, reason }),
        }
    }
    let columns = table.columns.clone();
    Ok(GivenPlaces { places, columns, axes_swapped: swapped, faults })
}

/// Coordinates of up to a thousand first rows as they stand, for [`crate::guess_datum`].
///
/// # Errors
///
/// As [`read_places`].
pub fn sample_places(
    reader: impl BufRead,
    settings: &PlaceSettings,
) -> Result<Vec<[f64; 2]>, TableError> {
    let mut table = Table::open(reader)?;
    choose(&mut table, &settings.columns)?;
    Ok(sample(&table))
}

/// Reads the places off a layer: points, lines and areas; the tags of OpenStreetMap are known.
///
/// Gives the faults of the layer back, and those of codes that come twice.
pub fn places_of(layer: &Layer, settings: &PlaceSettings) -> (Vec<Place>, Vec<Fault>) {
    let headers = columns(&layer.features).into_iter().map(|column| column.name).collect();
    let mut roles = Columns::guess(headers);
    let mut faults = layer.faults.clone();
    for (role, header) in &settings.columns {
        if !roles.set(*role, header) {
            faults.push(Fault::whole(Reason::NoSuchField(header.clone())));
        }
    }
    let (mut codes, mut places) = (HashSet::new(), Vec::new());
    for feature in &layer.features {
        let Some(shape) = feature.shape.clone() else { continue };
        let cell = |role| roles.header(role).and_then(|header| feature.text(header));
        let given = cell(Role::Number).and_then(|text| Code::try_from(&*text).ok());
        let made = || hash_of(feature);
        let code = unique(given.clone(), made, &mut codes);
        if let Some(given) = given.filter(|given| *given != code) {
            let reason = Reason::CodeRepeated { first: feature.place, code: code.to_string() };
            let code = Some(given.to_string());
            faults.push(Fault { place: Some(feature.place), code, reason });
        }
        places.push(place(code, shape, cell, Some(feature), settings));
    }
    (places, faults)
}

fn hash_of(feature: &Feature) -> u128 {
    let around = format!("{:?}", feature.shape.as_ref().and_then(Shape::bounds));
    let texts: Vec<String> = feature
        .fields
        .iter()
        .flat_map(|(name, value)| [name.clone(), value.text().unwrap_or_default()])
        .chain([around])
        .collect();
    hash::of(texts.iter().map(String::as_str))
}

/// What codes begin with that were made up because a place had none.
pub const MADE_CODE: &str = "place-";

/// The code, or one made up, and never one that was had before.
fn unique(given: Option<Code>, made: impl Fn() -> u128, codes: &mut HashSet<Code>) -> Code {
    let stem = match given {
        Some(code) if codes.insert(code.clone()) => return code,
        Some(code) => code
            .as_str()
            .get(..code.as_str().floor_char_boundary(48))
            .unwrap_or_default()
            .to_owned(),
        None => format!("{MADE_CODE}{:032x}", made()),
    };
    let mut number = 1_usize;
    loop {
        let text = if number == 1 { stem.clone() } else { format!("{stem}~{number}") };
        number += 1;
        if let Ok(code) = Code::try_from(&*text)
            && codes.insert(code.clone())
        {
            return code;
        }
    }
}

/// Tags of OpenStreetMap that say what a place offers, most telling first.
const OSM_KEYS: [&str; 12] = [
    "amenity",
    "shop",
    "office",
    "healthcare",
    "emergency",
    "leisure",
    "tourism",
    "craft",
    "public_transport",
    "railway",
    "club",
    "building",
];

fn place(
    code: Code,
    shape: Shape,
    cell: impl Fn(Role) -> Option<String>,
    feature: Option<&Feature>,
    settings: &PlaceSettings,
) -> Place {
    let tag = |key: &str| feature.and_then(|feature| feature.text(key));
    let category = OSM_KEYS.iter().find_map(|key| tag(key)).or_else(|| cell(Role::Kind));
    let kind = category.as_deref().and_then(kind_of).unwrap_or(settings.kind);
    let street = || {
        let street = tag("addr:street")?;
        Some(tag("addr:housenumber").map_or(street.clone(), |number| format!("{street} {number}")))
    };
    // A kind of ours is no category; our own files say the category beside it.
    let known = |text: &String| PlaceKind::from_name(text).is_none();
    let category = tag("category").or_else(|| category.filter(known));
    let named = cell(Role::Name).or_else(|| tag("name:zh")).or_else(|| tag("operator"));
    Place {
        name: named.or_else(|| category.clone()).unwrap_or_else(|| code.to_string()),
        code,
        kind,
        shape,
        public: settings.public && kind == PlaceKind::ServicePoint,
        hours: tag("opening_hours").or_else(|| cell(Role::Hours)),
        phone: tag("phone").or_else(|| tag("contact:phone")).or_else(|| cell(Role::Phone)),
        address: tag("addr:full").or_else(street).or_else(|| cell(Role::Address)),
        serves: cell(Role::Serves).and_then(|text| Code::try_from(&*text).ok()),
        category,
    }
}

/// The kind that a word of an office means, where it is plain.
fn kind_of(text: &str) -> Option<PlaceKind> {
    const WORDS: [(&str, PlaceKind); 17] = [
        ("检查站", PlaceKind::Checkpoint),
        ("卡口", PlaceKind::Checkpoint),
        ("派出所", PlaceKind::Base),
        ("驻地", PlaceKind::Base),
        ("基地", PlaceKind::Base),
        ("火车站", PlaceKind::Station),
        ("汽车站", PlaceKind::Station),
        ("客运站", PlaceKind::Station),
        ("商圈", PlaceKind::ShoppingDistrict),
        ("便民", PlaceKind::ServicePoint),
        ("服务", PlaceKind::ServicePoint),
        ("重点", PlaceKind::KeyPlace),
        ("设施", PlaceKind::Facility),
        ("巡逻线", PlaceKind::PatrolLine),
        ("巡线", PlaceKind::PatrolLine),
        ("shopping district", PlaceKind::ShoppingDistrict),
        ("police station", PlaceKind::Base),
    ];
    let text = text.to_lowercase();
    PlaceKind::from_name(&text)
        .or_else(|| WORDS.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_points_are_read_by_their_headers() {
        let text = "网点编号,网点名称,类别,地址,服务电话,服务时间,经度,纬度\n\
            P1,西园便民服务中心,社区便民服务中心,西园路1号,0931-1234567,Mo-Fr 08:30-12:00,103.78,36.06\n\
            ,西站检查站,检查站,,,,103.79,36.07\nP1,第二,其他,,,,103.79,36.07\nP2,无,其他,,,,,\n";
        let found = read_places(text.as_bytes(), &PlaceSettings::default()).unwrap();
        assert_eq!((found.places.len(), found.faults.len()), (3, 1));
        let first = &found.places[0];
        assert_eq!((first.code.as_str(), &*first.name), ("P1", "西园便民服务中心"));
        assert_eq!(first.hours.as_deref(), Some("Mo-Fr 08:30-12:00"));
        assert_eq!(first.phone.as_deref(), Some("0931-1234567"));
        assert!(first.public && !found.places[1].public);
        assert_eq!(found.places[1].kind, PlaceKind::Checkpoint);
        assert_eq!(found.places[2].code.as_str(), "P1~2");
        assert_eq!(found.faults[0].line, 5);
    }
}
