//! Users of the merchant's account.

mod by_merchant;
mod change_password;
mod itself;

pub use by_merchant::UsersOfMerchant;
pub use change_password::{ChangePassword, PasswordChanged};
pub use itself::{ReadSelf, User};
