/** A request by its link: open ones to decide, others with their answer. */
import { useParams } from "@tanstack/react-router";

import { RequestPanel } from "./RequestPanel";

/** The page. */
export function RequestPage() {
  return <RequestPanel id={useParams({ from: "/inbox/requests/$id" }).id} />;
}
