/** Code that calls a workflow, in four languages. Whatever a name or a value contains stays a text in it. Pure. */

/** What to call. */
export interface CallOf {
  base: string;
  namespace: string;
  name: string;
  /** Only where it is not the one that callers get anyway. */
  version?: string | undefined;
  input: unknown;
}

/** The languages. */
export const LANGUAGES = ["curl", "typescript", "python", "rust"] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** The address of a call. */
export function addressOf({ base, namespace, name, version }: CallOf): string {
  const query = version === undefined ? "" : `?version=${encodeURIComponent(version)}`;
  return `${base}/v1/workflows/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/runs${query}`;
}

/** The code in a language. */
export function snippet(language: Language, call: CallOf): string {
  switch (language) {
    case "curl":
      return curl(call);
    case "typescript":
      return typescript(call);
    case "python":
      return python(call);
    default:
      return rust(call);
  }
}

function curl(call: CallOf): string {
  return [
    `curl -sS ${shell(addressOf(call))} \\`,
    `  -H "Authorization: Bearer $TOWPATH_TOKEN" \\`,
    `  -H ${shell(`Idempotency-Key: ${keyOf(call)}`)} \\`,
    `  --json ${shell(JSON.stringify(call.input))}`,
  ].join("\n");
}

function typescript(call: CallOf): string {
  const { base, namespace, name, version, input } = call;
  const query = version === undefined ? "" : `\n      query: { version: ${JSON.stringify(version)} },`;
  return `import { answer, connect, ProblemError } from "@towpath/client";

const towpath = connect({ base: ${JSON.stringify(base)}, token: process.env.TOWPATH_TOKEN });

try {
  const output = await answer(
    towpath.POST("/v1/workflows/{namespace}/{name}/runs", {
      params: {
        path: { namespace: ${JSON.stringify(namespace)}, name: ${JSON.stringify(name)} },${query.replace("\n      ", "\n        ")}
        // The same key with each attempt: there is never a second run.
        header: { "Idempotency-Key": ${JSON.stringify(keyOf(call))} },
      },
      body: ${indented(JSON.stringify(input, undefined, 2), 6)},
    }),
  );
  console.log(output);
} catch (error) {
  if (error instanceof ProblemError) {
    console.error(error.code, error.message);
  } else {
    throw error; // nobody answered: send it again with the same key
  }
}`;
}

function python(call: CallOf): string {
  return `import os
import requests

response = requests.post(
    ${JSON.stringify(addressOf(call))},
    headers={
        "Authorization": f"Bearer {os.environ['TOWPATH_TOKEN']}",
        # The same key with each attempt: there is never a second run.
        "Idempotency-Key": ${JSON.stringify(keyOf(call))},
    },
    json=${indented(pythonLiteral(call.input), 4)},
    timeout=45,
)
body = response.json()
if response.status_code == 202:
    print("not ended yet:", body["location"])
elif response.ok:
    print(body)
else:
    print(body["code"], body["title"], body.get("detail"))`;
}

function rust(call: CallOf): string {
  const { base, namespace, name, version, input } = call;
  const pinned = version === undefined ? "" : `\n        version: Some(${rustText(version)}.to_owned()),`;
  return `use towpath_client::{Client, ClientError, StartOptions, Started};

async fn call(token: String) -> Result<(), ClientError> {
    let client = Client::new(${rustText(base)}, Some(token))?;
    let input = ${rustText(JSON.stringify(input))};
    let options = StartOptions {
        // The same key with each attempt: there is never a second run.
        idempotency_key: Some(${rustText(keyOf(call))}.to_owned()),${pinned}
        ..StartOptions::default()
    };
    match client.start(${rustText(namespace)}, ${rustText(name)}, input, &options).await? {
        Started::Ended { output, .. } => println!("{}", output.get()),
        Started::Running { run, .. } => println!("run {run} has not ended yet"),
    }
    Ok(())
}`;
}

/** A key as a business event would give it. Header values are visible ASCII. */
function keyOf({ name }: CallOf): string {
  return `${name.replace(/[^\x21-\x7e]/g, "-")}-2027-0001`;
}

/** A word of a POSIX shell: between single quotes nothing has a meaning. */
export function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A raw string with as many marks as it needs. */
export function rustText(text: string): string {
  if (!/["\\]/.test(text)) {
    return `"${text}"`;
  }
  const longest = Math.max(0, ...[...text.matchAll(/"(#*)/g)].map((found) => found[1]?.length ?? 0));
  const marks = "#".repeat(longest + 1);
  return `r${marks}"${text}"${marks}`;
}

/** JSON as Python writes it. */
export function pythonLiteral(value: unknown, depth = 0): string {
  if (value === null || value === undefined) {
    return "None";
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  const inner = " ".repeat(4 * (depth + 1));
  const end = " ".repeat(4 * depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${pythonLiteral(item, depth + 1)},\n`);
    return items.length === 0 ? "[]" : `[\n${items.join("")}${end}]`;
  }
  if (typeof value === "object") {
    const items = Object.entries(value).map(
      ([name, item]) => `${inner}${JSON.stringify(name)}: ${pythonLiteral(item, depth + 1)},\n`,
    );
    return items.length === 0 ? "{}" : `{\n${items.join("")}${end}}`;
  }
  return JSON.stringify(value);
}

function indented(text: string, by: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(by)}`);
}
