//! A few streets where the right answer is seen.

use super::net::{at, network, street};
use model::patrol::Mode;
use model::{Passage, Position, RoadClass, RoadNetwork, Seconds, TurnRule};
use planner::roads::{Conditions, Profile, Roads, Turn};
use std::sync::Arc;

fn roads(network: RoadNetwork, mode: Mode) -> Roads {
    Roads::build(Arc::new(network), &Profile::of(mode)).unwrap()
}

/// A cross of four arms of 500 m, the middle at (1000, 1000), and its four ends.
fn cross() -> (RoadNetwork, [Position; 4]) {
    let ends = [at(500, 1_000), at(1_500, 1_000), at(1_000, 500), at(1_000, 1_500)];
    let nodes = [ends[0], ends[1], ends[2], ends[3], at(1_000, 1_000)];
    let ways = vec![
        street("西街", &[0, 4]),
        street("东街", &[4, 1]),
        street("南街", &[2, 4]),
        street("北街", &[4, 3]),
    ];
    (network(&nodes, ways), ends)
}

fn turns(roads: &Roads, from: Position, to: Position) -> Vec<(Turn, String)> {
    let route = roads.route(from, to).unwrap();
    route.steps.into_iter().map(|step| (step.turn, step.name)).collect()
}

fn said(turn: Turn, name: &str) -> (Turn, String) {
    (turn, name.to_owned())
}

#[test]
fn a_kilometre_takes_what_the_pace_says() {
    let (network, [west, east, ..]) = cross();
    let walk = roads(network, Mode::Foot);
    let route = walk.route(west, east).unwrap();
    // 5 km/h: 720 s a kilometre.
    assert!(route.length.get().abs_diff(1_000) <= 4, "{route:?}");
    assert!(route.time.get().abs_diff(720) <= 4, "{route:?}");
    assert_eq!(route.off_road.get(), 0);
}

#[test]
fn turns_cost_cars_and_are_told() {
    let (network, [west, east, south, north]) = cross();
    let drive = roads(network, Mode::Car);
    let time = |from, to| drive.route(from, to).unwrap().time.get();
    let straight = time(west, east);
    assert_eq!(time(west, south), straight + 2);
    assert_eq!(time(west, north), straight + 5);
    let east_then_south =
        [said(Turn::Depart, "西街"), said(Turn::Right, "南街"), said(Turn::Arrive, "")];
    assert_eq!(turns(&drive, west, south), east_then_south);
    assert_eq!(turns(&drive, west, north)[1], said(Turn::Left, "北街"));
    assert_eq!(turns(&drive, west, east)[1], said(Turn::Straight, "东街"));
}

#[test]
fn what_is_forbidden_at_a_junction_is_gone_round() {
    let (mut network, [west, _, south, north]) = cross();
    network.rules.push(TurnRule { from: 0, via: 4, to: 3, only: false });
    let drive = roads(network.clone(), Mode::Car);
    // Turning back in the eastern dead end is the shortest way round: right into the street from
    // there, after 1 km and 20 s of turning.
    let usual = drive.route(west, south).unwrap().time.get();
    let round = drive.route(west, north).unwrap().time.get();
    assert!(round > usual + 150, "{usual} {round}");
    assert_eq!(
        roads(network.clone(), Mode::Bike).route(west, north).unwrap().length.get().abs_diff(1_000)
            / 5,
        0
    );
    network.rules = vec![TurnRule { from: 0, via: 4, to: 1, only: true }];
    let drive = roads(network, Mode::Car);
    assert!(drive.route(west, south).unwrap().time.get() > usual + 150);
}

#[test]
fn one_way_streets_bind_cars_and_not_walkers() {
    let (mut network, [west, east, ..]) = cross();
    network.ways[0].passage = network.ways[0].passage.with(Mode::Car, false, false);
    let drive = roads(network.clone(), Mode::Car);
    assert!(drive.route(at(700, 1_000), east).is_some());
    // No way back: the point is taken to the nearest road that can be come to and left.
    let back = drive.route(east, west).unwrap();
    assert!(back.off_road.get() > 450, "{back:?}");
    let walk = roads(network, Mode::Foot);
    assert_eq!(walk.route(east, west).unwrap().off_road.get(), 0);
}

#[test]
fn a_barrier_stops_cars_where_it_stands() {
    let (mut network, [west, east, ..]) = cross();
    // A bollard in the western street, 250 m from its end.
    network.nodes.push(model::RoadNode {
        stops: 1 << Mode::Car as u8,
        ..model::RoadNode::plain(at(750, 1_000))
    });
    network.ways[0].nodes = vec![0, 5, 4];
    let drive = roads(network.clone(), Mode::Car);
    let summary = drive.summary();
    assert_eq!((summary.barriers, summary.edges_cut_off), (1, 1));
    let route = drive.route(west, east).unwrap();
    assert!(route.off_road.get().abs_diff(250) <= 2, "{route:?}");
    assert_eq!(roads(network, Mode::Foot).summary().edges_cut_off, 0);
}

#[test]
fn a_closed_road_is_gone_round_and_slower_hours_take_longer() {
    // A square of 1 km.
    let nodes = [at(0, 0), at(1_000, 0), at(1_000, 1_000), at(0, 1_000)];
    let ways = vec![
        street("a", &[0, 1]),
        street("b", &[1, 2]),
        street("c", &[2, 3]),
        street("d", &[3, 0]),
    ];
    let walk = roads(network(&nodes, ways), Mode::Foot);
    let (from, to) = (nodes[0], nodes[1]);
    let usual = walk.route(from, to).unwrap();
    let closed = walk.edges_near(at(500, 0), 20.0);
    assert_eq!(closed.len(), 1);
    let round = walk.under(&Conditions { closed, ..Conditions::default() });
    let longer = round.route(from, to).unwrap();
    assert!(longer.length.get().abs_diff(3 * usual.length.get()) <= 6, "{longer:?}");
    let slow = walk.under(&Conditions::default().with_class(RoadClass::Residential, 200));
    assert!(slow.route(from, to).unwrap().time.get().abs_diff(2 * usual.time.get()) <= 1);
}

#[test]
fn boats_go_where_water_is_a_road() {
    let (mut network, [west, east, ..]) = cross();
    for way in &mut network.ways[..2] {
        way.class = RoadClass::Waterway;
        way.passage = Passage::both(&[Mode::Boat]);
    }
    let boat = roads(network.clone(), Mode::Boat);
    assert!(boat.route(west, east).is_some());
    assert_eq!(roads(network, Mode::Foot).summary().edges, 2);
}

#[test]
fn a_roundabout_is_told_by_its_exit() {
    let ring = [at(960, 1_000), at(1_000, 960), at(1_040, 1_000), at(1_000, 1_040)];
    let arms = [at(500, 1_000), at(1_000, 500), at(1_500, 1_000), at(1_000, 1_500)];
    let nodes = [ring, arms].concat();
    let mut round = street("", &[0, 1, 2, 3, 0]);
    round.roundabout = true;
    round.passage = round.passage.with(Mode::Car, false, false);
    let ways = vec![
        round,
        street("w", &[4, 0]),
        street("s", &[5, 1]),
        street("e", &[6, 2]),
        street("n", &[7, 3]),
    ];
    let drive = roads(network(&nodes, ways), Mode::Car);
    assert_eq!(turns(&drive, arms[0], arms[1])[1].0, Turn::Roundabout(1));
    assert_eq!(turns(&drive, arms[0], arms[2])[1].0, Turn::Roundabout(2));
    assert_eq!(turns(&drive, arms[0], arms[3])[1].0, Turn::Roundabout(3));
}

#[test]
fn a_point_at_a_corner_may_be_left_and_come_to_by_every_street() {
    // The first street is one-way, from the corner round the block and back to where it began.
    let block = [at(1_000, 1_000), at(2_000, 1_000), at(2_000, 2_000)];
    let nodes = [block[0], block[1], block[2], at(600, 1_000), at(1_000, 600)];
    let mut round = street("单行", &[0, 1, 2]);
    round.passage = round.passage.with(Mode::Car, false, false);
    let ways =
        vec![round, street("西街", &[3, 0]), street("南街", &[4, 0]), street("斜街", &[2, 0])];
    let drive = roads(network(&nodes, ways), Mode::Car);
    let (corner, west, half) = (nodes[0], nodes[3], at(800, 1_000));
    let there = drive.route(corner, west).unwrap();
    assert!(there.length.get().abs_diff(400) <= 4, "{there:?}");
    assert_eq!(turns(&drive, corner, west)[0], said(Turn::Depart, "西街"));
    let back = drive.route(west, corner).unwrap();
    assert!(back.length.get().abs_diff(400) <= 4, "{back:?}");
    // Also to and from the middle of another street, along it and nothing else.
    assert!(drive.route(corner, half).unwrap().length.get().abs_diff(200) <= 4);
    assert!(drive.route(half, corner).unwrap().length.get().abs_diff(200) <= 4);
    let reach = drive.reach(&[corner], Seconds::new(40));
    assert!(reach.reaches(half) && reach.bases() == 1);
    let times = drive.matrix(&[corner, half], &[west, half]);
    assert_eq!(times.get(0, 0), Some(there.time));
}
