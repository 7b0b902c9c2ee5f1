//! Roads as a layer of tiles: greater ones from afar, all of them near by.

use crate::work::layers::Sheets;
use model::patrol::Mode;
use model::{Lie, RoadClass, RoadNetwork, RoadWay};
use std::ops::RangeInclusive;
use tiles::{Feature, FieldValue, MAX_ZOOM, Mark};

/// The least class that is drawn at each zoom; waterways and ferries are drawn with secondary roads.
const ZOOMS: [(RangeInclusive<u8>, RoadClass); 5] = [
    (0..=9, RoadClass::Primary),
    (10..=11, RoadClass::Secondary),
    (12..=12, RoadClass::Tertiary),
    (13..=13, RoadClass::LivingStreet),
    (14..=MAX_ZOOM, RoadClass::Waterway),
];

/// Every way with its class and name, who may pass, and whether it is a bridge or a tunnel.
pub(crate) fn sheets(network: &RoadNetwork) -> Sheets {
    let sheet = |(zooms, least): &(RangeInclusive<u8>, RoadClass)| {
        let ways = (1..).zip(&network.ways).filter(|(_, way)| rank(way.class) <= *least);
        let drawn = ways.map(|(id, way)| Feature {
            id,
            mark: Mark::Lines(vec![network.line(way)]),
            fields: fields(way),
        });
        (zooms.clone(), drawn.collect())
    };
    ZOOMS.iter().map(sheet).collect()
}

fn rank(class: RoadClass) -> RoadClass {
    match class {
        RoadClass::Ferry | RoadClass::Waterway => RoadClass::Secondary,
        class => class,
    }
}

fn fields(way: &RoadWay) -> Vec<(&'static str, FieldValue)> {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let mut fields = vec![("class", text(way.class.as_str()))];
    if !way.name.is_empty() {
        fields.push(("name", text(&way.name)));
    }
    let open = |mode: &Mode| [true, false].map(|forward| way.passage.allows(*mode, forward));
    let modes: Vec<&str> = Mode::ALL
        .iter()
        .filter(|mode| open(mode).contains(&true))
        .map(|mode| mode.as_str())
        .collect();
    fields.push(("modes", text(&modes.join(" "))));
    // As OpenStreetMap has it: 1 along the line, -1 against it.
    match open(&Mode::Car) {
        [true, false] => fields.push(("oneway", FieldValue::Int(1))),
        [false, true] => fields.push(("oneway", FieldValue::Int(-1))),
        _ => {}
    }
    match way.lie {
        Lie::Ground => {}
        Lie::Bridge => fields.push(("lie", text("bridge"))),
        Lie::Tunnel => fields.push(("lie", text("tunnel"))),
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Passage, Position, RoadNode};

    fn network() -> RoadNetwork {
        let at = |x: f64| RoadNode::plain(Position::from_degrees(103.8 + x, 36.06).unwrap());
        let way = |id, class, passage| RoadWay {
            id,
            class,
            passage,
            limit_kmh: None,
            lie: Lie::Bridge,
            link: false,
            roundabout: false,
            name: format!("{id}路"),
            nodes: vec![0, 1],
        };
        let car = Passage::NONE.with(Mode::Car, false, true);
        RoadNetwork {
            nodes: vec![at(0.0), at(0.01)],
            ways: vec![
                way(1, RoadClass::Primary, Passage::both(&Mode::ALL)),
                way(2, RoadClass::Steps, Passage::both(&[Mode::Foot])),
                way(3, RoadClass::Residential, car.or(Passage::both(&[Mode::Foot]))),
                way(4, RoadClass::Waterway, Passage::both(&[Mode::Boat])),
            ],
            rules: Vec::new(),
        }
    }

    #[test]
    fn roads_come_by_class_and_none_is_left_out_near_by() {
        let sheets = sheets(&network());
        let ids = |zoom: u8| -> Vec<u64> {
            let (_, drawn) = sheets.iter().find(|(zooms, _)| zooms.contains(&zoom)).unwrap();
            drawn.iter().map(|it| it.id).collect()
        };
        assert_eq!([ids(0), ids(9), ids(11), ids(12)], [vec![1], vec![1], vec![1, 4], vec![1, 4]]);
        assert_eq!(
            [ids(13), ids(14), ids(MAX_ZOOM)],
            [vec![1, 3, 4], vec![1, 2, 3, 4], vec![1, 2, 3, 4]]
        );
    }

    #[test]
    fn a_way_tells_who_may_pass() {
        let network = network();
        let of = |way: usize, key: &str| {
            let fields = fields(&network.ways[way]);
            fields.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
        };
        assert_eq!(of(1, "modes"), Some(FieldValue::Text("foot".to_owned())));
        assert_eq!(of(2, "oneway"), Some(FieldValue::Int(-1)));
        assert_eq!([of(0, "oneway"), of(1, "oneway")], [None, None]);
        assert_eq!(of(0, "lie"), Some(FieldValue::Text("bridge".to_owned())));
    }
}
