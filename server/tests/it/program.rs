//! The program as its users start it: one process, a real port, a real file.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running service; ended when dropped.
pub(crate) struct Service {
    child: Child,
    url: String,
    agent: ureq::Agent,
    cookie: Option<String>,
}

/// Status, media type and body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media: String,
    pub(crate) body: Vec<u8>,
    pub(crate) retry_after: String,
    cookie: Option<String>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| {
            panic!("no JSON: {}", String::from_utf8_lossy(&self.body));
        })
    }
}

impl Service {
    /// Starts on a free port and waits until it listens.
    pub(crate) fn start(file: &Path, more: &[&str]) -> Self {
        Self::start_as(Command::new(env!("CARGO_BIN_EXE_gridbeat")), file, more)
    }

    /// The same with a command that ends in the program: one that sets its surroundings first.
    pub(crate) fn start_as(mut command: Command, file: &Path, more: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--workers", "2", "--store"])
            .arg(file)
            .args(more)
            .env("GRIDBEAT_ADMIN_PASSWORD", "admin-of-test")
            .env("GRIDBEAT_DISPATCHER_PASSWORD", "dispatcher-of-test")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
            .expect("the service says where it listens");
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .new_agent();
        Self { child, url, agent, cookie: None }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process as a power cut would, while others talk to it.
    pub(crate) fn cut(&self) {
        let kill = format!("kill -9 {}", self.process());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// The same, and waits for the end.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn ask(&self, method: &str, path: &str, body: Option<&[u8]>) -> Answer {
        self.try_ask(method, path, body).unwrap()
    }

    /// `None` when nobody answers.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: Option<&[u8]>) -> Option<Answer> {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        if body.is_some() {
            request = request.header("Content-Type", "application/json");
        }
        let request = request.header("X-Gridbeat", "1");
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.ok()?;
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|it| it.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let (media, cookie) = (header("content-type"), header("set-cookie"));
        let retry_after = header("retry-after");
        let cookie = cookie.split(';').next().filter(|it| !it.is_empty()).map(str::to_owned);
        let mut bytes = Vec::new();
        answer.body_mut().as_reader().read_to_end(&mut bytes).ok()?;
        Some(Answer { status: answer.status().as_u16(), media, body: bytes, retry_after, cookie })
    }

    /// The lines of an answer that does not end.
    pub(crate) fn listen(&self, path: &str) -> impl Iterator<Item = String> + Send + use<> {
        let mut request = ureq::http::Request::builder().uri(format!("{}{path}", self.url));
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        let agent = ureq::Agent::config_builder().build().new_agent();
        let answer = agent.run(request.body(()).unwrap()).unwrap();
        BufReader::new(answer.into_body().into_reader()).lines().map_while(Result::ok)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, Some(body.to_string().as_bytes()))
    }

    /// Signs in without becoming that user: the cookie, for [`Service::post_as`].
    /// Asks for a plan and waits for it: its number, and what it is.
    pub(crate) fn plan(&self, ask: &Value) -> (Value, Value) {
        let asked = self.post("/api/v1/plans", ask);
        assert_eq!(asked.status, 202, "{}", asked.json());
        let job = format!("/api/v1/jobs/{}", asked.json()["job"].as_str().unwrap());
        let plan = loop {
            let job = self.get(&job).json();
            match job["state"].as_str().unwrap() {
                "done" => break job["plan"].clone(),
                "queued" | "running" => std::thread::sleep(Duration::from_millis(50)),
                other => panic!("{other}: {job}"),
            }
        };
        let shown = self.get(&format!("/api/v1/plans/{plan}")).json();
        (plan, shown)
    }

    pub(crate) fn cookie_of(&self, name: &str, password: &str) -> String {
        let answer = self.post("/api/v1/session", &json!({ "name": name, "password": password }));
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.cookie.unwrap()
    }

    /// A request of whoever has this cookie.
    pub(crate) fn post_as(&mut self, cookie: &str, path: &str, body: &Value) -> Answer {
        let own = self.cookie.replace(cookie.to_owned());
        let answer = self.post(path, body);
        self.cookie = own;
        answer
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str) {
        let answer = self.post("/api/v1/session", &json!({ "name": name, "password": password }));
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        self.cookie = answer.cookie;
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Already ended when killed.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn report(number: usize) -> Value {
    json!({
        "source": "test", "external": format!("T-{number}"), "kind": "噪音扰民",
        "lon": 103.757, "lat": 36.06,
    })
}

#[test]
fn a_dispatcher_takes_an_incident_in_once_and_plans_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    assert_eq!(service.get("/api/v1/incidents").status, 401);
    service.sign_in("dispatcher", "dispatcher-of-test");

    let first = service.post("/api/v1/incidents", &report(1));
    assert_eq!(first.status, 201);
    let again = service.post("/api/v1/incidents", &report(1));
    assert_eq!((again.status, &again.json()["id"]), (200, &first.json()["id"]));
    let found = service.get("/api/v1/grids/at?lon=103.757&lat=36.06").json();
    assert_eq!(first.json()["grid"]["code"], found["grid"]["code"]);
    assert_eq!(found["units"].as_array().unwrap().len(), 3);

    let (plan, shown) = service.plan(&json!({ "seconds": 1 }));
    assert!(shown["routes"].as_array().unwrap().len() > 5, "{shown}");
    assert_eq!(shown["violations"], json!([]));
    let gpx = service.get(&format!("/api/v1/plans/{plan}.gpx"));
    assert!(String::from_utf8(gpx.body).unwrap().contains("<rtept"));
    let geojson = service.get(&format!("/api/v1/plans/{plan}.geojson")).json();
    assert_eq!(geojson["type"], "FeatureCollection");

    // A plan that would take a minute is stopped at once.
    let asked = service.post("/api/v1/plans", &json!({ "seconds": 60 }));
    let job = format!("/api/v1/jobs/{}", asked.json()["job"].as_str().unwrap());
    assert_eq!(service.ask("DELETE", &job, None).status, 202);
    let ended = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        service.get(&job).json()["state"] == "cancelled"
    });
    assert!(ended, "{}", service.get(&job).json());
}

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    let mut service = Service::start(&file, &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        for number in 0..20 {
            let answer = service.post("/api/v1/incidents", &report(round * 100 + number));
            assert_eq!(answer.status, 201);
            acknowledged.push(answer.json()["id"].as_i64().unwrap());
        }
        service.kill();
        service = Service::start(&file, &[]);
        service.sign_in("dispatcher", "dispatcher-of-test");
        for id in &acknowledged {
            assert_eq!(service.get(&format!("/api/v1/incidents/{id}")).status, 200, "{id} is lost");
        }
    }
}

#[test]
fn a_demo_city_that_was_cut_off_is_finished_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("city.gpkg");
    for wait_ms in [200, 600, 900, 1_200] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gridbeat"))
            .args(["serve", "--listen", "127.0.0.1:0", "--demo", "qilihe", "--store"])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait_ms));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let service = Service::start(&file, &["--demo", "qilihe"]);
    assert_eq!(service.get("/api/v1/city").json()["drawing"]["grids"], 325);
    let points = service.get("/api/v1/service-points").json();
    assert_eq!(points["service_points"].as_array().unwrap().len(), 120);
}

/// Addresses that ask for what cannot be, with the status they get.
const BAD_ADDRESSES: &[(&str, u16)] = &[
    ("/api/v1/grids/at", 400),
    ("/api/v1/grids/at?lon=abc&lat=36", 400),
    ("/api/v1/grids/at?lon=NaN&lat=36", 400),
    ("/api/v1/grids/at?lon=36.06&lat=103.75", 400),
    ("/api/v1/grids/at?lon=1e300&lat=36", 400),
    ("/api/v1/grids/at?lon=103.757&lat=36.06&level=7", 400),
    ("/api/v1/grids/at?lon=103.757&lat=36.06&level=300", 400),
    ("/api/v1/grids/at?lon=103.757&lat=36.06&on=yesterday", 400),
    ("/api/v1/grids/at?lon=103.757&lat=36.06&on=1999-01-01", 404),
    ("/api/v1/grids/at?lon=103.757&lat=36.06&colour=red", 400),
    ("/api/v1/grids/at?lon=0&lat=0", 404),
    ("/api/v1/units?level=0", 400),
    ("/api/v1/units?level=2&parent=nobody", 404),
    ("/api/v1/units?level=1&parent=nobody", 404),
    ("/api/v1/service-points?bbox=1,2,3", 400),
    ("/api/v1/service-points?bbox=9,9,1,1", 400),
    ("/api/v1/service-points?near=x,y", 400),
    ("/api/v1/service-points?open=tomorrow", 400),
    ("/api/v1/service-points?limit=0", 400),
    ("/api/v1/incidents?day=2026-02-30", 400),
    ("/api/v1/incidents?limit=99999999999", 400),
    ("/api/v1/incidents/abc", 404),
    ("/api/v1/incidents/9223372036854775807", 404),
    ("/api/v1/plans/0", 404),
    ("/api/v1/jobs/%00", 404),
    ("/api/v1/places?kind=palace", 400),
    ("/tiles/grids/99/0/0", 400),
    ("/tiles/grids/3/8/0", 400),
    ("/tiles/grids/-1/0/0", 400),
    ("/tiles/grids/a/b/c", 400),
    ("/tiles/nothing/3/1/1", 404),
    ("/tiles/grids@999/3/1/1", 404),
    ("/tiles/nothing.json", 404),
    ("/%2e%2e/%2e%2e/etc/passwd", 404),
    ("/assets/../Cargo.toml", 404),
    ("/api/v1/%ff%fe", 404),
];

#[test]
fn bad_input_gets_a_clear_problem_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(&folder.path().join("city.gpkg"), &["--demo", "qilihe"]);
    service.sign_in("dispatcher", "dispatcher-of-test");
    for (path, status) in BAD_ADDRESSES {
        let answer = service.get(path);
        assert_eq!(answer.status, *status, "{path}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.media, "application/problem+json", "{path}");
        assert_eq!(answer.json()["status"], *status, "{path}");
    }
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(3 << 20));
    let report = |field: &str, value: Value| {
        let mut body = report(7);
        body[field] = value;
        body.to_string()
    };
    let posts: Vec<(String, u16)> = vec![
        (String::new(), 400),
        ("null".to_owned(), 400),
        ("{".to_owned(), 400),
        ("\u{0}".to_owned(), 400),
        (deep, 400),
        (huge, 413),
        (report("lon", json!("103.7")), 400),
        (report("lon", json!(1e9)), 400),
        (report("lat", Value::Null), 400),
        (report("kind", json!("")), 400),
        (report("kind", json!("x".repeat(1_000))), 400),
        (report("external", json!("a\nb")), 400),
        (report("class", json!("awful")), 400),
        (report("occurred", json!("yesterday")), 400),
        (report("text", json!("a\u{0}b")), 400),
        (report("reporter", json!("somebody")), 400),
    ];
    for (body, status) in posts {
        let answer = service.ask("POST", "/api/v1/incidents", Some(body.as_bytes()));
        let short: String = body.chars().take(60).collect();
        assert_eq!(answer.status, status, "{short}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.media, "application/problem+json", "{short}");
    }
    assert_eq!(service.post("/api/v1/plans", &json!({ "seconds": 0 })).status, 400);
    assert_eq!(service.post("/api/v1/plans", &json!({ "problem": { "crews": 3 } })).status, 400);
    assert_eq!(service.ask("PATCH", "/api/v1/city", None).status, 405);
    assert_eq!(service.get("/readyz").status, 200, "it still serves");
}
