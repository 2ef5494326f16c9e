import type { ExportApiOptions } from '@export-engine/http-api';

export interface PostsBody {
  readonly about: string;
}

/** A Standard Schema by hand: `{ about: string }`. */
export const postsBodySchema: ExportApiOptions<PostsBody, { readonly owner: string }>['bodySchema'] = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => {
      const { about } = (value ?? {}) as Partial<PostsBody>;
      return typeof about === 'string' ? { value: { about } } : { issues: [{ message: 'about must be a string' }] };
    },
  },
};

/** Who sends a request: the name in its `Authorization: Bearer` header. */
export function identifyByName(request: Request): { readonly owner: string } | null {
  const [, name] = /^Bearer (\w+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return name === undefined ? null : { owner: name };
}
