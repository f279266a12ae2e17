/** The way of the settings from the router into the form and back. */
import { createModel, signal } from "@preact/signals";
import type { Problem } from "../../../shared/domain.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { ActivityModel } from "./activity-model.ts";
import { DraftModel } from "./draft-model.ts";
import { draftOf } from "./draft.ts";
import { failureOf } from "./failure.ts";
import type { Failure } from "./failure.ts";

const SettingsModel = createModel((router: RouterApi, host: Host) => {
  const draft = new DraftModel(host.translate);
  const activity = new ActivityModel(host);
  const problems = signal<Problem[]>([]);
  /** netifd's interfaces, for choosing one; empty when they cannot be read. */
  const interfaceNames = signal<string[]>([]);
  /** Why there is nothing to edit. */
  const failure = signal<Failure | null>(null);
  /** Something was saved that has not taken effect; LuCI's header says so itself. */
  const isStaged = signal(false);
  /** How often saving was refused since the form was loaded, because fields have to be mended. */
  const refusals = signal(0);

  const read = async (): Promise<void> => {
    const [sections, config] = await Promise.all([router.readSections(), router.readConfig()]);
    isStaged.value = !host.hasOwnFooter && (await router.hasStagedChanges());
    interfaceNames.value = await router.readInterfaceNames().catch(() => []);
    problems.value = config.problems;
    refusals.value = 0;
    draft.load(draftOf(sections));
  };

  /** Reads what is stored and forgets all edits. */
  const load = async (): Promise<void> => {
    try {
      await read();
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
  };

  /** Stages the edits; false when there is something to mend first or the router refused. */
  const save = async (): Promise<boolean> => {
    if (Object.keys(draft.objections.value).length > 0) {
      refusals.value += 1;
      host.notify(host.translate("Nothing was saved: mend the marked fields first."), "warning");
      return false;
    }
    const changes = draft.changes.value;
    if (changes.length === 0) return true;
    return activity.perform("saving", async () => {
      await router.stage(changes);
      await read();
    });
  };

  const apply = (): Promise<boolean> =>
    activity.perform("applying", async () => {
      await host.apply();
      host.notify(host.translate("The settings are in effect."), "success");
      await read();
    });

  void load();

  return {
    draft,
    activity,
    problems,
    interfaceNames,
    failure,
    isStaged,
    refusals,
    load,
    save,
    apply,
    async saveAndApply(): Promise<void> {
      if (await save()) await apply();
    },
    /** Withdraws what was saved and not applied. */
    discardStaged: (): Promise<boolean> =>
      activity.perform("saving", async () => {
        await router.unstage();
        await read();
      }),
  };
});

type SettingsModel = InstanceType<typeof SettingsModel>;

export { SettingsModel };
