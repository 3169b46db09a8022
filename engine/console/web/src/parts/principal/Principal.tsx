/** A person or an app: a small mark in a colour of its own, and the name. */
import styles from "./Principal.module.css";

const HUES = 8;

/** `isBare` leaves the mark out, in running text. */
export function Principal({
  id,
  isMe = false,
  isBare = false,
}: {
  id: string;
  isMe?: boolean;
  isBare?: boolean;
}) {
  return (
    <span className={styles["principal"]} title={id}>
      {isBare ? null : <Avatar id={id} />}
      <span className={`${styles["name"] ?? ""} ${isMe ? (styles["me"] ?? "") : ""}`}>{id}</span>
    </span>
  );
}

/** The mark alone; whoever shows it says the name too. */
export function Avatar({ id }: { id: string }) {
  return (
    <span aria-hidden="true" className={styles["avatar"]} data-hue={hueOf(id)}>
      {initialsOf(id)}
    </span>
  );
}

/** One or two letters: `mia.lang@acme.example` is ML. */
export function initialsOf(id: string): string {
  const words = (id.split("@")[0] ?? id).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

/** The same for the same name, everywhere. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return sum % HUES;
}
