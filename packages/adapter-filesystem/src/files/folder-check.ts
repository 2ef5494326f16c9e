import { type Check, custom } from '@export-engine/core';

export function folderCheck(): Check {
  return custom(
    'the path of a folder: 1 to 4096 characters without NUL',
    (value) => typeof value === 'string' && value.length >= 1 && value.length <= 4096 && !value.includes('\0'),
  );
}
