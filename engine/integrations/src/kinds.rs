//! The one list of the kinds of integrations. A new kind is a folder that implements [`Kind`], and a line here.

use crate::kind::Kind;

/// All kinds.
pub(crate) const KINDS: &[&dyn Kind] = &[&crate::http::Http, &crate::sql::Sql, &crate::web::Web];
