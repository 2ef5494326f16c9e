import { accessSync, constants, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Task, TaskAnswer, TaskResults } from '../task.ts';
import { classifyFailure } from './classify-failure.ts';
import { copyRows } from './copy-rows.ts';
import { describeColumns } from './describe-columns.ts';
import { planStatement } from './plan-statement.ts';
import { prepareSelect } from './prepare-select.ts';
import { rejected } from './refusal.ts';

/** Does a task on a read-only connection of its own. Everything here is synchronous: it has a thread to itself. */
export function runTask(task: Task): TaskAnswer {
  try {
    return { result: answer(task) };
  } catch (error) {
    return { failure: classifyFailure(error) };
  }
}

function answer(task: Task): TaskResults[Task['kind']] {
  const database = openDatabase(task);
  try {
    // One read transaction over the schema and the rows: no writer can come in between.
    database.exec('BEGIN');
    const plan = planStatement(database, task.query);
    const select = prepareSelect(database, plan);
    return task.kind === 'describe' ? describeColumns(select) : copyRows(database, select, task);
  } finally {
    database.close();
  }
}

function openDatabase({ path, busyTimeoutMs }: Task): DatabaseSync {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw rejected('The database file is missing or may not be read.', error);
  }
  if (!statSync(path).isFile()) throw rejected('The path of the database is not that of a file.');
  return new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
}
