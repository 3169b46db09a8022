/** A held call by its link: on a phone, two taps decide it. */
import { useParams } from "@tanstack/react-router";

import { HoldPanel } from "./HoldPanel";

/** The page. */
export function HoldPage() {
  const { run, effect } = useParams({ from: "/inbox/holds/$run/$effect" });
  return <HoldPanel place={{ run, effect: Number(effect) }} />;
}
