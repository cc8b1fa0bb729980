#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use proptest::prelude::*;
use sage50::ReceiptLine;
use serde_json::{Value, json};

use super::*;
use crate::{ReferenceKind, transaction_of};

/// A settled sale with everything a merchant fills in; `changes` overwrite its keys.
fn row(changes: &Value) -> Transaction {
    let mut row = json!({
        "transaction_id": 100_000_042, "transaction_type": "SALE", "amount": 110, "tax_amount": "8.10",
        "invoice_id": "inv1234", "customer_reference_id": "PO123456", "description": "Spring service",
        "customer_id": "CEDAR-HVAC", "approval_code": "VTLMC1",
        "credit_card": {"masked_number": "************5454", "expiration_month": 12, "expiration_year": 29},
        "billing_address": {"name": "Cedar Heating", "street_address": "8320 E. West St.", "city": "Spokane",
            "state": "WA", "zip": "85284", "country": "US"},
        "receipt_emailed_to": "books@example.com", "status_code": "GB571", "status_message": "GB571",
        "created": {"through": "API", "at": "6/10/2026 4:06:30 PM"}, "settled": "6/11/2026 8:13:45 PM",
    });
    for (key, value) in changes.as_object().expect("an object of changes") {
        row[key] = value.clone();
    }
    Transaction::from_json(row.to_string().as_bytes()).unwrap_or_else(|bad| panic!("{bad}"))
}

fn planned(changes: &Value) -> Plan {
    plan(&row(changes), &Profile::default())
}

fn hold_reason(changes: &Value) -> String {
    match planned(changes).decision {
        Decision::Hold(reason) => reason.into(),
        other => panic!("held, not {other:?}"),
    }
}

#[test]
fn a_settled_sale_becomes_customer_invoice_and_receipt_as_an_accountant_would_write_them() {
    let plan = planned(&json!({}));
    let Decision::Post(documents) = &plan.decision else { panic!("posted, not {:?}", plan.decision) };
    let [Document::Customer(customer), Document::Invoice(invoice), Document::Receipt(receipt)] =
        documents.as_slice()
    else {
        panic!("three documents, not {documents:?}")
    };
    assert_eq!((customer.id.as_str(), customer.name.as_str()), ("CEDAR-HVAC", "Cedar Heating"));
    let billing = customer.billing.as_ref().expect("an address");
    assert_eq!(
        (billing.line1.as_str(), billing.zip.as_ref().expect("zip").as_str()),
        ("8320 E. West St.", "85284")
    );
    assert_eq!(invoice.head().reference.as_str(), "PT100000042-I");
    assert_eq!(invoice.head().date.to_string(), "2026-06-10");
    assert_eq!(invoice.total().to_string(), "110.00");
    assert_eq!(invoice.details().order_number.as_ref().expect("kept").as_str(), "inv1234");
    assert_eq!(invoice.details().customer_purchase_order.as_ref().expect("kept").as_str(), "PO123456");
    let lines: Vec<_> =
        invoice.lines().iter().map(|line| (line.account().as_str(), line.amount().to_string())).collect();
    assert_eq!(
        lines,
        [("40000", "101.90".to_owned()), ("23100", "8.10".to_owned())],
        "tax is part of the amount"
    );
    assert_eq!(receipt.head().reference.as_str(), "PT100000042-R");
    assert_eq!(receipt.amount().to_string(), "110.00");
    assert_eq!(receipt.lines(), [ReceiptLine::invoice(invoice.head().reference.clone(), invoice.total())]);
    assert_eq!(
        receipt.head().tender.cash_account.as_str(),
        "10300",
        "in transit until the processor deposits"
    );
    assert_eq!(receipt.head().tender.deposit_ticket.as_ref().expect("a ticket").as_str(), "571-20260611");
    let card = receipt.card().expect("approval code and last four");
    assert_eq!(card.last4.as_ref().expect("last four").as_str(), "5454");
    assert_eq!(plan.stake.to_string(), "110.00");
}

#[test]
fn a_settled_refund_becomes_a_credit_memo_that_is_paid_out() {
    let plan = planned(&json!({"transaction_type": "REFUND", "tax_amount": ""}));
    let Decision::Post(documents) = &plan.decision else { panic!("posted, not {:?}", plan.decision) };
    let [_, Document::CreditMemo(memo), Document::Refund(refund)] = documents.as_slice() else {
        panic!("three documents, not {documents:?}")
    };
    assert_eq!(
        (memo.head().reference.as_str(), memo.total().to_string().as_str()),
        ("PT100000042-C", "110.00")
    );
    assert_eq!(memo.lines()[0].account().as_str(), "48000");
    assert_eq!(
        (refund.head().reference.as_str(), refund.amount().to_string().as_str()),
        ("PT100000042-F", "110.00")
    );
    assert_eq!(refund.applies()[0].reference(), &memo.head().reference);
    assert_eq!(plan.stake.to_string(), "-110.00");
}

#[test]
fn what_moved_no_money_gives_no_document_and_a_reason() {
    let cases = [
        (json!({"status_code": "N", "status_message": "Declined"}), Silence::Declined),
        (json!({"status_code": "N", "status_message": "Voided"}), Silence::Voided),
        (json!({"status_code": "N", "status_message": "Authorization Only"}), Silence::AuthorizedOnly),
        (json!({"status_code": "N", "status_message": "N"}), Silence::NotSettling),
        (json!({"amount": 0, "tax_amount": ""}), Silence::ZeroAmount),
    ];
    for (changes, silence) in cases {
        let plan = planned(&changes);
        assert_eq!(plan.decision, Decision::Nothing(silence), "{changes}");
        assert!(plan.stake.is_zero() && !plan.rules.is_empty(), "{changes}");
    }
    let waiting =
        planned(&json!({"status_code": "Y", "status_message": "Pending Settlement", "settled": ""}));
    assert_eq!(waiting.decision, Decision::Wait);
    assert!(waiting.stake.is_zero());
}

#[test]
fn what_is_not_certain_or_does_not_fit_is_held_with_the_field_and_the_limit() {
    let long = |n| "x".repeat(n);
    let cases = [
        (json!({"status_code": "ZZ9"}), vec!["status_code", "ZZ9"]),
        (json!({"transaction_type": "VOID"}), vec!["transaction_type", "VOID"]),
        (json!({"transaction_type": "GIFT"}), vec!["transaction_type", "GIFT"]),
        (json!({"customer_id": long(27)}), vec!["customer_id", "27", "20"]),
        (json!({"customer_id": "A*1"}), vec!["customer_id", "*"]),
        (json!({"invoice_id": long(21)}), vec!["invoice_id", "21", "20"]),
        (json!({"customer_reference_id": long(21)}), vec!["customer_reference_id", "21", "20"]),
        (json!({"description": long(161)}), vec!["description", "161", "160"]),
        (json!({"billing_address": {"name": long(40)}}), vec!["billing_address.name", "40", "39"]),
        (json!({"billing_address": {"street_address": long(31)}}), vec!["street_address", "31", "30"]),
        (
            json!({"billing_address": {"street_address": "1 Main", "city": long(21)}}),
            vec!["city", "21", "20"],
        ),
        (json!({"tax_amount": "110.01"}), vec!["tax_amount"]),
    ];
    for (changes, words) in cases {
        let reason = hold_reason(&changes);
        for word in words {
            assert!(reason.contains(word), "{word:?} in {reason:?}");
        }
        assert_eq!(
            planned(&changes).stake.to_string(),
            "110.00",
            "a held amount stays in the sums: {changes}"
        );
    }
}

#[test]
fn a_row_that_cannot_be_read_is_rejected_with_its_field_and_keeps_its_stake() {
    let row = br#"{"transaction_id":7,"transaction_type":"REFUND","amount":"12.34","status_code":"GB1",
        "created":{"at":"6/10/26 4:06:30 PM"}}"#;
    let plan = plan_row(&Transaction::from_json(row), &Profile::default());
    let Decision::Reject(reason) = &plan.decision else { panic!("rejected, not {:?}", plan.decision) };
    assert!(reason.contains("created.at"), "{reason}");
    assert_eq!((plan.stake.to_string().as_str(), plan.rules.len()), ("-12.34", 1));
}

#[test]
fn a_sale_without_customer_goes_to_the_walk_in_customer_and_keeps_the_buyers_name() {
    let plan = planned(&json!({"customer_id": "", "description": "", "invoice_id": "", "tax_amount": ""}));
    let Decision::Post(documents) = &plan.decision else { panic!("posted, not {:?}", plan.decision) };
    let [Document::Customer(customer), Document::Invoice(invoice), _] = documents.as_slice() else {
        panic!("three documents, not {documents:?}")
    };
    assert_eq!(customer.id.as_str(), "CARD-SALES");
    assert_eq!(customer.billing, None, "one customer for many buyers has no address");
    assert_eq!(invoice.lines()[0].description().as_str(), "PayTrace sale 100000042, Cedar Heating");
    assert_eq!(invoice.details().order_number.as_ref(), None);
}

proptest! {
    #[test]
    fn a_plan_keeps_the_total_and_is_the_same_each_time(
        cents in 1_i64..99_999_999_999, tax in 0_i64..5_000, refund in any::<bool>(), id in 1_i64..999_999_999,
    ) {
        let changes = json!({
            "transaction_id": id, "amount": format!("{}.{:02}", cents / 100, cents % 100),
            "tax_amount": format!("{}.{:02}", tax / 100, tax % 100),
            "transaction_type": if refund { "REFUND" } else { "SALE" },
        });
        let plan = planned(&changes);
        prop_assert_eq!(&plan, &planned(&changes));
        prop_assert_eq!(plan.stake.minor(), if refund { -cents } else { cents });
        match plan.decision {
            Decision::Post(documents) => {
                let amounts: Vec<_> = documents.iter().filter_map(Document::amount).map(Money::minor).collect();
                prop_assert_eq!(amounts, vec![cents, cents]);
                let kinds: Vec<_> = documents.iter().filter_map(|document| transaction_of(document.reference())).collect();
                let expected = if refund {
                    [ReferenceKind::CreditMemo, ReferenceKind::Refund]
                } else {
                    [ReferenceKind::Invoice, ReferenceKind::Receipt]
                };
                prop_assert_eq!(kinds.iter().map(|(id, _)| id.get()).collect::<Vec<_>>(), vec![id, id]);
                prop_assert_eq!(kinds.iter().map(|(_, kind)| *kind).collect::<Vec<_>>(), expected.to_vec());
            }
            other => prop_assert!(tax > cents, "held only for tax above the amount: {:?}", other),
        }
    }
}
