import type { ExportEvent } from '@export-engine/core';
import { emailFailure } from '../failures/email-failure.ts';
import { oneLine, shorten } from '../one-line.ts';
import { instant, instantAfter, quantity, size } from './quantities.ts';
import type { RenderEmailOptions } from './render-email-options.ts';

/** What both bodies say, in order. All of it is plain text on one line. */
export interface Ending {
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly subject: string;
  /** What a list of mails shows beside the subject. */
  readonly preheader: string;
  /** Over the heading. */
  readonly applicationName?: string | undefined;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly url: string; readonly note: string | undefined } | undefined;
  readonly facts: readonly Fact[];
  /** Why the reader gets this. */
  readonly footer: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

const maxSubjectNameLength = 60;
const maxFailureLength = 500;

/** An event in words. */
export function describeEnding(event: ExportEvent, options: RenderEmailOptions): Ending {
  const { applicationName } = options;
  const where = applicationName === undefined ? '' : ` in ${applicationName}`;
  return {
    applicationName,
    ...wordsFor(event, options),
    footer: `You get this mail because you asked for this export${where}.`,
  };
}

type Words = Omit<Ending, 'applicationName' | 'footer'>;

function wordsFor(event: ExportEvent, options: RenderEmailOptions): Words {
  switch (event.type) {
    case 'completed':
      return describeCompleted(event, options);
    case 'failed':
      return describeFailed(event);
    case 'cancelled':
      return describeCancelled(event);
  }
}

function describeCompleted(event: ExportEvent, options: RenderEmailOptions): Words {
  const { applicationName = 'the application' } = options;
  const amount = `${quantity(event.rows, 'row')}, ${size(event.bytes)}`;
  const url = fileUrlOf(event);
  return {
    tone: 'good',
    subject: `Your export is ready: ${shortName(event)}`,
    preheader: `${amount}. The file holds every row of the result.`,
    heading: 'Your export is ready',
    paragraphs: [
      url === undefined
        ? `The file is complete. Open ${applicationName} to download it.`
        : 'The file is complete and ready to download.',
    ],
    action: url === undefined ? undefined : { label: 'Download the file', url, note: linkNote(event, options) },
    facts: [
      ...namesOf(event),
      { label: 'Rows', value: quantity(event.rows) },
      { label: 'Size', value: size(event.bytes) },
      { label: 'Finished', value: instant(oneLine(event.endedAt)) },
    ],
  };
}

function describeFailed(event: ExportEvent): Words {
  const { code = 'EXPORT_UNEXPECTED', message = '' } = event.failure ?? {};
  return {
    tone: 'bad',
    subject: `Your export failed: ${shortName(event)}`,
    preheader: 'There is no file. You can start the export again.',
    heading: 'Your export failed',
    paragraphs: [
      'There is no file: an export that cannot be completed is never handed out in part. You can start it again; if it ' +
        'fails again, send the details below to support.',
    ],
    facts: [
      ...namesOf(event),
      { label: 'Failed', value: instant(oneLine(event.endedAt)) },
      { label: 'Error', value: oneLine(code) },
      ...factIf('Reason', shorten(oneLine(message), maxFailureLength)),
      { label: 'Export id', value: oneLine(event.exportId) },
    ],
  };
}

function describeCancelled(event: ExportEvent): Words {
  return {
    tone: 'neutral',
    subject: `Your export was cancelled: ${shortName(event)}`,
    preheader: 'There is no file. You can start the export again.',
    heading: 'Your export was cancelled',
    paragraphs: ['It was stopped before it was complete, so there is no file. You can start it again at any time.'],
    facts: [...namesOf(event), { label: 'Cancelled', value: instant(oneLine(event.endedAt)) }],
  };
}

/** The subject names what people know: the label before the file. */
function shortName({ label = '', fileName }: ExportEvent): string {
  return shorten(oneLine(label) || oneLine(fileName), maxSubjectNameLength);
}

function namesOf({ label = '', fileName }: ExportEvent): readonly Fact[] {
  return [...factIf('Export of', oneLine(label)), { label: 'File', value: oneLine(fileName) }];
}

function factIf(label: string, value: string): readonly Fact[] {
  return value === '' ? [] : [{ label, value }];
}

/** A link in a mail is followed by people: nothing but http and https gets into one. */
function fileUrlOf({ fileUrl }: ExportEvent): string | undefined {
  if (fileUrl === undefined) return undefined;
  if (URL.canParse(fileUrl) && /^https?:\/\/[^\s\p{C}]+$/iu.test(fileUrl)) return fileUrl;
  throw emailFailure('misconfigured', "The mail was not sent: the engine's fileUrl gave no http or https address.");
}

function linkNote(event: ExportEvent, { fileUrlExpiresInSeconds }: RenderEmailOptions): string | undefined {
  const end = fileUrlExpiresInSeconds === undefined ? undefined : instantAfter(event.endedAt, fileUrlExpiresInSeconds);
  return end === undefined ? undefined : `The link works until ${end}.`;
}
