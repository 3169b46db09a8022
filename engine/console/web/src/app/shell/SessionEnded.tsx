/** The session ended: a calm sheet over the page, which stays as it is until somebody signs in again. */
import { useQueryClient } from "@tanstack/react-query";

import { leaveSession, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { shell } from "../../words/shell";
import { SignInForm } from "./SignInForm";

/** The sheet. It has no cross: below it nothing would work. */
export function SessionEnded() {
  const me = useMe();
  const queries = useQueryClient();
  const leave = () => {
    queries.clear();
    leaveSession();
  };
  return (
    <Sheet isOpen title={shell.ended.title}>
      <p>{shell.ended.why}</p>
      <p>{shell.ended.asWas(me.principal)}</p>
      <SignInForm />
      <div>
        <Button onPress={leave}>{shell.ended.other}</Button>
      </div>
    </Sheet>
  );
}
