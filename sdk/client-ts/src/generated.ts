/**
 * The types of the API, generated from `engine/api/openapi.json` by `npm run generate`. Never edited by hand.
 */
export interface paths {
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the process is alive */
        readonly get: operations["readHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Whether the server accepts work
         * @description Yes, after it has resumed every interrupted run and until it shuts down; no, while its disk is full or the audit log
         *     cannot be written. `detail` says what is wrong.
         */
        readonly get: operations["readReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Search the audit log
         * @description Who changed what, when, from where, under which policies. Runs have journals of their own.
         */
        readonly get: operations["searchAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/audit/anchor": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the state of the audit anchor
         * @description Where the server sends the signed heads of its log, how many are waiting, and the last error.
         */
        readonly get: operations["readAuditAnchor"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/audit/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit log
         * @description As it is on disk, one link a line, oldest first: `towpath audit verify` checks it.
         */
        readonly get: operations["exportAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/codes/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Explain a code */
        readonly get: operations["explainCode"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send events to the runs that listen
         * @description CloudEvents 1.0: one event as `application/cloudevents+json`, several as `application/cloudevents-batch+json`, or one
         *     with its attributes in `ce-` headers and its data as the body. The answer means that they are on disk, and that every
         *     run that listens for them in a namespace where the caller may send events gets them once, also after a crash of the
         *     server. An event that the same caller has sent before, for the same namespaces and under the same source and id, is not
         *     delivered again.
         */
        readonly post: operations["sendEvents"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/functions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the functions that definitions may call */
        readonly get: operations["listFunctions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/functions/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read one function in all its versions */
        readonly get: operations["readFunction"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/grants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List grants
         * @description What IT permitted on request, with the days that are left. A grant whose operation has changed is paused until IT confirms
         *     it.
         */
        readonly get: operations["listGrants"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/grants/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a grant */
        readonly get: operations["readGrant"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/grants/{name}/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Confirm a grant
         * @description It covers the changed operation and is in force again. The person who requested it cannot confirm it.
         */
        readonly post: operations["confirmGrant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/holds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List calls that wait to be released */
        readonly get: operations["listHolds"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/holds/{run}/{effect}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a call that waits */
        readonly get: operations["readHold"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/holds/{run}/{effect}/decline": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Decline to release a call
         * @description It is not sent; the workflow gets an error that it can catch.
         */
        readonly post: operations["declineHold"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/holds/{run}/{effect}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Release a call
         * @description For every rule that the caller may release for. After the last one the call is evaluated again and sent. Nobody can release a
         *     call of a run that they started, or whose events they sent; nor values that they may not see, unless the policy says
         *     `releaseUnseen`.
         */
        readonly post: operations["releaseHold"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/integrations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List integrations */
        readonly get: operations["listIntegrations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/integrations/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read an integration */
        readonly get: operations["readIntegration"];
        /**
         * Write an integration
         * @description It is in force at once. Grants whose operation changes are paused until IT confirms them; `diagnostics` names them. If
         *     versions that can be called or unfinished runs lose something, the answer is 409 with what they lose; `confirm` with the digest
         *     of that confirms it. The owners get a notice.
         */
        readonly put: operations["writeIntegration"];
        readonly post?: never;
        /**
         * Delete an integration
         * @description Only when all versions that reach it are retired. Unfinished runs that still use it get an error: where there are any, the
         *     answer is 409 with what they lose, and `confirm` with the digest of that confirms it.
         */
        readonly delete: operations["deleteIntegration"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/integrations/{name}/switch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the switch of an integration */
        readonly get: operations["readIntegrationSwitch"];
        /**
         * Switch an integration off, or on again
         * @description While it is off, none of its operations is called, not even by runs under way: they get an error that they can catch.
         */
        readonly put: operations["switchIntegration"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read your own token
         * @description Its principal and its roles.
         */
        readonly get: operations["readMe"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/notices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List notices
         * @description Those of workflows that the caller owns or is the deputy of.
         */
        readonly get: operations["listNotices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/notices/{id}/seen": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Mark a notice as seen
         * @description If the failure continues, there is a new notice.
         */
        readonly post: operations["seenNotice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This description */
        readonly get: operations["readDescription"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List policies */
        readonly get: operations["listPolicies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/activate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Put all policies in force
         * @description All drafts at once, after their own tests have passed; otherwise nothing changes. If live workflows lose something, the
         *     answer is 409 with the impact report; the digest of that report confirms it, at once or with a grace period. Their owners
         *     get a notice. Where the server requires a second person, the policies are proposed.
         *
         *     A delegated policy with errors is left out, with a warning (TP4134); the text of it in force stays. With `policies` only
         *     these change: an emergency forbid takes effect although other drafts are unfinished.
         */
        readonly post: operations["activatePolicies"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/active": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the policies in force
         * @description As they were activated; texts saved since then are not in it.
         */
        readonly get: operations["readActivePolicies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/explain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Explain what would be decided
         * @description By the policies in force: the decision, and each rule that applies, with the part that decides.
         */
        readonly post: operations["explainPolicies"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/impact": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What the saved policies would change
         * @description If they were activated now: live versions whose accesses would be decided differently (`versions`, with approvals that would
         *     become invalid), and starts and calls of the last days that would be decided differently with their arguments (`calls`).
         *     `affected` lists the live workflows that lose something. With `rerun` the newest runs are executed again in a fresh sandbox: a
         *     denied call becomes the error that the workflow would get, all others get their recorded answers; from an effect without a
         *     recording on, the result is unknown. Nothing is changed. The newest 20,000 runs are read.
         */
        readonly get: operations["policyImpact"];
        readonly put?: never;
        /**
         * What other policies would change
         * @description As `GET`, with these texts beside those that are saved. Nothing is saved.
         */
        readonly post: operations["policyImpactWith"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a policy */
        readonly get: operations["readPolicy"];
        /**
         * Write a policy's draft revision
         * @description It takes effect with `POST /v1/policies/activate`.
         */
        readonly put: operations["writePolicy"];
        readonly post?: never;
        /**
         * Delete a policy's draft
         * @description It stays in force until the next activation.
         */
        readonly delete: operations["deletePolicy"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policies/{name}/activate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Put one delegated policy in force
         * @description One with an `owner`, which only narrows what IT's policies allow; where its draft was deleted, it is removed.
         *     All other policies stay as they are.
         */
        readonly post: operations["activatePolicy"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policy-sets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the revisions of the policies */
        readonly get: operations["listPolicySets"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policy-sets/enforce": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Enforce the policies in force on live versions now
         * @description Ends the grace periods of live versions before their time. The owners get a notice.
         */
        readonly post: operations["enforcePolicies"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policy-sets/proposed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the policies that wait for a second person */
        readonly get: operations["readProposedPolicies"];
        readonly put?: never;
        readonly post?: never;
        /** Withdraw a proposal */
        readonly delete: operations["withdrawPolicies"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policy-sets/proposed/approve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Put policies in force that another person has proposed
         * @description In one transaction with the end of the proposal. The proposer cannot. `If-Match` is the digest
         *     of the proposal as it was shown, which covers everything that takes effect.
         */
        readonly post: operations["approvePolicies"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/policy-sets/{digest}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the policies of a set that was in force */
        readonly get: operations["readPolicySet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/principals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List principals */
        readonly get: operations["listPrincipals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/principals/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a principal */
        readonly get: operations["readPrincipal"];
        /**
         * Create a principal, or change its details
         * @description Creating a token creates its principal too; use this to create a principal before its first token. It gives no rights.
         */
        readonly put: operations["writePrincipal"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/principals/{id}/disable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Disable a principal
         * @description Its tokens stop working at once, and no new one can be minted. Unfinished runs that it started end at their next effect,
         *     unless they are adopted. A principal cannot disable itself.
         */
        readonly post: operations["disablePrincipal"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/principals/{id}/enable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Enable a principal
         * @description Its tokens work again, unless they are revoked or expired.
         */
        readonly post: operations["enablePrincipal"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/quotas": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read quotas
         * @description How many drafts, versions, unfinished runs and events each namespace has and may have, and how often this token may act in a
         *     minute. The operator sets them. Requests over a quota are refused with 429 and `Retry-After`.
         */
        readonly get: operations["listQuotas"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/requests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List requests */
        readonly get: operations["listRequests"];
        readonly put?: never;
        /**
         * Request access, or a system
         * @description With `workflow`: access that policies refuse to its draft; the request contains the smallest permit that would allow exactly
         *     that. With `system` and `data`: a system that no integration reaches yet.
         */
        readonly post: operations["openRequest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/requests/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a request */
        readonly get: operations["readRequest"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/requests/{id}/grant": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Grant a request
         * @description The drafted permit, or a narrowed one, is put in force beside the other policies; it must have an end date. The person who
         *     requested it cannot grant it.
         */
        readonly post: operations["grantRequest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/requests/{id}/reject": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Reject a request */
        readonly post: operations["rejectRequest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reviews": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List reviews */
        readonly get: operations["listReviews"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reviews/{namespace}/{name}/{version}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a review
         * @description The text, what it reaches compared with the published version, and who has to decide.
         */
        readonly get: operations["readReview"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reviews/{namespace}/{name}/{version}/approve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Approve a version
         * @description For every rule that the caller may approve it for. With the last approval it is published in the same transaction, if
         *     policies still allow it; otherwise nothing is decided. A version that is older than the one callers get is
         *     published, and callers still get the newer one. Nobody can approve what they submitted, or wrote text of.
         */
        readonly post: operations["approveReview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reviews/{namespace}/{name}/{version}/reject": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Reject a version
         * @description This content cannot be published, however often it is submitted.
         */
        readonly post: operations["rejectReview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reviews/{namespace}/{name}/{version}/request-changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Request changes
         * @description The author changes the draft and publishes it again.
         */
        readonly post: operations["requestChanges"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List runs, newest first
         * @description Only those that the caller may see: an app gets the runs it started.
         */
        readonly get: operations["listRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a run */
        readonly get: operations["readRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/adopt": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Adopt a run
         * @description A run ends at its next effect once the token that started it is revoked, or its principal disabled. An adopted run
         *     continues. The owner of its workflow, the deputy and IT may adopt it, before or after the token is revoked. The first
         *     adoption counts.
         */
        readonly post: operations["adoptRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a run
         * @description Answered when the end is on disk: it sends nothing new, and runs that it waits for are cancelled too. Cancelling a cancelled
         *     run again changes nothing; a run that has ended otherwise stays as it is (409).
         */
        readonly post: operations["cancelRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/fixture": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Make a case of a run
         * @description A file for `towpath test`, a list of one case: the input, the answer to every call, the end of the run, its
         *     effects and the decisions about them. Values that the caller may not see are left out, which `masked` says; reading
         *     values with labels is recorded in the audit log.
         */
        readonly get: operations["readFixture"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/journal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a run's journal
         * @description Everything that happened in it: input, effects, decisions, results, outcome. `{"$masked": [labels]}` is in the place of
         *     values that the caller may not see. Reading values with labels is recorded in the audit log.
         */
        readonly get: operations["readJournal"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/receipt": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the receipt of a run
         * @description Its journal as it is on disk, its definition and the policies that its decisions name, signed with the key of the
         *     audit log: `towpath verify` replays the run from it, offline. For runs that have ended, and for callers who
         *     may see every value in them. Reading values with labels is recorded in the audit log. `/v1/schemas/receipt` has its JSON Schema.
         */
        readonly get: operations["readReceipt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/schemas": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the kinds of documents that have a schema */
        readonly get: operations["listSchemas"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/schemas/{kind}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the JSON Schema of a kind of document
         * @description The schema of workflows contains only what this server can run. With a namespace, which needs a role there, it also contains
         *     the operations of all integrations; whether policies permit them is found by checking a definition.
         */
        readonly get: operations["readSchema"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/secrets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the names of secrets
         * @description Of secrets set here or in the server's folder, and the users of each. Values are never shown.
         */
        readonly get: operations["listSecrets"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/secrets/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Set a secret
         * @description The next call uses it.
         */
        readonly put: operations["writeSecret"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List tokens */
        readonly get: operations["listTokens"];
        readonly put?: never;
        /**
         * Create a token
         * @description Only IT can create tokens, and only for namespaces where the caller is `it`. A caller who is `it` in single namespaces can
         *     create tokens for apps and champions there, for principals without other roles. The principal is created where it does not exist.
         *     With `separateDuties: strict` a token with the role `it` or `approver` is `waiting` until another person of IT confirms it.
         */
        readonly post: operations["createToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tokens/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a token
         * @description It stops working at once. Revoking it again changes nothing. Unfinished runs that it started end at their next
         *     effect, unless they are adopted; the owners of their workflows get a notice.
         */
        readonly delete: operations["revokeToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tokens/{id}/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Confirm a token
         * @description With `separateDuties: strict` a token with the role `it` or `approver` does not work until another person of IT has
         *     confirmed it. Its creator cannot confirm it, and neither can principals whose own token comes from the same minter. A token
         *     never changes, so no digest of what was shown is needed.
         */
        readonly post: operations["confirmToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List published workflows */
        readonly get: operations["listWorkflows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Check a definition without saving it */
        readonly post: operations["checkDefinition"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a published workflow */
        readonly get: operations["readWorkflow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/definition": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a published definition
         * @description The text as it was written, with comments.
         */
        readonly get: operations["readDefinition"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/draft": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a draft */
        readonly get: operations["readDraft"];
        /**
         * Save a draft
         * @description It is saved even if it has errors; the answer lists them.
         */
        readonly put: operations["saveDraft"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/draft/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Run the draft
         * @description A run of the current draft, evaluated as if it were published, started by the caller. A declared answer comes first;
         *     calls of an integration with a `testEndpoint` go there; reads are sent where policies allow them; all else is
         *     simulated and reaches nothing. The run is journaled and marked as a draft run.
         */
        readonly post: operations["startDraftRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/interface": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the input and output of a workflow
         * @description JSON Schemas, for its callers; nothing else of the definition.
         */
        readonly get: operations["readInterface"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/owners": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the owner of a workflow */
        readonly get: operations["readOwners"];
        /**
         * Hand a workflow over
         * @description Its owner, its deputy and IT may. The old and the new owner get a notice.
         */
        readonly put: operations["handOver"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/publish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Publish the draft
         * @description It can be called at once, unless a policy requires an approval first. Publishing the same content again changes nothing; another
         *     content needs another version.
         */
        readonly post: operations["publish"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go back to a version that was published before
         * @description Callers who name no version get it from now on. Runs under way keep their version.
         */
        readonly post: operations["rollBack"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Call a workflow
         * @description The body is the input: any JSON, absent means `{}`. If the run ends in time, its output is the answer's body;
         *     otherwise the answer is 202, and `Location` names the run. Closing the connection never cancels a run.
         *     An error that the workflow raised with a status from 400 to 599 is answered with that status.
         */
        readonly post: operations["startRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the settings of a workflow */
        readonly get: operations["readSettings"];
        /**
         * Change the settings of a workflow
         * @description Runs that start from now on use them; runs under way keep theirs. They must fit the version's own schema, and policies must
         *     permit them: an access of kind `configure`, whose `arguments` are all the new settings.
         */
        readonly put: operations["changeSettings"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/switch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read the switch of a workflow */
        readonly get: operations["readWorkflowSwitch"];
        /**
         * Switch a workflow off, or on again
         * @description While it is off, no version of it starts a run. Runs under way continue.
         */
        readonly put: operations["switchWorkflow"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/versions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List a workflow's published versions */
        readonly get: operations["listVersions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workflows/{namespace}/{name}/versions/{version}/state": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Deprecate, suspend, resume or retire a version
         * @description A suspended version starts no new runs until it is `published` again; a retired one never does. Runs under way
         *     continue. Setting the same state with another reason replaces the reason.
         */
        readonly put: operations["putVersionState"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A run that has not ended in time. */
        readonly Accepted: {
            /** @description The run's id: 32 hexadecimal digits. */
            readonly id: string;
            /** @description Where to read it. */
            readonly location: string;
            /** @description `running` or `waiting`; a run joined by its idempotency key may have ended meanwhile. */
            readonly status: components["schemas"]["RunStatus"];
        };
        /** @description An event that is on disk. */
        readonly AcceptedEvent: {
            /** @description The caller had sent its source and id before: it is not delivered again. */
            readonly duplicate: boolean;
            /**
             * Format: int64
             * @description Its position in the log of events.
             */
            readonly position: number;
        };
        /** @description The accepted events, in the order in which they were sent. */
        readonly AcceptedEvents: {
            /** @description The events. */
            readonly events: readonly components["schemas"]["AcceptedEvent"][];
        };
        /** @description An access that would be decided differently. */
        readonly AccessChange: {
            /** @description What would be known. */
            readonly after: components["schemas"]["Verdict"];
            /** @description What is known now. */
            readonly before: components["schemas"]["Verdict"];
            /** @description Why it would be denied. */
            readonly reason?: string | null;
            /** @description Policies that would require an approval. */
            readonly reviews: readonly string[];
            /** @description JSON pointer of the task. */
            readonly task: string;
            /** @description What is reached, in words. */
            readonly what: string;
        };
        /** @description A request: access for a workflow, or a new system. */
        readonly AccessRequest: {
            /** @description Who requested it. */
            readonly by: string;
            /** @description Which data is sent there or read from there. */
            readonly data?: string | null;
            readonly decision?: components["schemas"]["RequestDecision"] | null;
            /** @description Digest of the request and of what its permit covers: a decision names it. Also the entity tag. */
            readonly digest?: string | null;
            /** @description Its id. */
            readonly id: string;
            /** @description What the permit does not cover. */
            readonly left?: readonly string[];
            /** @description The namespace it is for. */
            readonly namespace: string;
            /**
             * Format: date-time
             * @description When.
             */
            readonly openedAt: string;
            /** @description The smallest permit for it. */
            readonly permit?: string | null;
            /** @description What that permit would cover now, by name. */
            readonly permits?: readonly string[];
            /** @description The purpose. */
            readonly purpose: string;
            /** @description What policies refuse, in words. */
            readonly refused?: readonly string[];
            /** @description Its state. */
            readonly state: components["schemas"]["RequestState"];
            /** @description The system that is needed. */
            readonly system?: string | null;
            /** @description Its vendor. */
            readonly vendor?: string | null;
            /**
             * Format: int64
             * @description Seconds until it was decided, or, while it is open, until now.
             */
            readonly waitedS: number;
            /** @description The workflow that needs access. */
            readonly workflow?: string | null;
        };
        /** @description How to put policies in force. */
        readonly Activate: {
            /**
             * Format: int32
             * @description Grace period in seconds, at most 90 days: how long live versions that lose something keep the previous policies.
             * @default 0
             */
            readonly graceSeconds: number;
            /**
             * @description `digest` of the impact report that was read: needed where live workflows lose something.
             * @default null
             */
            readonly impact: string | null;
            /**
             * @description Put only these saved policies in force, or remove them where their draft was deleted. All others stay as they are in
             *     force. Absent: all.
             * @default null
             */
            readonly policies: readonly string[] | null;
            /**
             * @description Why; shown in the revisions.
             * @default null
             */
            readonly reason: string | null;
            /**
             * @description Where the server requires a second person: digest of your own open proposal that this one replaces.
             * @default null
             */
            readonly replaces: string | null;
        };
        /** @description The policies in force, with their texts. */
        readonly ActivePolicies: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at?: string | null;
            /** @description The principal who activated them. */
            readonly by?: string | null;
            /** @description Digest of the whole set. */
            readonly digest?: string | null;
            /** @description The policies, by name. */
            readonly policies: readonly components["schemas"]["ActivePolicy"][];
            /**
             * Format: int64
             * @description Increases with each activation; 0: none were ever activated.
             */
            readonly revision: number;
        };
        /** @description A policy in force. */
        readonly ActivePolicy: {
            /** @description Its name. */
            readonly name: string;
            /** @description The text in force, with comments. */
            readonly source: string;
        };
        /** @description Why a run shall continue although its token was revoked. */
        readonly Adopt: {
            /** @description Kept with the run. */
            readonly reason: string;
        };
        /** @description Who adopted a run. */
        readonly Adoption: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who adopted it. */
            readonly by: string;
            /** @description Why. */
            readonly reason: string;
        };
        /** @description A live workflow that would lose something. */
        readonly AffectedWorkflow: {
            /** @description Its owner. */
            readonly owner?: string | null;
            /**
             * Format: double
             * @description How often it ran a day, recently.
             */
            readonly runsPerDay: number;
            /** @description What it would lose, in words; the first offending place first. */
            readonly what: readonly string[];
            /** @description `namespace/name`. */
            readonly workflow: string;
        };
        /** @description An approval. */
        readonly Approval: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who approved. */
            readonly by: string;
            /** @description Their comment. */
            readonly comment?: string | null;
            /** @description The policy it satisfies. */
            readonly policy: string;
            /** @description Digest of that policy's document. */
            readonly rule: string;
        };
        /** @description Puts in force what another person has proposed. */
        readonly ApproveProposal: {
            /** @description Digest of the impact report that was read, where it differs from the one at the time of the proposal. */
            readonly impact?: string | null;
        };
        /** @description The state of the anchor: the place outside the server that keeps the signed heads of the audit log. */
        readonly AuditAnchor: {
            /** @description `TP4082` while sending fails. */
            readonly code?: string | null;
            /** @description The last link that was sent, `chain#number`. */
            readonly delivered?: string | null;
            /** @description Why the last attempt failed. */
            readonly error?: string | null;
            /**
             * Format: int64
             * @description Failed attempts since the last success.
             */
            readonly failures: number;
            /**
             * Format: int64
             * @description Heads left out because too many were waiting. Later heads cover them.
             */
            readonly leftOut: number;
            /** @description Where heads are sent: an address, or a file. */
            readonly place: string;
            /** @description Heads not yet sent. */
            readonly waiting: number;
        };
        /** @description Entries, newest first. */
        readonly AuditEntries: {
            /** @description The entries. */
            readonly entries: readonly components["schemas"]["AuditEntry"][];
        };
        /** @description An action, or the attempt of one. */
        readonly AuditEntry: {
            /** @description A method and a route, or an action of a start of the server. */
            readonly action: string;
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description A keyed digest of the request body. */
            readonly body?: string | null;
            /**
             * Format: int64
             * @description How many equal refusals this entry stands for, where it is more than one.
             */
            readonly count?: number | null;
            /** @description The address it came from. */
            readonly from?: string | null;
            /** @description Before or after the action. */
            readonly phase: components["schemas"]["AuditPhase"];
            /** @description Digest of the policies in force. */
            readonly policies?: string | null;
            /** @description The same id in both entries of one request. */
            readonly request: string;
            /**
             * Format: int32
             * @description The status of the response.
             */
            readonly status?: number | null;
            /** @description The path. */
            readonly target: string;
            /** @description The id of the token used; absent for the command line. */
            readonly token?: string | null;
            /** @description The principal. */
            readonly who: string;
        };
        /**
         * @description When an entry of the audit log was written.
         * @enum {string}
         */
        readonly AuditPhase: "asked" | "done";
        /** @description A policy that waits for a person. */
        readonly Awaiting: {
            /** @description Who may approve or release, in words: "an approver of `support`". */
            readonly by: string;
            /** @description Who can help. */
            readonly contact?: string | null;
            /** @description The policy's name. */
            readonly policy: string;
            /** @description What the policy says about it. */
            readonly reason?: string | null;
            /** @description Digest of its document: an approval or a release names it. */
            readonly rule: string;
            /** @description Its title. */
            readonly title: string;
        };
        /** @description Calls of one task that would be decided differently. */
        readonly CallImpact: {
            /** @description What would be decided. */
            readonly after: components["schemas"]["DecisionOutcome"];
            /** @description What was decided. */
            readonly before: components["schemas"]["DecisionOutcome"];
            /**
             * Format: int64
             * @description How many such calls there were.
             */
            readonly calls: number;
            /** @description The policy to name first. */
            readonly policy?: string | null;
            /** @description Why it would be denied. */
            readonly reason?: string | null;
            /** @description The newest run with one. */
            readonly run: string;
            /** @description JSON pointer of the task; empty for starts. */
            readonly task: string;
            /** @description `namespace/name`. */
            readonly workflow: string;
        };
        /** @description A caller of a workflow. */
        readonly Called: {
            /** @description The principal. */
            readonly by: string;
            /**
             * Format: date-time
             * @description When last.
             */
            readonly last: string;
            /**
             * Format: int64
             * @description How often, among the newest 1,000 runs.
             */
            readonly runs: number;
        };
        /** @description The error that ended a run, as the runner or the engine reported it. */
        readonly Cause: {
            /** @description What happened. */
            readonly detail?: string | null;
            /** @description JSON pointer of the task it happened in. */
            readonly instance?: string | null;
            /**
             * Format: int32
             * @description Its status.
             */
            readonly status: number;
            /** @description Its title. */
            readonly title?: string | null;
            /** @description Its type. */
            readonly type: string;
        };
        /** @description A comment on a decision. */
        readonly Comment: {
            /** @description For the author, and for later readers. */
            readonly comment?: string | null;
        };
        /** @description A confirmation of a grant by IT, after a change. */
        readonly Confirmation: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description Who confirmed. */
            readonly by: string;
            /** @description What had changed. */
            readonly changes: readonly string[];
            /** @description Their comment. */
            readonly reason?: string | null;
        };
        /** @description A token that was created. */
        readonly CreatedToken: components["schemas"]["Token"] & {
            /** @description The secret, shown this once and stored nowhere. */
            readonly token: string;
        };
        /** @description The result of a decision. */
        readonly Decided: components["schemas"]["Review"] & {
            /** @description The version for callers who name none. One that is newer than the approved version stays. */
            readonly current?: string | null;
            /** @description It was the last approval needed, and the version can be called. */
            readonly live: boolean;
        };
        /**
         * @description What policies decide about a call when it happens.
         * @enum {string}
         */
        readonly DecisionOutcome: "allow" | "hold" | "review" | "deny";
        /** @description An answer used instead of a call. */
        readonly DeclaredAnswer: {
            /** @description Only for a call with these arguments; for any call where absent. */
            readonly arguments?: unknown;
            readonly error?: components["schemas"]["DeclaredError"] | null;
            /** @description Labels of the result, in addition to those of the operation. */
            readonly labels?: readonly string[];
            /** @description The value was left out when this was recorded, because of these labels. Replace it before use. */
            readonly masked?: readonly string[];
            /** @description What it answers: `payments.refund`, or `support/triage` for a workflow that is started. */
            readonly operation: string;
            /** @description The result; null where there is no error either. */
            readonly result?: unknown;
        };
        /** @description A declared error. */
        readonly DeclaredError: {
            /** @description What happened. */
            readonly detail?: string | null;
            /** @description The other side's error document, where its operation describes one. */
            readonly details?: unknown;
            /**
             * Format: int32
             * @description Its status; 500 where absent.
             */
            readonly status?: number | null;
            /** @description Its title. */
            readonly title?: string | null;
            /** @description Its type; that of a failed communication where absent. */
            readonly type?: string | null;
        };
        /** @description Something wrong in a document, or worth knowing about it. */
        readonly Diagnostic: {
            /** @description The stable code; `GET /v1/codes/{code}` explains it. */
            readonly code: string;
            /** @description What to do about it. */
            readonly help?: string | null;
            /** @description What is wrong. */
            readonly message: string;
            /** @description Where in the document: a JSON pointer. */
            readonly pointer?: string | null;
            readonly range?: components["schemas"]["Range"] | null;
            /** @description Further places. */
            readonly related?: readonly components["schemas"]["Related"][];
            /** @description How serious it is. */
            readonly severity: components["schemas"]["Severity"];
        };
        /** @description Disables a principal. */
        readonly DisablePrincipal: {
            /** @description Why; shown with the principal. */
            readonly reason: string;
        };
        /** @description Who disabled a principal, and why. */
        readonly DisabledPrincipal: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who did it. */
            readonly by: string;
            /** @description Why. */
            readonly reason: string;
        };
        /** @description A draft. */
        readonly Draft: {
            /** @description The principal who saved it. */
            readonly author: string;
            /**
             * Format: int64
             * @description Increases with every change; also the entity tag.
             */
            readonly revision: number;
            /**
             * Format: date-time
             * @description When.
             */
            readonly savedAt: string;
            /** @description The text. */
            readonly source: string;
        };
        /**
         * @description Whether reads of a draft run reach real systems.
         * @enum {string}
         */
        readonly DraftReads: "real" | "declared";
        /** @description How to run a draft. */
        readonly DraftRun: {
            /** @description Declared answers, used instead of calls, in order, each once. */
            readonly answers?: readonly components["schemas"]["DeclaredAnswer"][];
            /** @description The input: any JSON; `{}` where absent. */
            readonly input?: unknown;
            /** @description Whether reads without a declared answer are sent. */
            readonly reads?: components["schemas"]["DraftReads"];
            /** @description The same in short: by operation a value, `{"error": …}`, or a list with one for each call. */
            readonly results?: Record<string, never>;
            /** @description Settings for this run; those in force where absent. */
            readonly settings?: Record<string, never> | null;
        };
        /** @description A draft run of a definition. */
        readonly DraftTried: {
            /**
             * Format: date-time
             * @description When it began.
             */
            readonly at: string;
            /** @description Who started it. */
            readonly by: string;
            /** @description The run. */
            readonly run: string;
            /** @description Its status. */
            readonly status: components["schemas"]["RunStatus"];
        };
        /** @description How a run ends. */
        readonly Ending: {
            /** @description The code, where it ends in an error of the engine. */
            readonly code?: string | null;
            /** @description How. */
            readonly end: components["schemas"]["EndingKind"];
            /** @description JSON pointer of the task. */
            readonly task?: string | null;
            /** @description Why it is unknown. */
            readonly why?: string | null;
        };
        /**
         * @description How a run that was executed again ends.
         * @enum {string}
         */
        readonly EndingKind: "completed" | "otherwise" | "faulted" | "cancelled" | "unknown";
        /** @description Which grace periods to end. */
        readonly Enforce: {
            /** @description Of these workflows, as `namespace/name`; of all where absent. */
            readonly workflows?: readonly string[] | null;
        };
        /** @description Grace periods that were ended. */
        readonly Enforced: {
            /** @description What they were. */
            readonly ended: readonly components["schemas"]["Grace"][];
        };
        /** @description One access of a definition, as policies evaluate it. */
        readonly EvaluatedAccess: {
            /** @description The access, as policies see it. */
            readonly access: Record<string, never>;
            /** @description Who can help. */
            readonly contact?: string | null;
            /** @description Who has to release each such call, always or depending on its arguments. */
            readonly holds?: readonly components["schemas"]["Awaiting"][];
            readonly range?: components["schemas"]["Range"] | null;
            /** @description Why it is not allowed. */
            readonly reason?: string | null;
            /** @description Who has to approve the version because of it. */
            readonly reviews?: readonly components["schemas"]["Awaiting"][];
            /** @description The policies that match, or may match. */
            readonly rules: readonly components["schemas"]["Rule"][];
            /** @description JSON pointer of the task; empty for the start of a run. */
            readonly task: string;
            /** @description What is known before it happens. */
            readonly verdict: components["schemas"]["Verdict"];
        };
        /** @description One function: an operation of an integration, without its address and secrets. */
        readonly Function: {
            /** @description What a definition writes: `crm.get-customer:1.0.0@default`. */
            readonly call: string;
            /** @description What people should know before they call it. */
            readonly description?: string | null;
            /** @description Whether it changes anything. */
            readonly effect: components["schemas"]["OperationEffect"];
            /** @description An example of what it returns. */
            readonly example?: unknown;
            /** @description Whether it may be carried out twice. */
            readonly idempotent: components["schemas"]["Idempotency"];
            /** @description JSON Schema of its arguments. */
            readonly input: Record<string, never>;
            /** @description Labels of what it returns. */
            readonly labels: readonly string[];
            /** @description Its integration and operation: `crm.get-customer`. */
            readonly name: string;
            /** @description JSON Schema of what it returns, where its document has one. */
            readonly output?: Record<string, never>;
            /** @description Who owns the integration. */
            readonly owner: string;
            /** @description One line about it. */
            readonly title: string;
            /** @description Its version. */
            readonly version: string;
        };
        /** @description The functions of the default catalog. */
        readonly Functions: {
            /** @description By integration, operation and version. */
            readonly functions: readonly components["schemas"]["Function"][];
        };
        /** @description A live version that keeps the previous policies for a while. */
        readonly Grace: {
            /** @description Digest of the set that is used for it. */
            readonly policies: string;
            /**
             * Format: date-time
             * @description When the grace period ends.
             */
            readonly until: string;
            /** @description `namespace/name@version`. */
            readonly version: string;
        };
        /** @description Confirms a grant. */
        readonly GrantConfirmation: {
            /** @description A comment. */
            readonly reason?: string | null;
        };
        /** @description Grants a request. */
        readonly GrantRequest: {
            /** @description The permit, narrowed; absent: the drafted one. */
            readonly permit?: string | null;
            /** @description A comment. */
            readonly reason?: string | null;
        };
        /**
         * @description The state of a grant.
         * @enum {string}
         */
        readonly GrantState: "active" | "endsSoon" | "ended" | "referentChanged" | "superseded";
        /** @description A grant. */
        readonly GrantedPermit: {
            /** @description Who requested it. */
            readonly askedBy: string;
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description Who granted it. */
            readonly by: string;
            /** @description What has changed since it was granted or confirmed, in words. While there is any, it is paused. */
            readonly changes: readonly string[];
            readonly confirmed?: components["schemas"]["Confirmation"] | null;
            /**
             * Format: int64
             * @description Whole days that are left.
             */
            readonly daysLeft: number;
            /** @description Digest of the definition it was requested for. */
            readonly definition?: string | null;
            /** @description Digest of what was granted and of what it covers now: a confirmation names it. Also the entity tag. */
            readonly digest: string;
            /** @description Its last day. */
            readonly expires: string;
            /** @description The workflow's namespace. */
            readonly namespace: string;
            /** @description What it permits, by name. */
            readonly permits: readonly string[];
            /** @description The policy that permits it. */
            readonly policy: string;
            /** @description The purpose. */
            readonly purpose: string;
            /** @description Remarks, which do not pause it. */
            readonly remarks: readonly string[];
            /** @description The request it was granted for. */
            readonly request: string;
            /** @description Its state. */
            readonly state: components["schemas"]["GrantState"];
            /** @description The workflow's name. */
            readonly workflow: string;
        };
        /** @description A request that was granted. */
        readonly GrantedRequest: components["schemas"]["AccessRequest"] & {
            /** @description What policies still refuse of the draft, in words. */
            readonly stillRefused: readonly string[];
        };
        /** @description Grants, those that end first at the top. */
        readonly Grants: {
            /** @description The grants. */
            readonly grants: readonly components["schemas"]["GrantedPermit"][];
        };
        /** @description Hands a workflow over. The other fields of [`Owners`] are accepted and ignored, so that what was read can be sent back. */
        readonly HandOver: {
            /** @description A second one; none where absent. */
            readonly deputy?: string | null;
            /** @description A principal who may publish in this namespace. */
            readonly owner: string;
        };
        /** @description The state of the server. */
        readonly Health: {
            /** @description `ok`; otherwise the answer is a problem document. */
            readonly status: components["schemas"]["HealthStatus"];
        };
        /**
         * @description The state of the server.
         * @enum {string}
         */
        readonly HealthStatus: "ok";
        /** @description A call that waits for a person. */
        readonly Hold: {
            /**
             * @description The exact arguments; `null` in the place of a secret. `{"$masked": [labels]}` where the caller may not see values with
             *     their labels.
             */
            readonly arguments: Record<string, never>;
            /** @description The rules it waits for, and who may release it. */
            readonly awaiting: readonly components["schemas"]["Awaiting"][];
            /** @description What happens then. */
            readonly default: components["schemas"]["HoldDefault"];
            /** @description Digest of what a decision about it depends on; also the entity tag. A decision names it. */
            readonly digest: string;
            /**
             * Format: int64
             * @description The number of the effect in the run.
             */
            readonly effect: number;
            /** @description The principals who sent events that the run has received; they cannot release it either. */
            readonly heardFrom: readonly string[];
            /** @description What kind of effect it is. */
            readonly kind: components["schemas"]["HoldKind"];
            /** @description Labels of the arguments. */
            readonly labels: readonly string[];
            /** @description The workflow's namespace. */
            readonly namespace: string;
            /** @description The principal who started the run and those who have released it, with who created them. */
            readonly people: readonly components["schemas"]["Person"][];
            /** @description The principals who have released it already. */
            readonly releasedBy: readonly string[];
            /** @description The run that makes it. */
            readonly run: string;
            /**
             * Format: date-time
             * @description When it began to wait.
             */
            readonly since: string;
            /** @description The principal who started the run; they cannot release it. */
            readonly startedBy: string;
            /** @description JSON pointer of the task. */
            readonly task: string;
            /** @description The labels that the caller may not see: they can decline it, and release it only where a policy says `releaseUnseen`. */
            readonly unseen: readonly string[];
            /**
             * Format: date-time
             * @description When it stops waiting.
             */
            readonly until: string;
            /** @description Its version. */
            readonly version: string;
            /** @description What is called: `payments.refund:1.0.0`. */
            readonly what: string;
            /** @description The workflow's name. */
            readonly workflow: string;
        };
        /**
         * @description What happens to a call that nobody released in time.
         * @enum {string}
         */
        readonly HoldDefault: "deny" | "allow";
        /**
         * @description What kind of effect waits.
         * @enum {string}
         */
        readonly HoldKind: "call" | "emit" | "run" | "listen" | "wait";
        /** @description Calls that wait, those that wait longest first. */
        readonly Holds: {
            /** @description The calls. */
            readonly holds: readonly components["schemas"]["Hold"][];
        };
        /**
         * @description Whether an operation may be carried out twice.
         * @enum {string}
         */
        readonly Idempotency: "no" | "natural" | "key";
        /** @description Which workflow a text is. */
        readonly Identified: {
            /** @description Digest of the canonical definition. */
            readonly digest: string;
            /** @description `document.name`. */
            readonly name: string;
            /** @description `document.namespace`. */
            readonly namespace: string;
            /** @description `document.version`. */
            readonly version: string;
        };
        /** @description What other policies would change. */
        readonly Impact: {
            /** @description Live workflows that would lose something, by name. */
            readonly affected: readonly components["schemas"]["AffectedWorkflow"][];
            /** @description Past calls that would be decided differently, the most frequent first. */
            readonly calls: readonly components["schemas"]["CallImpact"][];
            /** @description Digest of the evaluated policies, as a set. */
            readonly candidate: string;
            /** @description Digest of what live workflows would lose: an activation is confirmed with it. */
            readonly digest: string;
            /** @description How many starts and calls of them were evaluated. */
            readonly evaluated: number;
            /** @description Digest of the policies in force. */
            readonly inForce: string;
            /** @description The integrations used, each with its revision. */
            readonly integrations: {
                readonly [key: string]: number;
            };
            /** @description The live versions evaluated. An activation is refused when there are others by then. */
            readonly lookedAt: readonly components["schemas"]["LookedAt"][];
            /** @description How many runs were executed again. */
            readonly rerun: number;
            /** @description Runs that were executed again and would end differently, newest first. */
            readonly reruns: readonly components["schemas"]["RerunImpact"][];
            /**
             * Format: int64
             * @description Number of the revision in force; 0: none was ever activated.
             */
            readonly revision: number;
            /** @description How many past runs were read. */
            readonly runs: number;
            /** @description There were more runs. */
            readonly truncated: boolean;
            /** @description Live versions with accesses that would be decided differently. */
            readonly versions: readonly components["schemas"]["VersionImpact"][];
        };
        /** @description Policies to evaluate without saving them. */
        readonly ImpactPolicies: {
            /** @description Texts by name. They replace saved policies of these names, and add to the others. */
            readonly policies: {
                readonly [key: string]: string;
            };
        };
        /** @description Policies that were put in force just now. */
        readonly InForce: components["schemas"]["Revision"] & {
            /** @description Live versions with a grace period. */
            readonly graces: readonly components["schemas"]["Grace"][];
            /** @description Warnings. */
            readonly warnings: readonly components["schemas"]["Diagnostic"][];
        };
        /** @description A version that a person has to approve before it can be called. */
        readonly InReview: {
            /** @description Always false: it cannot be called yet. */
            readonly live: boolean;
            /** @description The review. */
            readonly review: components["schemas"]["Review"];
        };
        /** @description Integrations by name. */
        readonly Integrations: {
            /** @description The integrations. */
            readonly integrations: readonly components["schemas"]["TextSummary"][];
        };
        /** @description The input and output of a workflow. */
        readonly Interface: {
            /** @description JSON Schema of the input; absent where the definition has none. */
            readonly input?: Record<string, never> | null;
            /** @description JSON Schema of the output; absent where the definition has none. */
            readonly output?: Record<string, never> | null;
            /** @description The version. */
            readonly version: string;
        };
        /** @description A run's journal. */
        readonly Journal: {
            /** @description Its records, in order. */
            readonly records: readonly components["schemas"]["Record"][];
            /** @description The run's id. */
            readonly run: string;
        };
        /** @description A live version that was evaluated. */
        readonly LookedAt: {
            /** @description Digest of the definition. */
            readonly digest: string;
            /** @description `namespace/name@version`. */
            readonly version: string;
        };
        /** @description The caller. */
        readonly Me: {
            /** @description The token's roles, and where. */
            readonly grants: readonly components["schemas"]["RoleGrant"][];
            /** @description The principal: what drafts, approvals and journals record. */
            readonly id: string;
            /** @description What policies see as `caller.kind`. */
            readonly kind: components["schemas"]["Role"];
            /** @description Labels of values it may see; `*`: all. */
            readonly mayView: readonly string[];
            /** @description Who minted it. */
            readonly mintedBy?: string | null;
            /** @description The token's name in lists. */
            readonly name: string;
            /** @description The id of the token. */
            readonly token?: string | null;
        };
        /** @description The quotas of one namespace. */
        readonly NamespaceQuotas: {
            /** @description The namespace. */
            readonly namespace: string;
            /** @description Each quota. */
            readonly quotas: readonly components["schemas"]["Quota"][];
        };
        /** @description A permit that would have allowed it, except for these mismatches. */
        readonly NearMiss: {
            /** @description It was in force until the end of this day. */
            readonly expired?: string | null;
            /** @description Its conditions that do not hold. */
            readonly mismatches: readonly string[];
            /** @description The policy's name. */
            readonly policy: string;
        };
        /** @description A new request: access for a workflow, or a system. */
        readonly NewRequest: {
            /** @description Which data is sent there or read from there; needed with `system`. */
            readonly data?: string | null;
            /** @description The namespace it is for. */
            readonly namespace: string;
            /** @description The purpose. */
            readonly purpose: string;
            /** @description Or a system that no integration reaches. */
            readonly system?: string | null;
            /** @description The system's vendor. */
            readonly vendor?: string | null;
            /** @description A workflow whose draft makes accesses that policies refuse. */
            readonly workflow?: string | null;
        };
        /** @description A token to create. */
        readonly NewToken: {
            /**
             * Format: date-time
             * @description When it stops working; absent: never.
             */
            readonly expiresAt?: string | null;
            /** @description Its roles, and where. */
            readonly grants: readonly components["schemas"]["RoleGrant"][];
            readonly kind?: components["schemas"]["Role"] | null;
            /** @description Labels of values it may see in runs, journals and holds; `*`: all. Nobody can give away more than they may see. */
            readonly mayView?: readonly string[];
            /** @description Its name in lists. */
            readonly name: string;
            /** @description Its principal: letters, digits and `._@-`; absent: the name. */
            readonly principal?: string | null;
        };
        /** @description A step of a review. */
        readonly Note: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description Who did it. */
            readonly by: string;
            /** @description Their comment. */
            readonly comment?: string | null;
            /** @description The state after it. */
            readonly state: components["schemas"]["ReviewState"];
        };
        /** @description A notice. */
        readonly Notice: {
            /**
             * Format: date-time
             * @description When it was given, or happened last.
             */
            readonly at: string;
            /**
             * Format: int64
             * @description How often it happened, at least.
             */
            readonly count: number;
            /** @description Details, the first offending place first. */
            readonly details?: readonly string[];
            /**
             * Format: date-time
             * @description When it takes effect, where that is later than the notice.
             */
            readonly from?: string | null;
            /** @description Its id. */
            readonly id: string;
            /** @description What it is about. */
            readonly kind: components["schemas"]["NoticeKind"];
            /** @description The newest run with it. */
            readonly run?: string | null;
            /** @description Who marked it as seen. */
            readonly seenBy?: string | null;
            /** @description In words. */
            readonly text: string;
            /** @description `namespace/name`. */
            readonly workflow: string;
        };
        /**
         * @description What a notice is about.
         * @enum {string}
         */
        readonly NoticeKind: "policies" | "integration" | "failed" | "handedOver" | "review" | "withdrawn" | "secret";
        /** @description Notices, newest first. */
        readonly Notices: {
            /** @description The notices. */
            readonly notices: readonly components["schemas"]["Notice"][];
        };
        /**
         * @description Whether an operation changes anything.
         * @enum {string}
         */
        readonly OperationEffect: "read" | "write";
        /** @description The owner of a workflow, and the deputy. */
        readonly Owners: {
            /**
             * Format: date-time
             * @description Since when.
             */
            readonly at: string;
            /** @description Who handed it over. */
            readonly by?: string | null;
            /** @description The deputy, who gets every notice that the owner gets. */
            readonly deputy?: string | null;
            /** @description A principal: the first publisher, until it was handed over. */
            readonly owner: string;
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag.
             */
            readonly revision: number;
        };
        /** @description A principal involved in what is shown, and who created it. */
        readonly Person: {
            /** @description Who created it. */
            readonly createdBy: string;
            /** @description Its tokens no longer work. */
            readonly disabled: boolean;
            /** @description The principal. */
            readonly id: string;
            /** @description Who minted its tokens. */
            readonly mintedBy: readonly string[];
        };
        /** @description Policies by name. */
        readonly Policies: {
            /** @description The policies. */
            readonly policies: readonly components["schemas"]["TextSummary"][];
        };
        /**
         * @description What a matching policy does.
         * @enum {string}
         */
        readonly PolicyEffect: "permit" | "forbid" | "review" | "hold";
        /**
         * @description Whether a policy decides.
         * @enum {string}
         */
        readonly PolicyMode: "enforce" | "audit" | "off";
        /** @description A what-if question. A subject that is not given counts as fitting; a field that is not given matches no condition. */
        readonly PolicyQuestion: {
            /** @description The access; `kind` is `call` and `effect` is `write` unless given. */
            readonly access: Record<string, never>;
            /** @description Policies that the version is approved for. */
            readonly approved?: readonly string[];
            /**
             * Format: date-time
             * @description When; each policy sees it in its own time zone.
             */
            readonly at?: string | null;
            /** @description Who started the run. */
            readonly caller?: Record<string, never> | null;
            /** @description Everything the version can reach. */
            readonly profile?: Record<string, never> | null;
            /** @description Policies that the call is released for. */
            readonly released?: readonly string[];
            /** @description The workflow that makes it. */
            readonly workflow?: Record<string, never> | null;
        };
        /** @description The texts of a set. */
        readonly PolicySet: {
            /** @description Digest of the whole set. */
            readonly digest: string;
            /** @description The texts, by policy. */
            readonly texts: {
                readonly [key: string]: string;
            };
        };
        /** @description The sets that were in force. */
        readonly PolicySets: {
            /** @description Live versions that keep an earlier one for a while. */
            readonly graces: readonly components["schemas"]["Grace"][];
            /** @description Newest first; the first is in force. */
            readonly revisions: readonly components["schemas"]["Revision"][];
        };
        /** @description A position in a text. */
        readonly Position: {
            /** @description Column, from 0, in UTF-16 code units. */
            readonly character: number;
            /** @description Line, from 0. */
            readonly line: number;
        };
        /** @description The details of a principal that people may set. */
        readonly PrincipalDetails: {
            readonly kind?: components["schemas"]["Role"] | null;
            /** @description A name for people, at most 200 characters. */
            readonly title?: string | null;
        };
        /** @description A principal. */
        readonly PrincipalRecord: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            readonly createdAt: string;
            /** @description The principal who created it, or minted its first token. */
            readonly createdBy: string;
            /** @description The id of the token used to create it. */
            readonly createdWith?: string | null;
            readonly disabled?: components["schemas"]["DisabledPrincipal"] | null;
            /** @description Every role its tokens ever had: `champion:support`. */
            readonly grants: readonly string[];
            /** @description What journals, drafts and approvals record. */
            readonly id: string;
            readonly kind?: components["schemas"]["Role"] | null;
            /** @description Who minted its tokens. */
            readonly mintedBy: readonly string[];
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag. 0: only a token of an earlier version names it.
             */
            readonly revision: number;
            /** @description A name for people. */
            readonly title?: string | null;
        };
        /** @description Principals by id. */
        readonly Principals: {
            /** @description The principals. */
            readonly principals: readonly components["schemas"]["PrincipalRecord"][];
        };
        /** @description An error (RFC 9457). Fields without a value are absent. */
        readonly Problem: {
            /** @description The accesses that policies refuse. */
            readonly accesses?: readonly components["schemas"]["EvaluatedAccess"][];
            /** @description Live workflows that lose something by the change. */
            readonly affected?: readonly components["schemas"]["AffectedWorkflow"][];
            readonly cause?: components["schemas"]["Cause"] | null;
            /** @description The stable code; `GET /v1/codes/{code}` explains it. */
            readonly code: string;
            /** @description A policy refused: who can help. Only for champions, IT and auditors. */
            readonly contact?: string | null;
            /** @description What happened this time. */
            readonly detail?: string | null;
            /** @description What is wrong in the document. */
            readonly diagnostics?: readonly components["schemas"]["Diagnostic"][];
            /** @description Digest of what there is to decide about now; it differs from what was shown. */
            readonly digest?: string | null;
            /** @description Digest of the impact report to confirm. */
            readonly impact?: string | null;
            /**
             * @description This one occurrence: the path of the request, the run, the place in the workflow that raised it, or the
             *     `urn:uuid:…` of an incident, which the server's log names too.
             */
            readonly instance?: string | null;
            /**
             * Format: int64
             * @description The most that is allowed.
             */
            readonly limit?: number | null;
            /**
             * @description Nothing permits it: the permits that came nearest, and their conditions that do not hold. Only for champions, IT and
             *     auditors.
             */
            readonly near?: readonly components["schemas"]["NearMiss"][];
            /** @description The roles of which one is needed. */
            readonly needed?: readonly string[];
            /** @description The version to use instead. */
            readonly next?: string | null;
            /** @description A policy refused: which one, or the permit that came nearest. Only for champions, IT and auditors. */
            readonly policy?: string | null;
            /** @description A policy refused: why, in its own words. */
            readonly reason?: string | null;
            /**
             * Format: int64
             * @description The current revision.
             */
            readonly revision?: number | null;
            /** @description A policy refused: the rules that decided. Only for champions, IT and auditors. */
            readonly rules?: readonly components["schemas"]["Rule"][];
            /** @description The run, where there is one. */
            readonly run?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            readonly status: number;
            /** @description The kind in a few words. */
            readonly title: string;
            /** @description What kind of problem: `urn:towpath:problem:<code>`, or the type of the error that the workflow raised. */
            readonly type: string;
        };
        /** @description Policies that wait for a second person. */
        readonly Proposed: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /**
             * Format: int64
             * @description The revision in force when they were proposed.
             */
            readonly base?: number | null;
            /** @description Who proposed them, and cannot be the second person. */
            readonly by: string;
            /**
             * @description Digest of the whole proposal: texts, reason, grace, impact, proposer, revision. The second person names it. Also the
             *     entity tag.
             */
            readonly digest: string;
            /**
             * Format: int64
             * @description Grace period in seconds.
             */
            readonly graceSeconds: number;
            /** @description Digest of the impact report that the proposer has read. */
            readonly impact?: string | null;
            /** @description Digest of the texts, as a set. */
            readonly policySet: string;
            /** @description Why. */
            readonly reason?: string | null;
            /** @description The texts, by policy. */
            readonly texts: {
                readonly [key: string]: string;
            };
            /** @description Delegated policies that were left out when they were proposed. */
            readonly warnings?: readonly components["schemas"]["Diagnostic"][];
        };
        /** @description A version that was published. */
        readonly Published: components["schemas"]["Version"] & {
            /** @description Accesses that policies evaluate when they happen, with their real arguments. */
            readonly checkedAtRunTime: readonly components["schemas"]["EvaluatedAccess"][];
            /** @description The version for callers who name none; another one after a rollback to it. */
            readonly current: string;
            /** @description Warnings and hints. */
            readonly diagnostics: readonly components["schemas"]["Diagnostic"][];
            /** @description It was published before with the same content; nothing changed. */
            readonly unchanged: boolean;
        };
        /** @description One quota of a namespace. */
        readonly Quota: {
            /**
             * Format: int64
             * @description How many there may be.
             */
            readonly most: number;
            /**
             * Format: int64
             * @description How many there are.
             */
            readonly used: number;
            /** @description What is limited. */
            readonly what: components["schemas"]["QuotaKind"];
        };
        /**
         * @description What a namespace may have a limited number of.
         * @enum {string}
         */
        readonly QuotaKind: "drafts" | "versions" | "runs" | "events";
        /** @description Quotas and rates. */
        readonly Quotas: {
            /** @description The quotas of namespaces. */
            readonly namespaces: readonly components["schemas"]["NamespaceQuotas"][];
            /** @description The rates of the caller's token. */
            readonly token: readonly components["schemas"]["TokenRate"][];
        };
        /** @description A range of a text, as the Language Server Protocol counts. */
        readonly Range: {
            /** @description One past the last position. */
            readonly end: components["schemas"]["Position"];
            /** @description First position. */
            readonly start: components["schemas"]["Position"];
        };
        /**
         * @description What a token may do a limited number of times a minute.
         * @enum {string}
         */
        readonly RateKind: "drafts" | "versions" | "runs" | "events" | "refused";
        /** @description The difference in what a workflow reaches. */
        readonly Reach: {
            /** @description What it did not reach before. */
            readonly gained: readonly components["schemas"]["Reached"][];
            /** @description What it no longer reaches. */
            readonly lost: readonly components["schemas"]["Reached"][];
        };
        /** @description Something that a workflow reaches. */
        readonly Reached: {
            /** @description JSON pointer of the task; empty for the workflow itself. */
            readonly task: string;
            /** @description In words: `calls payments.refund 1.0.0`. */
            readonly what: string;
        };
        /** @description One record of a journal. */
        readonly Record: {
            /**
             * Format: int64
             * @description Its index, from 0.
             */
            readonly index: number;
            /** @description The record: an object with its kind as the only key. */
            readonly record: Record<string, never>;
            /**
             * Format: int64
             * @description The fencing token it was written under.
             */
            readonly term: number;
        };
        /** @description Rejects a request. */
        readonly RejectRequest: {
            /** @description Why; shown to the person who requested it. */
            readonly reason: string;
        };
        /** @description A second place that explains a diagnostic. */
        readonly Related: {
            /** @description What is there. */
            readonly message: string;
            /** @description Where in the text. */
            readonly range: components["schemas"]["Range"];
        };
        /** @description What checking a definition found. */
        readonly Report: {
            /** @description What the policies in force say of each access. */
            readonly accesses: readonly components["schemas"]["EvaluatedAccess"][];
            /** @description Everything found in the text. */
            readonly diagnostics: readonly components["schemas"]["Diagnostic"][];
            /** @description It can be published as it is; `reviews` says who has to approve it then. */
            readonly publishable: boolean;
            /** @description Who has to approve it before it can be called. */
            readonly reviews?: readonly components["schemas"]["Awaiting"][];
            readonly workflow?: components["schemas"]["Identified"] | null;
        };
        /** @description The decision about a request. */
        readonly RequestDecision: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description Who decided. */
            readonly by: string;
            /** @description It ends within two weeks, or has ended. */
            readonly endsSoon: boolean;
            /** @description Its last day. */
            readonly expires?: string | null;
            /** @description The policy that was put in force. */
            readonly policy?: string | null;
            /** @description Why. */
            readonly reason?: string | null;
        };
        /**
         * @description The state of a request.
         * @enum {string}
         */
        readonly RequestState: "open" | "granted" | "rejected";
        /** @description Requests, those that wait longest first. */
        readonly Requests: {
            /** @description The requests. */
            readonly requests: readonly components["schemas"]["AccessRequest"][];
        };
        /** @description A run that was executed again and would end differently. */
        readonly RerunImpact: {
            /** @description How it would end. */
            readonly after: components["schemas"]["Ending"];
            /** @description How it ended. */
            readonly before: components["schemas"]["Ending"];
            /** @description The run. */
            readonly run: string;
            /** @description `namespace/name`. */
            readonly workflow: string;
        };
        /** @description A version that a person has to approve. */
        readonly Review: {
            /** @description Approvals so far. */
            readonly approvals: readonly components["schemas"]["Approval"][];
            /** @description The principal who submitted it. */
            readonly author: string;
            /** @description The rules without an approval yet, and who may give it. */
            readonly awaiting: readonly components["schemas"]["Awaiting"][];
            /** @description Digest of the definition. */
            readonly definition: string;
            /** @description Digest of what a decision about it depends on; also the entity tag. A decision names it. */
            readonly digest: string;
            /** @description `document.name`. */
            readonly name: string;
            /** @description `document.namespace`. */
            readonly namespace: string;
            /** @description Digest of everything it can reach. */
            readonly profile: string;
            /** @description It was published already; what the rules cover is refused to its runs until it is approved. */
            readonly published: boolean;
            /** @description Its state. */
            readonly state: components["schemas"]["ReviewState"];
            /**
             * Format: date-time
             * @description When.
             */
            readonly submittedAt: string;
            /** @description `document.title`, or the name. */
            readonly title: string;
            /** @description `document.version`. */
            readonly version: string;
            /**
             * @description The principals who wrote text of it, or submitted it, since the last published version. Like the author they cannot
             *     approve it.
             */
            readonly writers: readonly string[];
        };
        /** @description A review with everything needed to decide. */
        readonly ReviewInFull: components["schemas"]["Review"] & {
            /** @description Who called the workflow recently, the most frequent first. */
            readonly callers: readonly components["schemas"]["Called"][];
            /** @description The steps so far, in order. */
            readonly history: readonly components["schemas"]["Note"][];
            /** @description The published text. */
            readonly live?: string | null;
            /** @description The version of that. */
            readonly liveVersion?: string | null;
            /** @description Its author and those who have decided, with who created them. */
            readonly people: readonly components["schemas"]["Person"][];
            /** @description What it reaches compared with the published version. */
            readonly reach: components["schemas"]["Reach"];
            /** @description The text. */
            readonly source: string;
            /** @description Live workflows that start it, as `namespace/name`. */
            readonly startedBy: readonly string[];
            /** @description Draft runs of exactly this definition, newest first. */
            readonly tried: readonly components["schemas"]["DraftTried"][];
        };
        /**
         * @description The state of a review.
         * @enum {string}
         */
        readonly ReviewState: "inReview" | "changesRequested" | "rejected" | "published" | "notNeeded";
        /** @description Reviews, those that wait longest first. */
        readonly Reviews: {
            /** @description The reviews. */
            readonly reviews: readonly components["schemas"]["Review"][];
        };
        /** @description A set of policies that was put in force. */
        readonly Revision: {
            /** @description The second person, where one is required. */
            readonly approvedBy?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who activated, or proposed, them. */
            readonly by: string;
            /** @description Policies that are new, or have another text than before. */
            readonly changed: readonly string[];
            /** @description Digest of the whole set. */
            readonly digest: string;
            /** @description Names of the policies, sorted. */
            readonly policies: readonly string[];
            /** @description Why. */
            readonly reason?: string | null;
            /** @description Policies that were removed. */
            readonly removed: readonly string[];
            /**
             * Format: int64
             * @description Increases with each activation.
             */
            readonly revision: number;
        };
        /**
         * @description What a token may do, in a namespace or in all of them.
         * @enum {string}
         */
        readonly Role: "champion" | "approver" | "it" | "app" | "auditor" | "operator";
        /** @description A role, and where it is held. Unknown fields are refused also in responses: they may limit the role. */
        readonly RoleGrant: {
            /** @description The namespace; absent: all of them, and the server itself. */
            readonly namespace?: string | null;
            /** @description The role. */
            readonly role: components["schemas"]["Role"];
        };
        /** @description Which version callers shall get. */
        readonly RollBack: {
            /** @description A version that was published before. */
            readonly version: string;
        };
        /** @description A policy that matched. */
        readonly Rule: {
            /** @description Digest of the policy's document. */
            readonly digest: string;
            /** @description What the policy does. */
            readonly effect: components["schemas"]["PolicyEffect"];
            /** @description It could not be evaluated, which counts against the request. */
            readonly error?: boolean;
            /** @description Whether it decided. */
            readonly mode: components["schemas"]["PolicyMode"];
            /** @description The policy's name. */
            readonly policy: string;
        };
        /** @description A run, as it is on the server's disk. */
        readonly Run: {
            /** @description It is a draft run: it wrote to no real system. */
            readonly draft?: boolean;
            /**
             * Format: date-time
             * @description When it ended.
             */
            readonly endedAt?: string | null;
            readonly error?: components["schemas"]["Problem"] | null;
            /** @description 32 hexadecimal digits; later runs sort later. */
            readonly id: string;
            /** @description The output, once it has completed; never in lists. */
            readonly output?: unknown;
            /**
             * Format: date-time
             * @description When it began.
             */
            readonly startedAt: string;
            /** @description The principal who started it. */
            readonly startedBy: string;
            /** @description Its status. */
            readonly status: components["schemas"]["RunStatus"];
            readonly waitsFor?: components["schemas"]["WaitsFor"] | null;
            /**
             * Format: date-time
             * @description When it continues, while it waits; absent where that was computed from values with labels.
             */
            readonly wakeAt?: string | null;
            /** @description The workflow version. */
            readonly workflow: components["schemas"]["WorkflowRef"];
        };
        /**
         * @description The status of a run.
         * @enum {string}
         */
        readonly RunStatus: "running" | "waiting" | "completed" | "faulted" | "cancelled";
        /** @description Runs, newest first. */
        readonly Runs: {
            /** @description There may be older ones: the `before` of the next request. */
            readonly next?: string | null;
            /** @description The runs. */
            readonly runs: readonly components["schemas"]["Run"][];
        };
        /** @description A draft that was saved, with or without errors. */
        readonly SavedDraft: components["schemas"]["Report"] & {
            /**
             * Format: int64
             * @description Its revision now; also the entity tag.
             */
            readonly revision: number;
            /**
             * Format: date-time
             * @description When.
             */
            readonly savedAt: string;
        };
        /** @description A policy or an integration that was saved. */
        readonly SavedText: {
            /** @description This text is in force. */
            readonly active: boolean;
            /** @description Warnings and hints about it. */
            readonly diagnostics: readonly components["schemas"]["Diagnostic"][];
            /** @description Its name. */
            readonly name: string;
            /**
             * Format: int64
             * @description Its revision now; also the entity tag.
             */
            readonly revision: number;
        };
        /** @description The kinds of documents that have a schema. */
        readonly SchemaKinds: {
            /** @description Their names. */
            readonly kinds: readonly string[];
        };
        /** @description The names of secrets. */
        readonly SecretNames: {
            /** @description The names of existing secrets, sorted. */
            readonly secrets: readonly string[];
            /** @description Existing secrets and those that a document names, sorted, with their users. */
            readonly uses: readonly components["schemas"]["SecretUse"][];
        };
        /** @description A secret and its users. */
        readonly SecretUse: {
            /** @description Its name. */
            readonly name: string;
            /** @description Why it cannot be used. */
            readonly problem?: string | null;
            /** @description `integration crm` or `workflow support/refund-triage 1.0.0`, sorted: workflows of namespaces that the caller may list. */
            readonly usedBy: readonly string[];
        };
        /** @description A secret's value. */
        readonly SecretValue: {
            /** @description The value; it can be replaced, never read. */
            readonly value: string;
        };
        /** @description The settings of a workflow. */
        readonly Settings: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at?: string | null;
            /** @description The principal who changed them last. */
            readonly by?: string | null;
            /** @description Why. */
            readonly reason?: string | null;
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag.
             */
            readonly revision: number;
            /** @description The JSON Schema they keep to; each of its `properties` has a `default`. */
            readonly schema: unknown;
            /** @description What was set. */
            readonly set: {
                readonly [key: string]: unknown;
            };
            /** @description The values in force: what was set, and the default of everything else. */
            readonly values: {
                readonly [key: string]: unknown;
            };
            /** @description The version with this schema, which is the one that callers get. */
            readonly version: string;
        };
        /**
         * @description Replaces the settings of a workflow. The other fields of [`Settings`] are accepted and ignored, so that what was read can be
         *     sent back.
         */
        readonly SettingsChange: {
            /** @description Why; shown with the settings. */
            readonly reason?: string | null;
            /** @description What is set; everything else gets its default again. */
            readonly values: {
                readonly [key: string]: unknown;
            };
        };
        /**
         * @description How serious a diagnostic is.
         * @enum {string}
         */
        readonly Severity: "error" | "warning" | "hint";
        /** @description Sets the state of a version. */
        readonly StateChange: {
            /** @description Why; shown to callers of a suspended or retired version. */
            readonly reason?: string | null;
            /** @description The state to set. */
            readonly state: components["schemas"]["VersionState"];
        };
        /** @description The switch of a workflow or an integration. */
        readonly Switch: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly at?: string | null;
            /** @description The principal who switched it off. */
            readonly by?: string | null;
            /** @description Whether it is on. */
            readonly on: boolean;
            /** @description Why it is off. */
            readonly reason?: string | null;
        };
        /**
         * @description Switches a workflow or an integration off or on. The other fields of [`Switch`] are accepted and ignored, so that what was
         *     read can be sent back.
         */
        readonly SwitchChange: {
            /** @description Whether it shall be on. */
            readonly on: boolean;
            /** @description Why it is switched off; needed then, and shown to refused callers. */
            readonly reason?: string | null;
        };
        /** @description A policy or an integration. */
        readonly Text: {
            /** @description This text is in force. */
            readonly active: boolean;
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who wrote it. */
            readonly by: string;
            /** @description Its name. */
            readonly name: string;
            /**
             * Format: int64
             * @description Increases with every change; also the entity tag.
             */
            readonly revision: number;
            /** @description The text, with comments. */
            readonly source: string;
        };
        /** @description A policy or an integration in a list. */
        readonly TextSummary: {
            /** @description The saved text is in force. */
            readonly active: boolean;
            /**
             * Format: date-time
             * @description When.
             */
            readonly at: string;
            /** @description The principal who wrote it. */
            readonly by: string;
            /** @description Its name. */
            readonly name: string;
            /**
             * Format: int64
             * @description Increases with every change.
             */
            readonly revision: number;
        };
        /** @description A token. */
        readonly Token: {
            /**
             * Format: date-time
             * @description When.
             */
            readonly confirmedAt?: string | null;
            /** @description Who confirmed it. */
            readonly confirmedBy?: string | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            readonly createdAt: string;
            /** @description The principal who created it. */
            readonly createdBy: string;
            /** @description The id of the token used to create it. */
            readonly createdWith?: string | null;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            readonly expiresAt?: string | null;
            /** @description Its roles, and where. */
            readonly grants: readonly components["schemas"]["RoleGrant"][];
            /** @description Its public id, for revoking it. */
            readonly id: string;
            /** @description What policies see as `caller.kind`. */
            readonly kind: components["schemas"]["Role"];
            /** @description Labels of values it may see. */
            readonly mayView: readonly string[];
            /** @description Its name in lists. */
            readonly name: string;
            /** @description Its principal. */
            readonly principal: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            readonly revokedAt?: string | null;
            /** @description It does not work until a second person has confirmed it. */
            readonly waiting: boolean;
        };
        /** @description What a token may do in a minute. */
        readonly TokenRate: {
            /**
             * Format: int32
             * @description How many are left now.
             */
            readonly left: number;
            /**
             * Format: int32
             * @description How many in a minute, and at once.
             */
            readonly perMinute: number;
            /** @description What is limited. */
            readonly what: components["schemas"]["RateKind"];
        };
        /** @description Tokens, oldest first. */
        readonly Tokens: {
            /** @description The tokens, revoked and expired ones too. */
            readonly tokens: readonly components["schemas"]["Token"][];
        };
        /**
         * @description What is known of an access before it happens.
         * @enum {string}
         */
        readonly Verdict: "allowed" | "denied" | "atRunTime";
        /** @description A published version. */
        readonly Version: {
            /** @description The principal who published it. */
            readonly author: string;
            /** @description The rules without an approval yet, and who may give it. */
            readonly awaiting?: readonly components["schemas"]["Awaiting"][];
            /** @description The version for callers who name none, where it is another one: this one was rolled back, or is newer. */
            readonly callersGet?: string | null;
            /** @description Digest of the canonical definition: comments, key order and quoting do not change it. */
            readonly digest: string;
            /** @description `document.name`. */
            readonly name: string;
            /** @description `document.namespace`. */
            readonly namespace: string;
            /**
             * Format: date-time
             * @description When.
             */
            readonly publishedAt: string;
            /** @description Why it is in that state. */
            readonly reason?: string | null;
            readonly review?: components["schemas"]["ReviewState"] | null;
            /** @description Its state. */
            readonly state: components["schemas"]["VersionState"];
            /** @description The workflow is switched off, and why: no version starts a run. */
            readonly switchedOff?: string | null;
            /** @description `document.title`, or the name. */
            readonly title: string;
            /** @description `document.version`. */
            readonly version: string;
        };
        /** @description A live version that would be decided differently. */
        readonly VersionImpact: {
            /** @description Who published it. */
            readonly author: string;
            /** @description What would change. */
            readonly changes: readonly components["schemas"]["AccessChange"][];
            /** @description Its version. */
            readonly version: string;
            /** @description Policies whose approvals would become invalid because the policies have changed. */
            readonly voided: readonly string[];
            /** @description `namespace/name`. */
            readonly workflow: string;
        };
        /**
         * @description The state of a published version.
         * @enum {string}
         */
        readonly VersionState: "published" | "deprecated" | "suspended" | "retired";
        /** @description The published versions of a workflow. */
        readonly Versions: {
            /** @description The versions. */
            readonly versions: readonly components["schemas"]["Version"][];
        };
        /**
         * @description What a run waits for.
         * @enum {string}
         */
        readonly WaitsFor: "release" | "event" | "time";
        /** @description A workflow version. */
        readonly WorkflowRef: {
            /** @description Digest of the definition. */
            readonly digest: string;
            /** @description `document.name`. */
            readonly name: string;
            /** @description `document.namespace`. */
            readonly namespace: string;
            /** @description `document.version`. */
            readonly version: string;
        };
        /** @description Published workflows. */
        readonly Workflows: {
            /** @description The latest version of each. */
            readonly workflows: readonly components["schemas"]["Version"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly readHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is alive */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readonly readReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It accepts work */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            /** @description It does not, because it is starting, shutting down or impaired */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly searchAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this principal. */
                readonly who?: string;
                /** @description With this text in the action or the target. */
                readonly text?: string;
                /** @description Not before this time. */
                readonly since?: string;
                /** @description Before this time. */
                readonly until?: string;
                /** @description `asked`: only entries from before an action; `done`: only results. */
                readonly phase?: "asked" | "done";
                /** @description At most this many: 1 to 1000, 100 where absent. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditEntries"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readAuditAnchor: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the anchor */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditAnchor"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly exportAudit: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description JSON lines */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jsonl": string;
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly explainCode: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Such as `TP4004` */
                readonly code: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What it means and what to do */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/markdown": string;
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly sendEvents: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Binary mode: the event's id; likewise `ce-source`, `ce-type`, `ce-specversion` and every other attribute */
                readonly "ce-id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description An event */
        readonly requestBody: {
            readonly content: {
                readonly "application/cloudevents+json": unknown;
            };
        };
        readonly responses: {
            /** @description On disk */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AcceptedEvents"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listFunctions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The default catalog */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Functions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readFunction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Such as `crm.get-customer`, or `crm.get-customer:1.0.0` for one version */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its versions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Functions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listGrants: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that end first at the top */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Grants"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readGrant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The name of the policy */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The grant */
            readonly 200: {
                headers: {
                    /** @description Digest of what was shown */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GrantedPermit"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly confirmGrant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what was shown; required */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The name of the policy */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description A comment */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["GrantConfirmation"] | null;
            };
        };
        readonly responses: {
            /** @description In force again */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GrantedPermit"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has changed, the grant has ended, or it has changed since it was shown */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listHolds: {
        readonly parameters: {
            readonly query?: {
                /** @description Of workflows of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that wait longest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Holds"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readHold: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly run: string;
                /** @description The number of the effect in the run */
                readonly effect: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The call */
            readonly 200: {
                headers: {
                    /** @description The digest of what is shown */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It no longer waits: `detail` says who decided */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly declineHold: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The `ETag` of what was shown */
                readonly "If-Match": string;
            };
            readonly path: {
                /** @description The run's id */
                readonly run: string;
                /** @description The number of the effect in the run */
                readonly effect: number;
            };
            readonly cookie?: never;
        };
        /** @description Why not */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Comment"] | null;
            };
        };
        readonly responses: {
            /** @description Declined, and on disk */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly releaseHold: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The `ETag` of what was shown */
                readonly "If-Match": string;
            };
            readonly path: {
                /** @description The run's id */
                readonly run: string;
                /** @description The number of the effect in the run */
                readonly effect: number;
            };
            readonly cookie?: never;
        };
        /** @description A comment */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Comment"] | null;
            };
        };
        readonly responses: {
            /** @description Released, and on disk */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listIntegrations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By name */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Integrations"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readIntegration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Text"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly writeIntegration: {
        readonly parameters: {
            readonly query?: {
                /** @description Digest of what the change takes away, from the refusal (`impact`): needed where it takes something away. */
                readonly confirm?: string;
            };
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
                /** @description `*`: only if there is none yet */
                readonly "If-None-Match"?: string | null;
            };
            readonly path: {
                /** @description The integration's name, as in the document */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The integration, YAML or JSON; `GET /v1/schemas/integration` has its schema */
        readonly requestBody: {
            readonly content: {
                readonly "application/yaml": string;
            };
        };
        readonly responses: {
            /** @description Saved and in force */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SavedText"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteIntegration: {
        readonly parameters: {
            readonly query?: {
                /** @description Digest of what the change takes away, from the refusal (`impact`): needed where it takes something away. */
                readonly confirm?: string;
            };
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The integration's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Versions that are not retired reach it, which `detail` names; or unfinished runs lose something (`affected`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is at another revision */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readIntegrationSwitch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The switch */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly switchIntegration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The integration's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description On or off, and why */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SwitchChange"];
            };
        };
        readonly responses: {
            /** @description Switched */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readMe: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The caller */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listNotices: {
        readonly parameters: {
            readonly query?: {
                /** @description Also those already marked as seen. */
                readonly all?: boolean;
                /** @description Those of every owner; only for IT, auditors and operators. */
                readonly everybody?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Notices"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly seenNotice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The notice's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The notice */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Notice"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readDescription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, never>;
                };
            };
        };
    };
    readonly listPolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By name */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Policies"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly activatePolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description How */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Activate"] | null;
            };
        };
        readonly responses: {
            /** @description In force */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description A second person has to agree first */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Proposed"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Errors or failing tests, listed in `diagnostics` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readActivePolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The policies in force */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ActivePolicies"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly explainPolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The question */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PolicyQuestion"];
            };
        };
        readonly responses: {
            /** @description The decision, and the rules */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The question cannot be evaluated */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly policyImpact: {
        readonly parameters: {
            readonly query?: {
                /** @description Days, 1 to 90; 7 where absent. */
                readonly days?: number;
                /** @description How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent. */
                readonly rerun?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What would change */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Impact"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The saved policies have errors, listed in `diagnostics` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly policyImpactWith: {
        readonly parameters: {
            readonly query?: {
                /** @description Days, 1 to 90; 7 where absent. */
                readonly days?: number;
                /** @description How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent. */
                readonly rerun?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The policies */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ImpactPolicies"];
            };
        };
        readonly responses: {
            /** @description What would change */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Impact"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The policies have errors, listed in `diagnostics` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readPolicy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The policy's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The draft revision */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Text"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly writePolicy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
                /** @description `*`: only if there is none yet */
                readonly "If-None-Match"?: string | null;
            };
            readonly path: {
                /** @description The policy's name, as in the document */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The policy, YAML or JSON; `GET /v1/schemas/policy` has its schema */
        readonly requestBody: {
            readonly content: {
                readonly "application/yaml": string;
            };
        };
        readonly responses: {
            /** @description Saved */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SavedText"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deletePolicy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The policy's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is at another revision */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly activatePolicy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The policy's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description How */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Activate"] | null;
            };
        };
        readonly responses: {
            /** @description In force */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Errors, failing tests, or more than narrowing, listed in `diagnostics` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPolicySets: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicySets"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly enforcePolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Which versions */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Enforce"];
            };
        };
        readonly responses: {
            /** @description Versions whose grace period was ended */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Enforced"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readProposedPolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The policies proposed */
            readonly 200: {
                headers: {
                    /** @description Digest of the proposal */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Proposed"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly withdrawPolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what was shown; required */
                readonly "If-Match"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is withdrawn */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another proposal is open, or none */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly approvePolicies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what was shown; required */
                readonly "If-Match"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The impact report that was read */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["ApproveProposal"] | null;
            };
        };
        readonly responses: {
            /** @description In force */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another proposal is open, or none; live workflows lose something that was not confirmed; or other policies were put in force in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readPolicySet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The set's digest, as decisions name it: `sha256:…` */
                readonly digest: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The texts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicySet"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPrincipals: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that the caller's namespaces cover, by id */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Principals"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readPrincipal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The principal's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The principal */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly writePrincipal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if it is at this revision; `*`: only if there is one */
                readonly "If-Match"?: string | null;
                /** @description `*`: only if there is none yet */
                readonly "If-None-Match"?: string | null;
            };
            readonly path: {
                /** @description The principal's id: letters, digits and `._@-` */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description Its details */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["PrincipalDetails"] | null;
            };
        };
        readonly responses: {
            /** @description Changed */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description Created */
            readonly 201: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly disablePrincipal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The principal's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description Why */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DisablePrincipal"];
            };
        };
        readonly responses: {
            /** @description Disabled */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is the caller */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The reason is empty, or has control characters */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly enablePrincipal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The principal's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Enabled */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listQuotas: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By namespace */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Quotas"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRequests: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
                /** @description In this state. */
                readonly state?: "open" | "granted" | "rejected";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that wait longest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Requests"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly openRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description What is needed, and the purpose */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewRequest"];
            };
        };
        readonly responses: {
            /** @description Opened */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Policies refuse nothing of the draft */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Neither access nor a system is requested, or both */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The request's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request */
            readonly 200: {
                headers: {
                    /** @description Digest of what was shown */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly grantRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what was shown; required */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The request's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description The permit, where it is not the drafted one */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["GrantRequest"] | null;
            };
        };
        readonly responses: {
            /** @description Granted */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GrantedRequest"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided before, has changed since it was shown, or a policy has the permit's name */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The permit has errors or a failing test, has no end date, or there is no drafted one */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rejectRequest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what was shown; required */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The request's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        /** @description Why not */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RejectRequest"];
            };
        };
        readonly responses: {
            /** @description Rejected */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided before, or has changed since it was shown */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listReviews: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
                /** @description In this state. */
                readonly state?: "inReview" | "changesRequested" | "rejected" | "published" | "notNeeded";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that wait longest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reviews"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readReview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
                /** @description The version */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The review */
            readonly 200: {
                headers: {
                    /** @description The digest of what is shown */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReviewInFull"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly approveReview: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The `ETag` of what was shown */
                readonly "If-Match": string;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
                /** @description The version */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        /** @description A comment */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Comment"] | null;
            };
        };
        readonly responses: {
            /** @description Approved */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rejectReview: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The `ETag` of what was shown */
                readonly "If-Match": string;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
                /** @description The version */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        /** @description Why not */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Comment"] | null;
            };
        };
        readonly responses: {
            /** @description Rejected */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly requestChanges: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The `ETag` of what was shown */
                readonly "If-Match": string;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
                /** @description The version */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        /** @description What has to change */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Comment"] | null;
            };
        };
        readonly responses: {
            /** @description Changes are requested */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace. */
                readonly namespace?: string;
                /** @description Of this workflow. */
                readonly workflow?: string;
                /** @description With this status. */
                readonly status?: "running" | "waiting" | "completed" | "faulted" | "cancelled";
                /** @description `true`: only draft runs; `false`: no draft runs. */
                readonly draft?: boolean;
                /** @description At most this many: 1 to 200, 50 where absent. */
                readonly limit?: number;
                /** @description Older than the run with this id. */
                readonly before?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The runs */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Runs"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readRun: {
        readonly parameters: {
            readonly query?: {
                /** @description How long to wait until it has ended, in seconds, up to what the server allows (30 by default); absent: not at all. */
                readonly wait?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run as it is on disk */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly adoptRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Adopt"];
            };
        };
        readonly responses: {
            /** @description It continues */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Adoption"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The reason is empty, or has control characters */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is cancelled */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended before */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readFixture: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The case */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly Record<string, never>[];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has not ended, or was cancelled */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readJournal: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The journal, in order */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Journal"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readReceipt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The run's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The receipt, byte for byte as it was signed */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has not ended */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSchemas: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The kinds */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SchemaKinds"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readSchema: {
        readonly parameters: {
            readonly query?: {
                /** @description For `workflow`: definitions of this namespace, with the operations they may name and their arguments filled in. */
                readonly namespace?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description Such as `policy` */
                readonly kind: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description JSON Schema, draft 2020-12 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/schema+json": Record<string, never>;
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSecrets: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description By name */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SecretNames"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly writeSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The secret's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The value */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SecretValue"];
            };
        };
        readonly responses: {
            /** @description Set */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that the caller's namespaces cover */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The token to create */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewToken"];
            };
        };
        readonly responses: {
            /** @description Created; the secret is shown this once */
            readonly 201: {
                headers: {
                    /** @description Where to revoke it */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The principal is disabled */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token cannot be created */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The token's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoked */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly confirmToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The token's id */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It works from now on */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Token"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait for a confirmation */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWorkflows: {
        readonly parameters: {
            readonly query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                readonly namespace?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The latest version of each */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Workflows"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly checkDefinition: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The namespace it is for */
                readonly namespace: string;
            };
            readonly cookie?: never;
        };
        /** @description The definition, YAML or JSON */
        readonly requestBody: {
            readonly content: {
                readonly "application/yaml": string;
            };
        };
        readonly responses: {
            /** @description What was found, also if there are errors */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readWorkflow: {
        readonly parameters: {
            readonly query?: {
                /** @description A published version; absent: the latest. */
                readonly version?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The version */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readDefinition: {
        readonly parameters: {
            readonly query?: {
                /** @description A published version; absent: the latest. */
                readonly version?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The text */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/yaml": string;
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readDraft: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The draft */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly saveDraft: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
                /** @description `*`: only if there is none yet */
                readonly "If-None-Match"?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The definition, YAML or JSON */
        readonly requestBody: {
            readonly content: {
                readonly "application/yaml": string;
            };
        };
        readonly responses: {
            /** @description Saved */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly startDraftRun: {
        readonly parameters: {
            readonly query?: {
                /** @description How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait. */
                readonly wait?: number;
            };
            readonly header?: {
                /** @description Only if the draft is at this revision */
                readonly "If-Match"?: string | null;
                /** @description `respond-async`: do not wait; `wait=N`: wait at most N seconds */
                readonly Prefer?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["DraftRun"] | null;
            };
        };
        readonly responses: {
            /** @description The run has completed: its output, unchanged */
            readonly 200: {
                headers: {
                    /** @description The run's id */
                    readonly "Towpath-Run"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            /** @description The run has not ended yet; its start is on disk */
            readonly 202: {
                headers: {
                    /** @description The run */
                    readonly Location?: string;
                    /** @description The run's id */
                    readonly "Towpath-Run"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run was cancelled */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The draft is at another revision */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, or the settings or answers cannot be used */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readInterface: {
        readonly parameters: {
            readonly query?: {
                /** @description A published version; absent: the latest. */
                readonly version?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The schemas */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Interface"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readOwners: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The owner and the deputy */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Owners"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly handOver: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if it is at this revision */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The new owner */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["HandOver"];
            };
        };
        readonly responses: {
            /** @description The owner now */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Owners"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly publish: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if the draft is at this revision */
                readonly "If-Match"?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It was published before with the same content */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Published"];
                };
            };
            /** @description Published */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Published"];
                };
            };
            /** @description A person has to approve it first, even if it was published before */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InReview"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is published with another content (`next` is free), suspended or retired, or an operation that it calls changed in between: nothing was published */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The draft is at another revision */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, listed in `diagnostics` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rollBack: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description Which version */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RollBack"];
            };
        };
        readonly responses: {
            /** @description Callers get it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be called */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly startRun: {
        readonly parameters: {
            readonly query?: {
                /** @description A published version; absent: the latest. */
                readonly version?: string;
                /** @description How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait. */
                readonly wait?: number;
            };
            readonly header?: {
                /** @description `respond-async`: do not wait; `wait=N`: wait at most N seconds */
                readonly Prefer?: string | null;
                /** @description 1 to 255 visible ASCII characters. The same key and body again joins the run it started; another body is refused with 422 */
                readonly "Idempotency-Key"?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The input; absent means `{}` */
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": unknown;
            };
        };
        readonly responses: {
            /** @description The run has completed: its output, unchanged */
            readonly 200: {
                headers: {
                    /** @description The run's id */
                    readonly "Towpath-Run"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            /** @description The run has not ended yet; its start is on disk */
            readonly 202: {
                headers: {
                    /** @description The run */
                    readonly Location?: string;
                    /** @description The run's id */
                    readonly "Towpath-Run"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run was cancelled */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used before with another body */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            readonly "5XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The settings */
            readonly 200: {
                headers: {
                    /** @description The revision, once they were changed */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description It is what `If-None-Match` names */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly changeSettings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Only if they are at this revision */
                readonly "If-Match"?: string | null;
                /** @description `*`: only if they were never changed */
                readonly "If-None-Match"?: string | null;
            };
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description The settings */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SettingsChange"];
            };
        };
        readonly responses: {
            /** @description The settings now */
            readonly 200: {
                headers: {
                    /** @description The revision */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readWorkflowSwitch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The switch */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly switchWorkflow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        /** @description On or off, and why */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SwitchChange"];
            };
        };
        readonly responses: {
            /** @description Switched */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listVersions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The versions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Versions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putVersionState: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The workflow's namespace */
                readonly namespace: string;
                /** @description The workflow's name */
                readonly name: string;
                /** @description The version */
                readonly version: string;
            };
            readonly cookie?: never;
        };
        /** @description The state to set */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StateChange"];
            };
        };
        readonly responses: {
            /** @description It is in that state */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The request cannot be read */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that is unknown, expired or revoked */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough; `needed` names those that are */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is retired */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            readonly 507: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

export type Accepted = components["schemas"]["Accepted"];
export type AcceptedEvent = components["schemas"]["AcceptedEvent"];
export type AcceptedEvents = components["schemas"]["AcceptedEvents"];
export type AccessChange = components["schemas"]["AccessChange"];
export type AccessRequest = components["schemas"]["AccessRequest"];
export type Activate = components["schemas"]["Activate"];
export type ActivePolicies = components["schemas"]["ActivePolicies"];
export type ActivePolicy = components["schemas"]["ActivePolicy"];
export type Adopt = components["schemas"]["Adopt"];
export type Adoption = components["schemas"]["Adoption"];
export type AffectedWorkflow = components["schemas"]["AffectedWorkflow"];
export type Approval = components["schemas"]["Approval"];
export type ApproveProposal = components["schemas"]["ApproveProposal"];
export type AuditAnchor = components["schemas"]["AuditAnchor"];
export type AuditEntries = components["schemas"]["AuditEntries"];
export type AuditEntry = components["schemas"]["AuditEntry"];
export type AuditPhase = components["schemas"]["AuditPhase"];
export type Awaiting = components["schemas"]["Awaiting"];
export type CallImpact = components["schemas"]["CallImpact"];
export type Called = components["schemas"]["Called"];
export type Cause = components["schemas"]["Cause"];
export type Comment = components["schemas"]["Comment"];
export type Confirmation = components["schemas"]["Confirmation"];
export type CreatedToken = components["schemas"]["CreatedToken"];
export type Decided = components["schemas"]["Decided"];
export type DecisionOutcome = components["schemas"]["DecisionOutcome"];
export type DeclaredAnswer = components["schemas"]["DeclaredAnswer"];
export type DeclaredError = components["schemas"]["DeclaredError"];
export type Diagnostic = components["schemas"]["Diagnostic"];
export type DisablePrincipal = components["schemas"]["DisablePrincipal"];
export type DisabledPrincipal = components["schemas"]["DisabledPrincipal"];
export type Draft = components["schemas"]["Draft"];
export type DraftReads = components["schemas"]["DraftReads"];
export type DraftRun = components["schemas"]["DraftRun"];
export type DraftTried = components["schemas"]["DraftTried"];
export type Ending = components["schemas"]["Ending"];
export type EndingKind = components["schemas"]["EndingKind"];
export type Enforce = components["schemas"]["Enforce"];
export type Enforced = components["schemas"]["Enforced"];
export type EvaluatedAccess = components["schemas"]["EvaluatedAccess"];
export type CatalogFunction = components["schemas"]["Function"];
export type Functions = components["schemas"]["Functions"];
export type Grace = components["schemas"]["Grace"];
export type GrantConfirmation = components["schemas"]["GrantConfirmation"];
export type GrantRequest = components["schemas"]["GrantRequest"];
export type GrantState = components["schemas"]["GrantState"];
export type GrantedPermit = components["schemas"]["GrantedPermit"];
export type GrantedRequest = components["schemas"]["GrantedRequest"];
export type Grants = components["schemas"]["Grants"];
export type HandOver = components["schemas"]["HandOver"];
export type Health = components["schemas"]["Health"];
export type HealthStatus = components["schemas"]["HealthStatus"];
export type Hold = components["schemas"]["Hold"];
export type HoldDefault = components["schemas"]["HoldDefault"];
export type HoldKind = components["schemas"]["HoldKind"];
export type Holds = components["schemas"]["Holds"];
export type Idempotency = components["schemas"]["Idempotency"];
export type Identified = components["schemas"]["Identified"];
export type Impact = components["schemas"]["Impact"];
export type ImpactPolicies = components["schemas"]["ImpactPolicies"];
export type InForce = components["schemas"]["InForce"];
export type InReview = components["schemas"]["InReview"];
export type Integrations = components["schemas"]["Integrations"];
export type Interface = components["schemas"]["Interface"];
export type Journal = components["schemas"]["Journal"];
export type LookedAt = components["schemas"]["LookedAt"];
export type Me = components["schemas"]["Me"];
export type NamespaceQuotas = components["schemas"]["NamespaceQuotas"];
export type NearMiss = components["schemas"]["NearMiss"];
export type NewRequest = components["schemas"]["NewRequest"];
export type NewToken = components["schemas"]["NewToken"];
export type Note = components["schemas"]["Note"];
export type Notice = components["schemas"]["Notice"];
export type NoticeKind = components["schemas"]["NoticeKind"];
export type Notices = components["schemas"]["Notices"];
export type OperationEffect = components["schemas"]["OperationEffect"];
export type Owners = components["schemas"]["Owners"];
export type Person = components["schemas"]["Person"];
export type Policies = components["schemas"]["Policies"];
export type PolicyEffect = components["schemas"]["PolicyEffect"];
export type PolicyMode = components["schemas"]["PolicyMode"];
export type PolicyQuestion = components["schemas"]["PolicyQuestion"];
export type PolicySet = components["schemas"]["PolicySet"];
export type PolicySets = components["schemas"]["PolicySets"];
export type Position = components["schemas"]["Position"];
export type PrincipalDetails = components["schemas"]["PrincipalDetails"];
export type PrincipalRecord = components["schemas"]["PrincipalRecord"];
export type Principals = components["schemas"]["Principals"];
export type Problem = components["schemas"]["Problem"];
export type Proposed = components["schemas"]["Proposed"];
export type Published = components["schemas"]["Published"];
export type Quota = components["schemas"]["Quota"];
export type QuotaKind = components["schemas"]["QuotaKind"];
export type Quotas = components["schemas"]["Quotas"];
export type TextRange = components["schemas"]["Range"];
export type RateKind = components["schemas"]["RateKind"];
export type Reach = components["schemas"]["Reach"];
export type Reached = components["schemas"]["Reached"];
export type JournalRecord = components["schemas"]["Record"];
export type RejectRequest = components["schemas"]["RejectRequest"];
export type Related = components["schemas"]["Related"];
export type Report = components["schemas"]["Report"];
export type RequestDecision = components["schemas"]["RequestDecision"];
export type RequestState = components["schemas"]["RequestState"];
export type Requests = components["schemas"]["Requests"];
export type RerunImpact = components["schemas"]["RerunImpact"];
export type Review = components["schemas"]["Review"];
export type ReviewInFull = components["schemas"]["ReviewInFull"];
export type ReviewState = components["schemas"]["ReviewState"];
export type Reviews = components["schemas"]["Reviews"];
export type Revision = components["schemas"]["Revision"];
export type Role = components["schemas"]["Role"];
export type RoleGrant = components["schemas"]["RoleGrant"];
export type RollBack = components["schemas"]["RollBack"];
export type Rule = components["schemas"]["Rule"];
export type Run = components["schemas"]["Run"];
export type RunStatus = components["schemas"]["RunStatus"];
export type Runs = components["schemas"]["Runs"];
export type SavedDraft = components["schemas"]["SavedDraft"];
export type SavedText = components["schemas"]["SavedText"];
export type SchemaKinds = components["schemas"]["SchemaKinds"];
export type SecretNames = components["schemas"]["SecretNames"];
export type SecretUse = components["schemas"]["SecretUse"];
export type SecretValue = components["schemas"]["SecretValue"];
export type Settings = components["schemas"]["Settings"];
export type SettingsChange = components["schemas"]["SettingsChange"];
export type Severity = components["schemas"]["Severity"];
export type StateChange = components["schemas"]["StateChange"];
export type Switch = components["schemas"]["Switch"];
export type SwitchChange = components["schemas"]["SwitchChange"];
export type DocumentText = components["schemas"]["Text"];
export type TextSummary = components["schemas"]["TextSummary"];
export type Token = components["schemas"]["Token"];
export type TokenRate = components["schemas"]["TokenRate"];
export type Tokens = components["schemas"]["Tokens"];
export type Verdict = components["schemas"]["Verdict"];
export type Version = components["schemas"]["Version"];
export type VersionImpact = components["schemas"]["VersionImpact"];
export type VersionState = components["schemas"]["VersionState"];
export type Versions = components["schemas"]["Versions"];
export type WaitsFor = components["schemas"]["WaitsFor"];
export type WorkflowRef = components["schemas"]["WorkflowRef"];
export type Workflows = components["schemas"]["Workflows"];
