//! The mapping rules of one company: accounts, payment method and the customer for sales without one.

use sage50::{CustomerId, CustomerName, Edition, GlAccount, PaymentMethod};

/// How one company's gateway records become documents: G/L accounts and names.
///
/// The default fits the simulated company of `paysage-sandbox`. A real company sets its own:
///
/// ```
/// # fn main() -> Result<(), paysage_money::TextError> {
/// let mut profile = paysage_mapping::Profile::default();
/// profile.income = sage50::GlAccount::new("40100")?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// Which Sage 50 the company runs, whose limits its texts must keep; US unless set.
    pub edition: Edition,
    /// Accounts receivable: the control account of invoices and credit memos.
    pub receivable: GlAccount,
    /// Where sales are earned.
    pub income: GlAccount,
    /// Where refunds reduce what was earned.
    pub returns: GlAccount,
    /// The sales tax owed, for records that carry a tax amount.
    pub sales_tax: GlAccount,
    /// The cash account of receipts until the processor deposits: card deposits in transit.
    pub clearing: GlAccount,
    /// The payment method of receipts and refunds, as Sage 50's receipt defaults know it.
    pub payment_method: PaymentMethod,
    /// Who buys when the record names no customer.
    pub walk_in: WalkIn,
}

/// The customer for sales that name none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkIn {
    /// Its id in Sage 50.
    pub id: CustomerId,
    /// Its name in Sage 50.
    pub name: CustomerName,
}

#[expect(clippy::expect_used, reason = "constants, checked by the test below each time it runs")]
impl Default for Profile {
    fn default() -> Self {
        let account = |id: &str| GlAccount::new(id).expect("at most 15 characters");
        Self {
            edition: Edition::Us,
            receivable: account("11000"),
            income: account("40000"),
            returns: account("48000"),
            sales_tax: account("23100"),
            clearing: account("10300"),
            payment_method: PaymentMethod::new("PayTrace").expect("at most 20 characters"),
            walk_in: WalkIn {
                id: CustomerId::new("CARD-SALES").expect("at most 20 characters"),
                name: CustomerName::new("Card sales without a customer").expect("fits every edition"),
            },
        }
    }
}

impl Profile {
    /// Every account it posts to, to be checked against the company's chart before the first posting.
    pub fn accounts(&self) -> [&GlAccount; 5] {
        [&self.receivable, &self.income, &self.returns, &self.sales_tax, &self.clearing]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_profile_is_valid() {
        assert_eq!(Profile::default().clearing.as_str(), "10300");
    }
}
