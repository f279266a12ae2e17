/**
 * What was saved and is not in effect yet: it is applied, or withdrawn. For surroundings that do not do
 * so themselves.
 */
import { createModel, effect, signal } from "@preact/signals";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import type { SettingsModel } from "./settings-model.ts";

const StagedModel = createModel((router: RouterApi, host: Host, settings: SettingsModel) => {
  const _ = host.translate;
  const isStaged = signal(false);
  /** Seconds until the router undoes what was applied, unless it can be reached. */
  const undoneInS = signal<number | null>(null);

  const note = async (): Promise<void> => {
    isStaged.value = await router.hasStagedChanges().catch(() => isStaged.value);
  };

  effect(() => {
    // Whenever the settings were read.
    if (settings.draft.stored.value !== null) void note();
  });

  const apply = async (): Promise<void> => {
    const isDone = await settings.activity.perform("applying", async () => {
      await host.apply((leftS) => {
        undoneInS.value = leftS;
      });
      host.notify(_("The settings are in effect."), "success");
      return true;
    });
    undoneInS.value = null;
    // What was undone waits to be applied again.
    isStaged.value = !isDone;
    await settings.read().catch(() => {});
  };

  return {
    isStaged,
    undoneInS,
    apply,
    async saveAndApply(): Promise<void> {
      if (await settings.save()) await apply();
    },
    discard: (): Promise<boolean> =>
      settings.activity.perform("saving", async () => {
        await router.unstage();
        await settings.read();
        return true;
      }),
  };
});

type StagedModel = InstanceType<typeof StagedModel>;

export { StagedModel };
