use super::*;

fn reply(status: u16, body: &str) -> Reply {
    Reply::new(status, body.as_bytes().to_vec())
}

#[test]
fn a_status_alone_gives_kind_and_outcome() {
    use ErrorKind::{
        Auth, Conflict, Invalid, Locked, NotFound, Permission, RateLimited, Unavailable, Unreadable,
    };
    use Outcome::{Nothing, Unknown};
    let cases = [
        (100, Unreadable, Unknown),
        (202, Unreadable, Unknown),
        (204, Unreadable, Unknown),
        (301, Unreadable, Unknown),
        (307, Unreadable, Unknown),
        (400, Invalid, Nothing),
        (401, Auth, Nothing),
        (403, Permission, Nothing),
        (404, NotFound, Nothing),
        (405, Invalid, Nothing),
        (408, Unavailable, Unknown),
        (409, Conflict, Nothing),
        (413, Invalid, Nothing),
        (422, Invalid, Nothing),
        (423, Locked, Nothing),
        (429, RateLimited, Nothing),
        (499, Unavailable, Unknown),
        (500, Unavailable, Unknown),
        (502, Unavailable, Unknown),
        (503, Unavailable, Unknown),
        (504, Unavailable, Unknown),
        (600, Unreadable, Unknown),
        (0, Unreadable, Unknown),
    ];
    for body in ["", "<html>", "{", "null", "[]", "{}"] {
        for (status, kind, outcome) in cases {
            let error = of_post(&reply(status, body));
            assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status} {body}");
            assert_eq!(error.status(), Some(status));
            assert!(error.details().is_empty(), "{status} {body}");
            assert_eq!(of_read(&reply(status, body)).outcome(), Nothing, "{status}");
        }
    }
}

#[test]
fn the_code_refines_the_status_but_never_the_outcome() {
    use ErrorKind::{ClosedPeriod, Duplicate, Invalid, Locked, NotFound, Permission};
    let cases = [
        (409, "DuplicateValue", Duplicate),
        (422, "DuplicateValueProblem", Duplicate),
        (422, "MissingValue", Invalid),
        (422, "InvalidValue", Invalid),
        (422, "AmountExceedsDue", Invalid),
        (422, "Unbalanced", Invalid),
        (422, "UnknownAccount", NotFound),
        (422, "UnknownCustomer", NotFound),
        (422, "UnknownInvoice", NotFound),
        (422, "ClosedPeriod", ClosedPeriod),
        (423, "CompanyLocked", Locked),
        (423, "RecordInUse", Locked),
        (409, "RecordInUseException", Locked),
        (503, "LicenseNotAvailable", Locked),
        (500, "InadequatePermissionException", Permission),
        (500, "DuplicateValue", Duplicate),
    ];
    for (status, code, kind) in cases {
        let body = format!(
            r#"[{{"$severity":"error","$dataCode":"{code}","$message":"text","$source":"lines[0].account"}}]"#
        );
        let error = of_post(&reply(status, &body));
        assert_eq!(error.kind(), kind, "{status} {code}");
        let expected = if status < 500 { Outcome::Nothing } else { Outcome::Unknown };
        assert_eq!(error.outcome(), expected, "{status} {code}");
        let detail = error.detail().unwrap();
        assert_eq!(detail.code.as_deref(), Some(code));
        assert_eq!((&*detail.message, detail.field.as_deref()), ("text", Some("lines[0].account")));
    }
}

/// The four shapes of error bodies, each with the same code (where the shape has one), message and field (the same).
fn shapes(code: &str, message: &str, field: &str) -> [(String, Detail); 5] {
    let detail = |code: Option<&str>, field: Option<&str>| Detail {
        code: code.map(Into::into),
        message: message.into(),
        field: field.map(Into::into),
    };
    let array = format!(
        r#"[{{"$severity":"error","$dataCode":"{code}","$message":"{message}","$source":"{field}"}}]"#
    );
    [
        (array, detail(Some(code), Some(field))),
        (
            format!(r#"{{"$problems":[{{"dataPath":"{field}","message":"{message}"}}]}}"#),
            detail(None, Some(field)),
        ),
        (format!(r#"{{"error":"{message}"}}"#), detail(None, None)),
        (format!(r#"{{"success":false,"message":"{message}"}}"#), detail(None, None)),
        (format!(r#"{{"success":false,"code":"{code}","message":"{message}"}}"#), detail(Some(code), None)),
    ]
}

#[test]
fn a_duplicate_a_field_and_a_pending_approval_are_understood_in_all_four_shapes_of_error_bodies() {
    let words = "The record was not saved: duplicate reference number.";
    for (body, detail) in shapes("DuplicateValue", words, "referenceNumber") {
        for status in [400, 409, 422] {
            let error = of_post(&reply(status, &body));
            assert_eq!(
                (error.kind(), error.sage()),
                (ErrorKind::Duplicate, Some(SageDetail::Duplicate)),
                "{body}"
            );
            assert_eq!(
                (error.outcome(), error.details()),
                (Outcome::Nothing, &[detail.clone()][..]),
                "{body}"
            );
        }
    }
    for (body, detail) in shapes("InvalidValue", "is too long", "lines[2].account") {
        let error = of_post(&reply(422, &body));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing), "{body}");
        assert_eq!(error.details(), [detail], "{body}");
        assert_eq!(error.remedy(), SageDetail::Validation.remedy(), "{body}");
    }
    for (body, _) in shapes("AuthorizationPending", "Access: Pending", "") {
        let error = of_post(&reply(403, &body));
        let expected = (ErrorKind::Permission, Some(SageDetail::AuthorizationPending));
        assert_eq!((error.kind(), error.sage()), expected, "{body}");
    }
}

#[test]
fn every_reason_of_the_contract_reaches_the_caller_with_its_remedy() {
    let cases = [
        (409, "DuplicateValue", SageDetail::Duplicate),
        (422, "MissingValue", SageDetail::Validation),
        (422, "ClosedPeriod", SageDetail::ClosedPeriod),
        (404, "NotFound", SageDetail::NotFound),
        (422, "UnknownCustomer", SageDetail::UnknownCustomer),
        (422, "UnknownAccount", SageDetail::UnknownAccount),
        (422, "UnknownInvoice", SageDetail::UnknownInvoice),
        (422, "UnknownItem", SageDetail::UnknownItem),
        (422, "CreditHold", SageDetail::CreditHold),
        (422, "AmountExceedsDue", SageDetail::AmountMismatch),
        (403, "AuthorizationPending", SageDetail::AuthorizationPending),
        (403, "AuthorizationDenied", SageDetail::AuthorizationDenied),
        (423, "CompanyLocked", SageDetail::CompanyLocked),
        (423, "RecordInUse", SageDetail::RecordInUse),
        (423, "LicenceUnavailable", SageDetail::LicenceSeats),
        (429, "TooManyCalls", SageDetail::CallRate),
    ];
    for (status, code, sage) in cases {
        let error = of_post(&reply(status, &shapes(code, "text", "field")[0].0));
        assert_eq!((error.kind(), error.sage()), (sage.kind(), Some(sage)), "{status} {code}");
        assert_eq!((error.remedy(), error.outcome()), (sage.remedy(), Outcome::Nothing), "{status} {code}");
    }
    let doubt = of_post(&reply(502, "<html></html>"));
    assert_eq!(doubt.sage(), Some(SageDetail::UnknownOutcome));
}

#[test]
fn a_duplicate_outweighs_other_reasons_and_a_warning_none() {
    let body = r#"[{"$severity":"warning","$dataCode":"RecordInUse","$message":"w"},
                   {"$severity":"error","$dataCode":"ClosedPeriod","$message":"c"},
                   {"$severity":"error","$dataCode":"Other","$message":"Duplicate reference number PT1."}]"#;
    let error = of_post(&reply(422, body));
    assert_eq!(error.kind(), ErrorKind::Duplicate);
    assert_eq!(error.details().len(), 3);
    let body = r#"[{"$severity":"Warning","$dataCode":"DuplicateValue","$message":"w"},
                   {"$severity":"error","$dataCode":"InvalidValue","$message":"i"}]"#;
    assert_eq!(of_post(&reply(422, body)).kind(), ErrorKind::Invalid);
}

#[test]
fn what_the_server_says_is_cleaned() {
    let cases = [
        ("card 4111111111111111 refused", "card [digits] refused"),
        ("card 4111 1111 1111 1111 refused", "card [digits] refused"),
        ("4111-1111-1111-1111", "[digits]"),
        ("invoice 100000001 on 2026-07-01", "invoice 100000001 on 2026-07-01"),
        ("line\nbreak\u{1b}[31m", "line break [31m"),
        ("größer als 20", "größer als 20"),
    ];
    for (text, expected) in cases {
        assert_eq!(&*clean(text), expected);
    }
    assert_eq!(clean(&"ä".repeat(1000)).chars().count(), 300);
}

#[test]
fn the_wait_is_read_as_seconds_or_as_a_date_beside_the_servers_own_clock() {
    let now = "Tue, 24 Nov 2026 15:00:00 GMT";
    let cases = [
        (Some("7"), None, Some(7)),
        (Some(" 7 "), None, Some(7)),
        (Some("4000000000"), None, Some(86_400)),
        (Some("-1"), None, None),
        (Some("soon"), Some(now), None),
        (Some("Tue, 24 Nov 2026 15:02:00 GMT"), Some(now), Some(120)),
        (Some("Tue, 24 Nov 2026 14:00:00 GMT"), Some(now), Some(0)),
        (Some("Tue, 24 Nov 2026 15:02:00 GMT"), None, None),
        (None, Some(now), None),
    ];
    for (asked, date, seconds) in cases {
        let reply =
            Reply { retry_after: asked.map(Into::into), date: date.map(Into::into), ..reply(429, "") };
        let error = of_post(&reply);
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs), "{asked:?} {date:?}");
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimited, true));
    }
}
