//! The store suite: one set of cases that every store must pass.
//!
//! A store implements [`Subject`] in its tests and calls [`store_suite!`](crate::store_suite) with it, which
//! makes one test of each case. A new case is a function here and a word in the list below. What only one
//! store promises (its files, its recovery) is never tested here.
#![expect(clippy::unwrap_used, reason = "tests")]

pub mod blobs;
pub mod documents;
pub mod forgotten;
pub mod given;
pub mod heads;
pub mod journal;

use std::sync::Arc;

use async_trait::async_trait;

use crate::Store;

/// Makes stores for the cases.
#[async_trait]
pub trait Subject: Send + Sync {
    /// The store under test.
    type Store: Store + 'static;

    /// A new, empty store.
    async fn open(&self) -> Arc<Self::Store>;

    /// Ends `store`, which nobody else holds any more, and opens it again from what it left behind.
    async fn reopen(&self, store: Arc<Self::Store>) -> Arc<Self::Store>;
}

/// Makes one `#[tokio::test]` of each case for the given [`Subject`] (an expression).
#[macro_export]
macro_rules! store_suite {
    ($subject:expr) => {
        $crate::store_suite! { $subject =>
            journal:
                a_new_store_is_empty,
                what_was_appended_is_read_back,
                any_bytes_of_any_size_are_records,
                one_commit_may_hold_many_records,
                a_commit_without_records_moves_the_head,
                gaps_and_repetitions_are_refused,
                a_head_that_counts_wrong_is_refused,
                a_lower_term_is_fenced,
                a_higher_term_takes_over,
                a_key_belongs_to_its_first_run,
                a_refused_commit_takes_no_key,
                racing_writers_of_one_run_have_one_winner,
                racing_claims_have_one_winner,
                many_runs_at_once_stay_apart,
                journals_survive_reopening;
            heads:
                unfinished_runs_are_listed_oldest_first,
                runs_asleep_are_listed_apart,
                heads_are_filtered,
                heads_are_found_by_holds,
                heads_are_found_by_failure,
                heads_are_found_by_time,
                heads_are_listed_newest_first_in_pages,
                names_that_run_together_stay_apart,
                heads_follow_every_commit,
                heads_survive_reopening;
            documents:
                revisions_count_up_over_deletions,
                expectations_are_held,
                a_batch_is_all_or_none,
                one_batch_may_change_a_key_twice,
                documents_are_listed_by_prefix,
                contents_of_any_size_are_kept,
                racing_changes_are_never_lost,
                documents_survive_reopening;
            forgotten:
                ended_runs_are_forgotten_with_their_keys,
                runs_under_way_are_never_forgotten,
                a_forgotten_run_may_begin_again,
                forgotten_runs_stay_forgotten;
            blobs:
                blobs_are_read_back,
                storing_twice_does_nothing,
                what_is_no_digest_is_not_there,
                racing_puts_of_one_content_agree,
                blobs_survive_reopening;
        }
    };
    ($subject:expr => $($group:ident: $($case:ident),+;)+) => {
        $(mod $group {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    $crate::suite::$group::$case(&$subject).await;
                }
            )+
        })+
    };
}
