//! Which money of a receipt goes to which of its invoices.

use paysage_money::{Money, MoneyError};

use crate::error::Error;
use crate::model::{DocumentError, Receipt, ReceiptLine, Reference, same_reference};

/// Where the money of an allocation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'a> {
    /// The cash received.
    Cash,
    /// The discount the customer keeps back, which is a credit of its own.
    Discount,
    /// A credit memo or an earlier prepayment.
    Credit(&'a Reference),
}

/// A part of an invoice and what pays it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) source: Source<'a>,
    pub(super) invoice: &'a Reference,
    pub(super) amount: Money,
}

/// What a receipt does to one reference altogether.
pub(super) type Sum<'a> = (&'a Reference, Money);

/// Shares a receipt out: each invoice takes its own discount first, then the credits in their order, then cash.
///
/// What cash pays comes last of all. Each part is allocated only after the one before it, and a look-up shows of each
/// credit and invoice only what everybody allocated; so cash that is allocated whole tells of the parts before it.
///
/// # Errors
/// A credit that no invoice takes: the API allocates credits to invoices and to nothing else. A receipt that uses
/// credits while its cash pays no invoice: nothing would tell whether the credits were allocated.
pub(super) fn plan(receipt: &Receipt) -> Result<Vec<Part<'_>>, Error> {
    let zero = Money::zero(receipt.amount().currency());
    let mut left = credits(receipt)?;
    let mut parts = Vec::new();
    for (invoice, amount) in invoices(receipt)? {
        let own = |line: &ReceiptLine| match line {
            ReceiptLine::Invoice { reference, discount: Some(discount), .. }
                if same_reference(reference.as_str(), invoice.as_str()) =>
            {
                Some(*discount)
            }
            _ => None,
        };
        let discount = sum(receipt.lines().iter().filter_map(own), zero)?;
        let mut need = amount.checked_sub(discount).map_err(DocumentError::from)?;
        let mut add = |source, amount: Money| {
            if amount.is_positive() {
                parts.push(Part { source, invoice, amount });
            }
        };
        add(Source::Discount, discount);
        for (credit, open) in &mut left {
            let taken = least(need, *open)?;
            add(Source::Credit(credit), taken);
            need = need.checked_sub(taken).map_err(DocumentError::from)?;
            *open = open.checked_sub(taken).map_err(DocumentError::from)?;
        }
        add(Source::Cash, need);
    }
    if left.iter().any(|(_, open)| open.is_positive()) {
        return Err(Error::unsupported(
            "a credit here pays invoices, and this receipt uses more credit than it settles",
        ));
    }
    let cash = |part: &Part<'_>| part.source == Source::Cash;
    if !left.is_empty() && !parts.iter().any(cash) {
        return Err(Error::unsupported(
            "only the cash of a receipt tells whether it is allocated, and of this one credits pay everything",
        ));
    }
    parts.sort_by_key(cash);
    Ok(parts)
}

/// The invoices of a receipt, each once, with all that is settled of it.
pub(super) fn invoices(receipt: &Receipt) -> Result<Vec<Sum<'_>>, Error> {
    merged(receipt.lines().iter().filter_map(|line| match line {
        ReceiptLine::Invoice { reference, amount, .. } => Some((reference, *amount)),
        _ => None,
    }))
}

/// The credits of a receipt, each once, with all that is used of it.
pub(super) fn credits(receipt: &Receipt) -> Result<Vec<Sum<'_>>, Error> {
    merged(receipt.lines().iter().filter_map(|line| match line {
        ReceiptLine::CreditUsed { reference, amount } => Some((reference, *amount)),
        _ => None,
    }))
}

/// What is kept back of a receipt's invoices.
pub(super) fn discount(receipt: &Receipt) -> Result<Money, Error> {
    sum(receipt.lines().iter().filter_map(ReceiptLine::discount), Money::zero(receipt.amount().currency()))
}

/// What stays with the customer.
pub(super) fn prepaid(receipt: &Receipt) -> Result<Money, Error> {
    let kept = receipt.lines().iter().filter_map(|line| match line {
        ReceiptLine::Prepayment { amount, .. } => Some(*amount),
        _ => None,
    });
    sum(kept, Money::zero(receipt.amount().currency()))
}

fn least(one: Money, other: Money) -> Result<Money, Error> {
    let rest = one.checked_sub(other).map_err(DocumentError::from)?;
    Ok(if rest.is_negative() { one } else { other })
}

fn sum(parts: impl Iterator<Item = Money>, zero: Money) -> Result<Money, Error> {
    Ok(Money::sum(parts, zero.currency()).map_err(DocumentError::from)?)
}

/// Sums by reference, in the order of their first mention.
pub(super) fn merged<'a>(parts: impl Iterator<Item = Sum<'a>>) -> Result<Vec<Sum<'a>>, Error> {
    let mut sums: Vec<Sum<'a>> = Vec::new();
    for (reference, amount) in parts {
        match sums.iter_mut().find(|(known, _)| same_reference(known.as_str(), reference.as_str())) {
            Some((_, sum)) => {
                *sum = sum.checked_add(amount).map_err(|error: MoneyError| DocumentError::from(error))?;
            }
            None => sums.push((reference, amount)),
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use paysage_money::Currency;
    use proptest::prelude::*;

    use super::*;
    use crate::error::ErrorKind;
    use crate::model::{CustomerId, Description, GlAccount, PaymentHead, PaymentMethod, Tender};

    fn gbp(pence: i64) -> Money {
        Money::from_minor(pence, Currency::Gbp)
    }

    fn reference(text: &str) -> Reference {
        Reference::new(text).unwrap()
    }

    fn receipt(lines: Vec<ReceiptLine>) -> Option<Receipt> {
        let account = |id| GlAccount::new(id).unwrap();
        let tender = Tender::new(account("1200"), PaymentMethod::new("Card").unwrap());
        let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 4).unwrap();
        let head = PaymentHead::new(reference("PT1"), CustomerId::new("ACME").unwrap(), day, tender);
        Receipt::new(head, lines, Some(account("4009"))).ok()
    }

    fn invoice(name: &str, pence: i64, discount: i64) -> ReceiptLine {
        let discount = (discount > 0).then(|| gbp(discount));
        ReceiptLine::Invoice { reference: reference(name), amount: gbp(pence), discount }
    }

    fn credit(name: &str, pence: i64) -> ReceiptLine {
        ReceiptLine::CreditUsed { reference: reference(name), amount: gbp(pence) }
    }

    #[test]
    fn each_invoice_takes_its_discount_then_credits_then_cash() {
        let lines = vec![invoice("A", 100, 5), credit("C", 120), invoice("B", 200, 0), invoice("a", 50, 0)];
        let receipt = receipt(lines).unwrap();
        let parts = plan(&receipt).unwrap();
        let shown: Vec<_> =
            parts.iter().map(|part| (part.source, part.invoice.as_str(), part.amount.minor())).collect();
        let c = reference("C");
        let expected = [
            (Source::Discount, "A", 5),
            (Source::Credit(&c), "A", 120),
            (Source::Cash, "A", 25),
            (Source::Cash, "B", 200),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_cash_pays_is_allocated_last_and_is_never_nothing_beside_credits() {
        let receipt_of = |lines| receipt(lines).unwrap();
        let kept = ReceiptLine::Prepayment { amount: gbp(5), description: Description::new("x").unwrap() };
        let one = receipt_of(vec![invoice("A", 100, 0), invoice("B", 20, 20), credit("C", 30)]);
        let order: Vec<_> = plan(&one).unwrap().iter().map(|part| part.amount.minor()).collect();
        assert_eq!(order, [30, 20, 70]);
        let netted = vec![invoice("A", 100, 0), credit("C", 100)];
        for lines in [netted.clone(), [netted, vec![kept.clone()]].concat()] {
            assert_eq!(plan(&receipt_of(lines)).unwrap_err().kind(), ErrorKind::Unsupported);
        }
        // A discount is a booking of its own, so it tells by itself.
        assert_eq!(plan(&receipt_of(vec![invoice("A", 100, 100), kept])).unwrap().len(), 1);
    }

    #[test]
    fn a_credit_that_no_invoice_takes_is_refused() {
        let kept = ReceiptLine::Prepayment { amount: gbp(100), description: Description::new("x").unwrap() };
        let receipt = receipt(vec![invoice("A", 10, 0), credit("C", 11), kept]).unwrap();
        assert_eq!(plan(&receipt).unwrap_err().kind(), ErrorKind::Unsupported);
    }

    proptest! {
        #[test]
        fn every_penny_of_invoices_credits_discounts_and_cash_is_shared_out_once(
            amounts in prop::collection::vec((1_i64..1_000, 0_i64..100), 1..6),
            used in prop::collection::vec(1_i64..500, 0..4),
            kept in 0_i64..500,
        ) {
            let names = ["A", "B", "C", "A", "E", "F"];
            let mut lines: Vec<_> = amounts
                .iter()
                .zip(names)
                .map(|((amount, discount), name)| invoice(name, *amount, *discount.min(amount)))
                .collect();
            lines.extend(used.iter().zip(["X", "Y", "Z", "X"]).map(|(amount, name)| credit(name, *amount)));
            if kept > 0 {
                let description = Description::new("x").unwrap();
                lines.push(ReceiptLine::Prepayment { amount: gbp(kept), description });
            }
            let Some(receipt) = receipt(lines) else { return Ok(()) };
            let Ok(parts) = plan(&receipt) else { return Ok(()) };
            let total = |keep: &dyn Fn(&Part<'_>) -> bool| {
                parts.iter().filter(|part| keep(part)).map(|part| part.amount.minor()).sum::<i64>()
            };
            prop_assert!(parts.iter().all(|part| part.amount.is_positive()));
            for (name, amount) in invoices(&receipt).unwrap() {
                prop_assert_eq!(total(&|part| part.invoice == name), amount.minor());
            }
            for (name, amount) in credits(&receipt).unwrap() {
                prop_assert_eq!(total(&|part| part.source == Source::Credit(name)), amount.minor());
            }
            prop_assert_eq!(
                total(&|part| part.source == Source::Discount), discount(&receipt).unwrap().minor()
            );
            let cash = less_kept(&receipt);
            prop_assert_eq!(total(&|part| part.source == Source::Cash), cash);
        }
    }

    fn less_kept(receipt: &Receipt) -> i64 {
        receipt.amount().checked_sub(prepaid(receipt).unwrap()).unwrap().minor()
    }
}
