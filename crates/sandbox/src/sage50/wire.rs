//! Bodies of requests and answers of what has no module of its own for them.

pub(super) mod adjustment;
pub(super) mod customer;
pub(super) mod goods;
pub(super) mod item;
pub(super) mod order;
