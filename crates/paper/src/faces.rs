//! Which font stands for which face. An office that owns 仿宋_GB2312 and 小标宋 puts them into its fonts folder; others get
//! the nearest free ones that the machine has, and are told.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A face that GB/T 9704 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// 仿宋: the text.
    Fang,
    /// 小标宋: red head and title.
    Title,
    /// 楷体: second headings, her words.
    Kai,
    /// 黑体: first headings.
    Hei,
}

impl Face {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Fang, Self::Title, Self::Kai, Self::Hei];

    /// Its name in the standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fang => "仿宋",
            Self::Title => "小标宋",
            Self::Kai => "楷体",
            Self::Hei => "黑体",
        }
    }

    /// The families that are this face, the standard's own first, and whether they are the face itself or stand for it.
    #[must_use]
    pub const fn families(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Fang => &[
                ("FangSong_GB2312", true),
                ("仿宋_GB2312", true),
                ("FangSong", true),
                ("仿宋", true),
                ("STFangsong", true),
                ("FZFangSong-Z02", true),
                ("FandolFang", false),
                ("FandolFang R", false),
                ("Noto Serif CJK SC", false),
            ],
            Self::Title => &[
                ("FZXiaoBiaoSong-B05S", true),
                ("FZXiaoBiaoSong-B05", true),
                ("方正小标宋简体", true),
                ("方正小标宋_GBK", true),
                ("FandolSong", false),
                ("Noto Serif CJK SC", false),
            ],
            Self::Kai => &[
                ("KaiTi_GB2312", true),
                ("楷体_GB2312", true),
                ("KaiTi", true),
                ("楷体", true),
                ("STKaiti", true),
                ("FandolKai", false),
                ("LXGW WenKai", false),
                ("Noto Serif CJK SC", false),
            ],
            Self::Hei => &[("SimHei", true), ("黑体", true), ("STHeiti", true), ("FandolHei", false), ("Noto Sans CJK SC", false)],
        }
    }
}

/// What stands behind every face when a character is missing from it.
pub const LAST: [&str; 3] = ["FandolSong", "Noto Serif CJK SC", "Noto Sans CJK SC"];

/// Where Debian and people put fonts that letters can use.
const SYSTEM: [&str; 6] = [
    "/usr/local/share/fonts",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/lxgw-wenkai",
    "/usr/share/fonts/opentype/fandol",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/texmf/fonts/opentype/public/fandol",
];

/// The fonts that came with the program, in `fonts` beside its `bin`.
fn beside_program() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.parent()?.join("fonts"))
}

/// The font files: those of the office's own folder first, then the machine's, then those that came with the program. A few weights of large families that no
/// letter uses are passed over.
#[must_use]
pub fn files(own: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    walk(own, 3, &mut |path| found.push(path));
    for folder in SYSTEM {
        walk(Path::new(folder), 4, &mut |path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let wanted = if name.starts_with("Noto") {
                matches!(name.as_str(), "NotoSerifCJK-Regular.ttc" | "NotoSerifCJK-Bold.ttc" | "NotoSansCJK-Regular.ttc")
            } else {
                !name.contains("Mono") && !name.contains("Light") && !name.contains("Braille")
            };
            if wanted {
                found.push(path);
            }
        });
    }
    if let Some(folder) = beside_program() {
        walk(&folder, 2, &mut |path| found.push(path));
    }
    found
}

fn walk(folder: &Path, floors: u8, each: &mut dyn FnMut(PathBuf)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if floors > 0 {
                walk(&path, floors - 1, each);
            }
        } else if path.extension().is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending.eq_ignore_ascii_case(known))) {
            each(path);
        }
    }
}

/// Which family is used for a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The face.
    pub face: Face,
    /// The family; `None` when the machine has none at all.
    pub family: Option<String>,
    /// Whether that family is the face itself and does not only stand for it.
    pub is_itself: bool,
}
