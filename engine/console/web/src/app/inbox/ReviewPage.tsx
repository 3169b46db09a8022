/** A review by its link. */
import { useParams } from "@tanstack/react-router";

import { ReviewPanel } from "./ReviewPanel";

/** The page. */
export function ReviewPage() {
  return <ReviewPanel place={useParams({ from: "/inbox/reviews/$namespace/$name/$version" })} />;
}
