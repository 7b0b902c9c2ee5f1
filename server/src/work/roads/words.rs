//! What to do at each corner of a route, in Chinese and English.

use planner::roads::{Step, Turn};

/// The eight directions, from north on clockwise.
const DIRECTIONS: [(&str, &str); 8] = [
    ("北", "north"),
    ("东北", "north-east"),
    ("东", "east"),
    ("东南", "south-east"),
    ("南", "south"),
    ("西南", "south-west"),
    ("西", "west"),
    ("西北", "north-west"),
];

/// A step in words: Chinese, English.
pub(crate) fn words(step: &Step) -> (String, String) {
    let (zh, en) = match step.turn {
        Turn::Depart => {
            let eighth = usize::from((step.bearing + 22) / 45 % 8);
            let (zh, en) = DIRECTIONS[eighth];
            (format!("向{zh}出发"), format!("Head {en}"))
        }
        Turn::Roundabout(exit) => (
            format!("进入环岛,从第{exit}个出口驶出"),
            format!("Enter the roundabout and take exit {exit}"),
        ),
        Turn::Straight => ("直行".to_owned(), "Go straight on".to_owned()),
        Turn::SlightRight => ("靠右行".to_owned(), "Bear right".to_owned()),
        Turn::Right => ("右转".to_owned(), "Turn right".to_owned()),
        Turn::SharpRight => ("向右急转".to_owned(), "Turn sharp right".to_owned()),
        Turn::Back => ("掉头".to_owned(), "Turn back".to_owned()),
        Turn::SharpLeft => ("向左急转".to_owned(), "Turn sharp left".to_owned()),
        Turn::Left => ("左转".to_owned(), "Turn left".to_owned()),
        Turn::SlightLeft => ("靠左行".to_owned(), "Bear left".to_owned()),
        Turn::Arrive => return ("到达".to_owned(), "Arrive".to_owned()),
    };
    let metres = step.length.get();
    if step.name.is_empty() {
        return (format!("{zh},行{metres}米"), format!("{en}, {metres} m"));
    }
    let name = &step.name;
    (format!("{zh},沿{name}行{metres}米"), format!("{en} onto {name}, {metres} m"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Metres, Position};

    #[test]
    fn steps_are_told_in_both_languages() {
        let at = Position::from_degrees(103.8, 36.06).unwrap();
        let step = |turn, name: &str| Step {
            turn,
            at,
            name: name.to_owned(),
            length: Metres::new(300),
            bearing: 92,
        };
        let told = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        assert_eq!(
            words(&step(Turn::Depart, "西津路")),
            told("向东出发,沿西津路行300米", "Head east onto 西津路, 300 m")
        );
        assert_eq!(words(&step(Turn::Left, "")), told("左转,行300米", "Turn left, 300 m"));
        assert_eq!(words(&step(Turn::Arrive, "")), told("到达", "Arrive"));
    }
}
