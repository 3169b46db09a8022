/** An empty draft. */
import { Section } from "../../parts/page/Page";
import { start } from "../../words/start";
import { CallIt } from "./CallIt";
import { blankText } from "./made";

/** The way. */
export function FromBlank() {
  return (
    <Section title={start.place.title} about={start.blank.about}>
      <CallIt first={{}} make={blankText} />
    </Section>
  );
}
