//! The child: it writes until it is killed, and says what was acknowledged.

use super::{BURST, IMPORT, PLACES, SIDE};
use crate::incidents::incident;
use crate::{Failure, flat_tree};
use jiff::Timestamp;
use model::{Area, Code, Incident, Place, PlaceKind, Polygon, Position, Shape};
use std::io::Write as _;
use store::{Entry, Intake, IntakeLimits, NewDrawing, OpenMode, Store};
use tokio::task::JoinSet;

/// Writes without end; numbers begin at `base`. Returns only when something fails.
///
/// # Errors
///
/// Whatever fails: a child that is not killed has failed.
pub async fn work(url: &str, base: u32) -> Result<(), Failure> {
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    say("open", 0)?;
    let intake = Intake::start(store.clone(), IntakeLimits::default());
    // Two users at once: whoever meets whom is up to the machine.
    let calls = async {
        for n in (base..).step_by(BURST as usize) {
            burst(&intake, n).await?;
        }
        Ok::<_, Failure>(())
    };
    let edits = async {
        for n in base.. {
            edit(&store, n).await?;
        }
        Ok::<_, Failure>(())
    };
    tokio::try_join!(calls, edits).map(|_never| ())
}

fn say(what: &str, n: u32) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{what} {n}")?)
}

fn entry() -> Entry {
    Entry::new("torture", Timestamp::now())
}

async fn burst(intake: &Intake, from: u32) -> Result<(), Failure> {
    let mut tasks = JoinSet::new();
    for n in from..from + BURST {
        let given = incident("single", n)?;
        let intake = intake.clone();
        tasks.spawn(async move {
            let added = intake.add(vec![given], "caller", Timestamp::now()).await;
            added.map_err(|error| error.to_string())?;
            say("single", n).map_err(|error| error.to_string())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

async fn edit(store: &Store, n: u32) -> Result<(), Failure> {
    match n % 3 {
        0 => {
            let source = format!("import-{n}");
            let rows: Result<Vec<(Incident, Option<Code>)>, Failure> =
                (0..IMPORT).map(|row| incident(&source, row)).collect();
            store.add_incidents(&rows?, &entry()).await?;
            say("import", n)
        }
        1 => {
            let places: Result<Vec<Place>, Failure> = (0..PLACES).map(|it| place(it, n)).collect();
            store.put_places(&places?, &entry()).await?;
            say("places", n)
        }
        _ => {
            store.publish_drawing(&drawing(n)?, &entry()).await?;
            say("drawing", n)
        }
    }
}

fn at(column: i32, row: i32) -> Result<Position, Failure> {
    let at = Position::from_e7(1_030_000_000 + column * 100_000, 360_000_000 + row * 100_000);
    Ok(at.ok_or("off the Earth")?)
}

/// All places are of one version; its number is their name.
fn place(number: u32, version: u32) -> Result<Place, Failure> {
    Ok(Place {
        code: Code::try_from(&*format!("P{number}"))?,
        name: version.to_string(),
        kind: PlaceKind::Checkpoint,
        shape: Shape::Point(at(i32::try_from(number)?, 3)?),
        public: false,
        hours: None,
        phone: None,
        address: None,
        serves: None,
        category: None,
    })
}

fn drawing(n: u32) -> Result<NewDrawing, Failure> {
    let square = |number: i32| -> Result<Area, Failure> {
        let (column, row) = (number % SIDE, number / SIDE);
        let outer = vec![
            at(column, row)?,
            at(column + 1, row)?,
            at(column + 1, row + 1)?,
            at(column, row + 1)?,
        ];
        Ok(Area { polygons: vec![Polygon { outer, holes: Vec::new() }] })
    };
    let grids = SIDE * SIDE;
    Ok(NewDrawing {
        name: n.to_string(),
        name_en: String::new(),
        notice: String::new(),
        notice_en: String::new(),
        source: "torture".to_owned(),
        valid_from: Timestamp::constant(i64::from(n), 0),
        tree: flat_tree(usize::try_from(grids)?)?,
        areas: (0..grids).map(square).collect::<Result<_, _>>()?,
        outlines: Vec::new(),
    })
}
