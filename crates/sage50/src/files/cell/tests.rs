use proptest::prelude::*;

use super::*;

#[test]
fn dates_are_read_with_one_or_two_digits_and_nothing_else_is_a_date() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    for (text, date) in [
        ("6/1/26", day(2026, 6, 1)),
        ("06/01/26", day(2026, 6, 1)),
        ("12/31/2026", day(2026, 12, 31)),
        ("1/2/50", day(1950, 1, 2)),
        ("1/2/49", day(2049, 1, 2)),
        (" 6/1/26 ", day(2026, 6, 1)),
        ("", None),
        ("1/1/0001", None),
    ] {
        assert_eq!(read_date(text).unwrap(), date, "{text}");
    }
    for text in ["2026-06-01", "13/1/26", "2/30/26", "6/1/126", "6/1", "6/1/26/1", "1-Jun-26", "6/1/2x"] {
        assert!(read_date(text).unwrap_err().contains("no date"), "{text}");
    }
    assert!(read_date("46174").unwrap_err().contains("spreadsheet's day number"));
}

#[test]
fn dates_are_written_without_zeros_and_a_year_that_does_not_fit_is_refused() {
    let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
    let written = |year, format| date("Date", day(year), format).map(|cell| cell.as_str().to_owned()).ok();
    assert_eq!(written(2026, DateFormat::TwoDigitYear).as_deref(), Some("6/1/26"));
    assert_eq!(written(2009, DateFormat::TwoDigitYear).as_deref(), Some("6/1/09"));
    assert_eq!(written(2050, DateFormat::TwoDigitYear), None);
    assert_eq!(written(2050, DateFormat::FourDigitYear).as_deref(), Some("6/1/2050"));
    assert_eq!(written(10_000, DateFormat::FourDigitYear), None);
}

#[test]
fn a_formula_and_a_character_outside_windows_1252_are_stopped_and_the_rest_passes() {
    for wrong in ["=1+1", "+1", "-5", "@cmd", " =1", "-"] {
        let stop = text("Description", wrong).unwrap_err();
        assert!(stop.reason.contains("formula"), "{wrong}");
    }
    let stop = text("Description", "Łódź").unwrap_err();
    assert_eq!(&*stop.reason, "Description holds 'Ł', which Sage's character set (Windows-1252) lacks");
    for fine in ["a=1", "1-2", "Zürich €5 “x”", "O'Neil, \"Jr\""] {
        assert_eq!(text("Description", fine).unwrap().as_str(), fine);
    }
}

#[test]
fn every_character_is_written_as_it_is_or_named() {
    let beyond_latin_1 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    for letter in ('\0'..=char::MAX).filter(|letter| !letter.is_control()) {
        let is_mapped = matches!(letter, ' '..='~' | '\u{a0}'..='ÿ') || beyond_latin_1.contains(letter);
        let content = format!("a{letter}");
        let written = text("Description", &content);
        assert_eq!(written.is_ok(), is_mapped, "{letter:?}");
        match written {
            Ok(cell) => assert_eq!(cell.as_str(), content),
            Err(stop) => assert!(stop.reason.contains(&format!("{letter:?}")), "{letter:?}: {}", stop.reason),
        }
    }
}

#[test]
fn numbers_keep_their_value_and_show_two_decimals_at_least() {
    for (value, shown) in [("2", "2.00"), ("-0.5", "-0.50"), ("1.23456", "1.23456"), ("100.0000", "100.00")] {
        assert_eq!(number(value.parse().unwrap()).as_str(), shown);
        assert_eq!(read_number(shown).unwrap(), value.parse().unwrap());
    }
    assert_eq!(read_number("").unwrap(), Decimal::ZERO);
    for wrong in ["1,234.00", "$5", "(5.00)", "1E+5", "x"] {
        assert!(read_number(wrong).is_err(), "{wrong}");
        assert!(read_money(wrong, Currency::Usd).is_err(), "{wrong}");
    }
    assert!(read_money("1.005", Currency::Usd).is_err());
    for short in ["5", "-5.5", "0", "7."] {
        let why = read_money(short, Currency::Usd).unwrap_err();
        assert!(why.contains("spreadsheet") || short == "7.", "{short}: {why}");
    }
    assert_eq!(read_money("-5.50", Currency::Usd).unwrap().minor(), -550);
}

#[test]
fn ids_that_a_spreadsheet_mangled_are_found() {
    for mangled in ["1.05969E+11", "1E+05"] {
        assert!(read_id(mangled).unwrap_err().contains("spreadsheet"), "{mangled}");
    }
    for fine in ["INV-1", "E+5", "1E5", "12E+", "PT1E+5", "105968532"] {
        assert_eq!(read_id(fine).unwrap(), fine);
    }
    assert!(read_flag("yes").is_err());
    assert!(read_count("1.5").is_err());
}

proptest! {
    #[test]
    fn quick_numbers_are_those_of_the_slow_ways(
        minor in any::<i64>(),
        count_of in any::<usize>(),
        (units, scale) in (-100_000_000_000_i64..100_000_000_000, 0_u32..12),
    ) {
        let amount = Money::from_minor(minor, Currency::Usd);
        let (money, count) = (money(amount), count(count_of));
        prop_assert_eq!(money.as_str(), amount.to_string());
        prop_assert_eq!(count.as_str(), count_of.to_string());
        let value = Decimal::new(units, scale);
        let plain = value.normalize();
        let slow = if plain.scale() < 2 { format!("{plain:.2}") } else { plain.to_string() };
        let cell = number(value);
        prop_assert_eq!(cell.as_str(), slow);
        prop_assert_eq!(read_number(cell.as_str()), Ok(wire::decimal(&cell.as_str().into()).unwrap()));
    }

    #[test]
    fn numbers_are_read_as_their_slow_reader_does(text in "-?[0-9]{0,18}[.]?[0-9]{0,6}[ex/]?") {
        prop_assume!(!text.is_empty());
        let slow = wire::decimal(&text.as_str().into());
        match read_number(&text) {
            Ok(value) => {
                let slow = slow.unwrap();
                prop_assert_eq!((value, value.scale()), (slow, slow.scale()));
            }
            Err(_) => prop_assert!(slow.is_err()),
        }
    }

    #[test]
    fn the_short_ways_say_what_the_long_ones_do(
        text in "[ \t\u{a0}a-é1]{0,4}",
        number in any::<i32>(),
        days in -800_000_i32..3_700_000,
    ) {
        prop_assert_eq!(trimmed(&text), text.trim());
        let number = (whole(number), number.to_string());
        prop_assert_eq!(number.0.as_str(), number.1);
        let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        let date = (iso(date), date.to_string());
        prop_assert_eq!(date.0.as_str(), date.1);
    }

    #[test]
    fn cells_are_quoted_as_the_csv_crate_does(texts in proptest::collection::vec("[ -~\r\n]{0,12}", 2..6)) {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(&texts).unwrap();
        let mut file = Vec::new();
        for (place, cell) in texts.iter().enumerate() {
            if place > 0 {
                file.push(b',');
            }
            write(cell, &mut file);
            // What needs no check may be written without one.
            if let Ok(Cell::Plain(plain)) = text("Description", cell) {
                let mut checked = Vec::new();
                write(plain, &mut checked);
                prop_assert_eq!(plain.as_bytes(), checked);
            }
        }
        file.extend_from_slice(b"\r\n");
        prop_assert_eq!(file, writer.into_inner().unwrap());
    }
}
