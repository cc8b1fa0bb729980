//! What a company's files need to know besides the documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use paysage_money::Currency;

use super::error::{FileError, Stop};
use super::layout::FileKind;
use super::template::Template;
use crate::model::{
    Account, Document, Edition, GlAccount, InvoiceLine, LineContent, OpenPeriods, PaymentMethod, SalesTaxId,
    TaxAgencyId, TaxType,
};
use crate::text_file::of_problems;

/// A month and the number of its accounting period, from which the numbers of the others follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodAnchor {
    /// A day of the month.
    pub month: NaiveDate,
    /// The number that Sage's exports give as Transaction Period of that month.
    pub period: i32,
}

impl PeriodAnchor {
    /// The number of the period that a day lies in; periods are months.
    pub fn period_of(self, date: NaiveDate) -> i32 {
        let months = |day: NaiveDate| {
            let month = i32::try_from(day.month0()).unwrap_or_default();
            day.year().saturating_mul(12).saturating_add(month)
        };
        self.period.saturating_add(months(date).saturating_sub(months(self.month)))
    }
}

/// An agency that a sales tax goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxAgency {
    /// Its id.
    pub id: TaxAgencyId,
    /// The account that the tax is owed on.
    pub payable: GlAccount,
}

/// How refunds are booked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RefundStyle {
    /// In the payments journal, as money paid to a customer. Credit memo and payment stay open on accounts
    /// receivable until somebody applies them to each other in Receive Money; there is no deposit ticket.
    #[default]
    Payments,
    /// In the cash receipts journal, as a receipt with a negative amount that uses up the credit memo, as Sage's own
    /// card payments do. Refunds then count in the deposit ticket of their batch.
    NegativeReceipts,
}

/// The rules of one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub(super) currency: Currency,
    pub(super) receivable: GlAccount,
    pub(super) default_tax_type: TaxType,
    pub(super) refunds: RefundStyle,
    pub(super) bills_orders_by_line: bool,
    anchor: PeriodAnchor,
    methods: BTreeMap<PaymentMethod, GlAccount>,
    taxes: BTreeMap<SalesTaxId, Vec<TaxAgency>>,
    templates: BTreeMap<FileKind, Template>,
    open: Option<OpenPeriods>,
    chart: Option<HashMap<String, bool>>,
}

impl Profile {
    /// A company that books receipts on the accounts receivable account `receivable`.
    ///
    /// Every file has the columns this crate fills; no payment method and no sales tax is known yet.
    ///
    /// # Errors
    /// None that the lists of this crate could cause.
    pub fn new(receivable: GlAccount, anchor: PeriodAnchor) -> Result<Self, FileError> {
        let kinds = FileKind::WRITTEN.into_iter().chain([FileKind::Chart]);
        let templates = kinds.map(|kind| Ok((kind, Template::of_import(kind)?)));
        Ok(Self {
            currency: Currency::Usd,
            receivable,
            default_tax_type: TaxType::REGULAR,
            refunds: RefundStyle::default(),
            bills_orders_by_line: false,
            anchor,
            methods: BTreeMap::new(),
            taxes: BTreeMap::new(),
            templates: templates.collect::<Result<_, FileError>>()?,
            open: None,
            chart: None,
        })
    }

    /// Adds a payment method, as the company's receipt defaults name it, and the account its money lies on.
    #[must_use]
    pub fn with_method(mut self, method: PaymentMethod, cash_account: GlAccount) -> Self {
        self.methods.insert(method, cash_account);
        self
    }

    /// Adds a sales tax and the agencies it goes to.
    #[must_use]
    pub fn with_sales_tax(mut self, id: SalesTaxId, agencies: Vec<TaxAgency>) -> Self {
        self.taxes.insert(id, agencies);
        self
    }

    /// Sets the template of its kind of file.
    #[must_use]
    pub fn with_template(mut self, template: Template) -> Self {
        self.templates.insert(template.kind(), template);
        self
    }

    /// Blocks documents of days that are not open.
    #[must_use]
    pub fn with_open_periods(mut self, open: OpenPeriods) -> Self {
        self.open = Some(open);
        self
    }

    /// Blocks documents on accounts that the chart does not have, or has as inactive.
    #[must_use]
    pub fn with_chart(mut self, accounts: &[Account]) -> Self {
        let accounts = accounts.iter().map(|account| (folded(&account.id), account.inactive));
        self.chart = Some(accounts.collect());
        self
    }

    /// Sets how refunds are booked.
    #[must_use]
    pub fn with_refunds(mut self, style: RefundStyle) -> Self {
        self.refunds = style;
        self
    }

    /// Sets the tax type of lines that name none; [`TaxType::REGULAR`] unless set.
    #[must_use]
    pub fn with_default_tax_type(mut self, tax_type: TaxType) -> Self {
        self.default_tax_type = tax_type;
        self
    }

    /// Says that each goods line of an invoice bills the line of the same place in the order it names, so that Sage
    /// marks the order as billed. Without it the order's number only stands on the invoice.
    #[must_use]
    pub fn with_orders_billed_by_line(mut self) -> Self {
        self.bills_orders_by_line = true;
        self
    }

    /// The template of a kind of file.
    pub fn template(&self, kind: FileKind) -> Option<&Template> {
        self.templates.get(&kind)
    }

    /// What of this profile the chart of accounts does not have, or has as inactive; empty when all is well.
    ///
    /// Check it before the first run: every account of the profile is asked for.
    pub fn check_chart(&self, accounts: &[Account]) -> Vec<GlAccount> {
        let chart: BTreeMap<_, _> =
            accounts.iter().map(|account| (folded(&account.id), account.inactive)).collect();
        let payable = self.taxes.values().flatten().map(|agency| &agency.payable);
        let all = std::iter::once(&self.receivable).chain(self.methods.values()).chain(payable);
        let mut missing: Vec<GlAccount> =
            all.filter(|account| chart.get(&folded(account.as_str())) != Some(&false)).cloned().collect();
        missing.sort();
        missing.dedup();
        missing
    }

    pub(super) fn open_periods(&self) -> Option<&OpenPeriods> {
        self.open.as_ref()
    }

    pub(super) fn period_of(&self, date: NaiveDate) -> i32 {
        self.anchor.period_of(date)
    }

    /// The payment method whose money lies on an account, when it is the only one.
    pub(super) fn method_of(&self, account: &str) -> Option<&PaymentMethod> {
        let mut methods = self.methods.iter().filter(|(_, own)| own.as_str() == account);
        let (method, _) = methods.next()?;
        methods.next().is_none().then_some(method)
    }

    /// What holds for every document: Sage's limits, its currency, its day, its payment method.
    pub(super) fn check(&self, document: &Document) -> Result<(), Stop> {
        Edition::Us.check(document).map_err(|problems| of_problems(&problems))?;
        if let Some(amount) = document.amount().filter(|amount| amount.currency() != self.currency) {
            return Err(Stop::new(
                format_args!(
                    "it is in {}, and the company's files are in {}",
                    amount.currency(),
                    self.currency
                ),
                "convert it before, or post it by hand",
            ));
        }
        if let (Some(date), Some(open)) = (document.date(), &self.open)
            && let Err(error) = open.check(date)
        {
            let words = error.detail().map(|detail| detail.message.clone()).unwrap_or_default();
            return Err(Stop::new(words, error.remedy()));
        }
        let Some(head) = document.payment_head() else {
            return Ok(());
        };
        let (method, account) = (&head.tender.payment_method, &head.tender.cash_account);
        match self.methods.get(method) {
            Some(own) if own == account => Ok(()),
            Some(own) => Err(Stop::new(
                format_args!("its money lies on {account}, and the profile has {own} for {method}"),
                "correct the cash account of the document or of the profile",
            )),
            None => Err(Stop::new(
                format_args!("the profile has no cash account for the payment method {method}"),
                "add the payment method to the profile, as Sage's receipt defaults name it",
            )),
        }
    }

    pub(super) fn check_account(&self, account: &str) -> Result<(), Stop> {
        let Some(chart) = &self.chart else {
            return Ok(());
        };
        match chart.get(&*fold(account)) {
            Some(false) => Ok(()),
            Some(true) => Err(Stop::new(
                format_args!("account {account} is inactive"),
                "make the account active in Sage, or use another",
            )),
            None => Err(Stop::new(
                format_args!("the chart of accounts has no account {account}"),
                "create the account in Sage, or correct it in the profile",
            )),
        }
    }

    /// The sales tax that the tax lines of a document belong to.
    ///
    /// A document that names none gets the only one of the profile that all its tax lines fit.
    pub(super) fn sales_tax<'a>(
        &'a self,
        named: Option<&'a SalesTaxId>,
        lines: &'a [InvoiceLine],
    ) -> Result<Option<(&'a SalesTaxId, &'a [TaxAgency])>, Stop> {
        if let Some(id) = named {
            let (id, agencies) = self.taxes.get_key_value(id).ok_or_else(|| unknown_tax(id))?;
            return Ok(Some((id, agencies)));
        }
        let mut tax_lines = lines.iter().filter(|line| line.sales_tax()).peekable();
        if tax_lines.peek().is_none() {
            return Ok(None);
        }
        let fits = |agencies: &[TaxAgency]| {
            lines.iter().filter(|line| line.sales_tax()).all(|line| agency_of(agencies, line).is_some())
        };
        let mut fitting = self.taxes.iter().filter(|(_, agencies)| fits(agencies));
        match (fitting.next(), fitting.next()) {
            (Some((id, agencies)), None) => Ok(Some((id, agencies))),
            _ => Err(Stop::new(
                "it has sales tax and names no sales tax id, and not just one of the profile fits",
                "name the sales tax id of the document, or add the sales tax to the profile",
            )),
        }
    }

    pub(super) fn check_sales_tax_id(&self, id: &SalesTaxId) -> Result<(), Stop> {
        self.taxes.get(id).map(|_| ()).ok_or_else(|| unknown_tax(id))
    }
}

fn unknown_tax(id: &SalesTaxId) -> Stop {
    Stop::new(
        format_args!("the profile has no sales tax {id}"),
        "add the sales tax with its agencies and accounts to the profile",
    )
}

/// The agency of a tax line, by its id where the line names it, else by its account.
pub(super) fn agency_of<'a>(agencies: &'a [TaxAgency], line: &InvoiceLine) -> Option<&'a TaxAgency> {
    let LineContent::SalesTax { agency } = line.content() else {
        return None;
    };
    agencies
        .iter()
        .find(|own| own.payable == *line.account() && agency.as_ref().is_none_or(|id| *id == own.id))
}

pub(super) fn folded(text: &str) -> String {
    fold(text).into_owned()
}

/// The text as Sage compares it: without regard to case and to blanks at its edges.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // Most accounts are digits.
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(lowercase(text))
    }
}

/// The text in lower case; the simpler way for nearly all of them.
pub(super) fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
