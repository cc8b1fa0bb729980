use std::fmt::Write;

use chrono::{Days, NaiveDate};
use paysage_sandbox::paytrace::{LoadError, PayTraceSimulator};
use serde_json::json;

use super::Desk;

const ENVELOPE: [&str; 2] = [
    r#"{"success":true,"response_code":1,"status_message":"Your export was successfully completed.","transactions":["#,
    r#"],"external_transaction_id":""}"#,
];

fn file(rows: &[String]) -> String {
    format!("{}{}{}", ENVELOPE[0], rows.join(","), ENVELOPE[1])
}

fn row(number: u64, day: NaiveDate) -> String {
    format!(
        r#"{{ "transaction_id": {number},"transaction_type":"SALE","amount":{}.10,"status_code":"GB{}","status_message":"GB","created":{{"at":"{} 1:02:03 PM"}},"settled":"","description":"{}"}}"#,
        number % 1000,
        number % 999,
        day.format("%-m/%-d/%Y"),
        "x".repeat(200),
    )
}

#[tokio::test]
async fn an_export_of_many_pieces_comes_back_byte_for_byte() {
    let first = NaiveDate::from_ymd_opt(2026, 1, 30).unwrap();
    let rows: Vec<String> =
        (0..5000).map(|number| row(number + 1, first + Days::new(number / 1000))).collect();
    let simulator = PayTraceSimulator::new();
    let loaded = simulator.load(file(&rows).as_bytes()).unwrap();
    assert_eq!(
        (loaded.rows, loaded.first_day, loaded.last_day),
        (5000, Some(first), Some(first + Days::new(4)))
    );
    let desk = Desk::open(simulator).await;
    let window = |start: &str, end: &str| json!({"start_date": start, "end_date": end});
    let path = "/v1/transactions/export/by_date_range";
    let answer = desk.send(path, &window("01/30/2026", "02/03/2026")).await.unwrap();
    assert_eq!(answer.headers().get("content-length"), None);
    assert!(answer.text().await.unwrap() == file(&rows));
    let answer = desk.send(path, &window("01/31/2026", "2/1/2026")).await.unwrap();
    assert!(answer.text().await.unwrap() == file(&rows[1000..3000]));
    let answer = desk.send(path, &window("03/01/2026", "03/31/2026")).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), file(&[]));
}

#[tokio::test]
async fn malformed_rows_are_served_as_they_stand() {
    let day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    let rows = [
        r#"{"transaction_id":"","amount":"abc","created":{"at":"never"}}"#.to_owned(),
        row(1, day),
        r#"{"transaction_id":2,"transaction_id":3,"amount":1e3,  "amount":-0.001}"#.to_owned(),
        r#"{"transaction_id":4,"amount":1.999,"status_code":"Y","created":{"at":"13/45/2026"}}"#.to_owned(),
        r#""a text with ] and } in it""#.to_owned(),
        format!(
            r#"{{"transaction_id":5,"created":{{"at":"5/1/2026 1:00:00 AM"}},"note":"{}"}}"#,
            "y".repeat(90_000)
        ),
    ];
    let simulator = PayTraceSimulator::new();
    assert_eq!(simulator.load(file(&rows).as_bytes()).unwrap().rows, 6);
    simulator.settle_now();
    let desk = Desk::open(simulator).await;
    let window = json!({"start_date": "05/01/2026", "end_date": "05/01/2026"});
    let answer = desk.send("/v1/transactions/export/by_date_range", &window).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), file(&rows));
    let answer = desk.send("/v1/transactions/export/by_id", &json!({"transaction_id": 4})).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), file(&rows[3..4]));
}

#[test]
fn a_file_that_is_no_whole_export_is_refused_in_one_sentence_and_leaves_nothing() {
    let simulator = PayTraceSimulator::new();
    let rows = [row(1, NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())];
    let whole = file(&rows);
    let failed = whole.replacen("true", "false", 1);
    let cut = &whole[..whole.len() - 40];
    for (bytes, is_failed_export) in
        [("", false), ("{}", false), ("date,amount\n1,2\n", false), (cut, false), (failed.as_str(), true)]
    {
        let error = simulator.load(bytes.as_bytes()).unwrap_err();
        assert_eq!(matches!(error, LoadError::Failed), is_failed_export, "{error}");
        let mut text = String::new();
        write!(text, "{error}").unwrap();
        assert!(text.starts_with("the file ") && !text.contains('\n'), "{text}");
    }
    assert_eq!(simulator.first_day(), None);
}
