use super::*;

#[test]
fn every_limit_is_the_one_of_sage_50_us() {
    let limits = [
        (Reference::LIMIT, 20),
        (GlAccount::LIMIT, 15),
        (CustomerName::LIMIT, 39),
        (FirstName::LIMIT, 15),
        (LastName::LIMIT, 20),
        (AddressLine::LIMIT, 30),
        (City::LIMIT, 20),
        (State::LIMIT, 2),
        (Zip::LIMIT, 12),
        (Country::LIMIT, 15),
        (Description::LIMIT, 160),
        (PurchaseOrderNumber::LIMIT, 20),
        (OrderNumber::LIMIT, 20),
        (DepositTicketId::LIMIT, 13),
        (PaymentMethod::LIMIT, 20),
        (Phone::LIMIT, 20),
        (Email::LIMIT, 64),
    ];
    for (found, expected) in limits {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_text_at_the_limit_is_taken_and_one_character_more_is_refused_with_both_figures() {
    assert!(Reference::new("x".repeat(20)).is_ok());
    assert_eq!(
        Reference::new("x".repeat(21)).unwrap_err().to_string(),
        "reference has 21 characters; at most 20 are allowed"
    );
}

#[test]
fn what_is_looked_up_has_no_blanks_at_the_edges() {
    assert!(Reference::new(" PT1").is_err());
    assert!(GlAccount::new("10200 ").is_err());
    assert!(DepositTicketId::new(" 571").is_err());
    assert!(Description::new(" free text ").is_ok());
}

#[test]
fn the_last_four_digits_are_four_digits() {
    assert!(LastFour::new("5439").is_ok());
    for wrong in ["543", "54391", "54x9", "５４３９"] {
        assert!(LastFour::new(wrong).is_err(), "{wrong}");
    }
}
