import type { DataSet, Value } from './data-set.ts';
import { type Random, randomAt } from './random.ts';
import { text } from './text.ts';
import { tag, word } from './words.ts';

const seed = 2;
const firstId = 10_000_000;
const firstMs = Date.UTC(2021, 0, 1);
const fourYearsMs = 4 * 365 * 24 * 60 * 60 * 1000;

/** How each leaf is made, in the documents' order. */
const leaves: Readonly<Record<string, (random: Random, index: number) => Value>> = {
  id: (_random, index) => firstId + index,
  ...numbered('count', 7, (random, n) => random.below(10 ** (1 + n))),
  ...numbered('metric', 6, (random, n) => random.below(1_000_000) / 10 ** (1 + (n % 4))),
  ...numbered('date', 4, (random) => new Date(firstMs + random.below(fourYearsMs)).toISOString()),
  epoch: (random) => firstMs + random.below(fourYearsMs),
  ...numbered('flag', 4, (random) => random.chance(0.5)),
  ...numbered('keyword', 7, (random, n) => (n === 6 ? `${word(random)}, ${word(random)}` : tag(random))),
  title: (random) => text(random, 20, 60),
  body: (random) => text(random, 40, 120),
  'user.id': (random) => random.below(10_000_000),
  'user.name': (random) => `${word(random)} ${word(random)}`,
  'user.address.city': (random) => random.pick(['Zürich', '東京', 'São Paulo', 'Berlin', 'Ελλάδα']),
  'user.address.zip': (random) => String(10_000 + random.below(89_999)),
  'geo.lat': (random) => random.fraction() * 180 - 90,
  'geo.lon': (random) => random.fraction() * 360 - 180,
  'meta.b': (random) => word(random),
  labels: (random) => [tag(random), tag(random)],
};
const columns = Object.keys(leaves) as [string, ...string[]];
const makers = Object.values(leaves);

/** Wide documents, as logs and orders are: 40 leaves, some nested, many kinds of values. About 980 bytes a hit. */
export const wideDocuments: DataSet = {
  columns,
  mappings: {
    dynamic_templates: [
      { texts: { match_mapping_type: 'string', mapping: { type: 'keyword', ignore_above: 256, norms: false } } },
    ],
    properties: {
      epoch: { type: 'date', format: 'epoch_millis' },
      title: { type: 'text' },
      body: { type: 'text' },
    },
  },
  valuesAt,
  jsonAt: (index) => JSON.stringify(nested(valuesAt(index))),
  indexOf(identifier) {
    const index = Number(identifier) - firstId;
    return /^[1-9]\d{7,8}$/.test(identifier) && index >= 0 ? index : undefined;
  },
};

/** Of every leaf but the id, one in twenty is missing or null. */
function valuesAt(index: number): readonly Value[] {
  const random = randomAt(seed, index);
  return makers.map((make, column) => {
    const value = make(random, index);
    return column > 0 && random.chance(0.05) ? null : value;
  });
}

/** Missing at the top, null inside objects: both occur in real documents. */
function nested(values: readonly Value[]): object {
  const document: Record<string, unknown> = {};
  for (const [column, path] of columns.entries()) {
    const value = values[column] ?? null;
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let target = document;
    for (const key of keys) {
      target[key] ??= {};
      target = target[key] as Record<string, unknown>;
    }
    if (value !== null || keys.length > 0) target[last] = value;
  }
  return document;
}

function numbered(
  name: string,
  count: number,
  make: (random: Random, n: number) => Value,
): Record<string, (random: Random) => Value> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${name}_${n}`, (random: Random) => make(random, n)]),
  );
}
