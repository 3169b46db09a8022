/** The map of data, in SVG by hand. A box lights up what it is connected to; the table below says the same. */
import type { KeyboardEvent } from "react";

import { estate } from "../../words/estate";
import styles from "./Estate.module.css";
import { pathOf, shortened, SIZE, type FlowMap, type Spot } from "./flow";

const words = estate.map;
const HEADS = [
  [words.labels, 0],
  [words.middle, (SIZE.width - SIZE.box) / 2],
  [words.targets, SIZE.width - SIZE.box],
] as const;

/** The map; on small screens it scrolls sideways. */
export function FlowSvg(properties: {
  map: FlowMap;
  lit: string | undefined;
  onLight: (id: string) => void;
}) {
  const { map, lit, onLight } = properties;
  const litLines = map.lines.filter((line) => lit === undefined || line.touches.has(lit));
  const litSpots = new Set(lit === undefined ? map.spots.map(({ id }) => id) : [lit]);
  for (const { from, to } of lit === undefined ? [] : litLines) {
    litSpots.add(from.id);
    litSpots.add(to.id);
  }
  const isLit = new Set(litLines.map(({ id }) => id));
  return (
    // It scrolls sideways, so the keyboard has to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={words.svg} tabIndex={0} className={styles["map"]}>
      <svg viewBox={`0 0 ${String(SIZE.width)} ${String(map.height)}`} role="group" aria-label={words.svg}>
        {HEADS.map(([text, x]) => (
          <text key={text} x={x} y={14} className={styles["mapHead"]}>
            {text}
          </text>
        ))}
        {map.lines.map((line) => (
          <path
            key={line.id}
            d={pathOf(line)}
            className={`${styles["flow"] ?? ""} ${isLit.has(line.id) ? (styles["lit"] ?? "") : ""}`}
          />
        ))}
        {map.spots.map((spot) => (
          <Box
            key={spot.id}
            spot={spot}
            isLit={litSpots.has(spot.id)}
            isChosen={spot.id === lit}
            onLight={() => onLight(spot.id)}
          />
        ))}
      </svg>
    </div>
  );
}

function Box(properties: { spot: Spot; isLit: boolean; isChosen: boolean; onLight: () => void }) {
  const { spot, isLit, isChosen, onLight } = properties;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onLight();
    }
  };
  const look = [
    styles["box"],
    styles[spot.kind],
    isLit ? "" : styles["dim"],
    isChosen ? styles["chosen"] : "",
  ];
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={spot.name}
      transform={`translate(${String(spot.x)} ${String(spot.y)})`}
      className={look.join(" ")}
      onClick={onLight}
      onKeyDown={onKey}
    >
      <title>{spot.name}</title>
      <rect width={SIZE.box} height={SIZE.height} rx={6} />
      <text x={10} y={SIZE.height / 2 + 4}>
        {shortened(spot.name)}
      </text>
    </g>
  );
}
