//! Tables of incidents as hotlines and police write them.

use super::*;

fn read(bytes: &[u8]) -> (Vec<Incident>, Vec<RowFault>) {
    let settings = IncidentSettings::new(Code::try_from("import").unwrap());
    let (mut incidents, mut faults) = (Vec::new(), Vec::new());
    for row in read_incidents(bytes, settings).unwrap() {
        match row {
            Ok(incident) => incidents.push(incident),
            Err(fault) => faults.push(fault),
        }
    }
    (incidents, faults)
}

const HOTLINE: &str = "工单编号,问题类型,诉求内容,上报时间,经度,纬度,处理状态\n\
    A1,噪音,\"施工,夜间\",2026年1月5日 8时3分,103.7859,36.0661,已办结\n\
    A2,路灯,坏了,不知道,103.7860,36.0662,处理中\n\
    A3,路灯,坏了,2026/1/5 8:03,,36.0662,处理中\n\
    \n\
    ,,,,,,\n\
    A4,路灯,坏了,2026-01-05,403.7860,36.0662,处理中\n\
    A5,占道,摊位,20260105,103.7861,36.0663,待处理\n";

#[test]
fn a_row_that_cannot_be_read_costs_only_itself() {
    let gb = encoding_rs::GB18030.encode(HOTLINE).0.into_owned();
    let marked = [b"\xef\xbb\xbf", HOTLINE.as_bytes()].concat();
    let utf16: Vec<u8> =
        format!("\u{feff}{HOTLINE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [HOTLINE.as_bytes(), &gb, &marked, &utf16] {
        let (incidents, faults) = read(bytes);
        let numbers: Vec<_> = incidents.iter().map(|it| it.external.as_str()).collect();
        assert_eq!(numbers, ["A1", "A5"]);
        assert_eq!(incidents[0].text.as_deref(), Some("施工,夜间"));
        assert_eq!(incidents[0].kind.as_str(), "噪音");
        assert_eq!(incidents[0].occurred.to_string(), "2026-01-05T00:03:00Z");
        assert_eq!((incidents[0].state, incidents[1].state), (State::Closed, State::Open));
        let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [3, 4, 7]);
        assert!(matches!(faults[0].reason, RowReason::Time(_)));
        assert!(matches!(faults[1].reason, RowReason::Empty(_)));
        assert!(matches!(faults[2].reason, RowReason::Coordinates { .. }));
    }
}

#[test]
fn rows_without_a_number_get_the_same_one_every_time() {
    let text = "date\tlon\tlat\n2022-01\t-2.46\t53.7\n2022-01\t-2.46\t53.7\n2022-02\t-2.46\t53.7\n";
    let (first, faults) = read(text.as_bytes());
    assert_eq!((first.len(), faults.len()), (3, 0));
    assert_eq!(read(text.as_bytes()).0, first);
    let mut numbers: Vec<_> = first.iter().map(|it| it.external.clone()).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 3);
    assert!(first[1].external.as_str().ends_with("-2"));
}

#[test]
fn swapped_columns_pairs_and_days_first_are_found_out() {
    let swapped = "time,lon,lat\n2026-01-05,36.06,103.78\n2026-01-05,36.07,103.79\n";
    let (incidents, _) = read(swapped.as_bytes());
    assert!((incidents[0].at.lon() - 103.78).abs() < 1e-9);
    let pairs = "时间;经纬度\n31/12/2025;103.78,36.06\n05/01/2026;\"103.79, 36.07\"\n";
    let (incidents, faults) = read(pairs.as_bytes());
    assert_eq!(faults.len(), 0, "{faults:?}");
    assert_eq!(incidents[1].occurred.to_string(), "2026-01-04T16:00:00Z");
    let located = "date,location\n2026-01-05,\"(41.85, -87.73)\"\n";
    assert!((read(located.as_bytes()).0[0].at.lat() - 41.85).abs() < 1e-9);
}

#[test]
fn what_is_no_table_of_incidents_is_refused() {
    let settings = || IncidentSettings::new(Code::try_from("import").unwrap());
    assert!(matches!(read_incidents(&b""[..], settings()), Err(TableError::Empty)));
    for text in ["a,b\n1,2\n", "lon,lat\n1,2\n", "lon,time\n1,2\n"] {
        let refused = read_incidents(text.as_bytes(), settings());
        assert!(matches!(refused, Err(TableError::NoColumn { .. })), "{text}");
    }
    let mut named = settings();
    named.columns = vec![(Role::Lon, "nowhere".to_owned())];
    assert!(read_incidents(&b"lon,lat,time\n"[..], named).is_err());
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let settings = || IncidentSettings::new(Code::try_from("import").unwrap());
        for start in [&b""[..], b"lon,lat,time\n", b"\xff\xfe", b"\x1f\x8b\x08"] {
            let text = [start, &bytes].concat();
            if let Ok(incidents) = read_incidents(&*text, settings()) {
                let _ = incidents.count();
            }
        }
    }
}
