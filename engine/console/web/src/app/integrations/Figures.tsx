/** Small things that the pages of integrations say alike. */
import { number } from "../../parts/time/format";
import { integrations as words } from "../../words/integrations";
import styles from "./Integrations.module.css";

/** A kind of a newer server is shown by its name. */
export function kindText(kind: string): string {
  return (words.kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** A number a day, red where something failed. */
export function Failures({ count }: { count: number }) {
  return <span className={count > 0 ? styles["bad"] : styles["soft"]}>{aDay(count)}</span>;
}

/** `3.5`, `120`: small ones with a digit behind the point. */
export function aDay(count: number): string {
  return number(count < 10 ? Math.round(count * 10) / 10 : Math.round(count));
}
