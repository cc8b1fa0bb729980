use serde_json::{Value, json};

use super::super::card::TestCard;
use super::super::encryption;
use super::super::refusal::Refusal;
use super::super::state::State;
use super::{account, call, exported, refused, status_of, visa};

const TRACKS: &str =
    "%B4012000098765439^EXAMPLE/ANN^3012101543210000000000000?;4012000098765439=30121010000012345678?";

fn id_of(answer: &Value) -> i64 {
    answer["transaction_id"].as_i64().unwrap()
}

#[test]
fn a_swiped_card_is_read_from_either_track_and_its_number_is_not_answered() {
    let mut state = State::new();
    let (first, second) = TRACKS.split_at(TRACKS.find(';').unwrap());
    for swipe in [TRACKS, first, second] {
        for kind in ["sale", "authorization"] {
            let path = format!("/v1/transactions/{kind}/swiped");
            let (status, answer) = call(&mut state, &path, &json!({"amount": "4.00", "swipe": swipe}), 1);
            assert_eq!((status, &answer["response_code"]), (200, &json!(101)), "{swipe}");
            assert_eq!(answer.get("masked_card_number"), None);
            let card = &exported(&mut state, id_of(&answer))["credit_card"];
            let expected = json!({
                "masked_number": "************5439", "expiration_month": 12, "expiration_year": 30,
            });
            assert_eq!(*card, expected);
        }
    }
    for (swipe, refusal) in [
        ("", Refusal::swipe()),
        ("4012000098765439=3012", Refusal::swipe()),
        (";4012000098765439=30", Refusal::swipe()),
        (";4012000098765430=3012?", Refusal::card_number()),
        (";4012000098765439=3013?", Refusal::expiration_month()),
    ] {
        let answer =
            call(&mut state, "/v1/transactions/sale/swiped", &json!({"amount": 1, "swipe": swipe}), 1);
        assert_eq!(answer, refused(&refusal, true), "{swipe}");
    }
}

#[test]
fn an_old_transaction_lends_its_card_and_addresses_to_a_new_one() {
    let mut state = account();
    let first =
        json!({"amount": "5.00", "credit_card": visa(), "billing_address": {"name": "Bo", "zip": "1"}});
    let first = id_of(&call(&mut state, "/v1/transactions/sale/keyed", &first, 1).1);
    for (kind, code) in [("sale", "Y"), ("authorization", "N")] {
        let path = format!("/v1/transactions/{kind}/by_transaction");
        let body = json!({"amount": "7.25", "transaction_id": first, "invoice_id": "again"});
        let (status, answer) = call(&mut state, &path, &body, 2);
        assert_eq!((status, &answer["response_code"]), (200, &json!(101)));
        assert_eq!(answer.get("masked_card_number"), None);
        let new = id_of(&answer);
        assert_ne!(new, first);
        let row = exported(&mut state, new);
        assert_eq!((&row["amount"], &row["invoice_id"]), (&json!(7.25), &json!("again")));
        assert_eq!(row["billing_address"]["name"], "Bo");
        assert_eq!(row["credit_card"], exported(&mut state, first)["credit_card"]);
        assert_eq!(status_of(&mut state, new).0, code);
        let unknown = call(&mut state, &path, &json!({"amount": "1.00", "transaction_id": 5}), 2);
        assert_eq!(unknown, refused(&Refusal::transaction_id(), true));
    }
}

fn protected(state: &mut State, card: &TestCard<'_>) -> Value {
    let (hpf_token, enc_key) = state.protect.take(card.read(), card.security_code.to_owned());
    json!({"hpf_token": hpf_token, "enc_key": enc_key, "amount": "3.00"})
}

#[test]
fn a_protect_token_is_good_for_one_use_with_its_own_key() {
    let mut state = State::new();
    let path = "/v1/transactions/sale/pt_protect";
    let body = protected(&mut state, &TestCard::AMEX);
    let mut wrong = body.clone();
    wrong["enc_key"] = json!("another");
    assert_eq!(call(&mut state, path, &wrong, 1), refused(&Refusal::protect_token(), true));
    let (status, answer) = call(&mut state, path, &body, 1);
    assert_eq!(
        (status, &answer["response_code"], &answer["csc_response"]),
        (200, &json!(101), &json!("Match"))
    );
    assert_eq!(answer.get("masked_card_number"), None);
    let row = exported(&mut state, id_of(&answer));
    assert_eq!(row["credit_card"]["masked_number"], "***********2376");
    assert_eq!(call(&mut state, path, &body, 1), refused(&Refusal::protect_token(), true));
    let bad = TestCard { number: "54545454545454", expiration_month: 14, ..TestCard::VISA };
    let body = protected(&mut state, &bad);
    let expected = Refusal::card_number().and(Refusal::expiration_month());
    let hold = "/v1/transactions/authorization/pt_protect";
    assert_eq!(call(&mut state, hold, &body, 1), refused(&expected, true));
}

#[test]
fn a_protected_sale_can_make_a_customer_and_does_so_only_when_it_is_approved() {
    let mut state = State::new();
    let sell = |state: &mut State, kind: &str, amount: &str, id: &str| {
        let mut body = protected(state, &TestCard::VISA);
        body["amount"] = json!(amount);
        body["customer_id"] = json!(id);
        body["billing_address"] = json!({"name": "Cy"});
        call(state, &format!("/v1/transactions/{kind}/pt_protect_customer"), &body, 1)
    };
    assert_eq!(sell(&mut state, "sale", "0.29", "P1").1["response_code"], 102);
    assert!(state.customers.is_empty());
    let (_, answer) = sell(&mut state, "sale", "9.00", "P1");
    assert_eq!((&answer["response_code"], &answer["customer_id"]), (&json!(101), &json!("P1")));
    assert_eq!(exported(&mut state, id_of(&answer))["customer_id"], "P1");
    let again = json!({"amount": "2.00", "customer_id": "P1"});
    assert_eq!(call(&mut state, "/v1/transactions/sale/by_customer", &again, 2).0, 200);
    let twice = sell(&mut state, "authorization", "9.00", "P1");
    assert_eq!(twice, refused(&Refusal::customer_not_unique(), true));
    assert_eq!(sell(&mut state, "authorization", "0.00", "P2").1["customer_id"], "P2");
}

#[test]
fn refunds_without_a_sale_are_off_by_default_and_settle_when_they_are_on() {
    let mut state = account();
    let bodies = [
        ("to_customer", json!({"customer_id": "C1"})),
        ("keyed", json!({"credit_card": visa()})),
        ("swiped", json!({"swipe": TRACKS})),
    ];
    let refund = |state: &mut State, (word, body): &(&str, Value), amount: &str| {
        let mut body = body.clone();
        body["amount"] = json!(amount);
        call(state, &format!("/v1/transactions/refund/{word}"), &body, 1)
    };
    for body in &bodies {
        assert_eq!(refund(&mut state, body, "6.00"), refused(&Refusal::permission(), true));
    }
    state.settings.unreferenced_refunds = true;
    for body in &bodies {
        let (status, answer) = refund(&mut state, body, "6.00");
        assert_eq!((status, &answer["response_code"]), (200, &json!(106)));
        let keyed = body.0 == "keyed";
        assert_eq!(answer.get("masked_card_number").is_some(), keyed);
        assert_eq!(answer.get("approval_code").is_some(), keyed);
        assert_eq!(exported(&mut state, id_of(&answer))["transaction_type"], "REFUND");
        assert_eq!(refund(&mut state, body, "0.00"), refused(&Refusal::amount(), true));
        let (status, answer) = refund(&mut state, body, "1.07");
        assert_eq!((status, &answer["success"], &answer["response_code"]), (200, &json!(true), &json!(107)));
        assert_eq!(status_of(&mut state, id_of(&answer)).1, "Declined");
    }
    call(&mut state, "/v1/transactions/settle", &json!({}), 1);
    let (_, answer) = call(&mut state, "/v1/batches/export_one", &json!({}), 2);
    assert_eq!((&answer["batch"]["refund_count"], &answer["batch"]["net_amount"]), (&json!(3), &json!(-18)));
}

#[test]
fn a_code_that_does_not_match_voids_the_approval_where_the_merchant_asks_for_codes() {
    let mut state = account();
    let keyed = "/v1/transactions/sale/keyed";
    let body = |code: &str| json!({"amount": "8.00", "credit_card": visa(), "csc": code});
    let (_, answer) = call(&mut state, keyed, &body("123"), 1);
    assert_eq!((&answer["response_code"], &answer["csc_response"]), (&json!(101), &json!("No Match")));
    state.settings.security_code_required = true;
    assert_eq!(call(&mut state, keyed, &body("999"), 1).1["response_code"], 101);
    let (status, answer) = call(&mut state, keyed, &body("123"), 1);
    assert_eq!((status, &answer["success"], &answer["response_code"]), (200, &json!(true), &json!(103)));
    assert_eq!(status_of(&mut state, id_of(&answer)), ("N".into(), "Voided".into(), String::new()));
    assert_eq!(call(&mut state, keyed, &body(""), 1), refused(&Refusal::security_code(), true));
    let on_file = json!({"amount": "8.00", "customer_id": "C1"});
    assert_eq!(call(&mut state, "/v1/transactions/sale/by_customer", &on_file, 1).1["response_code"], 101);
    let token = protected(&mut state, &TestCard { security_code: "000", ..TestCard::DISCOVER });
    let (_, answer) = call(&mut state, "/v1/transactions/sale/pt_protect", &token, 1);
    assert_eq!(answer["response_code"], 103);
}

#[test]
fn what_was_encrypted_with_the_public_key_is_taken_in_place_of_the_plain_value() {
    use base64::Engine;
    use rsa::pkcs8::DecodePublicKey;

    let key = rsa::PublicKey::from_public_key_pem(&encryption::public_key_pem().unwrap()).unwrap();
    let text = |block: Vec<u8>| base64::engine::general_purpose::STANDARD.encode(block);
    let number = text(key.pkcs1v15_encrypt(b"4012000098765439").unwrap());
    let csc = text(key.oaep_encrypt::<sha1::Sha1>(b"999").unwrap());
    let swipe = text(key.oaep_encrypt::<sha2::Sha256>(TRACKS.as_bytes()).unwrap());
    let mut state = State::new();
    let card = json!({"encrypted_number": number, "expiration_month": 12, "expiration_year": "2030"});
    let body = json!({"amount": "5.00", "credit_card": card, "encrypted_csc": csc});
    let (_, answer) = call(&mut state, "/v1/transactions/sale/keyed", &body, 1);
    assert_eq!((&answer["response_code"], &answer["csc_response"]), (&json!(101), &json!("Match")));
    assert_eq!(answer["masked_card_number"], "xxxxxxxxxxxx5439");
    let body = json!({"amount": "5.00", "encrypted_swipe": swipe});
    assert_eq!(call(&mut state, "/v1/transactions/sale/swiped", &body, 1).1["response_code"], 101);
    for garbage in ["4012000098765439", "not base64!", &number[..number.len() - 8]] {
        let card = json!({"encrypted_number": garbage, "expiration_month": 12, "expiration_year": "2030"});
        let body = json!({"amount": "5.00", "credit_card": card});
        let answer = call(&mut state, "/v1/transactions/sale/keyed", &body, 1);
        assert_eq!(answer, refused(&Refusal::encryption("encrypted_number"), true), "{garbage}");
    }
}
