/** An OpenAPI document taken over into the text of an integration. Pure. */
import { addOperations, change, changeAll, setAuthentication } from "./document";
import { readFields } from "./fields";
import { chosenOf, type Api } from "./openapi";

/** The text with the chosen operations, and if wanted with base URL and sign-in. A new text takes the names over too. */
export function withApi(
  text: string,
  api: Api,
  chosen: ReadonlySet<string>,
  isConnectionToo: boolean,
  isNew: boolean,
): string {
  let next = text;
  if (isNew && readFields(text).name === "new-system") {
    next = changeAll(next, [
      ["/integration", api.name],
      ["/title", api.title],
      // What a new text has as its example.
      ["/operations/get-status", undefined],
    ]);
  }
  next = addOperations(next, chosenOf(api, chosen));
  return isConnectionToo ? withConnection(next, api) : next;
}

function withConnection(text: string, { baseUrls, security }: Api): string {
  const [baseUrl] = baseUrls;
  const next = baseUrl === undefined ? text : change(text, "/connection/baseUrl", baseUrl);
  const { name } = readFields(next);
  switch (security?.kind) {
    case "bearer":
      return setAuthentication(next, { kind: "bearer", secret: `${name}-token` });
    case "basic":
      return setAuthentication(next, { kind: "basic", username: "towpath", secret: `${name}-password` });
    case "header":
      return setAuthentication(next, { kind: "header", header: security.header, secret: `${name}-key` });
    default:
      return next;
  }
}
