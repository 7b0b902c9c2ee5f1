//! What the columns of a table of incidents or places mean, by their headers in Chinese or English.

use crate::columns::plain;
use crate::role_words::{NOT_A_TIME, WORDS};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it, and the words beside them")]
pub enum Role {
    Lon,
    Lat,
    /// Both in one cell.
    Pair,
    Time,
    /// The time of day beside a date.
    TimeOfDay,
    Kind,
    Number,
    Text,
    Name,
    Address,
    Phone,
    Hours,
    State,
    Class,
    Serves,
}

/// How many roles there are.
pub(crate) const ROLES: usize = 15;

/// Which column has which role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The headers, as written.
    pub headers: Vec<String>,
    places: [Option<usize>; ROLES],
}

impl Columns {
    /// Guesses by the headers.
    pub fn guess(headers: Vec<String>) -> Self {
        let plains: Vec<String> = headers.iter().map(|header| plain(header)).collect();
        let mut columns = Self { headers, places: [None; ROLES] };
        for (role, whole, inside) in WORDS {
            let fits = |place: usize| {
                let header = &plains[place];
                let excluded =
                    role == Role::Time && NOT_A_TIME.iter().any(|word| header.contains(word));
                let taken = columns.places.contains(&Some(place)) && role != Role::TimeOfDay;
                !header.is_empty() && !excluded && !taken
            };
            let free: Vec<usize> = (0..plains.len()).filter(|place| fits(*place)).collect();
            let find = |test: &dyn Fn(&str) -> bool| {
                free.iter().copied().find(|place| test(&plains[*place]))
            };
            let whole = whole.iter().find_map(|word| find(&|header| header == *word));
            let found = whole
                .or_else(|| inside.iter().find_map(|word| find(&|header| header.contains(word))));
            columns.places[role as usize] = found;
        }
        // `date` and `time` side by side: the one is the day, the other the time of it.
        let same = columns.place(Role::Time) == columns.place(Role::TimeOfDay);
        if same {
            let day = plains.iter().position(|header| ["date", "日期"].contains(&header.as_str()));
            match day {
                Some(day) if Some(day) != columns.place(Role::Time) => {
                    columns.places[Role::Time as usize] = Some(day);
                }
                _ => columns.places[Role::TimeOfDay as usize] = None,
            }
        }
        columns
    }

    /// The place of the column with this role.
    pub fn place(&self, role: Role) -> Option<usize> {
        self.places[role as usize]
    }

    /// The header of the column with this role.
    pub fn header(&self, role: Role) -> Option<&str> {
        self.place(role).and_then(|place| self.headers.get(place)).map(String::as_str)
    }

    /// Says that the column of this header has the role; `false` when there is no such column.
    pub fn set(&mut self, role: Role, header: &str) -> bool {
        let exact = self.headers.iter().position(|known| known.trim() == header.trim());
        let wanted = plain(header);
        let place = exact.or_else(|| self.headers.iter().position(|known| plain(known) == wanted));
        if place.is_some() {
            self.places[role as usize] = place;
        }
        place.is_some()
    }

    /// Headers of columns without a role, which are not taken in.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let taken = |place: usize| self.places.contains(&Some(place));
        self.headers
            .iter()
            .enumerate()
            .filter(move |(place, _)| !taken(*place))
            .map(|(_, header)| header.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(headers: &str) -> Columns {
        Columns::guess(headers.split(',').map(str::to_owned).collect())
    }

    #[test]
    fn headers_of_both_languages_are_known() {
        let chicago =
            guess("Date,Latitude,Longitude,PrimaryType,Description,LocationDescription,Ward");
        let header = |role| chicago.header(role).unwrap();
        assert_eq!(
            [Role::Time, Role::Lat, Role::Lon, Role::Kind, Role::Text].map(header),
            ["Date", "Latitude", "Longitude", "PrimaryType", "Description"]
        );
        assert_eq!(chicago.ignored().collect::<Vec<_>>(), ["LocationDescription", "Ward"]);
        let hotline = guess("工单编号,问题类型,诉求内容,上报时间,办结时间,经度,纬度,处理状态");
        let header = |role| hotline.header(role).unwrap();
        assert_eq!(
            [Role::Number, Role::Kind, Role::Text, Role::Time, Role::Lon, Role::Lat, Role::State]
                .map(header),
            ["工单编号", "问题类型", "诉求内容", "上报时间", "经度", "纬度", "处理状态"]
        );
        let points = guess("网点名称,地址,服务电话,服务时间,x,y,类别");
        let header = |role| points.header(role).unwrap();
        assert_eq!(
            [Role::Name, Role::Address, Role::Phone, Role::Hours, Role::Lon, Role::Lat, Role::Kind]
                .map(header),
            ["网点名称", "地址", "服务电话", "服务时间", "x", "y", "类别"]
        );
        assert_eq!(points.header(Role::Time), None);
    }

    #[test]
    fn date_and_time_may_stand_apart() {
        let apart = guess("id,日期,时间,lon,lat");
        assert_eq!(
            (apart.header(Role::Time), apart.header(Role::TimeOfDay)),
            (Some("日期"), Some("时间"))
        );
        let alone = guess("id,时间,lon,lat");
        assert_eq!((alone.header(Role::Time), alone.header(Role::TimeOfDay)), (Some("时间"), None));
    }
}
