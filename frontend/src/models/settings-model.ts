/** The way of the settings from the router into the form and back. */
import { createModel, signal } from "@preact/signals";
import type { Problem } from "../../../shared/domain.ts";
import type { InterfaceReply } from "../../../shared/queries.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { ActivityModel } from "./activity-model.ts";
import { mergeDrafts } from "./derive-merge.ts";
import type { OtherEdit } from "./derive-merge.ts";
import { DraftModel } from "./draft-model.ts";
import { draftOf } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { failureOf } from "./failure.ts";
import type { Failure } from "./failure.ts";

const SettingsModel = createModel((router: RouterApi, host: Host) => {
  const draft = new DraftModel(host.translate);
  const activity = new ActivityModel(host);
  const problems = signal<Problem[]>([]);
  /** netifd's interfaces, for choosing one; empty when they cannot be read. */
  const interfaces = signal<InterfaceReply[]>([]);
  /** Why there is nothing to edit. */
  const failure = signal<Failure | null>(null);
  /** Something was saved that has not taken effect; LuCI's header says so itself. */
  const isStaged = signal(false);
  /** How often saving was refused since the form was loaded, because fields have to be mended. */
  const refusals = signal(0);
  /** What somebody else stored while this form was being edited, as of the last save. */
  const others = signal<OtherEdit[]>([]);
  /** Seconds until the router undoes what was applied, unless it can be reached. */
  const undoneInS = signal<number | null>(null);

  const read = async (): Promise<void> => {
    const [sections, config, found] = await Promise.all([
      router.readSections(),
      router.readConfig(),
      router.readInterfaces().catch(() => []),
    ]);
    isStaged.value = !host.hasOwnFooter && (await router.hasStagedChanges());
    interfaces.value = found;
    problems.value = config.problems;
    refusals.value = 0;
    draft.load(draftOf(sections));
  };

  /** Reads what is stored and forgets all edits. */
  const load = async (): Promise<void> => {
    try {
      await read();
      others.value = [];
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
    refuse(host.translate("Nothing was saved: mend the marked fields first."));

  /** Puts the edits upon what is stored by now; false when that has to be looked at first. */
  const rebase = async (): Promise<boolean> => {
    const theirs = draftOf(await router.readSections());
    const merge = mergeDrafts(draft.stored.value as Draft, draft.edited.value, theirs);
    others.value = merge.others;
    draft.load(theirs, merge.draft);
    if (!merge.others.some(({ collides }) => collides)) return isFine();
    return refuse(host.translate("Nothing was saved: somebody else changed the same settings."));
  };

  /** Stages the edits; false when there is something to mend first or the router refused. */
  const save = async (): Promise<boolean> => {
    if (!isFine()) return false;
    if (!draft.isChanged.value) return true;
    return activity.perform("saving", async () => {
      if (!(await rebase())) return false;
      await router.stage(draft.changes.value);
      await read();
      return true;
    });
  };

  const apply = async (): Promise<void> => {
    const isDone = await activity.perform("applying", async () => {
      await host.apply((leftS) => {
        undoneInS.value = leftS;
      });
      host.notify(host.translate("The settings are in effect."), "success");
      return true;
    });
    undoneInS.value = null;
    // What was undone waits to be applied again.
    isStaged.value = !isDone && !host.hasOwnFooter;
    await read().catch(() => {});
  };

  void load();

  return {
    draft,
    activity,
    problems,
    interfaces,
    failure,
    isStaged,
    refusals,
    others,
    undoneInS,
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
        return true;
      }),
  };
});

type SettingsModel = InstanceType<typeof SettingsModel>;

export { SettingsModel };
