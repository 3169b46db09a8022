/** The head of the editor: which draft, whether it is saved, who else is here, and what can be done with all of it. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { leave, present, versions } from "../../api/editing";
import { Button, IconButton } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Menu } from "../../parts/menu/Menu";
import { Avatar } from "../../parts/principal/Principal";
import { problemText } from "../../parts/problem/Problem";
import { DraftMark, Live } from "../../parts/state/State";
import { editor as words } from "../../words/editor";
import { nameOf, useDesk, useEditing } from "./context";
import { useAddStep } from "./AddStep";
import { useEditorCommands } from "./useEditorCommands";
import { useShow } from "./Workspace";
import styles from "./Editor.module.css";
import { useNavigate } from "@tanstack/react-router";

/** The head. */
export function Head() {
  useEditorCommands();
  const { workflow } = useDesk();
  const title = useEditing(({ definition }) => definition.header.title);
  const version = useEditing(({ definition }) => definition.header.version);
  const published = useQuery(versions(workflow)).data;
  const live = published?.find((one) => one.state === "published")?.version;
  return (
    <header className={styles["head"]}>
      <div className={styles["words"]}>
        <nav aria-label={words.back}>
          <Link to="/workflows">{words.back}</Link>
        </nav>
        <div className={styles["title"]}>
          <h1>{title ?? workflow.name}</h1>
          <DraftMark>{version ?? ""}</DraftMark>
          {live === undefined ? null : <Live version={live} />}
        </div>
        <p className={styles["soft"]}>
          {`${workflow.namespace}/${workflow.name}`} · {words.draftAhead}
        </p>
      </div>
      <Actions />
    </header>
  );
}

function Actions() {
  const { store, isReadOnly } = useDesk();
  const canUndo = useEditing(({ history }) => history.past.length > 0);
  const canRedo = useEditing(({ history }) => history.future.length > 0);
  const show = useShow();
  const { openAdd } = useAddStep();
  return (
    <div className={styles["actions"]}>
      <SaveState />
      <Presence />
      {isReadOnly ? (
        <p className={styles["soft"]}>{words.readOnly}</p>
      ) : (
        <>
          <IconButton
            icon="undo"
            label={words.actions.undo}
            isDisabled={!canUndo}
            onPress={() => store.undo()}
          />
          <span className={styles["mirrored"]}>
            <IconButton
              icon="undo"
              label={words.actions.redo}
              isDisabled={!canRedo}
              onPress={() => store.redo()}
            />
          </span>
          <Button icon="plus" onPress={() => openAdd()}>
            {words.actions.add}
          </Button>
          <Button icon="runs" onPress={() => show({ panel: "try" })}>
            {words.actions.tryIt}
          </Button>
          <Button look="primary" onPress={() => show({ sheet: "publish" })}>
            {words.actions.publish}
          </Button>
        </>
      )}
      <More />
    </div>
  );
}

function More() {
  const { workflow } = useDesk();
  const show = useShow();
  const navigate = useNavigate();
  return (
    <Menu
      trigger={<IconButton icon="more" label={words.actions.more} />}
      label={words.actions.more}
      actions={[
        {
          id: "history",
          label: words.actions.history,
          icon: "wait",
          onAct: () => show({ sheet: "history" }),
        },
        {
          id: "live",
          label: words.actions.live,
          icon: "workflows",
          onAct: () => void navigate({ to: "/workflows/$namespace/$name", params: workflow }),
        },
      ]}
    />
  );
}

function SaveState() {
  const { saver } = useDesk();
  const saving = useEditing((editing) => editing.saving);
  const isBad = saving.kind === "failed" || saving.kind === "conflict";
  return (
    <div role="status" className={isBad ? styles["saveBad"] : styles["save"]}>
      <Icon name={isBad ? "alert" : saving.kind === "saved" ? "check" : "wait"} />
      <span title={saving.kind === "failed" ? problemText(saving.error) : undefined}>
        {words.saving[saving.kind]}
      </span>
      {saving.kind === "failed" ? (
        <Button look="quiet" onPress={() => void saver.flush().catch(() => undefined)}>
          {words.saving.retry}
        </Button>
      ) : null}
    </div>
  );
}

/** Who else is here, and at which step. */
function Presence() {
  const { workflow, isReadOnly } = useDesk();
  const selection = useEditing((editing) => editing.selection);
  const tab = useMemo(() => crypto.randomUUID(), []);
  const here = useQuery({ ...present(workflow, tab, selection), enabled: !isReadOnly, retry: false });
  useEffect(() => {
    const gone = () => void leave(workflow, tab).catch(() => undefined);
    window.addEventListener("pagehide", gone);
    return () => {
      window.removeEventListener("pagehide", gone);
      gone();
    };
  }, [workflow, tab]);
  const others = (here.data ?? []).filter((one) => one.tab !== tab);
  if (others.length === 0) {
    return null;
  }
  return (
    <ul aria-label={words.presence.label} className={styles["presence"]}>
      {others.slice(0, 5).map(({ tab: other, isMe, principal, task }) => (
        <Other key={other} id={principal} who={isMe ? words.presence.me(principal) : principal} task={task} />
      ))}
    </ul>
  );
}

function Other({ id, who, task }: { id: string; who: string; task: string | undefined }) {
  const step = useEditing(({ definition }) => (task === undefined ? undefined : nameOf(definition, task)));
  const text = step === undefined ? words.presence.here(who) : words.presence.at(who, step);
  return (
    <li title={text}>
      <Avatar id={id} />
      <span className="unseen">{text}</span>
    </li>
  );
}
