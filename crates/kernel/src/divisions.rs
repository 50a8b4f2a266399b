//! The places of four counties, from the province to the village, as `law/divisions.csv` has them.
//!
//! Codes change from year to year; what is here serves the demonstration and a first start. A county keeps its own
//! table, with days of validity, in `store`. The statistical register names village committees (毕浦村村委会); the file
//! has the village's own name (毕浦村).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::area::AreaPath;

/// The level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省.
    Province,
    /// 市.
    City,
    /// 县、区、县级市.
    County,
    /// 乡、镇、街道.
    Township,
    /// 村、社区.
    Village,
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Its code: 2, 4, 6, 9 or 12 digits.
    pub code: &'static str,
    /// Its name, such as 瑶琳镇.
    pub name: &'static str,
    /// Its level.
    pub kind: Level,
    /// The code of the place it lies in; empty for a province.
    pub parent: &'static str,
}

impl Division {
    /// The place's path.
    #[must_use]
    pub fn path(&self) -> AreaPath {
        let ends = [2, 4, 6, 9, 12];
        let codes = ends.iter().take_while(|end| **end <= self.code.len()).filter_map(|end| self.code.get(..*end));
        let text: String = codes.map(|code| format!("{code}.")).collect();
        text.parse().unwrap_or_default()
    }
}

static ALL: LazyLock<Vec<Division>> = LazyLock::new(|| include_str!("../../../law/divisions.csv").lines().skip(1).filter_map(read).collect());

fn read(line: &'static str) -> Option<Division> {
    let mut cells = line.split(',');
    let (code, name, kind, parent) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let kind = match kind {
        "province" => Level::Province,
        "city" => Level::City,
        "county" => Level::County,
        "township" => Level::Township,
        "village" => Level::Village,
        _ => return None,
    };
    Some(Division { code, name, kind, parent })
}

/// A county with its townships and villages, the county first, each township before its villages; empty for a county
/// that is not bundled. The four are 330114 钱塘区, 330122 桐庐县, 330182 建德市, 330329 泰顺县.
#[must_use]
pub fn county(code: &str) -> &'static [Division] {
    if code.len() != 6 {
        return &[];
    }
    // The file is in order of paths, so a county's places stand together.
    let start = ALL.iter().position(|place| place.code.starts_with(code)).unwrap_or_default();
    let count = ALL.iter().skip(start).take_while(|place| place.code.starts_with(code)).count();
    ALL.get(start..start + count).unwrap_or_default()
}

/// The places above a code, from the province down: for a county, its province and city.
pub fn above(code: &str) -> impl Iterator<Item = &'static Division> {
    ALL.iter().filter(move |place| place.code.len() < code.len() && code.starts_with(place.code))
}

/// The place with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Division> {
    ALL.iter().find(|place| place.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_counties_are_whole() {
        assert_eq!(include_str!("../../../law/divisions.csv").lines().count() - 1, ALL.len());
        for (code, name, villages) in [("330122", "桐庐县", 218), ("330114", "钱塘区", 127), ("330182", "建德市", 271), ("330329", "泰顺县", 290)]
        {
            let places = county(code);
            assert_eq!(places[0].name, name);
            assert_eq!(places.iter().filter(|place| place.kind == Level::Village).count(), villages, "{name}");
            assert!(places.windows(2).all(|pair| pair[0].path() < pair[1].path()));
        }
        assert!(county("330102").is_empty() && county("33").is_empty());
    }

    #[test]
    fn every_place_lies_in_its_parent() {
        for place in ALL.iter().filter(|place| !place.parent.is_empty()) {
            assert_eq!(place.path().parent(), Some(find(place.parent).unwrap().path()), "{}", place.code);
        }
        assert_eq!(above("330122").map(|place| place.name).collect::<Vec<_>>(), ["浙江省", "杭州市"]);
        assert_eq!(find("330122110214").unwrap().path().as_str(), "33.3301.330122.330122110.330122110214.");
    }
}
