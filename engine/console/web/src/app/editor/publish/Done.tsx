/** After publishing: it is live, with its address; or it waits for somebody. */
import type { InReview, Published } from "@towpath/client";

import { ButtonLink } from "../../../parts/link/Link";
import { Prose } from "../../../parts/prose/Prose";
import { Badge, Live } from "../../../parts/state/State";
import { Copyable } from "../../../parts/values/Short";
import { Code } from "../../../parts/code/Code";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import styles from "../Editor.module.css";
import { firstInput } from "../trial/input";

const words = editor.publish;

/** What became of it. */
export function Done({ of, onClose }: { of: Published | InReview; onClose: () => void }) {
  const { workflow } = useDesk();
  return (
    <div className={styles["panelBody"]} role="status">
      {"review" in of && "live" in of ? (
        <>
          <Badge tone="warn" icon="account">
            {words.inReview}
          </Badge>
          <p>
            <Prose>
              {words.inReviewAbout(
                [...new Set((of.review.awaiting ?? []).map(({ by }: { by: string }) => by))].join(", "),
              )}
            </Prose>
          </p>
        </>
      ) : (
        <>
          <p className={styles["facts"]}>
            <Live version={of.version} />
            <span className={styles["strong"]}>{words.live}</span>
          </p>
          <p>{of.unchanged ? words.unchanged : words.liveAbout(of.version)}</p>
          <Address />
        </>
      )}
      <div>
        <ButtonLink to="/workflows/$namespace/$name" params={workflow} look="primary" onClick={onClose}>
          {words.openLive}
        </ButtonLink>
      </div>
    </div>
  );
}

/** Where apps call it, and how from a terminal. */
function Address() {
  const { workflow } = useDesk();
  const { inputSchema } = useDefinition();
  const url = `${location.origin}/v1/workflows/${workflow.namespace}/${workflow.name}/runs`;
  return (
    <>
      <h3>{words.address}</h3>
      <Copyable text={url} />
      <h3>{words.curl}</h3>
      <Code
        label={words.curl}
        language="text"
        value={curlOf(url, firstInput(inputSchema))}
        isReadOnly
        isSmall
      />
    </>
  );
}

/** The command; a quote in the input is written so that a shell reads it as one. */
export function curlOf(url: string, input: unknown): string {
  const body = JSON.stringify(input).replaceAll("'", `'\\''`);
  return `curl -sS -H 'Authorization: Bearer '"$TOWPATH_TOKEN" \\\n  --json '${body}' \\\n  ${url}`;
}
