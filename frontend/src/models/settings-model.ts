/** The way of the settings from the router into the form and back. */
import { createModel, signal } from "@preact/signals";
import type { Problem } from "../../../shared/domain.ts";
import type { InterfaceReply } from "../../../shared/queries.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { ActivityModel } from "./activity-model.ts";
import { DraftModel } from "./draft-model.ts";
import { choicesOf, draftOf } from "./draft.ts";
import { failureOf } from "./failure.ts";
import type { Failure } from "./failure.ts";
import { translateSentence } from "./router-words.ts";

const SettingsModel = createModel((router: RouterApi, host: Host) => {
  const _ = host.translate;
  const draft = new DraftModel(_);
  const activity = new ActivityModel(host);
  /** What is wrong with the settings as they are in effect. */
  const problems = signal<Problem[]>([]);
  /** netifd's interfaces, for choosing one; empty when they cannot be read. */
  const interfaces = signal<InterfaceReply[]>([]);
  /** Why there is nothing to edit. */
  const failure = signal<Failure | null>(null);
  /** How often saving was refused since the form was loaded, because fields have to be mended. */
  const refusals = signal(0);

  const read = async (): Promise<void> => {
    const [sections, config, found] = await Promise.all([
      router.readSections(),
      router.readConfig(),
      router.readInterfaces().catch(() => []),
    ]);
    interfaces.value = found;
    const names = config.interfaces.map(({ section }) => section);
    problems.value = [
      ...config.problems,
      ...config.warnings.map(({ section, message }) => ({ section, option: null, message })),
    ].map((problem) => ({
      ...problem,
      message: translateSentence(_, problem.message, [...choicesOf(problem.option), ...names]),
    }));
    refusals.value = 0;
    draft.load(draftOf(sections));
  };

  /** Reads what is stored and forgets all edits. */
  const load = async (): Promise<void> => {
    try {
      draft.others.value = [];
      await read();
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
  };

  const refuse = (reason: string): false => {
    refusals.value += 1;
    host.notify(reason, "warning");
    return false;
  };

  /** Whether there is nothing to mend; otherwise says so. */
  const isFine = (): boolean =>
    Object.keys(draft.objections.value).length === 0 ||
    refuse(_("Nothing was saved: mend the marked fields first."));

  /** Stages the edits; false when there is something to look at first or the router refused. */
  const save = async (): Promise<boolean> => {
    if (!isFine()) return false;
    if (!draft.isChanged.value) return true;
    return activity.perform("saving", async () => {
      if (!draft.rebase(draftOf(await router.readSections())))
        return refuse(_("Nothing was saved: somebody else changed the same settings."));
      if (!isFine()) return false;
      await router.stage(draft.changes.value);
      await read();
      return true;
    });
  };

  void load();

  return {
    draft,
    activity,
    problems,
    interfaces,
    failure,
    refusals,
    /** The same as `load`, but rejects when the router does not answer. */
    read,
    load,
    save,
  };
});

type SettingsModel = InstanceType<typeof SettingsModel>;

export { SettingsModel };
