//! Texts that are sent, checked against PayTrace's limits.

paysage_money::text_newtype! {
    /// The merchant's own id of a customer in PayTrace's vault.
    ///
    /// Unique in the account (a second one is error 171), and it can be renamed: no key for ever.
    pub struct CustomerId("customer id", 50);
}

paysage_money::text_newtype! {
    /// The merchant's invoice number on a transaction: the key to look a payment up by after a lost answer.
    pub struct InvoiceId("invoice id", 50);
}

paysage_money::text_newtype! {
    /// The customer's own reference on a transaction, such as a purchase order number.
    pub struct CustomerReferenceId("customer reference id", 50);
}

paysage_money::text_newtype! {
    /// A free text on a transaction. Put no card number into it.
    pub struct Description("description", 255);
}

paysage_money::text_newtype! {
    /// An e-mail address to which PayTrace mails the receipt.
    pub struct Email("e-mail address", 50, |text| {
        if text.contains('@') { Ok(()) } else { Err("must hold an @") }
    });
}
