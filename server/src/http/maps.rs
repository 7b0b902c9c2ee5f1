//! Pictures of the map: SVG, and PNG painted from it.

use super::problem::Problem;
use super::session::hex;
use super::state::House;
use crate::work::static_map::{self, Wish};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use model::{Code, Level, UnitId};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use resvg::{tiny_skia, usvg};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, OnceLock};
use utoipa::IntoParams;

/// The routes of pictures.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(super::get("/maps/{file}").to(whole));
    app.service(super::get("/maps/{level}/{file}").to(unit));
}

/// How wide a picture may be, in picture points.
const WIDTHS: std::ops::RangeInclusive<u32> = 64..=2_400;
const WIDTH: u32 = 800;
/// How much is kept of pictures, in bytes, and how many that is, about.
const ROOM_BYTES: u64 = 32 << 20;
const ABOUT_PICTURES: usize = 64;

/// What `GET /maps/…` is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// In picture points, 64 to 2400; 800 when left out. The height follows from the land.
    width: Option<u32>,
    /// `en` or `zh`, which is what is taken when it is left out.
    lang: Option<String>,
    /// As of the end of this day; the present drawing when left out. Service points are those of now.
    on: Option<String>,
}

/// The same key, the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    version: String,
    /// Of the places.
    stamp: u64,
    unit: Option<UnitId>,
    width: u32,
    chinese: bool,
    is_png: bool,
}

#[derive(Debug)]
struct Picture {
    bytes: Bytes,
    tag: String,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Key, Arc<Picture>> for ByBytes {
    fn weight(&self, _: &Key, picture: &Arc<Picture>) -> u64 {
        picture.bytes.len() as u64
    }
}

/// The pictures that were asked for lately.
#[derive(Debug)]
pub(crate) struct Pictures {
    kept: Cache<Key, Arc<Picture>, ByBytes>,
    /// Held while one is painted, so that requests for many do not take all processors.
    painting: tokio::sync::Mutex<()>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            kept: Cache::with_weighter(ABOUT_PICTURES, ROOM_BYTES, ByBytes),
            painting: tokio::sync::Mutex::default(),
        }
    }
}

/// `GET /maps/{file}`: the whole territory, as `city.svg` or `city.png`.
async fn whole(
    house: Data<House>,
    request: HttpRequest,
    file: Path<String>,
    Query(ask): Query<Ask>,
) -> Result<HttpResponse, Problem> {
    let (name, is_png) = parts(&file)?;
    if name != "city" {
        return Err(Problem::not_found("there are /maps/city.svg and /maps/{level}/{code}.svg"));
    }
    show(&house, &request, None, is_png, &ask).await
}

/// `GET /maps/{level}/{file}`: one unit with all in it, as `{code}.svg` or `{code}.png`.
async fn unit(
    house: Data<House>,
    request: HttpRequest,
    path: Path<(u8, String)>,
    Query(ask): Query<Ask>,
) -> Result<HttpResponse, Problem> {
    let (level, file) = path.into_inner();
    let (code, is_png) = parts(&file)?;
    let unknown = || Problem::not_found("there is no unit of this level and code");
    let level = Level::new(level).ok_or_else(unknown)?;
    let code = Code::try_from(code).map_err(|_none| unknown())?;
    show(&house, &request, Some((level, code)), is_png, &ask).await
}

/// The name of a file, and whether it is a PNG.
fn parts(file: &str) -> Result<(&str, bool), Problem> {
    match file.rsplit_once('.') {
        Some((name, "svg")) => Ok((name, false)),
        Some((name, "png")) => Ok((name, true)),
        _ => Err(Problem::not_found("a map is a .svg or a .png")),
    }
}

async fn show(
    house: &Data<House>,
    request: &HttpRequest,
    unit: Option<(Level, Code)>,
    is_png: bool,
    ask: &Ask,
) -> Result<HttpResponse, Problem> {
    let width = ask.width.unwrap_or(WIDTH);
    if !WIDTHS.contains(&width) {
        return Err(Problem::bad_request("width must be 64 to 2400"));
    }
    let chinese = match ask.lang.as_deref() {
        None | Some("zh") => true,
        Some("en") => false,
        Some(_) => return Err(Problem::bad_request("lang must be zh or en")),
    };
    let ground = house.ground_on(ask.on.as_deref()).await?;
    let unit = match unit {
        None => None,
        Some((level, code)) => Some(
            ground
                .unit(level, &code)
                .ok_or_else(|| Problem::not_found("there is no unit of this level and code"))?,
        ),
    };
    let atlas = house.atlas();
    let version = ground.version.clone();
    let key = Key { version, stamp: atlas.stamp, unit, width, chinese, is_png };
    let make = async {
        let _one_at_a_time = house.pictures.painting.lock().await;
        let made = actix_web::web::block(move || {
            let approval_no = atlas.approval_no.as_deref();
            let wish = Wish { unit, width, chinese, approval_no };
            let svg = static_map::svg(&ground, &atlas.places, wish).ok_or_else(|| {
                Problem::not_found(
                    "there is no land to draw, or more units than a picture can show",
                )
            })?;
            let bytes = if is_png { paint(&svg)? } else { svg.into_bytes() };
            let tag = format!("\"{}\"", hex(&Sha256::digest(&bytes)[..12]));
            Ok::<_, Problem>(Arc::new(Picture { bytes: bytes.into(), tag }))
        });
        made.await.map_err(Problem::internal)?
    };
    let picture = house.pictures.kept.get_or_insert_async(&key, make).await?;
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let fresh = known.is_some_and(|known| known.contains(&picture.tag));
    let mut answer = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::ETAG, picture.tag.clone()));
    answer.insert_header((header::CACHE_CONTROL, "no-cache"));
    if fresh {
        return Ok(answer.finish());
    }
    answer.content_type(if is_png { "image/png" } else { "image/svg+xml" });
    Ok(answer.body(picture.bytes.clone()))
}

/// Paints an SVG with the fonts of this machine.
fn paint(svg: &str) -> Result<Vec<u8>, Problem> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    });
    let options = usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(Problem::internal)?;
    let size = tree.size().to_int_size();
    let mut canvas = tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or_else(|| Problem::internal("a picture without size"))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut canvas.as_mut());
    canvas.encode_png().map_err(Problem::internal)
}
