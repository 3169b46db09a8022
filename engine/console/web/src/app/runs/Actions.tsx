/**
 * What can be done with a run: run it again, keep it as a case, download its receipt,
 * suspend, resume and cancel it.
 */
import type { Run, Trace } from "@towpath/client";
import { useState } from "react";

import { receipt } from "../../api/run";
import { rolesOf, useMe } from "../../api/session";
import { Button, IconButton } from "../../parts/button/Button";
import { ButtonLink } from "../../parts/link/Link";
import { Menu, type MenuAction } from "../../parts/menu/Menu";
import { problemText } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { cancellers, caseWriters, hasRole, journalReaders, starters } from "./access";
import { CancelRun } from "./CancelRun";
import { RunAgain } from "./RunAgain";
import { SaveCase } from "./SaveCase";
import { ResumeRun, SuspendRun } from "./Suspend";

const words = runs.actions;

/** The buttons; each opens what it needs to know first. */
export function Actions({ run, title, trace }: { run: Run; title: string; trace: Trace | undefined }) {
  const held = rolesOf(useMe());
  const [open, setOpen] = useState<"again" | "save" | "suspend" | "resume" | "cancel">();
  const close = () => setOpen(undefined);
  const hasEnded = run.endedAt !== undefined && run.endedAt !== null;
  const { namespace, name } = run.workflow;
  const maySeeInput = hasRole(held, journalReaders);
  const mayStop = hasRole(held, cancellers);
  const mayStart = hasRole(held, starters) && mayStop && hasEnded;
  const maySave = hasRole(held, caseWriters) && hasEnded && run.status !== "cancelled";
  return (
    <>
      {mayStart && run.draft !== true ? (
        <Button icon="runs" onPress={() => setOpen("again")}>
          {words.again}
        </Button>
      ) : null}
      {run.draft === true && hasRole(held, caseWriters) ? (
        <ButtonLink to="/workflows/$namespace/$name/edit" params={{ namespace, name }} icon="edit">
          {words.openEditor}
        </ButtonLink>
      ) : null}
      {maySave ? <Button onPress={() => setOpen("save")}>{words.save}</Button> : null}
      {!hasEnded && mayStop ? <Rest run={run} onChoose={setOpen} /> : null}
      {!hasEnded && mayStop ? (
        <Button look="danger" onPress={() => setOpen("cancel")}>
          {words.cancel}
        </Button>
      ) : null}
      <Menu
        label={words.more}
        trigger={<IconButton icon="more" label={words.more} />}
        actions={moreOf(run, hasEnded && maySeeInput)}
      />
      {open === "again" ? <RunAgain run={run} title={title} trace={trace} onClose={close} /> : null}
      {open === "save" ? <SaveCase run={run} onClose={close} /> : null}
      {open === "suspend" ? <SuspendRun run={run} title={title} onClose={close} /> : null}
      {open === "resume" ? <ResumeRun run={run} title={title} onClose={close} /> : null}
      {open === "cancel" ? <CancelRun run={run} title={title} trace={trace} onClose={close} /> : null}
    </>
  );
}

/** A run that goes on can rest, and one that rests can go on. */
function Rest({ run, onChoose }: { run: Run; onChoose: (act: "suspend" | "resume") => void }) {
  return run.status === "suspended" ? (
    <Button look="primary" icon="runs" onPress={() => onChoose("resume")}>
      {words.resume}
    </Button>
  ) : (
    <Button icon="pause" onPress={() => onChoose("suspend")}>
      {words.suspend}
    </Button>
  );
}

function moreOf(run: Run, hasReceipt: boolean): MenuAction[] {
  return [
    {
      id: "receipt",
      label: words.receipt,
      about: hasReceipt ? words.receiptWhy : words.receiptNotYet,
      isDisabled: !hasReceipt,
      onAct: () => void download(run.id),
    },
    { id: "copy", label: words.copyLink, icon: "copy", onAct: () => void copyLink() },
  ];
}

/** The bytes as they were signed: what the browser would make of them would not verify. */
async function download(id: string): Promise<void> {
  try {
    const address = URL.createObjectURL(await receipt(id));
    const link = document.createElement("a");
    link.href = address;
    link.download = `receipt-${id}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  } catch (error) {
    say(`${words.receiptFailed}: ${problemText(error)}`, { tone: "bad" });
  }
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    say(parts.copied);
  } catch {
    say(location.href, { tone: "bad" });
  }
}
