//! Known answers, round trips, and what must not open.

use proptest::prelude::*;

use super::*;
use crate::id::{StreamId, TenantId};
use crate::random::SeededRandom;

fn master(suite: Suite) -> MasterKey {
    MasterKey::from_bytes(suite, &[7; 32]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn sha_256_of_abc() {
    assert_eq!(digest(Suite::Intl, b"abc").to_string(), "01ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn sm3_of_abc() {
    // GB/T 32905-2016, appendix A.1.
    assert_eq!(digest(Suite::Gm, b"abc").to_string(), "0266c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

#[test]
fn hmac_sha_256_as_rfc_4231_case_2_pads_a_short_key_alike() {
    // The program pads its 32-byte keys to a block itself; HMAC must not tell the difference.
    use hmac::{Hmac, KeyInit, Mac};
    let mut short = Hmac::<sha2::Sha256>::new_from_slice(b"Jefe").unwrap();
    short.update(b"what do ya want for nothing?");
    let mut block = [0; 64];
    block[..4].copy_from_slice(b"Jefe");
    let mut padded = Hmac::<sha2::Sha256>::new((&block).into());
    padded.update(b"what do ya want for nothing?");
    let made = padded.finalize().into_bytes();
    assert_eq!(short.finalize().into_bytes(), made);
    assert_eq!(hex(&made), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

#[test]
fn sm4_gcm_as_rfc_8998_appendix_a_1() {
    use aes_gcm::aead::{AeadInOut, KeyInit};
    type Sm4Gcm = aes_gcm::AesGcm<sm4::Sm4, aes_gcm::aes::cipher::consts::U12>;
    let key = 0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210_u128.to_be_bytes();
    let nonce = [0, 0, 0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0, 0xAB, 0xCD];
    let aad = [0xFE, 0xED, 0xFA, 0xCE, 0xDE, 0xAD, 0xBE, 0xEF, 0xFE, 0xED, 0xFA, 0xCE, 0xDE, 0xAD, 0xBE, 0xEF, 0xAB, 0xAD, 0xDA, 0xD2];
    let plain: Vec<u8> = [0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA].iter().flat_map(|byte| [*byte; 8]).collect();
    let mut text = plain.clone();
    let tag = Sm4Gcm::new((&key).into()).encrypt_inout_detached((&nonce).into(), &aad, text.as_mut_slice().into()).unwrap();
    assert_eq!(
        hex(&text),
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735\
         d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    );
    assert_eq!(hex(&tag), "83de3541e4c2b58177e065a9bf7b62ec");
}

#[test]
fn aes_256_gcm_as_nist_test_case_15() {
    // McGrew and Viega, test case 13: zero key, zero nonce, nothing sealed.
    let key = MasterKey::from_bytes(Suite::Intl, &[0; 32]).map(|_| ());
    assert!(key.is_ok());
    use aes_gcm::aead::{AeadInOut, KeyInit};
    let mut nothing = [0_u8; 0];
    let tag = aes_gcm::Aes256Gcm::new((&[0; 32]).into()).encrypt_inout_detached((&[0; 12]).into(), b"", nothing.as_mut_slice().into()).unwrap();
    assert_eq!(hex(&tag), "530f8afbc74536b9a963b4f1c4cb738b");
}

#[test]
fn a_digest_reads_back_and_has_a_short_form() {
    let made = digest(Suite::Intl, b"abc");
    assert_eq!(made.short(), "BA78 16BF 8F01 CFEA");
    assert_eq!(made.to_string().parse::<Digest>().unwrap(), made);
    assert_eq!(Digest::from_slice(made.as_bytes()).unwrap(), made);
    assert_eq!(serde_json::from_str::<Digest>(&serde_json::to_string(&made).unwrap()).unwrap(), made);
    assert_eq!(Digest::from_slice(&[3; 33]), Err(NotADigest));
    assert_eq!("01é".parse::<Digest>(), Err(NotADigest));
}

#[test]
fn fields_do_not_run_into_one_another() {
    let of = |fields: [&[u8]; 2]| {
        let mut hasher = Hasher::new(Suite::Intl);
        hasher.field(fields[0]).field(fields[1]);
        hasher.finish()
    };
    assert_ne!(of([b"ab", b"c"]), of([b"a", b"bc"]));
}

#[test]
fn a_master_key_is_bytes_or_hexadecimal() {
    let raw = master(Suite::Intl);
    let typed = MasterKey::from_bytes(Suite::Intl, format!("{}\n", "07".repeat(32)).as_bytes()).unwrap();
    let key = DataKey::generate(&SeededRandom::new(1));
    assert_eq!(raw.wrap(&key, b"a"), typed.wrap(&key, b"a"));
    assert_eq!(MasterKey::from_bytes(Suite::Intl, b"short").err(), Some(CryptoError::NotAKey));
}

#[test]
fn a_wrapped_key_opens_only_at_its_place_and_under_its_master() {
    for suite in [Suite::Intl, Suite::Gm] {
        let random = SeededRandom::new(3);
        let key = DataKey::generate(&random);
        let sealed = key.seal(suite, &random, b"place", "褚秀珍".as_bytes());
        let wrapped = master(suite).wrap(&key, b"person 1");
        let again = master(suite).unwrap(&wrapped, b"person 1").unwrap();
        assert_eq!(again.open(b"place", sealed.as_slice()).unwrap(), "褚秀珍".as_bytes());
        assert_eq!(master(suite).unwrap(&wrapped, b"person 2").err(), Some(CryptoError::DoesNotOpen));
        let other = MasterKey::from_bytes(suite, &[8; 32]).unwrap();
        assert_eq!(other.unwrap(&wrapped, b"person 1").err(), Some(CryptoError::DoesNotOpen));
    }
}

#[test]
fn a_key_wrapped_before_a_change_of_suite_still_unwraps() {
    let key = DataKey::generate(&SeededRandom::new(3));
    let wrapped = master(Suite::Intl).wrap(&key, b"a");
    assert!(master(Suite::Gm).unwrap(&wrapped, b"a").is_ok());
}

#[test]
fn keys_are_never_printed() {
    let key = DataKey::generate(&SeededRandom::new(3));
    assert_eq!(format!("{key:?} {:?}", master(Suite::Gm)), "DataKey MasterKey");
}

#[test]
fn a_blind_index_differs_by_county_kind_and_suite() {
    let key = master(Suite::Intl);
    let index = |tenant, kind, value| blind(&key, TenantId::new(tenant), kind, value);
    assert_eq!(index(1, "phone", "13800000000"), index(1, "phone", "13800000000"));
    assert_ne!(index(1, "phone", "13800000000"), index(2, "phone", "13800000000"));
    assert_ne!(index(1, "phone", "13800000000"), index(1, "document", "13800000000"));
    assert_ne!(index(1, "phone", "13800000000"), blind(&master(Suite::Gm), TenantId::new(1), "phone", "13800000000"));
}

#[test]
fn a_form_token_proves_its_parts() {
    let key = master(Suite::Intl);
    let token = form_token(&key, &[b"session", b"case"]);
    assert!(verify_form_token(&key, &[b"session", b"case"], &token));
    assert!(!verify_form_token(&key, &[b"sessionc", b"ase"], &token));
    assert!(!verify_form_token(&key, &[b"session", b"case"], &token[..31]));
}

#[test]
fn a_query_code_is_read_as_people_write_it() {
    let code = query_code(&master(Suite::Intl), StreamId::new(42), 1);
    let printed = code.to_string();
    assert_eq!(printed.len(), 19);
    assert_eq!(code.prefix(), &printed[..4]);
    assert_ne!(code, query_code(&master(Suite::Intl), StreamId::new(42), 2));
    let careless = format!(" {} ", printed.to_lowercase().replace('-', " — ").replace('0', "o").replace('1', "l"));
    assert!(careless.parse::<QueryCode>().unwrap().matches(&code));
    let wide: String = code.as_str().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    assert_eq!(wide.parse::<QueryCode>().unwrap(), code);
    for wrong in ["", "123", "7K3M-9Q2X-D5TR-0WH", "7K3M-9Q2X-D5TR-0WHVV", "7K3M-9Q2X-D5TR-0WH*"] {
        assert_eq!(wrong.parse::<QueryCode>(), Err(NotAQueryCode), "{wrong}");
    }
}

#[test]
fn every_leaf_is_proved_and_no_other() {
    for suite in [Suite::Intl, Suite::Gm] {
        for size in 0..=17_usize {
            let entries: Vec<Digest> = (0..size).map(|n| digest(suite, &n.to_be_bytes())).collect();
            let root = merkle_root(suite, &entries);
            for (index, entry) in entries.iter().enumerate() {
                let proof = merkle_proof(suite, &entries, index).unwrap();
                assert!(merkle_verify(suite, entry, &proof, &root), "{index} of {size}");
                assert!(!merkle_verify(suite, &digest(suite, b"other"), &proof, &root));
                let elsewhere = Proof { index: (proof.index + 1) % proof.size, ..proof.clone() };
                assert!(size == 1 || !merkle_verify(suite, entry, &elsewhere, &root));
            }
            assert_eq!(merkle_proof(suite, &entries, size), None);
        }
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_what_is_changed_does_not(
        gm: bool,
        aad in proptest::collection::vec(any::<u8>(), 0..40),
        plain in proptest::collection::vec(any::<u8>(), 0..200),
        place: proptest::sample::Index,
        flip in 1_u8..,
    ) {
        let suite = if gm { Suite::Gm } else { Suite::Intl };
        let random = SeededRandom::new(9);
        let key = DataKey::generate(&random);
        let sealed = key.seal(suite, &random, &aad, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + 29);
        prop_assert_eq!(key.open(&aad, sealed.as_slice()).unwrap(), plain);
        let mut changed = sealed.clone();
        let at = place.index(changed.len());
        changed[at] ^= flip;
        prop_assert!(key.open(&aad, changed.as_slice()).is_err());
        prop_assert!(key.open(&[&aad[..], b"x"].concat(), sealed.as_slice()).is_err());
        prop_assert!(key.open(&aad, &sealed[..place.index(sealed.len())]).is_err());
        prop_assert!(DataKey::generate(&random).open(&aad, sealed.as_slice()).is_err());
    }

    #[test]
    fn any_bytes_are_opened_without_a_crash(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        prop_assert!(DataKey::generate(&SeededRandom::new(1)).open(b"", bytes.as_slice()).is_err());
    }
}
