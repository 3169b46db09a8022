//! The setting `retention`: how long ended runs are kept where IT says nothing.

use towpath_dsl::model::Node;
use towpath_runtime::RetentionTimes;

use super::Reader;

const RETENTION: [&str; 3] = ["completedDays", "faultedDays", "cancelledDays"];
/// Most days that runs can be said to be kept: a thousand years.
const MOST_DAYS: i64 = 366_000;
/// Milliseconds.
const DAY: i64 = 24 * 3_600 * 1_000;

impl Reader<'_> {
    pub(super) fn retention(&mut self, node: &Node, times: &mut RetentionTimes) {
        let Some(entries) = node.as_object() else {
            self.wrong(node, "`retention` must be a mapping");
            return;
        };
        for (key, value) in entries {
            let time = match key.value.as_str() {
                "completedDays" => &mut times.completed,
                "faultedDays" => &mut times.faulted,
                "cancelledDays" => &mut times.cancelled,
                other => {
                    self.unknown(key.span, other, &RETENTION);
                    continue;
                }
            };
            let mut days: i64 = 0;
            self.up_to(value, MOST_DAYS, &mut days);
            *time = (days > 0).then_some(days * DAY);
        }
    }
}
