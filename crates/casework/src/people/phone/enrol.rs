//! The phone that opened the picture: told digits first, then a PIN of the owner's own. The picture is used up by the first.

use super::{Address, Enrolment, Phone, Token, bound, by_token, held, may_have, of_token, pin, touched};
use crate::{
    organ::{self, Touched},
    people::{
        People,
        account::{self, Account},
        reset::{self, Kind},
        session::TOKEN_BYTES,
        sign_in::Begun,
    },
};
use kernel::{
    Moment,
    crypto::{Digest, Suite},
    id::{PhoneId, TenantId},
    refusal::Refusal,
};
use serde_json::json;
use store::{Failure, Tx, args, ledger::SYSTEM, select, sql};

/// What became of the told digits, inside the transaction; a wrong try is kept, so it cannot be an error there.
enum Told {
    Right,
    Wrong(Refusal),
    Dead,
}

/// A phone about to be enrolled.
struct New {
    phone: PhoneId,
    token: Digest,
    label: String,
    /// The phone that this browser was before: nobody can use it any more.
    former: Option<Digest>,
}

impl People {
    /// Lets the phone in that was told the digits; what its browser is to keep. It opens nothing before its owner has chosen a PIN.
    ///
    /// # Errors
    /// `PHONE_DIGITS` (S-02), of which the fifth ends the picture; [`Failure::NotFound`] for a picture that is not good.
    pub async fn enrol_phone(&self, tenant: TenantId, address: &Address, digits: &str, label: &str, former: Option<Token>) -> Result<Token, Failure> {
        let seen = self.enrolment(tenant, address).await?.ok_or(Failure::NotFound)?;
        let is_right = self.matches_any(&bound(address, digits), vec![seen.pin.clone()]).await?;
        let house = self.house();
        let mut token: Token = [0; TOKEN_BYTES];
        house.random().fill(&mut token);
        let (suite, now) = (house.vault().suite(), house.now());
        let new = New {
            phone: PhoneId::new(house.next_id()),
            token: of_token(suite, &token),
            label: label.to_owned(),
            former: former.map(|token| of_token(suite, &token)),
        };
        let told = house.db().write(move |tx| enrol(tx, suite, tenant, &seen, is_right, &new, now)).await?;
        match told {
            Told::Right => Ok(token),
            Told::Wrong(refusal) => Err(refusal.into()),
            Told::Dead => Err(Failure::NotFound),
        }
    }

    /// The owner chooses his PIN, and is in.
    ///
    /// # Errors
    /// `PIN_DIGITS`, `PIN_PLAIN` (S-01); [`Failure::NotFound`] for a phone that has one, or waited too long.
    pub async fn choose_pin(&self, tenant: TenantId, token: &Token, chosen: &str) -> Result<Begun, Failure> {
        let house = self.house();
        let (suite, now, digest) = (house.vault().suite(), house.now(), of_token(house.vault().suite(), token));
        let waits = move |phone: &Phone| phone.is_alive(now) && phone.waits_for_pin();
        let found = house.db().read(move |tx| Ok(by_token(tx, tenant, &digest)?)).await?;
        let seen = found.filter(waits).ok_or(Failure::NotFound)?;
        pin::check(chosen)?;
        let hash = self.hash(&bound(token, chosen)).await?;
        let (session, digest) = self.new_token();
        let (step, account) = house
            .db()
            .write(move |tx| {
                let account = account::held(tx, tenant, seen.account)?;
                let phone = held(tx, tenant, seen.phone)?;
                if !waits(&phone) || !may_have(tx, tenant, &account, now)? {
                    return Err(Failure::NotFound);
                }
                tx.execute(sql!("UPDATE phone SET pin = $3, seen_at = $4 WHERE tenant = $1 AND phone = $2"), args![tenant, phone.phone, &hash, now])?;
                let step = super::door::begin(tx, tenant, &account, phone.phone, &digest, now)?;
                let payload = json!({ "phone": phone.phone.to_string(), "step": step.code() });
                organ::record_rows(tx, suite, tenant, account.account, now, "phone_pin_chosen", &payload, &[touched(phone.phone)])?;
                Ok((step, account))
            })
            .await?;
        self.forget_account(tenant, account.account);
        Ok(Begun { token: session, step, account: account.account, language: account.language, elder: account.elder })
    }
}

fn enrol(tx: &Tx<'_>, suite: Suite, tenant: TenantId, seen: &Enrolment, is_right: bool, new: &New, now: Moment) -> Result<Told, Failure> {
    let request = reset::held(tx, tenant, seen.request, Kind::Phone)?;
    let account = account::held(tx, tenant, seen.account)?;
    let select = select!(Enrolment, "FROM enrolment WHERE tenant = $1 AND request = $2 FOR UPDATE");
    let enrolment: Enrolment = tx.first(select, args![tenant, seen.request])?.ok_or(Failure::NotFound)?;
    // It may have been shown anew, used, or tried to its end while the digits were being hashed.
    if enrolment.address != seen.address || !enrolment.is_open(now) || request.state != "waits" {
        return Ok(Told::Dead);
    }
    let is_fit = may_have(tx, tenant, &account, now)?;
    let tries = enrolment.tries + i64::from(!is_right);
    let left = super::MOST_TRIES - tries;
    let state = match (is_right && is_fit, left > 0 && is_fit) {
        (true, _) => "used",
        (false, true) => "waits",
        (false, false) => "dead",
    };
    tx.execute(sql!("UPDATE enrolment SET tries = $3, state = $4 WHERE tenant = $1 AND request = $2"), args![tenant, seen.request, tries, state])?;
    let payload = json!({ "account": account.account.to_string(), "phone": new.phone.to_string(), "tries": tries });
    if state != "used" {
        let kind = if state == "dead" { "phone_picture_dead" } else { "phone_digits_wrong" };
        organ::record_rows(tx, suite, tenant, SYSTEM, now, kind, &payload, &[enrolment.touched()])?;
        let wrong = || Refusal::new("PHONE_DIGITS", "S-02").arg("left", left).at("digits");
        return Ok(if state == "dead" { Told::Dead } else { Told::Wrong(wrong()) });
    }
    reset::settle(tx, tenant, seen.request, "given", enrolment.given_by, now)?;
    add(tx, tenant, &account, new, &enrolment, now)?;
    let mut rows = vec![enrolment.touched(), reset::touched(seen.request), touched(new.phone)];
    rows.extend(end_former(tx, tenant, new, now)?);
    organ::record_rows(tx, suite, tenant, account.account, now, "phone_enrolled", &payload, &rows)?;
    Ok(Told::Right)
}

fn add(tx: &Tx<'_>, tenant: TenantId, account: &Account, new: &New, enrolment: &Enrolment, now: Moment) -> Result<(), Failure> {
    tx.execute(
        sql!("INSERT INTO phone (tenant, phone, account, token, pin, label, let_in_by, enrolled_at, ends_at, seen_at, failures, ended_at) VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, $7, 0, NULL)"),
        args![
            tenant,
            new.phone,
            account.account,
            new.token.as_bytes().as_slice(),
            &new.label,
            enrolment.given_by,
            now,
            now.plus_hours(super::LASTS_DAYS * 24)
        ],
    )?;
    Ok(())
}

fn end_former(tx: &Tx<'_>, tenant: TenantId, new: &New, now: Moment) -> Result<Option<Touched>, Failure> {
    let Some(former) = &new.former else { return Ok(None) };
    let found = by_token(tx, tenant, former)?.filter(|phone| phone.ended_at.is_none());
    if let Some(phone) = &found {
        tx.execute(sql!("UPDATE phone SET ended_at = $3 WHERE tenant = $1 AND phone = $2"), args![tenant, phone.phone, now])?;
    }
    Ok(found.map(|phone| touched(phone.phone)))
}
