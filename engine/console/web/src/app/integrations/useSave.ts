/** Saving the document, and going on from there. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Diagnostic } from "@towpath/client";

import { integrationText, writeIntegration } from "../../api/integrations";
import { estate } from "../../api/lists";
import { useOnce } from "../../parts/act/useOnce";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import { isConflict } from "./Trouble";

/** What to save. */
export interface Saving {
  name: string;
  text: string;
  confirm: string | undefined;
  /** Another tag than the one that the text was made from: what is there is replaced on purpose. */
  over: string | undefined;
}

/** `onFound` gets what the server says about a text that it took. */
export function useSave(
  name: string | undefined,
  tag: string | undefined,
  then: { onSaved: () => void; onFound: (found: readonly Diagnostic[]) => void },
) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const reread = (saved: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: integrationText(saved).queryKey }),
      queries.invalidateQueries({ queryKey: estate.queryKey }),
      queries.invalidateQueries({ queryKey: ["secrets"] }),
    ]);
  return useOnce({
    mutationFn: (saving: Saving) =>
      writeIntegration({ ...saving, tag: name === undefined ? undefined : (saving.over ?? tag) }),
    onSuccess: async ({ value }) => {
      then.onSaved();
      say(integrations.edit.saved(value.name));
      await reread(value.name);
      if (value.diagnostics.length > 0) {
        then.onFound(value.diagnostics);
      } else {
        await navigate({ to: "/integrations/$integration", params: { integration: value.name } });
      }
    },
    onError: async (error, saving) => {
      if (isConflict(error)) {
        await reread(saving.name);
      }
    },
  });
}
