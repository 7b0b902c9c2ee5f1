//! The literature's instances and their best known solutions, as they lie in the shared folder.

use crate::shared::folder;
use exchange::routing::{Options, RoutingFileError, read_routing, read_solution, write_solution};
use model::routing::{Objective, Problem, Solution};
use proptest::prelude::*;
use std::io::Read as _;
use std::path::Path;

fn text(path: &Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(path).ok()?;
    if path.extension().is_none_or(|ending| ending != "gz") {
        return Some(bytes);
    }
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text).ok()?;
    Some(text)
}

/// Distance and prizes not earned.
fn cost(problem: &Problem, solution: &Solution) -> i64 {
    let mut missed: i64 = problem.clients.iter().filter_map(|client| client.prize).sum();
    let mut distance = 0;
    for route in &solution.routes {
        let vehicle = &problem.vehicles[route.vehicle];
        let mut here = vehicle.start;
        for &client in &route.clients {
            let client = &problem.clients[client];
            distance += i64::from(problem.distances.between(here, client.place));
            missed -= client.prize.unwrap_or(0);
            here = client.place;
        }
        distance += i64::from(problem.distances.between(here, vehicle.end));
    }
    distance + missed
}

/// Every `step`th instance of a family.
fn instances(family: &str, step: usize) -> Vec<std::path::PathBuf> {
    let Some(folder) = folder(&format!("vrp/{family}")) else { return Vec::new() };
    let files = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.retain(|file| {
        let name = file.to_string_lossy();
        (name.ends_with(".vrp.gz") || name.ends_with(".txt")) && !name.ends_with(".sol.txt.gz")
    });
    files.sort();
    files.into_iter().step_by(step).collect()
}

#[test]
fn the_published_solutions_cost_what_they_say() {
    for family in ["cvrplib-x", "pcvrptw", "mdvrptw"] {
        for path in instances(family, 6) {
            let problem = read_routing(&text(&path).expect("a file"), Options::default());
            let problem = problem.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let known = path.to_string_lossy().replace(".vrp.gz", ".sol.gz");
            let known = text(Path::new(&known)).expect("a solution");
            let (solution, said) = read_solution(&known, &problem).expect("a solution");
            #[expect(clippy::cast_precision_loss, reason = "costs far below 2⁵³")]
            let found = cost(&problem, &solution) as f64;
            assert_eq!(Some(found), said, "{}", path.display());
            let again = write_solution(&solution, &problem, 7);
            let again = read_solution(again.as_bytes(), &problem).expect("what was written");
            assert_eq!(again, (solution, Some(7.0)));
        }
    }
}

#[test]
fn every_family_is_read() {
    for family in ["solomon", "toptw", "mdvrp-cordeau", "pvrp-cordeau"] {
        for path in instances(family, 5) {
            let problem = read_routing(&text(&path).expect("a file"), Options::default());
            let problem = problem.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(problem.clients.len() >= 20, "{}", path.display());
            let prized = problem.clients.iter().any(|client| client.prize.is_some());
            assert_eq!(prized, family == "toptw", "{}", path.display());
            assert_eq!(problem.objective == Objective::Prizes, prized);
            let days = problem.clients.iter().any(|client| !client.patterns.is_empty());
            assert_eq!(days, family == "pvrp-cordeau", "{}", path.display());
        }
    }
}

const SMALL: &str = "NAME : s\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 5\n\
    NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 6 8\nDEMAND_SECTION\n1 0\n2 2\n3 3\nDEPOT_SECTION\n1\n-1\nEOF\n";

#[test]
fn a_broken_file_says_where() {
    let read = |text: &str| read_routing(text.as_bytes(), Options::default());
    let problem = read(SMALL).expect("sound");
    assert_eq!(problem.distances.between(0, 2), 10);
    assert_eq!((problem.clients[1].number, &*problem.clients[1].demand), (2, &[3][..]));
    let word = read(&SMALL.replace("3 6 8", "3 6 eight"));
    assert_eq!(word, Err(RoutingFileError::Expected { line: 9, expected: "numbers" }));
    let short = read(&SMALL.replace("3 6 8\n", ""));
    assert_eq!(short, Err(RoutingFileError::Short("NODE_COORD_SECTION")));
    assert!(matches!(read("no problem"), Err(RoutingFileError::Unknown)));
    assert!(matches!(
        read_solution(b"Route #1: 1 9\n", &problem),
        Err(RoutingFileError::UnknownClient { line: 1, client: 9 })
    ));
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_stumble(cuts in prop::collection::vec((0..250_usize, any::<u8>()), 0..8)) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in cuts {
            let at = at % bytes.len();
            if byte < 32 { bytes.truncate(at.max(1)); } else { bytes[at] = byte; }
        }
        if let Ok(problem) = read_routing(&bytes, Options::default()) {
            prop_assert!(problem.clients.iter().all(|client| client.place < problem.distances.places()));
        }
    }

    #[test]
    fn no_numbers_make_the_readers_stumble(rows in prop::collection::vec(prop::collection::vec(-3..60_i32, 0..12), 0..12)) {
        let text = format!("{rows:?}").replace("], ", "\n").replace([',', '[', ']'], " ");
        let _any = read_routing(text.as_bytes(), Options::default());
        let solomon = format!("x\nVEHICLE\nNUMBER CAPACITY\n{text}\nCUSTOMER\nCUST NO.\n{text}");
        let _any = read_routing(solomon.as_bytes(), Options::default());
    }
}
