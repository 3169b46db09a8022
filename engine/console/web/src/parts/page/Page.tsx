/** The head of a page, and its content below: title, a line about it, actions on the right. */
import { useEffect, type ReactNode } from "react";

import { shell } from "../../words/shell";

/** What a page says of itself. */
interface Properties {
  /** The heading; also the title of the window. */
  title: string;
  /** One line below the heading. */
  about?: ReactNode;
  /** Buttons on the right of the heading. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A page. */
export function Page({ title, about, actions, children }: Properties) {
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title]);
  return (
    <article>
      <header>
        <h1>{title}</h1>
        {about === undefined ? null : <p>{about}</p>}
        {actions}
      </header>
      {children}
    </article>
  );
}
