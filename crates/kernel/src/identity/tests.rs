//! The vectors of section 11.3, and the forms in which people write numbers.

use proptest::prelude::*;

use super::*;
use crate::day::Day;

#[test]
fn resident_numbers_of_section_11_3() {
    let number = ResidentNumber::parse("11010519491231002X").unwrap();
    assert_eq!(number.birth_date(), Day::new(1949, 12, 31));
    assert_eq!(number.sex(), Sex::Female);
    assert_eq!(ResidentNumber::parse("440524188001010014").unwrap().sex(), Sex::Male);
    // The check digit of 33012219900101001 is 8, and no other.
    for last in "0123456789X".chars() {
        let made = ResidentNumber::parse(&format!("33012219900101001{last}"));
        assert_eq!(made.is_ok(), last == '8', "{last}");
    }
    assert_eq!(ResidentNumber::parse("330122201002290015"), Err(IdentityError::BirthDate));
}

#[test]
fn resident_numbers_as_they_are_written() {
    let number = ResidentNumber::parse(" 110105 19491231 002x ").unwrap();
    assert_eq!(number.as_str(), "11010519491231002X");
    assert_eq!(ResidentNumber::parse("１１０１０５１９４９１２３１００２Ｘ").unwrap(), number);
    assert_eq!(number.masked(), "1101**********002X");
    assert_eq!(format!("{number:?}"), "ResidentNumber(1101**********002X)");
    assert_eq!(number.area_code(), "110105");
    assert_eq!(number.age_on(Day::new(2025, 12, 30).unwrap()), Some(75));
    assert_eq!(number.age_on(Day::new(2025, 12, 31).unwrap()), Some(76));
}

#[test]
fn what_is_wrong_with_a_resident_number_is_said() {
    for (text, wrong) in [
        ("", IdentityError::Length),
        ("1101051949123100", IdentityError::Length),
        ("1101051949123100二X", IdentityError::Sign),
        ("X10105194912310021", IdentityError::Sign),
        ("110105194913310020", IdentityError::BirthDate),
        ("110105194912310029", IdentityError::CheckDigit),
        ("110105491231002", IdentityError::OldForm),
    ] {
        assert_eq!(ResidentNumber::parse(text), Err(wrong), "{text}");
    }
    let old = ResidentNumber::parse_old_paper("110105491231002").unwrap();
    assert_eq!(old.as_str(), "11010519491231002X");
}

#[test]
fn credit_codes_of_section_11_3() {
    assert_eq!(CreditCode::parse("91350100m000100y43").unwrap().as_str(), "91350100M000100Y43");
    assert_eq!(CreditCode::parse("91350100M000100Y44"), Err(IdentityError::CheckDigit));
    assert_eq!(CreditCode::parse("91350100M000100Y4"), Err(IdentityError::Length));
    assert_eq!(CreditCode::parse("91350100I000100Y43"), Err(IdentityError::Sign));
}

#[test]
fn telephones_come_to_one_form() {
    for (text, form, shown, mask, kind) in [
        ("138 0000-1234", "13800001234", "13800001234", "138****1234", PhoneKind::Mobile),
        ("+86 13800001234", "13800001234", "13800001234", "138****1234", PhoneKind::Mobile),
        ("8613800001234", "13800001234", "13800001234", "138****1234", PhoneKind::Mobile),
        ("１３８００００１２３４", "13800001234", "13800001234", "138****1234", PhoneKind::Mobile),
        ("(0571)64212345", "057164212345", "0571-64212345", "0571****2345", PhoneKind::Landline),
        ("0571—6421 2345", "057164212345", "0571-64212345", "0571****2345", PhoneKind::Landline),
        ("+86 571 6421 2345", "057164212345", "0571-64212345", "0571****2345", PhoneKind::Landline),
        ("010-62345678", "01062345678", "010-62345678", "010****5678", PhoneKind::Landline),
        ("0571-64212345转801", "057164212345-801", "0571-64212345-801", "0571****2345", PhoneKind::Landline),
        ("0571-64212345-801", "057164212345-801", "0571-64212345-801", "0571****2345", PhoneKind::Landline),
        ("0571-6421-2345", "057164212345", "0571-64212345", "0571****2345", PhoneKind::Landline),
        ("+852 2345 6789", "+85223456789", "+85223456789", "+85******789", PhoneKind::Abroad),
    ] {
        let phone = Phone::parse(text).unwrap_or_else(|_| panic!("{text}"));
        assert_eq!((phone.as_str(), phone.to_string().as_str()), (form, shown), "{text}");
        assert_eq!((phone.masked().as_str(), phone.kind()), (mask, kind), "{text}");
    }
}

#[test]
fn what_is_no_telephone() {
    for text in
        ["", "12345", "64212345", "12800001234", "138000012345", "1380000123", "0571-64212345转", "电话", "057101234567", "+86", "13800001234转1"]
    {
        assert_eq!(Phone::parse(text), Err(NotAPhone), "{text}");
    }
}

proptest! {
    #[test]
    fn anything_typed_is_read_without_a_crash(text in ".{0,24}") {
        let _ = ResidentNumber::parse(&text);
        let _ = ResidentNumber::parse_old_paper(&text);
        let _ = CreditCode::parse(&text);
        let _ = Phone::parse(&text);
    }

    #[test]
    fn what_was_read_is_read_the_same_again(text in "[+0-9()转 -]{7,18}") {
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(&phone.to_string()), Ok(phone));
        }
    }

    #[test]
    fn one_wrong_digit_is_always_found(day in 0_i64..40_000, sequence in 0_u16..1000, place in 0_usize..17, by in 1_u8..10) {
        let day = Day::new(1900, 1, 1).unwrap().plus_days(day);
        let base = format!("330122{:04}{:02}{:02}{sequence:03}", day.year(), day.month(), day.day_of_month());
        let number = "0123456789X".chars().find_map(|last| ResidentNumber::parse(&format!("{base}{last}")).ok()).unwrap();
        let mut changed = number.as_str().as_bytes().to_vec();
        changed[place] = b'0' + (changed[place] - b'0' + by) % 10;
        prop_assert!(ResidentNumber::parse(std::str::from_utf8(&changed).unwrap()).is_err());
    }
}
