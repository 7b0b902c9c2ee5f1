//! What the name of a field says of the level its codes are of.

/// A kind of unit, by the place of its words in [`RANKS`].
pub(crate) type Word = usize;

/// A field's name, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadWord {
    /// How far down: 0 is a nation. Kinds of one rank stand beside each other in different
    /// countries.
    pub rank: u8,
    /// Which kind.
    pub word: Word,
    /// Whether the field holds names rather than codes.
    pub is_name: bool,
    /// The lower, the more its ending says that it holds codes.
    pub suffix_rank: u8,
}

/// Kinds of units from the widest to the finest, with their rank.
const RANKS: [(u8, &[&str]); 20] = [
    (0, &["nation", "country", "国家"]),
    (1, &["province", "state", "region", "省", "省份", "sheng"]),
    (2, &["city", "prefecture", "市", "地市", "城市", "shi"]),
    (
        3,
        &[
            "county",
            "district",
            "borough",
            "lad",
            "区县",
            "县区",
            "区",
            "县",
            "市辖区",
            "dist",
            "xian",
        ],
    ),
    (4, &["township", "town", "乡镇", "镇", "乡", "xiangzhen", "xz", "municipality"]),
    (4, &["street", "subdistrict", "街道", "街办", "街道办", "街道乡镇", "镇街", "jiedao", "jd"]),
    (4, &["ward", "msoa"]),
    (4, &["大网格", "大网格员"]),
    (5, &["sector", "lsoa"]),
    (5, &["community", "社区", "shequ", "sq", "村社区", "村社", "社区村"]),
    (5, &["village", "村", "行政村", "vill", "cun", "村居"]),
    (5, &["tract"]),
    (5, &["中网格", "一级网格"]),
    (6, &["beat", "precinct"]),
    (6, &["blockgroup", "bg", "blkgrp"]),
    (6, &["二级网格"]),
    (7, &["grid", "网格", "wg", "小网格", "微网格", "三级网格", "基础网格", "单元网格"]),
    (7, &["oa", "outputarea"]),
    (7, &["block", "blk"]),
    (7, &["ed", "electiondistrict"]),
];

/// Endings and what they say: whether a name, and how surely a code.
const ENDINGS: [(&str, bool, u8); 22] = [
    ("code", false, 0),
    ("编码", false, 0),
    ("代码", false, 0),
    ("编号", false, 0),
    ("cd", false, 0),
    ("ce", false, 0),
    ("bm", false, 0),
    ("dm", false, 0),
    ("fp", false, 0),
    ("number", false, 2),
    ("num", false, 2),
    ("no", false, 2),
    ("key", false, 2),
    ("id", false, 3),
    ("label", true, 2),
    ("name", true, 0),
    ("名称", true, 0),
    ("名", true, 1),
    ("nm", true, 0),
    ("mc", true, 0),
    ("eng", true, 3),
    ("", false, 1),
];

/// Reads a field's name; `None` when it is not that of a kind of unit.
pub(crate) fn read_word(field: &str) -> Option<ReadWord> {
    let plain: String = field.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = plain.to_lowercase();
    let plain = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let plain =
        ["所属", "所在", "上级"].iter().find_map(|it| plain.strip_prefix(it)).unwrap_or(plain);
    ENDINGS.into_iter().find_map(|(ending, is_name, suffix_rank)| {
        let stem = plain.strip_suffix(ending)?.trim_end_matches(|c: char| c.is_ascii_digit());
        let word = RANKS.iter().position(|(_, words)| words.contains(&stem))?;
        Some(ReadWord { rank: RANKS[word].0, word, is_name, suffix_rank })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_read_by_stem_and_ending() {
        let rank = |field| read_word(field).map(|it| (it.rank, it.is_name));
        assert_eq!(rank("DISTRICT"), Some((3, false)));
        assert_eq!(rank("BEAT_NUM"), Some((6, false)));
        assert_eq!(rank("LSOA11NM"), Some((5, true)));
        assert_eq!(rank("LAD11CD"), Some((3, false)));
        assert_eq!(rank("TRACTCE20"), Some((5, false)));
        assert_eq!(rank("TOWNNAME"), Some((4, true)));
        assert_eq!(rank("所属街道"), Some((4, false)));
        assert_eq!(rank("社区代码"), Some((5, false)));
        assert_eq!(rank("网格名称"), Some((7, true)));
        for other in ["capacity", "status", "TOTPOP20", "SHAPE_area", "", "name", "编码"] {
            assert_eq!(rank(other), None, "{other}");
        }
    }
}
