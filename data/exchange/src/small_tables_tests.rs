//! Small tables: what is read, what is a fault, and back again.

use super::*;
use encoding_rs::GB18030;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn runs_days_and_weekdays_are_read() {
    let text =
        "date,kind,name,like\n2026-10-01/2026-10-07,off,国庆节\n2026-10-10,work,国庆节,周三\n";
    let (calendar, faults) = read_day_calendar(text.as_bytes()).unwrap();
    assert!(faults.is_empty());
    assert_eq!(calendar.len(), 8);
    assert_eq!(calendar.get(date(2026, 10, 7)).unwrap().kind, DayKind::Off);
    let worked = calendar.get(date(2026, 10, 10)).unwrap();
    assert_eq!(worked.kind, DayKind::Work { like: Some(Weekday::Wednesday) });
    let (gb, _, _) = GB18030.encode("2026-10-10,班,国庆节\r\n");
    let (calendar, _) = read_day_calendar(&gb).unwrap();
    assert_eq!(calendar.get(date(2026, 10, 10)).unwrap().name, "国庆节");
}

#[test]
fn a_wrong_row_costs_only_itself() {
    let text = "2026-10-01,off,a\n2026-13-01,off,b\n2026-10-02,maybe,c\n2026-10-03/2026-10-01,off,d\n\
                2026-01-01/2027-01-01,off,e\n2026-10-01,work,f\n2026-10-11,work,g,Xx\n\n# note\n2026-10-12,off,h\n";
    let (calendar, faults) = read_day_calendar(text.as_bytes()).unwrap();
    assert_eq!(calendar.len(), 2);
    let lines: Vec<u64> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7]);
    assert!(matches!(read_day_calendar(b"date,kind\n"), Err(TableError::Empty)));
}

#[test]
fn a_catalogue_is_read_and_written_back() {
    let text = "code,name,name_en,categories\nid-card,身份证,Identity card,大厅;\"派出所,一\"\n\
                id-card,twice,,大厅\n,none,,大厅\nx,名,,\n";
    // The quote in the middle of a cell is no quote: the categories end at the comma.
    let (items, faults) = read_service_items(text.as_bytes()).unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].categories.len(), 2);
    assert_eq!(faults.len(), 3);
    let again = write_service_items(&items);
    assert_eq!(read_service_items(again.as_bytes()).unwrap().0, items);
}

proptest! {
    #[test]
    fn a_calendar_is_written_and_read_back(
        days in prop::collection::btree_map(0_i32..4000, (any::<bool>(), 0_i8..8, "[a-z中,;\"]{0,6}"), 1..40),
    ) {
        let calendar: DayCalendar = days.into_iter().map(|(day, (off, like, name))| {
            let like = Weekday::from_monday_zero_offset(like).ok();
            let kind = if off { DayKind::Off } else { DayKind::Work { like } };
            (date(2020, 1, 1) + day.days(), MarkedDay { kind, name })
        }).collect();
        let (again, faults) = read_day_calendar(write_day_calendar(&calendar).as_bytes()).unwrap();
        prop_assert!(faults.is_empty());
        prop_assert_eq!(again, calendar);
    }

    #[test]
    fn no_bytes_make_a_small_table_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _read = read_day_calendar(&bytes);
        let _read = read_service_items(&bytes);
    }
}
