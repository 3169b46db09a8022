/** Putting policies in force: what is lost is confirmed by the digest of the report that was read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Impact } from "@towpath/client";
import { useState } from "react";

import { activate, proposal } from "../../api/policies";
import { useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Checkbox, TextField } from "../../parts/field/Field";
import { Icon } from "../../parts/icon/Icon";
import { Section } from "../../parts/page/Page";
import { lostOf } from "../../parts/policy/lost";
import { Problem } from "../../parts/problem/Problem";
import { number } from "../../parts/time/format";
import { say } from "../../parts/toast/toasts";
import { policies } from "../../words/policies";
import { GraceField } from "./GraceField";
import styles from "./Policies.module.css";

const words = policies.impact;

interface Properties {
  impact: Impact;
  chosen: readonly string[];
  /** All saved changes are chosen. */
  isAll: boolean;
  /** The report is being read again. */
  isStale: boolean;
}

/** The last section of the page. */
export function Activate({ impact, chosen, isAll, isStale }: Properties) {
  const [hasRead, setRead] = useState(false);
  const [reason, setReason] = useState("");
  const [grace, setGrace] = useState("0");
  const count = impact.affected.length;
  const put = useActivate();
  const isReady = chosen.length > 0 && !isStale && (count === 0 || hasRead);
  const isNewer = lostOf(put.error) !== undefined;
  const go = () =>
    put.mutate({
      ...(isAll ? {} : { policies: chosen }),
      ...(count === 0 ? {} : { impact: impact.digest, graceSeconds: Number(grace) }),
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
    });
  return (
    <Section title={words.activateTitle} isCard>
      <p
        className={`${styles["line"] ?? ""} ${count === 0 ? (styles["good"] ?? "") : (styles["warn"] ?? "")}`}
      >
        <Icon name={count === 0 ? "check" : "alert"} />
        {count === 0 ? words.losesNone : count === 1 ? words.losesOne : words.loses(number(count))}
      </p>
      <div className={styles["pair"]}>
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          value={reason}
          onChange={setReason}
          isRequired={false}
        />
        {count === 0 ? null : <GraceField value={grace} onChange={setGrace} />}
      </div>
      {count === 0 ? null : (
        <Checkbox isSelected={hasRead} onChange={setRead}>
          {words.confirm}
        </Checkbox>
      )}
      {put.isError ? <Problem error={put.error} {...(isNewer ? { title: words.newer } : {})} /> : null}
      <div className={styles["marks"]}>
        <Button look="primary" icon="check" isDisabled={!isReady} isPending={put.isPending} onPress={go}>
          {words.activate}
        </Button>
        {count > 0 && !hasRead ? <span className={styles["soft"]}>{words.confirmFirst}</span> : null}
      </div>
    </Section>
  );
}

function useActivate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const open = useQuery({ ...proposal, retry: false }).data;
  return useOnce({
    mutationFn: (of: Parameters<typeof activate>[0]) =>
      activate(open?.by === me.principal ? { ...of, replaces: open.digest } : of),
    onSuccess: async (done) => {
      const isInForce = "revision" in done;
      say(isInForce ? words.inForce(String(done.revision)) : words.proposed);
      await queries.invalidateQueries({ queryKey: ["policies"] });
      await navigate({ to: isInForce ? "/policies/revisions" : "/inbox/proposal" });
    },
    onError: () => queries.invalidateQueries({ queryKey: ["policies", "impact"] }),
  });
}
