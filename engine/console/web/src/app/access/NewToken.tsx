/** Creating a token, and its secret, which is shown this once. */
import { useQueryClient } from "@tanstack/react-query";
import type { CreatedToken, RoleGrant } from "@towpath/client";
import { useState } from "react";

import { createToken, principals, tokens } from "../../api/access";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Dialog, Sheet } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Choice } from "../../parts/field/Select";
import { Problem } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Copyable } from "../../parts/values/Short";
import { access } from "../../words/access";
import styles from "./Access.module.css";
import { GrantFields, ViewFields } from "./GrantFields";
import { endOf, type Lifetime } from "./tokens";

const words = access.create;
const LIFETIMES: readonly Lifetime[] = ["d30", "d90", "d365", "never"];

/** The sheet, and after it the secret. */
export function NewToken({ principal = "", onClose }: { principal?: string; onClose: () => void }) {
  const queries = useQueryClient();
  const create = useOnce({
    mutationFn: createToken,
    // The secret is in the answer: it is forgotten with the dialog.
    gcTime: 0,
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: tokens.queryKey }),
        queries.invalidateQueries({ queryKey: principals.queryKey }),
      ]);
    },
  });
  const made = create.data;
  return made === undefined ? (
    <Form
      principal={principal}
      onClose={onClose}
      onCreate={(token) => create.mutate(token)}
      isPending={create.isPending}
      error={create.error}
    />
  ) : (
    <Made token={made} onClose={onClose} />
  );
}

function Form(properties: {
  principal: string;
  onClose: () => void;
  onCreate: (token: Parameters<typeof createToken>[0]) => void;
  isPending: boolean;
  error: unknown;
}) {
  const { onClose, onCreate, isPending, error } = properties;
  const [name, setName] = useState("");
  const [principal, setPrincipal] = useState(properties.principal);
  const [grants, setGrants] = useState<readonly RoleGrant[]>([{ role: "app" }]);
  const [mayView, setMayView] = useState<readonly string[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>("d90");
  const [isTried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (name.trim() !== "" && principal.trim() !== "" && grants.length > 0) {
      const expiresAt = endOf(lifetime, new Date());
      const ends = expiresAt === undefined ? {} : { expiresAt };
      onCreate({
        name: name.trim(),
        principal: principal.trim(),
        grants: [...grants],
        mayView: [...mayView],
        ...ends,
      });
    }
  };
  const missing = (value: string) => (isTried && value.trim() === "" ? words.needed : undefined);
  const foot = (
    <Button look="primary" onPress={submit} isPending={isPending}>
      {words.act}
    </Button>
  );
  return (
    <Sheet isOpen onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["stack"]}>
        <TextField
          label={words.name}
          help={words.nameHelp}
          error={missing(name)}
          isRequired
          autoFocus
          value={name}
          onChange={setName}
        />
        <TextField
          label={words.principal}
          help={<Prose>{words.principalHelp}</Prose>}
          error={missing(principal)}
          isRequired
          autoComplete="off"
          value={principal}
          onChange={setPrincipal}
        />
        <GrantFields grants={grants} onChange={setGrants} />
        <ViewFields labels={mayView} onChange={setMayView} />
        <Choice
          label={words.ends}
          value={lifetime}
          onChange={setLifetime}
          options={LIFETIMES.map((value) => ({ value, label: words.times[value] }))}
        />
        {error === null ? null : <Problem error={error} />}
      </div>
    </Sheet>
  );
}

/** No click beside it and no Escape closes it: the secret would be gone. */
function Made({ token, onClose }: { token: CreatedToken; onClose: () => void }) {
  const foot = (
    <Button look="primary" onPress={onClose}>
      {words.close}
    </Button>
  );
  return (
    <Dialog isOpen title={words.madeTitle} foot={foot}>
      <div className={styles["stack"]}>
        <p>{words.madeWhat}</p>
        <p className={styles["secret"]}>
          <Copyable text={token.token} />
        </p>
        {token.waiting ? <p>{words.madeWaiting}</p> : null}
      </div>
    </Dialog>
  );
}
