/** This package's version, as in package.json; a test holds the two together. */
export const version: string = '0.0.0';
