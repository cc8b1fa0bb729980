//! Secrets show up nowhere but on the wire.

use paytrace::v1::transaction::Settle;
use paytrace::{Credentials, ExportRow, RawReply, RowScanner};

use crate::money::sale;
use crate::script::{PASSWORD, Script, Step};

const CARD: &str = "4012000098765439";
const SECRETS: [&str; 5] = [PASSWORD, "api@user", "integrator01", "tok:en_1", CARD];

fn assert_clean(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows {secret}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_error_or_debug_text_shows_a_secret() {
    let echoed = r#"{"success":false,"response_code":1,"status_message":"4012000098765439",
        "errors":{"35":["4012000098765439 is no card"],"4012000098765439":["x"]}}"#;
    let steps = [
        Step::Lost,
        Step::NotSent,
        Step::Answer(500, CARD),
        Step::Answer(200, CARD),
        Step::Answer(400, echoed),
    ];
    for step in steps {
        let script = Script::signed_in([step]);
        let client = script.client();
        let error = client.send(&sale()).await.unwrap_err();
        assert_clean("error", &format!("{error} {error:?}"));
        assert_clean("client", &format!("{:?}", client.clone()).replace(&format!("{script:?}"), ""));
    }
    let credentials = Credentials::new("api@user", PASSWORD, "integrator01");
    assert_clean("credentials", &format!("{credentials:?}"));
    assert_clean("raw reply", &format!("{:?}", RawReply::new(200, CARD)));
    let refused =
        Script::new([Step::Answer(400, r#"{"error":"invalid_grant","error_description":"api@user"}"#)]);
    let error = refused.client().send(&Settle::new()).await.unwrap_err();
    assert_clean("auth", &format!("{error} {error:?}"));
}

#[test]
fn no_row_shows_a_card_or_a_security_code() {
    let body = format!(
        r#"{{"success":true,"response_code":1,"transactions":[{{"transaction_id":1,"description":"{CARD}",
        "csc":"9997","credit_card":{{"number":"{CARD}","masked_number":"{CARD}"}}}}]}}"#
    );
    let mut scanner = RowScanner::new("transactions");
    scanner.push(body.as_bytes()).unwrap();
    assert_clean("scanner", &format!("{:?}", scanner.next_row().as_ref()));
    let mut scanner = RowScanner::new("transactions");
    scanner.push(body.as_bytes()).unwrap();
    let row = ExportRow::read(scanner.next_row().unwrap());
    assert_clean("row", &format!("{row:?} {}", row.redacted()));
    assert!(!row.redacted().contains("9997"), "{}", row.redacted());
}

#[cfg(feature = "raw-card-data")]
#[test]
fn a_card_that_is_sent_is_shown_by_no_debug() {
    use paysage_money::{Currency, Money};
    use paytrace::Operation;
    use paytrace::card::{Card, CardNumber, CardSecurityCode};
    use paytrace::v1::sale::SaleKeyed;
    let card = Card::new(CardNumber::new(CARD).unwrap(), 12, 2030).unwrap();
    let sale = SaleKeyed::new(Money::from_minor(100, Currency::Usd), card)
        .unwrap()
        .with_security_code(CardSecurityCode::new("9997").unwrap());
    let outgoing = sale.outgoing().unwrap();
    assert_eq!(
        serde_json::Value::Object(outgoing.body().unwrap().clone()),
        serde_json::json!({"amount": "1.00", "csc": "9997",
            "credit_card": {"number": CARD, "expiration_month": "12", "expiration_year": "2030"}})
    );
    let shown = format!("{sale:?} {outgoing:?}");
    assert_clean("sale", &shown);
    assert!(!shown.contains("9997"));
}
