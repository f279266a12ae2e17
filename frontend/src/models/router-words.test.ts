import { describe, expect, test } from "vitest";
import { translateSentence } from "./router-words.ts";
import { fill } from "./translate.ts";

const catalogue: Record<string, string> = {
  "no reply from %s to %s probes in %s": "auf %2$s Fragen in %3$s keine Antwort von %1$s",
  "no carrier on %s": "kein Link an %s",
  "If %s fails": "Wenn %s ausfällt",
  "everything moves to %s": "alles wechselt zu %s",
  "nothing else is left behind it": "dahinter bleibt nichts",
  "%s is online": "%s geht",
  "%s is down": "%s steht",
  "%s loss": "%s Verlust",
  "good again": "wieder gut",
};
const _ = (text: string): string => catalogue[text] ?? text;
const names = ["fibre", "wan", "lte", "dsl", "Mobile, 5 GHz (new)"];

describe("what the router says", () => {
  test.each([
    [
      "no reply from 1.1.1.1, 2606:4700::1111 to 8 probes in 0.8 s",
      "auf 8 Fragen in 0.8 sec keine Antwort von 1.1.1.1, 2606:4700::1111",
    ],
    ["no carrier on eth0.2", "kein Link an eth0.2"],
    ["no carrier on dsl", "kein Link an dsl"],
    [
      "If fibre (wan) fails: everything moves to lte; nothing else is left behind it.",
      "Wenn fibre (wan) ausfällt: alles wechselt zu lte; dahinter bleibt nichts.",
    ],
    ["wan is online, fibre is down, lte is down", "wan geht, fibre steht, lte steht"],
    ["Mobile, 5 GHz (new) is online, wan is down", "Mobile, 5 GHz (new) geht, wan steht"],
    ["12 % loss, 45 ms: good again", "12% Verlust, 45 ms: wieder gut"],
  ])("%s", (sentence, translated) => {
    expect(translateSentence(_, sentence, names)).toBe(translated);
  });

  test.each(["it rained, wan is wet: 'a; b'", "100%s of (x), $& %1$s", "¤", "", "…; <b>"])(
    "%s stays as it is where no catalogue knows it",
    (sentence) => {
      expect(translateSentence(_, sentence, names)).toBe(sentence);
    }
  );
});

test("values go where the language wants them", () => {
  expect(fill("%s of %s", 1, 2)).toBe("1 of 2");
  expect(fill("von %2$s %1$s", 1, 2)).toBe("von 2 1");
});
