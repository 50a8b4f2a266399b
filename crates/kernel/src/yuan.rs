//! Sums of money as papers write them: `12,000.00` and 大写 `壹万贰仟元整`, which nobody alters with one stroke.

use serde::{Deserialize, Serialize};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const WITHIN_FOUR: [&str; 4] = ["", "拾", "佰", "仟"];
const OF_FOUR: [&str; 3] = ["", "万", "亿"];

/// A sum in 人民币, kept in 分: 0 to 9,999亿9,999万9,999元9角9分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Yuan(u64);

/// A sum that is larger than any paper here writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sum is at most 999999999999.99 yuan")]
pub struct TooMuch;

impl TryFrom<u64> for Yuan {
    type Error = TooMuch;

    fn try_from(fen: u64) -> Result<Self, TooMuch> {
        Self::from_fen(fen).ok_or(TooMuch)
    }
}

impl From<Yuan> for u64 {
    fn from(sum: Yuan) -> Self {
        sum.0
    }
}

impl Yuan {
    /// The largest sum, in 分.
    pub const MOST_FEN: u64 = 99_999_999_999_999;

    /// A sum of so many 分; `None` above [`Self::MOST_FEN`].
    #[must_use]
    pub const fn from_fen(fen: u64) -> Option<Self> {
        if fen <= Self::MOST_FEN { Some(Self(fen)) } else { None }
    }

    /// Reads what a form holds: `12000`, `12,000.5`, `１２０００元`; `None` for anything else, and for more than two decimals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.trim().chars().map(crate::name::half_width).filter(|letter| !matches!(letter, ',' | '，' | ' ')).collect();
        let plain = plain.trim_start_matches(['¥', '￥']).trim_end_matches('元');
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !is_number(whole) || !is_number(part) || plain.ends_with('.') {
            return None;
        }
        Self::from_fen(format!("{whole}{part:0<2}").parse().ok()?)
    }

    /// In 分.
    #[must_use]
    pub const fn fen(self) -> u64 {
        self.0
    }

    /// In digits, thousands apart: `12,000.00`.
    #[must_use]
    pub fn digits(self) -> String {
        let whole = (self.0 / 100).to_string();
        let mut apart = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                apart.push(',');
            }
            apart.push(digit);
        }
        format!("{apart}.{:02}", self.0 % 100)
    }

    /// In capitals (大写): `壹万贰仟元整`, `壹拾万零伍佰元伍角整`, `叁元零肆分`.
    #[must_use]
    pub fn capitals(self) -> String {
        let (whole, tenths, hundredths) = (self.0 / 100, self.0 / 10 % 10, self.0 % 10);
        let mut said = whole_capitals(whole);
        if whole > 0 {
            said.push('元');
        }
        match (tenths, hundredths) {
            (0, 0) if whole == 0 => said.push_str("零元整"),
            (0, 0) => said.push('整'),
            (_, 0) => said.extend([digit(tenths), '角', '整']),
            (0, _) if whole == 0 => said.extend([digit(hundredths), '分']),
            (0, _) => said.extend(['零', digit(hundredths), '分']),
            (_, _) => said.extend([digit(tenths), '角', digit(hundredths), '分']),
        }
        said
    }
}

fn digit(of: u64) -> char {
    usize::try_from(of).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or('零')
}

/// A whole number above zero, four digits and four digits; one 零 for the zeros before a digit, none at the end of four.
fn whole_capitals(number: u64) -> String {
    let (mut said, mut owes_zero) = (String::new(), false);
    for (high, unit) in OF_FOUR.iter().enumerate().rev() {
        let four = number / 10_000_u64.pow(u32::try_from(high).unwrap_or_default()) % 10_000;
        for (low, within) in WITHIN_FOUR.iter().enumerate().rev() {
            let one = four / 10_u64.pow(u32::try_from(low).unwrap_or_default()) % 10;
            if one == 0 {
                owes_zero |= !said.is_empty();
                continue;
            }
            if owes_zero {
                said.push('零');
                owes_zero = false;
            }
            said.push(digit(one));
            said.push_str(within);
        }
        if four > 0 {
            said.push_str(unit);
            owes_zero = false;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> String {
        Yuan::parse(text).unwrap().capitals()
    }

    /// Reads capitals back, as a cashier does.
    fn heard(capitals: &str) -> u64 {
        let (mut fen, mut whole, mut four, mut one) = (0, 0, 0, 0);
        for letter in capitals.chars() {
            let at = |letter| DIGITS.iter().position(|digit| *digit == letter).map(|at| u64::try_from(at).unwrap());
            match letter {
                '拾' => four += std::mem::take(&mut one) * 10,
                '佰' => four += std::mem::take(&mut one) * 100,
                '仟' => four += std::mem::take(&mut one) * 1000,
                '万' => whole += (std::mem::take(&mut four) + std::mem::take(&mut one)) * 10_000,
                '亿' => whole += (std::mem::take(&mut four) + std::mem::take(&mut one)) * 100_000_000,
                '元' => fen += (whole + std::mem::take(&mut four) + std::mem::take(&mut one)) * 100,
                '角' => fen += std::mem::take(&mut one) * 10,
                '分' => fen += std::mem::take(&mut one),
                '整' => {}
                digit => one = at(digit).unwrap(),
            }
        }
        fen
    }

    #[test]
    fn sums_are_written_as_a_cheque_writes_them() {
        for (digits, capitals) in [
            ("0", "零元整"),
            ("0.05", "伍分"),
            ("0.5", "伍角整"),
            ("3.04", "叁元零肆分"),
            ("10", "壹拾元整"),
            ("12000", "壹万贰仟元整"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("100500.5", "壹拾万零伍佰元伍角整"),
            ("205000", "贰拾万伍仟元整"),
            ("100000001", "壹亿零壹元整"),
            ("100100000", "壹亿零壹拾万元整"),
            ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ] {
            assert_eq!(said(digits), capitals, "{digits}");
        }
        assert_eq!(Yuan::parse("１２，０００元").unwrap().digits(), "12,000.00");
        for wrong in ["", "元", "-5", "1.234", "1.", "一千", "1000000000000", "1e3"] {
            assert_eq!(Yuan::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn capitals_say_the_same_sum(fen in 0..=Yuan::MOST_FEN) {
            let sum = Yuan::from_fen(fen).unwrap();
            prop_assert_eq!(heard(&sum.capitals()), fen);
            prop_assert_eq!(Yuan::parse(&sum.digits()), Some(sum));
        }

        #[test]
        fn sums_with_many_zeros_do_too_and_never_say_two(high in 0_u64..10_000, power in 0_u32..10, low in 0_u64..1_000) {
            let fen = (high * 10_u64.pow(power) + low).min(Yuan::MOST_FEN);
            let said = Yuan::from_fen(fen).unwrap().capitals();
            prop_assert_eq!(heard(&said), fen);
            for never in ["零零", "零万", "零亿", "亿万", "零整"] {
                prop_assert!(!said.contains(never), "{}", said);
            }
            prop_assert!(fen < 100 || !said.contains("零元"), "{}", said);
            prop_assert_eq!(said.ends_with('整'), fen.is_multiple_of(10));
        }
    }
}
