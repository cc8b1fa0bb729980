//! Reading audit trail files.

use chrono::{Datelike, NaiveDate};
use paysage_money::{Currency, Money};

use super::{AuditTrailProfile, COLUMNS, EntryType};
use crate::model::{
    CreditMemo, CreditMemoDetails, CustomerId, Description, Document, GlAccount, Goods, Invoice,
    InvoiceDetails, InvoiceLine, JournalEntry, JournalLine, PaymentHead, PaymentMethod, PurchaseOrderNumber,
    Receipt, ReceiptLine, Reference, SaleHead, Side, TaxAgencyId, TaxType, Tender,
};
use crate::text_file::{
    ASK_FOR_A_NEW_FILE, AT_ITS_SOURCE, ReadBack, Refused, Stop, cells, decode, is_mangled,
};
use crate::uk::TaxCode;

/// The columns without which a row says too little; Sage lets those behind be left away.
const FEWEST: usize = 10;

/// Reads a file back, with or without headings.
///
/// Adjacent rows of one type, account, reference, extra reference and day are one document, as Sage groups them;
/// those of a receipt may name several invoices. VAT is one tax line per code behind the goods. Rows of purchases
/// and of the bank are refused, because no document here is one, and so is every type that Sage does not import.
pub fn read(bytes: &[u8], profile: &AuditTrailProfile) -> ReadBack {
    let text = decode(bytes);
    let mut rows = Vec::new();
    for (number, line) in (1_u64..).zip(text.lines()) {
        let cells = cells(line);
        let heading = cells.first().is_some_and(|first| first.eq_ignore_ascii_case(COLUMNS[0]));
        if line.trim().is_empty() || (number == 1 && heading) {
            continue;
        }
        rows.push(Row { number, cells });
    }
    // A last row that somebody cut may still have columns enough, and an amount that is too small.
    let cut = !text.ends_with('\n') && rows.last().is_some_and(|row| row.cells.len() < COLUMNS.len());
    let mut read = ReadBack::default();
    let mut groups = rows.chunk_by(|one, other| one.group() == other.group()).peekable();
    while let Some(group) = groups.next() {
        let result = if cut && groups.peek().is_none() {
            Err(Stop::new("the file ends in the middle of a row", ASK_FOR_A_NEW_FILE))
        } else {
            document(group, profile)
        };
        match (result, group.first()) {
            (Ok(document), _) => read.documents.push(document),
            (Err(Stop { reason, fix }), Some(row)) => {
                let reference = row.cell(5).into();
                read.refused.push(Refused { line: row.number, reference, reason, fix });
            }
            (Err(_), None) => {}
        }
    }
    read
}

struct Row {
    number: u64,
    cells: Vec<String>,
}

impl Row {
    fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }

    /// What the rows of one document have in common.
    fn group(&self) -> [&str; 5] {
        let (kind, extra) = match self.cell(0) {
            "JD" | "JC" => ("J", ""),
            "SA" => ("SA", ""),
            other => (other, self.cell(11)),
        };
        [kind, self.cell(1), self.cell(4), self.cell(5), extra]
    }

    fn kind(&self) -> Result<EntryType, Stop> {
        self.cell(0).parse().map_err(|error| Stop::new(error, ASK_FOR_A_NEW_FILE))
    }

    fn date(&self) -> Result<NaiveDate, Stop> {
        let text = self.cell(4);
        let long = NaiveDate::parse_from_str(text, "%d/%m/%Y").ok().filter(|day| day.year() >= 1000);
        let date = long.or_else(|| NaiveDate::parse_from_str(text, "%d/%m/%y").ok());
        date.ok_or_else(|| Stop::new(format_args!("{text:?} is no day, dd/mm/yyyy"), ASK_FOR_A_NEW_FILE))
    }

    fn reference(&self) -> Result<Reference, Stop> {
        let text = self.cell(5);
        if is_mangled(text) {
            let words = format_args!("the reference is {text}, which a spreadsheet made of a number");
            return Err(Stop::new(words, ASK_FOR_A_NEW_FILE));
        }
        Ok(Reference::new(text)?)
    }

    fn nominal(&self) -> Result<GlAccount, Stop> {
        Ok(GlAccount::new(self.cell(2))?)
    }

    fn amount(&self, place: usize, currency: Currency) -> Result<Money, Stop> {
        let text = self.cell(place);
        let amount = Money::parse(text, currency)
            .map_err(|error| Stop::new(format_args!("the amount {text:?}: {error}"), ASK_FOR_A_NEW_FILE))?;
        if amount.is_negative() {
            let words = format_args!("the amount {amount} is below zero, and the type gives the sign");
            return Err(Stop::new(words, AT_ITS_SOURCE));
        }
        Ok(amount)
    }

    /// The tax code and the tax.
    fn tax(&self, currency: Currency) -> Result<(TaxCode, Money), Stop> {
        let code = self.cell(8).parse().map_err(|error| Stop::new(error, ASK_FOR_A_NEW_FILE))?;
        Ok((code, self.amount(9, currency)?))
    }

    /// The text of a line of an invoice; blank details show the reference.
    fn description(&self) -> Result<Description, Stop> {
        let details = Some(self.cell(6)).filter(|details| !details.is_empty());
        Ok(Description::new(details.unwrap_or_else(|| self.cell(5)))?)
    }

    fn check(&self) -> Result<(), Stop> {
        let found = self.cells.len();
        if !(FEWEST..=COLUMNS.len()).contains(&found) {
            let words = format_args!("a row has {found} columns and not {}", COLUMNS.len());
            return Err(Stop::new(words, ASK_FOR_A_NEW_FILE));
        }
        let rate = self.cell(10);
        let foreign =
            rate.parse::<rust_decimal::Decimal>().is_ok_and(|rate| !rate.is_zero() && rate != 1.into());
        if foreign {
            return Err(Stop::new(
                format_args!("it is in a foreign currency at {rate}"),
                "enter it in Sage by hand",
            ));
        }
        Ok(())
    }
}

fn document(group: &[Row], profile: &AuditTrailProfile) -> Result<Document, Stop> {
    let first = group.first().ok_or_else(|| Stop::new("there is no row", AT_ITS_SOURCE))?;
    group.iter().try_for_each(Row::check)?;
    let kind = first.kind()?;
    if let Some(advice) = kind.import_refusal() {
        return Err(Stop::new(format_args!("{kind} cannot be imported"), advice));
    }
    match kind {
        EntryType::SalesInvoice => {
            let purchase_order = Some(first.cell(11)).filter(|number| !number.is_empty());
            let customer_purchase_order = purchase_order.map(PurchaseOrderNumber::new).transpose()?;
            let details = InvoiceDetails { customer_purchase_order, ..InvoiceDetails::default() };
            let invoice = Invoice::new(sale_head(first, profile)?, sale_lines(group, profile)?)?;
            Ok(invoice.with_details(details)?.into())
        }
        EntryType::SalesCredit => {
            let invoice = Some(first.cell(11)).filter(|number| !number.is_empty());
            let applies_to = invoice.map(Reference::new).transpose()?;
            let details = CreditMemoDetails { applies_to, ..CreditMemoDetails::default() };
            let memo = CreditMemo::new(sale_head(first, profile)?, sale_lines(group, profile)?)?;
            Ok(memo.with_details(details).into())
        }
        EntryType::SalesReceiptOnAccount => receipt(first, group, profile),
        EntryType::JournalDebit | EntryType::JournalCredit => journal(first, group, profile),
        _ => Err(Stop::new(
            format_args!("{kind} is no document of a customer"),
            "leave it to Sage's own import",
        )),
    }
}

fn sale_head(row: &Row, profile: &AuditTrailProfile) -> Result<SaleHead, Stop> {
    let customer = CustomerId::new(row.cell(1))?;
    Ok(SaleHead::new(row.reference()?, customer, row.date()?, profile.ledger.debtors.clone()))
}

fn sale_lines(group: &[Row], profile: &AuditTrailProfile) -> Result<Vec<InvoiceLine>, Stop> {
    let currency = profile.ledger.currency;
    let taxes = group.iter().map(|row| row.tax(currency)).collect::<Result<Vec<_>, _>>()?;
    let has_tax = taxes.iter().any(|(_, tax)| !tax.is_zero());
    let mut lines = Vec::with_capacity(group.len());
    let mut sums: Vec<(TaxCode, Money)> = Vec::new();
    for (row, (code, tax)) in group.iter().zip(taxes) {
        let line = InvoiceLine::new(row.nominal()?, row.amount(7, currency)?, row.description()?)?;
        let tax_type = tax_type(code, has_tax, profile)?;
        lines.push(line.with_goods(Goods { tax_type, ..Goods::default() })?);
        match sums.iter_mut().find(|(known, _)| *known == code) {
            Some((_, sum)) => *sum = sum.checked_add(tax)?,
            None => sums.push((code, tax)),
        }
    }
    for (code, sum) in sums.into_iter().filter(|(_, sum)| !sum.is_zero()) {
        let line =
            InvoiceLine::new(profile.ledger.vat.clone(), sum, Description::new(format!("VAT {code}"))?)?;
        lines.push(line.with_sales_tax_of(TaxAgencyId::new(code.to_string())?));
    }
    Ok(lines)
}

/// The tax type that takes this code; none when a line without tax type does.
fn tax_type(code: TaxCode, has_tax: bool, profile: &AuditTrailProfile) -> Result<Option<TaxType>, Stop> {
    let codes = &profile.ledger.tax_codes;
    if code == if has_tax { codes.taxed } else { codes.untaxed } {
        return Ok(None);
    }
    let known = codes.by_type.iter().find(|(_, known)| **known == code).map(|(kind, _)| *kind);
    known.map(Some).ok_or_else(|| {
        Stop::new(format_args!("the profile has no tax type for {code}"), "add it to the profile's tax codes")
    })
}

fn receipt(first: &Row, group: &[Row], profile: &AuditTrailProfile) -> Result<Document, Stop> {
    let mut lines = Vec::with_capacity(group.len());
    let mut method: Option<PaymentMethod> = None;
    for row in group {
        if row.nominal()? != first.nominal()? {
            return Err(Stop::new("its rows are on several bank accounts", AT_ITS_SOURCE));
        }
        if !row.amount(9, profile.ledger.currency)?.is_zero() {
            return Err(Stop::new("a receipt carries VAT", AT_ITS_SOURCE));
        }
        let amount = row.amount(7, profile.ledger.currency)?;
        lines.push(if row.cell(11).is_empty() {
            ReceiptLine::Prepayment { amount, description: row.description()? }
        } else {
            method = method.or_else(|| PaymentMethod::new(row.cell(6)).ok());
            ReceiptLine::invoice(Reference::new(row.cell(11))?, amount)
        });
    }
    let method = method.unwrap_or_else(|| profile.payment_method.clone());
    let tender = Tender::new(first.nominal()?, method);
    let customer = CustomerId::new(first.cell(1))?;
    let head = PaymentHead::new(first.reference()?, customer, first.date()?, tender);
    Ok(Receipt::new(head, lines, None)?.into())
}

fn journal(first: &Row, group: &[Row], profile: &AuditTrailProfile) -> Result<Document, Stop> {
    let mut lines = Vec::with_capacity(group.len());
    for row in group {
        let side = match row.kind()? {
            EntryType::JournalDebit => Side::Debit,
            _ => Side::Credit,
        };
        if !row.amount(9, profile.ledger.currency)?.is_zero() {
            return Err(Stop::new("a journal entry carries VAT", AT_ITS_SOURCE));
        }
        let line = JournalLine::new(row.nominal()?, side, row.amount(7, profile.ledger.currency)?)?;
        lines.push(match row.cell(6) {
            "" => line,
            details => line.with_description(Description::new(details)?),
        });
    }
    Ok(JournalEntry::new(first.reference()?, first.date()?, lines)?.into())
}
