use super::*;
use proptest::prelude::*;

#[test]
fn the_vendors_example_is_read() {
    let body =
        b"parmList=ORDERID%7E123456%7CTRANSACTIONID%7E62279788%7CAPPCODE%7ETAS456%7CAPPMSG%7E++NO++MATCH\
        ++++++%2D+Approved+and+completed%7CAVSRESPONSE%7ENo+Match%7CCSCRESPONSE%7EMatch%7C\
        EMAIL%7Etest%40test%2Ecom%7C";
    let hint = Hint::from_form(body).expect("the vendor's own");
    let expected = Hint {
        order_id: Some("123456".into()),
        transaction_id: TransactionId::new(62_279_788).ok(),
        approval_code: Some("TAS456".into()),
        approval_message: Some("NO MATCH - Approved and completed".into()),
        avs_response: Some("No Match".into()),
        csc_response: Some("Match".into()),
        other: vec![("EMAIL".into(), "test@test.com".into())],
        ..Hint::empty()
    };
    assert_eq!(hint, expected);
    assert!(hint.claims_approval());
    assert!(!format!("{hint:?}").contains("test@test.com"));
}

#[test]
fn a_customer_and_a_decline_are_read() {
    let customer = Hint::from_form(b"x=1&PARMLIST=orderid~C1|CustomerID~C1|&y").expect("a customer");
    assert_eq!((customer.customer_id.as_deref(), customer.order_id.as_deref()), (Some("C1"), Some("C1")));
    let declined = Hint::from_pairs("ORDERID~7|TRANSACTIONID~5|APPCODE~|APPMSG~ DECLINE  - Do not honor|")
        .expect("read");
    assert!(!declined.claims_approval());
    assert_eq!(declined.approval_message.as_deref(), Some("DECLINE - Do not honor"));
}

#[test]
fn a_card_number_in_an_unknown_key_is_masked() {
    let hint = Hint::from_pairs("ORDERID~7|CC~4012000098765439|NOTE~a~b|").expect("read");
    assert_eq!(hint.other.last(), Some(&("NOTE".into(), "a~b".into())));
    assert!(!format!("{:?}", hint.other).contains("4012000098765439"));
}

#[test]
fn each_breach_is_named() {
    let many = (0..65).fold("parmList=".to_owned(), |list, place| list + &format!("K{place}~1|"));
    let long = format!("parmList=ORDERID~{}", "x".repeat(VALUE_LIMIT + 1));
    let key = format!("parmList={}~1", "K".repeat(KEY_LIMIT + 1));
    let huge = "x".repeat(BODY_LIMIT + 1);
    let cases: [(&str, HintError); 19] = [
        ("", HintError::NoList),
        ("ORDERID~1", HintError::NoList),
        ("parmList=ORDERID~1&parmList=ORDERID~2", HintError::NoList),
        ("parmList=", HintError::NamesNothing),
        ("parmList=APPCODE~1|", HintError::NamesNothing),
        ("parmList=ORDERID~ |", HintError::NamesNothing),
        ("parmList=ORDERID%7", HintError::BrokenEncoding { at: 7 }),
        ("parmList=ORDERID%7G1", HintError::BrokenEncoding { at: 7 }),
        ("parmList=%+1", HintError::BrokenEncoding { at: 0 }),
        ("parmList=ORDERID~%FF", HintError::NotUtf8),
        ("parmList=ORDERID", HintError::BadPair { place: 1 }),
        ("parmList=ORDERID~1|~2", HintError::BadPair { place: 2 }),
        ("parmList=ORDERID~1|orderid~2", HintError::Twice { place: 2 }),
        ("parmList=ORDERID~1%0D%0A", HintError::Control { place: 1 }),
        ("parmList=TRANSACTIONID~-5", HintError::BadId),
        (&many, HintError::TooManyPairs),
        (&long, HintError::ValueTooLong { place: 1 }),
        (&key, HintError::BadPair { place: 1 }),
        (&huge, HintError::TooLarge { found: BODY_LIMIT + 1 }),
    ];
    for (body, error) in cases {
        assert_eq!(Hint::from_form(body.as_bytes()), Err(error), "{body:.60}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200), tail in "[~|%+&=A-Z0-9]{0,80}") {
        let _ = Hint::from_form(&body);
        let _ = Hint::from_form(format!("parmList={tail}").as_bytes());
        let _ = Hint::from_pairs(&String::from_utf8_lossy(&body));
    }

    #[test]
    fn what_is_encoded_is_read_back(order in "[a-zA-Z0-9 %+&=~äß€-]{1,40}", note in "[ -{}~]{0,40}") {
        prop_assume!(!order.trim().is_empty());
        let list = format!("ORDERID~{order}|NOTE~{note}|");
        let encoded = list.bytes().fold("parmList=".to_owned(), |form, byte| form + &format!("%{byte:02x}"));
        let hint = Hint::from_form(encoded.as_bytes()).unwrap();
        prop_assert_eq!(hint.order_id.as_deref(), Some(order.trim()));
        prop_assert_eq!(hint.other, vec![("NOTE".into(), clean(note.trim()))]);
    }
}
