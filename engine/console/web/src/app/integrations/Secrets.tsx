/** The secrets that an integration names: set or missing, and setting a value, which nobody reads again. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { EstateIntegration } from "@towpath/client";
import { useState } from "react";

import { secretUses, writeSecret } from "../../api/integrations";
import { estate } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Empty } from "../../parts/empty/Empty";
import { TextField } from "../../parts/field/Field";
import { Section } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import { hasRole } from "../roles";
import styles from "./Integrations.module.css";

const words = integrations.secrets;

interface Row {
  name: string;
  isPresent: boolean;
  changedAt: string | undefined;
  problem: string | undefined;
}

/** The section. `named` are those of the text, also where the estate does not tell of them. */
export function Secrets({ of, named }: { of: EstateIntegration | undefined; named: readonly string[] }) {
  const uses = useQuery(secretUses).data;
  const canSet = hasRole(rolesOf(useMe()), ["it"]);
  const [chosen, setChosen] = useState<Row>();
  const all = [...new Set([...named, ...(of?.secrets ?? []).map((one) => one.name)])];
  const rows = all.map((name): Row => {
    const told = of?.secrets.find((one) => one.name === name);
    const use = uses?.uses.find((one) => one.name === name);
    return {
      name,
      isPresent: told?.isPresent ?? uses?.secrets.includes(name) ?? false,
      changedAt: told?.changedAt,
      problem: use?.problem,
    };
  });
  return (
    <Section title={words.title} about={canSet ? words.about : `${words.about} ${words.readOnly}`}>
      <Table
        label={words.label}
        rows={rows}
        columns={columnsOf(canSet ? setChosen : undefined)}
        keyOf={(one) => one.name}
        empty={<Empty title={words.none}>{words.noneWhy}</Empty>}
      />
      {chosen === undefined ? null : <SetSecret secret={chosen} onClose={() => setChosen(undefined)} />}
    </Section>
  );
}

function columnsOf(onSet: ((secret: Row) => void) | undefined): readonly Column<Row>[] {
  return [
    { id: "name", label: words.name, cell: (one) => <code>{one.name}</code> },
    {
      id: "state",
      label: words.state,
      cell: (one) =>
        one.problem !== undefined && one.isPresent ? (
          <Badge tone="bad" icon="alert">
            <Prose>{one.problem}</Prose>
          </Badge>
        ) : one.isPresent ? (
          <Badge tone="good">{words.present}</Badge>
        ) : (
          <Badge tone="bad" icon="alert">
            {words.missing}
          </Badge>
        ),
    },
    {
      id: "changed",
      label: words.changed,
      cell: (one) =>
        one.changedAt === undefined ? (
          <span className={styles["soft"]}>{one.isPresent ? words.never : "–"}</span>
        ) : (
          <Time at={one.changedAt} />
        ),
    },
    {
      id: "act",
      label: words.set,
      isLabelUnseen: true,
      align: "end",
      width: "7rem",
      cell: (one) =>
        onSet === undefined ? null : (
          <Button onPress={() => onSet(one)} aria-label={words.setOf(one.name)}>
            {one.isPresent ? words.replace : words.set}
          </Button>
        ),
    },
  ];
}

/** The value leaves this browser once, and is forgotten here with the dialog. */
function SetSecret({ secret, onClose }: { secret: Row; onClose: () => void }) {
  const queries = useQueryClient();
  const [value, setValue] = useState("");
  const [isTried, setTried] = useState(false);
  const set = useOnce({
    mutationFn: () => writeSecret(secret.name, value),
    gcTime: 0,
    onSuccess: async () => {
      say(words.saved(secret.name));
      onClose();
      await Promise.all([
        queries.invalidateQueries({ queryKey: secretUses.queryKey }),
        queries.invalidateQueries({ queryKey: estate.queryKey }),
      ]);
    },
  });
  const submit = () => {
    setTried(true);
    if (value !== "") {
      set.mutate();
    }
  };
  const foot = (
    <Button look="primary" onPress={submit} isPending={set.isPending}>
      {words.save}
    </Button>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.title1(secret.name)} foot={foot}>
      <TextField
        label={words.value}
        help={words.valueHelp}
        error={isTried && value === "" ? words.empty : undefined}
        type="password"
        autoComplete="off"
        autoFocus
        isRequired
        value={value}
        onChange={setValue}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            submit();
          }
        }}
      />
      {set.isError ? <Problem error={set.error} /> : null}
    </Dialog>
  );
}
