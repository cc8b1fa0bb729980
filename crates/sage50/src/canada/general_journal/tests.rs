#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use proptest::prelude::*;

use super::*;
use crate::model::sample;

const SAMPLE: &[u8] = b"06-05-26,\"PTSET-20260604\",\"PayTrace settlement 2026-06-04\"\r\n\
    1060,475.79,\"net to bank\"\r\n\
    5640,14.21,\"processing fees\"\r\n\
    1090,-490.00,\"card clearing\"\r\n";

fn cad(text: &str) -> Money {
    Money::parse(text, Currency::Cad).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn text(text: &str) -> Description {
    Description::new(text).unwrap()
}

fn settlement() -> JournalEntry {
    let lines = vec![
        JournalLine::debit(account("1060"), cad("475.79")).unwrap().with_description(text("net to bank")),
        JournalLine::debit(account("5640"), cad("14.21")).unwrap().with_description(text("processing fees")),
        JournalLine::credit(account("1090"), cad("490.00")).unwrap().with_description(text("card clearing")),
    ];
    let date = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();
    JournalEntry::new(Reference::new("PTSET-20260604").unwrap(), date, lines)
        .unwrap()
        .with_description(text("PayTrace settlement 2026-06-04"))
}

fn profile() -> GeneralJournalProfile {
    GeneralJournalProfile::default()
}

#[test]
fn a_settlement_is_written_cell_by_cell_and_reads_back() {
    let written = write(&[settlement().into()], &profile());
    assert_eq!(String::from_utf8(written.bytes).unwrap(), String::from_utf8(SAMPLE.to_vec()).unwrap());
    assert_eq!((written.documents, written.blocked, written.left_out), (1, vec![], vec![]));
    assert_eq!(read(SAMPLE, &profile()).unwrap(), [settlement()]);
}

#[test]
fn lines_on_one_account_stay_lines_of_their_own() {
    let lines = vec![
        JournalLine::debit(account("1060"), cad("18.00")).unwrap(),
        JournalLine::credit(account("2310"), cad("5.00")).unwrap().with_description(text("GST")),
        JournalLine::credit(account("2310"), cad("13.00")).unwrap().with_description(text("HST")),
    ];
    let date = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();
    let entry = JournalEntry::new(Reference::new("TAX-1").unwrap(), date, lines).unwrap();
    let written = write(&[entry.clone().into()], &profile());
    let file = "06-05-26,\"TAX-1\",\"\"\r\n1060,18.00\r\n2310,-5.00,\"GST\"\r\n2310,-13.00,\"HST\"\r\n";
    assert_eq!(String::from_utf8(written.bytes).unwrap(), file);
    assert_eq!(read(file.as_bytes(), &profile()).unwrap(), [entry]);
}

#[test]
fn what_sage_would_refuse_is_blocked_with_reason_and_fix_and_the_rest_goes() {
    let built = |reference: &str, accounts: [&str; 2], amounts: [&str; 2], words: &str| {
        let date = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();
        let lines = vec![
            JournalLine::debit(account(accounts[0]), cad(amounts[0])).unwrap(),
            JournalLine::debit(account("1"), cad(amounts[1])).unwrap(),
            JournalLine::credit(account(accounts[1]), cad("5.00")).unwrap(),
        ];
        let entry = JournalEntry::new(Reference::new(reference).unwrap(), date, lines).unwrap();
        Document::from(entry.with_description(text(words)))
    };
    let half = ["2.50", "2.50"];
    let documents = [
        built("LETTER", ["1A", "2"], half, "x"),
        built("LINKED", ["1200", "2"], half, "x"),
        built("ZERO", ["1", "2"], ["0.00", "5.00"], "x"),
        built("QUOTE", ["1", "2"], half, "5\" pipe"),
        built("FORMULA", ["1", "2"], half, "=1+1"),
        built("LONG", ["1", "2"], half, &"x".repeat(76)),
        built("LETTERS", ["1", "2"], half, "Łódź"),
        built("GOOD", ["1", "2"], half, "Québec"),
        built("good", ["1", "2"], half, "Québec"),
    ];
    let linked = GeneralJournalProfile { linked_accounts: [account("1200")].into(), ..profile() };
    let written = write(&documents, &linked);
    let reasons =
        written.blocked.iter().map(|blocked| format!("{} {}", blocked.document.reference(), blocked.reason));
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [
            "LETTER account 1A is no number",
            "LINKED account 1200 is linked to receivables or payables",
            "ZERO the line on 1 is zero",
            "QUOTE \"5\\\" pipe\" holds a double quote, with which Sage ends a text",
            "FORMULA \"=1+1\" begins as a formula does, and a spreadsheet would run it",
            &format!("LONG description is {:?}, of which at most 75 characters are allowed", "x".repeat(76)),
            "LETTERS 'Ł' is in none of Sage's files, which are Windows-1252",
            "good a document of this kind, reference, customer and day is in the file already",
        ]
    );
    assert_eq!(written.documents, 1);
    assert_eq!(written.bytes, b"06-05-26,\"GOOD\",\"Qu\xe9bec\"\r\n1,2.50\r\n1,2.50\r\n2,-5.00\r\n");
}

#[test]
fn documents_of_other_currencies_centuries_and_kinds_are_blocked() {
    let other = |date: &str, currency| {
        let amount = Money::parse("1.00", currency).unwrap();
        let lines = vec![
            JournalLine::debit(account("1"), amount).unwrap(),
            JournalLine::credit(account("2"), amount).unwrap(),
        ];
        JournalEntry::new(Reference::new("A").unwrap(), date.parse().unwrap(), lines).unwrap().into()
    };
    let customer = crate::model::Customer::new(
        crate::model::CustomerId::new("A").unwrap(),
        crate::model::CustomerName::new("A").unwrap(),
    );
    let documents = [other("2026-06-05", Currency::Usd), other("1999-12-31", Currency::Cad), customer.into()];
    let written = write(&documents, &profile());
    let reasons = written.blocked.iter().map(|blocked| &*blocked.reason).collect::<Vec<_>>();
    assert_eq!(
        reasons,
        [
            "it is in USD and the books are in CAD",
            "1999-12-31 is not in this century",
            "the general journal takes journal entries and no customer",
        ]
    );
    assert!(written.bytes.is_empty());
}

#[test]
fn a_bad_line_stops_the_whole_file_by_number() {
    let sample = String::from_utf8(SAMPLE.to_vec()).unwrap();
    let two = format!("{sample}{sample}");
    let cases = [
        (two.replacen("475.79", "475.80", 1), 1, "does not balance"),
        (two.replace("1060,475.79", "1060,475.799"), 2, "amount \"475.799\""),
        (two.replacen("1060,475.79", "1060,", 1), 2, "amount \"\""),
        (two.replacen("06-05-26,", "06-31-26,", 1), 1, "not the head"),
        (two.replacen("\r\n1060", ",USD,1.35\r\n1060", 1), 1, "foreign currency"),
        (two.replacen("1060,475.79", "TAXH,1,0\r\n1060,475.79", 1), 2, "line of taxes"),
        (two.replacen("\"net to bank\"", "\"net to bank\",1", 1), 2, "allocates to projects"),
        (two.replacen("PTSET-20260604", "1.05969E+08", 1), 1, "spreadsheet"),
        (two.replacen("PTSET-20260604", &"x".repeat(21), 1), 1, "at most 20 characters"),
        (sample.split_at(sample.len() - 66).0.to_owned(), 1, "needs at least 2"),
        (sample.split_at(sample.len() - 22).0.to_owned(), 1, "does not balance"),
    ];
    for (text, line, reason) in cases {
        let error = read(text.as_bytes(), &profile()).unwrap_err();
        assert!(error.reason.contains(reason), "{reason}: {error}");
        assert_eq!(error.line, line, "{reason}");
    }
}

#[test]
fn an_older_or_looser_hand_reads_the_same() {
    let loose = "06-05-2026, \"PTSET-20260604\" , \"PayTrace settlement 2026-06-04\"\n\n1060, 475.79,net to bank\n\
        5640,14.21,\"processing fees\",0\n1090,-490,\"card clearing\"";
    assert_eq!(read(loose.as_bytes(), &profile()).unwrap(), [settlement()]);
    assert_eq!(read(b"", &profile()).unwrap(), []);
}

/// An entry in Canadian dollars on numbered accounts, from any.
fn canadian(entry: &JournalEntry) -> JournalEntry {
    let lines = entry.lines().iter().filter(|line| !line.amount().is_zero()).map(|line| {
        let number = line.account().as_str().bytes().map(u32::from).sum::<u32>();
        let amount = Money::from_minor(line.amount().minor(), Currency::Cad);
        let mapped = JournalLine::new(account(&number.to_string()), line.side(), amount).unwrap();
        match line.description() {
            Some(description) => mapped.with_description(description.clone()),
            None => mapped,
        }
    });
    let date = entry.date().with_year(2000 + entry.date().year().rem_euclid(100));
    let date = date.unwrap_or(NaiveDate::from_ymd_opt(2028, 2, 29).unwrap());
    let mapped = JournalEntry::new(entry.reference().clone(), date, lines.collect()).unwrap();
    match entry.description() {
        Some(description) => mapped.with_description(description.clone()),
        None => mapped,
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_and_the_rest_is_named(
        documents in proptest::collection::vec(sample::document(), 1..8),
    ) {
        let documents = documents.iter().map(|document| match document {
            Document::JournalEntry(entry) => canadian(entry).into(),
            other => other.clone(),
        }).collect::<Vec<Document>>();
        let written = write(&documents, &profile());
        prop_assert_eq!(written.documents + written.blocked.len(), documents.len());
        let read = read(&written.bytes, &profile()).unwrap();
        prop_assert_eq!(read.len(), written.documents);
        let mut left = documents.iter();
        for entry in read {
            let entry = Document::from(entry);
            prop_assert!(left.any(|document| *document == entry), "in order and equal");
        }
    }
}
