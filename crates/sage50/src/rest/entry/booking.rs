//! Accounts and settled documents of an entry, as far as the gateway tells them.

use paysage_money::{Currency, Money, wire};
use serde_json::Value;

use super::Entry;
use crate::model::{Booking, Kind, Share, Shares};
use crate::rest::scalar;

/// Something in a line that cannot be read exactly.
struct Unreadable;

/// What the entry says of its accounts and of what it settles.
pub(super) fn of(entry: &Entry, kind: Kind, currency: Currency) -> Booking {
    let text = |value: &Option<Value>| scalar::text(value.as_ref()).map(Box::from);
    let (account, lines) = match kind {
        Kind::SalesOrder | Kind::Invoice | Kind::CreditMemo => {
            (text(&entry.receivable_account), &entry.lines)
        }
        Kind::Receipt | Kind::Refund | Kind::Chargeback => (text(&entry.cash_account), &entry.applies),
        Kind::JournalEntry => (None, &entry.lines),
        _ => return Booking::default(),
    };
    let parts = match lines {
        None | Some(Value::Null) => None,
        // Lines that cannot be read have no parts, and no document is equal to that.
        Some(lines) => Some(shares(entry, kind, lines, currency).map_or_else(|_| Vec::new(), Shares::parts)),
    };
    Booking { account, discount_account: text(&entry.discount_account), parts }
}

fn shares(entry: &Entry, kind: Kind, lines: &Value, currency: Currency) -> Result<Shares, Unreadable> {
    let mut shares = Shares::default();
    for line in lines.as_array().ok_or(Unreadable)? {
        let line = Line { line, currency };
        match kind {
            Kind::JournalEntry => line.journal(&mut shares)?,
            Kind::Receipt | Kind::Refund | Kind::Chargeback => line.payment(&mut shares)?,
            _ => line.share(&mut shares, Share::Account, "account")?,
        }
    }
    if let (Kind::CreditMemo, Some(invoice)) = (kind, scalar::text(entry.applies_to.as_ref())) {
        let total = entry.money(kind, currency).ok_or(Unreadable)?;
        shares.add(Share::Settles, &invoice, total).map_err(|_| Unreadable)?;
    }
    Ok(shares)
}

struct Line<'a> {
    line: &'a Value,
    currency: Currency,
}

impl Line<'_> {
    /// A field, also in Pascal case; null is none.
    fn field(&self, name: &str) -> Option<&Value> {
        let pascal = || {
            let (first, rest) = name.split_at_checked(1)?;
            self.line.get(first.to_ascii_uppercase() + rest)
        };
        self.line.get(name).or_else(pascal).filter(|value| !value.is_null())
    }

    fn amount(&self, name: &str) -> Result<Option<Money>, Unreadable> {
        self.field(name).map(|value| wire::money(value, self.currency).map_err(|_| Unreadable)).transpose()
    }

    fn share(
        &self,
        shares: &mut Shares,
        share: impl FnOnce(Box<str>) -> Share,
        name: &str,
    ) -> Result<(), Unreadable> {
        let name = scalar::text(self.field(name)).ok_or(Unreadable)?;
        let amount = self.amount("amount")?.ok_or(Unreadable)?;
        shares.add(share, &name, amount).map_err(|_| Unreadable)
    }

    fn journal(&self, shares: &mut Shares) -> Result<(), Unreadable> {
        let account = scalar::text(self.field("account")).ok_or(Unreadable)?;
        let amount = match (self.amount("debit")?, self.amount("credit")?) {
            (Some(debit), None) => debit,
            (None, Some(credit)) => credit.checked_neg().map_err(|_| Unreadable)?,
            (Some(debit), Some(credit)) => debit.checked_sub(credit).map_err(|_| Unreadable)?,
            (None, None) => return Err(Unreadable),
        };
        shares.add(Share::Account, &account, amount).map_err(|_| Unreadable)
    }

    fn payment(&self, shares: &mut Shares) -> Result<(), Unreadable> {
        match scalar::text(self.field("type")).as_deref() {
            None | Some("invoice") => {
                self.share(shares, Share::Settles, "referenceNumber")?;
                if let Some(discount) = self.amount("discount")? {
                    let invoice = scalar::text(self.field("referenceNumber")).ok_or(Unreadable)?;
                    shares.add(Share::Discount, &invoice, discount).map_err(|_| Unreadable)?;
                }
                Ok(())
            }
            Some("credit_used") => self.share(shares, Share::CreditUsed, "referenceNumber"),
            Some("direct_sale") => self.share(shares, Share::Account, "account"),
            Some("prepayment") => {
                let amount = self.amount("amount")?.ok_or(Unreadable)?;
                shares.add(|_| Share::Prepayment, "", amount).map_err(|_| Unreadable)
            }
            Some(_) => Err(Unreadable),
        }
    }
}
