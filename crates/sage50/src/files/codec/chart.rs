//! The chart of accounts, which is only read.

use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{FileError, RowProblem};
use crate::files::table::{Page, Table, View};
use crate::model::{Account, AccountType};

/// The accounts of an exported chart; it is of use only whole.
pub(crate) fn accounts(table: &mut Table<'_>) -> Result<Vec<Account>, FileError> {
    let (mut accounts, mut page) = (Vec::new(), Page::default());
    loop {
        table.group(&mut page, |_| 1, |_, _| false)?;
        let rows = table.rows(&page);
        let Some(row) = rows.first() else { return Ok(accounts) };
        accounts.push(account(row)?);
    }
}

fn account(view: &View<'_>) -> Result<Account, RowProblem> {
    let id = view.id(Column::AccountId)?.trim();
    if id.is_empty() {
        return Err(view.problem("Account ID is blank"));
    }
    let kind = view.get(Column::AccountType).trim();
    Ok(Account {
        id: id.into(),
        description: view.get(Column::AccountDescription).into(),
        kind: kind.parse().map_or_else(|_| AccountType::from(kind), AccountType::from_code),
        inactive: view.read(Column::Inactive, cell::read_flag)?,
    })
}
