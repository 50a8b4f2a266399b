//! Invented people and what they say. Nobody of them exists; numbers of telephones are of a range that is given to nobody.

use casework::petition::{model::Channel, register::Told, seal::Card};
use kernel::AreaPath;

const SURNAMES: [&str; 24] = [
    "褚", "柏", "应", "郎", "毛", "沈", "管", "钟", "骆", "裘", "竺", "楼", "俞", "申屠", "方", "华", "皇甫", "姚", "邵", "汪", "戚", "谢", "喻",
    "苏",
];
const FIRST: [&str; 20] = ["秀", "文", "知", "一", "松", "国", "建", "小", "阿", "水", "桂", "春", "志", "月", "根", "玉", "美", "永", "金", "海"];
const SECOND: [&str; 25] = [
    "珍", "倩", "夏", "鸣", "年", "强", "芳", "英", "娣", "林", "明", "花", "华", "娥", "土", "凤", "琴", "法", "生", "燕", "平", "儿", "宝", "兰",
    "根",
];

/// What people complain of: title, what is wrong, and two things that they want.
const MATTERS: [(&str, &str, [&str; 2]); 10] = [
    ("屋后水沟堵塞", "屋后的水沟堵了两个多月，一下雨水就漫进院子，厨房的墙脚已经发霉。", ["把水沟疏通", "说明今后由谁清理"]),
    ("路灯不亮", "村口到卫生站这一段路灯坏了，晚上接孩子看不见路，上周有人骑车摔了。", ["修好路灯", "每月查看一次"]),
    ("隔壁半夜装卸货", "隔壁仓库半夜装卸，车倒来倒去，老人睡不着觉，说过几次都没有改。", ["晚上十点以后不再装卸", "书面答复处理结果"]),
    ("自来水发黄", "早晚放出来的水发黄，要放一刻钟才清，烧开以后壶底有一层东西。", ["检验水质并公布", "更换老水管"]),
    ("工资拖欠", "在工地做了三个月，包工头只给了生活费，余下的钱一直说下个月给。", ["追回所欠的工资", "查处拖欠的单位"]),
    ("承包地界址不清", "分到的田和邻家的界石被挖掉了，两家都说是自己的，去年为此吵过架。", ["重新量定界址", "立新的界石"]),
    ("低保没有批下来", "家里两个人长年吃药，材料交了三次，每次都说还差一样，也没有说差什么。", ["一次讲清要交的材料", "复核收入的算法"]),
    ("公交线路取消", "去镇上的公交改了线，走到新车站要四十分钟，老人看病很不方便。", ["恢复原来的一站", "公布改线的理由"]),
    ("拆迁补偿款没到", "去年秋天签的字，房子已经拆了，补偿款说好三个月内到，现在还没有到。", ["按协议付清补偿款", "付清迟付的利息"]),
    ("河边堆放垃圾", "河边空地有人夜里倒垃圾，天热的时候味道很大，苍蝇飞进屋里。", ["清走垃圾", "装一个摄像头"]),
];

const MORE: &str = "这件事之前也向有关的人讲过，当时答应来看，一直没有来。家里有老人和上学的孩子，实在不方便，所以来反映，希望能有人到现场看一看，\
                    把情况弄清楚，给一个明确的答复。需要我配合的，打电话我就来；白天在地里干活，中午和晚上都能接电话。";

/// A pseudo-random number that is the same for the same `seed`.
#[must_use]
pub const fn scatter(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn pick<T>(from: &[T], by: u64) -> Option<&T> {
    let at = by.checked_rem(from.len() as u64)?;
    from.get(usize::try_from(at).ok()?)
}

/// The name of the `nth` person: some ten thousand different ones.
#[must_use]
pub fn name(nth: u64) -> String {
    let by = scatter(nth);
    let part = |list: &[&'static str], by: u64| pick(list, by).copied().unwrap_or_default();
    format!("{}{}{}", part(&SURNAMES, by), part(&FIRST, by >> 16), part(&SECOND, by >> 32))
}

/// The telephone of the `nth` person.
#[must_use]
pub fn phone(nth: u64) -> String {
    format!("199{:08}", scatter(nth ^ 0x5050) % 100_000_000)
}

/// The way by which the `nth` matter comes.
#[must_use]
pub const fn channel(nth: u64) -> Channel {
    match nth % 5 {
        0 | 1 => Channel::Visit,
        2 => Channel::Letter,
        3 => Channel::Phone,
        _ => Channel::Network,
    }
}

/// What the `nth` person tells, about a place.
#[must_use]
pub fn told(nth: u64, area: AreaPath) -> Told {
    let (title, words, claims) = matter(nth);
    let petitioner = Card { name: name(nth), phone: phone(nth), address: format!("{}号", 1 + scatter(nth) % 300), ..Card::default() };
    Told {
        channel: Some(channel(nth)),
        area: Some(area),
        spot: format!("{}号屋后", 1 + scatter(nth) % 300),
        title: title.to_owned(),
        words,
        claims: claims.map(str::to_owned).to_vec(),
        petitioner,
        head_count: 1,
        confirmed: "read_to".to_owned(),
        ..Told::default()
    }
}

/// Title, words and claims of the `nth` matter; some 200 characters.
#[must_use]
pub fn matter(nth: u64) -> (&'static str, String, [&'static str; 2]) {
    let (title, what, claims) = pick(&MATTERS, scatter(nth ^ 0xA1)).copied().unwrap_or_default();
    (title, format!("{what}{MORE}"), claims)
}

/// The registration form as a clerk fills it in, without its key.
#[must_use]
pub fn form(nth: u64) -> Vec<(&'static str, String)> {
    let (title, words, claims) = matter(nth);
    let mut fields = vec![
        ("channel", "visit".to_owned()),
        ("name", name(nth)),
        ("phone", phone(nth)),
        ("address", format!("{}号", 1 + scatter(nth) % 300)),
        ("spot", format!("{}号屋后", 1 + scatter(nth) % 300)),
        ("title", title.to_owned()),
        ("words", words),
        ("confirmed", "read_to".to_owned()),
        ("head_count", "1".to_owned()),
        ("act", "register".to_owned()),
    ];
    fields.extend(claims.map(|claim| ("claim", claim.to_owned())));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_the_same_person() {
        assert_eq!((name(7), phone(7)), (name(7), phone(7)));
        assert_ne!(phone(7), phone(8));
        assert!(kernel::identity::Phone::parse(&phone(9)).is_ok());
        assert!(!casework::petition::register::sounds_like_accusation(&matter(3).1));
    }
}
