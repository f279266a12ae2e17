/** The user's language, wherever a view needs a word. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

type Translate = (text: string) => string;

const TranslateContext = createContext<Translate>((text) => text);

function useTranslate(): Translate {
  return useContext(TranslateContext);
}

/** Puts the values in place of the template's `%s`, in their order, and of `%2$s` by their number. */
function fill(template: string, ...values: (string | number)[]): string {
  let index = 0;
  return template.replace(/%(?:(\d)\$)?s/g, (_, place) =>
    String(values[(place || ++index) - 1] ?? "")
  );
}

export { TranslateContext, fill, useTranslate };
export type { Translate };
