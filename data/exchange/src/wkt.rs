//! Well-known text of coordinate systems, as it stands in the `.prj` of a Shapefile.
//!
//! The projection itself is `proj4wkt`'s to read. What it leaves out is read here: the EPSG code,
//! the change of datum where the text only names the datum, and the prime meridian.

use std::fmt::Write;

/// What a text says.
#[derive(Debug, PartialEq)]
pub(crate) struct Wkt {
    /// The EPSG code of the whole, where it is given.
    pub(crate) epsg: Option<u32>,
    /// The same as a proj string.
    pub(crate) proj: String,
}

/// Texts are short; a longer one is no coordinate system but an attack on a recursive reader.
const BYTES_MAX: usize = 32_768;
const DEPTH_MAX: usize = 16;

/// Datums that are often named without their change to WGS 84, in the names of OGC and of Esri
/// without `D_`, lower case. Parameters as in EPSG (metres, arc seconds, parts per million).
const SHIFTS: [(&str, &str); 8] = [
    ("osgb_1936", "446.448,-125.157,542.06,0.15,0.247,0.842,-20.489"),
    ("beijing_1954", "15.8,-154.4,-82.3,0,0,0,0"),
    ("tokyo", "-146.414,507.337,680.507,0,0,0,0"),
    ("european_1950", "-87,-98,-121,0,0,0,0"),
    ("pulkovo_1942", "23.92,-141.27,-80.9,0,0.35,0.82,-0.12"),
    ("hu_tzu_shan", "-637,-549,-203,0,0,0,0"),
    ("hong_kong_1980", "-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246"),
    ("ch1903", "674.374,15.056,405.346,0,0,0,0"),
];

/// Reads a text.
pub(crate) fn read(text: &str) -> Result<Wkt, String> {
    if text.len() > BYTES_MAX {
        return Err("the text is too long for a coordinate system".to_owned());
    }
    let mut found = Scan::default();
    found.scan(text)?;
    let epsg = found.epsg;
    let mut proj = match proj4wkt::wkt_to_projstring(text) {
        Ok(proj) => proj,
        // The code alone may do.
        Err(_) if epsg.is_some() => String::new(),
        Err(error) => return Err(error.to_string()),
    };
    if !found.shifted
        && let Some((_, shift)) = SHIFTS.iter().find(|(datum, _)| found.datum.starts_with(datum))
    {
        proj = proj.replace("+towgs84=0,0,0,0,0,0,0", &format!("+towgs84={shift}"));
    }
    if found.prime_meridian != 0.0 && !proj.is_empty() {
        let _ = write!(proj, " +pm={}", found.prime_meridian);
    }
    Ok(Wkt { epsg, proj })
}

/// What a walk over the brackets finds.
#[derive(Debug, Default)]
struct Scan {
    epsg: Option<u32>,
    datum: String,
    shifted: bool,
    prime_meridian: f64,
}

impl Scan {
    fn scan(&mut self, text: &str) -> Result<(), String> {
        let mut open: Vec<String> = Vec::new();
        let mut word = String::new();
        let mut quoted = false;
        for c in text.chars() {
            match c {
                '"' => {
                    quoted = !quoted;
                    word.push(c);
                }
                '[' | '(' if !quoted => {
                    if open.len() >= DEPTH_MAX {
                        return Err("the text nests too deep for a coordinate system".to_owned());
                    }
                    // `"Greenwich",0,AUTHORITY[`: what stands before belongs to the bracket around.
                    let (before, keyword) = word.rsplit_once(',').unwrap_or(("", &word));
                    let keyword = keyword.trim().to_ascii_uppercase();
                    if let Some(around) = open.last() {
                        self.take(around, before, open.len() - 1);
                    }
                    open.push(keyword);
                    word.clear();
                }
                ']' | ')' if !quoted => {
                    let Some(keyword) = open.pop() else {
                        return Err("the brackets do not match".to_owned());
                    };
                    self.take(&keyword, &word, open.len());
                    word.clear();
                }
                c => word.push(c),
            }
        }
        if open.is_empty() { Ok(()) } else { Err("the brackets do not match".to_owned()) }
    }

    /// Takes what stands at the head of a bracket, `depth` brackets down.
    fn take(&mut self, keyword: &str, inside: &str, depth: usize) {
        let mut items = inside.split(',').map(|item| item.trim().trim_matches('"'));
        let (first, second) = (items.next().unwrap_or(""), items.next().unwrap_or(""));
        match keyword {
            "AUTHORITY" | "ID" if depth == 1 && first.eq_ignore_ascii_case("EPSG") => {
                self.epsg = second.parse().ok();
            }
            "PRIMEM" | "PRIMEMERIDIAN" if !first.is_empty() => {
                self.prime_meridian = second.parse().unwrap_or(0.0);
            }
            "TOWGS84" => self.shifted = true,
            "DATUM" | "GEODETICDATUM" if !first.is_empty() => {
                let name = first.to_ascii_lowercase().replace(' ', "_");
                name.strip_prefix("d_").unwrap_or(&name).clone_into(&mut self.datum);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "wkt_tests.rs"]
mod tests;
