import type { JsonObject } from '@export-engine/core';

/** States of Amazon States Language by their names, which are unique in a whole state machine. */
export type States = Readonly<Record<string, JsonObject>>;

/** A state machine inside another: a branch, or what a Map does with each item. */
export interface SubMachine extends JsonObject {
  readonly StartAt: string;
  readonly States: States;
}
