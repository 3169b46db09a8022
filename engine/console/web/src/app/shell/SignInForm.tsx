/** Signing in with a token. The token goes to the server once, for a session; it is kept nowhere in the page. */
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";

import { signIn } from "../../api/sessions";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { TextField } from "../../parts/field/TextField";
import { Problem } from "../../parts/problem/Problem";
import { shell } from "../../words/shell";
import styles from "./SignInForm.module.css";

const words = shell.signIn;

/** The form. */
export function SignInForm() {
  const queries = useQueryClient();
  const [token, setToken] = useState("");
  const [error, setError] = useState<string>();
  const attempt = useOnce({
    mutationFn: (given: string) => signIn(queries, { token: given }),
    onSuccess: () => setToken(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = token.trim();
    const wrong = wrongWith(given);
    setError(wrong);
    if (wrong === undefined) {
      attempt.mutate(given);
    }
  };
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <TextField
        label={words.token}
        help={words.tokenHelp}
        error={error}
        type="password"
        autoComplete="off"
        autoFocus
        mono
        value={token}
        onChange={(value) => {
          setToken(value);
          setError(undefined);
        }}
      />
      {attempt.isError ? <Problem error={attempt.error} /> : null}
      <Button type="submit" look="primary" isPending={attempt.isPending}>
        {words.act}
      </Button>
    </form>
  );
}

/** What can be told without asking the server. */
function wrongWith(token: string): string | undefined {
  if (token === "") {
    return words.needed;
  }
  if (token.includes("link=tl_") || token.startsWith("tl_")) {
    return words.pastedLink;
  }
  return token.startsWith("tp_") ? undefined : words.notToken;
}
