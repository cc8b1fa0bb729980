use super::*;

struct Slip(&'static str, Option<Place>);

impl Row for Slip {
    fn reference(&self) -> &str {
        self.0
    }
    fn customer(&self) -> Option<Place> {
        self.1
    }
    fn kind_word(&self) -> &'static str {
        "slip"
    }
    fn date(&self) -> Option<NaiveDate> {
        None
    }
}

fn ordinals(places: &[Place]) -> Vec<u32> {
    places.iter().map(|place| place.ordinal()).collect()
}

#[test]
fn rows_are_found_by_reference_in_any_case_and_in_their_order() {
    let mut register = Register::default();
    for reference in ["CASH", "A1", "cash", "ÄB", "Cash"] {
        register.push(Slip(reference, None));
    }
    assert_eq!(ordinals(&register.by_reference("cASH")), [1, 3, 5]);
    assert_eq!(ordinals(&register.by_reference("äb")), [4]);
    assert_eq!(register.first("cash").map(Place::ordinal), Some(1));
    assert!(register.by_reference("A").is_empty());
}

#[test]
fn rows_are_found_by_customer_in_their_order() {
    let mut register = Register::default();
    let (acme, bayside) = (Place::new(0), Place::new(1));
    for (reference, customer) in [("1", Some(acme)), ("2", Some(bayside)), ("3", None), ("4", Some(acme))] {
        register.push(Slip(reference, customer));
    }
    assert_eq!(ordinals(&register.by_customer(acme)), [1, 4]);
    assert_eq!(ordinals(&register.by_customer(bayside)), [2]);
}

#[test]
fn readers_see_a_row_after_the_lag_only() {
    let mut register = Register::default();
    let lag = Duration::from_millis(100);
    let start = Instant::now();
    register.push(Slip("OLD", None));
    register.push(Slip("NEW", None));
    register.hide_last(start);
    assert_eq!(register.show(start, lag), 1);
    assert_eq!(register.show(start + lag, lag), 2);
}
