//! Who belongs to whom, in real layers and made ones.

use crate::shared::layers;
use exchange::{
    GridFields, ParentRule, Parents, Part, ReadSettings, grids_of, levels_from_fields, parent_by,
    read_layers,
};

#[test]
fn taiwan_nests_by_fields_and_by_prefix() {
    let Some(layers) = layers("admin-taiwan/villages-10t.topojson.gz") else { return };
    let all = |place: usize| grids_of(&layers[place], &GridFields::default()).units;
    for (child, parent, field) in [(0, 1, "TOWNCODE"), (1, 2, "COUNTYCODE")] {
        let parents = all(parent);
        let parents = Parents::new(parents.iter().map(|unit| unit.code.as_str()));
        let rule = parent_by(&layers[child], None, &parents).unwrap();
        assert_eq!(rule, ParentRule::Field(field.to_owned()));
        let mut units = all(child);
        assert_eq!(rule.apply(&mut units, &layers[child], &parents), [0_usize; 0]);
        // The codes themselves tell the same.
        let by_prefix = ParentRule::Prefix(if child == 0 { 8 } else { 5 });
        let mut again = all(child);
        assert_eq!(by_prefix.apply(&mut again, &layers[child], &parents), [0_usize; 0]);
        assert_eq!(units, again);
    }
}

#[test]
fn chicago_beats_belong_to_districts_and_sectors() {
    let Some(beats) = layers("admin-chicago-police/police_beats.geojson.gz") else { return };
    let Some(districts) = layers("admin-chicago-police/police_districts.geojson.gz") else {
        return;
    };
    let districts = grids_of(&districts[0], &GridFields::default()).units;
    let parents = Parents::new(districts.iter().map(|unit| unit.code.as_str()));
    assert_eq!(
        parent_by(&beats[0], None, &parents),
        Some(ParentRule::Field("DISTRICT".to_owned()))
    );
    let found = levels_from_fields(&beats[0], &["DISTRICT", "SECTOR", "BEAT_NUM"]);
    let counts: Vec<_> = found.levels.iter().map(Vec::len).collect();
    assert_eq!((counts[0], counts[2]), (23, 275));
    assert!((60..80).contains(&counts[1]), "{counts:?}");
    assert_eq!(found.faults, []);
    let beat = found.levels[2].iter().find(|unit| unit.code == "1713").unwrap();
    assert_eq!(beat.parent.as_deref(), Some("17-1"));
    assert!(found.levels[1].iter().all(|unit| unit.area.polygons.is_empty()));
}

fn layer(codes: &[(&str, &str)]) -> exchange::Layer {
    let features: Vec<_> = codes
        .iter()
        .map(|(code, extra)| {
            format!(
                r#"{{"type":"Feature","properties":{{"网格编码":"{code}",{extra}"备注":"x"}},"geometry":{{"type":"Polygon","coordinates":[[[103,36],[103.1,36],[103.1,36.1],[103,36]]]}}}}"#
            )
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let part = Part { name: "a.json", bytes: text.as_bytes() };
    read_layers(&[part], &ReadSettings::default()).unwrap().remove(0)
}

#[test]
fn chinese_codes_tell_their_parents_by_their_digits() {
    let children = layer(&[("620103001001001", ""), ("620103001002001", "")]);
    let communities = ["620103001001", "620103001002"];
    assert_eq!(
        parent_by(&children, None, &Parents::new(communities)),
        Some(ParentRule::Prefix(12))
    );
    // Streets written with twelve digits end in noughts.
    let streets = Parents::new(["620103001000", "620103002000"]);
    assert_eq!(parent_by(&children, None, &streets), Some(ParentRule::Prefix(9)));
    assert_eq!(parent_by(&children, None, &Parents::new(["110101001000"])), None);
    let by_field = layer(&[("1", r#""上级编码":"07","#), ("2", r#""上级编码":"8","#)]);
    let parents = Parents::new(["7", "8"]);
    let rule = parent_by(&by_field, None, &parents).unwrap();
    assert_eq!(rule, ParentRule::Field("上级编码".to_owned()));
    assert_eq!(rule.parent_of(&by_field.features[0], "1", &parents).as_deref(), Some("7"));
}
