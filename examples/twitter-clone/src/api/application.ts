/** What people know the application as. */
export const applicationName = 'Murmur';

/** Where the export API is. */
export const exportsPath = '/api/exports';

/** How long an export, its file and the link in a mail live: a demo that is run often must not fill the disk. */
export const keptSeconds: number = 24 * 60 * 60;
