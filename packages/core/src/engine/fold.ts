import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32, joinChecked, noBytes } from '../checksums/crc32.ts';
import type {
  Compression,
  JsonValue,
  Partition,
  RowEncoder,
  Snapshot,
  StepOutcome,
  Upload,
} from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { Checkpoint, FoldRecord, Position } from './export-record.ts';
import { assertHeld, isLeaseDue, newLease, releaseLease } from './lease.ts';
import { again, done } from './outcomes.ts';
import { type PlacedPage, readPages } from './page-reader.ts';
import { type AssembledPart, createPartAssembler } from './parts/part-assembler.ts';
import { createPartMaker } from './parts/part-maker.ts';
import { partTargetBytes } from './parts/part-plan.ts';
import { createPartUploads, type DurablePart } from './parts/part-uploads.ts';
import type { LiveRows } from './progress.ts';
import { createRecordLedger } from './record-ledger.ts';
import type { Stored } from './record-store.ts';
import { outOfTime } from './stall.ts';
import type { StepScope } from './step-scope.ts';

/** What is folded, and into what. */
export interface FoldInput {
  readonly query: JsonValue;
  readonly snapshot: Snapshot;
  /** Read in this order. */
  readonly partitions: readonly Partition[];
  readonly encoder: RowEncoder;
  readonly compression: Compression | undefined;
  /** Whether the file begins here, and has what its format has before the first row. */
  readonly isFileStart: boolean;
  /** Whether it is one segment of a file: it does not end the file, and without bytes it is not stored at all. */
  readonly isSegment: boolean;
  /** Target size of the first parts, in bytes. */
  readonly partBytes: number;
  /** Bound on the bytes of all parts in memory. */
  readonly maxBufferedBytes: number;
  /** Who holds the lease: this worker. */
  readonly holder: string;
  readonly report: (live: LiveRows) => void;
}

/**
 * The fold over pages: read → encode → cut into parts → store → commit. A checkpoint is committed only after its parts
 * are durable, and always names the place after their last row, so a kill at any instant costs the rows since then.
 */
export async function fold(
  context: EngineContext,
  scope: StepScope,
  stored: Stored<FoldRecord>,
  input: FoldInput,
): Promise<StepOutcome> {
  const { source, sink, clock } = context;
  const { query, snapshot, partitions, encoder, compression, isFileStart, isSegment, partBytes, holder, report } =
    input;
  const { retry } = scope;
  const { signal } = retry;
  const { target, checkpoint: start } = stored.record;
  const ledger = createRecordLedger(context, stored, retry);
  const maker = createPartMaker({
    assembler: createPartAssembler(start.receipts.length + 1, partBytes, sink.capabilities),
    compression,
    durable: start.plain,
    submit,
  });
  const uploads = createPartUploads({
    sink,
    retry,
    firstNumber: start.receipts.length + 1,
    onDurable: commitParts,
    onFailure: scope.abort,
  });
  const startedAt = clock.now();
  /** A segment's is its own only once its server has renewed it. */
  let keptSnapshot = stored.record.snapshot;
  let rows = start.rows;
  let end = start.position;
  let toSkip = start.position.skipRows;
  let parts = 0;
  let lastPart: AssembledPart | undefined;

  try {
    const isDrained = await foldPages();
    if (isDrained) {
      await storeRest(await maker.takeRest(end, !isSegment));
      return done;
    }
    await uploads.settle();
    if (parts > 0) return again;
    throw outOfTime();
  } catch (error) {
    await uploads.settle().catch((second: unknown) => keepSecond(error, second));
    // What fails a worker that was overtaken may be no more than what the other one did meanwhile.
    await assertHeld(context, stored.key, holder, error);
    throw error;
  } finally {
    if (ledger.current().lease?.holder === holder) await releaseLease(context, stored.key, holder);
  }

  /** @returns whether the last row was read, rather than the time having run out */
  async function foldPages(): Promise<boolean> {
    if (start.receipts.length === 0 && isFileStart) maker.addHeader(encoder.header);
    for await (const placed of readPages(readerOptions())) {
      await foldPage(placed);
      await renewLease();
      report({ rows, bytes: start.bytes + maker.bytes(), rowsPerSecond: rate(rows) });
      // Whatever else this process does gets its turn, also when source and sink answer without waiting.
      await nextTurn();
      if (clock.now() >= scope.softDeadline) return false;
    }
    assertSkipped(toSkip);
    return true;
  }

  async function foldPage(placed: PlacedPage): Promise<void> {
    const { page, partition } = placed;
    if (partition !== start.position.partition) assertSkipped(toSkip);
    if (partition !== end.partition) await maker.endPartition(end);
    const encoded = encoder.encode(page.rows, page.count);
    const first = Math.min(toSkip, page.count);
    toSkip -= first;
    rows += page.count - first;
    end = placeAfter(placed, page.count - 1);
    await maker.addRows(encoded, first, (row) => placeAfter(placed, row));
  }

  function readerOptions() {
    return {
      source,
      query,
      snapshot,
      partitions,
      from: start.position,
      targetPageBytes: context.pageBytes,
      retry,
      onSnapshot: (renewed: Snapshot) => {
        keptSnapshot = renewed;
      },
    };
  }

  async function submit(part: AssembledPart): Promise<void> {
    const upload = ledger.current().upload ?? (await beginUpload());
    parts += 1;
    await uploads.submit(upload, part, partsInFlight(part.number));
  }

  /** Recorded before the first part is sent, so that whoever ends the export can abort it. */
  async function beginUpload(): Promise<Upload> {
    const upload = await withRetry(retry, () => sink.begin(target, { signal }));
    await ledger.commit(() => ({ upload }));
    return upload;
  }

  /** The last part and the end are one commit: a file that ends in a trailer must not be given another one. */
  async function commitParts(durable: readonly DurablePart[]): Promise<void> {
    const isDrained = durable.some(({ part }) => part === lastPart);
    await ledger.commit((record) => ({
      checkpoint: durable.reduce(addPart, { ...record.checkpoint, isDrained, rowsPerSecond: rate(rows) }),
      lease: isDrained ? null : newLease(context, holder),
      snapshot: keptSnapshot,
      stall: null,
    }));
    for (const { part } of durable) maker.release(part);
  }

  /** A file of less than one part is stored in one call; otherwise the rest is the last part. */
  async function storeRest(rest: AssembledPart): Promise<void> {
    if (rest.number > 1) {
      if (rest.bytes.length > 0) {
        lastPart = rest;
        await submit(rest);
      }
      await uploads.settle();
      if (lastPart === undefined) await ledger.commit(drained);
      return;
    }
    const content = { bytes: rest.bytes, crc32: crc32(rest.bytes) };
    const isNothing = isSegment && rest.bytes.length === 0;
    const file = isNothing ? null : await withRetry(retry, () => sink.put(target, content, { signal }));
    const checkpoint: Checkpoint = {
      ...start,
      position: end,
      rows: rest.rows,
      objectRows: rest.objectRows,
      bytes: rest.bytes.length,
      crc32: content.crc32,
      plain: rest.plain,
      isDrained: true,
      rowsPerSecond: rate(rows),
    };
    await ledger.commit(() => ({ file, checkpoint, snapshot: keptSnapshot, lease: null, stall: null }));
  }

  async function renewLease(): Promise<void> {
    if (!isLeaseDue(context, ledger.current().lease)) return;
    await ledger.commit(() => ({ lease: newLease(context, holder), snapshot: keptSnapshot }));
  }

  /** Parts grow; their number in flight shrinks, so that with the one being filled they stay within the bound. */
  function partsInFlight(number: number): number {
    const targetBytes = partTargetBytes(number, partBytes, sink.capabilities);
    return Math.max(1, Math.min(context.partsInFlight, Math.floor(input.maxBufferedBytes / targetBytes) - 1));
  }

  function rate(rowsNow: number): number {
    const seconds = (clock.now() - startedAt) / 1000;
    return seconds > 0 ? (rowsNow - start.rows) / seconds : 0;
  }
}

function placeAfter({ page, partition, before }: PlacedPage, row: number): Position {
  if (row === page.count - 1) return { partition, after: page.cursor, skipRows: 0 };
  return { partition, after: before, skipRows: row + 1 };
}

function drained({ checkpoint }: FoldRecord): Partial<FoldRecord> {
  return { checkpoint: { ...checkpoint, isDrained: true }, lease: null, stall: null };
}

function addPart(checkpoint: Checkpoint, { part, receipt }: DurablePart): Checkpoint {
  return {
    ...checkpoint,
    position: part.end,
    rows: checkpoint.rows + part.rows,
    objectRows: checkpoint.objectRows + part.objectRows,
    ...joinChecked(checkpoint, { bytes: part.bytes.length, crc32: receipt.crc32 }),
    plain: part.plain === null ? checkpoint.plain : joinChecked(checkpoint.plain ?? noBytes, part.plain),
    receipts: [...checkpoint.receipts, receipt],
  };
}

function assertSkipped(toSkip: number): void {
  if (toSkip === 0) return;
  throw new ExportEngineError(
    'EXPORT_SOURCE_INCOMPLETE',
    `The source gave ${toSkip} rows less after the same cursor than it gave before.`,
  );
}

/** Two failures at once: the first is thrown, the second is kept as its cause where that is free. */
function keepSecond(first: unknown, second: unknown): void {
  if (first !== second && first instanceof Error && first.cause === undefined) first.cause = second;
}
