use super::*;

#[test]
fn every_limit_is_the_documented_one() {
    let limits = [
        (Reference::LIMIT, 30),
        (GlAccount::LIMIT, 15),
        (CustomerName::LIMIT, 60),
        (FirstName::LIMIT, 30),
        (LastName::LIMIT, 30),
        (AddressLine::LIMIT, 60),
        (City::LIMIT, 60),
        (State::LIMIT, 60),
        (Zip::LIMIT, 12),
        (Country::LIMIT, 15),
        (Description::LIMIT, 160),
        (PurchaseOrderNumber::LIMIT, 20),
        (OrderNumber::LIMIT, 20),
        (DepositTicketId::LIMIT, 13),
        (PaymentMethod::LIMIT, 20),
        (Phone::LIMIT, 30),
        (Email::LIMIT, 64),
        (ItemId::LIMIT, 20),
        (ItemDescription::LIMIT, 30),
        (SalesTaxId::LIMIT, 8),
        (TaxAgencyId::LIMIT, 8),
        (ShipVia::LIMIT, 20),
        (AdjustmentReason::LIMIT, 30),
        (CustomerType::LIMIT, 8),
        (TermsText::LIMIT, 20),
        (ContactTitle::LIMIT, 25),
        (CompanyName::LIMIT, 39),
        (AccountNumber::LIMIT, 20),
        (WebSite::LIMIT, 100),
        (CustomFieldLabel::LIMIT, 30),
        (CustomFieldText::LIMIT, 30),
    ];
    for (found, expected) in limits {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_text_at_the_limit_is_taken_and_one_character_more_is_refused_with_both_figures() {
    assert!(Reference::new("x".repeat(30)).is_ok());
    assert_eq!(
        Reference::new("x".repeat(31)).unwrap_err().to_string(),
        "reference has 31 characters; at most 30 are allowed"
    );
}

#[test]
fn what_is_looked_up_has_no_blanks_at_the_edges() {
    assert!(Reference::new(" PT1").is_err());
    assert!(GlAccount::new("10200 ").is_err());
    assert!(DepositTicketId::new(" 571").is_err());
    assert!(
        ItemId::new("W1 ").is_err() && SalesTaxId::new(" IL").is_err() && TaxAgencyId::new("IL ").is_err()
    );
    assert!(Description::new(" free text ").is_ok());
}

#[test]
fn the_last_four_digits_are_four_digits() {
    assert!(LastFour::new("5439").is_ok());
    for wrong in ["543", "54391", "54x9", "５４３９"] {
        assert!(LastFour::new(wrong).is_err(), "{wrong}");
    }
}
