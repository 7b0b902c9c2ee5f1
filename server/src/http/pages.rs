//! The pages, embedded in the program; and the page that says how to build them when they are not.

use super::problem::Problem;
use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the web build made; empty when the program was built without Node.
#[derive(RustEmbed)]
#[folder = "../web-map/dist"]
#[allow_missing = true]
struct Dist;

/// What the browser may load: our own files only.
const POLICY: &str = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; \
    form-action 'self'; object-src 'none'";

/// Shown in place of a page when the program was built without them.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Gridbeat</title><style>body{font:1rem/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}\
    code{background:#eee;padding:.1em .3em}</style>\
    <h1>Gridbeat</h1><p>This program was built without its pages. The API works: see \
    <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p>\
    <p>To build the pages, install Node 20 or newer and run <code>make run</code>, or \
    <code>npm ci &amp;&amp; npm run build</code> in <code>web-map</code> and then \
    <code>cargo build</code> again.</p><hr><p lang=\"zh\">本程序编译时没有包含网页。接口可用。\
    安装 Node 20 以上版本后运行 <code>make run</code> 即可。</p></html>";

/// `GET /`
pub(crate) async fn public(request: HttpRequest) -> HttpResponse {
    page(&request, "index.html")
}

/// `GET /dispatch`
pub(crate) async fn dispatch(request: HttpRequest) -> HttpResponse {
    page(&request, "dispatch.html")
}

/// `GET /design`
pub(crate) async fn design(request: HttpRequest) -> HttpResponse {
    page(&request, "design.html")
}

/// `GET /admin`
pub(crate) async fn admin(request: HttpRequest) -> HttpResponse {
    page(&request, "admin.html")
}

/// `GET /favicon.ico`
pub(crate) async fn icon(request: HttpRequest) -> HttpResponse {
    match Dist::get("favicon.svg") {
        Some(file) => file_answer(&request, "favicon.svg", &file, "public, max-age=86400"),
        None => HttpResponse::NoContent().finish(),
    }
}

fn page(request: &HttpRequest, name: &str) -> HttpResponse {
    let Some(file) = Dist::get(name) else {
        return HttpResponse::Ok().content_type("text/html; charset=utf-8").body(NOT_BUILT);
    };
    file_answer(request, name, &file, "no-cache")
}

/// `GET /assets/{file}`: files whose names hold a hash of their content.
pub(crate) async fn asset(
    request: HttpRequest,
    file: Path<String>,
) -> Result<HttpResponse, Problem> {
    let name = format!("assets/{file}");
    let found = Dist::get(&name).ok_or_else(|| Problem::not_found("there is no such file"))?;
    Ok(file_answer(&request, &name, &found, "public, max-age=31536000, immutable"))
}

/// A file with its entity tag; the compressed copy beside it where the client takes one.
fn file_answer(
    request: &HttpRequest,
    name: &str,
    plain: &EmbeddedFile,
    cache: &'static str,
) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let takes = |coding: &str| accepted.is_some_and(|accepted| accepted.contains(coding));
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(coding, ending)| {
        takes(coding)
            .then(|| Dist::get(&format!("{name}.{ending}")))
            .flatten()
            .map(|it| (coding, it))
    });
    let (coding, file) = match &packed {
        Some((coding, file)) => (*coding, file),
        None => ("identity", plain),
    };
    let tag = format!("\"{}\"", super::session::hex(&file.metadata.sha256_hash()[..12]));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let fresh = known.is_some_and(|known| known.contains(&tag));
    let mut answer = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if fresh {
        return answer.finish();
    }
    answer.insert_header((header::CONTENT_ENCODING, coding));
    answer.content_type(media_type(name)).body(file.data.clone().into_owned())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
