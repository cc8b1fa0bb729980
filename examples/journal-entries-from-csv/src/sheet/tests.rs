use super::*;

const HEAD: &str = "date,reference,account,debit,credit,memo\n";

fn sheet(lines: &str) -> Sheet {
    Sheet::read(format!("{HEAD}{lines}").as_bytes(), None).unwrap()
}

fn refusal(text: &[u8]) -> String {
    Sheet::read(text, None).err().unwrap().to_string()
}

/// Every mistake, as it is shown.
fn mistakes(lines: &str) -> Vec<String> {
    let Sheet { entries, stray } = sheet(lines);
    let of_entries = entries.into_iter().filter_map(|one| one.entry.err()).flatten();
    stray.into_iter().chain(of_entries).map(|problem| problem.to_string()).collect()
}

#[test]
fn lines_with_one_reference_are_one_entry_wherever_they_stand_and_whatever_their_case() {
    let sheet = sheet(
        "2026-06-05,SET-1,10200,475.79,,\"Paid out, net\"\n\
         2026-06-06,SET-2,10200,1,0.00,\n\
         ,,,,,\n\
         2026-06-05,set-1,10300,0.00,475.79,\n\
         2026-06-06,SET-2,10300,,1.00,\n",
    );
    let entries: Vec<_> = sheet.entries.iter().map(|one| one.entry.as_ref().unwrap()).collect();
    let shown: Vec<_> = entries
        .iter()
        .map(|one| (one.reference().as_str(), one.total().to_string(), one.lines().len()))
        .collect();
    assert_eq!(shown, [("SET-1", "475.79".to_owned(), 2), ("SET-2", "1.00".to_owned(), 2)]);
    assert_eq!(entries[0].lines()[0].description().unwrap().as_str(), "Paid out, net");
    assert_eq!((sheet.stray.len(), sheet.entries[1].line), (0, 3));
}

#[test]
fn every_mistake_is_named_with_line_column_and_remedy() {
    let cases = [
        (
            "5/6/2026,A,1,1,,\n",
            "line 2, date: \"5/6/2026\" is no day; write year, month and day, e.g. 2026-06-30",
        ),
        (
            "2026-06-05,,1,1,,\n",
            "line 2, reference: reference is blank; give the entry a reference of its own",
        ),
        ("2026-06-05,A,,1,,\n", "line 2, account: general ledger account is blank; name the account's id"),
        (
            "2026-06-05,A,1,1.005,,\n",
            "line 2, debit: \"1.005\" has more decimals than its currency allows; amounts are never rounded; round it to the cent where it comes from",
        ),
        (
            "2026-06-05,A,1,,-1,\n",
            "line 2, credit: -1.00 is below zero; put it into the other column, without a sign",
        ),
        (
            "2026-06-05,A,1,1,1,\n",
            "line 2, debit and credit: both are filled; make two lines of it, or leave one blank",
        ),
        (
            "2026-06-05,A,1,,0.00,\n",
            "line 2, debit and credit: neither is filled; fill one, or take the line out",
        ),
        (
            "2026-06-05,A,1,1,,\n",
            "line 2, the whole entry: journal entry has 1 lines; it needs at least 2; add the other side, under the same reference",
        ),
        (
            "2026-06-05,A,1,1\n",
            "line 2, the whole line: there are 4 cells where 6 are expected; put a text that holds a comma in double quotes",
        ),
        (
            "2026-06-05,A,1,1,,\n2026-06-06,A,2,,1,\n",
            "line 3, date: 2026-06-06, but line 2 of the same entry has 2026-06-05; book an entry on one day, and give what belongs to another a reference of its own",
        ),
        (
            "2026-06-05,A,1,1,,\n2026-06-05,A,2,,2,\n",
            "line 2, the whole entry: the journal entry does not balance: debits 1.00, credits 2.00; correct an amount, or add the line that is missing",
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(mistakes(lines), [expected], "{lines}");
    }
    let long =
        mistakes(&format!("2026-06-05,{},1,1,,\n2026-06-05,A,1,1,,{}\n", "x".repeat(99), "y".repeat(999)));
    let begins = [
        "line 2, reference: reference has 99 characters; at most ",
        "line 3, memo: description has 999 characters; ",
    ];
    assert!(
        long.len() == 2 && long.iter().zip(begins).all(|(one, begin)| one.starts_with(begin)),
        "{long:?}"
    );
}

#[test]
fn an_entry_with_a_mistake_is_not_booked_by_halves() {
    let sheet = sheet(
        "2026-06-05,A,1,1,,\n2026-06-05,A,2,,1,\n2026-06-05,A,3,x,,\n2026-06-05,B,1,1,,\n2026-06-05,B,2,,1,\n",
    );
    let good: Vec<_> =
        sheet.entries.iter().filter(|one| one.entry.is_ok()).map(|one| one.reference.as_str()).collect();
    assert_eq!(good, ["B"]);
}

#[test]
fn a_file_of_other_columns_is_refused_whole() {
    let must = "its first line must be date,reference,account,debit,credit,memo";
    let cases = [
        ("date,reference,account,debit,credit\n", format!("the file has no column \"memo\"; {must}")),
        (
            "date,reference,account,debit,credit,memo,job\n",
            format!("the column \"job\" is not known: take it out; {must}"),
        ),
        (
            "date,Date,reference,account,debit,credit,memo\n",
            format!("the column \"date\" stands twice: take one out; {must}"),
        ),
        ("", format!("the file has no column \"date\"; {must}")),
    ];
    for (text, expected) in cases {
        assert_eq!(refusal(text.as_bytes()), expected);
    }
}

#[test]
fn columns_may_stand_in_any_order_and_a_mark_of_utf_8_before_them() {
    let text =
        "\u{feff}Memo,Credit,Debit,Account,Reference,Date\r\n,,1,1,A,2026-06-05\r\n,1,,2,A,2026-06-05\r\n";
    let sheet = Sheet::read(text.as_bytes(), None).unwrap();
    assert!(sheet.entries[0].entry.is_ok());
    let latin: &[u8] =
        b"date,reference,account,debit,credit,memo\n2026-06-05,A,1,1,,caf\xe9\n2026-06-05,A,2,,1,\n";
    let sheet = Sheet::read(latin, None).unwrap();
    let problems = sheet.entries[0].entry.as_ref().unwrap_err();
    assert_eq!(problems[0].to_string(), "line 2, memo: it is not UTF-8; save the file as CSV UTF-8");
}
