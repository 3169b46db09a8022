/** The button that opens the sheet for many runs; the sheet is a chunk of its own. */
import type { BulkAction } from "@towpath/client";
import { lazy, Suspense, useState } from "react";

import type { Which } from "../../api/run";
import { Button } from "../button/Button";

const BulkSheet = lazy(() => import("./BulkSheet").then((module) => ({ default: module.BulkSheet })));

/** The button. */
export function BulkButton(properties: {
  label: string;
  query: Which;
  which?: string;
  acts?: readonly BulkAction[];
  "aria-label"?: string;
}) {
  const { label, query, which, acts } = properties;
  const name = properties["aria-label"];
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)} {...(name === undefined ? {} : { "aria-label": name })}>
        {label}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <BulkSheet
            query={query}
            {...(which === undefined ? {} : { which })}
            {...(acts === undefined ? {} : { acts })}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
