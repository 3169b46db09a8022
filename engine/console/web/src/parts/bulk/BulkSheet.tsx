/**
 * Does one thing to many runs: it is chosen, then everybody sees what it would be done to, and only that is confirmed, by
 * its digest. Runs to which it could not be done are told afterwards.
 */
import { useQueryClient } from "@tanstack/react-query";
import type { BulkAction, BulkAnswer } from "@towpath/client";
import { useState } from "react";

import { useOnce } from "../act/useOnce";
import { BULK_ACTS, doBulk, lookAtBulk, type Bulk } from "../../api/bulk";
import type { Which } from "../../api/run";
import { bulk as words } from "../../words/bulk";
import { parts } from "../../words/parts";
import { Button } from "../button/Button";
import { Sheet } from "../dialog/Dialog";
import { Checkbox, TextField } from "../field/Field";
import { Select } from "../field/Select";
import { Problem } from "../problem/Problem";
import { number, plural } from "../time/format";
import { Done, Looked } from "./Answers";
import styles from "./Bulk.module.css";
import { canLeave, stageOf, type Stage } from "./stage";

interface Properties {
  query: Which;
  /** Which runs these are, in a sentence. */
  which?: string;
  /** What can be done here; all of it where absent. */
  acts?: readonly BulkAction[];
  onClose: () => void;
}

/** What was chosen. */
interface Chosen {
  act: BulkAction;
  reason: string;
  isForced: boolean;
  isLatest: boolean;
}

/** The sheet. */
export function BulkSheet({ query, which = words.which, acts = BULK_ACTS, onClose }: Properties) {
  const [first = "resume"] = acts;
  const [chosen, setChosen] = useState<Chosen>({ act: first, reason: "", isForced: false, isLatest: false });
  const [isMissing, setMissing] = useState(false);
  const bulk = bulkOf(chosen, query);
  const { look, act } = useBulk(bulk);
  const stage = stageOf(act);
  const change = (changes: Partial<Chosen>) => {
    // What was shown is about another choice.
    look.reset();
    act.reset();
    setMissing(false);
    setChosen({ ...chosen, ...changes });
  };
  const see = () => {
    if (chosen.act === "suspend" && chosen.reason.trim() === "") {
      setMissing(true);
    } else {
      act.reset();
      look.mutate();
    }
  };
  const foot = (
    <Foot
      act={chosen.act}
      shown={look.data}
      stage={stage}
      isLooking={look.isPending}
      onSee={see}
      onDo={(digest) => act.mutate(digest)}
      onClose={onClose}
    />
  );
  return (
    <Sheet isOpen {...(canLeave(stage) ? { onClose } : {})} title={words.title} foot={foot}>
      <div className={styles["sheet"]}>
        <p>{which}</p>
        {stage === "choosing" ? (
          <Choices chosen={chosen} acts={acts} isMissing={isMissing} onChange={change} />
        ) : null}
        {look.isError ? <Problem error={look.error} title={words.lookFailed} /> : null}
        {act.isError ? <Problem error={act.error} title={words.doFailed} /> : null}
        <div role="status">
          {act.data !== undefined ? (
            <Done answer={act.data} hasMore={(act.data.more ?? look.data?.more) === true} />
          ) : look.data === undefined ? null : (
            <Looked answer={look.data} />
          )}
        </div>
      </div>
    </Sheet>
  );
}

function bulkOf({ act, reason, isForced, isLatest }: Chosen, query: Which): Bulk {
  return {
    action: act,
    query,
    ...(act === "suspend" ? { reason: reason.trim() } : {}),
    ...(act === "cancel" && isForced ? { force: true } : {}),
    ...(act === "rerun" && isLatest ? { version: "latest" } : {}),
  };
}

function useBulk(bulk: Bulk) {
  const queries = useQueryClient();
  const look = useOnce({ mutationFn: () => lookAtBulk(bulk) });
  const act = useOnce({
    mutationFn: (digest: string) => doBulk(bulk, digest),
    onSettled: () => {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [name] }) => name === "runs" || name === "failures",
      });
    },
    // A digest is good for one act: what there is now has to be looked at anew.
    onError: () => look.reset(),
  });
  return { look, act };
}

function Choices(properties: {
  chosen: Chosen;
  acts: readonly BulkAction[];
  isMissing: boolean;
  onChange: (changes: Partial<Chosen>) => void;
}) {
  const { chosen, acts, isMissing, onChange } = properties;
  return (
    <>
      {acts.length === 1 ? null : (
        <Select
          label={words.act}
          value={chosen.act}
          onChange={(act) => onChange({ act })}
          options={acts.map((one) => ({ value: one, label: words.acts[one] }))}
        />
      )}
      {chosen.act === "suspend" ? (
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          value={chosen.reason}
          onChange={(reason) => onChange({ reason })}
          maxLength={500}
          isRequired
          error={isMissing ? words.needed : undefined}
        />
      ) : null}
      {chosen.act === "cancel" ? (
        <Checkbox isSelected={chosen.isForced} onChange={(isForced) => onChange({ isForced })}>
          {words.force}
        </Checkbox>
      ) : null}
      {chosen.act === "cancel" && chosen.isForced ? (
        <p className={styles["warn"]}>{words.forceHelp}</p>
      ) : null}
      {chosen.act === "rerun" ? (
        <Checkbox isSelected={chosen.isLatest} onChange={(isLatest) => onChange({ isLatest })}>
          {words.latest}
        </Checkbox>
      ) : null}
    </>
  );
}

function Foot(properties: {
  act: BulkAction;
  shown: BulkAnswer | undefined;
  stage: Stage;
  isLooking: boolean;
  onSee: () => void;
  onDo: (digest: string) => void;
  onClose: () => void;
}) {
  const { act, shown, stage, isLooking, onSee, onDo, onClose } = properties;
  const { digest, count = 0 } = shown ?? {};
  const isDanger = act === "cancel" || (shown?.unprotected ?? 0) > 0;
  const isActing = stage === "acting";
  if (stage === "done") {
    return (
      <Button onPress={onClose} autoFocus>
        {parts.close}
      </Button>
    );
  }
  return (
    <>
      <Button onPress={onClose} isDisabled={isActing}>
        {parts.cancel}
      </Button>
      <Button
        look={shown === undefined ? "primary" : "plain"}
        onPress={onSee}
        isPending={isLooking}
        isDisabled={isActing}
      >
        {shown === undefined ? words.look : words.again}
      </Button>
      {digest === undefined || count === 0 ? null : (
        <Button
          look={isDanger ? "danger" : "primary"}
          isPending={isActing}
          isDisabled={isLooking}
          onPress={() => onDo(digest)}
        >
          {words.confirm[act](`${number(count)} ${plural(count, words.runs)}`)}
        </Button>
      )}
    </>
  );
}
