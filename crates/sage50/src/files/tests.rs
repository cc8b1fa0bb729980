//! Documents into files and back, for any documents.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::sample;
use crate::model::{
    CreditMemo, Customer, Document, GlAccount, Goods, Invoice, InvoiceLine, JournalEntry, JournalLine,
    LineContent, SalesOrder, SalesTaxId, Side, TaxAgencyId, TaxType, Terms,
};

/// Why a document of the strategies may be blocked; anything else is a fault.
const EXPECTED: [&str; 9] = [
    "would run as a formula",
    "a prepayment among other lines",
    "has a title or a company",
    "items of the inventory are not imported",
    "belongs to the deposit ticket",
    "has the same reference",
    "would come back as another text",
    "has no lines of goods",
    "has no custom field",
];

fn lines_of(document: &Document) -> &[InvoiceLine] {
    match document {
        Document::SalesOrder(order) => order.lines(),
        Document::Invoice(invoice) => invoice.lines(),
        Document::CreditMemo(memo) => memo.lines(),
        _ => &[],
    }
}

fn sales_tax_id(document: &Document) -> Option<&SalesTaxId> {
    match document {
        Document::SalesOrder(order) => order.details().sales_tax_id.as_ref(),
        Document::Invoice(invoice) => invoice.details().sales_tax_id.as_ref(),
        Document::CreditMemo(memo) => memo.details().sales_tax_id.as_ref(),
        Document::Customer(customer) => customer.details.sales_tax_id.as_ref(),
        _ => None,
    }
}

/// A profile under which one document can be written.
fn profile(document: &Document, refunds: RefundStyle) -> Profile {
    let anchor = PeriodAnchor { month: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), period: 1 };
    let mut profile = Profile::new(GlAccount::new("11000").unwrap(), anchor).unwrap().with_refunds(refunds);
    if let Some(head) = document.payment_head() {
        let tender = head.tender.clone();
        profile = profile.with_method(tender.payment_method, tender.cash_account);
    }
    let agencies = lines_of(document).iter().filter_map(|line| match line.content() {
        LineContent::SalesTax { agency } => {
            let id = agency.clone().unwrap_or_else(|| TaxAgencyId::new("STATE").unwrap());
            Some(TaxAgency { id, payable: line.account().clone() })
        }
        LineContent::Goods(_) => None,
    });
    let id = sales_tax_id(document).cloned().unwrap_or_else(|| SalesTaxId::new("TAX").unwrap());
    profile = profile.with_sales_tax(id, agencies.collect());
    if let Document::Customer(customer) = document {
        let mut template = Template::of_import(FileKind::Customers).unwrap();
        for (label, _) in customer.details.custom_fields.iter() {
            // A label that begins like a formula is refused; then the document is blocked.
            template = template.clone().with_custom_fields([label.clone()]).unwrap_or(template);
        }
        profile = profile.with_template(template);
    }
    profile
}

fn normal_lines(lines: &[InvoiceLine]) -> Vec<InvoiceLine> {
    let (tax, goods): (Vec<_>, Vec<_>) = lines.iter().cloned().partition(InvoiceLine::sales_tax);
    goods.into_iter().chain(tax).map(normal_line).collect()
}

fn normal_line(line: InvoiceLine) -> InvoiceLine {
    match line.content().clone() {
        LineContent::SalesTax { agency: Some(_) } => line,
        LineContent::SalesTax { agency: None } => line.with_sales_tax_of(TaxAgencyId::new("STATE").unwrap()),
        LineContent::Goods(goods) => {
            let tax_type = Some(goods.tax_type.unwrap_or(TaxType::REGULAR));
            line.with_goods(Goods { tax_type, ..goods }).unwrap()
        }
    }
}

fn tax_or_default(document: &Document) -> Option<SalesTaxId> {
    let has_tax = lines_of(document).iter().any(InvoiceLine::sales_tax);
    sales_tax_id(document).cloned().or_else(|| has_tax.then(|| SalesTaxId::new("TAX").unwrap()))
}

/// What files can say of a document: lines in the order of the journal, and defaults filled in.
fn normal(document: &Document) -> Document {
    let sales_tax_id = tax_or_default(document);
    match document.clone() {
        Document::SalesOrder(order) => {
            let details = crate::model::SalesOrderDetails { sales_tax_id, ..order.details().clone() };
            let order = SalesOrder::new(order.head().clone(), normal_lines(order.lines())).unwrap();
            order.with_details(details).unwrap().into()
        }
        Document::Invoice(invoice) => {
            let details = crate::model::InvoiceDetails { sales_tax_id, ..invoice.details().clone() };
            let invoice = Invoice::new(invoice.head().clone(), normal_lines(invoice.lines())).unwrap();
            invoice.with_details(details).unwrap().into()
        }
        Document::CreditMemo(memo) => {
            let details = crate::model::CreditMemoDetails { sales_tax_id, ..memo.details().clone() };
            let memo = CreditMemo::new(memo.head().clone(), normal_lines(memo.lines())).unwrap();
            memo.with_details(details).into()
        }
        Document::JournalEntry(entry) => normal_journal(&entry).into(),
        Document::Customer(customer) => normal_customer(customer).into(),
        Document::StockAdjustment(mut adjustment) => {
            adjustment.unit_cost = adjustment.unit_cost.filter(|cost| !cost.value().is_zero());
            adjustment.into()
        }
        other => other,
    }
}

fn normal_journal(entry: &JournalEntry) -> JournalEntry {
    let line = |line: &JournalLine| {
        let side = if line.amount().is_zero() { Side::Debit } else { line.side() };
        let plain = JournalLine::new(line.account().clone(), side, line.amount()).unwrap();
        match line.description().or(entry.description()) {
            Some(text) => plain.with_description(text.clone()),
            None => plain,
        }
    };
    let lines = entry.lines().iter().map(line).collect();
    JournalEntry::new(entry.reference().clone(), entry.date(), lines).unwrap()
}

fn normal_customer(mut customer: Customer) -> Customer {
    let none = |early: &crate::model::EarlyPayment| early.days == 0 && early.percent.value().is_zero();
    customer.details.terms = customer.details.terms.map(|terms| match terms {
        Terms::Days { due, discount } => Terms::Days { due, discount: discount.filter(|early| !none(early)) },
        Terms::MonthEnd { discount } => Terms::MonthEnd { discount: discount.filter(|early| !none(early)) },
        other => other,
    });
    customer
}

fn style() -> impl Strategy<Value = RefundStyle> {
    prop_oneof![Just(RefundStyle::Payments), Just(RefundStyle::NegativeReceipts)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_document_is_read_back_as_it_was_written_or_is_blocked_whole(
        document in sample::document(),
        refunds in style(),
        whole in any::<bool>(),
    ) {
        let mut profile = profile(&document, refunds);
        if whole {
            for layout in [Layout::SalesFull, Layout::ReceiptsExport] {
                profile = profile.with_template(Template::new(layout).unwrap());
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let written = ImportRun::write(folder.path(), &profile, std::slice::from_ref(&document)).unwrap();
        let Some(manifest) = written.manifest else {
            let [blocked] = &written.blocked[..] else { panic!("blocked once") };
            prop_assert!(EXPECTED.iter().any(|reason| blocked.reason.contains(reason)), "{blocked}");
            prop_assert!(folder::listed(folder.path()).unwrap().is_empty());
            return Ok(());
        };
        manifest.verify(folder.path()).unwrap();
        let [file] = &manifest.files[..] else { panic!("one file") };
        let bytes = std::fs::read(folder.path().join(&*file.name)).unwrap();
        // As UTF-8: the run's own file is no export.
        let text = format!("\u{feff}{}", super::table::decode(&bytes).unwrap());
        let export = Export::read(file.kind, text.as_bytes(), &profile).unwrap();
        prop_assert_eq!(export.problems(), &[]);
        let [entry] = export.entries() else { panic!("one entry") };
        prop_assert_eq!(document.compare(&entry.found), vec![]);
        prop_assert_eq!(entry.document.as_ref(), Ok(&normal(&document)));

        let mut exports = Exports::new();
        exports.add(export);
        prop_assert!(ImportRun::confirm(folder.path(), &exports).unwrap().is_complete());
        prop_assert!(Manifest::read(folder.path()).unwrap().unwrap().confirmed);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_or_loses_whole_documents_only(
        documents in vec(sample::document(), 1..6),
        cut in 0_usize..100_000,
    ) {
        let mut files = Vec::new();
        for document in &documents {
            let profile = profile(document, RefundStyle::NegativeReceipts);
            let folder = tempfile::tempdir().unwrap();
            let written = ImportRun::write(folder.path(), &profile, std::slice::from_ref(document)).unwrap();
            for file in written.manifest.into_iter().flat_map(|manifest| manifest.files) {
                files.push((file.kind, std::fs::read(folder.path().join(&*file.name)).unwrap(), profile.clone(), document));
            }
        }
        for (kind, bytes, profile, document) in files {
            let cut = cut.checked_rem(bytes.len()).unwrap();
            if let Ok(export) = Export::read(kind, &bytes[..cut], &profile) {
                for entry in export.entries() {
                    prop_assert_eq!(document.compare(&entry.found), vec![]);
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), kind in 0_usize..8) {
        let kinds: BTreeSet<FileKind> = FileKind::WRITTEN.into_iter().chain([FileKind::Chart]).collect();
        let kind = *kinds.iter().nth(kind).unwrap();
        let anchor = PeriodAnchor { month: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), period: 1 };
        let profile = Profile::new(GlAccount::new("11000").unwrap(), anchor).unwrap();
        let headings: Vec<_> = profile.template(kind).unwrap().headings().map(str::to_owned).collect();
        let mut file = headings.join(",").into_bytes();
        file.extend(b"\r\n");
        file.extend(&bytes);
        let _ = Export::read(kind, &bytes, &profile);
        let _ = Export::read(kind, &file, &profile);
    }
}
