/** One document and its three views: form, text, and what changes. Saving it, and what can stand in the way. */
import type { Diagnostic } from "@towpath/client";
import { useEffect, useState } from "react";

import { Button } from "../../parts/button/Button";
import { Code } from "../../parts/code/Code";
import { Confirm, Dialog } from "../../parts/dialog/Dialog";
import { Diff } from "../../parts/diff/Diff";
import { Choice } from "../../parts/field/Select";
import { Row } from "../../parts/page/Page";
import { Diagnostics } from "../../parts/problem/Problem";
import { useUrlChoice } from "../../parts/url/useUrl";
import { integrations } from "../../words/integrations";
import { Affected, impactOf } from "./Affected";
import { readFields } from "./fields";
import { IntegrationForm } from "./IntegrationForm";
import styles from "./Integrations.module.css";
import { keep, readKept } from "./kept";
import { ButtonLink } from "../../parts/link/Link";
import { isConflict, Trouble } from "./Trouble";
import { useSave } from "./useSave";

const words = integrations.edit;
const VIEWS = ["form", "text", "changes"] as const;

interface Properties {
  /** `undefined` for a new one: then the text names it. */
  name: string | undefined;
  saved: string;
  tag: string | undefined;
}

/** The editor. */
export function Editor({ name, saved, tag }: Properties) {
  const [view, setView] = useUrlChoice("view", VIEWS, "form");
  const [kept] = useState(() => readKept(sessionStorage, name ?? "+new"));
  const [base, setBase] = useState(kept ?? { text: saved, base: saved, tag });
  const [text, setText] = useState(base.text);
  const [found, setFound] = useState<readonly Diagnostic[]>();
  useEffect(() => {
    keep(sessionStorage, name ?? "+new", { text, base: base.base, tag: base.tag });
  }, [name, text, base]);
  const fields = readFields(text);
  const isChanged = name === undefined || text !== base.base;
  const save = useSave(name, base.tag, {
    // What is saved now is not kept any more.
    onSaved: () => keep(sessionStorage, name ?? "+new", { text: "", base: "", tag: undefined }),
    onFound: setFound,
  });
  const restart = () => {
    setBase({ text: saved, base: saved, tag });
    setText(saved);
    save.reset();
  };
  const impact = impactOf(save.error);
  const send = (confirm?: string, over?: string) =>
    save.mutate({ name: name ?? fields.name, text, confirm, over });
  return (
    <div className={styles["stack"]}>
      <Row>
        <Choice
          label={words.view}
          isLabelUnseen
          value={view}
          onChange={setView}
          options={VIEWS.map((value) => ({ value, label: words[value] }))}
        />
      </Row>
      {kept === undefined || !isChanged ? null : <Restored onRestart={restart} />}
      <View
        view={view}
        text={text}
        before={base.base}
        isNew={name === undefined}
        onChange={setText}
        onView={setView}
      />
      {save.isError && impact === undefined ? (
        <Trouble
          error={save.error}
          isNew={name === undefined}
          onOverwrite={() => send(undefined, tag)}
          onTheirs={restart}
        />
      ) : null}
      <div className={styles["end"]}>
        <Button look="primary" isDisabled={!isChanged} isPending={save.isPending} onPress={() => send()}>
          {words.save}
        </Button>
        {isChanged && name !== undefined && !isConflict(save.error) ? (
          <Button onPress={restart}>{words.discard}</Button>
        ) : null}
        {isChanged ? null : <span className={styles["soft"]}>{words.nothing}</span>}
      </div>
      {impact === undefined ? null : (
        <Confirm
          isOpen
          onClose={() => save.reset()}
          title={integrations.impact.title}
          act={integrations.impact.act}
          onAct={() => send(impact)}
          isPending={save.isPending}
        >
          <Affected error={save.error} />
        </Confirm>
      )}
      {found === undefined ? null : (
        <Found name={name ?? fields.name} found={found} onClose={() => setFound(undefined)} />
      )}
    </div>
  );
}

function View(properties: {
  view: (typeof VIEWS)[number];
  text: string;
  before: string;
  isNew: boolean;
  onChange: (text: string) => void;
  onView: (view: (typeof VIEWS)[number]) => void;
}) {
  const { view, text, before, isNew, onChange, onView } = properties;
  switch (view) {
    case "form":
      return <IntegrationForm text={text} isNew={isNew} onChange={onChange} onText={() => onView("text")} />;
    case "text":
      return <Code label={words.textLabel} value={text} onChange={onChange} />;
    case "changes":
      return (
        <>
          <p className={styles["soft"]}>{words.compared(isNew ? words.nothingSaved : words.savedText)}</p>
          <Diff before={isNew ? "" : before} after={text} />
        </>
      );
  }
}

function Restored({ onRestart }: { onRestart: () => void }) {
  return (
    <div className={`${styles["notice"] ?? ""} ${styles["calm"] ?? ""}`} role="status">
      <p>{words.kept}</p>
      <div>
        <Button onPress={onRestart}>{words.keptDiscard}</Button>
      </div>
    </div>
  );
}

/** It is saved; what the server found worth saying, grants that pause for instance. */
function Found({
  name,
  found,
  onClose,
}: {
  name: string;
  found: readonly Diagnostic[];
  onClose: () => void;
}) {
  const foot = (
    <ButtonLink to="/integrations/$integration" params={{ integration: name }} look="primary">
      {words.back}
    </ButtonLink>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.found} foot={foot}>
      <Diagnostics of={found} />
    </Dialog>
  );
}
