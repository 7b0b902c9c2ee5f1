//! Times in the writings of many offices.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn is(text: &str, wanted: &str) {
    let found = Clock::default().read(text);
    assert_eq!(found, Some(wanted.parse().unwrap()), "{text}");
}

#[test]
fn every_writing_is_understood() {
    is("2018-01-01 00:00", "2018-01-01T00:00:00+08:00");
    is("2018-01-01T00:00:00", "2018-01-01T00:00:00+08:00");
    is("2018-01-01T00:00:00Z", "2018-01-01T00:00:00Z");
    is("2018-01-01T10:00:00.25-05:00", "2018-01-01T10:00:00.25-05:00");
    is("2018-01-01 10:00:00 +0530", "2018-01-01T10:00:00+05:30");
    is("2026/1/5 8:03", "2026-01-05T08:03:00+08:00");
    is("2026.1.5", "2026-01-05T00:00:00+08:00");
    is("20260105", "2026-01-05T00:00:00+08:00");
    is("20260105080300", "2026-01-05T08:03:00+08:00");
    is("202601050803", "2026-01-05T08:03:00+08:00");
    is("2026年1月5日 8时3分", "2026-01-05T08:03:00+08:00");
    is("2026年1月5日8时3分07秒", "2026-01-05T08:03:07+08:00");
    is("2026年1月5日 下午3点", "2026-01-05T15:00:00+08:00");
    is("2026年1月", "2026-01-01T00:00:00+08:00");
    is("２０２６-０１-０５ ０８：０３", "2026-01-05T08:03:00+08:00");
    is("01/05/2018 12:00:00 AM", "2018-01-05T00:00:00+08:00");
    is("01/05/2018 12:30 PM", "2018-01-05T12:30:00+08:00");
    is("2022-01", "2022-01-01T00:00:00+08:00");
    is("2026-01-05 24:00", "2026-01-06T00:00:00+08:00");
}

#[test]
fn the_day_may_stand_first() {
    let clock = Clock { day_first: true, ..Clock::default() };
    assert_eq!(clock.read("13/05/2018"), Some("2018-05-13T00:00:00+08:00".parse().unwrap()));
    assert_eq!(Clock::default().read("13/05/2018"), None);
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "2026-01-01 25:00",
        "1/2/3",
        "12345",
        "2026-01-01 10:00:00:00",
        "2026-01-01 13:00 PM",
        "2026-01-01T10:00+99:00",
        "99999999",
        "2026-01-01 -1:00",
    ] {
        assert_eq!(Clock::default().read(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,40}", digits in "[0-9年月日时分/:. TZ+-]{0,30}") {
        let _ = Clock::default().read(&text);
        let _ = Clock::default().read(&digits);
    }

    #[test]
    fn instants_come_back(seconds in 0_i64..4_000_000_000) {
        let at = Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(Clock::default().read(&at.to_string()), Some(at));
    }
}
