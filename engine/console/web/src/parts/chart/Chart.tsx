/**
 * Small charts in SVG, for a row of a table or a card. The numbers stand beside them or in their label: a chart alone
 * says nothing to a screen reader.
 */
import { parts } from "../../words/parts";
import { areaOf, heights, lineOf } from "./shape";
import styles from "./Chart.module.css";

/** Colours by what they mean. */
export type ChartTone = "accent" | "good" | "warn" | "bad" | "quiet";

const WIDTH = 120;
const HEIGHT = 28;

/** A line over time. `text` says the same in words. */
export function Sparkline(properties: {
  label: string;
  text: string;
  values: readonly number[];
  tone?: ChartTone;
}) {
  const { label, text, values, tone = "accent" } = properties;
  return (
    <svg
      role="img"
      aria-label={parts.chart.of(label, text)}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      className={`${styles["spark"] ?? ""} ${styles[tone] ?? ""}`}
    >
      <path d={areaOf(values, WIDTH, HEIGHT)} className={styles["area"]} />
      <path d={lineOf(values, WIDTH, HEIGHT)} className={styles["line"]} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** One column of `Bars`: parts on top of each other, from below. */
export interface Bar {
  /** When or what. */
  label: string;
  parts: readonly { tone: ChartTone; value: number }[];
}

/** Columns over time. Each tells its numbers when pointed at. */
export function Bars({ label, text, bars }: { label: string; text: string; bars: readonly Bar[] }) {
  const columns = heights(bars.map((bar) => bar.parts.map((part) => part.value)));
  const width = WIDTH / Math.max(1, bars.length);
  const gap = Math.min(3, width * 0.3);
  return (
    <svg
      role="img"
      aria-label={parts.chart.of(label, text)}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      className={styles["bars"]}
    >
      <rect x={0} y={HEIGHT - 0.5} width={WIDTH} height={0.5} className={styles["ground"]} />
      {bars.map((bar, index) => (
        <g key={bar.label}>
          <title>
            {parts.chart.point(bar.label, bar.parts.map((part) => String(part.value)).join(" / "))}
          </title>
          <rect x={index * width} y={0} width={width} height={HEIGHT} className={styles["hit"]} />
          {bar.parts.map((part, at) => {
            const { from, to } = columns[index]?.[at] ?? { from: 0, to: 0 };
            return (
              <rect
                key={part.tone}
                x={index * width + gap / 2}
                width={width - gap}
                y={HEIGHT * (1 - to)}
                height={HEIGHT * (to - from)}
                className={styles[part.tone]}
              />
            );
          })}
        </g>
      ))}
    </svg>
  );
}

/** A number with its name, and a quieter line below. */
export function Figure(properties: { label: string; value: string; about?: string; tone?: ChartTone }) {
  const { label, value, about, tone } = properties;
  return (
    <div className={styles["figure"]}>
      <span className={styles["label"]}>{label}</span>
      <span className={`${styles["value"] ?? ""} ${tone === undefined ? "" : (styles[`${tone}Text`] ?? "")}`}>
        {value}
      </span>
      {about === undefined ? null : <span className={styles["label"]}>{about}</span>}
    </div>
  );
}
