//! How PayTrace writes JSON: keys once, scalars in mixed types.

pub(crate) mod grammar;
pub(crate) mod object;
pub(crate) mod scalar;
pub(crate) mod stamp;
