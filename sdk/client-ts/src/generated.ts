/**
 * The types of the API, generated from `engine/api/openapi.json` by `npm run generate`. Never edited by hand.
 */
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server accepts work
         * @description Yes, after it has resumed every interrupted run and until it shuts down; no, while its disk is full, the audit log
         *     cannot be written, or its data were restored and nobody has confirmed what goes out. `detail` says what is wrong.
         */
        get: operations["readReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the audit log
         * @description Who changed what, when, from where, under which policies. Runs have journals of their own.
         */
        get: operations["searchAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/anchor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of the audit anchor
         * @description Where the server sends the signed heads of its log, how many are waiting, and the last error.
         */
        get: operations["readAuditAnchor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log
         * @description As it is on disk, one link a line, oldest first: `towpath audit verify` checks it.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List backups
         * @description The archives in the server's folder of backups, newest first, with the one that is being written.
         */
        get: operations["listBackups"];
        put?: never;
        /**
         * Make a backup
         * @description The archive has everything that was answered before: journals, documents, large contents, the audit log with its keys, and
         *     the names of secrets, never their values. The server continues meanwhile. Only one is made at a time.
         */
        post: operations["beginBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to changes
         * @description A stream of server-sent events. `change` says what is worth reading again; `reset`, that everything is: the stream was resumed
         *     (`Last-Event-ID`) after too long, or after a start of the server. A comment comes every 15 seconds. Only what the caller may see is
         *     sent. The stream ends with the token or the session, and when the server stops.
         */
        get: operations["streamChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain a code */
        get: operations["explainCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/csp-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the violations of the content security policy
         * @description As browsers reported them since the start of the server.
         */
        get: operations["countViolations"];
        put?: never;
        /**
         * Report a violation of the content security policy
         * @description Browsers send these by themselves. Only their number is kept, for each directive.
         */
        post: operations["reportViolation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List drafts
         * @description Who saved each last, and whether it was saved since a version of it went live.
         */
        get: operations["listDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the estate
         * @description Which workflows reach which systems and which data, who answers for them, how much is used, and which grants end. Of the
         *     namespaces that the caller may see; the data map says what definitions may do, not what happened.
         */
        get: operations["readEstate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events to the runs that listen
         * @description CloudEvents 1.0: one event as `application/cloudevents+json`, several as `application/cloudevents-batch+json`, or one
         *     with its attributes in `ce-` headers and its data as the body. The answer means that they are on disk, and that every
         *     run that listens for them in a namespace where the caller may send events gets them once, also after a crash of the
         *     server. An event that the same caller has sent before, for the same namespaces and under the same source and id, is not
         *     delivered again.
         */
        post: operations["sendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failure-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List failure cases
         * @description Runs of one workflow that failed with the same error type and code at the same task are one case; values play no part. Draft
         *     runs do not count. A resolved case is open again when a run fails like that. To run all of a case again, use
         *     `POST /v1/runs/bulk` with its workflow, `errorType`, `errorCode` and `task`.
         */
        get: operations["listFailureCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failure-cases/{namespace}/{name}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say who looks after a failure case, or that it is resolved */
        patch: operations["patchFailureCase"];
        trace?: never;
    };
    "/v1/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the functions that definitions may call */
        get: operations["listFunctions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/functions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one function in all its versions */
        get: operations["readFunction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List grants
         * @description What IT permitted on request, with the days that are left. A grant whose operation has changed is paused until IT confirms
         *     it.
         */
        get: operations["listGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grants/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a grant */
        get: operations["readGrant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/grants/{name}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a grant
         * @description It covers the changed operation and is in force again. The person who requested it cannot confirm it.
         */
        post: operations["confirmGrant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List calls that wait to be released */
        get: operations["listHolds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{run}/{effect}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a call that waits */
        get: operations["readHold"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{run}/{effect}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline to release a call
         * @description It is not sent; the workflow gets an error that it can catch.
         */
        post: operations["declineHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{run}/{effect}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a call
         * @description For every rule that the caller may release for. After the last one the call is evaluated again and sent. Nobody can release a
         *     call of a run that they started, or whose events they sent; nor values that they may not see, unless the policy says
         *     `releaseUnseen`.
         */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits for a decision
         * @description Reviews, held calls, requests, proposals of policies, approvals that became void, paused grants and tokens: what the caller
         *     may decide about (`canDecide`), and what they only see, with the reason.
         */
        get: operations["readInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List integrations
         * @description Each with its circuit breaker, its calls under way and in line, and its limits (`traffic`).
         */
        get: operations["listIntegrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an integration */
        get: operations["readIntegration"];
        /**
         * Write an integration
         * @description It is in force at once. Grants whose operation changes are paused until IT confirms them; `diagnostics` names them. If
         *     versions that can be called or unfinished runs lose something, the answer is 409 with what they lose; `confirm` with the digest
         *     of that confirms it. The owners get a notice.
         */
        put: operations["writeIntegration"];
        post?: never;
        /**
         * Delete an integration
         * @description Only when all versions that reach it are retired. Unfinished runs that still use it get an error: where there are any, the
         *     answer is 409 with what they lose, and `confirm` with the digest of that confirms it.
         */
        delete: operations["deleteIntegration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{name}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the switch of an integration */
        get: operations["readIntegrationSwitch"];
        /**
         * Switch an integration off, or on again
         * @description While it is off, none of its operations is called, not even by runs under way: they get an error that they can catch.
         */
        put: operations["switchIntegration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the connection of an integration
         * @description One harmless request that no workflow makes: `http` gets a `HEAD` of its base URL, with the headers and credentials of its
         *     connection; the database of `sql` is opened and read. It goes where the document allows, follows no redirect, and takes at most ten
         *     seconds. Of the answer only the status is read. It works while the integration is switched off.
         */
        post: operations["testIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read your own token
         * @description Its principal and its roles.
         */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List notices
         * @description Those of workflows that the caller owns or is the deputy of.
         */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices/{id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a notice as seen
         * @description If the failure continues, there is a new notice.
         */
        post: operations["seenNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["readDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List policies */
        get: operations["listPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put all policies in force
         * @description All drafts at once, after their own tests have passed; otherwise nothing changes. If live workflows lose something, the
         *     answer is 409 with the impact report; the digest of that report confirms it, at once or with a grace period. Their owners
         *     get a notice. Where the server requires a second person, the policies are proposed.
         *
         *     A delegated policy with errors is left out, with a warning (TP4134); the text of it in force stays. With `policies` only
         *     these change: an emergency forbid takes effect although other drafts are unfinished.
         */
        post: operations["activatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the policies in force
         * @description As they were activated; texts saved since then are not in it.
         */
        get: operations["readActivePolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain what would be decided
         * @description By the policies in force: the decision, and each rule that applies, with the part that decides.
         */
        post: operations["explainPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the saved policies would change
         * @description If they were activated now: live versions whose accesses would be decided differently (`versions`, with approvals that would
         *     become invalid), and starts and calls of the last days that would be decided differently with their arguments (`calls`).
         *     `affected` lists the live workflows that lose something. With `rerun` the newest runs are executed again in a fresh sandbox: a
         *     denied call becomes the error that the workflow would get, all others get their recorded answers; from an effect without a
         *     recording on, the result is unknown. Nothing is changed. The newest 20,000 runs are read.
         */
        get: operations["policyImpact"];
        put?: never;
        /**
         * What other policies would change
         * @description As `GET`, with these texts beside those that are saved, and with what is probably wrong with them (`warnings`), as
         *     `towpath policies check` finds it. Nothing is saved.
         */
        post: operations["policyImpactWith"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a policy */
        get: operations["readPolicy"];
        /**
         * Write a policy's draft revision
         * @description It takes effect with `POST /v1/policies/activate`.
         */
        put: operations["writePolicy"];
        post?: never;
        /**
         * Delete a policy's draft
         * @description It stays in force until the next activation.
         */
        delete: operations["deletePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{name}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put one delegated policy in force
         * @description One with an `owner`, which only narrows what IT's policies allow; where its draft was deleted, it is removed.
         *     All other policies stay as they are.
         */
        post: operations["activatePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the revisions of the policies */
        get: operations["listPolicySets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy-sets/enforce": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enforce the policies in force on live versions now
         * @description Ends the grace periods of live versions before their time. The owners get a notice.
         */
        post: operations["enforcePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy-sets/proposed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the policies that wait for a second person */
        get: operations["readProposedPolicies"];
        put?: never;
        post?: never;
        /** Withdraw a proposal */
        delete: operations["withdrawPolicies"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy-sets/proposed/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put policies in force that another person has proposed
         * @description In one transaction with the end of the proposal. The proposer cannot. `If-Match` is the digest
         *     of the proposal as it was shown, which covers everything that takes effect.
         */
        post: operations["approvePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy-sets/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the policies of a set that was in force */
        get: operations["readPolicySet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/principals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List principals */
        get: operations["listPrincipals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/principals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a principal */
        get: operations["readPrincipal"];
        /**
         * Create a principal, or change its details
         * @description Creating a token creates its principal too; use this to create a principal before its first token. It gives no rights.
         */
        put: operations["writePrincipal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/principals/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a principal
         * @description Its tokens stop working at once, and no new one can be minted. Unfinished runs that it started end at their next effect,
         *     unless they are adopted. A principal cannot disable itself.
         */
        post: operations["disablePrincipal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/principals/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a principal
         * @description Its tokens work again, unless they are revoked or expired.
         */
        post: operations["enablePrincipal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List queues of runs
         * @description Workflows whose policies limit `concurrentRuns` or `runsPerMinute`, once a run of them was started: how many runs are under way,
         *     and how many are on disk and begin later.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read quotas
         * @description How many drafts, versions, unfinished runs and events each namespace has and may have, and how often this token may act in a
         *     minute. The operator sets them. Requests over a quota are refused with 429 and `Retry-After`.
         */
        get: operations["listQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List requests */
        get: operations["listRequests"];
        put?: never;
        /**
         * Request access, or a system
         * @description With `workflow`: access that policies refuse to its draft; the request contains the smallest permit that would allow exactly
         *     that. With `system` and `data`: a system that no integration reaches yet.
         */
        post: operations["openRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a request */
        get: operations["readRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Grant a request
         * @description The drafted permit, or a narrowed one, is put in force beside the other policies; it must have an end date. The person who
         *     requested it cannot grant it.
         */
        post: operations["grantRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a request */
        post: operations["rejectRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a restore lets out
         * @description After its data were restored from a backup, the server is paused: nothing goes out, and new runs and events are refused.
         *     This lists the interrupted runs with their calls that have no result, and the schedules that start runs at once: with times
         *     that were missed, and the position after which they have not looked at events.
         */
        get: operations["readRestore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/restore/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a restore
         * @description Interrupted runs go on, schedules start, and new runs are taken. Send the digest of what was shown: if other runs or
         *     schedules would go on by now, nothing is confirmed.
         */
        post: operations["confirmRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how long ended runs are kept
         * @description The default of the server, and the rules for namespaces and workflows. Without either a run is kept forever.
         */
        get: operations["readRetention"];
        /**
         * Change how long ended runs are kept
         * @description Replaces all rules. Within the hour, runs whose time is over are forgotten: journal, inputs, outputs, idempotency key. Runs
         *     under way are never forgotten.
         */
        put: operations["writeRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reviews */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{namespace}/{name}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a review
         * @description The text, what it reaches compared with the published version, and who has to decide.
         */
        get: operations["readReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{namespace}/{name}/{version}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a version
         * @description For every rule that the caller may approve it for. With the last approval it is published in the same transaction, if
         *     policies still allow it; otherwise nothing is decided. A version that is older than the one callers get is
         *     published, and callers still get the newer one. Nobody can approve what they submitted, or wrote text of.
         */
        post: operations["approveReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{namespace}/{name}/{version}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a version
         * @description This content cannot be published, however often it is submitted.
         */
        post: operations["rejectReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{namespace}/{name}/{version}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request changes
         * @description The author changes the draft and publishes it again.
         */
        post: operations["requestChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs, newest first
         * @description Only those that the caller may see: an app gets the runs it started. All conditions hold together. Namespace, workflow,
         *     `startedBy`, times, `errorCode`, `task`, and every state but `completed` are looked up; other conditions are looked for from the newest
         *     run on, so `from` bounds how far.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do one action to many runs
         * @description Cancels, suspends, resumes, runs again or forgets the runs that a query finds and the caller may cancel: at most 500 at once, 100 to
         *     run again. Only IT forgets runs, and only runs that have ended: with `subject` those whose journals name it. With `dryRun` nothing is done: the answer has their number, the first ten, and a digest. The same request with `confirm`, that
         *     digest, acts on exactly the runs that were shown, once, within an hour, however many begin or end meanwhile; a run that is not as
         *     it was is under `failed`. Runs that were run again before are left out, so the same query takes the next ones. One entry of the
         *     audit log has the number.
         */
        post: operations["bulkRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run */
        get: operations["readRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adopt a run
         * @description A run ends at its next effect once the token that started it is revoked, or its principal disabled. An adopted run
         *     continues. The owner of its workflow, the deputy and IT may adopt it, before or after the token is revoked. The first
         *     adoption counts.
         */
        post: operations["adoptRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description It sends nothing more from now on, and runs that it waits for are cancelled too. A write under way has ten seconds to answer, so
         *     that it is known whether it happened; with `force` it has none. Answered when the end is on disk; `inDoubt` lists the
         *     writes that may have happened. Cancelling a cancelled run again changes nothing; a run that has ended otherwise stays as it
         *     is (409).
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/fixture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make a case of a run
         * @description A file for `towpath test`, a list of one case: the input, the answer to every call, the end of the run, its
         *     effects and the decisions about them. Values that the caller may not see are left out, which `masked` says; reading
         *     values with labels is recorded in the audit log.
         */
        get: operations["readFixture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a run's journal
         * @description Everything that happened in it: input, effects, decisions, results, outcome. `{"$masked": [labels]}` is in the place of
         *     values that the caller may not see. Reading values with labels is recorded in the audit log.
         */
        get: operations["readJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the receipt of a run
         * @description Its journal as it is on disk, its definition and the policies that its decisions name, signed with the key of the
         *     audit log: `towpath verify` replays the run from it, offline. For runs that have ended, and for callers who
         *     may see every value in them. Reading values with labels is recorded in the audit log. `/v1/schemas/receipt` has its JSON Schema.
         */
        get: operations["readReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a run again
         * @description As a new run with the same input, on behalf of the caller: from its start, or `from` a task at the top of the workflow that it had
         *     come to. Effects before that task are not sent; they get the results that the earlier run got. Policies decide anew on
         *     everything. Without `confirm` nothing is started: the answer lists the writes that would be repeated, with a digest. With
         *     `confirm`, that digest, it starts. A write whose operation takes a key is sent with the key of the earlier run. The same `confirm`
         *     again joins the run that it started, unless it comes with another `Idempotency-Key`. From a task on, a run is run again with its own version.
         */
        post: operations["rerunRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a suspended run
         * @description It goes on exactly where it was: timers that are due fire, and calls that were not sent are decided on again. An app resumes only
         *     what it has suspended itself. Answered when that is on disk. A run that is not suspended goes on as it does; one that has ended stays as it is (409).
         */
        post: operations["resumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a run
         * @description It starts no effect and none of its timers fires until it is resumed; events that come meanwhile are received then. A call
         *     under way ends, and its result is recorded. The time does not count against the limit `durationS`. Answered when that is
         *     on disk. The first suspension counts; a run that has ended stays as it is (409).
         */
        post: operations["suspendRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the trace of a run
         * @description What each task was given and gave. The run is executed again in the sandbox from its journal, never live; one that is
         *     under way as far as its journal goes. `{"$masked": [labels]}` is in the place of values that the caller may not see,
         *     `{"$cut": N}` in the place of those that are too large. Reading values with labels is recorded in the audit log.
         */
        get: operations["readTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules
         * @description Of published workflows, by name: when they start without a caller, what became of the newest firing, and who paused them.
         */
        get: operations["listSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{namespace}/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a schedule
         * @description It starts nothing until it is resumed. Runs under way continue, and callers may still call the workflow. Pausing it again
         *     replaces the reason.
         */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{namespace}/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a schedule
         * @description Times of the pause are left out, unless `makeUp`: then they count as missed, and the schedule's `missed` says what becomes of
         *     them. Events of the pause start nothing.
         */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the kinds of documents that have a schema */
        get: operations["listSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemas/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the JSON Schema of a kind of document
         * @description The schema of workflows contains only what this server can run. With a namespace, which needs a role there, it also contains
         *     the operations of all integrations; whether policies permit them is found by checking a definition.
         */
        get: operations["readSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search
         * @description For workflows, drafts, operations, integrations, policies, requests, open reviews, principals, templates and runs that the caller may see. Every word
         *     has to be found, in any case. Runs are found by their id alone, or its first digits.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the names of secrets
         * @description Of secrets set here or in the server's folder, and the users of each. Values are never shown.
         */
        get: operations["listSecrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a secret
         * @description The next call uses it.
         */
        put: operations["writeSecret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description The caller's own, or with `all` those of everybody whose roles the caller's namespaces cover.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description With a token, or with the secret of a sign-in link, which works once. The answer sets a cookie for this browser: `HttpOnly`,
         *     `SameSite=Strict`, and `Secure` where the console is reached over `https`. Its secret and the id of the session are always new;
         *     a session that the request came with ends. Every change under the cookie needs the header `X-Towpath-CSRF` with the session's
         *     `csrf`, and must come from a page of this server.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the session of this request */
        get: operations["readCurrentSession"];
        put?: never;
        post?: never;
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description The caller's own, or as IT those of everybody whose roles the caller's namespaces cover.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a sign-in link
         * @description It signs in once, with the rights of the token, within 15 minutes unless the server's configuration says otherwise. Whoever makes one
         *     needs the rights to mint the token. With `separateDuties: strict` only its minter and its holder can.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read statistics
         * @description Runs that began and ended by the hour or the day, how long they took, and how long people waited for a decision and for a
         *     version to go live. Counts are kept for 31 days, in memory: after a start of the server they are read again (`complete`).
         */
        get: operations["readStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description Definitions to begin with, each with cases and the operations that it calls.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tokens */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create a token
         * @description Only IT can create tokens, and only for namespaces where the caller is `it`. A caller who is `it` in single namespaces can
         *     create tokens for apps and champions there, for principals without other roles. The principal is created where it does not exist.
         *     With `separateDuties: strict` a token with the role `it` or `approver` is `waiting` until another person of IT confirms it.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description It stops working at once. Revoking it again changes nothing. Unfinished runs that it started end at their next
         *     effect, unless they are adopted; the owners of their workflows get a notice.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a token
         * @description With `separateDuties: strict` a token with the role `it` or `approver` does not work until another person of IT has
         *     confirmed it. Its creator cannot confirm it, and neither can principals whose own token comes from the same minter. A token
         *     never changes, so no digest of what was shown is needed.
         */
        post: operations["confirmToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List published workflows */
        get: operations["listWorkflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a definition without saving it */
        post: operations["checkDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/check/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a definition without saving it
         * @description In memory, as if it were published: calls are evaluated by the policies in force, and get the declared answers. A call
         *     without one fails and is not sent; nothing is journaled, and waits are skipped. The answer has the trace: what each task
         *     was given and gave.
         */
        post: operations["tryDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate an expression
         * @description With values that the caller gives, in the sandbox and within its limits. It reaches nothing, and nothing is kept. What is
         *     wrong is reported as a check reports it.
         */
        post: operations["evaluateExpression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a published workflow */
        get: operations["readWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the saved cases of a workflow
         * @description Each is as in `tests.yaml`. One that was recorded from a run and has values that the caller may not see has only its `name`
         *     and `$masked`. Reading values with labels is recorded in the audit log.
         */
        get: operations["readCases"];
        /**
         * Save the cases of a workflow
         * @description In place of those before. A case that came masked and is sent back so stays as it is.
         */
        put: operations["writeCases"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a published definition
         * @description The text as it was written, with comments.
         */
        get: operations["readDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a draft */
        get: operations["readDraft"];
        /**
         * Save a draft
         * @description It is saved even if it has errors; the answer lists them.
         */
        put: operations["saveDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/cases/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the saved cases against the draft
         * @description In memory: what cases do not declare is not sent, nothing is journaled, and waits are skipped. Calls are evaluated by the
         *     policies in force, as if the draft were published.
         */
        post: operations["runCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that you look at a draft
         * @description For 30 seconds, or until it is said again. The answer has everybody who does.
         */
        put: operations["putPresence"];
        post?: never;
        /** Say that you do not look at a draft any more */
        delete: operations["deletePresence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a revision of a draft
         * @description Its text is saved as a new revision; nothing is removed.
         */
        post: operations["restoreDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the revisions of a draft
         * @description The last 100. The same text saved again is one revision.
         */
        get: operations["listDraftRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a revision of a draft */
        get: operations["readDraftRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/draft/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the draft
         * @description A run of the current draft, evaluated as if it were published, started by the caller. A declared answer comes first;
         *     calls of an integration with a `testEndpoint` go there; reads are sent where policies allow them; all else is
         *     simulated and reaches nothing. The run is journaled and marked as a draft run.
         */
        post: operations["startDraftRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/interface": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the input and output of a workflow
         * @description JSON Schemas, examples from its cases, and the errors that it raises, for its callers; nothing else of the definition.
         */
        get: operations["readInterface"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/owners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the owner of a workflow */
        get: operations["readOwners"];
        /**
         * Hand a workflow over
         * @description Its owner, its deputy and IT may. The old and the new owner get a notice.
         */
        put: operations["handOver"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the draft
         * @description It can be called at once, unless a policy requires an approval first. Publishing the same content again changes nothing; another
         *     content needs another version.
         */
        post: operations["publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to a version that was published before
         * @description Callers who name no version get it from now on. Runs under way keep their version.
         */
        post: operations["rollBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a workflow
         * @description The body is the input: any JSON, absent means `{}`. If the run ends in time, its output is the answer's body;
         *     otherwise the answer is 202, and `Location` names the run. Closing the connection never cancels a run.
         *     An error that the workflow raised with a status from 400 to 599 is answered with that status.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the settings of a workflow */
        get: operations["readSettings"];
        /**
         * Change the settings of a workflow
         * @description Runs that start from now on use them; runs under way keep theirs. They must fit the version's own schema, and policies must
         *     permit them: an access of kind `configure`, whose `arguments` are all the new settings.
         */
        put: operations["changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the switch of a workflow */
        get: operations["readWorkflowSwitch"];
        /**
         * Switch a workflow off, or on again
         * @description While it is off, no version of it starts a run. Runs under way continue.
         */
        put: operations["switchWorkflow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a workflow's published versions */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{namespace}/{name}/versions/{version}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Deprecate, suspend, resume or retire a version
         * @description A suspended version starts no new runs until it is `published` again; a retired one never does. Runs under way
         *     continue. Setting the same state with another reason replaces the reason.
         */
        put: operations["putVersionState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A run that has not ended in time. */
        Accepted: {
            /** @description The run's id: 32 hexadecimal digits. */
            id: string;
            /** @description Where to read it. */
            location: string;
            /** @description `running` or `waiting`; a run joined by its idempotency key may have ended meanwhile. */
            status: components["schemas"]["RunStatus"];
        };
        /** @description An event that is on disk. */
        AcceptedEvent: {
            /** @description The caller had sent its source and id before: it is not delivered again. */
            duplicate: boolean;
            /**
             * Format: int64
             * @description Its position in the log of events.
             */
            position: number;
        };
        /** @description The accepted events, in the order in which they were sent. */
        AcceptedEvents: {
            /** @description The events. */
            events: components["schemas"]["AcceptedEvent"][];
        };
        /** @description An access that would be decided differently. */
        AccessChange: {
            /** @description What would be known. */
            after: components["schemas"]["Verdict"];
            /** @description What is known now. */
            before: components["schemas"]["Verdict"];
            /** @description Why it would be denied. */
            reason?: string;
            /** @description Policies that would require an approval. */
            reviews: string[];
            /** @description JSON pointer of the task. */
            task: string;
            /** @description What is reached, in words. */
            what: string;
        };
        /** @description A request: access for a workflow, or a new system. */
        AccessRequest: {
            /** @description Who requested it. */
            by: string;
            /** @description Which data is sent there or read from there. */
            data?: string;
            /** @description The decision. */
            decision?: components["schemas"]["RequestDecision"];
            /** @description Digest of the request and of what its permit covers: a decision names it. Also the entity tag. */
            digest?: string;
            /** @description Its id. */
            id: string;
            /** @description What the permit does not cover. */
            left?: string[];
            /** @description The namespace it is for. */
            namespace: string;
            /**
             * Format: date-time
             * @description When.
             */
            openedAt: string;
            /** @description The smallest permit for it. */
            permit?: string;
            /** @description What that permit would cover now, by name. */
            permits?: string[];
            /** @description The purpose. */
            purpose: string;
            /** @description What policies refuse, in words. */
            refused?: string[];
            /** @description Its state. */
            state: components["schemas"]["RequestState"];
            /** @description The system that is needed. */
            system?: string;
            /** @description Its vendor. */
            vendor?: string;
            /**
             * Format: int64
             * @description Seconds until it was decided, or, while it is open, until now.
             */
            waitedS: number;
            /** @description The workflow that needs access. */
            workflow?: string;
        };
        /** @description How to put policies in force. */
        Activate: {
            /**
             * Format: int32
             * @description Grace period in seconds, at most 90 days: how long live versions that lose something keep the previous policies.
             * @default 0
             */
            graceSeconds?: number;
            /**
             * @description `digest` of the impact report that was read: needed where live workflows lose something.
             * @default null
             */
            impact?: string;
            /**
             * @description Put only these saved policies in force, or remove them where their draft was deleted. All others stay as they are in
             *     force. Absent: all.
             * @default null
             */
            policies?: string[];
            /**
             * @description Why; shown in the revisions.
             * @default null
             */
            reason?: string;
            /**
             * @description Where the server requires a second person: digest of your own open proposal that this one replaces.
             * @default null
             */
            replaces?: string;
        };
        /** @description The policies in force, with their texts. */
        ActivePolicies: {
            /**
             * Format: date-time
             * @description When.
             */
            at?: string;
            /** @description The principal who activated them. */
            by?: string;
            /** @description Digest of the whole set. */
            digest?: string;
            /** @description The policies, by name. */
            policies: components["schemas"]["ActivePolicy"][];
            /**
             * Format: int64
             * @description Increases with each activation; 0: none were ever activated.
             */
            revision: number;
        };
        /** @description A policy in force. */
        ActivePolicy: {
            /** @description Its name. */
            name: string;
            /** @description The text in force, with comments. */
            source: string;
        };
        /** @description Why a run shall continue although its token was revoked. */
        Adopt: {
            /** @description Kept with the run. */
            reason: string;
        };
        /** @description Who adopted a run. */
        Adoption: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who adopted it. */
            by: string;
            /** @description Why. */
            reason: string;
        };
        /** @description A live workflow that would lose something. */
        AffectedWorkflow: {
            /** @description Its owner. */
            owner?: string;
            /**
             * Format: double
             * @description How often it ran a day, recently.
             */
            runsPerDay: number;
            /** @description What it would lose, in words; the first offending place first. */
            what: string[];
            /** @description `namespace/name`. */
            workflow: string;
        };
        /** @description An approval. */
        Approval: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who approved. */
            by: string;
            /** @description Their comment. */
            comment?: string;
            /** @description The policy it satisfies. */
            policy: string;
            /** @description Digest of that policy's document. */
            rule: string;
        };
        /** @description Puts in force what another person has proposed. */
        ApproveProposal: {
            /** @description Digest of the impact report that was read, where it differs from the one at the time of the proposal. */
            impact?: string;
        };
        /** @description The state of the anchor: the place outside the server that keeps the signed heads of the audit log. */
        AuditAnchor: {
            /** @description `TP4082` while sending fails. */
            code?: string;
            /** @description The last link that was sent, `chain#number`. */
            delivered?: string;
            /** @description Why the last attempt failed. */
            error?: string;
            /**
             * Format: int64
             * @description Failed attempts since the last success.
             */
            failures: number;
            /**
             * Format: int64
             * @description Heads left out because too many were waiting. Later heads cover them.
             */
            leftOut: number;
            /** @description Where heads are sent: an address, or a file. */
            place: string;
            /** @description Heads not yet sent. */
            waiting: number;
        };
        /** @description Entries, newest first. */
        AuditEntries: {
            /** @description The entries. */
            entries: components["schemas"]["AuditEntry"][];
        };
        /** @description An action, or the attempt of one. */
        AuditEntry: {
            /** @description A method and a route, or an action of a start of the server. */
            action: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description A keyed digest of the request body. */
            body?: string;
            /**
             * Format: int64
             * @description How many equal refusals this entry stands for, where it is more than one.
             */
            count?: number;
            /** @description The address it came from. */
            from?: string;
            /** @description Before or after the action. */
            phase: components["schemas"]["AuditPhase"];
            /** @description Digest of the policies in force. */
            policies?: string;
            /** @description The same id in both entries of one request. */
            request: string;
            /**
             * Format: int32
             * @description The status of the response.
             */
            status?: number;
            /** @description The path. */
            target: string;
            /** @description The id of the token used; absent for the command line. */
            token?: string;
            /** @description The principal. */
            who: string;
        };
        /**
         * @description When an entry of the audit log was written.
         * @enum {string}
         */
        AuditPhase: "asked" | "done";
        /** @description A policy that waits for a person. */
        Awaiting: {
            /** @description Who may approve or release, in words: "an approver of `support`". */
            by: string;
            /** @description Who can help. */
            contact?: string;
            /** @description The policy's name. */
            policy: string;
            /** @description What the policy says about it. */
            reason?: string;
            /** @description Digest of its document: an approval or a release names it. */
            rule: string;
            /** @description Its title. */
            title: string;
        };
        /** @description A backup: an archive in the server's folder of backups. */
        Backup: {
            /**
             * Format: int64
             * @description Bytes of the archive, so far where it is being written.
             */
            bytes: number;
            /** @description Why it failed. */
            error?: string;
            /** @description The archive's file name. */
            name: string;
            /** @description When it was begun. The archive has everything that was answered before, RFC 3339. */
            startedAt: string;
            /** @description What became of it. */
            state: components["schemas"]["BackupState"];
        };
        /**
         * @description What became of a backup.
         * @enum {string}
         */
        BackupState: "running" | "done" | "failed";
        /** @description Backups, newest first. */
        Backups: {
            /** @description The folder of the server that has them. */
            folder: string;
            /** @description The backups. */
            items: components["schemas"]["Backup"][];
        };
        /**
         * @description What is done to each run.
         * @enum {string}
         */
        BulkAction: "cancel" | "suspend" | "resume" | "rerun" | "purge";
        /** @description The answer to a bulk action. */
        BulkAnswer: {
            /** @description What is done. */
            action: components["schemas"]["BulkAction"];
            /**
             * Format: int64
             * @description To how many runs: those that it would be done to, or those that it was done to.
             */
            count: number;
            /** @description The digest for `confirm`; of a dry run only. The action is then done to exactly these runs, once. */
            digest?: string;
            /** @description The first runs; of a dry run only. */
            examples?: components["schemas"]["Run"][];
            /** @description Runs that it was not done to. */
            failed?: components["schemas"]["BulkFailure"][];
            /**
             * Format: int64
             * @description How many were left out. Of a dry run that would run runs again: they were run again before, or cannot be. Of one that
             *     would forget runs: they are under way, or a run that may need their answer is.
             */
            leftOut?: number;
            /**
             * @description When the oldest run started that was looked at, RFC 3339; of a dry run that would forget runs. With `more`, the next one
             *     takes it as `to`.
             */
            lookedBackTo?: string;
            /** @description There are more runs like these: another bulk action takes them. */
            more?: boolean;
            /**
             * Format: int64
             * @description How many writes would be repeated; of a dry run that would run runs again.
             */
            repeats?: number;
            /** @description The new runs. */
            started?: string[];
            /**
             * Format: int64
             * @description How many of these happen twice: their operations do not say that they may be repeated.
             */
            unprotected?: number;
        };
        /** @description A run that a bulk action was not done to. */
        BulkFailure: {
            /** @description Why. */
            problem: components["schemas"]["Problem"];
            /** @description The run. */
            run: string;
        };
        /** @description One action on many runs. */
        BulkRequest: {
            /** @description What is done. */
            action: components["schemas"]["BulkAction"];
            /** @description The digest of what was shown; needed unless `dryRun`. */
            confirm?: string;
            /** @description Only say what would be done. */
            dryRun?: boolean;
            /** @description To cancel: do not wait for writes under way. */
            force?: boolean;
            /** @description Which runs, as in `GET /v1/runs`, without `limit` and `before`. Of these, those that the action can be done to. */
            query?: components["schemas"]["RunFilter"];
            /** @description Why, to suspend. */
            reason?: string;
            /** @description To forget runs: only those whose journals name this, in any text or number. Everything else of the query counts too. */
            subject?: string;
            /** @description To run again: the version, or `latest`; absent: the one of each run. */
            version?: string;
        };
        /** @description Calls of one task that would be decided differently. */
        CallImpact: {
            /** @description What would be decided. */
            after: components["schemas"]["DecisionOutcome"];
            /** @description What was decided. */
            before: components["schemas"]["DecisionOutcome"];
            /**
             * Format: int64
             * @description How many such calls there were.
             */
            calls: number;
            /** @description The policy to name first. */
            policy?: string;
            /** @description Why it would be denied. */
            reason?: string;
            /** @description The newest run with one. */
            run: string;
            /** @description JSON pointer of the task; empty for starts. */
            task: string;
            /** @description `namespace/name`. */
            workflow: string;
        };
        /** @description A caller of a workflow. */
        Called: {
            /** @description The principal. */
            by: string;
            /**
             * Format: date-time
             * @description When last.
             */
            last: string;
            /**
             * Format: int64
             * @description How often, among the newest 1,000 runs.
             */
            runs: number;
        };
        /** @description How a run is cancelled. */
        CancelRun: {
            /** @description Do not wait for the answer of a write under way. */
            force?: boolean;
        };
        /** @description Something that was otherwise than a case expects. */
        CaseDifference: {
            /** @description What the case expects; absent where it could not be tried. */
            expected?: unknown;
            /** @description What came. */
            got?: unknown;
            /** @description All of it in words. */
            text: string;
            /** @description What: `output`, `arguments of payments.refund`, … */
            what: string;
        };
        /** @description How one case came out. */
        CaseResult: {
            /** @description What was otherwise than expected. */
            differences?: components["schemas"]["CaseDifference"][];
            /** @description Its name. */
            name: string;
            /** @description How it came out. */
            state: components["schemas"]["CaseState"];
        };
        /**
         * @description How a case came out.
         * @enum {string}
         */
        CaseState: "passed" | "failed" | "notRun";
        /** @description The saved cases of a workflow. */
        Cases: {
            /**
             * @description The cases. One with values that the caller may not see has only its `name` and `$masked`, the labels; sent back like
             *     that it stays as it is.
             */
            items: Record<string, unknown>[];
            /**
             * Format: int64
             * @description Increases with every change, 0 where there are none; also the entity tag.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When.
             */
            savedAt?: string;
            /** @description The principal who saved them. */
            savedBy?: string;
        };
        /** @description How the cases of a draft came out. */
        CasesRun: {
            /** @description The tasks that ran, and in which cases. */
            coverage: components["schemas"]["CoveredTask"][];
            /** @description The number of cases that failed. */
            failed: number;
            /** @description Each case. */
            items: components["schemas"]["CaseResult"][];
            /** @description The number of cases that passed. */
            passed: number;
            /**
             * Format: int64
             * @description The revision of the draft that ran.
             */
            revision: number;
        };
        /** @description The error that ended a run, as the runner or the engine reported it. */
        Cause: {
            /** @description What happened. */
            detail?: string;
            /** @description JSON pointer of the task it happened in. */
            instance?: string;
            /**
             * Format: int32
             * @description Its status.
             */
            status: number;
            /** @description Its title. */
            title?: string;
            /** @description Its type. */
            type: string;
        };
        /** @description A change, the data of an event `change`: what is worth reading again. What is absent concerns the whole topic. */
        Change: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The run, review, request, policy, integration, grant or token. */
            id?: string;
            /** @description The namespace. */
            namespace?: string;
            /** @description What it is about. */
            topic: components["schemas"]["ChangeTopic"];
            /** @description The name of the workflow. */
            workflow?: string;
        };
        /**
         * @description What a change is about.
         * @enum {string}
         */
        ChangeTopic: "runs" | "holds" | "reviews" | "requests" | "workflows" | "drafts" | "policies" | "integrations" | "notices" | "grants" | "tokens" | "audit" | "presence";
        /**
         * @description The circuit breaker of an integration.
         * @enum {string}
         */
        Circuit: "closed" | "open" | "half-open";
        /** @description A comment on a decision. */
        Comment: {
            /** @description For the author, and for later readers. */
            comment?: string;
        };
        /** @description The confirmation of a restore. */
        ConfirmRestore: {
            /** @description The digest of what was shown. */
            digest: string;
        };
        /** @description A confirmation of a grant by IT, after a change. */
        Confirmation: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who confirmed. */
            by: string;
            /** @description What had changed. */
            changes: string[];
            /** @description Their comment. */
            reason?: string;
        };
        /** @description What is wrong with a connection. */
        ConnectionProblem: {
            /** @description The stable code; `GET /v1/codes/{code}` explains it. */
            code: string;
            /** @description What happened. */
            detail: string;
            /** @description The kind of problem in a few words. */
            title: string;
        };
        /** @description What a test of a connection found. */
        ConnectionTest: {
            /** @description What is wrong; also about a system that answers, such as that it refuses the credentials. */
            problem?: components["schemas"]["ConnectionProblem"];
            /** @description The other system answered, whatever it said. */
            reachable: boolean;
            /**
             * Format: int32
             * @description The status of the answer. `404` only says that there is nothing at the base URL itself.
             */
            status?: number;
            /** @description What was tested: the origin of the base URL, or the file of the database as the document names it. */
            target: string;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            tookMs: number;
        };
        /** @description A task, and the cases in which it ran. */
        CoveredTask: {
            /** @description The names of the cases. */
            cases: string[];
            /** @description The path of the task. */
            reference: string;
        };
        /** @description A token that was created. */
        CreatedToken: components["schemas"]["Token"] & {
            /** @description The secret, shown this once and stored nowhere. */
            token: string;
        };
        /** @description The result of a decision. */
        Decided: components["schemas"]["Review"] & {
            /** @description The version for callers who name none. One that is newer than the approved version stays. */
            current?: string;
            /** @description It was the last approval needed, and the version can be called. */
            live: boolean;
        };
        /**
         * @description What policies decide about a call when it happens.
         * @enum {string}
         */
        DecisionOutcome: "allow" | "hold" | "review" | "deny";
        /** @description An answer used instead of a call. */
        DeclaredAnswer: {
            /** @description Only for a call with these arguments; for any call where absent. */
            arguments?: unknown;
            /** @description The error instead of a result. */
            error?: components["schemas"]["DeclaredError"];
            /** @description Labels of the result, in addition to those of the operation. */
            labels?: string[];
            /** @description The value was left out when this was recorded, because of these labels. Replace it before use. */
            masked?: string[];
            /** @description What it answers: `payments.refund`, or `support/triage` for a workflow that is started. */
            operation: string;
            /** @description The result; null where there is no error either. */
            result?: unknown;
        };
        /** @description A declared error. */
        DeclaredError: {
            /** @description What happened. */
            detail?: string;
            /** @description The other side's error document, where its operation describes one. */
            details?: unknown;
            /**
             * Format: int32
             * @description Its status; 500 where absent.
             */
            status?: number;
            /** @description Its title. */
            title?: string;
            /** @description Its type; that of a failed communication where absent. */
            type?: string;
        };
        /** @description Something wrong in a document, or worth knowing about it. */
        Diagnostic: {
            /** @description The stable code; `GET /v1/codes/{code}` explains it. */
            code: string;
            /** @description What to do about it. */
            help?: string;
            /** @description What is wrong. */
            message: string;
            /** @description Where in the document: a JSON pointer. */
            pointer?: string;
            /** @description Where in the text. */
            range?: components["schemas"]["Range"];
            /** @description Further places. */
            related?: components["schemas"]["Related"][];
            /** @description How serious it is. */
            severity: components["schemas"]["Severity"];
        };
        /** @description Disables a principal. */
        DisablePrincipal: {
            /** @description Why; shown with the principal. */
            reason: string;
        };
        /** @description Who disabled a principal, and why. */
        DisabledPrincipal: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who did it. */
            by: string;
            /** @description Why. */
            reason: string;
        };
        /** @description A draft. */
        Draft: {
            /** @description The principal who saved it. */
            author: string;
            /**
             * Format: int64
             * @description Increases with every change; also the entity tag.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When.
             */
            savedAt: string;
            /** @description The text. */
            source: string;
        };
        /**
         * @description Whether reads of a draft run reach real systems.
         * @enum {string}
         */
        DraftReads: "real" | "declared";
        /** @description A revision of a draft, without its text. */
        DraftRevision: {
            /** @description Digest of the text. */
            digest: string;
            /** @description It is the draft as it is now. */
            isCurrent: boolean;
            /** @description Where the text came from, if it was not written anew. */
            note?: string;
            /**
             * Format: int64
             * @description Its number.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When it was saved.
             */
            savedAt: string;
            /** @description The principal who saved it. */
            savedBy: string;
        };
        /** @description A revision of a draft. */
        DraftRevisionText: components["schemas"]["DraftRevision"] & {
            /** @description The text. */
            source: string;
        };
        /** @description The revisions of a draft that are kept. */
        DraftRevisions: {
            /** @description Newest first, at most 100. */
            items: components["schemas"]["DraftRevision"][];
        };
        /** @description How to run a draft. */
        DraftRun: {
            /** @description Declared answers, used instead of calls, in order, each once. */
            answers?: components["schemas"]["DeclaredAnswer"][];
            /** @description The input: any JSON; `{}` where absent. */
            input?: unknown;
            /** @description Whether reads without a declared answer are sent. */
            reads?: components["schemas"]["DraftReads"];
            /** @description The same in short: by operation a value, `{"error": …}`, or a list with one for each call. */
            results?: Record<string, unknown>;
            /** @description Settings for this run; those in force where absent. */
            settings?: Record<string, unknown>;
        };
        /** @description A draft, without its text. */
        DraftSummary: {
            /** @description It was saved since a version of it went live last. */
            isAhead: boolean;
            /** @description The version for callers who name none; absent: none was published. */
            liveVersion?: string;
            /** @description Its name. */
            name: string;
            /** @description Its namespace. */
            namespace: string;
            /**
             * Format: int64
             * @description Its revision.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When it was saved last.
             */
            savedAt: string;
            /** @description The principal who saved it. */
            savedBy: string;
            /** @description The title of the published version; absent: none was published. */
            title?: string;
        };
        /** @description A draft run of a definition. */
        DraftTried: {
            /**
             * Format: date-time
             * @description When it began.
             */
            at: string;
            /** @description Who started it. */
            by: string;
            /** @description The run. */
            run: string;
            /** @description Its status. */
            status: components["schemas"]["RunStatus"];
        };
        /** @description Drafts. */
        Drafts: {
            /** @description Those that were saved last first. */
            items: components["schemas"]["DraftSummary"][];
        };
        /** @description How a run ends. */
        Ending: {
            /** @description The code, where it ends in an error of the engine. */
            code?: string;
            /** @description How. */
            end: components["schemas"]["EndingKind"];
            /** @description JSON pointer of the task. */
            task?: string;
            /** @description Why it is unknown. */
            why?: string;
        };
        /**
         * @description How a run that was executed again ends.
         * @enum {string}
         */
        EndingKind: "completed" | "otherwise" | "faulted" | "cancelled" | "unknown";
        /** @description Which grace periods to end. */
        Enforce: {
            /** @description Of these workflows, as `namespace/name`; of all where absent. */
            workflows?: string[];
        };
        /** @description Grace periods that were ended. */
        Enforced: {
            /** @description What they were. */
            ended: components["schemas"]["Grace"][];
        };
        /** @description The estate, as far as the caller may see it. */
        Estate: {
            /**
             * Format: date-time
             * @description Calls, and uses of grants, are counted from this time on.
             */
            callsSince: string;
            /** @description Whether everything that happened before the last start of the server is counted; until then it is being read. */
            complete: boolean;
            /** @description Grants, those that end first at the top. */
            grants: components["schemas"]["EstateGrant"][];
            /** @description Integrations, by name. */
            integrations: components["schemas"]["EstateIntegration"][];
            /** @description Labels that they read. */
            labels: components["schemas"]["EstateLabel"][];
            /** @description Published workflows, by name. */
            workflows: components["schemas"]["EstateWorkflow"][];
        };
        /** @description A grant of the estate. */
        EstateGrant: {
            /**
             * Format: int64
             * @description Whole days that are left.
             */
            daysLeft: number;
            /**
             * Format: date-time
             * @description When it ends.
             */
            endsAt: string;
            /**
             * Format: date-time
             * @description When it allowed something last; absent: not since `callsSince`.
             */
            lastUsedAt?: string;
            /** @description The name of its policy. */
            name: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description Its state. */
            state: components["schemas"]["GrantState"];
            /** @description The workflow's name. */
            workflow: string;
        };
        /** @description An integration of the estate. */
        EstateIntegration: {
            /** @description Its system takes calls: `open` and `half-open` mean that it is away. Of `web`, the host that is worst. */
            circuit: components["schemas"]["Circuit"];
            /** @description It is switched off. */
            isSwitchedOff: boolean;
            /** @description Its name. */
            name: string;
            /** @description Its operations. */
            operations: components["schemas"]["EstateOperation"][];
            /** @description Its owner. */
            owner: string;
            /** @description The secrets that it uses, for callers who may list their names. */
            secrets: components["schemas"]["EstateSecret"][];
            /** @description Its title. */
            title: string;
        };
        /** @description A label, and where values with it may go. Made from definitions: what may happen, not what happened. */
        EstateLabel: {
            /** @description The label. */
            label: string;
            /** @description Where these workflows write to. */
            leavesTo: components["schemas"]["Leaving"][];
            /** @description Workflows that read such values, `namespace/name`. */
            workflows: string[];
        };
        /** @description An operation of the estate. */
        EstateOperation: {
            /**
             * Format: double
             * @description Calls a day by workflows that the caller sees, in the last seven days or since `callsSince`.
             */
            callsPerDay: number;
            /** @description Whether it reads or writes. */
            effect: components["schemas"]["OperationEffect"];
            /**
             * Format: double
             * @description Failed calls a day.
             */
            failuresPerDay: number;
            /** @description Labels of its result. */
            labels: string[];
            /** @description Its name. */
            name: string;
            /** @description Its title. */
            title: string;
            /** @description Its version. */
            version: string;
            /** @description Workflows that reach it, `namespace/name`. */
            workflows: string[];
        };
        /** @description A secret of an integration; never its value. */
        EstateSecret: {
            /**
             * Format: date-time
             * @description When it was changed last, where that is known.
             */
            changedAt?: string;
            /** @description It can be used now. */
            isPresent: boolean;
            /** @description Its name. */
            name: string;
        };
        /** @description A workflow of the estate. */
        EstateWorkflow: {
            /** @description The deputy. */
            deputy?: string;
            /** @description Neither the owner nor the deputy has a token that may publish it. */
            isOrphan: boolean;
            /** @description It is switched off. */
            isSwitchedOff: boolean;
            /**
             * Format: date-time
             * @description When that version, its state or its owner was changed last.
             */
            lastChangeAt: string;
            /** @description The version for callers who name none; absent while that version cannot be called. */
            liveVersion?: string;
            /** @description Its name. */
            name: string;
            /** @description Its namespace. */
            namespace: string;
            /** @description The principal who answers for it. */
            owner?: string;
            /** @description What it reaches, each once. */
            reaches: components["schemas"]["Reaching"][];
            /** @description The state of the version for callers who name none. */
            state: components["schemas"]["VersionState"];
            /** @description Its title. */
            title: string;
        };
        /** @description An expression, and the values that it reads. */
        Evaluate: {
            /** @description `$context`; `{}` where absent. */
            context?: unknown;
            /** @description The jq text, with or without `${` and `}`. */
            expression: string;
            /** @description `$input`; also `.` where there is no output. */
            input?: unknown;
            /** @description `$output`, which is defined only then; also `.`. */
            output?: unknown;
            /** @description Further variables, by their names without `$`: those of loops and catches, and `workflow`, `task` and `runtime`. */
            variables?: Record<string, unknown>;
        };
        /** @description The value of an expression, or what is wrong with it. */
        Evaluated: {
            /** @description What was found; ranges are places in the expression. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description The value; absent where there is none. */
            value?: unknown;
        };
        /** @description One access of a definition, as policies evaluate it. */
        EvaluatedAccess: {
            /** @description The access, as policies see it. */
            access: Record<string, unknown>;
            /** @description Who can help. */
            contact?: string;
            /** @description Who has to release each such call, always or depending on its arguments. */
            holds?: components["schemas"]["Awaiting"][];
            /** @description Where in the text. */
            range?: components["schemas"]["Range"];
            /** @description Why it is not allowed. */
            reason?: string;
            /** @description Who has to approve the version because of it. */
            reviews?: components["schemas"]["Awaiting"][];
            /** @description The policies that match, or may match. */
            rules: components["schemas"]["Rule"][];
            /** @description JSON pointer of the task; empty for the start of a run. */
            task: string;
            /** @description What is known before it happens. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description An example of a call. */
        Example: {
            /** @description The input. */
            input: unknown;
            /** @description What it shows. */
            name: string;
            /** @description The output. */
            output?: unknown;
        };
        /** @description What a run failed with. */
        Failure: {
            /** @description Its code. */
            code?: string;
            /** @description The path of the task. */
            task?: string;
            /** @description The type of the error, a URI. */
            type: string;
        };
        /** @description Runs of one workflow that failed with the same error at the same task. */
        FailureCase: {
            /**
             * Format: int64
             * @description How many runs.
             */
            count: number;
            /** @description The newest of them, newest first. */
            examples: string[];
            /** @description What they failed with. */
            failure: components["schemas"]["Failure"];
            /**
             * Format: date-time
             * @description When the first of them ended.
             */
            firstAt: string;
            /** @description Names it within its workflow; the same for the same failure, always. */
            id: string;
            /**
             * Format: date-time
             * @description When the last of them ended.
             */
            lastAt: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description A note. */
            note?: string;
            /** @description The principal who looks after it. */
            owner?: string;
            /** @description Who resolved it last. */
            resolvedBy?: string;
            /** @description Whether somebody has to look at it. */
            state: components["schemas"]["FailureCaseState"];
            /** @description Its name. */
            workflow: string;
        };
        /**
         * @description Whether somebody has to look at a failure case.
         * @enum {string}
         */
        FailureCaseState: "open" | "resolved";
        /** @description Failure cases, those with the newest failure first. */
        FailureCases: {
            /** @description The cases. */
            items: components["schemas"]["FailureCase"][];
            /** @description There are more failed runs than were read: counts are of the newest 5,000. */
            more?: boolean;
        };
        /** @description A firing of a schedule. */
        Firing: {
            /**
             * Format: date-time
             * @description When it was carried out.
             */
            at: string;
            /**
             * Format: date-time
             * @description The time that it was for; when the event came, for an event.
             */
            dueAt: string;
            /** @description What became of it. */
            outcome: components["schemas"]["FiringOutcome"];
            /** @description Why it was refused. */
            reason?: string;
            /** @description The run that it started, or that was under way. */
            run?: string;
        };
        /**
         * @description What became of a firing.
         * @enum {string}
         */
        FiringOutcome: "started" | "refused" | "skipped";
        /** @description What was found. */
        Found: {
            /** @description The best first. */
            items: components["schemas"]["FoundItem"][];
        };
        /** @description Something that was found. */
        FoundItem: {
            /** @description Its id, as its own route has it; `namespace/name` of a workflow or a draft, `namespace/name/version` of a review. */
            id: string;
            /** @description What it is. */
            kind: components["schemas"]["FoundKind"];
            /** @description Its name. */
            name?: string;
            /** @description Its namespace. */
            namespace?: string;
            /** @description What tells it from others with this title. */
            subtitle: string;
            /** @description Its title, or its name. */
            title: string;
            /** @description Its version. */
            version?: string;
        };
        /**
         * @description What was found.
         * @enum {string}
         */
        FoundKind: "workflow" | "draft" | "operation" | "integration" | "policy" | "run" | "request" | "principal" | "template" | "review";
        /** @description One function: an operation of an integration, without its address and secrets. */
        Function: {
            /** @description What a definition writes: `crm.get-customer:1.0.0@default`. */
            call: string;
            /** @description What people should know before they call it. */
            description?: string;
            /** @description Whether it changes anything. */
            effect: components["schemas"]["OperationEffect"];
            /** @description An example of what it returns. */
            example?: unknown;
            /** @description Whether it may be carried out twice. */
            idempotent: components["schemas"]["Idempotency"];
            /** @description JSON Schema of its arguments. */
            input: Record<string, unknown>;
            /** @description Labels of what it returns. */
            labels: string[];
            /** @description Its integration and operation: `crm.get-customer`. */
            name: string;
            /** @description JSON Schema of what it returns, where its document has one. */
            output?: Record<string, unknown>;
            /** @description Who owns the integration. */
            owner: string;
            /** @description One line about it. */
            title: string;
            /** @description Its version. */
            version: string;
        };
        /** @description The functions of the default catalog. */
        Functions: {
            /** @description By integration, operation and version. */
            functions: components["schemas"]["Function"][];
        };
        /** @description A live version that keeps the previous policies for a while. */
        Grace: {
            /** @description Digest of the set that is used for it. */
            policies: string;
            /**
             * Format: date-time
             * @description When the grace period ends.
             */
            until: string;
            /** @description `namespace/name@version`. */
            version: string;
        };
        /** @description Confirms a grant. */
        GrantConfirmation: {
            /** @description A comment. */
            reason?: string;
        };
        /** @description Grants a request. */
        GrantRequest: {
            /** @description The permit, narrowed; absent: the drafted one. */
            permit?: string;
            /** @description A comment. */
            reason?: string;
        };
        /**
         * @description The state of a grant.
         * @enum {string}
         */
        GrantState: "active" | "endsSoon" | "ended" | "referentChanged" | "superseded";
        /** @description A grant. */
        GrantedPermit: {
            /** @description Who requested it. */
            askedBy: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who granted it. */
            by: string;
            /** @description What has changed since it was granted or confirmed, in words. While there is any, it is paused. */
            changes: string[];
            /** @description The last confirmation after a change. */
            confirmed?: components["schemas"]["Confirmation"];
            /**
             * Format: int64
             * @description Whole days that are left.
             */
            daysLeft: number;
            /** @description Digest of the definition it was requested for. */
            definition?: string;
            /** @description Digest of what was granted and of what it covers now: a confirmation names it. Also the entity tag. */
            digest: string;
            /** @description Its last day. */
            expires: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description What it permits, by name. */
            permits: string[];
            /** @description The policy that permits it. */
            policy: string;
            /** @description The purpose. */
            purpose: string;
            /** @description Remarks, which do not pause it. */
            remarks: string[];
            /** @description The request it was granted for. */
            request: string;
            /** @description Its state. */
            state: components["schemas"]["GrantState"];
            /** @description The workflow's name. */
            workflow: string;
        };
        /** @description A request that was granted. */
        GrantedRequest: components["schemas"]["AccessRequest"] & {
            /** @description What policies still refuse of the draft, in words. */
            stillRefused: string[];
        };
        /** @description Grants, those that end first at the top. */
        Grants: {
            /** @description The grants. */
            grants: components["schemas"]["GrantedPermit"][];
        };
        /** @description Hands a workflow over. The other fields of [`Owners`] are accepted and ignored, so that what was read can be sent back. */
        HandOver: {
            /** @description A second one; none where absent. */
            deputy?: string;
            /** @description A principal who may publish in this namespace. */
            owner: string;
        };
        /** @description The state of the server. */
        Health: {
            /** @description `ok`; otherwise the answer is a problem document. */
            status: components["schemas"]["HealthStatus"];
        };
        /**
         * @description The state of the server.
         * @enum {string}
         */
        HealthStatus: "ok";
        /** @description A call that waits for a person. */
        Hold: {
            /**
             * @description The exact arguments; `null` in the place of a secret. `{"$masked": [labels]}` where the caller may not see values with
             *     their labels.
             */
            arguments: Record<string, unknown>;
            /** @description The rules it waits for, and who may release it. */
            awaiting: components["schemas"]["Awaiting"][];
            /** @description What happens then. */
            default: components["schemas"]["HoldDefault"];
            /** @description Digest of what a decision about it depends on; also the entity tag. A decision names it. */
            digest: string;
            /**
             * Format: int64
             * @description The number of the effect in the run.
             */
            effect: number;
            /** @description The principals who sent events that the run has received; they cannot release it either. */
            heardFrom: string[];
            /** @description What kind of effect it is. */
            kind: components["schemas"]["HoldKind"];
            /** @description Labels of the arguments. */
            labels: string[];
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description The principal who started the run and those who have released it, with who created them. */
            people: components["schemas"]["Person"][];
            /** @description The principals who have released it already. */
            releasedBy: string[];
            /** @description The run that makes it. */
            run: string;
            /**
             * Format: date-time
             * @description When it began to wait.
             */
            since: string;
            /** @description The principal who started the run; they cannot release it. */
            startedBy: string;
            /** @description JSON pointer of the task. */
            task: string;
            /** @description The labels that the caller may not see: they can decline it, and release it only where a policy says `releaseUnseen`. */
            unseen: string[];
            /**
             * Format: date-time
             * @description When it stops waiting.
             */
            until: string;
            /** @description Its version. */
            version: string;
            /** @description What is called: `payments.refund:1.0.0`. */
            what: string;
            /** @description The workflow's name. */
            workflow: string;
        };
        /**
         * @description What happens to a call that nobody released in time.
         * @enum {string}
         */
        HoldDefault: "deny" | "allow";
        /**
         * @description What kind of effect waits.
         * @enum {string}
         */
        HoldKind: "call" | "emit" | "run" | "listen" | "wait";
        /** @description Calls that wait, those that wait longest first. */
        Holds: {
            /** @description The calls. */
            holds: components["schemas"]["Hold"][];
        };
        /**
         * @description Whether an operation may be carried out twice.
         * @enum {string}
         */
        Idempotency: "no" | "natural" | "key";
        /** @description Which workflow a text is. */
        Identified: {
            /** @description Digest of the canonical definition. */
            digest: string;
            /** @description `document.name`. */
            name: string;
            /** @description `document.namespace`. */
            namespace: string;
            /** @description `document.version`. */
            version: string;
        };
        /** @description What other policies would change. */
        Impact: {
            /** @description Live workflows that would lose something, by name. */
            affected: components["schemas"]["AffectedWorkflow"][];
            /** @description Past calls that would be decided differently, the most frequent first. */
            calls: components["schemas"]["CallImpact"][];
            /** @description Digest of the evaluated policies, as a set. */
            candidate: string;
            /** @description Digest of what live workflows would lose: an activation is confirmed with it. */
            digest: string;
            /** @description How many starts and calls of them were evaluated. */
            evaluated: number;
            /** @description Digest of the policies in force. */
            inForce: string;
            /** @description The integrations used, each with its revision. */
            integrations: {
                [key: string]: number;
            };
            /** @description The live versions evaluated. An activation is refused when there are others by then. */
            lookedAt: components["schemas"]["LookedAt"][];
            /** @description How many runs were executed again. */
            rerun: number;
            /** @description Runs that were executed again and would end differently, newest first. */
            reruns: components["schemas"]["RerunImpact"][];
            /**
             * Format: int64
             * @description Number of the revision in force; 0: none was ever activated.
             */
            revision: number;
            /** @description How many past runs were read. */
            runs: number;
            /** @description There were more runs. */
            truncated: boolean;
            /** @description Live versions with accesses that would be decided differently. */
            versions: components["schemas"]["VersionImpact"][];
            /** @description What is probably wrong with the policies that were sent, by policy. */
            warnings?: {
                [key: string]: components["schemas"]["Diagnostic"][];
            };
        };
        /** @description Policies to evaluate without saving them. */
        ImpactPolicies: {
            /** @description Texts by name. They replace saved policies of these names, and add to the others. */
            policies: {
                [key: string]: string;
            };
        };
        /** @description A write that was under way when its run ended: nobody knows whether it happened. */
        InDoubt: {
            /**
             * Format: int64
             * @description The number of the effect in the run.
             */
            effect: number;
            /** @description The operation, `integration.operation:version`; `emit` for an event. */
            operation: string;
            /** @description The path of its task. */
            task: string;
        };
        /** @description Policies that were put in force just now. */
        InForce: components["schemas"]["Revision"] & {
            /** @description Live versions with a grace period. */
            graces: components["schemas"]["Grace"][];
            /** @description Warnings. */
            warnings: components["schemas"]["Diagnostic"][];
        };
        /** @description A version that a person has to approve before it can be called. */
        InReview: {
            /** @description Always false: it cannot be called yet. */
            live: boolean;
            /** @description The review. */
            review: components["schemas"]["Review"];
        };
        /** @description Everything that waits. */
        Inbox: {
            /** @description Those that wait longest first. */
            items: components["schemas"]["InboxItem"][];
            /** @description How many there are, with those beyond `limit`. */
            total: number;
        };
        /** @description Something that waits for a decision. */
        InboxItem: {
            /** @description The caller may decide about it. */
            canDecide: boolean;
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            dueAt?: string;
            /**
             * Format: int64
             * @description The number of the effect in the run, of a hold.
             */
            effect?: number;
            /** @description The principal who asks for it. */
            from: string;
            /** @description Its id, as its own route has it: `namespace/name@version` of a review, `run/effect` of a hold. */
            id: string;
            /** @description What it is. */
            kind: components["schemas"]["InboxKind"];
            /** @description Its namespace. */
            namespace?: string;
            /** @description The run, of a hold. */
            run?: string;
            /**
             * Format: date-time
             * @description Since when it waits.
             */
            since: string;
            /** @description In a few words. */
            title: string;
            /** @description The workflow's version. */
            version?: string;
            /** @description Why it waits. */
            why: string;
            /** @description Why the caller may not decide about it. */
            whyNot?: string;
            /** @description The workflow's name. */
            workflow?: string;
        };
        /**
         * @description What waits for a decision.
         * @enum {string}
         */
        InboxKind: "review" | "hold" | "request" | "proposal" | "voidApproval" | "grant" | "token";
        /** @description Integrations by name. */
        Integrations: {
            /** @description The integrations. */
            integrations: components["schemas"]["TextSummary"][];
        };
        /** @description The input and output of a workflow, and the errors it may answer with. */
        Interface: {
            /** @description The errors that the definition raises, each once. */
            errors?: components["schemas"]["RaisedError"][];
            /** @description Examples of calls: cases that people have saved and that end well. */
            examples?: components["schemas"]["Example"][];
            /** @description JSON Schema of the input; absent where the definition has none. */
            input?: Record<string, unknown>;
            /** @description JSON Schema of the output; absent where the definition has none. */
            output?: Record<string, unknown>;
            /** @description The version. */
            version: string;
        };
        /** @description A run's journal. */
        Journal: {
            /** @description Its records, in order. */
            records: components["schemas"]["Record"][];
            /** @description The run's id. */
            run: string;
        };
        /** @description A place that labelled values may go to. */
        Leaving: {
            /** @description Its name, such as `mail.send`. */
            to: string;
            /** @description The workflows that write to it, `namespace/name`. */
            workflows: string[];
        };
        /** @description A live version that was evaluated. */
        LookedAt: {
            /** @description Digest of the definition. */
            digest: string;
            /** @description `namespace/name@version`. */
            version: string;
        };
        /** @description A pass of a loop. */
        LoopPass: {
            /**
             * Format: int64
             * @description The index, from 0.
             */
            index: number;
            /** @description The path of the loop. */
            loop: string;
        };
        /** @description The caller. */
        Me: {
            /** @description The token's roles, and where. */
            grants: components["schemas"]["RoleGrant"][];
            /** @description The principal: what drafts, approvals and journals record. */
            id: string;
            /** @description What policies see as `caller.kind`. */
            kind: components["schemas"]["Role"];
            /** @description Labels of values it may see; `*`: all. */
            mayView: string[];
            /** @description Who minted it. */
            mintedBy?: string;
            /** @description The token's name in lists. */
            name: string;
            /** @description The id of the token. */
            token?: string;
        };
        /**
         * @description What becomes of start times that passed while the server was down.
         * @enum {string}
         */
        MissedTimes: "skip" | "latest" | "all";
        /** @description The quotas of one namespace. */
        NamespaceQuotas: {
            /** @description The namespace. */
            namespace: string;
            /** @description Each quota. */
            quotas: components["schemas"]["Quota"][];
        };
        /** @description A permit that would have allowed it, except for these mismatches. */
        NearMiss: {
            /** @description It was in force until the end of this day. */
            expired?: string;
            /** @description Its conditions that do not hold. */
            mismatches: string[];
            /** @description The policy's name. */
            policy: string;
        };
        /** @description Where somebody is in a draft. */
        NewPresence: {
            /** @description The tab's own random id: 1 to 64 letters, digits, `_` and `-`. */
            tab: string;
            /** @description The task that they are at, as a JSON pointer. */
            task?: string;
        };
        /** @description A new request: access for a workflow, or a system. */
        NewRequest: {
            /** @description Which data is sent there or read from there; needed with `system`. */
            data?: string;
            /** @description The namespace it is for. */
            namespace: string;
            /** @description The purpose. */
            purpose: string;
            /** @description Or a system that no integration reaches. */
            system?: string;
            /** @description The system's vendor. */
            vendor?: string;
            /** @description A workflow whose draft makes accesses that policies refuse. */
            workflow?: string;
        };
        /** @description What to sign in with: one of the two. */
        NewSession: {
            /** @description The secret of a sign-in link: what follows `#link=` in its address. */
            link?: string;
            /** @description A token. */
            token?: string;
        };
        /** @description A sign-in link to make. */
        NewSignInLink: {
            /** @description The id of the token that it signs in with. */
            tokenId: string;
        };
        /** @description A token to create. */
        NewToken: {
            /**
             * Format: date-time
             * @description When it stops working; absent: never.
             */
            expiresAt?: string;
            /** @description Its roles, and where. */
            grants: components["schemas"]["RoleGrant"][];
            /** @description What policies see as `caller.kind`; absent: the role of the first grant. */
            kind?: components["schemas"]["Role"];
            /** @description Labels of values it may see in runs, journals and holds; `*`: all. Nobody can give away more than they may see. */
            mayView?: string[];
            /** @description Its name in lists. */
            name: string;
            /** @description Its principal: letters, digits and `._@-`; absent: the name. */
            principal?: string;
        };
        /** @description A step of a review. */
        Note: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who did it. */
            by: string;
            /** @description Their comment. */
            comment?: string;
            /** @description The state after it. */
            state: components["schemas"]["ReviewState"];
        };
        /** @description A notice. */
        Notice: {
            /**
             * Format: date-time
             * @description When it was given, or happened last.
             */
            at: string;
            /**
             * Format: int64
             * @description How often it happened, at least.
             */
            count: number;
            /** @description Details, the first offending place first. */
            details?: string[];
            /**
             * Format: date-time
             * @description When it takes effect, where that is later than the notice.
             */
            from?: string;
            /** @description Its id. */
            id: string;
            /** @description What it is about. */
            kind: components["schemas"]["NoticeKind"];
            /** @description The newest run with it. */
            run?: string;
            /** @description Who marked it as seen. */
            seenBy?: string;
            /** @description In words. */
            text: string;
            /** @description `namespace/name`. */
            workflow: string;
        };
        /**
         * @description What a notice is about.
         * @enum {string}
         */
        NoticeKind: "policies" | "integration" | "failed" | "handedOver" | "review" | "withdrawn" | "secret" | "schedule";
        /** @description Notices, newest first. */
        Notices: {
            /** @description The notices. */
            notices: components["schemas"]["Notice"][];
        };
        /**
         * @description What becomes of a call while the circuit is open.
         * @enum {string}
         */
        OnOpen: "fail" | "wait";
        /**
         * @description Whether an operation changes anything.
         * @enum {string}
         */
        OperationEffect: "read" | "write";
        /**
         * @description Whether `every` and `cron` start a run while the one before is under way.
         * @enum {string}
         */
        Overlap: "allow" | "skip";
        /** @description The owner of a workflow, and the deputy. */
        Owners: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Who handed it over. */
            by?: string;
            /** @description The deputy, who gets every notice that the owner gets. */
            deputy?: string;
            /** @description A principal: the first publisher, until it was handed over. */
            owner: string;
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag.
             */
            revision: number;
        };
        /** @description A change of what people say of a failure case. What is absent stays as it is; an empty text is taken away. */
        PatchFailureCase: {
            /** @description A note. */
            note?: string;
            /** @description The principal who looks after it. */
            owner?: string;
            /** @description `resolved`, or `open` again. */
            state?: components["schemas"]["FailureCaseState"];
        };
        /** @description Pauses a schedule. */
        PauseSchedule: {
            /** @description Why; everybody who looks at the schedule sees it. */
            reason: string;
        };
        /** @description A call of a run that has no result. */
        PendingCall: {
            /** @description What becomes of it after the confirmation. */
            fate: components["schemas"]["PendingFate"];
            /** @description The task, as a JSON pointer into the definition. */
            task: string;
            /** @description What it is: an integration's operation, `emit TYPE`, `run NAMESPACE/NAME`, `wait` or `listen`. */
            what: string;
        };
        /**
         * @description What becomes of a call that has no result in the restored data.
         * @enum {string}
         */
        PendingFate: "sent" | "repeated" | "unknown" | "held" | "waits";
        /** @description A run that goes on after the confirmation. */
        PendingRun: {
            /** @description Its calls without a result, in order. */
            calls: components["schemas"]["PendingCall"][];
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description Why its calls are not known. */
            problem?: string;
            /** @description When it was started, RFC 3339. */
            startedAt: string;
            /** @description Its version. */
            version: string;
            /** @description When it goes on; absent: at once. */
            wakeAt?: string;
        };
        /** @description A schedule that starts runs at once after the confirmation, or may. */
        PendingSchedule: {
            /** @description Times that came since the backup and are carried out at once, RFC 3339; those that `missed` leaves out are not here. */
            due: string[];
            /**
             * Format: int64
             * @description The position of the log of events after which it has not looked at events yet. Each of them that fits starts a run;
             *     absent: it has looked at all.
             */
            eventsAfter?: number;
            /** @description Its name. */
            name: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description Why it starts nothing. */
            problem?: string;
        };
        /** @description A principal involved in what is shown, and who created it. */
        Person: {
            /** @description Who created it. */
            createdBy: string;
            /** @description Its tokens no longer work. */
            disabled: boolean;
            /** @description The principal. */
            id: string;
            /** @description Who minted its tokens. */
            mintedBy: string[];
        };
        /** @description Policies by name. */
        Policies: {
            /** @description The policies. */
            policies: components["schemas"]["TextSummary"][];
        };
        /**
         * @description What a matching policy does.
         * @enum {string}
         */
        PolicyEffect: "permit" | "forbid" | "review" | "hold";
        /**
         * @description Whether a policy decides.
         * @enum {string}
         */
        PolicyMode: "enforce" | "audit" | "off";
        /** @description A what-if question. A subject that is not given counts as fitting; a field that is not given matches no condition. */
        PolicyQuestion: {
            /** @description The access; `kind` is `call` and `effect` is `write` unless given. */
            access: Record<string, unknown>;
            /** @description Policies that the version is approved for. */
            approved?: string[];
            /**
             * Format: date-time
             * @description When; each policy sees it in its own time zone.
             */
            at?: string;
            /** @description Who started the run. */
            caller?: Record<string, unknown>;
            /** @description Everything the version can reach. */
            profile?: Record<string, unknown>;
            /** @description Policies that the call is released for. */
            released?: string[];
            /** @description The workflow that makes it. */
            workflow?: Record<string, unknown>;
        };
        /** @description The texts of a set. */
        PolicySet: {
            /** @description Digest of the whole set. */
            digest: string;
            /** @description The texts, by policy. */
            texts: {
                [key: string]: string;
            };
        };
        /** @description The sets that were in force. */
        PolicySets: {
            /** @description Live versions that keep an earlier one for a while. */
            graces: components["schemas"]["Grace"][];
            /** @description Newest first; the first is in force. */
            revisions: components["schemas"]["Revision"][];
        };
        /** @description A position in a text. */
        Position: {
            /** @description Column, from 0, in UTF-16 code units. */
            character: number;
            /** @description Line, from 0. */
            line: number;
        };
        /** @description Everybody who looks at a draft, those who came first first. */
        Presence: {
            /** @description One for each tab. */
            items: components["schemas"]["PresentPerson"][];
        };
        /** @description Somebody who looks at a draft. */
        PresentPerson: {
            /** @description Whether it is the caller, in this tab or in another. */
            isMe: boolean;
            /** @description The principal. */
            principal: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /** @description The tab's id. */
            tab: string;
            /** @description The task that they are at, as a JSON pointer. */
            task?: string;
        };
        /** @description The details of a principal that people may set. */
        PrincipalDetails: {
            /** @description Its main role. */
            kind?: components["schemas"]["Role"];
            /** @description A name for people, at most 200 characters. */
            title?: string;
        };
        /** @description A principal. */
        PrincipalRecord: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /** @description The principal who created it, or minted its first token. */
            createdBy: string;
            /** @description The id of the token used to create it. */
            createdWith?: string;
            /** @description Who disabled it. */
            disabled?: components["schemas"]["DisabledPrincipal"];
            /** @description Every role its tokens ever had: `champion:support`. */
            grants: string[];
            /** @description What journals, drafts and approvals record. */
            id: string;
            /** @description Its main role. */
            kind?: components["schemas"]["Role"];
            /** @description Who minted its tokens. */
            mintedBy: string[];
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag. 0: only a token of an earlier version names it.
             */
            revision: number;
            /** @description A name for people. */
            title?: string;
        };
        /** @description Principals by id. */
        Principals: {
            /** @description The principals. */
            principals: components["schemas"]["PrincipalRecord"][];
        };
        /** @description An error (RFC 9457). Fields without a value are absent. */
        Problem: {
            /** @description The accesses that policies refuse. */
            accesses?: components["schemas"]["EvaluatedAccess"][];
            /** @description Live workflows that lose something by the change. */
            affected?: components["schemas"]["AffectedWorkflow"][];
            /** @description The error that ended the run. Only for champions, IT and auditors. */
            cause?: components["schemas"]["Cause"];
            /** @description The stable code; `GET /v1/codes/{code}` explains it. */
            code: string;
            /** @description A policy refused: who can help. Only for champions, IT and auditors. */
            contact?: string;
            /** @description What happened this time. */
            detail?: string;
            /** @description What is wrong in the document. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description Digest of what there is to decide about now; it differs from what was shown. */
            digest?: string;
            /** @description Digest of the impact report to confirm. */
            impact?: string;
            /**
             * @description This one occurrence: the path of the request, the run, the place in the workflow that raised it, or the
             *     `urn:uuid:…` of an incident, which the server's log names too.
             */
            instance?: string;
            /**
             * Format: int64
             * @description The most that is allowed.
             */
            limit?: number;
            /**
             * @description Nothing permits it: the permits that came nearest, and their conditions that do not hold. Only for champions, IT and
             *     auditors.
             */
            near?: components["schemas"]["NearMiss"][];
            /** @description The roles of which one is needed. */
            needed?: string[];
            /** @description The version to use instead. */
            next?: string;
            /** @description A policy refused: which one, or the permit that came nearest. Only for champions, IT and auditors. */
            policy?: string;
            /** @description A policy refused: why, in its own words. */
            reason?: string;
            /**
             * Format: int64
             * @description The current revision.
             */
            revision?: number;
            /** @description A policy refused: the rules that decided. Only for champions, IT and auditors. */
            rules?: components["schemas"]["Rule"][];
            /** @description The run, where there is one. */
            run?: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind in a few words. */
            title: string;
            /** @description What kind of problem: `urn:towpath:problem:<code>`, or the type of the error that the workflow raised. */
            type: string;
        };
        /** @description Policies that wait for a second person. */
        Proposed: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int64
             * @description The revision in force when they were proposed.
             */
            base?: number;
            /** @description Who proposed them, and cannot be the second person. */
            by: string;
            /**
             * @description Digest of the whole proposal: texts, reason, grace, impact, proposer, revision. The second person names it. Also the
             *     entity tag.
             */
            digest: string;
            /**
             * Format: int64
             * @description Grace period in seconds.
             */
            graceSeconds: number;
            /** @description Digest of the impact report that the proposer has read. */
            impact?: string;
            /** @description Digest of the texts, as a set. */
            policySet: string;
            /** @description Why. */
            reason?: string;
            /** @description The texts, by policy. */
            texts: {
                [key: string]: string;
            };
            /** @description Delegated policies that were left out when they were proposed. */
            warnings?: components["schemas"]["Diagnostic"][];
        };
        /** @description A version that was published. */
        Published: components["schemas"]["Version"] & {
            /** @description Accesses that policies evaluate when they happen, with their real arguments. */
            checkedAtRunTime: components["schemas"]["EvaluatedAccess"][];
            /** @description The version for callers who name none; another one after a rollback to it. */
            current: string;
            /** @description Warnings and hints. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description It was published before with the same content; nothing changed. */
            unchanged: boolean;
        };
        /** @description Saves cases in place of those before. */
        PutCases: {
            /** @description The cases, each as in `tests.yaml`: `name`, `input`, `results` or `answers`, `expect`. */
            items: Record<string, unknown>[];
        };
        /** @description The rules, all of them. */
        PutRetention: {
            /**
             * Format: int64
             * @description The revision that they are changed from; absent: whatever it is.
             */
            revision?: number;
            /** @description The rules. At most one for each namespace, and one for each workflow. */
            rules: components["schemas"]["RetentionRule"][];
        };
        /** @description One quota of a namespace. */
        Quota: {
            /**
             * Format: int64
             * @description How many there may be.
             */
            most: number;
            /**
             * Format: int64
             * @description How many there are.
             */
            used: number;
            /** @description What is limited. */
            what: components["schemas"]["QuotaKind"];
        };
        /**
         * @description What a namespace may have a limited number of.
         * @enum {string}
         */
        QuotaKind: "drafts" | "versions" | "runs" | "events";
        /** @description Quotas and rates. */
        Quotas: {
            /** @description The quotas of namespaces. */
            namespaces: components["schemas"]["NamespaceQuotas"][];
            /** @description The rates of the caller's token. */
            token: components["schemas"]["TokenRate"][];
        };
        /** @description An error that a definition raises. */
        RaisedError: {
            /**
             * Format: int32
             * @description The status of the answer.
             */
            status: number;
            /** @description Its title; absent where an expression computes it. */
            title?: string;
            /** @description The URI of its type; absent where an expression computes it. */
            type?: string;
        };
        /** @description A range of a text, as the Language Server Protocol counts. */
        Range: {
            /** @description One past the last position. */
            end: components["schemas"]["Position"];
            /** @description First position. */
            start: components["schemas"]["Position"];
        };
        /**
         * @description What a token may do a limited number of times a minute.
         * @enum {string}
         */
        RateKind: "drafts" | "versions" | "runs" | "events" | "refused";
        /** @description The difference in what a workflow reaches. */
        Reach: {
            /** @description What it did not reach before. */
            gained: components["schemas"]["Reached"][];
            /** @description What it no longer reaches. */
            lost: components["schemas"]["Reached"][];
        };
        /**
         * @description How a workflow reaches something.
         * @enum {string}
         */
        ReachKind: "call" | "fetch" | "run" | "event";
        /** @description Something that a workflow reaches. */
        Reached: {
            /** @description JSON pointer of the task; empty for the workflow itself. */
            task: string;
            /** @description In words: `calls payments.refund 1.0.0`. */
            what: string;
        };
        /** @description What a workflow reaches. */
        Reaching: {
            /** @description Whether it reads or writes. */
            access: components["schemas"]["OperationEffect"];
            /** @description The integration; `web` for a host without one. */
            integration?: string;
            /** @description How. */
            kind: components["schemas"]["ReachKind"];
            /** @description Labels of what comes back. */
            labels: string[];
            /** @description The operation; the method and the host, the host, the workflow, the type of events. */
            operation?: string;
        };
        /** @description One record of a journal. */
        Record: {
            /**
             * Format: int64
             * @description Its index, from 0.
             */
            index: number;
            /** @description The record: an object with its kind as the only key. */
            record: Record<string, unknown>;
            /**
             * Format: int64
             * @description The fencing token it was written under.
             */
            term: number;
        };
        /** @description Rejects a request. */
        RejectRequest: {
            /** @description Why; shown to the person who requested it. */
            reason: string;
        };
        /** @description A second place that explains a diagnostic. */
        Related: {
            /** @description What is there. */
            message: string;
            /** @description Where in the text. */
            range: components["schemas"]["Range"];
        };
        /** @description A write that would be repeated. */
        RepeatedWrite: {
            /** @description Its arguments then, as far as the caller may see them. */
            arguments: Record<string, unknown>;
            /** @description It was carried out; otherwise it may have been. */
            done: boolean;
            /**
             * Format: int64
             * @description The number of the effect in the run.
             */
            effect: number;
            /** @description What it does: the operation, `an event`, or the workflow that it starts; empty for the same callers. */
            operation: string;
            /** @description Its operation may be repeated: by its nature, or because the same key is sent again. */
            protected: boolean;
            /** @description The path of its task; empty for callers who may not read the journal. */
            task: string;
        };
        /** @description What checking a definition found. */
        Report: {
            /** @description What the policies in force say of each access. */
            accesses: components["schemas"]["EvaluatedAccess"][];
            /** @description Everything found in the text. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description It can be published as it is; `reviews` says who has to approve it then. */
            publishable: boolean;
            /** @description Who has to approve it before it can be called. */
            reviews?: components["schemas"]["Awaiting"][];
            /** @description When it would start without a caller, were it published. A draft never does. */
            schedule?: components["schemas"]["StartTimes"];
            /** @description Which workflow it is, where that much could be read. */
            workflow?: components["schemas"]["Identified"];
        };
        /** @description The decision about a request. */
        RequestDecision: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who decided. */
            by: string;
            /** @description It ends within two weeks, or has ended. */
            endsSoon: boolean;
            /** @description Its last day. */
            expires?: string;
            /** @description The policy that was put in force. */
            policy?: string;
            /** @description Why. */
            reason?: string;
        };
        /**
         * @description The state of a request.
         * @enum {string}
         */
        RequestState: "open" | "granted" | "rejected";
        /** @description Requests, those that wait longest first. */
        Requests: {
            /** @description The requests. */
            requests: components["schemas"]["AccessRequest"][];
        };
        /** @description A run that was executed again and would end differently. */
        RerunImpact: {
            /** @description How it would end. */
            after: components["schemas"]["Ending"];
            /** @description How it ended. */
            before: components["schemas"]["Ending"];
            /** @description The run. */
            run: string;
            /** @description `namespace/name`. */
            workflow: string;
        };
        /** @description What running a run again would do. */
        RerunPlan: {
            /** @description The digest of all this, for `confirm`. */
            digest: string;
            /** @description The task that it begins from; absent: the start. */
            from?: string;
            /**
             * Format: int64
             * @description How many results are taken from the run, because they are of tasks before `from`.
             */
            recorded: number;
            /** @description Writes of the run that happened, or may have, and that would be repeated. */
            repeats: components["schemas"]["RepeatedWrite"][];
            /** @description The run that is run again. */
            run: string;
            /** @description The version that it is run again with. */
            version: string;
            /** @description The version that it had. */
            workflow: components["schemas"]["WorkflowRef"];
        };
        /** @description How a run is to be run again. */
        RerunRequest: {
            /** @description The digest of the plan that was shown. Absent: the plan is the answer, and nothing is started. */
            confirm?: string;
            /** @description The task at the top of the workflow that it begins from, `/do/2/refund`; absent: the start. */
            from?: string;
            /** @description The version, or `latest`; absent: the one of the run. */
            version?: string;
        };
        /** @description The data of an event `reset`: everything has to be read again. */
        Reset: {
            /** @description Why. */
            reason: components["schemas"]["ResetReason"];
        };
        /**
         * @description Why everything has to be read again.
         * @enum {string}
         */
        ResetReason: "restarted" | "missed";
        /** @description The pause after a restore. */
        Restore: {
            /** @description When they did. */
            confirmedAt?: string;
            /** @description Who confirmed. */
            confirmedBy?: string;
            /** @description The digest of what would go out, for the confirmation. Empty where the server is not paused. */
            digest: string;
            /** @description When it was restored. */
            restoredAt?: string;
            /** @description These runs, oldest first; at most so many that an answer has room for. */
            runs: components["schemas"]["PendingRun"][];
            /** @description The schedules that start runs, by name. */
            schedules: components["schemas"]["PendingSchedule"][];
            /** @description Whether the server is paused. */
            state: components["schemas"]["RestoreState"];
            /** @description When the backup was taken, RFC 3339. */
            takenAt?: string;
            /**
             * Format: int64
             * @description How many runs go on.
             */
            unfinished: number;
        };
        /** @description Which revision to restore. */
        RestoreDraft: {
            /**
             * Format: int64
             * @description Its number.
             */
            revision: number;
        };
        /**
         * @description Whether the server is paused because its data were restored from a backup.
         * @enum {string}
         */
        RestoreState: "paused" | "confirmed" | "never";
        /** @description Resumes a schedule. */
        ResumeSchedule: {
            /** @description The times of the pause count as missed, so that `missed` says what becomes of them. Otherwise they are left out. */
            makeUp?: boolean;
            /** @description Why. */
            reason?: string;
        };
        /**
         * @description What is kept for how long. What is said of a workflow counts before what is said of its namespace, and that before the
         *     default.
         */
        Retention: {
            /** @description When, RFC 3339. */
            at?: string;
            /** @description Who changed them last. */
            by?: string;
            /** @description Where no rule says anything. The operator sets it. */
            default: components["schemas"]["RetentionTimes"];
            /**
             * Format: int64
             * @description Counts the changes of the rules.
             */
            revision: number;
            /** @description The rules of IT. */
            rules: components["schemas"]["RetentionRule"][];
        };
        /** @description A rule for the runs of a namespace, or of one workflow of it. */
        RetentionRule: {
            /** @description The workflow; absent: all of the namespace. */
            name?: string;
            /** @description The namespace. */
            namespace: string;
            /** @description How long its runs are kept. */
            times: components["schemas"]["RetentionTimes"];
        };
        /** @description How long runs are kept after their end, by how they ended: ISO 8601 durations such as `P30D`. */
        RetentionTimes: {
            /** @description Runs that were cancelled. */
            cancelled?: string;
            /** @description Runs that completed. Absent: what is said more generally, or else forever. */
            completed?: string;
            /** @description Runs that ended in an error. */
            faulted?: string;
        };
        /** @description A version that a person has to approve. */
        Review: {
            /** @description Approvals so far. */
            approvals: components["schemas"]["Approval"][];
            /** @description The principal who submitted it. */
            author: string;
            /** @description The rules without an approval yet, and who may give it. */
            awaiting: components["schemas"]["Awaiting"][];
            /** @description Digest of the definition. */
            definition: string;
            /** @description Digest of what a decision about it depends on; also the entity tag. A decision names it. */
            digest: string;
            /** @description `document.name`. */
            name: string;
            /** @description `document.namespace`. */
            namespace: string;
            /** @description Digest of everything it can reach. */
            profile: string;
            /** @description It was published already; what the rules cover is refused to its runs until it is approved. */
            published: boolean;
            /** @description Its state. */
            state: components["schemas"]["ReviewState"];
            /**
             * Format: date-time
             * @description When.
             */
            submittedAt: string;
            /** @description `document.title`, or the name. */
            title: string;
            /** @description `document.version`. */
            version: string;
            /**
             * @description The principals who wrote text of it, or submitted it, since the last published version. Like the author they cannot
             *     approve it.
             */
            writers: string[];
        };
        /** @description A review with everything needed to decide. */
        ReviewInFull: components["schemas"]["Review"] & {
            /** @description Who called the workflow recently, the most frequent first. */
            callers: components["schemas"]["Called"][];
            /** @description The steps so far, in order. */
            history: components["schemas"]["Note"][];
            /** @description The published text. */
            live?: string;
            /** @description The version of that. */
            liveVersion?: string;
            /** @description Its author and those who have decided, with who created them. */
            people: components["schemas"]["Person"][];
            /** @description What it reaches compared with the published version. */
            reach: components["schemas"]["Reach"];
            /** @description The text. */
            source: string;
            /** @description Live workflows that start it, as `namespace/name`. */
            startedBy: string[];
            /** @description Draft runs of exactly this definition, newest first. */
            tried: components["schemas"]["DraftTried"][];
        };
        /**
         * @description The state of a review.
         * @enum {string}
         */
        ReviewState: "inReview" | "changesRequested" | "rejected" | "published" | "notNeeded";
        /** @description Reviews, those that wait longest first. */
        Reviews: {
            /** @description The reviews. */
            reviews: components["schemas"]["Review"][];
        };
        /** @description A set of policies that was put in force. */
        Revision: {
            /** @description The second person, where one is required. */
            approvedBy?: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who activated, or proposed, them. */
            by: string;
            /** @description Policies that are new, or have another text than before. */
            changed: string[];
            /** @description Digest of the whole set. */
            digest: string;
            /** @description Names of the policies, sorted. */
            policies: string[];
            /** @description Why. */
            reason?: string;
            /** @description Policies that were removed. */
            removed: string[];
            /**
             * Format: int64
             * @description Increases with each activation.
             */
            revision: number;
        };
        /**
         * @description What a token may do, in a namespace or in all of them.
         * @enum {string}
         */
        Role: "champion" | "approver" | "it" | "app" | "auditor" | "operator";
        /** @description A role, and where it is held. Unknown fields are refused also in responses: they may limit the role. */
        RoleGrant: {
            /** @description The namespace; absent: all of them, and the server itself. */
            namespace?: string;
            /** @description The role. */
            role: components["schemas"]["Role"];
        };
        /** @description Which version callers shall get. */
        RollBack: {
            /** @description A version that was published before. */
            version: string;
        };
        /** @description A policy that matched. */
        Rule: {
            /** @description Digest of the policy's document. */
            digest: string;
            /** @description What the policy does. */
            effect: components["schemas"]["PolicyEffect"];
            /** @description It could not be evaluated, which counts against the request. */
            error?: boolean;
            /** @description Whether it decided. */
            mode: components["schemas"]["PolicyMode"];
            /** @description The policy's name. */
            policy: string;
        };
        /** @description A run, as it is on the server's disk. */
        Run: {
            /** @description It is a draft run: it wrote to no real system. */
            draft?: boolean;
            /**
             * Format: date-time
             * @description When it ended.
             */
            endedAt?: string;
            /** @description The error, once it has faulted or was cancelled: the answer that a waiting caller gets. Never in lists. */
            error?: components["schemas"]["Problem"];
            /** @description What it failed with, without values; for readers of its journal. */
            failure?: components["schemas"]["Failure"];
            /** @description 32 hexadecimal digits; later runs sort later. */
            id: string;
            /**
             * @description The idempotency key that its start came with, for the caller who started it, and for readers of its journal who may view the
             *     labels of its input; never in lists.
             */
            idempotencyKey?: string;
            /** @description Writes that were under way when it ended: each may have happened. For readers of its journal; never in lists. */
            inDoubt?: components["schemas"]["InDoubt"][];
            /** @description The output, once it has completed; never in lists. */
            output?: unknown;
            /** @description The run that it runs again. */
            rerunOf?: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt: string;
            /** @description The principal who started it. */
            startedBy: string;
            /** @description Its status. */
            status: components["schemas"]["RunStatus"];
            /** @description Who suspended it, while it is suspended; for readers of its journal. */
            suspended?: components["schemas"]["Suspension"];
            /** @description What it waits for, while it waits. */
            waitsFor?: components["schemas"]["WaitsFor"];
            /**
             * Format: date-time
             * @description When it continues, while it waits; absent where that was computed from values with labels.
             */
            wakeAt?: string;
            /** @description The workflow version. */
            workflow: components["schemas"]["WorkflowRef"];
        };
        /** @description Which cases to run. */
        RunCases: {
            /** @description Their names; all where absent. */
            names?: string[];
        };
        /** @description Counts of runs in some time. Draft runs do not count. */
        RunCounts: {
            /**
             * Format: int64
             * @description Runs that were cancelled.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Runs that completed.
             */
            completed: number;
            /**
             * Format: int64
             * @description Runs that ended in an error.
             */
            faulted: number;
            /**
             * Format: int64
             * @description Calls that waited for a release.
             */
            held: number;
            /**
             * Format: int64
             * @description Half of the runs that completed or faulted took at most so many milliseconds, within seven percent.
             */
            p50Ms?: number;
            /**
             * Format: int64
             * @description The same for 95 of 100.
             */
            p95Ms?: number;
            /**
             * Format: int64
             * @description Runs that began.
             */
            started: number;
        };
        /** @description Which runs to list. */
        RunFilter: {
            /** @description Older than the run with this id. */
            before?: string;
            /** @description `true`: only draft runs; `false`: no draft runs. */
            draft?: boolean;
            /** @description Failed with this code. */
            errorCode?: string;
            /** @description Failed with an error of this type. */
            errorType?: string;
            /** @description Of this failure case, by its id. */
            failureCase?: string;
            /** @description Started at this time or later. */
            from?: string;
            /** @description `true`: only runs that wait for a person to release a call; `false`: all others. */
            held?: boolean;
            /** @description At most this many: 1 to 200, 50 where absent. */
            limit?: number;
            /** @description Of this namespace. */
            namespace?: string;
            /** @description Started by this principal. */
            startedBy?: string;
            /** @description With this status. */
            status?: components["schemas"]["RunStatus"];
            /** @description Failed at this task, `/do/2/refund`. */
            task?: string;
            /** @description Started before this time. */
            to?: string;
            /** @description Of this workflow: `namespace/name`, or its name alone. */
            workflow?: string;
        };
        /** @description The runs of a workflow that is limited by a policy. */
        RunQueue: {
            /**
             * Format: int32
             * @description Most runs under way (`limits.concurrentRuns`).
             */
            concurrentRuns?: number;
            /** @description Its name. */
            name: string;
            /** @description Its namespace. */
            namespace: string;
            /**
             * Format: int32
             * @description Most runs that begin in any minute (`limits.runsPerMinute`).
             */
            runsPerMinute?: number;
            /**
             * Format: int32
             * @description Runs under way.
             */
            underWay: number;
            /**
             * Format: int64
             * @description Runs that are on disk and begin later.
             */
            waiting: number;
        };
        /** @description Queues of runs. */
        RunQueues: {
            /** @description By namespace and name. */
            queues: components["schemas"]["RunQueue"][];
        };
        /**
         * @description The status of a run.
         * @enum {string}
         */
        RunStatus: "running" | "waiting" | "suspended" | "completed" | "faulted" | "cancelled";
        /** @description Runs, newest first. */
        Runs: {
            /** @description There may be older ones: the `before` of the next request. */
            next?: string;
            /** @description The runs. */
            runs: components["schemas"]["Run"][];
        };
        /** @description A draft that was saved, with or without errors. */
        SavedDraft: components["schemas"]["Report"] & {
            /**
             * Format: int64
             * @description Its revision now; also the entity tag.
             */
            revision: number;
            /**
             * Format: date-time
             * @description When.
             */
            savedAt: string;
        };
        /** @description A policy or an integration that was saved. */
        SavedText: {
            /** @description This text is in force. */
            active: boolean;
            /** @description Warnings and hints about it. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Its revision now; also the entity tag.
             */
            revision: number;
        };
        /** @description The schedule of a published workflow. */
        Schedule: components["schemas"]["StartTimes"] & {
            /** @description The newest firing. */
            last?: components["schemas"]["Firing"];
            /** @description Its name. */
            name: string;
            /** @description The workflow's namespace. */
            namespace: string;
            /** @description The principal on whose behalf they start. */
            owner: string;
            /** @description Who paused it. */
            paused?: components["schemas"]["SchedulePaused"];
            /** @description Its state. */
            state: components["schemas"]["ScheduleState"];
            /** @description Why it is stopped. */
            stopped?: string;
            /** @description The version whose schedule it is, and whose runs start. */
            version: string;
        };
        /** @description Who paused a schedule, and why. */
        SchedulePaused: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal. */
            by: string;
            /** @description Why. */
            reason: string;
        };
        /**
         * @description The state of a schedule.
         * @enum {string}
         */
        ScheduleState: "active" | "paused" | "stopped";
        /** @description The schedules of published workflows, by name. */
        Schedules: {
            /** @description The schedules. */
            items: components["schemas"]["Schedule"][];
        };
        /** @description The kinds of documents that have a schema. */
        SchemaKinds: {
            /** @description Their names. */
            kinds: string[];
        };
        /** @description The names of secrets. */
        SecretNames: {
            /** @description The names of existing secrets, sorted. */
            secrets: string[];
            /** @description Existing secrets and those that a document names, sorted, with their users. */
            uses: components["schemas"]["SecretUse"][];
        };
        /** @description A secret and its users. */
        SecretUse: {
            /** @description Its name. */
            name: string;
            /** @description Why it cannot be used. */
            problem?: string;
            /** @description `integration crm` or `workflow support/refund-triage 1.0.0`, sorted: workflows of namespaces that the caller may list. */
            usedBy: string[];
        };
        /** @description A secret's value. */
        SecretValue: {
            /** @description The value; it can be replaced, never read. */
            value: string;
        };
        /** @description A session. It has the rights of the token behind it, and ends with it. */
        Session: {
            /**
             * Format: date-time
             * @description When they signed in.
             */
            createdAt: string;
            /** @description What the page sends as `X-Towpath-CSRF` with every request that changes something; only of the caller's own session. */
            csrf?: string;
            /**
             * Format: date-time
             * @description When it ends at the latest.
             */
            expiresAt: string;
            /** @description The token's roles, and where. */
            grants: components["schemas"]["RoleGrant"][];
            /** @description Its public id, for ending it. */
            id: string;
            /**
             * Format: date-time
             * @description When it ends unless it is used before.
             */
            idleAt: string;
            /** @description Whether this request came with it. */
            isCurrent: boolean;
            /** @description What policies see as `caller.kind`. */
            kind: components["schemas"]["Role"];
            /**
             * Format: date-time
             * @description The newest request.
             */
            lastUsedAt: string;
            /** @description Labels of values it may see; `*`: all. */
            mayView: string[];
            /** @description How they signed in. */
            method: components["schemas"]["SignInMethod"];
            /** @description The name of the token in lists. */
            name: string;
            /** @description The principal who is signed in. */
            principal: string;
            /** @description The id of the token. */
            token: string;
        };
        /** @description Sessions, newest first. */
        Sessions: {
            /** @description The sessions. */
            sessions: components["schemas"]["Session"][];
        };
        /** @description The settings of a workflow. */
        Settings: {
            /**
             * Format: date-time
             * @description When.
             */
            at?: string;
            /** @description The principal who changed them last. */
            by?: string;
            /** @description Why. */
            reason?: string;
            /**
             * Format: int64
             * @description Counts the changes; also the entity tag.
             */
            revision: number;
            /** @description The JSON Schema they keep to; each of its `properties` has a `default`. */
            schema: unknown;
            /** @description What was set. */
            set: {
                [key: string]: unknown;
            };
            /** @description The values in force: what was set, and the default of everything else. */
            values: {
                [key: string]: unknown;
            };
            /** @description The version with this schema, which is the one that callers get. */
            version: string;
        };
        /**
         * @description Replaces the settings of a workflow. The other fields of [`Settings`] are accepted and ignored, so that what was read can be
         *     sent back.
         */
        SettingsChange: {
            /** @description Why; shown with the settings. */
            reason?: string;
            /** @description What is set; everything else gets its default again. */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * @description How serious a diagnostic is.
         * @enum {string}
         */
        Severity: "error" | "warning" | "hint";
        /** @description A sign-in link that was made. */
        SignInLink: {
            /**
             * Format: date-time
             * @description When it can be used no more.
             */
            expiresAt: string;
            /** @description The secret, shown this once and stored nowhere. */
            link: string;
            /** @description The principal that it signs in. */
            principal: string;
            /** @description The address of the console with the secret. What follows `#` is never sent to a server. */
            url: string;
        };
        /**
         * @description How somebody signed in.
         * @enum {string}
         */
        SignInMethod: "token" | "link";
        /** @description When a workflow starts without a caller, as its definition says. */
        StartTimes: {
            /** @description `after`: from the end of a run to the start of the next, an ISO 8601 duration. */
            after?: string;
            /** @description `cron`, as it is written. */
            cron?: string;
            /** @description `every`: the interval between starts, an ISO 8601 duration, counted from 1970-01-01T00:00:00Z. */
            every?: string;
            /** @description What becomes of times that passed while the server was down. */
            missed: components["schemas"]["MissedTimes"];
            /** @description The next times; none while it is paused or stopped, and of `on`. */
            next: string[];
            /** @description `on`: an event with the attributes of one of these starts a run; an empty list means every event. */
            on?: Record<string, unknown>[];
            /** @description Whether a run starts while the one before is under way. */
            overlap: components["schemas"]["Overlap"];
            /** @description The time zone of `cron`. */
            timeZone?: string;
        };
        /** @description Sets the state of a version. */
        StateChange: {
            /** @description Why; shown to callers of a suspended or retired version. */
            reason?: string;
            /** @description The state to set. */
            state: components["schemas"]["VersionState"];
        };
        /** @description Statistics of runs. */
        Statistics: {
            /** @description Whether everything that happened before the last start of the server is counted; until then it is being read. */
            complete: boolean;
            /**
             * Format: date-time
             * @description Begin of the range.
             */
            from: string;
            /** @description The step of the series. */
            interval: components["schemas"]["StatisticsInterval"];
            /** @description One for each interval of the range. */
            series: components["schemas"]["StatisticsPoint"][];
            /**
             * Format: date-time
             * @description There are figures from this time on.
             */
            since: string;
            /**
             * Format: date-time
             * @description End of the range; it is not a part of it.
             */
            to: string;
            /** @description Of the whole range. */
            totals: components["schemas"]["RunCounts"];
            /** @description Waiting times that ended in the range. */
            waiting: components["schemas"]["WaitingTimes"];
            /** @description Of each workflow, those with the most runs first, at most 500. */
            workflows: components["schemas"]["WorkflowCounts"][];
        };
        /**
         * @description The step of a series.
         * @enum {string}
         */
        StatisticsInterval: "hour" | "day";
        /** @description One step of a series. */
        StatisticsPoint: components["schemas"]["RunCounts"] & {
            /**
             * Format: date-time
             * @description Its begin.
             */
            start: string;
        };
        /** @description Why a run is suspended. */
        SuspendRun: {
            /** @description Kept with the run; at most 500 characters. */
            reason: string;
        };
        /** @description Who suspended a run. */
        Suspension: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal. */
            by: string;
            /** @description Why. */
            reason: string;
        };
        /** @description The switch of a workflow or an integration. */
        Switch: {
            /**
             * Format: date-time
             * @description When.
             */
            at?: string;
            /** @description The principal who switched it off. */
            by?: string;
            /** @description Whether it is on. */
            on: boolean;
            /** @description Why it is off. */
            reason?: string;
        };
        /**
         * @description Switches a workflow or an integration off or on. The other fields of [`Switch`] are accepted and ignored, so that what was
         *     read can be sent back.
         */
        SwitchChange: {
            /** @description Whether it shall be on. */
            on: boolean;
            /** @description Why it is switched off; needed then, and shown to refused callers. */
            reason?: string;
        };
        /**
         * @description The state of a task.
         * @enum {string}
         */
        TaskState: "running" | "waiting" | "held" | "suspended" | "completed" | "faulted" | "cancelled" | "skipped";
        /** @description A definition to begin with. */
        Template: {
            /** @description The one place to change first. */
            blank?: components["schemas"]["TemplateBlank"];
            /** @description What to try first: `input`, and members of the `output`. */
            case?: Record<string, unknown>;
            /** @description Cases of it, as in `tests.yaml`. */
            cases: Record<string, unknown>[];
            /** @description The text, YAML. */
            definition: string;
            /** @description What it does, and for whom. */
            description: string;
            /** @description Its name among the templates. */
            id: string;
            /** @description `document.name`. */
            name: string;
            /** @description `document.namespace`. */
            namespace: string;
            /** @description The operations that it calls, `orders.find-order`, sorted. */
            needs: string[];
            /** @description A policy that permits what it does, YAML. */
            policy?: string;
            /** @description A short title. */
            title: string;
        };
        /** @description The place of a template that everybody changes. */
        TemplateBlank: {
            /** @description Another value that works. */
            example: unknown;
            /** @description The question. */
            label: string;
            /** @description A JSON pointer into the definition. */
            pointer: string;
        };
        /** @description Templates, in the order in which to show them. */
        Templates: {
            /** @description The templates. */
            items: components["schemas"]["Template"][];
        };
        /** @description A policy or an integration. */
        Text: {
            /** @description This text is in force. */
            active: boolean;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who wrote it. */
            by: string;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Increases with every change; also the entity tag.
             */
            revision: number;
            /** @description The text, with comments. */
            source: string;
        };
        /** @description A policy or an integration in a list. */
        TextSummary: {
            /** @description The saved text is in force. */
            active: boolean;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The principal who wrote it. */
            by: string;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Increases with every change.
             */
            revision: number;
            /** @description Of an integration: its circuit breaker, its calls and its limits. `web` has an entry for each host that was called. */
            traffic?: components["schemas"]["Traffic"][];
        };
        /** @description A token. */
        Token: {
            /**
             * Format: date-time
             * @description When.
             */
            confirmedAt?: string;
            /** @description Who confirmed it. */
            confirmedBy?: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /** @description The principal who created it. */
            createdBy: string;
            /** @description The id of the token used to create it. */
            createdWith?: string;
            /**
             * Format: date-time
             * @description When it stops working.
             */
            expiresAt?: string;
            /** @description Its roles, and where. */
            grants: components["schemas"]["RoleGrant"][];
            /** @description Its public id, for revoking it. */
            id: string;
            /** @description What policies see as `caller.kind`. */
            kind: components["schemas"]["Role"];
            /**
             * Format: date-time
             * @description When a request came with it last, or with a session of it; absent: never. After a crash it may be five minutes too early.
             */
            lastUsedAt?: string;
            /** @description Labels of values it may see. */
            mayView: string[];
            /** @description Its name in lists. */
            name: string;
            /** @description Its principal. */
            principal: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revokedAt?: string;
            /** @description It does not work until a second person has confirmed it. */
            waiting: boolean;
        };
        /** @description What a token may do in a minute. */
        TokenRate: {
            /**
             * Format: int32
             * @description How many are left now.
             */
            left: number;
            /**
             * Format: int32
             * @description How many in a minute, and at once.
             */
            perMinute: number;
            /** @description What is limited. */
            what: components["schemas"]["RateKind"];
        };
        /** @description Tokens, oldest first. */
        Tokens: {
            /** @description The tokens, revoked and expired ones too. */
            tokens: components["schemas"]["Token"][];
        };
        /** @description What the tasks of a run did: the run was executed again in the sandbox, as far as its journal goes. */
        Trace: {
            /** @description Everything that happened is in here. */
            complete: boolean;
            /** @description `document.version` of the definition that ran. */
            definitionVersion: string;
            /** @description Effects of the workflow itself, such as its timeout. */
            effects?: components["schemas"]["TracedEffect"][];
            /**
             * Format: int64
             * @description The number of executions that are left out.
             */
            omitted: number;
            /** @description The run's id. */
            run: string;
            /** @description The status of the run. */
            status: components["schemas"]["RunStatus"];
            /** @description The executions of tasks, in the order of their starts. */
            tasks: components["schemas"]["TracedTask"][];
            /** @description Why it is not complete. */
            why?: components["schemas"]["TraceGap"];
            /** @description The workflow version. */
            workflow: components["schemas"]["WorkflowRef"];
        };
        /**
         * @description Why a trace is not whole.
         * @enum {string}
         */
        TraceGap: "olderRunner" | "cut" | "stopped";
        /** @description An effect, and what became of it. */
        TracedEffect: {
            /**
             * @description What the engine did with it: `refused`, `read`, `write`, `repeatableWrite`, `answered`, `listen`, `testEndpoint` or
             *     `simulated`; absent for a wait, and while it is held.
             */
            carriedOut?: string;
            /** @description The last decision on it, as in the journal. */
            decision?: Record<string, unknown>;
            /**
             * Format: date-time
             * @description When its result came, or it was cancelled.
             */
            endedAt?: string;
            /**
             * Format: int64
             * @description Its number within the run, from 1, as in the journal.
             */
            index: number;
            /** @description `call`, `wait`, `emit`, `listen` or `run`. */
            kind: string;
            /** @description `integration.operation`, or `namespace/name` of a workflow that is started. */
            operation?: string;
            /**
             * Format: date-time
             * @description When the task asked for it.
             */
            startedAt?: string;
        };
        /**
         * @description One execution of a task. In place of a value there may be `{"$masked": [labels]}`, or `{"$cut": N}` for one that is larger
         *     than N bytes or came when the trace was full.
         */
        TracedTask: {
            /**
             * Format: int32
             * @description Which attempt it is, from 1; only inside a `try` with `retry`.
             */
            attempt?: number;
            /** @description What it asked the host for. */
            effects: components["schemas"]["TracedEffect"][];
            /**
             * Format: date-time
             * @description When it ended.
             */
            endedAt?: string;
            /** @description Its error, as in the journal. */
            error?: Record<string, unknown>;
            /** @description The context that it exported. */
            exported?: unknown;
            /** @description What it works on, after `input.from`. */
            input?: unknown;
            /** @description The keyword of its kind; absent in a trace of an older runner. */
            kind?: string;
            /** @description Its name. */
            name: string;
            /** @description Its output, after `output.as`. */
            output?: unknown;
            /** @description The passes of the loops around it, outermost first. */
            pass?: components["schemas"]["LoopPass"][];
            /** @description The path of the task: a JSON pointer, after the path of the task that calls a function. */
            reference: string;
            /**
             * Format: date-time
             * @description When it started.
             */
            startedAt: string;
            /** @description Its state. */
            state: components["schemas"]["TaskState"];
        };
        /** @description The calls of an integration now; of `web`, of one host. */
        Traffic: {
            /** @description The circuit breaker. */
            circuit: components["schemas"]["Circuit"];
            /**
             * Format: int32
             * @description Most calls at once (`limits.concurrency`).
             */
            concurrency?: number;
            /**
             * Format: int32
             * @description Calls in a row that the system did not take; 0 while the circuit is closed.
             */
            failures: number;
            /** @description The host, for `web`; `*` for those that its document names by a pattern. */
            host?: string;
            /**
             * Format: date-time
             * @description When the next call is let through, to try the system. The first one that comes then goes out.
             */
            nextProbeAt?: string;
            /** @description What becomes of a call while the circuit is open (`circuitBreaker.onOpen`). */
            onOpen: components["schemas"]["OnOpen"];
            /**
             * Format: int32
             * @description Most calls that begin in any minute (`limits.perMinute`).
             */
            perMinute?: number;
            /**
             * Format: int32
             * @description Most calls that begin in any second (`limits.perSecond`).
             */
            perSecond?: number;
            /**
             * Format: date-time
             * @description Since when the circuit has not been closed.
             */
            since?: string;
            /**
             * Format: int32
             * @description Calls under way.
             */
            underWay: number;
            /**
             * Format: int64
             * @description Calls that wait in line.
             */
            waiting: number;
            /** @description Why the system did not take the last one: `it could not be reached`. */
            why?: string;
        };
        /** @description What became of it. */
        TriedRun: {
            /** @description The error, where it did not. */
            error?: components["schemas"]["Problem"];
            /** @description The output, where it completed. */
            output?: unknown;
            /** @description How it ended; `waiting` or `running` where it did not end in time. */
            status: components["schemas"]["RunStatus"];
            /** @description What its tasks did. */
            trace: components["schemas"]["Trace"];
        };
        /** @description A definition to run in memory, and what answers it. */
        TryRun: {
            /** @description Declared answers, used instead of calls, in order, each once. */
            answers?: components["schemas"]["DeclaredAnswer"][];
            /** @description The text, YAML or JSON. */
            definition: string;
            /** @description The input: any JSON; `{}` where absent. */
            input?: unknown;
            /** @description The same in short: by operation a value, `{"error": …}`, or a list with one for each call. */
            results?: Record<string, unknown>;
            /** @description Settings; the defaults of the definition where absent. */
            settings?: Record<string, unknown>;
        };
        /**
         * @description What is known of an access before it happens.
         * @enum {string}
         */
        Verdict: "allowed" | "denied" | "atRunTime";
        /** @description A published version. */
        Version: {
            /** @description The principal who published it. */
            author: string;
            /** @description The rules without an approval yet, and who may give it. */
            awaiting?: components["schemas"]["Awaiting"][];
            /** @description The version for callers who name none, where it is another one: this one was rolled back, or is newer. */
            callersGet?: string;
            /** @description Digest of the canonical definition: comments, key order and quoting do not change it. */
            digest: string;
            /** @description `document.name`. */
            name: string;
            /** @description `document.namespace`. */
            namespace: string;
            /**
             * Format: date-time
             * @description When.
             */
            publishedAt: string;
            /** @description Why it is in that state. */
            reason?: string;
            /**
             * @description The state of its review, while a policy requires an approval that it does not have. What the policy covers is refused
             *     to its runs until it is approved.
             */
            review?: components["schemas"]["ReviewState"];
            /** @description Its state. */
            state: components["schemas"]["VersionState"];
            /** @description The workflow is switched off, and why: no version starts a run. */
            switchedOff?: string;
            /** @description `document.title`, or the name. */
            title: string;
            /** @description `document.version`. */
            version: string;
        };
        /** @description A live version that would be decided differently. */
        VersionImpact: {
            /** @description Who published it. */
            author: string;
            /** @description What would change. */
            changes: components["schemas"]["AccessChange"][];
            /** @description Its version. */
            version: string;
            /** @description Policies whose approvals would become invalid because the policies have changed. */
            voided: string[];
            /** @description `namespace/name`. */
            workflow: string;
        };
        /**
         * @description The state of a published version.
         * @enum {string}
         */
        VersionState: "published" | "deprecated" | "suspended" | "retired";
        /** @description The published versions of a workflow. */
        Versions: {
            /** @description The versions. */
            versions: components["schemas"]["Version"][];
        };
        /** @description Reports since the start of the server. What they say besides is not kept: it could be anything. */
        Violations: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description How many for each directive that was broken. */
            directives: {
                [key: string]: number;
            };
        };
        /** @description How long people waited for something. */
        WaitedFor: {
            /**
             * Format: int64
             * @description How often, in the range.
             */
            count: number;
            /**
             * Format: int64
             * @description Half of them waited at most so many milliseconds.
             */
            p50Ms?: number;
            /**
             * Format: int64
             * @description The same for 95 of 100.
             */
            p95Ms?: number;
        };
        /** @description How long both sides wait for each other. */
        WaitingTimes: {
            /** @description From the first edit of a draft until a version of it went live. */
            draftToLive: components["schemas"]["WaitedFor"];
            /** @description From a request to its decision. */
            requestToDecision: components["schemas"]["WaitedFor"];
        };
        /**
         * @description What a run waits for.
         * @enum {string}
         */
        WaitsFor: "release" | "event" | "time";
        /** @description The counts of one workflow. */
        WorkflowCounts: {
            /** @description Its name. */
            name: string;
            /** @description Its namespace. */
            namespace: string;
            /** @description Of the whole range. */
            totals: components["schemas"]["RunCounts"];
        };
        /** @description A workflow version. */
        WorkflowRef: {
            /** @description Digest of the definition. */
            digest: string;
            /** @description `document.name`. */
            name: string;
            /** @description `document.namespace`. */
            namespace: string;
            /** @description `document.version`. */
            version: string;
        };
        /** @description Published workflows. */
        Workflows: {
            /** @description The latest version of each. */
            workflows: components["schemas"]["Version"][];
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
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It accepts work */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description It does not, because it is starting, shutting down or impaired */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchAudit: {
        parameters: {
            query?: {
                /** @description Of this principal. */
                who?: string;
                /** @description With this text in the action or the target. */
                text?: string;
                /** @description Not before this time. */
                since?: string;
                /** @description Before this time. */
                until?: string;
                /** @description `asked`: only entries from before an action; `done`: only results. */
                phase?: "asked" | "done";
                /** @description At most this many: 1 to 1000, 100 where absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntries"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAuditAnchor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the anchor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditAnchor"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backups"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server has no folder for backups */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being written; `GET /v1/backups` tells when it is complete */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another one is being written, or this server has no folder for backups */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamChanges: {
        parameters: {
            query?: {
                /** @description Topics, with commas between them; absent: all. */
                topics?: string;
                /** @description Of this workflow (`namespace/name`), and what concerns no single workflow. */
                workflow?: string;
                /** @description Of `runs` and `holds` only those of this run. */
                run?: string;
            };
            header?: {
                /** @description The `id` of the last event, to go on there */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `change`, with a `Change`, and `reset`, with a `Reset` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as `TP4004` */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it means and what to do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countViolations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Violations"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportViolation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A report, or several */
        requestBody: {
            content: {
                "application/csp-report": Record<string, unknown>;
                "application/reports+json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description Counted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that were saved last first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drafts"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEstate: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The estate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estate"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binary mode: the event's id; likewise `ce-source`, `ce-type`, `ce-specversion` and every other attribute */
                "ce-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description An event */
        requestBody: {
            content: {
                "application/cloudevents+json": unknown;
            };
        };
        responses: {
            /** @description On disk */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedEvents"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFailureCases: {
        parameters: {
            query?: {
                /** @description Of this namespace. */
                namespace?: string;
                /** @description Of this workflow: `namespace/name`, or its name alone. */
                workflow?: string;
                /** @description In this state. */
                state?: "open" | "resolved";
                /** @description Of runs started at this time or later. */
                from?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those with the newest failure first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCases"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchFailureCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description Its name */
                name: string;
                /** @description The case's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchFailureCase"];
            };
        };
        responses: {
            /** @description The case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureCase"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody changed it at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The note is too long */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFunctions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The default catalog */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Functions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFunction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as `crm.get-customer`, or `crm.get-customer:1.0.0` for one version */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Functions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGrants: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that end first at the top */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grants"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the policy */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The grant */
            200: {
                headers: {
                    /** @description Digest of what was shown */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedPermit"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was shown; required */
                "If-Match"?: string;
            };
            path: {
                /** @description The name of the policy */
                name: string;
            };
            cookie?: never;
        };
        /** @description A comment */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GrantConfirmation"] | null;
            };
        };
        responses: {
            /** @description In force again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedPermit"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has changed, the grant has ended, or it has changed since it was shown */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHolds: {
        parameters: {
            query?: {
                /** @description Of workflows of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that wait longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holds"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                run: string;
                /** @description The number of the effect in the run */
                effect: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call */
            200: {
                headers: {
                    /** @description The digest of what is shown */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It no longer waits: `detail` says who decided */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineHold: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of what was shown */
                "If-Match": string;
            };
            path: {
                /** @description The run's id */
                run: string;
                /** @description The number of the effect in the run */
                effect: number;
            };
            cookie?: never;
        };
        /** @description Why not */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Comment"] | null;
            };
        };
        responses: {
            /** @description Declined, and on disk */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of what was shown */
                "If-Match": string;
            };
            path: {
                /** @description The run's id */
                run: string;
                /** @description The number of the effect in the run */
                effect: number;
            };
            cookie?: never;
        };
        /** @description A comment */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Comment"] | null;
            };
        };
        responses: {
            /** @description Released, and on disk */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readInbox: {
        parameters: {
            query?: {
                /** @description `true`: what the caller may decide about; `false`: only what others have to decide about; absent: all that the caller sees. */
                canDecide?: boolean;
                /** @description At most this many: 1 to 500, 200 where absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that wait longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIntegrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integrations"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Text"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeIntegration: {
        parameters: {
            query?: {
                /** @description Digest of what the change takes away, from the refusal (`impact`): needed where it takes something away. */
                confirm?: string;
            };
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
                /** @description `*`: only if there is none yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The integration's name, as in the document */
                name: string;
            };
            cookie?: never;
        };
        /** @description The integration, YAML or JSON; `GET /v1/schemas/integration` has its schema */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Saved and in force */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedText"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteIntegration: {
        parameters: {
            query?: {
                /** @description Digest of what the change takes away, from the refusal (`impact`): needed where it takes something away. */
                confirm?: string;
            };
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
            };
            path: {
                /** @description The integration's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Versions that are not retired reach it, which `detail` names; or unfinished runs lose something (`affected`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is at another revision */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readIntegrationSwitch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description On or off, and why */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchChange"];
            };
        };
        responses: {
            /** @description Switched */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found; also when nothing answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has no connection of its own: `web` reaches many hosts */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description Also those already marked as seen. */
                all?: boolean;
                /** @description Those of every owner; only for IT, auditors and operators. */
                everybody?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notices"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seenNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notice's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notice */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policies"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Activate"] | null;
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description A second person has to agree first */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposed"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Errors or failing tests, listed in `diagnostics` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readActivePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivePolicies"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The question */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyQuestion"];
            };
        };
        responses: {
            /** @description The decision, and the rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The question cannot be evaluated */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policyImpact: {
        parameters: {
            query?: {
                /** @description Days, 1 to 90; 7 where absent. */
                days?: number;
                /** @description How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent. */
                rerun?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Impact"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The saved policies have errors, listed in `diagnostics` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policyImpactWith: {
        parameters: {
            query?: {
                /** @description Days, 1 to 90; 7 where absent. */
                days?: number;
                /** @description How many of the newest runs are executed again under the saved policies, 0 to 1,000; 0 where absent. */
                rerun?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The policies */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImpactPolicies"];
            };
        };
        responses: {
            /** @description What would change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Impact"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The policies have errors, listed in `diagnostics` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The policy's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft revision */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Text"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
                /** @description `*`: only if there is none yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The policy's name, as in the document */
                name: string;
            };
            cookie?: never;
        };
        /** @description The policy, YAML or JSON; `GET /v1/schemas/policy` has its schema */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedText"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
            };
            path: {
                /** @description The policy's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is at another revision */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activatePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The policy's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description How */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Activate"] | null;
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Live workflows lose something (`affected`), which has to be confirmed with `impact`; or other policies were put in force in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Errors, failing tests, or more than narrowing, listed in `diagnostics` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicySets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySets"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enforcePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which versions */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enforce"];
            };
        };
        responses: {
            /** @description Versions whose grace period was ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enforced"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProposedPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies proposed */
            200: {
                headers: {
                    /** @description Digest of the proposal */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposed"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawPolicies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was shown; required */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another proposal is open, or none */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approvePolicies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was shown; required */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The impact report that was read */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveProposal"] | null;
            };
        };
        responses: {
            /** @description In force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InForce"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another proposal is open, or none; live workflows lose something that was not confirmed; or other policies were put in force in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicySet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The set's digest, as decisions name it: `sha256:…` */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The texts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicySet"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPrincipals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that the caller's namespaces cover, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principals"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPrincipal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The principal's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The principal */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writePrincipal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is at this revision; `*`: only if there is one */
                "If-Match"?: string;
                /** @description `*`: only if there is none yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The principal's id: letters, digits and `._@-` */
                id: string;
            };
            cookie?: never;
        };
        /** @description Its details */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PrincipalDetails"] | null;
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disablePrincipal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The principal's id */
                id: string;
            };
            cookie?: never;
        };
        /** @description Why */
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisablePrincipal"];
            };
        };
        responses: {
            /** @description Disabled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is the caller */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The reason is empty, or has control characters */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enablePrincipal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The principal's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Enabled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalRecord"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By namespace and name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunQueues"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuotas: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By namespace */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotas"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRequests: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
                /** @description In this state. */
                state?: "open" | "granted" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that wait longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requests"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What is needed, and the purpose */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRequest"];
            };
        };
        responses: {
            /** @description Opened */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Policies refuse nothing of the draft */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Neither access nor a system is requested, or both */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The request's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request */
            200: {
                headers: {
                    /** @description Digest of what was shown */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was shown; required */
                "If-Match"?: string;
            };
            path: {
                /** @description The request's id */
                id: string;
            };
            cookie?: never;
        };
        /** @description The permit, where it is not the drafted one */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GrantRequest"] | null;
            };
        };
        responses: {
            /** @description Granted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantedRequest"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided before, has changed since it was shown, or a policy has the permit's name */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The permit has errors or a failing test, has no end date, or there is no drafted one */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was shown; required */
                "If-Match"?: string;
            };
            path: {
                /** @description The request's id */
                id: string;
            };
            cookie?: never;
        };
        /** @description Why not */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectRequest"];
            };
        };
        responses: {
            /** @description Rejected */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRequest"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was decided before, or has changed since it was shown */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it is paused, and what would go out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The digest of what was shown */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmRestore"];
            };
        };
        responses: {
            /** @description It is confirmed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something else would go out by now, or the server is not paused */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is kept for how long */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All rules */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRetention"];
            };
        };
        responses: {
            /** @description What is kept from now on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description They are at another revision */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type or encoding is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A time is no duration from an hour to a thousand years, or two rules are for the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
                /** @description In this state. */
                state?: "inReview" | "changesRequested" | "rejected" | "published" | "notNeeded";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that wait longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reviews"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The version */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The review */
            200: {
                headers: {
                    /** @description The digest of what is shown */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewInFull"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveReview: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of what was shown */
                "If-Match": string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The version */
                version: string;
            };
            cookie?: never;
        };
        /** @description A comment */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Comment"] | null;
            };
        };
        responses: {
            /** @description Approved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectReview: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of what was shown */
                "If-Match": string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The version */
                version: string;
            };
            cookie?: never;
        };
        /** @description Why not */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Comment"] | null;
            };
        };
        responses: {
            /** @description Rejected */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestChanges: {
        parameters: {
            query?: never;
            header: {
                /** @description The `ETag` of what was shown */
                "If-Match": string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The version */
                version: string;
            };
            cookie?: never;
        };
        /** @description What has to change */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Comment"] | null;
            };
        };
        responses: {
            /** @description Changes are requested */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since it was shown: `detail` says how, `digest` names the current state; or no decision is needed any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result would have errors, listed in `diagnostics`; nothing was decided */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `If-Match` is missing: a decision names what was shown */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Of this namespace. */
                namespace?: string;
                /** @description Of this workflow: `namespace/name`, or its name alone. */
                workflow?: string;
                /** @description With this status. */
                status?: "running" | "waiting" | "suspended" | "completed" | "faulted" | "cancelled";
                /** @description `true`: only runs that wait for a person to release a call; `false`: all others. */
                held?: boolean;
                /** @description Started by this principal. */
                startedBy?: string;
                /** @description Started at this time or later. */
                from?: string;
                /** @description Started before this time. */
                to?: string;
                /** @description Failed with this code. */
                errorCode?: string;
                /** @description Failed with an error of this type. */
                errorType?: string;
                /** @description Failed at this task, `/do/2/refund`. */
                task?: string;
                /** @description Of this failure case, by its id. */
                failureCase?: string;
                /** @description `true`: only draft runs; `false`: no draft runs. */
                draft?: boolean;
                /** @description At most this many: 1 to 200, 50 where absent. */
                limit?: number;
                /** @description Older than the run with this id. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runs"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulkRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description What would be done, or what was done and what failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The digest is not one that was shown to the caller lately for this action */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no reason to suspend */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRun: {
        parameters: {
            query?: {
                /** @description How long to wait until it has ended, in seconds, up to what the server allows (30 by default); absent: not at all. */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run as it is on disk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    adoptRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adopt"];
            };
        };
        responses: {
            /** @description It continues */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adoption"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The reason is empty, or has control characters */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelRun"] | null;
            };
        };
        responses: {
            /** @description It is cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended before */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFixture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>[];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has not ended, or was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readJournal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The journal, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journal"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt, byte for byte as it was signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has not ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerunRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters. With the same key the same `confirm` joins the run it started; without a key it always does */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RerunRequest"] | null;
            };
        };
        responses: {
            /** @description What would be repeated; nothing was started */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RerunPlan"];
                };
            };
            /** @description The new run; its start is on disk */
            202: {
                headers: {
                    /** @description The run */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has not ended, or it is not what was shown */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be run again from there */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended before */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspendRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendRun"];
            };
        };
        responses: {
            /** @description It is suspended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended before */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no reason, or it is too long */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The run's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trace */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description Of workflows of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedules"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description Why */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseSchedule"];
            };
        };
        responses: {
            /** @description It is paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description Why, and whether the times of the pause are made up */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResumeSchedule"] | null;
            };
        };
        responses: {
            /** @description It is not paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaKinds"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSchema: {
        parameters: {
            query?: {
                /** @description For `workflow`: definitions of this namespace, with the operations they may name and their arguments filled in. */
                namespace?: string;
            };
            header?: never;
            path: {
                /** @description Such as `policy` */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Schema, draft 2020-12 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": Record<string, unknown>;
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description Words, 1 to 100 characters; each has to be found. Or a run's id, or at least its first six digits. */
                q: string;
                /** @description At most this many: 1 to 50, 20 where absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretNames"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The value */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretValue"];
            };
        };
        responses: {
            /** @description Set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Also those of other principals; only for IT and auditors. */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One of the two */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    /** @description Where to end it */
                    Location?: string;
                    /** @description The session */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out; the cookie is taken away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended: the next request under it is refused */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The token */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSignInLink"];
            };
        };
        responses: {
            /** @description Made; the secret is shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStatistics: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
                /** @description Of this workflow, `namespace/name`. */
                workflow?: string;
                /** @description Begin of the range, such as `2027-03-31T09:00:00Z`; 24 hours or 30 days before its end where absent. */
                from?: string;
                /** @description End of the range, at most 31 days after its begin; now where absent. */
                to?: string;
                /** @description The step of the series; `hour` where absent. */
                interval?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of the workflows that the caller may see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates, in the order in which to show them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that the caller's namespaces cover */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The token to create */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Created; the secret is shown this once */
            201: {
                headers: {
                    /** @description Where to revoke it */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The principal is disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token cannot be created */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It works from now on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait for a confirmation */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /** @description Of this namespace; absent: of all that the caller may see. */
                namespace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest version of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflows"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The namespace it is for */
                namespace: string;
            };
            cookie?: never;
        };
        /** @description The definition, YAML or JSON */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description What was found, also if there are errors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The namespace it is for */
                namespace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryRun"];
            };
        };
        responses: {
            /** @description How it ended, also if that was an error */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriedRun"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, or the settings or answers cannot be used */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluateExpression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The namespace it is for */
                namespace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Evaluate"];
            };
        };
        responses: {
            /** @description The value, or what is wrong with the expression */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluated"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorkflow: {
        parameters: {
            query?: {
                /** @description A published version; absent: the latest. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cases; none where nobody saved any */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cases"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    writeCases: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if they are at this revision */
                "If-Match"?: string;
                /** @description `*`: only if there are none yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutCases"];
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cases"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDefinition: {
        parameters: {
            query?: {
                /** @description A published version; absent: the latest. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/yaml": string;
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
                /** @description `*`: only if there is none yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The definition, YAML or JSON */
        requestBody: {
            content: {
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runCases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RunCases"] | null;
            };
        };
        responses: {
            /** @description How each case came out, and which tasks ran */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasesRun"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, or there is no case of a name */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The namespace */
                namespace: string;
                /** @description The name of the workflow */
                name: string;
            };
            cookie?: never;
        };
        /** @description The tab, and where it is */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPresence"];
            };
        };
        responses: {
            /** @description Everybody who looks at it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Presence"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePresence: {
        parameters: {
            query?: {
                /** @description The tab's id. */
                tab?: string;
            };
            header?: never;
            path: {
                /** @description The namespace */
                namespace: string;
                /** @description The name of the workflow */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tab is forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if the draft is at this revision */
                "If-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description Which revision */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreDraft"];
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDraftRevisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftRevisions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDraftRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The revision */
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revision with its text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftRevisionText"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startDraftRun: {
        parameters: {
            query?: {
                /** @description How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait. */
                wait?: number;
            };
            header?: {
                /** @description Only if the draft is at this revision */
                "If-Match"?: string;
                /** @description `respond-async`: do not wait; `wait=N`: wait at most N seconds */
                Prefer?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DraftRun"] | null;
            };
        };
        responses: {
            /** @description The run has completed: its output, unchanged */
            200: {
                headers: {
                    /** @description The run's id */
                    "Towpath-Run"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The run has not ended yet; its start is on disk */
            202: {
                headers: {
                    /** @description The run */
                    Location?: string;
                    /** @description The run's id */
                    "Towpath-Run"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The draft is at another revision */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, or the settings or answers cannot be used */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readInterface: {
        parameters: {
            query?: {
                /** @description A published version; absent: the latest. */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schemas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interface"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOwners: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The owner and the deputy */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Owners"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    handOver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if it is at this revision */
                "If-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The new owner */
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            /** @description The owner now */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Owners"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if the draft is at this revision */
                "If-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was published before with the same content */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description A person has to approve it first, even if it was published before */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InReview"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is published with another content (`next` is free), suspended or retired, or an operation that it calls changed in between: nothing was published */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The draft is at another revision */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, listed in `diagnostics` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description Which version */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBack"];
            };
        };
        responses: {
            /** @description Callers get it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be called */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: {
                /** @description A published version; absent: the latest. */
                version?: string;
                /** @description How long to wait for the end, in seconds, up to what the server allows (30 by default); 0: do not wait. */
                wait?: number;
            };
            header?: {
                /** @description `respond-async`: do not wait; `wait=N`: wait at most N seconds */
                Prefer?: string;
                /** @description 1 to 255 visible ASCII characters. The same key and body again joins the run it started; another body is refused with 422 */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The input; absent means `{}` */
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description The run has completed: its output, unchanged */
            200: {
                headers: {
                    /** @description The run's id */
                    "Towpath-Run"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The run has not ended yet; its start is on disk */
            202: {
                headers: {
                    /** @description The run */
                    Location?: string;
                    /** @description The run's id */
                    "Towpath-Run"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used before with another body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The workflow raised an error with this status */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    /** @description The revision, once they were changed */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description It is what `If-None-Match` names */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if they are at this revision */
                "If-Match"?: string;
                /** @description `*`: only if they were never changed */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description The settings */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsChange"];
            };
        };
        responses: {
            /** @description The settings now */
            200: {
                headers: {
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed in between */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The condition of `If-Match` or `If-None-Match` does not hold; `revision` is the current one */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has errors, listed in `diagnostics`, or names something else than the path */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorkflowSwitch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The switch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    switchWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        /** @description On or off, and why */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchChange"];
            };
        };
        responses: {
            /** @description Switched */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Versions"];
                };
            };
            /** @description The path, the query or a header cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putVersionState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The workflow's namespace */
                namespace: string;
                /** @description The workflow's name */
                name: string;
                /** @description The version */
                version: string;
            };
            cookie?: never;
        };
        /** @description The state to set */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StateChange"];
            };
        };
        responses: {
            /** @description It is in that state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token or session, or one that is unknown, expired or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token's roles are not enough, and `needed` names those that are; or a change under a session was not made by a page of this server */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist, or this caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is retired */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large; `limit` says what is accepted */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body's media type is not supported here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text for people has control characters, or the request cannot be fulfilled */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rate of the token or a quota of the namespace is exceeded; `Retry-After` says when to repeat the request */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong inside; `instance` names the incident in the log */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do it now; `Retry-After` says when to repeat the request */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server's disk is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
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
export type Backup = components["schemas"]["Backup"];
export type BackupState = components["schemas"]["BackupState"];
export type Backups = components["schemas"]["Backups"];
export type BulkAction = components["schemas"]["BulkAction"];
export type BulkAnswer = components["schemas"]["BulkAnswer"];
export type BulkFailure = components["schemas"]["BulkFailure"];
export type BulkRequest = components["schemas"]["BulkRequest"];
export type CallImpact = components["schemas"]["CallImpact"];
export type Called = components["schemas"]["Called"];
export type CancelRun = components["schemas"]["CancelRun"];
export type CaseDifference = components["schemas"]["CaseDifference"];
export type CaseResult = components["schemas"]["CaseResult"];
export type CaseState = components["schemas"]["CaseState"];
export type Cases = components["schemas"]["Cases"];
export type CasesRun = components["schemas"]["CasesRun"];
export type Cause = components["schemas"]["Cause"];
export type Change = components["schemas"]["Change"];
export type ChangeTopic = components["schemas"]["ChangeTopic"];
export type Circuit = components["schemas"]["Circuit"];
export type Comment = components["schemas"]["Comment"];
export type ConfirmRestore = components["schemas"]["ConfirmRestore"];
export type Confirmation = components["schemas"]["Confirmation"];
export type ConnectionProblem = components["schemas"]["ConnectionProblem"];
export type ConnectionTest = components["schemas"]["ConnectionTest"];
export type CoveredTask = components["schemas"]["CoveredTask"];
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
export type DraftRevision = components["schemas"]["DraftRevision"];
export type DraftRevisionText = components["schemas"]["DraftRevisionText"];
export type DraftRevisions = components["schemas"]["DraftRevisions"];
export type DraftRun = components["schemas"]["DraftRun"];
export type DraftSummary = components["schemas"]["DraftSummary"];
export type DraftTried = components["schemas"]["DraftTried"];
export type Drafts = components["schemas"]["Drafts"];
export type Ending = components["schemas"]["Ending"];
export type EndingKind = components["schemas"]["EndingKind"];
export type Enforce = components["schemas"]["Enforce"];
export type Enforced = components["schemas"]["Enforced"];
export type Estate = components["schemas"]["Estate"];
export type EstateGrant = components["schemas"]["EstateGrant"];
export type EstateIntegration = components["schemas"]["EstateIntegration"];
export type EstateLabel = components["schemas"]["EstateLabel"];
export type EstateOperation = components["schemas"]["EstateOperation"];
export type EstateSecret = components["schemas"]["EstateSecret"];
export type EstateWorkflow = components["schemas"]["EstateWorkflow"];
export type Evaluate = components["schemas"]["Evaluate"];
export type Evaluated = components["schemas"]["Evaluated"];
export type EvaluatedAccess = components["schemas"]["EvaluatedAccess"];
export type Example = components["schemas"]["Example"];
export type Failure = components["schemas"]["Failure"];
export type FailureCase = components["schemas"]["FailureCase"];
export type FailureCaseState = components["schemas"]["FailureCaseState"];
export type FailureCases = components["schemas"]["FailureCases"];
export type Firing = components["schemas"]["Firing"];
export type FiringOutcome = components["schemas"]["FiringOutcome"];
export type Found = components["schemas"]["Found"];
export type FoundItem = components["schemas"]["FoundItem"];
export type FoundKind = components["schemas"]["FoundKind"];
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
export type InDoubt = components["schemas"]["InDoubt"];
export type InForce = components["schemas"]["InForce"];
export type InReview = components["schemas"]["InReview"];
export type Inbox = components["schemas"]["Inbox"];
export type InboxItem = components["schemas"]["InboxItem"];
export type InboxKind = components["schemas"]["InboxKind"];
export type Integrations = components["schemas"]["Integrations"];
export type Interface = components["schemas"]["Interface"];
export type Journal = components["schemas"]["Journal"];
export type Leaving = components["schemas"]["Leaving"];
export type LookedAt = components["schemas"]["LookedAt"];
export type LoopPass = components["schemas"]["LoopPass"];
export type Me = components["schemas"]["Me"];
export type MissedTimes = components["schemas"]["MissedTimes"];
export type NamespaceQuotas = components["schemas"]["NamespaceQuotas"];
export type NearMiss = components["schemas"]["NearMiss"];
export type NewPresence = components["schemas"]["NewPresence"];
export type NewRequest = components["schemas"]["NewRequest"];
export type NewSession = components["schemas"]["NewSession"];
export type NewSignInLink = components["schemas"]["NewSignInLink"];
export type NewToken = components["schemas"]["NewToken"];
export type Note = components["schemas"]["Note"];
export type Notice = components["schemas"]["Notice"];
export type NoticeKind = components["schemas"]["NoticeKind"];
export type Notices = components["schemas"]["Notices"];
export type OnOpen = components["schemas"]["OnOpen"];
export type OperationEffect = components["schemas"]["OperationEffect"];
export type Overlap = components["schemas"]["Overlap"];
export type Owners = components["schemas"]["Owners"];
export type PatchFailureCase = components["schemas"]["PatchFailureCase"];
export type PauseSchedule = components["schemas"]["PauseSchedule"];
export type PendingCall = components["schemas"]["PendingCall"];
export type PendingFate = components["schemas"]["PendingFate"];
export type PendingRun = components["schemas"]["PendingRun"];
export type PendingSchedule = components["schemas"]["PendingSchedule"];
export type Person = components["schemas"]["Person"];
export type Policies = components["schemas"]["Policies"];
export type PolicyEffect = components["schemas"]["PolicyEffect"];
export type PolicyMode = components["schemas"]["PolicyMode"];
export type PolicyQuestion = components["schemas"]["PolicyQuestion"];
export type PolicySet = components["schemas"]["PolicySet"];
export type PolicySets = components["schemas"]["PolicySets"];
export type Position = components["schemas"]["Position"];
export type Presence = components["schemas"]["Presence"];
export type PresentPerson = components["schemas"]["PresentPerson"];
export type PrincipalDetails = components["schemas"]["PrincipalDetails"];
export type PrincipalRecord = components["schemas"]["PrincipalRecord"];
export type Principals = components["schemas"]["Principals"];
export type Problem = components["schemas"]["Problem"];
export type Proposed = components["schemas"]["Proposed"];
export type Published = components["schemas"]["Published"];
export type PutCases = components["schemas"]["PutCases"];
export type PutRetention = components["schemas"]["PutRetention"];
export type Quota = components["schemas"]["Quota"];
export type QuotaKind = components["schemas"]["QuotaKind"];
export type Quotas = components["schemas"]["Quotas"];
export type RaisedError = components["schemas"]["RaisedError"];
export type TextRange = components["schemas"]["Range"];
export type RateKind = components["schemas"]["RateKind"];
export type Reach = components["schemas"]["Reach"];
export type ReachKind = components["schemas"]["ReachKind"];
export type Reached = components["schemas"]["Reached"];
export type Reaching = components["schemas"]["Reaching"];
export type JournalRecord = components["schemas"]["Record"];
export type RejectRequest = components["schemas"]["RejectRequest"];
export type Related = components["schemas"]["Related"];
export type RepeatedWrite = components["schemas"]["RepeatedWrite"];
export type Report = components["schemas"]["Report"];
export type RequestDecision = components["schemas"]["RequestDecision"];
export type RequestState = components["schemas"]["RequestState"];
export type Requests = components["schemas"]["Requests"];
export type RerunImpact = components["schemas"]["RerunImpact"];
export type RerunPlan = components["schemas"]["RerunPlan"];
export type RerunRequest = components["schemas"]["RerunRequest"];
export type Reset = components["schemas"]["Reset"];
export type ResetReason = components["schemas"]["ResetReason"];
export type Restore = components["schemas"]["Restore"];
export type RestoreDraft = components["schemas"]["RestoreDraft"];
export type RestoreState = components["schemas"]["RestoreState"];
export type ResumeSchedule = components["schemas"]["ResumeSchedule"];
export type Retention = components["schemas"]["Retention"];
export type RetentionRule = components["schemas"]["RetentionRule"];
export type RetentionTimes = components["schemas"]["RetentionTimes"];
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
export type RunCases = components["schemas"]["RunCases"];
export type RunCounts = components["schemas"]["RunCounts"];
export type RunFilter = components["schemas"]["RunFilter"];
export type RunQueue = components["schemas"]["RunQueue"];
export type RunQueues = components["schemas"]["RunQueues"];
export type RunStatus = components["schemas"]["RunStatus"];
export type Runs = components["schemas"]["Runs"];
export type SavedDraft = components["schemas"]["SavedDraft"];
export type SavedText = components["schemas"]["SavedText"];
export type Schedule = components["schemas"]["Schedule"];
export type SchedulePaused = components["schemas"]["SchedulePaused"];
export type ScheduleState = components["schemas"]["ScheduleState"];
export type Schedules = components["schemas"]["Schedules"];
export type SchemaKinds = components["schemas"]["SchemaKinds"];
export type SecretNames = components["schemas"]["SecretNames"];
export type SecretUse = components["schemas"]["SecretUse"];
export type SecretValue = components["schemas"]["SecretValue"];
export type Session = components["schemas"]["Session"];
export type Sessions = components["schemas"]["Sessions"];
export type Settings = components["schemas"]["Settings"];
export type SettingsChange = components["schemas"]["SettingsChange"];
export type Severity = components["schemas"]["Severity"];
export type SignInLink = components["schemas"]["SignInLink"];
export type SignInMethod = components["schemas"]["SignInMethod"];
export type StartTimes = components["schemas"]["StartTimes"];
export type StateChange = components["schemas"]["StateChange"];
export type Statistics = components["schemas"]["Statistics"];
export type StatisticsInterval = components["schemas"]["StatisticsInterval"];
export type StatisticsPoint = components["schemas"]["StatisticsPoint"];
export type SuspendRun = components["schemas"]["SuspendRun"];
export type Suspension = components["schemas"]["Suspension"];
export type Switch = components["schemas"]["Switch"];
export type SwitchChange = components["schemas"]["SwitchChange"];
export type TaskState = components["schemas"]["TaskState"];
export type Template = components["schemas"]["Template"];
export type TemplateBlank = components["schemas"]["TemplateBlank"];
export type Templates = components["schemas"]["Templates"];
export type DocumentText = components["schemas"]["Text"];
export type TextSummary = components["schemas"]["TextSummary"];
export type Token = components["schemas"]["Token"];
export type TokenRate = components["schemas"]["TokenRate"];
export type Tokens = components["schemas"]["Tokens"];
export type Trace = components["schemas"]["Trace"];
export type TraceGap = components["schemas"]["TraceGap"];
export type TracedEffect = components["schemas"]["TracedEffect"];
export type TracedTask = components["schemas"]["TracedTask"];
export type Traffic = components["schemas"]["Traffic"];
export type TriedRun = components["schemas"]["TriedRun"];
export type TryRun = components["schemas"]["TryRun"];
export type Verdict = components["schemas"]["Verdict"];
export type Version = components["schemas"]["Version"];
export type VersionImpact = components["schemas"]["VersionImpact"];
export type VersionState = components["schemas"]["VersionState"];
export type Versions = components["schemas"]["Versions"];
export type Violations = components["schemas"]["Violations"];
export type WaitedFor = components["schemas"]["WaitedFor"];
export type WaitingTimes = components["schemas"]["WaitingTimes"];
export type WaitsFor = components["schemas"]["WaitsFor"];
export type WorkflowCounts = components["schemas"]["WorkflowCounts"];
export type WorkflowRef = components["schemas"]["WorkflowRef"];
export type Workflows = components["schemas"]["Workflows"];
