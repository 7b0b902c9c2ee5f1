//! A map of the published units as a picture: for paper, for documents, for browsers without a map.
//!
//! Everything on it is public: units with their names, service points, what must be said of the data.
//! Grids lie on the web square (EPSG:3857), north is up. Two units that share a border are drawn along
//! the same points of it, thinned to a third of a picture point.

use crate::work::atlas::Ground;
use model::{Area, Bounds, Level, Place, PlaceKind, Position, Shape, UnitId};
use std::fmt::Write as _;

/// So many units are told apart at most; of more, the level above is drawn.
const UNITS_MAX: usize = 600;
/// Where there is no level above, nothing is drawn beyond so many.
const TOP_MAX: usize = 5_000;
/// Room around what is shown, and below it for the words, in picture points.
const MARGIN: f64 = 16.0;
const FOOT: f64 = 40.0;
const HEAD: f64 = 36.0;
/// Points nearer than that to the last one are left out.
const FINE: f64 = 0.3;
/// Those with Chinese characters first.
const FONTS: &str = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, \
                     WenQuanYi Micro Hei, Noto Serif CJK SC, sans-serif";

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    /// One unit with all in it; the whole territory when left out.
    pub(crate) unit: Option<UnitId>,
    /// In picture points; the height follows from the land.
    pub(crate) width: u32,
    /// In Chinese or in English.
    pub(crate) chinese: bool,
    /// The number under which the map was approved.
    pub(crate) approval_no: Option<&'a str>,
}

/// How places lie on the picture.
#[derive(Clone, Copy, Debug)]
struct View {
    west: f64,
    north: f64,
    /// Picture points for the whole web square.
    scale: f64,
    high: f64,
}

/// A picture in the making.
struct Sheet<'a> {
    ground: &'a Ground,
    wish: Wish<'a>,
    view: View,
    out: String,
    /// Where words stand: left, top, right, bottom.
    taken: Vec<[f64; 4]>,
}

/// The picture as SVG 1.1. Costs some milliseconds for a hundred grids. `None` without any land, and when
/// there are more units of the top level than a picture can show.
pub(crate) fn svg(ground: &Ground, places: &[Place], wish: Wish<'_>) -> Option<String> {
    let bounds = match wish.unit {
        Some(unit) => ground.map.bounds_of(unit),
        None => ground.map.partition().bounds(),
    }?;
    let view = View::of(bounds, f64::from(wish.width));
    let mut sheet = Sheet { ground, wish, view, out: String::new(), taken: Vec::new() };
    if sheet.shown(Level::TOP, bounds).len() > TOP_MAX {
        return None;
    }
    sheet.head();
    sheet.units(bounds);
    sheet.points(places);
    sheet.words(bounds);
    sheet.foot(bounds);
    sheet.out.push_str("</svg>\n");
    Some(sheet.out)
}

/// Shares of the web square, from the north-west.
fn square(at: Position) -> [f64; 2] {
    let north = at.lat().to_radians().tan().asinh() / std::f64::consts::PI;
    [at.lon() / 360.0 + 0.5, (1.0 - north) / 2.0]
}

impl View {
    fn of(bounds: Bounds, width: f64) -> Self {
        let [west, south] = square(bounds.min);
        let [east, north] = square(bounds.max);
        let room = width - 2.0 * MARGIN;
        // A strip of land is not drawn higher than twice the width.
        let scale = (room / (east - west)).min(2.0 * room / (south - north));
        let aside = (room - (east - west) * scale) / 2.0;
        let high = (south - north) * scale + HEAD + FOOT + 2.0 * MARGIN;
        Self {
            west: west - (MARGIN + aside) / scale,
            north: north - (MARGIN + HEAD) / scale,
            scale,
            high: high.ceil(),
        }
    }

    fn place(self, at: Position) -> [f64; 2] {
        let [x, y] = square(at);
        [(x - self.west) * self.scale, (y - self.north) * self.scale]
    }

    /// Metres that a picture point is wide at a latitude.
    fn metres(self, lat: f64) -> f64 {
        40_075_016.7 * lat.to_radians().cos() / self.scale
    }
}

impl Sheet<'_> {
    // Writing into a string cannot fail.
    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(what);
    }

    fn head(&mut self) {
        let (wide, high) = (self.wish.width, self.view.high);
        let names = &self.ground.names;
        let whole = if self.wish.chinese { &names.name } else { &names.name_en };
        let unit = self.wish.unit.map(|unit| &*self.ground.map.tree().unit(unit).name);
        let title = escape(unit.unwrap_or(whole));
        let lang = if self.wish.chinese { "zh-CN" } else { "en" };
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
             viewBox=\"0 0 {wide} {high}\" lang=\"{lang}\" role=\"img\" aria-label=\"{title}\" \
             font-family=\"{FONTS}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
             <text x=\"{MARGIN}\" y=\"28\" font-size=\"20\" font-weight=\"600\" fill=\"#17202a\">{title}\
             </text>\n"
        ));
        self.taken.push([0.0, 0.0, f64::from(wide), HEAD]);
    }

    /// The level whose units are told apart: the finest with few enough in the box.
    fn finest(&self, within: Bounds) -> Level {
        let tree = self.ground.map.tree();
        let mut chosen = Level::TOP;
        for level in levels(Level::TOP, tree.finest()) {
            if self.shown(level, within).len() <= UNITS_MAX {
                chosen = level;
            }
        }
        chosen
    }

    /// The units of a level whose boxes meet a box.
    fn shown(&self, level: Level, within: Bounds) -> Vec<UnitId> {
        let meets = |bounds: Bounds| {
            bounds.min.lon() <= within.max.lon()
                && bounds.max.lon() >= within.min.lon()
                && bounds.min.lat() <= within.max.lat()
                && bounds.max.lat() >= within.min.lat()
        };
        let all = self.ground.map.tree().of_level(level).map(|(id, _)| id);
        all.filter(|id| self.ground.figures(*id).bounds.is_some_and(meets)).collect()
    }

    /// Whether a unit is the one asked for or in it.
    fn is_own(&self, unit: UnitId) -> bool {
        let Some(wanted) = self.wish.unit else { return true };
        let tree = self.ground.map.tree();
        let mut at = Some(unit);
        while let Some(here) = at {
            if here == wanted {
                return true;
            }
            at = tree.unit(here).parent;
        }
        false
    }

    fn units(&mut self, within: Bounds) {
        // Neighbours end where the words begin.
        let (wide, high) = (self.wish.width, self.view.high - HEAD - FOOT);
        self.put(format_args!(
            "<clipPath id=\"land\"><rect y=\"{HEAD}\" width=\"{wide}\" height=\"{high}\"/></clipPath>\n\
             <g clip-path=\"url(#land)\">\n"
        ));
        self.outlines(within);
        self.out.push_str("</g>\n");
    }

    fn outlines(&mut self, within: Bounds) {
        let finest = self.finest(within);
        let own = self.wish.unit.map_or(0, |unit| self.ground.map.tree().unit(unit).level.get());
        for level in levels(Level::TOP, finest).rev() {
            // The finest is painted, those above are lines over it.
            let above = f64::from(finest.get() - level.get());
            let wide = if level.get() == own { 3.2 } else { (0.8 + 0.8 * above).min(3.0) };
            self.put(format_args!(
                "<g fill-rule=\"evenodd\" stroke=\"#35506b\" stroke-width=\"{wide}\" \
                 stroke-linejoin=\"round\">\n"
            ));
            for unit in self.shown(level, within) {
                let fill = match (level == finest, self.is_own(unit)) {
                    (false, _) => "none",
                    (true, true) => TINTS[unit.0 as usize % TINTS.len()],
                    (true, false) => "#f1f3f5",
                };
                let outline = self.ground.map.outline(unit);
                let path = self.path(&outline);
                let name = escape(&self.ground.map.tree().unit(unit).name);
                self.put(format_args!(
                    "<path fill=\"{fill}\" d=\"{path}\"><title>{name}</title></path>\n"
                ));
            }
            self.out.push_str("</g>\n");
        }
    }

    fn path(&self, area: &Area) -> String {
        let mut path = String::new();
        for ring in area.rings() {
            let mut last: Option<[f64; 2]> = None;
            for &at in ring {
                let [x, y] = self.view.place(at);
                let near = |last: [f64; 2]| (last[0] - x).hypot(last[1] - y) < FINE;
                if last.is_some_and(near) {
                    continue;
                }
                let verb = if last.is_none() { 'M' } else { 'L' };
                let _ = write!(path, "{verb}{x:.1} {y:.1}");
                last = Some([x, y]);
            }
            if last.is_some() {
                path.push('Z');
            }
        }
        path
    }

    /// Public service points in what is shown.
    fn points(&mut self, places: &[Place]) {
        let public = places.iter().filter(|it| it.public && it.kind == PlaceKind::ServicePoint);
        for place in public {
            let Shape::Point(at) = place.shape else { continue };
            let Some(found) = self.ground.map.assign(at) else { continue };
            let first = self.ground.map.tree().of_level(self.ground.map.tree().finest()).next();
            let unit = UnitId(first.map_or(0, |(id, _)| id.0) + found.grid.0);
            if self.is_own(unit) {
                let [x, y] = self.view.place(at);
                let name = escape(&place.name);
                self.put(format_args!(
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#b3261e\" stroke=\"#fff\" \
                     stroke-width=\"1.5\"><title>{name}</title></circle>\n"
                ));
            }
        }
    }

    /// Names where there is room, those of great units first.
    fn words(&mut self, within: Bounds) {
        let finest = self.finest(within);
        let from = self.wish.unit.map_or(1, |unit| {
            (self.ground.map.tree().unit(unit).level.get() + 1).min(finest.get())
        });
        let from = Level::new(from).unwrap_or(Level::TOP);
        self.out.push_str(
            "<g text-anchor=\"middle\" fill=\"#17202a\" stroke=\"#fff\" stroke-width=\"3\" \
             stroke-linejoin=\"round\" paint-order=\"stroke\">\n",
        );
        for level in levels(from, finest) {
            let size = if level == finest { 11.0 } else { 14.0 };
            let mut units = self.shown(level, within);
            units.retain(|unit| self.is_own(*unit));
            units.sort_by(|a, b| {
                let area = |id: &UnitId| self.ground.figures(*id).area_m2.get();
                area(b).total_cmp(&area(a)).then(a.cmp(b))
            });
            for unit in units {
                let Some(at) = self.ground.figures(unit).label else { continue };
                let name = &self.ground.map.tree().unit(unit).name;
                self.word(name, self.view.place(at), size);
            }
        }
        self.out.push_str("</g>\n");
    }

    fn word(&mut self, name: &str, [x, y]: [f64; 2], size: f64) {
        let ems: f64 = name.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum();
        let (wide, high) = (ems * size / 2.0 + 2.0, size / 2.0 + 2.0);
        let own = [x - wide, y - high, x + wide, y + high];
        let meets =
            |it: &[f64; 4]| own[0] < it[2] && it[0] < own[2] && own[1] < it[3] && it[1] < own[3];
        let fits = own[0] >= 0.0 && own[2] <= f64::from(self.wish.width);
        if fits && !self.taken.iter().any(meets) {
            self.taken.push(own);
            let base = y + size * 0.36;
            let name = escape(name);
            self.put(format_args!(
                "<text x=\"{x:.1}\" y=\"{base:.1}\" font-size=\"{size}\">{name}</text>\n"
            ));
        }
    }

    /// A scale, and what must be said of the data.
    fn foot(&mut self, bounds: Bounds) {
        let lat = f64::midpoint(bounds.min.lat(), bounds.max.lat());
        let metres = self.view.metres(lat);
        let widest = f64::from(self.wish.width) / 5.0 * metres;
        let step = 10_f64.powf(widest.log10().floor());
        let length = [5.0, 2.0, 1.0].into_iter().map(|by| by * step).find(|it| *it <= widest);
        let length = length.unwrap_or(step);
        let (right, base) = (f64::from(self.wish.width) - MARGIN, self.view.high - 14.0);
        let left = right - length / metres;
        let said = if length >= 1_000.0 {
            format!("{} km", length / 1_000.0)
        } else {
            format!("{length} m")
        };
        self.put(format_args!(
            "<path d=\"M{left:.1} {0:.1}V{base:.1}H{right:.1}V{0:.1}\" fill=\"none\" \
             stroke=\"#17202a\"/>\n<text x=\"{1:.1}\" y=\"{2:.1}\" font-size=\"11\" \
             text-anchor=\"middle\" fill=\"#17202a\">{said}</text>\n",
            base - 5.0,
            f64::midpoint(left, right),
            base - 8.0
        ));
        let names = &self.ground.names;
        let notice = if self.wish.chinese { &names.notice } else { &names.notice_en };
        let number = self.wish.approval_no.map(|number| {
            if self.wish.chinese {
                format!("审图号：{number} ")
            } else {
                format!("Map review no. {number} ")
            }
        });
        let text = escape(&format!("{}{notice}", number.unwrap_or_default()));
        self.put(format_args!(
            "<text x=\"{MARGIN}\" y=\"{base:.1}\" font-size=\"11\" fill=\"#46535f\">{text}</text>\n"
        ));
    }
}

/// Soft colours, so that neighbours differ nearly always; lines tell them apart everywhere.
const TINTS: [&str; 7] =
    ["#dcebf7", "#e6f2dd", "#fdf0d5", "#f8e1e1", "#e8e2f4", "#daf1ee", "#f3ead9"];

fn levels(from: Level, to: Level) -> impl DoubleEndedIterator<Item = Level> {
    (from.get()..=to.get()).filter_map(Level::new)
}

/// Text as it stands in XML; what XML cannot hold is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
