//! The order of the documents of a file. Sage books transaction after transaction, so what a document names has to
//! stand before it.

use std::collections::BTreeMap;

use super::profile::folded;
use crate::model::{Applied, Document, Kind, ReceiptLine, Reference};

/// The documents in the order given, but none before one of them that it names: a credit memo comes behind the
/// invoice it reduces, a receipt or refund behind the prepayment it uses up, a chargeback behind its receipt.
pub(super) fn in_sequence(documents: Vec<&Document>) -> Vec<&Document> {
    if documents.iter().all(|document| named(document).next().is_none()) {
        return documents;
    }
    let key = |document: &Document| (document.kind(), folded(document.reference()));
    let places: BTreeMap<_, _> = documents.iter().map(|document| key(document)).zip(0_usize..).collect();
    let mut waiting: Vec<Option<&Document>> = documents.into_iter().map(Some).collect();
    let mut sequence = Vec::with_capacity(waiting.len());
    for place in 0..waiting.len() {
        // The document and those that were found to stand before it, each taken out once: names may go in a circle.
        let mut stack: Vec<_> = waiting.get_mut(place).and_then(Option::take).into_iter().collect();
        while let Some(document) = stack.last() {
            let earlier = named(document).find_map(|(kind, reference)| {
                waiting.get_mut(*places.get(&(kind, folded(reference.as_str())))?)?.take()
            });
            match earlier {
                Some(earlier) => stack.push(earlier),
                None => sequence.extend(stack.pop()),
            }
        }
    }
    sequence
}

/// What a document names that may stand in its own file.
fn named(document: &Document) -> impl Iterator<Item = (Kind, &Reference)> {
    let (mut kind, mut one) = (Kind::Receipt, None);
    let (mut lines, mut paid_out) = (&[][..], &[][..]);
    match document {
        Document::CreditMemo(memo) => (kind, one) = (Kind::Invoice, memo.details().applies_to.as_ref()),
        Document::Receipt(receipt) => lines = receipt.lines(),
        // Also an earlier prepayment can be paid out.
        Document::Refund(refund) => (one, paid_out) = (refund.original(), refund.applies()),
        Document::Chargeback(chargeback) => one = Some(chargeback.original()),
        _ => {}
    }
    let used = lines.iter().filter_map(|line| match line {
        ReceiptLine::CreditUsed { reference, .. } => Some(reference),
        _ => None,
    });
    let all = one.into_iter().chain(used).chain(paid_out.iter().map(Applied::reference));
    all.map(move |reference| (kind, reference))
}
