//! Rows of v3, read into the same [`Transaction`]: other words for the customer and the addresses, else the rules of
//! v1.

use super::{ADDRESS, Bad, ROW_LIMIT, Row, flawed, text_of, too_large};
use crate::wire::object::{self, Inner, Slot};
use crate::wire::scalar;
use crate::{Address, BadRow, Transaction, redact};

/// v1's keys in v1's order, and behind them v3's own.
const KEYS: [&str; 26] =
    row_keys!("customer_label", "billing_name", "shipping_name", "transaction_status", "invoice_number");

/// What v3 says in its own words.
struct Own<'a> {
    billing_address: Slot<'a>,
    billing_name: Slot<'a>,
    shipping_address: Slot<'a>,
    shipping_name: Slot<'a>,
    invoice_number: Slot<'a>,
}

/// Reads one row; see [`Transaction::from_v3_json`] for the rules.
#[expect(clippy::result_large_err, reason = "bad rows are rare, and a transaction is larger still")]
pub(crate) fn decode_v3(raw: &[u8]) -> Result<Transaction, BadRow> {
    match raw.get(..ROW_LIMIT) {
        Some(beginning) if raw.len() > ROW_LIMIT => Err(decode_v3_cut(beginning)),
        _ => {
            let (read, row) = read(raw);
            read.map_err(|bad| row.bad(bad, raw))
        }
    }
}

/// Reads what can be read of the beginning of a row that is too large.
pub(in crate::export) fn decode_v3_cut(beginning: &[u8]) -> BadRow {
    read(beginning).1.bad(too_large(), beginning)
}

fn read(raw: &[u8]) -> (Result<Transaction, Bad>, Row<'_>) {
    let (text, broken) = text_of(raw);
    let mut row = Row::new();
    let mut inner: [(usize, &mut dyn Inner<'_>); 2] =
        [(key!("credit_card").0, &mut row.card), (key!("created").0, &mut row.created)];
    let (slots, flaw) = object::read_with(text, &KEYS, &mut inner);
    let own = in_words_of_v1(&slots, &mut row);
    let read = match (broken, flaw) {
        (Some(problem), _) => Err(("row".into(), problem)),
        (None, Some(flaw)) => Err(flawed("", &KEYS, flaw)),
        (None, None) => transaction(&row, &own),
    };
    (read, row)
}

/// Puts v3's words at v1's places of the row, but for the addresses.
fn in_words_of_v1<'a>(slots: &[Slot<'a>; 26], row: &mut Row<'a>) -> Own<'a> {
    let &[.., customer_label, billing_name, shipping_name, transaction_status, invoice_number] = slots;
    row.slots = slots.first_chunk().copied().unwrap_or([Slot::Absent; 21]);
    let own = Own {
        billing_address: row.replace(key!("billing_address"), Slot::Absent),
        billing_name,
        shipping_address: row.replace(key!("shipping_address"), Slot::Absent),
        shipping_name,
        invoice_number,
    };
    // v3's customer_id is PayTrace's own number: no merchant knows a customer by it.
    row.replace(key!("customer_id"), customer_label);
    if matches!(scalar::text(row.slot(key!("status_code"))), Ok(None)) {
        row.replace(key!("status_code"), transaction_status);
    }
    own
}

fn transaction(row: &Row<'_>, own: &Own<'_>) -> Result<Transaction, Bad> {
    let transaction = row.transaction()?;
    Ok(Transaction {
        invoice_id: invoice(transaction.invoice_id, own.invoice_number)?,
        billing_address: address("billing_address", own.billing_address, "billing_name", own.billing_name)?,
        shipping_address: address(
            "shipping_address",
            own.shipping_address,
            "shipping_name",
            own.shipping_name,
        )?,
        ..transaction
    })
}

/// The merchant's invoice, which v3 takes as `invoice_number` and shows under either word.
fn invoice(in_v1: Option<Box<str>>, number: Slot<'_>) -> Result<Option<Box<str>>, Bad> {
    let wrap = |problem| ("invoice_number".into(), problem);
    match (in_v1, scalar::owned(number).map_err(wrap)?) {
        (Some(id), Some(number)) if id != number => {
            Err(wrap("stands beside another invoice_id; look the transaction up in PayTrace"))
        }
        (id, number) => Ok(id.or(number)),
    }
}

/// An address in v3's words; those that differ from v1's stand behind v1's.
const WORDS: [&str; 11] = {
    let [name, street, street2, city, county, state, zip, country] = ADDRESS;
    [name, street, street2, city, county, state, zip, country, "street", "street2", "postal_code"]
};

/// An address in v3's words, or in v1's, with its name beside it.
pub(crate) fn address(
    key: &'static str,
    slot: Slot<'_>,
    name_key: &'static str,
    name: Slot<'_>,
) -> Result<Address, Bad> {
    let (slots, flaw) = match scalar::object(slot).map_err(|problem| (key.into(), problem))? {
        Some(text) => object::read(text, &WORDS),
        None => ([Slot::Absent; 11], None),
    };
    if let Some(flaw) = flaw {
        return Err(flawed(key, &WORDS, flaw));
    }
    let mut texts = [const { None }; 11];
    for ((slot, text), word) in slots.into_iter().zip(&mut texts).zip(WORDS) {
        let line = scalar::owned(slot).map_err(|problem| (format!("{key}.{word}").into(), problem))?;
        *text = line.map(redact::card_numbers_in);
    }
    let beside = scalar::owned(name).map_err(|problem| (name_key.into(), problem))?;
    let [name, street, street2, city, county, state, zip, nation, own_street, own_street2, own_zip] = texts;
    Ok(Address {
        name: beside.map(redact::card_numbers_in).or(name),
        street_address: own_street.or(street),
        street_address2: own_street2.or(street2),
        city,
        county,
        state,
        zip: own_zip.or(zip),
        country: nation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Status, TransactionId};

    fn row(members: &str) -> String {
        format!(
            r#"{{"transaction_id":"100000001","transaction_type":"SALE","amount":80.55,"status_code":"Y",
            "status_message":"Pending Settlement","created":{{"at":"6/10/2026 4:06:30 PM"}}{members}}}"#
        )
    }

    fn read(members: &str) -> Result<Transaction, Box<BadRow>> {
        Transaction::from_v3_json(row(members).as_bytes()).map_err(Box::new)
    }

    #[test]
    fn a_row_of_v3_reads_as_the_row_of_v1_does() {
        let v3 = read(
            r#","customer_id":7,"customer_label":"ada","billing_name":"Ada Lovelace","billing_address":{"street":"12 St",
            "street2":"b","city":"London","state":"ON","postal_code":"01234","country":"CA"},"shipping_name":"",
            "shipping_address":{"county":"York"},"invoice_id":"INV-1","tax_amount":"8.10","settled":"",
            "credit_card":{"masked_number":"************5439","expiration_month":12,"expiration_year":28},
            "discretionary_data":[{"hair":"red"}]"#,
        );
        let v1 =
            row(r#","customer_id":"ada","billing_address":{"name":"Ada Lovelace","street_address":"12 St",
            "street_address2":"b","city":"London","state":"ON","zip":"01234","country":"CA"},
            "shipping_address":{"county":"York"},"invoice_id":"INV-1","tax_amount":"8.10","settled":"",
            "credit_card":{"masked_number":"************5439","expiration_month":12,"expiration_year":28},
            "discretionary_data":{"hair":"red"}"#);
        assert_eq!(v3.expect("good"), Transaction::from_json(v1.as_bytes()).expect("good"));
    }

    #[test]
    fn the_invoice_is_read_under_both_words_and_a_conflict_is_a_bad_row() {
        let invoice = |members: &str| {
            read(members).map(|row| row.invoice_id.map(String::from)).map_err(|bad| bad.field)
        };
        assert_eq!(invoice(r#","invoice_number":"INV-1""#), Ok(Some("INV-1".into())));
        assert_eq!(invoice(r#","invoice_id":"INV-1","invoice_number":"INV-1""#), Ok(Some("INV-1".into())));
        assert_eq!(invoice(r#","invoice_id":"","invoice_number":1001"#), Ok(Some("1001".into())));
        for members in [
            r#","invoice_id":"INV-1","invoice_number":"INV-2""#,
            r#","invoice_number":["INV-1"]"#,
            r#","invoice_number":"INV-1","invoice_number":"INV-1""#,
        ] {
            assert_eq!(invoice(members), Err("invoice_number".into()), "{members}");
        }
    }

    #[test]
    fn the_number_of_a_customer_is_never_taken_for_the_merchants_own_id() {
        assert_eq!(read(r#","customer_id":7"#).expect("good").customer_id, None);
    }

    #[test]
    fn a_record_without_a_status_code_is_judged_by_its_word() {
        let record = |word: &str| {
            let text =
                row(&format!(r#","transaction_status":"{word}""#)).replace(r#""status_code":"Y","#, "");
            Transaction::from_v3_json(text.as_bytes()).map(|record| record.status).map_err(|bad| bad.field)
        };
        assert_eq!(record("SETTLED"), Ok(Status::Settled { batch: None }));
        assert_eq!(record("AUTHORIZED"), Ok(Status::Other("AUTHORIZED".into())));
        assert_eq!(record(""), Err("status_code".into()));
    }

    #[test]
    fn a_bad_field_is_named_and_the_rest_is_kept() {
        let cases = [
            (r#","billing_address":{"street":["x"]}"#, "billing_address.street"),
            (r#","billing_name":{}"#, "billing_name"),
            (r#","billing_address":"12 St""#, "billing_address"),
            (r#","customer_label":"a","customer_label":"b""#, "customer_label"),
            (r#","credit_card":{"masked_number":"4012000098765439"}"#, "credit_card.masked_number"),
        ];
        for (members, field) in cases {
            let bad = read(members).expect_err(members);
            assert_eq!(&*bad.field, field);
            assert_eq!(bad.id.map(TransactionId::get), Some(100_000_001), "{members}");
            assert_eq!(bad.amount.map(|amount| amount.to_string()), Some("80.55".into()), "{members}");
            assert!(!bad.redacted.contains("4012000098765439"), "{members}");
        }
    }

    #[test]
    fn a_row_that_is_too_large_is_a_bad_row() {
        let large = row(&format!(r#","description":"{}""#, "x".repeat(ROW_LIMIT)));
        let bad = Transaction::from_v3_json(large.as_bytes()).expect_err("too large");
        assert_eq!((&*bad.field, bad.id.map(TransactionId::get)), ("row", Some(100_000_001)));
    }
}
