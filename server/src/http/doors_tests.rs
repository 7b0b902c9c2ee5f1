//! Every route as every role: the table of doors is what happens.

use super::*;
use crate::http::routes;
use crate::work::atlas::Atlas;
use crate::work::{demo, first_users, passwords};
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::{App, test};
use jiff::{SignedDuration, Timestamp};
use samples::Like;
use store::{Entry, OpenMode, Store};
use tempfile::TempDir;

/// A furnished house, and a session cookie for every role but the public.
struct Furnished {
    house: web::Data<House>,
    tokens: Vec<(Role, String)>,
    _folder: TempDir,
}

async fn furnish() -> Furnished {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    let store = Store::open(file.to_str().unwrap(), OpenMode::CreateIfAbsent).await.unwrap();
    let now = Timestamp::now();
    let made = demo::make(Like::from_name("qilihe").unwrap(), 1, jiff::civil::date(2026, 10, 31));
    demo::keep(&store, made.unwrap(), now - SignedDuration::from_hours(1), None).await.unwrap();
    first_users::make(&store, now).await.unwrap();
    let mut tokens = Vec::new();
    for role in Role::ALL.into_iter().filter(|role| *role != Public) {
        let (name, token) = (format!("test-{}", role.as_str()), passwords::random_token());
        let entry = Entry::new("test", now);
        store.add_user(&name, role, "no hash", &entry).await.unwrap();
        let expires = now + SignedDuration::from_hours(1);
        store.add_session(&session::token_hash(&token), &name, expires, &entry).await.unwrap();
        tokens.push((role, token));
    }
    let atlas = Atlas::load(&store, now).await.unwrap();
    Furnished {
        house: web::Data::new(House::new(store, atlas, store::IntakeLimits::default())),
        tokens,
        _folder: folder,
    }
}

/// A path that the pattern matches, with something harmless for every variable.
fn example(pattern: &str) -> String {
    pattern
        .replace("{file:.*}", "nothing.js")
        .replace("{layer}", "grids")
        .replace("{z}/{x}/{y}", "9/404/200")
        .replace("{z}/{y}/{x}", "9/200/404")
        .replace("{set}", "WebMercatorQuad")
        .replace("{id}", "1")
        .replace("{name}", "nobody")
}

async fn ask(furnished: &Furnished, door: &Door, role: Role, marked: bool) -> StatusCode {
    let app = App::new().app_data(furnished.house.clone()).wrap(from_fn(guard)).configure(routes);
    let app = test::init_service(app).await;
    let method = door.method.as_str().parse::<Method>().unwrap();
    let mut request = test::TestRequest::with_uri(&example(door.path)).method(method);
    if marked {
        request = request.insert_header(("X-Gridbeat", "1"));
    }
    if let Some((_, token)) = furnished.tokens.iter().find(|(it, _)| *it == role) {
        request = request.insert_header(("Cookie", format!("{}={token}", session::COOKIE)));
    }
    test::call_service(&app, request.to_request()).await.status()
}

#[actix_web::test]
async fn every_door_admits_its_roles_and_nobody_else() {
    let furnished = furnish().await;
    for door in DOORS {
        // Signing out ends the session that the walk needs.
        if (door.method, door.path) == (Delete, "/api/v1/session") {
            continue;
        }
        for role in Role::ALL {
            let status = ask(&furnished, door, role, true).await;
            let what = format!("{} {} as {}", door.method.as_str(), door.path, role.as_str());
            let own = door.path.starts_with("/api/v1/session");
            match (door.roles.contains(&role), role) {
                (true, _) => {
                    let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
                    assert!(own || !refused.contains(&status), "{what}: {status}");
                    assert!(!status.is_server_error(), "{what}: {status}");
                }
                (false, Public) => assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}"),
                (false, _) => assert_eq!(status, StatusCode::FORBIDDEN, "{what}"),
            }
        }
    }
}

#[actix_web::test]
async fn a_layer_of_tiles_is_for_its_roles_alone() {
    let furnished = furnish().await;
    let app = App::new().app_data(furnished.house.clone()).wrap(from_fn(guard)).configure(routes);
    let app = test::init_service(app).await;
    // Where the demo city is, and the days that it has incidents of.
    let days = furnished.house.store.incident_days(jiff::tz::Offset::UTC, 60).await.unwrap();
    let (last, first) = (days[0].0, days[days.len() - 1].0);
    let incidents =
        furnished.house.store.incidents(&store::IncidentQuery::default()).await.unwrap();
    let said: Vec<&str> = incidents.iter().filter_map(|it| it.incident.text.as_deref()).collect();
    for (layer, roles) in LAYERS {
        for role in Role::ALL {
            let mut seen = 0;
            // From the coarsest tile on, twice: cut, and out of what is kept.
            for at in ["0/0/0", "8/201/100", "10/807/402", "10/807/402", "12/3228/1609"] {
                // An address may be written in other letters than it is read in.
                let spelled = layer.replace('i', "%69");
                for layer in [*layer, &*spelled] {
                    let uri = format!("/tiles/{layer}/{at}?from={first}&to={last}");
                    let mut request = test::TestRequest::with_uri(&uri);
                    if let Some((_, token)) = furnished.tokens.iter().find(|(it, _)| *it == role) {
                        let cookie = format!("{}={token}", session::COOKIE);
                        request = request.insert_header(("Cookie", cookie));
                    }
                    let answer = test::call_service(&app, request.to_request()).await;
                    let (status, what) = (answer.status(), format!("{uri} as {}", role.as_str()));
                    let private = answer.headers().get("cache-control").cloned();
                    let vary = answer.headers().get("vary").cloned();
                    let body = test::read_body(answer).await;
                    match (roles.contains(&role), role) {
                        (false, Public) => assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}"),
                        (false, _) => assert_eq!(status, StatusCode::FORBIDDEN, "{what}"),
                        // No plan is made yet.
                        (true, _) if layer == "patrols" => {
                            assert_eq!(status, StatusCode::NOT_FOUND, "{what}");
                        }
                        (true, _) => {
                            assert!(status.is_success(), "{what}: {status}");
                            assert_eq!(private.unwrap(), "private, no-cache");
                            assert_eq!(vary.unwrap(), "Accept, Accept-Encoding, Cookie");
                            seen += body.len();
                            let text = String::from_utf8_lossy(&body);
                            for said in &said {
                                assert!(!text.contains(said), "{what} tells what was said");
                            }
                        }
                    }
                    if !roles.contains(&role) {
                        let text = String::from_utf8_lossy(&body);
                        assert!(text.starts_with('{') && text.len() < 300, "{what}: {text}");
                    }
                }
            }
            if roles.contains(&role) && !["patrols", "hotspots"].contains(layer) {
                assert!(seen > 1_000, "{layer} shows nothing to {}", role.as_str());
            }
        }
    }
}

#[actix_web::test]
async fn a_write_without_the_mark_of_our_own_pages_is_refused() {
    let furnished = furnish().await;
    for door in DOORS.iter().filter(|door| door.method != Get) {
        let role = *door.roles.last().unwrap();
        let status = ask(&furnished, door, role, false).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{} {}", door.method.as_str(), door.path);
    }
}

#[actix_web::test]
async fn what_is_not_in_the_table_does_not_exist() {
    let furnished = furnish().await;
    for path in ["/api/v1", "/api/v1/nothing", "/.env", "/designs", "/api/v1/incidents/1/more"] {
        let door = Door { method: Get, path, roles: EVERYBODY };
        let status = ask(&furnished, &door, Administrator, true).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let door = Door { method: Put, path: "/api/v1/city", roles: EVERYBODY };
    assert_eq!(ask(&furnished, &door, Public, true).await, StatusCode::METHOD_NOT_ALLOWED);
}

#[actix_web::test]
async fn the_public_sees_no_incident_plan_or_hidden_place() {
    let furnished = furnish().await;
    let app = App::new().app_data(furnished.house.clone()).wrap(from_fn(guard)).configure(routes);
    let app = test::init_service(app).await;
    let atlas = furnished.house.atlas();
    let hidden: Vec<&str> =
        atlas.places.iter().filter(|place| !place.public).map(|place| &*place.name).collect();
    assert!(hidden.len() > 20, "the demo city has checkpoints and bases");
    let open = [
        "/api/v1/city",
        "/api/v1/units?level=3",
        "/api/v1/service-points",
        "/api/v1/grids/at?lon=103.757&lat=36.06",
        "/api/v1/search?q=gang&limit=50",
        "/tiles/grids.json",
        "/tiles/service-points.json",
        "/tiles/grids/12/3228/1609",
        "/tiles/service-points/12/3228/1609",
    ];
    for path in open {
        let request = test::TestRequest::with_uri(path).to_request();
        let body = test::call_and_read_body(&app, request).await;
        let text = String::from_utf8_lossy(&body);
        for name in &hidden {
            assert!(!text.contains(name), "{path} tells of {name}");
        }
        assert!(!text.contains("incident"), "{path} tells of incidents");
    }
}
