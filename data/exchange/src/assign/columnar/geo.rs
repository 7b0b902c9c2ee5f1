//! The `geo` metadata of `GeoParquet` (OGC, version 1.1), and points in well-known binary.

use super::ColumnarError;
use crate::crs::epsg_code;
use crate::wkb;
use serde_json::Value;

/// The key of the metadata.
pub(super) const KEY: &str = "geo";

/// What the metadata says of one column of geometry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GeoColumn {
    pub(super) name: String,
    /// Whether its points are a pair of columns `x` and `y` below it, not well-known binary.
    pub(super) pair: bool,
}

/// The column of this name, or the primary one; `None` when the metadata knows none.
///
/// # Errors
///
/// When it is in another coordinate system than degrees of WGS 84 (CGCS2000 is treated as equal).
pub(super) fn column(
    metadata: &str,
    name: Option<&str>,
) -> Result<Option<GeoColumn>, ColumnarError> {
    let Ok(metadata) = serde_json::from_str::<Value>(metadata) else { return Ok(None) };
    let primary = || metadata.get("primary_column").and_then(Value::as_str);
    let Some(name) = name.or_else(primary) else { return Ok(None) };
    let Some(column) = metadata.get("columns").and_then(|columns| columns.get(name)) else {
        return Ok(None);
    };
    // Without a system it is CRS84; `null` says that nobody knows, and degrees are what is hoped.
    if let Some(crs) = column.get("crs").filter(|crs| !crs.is_null())
        && !is_wgs84(crs)
    {
        return Err(ColumnarError::Crs { crs: title(crs) });
    }
    let pair = column.get("encoding").and_then(Value::as_str) == Some("point");
    Ok(Some(GeoColumn { name: name.to_owned(), pair }))
}

/// Whether a system in PROJJSON (or a name) is degrees of WGS 84 or CGCS2000.
fn is_wgs84(crs: &Value) -> bool {
    if let Some(name) = crs.as_str() {
        return name.ends_with("CRS84") || matches!(epsg_code(name), Some(4326 | 4490));
    }
    let id = |key| crs.get("id").and_then(|id| id.get(key));
    match (id("authority").and_then(Value::as_str), id("code")) {
        (Some("OGC"), Some(code)) => code.as_str() == Some("CRS84"),
        (Some("EPSG"), Some(code)) => matches!(code.as_u64(), Some(4326 | 4490)),
        _ => title(crs).contains("CRS84") || title(crs) == "WGS 84",
    }
}

fn title(crs: &Value) -> String {
    let name = crs.get("name").and_then(Value::as_str);
    name.map_or_else(|| crs.to_string().chars().take(60).collect(), str::to_owned)
}

/// The degrees of a point in well-known binary; `None` for any other geometry and an empty point.
pub(super) fn point(bytes: &[u8]) -> Option<[f64; 2]> {
    let mut bytes = wkb::Bytes { rest: bytes, little: true };
    let geometry = wkb::decode(&mut bytes).ok()?;
    match geometry.points[..] {
        [at] if geometry.lines.is_empty() && geometry.polygons.is_empty() => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(crs: Option<Value>) -> Result<Option<GeoColumn>, ColumnarError> {
        let mut given = json!({ "encoding": "WKB" });
        if let Some(crs) = crs {
            given["crs"] = crs;
        }
        let all = json!({ "primary_column": "geometry", "columns": { "geometry": given } });
        column(&all.to_string(), None)
    }

    #[test]
    fn degrees_are_taken_and_metres_refused() {
        let id = |authority: &str, code: Value| {
            Some(json!({ "name": "x", "id": { "authority": authority, "code": code } }))
        };
        let known = Some(GeoColumn { name: "geometry".to_owned(), pair: false });
        for good in [
            None,
            Some(Value::Null),
            id("OGC", json!("CRS84")),
            id("EPSG", json!(4326)),
            id("EPSG", json!(4490)),
            Some(json!("OGC:CRS84")),
            Some(json!("EPSG:4326")),
        ] {
            assert_eq!(of(good.clone()).unwrap(), known, "{good:?}");
        }
        for bad in [id("EPSG", json!(4549)), Some(json!("EPSG:3857")), Some(json!({}))] {
            assert!(matches!(of(bad), Err(ColumnarError::Crs { .. })));
        }
        assert_eq!(column("{", None).unwrap(), None);
        assert_eq!(column("{}", Some("geometry")).unwrap(), None);
    }
}
