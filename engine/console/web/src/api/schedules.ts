/** Schedules: which workflows start by themselves, and pausing and resuming that. */
import { answer, type PauseSchedule, type ResumeSchedule, type Schedule } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** Of which workflow. */
interface Of {
  namespace: string;
  name: string;
}

/** All of them. Pausing is told; a firing is not, so whoever shows them says when to read them again. */
export const schedules = live(["schedules"], { topics: ["workflows"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/schedules", { signal }))).items;
});

/** That of one workflow; `null` where it has none. */
export function scheduleOf({ namespace, name }: Of) {
  return live(
    ["schedules", namespace, name],
    { topics: ["workflows"], namespace, workflow: name },
    async (signal) => {
      const params = { query: { namespace } };
      const { items } = await answer(towpath.GET("/v1/schedules", { params, signal }));
      return items.find((one) => one.name === name) ?? null;
    },
  );
}

/** It starts nothing until it is resumed. */
export function pauseSchedule({ namespace, name }: Of, body: PauseSchedule): Promise<Schedule> {
  const params = { path: { namespace, name } };
  return answer(towpath.POST("/v1/schedules/{namespace}/{name}/pause", { params, body }));
}

/** It starts runs again. */
export function resumeSchedule({ namespace, name }: Of, body: ResumeSchedule): Promise<Schedule> {
  const params = { path: { namespace, name } };
  return answer(towpath.POST("/v1/schedules/{namespace}/{name}/resume", { params, body }));
}
