/** What can be done with a token: revoking it, confirming it as the second person, a link that signs in once. */
import { useQuery } from "@tanstack/react-query";
import type { Token } from "@towpath/client";

import { allSessions, confirmToken, revokeToken, signInLink } from "../../api/access";
import { useMe } from "../../api/session";
import { useAct } from "../../parts/act/useAct";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Dialog } from "../../parts/dialog/Dialog";
import { Principal } from "../../parts/principal/Principal";
import { Problem } from "../../parts/problem/Problem";
import { number, plural } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { Copyable } from "../../parts/values/Short";
import { access } from "../../words/access";
import styles from "./Access.module.css";
import { Roles } from "./Principals";

/** Which act, on which token. */
export interface Wanted {
  act: "revoke" | "confirm" | "link";
  token: Token;
}

interface Properties {
  token: Token;
  onClose: () => void;
}

/** The question for the act. */
export function TokenAct({ of, onClose }: { of: Wanted; onClose: () => void }) {
  const { act, token } = of;
  switch (act) {
    case "revoke":
      return <Revoke token={token} onClose={onClose} />;
    case "confirm":
      return <ConfirmIt token={token} onClose={onClose} />;
    case "link":
      return <LinkFor token={token} onClose={onClose} />;
  }
}

/** What shows whether a token works. */
const TOUCHED = ["tokens", "sessions"];

function Revoke({ token, onClose }: Properties) {
  const words = access.revoke;
  const me = useMe();
  const sessions = (useQuery(allSessions).data ?? []).filter((one) => one.token === token.id);
  const revoke = useAct({
    act: () => revokeToken(token.id),
    done: words.done(token.name),
    touches: TOUCHED,
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.title(token.name)}
      label={words.act}
      look="danger"
      isAlert
      act={revoke}
      onClose={onClose}
    >
      <p>
        {words.of} <Principal id={token.principal} isBare />. {words.what}
      </p>
      {sessions.length === 0 ? null : (
        <p>
          {number(sessions.length)} {plural(sessions.length, words.sessions)}.
        </p>
      )}
      {me.token === token.id ? (
        <p>
          <strong>{words.mine}</strong>
        </p>
      ) : null}
    </AskWhy>
  );
}

function ConfirmIt({ token, onClose }: Properties) {
  const words = access.confirmToken;
  const confirm = useAct({
    act: () => confirmToken(token.id),
    done: access.tokens.confirmDone(token.name),
    touches: TOUCHED,
    onDone: onClose,
  });
  const grants = token.grants.map(({ role, namespace }) =>
    namespace === undefined ? role : `${role}:${namespace}`,
  );
  return (
    <AskWhy title={words.title(token.name)} label={words.act} isAlert act={confirm} onClose={onClose}>
      <p>{words.what}</p>
      <Roles grants={grants} />
      <KeyValue
        of={[
          [access.tokens.principal, token.principal],
          [words.by, token.createdBy],
        ]}
      />
    </AskWhy>
  );
}

function LinkFor({ token, onClose }: Properties) {
  const words = access.link;
  const make = useOnce({ mutationFn: () => signInLink(token.id), gcTime: 0 });
  const foot =
    make.data === undefined ? (
      <Button look="primary" onPress={() => make.mutate()} isPending={make.isPending}>
        {words.make}
      </Button>
    ) : (
      <Button look="primary" onPress={onClose}>
        {words.done}
      </Button>
    );
  return (
    <Dialog
      isOpen
      // A link that is shown is not lost by a click beside it.
      {...(make.data === undefined ? { onClose } : {})}
      title={words.title(token.name)}
      foot={foot}
    >
      <div className={styles["stack"]} aria-live="polite">
        <p>{words.what}</p>
        {make.data === undefined ? null : (
          <>
            <h3>{words.ready}</h3>
            <p className={styles["secret"]}>
              <Copyable text={make.data.url} />
            </p>
            <p className={styles["soft"]}>
              {words.ends} <Time at={make.data.expiresAt} isExact />
            </p>
          </>
        )}
        {make.isError ? <Problem error={make.error} /> : null}
      </div>
    </Dialog>
  );
}
